"""Claims, and words of a rule of conduct → commitments: which act, on what, by whom, on which terms."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace

import numpy as np

from montjoie.extract.attribution import Claim
from montjoie.extract.decode import Floats, Found, Scored, cut, softmax
from montjoie.extract.incidents import Count, Incident, span_of
from montjoie.extract.labels import CLASSES, NONE
from montjoie.extract.terms import TIMELY, term_in
from montjoie.schema import VIOLENT, CommitmentRead, Counted, Span

TERMS = ("scope", "area", "start", "duration", "condition")
BOTH_SIDES = frozenset({"agrees", "extends", "suspends", "ends"})  # who only states that it was done has not done it
MADE_KNOWN = frozenset({"announces", "proposes"})
MEETINGS = frozenset({"agreement", "talks", "release"})  # incidents whose actors come to terms
BESIDE = 150  # characters
TELLING = frozenset({"states", "confirms", "accuses", "condemns", "praises", "expects"})
BY_GRAMMAR = ("duration", "condition")
_NUMBER = (
    r"(?:\d[\d,.]*|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|\w+teen|\w+ty(?:-\w+)?|"
    r"(?:several )?(?:dozens|scores|hundreds|thousands)(?: of)?|several)"
)
TIMES = re.compile(
    rf"\b((?:(?:no (?:fewer|less) than|at least|more than|over|up to|about|around|nearly|almost|some) )?{_NUMBER})(?: (?:out )?of (?:the )?{_NUMBER})?"
    r" (?:times|(?:[\w-]+ )?(?:breaches|violations|corridors))\b",
    re.IGNORECASE,
)  # "seven of nine corridors": seven
NOTHING = CLASSES["act"].index(NONE)


def read_commitments(scored: Scored, claims: Sequence[Claim], incidents: Sequence[Incident], count: Count) -> list[CommitmentRead]:
    """Return the commitments of an article: those that claims report, then those told in the article's own voice."""
    made: list[CommitmentRead] = []
    left = list(scored.spans["commitment"])
    for claim in claims:
        mine = [span for span in left if any(_touch(span, content) for content in claim.contents)]
        logits = np.mean([scored.logits("act", content) for content in claim.contents], axis=0)
        if claim.cue is not None:
            logits = logits + cut(claim.cue.own, "act.cue")
        chances = softmax(np.asarray(logits, dtype=np.float32))
        bar = "act.claim" if not mine else "act.both"
        if 1 - chances[NOTHING] > scored.threshold(bar, 0.5):
            made.append(_commitment(scored, f"k{len(made) + 1}", mine[:1] or list(claim.contents[:1]), claim, chances, incidents, count))
            left = [span for span in left if span not in mine]
    for span in left:
        chances = softmax(scored.logits("act", span))
        if span.score * (1 - chances[NOTHING]) > scored.threshold("act.alone", 0.5):
            act = _commitment(scored, f"k{len(made) + 1}", [span], None, chances, incidents, count)
            by = next((claim.read for claim in claims if any(_within(span, content) for content in claim.contents)), None)
            made.append(replace(act, by=by.item, party=act.party or (by.source,)) if by else act)
    return made


def _touch(one: Found, other: Found) -> bool:
    return one.words[0] < other.words[1] and other.words[0] < one.words[1]


def _within(one: Found, other: Found) -> bool:
    return other.words[0] <= one.words[0] and one.words[1] <= other.words[1]


def _commitment(
    scored: Scored, item: str, content: Sequence[Found], claim: Claim | None, chances: Floats, incidents: Sequence[Incident], count: Count
) -> CommitmentRead:
    act_chances = chances.copy()
    act_chances[NOTHING] = -1.0
    act = CLASSES["act"][int(act_chances.argmax())]
    if act == "alleges_violation" and claim is not None and claim.read.kind == "denies":
        act = "denies_violation"
    subject = scored.chances("subject", content[0])
    terms = _terms(scored, content, CLASSES["subject"][int(subject.argmax())])
    party, bound = (_linked(scored, role, content[0]) for role in ("party", "bound"))
    if not party:
        party = _whose(act, claim, content, incidents, scored)
    counted = _counted(scored, content, count)
    return CommitmentRead(
        item=item,
        subject=CLASSES["subject"][int(subject.argmax())],  # type: ignore[arg-type]
        act=act,  # type: ignore[arg-type]
        content=tuple(span_of(scored, span) for span in content),
        party=party,
        bound=bound,
        scope_class=_scope(scored, content[0]), scope=terms.get("scope"), area=terms.get("area"), start=terms.get("start"),
        duration=terms.get("duration"), condition=terms.get("condition"),
        by=claim.read.item if claim else None,
        broken_by=_breach(scored, content, incidents) if act == "alleges_violation" and counted is None else None,
        count=counted,
        score=scored.sure("commitment", content[0].words[0], (content[0].score, 1 - float(chances[NOTHING]), float(act_chances.max()), float(subject.max()))),
    )  # fmt: skip


def _whose(act: str, claim: Claim | None, content: Sequence[Found], incidents: Sequence[Incident], scored: Scored) -> tuple[Span, ...]:
    """Return who performs an act: who speaks of it, unless it was done by several or its words name no speaker; then who came to terms there."""
    if claim is not None and not (act in BOTH_SIDES and claim.read.kind in TELLING):
        return (claim.read.source,)
    if act not in BOTH_SIDES | MADE_KNOWN:
        return ()
    told = span_of(scored, content[0])
    actors = sorted(
        {
            actor
            for incident in incidents
            if incident.read.type in MEETINGS and any(_touch(mention, span) for mention in incident.mentions for span in content)
            for actor in incident.read.actors
            if told.start - BESIDE <= actor.start and actor.end <= told.end + BESIDE
        }
    )
    return _apart(actors)


def _scope(scored: Scored, content: Found) -> tuple[str, ...]:
    chances = scored.chances("scope_class", content).tolist()
    least = scored.threshold("scope_class", 0.5)
    return tuple(label for label, chance in zip(CLASSES["scope_class"], chances, strict=True) if chance > least)


def _linked(scored: Scored, relation: str, head: Found) -> tuple[Span, ...]:
    least = scored.threshold(f"link.{relation}", 0.5)
    pairs = [(chance, span) for chance, span in scored.related(relation, head) if chance > least]
    pairs.sort(key=lambda pair: (-pair[0], pair[1].words))
    return tuple(sorted(_apart(span_of(scored, found) for _, found in pairs)))


def _apart(spans: Iterable[Span]) -> tuple[Span, ...]:
    """Return spans without those that overlap one before them."""
    kept: list[Span] = []
    for span in spans:
        if not any(span.start < other.end and other.start < span.end for other in kept):
            kept.append(span)
    return tuple(kept)


def _sentences(scored: Scored, content: Sequence[Found]) -> set[int]:
    return {int(scored.words.sentences[k]) for span in content for k in range(*span.words)}


def _terms(scored: Scored, content: Sequence[Found], subject: str) -> dict[str, Span]:
    """Return the surest span of each kind of term in the sentences of a commitment; grammar tells some that the network did not find."""
    sentences = _sentences(scored, content)
    made = {}
    for term in TERMS:
        spans = [
            span for span in scored.spans[term] if int(scored.words.sentences[span.words[0]]) in sentences and _fits(scored, term, span)
        ]
        if spans:
            made[term] = span_of(scored, max(spans, key=lambda span: (span.score, -span.words[0])))
    at = np.flatnonzero(np.isin(scored.words.sentences[: len(scored.words)], sorted(sentences))).tolist()
    near = Span(start=int(scored.words.starts[at[0]]), end=int(scored.words.ends[at[-1]]))
    for term in BY_GRAMMAR:
        found = None if term in made else term_in(term, subject, scored.words.text, near, span_of(scored, content[0]))
        if found is not None:
            made[term] = found
    return made


def _fits(scored: Scored, term: str, span: Found) -> bool:
    """Say whether words can be of a term: a start tells a time."""
    return term != "start" or bool(TIMELY.search(scored.words.cut(*span.words)))


def _breach(scored: Scored, content: Sequence[Found], incidents: Sequence[Incident]) -> str | None:
    """Return the violent incident named in the words of an alleged violation; so many breaches are none of them."""
    for incident in incidents:
        if incident.read.type in VIOLENT and any(_touch(mention, span) for mention in incident.mentions for span in content):
            return incident.read.item
    return None


def _counted(scored: Scored, content: Sequence[Found], count: Count) -> Counted | None:
    for found in content:
        span = span_of(scored, found)
        match = TIMES.search(scored.words.text, span.start, span.end)
        bounds = count(match.group(1)) if match else None
        if match and bounds and bounds != (None, None):
            return Counted(span=Span(start=match.start(), end=match.end()), low=bounds[0], high=bounds[1])
    return None
