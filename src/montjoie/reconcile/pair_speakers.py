"""Who says two statements: one speaker under two names, two speakers, nobody known; of one side, or of two."""

import re

# Words that name nobody: what a source is, where it is from, which kind of body. What is left tells one speaker from another.
_WORDS = (
    "the a an of and in for to by on at he she it they its their his her said official officials group groups news agency head director "
    "spokesman spokeswoman spokesperson president minister ministry deputy human rights based london-based britain-based uk-based british "
    "britain syrian syria syrias russian russia ukrainian ukraine american us local state media source sources city police military monitor "
    "monitoring opposition activist activists network center centre united states former senior foreign defense defence prime general army "
    "government who with according reporter correspondent journalist pro-opposition so-called command national organization organisation "
    "committee reported told as one another some many several reports secretary chief leader leaders"
)
_SHORTEST, _CUT = 3, 6
_GENERIC = frozenset(word[:_CUT] for word in _WORDS.split())
_ROLES = {
    "monitor": re.compile(r"observator|\bmonitor\b|monitoring group", re.IGNORECASE),
    "state media": re.compile(r"\bsana\b|state (?:media|tv|tele|news|run|-run)|state-run|official (?:news )?agency", re.IGNORECASE),
    "activists": re.compile(r"activist|coordination|media cent|opposition media", re.IGNORECASE),
    "rescuers": re.compile(r"civil defen[cs]e|rescue|white helmets|first responders|red cres", re.IGNORECASE),
    "medics": re.compile(r"hospital|medic|doctor|health", re.IGNORECASE),
    "police": re.compile(r"police", re.IGNORECASE),
    "military": re.compile(r"\barmy\b|militar|defen[cs]e minist|general\b", re.IGNORECASE),
    "is": re.compile(r"\bis(?:is|il)?\b|islamic state|daesh|amaq", re.IGNORECASE),
}
_ONE_OF_A_KIND = frozenset({"monitor", "state media", "is"})  # of one war there is one that is told of so
_OF_WHOM = re.compile(
    r"\b(Syria\w*|Russia\w*|Ukrain\w*|Kiev|Kyiv|Moscow|Kremlin|US|U\.S\.|American\w*|Washington|Turk\w*|British|Israel\w*|Belarus\w*|Minsk|Pentagon|White House)\b"
)
_SAME_AS = {"moscow": "russia", "kremli": "russia", "kyiv": "ukrain", "kiev": "ukrain", "minsk": "belaru"}
_US = frozenset({"us", "u.s.", "americ", "washin", "pentag", "white "})


def stand_by_speaker(first: str, second: str, *, one_root: bool) -> dict[str, float]:
    """Return, by name, how the words that name two speakers stand; `one_root`: the record has them for one."""
    names = [_names(first), _names(second)]
    roles = [{role for role, pattern in _ROLES.items() if pattern.search(words)} for words in (first, second)]
    sides = [{_side(found) for found in _OF_WHOM.findall(words)} for words in (first, second)]
    known = bool(first.strip()) and bool(second.strip())
    shared = names[0] & names[1]
    by_name = bool(shared) and 2 * len(shared) >= min(map(len, names))
    by_role = bool(roles[0] & roles[1] & _ONE_OF_A_KIND)
    nameless = not names[0] and not names[1] and roles[0] == roles[1] and sides[0] == sides[1]
    other_role = all(roles) and not roles[0] & roles[1]
    other_side = not shared and all(sides) and not sides[0] & sides[1]
    same = one_root or (known and (by_name or by_role or nameless) and not other_role and not other_side)
    either = roles[0] | roles[1]
    return {
        "same_speaker": same,
        "two_speakers": known and not same,
        "unknown_speaker": not known and not same,
        "unknown_both": not first.strip() and not second.strip(),
        "same_side": bool(sides[0] & sides[1]) and not same,
        "other_side": all(sides) and not sides[0] & sides[1],
        "camps": known and not same and "state media" in either and bool(either & {"monitor", "activists"}),
    }


def _names(words: str) -> set[str]:
    found = re.findall(r"[A-Za-z][\w-]+", re.sub(r"['’]s\b", "", words))
    return {word.lower()[:_CUT] for word in found if len(word) >= _SHORTEST} - _GENERIC


def _side(found: str) -> str:
    short = found.lower()[:_CUT]
    return "us" if short in _US else _SAME_AS.get(short, short)
