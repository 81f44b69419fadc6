"""Contents, sources and cues → claims: who is said to have said what, with the fullest name that the article has for a speaker."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from montjoie.extract.decode import QUOTES, Found, Scored, cut, softmax
from montjoie.extract.incidents import Incident, span_of
from montjoie.extract.labels import CLASSES
from montjoie.schema import ClaimRead, Figure, IncidentRead, Span

PRONOUNS = {"he": "m", "she": "f", "they": "p", "it": "i", "we": "p", "i": "s", "him": "m", "her": "f", "his": "m"}
FEMALE = frozenset(["woman", "ms", "mrs", "spokeswoman", "chairwoman", "mother", "sister", "queen", "lady", "daughter", "congresswoman"])
MALE = frozenset(["man", "mr", "spokesman", "chairman", "father", "brother", "king", "sir", "son", "congressman"])
NAME = re.compile(r"\b[A-Z][\w’'-]*(?:\s+(?:of|al|de|van|von|bin|el|[A-Z][\w’'.-]*))*")
OPENING, CLOSING = "“«„", "”»"
LONGEST_NAME = 80  # characters


@dataclass(slots=True)
class _Draft:
    """A claim in the making."""

    contents: list[Found]
    source: Found
    cue: Found | None
    sure: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """A claim with the content spans that it was made from, for what else is judged by them."""

    read: ClaimRead
    contents: tuple[Found, ...]


def read_claims(scored: Scored, incidents: Sequence[Incident]) -> list[Claim]:
    """Return the claims of an article in order: contents of one cue, or of one running quotation, are one claim."""
    made: list[Claim] = []
    for draft in _drafts(scored):
        made.append(_claim(scored, f"c{len(made) + 1}", draft, incidents))
    return _named(scored, made)


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
        source, cue = _best(scored, "source", content), _best(scored, "cue", content)
        last = drafts[-1] if drafts else None
        if (last and cue and last.cue and last.cue.words == cue.words) or (
            last and (source is None or cue is None) and _runs_on(scored, last.contents[-1], content)
        ):
            last.contents.append(content)
        elif source is not None:
            drafts.append(_Draft([content], source, cue, content.score))
    return drafts


def _best(scored: Scored, relation: str, content: Found) -> Found | None:
    """Return the span that most surely stands to a content in a relation, if surely enough."""
    pairs = [(chance, span) for chance, span in scored.related(relation, content) if not _inside(span, content)]
    if not pairs:
        return None
    chance, span = max(pairs, key=lambda pair: (pair[0], pair[1].words))
    return span if chance > scored.threshold(f"link.{relation}", 0.2) else None


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


def _claim(scored: Scored, item: str, draft: _Draft, incidents: Sequence[Incident]) -> Claim:
    logits = np.mean([scored.logits("kind", content) for content in draft.contents], axis=0)
    if draft.cue is not None:
        logits = logits + cut(draft.cue.own, "kind.cue")
    chances = softmax(np.asarray(logits, dtype=np.float32))
    contents = tuple(span_of(scored, content) for content in draft.contents)
    head = draft.contents[0]
    taken = {draft.source.words}
    via = [(c, s) for c, s in scored.related("via", head) if c > scored.threshold("link.via", 0.5) and s.words not in taken]
    against = [span for chance, span in scored.related("against", head) if chance > scored.threshold("link.against", 0.5)]
    about = [i.read.item for i in incidents if any(c.start <= t.start and t.end <= c.end for t in i.read.triggers for c in contents)]
    read = ClaimRead(
        item=item,
        source=span_of(scored, draft.source),
        kind=CLASSES["kind"][int(chances.argmax())],  # type: ignore[arg-type]
        content=contents,
        cue=span_of(scored, draft.cue) if draft.cue else None,
        via=span_of(scored, max(via, key=lambda pair: (pair[0], pair[1].words))[1]) if via else None,
        direct=any(quoted(scored.words.text, content) for content in contents),
        against=tuple(dict.fromkeys(span_of(scored, span) for span in against)),
        about=tuple(about),
        score=round(min(1.0, draft.sure * float(chances.max()) ** 0.5), 3),
    )
    return Claim(read=read, contents=tuple(draft.contents))


# ---------------------------------------------------------------- who


def _named(scored: Scored, claims: Sequence[Claim]) -> list[Claim]:
    """Return the claims, each pronoun and short name with the fullest name that the article has for it."""
    text = scored.words.text
    fullest = _fullest(text)
    last: dict[str, Span] = {}
    made = []
    for claim in claims:
        source = claim.read.source
        words = text[source.start : source.end]
        sex = PRONOUNS.get(words.casefold())
        if sex is not None:
            who = last.get(sex) or (last.get("any") if sex in "mf" else None)
        else:
            who = _longer(words, source, fullest)
            _remember(last, words, who or source)
        own = who is not None and (who.start, who.end) != (source.start, source.end)
        made.append(replace(claim, read=replace(claim.read, who=who)) if own else claim)
    return made


def _remember(last: dict[str, Span], words: str, full: Span) -> None:
    folded = set(re.findall(r"[a-z]+", words.casefold()))
    if folded & FEMALE:
        keys = ["f", "any"]
    elif folded & MALE:
        keys = ["m", "any"]
    elif re.search(r"(?:s|people|police|forces|military|army)$", words.casefold()) and not NAME.search(words):
        keys = ["p"]
    else:
        keys = ["m", "f", "any", "i"] if NAME.search(words) else ["i", "p"]
    last.update(dict.fromkeys(keys, full))


def _fullest(text: str) -> dict[str, list[Span]]:
    """Return the names of a text by their last word, in order of place."""
    names: dict[str, list[Span]] = {}
    for match in NAME.finditer(text):
        words = match.group().removesuffix("'s").removesuffix("’s")
        if "\n" not in words and len(words) <= LONGEST_NAME and " " in words:
            names.setdefault(words.split()[-1].casefold(), []).append(Span(start=match.start(), end=match.start() + len(words)))
    return names


def _longer(words: str, source: Span, fullest: dict[str, list[Span]]) -> Span | None:
    """Return the longest earlier name that ends with the same word as a short one."""
    short = [word for word in words.removesuffix("'s").removesuffix("’s").split() if word[:1].isupper()]
    if not short or len(short) > 1 or len(words.split()) > 2:
        return None
    before = [span for span in fullest.get(short[-1].casefold(), ()) if span.start < source.start]
    return max(before, key=lambda span: (span.end - span.start, -span.start)) if before else None
