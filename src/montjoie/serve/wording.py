"""How the objects of the export are said in a few words, for the terminal and the pages alike."""

import re
from collections.abc import Mapping, Sequence
from typing import Any

from montjoie.serve.export_shape import CommitmentShape, IncidentShape, TermShape

SHORT = 8  # hex digits of an id that are shown; any beginning of an id is understood where it is the only one
UNKNOWN = "–"
RELATIONS = {"near": "near ", "outside": "outside ", "direction": "off ", "between": "between ", "along": "along ", "off": "off "}


def short(identity: str | None) -> str:
    """Return an id without its kind, cut to what tells it from others."""
    return UNKNOWN if not identity else identity.rpartition("-")[2][:SHORT] if identity.count("-") else identity


def plain(words: str | None, most: int) -> str:
    """Return words on one line, cut at a length."""
    line = " ".join((words or "").split())
    return line if len(line) <= most else f"{line[: most - 1].rstrip()}…"


def cleaned(words: str) -> str:
    """Return words without what steers a terminal or turns the direction of writing."""
    return "".join(c if c.isprintable() or c == "\n" else "�" for c in words)


def range_of(toll: Mapping[str, Any] | None) -> str:
    """Return low, best and high as people write them: "3", "2–5 (3)", "12+", "≤30"."""
    if toll is None:
        return UNKNOWN
    low, best, high = toll["low"], toll["best"], toll["high"]
    if low is None and best is None and high is None:
        return "?"
    if low == high:
        return str(best if best is not None else low)
    bounds = f"{low}+" if high is None else f"≤{high}" if low is None else f"{low}–{high}"
    return bounds if best is None or (best in (low, high) and high is None) else f"{bounds} ({best})"


def days_of(incident: IncidentShape) -> str:
    """Return the days of an incident, or the bound that is known of it."""
    start, end = incident["time"]["start"], incident["time"]["end"]
    if start is None:
        return f"≤{incident['not_after']}" if incident["not_after"] else "undated"
    if end == start:
        return start
    return f"{start}/{end[8:]}" if end and end[:8] == start[:8] else f"{start}/{end}"


def minute(known: str | None) -> str:
    """Return an instant of the record as people read it, in UTC as it is kept."""
    return known[:16].replace("T", " ") if known else "undated"


def clock(at: str | None) -> str:
    """Return a publication time as its document gives it, with the zone that it is in."""
    if at is None:
        return "undated"
    day, _, rest = at.partition("T")
    zone = re.search(r"(?:Z|[+-]\d\d:?\d\d)$", rest)
    return f"{day} {rest[:5]} {zone[0].replace('Z', 'UTC') if zone else ''}".strip() if rest else day


def place_of(incident: IncidentShape) -> str:
    """Return the settled place as people say it; a name that no list has is shown with a question mark."""
    place = incident["place"]
    unknown = [p["name"] or "" for p in incident["places"] if p["lat"] is None]
    if place is None:
        return f"{unknown[0]} ?" if unknown else UNKNOWN
    name = f"{RELATIONS.get(place['relation'], '')}{place['name'] or ''}" + ("" if place["lat"] is not None else " ?")
    return f"{unknown[0]} ? ({name})" if unknown and place["lat"] is not None and place["relation"] != "at" else name


def type_of(incident: IncidentShape) -> str:
    """Return the type with what is not plain about it: form, reality, aggregate."""
    words = incident["type"].replace("_", " ")
    if incident["reality"] != "actual":
        words = f"{incident['reality']} {words}"
    return f"{words} (several)" if incident["aggregate"] else words


def people_of(values: Sequence[Mapping[str, Any]], most: int = 2) -> str:
    """Return the first names of a list, with how many more there are."""
    names = list(dict.fromkeys(str(value["name"]) for value in values if value["name"]))
    more = f" +{len(names) - most}" if len(names) > most else ""
    return ", ".join(plain(name, 40) for name in names[:most]) + more


def standing_of(thread: CommitmentShape) -> list[str]:
    """Return where each party stands by the last act of each kind of word, and from when the calendar brings what follows from it."""
    told: dict[tuple[str, str], tuple[str, list[str]]] = {}
    for status in thread["status"]:
        party, value, since = status["party"]["name"] or "?", status["value"].replace("_", " "), status["from"]
        key = status["party"]["id"] or party.casefold(), status["by"]
        if status.get("basis", "act") != "act" and since is not None and key in told:
            told[key][1].append(f"{value} from {since[:10]}")
        else:
            told[key] = party, [value]
    return [f"{party}: {', '.join(values)} ({by})" for (_, by), (party, values) in told.items()]


def area_of(thread: CommitmentShape) -> str:
    """Return where a commitment holds: its route or area, as named."""
    for term in thread["terms"]:
        names = list(dict.fromkeys(str(place["name"]) for place in term["route"]))
        if names:
            return " – ".join(names)
        if term["area"]:
            return str(term["area"]["name"])
        if term["area_words"]:
            return str(term["area_words"])
    return UNKNOWN


def start_of(term: TermShape) -> str:
    """Return from when a term is: its day as told, else its hour, else its words; "–" where nothing is said."""
    start = term["start"]
    if start is not None and start["start"]:
        return _period(start["start"], start["end"] or start["start"])
    begins = term.get("begins")
    if begins:
        return f"{begins[0][:10]} {begins[0][11:16]} UTC"
    return f"“{plain(term['start_words'], 40)}”" if term["start_words"] else UNKNOWN


def _period(first: str, last: str) -> str:
    """A day, a whole year, or from when to when, without saying the year or the month twice."""
    if first == last:
        return first
    if (first[4:], last[4:]) == ("-01-01", "-12-31"):
        return first[:4] if first[:4] == last[:4] else f"{first[:4]}/{last[:4]}"
    return f"{first}/{last[8:] if first[:8] == last[:8] else last[5:] if first[:5] == last[:5] else last}"


def starts_of(thread: CommitmentShape) -> str:
    """Return the starts of a commitment, one for each reading that differs."""
    starts = dict.fromkeys(start for term in thread["terms"] if (start := start_of(term)) != UNKNOWN)
    return " or ".join(starts) or UNKNOWN


def first_told(thread: CommitmentShape) -> tuple[str, str]:
    """Return how a commitment first came up (announced, proposed; told, where it had begun before) and on which day that was known."""
    starts = [term["start"]["start"] for term in thread["terms"] if term["start"] is not None and term["start"]["start"]]
    for how, acts in (("announced", ("agrees", "announces", "extends")), ("proposed", ("proposes", "demands"))):
        days = sorted(act["known"][:10] for act in thread["acts"] if act["act"] in acts and act["known"])
        if days and all(start >= days[0] for start in starts):
            return how, days[0]
    return "told", (thread["first_known"] or "undated")[:10]


def commitment_title(thread: CommitmentShape) -> str:
    """Return what a commitment is, where, when it was announced, and from when it is."""
    where, start = area_of(thread), starts_of(thread)
    how, day = first_told(thread)
    named = f"{thread['subject'].replace('_', ' ')}, {where + ', ' if where != UNKNOWN else ''}{how} {day}"
    return f"{named}, start {start}" if start != UNKNOWN else f"{named}, start not told"
