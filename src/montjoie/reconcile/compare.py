"""Evidence for and against two mentions being one incident, feature by feature; what each is worth is fitted (weights.py).

Every feature has a few named values, so that a decision can be read: "place same, day same_night, killed near".
"""

from collections.abc import Callable, Iterable
from datetime import date
from math import sqrt

from montjoie.reconcile.block import theatre
from montjoie.reconcile.days import compare_days, give_two_days, span_of_days
from montjoie.reconcile.families import DIPLOMATIC, are_of_persons, compare_types
from montjoie.reconcile.geography import compare_place_sets, divisions_of, finest, same_name
from montjoie.reconcile.persons import same_person
from montjoie.reconcile.roots import party_keys
from montjoie.reconcile.weights import evidence
from montjoie.reconcile.words import fold
from montjoie.schema import GroundedFigure, Mention, Told
from montjoie.settled import Evidence

CONFLICT = -10.0  # a hard conflict: nothing outweighs it

WAR_OTHER_DAYS = 730  # starts that lie further apart are those of two wars, or of a war and its latest invasion
WAR_LATEST_DAYS = 1100  # "the war", without a day, is the latest that began in the years before the report
TELLING_NUMBER = 3  # 37 and 37 is a fingerprint, 1 and 1 is not
NEAR_RATIO, OFF_RATIO = 2, 5  # tolls rise within a day, yet rarely fivefold
MOST_TELLING, MANY_TELLING, LEAST_TELLING = 5, 3, 3  # rare words in common; fewer of its own say nothing
# How near two articles are in their heaviest words, as a cosine; fewer words say nothing.
ARTICLES = ((0.4, "copied"), (0.25, "most"), (0.17, "many"), (0.1, "some"), (0.05, "few"))
LEAST_WEIGHED = 12
ALIKE = ("copied", "most", "many")
SOMEWHAT_ALIKE = 0.1  # a cosine
REWRITTEN = 0.5  # a cosine: two attacks of one month told by one outlet come to 0.4 (labelled pairs of the half fitted on)
EXACT_RULES = frozenset({"absolute", "given"})  # the text has the date itself, or a person put it there
AGREEING = ("same", "same_low", "same_small", "shared", "most", "many")  # of figures, of persons, of rare words
FEW_DAYS = 7
MONTH = 30  # days between two reports
_SUMMED_UP = ("same_night", "same_week", "same_month", "long_overlap")

# What one side takes the other loses: one change told from two sides.
_CHANGES_AS_ONE = frozenset({"taken", "lost", "entered", "left", "annexed", "claimed"})

Feature = Callable[[Mention, Mention], Evidence | None]
Bounds = tuple[int | None, int | None]


def conflict(a: Mention, b: Mention) -> Evidence | None:
    """Return the reason why two mentions cannot be one incident, if there is one."""
    for reason, found in (
        ("same_document", a.document == b.document),
        ("type", compare_types(a.type, b.type) == "incompatible"),
        ("reality", a.reality != b.reality),
        ("aggregate", a.aggregate != b.aggregate),
        ("theatre", a.type == "war" and bool(theatre(a)) and bool(theatre(b)) and not theatre(a) & theatre(b)),
        ("another", a.another != b.another and not set(a.wording) & set(b.wording)),
        ("place", a.type not in DIPLOMATIC and a.type != "war" and compare_place_sets(a.wheres, b.wheres) == "apart"),
        (
            "day",
            _wars_apart(a, b) if a.type == "war" else compare_days(a.when, b.when) == "apart",
        ),  # the last two: what they alone part may be outweighed
    ):
        if found:
            return Evidence(feature=reason, weight=CONFLICT, detail=_conflict_detail(reason, a, b))
    return None


def may_be_outweighed(against: Evidence, a: Mention, b: Mention) -> bool:
    """Tell whether a conflict leaves room for two mentions being one incident all the same, where both articles are mostly about this.

    Towns of one name may be one town that was sought in two countries. Days may be one day misread where one at least was counted from
    somewhere else ("Tuesday", "overnight"): two dates that the texts have themselves are two.
    """
    if against.feature == "place":
        return _namesakes(a, b) and _is_alike(a, b) and compare_days(a.when, b.when) != "apart"
    return against.feature == "day" and a.type != "war" and not {a.when.rule, b.when.rule} <= EXACT_RULES and _is_day_misread(a, b)


def _is_day_misread(a: Mention, b: Mention) -> bool:
    """Tell whether two articles are so much alike that they rather misread a day than tell of two incidents.

    What is done to persons is done once: in reports of one month like words say so, or somewhat like ones on a person of one age and sex.
    Strikes come day by day in one place, and a report of the next day repeats the figures of the day before: where each gives a day of its
    own, one article must be written after the other. Else something that was counted, named or told must agree.
    """
    of_persons = are_of_persons(a.type, b.type)
    if of_persons and _told_within(a, b, MONTH) and (_is_alike(a, b) or (_nearness(a, b) >= SOMEWHAT_ALIKE and _agree(a, b, _persons))):
        return True
    if not _is_alike(a, b):
        return False
    if give_two_days(a.when, b.when) and not _rewritten(a, b):
        return of_persons and _agree(a, b, _persons, _telling)
    return _agree(a, b, _killed, _figures, _persons, _telling)


def _is_alike(a: Mention, b: Mention) -> bool:
    near = _article(a, b)
    return near is not None and near.detail.partition(":")[0] in ALIKE


def _agree(a: Mention, b: Mention, *features: Feature) -> bool:
    return any(found.detail.partition(":")[0] in AGREEING for feature in features if (found := feature(a, b)) is not None)


def _namesakes(a: Mention, b: Mention) -> bool:
    """Tell whether a place of each bears one name: nothing but where it was found parts them."""
    names = [{fold(where.name) for where in finest(mention.wheres) if where.name is not None} for mention in (a, b)]
    return bool(names[0] & names[1])


def _told_within(a: Mention, b: Mention, days: int) -> bool:
    first, second = a.when.not_after, b.when.not_after
    return first is not None and second is not None and abs((first - second).days) <= days


def _rewritten(a: Mention, b: Mention) -> bool:
    """Tell whether one of two articles was written after the other: a sentence that tells it in common, or nearly all heavy words."""
    return bool(set(a.wording) & set(b.wording)) or _nearness(a, b) >= REWRITTEN


def compare_mentions(a: Mention, b: Mention) -> tuple[Evidence, ...]:
    """Return what speaks for and against two mentions being one incident, where nothing forbids it."""
    features = _OF_WAR if a.type == "war" else _OF_TALKS if a.type in DIPLOMATIC else _OF_VIOLENCE
    return tuple(found for feature in features if (found := feature(a, b)) is not None)


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
    return evidence("type", compare_types(a.type, b.type), f"{a.type} {b.type}")


def _type_of_talks(a: Mention, b: Mention) -> Evidence:
    return evidence("type_of_talks", compare_types(a.type, b.type), f"{a.type} {b.type}")


def _place(a: Mention, b: Mention) -> Evidence:
    return evidence("place", _place_match(a, b))


def _place_of_talks(a: Mention, b: Mention) -> Evidence | None:
    """Capitals hold many meetings a day, and the same call is told from two: the place says less than who takes part."""
    match = _place_match(a, b)
    return None if match == "unknown" else evidence("place_of_talks", match)


def _place_match(a: Mention, b: Mention) -> str:
    match = compare_place_sets(a.wheres, b.wheres)
    if match == "same_region" and any(
        one.kind == other.kind == "region" and one.within is not None and same_name(one, other) for one in a.wheres for other in b.wheres
    ):
        return "same_area"  # a part of a division, named alike: the suburbs east of a city
    if match in ("unknown", "same_country"):
        first, second = (frozenset().union(*map(divisions_of, mention.wheres)) for mention in (a, b))
        if first and second and not first & second:
            return "other_division"  # what is unresolved beside them may lie anywhere, and yet
    if match == "inside" and all(any(where.kind != "region" for where in mention.wheres) for mention in (a, b)):
        return "district"  # a quarter or a site of the town that the other names
    return match


def _place_words(a: Mention, b: Mention) -> Evidence | None:
    """The names as they are written: places that no list has, a city behind "rebel-held east Aleppo"."""
    if not a.place_words or not b.place_words:
        return None
    shared = len(set(a.place_words) & set(b.place_words))
    return evidence("place_words", "many" if shared > 1 else "one" if shared else "none", str(shared))


def _day(a: Mention, b: Mention) -> Evidence:
    match: str = compare_days(a.when, b.when)
    if match == "apart":  # of two articles that are nearly one
        match = "next_day" if _days_between(a, b) == 1 else "days_apart" if _days_between(a, b) <= FEW_DAYS else "weeks_apart"
    if match == "reported_apart":
        match = _retold(a, b)
    if a.aggregate and match in _SUMMED_UP:  # two summaries of exactly the same days, or of days that overlap
        match = "same_period" if span_of_days(a.when) == span_of_days(b.when) else "other_period"
    return evidence("day", match)


def _retold(a: Mention, b: Mention) -> str:
    """Say what it means that reports lie far apart of which one at least names no day.

    An arrest or a trial comes weeks later; of strikes there are new ones by then, and what an undated article is mostly about is the news of its own days.
    """
    if are_of_persons(a.type, b.type):
        return "retold"
    mostly = bool(a.article and b.article) and a.type not in DIPLOMATIC
    undated = a.when.first is None and b.when.first is None
    return "other_news" if mostly and undated and not _told_within(a, b, FEW_DAYS) else "reported_apart"


def _days_between(a: Mention, b: Mention) -> int:
    """Return how many days lie between two accounts that have none in common; an undated one has the day of its report."""
    (first, last), (other_first, other_last) = (
        span_of_days(when) or (when.not_after or date.min, when.not_after or date.min) for when in (a.when, b.when)
    )
    return max((other_first - last).days, (first - other_last).days)


def _actors(a: Mention, b: Mention) -> Evidence | None:
    """In a war of two sides nearly every pair shares its actor, and who did it is what reports dispute."""
    first, second = _parties(a.actors), _parties(b.actors)
    if not first or not second:
        return None
    return evidence("actors", "shared" if first & second else "opposed", " ".join(sorted(first & second)))


def _targets(a: Mention, b: Mention) -> Evidence | None:
    shared = _ids(a.targets) & _ids(b.targets)
    return evidence("targets", "shared", " ".join(sorted(shared))) if shared else None


def _participants(a: Mention, b: Mention) -> Evidence | None:
    """Who meets, sanctions, gives: actors and targets together, by id where both sets have them, or by side, whichever speaks more for it."""
    people = [(*mention.actors, *mention.targets) for mention in (a, b)]
    first, second = _ids(people[0]), _ids(people[1])
    if not first or not second:
        return None
    sides = _shared_participants(_parties(people[0]), _parties(people[1]))
    found = [evidence("participants", value, " ".join(sorted(first & second))) for value in (_shared_participants(first, second), sides)]
    return max(found, key=lambda one: (one.weight, one.detail))


def _shared_participants(first: frozenset[str], second: frozenset[str]) -> str:
    if not first & second:
        return "none"
    if first == second and len(first) > 1:
        return "equal"
    return "part" if first <= second or second <= first else "mixed"


def _words(a: Mention, b: Mention) -> Evidence | None:
    first, second = set(a.words), set(b.words)
    if not first or not second:
        return None
    shared, of = len(first & second), min(len(first), len(second))
    return evidence("words", "many" if shared > 1 and 2 * shared >= of else "some" if shared else "none", f"{shared} of {of}")


def _telling(a: Mention, b: Mention) -> Evidence | None:
    """Rare words in the sentences that tell it: names of people and streets, what exactly was hit."""
    first, second = set(a.telling), set(b.telling)
    shared, of = len(first & second), min(len(first), len(second))
    if of < LEAST_TELLING:
        return None
    value = "most" if shared >= MOST_TELLING and 2 * shared >= of else "many" if shared >= MANY_TELLING else "some" if shared else "none"
    return evidence("telling", value, f"{shared} of {of}")


def _article(a: Mention, b: Mention) -> Evidence | None:
    """What both articles are mostly about, by the words of the whole articles: names, and what exactly befell whom."""
    if min(len(a.article), len(b.article)) < LEAST_WEIGHED:
        return None
    cosine = _nearness(a, b)
    value = next((value for least, value in ARTICLES if cosine >= least), "none")
    return evidence("article", value, f"{cosine:.2f}")


def _nearness(a: Mention, b: Mention) -> float:
    """Return the cosine of two articles' heaviest words; 0 where one has none."""
    first, second = dict(a.article), dict(b.article)
    shared = sum(weight * second[word] for word, weight in first.items() if word in second)
    squares = sum(weight**2 for weight in first.values()) * sum(weight**2 for weight in second.values())
    return shared / sqrt(squares) if squares else 0.0


def _target_class(a: Mention, b: Mention) -> Evidence | None:
    first, second = set(a.target_class), set(b.target_class)
    if not first or not second:
        return None
    return evidence("target_class", "shared" if first & second else "opposed", " ".join(sorted(first & second)))


def _form(a: Mention, b: Mention) -> Evidence | None:
    if a.change is not None and b.change is not None and a.type == b.type == "territory":
        one = a.change == b.change or {a.change, b.change} <= _CHANGES_AS_ONE
        return evidence("change", "shared" if one else "opposed", f"{a.change} {b.change}")
    return evidence("form", "shared", a.form) if a.form is not None and a.form == b.form else None


def _killed(a: Mention, b: Mention) -> Evidence | None:
    return _figure("killed", _matches(a, b), ("killed",))


def _figures(a: Mention, b: Mention) -> Evidence | None:
    """The figures of everything else: the kind that says most."""
    matches = _matches(a, b)
    return _figure("figures", matches, [kind for kind in matches if kind != "killed"])


def _figure(feature: str, matches: dict[str, list[str]], kinds: Iterable[str]) -> Evidence | None:
    """Of several figures of a kind the best match, of several kinds the one that says most."""
    best = [
        max((evidence(feature, value, kind) for value in matches[kind]), key=lambda one: (one.weight, one.detail))
        for kind in kinds
        if kind in matches
    ]
    return max(best, key=lambda one: (abs(one.weight), one.detail), default=None)


def _matches(a: Mention, b: Mention) -> dict[str, list[str]]:
    """How each figure of a kind stands to each of the other account."""
    first, second = _totals(a.figures), _totals(b.figures)
    return {
        kind: [_figure_match(figure, other) for figure in first[kind] for other in second[kind]]
        for kind in sorted(first.keys() & second.keys())
    }  # fmt: skip


def _totals(figures: Iterable[GroundedFigure]) -> dict[str, list[Bounds]]:
    totals: dict[str, list[Bounds]] = {}
    for item in figures:
        if not (item.cumulative or item.figure.part or item.figure.further):
            totals.setdefault(item.figure.kind, []).append((item.figure.low, item.figure.high))
    return totals


def _figure_match(first: Bounds, second: Bounds) -> str:
    """Equal, compatible, or exclusive: then by the ratio between the two."""
    if excludes(first, second):
        low = max(number for number in (first[0], second[0]) if number is not None)
        high = min(number for number in (first[1], second[1]) if number is not None)
        ratio = low / max(1, high)
        return "near" if ratio <= NEAR_RATIO else "off" if ratio <= OFF_RATIO else "far"
    exact = first[0] == first[1] and second[0] == second[1]
    if first[0] == second[0] and first[0] and exact:
        return "same" if first[0] >= TELLING_NUMBER else "same_small"
    return "same_low" if first[0] == second[0] and (first[0] or 0) >= TELLING_NUMBER else "open"


def excludes(first: Bounds, second: Bounds) -> bool:
    """Tell whether two bounded numbers, as (low, high) with None for open, have no value in common."""
    low = max((number for number in (first[0], second[0]) if number is not None), default=None)
    high = min((number for number in (first[1], second[1]) if number is not None), default=None)
    return low is not None and high is not None and low > high


def _persons(a: Mention, b: Mention) -> Evidence | None:
    """Those who were hit and whose age is told: "a boy of 11" in both."""
    first, second = (
        {item.person for item in mention.figures if item.person is not None and not item.person.startswith(":")} for mention in (a, b)
    )
    if not first or not second:
        return None
    return evidence("persons", "shared" if any(same_person(one, other) for one in first for other in second) else "none")


def _wording(a: Mention, b: Mention) -> Evidence | None:
    """A whole sentence in common: copied, or of one wire."""
    shared = len(set(a.wording) & set(b.wording))
    return evidence("wording", "shared", str(shared)) if shared else None


def _war(a: Mention, b: Mention) -> Evidence | None:
    """One war in one theatre."""
    shared = theatre(a) & theatre(b)
    return evidence("theatre", "shared", " ".join(sorted(shared))) if shared else None


def _latest(a: Mention, b: Mention) -> Evidence | None:
    """A war without a day: "the war" of a later report is rather its latest phase than one of years ago."""
    for dated, undated in ((a, b), (b, a)):
        days, bound = span_of_days(dated.when), undated.when.not_after
        if days is not None and span_of_days(undated.when) is None and bound is not None and (bound - days[0]).days <= WAR_LATEST_DAYS:
            return evidence("theatre", "latest") if theatre(a) & theatre(b) else None
    return None


def _parties(people: Iterable[Told]) -> frozenset[str]:
    return party_keys(told.who for told in people)


def _ids(people: Iterable[Told]) -> frozenset[str]:
    return frozenset(told.who.id for told in people if told.who.id is not None)


_OF_WAR: tuple[Feature, ...] = (_type_of_talks, _war, _latest, _wording)
_OF_TALKS: tuple[Feature, ...] = (
    _type_of_talks, _place_of_talks, _day, _participants, _words, _target_class, _form, _killed, _figures, _persons, _telling, _article, _wording,
)  # fmt: skip
_OF_VIOLENCE: tuple[Feature, ...] = (
    _type, _place, _place_words, _day, _actors, _targets, _words, _target_class, _form, _killed, _figures, _persons, _telling, _article, _wording,
)  # fmt: skip
