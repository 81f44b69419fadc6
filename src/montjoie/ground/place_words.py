"""What the words of a place and the words around them say: its name, its kind, and how the event stands to it.

The annotation quotes the bare name ("6 km from Daquq" quotes "Daquq"), so the sentence around it is read too.
"""

import re
from dataclasses import dataclass, replace

from montjoie.ground.place_names import DISTRICT_WORDS, REGION_WORDS, SETTLEMENT_WORDS, fold, kind_of_noun
from montjoie.schema import PlaceKind, PlaceRelation, Span

BEFORE, AFTER = 110, 60  # characters of the sentence that are read on either side
MILE_KM = 1.609344
COMPASS = r"(?:north|south|east|west)(?:[- ]?(?:east|west))?(?:ern)?(?:most)?"
COMPASSES = rf"{COMPASS}(?:(?:,\s*|,?\s+and\s+|,?\s+or\s+)(?:the\s+)?(?:{COMPASS}|central))+|central(?:,?\s+and\s+{COMPASS})+"
BEARINGS = {
    "north": 0.0, "northeast": 45.0, "east": 90.0, "southeast": 135.0, "south": 180.0, "southwest": 225.0, "west": 270.0, "northwest": 315.0,
}  # fmt: skip
SETTLEMENT = "|".join(SETTLEMENT_WORDS)
REGION = "|".join(REGION_WORDS)
DISTRICT = "|".join(DISTRICT_WORDS)
NOUN = rf"(?:{SETTLEMENT}|{REGION}|{DISTRICT}|area|citie|countie|territorie|capital|port|enclave|stronghold)s?"
NAME = r"[^\W\da-z_][\w'’.-]*(?:[ -](?:[^\W\da-z_][\w'’.-]*|of|al|el|de|ez|the))*"
LISTED = rf"(?:{NAME}(?:\s*,\s*(?:and\s+|or\s+)?|\s+and\s+|\s+or\s+|\s*/\s*))*"
PREPOSITION = "(?:in|at|on|from|to|by|for|with|near|and|or|as|after|before|when|that|which|of)"
LEAD = rf"(?:(?:the|a|an|its|nearby)\s+)*(?:(?:(?!{PREPOSITION}\b)[\w-]+\s+){{0,3}}{NOUN}\s+(?:of\s+|called\s+|named\s+)?)?"
HALVES = frozenset(
    {"east", "eastern", "west", "western", "central", "downtown", "greater", "northeast", "northwest", "southeast", "southwest"}
)
SITE_NOUNS = frozenset(
    {
        "airport", "airfield", "airbase", "airstrip", "base", "bridge", "plant", "station", "steelworks", "factory", "hospital",
        "clinic", "school", "university", "college", "mosque", "church", "cathedral", "monastery", "prison", "jail", "camp", "crossing",
        "checkpoint", "port", "harbour", "harbor", "dam", "reservoir", "market", "bazaar", "mall", "square", "theatre", "theater",
        "stadium", "hotel", "embassy", "consulate", "palace", "refinery", "mine", "field", "depot", "warehouse", "barracks",
        "headquarters", "compound", "building", "tower", "museum", "park", "cemetery", "kindergarten", "dormitory", "canal", "channel",
        "pipeline", "highway", "motorway", "road", "terminal", "shelter", "orphanage", "residence", "office", "complex", "facility",
        "center", "centre", "club", "restaurant", "cafe", "bar", "house", "hall", "court", "parliament", "ministry", "block", "avenue",
        "circle", "glacier", "runway", "shipyard",
    }
)  # fmt: skip
RELATION_WORDS: tuple[tuple[PlaceRelation, str], ...] = (
    (
        "outside",
        r"(?:outside(?: of)?|outskirts of|edges? of|suburbs of|(?:a|the|its|\w+ern|besieged) suburb of|gates of|approaches to|periphery of)",
    ),
    ("between", r"between(?: [^.;]{2,60}? and)?"),
    ("direction", rf"(?:{COMPASS}|upstream|downstream) (?:of|from)"),
    ("off", r"off(?: the)?(?: \w+)? (?:coasts?|shores?)(?: of)?"),
    ("off", r"(?:miles|kilomet(?:re|er)s|km|just|waters|anchored|sailing|ships?|vessels?|tankers?|ashore|sank|sunk) off"),
    ("off", r"(?:coasts?|shores?) of"),
    ("along", r"(?:along|(?:road|highway|motorway|railway|route|border|front ?line|banks?) (?:of|to|with|from))"),
    (
        "near",
        r"(?:near|close to|closer to|vicinity of|around|next to|adjacent to|not far from|surrounding|bordering|beside)",
    ),
)
RELATIONS = tuple((relation, re.compile(rf"(?<!\w){words}\s+{LEAD}$", re.IGNORECASE)) for relation, words in RELATION_WORDS)
BORDER_BEFORE = re.compile(
    rf"(?<!\w)(?:(?:borders?|frontiers?) (?:of|with|to)|(?:near|close to|that border|to border)) {LEAD}$", re.IGNORECASE
)
BORDER_AFTER = re.compile(r"^(?:[-–—]\w+)?(?:['’]?s)?\s+(?:\w+\s+)?(?:borders?|frontiers?)\b", re.IGNORECASE)
DISTANCE = re.compile(
    rf"(?P<number>\d[\d.,]*)(?:\s|-)*(?P<unit>km|kms|kilomet(?:re|er)s?|miles?|mi)\b(?:\s*\([^)]*\))?,?\s*"
    rf"(?:to the\s+)?(?P<compass>{COMPASS})?\s*(?:of|from|away from|outside(?: of)?|off)?\s*{LEAD}$",
    re.IGNORECASE,
)
COUNTRYSIDE = re.compile(rf"(?:countryside of|rural (?:areas?|parts?) of|outlying areas? of) {LEAD}$", re.IGNORECASE)
SOME_OF = re.compile(
    r"(?<!\w)(?:parts?|areas?|swaths?|districts?|neighbou?rhoods?|quarters?|half|side|centre|center) (?:of|in)\s+(?:the\s+)?$",
    re.IGNORECASE,
)
PART_BEFORE = re.compile(rf"(?<!\w)(?P<part>{COMPASS}|central|rural|upper|lower)[ -]$", re.IGNORECASE)
KIND_BEFORE = re.compile(
    rf"(?<!\w)(?P<noun>\w+)(?:\s+(?:of|called|named)\s+|(?<=s)(?:\s+of\s+{NAME})?\s*"
    rf"(?:\s(?:like|such as|including)|\s?[-–—]{{1,2}}|:)\s+){LISTED}$"
)
KIND_APPOSED = re.compile(rf"(?<!\w)(?P<noun>{SETTLEMENT}|{DISTRICT}|{REGION})\s+$", re.IGNORECASE)
KIND_AFTER = re.compile(
    rf"^(?P<list>(?:\s*,\s*(?:and\s+|or\s+)?{NAME}|\s+(?:and|or)\s+{NAME})*)\s+(?P<noun>{NOUN})\b"
    r"(?!(?<=town|city) of\b|(?<=village|capital) of\b|\s+(?:media|television|tv|news|agency|council|hall)\b)"
)
COUNTRYSIDE_AFTER = re.compile(rf"^(?:['’]?s)?\s+(?:{COMPASS}\s+)?countryside\b", re.IGNORECASE)
AREA_AFTER = re.compile(r"^\s+areas?\b(?!\s+of\b)")
AREA_BEFORE = re.compile(rf"(?<!\w)(?:in|over|throughout) the area of {LEAD}$", re.IGNORECASE)
ROAD_AFTER = re.compile(r"^\s*[-–—]\s*[^\W\da-z_][\w'’-]+\s+(?:road|highway|motorway|axis|line|front)\b")
SENTENCE_END = re.compile(r"[.!?;]['\"”’)]*\s+(?=[^\W\da-z_])|\n")

HELD_IN = re.compile(rf"^(?P<name>{NAME}),\s+(?P<holder>[^\W\da-z_][\w'’. -]*)$")
MOVED = re.compile(
    rf"^(?P<moved>(?i:(?:(?:some|about|around|roughly|nearly|just)\s+)?(?:\d[\d.,]*\s*(?:km|kms|kilomet(?:re|er)s?|miles?|mi)\s+)?"
    rf"(?:(?:to\s+the\s+)?{COMPASS}\s+(?:of|from)|(?:away\s+)?from|near|close to|just outside|outside)\s+))"
    rf"(?P<name>(?:the\s+\w+\s+of\s+)?{NAME})$"
)
LEADING = re.compile(r"^(?:the|a|an|its|their|our|this|that|his|her|nearby|so-called)\s+", re.IGNORECASE)
OF_PHRASE = re.compile(
    r"^(?:(?P<adjective>[\w-]+)\s+)?(?P<noun>outskirts|edges?|suburbs?|countryside|rural areas?|vicinity|coasts?|shores?|borders?|"
    r"frontiers?|"
    r"territory|territories|parts?|areas?|districts?|neighbou?rhoods|side|half|center|centre|heart|villages|west|east|north|south)"
    r"\s+(?:of|with|in|around|near)\s+(?P<name>.+)$",
    re.IGNORECASE,
)
TAIL = re.compile(
    rf"^(?P<name>.+?)(?:['’]s|s['’])?\s+(?:(?P<compass>{COMPASS})\s+)?"
    r"(?P<noun>countryside|outskirts|suburbs?|border|borders|frontier|border region|coast|coastline|"
    r"territory|soil|lands?|airspace|front|frontline|front line|axis)$",
    re.IGNORECASE,
)
PART = re.compile(
    rf"^(?:(?:(?:several|some|many|two|three|four|all|other|various) )?(?:regions?|parts?|areas?) (?:in|of) )?"
    rf"(?P<part>(?:far |the )?(?:{COMPASSES}|{COMPASS}|central|rural|mainland|upper|lower|downtown|greater|(?:\w+-)?(?:occupied|held|controlled)))[ -]"
    rf"(?:(?:parts?|areas?|countryside|districts?|neighbou?rhoods?|suburbs?)\s+(?:of|in)\s+)?(?P<name>.+)$",
    re.IGNORECASE,
)
PARENTHESIS = re.compile(r"\s*\([^)]*\)$")
SITE_IN = re.compile(rf"^(?:[\w-]+\s+){{0,3}}(?P<noun>[a-z]+)\s+(?:in|at|near)\s+(?:the\s+)?{NAME}$")
FRONT = re.compile(r"front[ -]?lines?|lines? of contact|contact line|\bfront\b|\baxis\b", re.IGNORECASE)
BACK = re.compile(
    r"^(?:(?:[Tt]he|[Tt]hat|[Tt]his|[Ii]ts)\s+)?(?:(?!provincial|regional|industrial|state|another|a\b)[a-z-]+\s+)?"
    r"(?:(?P<noun>country|capital|city|town|village|region|province|state|governorate|area|suburb)"
    r"|(?:countr(?:y['’]?s|ys)\s+)?(?P<compass>[Nn]orth|[Ss]outh|[Ee]ast|[Ww]est|[Nn]orth-?(?:east|west)|[Ss]outh-?(?:east|west)))$"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadWords:
    """What was read. `name` is what to look up; `part`: only part of it is meant; `shown`: what to call such a part."""

    words: str
    name: str
    noun: str | None = None  # the generic word that says its kind ("oblast", "town")
    kind: PlaceKind | None = None
    relation: PlaceRelation = "at"
    distance_km: float | None = None
    part: bool = False
    half: bool = False  # the east or the west of it, as of a city
    at_border: bool = False  # of a country: its border is meant
    shown: str | None = None
    compass: str | None = None  # "southeast": where from the name, with or without a distance
    before: str = ""
    after: str = ""


def read_words(text: str, span: Span) -> ReadWords:
    """Return what the words of a span, and their sentence, say of the place."""
    before, after = sentence_around(text, span)
    words = " ".join(text[span.start : span.end].split())
    name = words
    if (held := HELD_IN.match(words)) is not None:  # "X County, Y": Y stands with X
        name, after = held["name"], f", {held['holder']}{after}"
    if moved := MOVED.match(words):
        before, name = f"{before}{moved['moved']}", moved["name"]
    read = _inside(replace(ReadWords(words=name, name=name), before=before, after=after))
    return _around(read)


def read_name(name: str) -> ReadWords:
    """Return what a name alone says, without a sentence about it."""
    return _inside(ReadWords(words=name, name=name))


def sentence_around(text: str, span: Span) -> tuple[str, str]:
    """Return the words of the same sentence before and after a span, as far as they are read."""
    before, after = text[max(0, span.start - BEFORE) : span.start], text[span.end : span.end + AFTER]
    ends = [end.end() for end in SENTENCE_END.finditer(before)]
    end = SENTENCE_END.search(after)
    return before[ends[-1] if ends else 0 :], after[: end.start()] if end else after


def looks_back(words: str) -> str | None:
    """Return the noun of words that only point to a place named before ("the city", "the country's north"), lower case."""
    found = BACK.match(words)
    return fold(found["noun"] or found["compass"]) if found else None


def is_name(words: str) -> bool:
    """Whether words have a proper name in them: a letter that is a capital, or of a script without capitals."""
    return any(letter.isalpha() and not letter.islower() for letter in words)


def _inside(read: ReadWords) -> ReadWords:
    """Read the quoted words themselves."""
    name = PARENTHESIS.sub("", LEADING.sub("", read.words)).strip("\"'“”‘’ ")
    if (site := SITE_IN.match(name)) and fold(site["noun"]) in SITE_NOUNS:
        return replace(read, name=name, kind="site", noun=fold(site["noun"]))
    if FRONT.search(name) and not TAIL.match(name):
        return replace(read, name=name, kind="front", part=True)
    if (found := OF_PHRASE.match(name)) or (found := TAIL.match(name)):
        return _qualified(read, found)
    bare, noun = _without_noun(name)
    if (part := PART.match(bare)) and len(part["name"]) > 2 and is_name(part["name"]):
        inner, inner_noun = _without_noun(LEADING.sub("", part["name"]))
        kind = _kind(noun or inner_noun) or ("region" if fold(part["part"]) in ("rural", "upper", "lower") else None)
        kind = "district" if kind == "settlement" else kind
        half = fold(part["part"]) in HALVES and kind is None
        return replace(read, name=inner, noun=noun or inner_noun, kind=kind, part=True, half=half, shown=name)
    if name.split()[-1:] and fold(name.split()[-1]) in SITE_NOUNS:
        return replace(read, name=name, kind="site", noun=fold(name.split()[-1]))
    return replace(read, name=bare, noun=noun, kind=_kind(noun))


def _qualified(read: ReadWords, found: re.Match[str]) -> ReadWords:
    """Read "outskirts of X", "X countryside", "border with X"."""
    qualifier, whole = fold(found["noun"]).removesuffix("s"), found.string
    name, noun = _without_noun(LEADING.sub("", found["name"].strip()))
    if qualifier in ("border", "frontier", "border region"):
        return replace(read, name=name, kind="other", relation="along", part=True, shown=f"{name} border")
    if qualifier in ("outskirt", "edge", "suburb", "vicinity"):
        return replace(read, name=name, noun=noun, kind="other", relation="outside", shown=whole)
    if qualifier in ("coast", "shore", "coastline"):
        return replace(read, name=name, noun=noun, kind=_kind(noun), relation="off", part=True, shown=whole)
    if qualifier in ("front", "frontline", "front line", "axi"):
        return replace(read, name=name, kind="front", part=True, shown=whole)
    if qualifier == "territorie":
        return replace(read, name=name, kind="other", part=True, shown=whole)
    if qualifier in ("territory", "soil", "land", "airspace"):
        return replace(read, name=name, noun=noun, kind=_kind(noun))
    if qualifier in ("district", "neighborhood", "neighbourhood", "center", "centre", "heart", "side", "half"):
        return replace(read, name=name, noun=noun, kind="district", part=True, shown=whole)
    return replace(read, name=name, noun=noun, kind="district" if _kind(noun) == "settlement" else "region", part=True, shown=whole)


def _around(read: ReadWords) -> ReadWords:
    """Read the words on either side of the quoted ones."""
    if read.relation == "at":
        read = _related(read)
    if not read.part and (COUNTRYSIDE_AFTER.match(read.after) or COUNTRYSIDE.search(read.before)):
        read = replace(
            read, part=True, kind=read.kind or ("region" if "countryside" in (read.before[-60:] + read.after[:25]).lower() else None)
        )
    elif not read.part and (part := PART_BEFORE.search(read.before)):
        read = replace(read, part=True, half=fold(part["part"]) in HALVES)
    if not read.part and (BORDER_BEFORE.search(read.before) or BORDER_AFTER.match(read.after)):
        read = replace(read, at_border=True)
    if read.kind is None and (noun := _noun_around(read)):
        read = replace(read, noun=noun, kind=_kind(noun))
    return read


def _related(read: ReadWords) -> ReadWords:
    if found := DISTANCE.search(read.before):
        number = float(found["number"].replace(",", "").rstrip(".") or 0)
        km = number * MILE_KM if found["unit"].lower().startswith("mi") else number
        compass = bearing_word(found["compass"])
        return replace(read, relation="direction" if compass else "near", distance_km=round(km, 1), compass=compass)
    if AREA_AFTER.match(read.after) or AREA_BEFORE.search(read.before):
        return replace(read, relation="near")
    if ROAD_AFTER.match(read.after):
        return replace(read, relation="along")
    for relation, pattern in RELATIONS:
        if found := pattern.search(read.before):
            return replace(read, relation=relation, compass=bearing_word(found[0].split()[0]) if relation == "direction" else None)
    return read


def bearing_word(words: str | None) -> str | None:
    """Return the point of the compass that words say, as one word ("south-eastern" → "southeast")."""
    bare = fold(words or "").replace(" ", "").removesuffix("most").removesuffix("ern")
    return bare if bare in BEARINGS else None


def _noun_around(read: ReadWords) -> str | None:
    """Return the generic noun that stands with the name: "the town of X", "X and Y oblasts"."""
    if (after := KIND_AFTER.match(read.after)) and (not after["list"] or after["noun"].endswith("s")):
        parts = fold(after["noun"]).endswith("s") and not after["list"] and fold(after["noun"]).removesuffix("s") in DISTRICT_WORDS
        return None if parts else fold(after["noun"])  # "X boroughs" are parts of X
    for pattern in (KIND_BEFORE, KIND_APPOSED):
        if SOME_OF.search(read.before):
            continue  # "a district of X": X is no district
        if (before := pattern.search(read.before)) and kind_of_noun(fold(before["noun"])):
            return fold(before["noun"])
    return None


def _without_noun(name: str) -> tuple[str, str | None]:
    """Return a name without its generic word, and that word."""
    words = name.split()
    if len(words) > 2 and words[1].lower() == "of" and kind_of_noun(fold(words[0])):
        return LEADING.sub("", " ".join(words[2:])), fold(words[0])
    if len(words) > 1 and kind_of_noun(fold(words[-1])):
        return " ".join(words[:-1]), fold(words[-1])
    return name, None


def _kind(noun: str | None) -> PlaceKind | None:
    return kind_of_noun(noun) if noun else None
