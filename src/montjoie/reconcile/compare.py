"""Evidence for and against two mentions being one incident, feature by feature, with what each is worth.

The weights are set by hand, on one scale: the same town and the same day each carry 2, the same type 1, and
4 of them make two mentions one incident (judge.py). So type, town and day suffice, as in ACLED's rule of one event,
and lose to any plain sign against it; a region instead of a town, or a bound instead of a day, needs something more.
"""

from collections.abc import Callable, Iterable

from montjoie.reconcile.block import theatre
from montjoie.reconcile.days import compare_days, span_of_days
from montjoie.reconcile.families import DIPLOMATIC, compare_types
from montjoie.reconcile.geography import compare_place_sets
from montjoie.reconcile.roots import party_keys
from montjoie.schema import GroundedFigure, Mention, Told
from montjoie.settled import Evidence

CONFLICT = -10.0  # a hard conflict: nothing outweighs it

TYPE_WEIGHTS = {"same": 1.0, "general": 0.5, "confusable": -0.5}
PLACE_WEIGHTS = {
    "same": 2.0,
    "inside": 0.8,  # a town of the region, a district of the town: one of many
    "near": 1.0,  # within what the radii allow, yet two names
    "same_region": 0.6,
    "same_country": 0.1,
    "unknown": 0.0,
}
DISTRICT_WEIGHT = 1.5  # a quarter or a site of the town that the other names
DIPLOMATIC_PLACE = 0.4  # capitals hold many meetings a day: the place says less than who takes part
DAY_WEIGHTS = {
    "same_day": 2.0,
    "same_night": 1.5,  # "overnight" against one of its two days
    "same_week": 0.8,
    "same_month": 0.2,
    "long_overlap": 0.0,
    "reported_together": 0.5,  # no day, and the reports lie days apart at most
    "reported_apart": -1.0,  # a report without a day, and another from days before or after: towns are hit again
    "unknown": 0.0,
}
SAME_PERIOD = 1.5  # two summaries of exactly the same days
OTHER_PERIOD = -0.5  # summaries of overlapping days count different things
ACTORS_SHARED = 0.3  # in a war of two sides nearly every pair shares its actor
ACTORS_OPPOSED = -0.5  # soft: who did it is what reports dispute
TARGETS_SHARED = 0.3
PARTICIPANTS_EQUAL, PARTICIPANTS_PART, PARTICIPANTS_MIXED, PARTICIPANTS_NONE = 2.0, 0.7, -1.0, -2.0
WORDS_MANY, WORDS_SOME, WORDS_NONE = 1.0, 0.5, -0.3
CLASS_SHARED, CLASS_OPPOSED = 0.4, -0.5
WORDING = 3.0  # a whole sentence in common: copied, or of one wire
FORM_SHARED, CHANGE_SHARED, CHANGE_OPPOSED = 0.3, 0.6, -1.0
FIGURE_SAME, FIGURE_SAME_SMALL, FIGURE_OPEN = 1.0, 0.5, 0.2  # 37 and 37 is a fingerprint, 1 and 1 is not
FIGURE_NEAR, FIGURE_OFF, FIGURE_FAR = -0.2, -0.6, -1.2  # tolls rise within a day, yet rarely fivefold
FIGURES_MOST, FIGURES_LEAST = 1.8, -1.5
WAR_THEATRE, WAR_LATEST = 3.0, 0.3
WAR_OTHER_DAYS = 730  # starts that lie further apart are those of two wars, or of a war and its latest invasion
WAR_LATEST_DAYS = 1100  # "the war", without a day, is the latest that began in the years before the report

# What one side takes the other loses: one change told from two sides.
_CHANGES_AS_ONE = frozenset({"taken", "lost", "entered", "left", "annexed", "claimed"})

Feature = Callable[[Mention, Mention], Evidence | None]


def conflict(a: Mention, b: Mention) -> Evidence | None:
    """Return the reason why two mentions cannot be one incident, if there is one."""
    for reason, found in (
        ("same_document", a.document == b.document),
        ("type", compare_types(a.type, b.type) == "incompatible"),
        ("reality", a.reality != b.reality),
        ("aggregate", a.aggregate != b.aggregate),
        ("theatre", a.type == "war" and bool(theatre(a)) and bool(theatre(b)) and not theatre(a) & theatre(b)),
        ("day", _wars_apart(a, b) if a.type == "war" else compare_days(a.when, b.when) == "apart"),
        ("place", a.type not in DIPLOMATIC and a.type != "war" and compare_place_sets(a.wheres, b.wheres) == "apart"),
        ("another", a.another != b.another and not set(a.wording) & set(b.wording)),
    ):
        if found:
            return Evidence(feature=reason, weight=CONFLICT, detail=_conflict_detail(reason, a, b))
    return None


def compare_mentions(a: Mention, b: Mention) -> tuple[Evidence, ...]:
    """Return what speaks for and against two mentions being one incident, where nothing forbids it."""
    features: tuple[Feature, ...] = (
        (_type, _war, _wording)
        if a.type == "war"
        else (_type, _place, _day, _participants if a.type in DIPLOMATIC else _actors, _words, _target_class, _form, _figures, _wording)
    )
    return tuple(evidence for feature in features if (evidence := feature(a, b)) is not None)


def _wars_apart(a: Mention, b: Mention) -> bool:
    first, second = span_of_days(a.when), span_of_days(b.when)
    return first is not None and second is not None and abs((first[0] - second[0]).days) > WAR_OTHER_DAYS


def _conflict_detail(reason: str, a: Mention, b: Mention) -> str:
    if reason == "type":
        return f"{a.type} {b.type}"
    if reason == "day":
        return " ".join(str(end) for when in (a.when, b.when) for end in (span_of_days(when) or (when.not_after,)))
    return ""


def _type(a: Mention, b: Mention) -> Evidence:
    relation = compare_types(a.type, b.type)
    return Evidence(feature="type", weight=TYPE_WEIGHTS[relation], detail=f"{relation}: {a.type} {b.type}")


def _place(a: Mention, b: Mention) -> Evidence | None:
    match = compare_place_sets(a.wheres, b.wheres)
    if match == "unknown":
        return None
    if match == "apart":  # only of diplomacy: the same call is told from two capitals
        return Evidence(feature="place", weight=-1.0, detail=match)
    weight = PLACE_WEIGHTS[match]
    if match == "inside" and all(any(where.kind != "region" for where in mention.wheres) for mention in (a, b)):
        weight = DISTRICT_WEIGHT
    return Evidence(feature="place", weight=weight * (DIPLOMATIC_PLACE if a.type in DIPLOMATIC else 1.0), detail=match)


def _day(a: Mention, b: Mention) -> Evidence | None:
    match = compare_days(a.when, b.when)
    weight = DAY_WEIGHTS.get(match, 0.0)
    if a.aggregate and match in ("same_night", "same_week", "same_month", "long_overlap"):
        equal = span_of_days(a.when) == span_of_days(b.when)
        match_detail = "same_period" if equal else "other_period"
        return Evidence(feature="day", weight=SAME_PERIOD if equal else OTHER_PERIOD, detail=match_detail)
    return Evidence(feature="day", weight=weight, detail=match) if weight else None


def _actors(a: Mention, b: Mention) -> Evidence | None:
    first, second = _parties(a.actors), _parties(b.actors)
    weight = 0.0
    if first and second:
        weight += ACTORS_SHARED if first & second else ACTORS_OPPOSED
    if _ids(a.targets) & _ids(b.targets):
        weight += TARGETS_SHARED
    return Evidence(feature="actors", weight=weight, detail=" ".join(sorted(first & second))) if weight else None


def _participants(a: Mention, b: Mention) -> Evidence | None:
    """Who meets, sanctions, gives: actors and targets together, by id where both sets have them, else by side."""
    people = [tuple(told for told in (*mention.actors, *mention.targets)) for mention in (a, b)]
    first, second = _ids(people[0]), _ids(people[1])
    if not first or not second:
        return None
    weight = max(_participant_weight(first, second), _participant_weight(_parties(people[0]), _parties(people[1])))
    return Evidence(feature="participants", weight=weight, detail=" ".join(sorted(first & second)))


def _participant_weight(first: frozenset[str], second: frozenset[str]) -> float:
    if not first & second:
        return PARTICIPANTS_NONE
    if first == second:
        return PARTICIPANTS_EQUAL if len(first) > 1 else PARTICIPANTS_PART
    return PARTICIPANTS_PART if first <= second or second <= first else PARTICIPANTS_MIXED


def _words(a: Mention, b: Mention) -> Evidence | None:
    first, second = set(a.words), set(b.words)
    if not first or not second:
        return None
    shared = len(first & second)
    share = shared / min(len(first), len(second))
    weight = WORDS_MANY if share >= 0.5 and shared > 1 else WORDS_SOME if shared else WORDS_NONE
    return Evidence(feature="words", weight=weight, detail=f"{shared} of {min(len(first), len(second))}")


def _target_class(a: Mention, b: Mention) -> Evidence | None:
    first, second = set(a.target_class), set(b.target_class)
    if not first or not second:
        return None
    shared = sorted(first & second)
    return Evidence(feature="target_class", weight=CLASS_SHARED if shared else CLASS_OPPOSED, detail=" ".join(shared))


def _form(a: Mention, b: Mention) -> Evidence | None:
    if a.change is not None and b.change is not None and a.type == b.type == "territory":
        one = a.change == b.change or {a.change, b.change} <= _CHANGES_AS_ONE
        return Evidence(feature="change", weight=CHANGE_SHARED if one else CHANGE_OPPOSED, detail=f"{a.change} {b.change}")
    if a.form is not None and a.form == b.form:
        return Evidence(feature="form", weight=FORM_SHARED, detail=a.form)
    return None


def _figures(a: Mention, b: Mention) -> Evidence | None:
    totals, others = _totals(a.figures), _totals(b.figures)
    weights = {
        kind: max(_figure_weight(figure, other) for figure in totals[kind] for other in others[kind])
        for kind in sorted(totals.keys() & others.keys())
    }
    if not weights:
        return None
    weight = max(FIGURES_LEAST, min(FIGURES_MOST, sum(weights.values())))
    return Evidence(feature="figures", weight=weight, detail=" ".join(weights))


def _totals(figures: Iterable[GroundedFigure]) -> dict[str, list[tuple[int | None, int | None]]]:
    totals: dict[str, list[tuple[int | None, int | None]]] = {}
    for item in figures:
        if not (item.cumulative or item.figure.part or item.figure.further):
            totals.setdefault(item.figure.kind, []).append((item.figure.low, item.figure.high))
    return totals


def _figure_weight(first: tuple[int | None, int | None], second: tuple[int | None, int | None]) -> float:
    """Exact and equal, compatible, or exclusive: then by the ratio between the two."""
    if first == second and first[0] == first[1] and first[0] is not None:
        return FIGURE_SAME if first[0] >= 3 else FIGURE_SAME_SMALL if first[0] > 0 else FIGURE_OPEN
    if excludes(first, second):
        low = max(number for number in (first[0], second[0]) if number is not None)
        high = min(number for number in (first[1], second[1]) if number is not None)
        ratio = low / max(1, high)
        return FIGURE_NEAR if ratio <= 2 else FIGURE_OFF if ratio <= 5 else FIGURE_FAR
    return FIGURE_OPEN


def excludes(first: tuple[int | None, int | None], second: tuple[int | None, int | None]) -> bool:
    """Tell whether two bounded numbers, as (low, high) with None for open, have no value in common."""
    low = max((number for number in (first[0], second[0]) if number is not None), default=None)
    high = min((number for number in (first[1], second[1]) if number is not None), default=None)
    return low is not None and high is not None and low > high


def _wording(a: Mention, b: Mention) -> Evidence | None:
    shared = len(set(a.wording) & set(b.wording))
    return Evidence(feature="wording", weight=WORDING, detail=str(shared)) if shared else None


def _war(a: Mention, b: Mention) -> Evidence | None:
    """One war in one theatre; "the war" of a later report is rather its latest phase than one of years ago."""
    shared = theatre(a) & theatre(b)
    if not shared:
        return None
    weight = WAR_THEATRE
    for dated, undated in ((a, b), (b, a)):
        days, bound = span_of_days(dated.when), undated.when.not_after
        if days is not None and span_of_days(undated.when) is None and bound is not None and (bound - days[0]).days <= WAR_LATEST_DAYS:
            weight += WAR_LATEST
    return Evidence(feature="theatre", weight=weight, detail=" ".join(sorted(shared)))


def _parties(people: Iterable[Told]) -> frozenset[str]:
    return party_keys(told.who for told in people)


def _ids(people: Iterable[Told]) -> frozenset[str]:
    return frozenset(told.who.id for told in people if told.who.id is not None)
