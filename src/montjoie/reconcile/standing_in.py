"""Who stands in for whom within one article: "a monitoring group" of the lead is the Observatory named below it, an agency passes on.

Counting fewer sources is the safe side: a vague speaker is one of his own only where the article names nobody that he may be.
"""

import re
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass

from montjoie.ids import text_digest
from montjoie.reconcile.context import Context
from montjoie.reconcile.roots import ASSERTING, original, root_of_speaker, side_of
from montjoie.reconcile.words import MONITOR, bag, bare, described_words, fold
from montjoie.schema import Mention, Span, Who

_NAMES_MONITOR = frozenset({"observatory", "watch", "network", "committee", "center", "centre"})
_PRESS = frozenset({"state", "media", "new", "agency", "television", "tv", "broadcaster", "broadcast", "outlet"})
_SEVERAL = frozenset({"activists", "media", "reports", "monitors", "outlets", "agencies", "sources"})  # whoever of them the article names
_MINISTER, _MINISTRY = "minister", "ministry"
_OF_STATE = frozenset({"state", "official"})
STEM = 5  # letters that a country's name and what is of it share
_STATE_MEDIA = "statemedia:"  # ids of "the state's media", whichever
_ANYBODY = frozenset({"report", "reported", "source", "account", "statement", "latest", "he", "it", "they"})
_LEADING = frozenset({"leading", "international", "global", "prominent", "york", "london", "s"})
_ARMED = frozenset(
    {"militant", "terrorist", "rebel", "extremist", "jihadist", "insurgent", "hard", "line", "group", "organisation", "organization"}
)
_PAPER = frozenset(
    {"toll", "report", "statement", "figure", "tally", "data", "release", "post"}
)  # "an Observatory toll" is the Observatory's
_BEYOND = re.compile(r"\b(?:which|who|whose|in a|familiar with)\b")  # what is told of a speaker after his name
_NOT_APART = re.compile(r"\b(?:including|as well as)\b|\b(?:in|of|for|between) (?:the )?[^\W\d_a-z]\w+ and\b")
# Who speaks for a body, and what bodies are called: "a ministry official", "the army's spokesman, Colonel …", "a militia member".
_SPEAKS_FOR = frozenset(
    {"spokesman", "spokeswoman", "spokesperson", "official", "member", "officer", "representative", "statement", "director", "head", "chief",
     "commander", "deputy", "source", "minister"}
)  # fmt: skip
_SOLDIERS = frozenset({"army", "military", "militia", "force", "troop", "soldier", "staff"})
_RANKS = frozenset({"general", "colonel", "major", "captain", "lieutenant", "brigadier", "admiral"})
_BODIES = _SOLDIERS | frozenset(
    {"ministry", "police", "government", "council", "command", "prosecutor", "service", "department", "administration", "coalition",
     "movement", "brigade", "observatory", "authority", "defence", "defense", "kremlin", "pentagon"}
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class _Speaker:
    root: str
    who: Who
    words: frozenset[str]  # of his name, without what qualifies it
    parts: tuple[frozenset[str], ...]  # the same for each of several named together: "a monitor and rebels"
    several: bool  # told together, or as a kind: "activists"
    named: tuple[tuple[str, frozenset[str], bool], ...] = ()  # of several, those with a name of their own: root, words, a state's press


def stand_ins(mention: Mention, context: Context) -> Mapping[str, tuple[str, ...]]:
    """Return, for the root of each speaker of a mention who stands for others of the same article, those others' roots.

    They are several only where bodies are named together: "the agency and Kurdish media".
    """
    speakers: dict[str, list[_Speaker]] = {}
    for speaker in _speakers(mention, context):
        speakers.setdefault(speaker.root, []).append(speaker)
    source = context.sources.get(original(mention.document, context))
    relays = frozenset() if source is None else frozenset({*source.agencies, source.outlet_id or "", source.outlet or ""})
    relays |= {root for root, told in speakers.items() if any(_relays(one) for one in told)}
    found: dict[str, str] = {}
    for means in (_names, _speaks_for, _may_be):
        found |= _meant(speakers, speakers.keys() - found.keys(), relays, means)
    stands: dict[str, tuple[str, ...]] = {root: (_followed(root, found),) for root in found}
    others = sorted({other for root in speakers for other in stands.get(root, (root,))} - relays)
    stands |= {root: (others[0],) for root in speakers if root in relays and others}
    stands |= _apart(speakers, stands)
    return stands | _press_named_together(speakers, stands)


def _relays(one: _Speaker) -> bool:
    """Tell whether a speaker passes on what others say: a listed outlet of no state, or a news agency by its name that is in no list."""
    if one.who.kind == "media" and one.who.id:
        return side_of(one.who) is None
    return one.who.id is None and len(one.parts) == 1 and {"new", "agency"} < one.words and _OF_STATE.isdisjoint(one.words)


def _meant(
    speakers: Mapping[str, Sequence[_Speaker]], of: Collection[str], relays: Collection[str], means: Callable[[_Speaker, _Speaker], bool]
) -> dict[str, str]:  # fmt: skip
    """Return whom each speaker of `of` means among them, where that is one: who is nobody in particular, and several together, any of them."""
    found: dict[str, str] = {}
    single = [root for root in of if root not in relays and not all(len(one.parts) > 1 for one in speakers[root])]
    for root in sorted(of):
        told = speakers[root]
        among = {other for other in single if other != root and any(means(one, another) for one in told for another in speakers[other])}
        among = {one for one in among if not any(_shorter(speakers[one], speakers[other]) for other in among)}
        anybody = all(one.words <= _ANYBODY or one.several for one in told)
        if root not in relays and among and (len(among) == 1 or anybody):
            found[root] = min(among)
    return found


def _shorter(told: Sequence[_Speaker], others: Sequence[_Speaker]) -> bool:
    """Tell whether all words for one are words for another, who has more: "a ministry official" is no other body than the ministry by its name."""
    return all(any(one.words < other.words for other in others) for one in told)


def _followed(root: str, found: Mapping[str, str]) -> str:
    """Whom a speaker stands for at last: "a monitor" for "the Observatory", who is the Syrian Observatory for Human Rights."""
    seen = [root]
    while seen[-1] in found and found[seen[-1]] not in seen:
        seen.append(found[seen[-1]])
    return seen[-1]


def _apart(speakers: Mapping[str, Sequence[_Speaker]], stands: Mapping[str, tuple[str, ...]]) -> dict[str, tuple[str, ...]]:
    """Those named together each for himself: who is meant, and each with a name of his own that no other speaker of the article is."""
    found = {}
    for root, told in speakers.items():
        others = [other for another in speakers if another != root for other in speakers[another] if len(other.parts) == 1]
        alone = {
            part: of_state
            for one in told
            for part, words, of_state in one.named
            if not any(_is_or_may_be(words, one, other) for other in others)
        }
        same_state = sorted(part for part, of_state in alone.items() if of_state)[1:]
        parts = {part for part in alone if part not in same_state}
        if parts:
            unnamed = any(_unnamed(one) for one in told)
            found[root] = tuple(sorted({*stands.get(root, (root,) if unnamed else ()), *parts}))
    return found


def _unnamed(one: _Speaker) -> bool:
    """Tell whether one of several named together has no name, and is not of the press of the state whose agency is named beside it."""
    names = [words for _, words, _ in one.named]
    of_state = any(of_state for _, _, of_state in one.named)
    left = [words for words in one.parts if words not in names] if len(one.parts) > 1 else []
    return any(not (of_state and words & _PRESS and "state" in words) for words in left)


def _press_named_together(speakers: Mapping[str, Sequence[_Speaker]], stands: Mapping[str, tuple[str, ...]]) -> dict[str, tuple[str, ...]]:
    """Whom "state media" of the lead stands for: one of the press that the article names only together with others."""
    press = sorted(
        part
        for root, told in speakers.items()
        for one in told
        for part, words, _ in one.named
        if words & _PRESS and part in stands.get(root, ())
    )
    vague = [root for root, told in speakers.items() if root not in stands and all(one.words <= _PRESS | _ANYBODY for one in told)]
    return dict.fromkeys(vague, (press[0],)) if press else {}


def _is_or_may_be(words: frozenset[str], one: _Speaker, other: _Speaker) -> bool:
    return _part_may_be(words, one, other) or bool(words & other.words - _PRESS - MONITOR)


def _speakers(mention: Mention, context: Context) -> Iterator[_Speaker]:
    """Those who report the mention, and those who give its figures."""
    told = [claim.who for claim in context.claims_about(mention) if claim.kind in ASSERTING or claim.id == mention.claim]
    for who in (*told, *(figure.by for figure in mention.figures if figure.by is not None)):
        text = context.texts.get(mention.document)
        root = root_of_speaker(who, mention.document, context)
        written = text[who.span.start : who.span.end] if text is not None else ""
        fullest = text[who.full.start : who.full.end] if text is not None and isinstance(who.full, Span) else ""
        described = described_words(who, text) or fold(written)
        for words in sorted(
            {described, *(fold(told) for told in (written, fullest if who.kind == "person" and who.id is not None else "") if told)}
        ):
            name = _BEYOND.split(words)[0]
            parts = name.split(" and ") if who.id is None else [name]
            several = len(parts) > 1 or who.kind == "state" or not _SEVERAL.isdisjoint(name.split())
            named = tuple(_named_parts(who, text)) if len(parts) > 1 else ()
            yield _Speaker(root, who, bare(name), tuple(map(bare, parts)), several, named)


def _named_parts(who: Who, text: str | None) -> Iterator[tuple[str, frozenset[str], bool]]:
    """The root and the words of each of several told together who has a name, with a capital letter in it, and whether he is a state's press."""
    span = who.full if isinstance(who.full, Span) else who.span
    words = text[span.start : span.end] if text is not None else ""
    for part in words.split(" and ") if not _NOT_APART.search(words) else ():
        name = part.strip().removeprefix("The ").removeprefix("A ")
        if name != name.lower() and bare(name):
            of_state = bool(bare(name) & _PRESS) and not _OF_STATE.isdisjoint(bag(name).split())
            yield f"described:{text_digest(bag(name))[:16]}", bare(name), of_state


def _names(longer: _Speaker, other: _Speaker) -> bool:
    """Tell whether words hold the whole name of another speaker, a listed one."""
    if longer.who.id is not None or other.who.id is None or not other.words:
        return False
    telling = len(other.words) > 1 or not other.words <= MONITOR | _PRESS | _ANYBODY
    return telling and any(other.words <= part for part in longer.parts)


def _speaks_for(one: _Speaker, body: _Speaker) -> bool:
    """Tell whether somebody speaks for a body that speaks too: "a ministry official", "its spokesman", "Russian General …" for the army."""
    if (one.who.id is not None and one.who.kind != "person") or len(one.parts) > 1 or body.who.kind in ("media", "person", "state"):
        return False
    if one.who.parent is not None and one.who.parent == body.who.id:
        return True
    if side_of(one.who) is not None and side_of(body.who) not in (None, side_of(one.who)):
        return False
    if not one.words & (_SPEAKS_FOR | _RANKS) or not body.words or body.words & (_SPEAKS_FOR | _RANKS):
        return False
    if _MINISTER in one.words and _MINISTRY in body.words:
        return bool(one.words & body.words)
    bodies = one.words & _BODIES or (_SOLDIERS if side_of(one.who) is not None and one.words & _RANKS else frozenset())
    if not bodies:
        return False
    return bodies <= body.words or bool(bodies <= _SOLDIERS and body.words & _SOLDIERS)


def _may_be(vague: _Speaker, other: _Speaker) -> bool:
    """Tell whether words may mean another speaker: by what he is, since they are all among his, or as a state by its ministry."""
    if vague.words <= MONITOR and vague.words and not vague.words <= {"group"}:
        return _is_monitor(other)  # whatever the words are linked to: no army is "a monitoring group"
    if vague.who.id is not None:
        if vague.who.id.startswith(_STATE_MEDIA):
            return other.who.kind == "media" and other.who.country == vague.who.country
        return vague.who.kind == "state" and side_of(other.who) == vague.who.id
    return any(_part_may_be(part, vague, other) for part in vague.parts)


def _part_may_be(words: frozenset[str], vague: _Speaker, other: _Speaker) -> bool:
    words = words - _LEADING
    if words and words == other.words and words <= _ANYBODY and not vague.who.public and not other.who.public:
        return vague.root > other.root  # "the source" again
    if other.words <= MONITOR | _PRESS | _ANYBODY:
        return False
    if words and words <= _ANYBODY:
        return True
    if words & MONITOR and words <= MONITOR | other.words:
        return _is_monitor(other)
    if words & _PRESS and all(word in _PRESS | _ANYBODY or _akin(word, other.words - MONITOR) for word in words):
        return other.who.kind == "media" or (other.who.id is None and bool(other.words & _PRESS))
    if words <= _ARMED and "group" in words:
        return other.who.kind == "armed_group"
    told = words - _PAPER or words
    return told < other.words or (told == other.words and (told < words or vague.root > other.root))


def _akin(word: str, words: frozenset[str]) -> bool:
    """Tell whether a word or one with its beginning is among others: "Syria's" television and the Syrian news agency."""
    return any(word[:STEM] == other[:STEM] for other in words if len(word) >= STEM)


def _is_monitor(other: _Speaker) -> bool:
    return other.who.kind == "organisation" or other.root.startswith("org:") or bool(other.words & _NAMES_MONITOR)
