"""Evidence for and against two acts concerning one commitment, feature by feature."""

import re
from collections.abc import Callable
from datetime import timedelta

from montjoie.reconcile.acts import LOOKING_BACK, TRUCES, act_day, days_between, days_for, life_of, places_in_text, stops
from montjoie.reconcile.compare import CONFLICT
from montjoie.reconcile.days import compare_days, span_of_days
from montjoie.reconcile.geography import compare_place_sets
from montjoie.reconcile.roots import sides_of
from montjoie.schema import Commitment
from montjoie.settled import Evidence

SUBJECT_SAME, SUBJECT_TRUCE = 1.0, 0.3  # "ceasefire" and "partial ceasefire" are told of one truce
SAME_DOCUMENT = 1.5  # an article speaks of "the truce", "the agreement", "it": mostly of one
COPIED = 2.0  # the same act in words of the same length at the same place of two texts: one text under two names
OVERLAP = 1.5  # the same words told twice
CLOSE_BY, CLOSE_CHARACTERS = 0.4, 600  # an act goes with the commitment told beside it
SAME_CLAIM_SIDE_BY_SIDE = -1.5  # one speaker who lists "nine corridors" and then one of them makes two commitments
DAY_SAME, DAY_OF_REPORT, DAY_UNKNOWN, DAY_AFTER, EXTENSION = 1.5, 0.7, 0.5, -0.5, 1.0
PAUSE_REPORT_DAYS = 2  # a pause told without a day is that of the report or of the day before or after
WITHIN_A_MONTH, MONTHS_APART = 0.5, -1.5
MONTH_DAYS, FAR_DAYS = 31, 93
START_OTHER = -0.3  # the parties may read the start differently: by itself it makes no other agreement
SIDES_EQUAL, SIDES_SHARED, SIDES_OTHER = 1.2, 0.7, -1.0
ROUTE_SAME, ROUTE_SHARED, ROUTE_MISSING, ROUTE_OTHER = 1.5, 1.0, -0.3, -1.5
AREA_SHARED = 0.8
A_DAY = timedelta(hours=24)
DURATION_SAME, DURATION_OTHER = 0.7, -0.3
SCOPE_SHARED, SCOPE_OTHER = 0.4, -1.0
CIRCLE_SHARED = 0.6  # not the same parties, and those who are about it meet
REFERS_BACK = 0.8  # a breach, a denial, an extension, an end is of what was made before
WORDS_SHARED, MOST_WORDS = 0.3, 3  # for each word that tells it from others
TOWN_SHARED, COUNTRY_SHARED = 0.8, 0.4
AHEAD_DAYS = 10  # a pause is answered before it begins

_MAKING = frozenset({"announces", "agrees", "proposes"})
# Of these an article mostly speaks of one at a time: "the truce" is the one there is. Of arms or talks there are many.
_ONE_AT_A_TIME = frozenset({"ceasefire", "limited_ceasefire", "humanitarian_pause", "prisoner_exchange", "withdrawal", "export_passage"})
_ANSWERING = frozenset({"refuses", "agrees", "proposes", "demands"})
# The places that an allegation, a denial or a refusal names are those of a breach as often as the route's.
_NAMING_THE_ROUTE = frozenset({"announces", "agrees", "proposes", "demands", "extends", "suspends", "confirms_holding"})

Feature = Callable[[Commitment, Commitment], Evidence | None]


def conflict_of_acts(a: Commitment, b: Commitment) -> Evidence | None:
    """Return the reason why two acts cannot concern one commitment, if there is one."""
    pause = "humanitarian_pause" in (a.subject, b.subject)
    extends = "extends" in (a.act, b.act)
    for reason, found in (
        ("subject", a.subject != b.subject and not {a.subject, b.subject} <= TRUCES),
        ("day", pause and not extends and _pause_days_apart(a, b)),
        ("route", pause and {a.act, b.act} <= _NAMING_THE_ROUTE and _routes(a, b) == "apart"),
        ("area", a.subject in TRUCES and not pause and _areas(a, b) == "apart"),
    ):
        if found:
            return Evidence(feature=reason, weight=CONFLICT, detail="")
    return None


def compare_acts(a: Commitment, b: Commitment) -> tuple[Evidence, ...]:
    """Return what speaks for and against two acts concerning one commitment, where nothing forbids it."""
    features: tuple[Feature, ...] = (
        _subject,
        _document,
        _side_by_side,
        _day,
        _sides,
        _place,
        _duration,
        _scope,
        _refers_back,
        _words,
        _theatre,
    )
    return tuple(evidence for feature in features if (evidence := feature(a, b)) is not None)


def _subject(a: Commitment, b: Commitment) -> Evidence:
    weight = SUBJECT_SAME if a.subject == b.subject else SUBJECT_TRUCE
    return Evidence(feature="subject", weight=weight, detail=f"{a.subject} {b.subject}")


def _document(a: Commitment, b: Commitment) -> Evidence | None:
    if a.document != b.document:
        copied = a.act == b.act and places_in_text(a) == places_in_text(b)
        return Evidence(feature="same_words_at_the_same_place", weight=COPIED, detail="") if copied else None
    gap = _gap(a, b)
    weight = SAME_DOCUMENT + CLOSE_BY * max(0.0, 1 - gap / CLOSE_CHARACTERS) + (OVERLAP if gap == 0 else 0.0)
    return Evidence(feature="same_document", weight=round(weight, 4), detail=str(gap))


def _gap(a: Commitment, b: Commitment) -> int:
    """The characters between the contents of two acts of one document, 0 where they overlap."""
    return min(max(0, one.start - other.end, other.start - one.end) for one in a.content for other in b.content)


def _side_by_side(a: Commitment, b: Commitment) -> Evidence | None:
    listed = a.claim is not None and a.claim == b.claim and a.act in _MAKING and b.act in _MAKING
    if not listed or a.document != b.document or bool(stops(a)) == bool(stops(b)) or _gap(a, b) == 0:
        return None
    return Evidence(feature="side_by_side", weight=SAME_CLAIM_SIDE_BY_SIDE, detail="")


def _day(a: Commitment, b: Commitment) -> Evidence | None:
    if "humanitarian_pause" in (a.subject, b.subject):
        return _pause_day(a, b)
    between = days_between(a, b)
    if _begin_together(a, b):
        return Evidence(feature="start", weight=DAY_SAME, detail="begins")
    if a.start is not None and a.start.first is not None and b.start is not None and b.start.first is not None:
        same = compare_days(a.start, b.start) != "apart"
        weight = DAY_SAME if same else START_OTHER if between <= MONTH_DAYS else MONTHS_APART
        if same or not _in_its_life(a, b):
            return Evidence(feature="start", weight=weight, detail=f"{a.start.first} {b.start.first}")
    if _in_its_life(a, b):
        return Evidence(feature="day", weight=WITHIN_A_MONTH, detail="in its life")
    if between > FAR_DAYS:
        return Evidence(feature="day", weight=MONTHS_APART, detail=str(between))
    return Evidence(feature="day", weight=WITHIN_A_MONTH, detail=str(between)) if between <= MONTH_DAYS else None


def _begin_together(a: Commitment, b: Commitment) -> bool:
    if a.begins is None or b.begins is None or {"extends", "ends", "suspends"} & {a.act, b.act}:
        return False
    return max(a.begins.earliest, b.begins.earliest) - min(a.begins.latest, b.begins.latest) <= A_DAY


def _in_its_life(a: Commitment, b: Commitment) -> bool:
    """Whether one act speaks of what exists, on a day on which what the other makes is spoken of."""
    for made, told in ((a, b), (b, a)):
        life, when = life_of(made), told.day.not_after or told.day.first
        if (
            made.act in (*_MAKING, "extends")
            and (told.act in LOOKING_BACK or made.act == "extends")
            and life is not None
            and when is not None
            and life[0] <= when <= life[1]
        ):
            return True
    return False


def _pause_days_apart(a: Commitment, b: Commitment) -> bool:
    """A pause is for its days: two that share none are two pauses; of an act without a day, only that it was near its report."""
    if _within_a_long_one(a, b) or _within_a_long_one(b, a):
        return False
    between = days_between(a, b)
    return between >= PAUSE_REPORT_DAYS or (between > 0 and all(span_of_days(act_day(act)) is not None for act in (a, b)))


def _within_a_long_one(pause: Commitment, act: Commitment) -> bool:
    """A pause of several days, or one announced days ahead, is spoken of from its announcement to its end."""
    days, told, when = days_for(pause), pause.day.not_after, act.day.first or act.day.not_after
    if days is None or when is None or (days[0] == days[1] and act.day.first is not None):
        return False
    start = min(days[0], told) if told is not None and (days[0] - told).days <= AHEAD_DAYS else days[0]
    return start <= when <= days[1] and (days[1] > days[0] or act.act in _ANSWERING)


def _pause_day(a: Commitment, b: Commitment) -> Evidence | None:
    if a.day.first is None and a.day.not_after is None:
        return None
    between = days_between(a, b)
    if "extends" in (a.act, b.act) and between == 1:
        return Evidence(feature="day", weight=EXTENSION, detail="extends")
    if all(span_of_days(act_day(act)) is not None for act in (a, b)):
        return Evidence(feature="day", weight=DAY_SAME, detail=compare_days(act_day(a), act_day(b)))
    if between == 0:
        return Evidence(feature="day", weight=DAY_OF_REPORT, detail="day_of_report")
    return Evidence(feature="day", weight=DAY_UNKNOWN if a.document == b.document else DAY_AFTER, detail=str(between))


def _sides(a: Commitment, b: Commitment) -> Evidence | None:
    first, second = sides_of((*a.party, *a.bound)), sides_of((*b.party, *b.bound))
    if not first or not second:
        shared = (first | _circle(a)) & (second | _circle(b))
        if shared and a.document != b.document:
            return Evidence(feature="circle", weight=SIDES_EQUAL if len(shared) > 1 else CIRCLE_SHARED, detail=" ".join(sorted(shared)))
        return None
    if first & second:
        everyone = (first | _circle(a)) & (second | _circle(b))
        weight = SIDES_EQUAL if len(everyone) > 1 and (first == second or a.document != b.document) else SIDES_SHARED
    elif a.document == b.document:
        return None  # "one agreed, the other agreed" is how one commitment is told
    elif _circle(a) & _circle(b):
        return Evidence(feature="circle", weight=CIRCLE_SHARED, detail=" ".join(sorted(_circle(a) & _circle(b))))
    else:
        weight = SIDES_OTHER
    return Evidence(feature="sides", weight=weight, detail=" ".join(sorted(first & second)))


def _place(a: Commitment, b: Commitment) -> Evidence | None:
    if "humanitarian_pause" in (a.subject, b.subject):
        if not stops(a) or not stops(b):
            missing = bool(stops(a)) != bool(stops(b)) and a.document != b.document
            return Evidence(feature="route", weight=ROUTE_MISSING, detail="missing") if missing else None
        match = _routes(a, b)
        weights = {"same": ROUTE_SAME, "shared": ROUTE_SHARED, "apart": ROUTE_OTHER}
        return Evidence(feature="route", weight=weights[match], detail=match) if match in weights else None
    match = _areas(a, b)
    return Evidence(feature="area", weight=AREA_SHARED, detail=match) if match not in ("unknown", "apart") else None


def _routes(a: Commitment, b: Commitment) -> str:
    """`same` where all places of the shorter route are on the other, `shared` for some, `apart` for none."""
    shorter, longer = sorted((stops(a), stops(b)), key=len)
    if not shorter:
        return "unknown"
    matches = [compare_place_sets((stop,), longer) for stop in shorter]
    met = sum(match in ("same", "inside", "near", "same_region") for match in matches)
    if met == len(matches):
        return "same"
    if met:
        return "shared"
    return "apart" if all(match == "apart" for match in matches) else "unknown"


def _areas(a: Commitment, b: Commitment) -> str:
    if a.area is None or b.area is None:
        return "unknown"
    return compare_place_sets((a.area,), (b.area,))


def _duration(a: Commitment, b: Commitment) -> Evidence | None:
    if a.duration_days is None or b.duration_days is None or (a.act == "extends") != (b.act == "extends"):
        return None  # what is prolonged is prolonged by another length
    same = a.duration_days == b.duration_days
    return Evidence(feature="duration", weight=DURATION_SAME if same else DURATION_OTHER, detail=f"{a.duration_days} {b.duration_days}")


def _scope(a: Commitment, b: Commitment) -> Evidence | None:
    first, second = set(a.scope_class), set(b.scope_class)
    if not first or not second:
        return None
    shared = first & second
    return Evidence(feature="scope", weight=SCOPE_SHARED if shared else SCOPE_OTHER, detail=" ".join(sorted(shared)))


def _refers_back(a: Commitment, b: Commitment) -> Evidence | None:
    looks_back = a.act in LOOKING_BACK or b.act in LOOKING_BACK
    if a.document == b.document or not looks_back or not {a.subject, b.subject} <= _ONE_AT_A_TIME:
        return None
    return Evidence(feature="refers_back", weight=REFERS_BACK, detail=f"{a.act} {b.act}")


def _words(a: Commitment, b: Commitment) -> Evidence | None:
    shared = {_stem(word) for word in a.words} & {_stem(word) for word in b.words}
    if a.document == b.document or not shared:
        return None
    return Evidence(feature="words", weight=round(WORDS_SHARED * min(MOST_WORDS, len(shared)), 4), detail=str(len(shared)))


def _theatre(a: Commitment, b: Commitment) -> Evidence | None:
    """Where what the two articles tell of is: "the truce" told of one town is that town's."""
    if a.document == b.document or not {a.subject, b.subject} <= _ONE_AT_A_TIME:
        return None
    shared = set(a.circle) & set(b.circle)
    for prefix, weight in (("at:", TOWN_SHARED), ("in:", COUNTRY_SHARED)):
        if any(one.startswith(prefix) for one in shared):
            return Evidence(feature="theatre", weight=weight, detail=prefix.strip(":"))
    return None


def _circle(act: Commitment) -> set[str]:
    return {one for one in act.circle if not one.startswith(("at:", "in:"))}


def _stem(word: str) -> str:
    return re.sub(r"(?:ies|es|s|ing|ed)$", "", word) if len(word) > 5 else word
