"""Who stands in for whom within one article: "a monitoring group" of the lead is the Observatory named below it, an agency passes on.

Counting fewer sources is the safe side: a vague speaker is one of his own only where the article names nobody that he may be.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from montjoie.reconcile.context import Context
from montjoie.reconcile.roots import ASSERTING, original, root_of_speaker, side_of
from montjoie.reconcile.words import bag, described_words
from montjoie.schema import Mention, Who

# What is said of a body besides its name, and what a body is called that the article names elsewhere; all without a plural's s.
_QUALIFYING = frozenset(
    {"based", "britain", "british", "uk", "u", "k", "opposition", "opposing", "pro", "anti", "official", "run", "own", "local", "independent",
     "assad", "regime", "government", "war", "same", "one", "another"}
)  # fmt: skip
_MONITOR = frozenset({"monitor", "monitoring", "watchdog", "ngo", "group", "organisation", "organization", "activist", "network", "right"})
_NAMES_MONITOR = frozenset({"observatory", "watch", "network", "committee", "center", "centre"})
_PRESS = frozenset({"state", "media", "new", "agency", "television", "tv", "broadcaster"})
_ANYBODY = frozenset({"report", "reported", "source", "account", "statement", "latest", "he", "it", "they"})


@dataclass(frozen=True, slots=True)
class _Speaker:
    root: str
    who: Who
    words: frozenset[str]  # of his name, without what qualifies it


def stand_ins(mention: Mention, context: Context) -> Mapping[str, str]:
    """Return, for the root of each speaker of a mention who stands for another one of the same article, that other one's root."""
    speakers = {speaker.root: speaker for speaker in _speakers(mention, context)}
    source = context.sources.get(original(mention.document, context))
    relays = frozenset() if source is None else frozenset({*source.agencies, source.outlet_id or "", source.outlet or ""})
    relays |= {speaker.root for speaker in speakers.values() if speaker.who.kind == "media" and side_of(speaker.who) is None}
    found: dict[str, str] = {}
    for root, speaker in sorted(speakers.items()):
        meant = {other.root for other in speakers.values() if other.root not in relays and other.root != root and _may_be(speaker, other)}
        if root not in relays and (len(meant) == 1 or (meant and speaker.words <= _ANYBODY)):
            found[root] = min(meant)
    stands = {root: _followed(root, found) for root in found}
    others = sorted({stands.get(root, root) for root in speakers} - relays)
    return stands | {root: others[0] for root in speakers if root in relays and others}


def _followed(root: str, found: Mapping[str, str]) -> str:
    """Whom a speaker stands for at last: "a monitor" for "the Observatory", who is the Syrian Observatory for Human Rights."""
    seen = [root]
    while seen[-1] in found and found[seen[-1]] not in seen:
        seen.append(found[seen[-1]])
    return seen[-1]


def _speakers(mention: Mention, context: Context) -> Iterator[_Speaker]:
    """Those who report the mention, and those who give its figures."""
    told = [claim.who for claim in context.claims_about(mention) if claim.kind in ASSERTING or claim.id == mention.claim]
    for who in (*told, *(figure.by for figure in mention.figures if figure.by is not None)):
        words = described_words(who, context.texts.get(mention.document))
        root = root_of_speaker(who, mention.document, context)
        yield _Speaker(root, who, frozenset(word.removesuffix("s") for word in bag(words or "").split()) - _QUALIFYING)


def _may_be(vague: _Speaker, other: _Speaker) -> bool:
    """Tell whether words may mean another speaker: by what he is, since they are all among his, or as a state by its ministry."""
    if vague.who.id is not None:
        return vague.who.kind == "state" and side_of(other.who) == vague.who.id
    if other.words <= _MONITOR | _PRESS | _ANYBODY:
        return False
    if vague.words <= _ANYBODY:
        return True
    if vague.words <= _MONITOR:
        return other.who.kind == "organisation" or other.root.startswith("org:") or bool(other.words & _NAMES_MONITOR)
    if vague.words <= _PRESS:
        return other.who.kind == "media"
    if vague.words < other.words or (vague.words == other.words and vague.root > other.root):
        return True
    return other.who.id is not None and len(other.words) > 1 and other.words <= vague.words
