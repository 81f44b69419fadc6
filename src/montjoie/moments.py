"""The record for the server: what it says at a time, looked up in what is kept of every time, or worked out where that is not there yet."""

import contextlib
import threading
from bisect import bisect_right
from collections import OrderedDict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from montjoie import asking, deciding
from montjoie.errors import InputError, NotInRecord
from montjoie.ids import digest
from montjoie.pipeline import ask, heading_at, known_until, open_to_read, undated_documents
from montjoie.recalled import Recalled, WordsAt
from montjoie.record import derived, said
from montjoie.record.said import ALL, USUAL
from montjoie.record.store import NOW, Store, instant, open_store
from montjoie.resolving import LEAST_OF_ID, kin, resolve
from montjoie.serve.moment import Lazy, Meaning, Moment, Page, Shown, Text
from montjoie.serve.paging import closed, opened, page_of
from montjoie.serve.render import render
from montjoie.serve.words import Words, iso

KEPT = 64  # moments that are kept
MOST_HELD = 300_000  # objects that the moments kept hold together; where there are more, the moment asked for least lately goes
FILTERS = ("since", "until", "known_since", "place", "actor", "type")
OWN_FILTERS = ("grade", "target", "source_country", "bbox", "speaker", "about", "q")
WHOLE_ID = 24  # characters of an id after its kind: what has them all is not the beginning of another
EVERYTHING = ("1", "true", "on")


@dataclass(frozen=True, slots=True)
class _Known:
    """What the record is now: its state, when anything became known, how many have no date, what has been put into words of it."""

    state: str
    instants: tuple[int, ...]
    named: tuple[str, ...]
    undated: int
    recalled: Recalled | None  # None: what was said at every time is not kept (yet), and is worked out as it is asked for


class Moments:
    """A record that is open for a server. Safe to use from several threads; the record may be written by others meanwhile."""

    def __init__(self, path: Path) -> None:
        self._store = open_to_read(path)
        self._turn = threading.RLock()  # one question that takes long at a time
        self._peek = open_store(path)  # a second door for what is quickly looked up, so that it waits for nobody
        self._glance = threading.RLock()
        self._kept: OrderedDict[tuple[str, int], Moment] = OrderedDict()
        self._words: OrderedDict[tuple[str, int], Words] = OrderedDict()
        self._known: _Known | None = None

    def close(self) -> None:
        """Close the record's file."""
        with self._turn, self._glance:
            self._store.close()
            self._peek.close()

    def moment(self, as_known_at: str | None) -> Moment:
        """Return the record at a time; times between which nothing became known share one. Raises InputError."""
        at = known_until(as_known_at) if as_known_at else NOW
        with self._glance, self._peek.snapshot():
            known = self._known_now()
            key = (known.state, bisect_right(known.instants, at) if as_known_at else -1)
            kept = self._found(key)
            if kept is None and known.recalled is not None:
                kept = self._keep(key, self._light(known, as_known_at, at, key))
        if kept is None:
            with self._turn:
                kept = self._found(key) or self._work_out(known, as_known_at, at)
        return kept if as_known_at is None or kept.at == as_known_at else _asked(kept, as_known_at, at)

    def page(self, moment: Moment, kind: str, filters: Mapping[str, str], limit: int, cursor: str | None) -> Page:
        """Return a page of the objects of a kind that pass the filters. Raises InputError."""
        wanted = _wanted(filters)
        with self._glance, self._peek.snapshot():
            recalled = self._recalled_of(moment)
            if recalled is not None:
                at = _instant_of(moment)
                everything = kind != "incidents" or wanted.get("all") in EVERYTHING
                shown, place = recalled.page(
                    self._peek, kind, at, least=ALL if everything else USUAL, codes=_codes(kind, wanted), tests=self._tests(moment, kind, wanted, recalled),
                    after=opened(cursor, kind) if cursor is not None else "", limit=limit,
                )  # fmt: skip
                return Page(items=shown, next=None if place is None else closed(kind, place))
        items, following = page_of(self.narrowed(moment, kind, filters), kind, limit, cursor)
        return Page(items=[Shown(one) for one in items], next=following)

    def one(self, moment: Moment, kind: str, identity: str) -> Shown:
        """Return what an id, or the beginning of one, means at a time. Raises NotInRecord or InputError."""
        with self._glance, self._peek.snapshot():
            recalled = self._recalled_of(moment)
        if recalled is not None:
            return one_of(
                identity,
                kind,
                lambda name: self._looked_up(moment, kind, name),
                lambda: self._every_id(moment, kind),
                lambda name: self._meant(kind, name),
            )
        known = moment.by_id[kind]

        def found(name: str) -> Shown | None:
            held = known.get(name) or known.get(moment.holders.get(name, ""))
            return Shown(held) if held else None

        return one_of(identity, kind, found, lambda: list(known), self.meaning)

    def narrowed(self, moment: Moment, kind: str, filters: Mapping[str, str]) -> list[Any]:
        """Return the objects of a kind that pass the filters: those of the command line, and the server's own. Raises InputError."""
        wanted = _wanted(filters)
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

    def _known_now(self) -> _Known:
        """Return what the record is now; looked up anew where something was written."""
        state = _state(self._peek)
        if self._known is None or self._known.state != state:
            kept = said.is_kept(self._peek)
            instants = said.instants(self._peek) if kept else _instants_of(self._peek)
            self._known = _Known(
                state=state,
                instants=instants,
                named=tuple(iso(instant(one)) or "" for one in instants),
                undated=undated_documents(self._peek),
                recalled=Recalled(self._peek) if kept else None,
            )
        return self._known

    def _found(self, key: tuple[str, int]) -> Moment | None:
        kept = self._kept.get(key)
        if kept is not None:
            with contextlib.suppress(KeyError):  # another question may just have taken it out
                self._kept.move_to_end(key)
        return kept

    def _keep(self, key: tuple[str, int], made: Moment) -> Moment:
        self._kept[key] = made
        while len(self._kept) > KEPT:
            old, _ = self._kept.popitem(last=False)
            self._words.pop(old, None)
        return made

    def _light(self, known: _Known, as_known_at: str | None, at: int, key: tuple[str, int]) -> Moment:
        """Return a moment of which each kind of object is looked up when somebody asks for all of it."""
        export = Lazy(lambda kind: self._all_of(known, kind, at, key))
        return Moment(
            heading=heading_at(as_known_at, known.undated), tag=digest(f"{key}".encode())[:24], at=as_known_at, instants=known.named, state=known.state,
            export=export,  # type: ignore[arg-type]
        )  # fmt: skip

    def _all_of(self, known: _Known, kind: str, at: int, key: tuple[str, int]) -> list[Any]:
        with self._turn, self._store.snapshot():
            if known.recalled is None or _state(self._store) != known.state:  # written meanwhile: as it is now
                exported: list[Any] = render(self._store, ask(self._store, as_known_at=None if at >= NOW else str(instant(at))).view)[kind]  # type: ignore[literal-required]
                return exported
            found = known.recalled.objects_at(self._store, kind, at)
        held = {other: _held_by(moment) for other, moment in list(self._kept.items()) if other != key}
        while held and sum(held.values()) + len(found) > MOST_HELD:
            oldest = next(iter(held))
            held.pop(oldest)
            self._kept.pop(oldest, None)
        return found

    def _recalled_of(self, moment: Moment) -> Recalled | None:
        """Return what a moment is looked up in, where the record is still what it was."""
        known = self._known_now()
        return known.recalled if isinstance(moment.export, Lazy) and moment.state == known.state else None

    def _looked_up(self, moment: Moment, kind: str, identity: str) -> Shown | None:
        with self._glance, self._peek.snapshot():
            recalled = self._recalled_of(moment)
            return recalled.one(self._peek, kind, identity, _instant_of(moment)) if recalled is not None else None

    def _meant(self, kind: str, identity: str) -> Meaning:
        """Return what an id means that is not known at a time: quickly, where it is the whole id of something known at another."""
        with self._glance, self._peek.snapshot():
            related = kin(self._peek, identity)
            if related or said.was_ever(self._peek, kind, identity):
                return Meaning(ids=(), kin=related, note="")
        return self.meaning(identity)

    def _every_id(self, moment: Moment, kind: str) -> Sequence[str]:
        with self._glance, self._peek.snapshot():
            return said.every_id(self._peek, kind, _instant_of(moment))

    def _tests(self, moment: Moment, kind: str, wanted: Mapping[str, str], recalled: Recalled) -> list[Callable[[Any], bool]]:
        at = _instant_of(moment)

        def one(of: str) -> Callable[[str], Any]:
            return lambda identity: (shown := recalled.one(self._peek, of, identity, at)) and shown.object

        tests = asking.tests_of(kind, _filters(wanted), one("claims"))
        own = [(name, wanted[name]) for name in OWN_FILTERS if name in wanted]
        return [*tests, lambda thing: all(_passes(name, value, thing, kind, one("documents")) for name, value in own)] if own else tests

    def _work_out(self, known: _Known, as_known_at: str | None, at: int) -> Moment:
        with self._store.snapshot():
            key = (_state(self._store), bisect_right(known.instants, at) if as_known_at else -1)
            asked = ask(self._store, as_known_at=as_known_at)
            export = render(self._store, asked.view)
            self._words[key] = Words(self._store, asked.view)
        return self._keep(
            key,
            Moment(
                heading=asked.heading, tag=digest(f"{key}".encode())[:24], at=as_known_at, instants=known.named, state=key[0], export=export,
            ),
        )  # fmt: skip

    def _words_of(self, moment: Moment) -> Words:
        with self._glance, self._peek.snapshot():
            recalled = self._recalled_of(moment)
        if recalled is not None:
            return WordsAt(self._store, _instant_of(moment), recalled)
        for key, kept in list(self._kept.items()):
            if kept.export is moment.export and key in self._words:
                return self._words[key]
        return Words(self._store, ask(self._store, as_known_at=moment.at).view)


def one_of(
    identity: str,
    kind: str,
    found: Callable[[str], Shown | None],
    every: Callable[[], Sequence[str]],
    meaning: Callable[[str], Meaning],
) -> Shown:
    """Return what an id means: that object, the one that holds the mention, the one that begins so, what the id became. Raises NotInRecord or InputError."""
    known = found(identity)
    if known is not None:
        return known
    tail = identity.rpartition("-")[2]
    partial = len(tail) >= LEAST_OF_ID and (len(tail) < WHOLE_ID or kind == "documents")
    begun = [one for one in every() if one.startswith(identity) or one.rpartition("-")[2].startswith(tail)] if partial else []
    if len(begun) > 1:
        raise InputError(f"{identity} begins {len(begun)} ids of {kind}; give more of it: {', '.join(begun[:4])}")
    if begun and (only := found(begun[0])) is not None:
        return only
    meant = meaning(identity)
    for held in (*meant.ids, *sorted(meant.kin)):
        if (now := found(held)) is not None:
            return now
    raise NotInRecord(meant.note or f"{identity} is not among the {kind} at this time; ask without as_known_at, or for a later time")


def _codes(kind: str, wanted: Mapping[str, str]) -> list[str]:
    """Return the codes that a list is narrowed to; the tests look again at what has them."""
    codes = [wanted["type"]] if "type" in wanted else []
    return [*codes, f"grade:{wanted['grade']}"] if kind == "incidents" and "grade" in wanted else codes


def _held_by(moment: Moment) -> int:
    """Return how many objects a moment holds that were looked up."""
    return sum(map(len, moment.export.values())) if isinstance(moment.export, Lazy) else 0


def _instant_of(moment: Moment) -> int:
    return known_until(moment.at) if moment.at else NOW


def _wanted(filters: Mapping[str, str]) -> dict[str, str]:
    return {name: value for name, value in sorted(filters.items()) if value and name in (*FILTERS, *OWN_FILTERS, "all")}


def _filters(wanted: Mapping[str, str]) -> asking.Filters:
    return asking.Filters(
        since=wanted.get("since"), until=wanted.get("until"), known_since=wanted.get("known_since"), place=wanted.get("place"),
        actor=wanted.get("actor"), type=wanted.get("type"),
    )  # fmt: skip


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
        _filters(wanted),
        moment.export,
    )
    if kind == "incidents" and wanted.get("all") not in EVERYTHING:
        listed = [one for one in listed if one["codeable"]]
    own = [name for name in OWN_FILTERS if name in wanted]
    return (
        [one for one in listed if all(_passes(name, wanted[name], one, kind, moment.by_id["documents"].get) for name in own)]
        if own
        else listed
    )


def _asked(kept: Moment, as_known_at: str, at: int) -> Moment:
    """Return a moment under the very time that was asked for."""
    named = str(instant(at)).replace("+00:00", " UTC")
    heading = kept.heading if kept.at is None else f"as reported by {named[:19]} UTC{kept.heading[kept.heading.index(' (') :]}"
    made = Moment(
        heading=heading, tag=kept.tag, at=as_known_at, instants=kept.instants, state=kept.state, export=kept.export, remembered=kept.remembered,
    )  # fmt: skip
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


def _passes(name: str, wanted: str, one: Mapping[str, Any], kind: str, document_of: Callable[[str], Any]) -> bool:
    folded = wanted.casefold()
    if name == "bbox":
        return kind != "incidents" or _inside(wanted, one)
    if name == "grade":
        return kind != "incidents" or one["grade"]["value"] == wanted
    if name == "target":
        return kind != "incidents" or wanted in one["target_class"] or any(folded in str(t["name"]).casefold() for t in one["targets"])
    if name == "source_country":
        return kind != "incidents" or wanted.upper() in _outlet_countries(one, document_of)
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


def _outlet_countries(incident: Mapping[str, Any], document_of: Callable[[str], Any]) -> set[str]:
    found = (document_of(mention["doc"]) for mention in incident["mentions"])
    return {str(document.get("outlet_country")) for document in found if document and document.get("outlet_country")}
