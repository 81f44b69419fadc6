"""Claims, and words of a rule of conduct → commitments: which act, on what, by whom, on which terms."""

import re
from collections.abc import Sequence

import numpy as np

from montjoie.extract.attribution import Claim
from montjoie.extract.decode import Floats, Found, Scored, cut, softmax
from montjoie.extract.incidents import Count, Incident, span_of
from montjoie.extract.labels import CLASSES, NONE
from montjoie.schema import VIOLENT, CommitmentRead, Counted, Span

TERMS = ("scope", "area", "start", "duration", "condition")
OWN_WORD = frozenset({"proposes", "demands", "agrees", "refuses", "announces", "extends", "suspends", "ends"})
TIMES = re.compile(r"\b([\w,-]+(?: [\w-]+)?) times\b")
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
            made.append(_commitment(scored, f"k{len(made) + 1}", [span], None, chances, incidents, count))
    return made


def _touch(one: Found, other: Found) -> bool:
    return one.words[0] < other.words[1] and other.words[0] < one.words[1]


def _commitment(
    scored: Scored, item: str, content: Sequence[Found], claim: Claim | None, chances: Floats, incidents: Sequence[Incident], count: Count
) -> CommitmentRead:
    act_chances = chances.copy()
    act_chances[NOTHING] = -1.0
    act = CLASSES["act"][int(act_chances.argmax())]
    if act == "alleges_violation" and claim is not None and claim.read.kind == "denies":
        act = "denies_violation"
    subject = scored.chances("subject", content[0])
    terms = _terms(scored, content)
    party = _linked(scored, "party", content[0])
    if not party and claim is not None and act in OWN_WORD:
        party = (claim.read.source,)
    return CommitmentRead(
        item=item,
        subject=CLASSES["subject"][int(subject.argmax())],  # type: ignore[arg-type]
        act=act,  # type: ignore[arg-type]
        content=tuple(span_of(scored, span) for span in content),
        party=party,
        bound=_linked(scored, "bound", content[0]),
        scope_class=_scope(scored, content[0]), scope=terms.get("scope"), area=terms.get("area"), start=terms.get("start"),
        duration=terms.get("duration"), condition=terms.get("condition"),
        by=claim.read.item if claim else None,
        broken_by=_breach(scored, content, incidents) if act == "alleges_violation" else None,
        count=_counted(scored, content, count),
        score=scored.sure("commitment", content[0].words[0], (content[0].score, 1 - float(chances[NOTHING]), float(act_chances.max()), float(subject.max()))),
    )  # fmt: skip


def _scope(scored: Scored, content: Found) -> tuple[str, ...]:
    chances = scored.chances("scope_class", content).tolist()
    least = scored.threshold("scope_class", 0.5)
    return tuple(label for label, chance in zip(CLASSES["scope_class"], chances, strict=True) if chance > least)


def _linked(scored: Scored, relation: str, head: Found) -> tuple[Span, ...]:
    least = scored.threshold(f"link.{relation}", 0.5)
    pairs = [(chance, span) for chance, span in scored.related(relation, head) if chance > least]
    pairs.sort(key=lambda pair: (-pair[0], pair[1].words))
    kept: list[Span] = []
    for _, found in pairs:
        span = span_of(scored, found)
        if not any(span.start < other.end and other.start < span.end for other in kept):
            kept.append(span)
    return tuple(sorted(kept))


def _sentences(scored: Scored, content: Sequence[Found]) -> set[int]:
    return {int(scored.words.sentences[k]) for span in content for k in range(*span.words)}


def _terms(scored: Scored, content: Sequence[Found]) -> dict[str, Span]:
    """Return the surest span of each kind of term in the sentences of a commitment."""
    sentences = _sentences(scored, content)
    made = {}
    for term in TERMS:
        spans = [span for span in scored.spans[term] if int(scored.words.sentences[span.words[0]]) in sentences]
        if spans:
            made[term] = span_of(scored, max(spans, key=lambda span: (span.score, -span.words[0])))
    return made


def _breach(scored: Scored, content: Sequence[Found], incidents: Sequence[Incident]) -> str | None:
    """Return the violent incident named in the words of an alleged violation."""
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
