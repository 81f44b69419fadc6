"""Incidents → ACLED rows: one event for each place and day, a battle and the place that it takes in one, tolls as the lowest count."""

import re
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

from montjoie.serve.export_shape import ExportShape, IncidentShape, PlaceShape
from montjoie.serve.targets import (
    LeftOut,
    Row,
    Sheet,
    countries,
    doers,
    hits_civilians,
    joined,
    live_counts,
    outlets,
    state_of,
)

COLUMNS = (
    "event_id_cnty", "event_date", "year", "time_precision", "disorder_type", "event_type", "sub_event_type", "actor1", "assoc_actor_1",
    "inter1", "actor2", "assoc_actor_2", "inter2", "interaction", "civilian_targeting", "iso", "region", "country", "admin1", "admin2",
    "admin3", "location", "latitude", "longitude", "geo_precision", "source", "source_scale", "notes", "fatalities", "tags", "timestamp",
)  # fmt: skip
NOT_HELD = {
    "toll.low, best, high": "one integer, the lowest count that stands; 0 also where nothing is said",
    "toll.figures, history": "lost: who counted and what it was before",
    "toll.injured and other kinds": "lost",
    "actors.by, disputed_by": "lost but for a word in notes: who says that it was them, who denies it",
    "perpetrator, where sides differ": "an unidentified group",
    "not_after": "an incident without a day is left out",
    "place.radius_km, relation": "lost but for geo_precision",
    "claims, commitments, disagreements, ledger": "not in the format",
    "words and offsets": "lost; the incident's id leads back to them",
}
BATTLES, EXPLOSIONS, CIVILIANS = "Battles", "Explosions/Remote violence", "Violence against civilians"
STRATEGIC, PROTESTS, RIOTS = "Strategic developments", "Protests", "Riots"
SUB_EVENTS: Mapping[str, tuple[str, str]] = {
    "air_strike": (EXPLOSIONS, "Air/drone strike"),
    "shelling": (EXPLOSIONS, "Shelling/artillery/missile attack"),
    "bombing": (EXPLOSIONS, "Remote explosive/landmine/IED"),
    "clash": (BATTLES, "Armed clash"),
    "killing": (CIVILIANS, "Attack"),
    "interception": (STRATEGIC, "Disrupted weapons use"),
    "sabotage": (STRATEGIC, "Looting/property destruction"),
    "displacement": (STRATEGIC, "Other"),
    "release": (STRATEGIC, "Other"),
    "agreement": (STRATEGIC, "Agreement"),
}
MISSILES = re.compile(r"\b(missiles?|rockets?)\b", re.IGNORECASE)
DRONES = re.compile(r"\b(drones?|bombs?|aircraft|jets?|helicopters?|uavs?)\b", re.IGNORECASE)
SUICIDE = re.compile(r"\bsuicide\b", re.IGNORECASE)
GRENADE = re.compile(r"\bgrenades?\b", re.IGNORECASE)
ARRESTED = re.compile(r"\b(arrest|charge|detain)", re.IGNORECASE)
FIRED_UPON = re.compile(r"\briot|\bmob\b|\blooted\b", re.IGNORECASE)
PRECISION = {1: 1, 2: 2, 3: 2, 4: 3}  # UCDP date_prec → time_precision; a year is more than ACLED holds
PLACE_PRECISION = {1: 1, 2: 2, 3: 2, 4: 3, 5: 3}
VAGUE = ((re.compile(r"\bdozens\b", re.IGNORECASE), 12), (re.compile(r"\bhundreds\b", re.IGNORECASE), 100), (re.compile(r"\btens\b", re.IGNORECASE), 10))  # fmt: skip
SPREAD = frozenset({"shelling", "air_strike", "bombing", "attack", "clash"})  # told of several towns, they are as many events
STATE, REBEL, MILITIA, CIVILIAN, EXTERNAL = 1, 2, 3, 7, 8


def acled(export: ExportShape) -> Sheet:
    """Return the rows of ACLED's format."""
    left_out: list[LeftOut] = []
    wanted: list[IncidentShape] = []
    for incident in export["incidents"]:
        why = _why_not(incident)
        if why:
            left_out.append(LeftOut(incident=incident["id"], why=why))
        else:
            wanted.append(incident)
    rows = [row for group in _events(wanted) for row in _rows(group, export)]
    return Sheet(format="ACLED", columns=COLUMNS, rows=tuple(rows), left_out=tuple(left_out), not_held=NOT_HELD, notes=(
        "ids have our own prefix and are none of ACLED's",
        "actors are named without the years of their government",
    ))  # fmt: skip


def _why_not(incident: IncidentShape) -> str:
    if incident["reality"] != "actual":
        return f"{incident['reality']}, not reported to have happened"
    if incident["aggregate"]:
        return "a summary of several: no single event"
    if _sub_event(incident) is None:
        return f"ACLED has no event for {incident['type']}"
    if incident["time"]["start"] is None:
        return "no text says the day"
    if PRECISION.get(incident["time"]["precision"] or 9) is None:
        return "known only to the year"
    place = incident["place"]
    if place is None or place["lat"] is None:
        return "no place with coordinates"
    if PLACE_PRECISION.get(place["precision"] or 9) is None or not place["country"]:
        return "placed in no country, or only in one"
    return ""


def _sub_event(incident: IncidentShape) -> tuple[str, str] | None:
    kind, weapons = incident["type"], " ".join(str(weapon["name"]) for weapon in incident["weapons"])
    words = " ".join(mention["q"] or "" for mention in incident["mentions"])
    if kind == "air_strike" and MISSILES.search(weapons) and not DRONES.search(weapons):
        return EXPLOSIONS, "Shelling/artillery/missile attack"
    if kind == "bombing" and SUICIDE.search(weapons + words):
        return EXPLOSIONS, "Suicide bomb"
    if kind == "bombing" and GRENADE.search(weapons):
        return EXPLOSIONS, "Grenade"
    if kind == "detention":
        return (STRATEGIC, "Arrests") if ARRESTED.search(words) else (CIVILIANS, "Abduction/forced disappearance")
    if kind == "abuse":
        if incident["form"] in ("looting", "property_destruction"):
            return STRATEGIC, "Looting/property destruction"
        return CIVILIANS, "Sexual violence" if incident["form"] == "sexual_violence" else "Attack"
    if kind == "attack":
        return (CIVILIANS, "Attack") if hits_civilians(incident) else (BATTLES, "Armed clash")
    if kind == "territory":
        return _taken(incident)
    if kind == "protest":
        return (RIOTS, "Violent demonstration") if FIRED_UPON.search(words) else (PROTESTS, "Peaceful protest")
    return SUB_EVENTS.get(kind)


def _taken(incident: IncidentShape) -> tuple[str, str] | None:
    """A place that was taken or lost; what is held, claimed or besieged changes no hands."""
    doer, _ = doers(incident)
    country = incident["place"]["country"] if incident["place"] else None
    if incident["change"] in ("taken", "entered"):
        regains = doer is not None and state_of(doer) is not None and state_of(doer) == country
        return BATTLES, "Government regains territory" if regains else "Non-state actor overtakes territory"
    return (STRATEGIC, "Non-violent transfer of territory") if incident["change"] in ("left", "lost") else None


# ---------------------------------------------------------------- the unit of count


def _events(incidents: Sequence[IncidentShape]) -> list[list[IncidentShape]]:
    """Return the incidents of one event together: a battle with the place it takes, and what is alike in actors, type, day and place."""
    groups: dict[tuple[object, ...], list[IncidentShape]] = {}
    for incident in incidents:
        groups.setdefault(_sameness(incident), []).append(incident)
    battles = {_where_when(group[0]): group for group in groups.values() if group[0]["type"] == "clash"}
    events = []
    for group in groups.values():
        battle = battles.get(_where_when(group[0]))
        if group[0]["type"] == "territory" and battle is not None and (_sub_event(group[0]) or ("",))[0] == BATTLES:
            battle.extend(group)
        else:
            events.append(group)
    return events


def _where_when(incident: IncidentShape) -> tuple[object, ...]:
    place = incident["place"]
    return (place["id"] or (place["lat"], place["lon"])) if place else None, incident["time"]["start"], incident["time"]["end"]


def _sameness(incident: IncidentShape) -> tuple[object, ...]:
    doer, _ = doers(incident)
    who = (state_of(doer) or doer["side"] or doer["id"] or doer["name"]) if doer else None
    return (who, hits_civilians(incident), _sub_event(incident), *_where_when(incident))


def _spread(incident: IncidentShape) -> list[PlaceShape]:
    """Return the places of an event: each town that was hit, where several are named, else the settled one."""
    settled = incident["place"]
    towns: dict[str, PlaceShape] = {}
    for place in incident["places"] if incident["type"] in SPREAD else ():
        if place["kind"] == "settlement" and place["lat"] is not None and place["relation"] == "at" and place["country"]:
            towns.setdefault(str(place["id"] or place["name"]), place)
    if settled is None or settled["kind"] != "settlement" or len(towns) < 2:
        return [settled] if settled else []
    return list(towns.values())


# ---------------------------------------------------------------- the row


def _rows(group: list[IncidentShape], export: ExportShape) -> list[Row]:
    first = group[0]
    places = _spread(first)
    killed = sum(_fatalities(incident) for incident in _counted_once(group))
    shares = [killed // len(places) + (n < killed % len(places)) for n in range(len(places))]  # told of all of them: split evenly
    return [
        Row(
            id=(identity := _identity(first, place, nth)),
            cells={"event_id_cnty": identity, **_cells(group, place, share, len(places), export)},
            incidents=tuple(incident["id"] for incident in group),
        )
        for nth, (place, share) in enumerate(zip(places, shares, strict=True))
    ]


def _identity(incident: IncidentShape, place: PlaceShape, nth: int) -> str:
    plain = f"MTJ-{place['country']}-{incident['id'].rpartition('-')[2]}"
    return f"{plain}-{str(place['id'] or nth).rpartition(':')[2]}" if nth else plain


def _counted_once(group: Sequence[IncidentShape]) -> list[IncidentShape]:
    """A battle and the taking of its place tell of the same dead: the lower count is the event's."""
    told = [incident for incident in group if _fatalities(incident)]
    if {incident["type"] for incident in group} == {"clash", "territory"}:
        return sorted(told, key=_fatalities)[:1]
    return told


def _fatalities(incident: IncidentShape) -> int:
    """Return the lowest count that stands. "None died" beside counts of some is a denial, and goes to the notes."""
    counts = []
    for figure in live_counts(incident):
        vague = next((number for pattern, number in VAGUE if pattern.search(figure["q"] or "")), None)
        counts.append(vague if vague is not None else figure["low"] or 0)
    some = [count for count in counts if count > 0]
    if some:
        return min(some)
    toll = incident["toll"].get("killed")
    return 0 if counts or toll is None else toll["low"] or 0


def _cells(group: Sequence[IncidentShape], place: PlaceShape, killed: int, places: int, export: ExportShape) -> dict[str, Any]:
    first = group[0]
    taking = next((i for i in group if i["type"] == "territory"), None)
    event, sub_event = _sub_event(taking or first) or ("", "")
    country = countries().get(place["country"] or "", {})
    one, one_code = _actor(first, place["country"])
    other, other_code = _target(first, place["country"], event)
    codes = sorted(code for code in (one_code, other_code) if code)
    start = first["time"]["start"] or ""
    civilians = other_code == CIVILIAN and event not in (PROTESTS, RIOTS, STRATEGIC)
    return {
        "event_date": start,
        "year": start[:4],
        "time_precision": PRECISION[first["time"]["precision"] or 1],
        "disorder_type": _disorder(event),
        "event_type": event,
        "sub_event_type": sub_event,
        "actor1": one,
        "inter1": one_code,
        "actor2": other,
        "inter2": other_code,
        "interaction": "".join(str(code) for code in (*codes, 0)[:2]) if codes else "",
        "civilian_targeting": "Civilian targeting" if civilians else "",
        "iso": country.get("numeric"),
        "region": country.get("acled_region"),
        "country": country.get("name"),
        "admin1": place["within"],
        "location": place["name"],
        "latitude": place["lat"],
        "longitude": place["lon"],
        "geo_precision": PLACE_PRECISION[place["precision"] or 1],
        "source": joined(outlet for incident in group for outlet in outlets(incident, export)),
        "notes": _notes(group, places),
        "fatalities": killed,
        "timestamp": _stamp(group),
    }


def _disorder(event: str) -> str:
    return {PROTESTS: "Demonstrations", STRATEGIC: STRATEGIC}.get(event, "Political violence")


def _actor(incident: IncidentShape, country: str | None) -> tuple[str, int]:
    doer, _ = doers(incident)
    here = countries().get(country or "", {}).get("name", "")
    if incident["type"] == "protest":
        return f"Protesters ({here})", 6
    if doer is None and incident["type"] in ("displacement", "release"):
        return f"Civilians ({here})", CIVILIAN
    if doer is None:
        return f"Unidentified Armed Group ({here})", MILITIA
    state = state_of(doer)
    if state is not None:
        return f"Military Forces of {countries().get(state, {}).get('name', state)}", STATE if state == country else EXTERNAL
    if str(doer["side"] or "").startswith("state:"):
        return str(doer["name"]), MILITIA
    return str(doer["name"]), REBEL


def _target(incident: IncidentShape, country: str | None, event: str) -> tuple[str, int]:
    """Return the other side: the state or group that was hit, else civilians where what is theirs was."""
    here = countries().get(country or "", {}).get("name", "")
    mine, _ = doers(incident)
    own = (mine["side"] or mine["id"]) if mine else None
    for one in (*incident["targets"], *(incident["actors"] if incident["type"] == "clash" else ())):
        if one["public"] and one["side"] and one["side"] != own:
            state = state_of(one)
            if state is not None:
                return f"Military Forces of {countries().get(state, {}).get('name', state)}", STATE if state == country else EXTERNAL
            return str(one["name"]), MILITIA if one["side"].startswith("state:") else REBEL
    civilian = hits_civilians(incident) or event == CIVILIANS
    return (f"Civilians ({here})", CIVILIAN) if civilian and event not in (STRATEGIC, PROTESTS) else ("", 0)


def _notes(group: Sequence[IncidentShape], places: int) -> str:
    parts = [f"Reported, not verified; Montjoie {joined(incident['id'] for incident in group)}."]
    doer, unnamed = doers(group[0])
    if doer is not None and doer["disputed_by"]:
        parts.append("Who did it is disputed.")
    if unnamed and group[0]["type"] not in ("displacement", "release"):
        parts.append(f"Who did it: {unnamed}.")
    for incident in group:
        toll = incident["toll"].get("killed")
        if toll and toll["low"] != toll["high"]:
            parts.append(f"Killed: low {_said(toll['low'])}, best {_said(toll['best'])}, high {_said(toll['high'])}.")
        if any(figure["high"] == 0 for figure in live_counts(incident)) and _fatalities(incident):
            parts.append("One source says that nobody was killed.")
    if places > 1 and any(map(_fatalities, group)):
        parts.append(f"Told of {places} places; the killed are split evenly.")
    return " ".join(parts)


def _said(number: int | None) -> str:
    return "open" if number is None else str(number)


def _stamp(group: Sequence[IncidentShape]) -> int | str:
    changed = max((incident["last_changed"] or "" for incident in group), default="")
    return int(datetime.fromisoformat(changed).astimezone(UTC).timestamp()) if changed else ""
