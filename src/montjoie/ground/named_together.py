"""Parties that one phrase names together, "Ukraine and Russia": each is a party, and stands for itself."""

import re
from collections.abc import Iterable, Iterator, Mapping

from montjoie.schema import CommitmentRead, Span, Who

_JOINED = re.compile(r"\s*(?:,\s*and\b|,|\band\b|\bas well as\b)\s*")
_AT_LEAST = 2
_NAME = r"(?:[Tt]he )?[A-Z][\w’'-]+(?: [A-Z][\w’'-]+){0,2}"
_BESIDE = re.compile(rf"(?:, {_NAME}){{0,2}},? and {_NAME}(?=\s+(?:have|has|had|will|both|agreed|said|announced|reached|accepted|on)\b)")
_BEFORE = re.compile(rf"(?<![\w-])(?:{_NAME}, ){{0,2}}{_NAME},? and (?:the )?$")
_BODY = re.compile(
    r"\b(?:army|military|forces?|government|rebels?|front|movement|militants?|militias?|junta|separatists?|insurgents?|opposition|fighters)$",
    re.IGNORECASE,
)
_FAR = 80  # characters


def parts_of(text: str, span: Span) -> tuple[Span, ...]:
    """Return the parts of words that are joined by commas and "and"; none for a single name."""
    words, begin = text[span.start : span.end], 0
    parts = []
    for end, after in [*((cut.start(), cut.end()) for cut in _JOINED.finditer(words)), (len(words), len(words))]:
        if words[begin:end].strip():
            parts.append(Span(start=span.start + begin, end=span.start + end))
        begin = after
    return tuple(parts) if len(parts) >= _AT_LEAST else ()


def named_whole(text: str, span: Span) -> Span:
    """Return the words of a party with those of the others that the same phrase names as doing the same: "Kyiv" in "Moscow and Kyiv have agreed"."""
    begin, end = span.start, span.end
    after = _BESIDE.match(text, end)
    if after is not None:
        end = after.end()
    if re.match(r"\s+(?:have|has|had|will|both|agreed|said|announced|reached|accepted)\b", text[end : end + _FAR]):
        before = _BEFORE.search(text, max(0, begin - _FAR), begin)
        begin = before.start() if before is not None and "." not in before.group() else begin
    return Span(start=begin, end=end)


def parties_whole(text: str, commitment: CommitmentRead, sentences: Iterable[Span]) -> tuple[Span, ...]:
    """Return the words for the parties to an act, whole where they stand beside it; elsewhere a party is quoted from where it is first named."""
    begin, end = min(commitment.content).start, max(commitment.content).end
    told = [one for one in sentences if one.start < end and begin < one.end]
    return tuple(
        dict.fromkeys(
            named_whole(text, span) if any(one.start <= span.start < one.end for one in told) else span for span in commitment.party
        )
    )


def with_parts(text: str, spans: Iterable[Span]) -> Iterator[Span]:
    """Yield the spans and the parts of each."""
    for span in spans:
        yield span
        yield from parts_of(text, span)


def each_of(text: str, spans: Iterable[Span], role: str, whos: Mapping[tuple[Span, str], Who]) -> tuple[Who, ...]:
    """Return who the spans name: of several named together each one that is known, or is told as a body, where there are two at least."""
    found: list[Who] = []
    for span in dict.fromkeys(spans):
        parts = parts_of(text, span)
        known = [who for part in parts if (who := whos[part, role]).id is not None or who.side is not None]
        if whos[span, role].basis == "several" and len(known) >= _AT_LEAST:
            found.extend(known)
        elif parts and all(whos[part, role] in known or _BODY.search(text[part.start : part.end]) for part in parts):
            found.extend(whos[part, role] for part in parts)
        else:
            found.append(whos[span, role])
    return tuple(found)
