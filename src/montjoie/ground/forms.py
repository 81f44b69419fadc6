"""What an incident's own words say of its form (looting, siege, …) and of how a territory changed hands."""

import re
from collections.abc import Iterable, Sequence

from montjoie.schema import IncidentRead, Span

# (form, the types it belongs to, what its triggers say, what its targets must say or None): the first that fits counts
_FORMS: tuple[tuple[str, frozenset[str], str, str | None], ...] = (
    (
        "sexual_violence",
        frozenset({"abuse", "attack", "killing", "detention"}),
        r"\b(?:gang[ -]?)?rap(?:e|es|ed|ing|ists?)\b|\bsexual\w*\b|\bsexually\b|\bmolest\w*|\bsex slave\w*|\bforced prostitution",
        None,
    ),
    (
        "torture",
        frozenset({"abuse", "detention", "attack", "killing"}),
        (r"\btortur\w*|\b(?:inhuman|degrading|cruel) treatment|\bill[ -]treat\w*|\bmistreat\w*|\bmutilat\w*|\belectric shocks?"
        r"|\bwaterboard\w*|\bbeaten in custody"),
        None,
    ),
    ("forced_recruitment", frozenset({"abuse", "detention", "deployment", "attack"}),
     (r"\b(?:forc\w+|forcibl\w+|compuls\w+) (?:\w+ ){0,2}(?:recruit\w*|conscript\w*|mobili[sz]\w*|enlist\w*)|\bpress[ -]?gang\w*"
     r"|\bchild soldiers?\b"), None),
    ("looting", frozenset({"abuse", "sabotage", "attack"}), (r"\bloot\w*|\bpillag\w*|\bplunder\w*|\bransack\w*|\brobb(?:ed|ing"
    r"|ery)\b|\bstole\b|\bstolen\b"), None),
    (
        "access_denial",
        frozenset({"abuse", "aid", "attack", "territory", "detention", "sanction", "displacement", "sabotage"}),
        (r"\b(?:den(?:y|ied|ies|ying)|refus\w+|block\w*|prevent\w*|obstruct\w*|hinder\w*|imped\w+|turn\w* back|halt\w*|bar(?:s|red"
        r"|ring)?|deni?al)\b"
        r"(?: \w+){0,4} (?:access|entry|passage|aid|convoys?|humanitarian\w*|evacuation|medicines?|supplies)"
        r"|\b(?:access|entry|passage) (?:was |were |has been |had been )?(?:denied|refused|blocked|prevented)|\blet'?s nothing in\b"),
        None,
    ),
    (
        "access_denial",
        frozenset({"abuse", "aid", "attack", "detention", "displacement"}),
        r"\b(?:den(?:y|ied|ies|ying)|refus\w+|block(?:ed|ing|s)?|prevent\w*|obstruct\w*|hinder\w*|imped\w+|turn\w* back|halted|barred)\b",
        r"\b(?:aid|convoys?|humanitarian\w*|observers?|monitors?|inspectors?|evacuat\w*|relief|supplies|medicines?|patrols?|mission)\b",
    ),
    ("overflight", frozenset({"attack", "deployment", "air_strike", "interception", "territory"}),
     (r"\boverflights?|\boverfl(?:y|ew|own|ying)|\b(?:fl(?:y|ew|own|ying|ights?)|drones?) over\b"
     r"|\b(?:violat\w+|enter\w*|cross\w*|breach\w*|incursions?) (?:\w+ ){0,4}air ?space|\bair ?space (?:violation|incursion"
     r"|breach)\w*"), None),
    (
        "heavy_weapons_in_zone",
        frozenset({"deployment"}),
        r"\b(?:heavy weap\w+|heavy artillery|heavy armou?r)\b.*\b(?:zone|line|area)|\b(?:zone|line)\b.*\bheavy weap\w+",
        None,
    ),
    ("siege", frozenset({"territory", "clash", "attack", "abuse"}), (r"\bbesieg\w*|\bsieges?\b|\bblockad\w*|\bstarv\w+ out\b"
    r"|\bencircle\w*|\bsurround\w*|\bcut off\b"), None),
    (
        "property_destruction",
        frozenset({"sabotage", "abuse", "attack"}),
        (r"\btorch\w*|\bset (?:\w+ ){0,2}(?:on fire|alight|ablaze|fire to)\b|\barson\w*|\bburn(?:ed|t|ing)?\b(?: down)?"
        r"|\bincinerat\w*|\bdemoli\w*|\bbulldoz\w*"
        r"|\braz(?:ed|ing)\b|\bvandali[sz]\w*|\bdestr(?:oy\w*|uction)|\bdamag\w*|\bblew up\b|\bblown up\b|\bdynamit\w*"
        r"|\bdesecrat\w*|\bwreck\w*"),
        None,
    ),
)  # fmt: skip
FORMS = tuple(
    (form, types, re.compile(trigger, re.IGNORECASE), re.compile(target, re.IGNORECASE) if target else None)
    for form, types, trigger, target in _FORMS
)

# a change of territory, the most telling first: "recaptured after a siege" is a taking
CHANGES: tuple[tuple[str, re.Pattern[str]], ...] = tuple(
    (change, re.compile(pattern, re.IGNORECASE))
    for change, pattern in (
        ("annexed", r"\bannex\w*"),
        ("claimed", (r"\bdeclar(?:ed|es|ing|ation)\b(?! (?:control|victory))|\blays? claim|\bclaim(?:s|ed|ing)?\b(?! (?:control"
        r"|to have))|\bproclaim\w*")),
        (
            "lost",
            (r"\blos(?:s|ses|e|es|ing)\b|\blost\b|\bfell\b|\bfallen\b|\bfalls?\b|\bfalling\b|\bcrumbl\w*|\bcollaps\w*|\bceded?\b"
            r"|\boverrun\b|\bdriven (?:out|from|back)\b"
            r"|\bevicted from\b|\bsurrender\w*|\bhanded over\b"),
        ),
        (
            "taken",
            (r"\b(?:re)?captur\w*|\b(?:re)?seiz\w*|\b(?:(?:re)?tak(?:e|es|en|ing)|(?:re)?took)\b(?! (?:place|part))|\btakeovers?\b"
            r"|\bliberat\w*|\bfreed\b|\bfreeing\b|\bconqu\w*"
            r"|\b(?:re)?gain(?:s|ed|ing)?\b|\breclaim\w*|\brecover\w*|\bwrest\w*|\b(?:win|wins|winning|won) back\b"
            r"|\brestor\w+ (?:\w+ )?control|\bevict\w*|\bdrove\b|\boverran\b"
            r"|\bclear(?:ed|ing)\b|\bconquest|\bexpand\w* (?:\w+ )?control|\bacquisition|\bcarv\w+ out"
            r"|\bpushed out\b"),
        ),
        (
            "left",
            (r"\bwith?draw\w*|\bwithdrew\b|\bretreat\w*|\bpull(?:ed|s|ing)?(?: (?:out|back))?\b|\bleav(?:e|es|ing)\b|\bleft\b"
            r"|\babandon\w*|\bexit\w*|\bvacat\w*|\bquit\b|\bevacuat\w*"),
        ),
        ("besieged", r"\bbesieg\w*|\bsieges?\b|\bblockad\w*|\bencircl\w*|\bsurround\w*|\bcut off\b|\bnoose\b|\bcorner\w*"),
        ("entered", (r"\benter(?:s|ed|ing)?\b|\bincursions?\b|\binva(?:d\w*|sion)\b|\bcross(?:ed|es|ing)?\b|\barriv\w*"
        r"|\bmoved into\b|\badvanc\w+ into\b|\brolled into\b|\bmarch(?:ed|es|ing)? (?:in|into|on)\b|\breturn\w*")),
        ("held", (r"\bheld\b|\bhold(?:s|ing)?\b|\b(?:in|under|retain\w*|maintain\w*|full) (?:\w+ ){0,2}control|\bcontrol(?:s|led"
        r"|ling)?\b|\boccup\w*|\bdivided\b")),
    )
)  # fmt: skip
CONTROL_TAKEN = re.compile(
    r"\b(?:tak\w+|took|seiz\w+|gain\w*|regain\w*|wrest\w*|assum\w+|establish\w*|win\w*|won|restor\w+) (?:\w+ ){0,2}control", re.IGNORECASE
)

ANOTHER = re.compile(
    r"\b(?:another|an additional|one more|(?:a|the|in a|in the) (?:second|third|fourth|fifth|further|separate|different"
    r"|subsequent|similar|follow-up))"
    r"(?:\s+(?!(?:and|in|on|of|at|by|to|with|that|who|was|were|is|two|three|four|five|six|seven|eight|nine"
    r"|ten)\b)[^\W\d][\w'’-]*){0,2}[\s\"“]*$",
    re.IGNORECASE,
)
LATER = re.compile(r"\b(?:later (?:the same|that|in the) day|in a separate (?:incident|attack|strike|development)|separately"
r"|in another (?:incident|attack|strike))\b",
                   re.IGNORECASE)  # fmt: skip
# Said of what comes after one of its kind told just before, and as often of what began today: "a new strike hit the bakery", "was struck again".
RENEWED = re.compile(
    r"\b(?:a|the|in a|in the|by a) (?:new|fresh|repeat(?:ed)?|renewed)"
    r"(?:\s+(?!(?:and|in|on|of|at|by|to|with|that|who|was|were|is)\b)[^\W\d][\w'’-]*){0,1}[\s\"“]*$",
    re.IGNORECASE,
)
AGAIN = re.compile(r"\s+(?:(?:the|it|there)\s+)?(?:[\w'’-]+\s+)?again\b", re.IGNORECASE)
BEFORE = 60
BESIDE = 300  # characters: two sentences or so
SENTENCE_END = re.compile(r"[.!?][\"”’)]*\s+(?=[\"“‘A-Z])|\n")


def form_of(incident_type: str, trigger_words: Sequence[str], target_words: Sequence[str]) -> str | None:
    """Return the form of an incident by its triggers and targets; None where the words name none."""
    triggers, targets = _plain(trigger_words), _plain(target_words)
    for form, types, trigger, target in FORMS:
        if incident_type in types and trigger.search(triggers) and (target is None or target.search(targets)):
            return form
    if (
        incident_type == "deployment"
        and re.search(r"\bheavy weap|\bheavy artillery", targets)
        and re.search(r"zone|line", f"{triggers} {targets}")
    ):
        return "heavy_weapons_in_zone"
    return None


def change_of(trigger_words: Sequence[str]) -> str | None:
    """Return how a territory changed by the words that name it; None where they do not say, or say two things.

    Taking and holding said together are a taking; what was taken after a siege was taken.
    """
    words = _plain(trigger_words)
    if CONTROL_TAKEN.search(words):
        return "taken"
    said = [change for change, pattern in CHANGES if pattern.search(words)]
    if "taken" in said and ("lost" in said or "left" in said):
        return None
    return said[0] if said else None


def names_another(text: str, trigger: Span, beside: Span | None = None) -> bool:
    """Say whether the words around a trigger set its incident apart from one told before ("another", "a second").

    `beside` is the trigger of one of its kind told just before, if there is one: then "a new strike" and "was struck again" do too.
    """
    sentence = SENTENCE_END.split(text[max(0, trigger.start - 2 * BEFORE) : trigger.start])[-1]
    if ANOTHER.search(sentence[-BEFORE:]) or LATER.search(sentence):
        return True
    if beside is None or not 0 < trigger.start - beside.start <= BESIDE:
        return False
    return bool(RENEWED.search(sentence[-BEFORE:]) or AGAIN.match(text, trigger.end))


def told_before(incident: IncidentRead, told: Iterable[IncidentRead]) -> Span | None:
    """Return the last words that tell, before an incident, of another one of its kind."""
    begun = min(incident.triggers)
    like = (other for other in told if other is not incident and (other.type, other.reality) == (incident.type, incident.reality))
    return max((trigger for other in like if not other.aggregate for trigger in other.triggers if trigger < begun), default=None)


def _plain(words: Sequence[str]) -> str:
    """Return words as one text that patterns can search, each kept apart from the next."""
    return " ; ".join(word.replace("’", "'") for word in words)
