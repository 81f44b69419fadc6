"""Contents, sources and cues → claims: who is said to have said what, with the fullest name that the article has for a speaker."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from montjoie.extract.decode import QUOTES, Found, Scored, cut, softmax
from montjoie.extract.incidents import Incident, span_of
from montjoie.extract.labels import CLASSES
from montjoie.extract.speakers import speakers
from montjoie.extract.trigger_words import negated
from montjoie.schema import VIOLENT, ClaimRead, Figure, IncidentRead, Span

RESPONSIBLE = re.compile(r"\b(?:responsib\w+|behind|carried out|admit\w*|acknowledg\w*|took credit)\b", re.IGNORECASE)
POINTED_BACK = 1  # sentences
ASSERTING = frozenset({"states", "accuses"})
OWNS_UP = CLASSES["kind"].index("claims_responsibility")


@dataclass(slots=True)
class _Draft:
    """A claim in the making."""

    contents: list[Found]
    source: Found
    cue: Found | None
    sure: float  # that the source is its source
    cued: float  # that the cue is its cue


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """A claim with the content spans that it was made from, for what else is judged by them."""

    read: ClaimRead
    contents: tuple[Found, ...]
    cue: Found | None


def read_claims(scored: Scored, incidents: Sequence[Incident]) -> list[Claim]:
    """Return the claims of an article in order: contents of one cue, or of one running quotation, are one claim."""
    made: list[Claim] = []
    for draft in _drafts(scored):
        made.append(_claim(scored, f"c{len(made) + 1}", draft, incidents))
    return made


def with_speakers(incidents: Sequence[IncidentRead], claims: Sequence[Claim]) -> list[IncidentRead]:
    """Return the incidents, their figures given by the source of the claim that holds them."""
    return [replace(incident, toll=tuple(_told(figure, claims) for figure in incident.toll)) for incident in incidents]


def _told(figure: Figure, claims: Sequence[Claim]) -> Figure:
    for claim in reversed(claims):
        if any(content.start <= figure.span.start < content.end for content in claim.read.content):
            return replace(figure, by=claim.read.source)
    return figure


def _drafts(scored: Scored) -> list[_Draft]:
    drafts: list[_Draft] = []
    for content in scored.spans["content"]:
        (source, sure), (cue, cued) = _best(scored, "source", content), _best(scored, "cue", content)
        last = drafts[-1] if drafts else None
        if (last and cue and last.cue and last.cue.words == cue.words) or (
            last and (source is None or cue is None) and _runs_on(scored, last.contents[-1], content)
        ):
            last.contents.append(content)
        elif last and source and cue and last.source.words == source.words and _inside(cue, last.contents[-1]):
            last.contents.append(content)  # "rejected the accusation that": the accusation is not the speaker's
        elif source is not None:
            drafts.append(_Draft([content], source, cue, sure, cued))
    return drafts


def _best(scored: Scored, relation: str, content: Found) -> tuple[Found | None, float]:
    """Return the span that most surely stands to a content in a relation, if surely enough, and how surely."""
    pairs = [(chance, span) for chance, span in scored.related(relation, content) if not _inside(span, content)]
    if not pairs:
        return None, 0.0
    chance, span = max(pairs, key=lambda pair: (pair[0], pair[1].words))
    return (span if chance > scored.threshold(f"link.{relation}", 0.2) else None), chance


def _inside(span: Found, content: Found) -> bool:
    return content.words[0] <= span.words[0] and span.words[1] <= content.words[1]


def _runs_on(scored: Scored, before: Found, content: Found) -> bool:
    """Say whether a content is quoted and follows close behind the one before it."""
    return quoted(scored.words.text, span_of(scored, content)) and content.words[0] - before.words[1] < 60


def quoted(text: str, span: Span) -> bool:
    """Say whether any of a content is in quotation marks."""
    if any(mark in text[span.start : span.end] for mark in '"“”«»„'):
        return True
    before, behind = text[max(0, span.start - 2) : span.start], text[span.end : span.end + 3]
    return any(mark in QUOTES for mark in before) or any(mark in QUOTES and mark not in "'’" for mark in behind)


def _told_before(scored: Scored, content: Found, incidents: Sequence[Incident]) -> list[str]:
    """Return the violent incident that was told last before a content, in its sentence or the one before ("Orria denied responsibility")."""
    sentence = int(scored.words.sentences[content.words[0]])
    told = [(mention.words, incident.read) for incident in incidents for mention in incident.mentions if mention.words < content.words]
    near = [(at, read.item) for at, read in told if read.type in VIOLENT and sentence - int(scored.words.sentences[at[0]]) <= POINTED_BACK]
    return [max(near)[1]] if near else []


def _may_own_up(scored: Scored, draft: _Draft) -> bool:
    """Say whether a claim can be one of responsibility: its sentences say so, or name an act within what is said ("we shelled the depot")."""
    spoken = [content.words for content in draft.contents] + ([draft.cue.words] if draft.cue else [])
    sentences = {int(scored.words.sentences[word]) for first, last in spoken for word in (first, last - 1)}
    at = np.flatnonzero(np.isin(scored.words.sentences[: len(scored.words)], sorted(sentences)))
    if RESPONSIBLE.search(scored.words.cut(int(at[0]), int(at[-1]) + 1)):
        return True
    return any(_inside(trigger, content) for trigger in scored.spans["trigger"] for content in draft.contents)


def _says_not(scored: Scored, contents: Sequence[Found], incidents: Sequence[Incident]) -> bool:
    """Say whether the violent acts that a claim names within what it says are all said not to have been done ("our forces did not shell it")."""
    acts = [
        negated(scored, mention)
        for incident in incidents
        for mention in incident.mentions
        if incident.read.type in VIOLENT and any(_inside(mention, content) for content in contents)
    ]
    return bool(acts) and all(acts)


def _claim(scored: Scored, item: str, draft: _Draft, incidents: Sequence[Incident]) -> Claim:
    logits = np.mean([scored.logits("kind", content) for content in draft.contents], axis=0)
    if draft.cue is not None:
        logits = logits + cut(draft.cue.own, "kind.cue")
    if not _may_own_up(scored, draft):
        logits[OWNS_UP] = -np.inf
    chances = softmax(np.asarray(logits, dtype=np.float32))
    contents = tuple(span_of(scored, content) for content in draft.contents)
    head = draft.contents[0]
    taken = {draft.source.words}
    via = [(c, s) for c, s in scored.related("via", head) if c > scored.threshold("link.via", 0.5) and s.words not in taken]
    against = [span for chance, span in scored.related("against", head) if chance > scored.threshold("link.against", 0.5)]
    spoken = {s.words for c in draft.contents for chance, s in scored.related("about", c) if chance > scored.threshold("link.about", 0.5)}
    spoken |= {s.words for s in scored.spans["trigger"] if any(_inside(s, c) for c in draft.contents)}
    about = [i.read.item for i in incidents if any(mention.words in spoken for mention in i.mentions)]
    kind = CLASSES["kind"][int(chances.argmax())]
    if kind in ASSERTING and _says_not(scored, draft.contents, incidents):
        kind = "denies"
    if kind == "denies" and not about:
        about = _told_before(scored, head, incidents)
    read = ClaimRead(
        item=item,
        source=span_of(scored, draft.source),
        kind=kind,  # type: ignore[arg-type]
        content=contents,
        cue=span_of(scored, draft.cue) if draft.cue else None,
        via=span_of(scored, max(via, key=lambda pair: (pair[0], pair[1].words))[1]) if via else None,
        direct=any(quoted(scored.words.text, content) for content in contents),
        against=tuple(dict.fromkeys(span_of(scored, span) for span in against)),
        about=tuple(about),
        score=scored.sure("claim", head.words[0], (head.score, float(chances.max()), draft.sure, draft.cued)),
    )
    return Claim(read=read, contents=tuple(draft.contents), cue=draft.cue)


# ---------------------------------------------------------------- who


def named(text: str, claims: Sequence[Claim], weights: Mapping[str, float]) -> list[Claim]:
    """Return the claims, each pronoun, short name and role with the fullest name that the article has for its speaker."""
    whos = speakers(text, [claim.read.source for claim in claims], weights)
    return [replace(claim, read=replace(claim.read, who=who)) for claim, who in zip(claims, whos, strict=True)]
