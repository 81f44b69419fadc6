"""Who puts a toll at a number, where no verb of saying says so: "the office lowered the toll from four to three"."""

import re
from collections.abc import Sequence

from montjoie.extract.attribution import Claim
from montjoie.extract.decode import Scored
from montjoie.extract.incidents import Incident, span_of
from montjoie.schema import ClaimRead, Span

TELLING = re.compile(
    r"\b(?P<cue>(?:put|puts|putting|placed|places)(?= [^.;]{0,40}\b(?:toll|tally|count|number|figure)\b)"
    r"|(?:raised|raises|lowered|lowers|revised|revises|corrected|updated|increased|cut)(?= [^.;]{0,40}\b(?:toll|tally|(?:death|body) count)\b))"
    r" (?P<what>(?:the|its|their|that|this)\b[^.;\n]*?)(?=[.;\n]|, (?:while|adding|saying|but|and|according)\b|$)",
    re.IGNORECASE,
)
BETWEEN = re.compile(r"^,?\s*(?:(?:has|have|had|also|later|since|then|now|which|who|however|on \w+day|\w+day)[\s,]*){0,3}$", re.IGNORECASE)
RIGHT = 0.78  # share of such words that the annotated articles have as a claim (14 of 18)


def told_tolls(scored: Scored, claims: Sequence[Claim], incidents: Sequence[Incident]) -> list[Claim]:
    """Return the claims, with those of who puts a toll at a number in words that none of them holds as cue or content."""
    made = list(claims)
    text = scored.words.text
    taken = [span for claim in claims for span in (*claim.read.content, *([claim.read.cue] if claim.read.cue else []))]
    for match in TELLING.finditer(text):
        cue, content = (Span(start=match.start(name), end=match.end(name)) for name in ("cue", "what"))
        source = _before(scored, cue)
        if source is None or any(span.start < cue.end and cue.start < span.end for span in taken):
            continue
        about = [incident.read.item for incident in incidents if _tells_of(incident, content)]
        read = ClaimRead(
            item=f"c{len(made) + 1}", source=source, kind="states", content=(content,), cue=cue, about=tuple(about), score=RIGHT
        )
        made.append(Claim(read=read, contents=(), cue=None))
    return made


def _before(scored: Scored, cue: Span) -> Span | None:
    """Return who stands right before a cue."""
    spans = [span_of(scored, found) for layer in ("source", "party") for found in scored.spans[layer]]
    near = [span for span in spans if span.end <= cue.start and BETWEEN.match(scored.words.text[span.end : cue.start])]
    return max(near, key=lambda span: (span.end, span.end - span.start), default=None)


def _tells_of(incident: Incident, content: Span) -> bool:
    spans = [*incident.read.triggers, *(figure.span for figure in incident.read.toll)]
    return any(content.start <= span.start < content.end for span in spans)
