"""The table of actors (states, bodies, groups, organisations, media, people) and its look-ups; the user's beside them.

A row is a period: somebody who changed office has a row for each. Names are found folded (`actor_words.fold`); in running
text an abbreviation must be in capitals and a proper name must begin with one, so that "who" is never the WHO.
"""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import lru_cache
from typing import Literal, Self

from montjoie.ground.actor_codings import acled_name, codings, sector_of, ucdp_name
from montjoie.ground.actor_words import Token, Words, fold, load_words, rows_of, tokens_of
from montjoie.ids import text_digest

KINDS = ("state", "government", "ministry", "forces", "armed_group", "organisation", "media", "office", "person")
USER_COLUMNS = ("name", "kind", "side", "country", "aliases")
USER_MORE = ("from", "to", "offices")  # columns that a user's list may have besides
TABLES = ("states.csv", "bodies.csv", "groups.csv", "organisations.csv", "media.csv", "people.csv")
_OF_THE_STATE = frozenset(
    {"gov", "forces", "airforce", "navy", "staff", "security", "nguard", "guard", "police"}
)  # one side in UCDP's data
AGENCY = ("agency", "news agency", "wire agency", "newswire")  # what a news agency is called, and no other outlet
MAX_ALIAS = 12  # words of the longest name that is looked for

How = Literal["name", "capital", "adjective", "people", "user"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Period:
    """From when to when (both included, `None`: open) an actor stood on a side, and the offices held."""

    since: date | None = None
    until: date | None = None
    side: str | None = None
    offices: tuple[str, ...] = ()

    def covers(self, day: date) -> bool:
        """Say whether a day lies in the period."""
        return (self.since is None or self.since <= day) and (self.until is None or day <= self.until)


@dataclass(frozen=True, slots=True, kw_only=True)
class Actor:
    """Somebody or something that the list names."""

    id: str
    name: str
    kind: str
    country: str | None = None
    aliases: tuple[str, ...] = ()
    nouns: tuple[str, ...] = ()  # what an article calls it once it is named ("the observatory")
    periods: tuple[Period, ...] = (Period(),)
    sector: str = ""  # PLOVER's sector ("GOV", "MIL", "REB", "IGO" ...)
    ucdp: str | None = None  # its name in UCDP's data, where that is another
    acled: str | None = None  # its name in ACLED's data, where that is another

    def side_on(self, day: date | None) -> str | None:
        """Return the side at a day; without a day only where every period has the same."""
        found = {period.side for period in self.periods if day is None or period.covers(day)}
        return found.pop() if len(found) == 1 else None

    def in_force(self, day: date) -> bool:
        """Say whether the list has the actor at a day."""
        return any(period.covers(day) for period in self.periods)


@dataclass(frozen=True, slots=True, kw_only=True)
class UserActor:
    """An actor of the user's own list. `side` is an actor id, or `None`; `since` and `until` bound it and the offices held."""

    name: str
    kind: str
    side: str | None = None
    country: str | None = None
    aliases: tuple[str, ...] = ()
    since: date | None = None
    until: date | None = None
    offices: tuple[str, ...] = ()

    @property
    def id(self) -> str:
        """Return the id that the actor gets: content of the name only, so that a changed row keeps it."""
        return "user:" + fold(self.name).replace(" ", "-")


@dataclass(frozen=True, slots=True)
class Name:
    """One name of an actor: what it names, how, and how it must be written to count in running text."""

    actor: str
    how: How
    upper: bool  # an abbreviation: capitals only
    capital_at: int  # which word must begin with a capital letter; -1: none

    def written_as(self, tokens: Sequence[Token], start: int) -> bool:
        """Say whether words of a text are written as the name must be."""
        if self.upper:
            raw = tokens[start].raw
            return raw.isupper() or (len(raw) > 3 and tokens[start].capital)
        return self.capital_at < 0 or tokens[start + self.capital_at].capital


class ActorList:
    """The actors, opened once; read only."""

    def __init__(self, actors: Mapping[str, Actor], names: Mapping[str, tuple[Name, ...]], digest: str, articles: frozenset[str]) -> None:
        self._actors = actors
        self._names = names
        self._articles = articles
        self.digest = digest
        self.words: Words = load_words()
        self._lengths = _lengths(names)
        self._holders = _holders(actors.values())
        self._namesakes = _namesakes(actors.values())
        self._made: dict[str, Actor | None] = {}
        self.people = tuple(sorted((key, name.actor) for key, found in names.items() for name in found if name.actor.startswith("person:")))

    @classmethod
    def open(cls, *, user: Sequence[UserActor] = ()) -> Self:
        """Read the package's tables; a user's actors win over them wherever a name is in both."""
        rows = package_rows()
        actors = {**_actors(rows), **{own.id: _user_actor(own) for own in user}}
        names = dict(package_names())
        for own in user:
            for alias in (own.name, *own.aliases):
                names[_key(alias)] = (_name(own.id, "user", alias),)
        said = [[table, sorted(row.items())] for table, row in rows]
        said += [["coding", sorted(row.items())] for _, row in sorted(codings().items())]
        said += [
            ["user", sorted((key, str(getattr(own, key))) for key in UserActor.__slots__)] for own in sorted(user, key=lambda own: own.id)
        ]
        articles = frozenset(row["id"] for table, row in rows if table == "states.csv" and row["article"])
        return cls(actors, names, text_digest(json.dumps(said, ensure_ascii=False)), articles)

    def find(self, name: str, *, day: date | None) -> tuple[Actor, ...]:
        """Return the actors of a name, those in force at the day if any are; letters' case does not matter."""
        found = self._names.get(_key(name), ())
        return self.in_force([self._actors[one.actor] for one in found], day)

    def in_force(self, actors: Iterable[Actor], day: date | None) -> tuple[Actor, ...]:
        """Return actors once each, sorted, those that the list has at the day if there are any."""
        every = {actor.id: actor for actor in actors}
        now = [key for key in every if day is None or every[key].in_force(day)]
        return tuple(every[key] for key in sorted(now or every))

    def names_of(self, folded: str) -> tuple[Name, ...]:
        """Return the names that are exactly these folded words."""
        return self._names.get(folded, ())

    def longest(self, tokens: Sequence[Token], start: int) -> tuple[int, tuple[Name, ...]]:
        """Return how many words from `start` are the longest name of the list, and its names; 0 where none begins there."""
        for length in self._lengths.get(tokens[start].folded, ()):
            if start + length > len(tokens):
                continue
            key = " ".join(token.folded for token in tokens[start : start + length])
            names = self._names.get(key, ())
            if not names and length > 1 and key.endswith("s"):  # "Bashar Assads forces": a text that lost its apostrophes
                names = self._names.get(key[:-1], ())
            found = tuple(name for name in names if name.written_as(tokens, start))
            if found:
                return length, found
        return 0, ()

    def actor(self, actor_id: str) -> Actor | None:
        """Return an actor of the list, or one that every state has (`forces:UA`, `mod:RU`)."""
        found = self._actors.get(actor_id)
        if found is not None:
            return found
        if actor_id not in self._made:
            self._made[actor_id] = self._make(actor_id)
        return self._made[actor_id]

    def institution(self, code: str, state: str) -> Actor:
        """Return an institution of a state: `institution("mod", "state:RU")`."""
        if code == "state":
            return self._actors[state]
        found = self.actor(f"{code}:{state.removeprefix('state:')}")
        if found is None:
            raise KeyError(f"{code} of {state}")
        return found

    def side_of(self, actor_id: str, day: date | None) -> str | None:
        """Return the state or group on whose side an actor stands at a day; `None`: none, or not known."""
        found = self.actor(actor_id)
        return found.side_on(day) if found else None

    def holder(self, country: str, office: str, day: date | None) -> Actor | None:
        """Return who held an office of a country at a day, where the list has exactly one."""
        if day is None:
            return None
        found = {key for key, period in self._holders.get((country, office), ()) if period.covers(day)}
        return self._actors[found.pop()] if len(found) == 1 else None

    def held_by_name(self, last: str, office: str, day: date | None) -> str | None:
        """Return the one person of a last name who held an office, of whatever country, at a day (or ever)."""
        found = {key for key, period in self._namesakes.get((last, office), ()) if day is None or period.covers(day)}
        return found.pop() if len(found) == 1 else None

    def _make(self, actor_id: str) -> Actor | None:
        code, _, suffix = actor_id.partition(":")
        state = self._actors.get(f"state:{suffix}")
        institution = self.words.institutions.get(code)
        if state is None or institution is None:
            return None
        name = institution.name.format(state=f"the {state.name}" if state.id in self._articles else state.name)
        return Actor(
            id=actor_id, name=name, kind=institution.kind, country=state.country, periods=(Period(side=state.id),),
            sector=sector_of(actor_id, institution.kind, state.id), ucdp=state.ucdp if code in _OF_THE_STATE else None,
        )  # fmt: skip


@lru_cache(maxsize=1)
def package_rows() -> tuple[tuple[str, dict[str, str]], ...]:
    return tuple((table, row) for table in TABLES for row in rows_of(table))


@lru_cache(maxsize=1)
def package_names() -> Mapping[str, tuple[Name, ...]]:
    """Return the folded names of the package's actors."""
    names: dict[str, dict[Name, None]] = {}
    columns: tuple[tuple[str, How], ...] = (("aliases", "name"), ("adjectives", "adjective"), ("people", "people"), ("capitals", "capital"))
    for _, row in package_rows():
        cells: list[tuple[str, How]] = [(row["name"], "name")]
        for column, how in columns:
            cells += [(alias, how) for alias in split_cell(row.get(column) or "")]
        for alias, how in cells:
            names.setdefault(_key(alias), {})[_name(row["id"], how, alias)] = None
    return {key: tuple(sorted(found, key=lambda name: (name.actor, name.how))) for key, found in names.items() if key}


def _key(alias: str) -> str:
    """Return a name as it is looked up: folded, without "the"."""
    return fold(alias).removeprefix("the ")


def _name(actor: str, how: How, alias: str) -> Name:
    tokens = tokens_of(alias)
    tokens = tokens[1:] if len(tokens) > 1 and tokens[0].folded == "the" else tokens
    upper = len(tokens) == 1 and tokens[0].raw.isupper() and len(tokens[0].folded) > 1
    capitals = [index for index, token in enumerate(tokens) if token.capital]
    return Name(actor, how, upper, capitals[0] if capitals and how != "user" else -1)


def split_cell(cell: str) -> list[str]:
    return [alias.strip() for alias in cell.split(";") if alias.strip()]


def _actors(rows: Iterable[tuple[str, dict[str, str]]]) -> dict[str, Actor]:
    """Return an actor for each id, its rows gathered as periods; the first row names it."""
    gathered: dict[str, list[dict[str, str]]] = {}
    for _, row in rows:
        gathered.setdefault(row["id"], []).append(row)
    actors = {key: _actor(found) for key, found in gathered.items()}
    for key, actor in actors.items():
        code, _, suffix = key.partition(":")
        if code in _OF_THE_STATE and actor.ucdp is None and f"state:{suffix}" in actors:
            actors[key] = replace(actor, ucdp=actors[f"state:{suffix}"].ucdp)
    return actors


def _actor(rows: Sequence[dict[str, str]]) -> Actor:
    first, last = rows[0], rows[-1]
    state = first["kind"] == "state"
    return Actor(
        sector=sector_of(first["id"], first["kind"], last["side"] or None, tuple(split_cell(last.get("offices") or ""))),
        ucdp=ucdp_name(first["id"], first["name"] if state else None),
        acled=acled_name(first["id"]),
        id=rows[0]["id"],
        name=rows[0]["name"],
        kind=rows[0]["kind"],
        country=rows[0]["country"] or None,
        aliases=tuple(alias for row in rows for alias in split_cell(row["aliases"])),
        nouns=tuple(fold(noun) for noun in split_cell(first.get("nouns") or "")) + (AGENCY if first.get("notes") == "agency" else ()),
        periods=tuple(
            Period(
                since=first_day(row["from"]),
                until=last_day(row["to"]),
                side=row["side"] or None,
                offices=tuple(split_cell(row.get("offices") or "")),
            )
            for row in rows
        ),
    )


def _user_actor(own: UserActor) -> Actor:
    return Actor(
        id=own.id, name=own.name, kind=own.kind, country=own.country, aliases=own.aliases,
        periods=(Period(since=own.since, until=own.until, side=own.side, offices=own.offices),),
        sector=sector_of(own.id, own.kind, own.side, own.offices),
    )  # fmt: skip


def first_day(written: str) -> date | None:
    """Return the first day of a year, a month or a day, as far as it is known."""
    if not written:
        return None
    return date.fromisoformat({4: f"{written}-01-01", 7: f"{written}-01"}.get(len(written), written))


def last_day(written: str) -> date | None:
    first = first_day(written)
    if first is None or len(written) == 10:
        return first
    after = date(first.year + 1, 1, 1) if len(written) == 4 or first.month == 12 else date(first.year, first.month + 1, 1)
    return after - timedelta(days=1)


def _lengths(names: Iterable[str]) -> dict[str, tuple[int, ...]]:
    """Return for each first word how long the names that begin with it are, longest first."""
    found: dict[str, set[int]] = {}
    for key in names:
        words = key.split()
        if len(words) <= MAX_ALIAS:
            found.setdefault(words[0], set()).add(len(words))
    return {first: tuple(sorted(lengths, reverse=True)) for first, lengths in found.items()}


def _holders(actors: Iterable[Actor]) -> dict[tuple[str, str], list[tuple[str, Period]]]:
    found: dict[tuple[str, str], list[tuple[str, Period]]] = {}
    for actor in actors:
        for period in actor.periods:
            for office in period.offices:
                found.setdefault((actor.country or "", office), []).append((actor.id, period))
    return found


def _namesakes(actors: Iterable[Actor]) -> dict[tuple[str, str], list[tuple[str, Period]]]:
    """Return who held an office, by the last word of the name."""
    found: dict[tuple[str, str], list[tuple[str, Period]]] = {}
    for actor in actors:
        for period in actor.periods:
            for office in period.offices:
                found.setdefault((fold(actor.name).split()[-1], office), []).append((actor.id, period))
    return found
