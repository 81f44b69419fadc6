"""Small mentions, claims, acts and figures for the tests: every field has a plain default, names stand for places and days."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

from montjoie.reconcile import Context, make_context
from montjoie.reconcile.settle import settle_incident
from montjoie.schema import (
    Claim,
    Commitment,
    Counted,
    Figure,
    GroundedFigure,
    GroundedReading,
    Mention,
    Relation,
    Span,
    Told,
    When,
    Where,
    Who,
)
from montjoie.settled import ActorAt, At, FigureAt, Incident, Override, Source

MARCH_5 = date(2022, 3, 5)

# name: lat, lon, division, country
TOWNS = {
    "Kherson": (46.64, 32.62, "Kherson Oblast", "UA"),
    "Beryslav": (46.84, 33.43, "Kherson Oblast", "UA"),
    "Bilozerka": (46.63, 32.44, "Kherson Oblast", "UA"),
    "Kharkiv": (49.99, 36.23, "Kharkiv Oblast", "UA"),
    "Mariupol": (47.10, 37.55, "Donetsk Oblast", "UA"),
    "Volnovakha": (47.60, 37.50, "Donetsk Oblast", "UA"),
    "Zaporizhzhia": (47.85, 35.12, "Zaporizhzhia Oblast", "UA"),
    "Raqqa": (35.95, 39.01, "Raqqa Governorate", "SY"),
}
REGIONS = {
    "Kherson Oblast": (46.6, 33.0, "UA"),
    "Donetsk Oblast": (48.0, 37.7, "UA"),
    "Kharkiv Oblast": (49.6, 36.4, "UA"),
}
COUNTRIES = {"Ukraine": "UA", "Syria": "SY"}


def at(day: int, hour: int = 12) -> datetime:
    """An instant on a day of March 2022."""
    return datetime(2022, 3, 1, hour, tzinfo=UTC) + timedelta(days=day - 1)


def where(name: str, /, **changes: object) -> Where:
    span = Span(start=1, end=5)
    if name in TOWNS:
        lat, lon, within, country = TOWNS[name]
        place = Where(
            span=span,
            name=name,
            kind="settlement",
            within=within,
            country=country,
            lat=lat,
            lon=lon,
            precision=1,
            id=f"g:{name}",
            basis="test",
        )
    elif name in REGIONS:
        lat, lon, country = REGIONS[name]
        place = Where(span=span, name=name, kind="region", country=country, lat=lat, lon=lon, precision=4, id=f"d:{name}", basis="test")
    elif name in COUNTRIES:
        place = Where(span=span, name=name, kind="country", country=COUNTRIES[name], lat=48.0, lon=31.0, precision=6, basis="test")
    else:
        place = Where(span=span, name=name, basis="not found")
    return replace(place, **changes)  # type: ignore[arg-type]


def when(first: int | date | None = 5, last: int | date | None = None, **changes: object) -> When:
    """Days of March 2022 by number, or dates; None: undated."""
    start = first if not isinstance(first, int) else date(2022, 3, first)
    end = (last if not isinstance(last, int) else date(2022, 3, last)) or start
    return replace(When(first=start, last=end, rule="stated"), **changes)  # type: ignore[arg-type]


def undated(not_after: int | None = 6) -> When:
    return When(rule="not_said", not_after=date(2022, 3, not_after) if not_after is not None else None)


STATES = {"RU": "state:RU", "UA": "state:UA", "US": "state:US", "SY": "state:SY"}


def who(name: str, start: int = 10, /, **changes: object) -> Who:
    """A state by its code, an organisation by "org:…", a media house by "media:…", an official as "UA governor", else somebody described."""
    span = Span(start=start, end=start + 4)
    side = STATES.get(name.split(maxsplit=1)[0])
    if name in STATES:
        person = Who(span=span, id=side, name=name, kind="state", side=side, country=name, basis="test")
    elif side is not None:
        person = Who(span=span, id=name.replace(" ", ":"), name=name, kind="office", side=side, country=name[:2], basis="test")
    elif name.startswith(("org:", "media:", "group:")):
        kind = {"org": "organisation", "media": "media", "group": "armed_group"}[name.split(":", maxsplit=1)[0]]
        person = Who(span=span, id=name, name=name, kind=kind, side=name if kind == "armed_group" else None, basis="test")
    else:
        person = Who(span=span, name=name, public=False, basis="test")
    return replace(person, **changes)  # type: ignore[arg-type]


def told(name: str, claim: str | None = None, start: int = 10) -> Told:
    return Told(who=who(name, start), claim=claim)


def figure(
    low: int | None,
    high: int | None = -1,
    *,
    kind: str = "killed",
    id: str = "",
    start: int = 40,
    of: str = "unknown",
    of_side: str | None = None,
    by: str | None = None,
    claim: str | None = None,
    cumulative: bool = False,
    part: bool = False,
    further: bool = False,
) -> GroundedFigure:
    """A figure of a mention; without `high` the exact number."""
    exact = Figure(
        span=Span(start=start, end=start + 2),
        kind=kind,  # type: ignore[arg-type]
        low=low,
        high=low if high == -1 else high,
        part=part,
        further=further,
    )
    return GroundedFigure(
        id=id or f"figure-{kind}-{low}-{high}-{start}",
        figure=exact,
        of=of,  # type: ignore[arg-type]
        of_side=of_side,
        by=who(by) if by else None,
        claim=claim,
        cumulative=cumulative,
    )


def mention(id: str = "m1", **changes: object) -> Mention:
    """An air strike on Kherson on 5 March, in a document of its own."""
    base = Mention(
        id=id,
        item=f"item-{id}",
        document=f"doc-{id}",
        type="air_strike",
        reality="actual",
        aggregate=False,
        earlier=False,
        triggers=(Span(start=20, end=26),),
        actors=(),
        targets=(),
        weapons=(),
        target_class=(),
        wheres=(where("Kherson"),),
        when=when(5),
        figures=(),
        claim=None,
    )
    if isinstance(changes.get("wheres"), str):
        changes["wheres"] = (where(str(changes["wheres"])),)
    for slot in ("actors", "targets", "weapons"):
        if isinstance(changes.get(slot), str):
            changes[slot] = (told(str(changes[slot])),)
    return replace(base, **changes)  # type: ignore[arg-type]


def claim(id: str, speaker: str, kind: str = "states", **changes: object) -> Claim:
    base = Claim(
        id=id,
        item=f"item-{id}",
        document=f"doc-{id}",
        source=Span(start=1, end=4),
        who=who(speaker),
        via=None,
        kind=kind,  # type: ignore[arg-type]
        direct=False,
        content=(Span(start=500, end=540),),
        cue=None,
        against=(),
        about=(),
        score=None,
    )
    if isinstance(changes.get("against"), str):
        changes["against"] = (who(str(changes["against"])),)
    return replace(base, **changes)  # type: ignore[arg-type]


def act(id: str, kind: str = "agrees", subject: str = "ceasefire", **changes: object) -> Commitment:
    """An act of 5 March on a ceasefire, in a document of its own, told by the article."""
    base = Commitment(
        id=id,
        item=f"item-{id}",
        document=f"doc-{id}",
        subject=subject,  # type: ignore[arg-type]
        act=kind,  # type: ignore[arg-type]
        content=(Span(start=100, end=120),),
        party=(),
        bound=(),
        scope=None,
        scope_class=(),
        area=None,
        route=(),
        start=None,
        day=when(5),
        duration=None,
        duration_days=None,
        condition=None,
        claim=None,
        broken_by=None,
        count=None,
        score=None,
    )
    for slot in ("party", "bound"):
        if isinstance(changes.get(slot), str):
            changes[slot] = tuple(who(name) for name in str(changes[slot]).split("+"))
    if isinstance(changes.get("route"), str):
        changes["route"] = tuple(where(name) for name in str(changes["route"]).split("-"))
    if isinstance(changes.get("area"), str):
        changes["area"] = where(str(changes["area"]))
    if isinstance(changes.get("count"), int):
        number = changes["count"]
        changes["count"] = Counted(span=Span(start=200, end=202), low=number, high=number)  # type: ignore[arg-type]
    return replace(base, **changes)  # type: ignore[arg-type]


def source(document: str, outlet: str | None = None, **changes: object) -> Source:
    base = Source(document=document, source_key=f"key-{document}", outlet=outlet, outlet_id=None, copy_of=None, agencies=(), known=None)
    return replace(base, **changes)  # type: ignore[arg-type]


def reading(
    document: str,
    mentions: Sequence[Mention] = (),
    claims: Sequence[Claim] = (),
    acts: Sequence[Commitment] = (),
    *,
    relations: Sequence[Relation] = (),
    known: datetime | None = None,
) -> GroundedReading:
    """A reading of one document: its items are put in it and known from one instant."""
    own_mentions = tuple(replace(item, document=document) for item in mentions)
    own_claims = tuple(replace(item, document=document) for item in claims)
    own_acts = tuple(replace(item, document=document) for item in acts)
    ids = [item.id for item in (*own_mentions, *own_claims, *own_acts)]
    return GroundedReading(
        document=document,
        source_key=f"key-{document}",
        outlet=None,
        outlet_who=None,
        mentions=own_mentions,
        claims=own_claims,
        commitments=own_acts,
        relations=tuple(relations),
        known=dict.fromkeys(ids, known),
    )


def context(*readings: GroundedReading, overrides: Sequence[Override] = (), copies: dict[str, str] | None = None) -> Context:
    sources = {item.document: source(item.document, copy_of=(copies or {}).get(item.document)) for item in readings}
    return make_context(readings, sources, overrides)


def settled(*mentions: Mention, days: Sequence[int] | None = None) -> Incident:
    """The incident of some mentions, the nth known on the nth of the days given."""
    readings = [
        reading(item.document, [item], known=at(days[n]) if days is not None else at(6 + n)) for n, item in enumerate(mentions)
    ]  # fmt: skip
    return settle_incident(mentions, (), context(*readings))


def figure_at(
    low: int | None,
    high: int | None = -1,
    *,
    root: str = "governor",
    day: int | None = 5,
    id: str = "",
    document: str = "",
    role: str = "total",
    of: str = "unknown",
    of_side: str | None = None,
    by: ActorAt | None = None,
    start: int = 10,
    unit: int | None = None,
    kind: str = "killed",
    claim: str | None = None,
    retold: bool = False,
) -> FigureAt:
    """A settled figure of one root, published at noon of a day of March 2022; without `high` the exact number."""
    document = document or f"doc-{root}-{day}"
    return FigureAt(
        id=id or f"f-{root}-{day}-{low}-{high}-{role}-{of}-{start}",
        at=At(document=document, start=start, end=start + 2),
        kind=kind,  # type: ignore[arg-type]
        low=low,
        high=low if high == -1 else high,
        of=of,  # type: ignore[arg-type]
        of_side=of_side,
        unit=At(document=document, start=unit, end=unit + 5) if unit is not None else None,
        role=role,  # type: ignore[arg-type]
        by=by,
        root=root,
        claim=claim,
        retold=retold,
        asof=None,
        published=at(day) if day is not None else None,
    )


def side_actor(name: str) -> ActorAt:
    """A speaker of a side, as a figure's giver."""
    person = who(name)
    return ActorAt(at=At(document="d", start=1, end=2), id=person.id, name=person.name, kind=person.kind, side=person.side)
