"""Readings that are handed over, by a person or another model: the codebook's JSON → Reading, held against the text to the letter."""

import json
from collections.abc import Iterable, Iterator
from datetime import date
from pathlib import Path

from pydantic import ValidationError

from montjoie.errors import InputError, ReadingError
from montjoie.extract.annotation import (
    ELISION,
    ClaimShape,
    CommitmentShape,
    CountQuote,
    FigureQuote,
    IncidentShape,
    Quote,
    ReadingShape,
    TimeQuote,
)
from montjoie.ids import text_digest
from montjoie.schema import (
    ClaimRead,
    CommitmentRead,
    Counted,
    Figure,
    IncidentRead,
    PlaceWords,
    Reading,
    RelationRead,
    Span,
    TimeWords,
)

GIVEN = "given"  # the maker of a reading that was handed over
MAX_FAULTS = 5  # how many faults of one reading are told at once


def reading_files(folders: Iterable[Path]) -> Iterator[Path]:
    """Yield the reading files of files and folders, in order of name. Raises InputError for a path that is not there."""
    for folder in folders:
        if folder.is_file():
            yield folder
        elif folder.is_dir():
            yield from sorted(folder.rglob("*.json"))
        else:
            raise InputError(f"there are no readings at {folder}: no such file or folder")


def load_reading(path: Path) -> ReadingShape:
    """Read one file in the codebook's JSON. Raises ReadingError that names the file and what is wrong in it."""
    try:
        return ReadingShape.model_validate(json.loads(path.read_text(encoding="utf-8")))
    except UnicodeDecodeError as error:
        raise ReadingError(f"{path} is not UTF-8 (byte {error.start}); save it as UTF-8") from error
    except json.JSONDecodeError as error:
        raise ReadingError(f"{path} is not JSON (line {error.lineno}: {error.msg}); write it as in the codebook, section 5") from error
    except ValidationError as error:
        told = "; ".join(f"{'.'.join(map(str, fault['loc']))}: {fault['msg']}" for fault in error.errors()[:MAX_FAULTS])
        raise ReadingError(f"{path} is not a reading by the codebook: {told}") from error
    except (OSError, RecursionError) as error:
        raise ReadingError(f"{path} cannot be read: {error}") from error


def fit_reading(shape: ReadingShape, document: str, text: str, *, name: str) -> Reading:
    """Return a reading with every quotation found in the text. Raises ReadingError (naming `name`) where one is not there."""
    if shape.text_sha256 and shape.text_sha256 != text_digest(text):
        raise ReadingError(
            f"{name} was made from another version of the text of {shape.doc} (its text_sha256 says so); read this version anew"
        )
    fitter = _Fitter(text)
    reading = Reading(
        document=document,
        maker=GIVEN,
        incidents=tuple(fitter.incident(incident) for incident in shape.incidents),
        claims=tuple(fitter.claim(claim) for claim in shape.claims),
        commitments=tuple(fitter.commitment(commitment) for commitment in shape.commitments),
        relations=tuple(RelationRead(type=relation.type, a=relation.a, b=relation.b) for relation in shape.relations),
    )
    faults = fitter.faults + list(_dangling(shape))
    if faults:
        more = f" (and {len(faults) - MAX_FAULTS} more)" if len(faults) > MAX_FAULTS else ""
        raise ReadingError(
            f"{name} does not fit the text of {shape.doc}: {'; '.join(faults[:MAX_FAULTS])}{more}; correct the quotations and run again"
        )
    return reading


def find_quote(text: str, quote: str, occurrence: int) -> Span | None:
    """Return the span of the nth occurrence of a quotation, its middle left out or not; None where it is not there."""
    first, elided, last = quote.partition(ELISION)
    at = -1
    for _ in range(occurrence):
        at = text.find(first, at + 1)
        if at < 0:
            return None
    end = at + len(first)
    if elided:
        tail = text.find(last, end)
        if tail < 0:
            return None
        end = tail + len(last)
    return Span(start=at, end=end)


class _Fitter:
    """Finds every quotation of one reading in its text and gathers what is not there."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.faults: list[str] = []

    def span(self, quote: Quote, where: str) -> Span:
        """Return the quotation's span; where it is not in the text, note the fault and return a span of the first character."""
        if quote.s is not None and quote.e is not None:
            if self._cuts(quote.s, quote.e, quote.q):
                return Span(start=quote.s, end=quote.e)
            self.faults.append(f"{where}: characters {quote.s} to {quote.e} are not {_short(quote.q)}")
        else:
            found = find_quote(self.text, quote.q, quote.n)
            if found is not None:
                return found
            which = f" a {quote.n}th time" if quote.n > 1 else ""
            self.faults.append(f"{where}: {_short(quote.q)} is not in the text{which}")
        return Span(start=0, end=1)

    def _cuts(self, start: int, end: int, quote: str) -> bool:
        if not 0 <= start < end <= len(self.text):
            return False
        cut = self.text[start:end]
        first, elided, last = quote.partition(ELISION)
        return cut.startswith(first) and cut.endswith(last) and len(cut) >= len(first) + len(last) if elided else cut == quote

    def spans(self, quotes: Iterable[Quote], where: str) -> tuple[Span, ...]:
        return tuple(self.span(quote, where) for quote in quotes)

    def maybe(self, quote: Quote | None, where: str) -> Span | None:
        return None if quote is None else self.span(quote, where)

    def words(self, words: str | None, near: Span) -> Span | str | None:
        """Return the span of words nearest to a place in the text (inside it, then before, then after), or the words themselves."""
        if not words:
            return None
        at = self.text.find(words, near.start, near.end)
        if at < 0:
            at = self.text.rfind(words, 0, near.start)
        if at < 0:
            at = self.text.find(words, near.start)
        return words if at < 0 else Span(start=at, end=at + len(words))

    def incident(self, shape: IncidentShape) -> IncidentRead:
        where = f"incident {shape.id}"
        return IncidentRead(
            item=shape.id,
            type=shape.type,
            reality=shape.reality,
            triggers=self.spans(shape.trigger, f"{where} trigger"),
            actors=self.spans(shape.actor, f"{where} actor"),
            targets=self.spans(shape.target, f"{where} target"),
            target_class=tuple(dict.fromkeys(shape.target_class)),
            weapons=self.spans(shape.weapon, f"{where} weapon"),
            places=tuple(
                PlaceWords(span=self.span(p, f"{where} place"), name=p.name, within=p.within, country=p.country, kind=p.kind)
                for p in shape.place
            ),
            time=self.time(shape.time, f"{where} time"),
            toll=tuple(self.figure(figure, f"{where} toll") for figure in shape.toll),
            earlier=shape.earlier,
            aggregate=shape.aggregate,
            score=shape.score,
        )

    def time(self, quote: TimeQuote | None, where: str) -> TimeWords | None:
        if quote is None:
            return None
        span, start, end = self.span(quote, where), self.day(quote.start, where), self.day(quote.end, where)
        if start is not None and end is not None and end < start:
            self.faults.append(f"{where}: {start} to {end} ends before it begins")
            start = end = None
        return TimeWords(span=span, start=start, end=end)

    def day(self, value: str | None, where: str) -> date | None:
        try:
            return None if not value else date.fromisoformat(value[:10])
        except ValueError:
            self.faults.append(f"{where}: {value!r} is not an ISO date")
            return None

    def figure(self, quote: FigureQuote, where: str) -> Figure:
        span = self.span(quote, where)
        if quote.low is None and quote.high is None:
            self.faults.append(f"{where}: {_short(quote.q)} has neither low nor high")
        if quote.low is not None and quote.high is not None and quote.high < quote.low:
            self.faults.append(f"{where}: {_short(quote.q)} has low {quote.low} above high {quote.high}")
        return Figure(
            span=span,
            kind=quote.kind,
            low=quote.low,
            high=quote.high,
            unit=self.words(quote.unit, span),
            by=self.maybe(quote.by, f"{where} by"),
            asof=self.maybe(quote.asof, f"{where} asof"),
            part=quote.part,
            further=quote.further,
        )

    def claim(self, shape: ClaimShape) -> ClaimRead:
        where = f"claim {shape.id}"
        source = self.span(shape.source, f"{where} source")
        return ClaimRead(
            item=shape.id,
            source=source,
            kind=shape.kind,
            content=self.spans(shape.content, f"{where} content"),
            who=self.words(shape.who, source),
            cue=self.maybe(shape.cue, f"{where} cue"),
            via=self.maybe(shape.via, f"{where} via"),
            direct=shape.direct,
            against=self.spans(shape.against, f"{where} against"),
            about=tuple(dict.fromkeys(shape.about)),
            score=shape.score,
        )

    def commitment(self, shape: CommitmentShape) -> CommitmentRead:
        where = f"commitment {shape.id}"
        return CommitmentRead(
            item=shape.id,
            subject=shape.subject,
            act=shape.act,
            content=self.spans(shape.content, f"{where} content"),
            party=self.spans(shape.party, f"{where} party"),
            bound=self.spans(shape.bound, f"{where} bound"),
            scope=self.maybe(shape.scope, f"{where} scope"),
            scope_class=tuple(dict.fromkeys(shape.scope_class)),
            area=self.maybe(shape.area, f"{where} area"),
            start=self.maybe(shape.start, f"{where} start"),
            duration=self.maybe(shape.duration, f"{where} duration"),
            condition=self.maybe(shape.condition, f"{where} condition"),
            by=shape.by,
            broken_by=shape.broken_by,
            count=self.count(shape.count, f"{where} count"),
            score=shape.score,
        )

    def count(self, quote: CountQuote | None, where: str) -> Counted | None:
        return None if quote is None else Counted(span=self.span(quote, where), low=quote.low, high=quote.high)


def _dangling(shape: ReadingShape) -> Iterator[str]:
    """Yield what names an item that the reading does not have, and ids given twice."""
    ids = [i.id for i in shape.incidents] + [c.id for c in shape.claims] + [k.id for k in shape.commitments]
    known = set(ids)
    for twice in sorted({i for i in ids if ids.count(i) > 1} if len(known) < len(ids) else ()):
        yield f"the id {twice} is given twice"
    for claim in shape.claims:
        yield from (f"claim {claim.id} is about {ref}, which the reading does not have" for ref in claim.about if ref not in known)
    for commitment in shape.commitments:
        named = [("by", commitment.by), ("broken_by", commitment.broken_by)]
        yield from (
            f"commitment {commitment.id} {key} {ref}, which the reading does not have" for key, ref in named if ref and ref not in known
        )
    for relation in shape.relations:
        yield from (f"a relation names {ref}, which the reading does not have" for ref in (relation.a, relation.b) if ref not in known)


def _short(words: str) -> str:
    return repr(words if len(words) <= 60 else f"{words[:40]}…{words[-15:]}")
