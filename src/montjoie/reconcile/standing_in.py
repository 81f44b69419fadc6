"""Who stands in for whom within one article: "a monitoring group" of the lead is the Observatory named below it, an agency passes on.

Counting fewer sources is the safe side: a vague speaker is one of his own only where the article names nobody that he may be.
"""

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass

from montjoie.reconcile.context import Context
from montjoie.reconcile.roots import ASSERTING, original, root_of_speaker, side_of
from montjoie.reconcile.words import bag, described_words, fold
from montjoie.schema import Mention, Who

# What is said of a body besides its name, and what a body is called that the article names elsewhere; all without a plural's s.
_QUALIFYING = frozenset(
    {"based", "britain", "british", "uk", "u", "k", "opposition", "opposing", "pro", "anti", "official", "run", "own", "local", "independent",
     "assad", "regime", "government", "war", "same", "one", "another", "so", "called", "ha", "have", "said"}
)  # fmt: skip
_MONITOR = frozenset({"monitor", "monitoring", "watchdog", "ngo", "group", "organisation", "organization", "activist", "network", "right"})
_NAMES_MONITOR = frozenset({"observatory", "watch", "network", "committee", "center", "centre"})
_PRESS = frozenset({"state", "media", "new", "agency", "television", "tv", "broadcaster"})
_STATE_MEDIA = "statemedia:"  # ids of "the state's media", whichever
_ANYBODY = frozenset({"report", "reported", "source", "account", "statement", "latest", "he", "it", "they"})


@dataclass(frozen=True, slots=True)
class _Speaker:
    root: str
    who: Who
    words: frozenset[str]  # of his name, without what qualifies it
    parts: tuple[frozenset[str], ...]  # the same for each of several named together: "a monitor and rebels"


def stand_ins(mention: Mention, context: Context) -> Mapping[str, str]:
    """Return, for the root of each speaker of a mention who stands for another one of the same article, that other one's root."""
    speakers: dict[str, list[_Speaker]] = {}
    for speaker in _speakers(mention, context):
        speakers.setdefault(speaker.root, []).append(speaker)
    source = context.sources.get(original(mention.document, context))
    relays = frozenset() if source is None else frozenset({*source.agencies, source.outlet_id or "", source.outlet or ""})
    relays |= {root for root, told in speakers.items() for one in told if one.who.kind == "media" and side_of(one.who) is None}
    named = _meant(speakers, speakers, relays, _names)
    found = named | _meant(speakers, speakers.keys() - named.keys(), relays, _may_be)
    stands = {root: _followed(root, found) for root in found}
    others = sorted({stands.get(root, root) for root in speakers} - relays)
    return stands | {root: others[0] for root in speakers if root in relays and others}


def _meant(
    speakers: Mapping[str, Sequence[_Speaker]], of: Collection[str], relays: Collection[str], means: Callable[[_Speaker, _Speaker], bool]
) -> dict[str, str]:  # fmt: skip
    """Return whom each speaker means among `of`, where that is one: who is nobody in particular, and several together, any of them."""
    found: dict[str, str] = {}
    for root, told in sorted(speakers.items()):
        others = [other for other in of if other not in relays and other != root]
        among = {other for other in others if any(means(one, another) for one in told for another in speakers[other])}
        anybody = all(one.words <= _ANYBODY or len(one.parts) > 1 for one in told)
        if root not in relays and among and (len(among) == 1 or anybody):
            found[root] = min(among)
    return found


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
        text = context.texts.get(mention.document)
        root = root_of_speaker(who, mention.document, context)
        written = text[who.span.start : who.span.end] if text is not None else ""
        for words in sorted({described_words(who, text) or "", *([fold(written)] if who.id is not None else [])}):
            parts = words.split(" and ") if who.id is None else [words]
            yield _Speaker(root, who, _bare(words), tuple(_bare(part) for part in parts))


def _bare(words: str) -> frozenset[str]:
    return frozenset(word.removesuffix("s") for word in bag(words).split()) - _QUALIFYING


def _names(longer: _Speaker, other: _Speaker) -> bool:
    """Tell whether words hold the whole name of another speaker, a listed one."""
    if longer.who.id is not None or other.who.id is None or not other.words:
        return False
    telling = len(other.words) > 1 or not other.words <= _MONITOR | _PRESS | _ANYBODY
    return telling and any(other.words <= part for part in longer.parts)


def _may_be(vague: _Speaker, other: _Speaker) -> bool:
    """Tell whether words may mean another speaker: by what he is, since they are all among his, or as a state by its ministry."""
    if vague.who.id is not None:
        if vague.who.id.startswith(_STATE_MEDIA):
            return other.who.kind == "media" and other.who.country == vague.who.country
        return vague.who.kind == "state" and side_of(other.who) == vague.who.id
    return any(_part_may_be(part, vague, other) for part in vague.parts)


def _part_may_be(words: frozenset[str], vague: _Speaker, other: _Speaker) -> bool:
    if other.words <= _MONITOR | _PRESS | _ANYBODY:
        return False
    if words and words <= _ANYBODY:
        return True
    if words <= _MONITOR:
        return other.who.kind == "organisation" or other.root.startswith("org:") or bool(other.words & _NAMES_MONITOR)
    if words <= _PRESS:
        return other.who.kind == "media" or (other.who.id is None and bool(other.words & _PRESS))
    return words < other.words or (words == other.words and vague.root > other.root)
