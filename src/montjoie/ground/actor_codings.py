"""How PLOVER, UCDP and ACLED call an actor of the list: the sector by rule or by table, the other two by table where they differ."""

from collections.abc import Mapping
from functools import lru_cache

from montjoie.ground.actor_words import rows_of

SECTORS = ("AGR", "BUS", "COP", "CRM", "CVL", "EDU", "GOV", "IGO", "JUD", "LEG", "MED", "MIL", "NGO", "OPP", "PTY", "REB", "SOC", "SPY")
_BY_KIND = {
    "state": "GOV", "government": "GOV", "ministry": "GOV", "office": "GOV", "forces": "MIL", "armed_group": "REB",
    "organisation": "NGO", "media": "MED",
}  # fmt: skip
_BY_CODE = {
    "parl": "LEG", "police": "COP", "prosecutor": "JUD", "intel": "SPY", "cia": "SPY", "nsa": "SPY", "mossad": "SPY", "shinbet": "SPY",
    "sbu": "SPY", "fsb": "SPY", "gru": "SPY", "svr": "SPY", "kgb": "SPY", "mi5": "SPY", "mi6": "SPY", "bnd": "SPY", "mit": "SPY",
    "isi": "SPY", "fbi": "COP", "sk": "JUD", "energoatom": "BUS", "ukrenergo": "BUS", "rosatom": "BUS", "gazprom": "BUS", "mod": "MIL",
}  # fmt: skip
_MILITARY = ("commander", "chief of the general staff", "chief of staff", "army chief", "defence staff", "joint chiefs", "military")


@lru_cache(maxsize=1)
def codings() -> Mapping[str, Mapping[str, str]]:
    """Return the rows of the table by actor id: `sector`, `ucdp`, `acled`, empty where a rule or our own name serves."""
    return {row["id"]: row for row in rows_of("codings.csv")}


def sector_of(actor_id: str, kind: str, side: str | None, offices: tuple[str, ...] = ()) -> str:
    """Return PLOVER's sector of an actor, "" where nothing tells it (a person without a side)."""
    told = codings().get(actor_id, {}).get("sector")
    if told:
        return told
    if kind != "person":
        return _BY_CODE.get(actor_id.partition(":")[0]) or _BY_KIND[kind]
    if side is None:
        return ""
    if not side.startswith("state:"):
        return codings().get(side, {}).get("sector") or "REB"
    return "MIL" if any(word in office for office in offices for word in _MILITARY) else "GOV"


def ucdp_name(actor_id: str, state_name: str | None = None) -> str | None:
    """Return an actor's name in UCDP's data where it is not ours: a state and its forces are "Government of ..." there."""
    told = codings().get(actor_id, {}).get("ucdp")
    return told or (f"Government of {state_name}" if state_name else None)


def acled_name(actor_id: str) -> str | None:
    """Return an actor's name in ACLED's data where it is not ours and does not change with the government of the day."""
    return codings().get(actor_id, {}).get("acled") or None
