"""Incidents of the export, made from the few things that a test is about."""

from typing import Any

TOWNS = {
    "Kibumba": ("CD", "North Kivu", -1.45, 29.35), "Rutshuru": ("CD", "North Kivu", -1.19, 29.45), "Saraqib": ("SY", "Idlib", 35.86, 36.8),
    "Kharkiv": ("UA", "Kharkiv Oblast", 49.99, 36.23), "Odesa": ("UA", "Odesa Oblast", 46.48, 30.73), "Mosul": ("IQ", "Nineveh", 36.34, 43.13),
    "Khartoum": ("SD", "Khartoum", 15.5, 32.56), "Nyala": ("SD", "South Darfur", 12.05, 24.88), "Stepanakert": ("AZ", None, 39.82, 46.75),
    "Maiduguri": ("NG", "Borno", 11.85, 13.16), "Orikhiv": ("UA", "Zaporizhzhia Oblast", 47.57, 35.78), "Preobrazhenka": ("UA", "Zaporizhzhia Oblast", 47.59, 35.9),
    "Komyshuvakha": ("UA", "Zaporizhzhia Oblast", 47.72, 35.53), "Hryhorivka": ("UA", "Zaporizhzhia Oblast", 47.61, 35.5), "Yurkivka": ("UA", "Zaporizhzhia Oblast", 47.67, 35.8),
}  # fmt: skip
STATES = {"CD": "DR Congo", "SY": "Syria", "UA": "Ukraine", "RU": "Russia", "IQ": "Iraq", "SD": "Sudan", "AM": "Armenia", "AZ": "Azerbaijan", "NG": "Nigeria"}  # fmt: skip


def actor(identity: str, name: str | None = None) -> dict[str, Any]:
    """Return an actor: "forces:RU", "group:m23", or words."""
    kind, _, rest = identity.partition(":")
    side = f"state:{rest}" if rest in STATES else identity if kind == "group" else None
    shown = name or (f"Armed Forces of {STATES[rest]}" if rest in STATES else rest.upper() if rest else identity)
    return {
        "name": shown, "id": identity if rest else None, "side": side, "by": ["article"], "disputed_by": [], "public": True, "parent": None,
        "doc": "d1", "s": 0, "e": 1, "q": shown,
    }  # fmt: skip


def place(name: str, precision: int = 1) -> dict[str, Any]:
    """Return a town of the table."""
    country, within, lat, lon = TOWNS[name]
    return {
        "name": name, "kind": "settlement", "within": within, "country": country, "lat": lat, "lon": lon, "precision": precision,
        "radius_km": 3.0, "relation": "at" if precision == 1 else "near", "id": f"town:{name}", "code": None, "basis": "", "doc": "d1",
        "s": 0, "e": 1, "q": name,
    }  # fmt: skip


def figure(words: str, low: int | None, high: int | None) -> dict[str, Any]:
    """Return a whole toll as one source gives it."""
    return {
        "id": f"figure-{words}", "doc": "d1", "s": 0, "e": 1, "q": words, "low": low, "high": high, "unit": None, "of": "unknown",
        "of_side": None, "role": "total", "by": None, "root": words, "claim": None, "asof": None, "published": None, "superseded_by": None,
    }  # fmt: skip


def toll(spec: dict[str, Any]) -> dict[str, Any]:
    """Return a toll from {"low", "best", "high", "figures": [[words, low, high]], "groups": [[of, side, number]]}."""
    given = spec.get("figures") or [["a number", spec["low"], spec["high"]]]
    return {
        "low": spec["low"], "best": spec["best"], "high": spec["high"], "rule": "", "history": [],
        "groups": [{"of": of, "of_side": side, "low": n, "best": n, "high": n} for of, side, n in spec.get("groups", ())],
        "figures": [figure(*one) for one in given],
    }  # fmt: skip


def incident(nth: int, spec: dict[str, Any]) -> dict[str, Any]:
    """Return an incident with what a test does not speak of left plain."""
    places = [place(name, spec.get("where_prec", 1)) for name in spec["places"]]
    doers = [actor(name) for name in spec.get("actors", ())]
    one = doers[0] if len(doers) == 1 else {"name": None, "id": None, "side": None}
    start = spec.get("start", "2023-05-02")
    return {
        "id": f"mention-{nth:024x}", "type": spec["type"], "form": spec.get("form"), "change": spec.get("change"),
        "reality": spec.get("reality", "actual"), "aggregate": spec.get("aggregate", False), "earlier": False, "part_of": [],
        "codeable": True, "place": places[0] if places else None, "places": places,
        "time": {"start": start, "end": spec.get("end", start), "precision": spec.get("date_prec", 1), "rule": ""}, "not_after": None,
        "actors": doers, "targets": [actor(name) for name in spec.get("targets", ())],
        "weapons": [actor(name) for name in spec.get("weapons", ())],
        "perpetrator": {"name": one["name"], "id": one["id"], "side": one["side"], "rule": "", "why": ""},
        "target_class": spec.get("target_class", []), "toll": {"killed": toll(spec["killed"])} if "killed" in spec else {},
        "grade": {"value": spec.get("grade", "weak"), "rule": "", "inputs": []}, "independent_sources": 1, "roots": ["r"],
        "first_known": "2023-05-02T10:00:00Z", "last_changed": "2023-05-02T10:00:00Z", "reviewed_by": [], "replaced_by": None,
        "matches": [], "links": [],
        "mentions": [{"doc": "d1", "id": "i1", "mention": "m", "s": 0, "e": 1, "q": spec.get("words", "attack"), "known": None}],
        "score": None,
    }  # fmt: skip


def export(specs: list[dict[str, Any]]) -> Any:
    """Return an export of incidents alone, all told by one document."""
    document = {"id": "d1", "url": None, "outlet": "A Paper", "title": "=A title", "published": {"at": "2023-05-02T10:00:00Z", "precision": "second", "not_after": "2023-05-02T10:00:00Z"}, "language": "en", "read": True, "copy_of": None, "root_speakers": [], "main_incident": None, "version": "v", "text_sha256": ""}  # fmt: skip
    return {
        "documents": [document],
        "incidents": [incident(nth, spec) for nth, spec in enumerate(specs, start=1)],
        "claims": [],
        "commitments": [],
        "disagreements": [],
        "ledger": [],
    }
