"""The place table and its look-ups: names in, candidates out, nothing decided."""

import json
import zlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from importlib import resources
from pathlib import Path
from typing import Literal, cast

import apsw
from rapidfuzz import fuzz, process

from montjoie.errors import ResourceMissing
from montjoie.ground.place_lists import UserPlace
from montjoie.ground.place_names import fold, split_generic, without_article
from montjoie.ids import text_digest
from montjoie.schema import PlaceKind

Match = Literal["user", "name", "alias", "bare", "alike"]
WAYS: tuple[Match, ...] = ("name", "alias", "bare")  # as numbered by the build: own name, other name, name without its article
TELLS: tuple[Literal["name", "short", "city"], ...] = ("name", "short", "city")  # as numbered by the build
ALIKE = 90  # the least ratio of rapidfuzz at which a spelling is offered as alike
LEAST_LETTERS = 7  # shorter names are alike by chance
CACHED = 50_000
COLUMNS = "p.id, p.name, p.kind, p.within, p.country, p.lat, p.lon, p.population, p.radius_km, p.code"


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """A place of the gazetteer that bears a name. `match`: how it bears it."""

    id: str
    name: str
    kind: PlaceKind
    within: str | None
    country: str | None
    lat: float
    lon: float
    population: int
    radius_km: float
    code: str | None
    match: Match


@dataclass(frozen=True, slots=True, kw_only=True)
class Division:
    """A first-level division that a word tells of. `how`: by its name, its abbreviation, or as a large city in it."""

    country: str
    name: str
    how: Literal["name", "short", "city"]


class Gazetteer:
    """The package's places and the user's, read only. `digest` names the rows: the same digest, the same answers."""

    def __init__(self, connection: apsw.Connection, user: Sequence[UserPlace] = ()) -> None:
        self._connection = connection
        self._user = _by_name(user)
        self.digest = _digest(_meta(connection, "digest"), user)
        self._find = lru_cache(maxsize=CACHED)(self._look_up)
        self._telling = {str(row[0]): str(row[1]) for row in connection.execute("SELECT folded, country FROM telling")}
        self._demonyms = frozenset(str(row[0]) for row in connection.execute("SELECT folded FROM telling WHERE demonym"))
        self._divisions: dict[str, tuple[Division, ...]] = {}
        for folded, country, name, how in connection.execute("SELECT folded, country, name, how FROM divisions ORDER BY rowid"):
            told = Division(country=cast(str, country), name=cast(str, name), how=TELLS[cast(int, how)])
            self._divisions[cast(str, folded)] = (*self._divisions.get(cast(str, folded), ()), told)

    @classmethod
    def open(cls, path: Path | None = None, *, user: Sequence[UserPlace] = ()) -> "Gazetteer":
        """Open the package's table, or the one at `path`.

        Raises:
            ResourceMissing: there is no such table, or it is not one.

        """
        file = path or Path(str(resources.files("montjoie") / "ground" / "places.sqlite"))
        if not file.is_file():
            raise ResourceMissing(f"the gazetteer {file} is not there; reinstall montjoie, or build it with: python hatch_build.py")
        try:
            return cls(apsw.Connection(str(file), flags=apsw.SQLITE_OPEN_READONLY), user)
        except apsw.Error as error:
            raise ResourceMissing(f"the gazetteer {file} cannot be read ({error}); reinstall montjoie") from error

    def close(self) -> None:
        """Close the table."""
        self._connection.close()

    def find(self, name: str) -> tuple[Candidate, ...]:
        """Return the places of a name: the user's first, then by closeness of the name, people and id.

        The name is compared without case, accents, apostrophes, hyphens and leading article; where no place bears it whole, its
        generic words ("city of …", "… oblast") are left off, and only places of the kind that they say are returned.
        """
        folded = fold(name)
        found = self._find(folded)
        if found or not folded:
            return found
        bare, kind = split_generic(folded)
        return tuple(c for c in self._find(bare) if kind is None or c.kind == kind) if bare != folded else ()

    def country(self, name: str) -> Candidate | None:
        """Return the country of a name or an ISO 3166-1 code of two or three letters."""
        if len(name) == 2 and name.isupper():
            row = self._connection.execute(
                f"SELECT {COLUMNS} FROM states s JOIN places p ON p.row = s.row WHERE s.country = ?", (name,)
            ).fetchone()
            return _candidate(list(row), "name") if row else None
        return next((c for c in self._find(fold(name)) if c.kind == "country"), None)

    def by_id(self, place: str) -> Candidate | None:
        """Return the place of the package's table with an id."""
        row = self._connection.execute(f"SELECT {COLUMNS} FROM places p WHERE p.id = ?", (place,)).fetchone()
        return _candidate(list(row), "name") if row else None

    def capital(self, country: str) -> Candidate | None:
        """Return the capital of a country, by its code of two letters."""
        row = self._connection.execute(
            f"SELECT {COLUMNS} FROM states s JOIN places p ON p.row = s.capital WHERE s.country = ?", (country,)
        ).fetchone()
        return _candidate(list(row), "name") if row else None

    def settlements(self) -> Iterator[Candidate]:
        """Yield every settlement of the package's table, in the order of its rows."""
        for columns in self._connection.execute(f"SELECT {COLUMNS} FROM places p WHERE p.kind = 'settlement' ORDER BY p.row"):
            yield _candidate(columns, "name")

    @property
    def telling(self) -> Mapping[str, str]:
        """The folded words that tell of one country wherever they stand: states, "Syrian", divisions, large cities."""
        return self._telling

    @property
    def demonyms(self) -> frozenset[str]:
        """The folded words of `telling` that are no names of places: "syrian", "spanish"."""
        return self._demonyms

    @property
    def divisions(self) -> Mapping[str, tuple[Division, ...]]:
        """The first-level divisions that a folded word tells of: by its name, an abbreviation ("ky"), or a large city in it."""
        return self._divisions

    def alike(self, name: str, country: str) -> tuple[Candidate, ...]:
        """Return the places of one country whose spelling is close to a name, nearest first; never a decision by itself."""
        folded = without_article(fold(name))
        if len(folded) < LEAST_LETTERS:
            return ()
        spelt = self._spellings(country, folded[0])
        hits = process.extract(folded, spelt.keys(), scorer=fuzz.ratio, score_cutoff=ALIKE, limit=5)
        found: dict[str, Candidate] = {}
        for spelling, _, _ in sorted(hits, key=lambda hit: (-hit[1], hit[0])):
            for candidate in self._find(spelling):
                if candidate.country == country:
                    found.setdefault(candidate.id, replace(candidate, match="alike"))
        return tuple(found.values())

    def _look_up(self, folded: str) -> tuple[Candidate, ...]:
        keys = dict.fromkeys((folded, without_article(folded)))
        listed = {c.id: c for key in keys for c in self._user.get(key, ())}
        user = [c for c in listed.values() if c.match == "user"]
        taken = {(c.country, c.kind) for c in user}
        found: dict[str, Candidate] = {c.id: self._as_named(c, keys) for c in listed.values() if c.match != "user"}
        for key in keys:
            for candidate in self._rows(key):
                way: Match = candidate.match if key == folded else "bare"
                if (candidate.country, candidate.kind) not in taken:
                    found.setdefault(candidate.id, replace(candidate, match=way))
        return (*user, *sorted(found.values(), key=_rank))

    def _as_named(self, candidate: Candidate, keys: Iterable[str]) -> Candidate:
        """Return a place of GeoNames's that the user brought as one of the package's: it wins over nothing, it only adds."""
        return replace(candidate, match="name" if fold(candidate.name) in keys else "alias")

    def _rows(self, folded: str) -> Iterator[Candidate]:
        rows = self._connection.execute(
            f"SELECT n.how, {COLUMNS} FROM names n JOIN places p ON p.row = n.row WHERE n.folded = ?", (folded,)
        )
        for how, *columns in rows:
            yield _candidate(columns, WAYS[cast(int, how)])

    @lru_cache(maxsize=256)  # noqa: B019  one gazetteer lives as long as its run
    def _spellings(self, country: str, first: str) -> dict[str, None]:
        row = self._connection.execute("SELECT names FROM spelt WHERE country = ? AND first = ?", (country, first)).fetchone()
        packed = zlib.decompress(cast(bytes, row[0])).decode().split("\n") if row else []
        users = (key for key, found in self._user.items() if key.startswith(first) and any(c.country == country for c in found))
        return dict.fromkeys(sorted([*packed, *users]))


def _by_name(user: Iterable[UserPlace]) -> dict[str, list[Candidate]]:
    found: dict[str, list[Candidate]] = {}
    for place in user:
        candidate = Candidate(
            id=place.id, name=place.name, kind=place.kind, within=place.within, country=place.country, lat=place.lat, lon=place.lon,
            population=place.population, radius_km=place.radius_km, code=place.code,
            match="alias" if place.id.startswith("geonames:") else "user",
        )  # fmt: skip
        for folded in dict.fromkeys(key for name in (place.name, *place.aliases) for key in (fold(name), without_article(fold(name)))):
            found.setdefault(folded, []).append(candidate)
    return found


def _digest(rows: str, user: Sequence[UserPlace]) -> str:
    if not user:
        return rows
    own = sorted([p.id, p.name, p.kind, p.within, p.country, p.lat, p.lon, p.radius_km, p.code, list(p.aliases)] for p in user)
    return text_digest(json.dumps([rows, own], ensure_ascii=False))


def _meta(connection: apsw.Connection, key: str) -> str:
    row = connection.execute("SELECT value FROM meta WHERE key = ?", (key,)).fetchone()
    if row is None:
        raise ResourceMissing(f"the gazetteer has no {key}; reinstall montjoie")
    return str(row[0])


def _candidate(columns: Sequence[object], match: Match) -> Candidate:
    place, name, kind, within, country, lat, lon, population, radius, code = columns
    return Candidate(
        id=cast(str, place), name=cast(str, name), kind=cast(PlaceKind, kind), within=cast(str | None, within),
        country=cast(str | None, country), lat=cast(float, lat), lon=cast(float, lon), population=cast(int, population),
        radius_km=cast(float, radius), code=cast(str | None, code), match=match,
    )  # fmt: skip


def _rank(candidate: Candidate) -> tuple[int, int, str]:
    return WAYS.index(candidate.match), -candidate.population, candidate.id
