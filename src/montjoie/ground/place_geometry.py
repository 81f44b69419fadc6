"""Where the words put a place that is not at a name: so far in a direction, between two names; and what a city and its region share."""

import math
import re
from collections.abc import Sequence
from dataclasses import replace

from montjoie.ground.gazetteer import Candidate, Gazetteer
from montjoie.ground.place_choice import EARTH_KM, distance_km
from montjoie.ground.place_names import SETTLEMENT_WORDS, fold
from montjoie.ground.place_where import Opened
from montjoie.ground.place_words import BEARINGS, NAME
from montjoie.schema import Where

ASIDE = 0.4  # half of an eighth of the compass: how far aside of a direction a place may lie, as a share of the distance
FURTHEST_KM = 300.0  # two names further apart hold nothing between them
BEFORE, AFTER = 40, 25  # characters about a name in which a word tells city or region
CITY_PEOPLE = 1_000_000  # people of a city that the bare name means, though a region bears it too
BETWEEN_AFTER = re.compile(rf"^\s+and\s+(?:the\s+)?(?:\w+\s+of\s+)?(?P<name>{NAME})")
BETWEEN_BEFORE = re.compile(rf"between\s+(?:the\s+)?(?:\w+\s+of\s+)?(?P<name>{NAME})\s+and\s+(?:the\s+)?(?:\w+\s+of\s+)?$")
URBAN = re.compile(
    r"\b(?:city|cities|town|towns|urban|downtown|residential|apartments?|buildings?|houses?|blocks?|streets?|squares?|neighbou?rhoods?|quarters?|"
    r"suburbs?|outskirts|mayor|hospitals?|clinics?|schools?|university|markets?|shops?|hotels?|cafes?|mosques?|churche?s?|railway|station|airport|"
    r"port|centre|center|headquarters|prison|residents|siege|besieged|entered|encircled|captured|seized|liberated|checkpoint)\b",
    re.IGNORECASE,
)
RURAL = re.compile(
    r"\b(?:villages?|hamlets?|settlements|communit(?:y|ies)|districts|regions?|oblasts?|provinces?|governorates?|governor|regional|provincial|"
    r"across|throughout|fields?|forests?|front ?line|sector|axis|direction)\b",
    re.IGNORECASE,
)


def laid_out(place: Opened, where: Where, places: Sequence[Opened], gazetteer: Gazetteer, text: str) -> Where:
    """Return a Where moved to where its relation puts it, or widened where the name may be the city or its region."""
    found = place.choice.candidate if place.choice else None
    if found is None or where.lat is None or where.lon is None:
        return where
    if where.relation == "direction" and place.read.compass and place.read.distance_km:
        return moved(where, found, place.read.compass, place.read.distance_km)
    if where.relation == "between" and (other := other_end(place, found, places, gazetteer)):
        return halfway(where, found, other)
    if (region := undetermined(place, found, text)) is not None:
        return widened(where, found, region)
    return where


def moved(where: Where, found: Candidate, compass: str, km: float) -> Where:
    """Return a Where so many km from its name in a direction; the direction is read to an eighth of the compass."""
    lat, lon = destination(found.lat, found.lon, BEARINGS[compass], km)
    return replace(where, lat=lat, lon=lon, radius_km=round(found.radius_km + ASIDE * km, 1), basis=f"{where.basis}, {km:g} km {compass}")


def halfway(where: Where, found: Candidate, other: Candidate) -> Where:
    """Return a Where in the middle of two names that reaches to both."""
    half = distance_km(found.lat, found.lon, other.lat, other.lon) / 2
    lat, lon = (found.lat + other.lat) / 2, (found.lon + other.lon) / 2
    reach = round(half + max(found.radius_km, other.radius_km), 1)
    return replace(where, lat=round(lat, 5), lon=round(lon, 5), radius_km=reach, basis=f"{where.basis}, between it and {other.id}")


def other_end(place: Opened, found: Candidate, places: Sequence[Opened], gazetteer: Gazetteer) -> Candidate | None:
    """Return the other of two names that a place lies between: the one that the document settled on, else the nearest of the country."""
    named = BETWEEN_AFTER.match(place.read.after) or BETWEEN_BEFORE.search(place.read.before)
    if named is None:
        return None
    folded = fold(named["name"])
    settled = [p.choice.candidate for p in places if p.choice and p.choice.candidate and fold(p.read.name) == folded]
    candidates = settled or [c for c in gazetteer.find(named["name"]) if c.country == found.country and c.kind in ("settlement", "site")]
    near = sorted(((distance_km(found.lat, found.lon, c.lat, c.lon), c.id, c) for c in candidates if c.id != found.id), key=lambda x: x[:2])
    return near[0][2] if near and near[0][0] <= FURTHEST_KM else None


def undetermined(place: Opened, found: Candidate, text: str) -> Candidate | None:
    """Return the city of a region, or the region of a city, where the bare name may be either and nothing tells."""
    read = place.read
    bare = read.kind is None and read.noun is None and not read.part and read.relation == "at" and not place.held and place.back is None
    if not bare or found.match == "user" or found.population >= CITY_PEOPLE or (place.choice and place.choice.second_level):
        return None
    others = [c for c in place.candidates if c.country == found.country and c.match in ("name", "alias")]
    if found.kind == "settlement":
        others = [c for c in others if c.id.startswith("admin1:") and c.name == found.within]
    elif found.id.startswith("admin1:"):
        others = [c for c in others if c.kind == "settlement" and c.within == found.name and c.population < CITY_PEOPLE]
    else:
        return None
    return others[0] if others and not told_apart(read.name, f"{read.before[-BEFORE:]} {read.after[:AFTER]}", text) else None


def told_apart(name: str, around: str, text: str) -> bool:
    """Whether the words around a bare name say city or region, or another mention says city; that the region is named too tells nothing."""
    if URBAN.search(around) or RURAL.search(around):
        return True
    nouns = "|".join(SETTLEMENT_WORDS)
    return re.search(rf"{re.escape(name)}\s+(?:{nouns})\b|(?:city|town|capital) of\s+{re.escape(name)}\b", text) is not None


def widened(where: Where, found: Candidate, other: Candidate) -> Where:
    """Return a Where that holds the city and its region: the code of the region, and its reach seen from the point."""
    region = other if other.kind == "region" else found
    reach = round(region.radius_km + distance_km(where.lat or 0.0, where.lon or 0.0, region.lat, region.lon), 1)
    return replace(
        where,
        precision=4,
        radius_km=max(reach, where.radius_km or 0.0),
        candidates=(found.id, other.id),
        basis=f"{where.basis}, city or region",
    )


def destination(lat: float, lon: float, bearing: float, km: float) -> tuple[float, float]:
    """Return the point so many km from another in a direction of so many degrees."""
    a, b, angle, turn = math.radians(lat), math.radians(lon), km / EARTH_KM, math.radians(bearing)
    there = math.asin(math.sin(a) * math.cos(angle) + math.cos(a) * math.sin(angle) * math.cos(turn))
    across = math.atan2(math.sin(turn) * math.sin(angle) * math.cos(a), math.cos(angle) - math.sin(a) * math.sin(there))
    return round(math.degrees(there), 5), round((math.degrees(b + across) + 540) % 360 - 180, 5)
