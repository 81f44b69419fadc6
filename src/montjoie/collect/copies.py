"""Near-duplicates: how much of two texts is the same wording, and keys by which copies find each other among many."""

import re
import unicodedata
import zlib

import numpy as np
from numpy.typing import NDArray

SHINGLE_WORDS = 3
PERMUTATIONS = 128
# 42 keys of 3 values: two texts share a key with probability 1 - (1 - J^3)^42, that is 0.996 at a Jaccard of 0.5, 0.85 at
# 0.35 and 0.04 at 0.1. Wider than for 0.5 alone, because a rewrite that adds much of its own has a low Jaccard.
BANDS, ROWS = 42, 3
CONTAINED_LEAST_WORDS = 60
CONTAINED_WEIGHT = 0.95
# Two texts this alike are copies, or rewrites of one wire. Measured on 446 articles on Syria (FA-KES) and 460 on Ukraine, with
# every pair compared and those from 0.34 to 0.66 read by eye: the 9 from 0.50 to 0.66 all retell one dispatch (lowest 0.508, a
# toll rewritten at length); of the 11 from 0.40 to 0.49 five do, the others share an agency's paragraphs of background (highest
# 0.489), a speech, or the frame of a newsletter. Above 0.66 all are copies, save pages saved with the text of their neighbours.
# The keys of `bands` find 31 of the 35 pairs from 0.50 up; the 4 missed are short texts inside long ones.
COPY_LEAST = 0.5

_WORD = re.compile(r"\w+")
_MASK = (1 << 64) - 1


def _constants(count: int, seed: int) -> NDArray[np.uint64]:
    """Return odd numbers of 64 bits by splitmix64: the same on every machine and in every version of numpy."""
    numbers = []
    for _ in range(count):
        seed = (seed + 0x9E3779B97F4A7C15) & _MASK
        mixed = ((seed ^ (seed >> 30)) * 0xBF58476D1CE4E5B9) & _MASK
        mixed = ((mixed ^ (mixed >> 27)) * 0x94D049BB133111EB) & _MASK
        numbers.append((mixed ^ (mixed >> 31)) | 1)
    return np.array(numbers, dtype=np.uint64)


_FACTORS = _constants(PERMUTATIONS, 1)
_SUMMANDS = _constants(PERMUTATIONS, 2)


def signature(text: str) -> tuple[int, ...]:
    """Return the MinHash of a text's shingles: 128 numbers below 2^32, equal in the share of places that the shingles are.

    Nothing for a text without words.
    """
    shingles = _shingles(text)
    if not shingles:
        return ()
    hashes = np.array([zlib.crc32(shingle.encode("utf-8", "surrogatepass")) for shingle in shingles], dtype=np.uint64)
    permuted = (_FACTORS[:, None] * hashes[None, :] + _SUMMANDS[:, None]) >> np.uint64(32)
    return tuple(int(least) for least in permuted.min(axis=1))


def bands(signature: tuple[int, ...]) -> tuple[str, ...]:
    """Return the keys under which a signature is filed: texts that share one may be copies and are worth comparing."""
    if not signature:
        return ()
    return tuple(
        f"{band}:" + "-".join(f"{value:08x}" for value in signature[band * ROWS : (band + 1) * ROWS]) for band in range(BANDS)
    )  # fmt: skip


def similarity(a_text: str, b_text: str) -> float:
    """Return how much of two texts is the same wording, 0 to 1: of both, or, for all but short texts, of the shorter one."""
    a, b = _shingles(a_text), _shingles(b_text)
    if not a or not b:
        return 0.0
    shared = len(a & b)
    alike = shared / (len(a) + len(b) - shared)
    shorter = min(len(_words(a_text)), len(_words(b_text)))
    if shorter < CONTAINED_LEAST_WORDS:
        return alike
    return max(alike, CONTAINED_WEIGHT * shared / min(len(a), len(b)))


def _words(text: str) -> list[str]:
    return _WORD.findall(unicodedata.normalize("NFKC", text).casefold())


def _shingles(text: str) -> frozenset[str]:
    words = _words(text)
    if not words:
        return frozenset()
    return frozenset(" ".join(words[start : start + SHINGLE_WORDS]) for start in range(max(1, len(words) - SHINGLE_WORDS + 1)))
