"""The record for the server: what it says at a time, worked out once for each time at which something became known."""

import contextlib
import threading
from bisect import bisect_right
from collections import OrderedDict
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from montjoie import asking, deciding
from montjoie.errors import InputError, NotInRecord
from montjoie.ids import digest
from montjoie.pipeline import ask, known_until, open_to_read
from montjoie.record import derived
from montjoie.record.store import NOW, Store, instant, open_store
from montjoie.resolving import kin, resolve
from montjoie.serve.moment import Meaning, Moment, Text
from montjoie.serve.render import render
from montjoie.serve.words import Words, iso

KEPT = 64  # moments that are kept worked out
FILTERS = ("since", "until", "known_since", "place", "actor", "type")
OWN_FILTERS = ("grade", "target", "source_country", "bbox", "speaker", "about", "q")


class Moments:
    """A record that is open for a server. Safe to use from several threads; the record may be written by others meanwhile."""

    def __init__(self, path: Path) -> None:
        self._store = open_to_read(path)
        self._turn = threading.RLock()  # one question at a time works on the store
        self._peek = open_store(path)  # a second door, so that what was worked out before waits for nobody
        self._glance = threading.Lock()
        self._kept: OrderedDict[tuple[str, int], Moment] = OrderedDict()
        self._words: OrderedDict[tuple[str, int], Words] = OrderedDict()
        self._instants: tuple[str, tuple[int, ...]] = ("", ())

    def close(self) -> None:
        """Close the record's file."""
        with self._turn, self._glance:
            self._store.close()
            self._peek.close()

    def moment(self, as_known_at: str | None) -> Moment:
        """Return the record at a time; times between which nothing became known share one. Raises InputError."""
        at = known_until(as_known_at) if as_known_at else NOW
        with self._glance, self._peek.snapshot():
            state = _state(self._peek)
            instants = self._known_instants(state)
            key = (state, bisect_right(instants, at) if as_known_at else -1)
            kept = self._found(key)
        if kept is None:
            with self._turn:
                kept = self._found(key) or self._work_out(as_known_at, at)
        return kept if as_known_at is None or kept.at == as_known_at else _asked(kept, as_known_at, at)

    def narrowed(self, moment: Moment, kind: str, filters: Mapping[str, str]) -> list[Any]:
        """Return the objects of a kind that pass the filters: those of the command line, and the server's own. Raises InputError."""
        wanted = {name: value for name, value in sorted(filters.items()) if value and name in (*FILTERS, *OWN_FILTERS, "all")}
        return list(moment.once(f"{kind} {wanted}", lambda: _narrowed(moment, kind, wanted)))

    def found(self, words: str, moment: Moment) -> list[dict[str, Any]]:
        """Return the documents that have words, best first, with lines around them. Raises InputError."""
        with self._turn, self._store.snapshot():
            return asking.find(self._store, words, 50, as_known_at=moment.at)

    def text(self, moment: Moment, document: str) -> Text:
        """Return the text of a document, and where names of private people stand in it. Raises NotInRecord."""
        shown = moment.by_id["documents"].get(document)
        if shown is None:
            raise NotInRecord(f"no document {document} is known at this time")
        with self._turn, self._store.snapshot():
            words = self._words_of(moment)
            return Text(text=words.document(shown["version"]).text, withheld=words.withheld(shown["version"]))

    def meaning(self, identity: str) -> Meaning:
        """Return what an id that the record ever gave out means now. Raises NotInRecord or InputError."""
        with self._turn, self._store.snapshot():
            found = resolve(self._store, identity)
            related: frozenset[str] = frozenset().union(*(kin(self._store, known) for known in found.ids))
            return Meaning(ids=found.ids, kin=related, note=found.note)

    def decide(self, wanted: Mapping[str, Any]) -> tuple[str, str]:
        """Keep a person's decision and bring the record up to it. Raises MontjoieError."""
        with self._turn:
            return deciding.decide(self._store, deciding.Wanted(**wanted))

    # ------------------------------------------------------------ inside

    def _found(self, key: tuple[str, int]) -> Moment | None:
        kept = self._kept.get(key)
        if kept is not None:
            with contextlib.suppress(KeyError):  # another question may just have taken it out
                self._kept.move_to_end(key)
        return kept

    def _work_out(self, as_known_at: str | None, at: int) -> Moment:
        with self._store.snapshot():
            state = _state(self._store)
            instants = _instants_of(self._store)
            key = (state, bisect_right(instants, at) if as_known_at else -1)
            asked = ask(self._store, as_known_at=as_known_at)
            export = render(self._store, asked.view)
            self._words[key] = Words(self._store, asked.view)
        made = Moment(
            heading=asked.heading,
            tag=digest(f"{key}".encode())[:24],
            at=as_known_at,
            instants=tuple(iso(instant(one)) or "" for one in instants),
            export=export,
        )
        self._kept[key] = made
        while len(self._kept) > KEPT:
            old, _ = self._kept.popitem(last=False)
            self._words.pop(old, None)
        return made

    def _known_instants(self, state: str) -> tuple[int, ...]:
        if self._instants[0] != state:
            self._instants = (state, _instants_of(self._peek))
        return self._instants[1]

    def _words_of(self, moment: Moment) -> Words:
        for key, kept in list(self._kept.items()):
            if kept.export is moment.export:
                return self._words[key]
        return Words(self._store, ask(self._store, as_known_at=moment.at).view)


def _state(store: Store) -> str:
    """Name what the derived layer was made of; anything shown is the same while this is."""
    return f"{derived.progress(store, 'seq')} {derived.progress(store, 'rules')}"


def _instants_of(store: Store) -> tuple[int, ...]:
    """Return every instant at which something began or ended to be known."""
    sql = (
        "SELECT known_from FROM document_now UNION SELECT known_to FROM document_now "
        "UNION SELECT known_from FROM mention UNION SELECT known_to FROM mention ORDER BY 1"
    )
    return tuple(row[0] for row in store.rows(sql) if row[0] < NOW)


def _narrowed(moment: Moment, kind: str, wanted: Mapping[str, str]) -> list[Any]:
    """Return the objects of a kind that pass the filters: those of the command line, then the server's own."""
    listed = asking.narrowed(
        kind,
        list(moment.export[kind]),  # type: ignore[literal-required]
        asking.Filters(
            since=wanted.get("since"), until=wanted.get("until"), known_since=wanted.get("known_since"), place=wanted.get("place"),
            actor=wanted.get("actor"), type=wanted.get("type"),
        ),
        moment.export,
    )  # fmt: skip
    if kind == "incidents" and wanted.get("all") not in ("1", "true", "on"):
        listed = [one for one in listed if one["codeable"]]
    return [one for one in listed if all(_passes(name, wanted[name], one, kind, moment) for name in OWN_FILTERS if name in wanted)]


def _asked(kept: Moment, as_known_at: str, at: int) -> Moment:
    """Return a moment under the very time that was asked for."""
    named = str(instant(at)).replace("+00:00", " UTC")
    heading = kept.heading if kept.at is None else f"as reported by {named[:19]} UTC{kept.heading[kept.heading.index(' (') :]}"
    made = Moment(heading=heading, tag=kept.tag, at=as_known_at, instants=kept.instants, export=kept.export, remembered=kept.remembered)
    for name in (
        "by_id",
        "claims_about",
        "lines_of",
        "differing",
        "figures",
        "holders",
        "spans",
    ):  # what was looked up before is not looked up again
        if name in kept.__dict__:
            made.__dict__[name] = kept.__dict__[name]
    return made


def _passes(name: str, wanted: str, one: Mapping[str, Any], kind: str, moment: Moment) -> bool:
    folded = wanted.casefold()
    if name == "bbox":
        return kind != "incidents" or _inside(wanted, one)
    if name == "grade":
        return kind != "incidents" or one["grade"]["value"] == wanted
    if name == "target":
        return kind != "incidents" or wanted in one["target_class"] or any(folded in str(t["name"]).casefold() for t in one["targets"])
    if name == "source_country":
        return kind != "incidents" or wanted.upper() in _outlet_countries(one, moment)
    if name == "speaker":
        return kind != "claims" or folded in str(one["who"]["name"]).casefold() or one["who"]["id"] == wanted
    if name == "about":
        return kind != "claims" or wanted in one["about"]
    words = " ".join(part["q"] or "" for part in one.get("content", ())) + " " + str((one.get("who") or {"name": ""})["name"])
    return kind != "claims" or all(word in words.casefold() for word in folded.split())


def _inside(wanted: str, incident: Mapping[str, Any]) -> bool:
    try:
        west, south, east, north = (float(part) for part in wanted.split(","))
    except ValueError as error:
        raise InputError(f"bbox={wanted} is no box; write bbox=WEST,SOUTH,EAST,NORTH in degrees") from error
    place = incident["place"]
    if place is None or place["lat"] is None:
        return False
    return south <= place["lat"] <= north and (west <= place["lon"] <= east if west <= east else not east < place["lon"] < west)


def _outlet_countries(incident: Mapping[str, Any], moment: Moment) -> set[str]:
    found = (moment.by_id["documents"].get(mention["doc"]) for mention in incident["mentions"])
    return {str(document.get("outlet_country")) for document in found if document and document.get("outlet_country")}
