"""A text → the names in it: of people without their titles, of bodies with their acronyms, and the words that stand beside them."""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

from montjoie.extract import speaker_words as lists

Form = tuple[str, ...]

WORD = re.compile(
    r"(?:[A-Z]\.){2,}|\b(?:Mr|Mrs|Ms|Dr|Gen|Col|Lt|Maj|Capt|Sgt|Sen|Rep|Gov|Prof|St|Brig|Adm|Jr|Sr)\.|\b[A-Z]\.(?=\s[A-Z])|[^\W_]+(?:[-’'‑][^\W_]+)*"
)
SHORT = re.compile(r"\s?\(([A-Z][A-Za-z&-]{1,9})\)")
PARTICLE = re.compile(r"(?:al|el|as|ash|ul)-[A-Z]")
DIRECTIONS = frozenset(
    {"south", "north", "east", "west", "central", "eastern", "western", "northern", "southern", "new", "saudi", "sub-saharan"}
)
LANDS = frozenset({"africa", "america", "asia", "europe", "zealand", "arabia", "bank", "timor", "caledonia", "york", "delhi"})
BESIDE = 9  # words before a name or in the clause behind it that say who it is
LONGEST = 12  # words of a name


@dataclass(frozen=True, slots=True, kw_only=True)
class Name:
    """One naming. `start` is where its titles begin, `core` where the name itself does."""

    start: int
    core: int
    end: int
    close: int  # behind its acronym in brackets
    words: Form
    shape: str  # person, org, place, other
    short: str = ""  # the acronym in brackets behind it
    told: frozenset[str] = frozenset()
    sex: str = ""


@dataclass(frozen=True, slots=True)
class _Word:
    start: int
    end: int
    text: str
    folded: str
    owns: bool  # 's

    @property
    def great(self) -> bool:
        return self.text[:1].isupper() or bool(PARTICLE.match(self.text))


def fold(word: str) -> str:
    """Return a word in small ASCII letters, without possessive and stops."""
    word = re.sub(r"[’']s$|[’']$", "", word)
    plain = unicodedata.normalize("NFKD", word.replace("ł", "l").replace("Ł", "L")).encode("ascii", "ignore").decode().casefold()
    return re.sub(r"^(?:al|el)-", "", plain.strip(".").replace("'", "")) or word.casefold()


def words_of(text: str) -> Form:
    """Return the folded words of a text."""
    return tuple(fold(match.group()) for match in WORD.finditer(text))


def bare(words: Form) -> Form:
    """Return words without the articles that they begin with."""
    while len(words) > 1 and words[0] in lists.DEFINITE | lists.INDEFINITE:
        words = words[1:]
    return words


def names_of(text: str) -> list[Name]:
    """Return the names of a text in order of place. Takes time in proportion to the text."""
    words = [_word(match) for match in WORD.finditer(text)]
    known = frozenset(word.folded for word in words if not word.great)  # written small too: no name at the beginning of a sentence
    found: list[Name] = []
    at = 0
    while at < len(words):
        end = _run(text, words, at, known)
        if end == at:
            at += 1
            continue
        name = _name(text, words, at, end)
        if name is not None:
            found.append(name)
        at = end
    return found


def _word(match: re.Match[str]) -> _Word:
    raw = match.group()
    owns = bool(re.search(r"[’']s$|s[’']$", raw))
    end = match.end() - (2 if re.search(r"[’']s$", raw) else 0)
    return _Word(match.start(), end, raw, fold(raw), owns)


def _run(text: str, words: Sequence[_Word], at: int, small: frozenset[str]) -> int:
    """Return where the name that begins at a word ends; `at` where none begins."""
    first = words[at]
    if not first.great or (first.folded in lists.NOT_NAMES and first.text != "WHO"):
        return at
    begins = _begins(text, first.start)
    following = at + 1 < len(words) and words[at + 1].great and text[first.end : words[at + 1].start] == " "
    if begins and first.folded in small and not following and first.folded not in lists.COUNTRIES:
        return at
    end, next_ = at + 1, at + 1
    owned = first.owns
    while next_ < len(words) and next_ - at < LONGEST and not owned:
        word = words[next_]
        if text[words[next_ - 1].end : word.start] not in (" ", "-", " -", "\u00a0"):
            break
        if word.great:
            if word.folded in lists.NOT_NAMES - {"may", "march", "new", "international", "watch"}:
                break
            next_ += 1
            end, owned = next_, word.owns
        elif word.text in lists.CONNECTORS and _joins(words, at, next_):
            next_ += 1
        else:
            break
    return end


def _joins(words: Sequence[_Word], at: int, here: int) -> bool:
    """Say whether a small word can stand inside a name."""
    word = words[here].text
    if word == "and":
        return any(words[k].text in ("of", "for") for k in range(at, here)) and words[here - 1].great
    if word == "the":
        return words[here - 1].text in ("of", "for", "on")
    if word in ("of", "for", "on"):
        return words[here - 1].great and not (word == "on" and words[here + 1 : here + 2] and words[here + 1].folded in lists.NOT_NAMES)
    return True


def _begins(text: str, at: int) -> bool:
    before = text[max(0, at - 4) : at].rstrip(" \"'“‘«(\u00a0")
    return at < 2 or not before or before[-1] in ".!?:\n…" or "\n" in text[max(0, at - 2) : at]


def _name(text: str, words: Sequence[_Word], at: int, end: int) -> Name | None:
    core = _core(words, at, end)
    if core == end:
        return None
    run = words[core:end]
    form = tuple(word.folded for word in run)
    titled = core > at
    shape = _shape(text, words, (at, core, end))
    if len(form) > 1 and all(word.text.isupper() for word in run) and any(len(word.text) > 4 for word in run):  # a headline in capitals
        return None
    if not form or (len(form) == 1 and (form[0] in lists.TITLES or len(form[0]) < 2)):
        return None
    short = SHORT.match(text, run[-1].end)
    told = _told(text, words, at, core, end)
    sex = lists.sex_of(tuple(word.folded for word in words[max(0, at - 1) : core])) or (lists.sex_of(form[:1]) if shape == "person" else "")
    return Name(
        start=words[at].start, core=run[0].start, end=run[-1].end, close=short.end() if short else run[-1].end, words=form, shape="person" if titled and shape == "other" else shape,
        short=fold(short.group(1)) if short else "", told=told, sex=sex,
    )  # fmt: skip


def _core(words: Sequence[_Word], at: int, end: int) -> int:
    """Return where a name begins behind its titles; its end where it is an office and names nobody."""
    titled = [k for k in range(at, end) if words[k].folded in lists.TITLES]
    office = lists.TITLES | lists.BODIES | lists.OFFICES
    for k in range(max(at + 1, end - 4), end - 1):
        if words[k].folded in lists.GIVEN and any(words[j].folded in office for j in range(at, k)) and words[end - 1].folded not in office:
            return k
    if end - at == 3 and words[at].folded in lists.COUNTRIES and not words[at].owns:
        rest = [word.folded for word in words[at + 1 : end]]
        if all(word not in office and word not in lists.COUNTRIES and word not in lists.CONNECTORS for word in rest):
            return at + 1
    if not titled or words[end - 1].folded in lists.BODIES:
        return at
    if any(words[k].folded in lists.BODIES - lists.OFFICES for k in range(at, titled[0])):
        return at
    core = titled[-1] + 1
    joins = [k for k in range(core, end) if words[k].text in ("of", "for", "and")]
    if joins:
        core = joins[-1] + 1
    while core < end - 1 and (words[core].folded in lists.OFFICES or words[core].folded in lists.COUNTRIES or not words[core].great):
        if not words[core].great and words[core].text not in ("the", "of", "for", "and"):
            break
        core += 1
    if core >= end or words[core].folded in lists.OFFICES or (joins and words[core].folded in lists.COUNTRIES):
        return end
    return core


def _shape(text: str, words: Sequence[_Word], bounds: tuple[int, int, int]) -> str:
    at, core, end = bounds
    form = [word.folded for word in words[core:end]]
    if all(word in lists.COUNTRIES for word in form) or (
        len(form) > 1 and form[0] in DIRECTIONS and form[-1] in LANDS | lists.COUNTRIES.keys()
    ):
        return "place"
    if any(word in lists.BODIES for word in form) or any(word in ("of", "for", "and") for word in form):
        return "org"
    if core > at or form[0] in lists.FEMALE or form[0] in lists.MALE:
        return "person"
    if any(word.text.isupper() and len(word.folded) > 2 for word in words[core:end]):
        return "org"
    the = text[max(0, words[core].start - 4) : words[core].start].casefold() == "the "
    if the:
        return "other"
    return "person" if 2 <= len(form) <= 4 and not any(word in lists.COUNTRIES for word in form) else "other"


def _told(text: str, words: Sequence[_Word], at: int, core: int, end: int) -> frozenset[str]:
    """Return the words that stand beside a name: its titles, those before it in its clause, and an apposition behind it."""
    told = {word.folded for word in words[at:core]}
    k, comma = at - 1, False
    before: list[str] = []
    while k >= 0 and at - k <= BESIDE:
        between = text[words[k].end : words[k + 1].start]
        if between.strip(" -’'s\u00a0"):
            if comma or k != at - 1 or between.strip() != ",":
                break
            comma = True
        before.append(words[k].folded)
        k -= 1
    roles = lists.ROLES | lists.BODIES
    if told or any(word in roles for word in before[: 4 if comma else 1]):
        told.update(before)
    behind = text[words[end - 1].end : words[end - 1].end + 2]
    if behind in (", ", " (", " -", " –"):
        clause = []
        for word, following in zip(words[end : end + BESIDE], words[end + 1 : end + BESIDE + 1], strict=False):
            clause.append(word.folded)
            if text[word.end : following.start].strip(" -’'s\u00a0") or following.folded in ("who", "which"):
                break
        if any(word in roles for word in clause[:6]):
            told.update(clause)
    return frozenset(told - lists.NOT_NAMES)
