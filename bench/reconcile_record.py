"""Articles and readings of a folder → one record, as `montjoie run` makes it with the model's readings; what it says, for the benches."""

import itertools
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from tempfile import TemporaryDirectory

from bench.reconcile_sets import Case, cases_of
from montjoie.catch_up import Resources, catch_up
from montjoie.collect import CollectOptions, collect
from montjoie.extract.given import fit_reading, load_reading
from montjoie.ground import ground
from montjoie.over_time import view_at
from montjoie.pipeline import resources_of
from montjoie.record import derived
from montjoie.record.given import keep_document, keep_reading
from montjoie.record.store import Store, open_store
from montjoie.schema import Document, GroundedReading, IncidentRead, Mention, PlaceWords, Reading
from montjoie.settled import At, Incident, View


@dataclass(frozen=True)
class Made:
    """A record of a set: what it says, what it says it from, and how long reconciling took."""

    store: Store
    view: View
    readings: dict[str, GroundedReading]  # by the article's id
    seconds: float

    def mention_at(self, name: str, start: int, end: int) -> Mention | None:
        """Return the mention of an article with a trigger on these characters, the nearest where several touch them."""
        found = [
            (abs(trigger.start - start), mention)
            for mention in self.readings[name].mentions
            for trigger in mention.triggers
            if trigger.start < end and start < trigger.end
        ]
        return min(found, key=lambda pair: (pair[0], pair[1].id))[1] if found else None

    def mostly_about(self, name: str) -> Mention | None:
        """Return the mention of what an article is mostly about."""
        reading = self.readings[name]
        return next((mention for mention in reading.mentions if mention.id in reading.mostly[:1]), None)

    def text(self, document: str) -> str:
        """Return the text of a document (version)."""
        row = derived.document(self.store, document)
        return self.store.text(row.text_hash) if row else ""

    def words(self, at: At) -> str:
        """Return the words of a place in a text."""
        return self.text(at.document)[at.start : at.end]

    @cached_property
    def incidents(self) -> Mapping[str, Incident]:
        """The incident of each mention id."""
        return {mention.id: incident for incident in self.view.incidents for mention in incident.mentions}

    def main_incidents(self) -> dict[str, Incident]:
        """Return what each article is mostly about, by the article's id."""
        incidents = {incident.id: incident for incident in self.view.incidents}
        return {document.name: incidents[document.main_incident] for document in self.view.documents if document.main_incident}


def grounded(name: str, folder: Path, most: int | None = None) -> Iterator[tuple[str, GroundedReading]]:
    """Yield the articles of a set that have a reading in the folder, by id, each reading grounded."""
    resources = Resources.open(None, None)
    read = (case for case in cases_of(name) if (folder / "readings" / name / f"{case.id}.json").exists())
    for case in itertools.islice(read, most):
        document = _document(case, name, folder)
        yield (
            case.id,
            ground(
                document,
                _reading(folder / "readings" / name / f"{case.id}.json", document, given=False),
                resources.places,
                resources.actors,
            ),
        )


@contextmanager
def record_of(cases: Sequence[Case], name: str, folder: Path, *, gold: Mapping[str, Path] | None = None) -> Iterator[Made]:
    """Make a record of the articles in a place that goes away: with the readings of the folder, or with persons' by article."""
    with TemporaryDirectory() as place, open_store(Path(place) / "bench.record", create=True) as store:
        store.lock()
        store.begin_run("run", {"model": "not asked"})
        for case in cases:
            document = _document(case, name, folder)
            keep_document(store, document)
            reading = gold[case.id] if gold else folder / "readings" / name / f"{case.id}.json"
            keep_reading(store, _reading(reading, document, given=bool(gold)), document.text)
        begun = time.perf_counter()
        catch_up(store, resources_of(store))
        rows = derived.documents(store, None)
        readings = {row.name: reading for row in rows if (reading := derived.grounded(store, row.id)) is not None}
        yield Made(store, view_at(store), readings, time.perf_counter() - begun)


def _document(case: Case, name: str, folder: Path) -> Document:
    (document,) = [
        found for found in collect([folder / "docs" / name / f"{case.id}.json"], CollectOptions()) if isinstance(found, Document)
    ]
    return document


def _reading(path: Path, document: Document, *, given: bool) -> Reading:
    """Return a reading; the model's as the model made it: words alone, so that grounding resolves them anew."""
    shape = load_reading(path)
    reading = fit_reading(shape, document.id, document.text, name=str(path))
    if given:
        return reading
    scores = {incident.id: incident.score for incident in shape.incidents}
    bare = tuple(_bare(incident, scores[incident.item]) for incident in reading.incidents)
    return replace(reading, maker=getattr(shape, "maker", None) or "model", incidents=bare)


def _bare(incident: IncidentRead, score: float | None) -> IncidentRead:
    time_ = replace(incident.time, start=None, end=None) if incident.time else None
    return replace(incident, places=tuple(PlaceWords(span=p.span) for p in incident.places), time=time_, score=score)
