"""Triggers → incidents: those that name one occurrence are merged, and roles, places, times and figures are given to them."""

import base64
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import NamedTuple, get_args

import numpy as np

from montjoie.extract.alike import Alike, Same
from montjoie.extract.decode import Found, Scored, cut
from montjoie.extract.labels import CLASSES
from montjoie.extract.pairs import Floats
from montjoie.extract.trigger_words import negated
from montjoie.schema import Figure, IncidentRead, PlaceWords, Span, TargetClass, TimeWords

ARTICLES = frozenset({"a", "an"})  # one of something, but of what?
FARTHEST_MENTION = 200  # how many triggers back one is looked for: time stays in proportion to the text
Count = Callable[[str], tuple[int | None, int | None] | None]  # words → the least and the most that they allow
ARMED = tuple(
    CLASSES["type"].index(name) for name in ("war", "clash", "air_strike", "shelling", "bombing", "interception", "territory", "deployment")
)
DENIED = CLASSES["reality"].index("denied")
SAID_NOT = np.float32(0.75)  # how sure that is by the words alone
NUMERAL = re.compile(r"[\d.,]+|\b(?:an?|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|\w+teen|\w+ty|dozens?|hundreds?|thousands?|"
                     r"millions?|several|some|few|at|least|more|than|over|about|around|nearly|almost|up|to|as|many|of|the|no|another|other|scores?)\b")  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Incident:
    """An incident with the triggers that it was made from; `claims` look incidents up by their triggers."""

    read: IncidentRead
    mentions: tuple[Found, ...]


class Beside(NamedTuple):
    """What of the whole article bears on one incident: how thick it is with arms, and how clearly each figure is of one incident."""

    arms: float
    clear: dict[tuple[int, int], float]


def span_of(scored: Scored, found: Found) -> Span:
    """Return the characters of a span's words."""
    first, last = found.words
    return Span(start=int(scored.words.starts[first]), end=int(scored.words.ends[last - 1]))


def read_incidents(scored: Scored, same: Same, count: Count) -> list[Incident]:
    """Return the incidents of an article, in order of their first trigger."""
    mentions = scored.spans["trigger"]
    if not mentions:
        return []
    groups = merge(scored, same)
    owner = {mention.words: number for number, group in enumerate(groups) for mention in group}
    roles = {relation: _linked(scored, relation, mentions, owner) for relation in ("place", "time", "toll", "weapon")}
    roles |= _parties(scored, mentions, owner)
    clear = _clear(scored, mentions, owner)
    arms, made = armed(scored), []
    for number, group in enumerate(groups):
        mine = {relation: given.get(number, []) for relation, given in roles.items()}
        made.append(Incident(read=_incident(scored, f"i{number + 1}", group, mine, Beside(arms, clear), count), mentions=tuple(group)))
    return made


def relevance(scored: Scored, incidents: Sequence[Incident]) -> float:
    """Return how sure one may be that an article holds anything to record."""
    surest = max((incident.read.score or 0.0 for incident in incidents), default=0.0)
    return scored.sure("document", 0, (surest, company(scored), armed(scored)))


def company(scored: Scored, without: Sequence[Found] = ()) -> float:
    """Return how thick an article is with triggers other than some, 0 to 1: one in a hundred words gives one half."""
    return _thick(scored, sum(mention.score for mention in scored.spans["trigger"]) - sum(mention.score for mention in without))


def armed(scored: Scored) -> float:
    """Return how thick an article is with triggers of war and arms, 0 to 1: talks and arrests elsewhere are seldom of a conflict."""
    return _thick(
        scored, sum(mention.score * float(scored.chances("type", mention)[[*ARMED]].sum()) for mention in scored.spans["trigger"])
    )


def _thick(scored: Scored, triggers: float) -> float:
    return triggers / (triggers + len(scored.words) / 100) if triggers > 0 else 0.0


def merge(scored: Scored, same: Same) -> list[list[Found]]:
    """Return the triggers in groups, each of one incident: each trigger joins the group that it is most like, on the mean, or stands alone."""
    mentions = scored.spans["trigger"]
    alike, least = Alike(scored, same), scored.threshold("same", 0.0)
    groups: list[list[Found]] = []
    member = np.zeros(len(mentions), dtype=np.int64)
    for late, mention in enumerate(mentions):
        early = range(max(0, late - FARTHEST_MENTION), late)
        best = -1
        if early:
            mine = member[early.start : early.stop]
            sums, numbers = (np.bincount(mine, values, len(groups)) for values in (alike.odds(late, early), None))
            odds = np.where(numbers > 0, sums / np.maximum(1, numbers), -np.inf)
            best = int(odds.argmax()) if odds.max() > least else -1
        if best < 0:
            best = len(groups)
            groups.append([])
        member[late] = best
        groups[best].append(mention)
    return groups


def _linked(
    scored: Scored, relation: str, mentions: Sequence[Found], owner: dict[tuple[int, int], int]
) -> dict[int, list[tuple[float, Found]]]:
    """Return, for each incident, the spans that stand to one of its triggers in a relation, each with its best chance.

    Where none is surely so, the likeliest is taken if it is above a bar of its own.
    """
    best: dict[tuple[int, tuple[int, int]], tuple[float, Found]] = {}
    least = scored.threshold(f"link.{relation}", 0.5)
    fewest = min(least, scored.threshold(f"only.{relation}", least))
    for mention in mentions:
        for chance, tail in scored.related(relation, mention):
            key = owner[mention.words], tail.words
            if chance > fewest and (key not in best or chance > best[key][0]):
                best[key] = chance, tail
    known = _known(mentions, owner)
    surest: dict[tuple[int, int], float] = {}
    likeliest: dict[int, float] = {}
    for (number, words), (chance, _) in best.items():
        surest[words] = max(chance * known[number], surest.get(words, 0.0))
        likeliest[number] = max(chance, likeliest.get(number, 0.0))
    made: dict[int, list[tuple[float, Found]]] = {}
    for (number, words), pair in sorted(best.items(), key=lambda item: item[0]):
        likely = pair[0] > least or pair[0] >= likeliest[number]
        if likely and (relation != "toll" or pair[0] * known[number] >= surest[words]):  # a figure is of one incident
            made.setdefault(number, []).append(pair)
    return made


def _known(mentions: Sequence[Found], owner: dict[tuple[int, int], int]) -> dict[int, float]:
    """Return, for each incident, the chance that any of its triggers is one."""
    missed: dict[int, float] = {}
    for mention in mentions:
        missed[owner[mention.words]] = missed.get(owner[mention.words], 1.0) * (1 - mention.score)
    return {number: 1 - chance for number, chance in missed.items()}


def _clear(scored: Scored, mentions: Sequence[Found], owner: dict[tuple[int, int], int]) -> dict[tuple[int, int], float]:
    """Return, for each figure, how clearly it is of one incident: the share of the best in the chances of the best two."""
    chances: dict[tuple[int, int], dict[int, float]] = {}
    for mention in mentions:
        for chance, tail in scored.related("toll", mention):
            of_tail = chances.setdefault(tail.words, {})
            of_tail[owner[mention.words]] = max(chance, of_tail.get(owner[mention.words], 0.0))
    best = {words: sorted(of_tail.values(), reverse=True)[:2] for words, of_tail in chances.items()}
    return {words: two[0] / max(1e-9, sum(two)) for words, two in best.items()}


def _parties(
    scored: Scored, mentions: Sequence[Found], owner: dict[tuple[int, int], int]
) -> dict[str, dict[int, list[tuple[float, Found]]]]:
    """Return actors and targets: who is both is what it is more surely."""
    made = {role: _linked(scored, role, mentions, owner) for role in ("actor", "target")}
    for number in sorted(set(made["actor"]) & set(made["target"])):
        chances = {role: {span.words: chance for chance, span in made[role][number]} for role in made}
        for role, other in (("actor", "target"), ("target", "actor")):
            made[role][number] = [
                (chance, span) for chance, span in made[role][number]
                if (chance, role) > (chances[other].get(span.words, 0.0), other)
            ]  # fmt: skip
    return made


def _incident(
    scored: Scored, item: str, group: Sequence[Found], roles: dict[str, list[tuple[float, Found]]], beside: Beside, count: Count
) -> IncidentRead:
    type_chances = _mean(scored, "type", group)
    reality_chances = _reality(scored, group)
    told = _mean(scored, "told", group)
    times = sorted(roles["time"], key=lambda pair: (-pair[0], pair[1].words))
    named = float(np.mean([mention.score for mention in group]))
    figures = [made for chance, span in roles["toll"] if (made := _figure(scored, span, (chance, beside.clear[span.words], named), count))]
    again, told_of = (1 - 0.5**number for number in (len(group), sum(map(bool, roles.values()))))
    parts = (
        named, float(type_chances.max()), float(reality_chances.max()), again, company(scored, group), beside.arms, told_of,
        float(reality_chances[CLASSES["reality"].index("actual")]), 1 - float(told[0]), 1 - float(told[1]),
    )  # fmt: skip
    return IncidentRead(
        item=item,
        type=CLASSES["type"][int(type_chances.argmax())],  # type: ignore[arg-type]
        reality=CLASSES["reality"][int(reality_chances.argmax())],  # type: ignore[arg-type]
        triggers=tuple(span_of(scored, mention) for mention in group),
        actors=_once(scored, roles["actor"]),
        targets=_once(scored, roles["target"]),
        target_class=_classes(scored, group),
        weapons=_once(scored, roles["weapon"]),
        places=tuple(PlaceWords(span=span) for span in _once(scored, roles["place"])),
        time=TimeWords(span=span_of(scored, times[0][1])) if times else None,
        toll=tuple(figures),
        earlier=bool(told[0] > scored.threshold("earlier", 0.5)),
        aggregate=bool(told[1] > scored.threshold("aggregate", 0.5)),
        score=scored.sure("incident", group[0].words[0], parts),
        vectors=tuple(_vector(mention) for mention in group),
    )


def _reality(scored: Scored, group: Sequence[Found]) -> Floats:
    """Return the chances of each reality: what is only ever told as not done is most likely denied."""
    chances = _mean(scored, "reality", group).copy()
    if all(negated(scored, mention) for mention in group):
        chances *= 1 - SAID_NOT
        chances[DENIED] += SAID_NOT
    chances[CLASSES["reality"].index("actual")] *= np.float32(scored.threshold("actual", 1.0))
    return chances


def _mean(scored: Scored, name: str, group: Sequence[Found]) -> Floats:
    return np.asarray(np.mean([scored.chances(name, mention) for mention in group], axis=0), dtype=np.float32)


def _classes(scored: Scored, group: Sequence[Found]) -> tuple[TargetClass, ...]:
    chances = np.max([scored.chances("target_class", mention) for mention in group], axis=0)
    least = scored.threshold("target_class", 0.5)
    return tuple(label for label, chance in zip(get_args(TargetClass), chances.tolist(), strict=True) if chance > least)


def _once(scored: Scored, given: Sequence[tuple[float, Found]]) -> tuple[Span, ...]:
    """Return the spans in order of place; the same words twice are one."""
    kept: dict[str, Span] = {}
    for _, found in given:
        kept.setdefault(scored.words.cut(*found.words).casefold().removeprefix("the "), span_of(scored, found))
    return tuple(kept.values())


def _figure(scored: Scored, found: Found, of_incident: tuple[float, float, float], count: Count) -> Figure | None:
    """Return a figure with the numbers that its words allow; None where they allow none.

    `of_incident`: how sure it is of its incident, how clear of others, and how sure the incident itself is.
    """
    span = span_of(scored, found)
    words = scored.words.text[span.start : span.end]
    bounds = count(words)
    if bounds is None or bounds == (None, None) or words.casefold() in ARTICLES:
        return None
    chances = scored.chances("figure", found)
    known = [(sure, time) for sure, time in scored.related("asof", found) if sure > scored.threshold("link.asof", 0.5)]
    counts = scored.chances("counts", found)
    return Figure(
        span=span,
        kind=CLASSES["figure"][int(chances.argmax())],  # type: ignore[arg-type]
        low=bounds[0],
        high=bounds[1],
        unit=_unit(scored.words.text, span),
        asof=span_of(scored, max(known, key=lambda pair: (pair[0], pair[1].words))[1]) if known else None,
        part=bool(counts[0] > scored.threshold("part", 0.5)),
        further=bool(counts[1] > scored.threshold("further", 0.5)),
        score=scored.sure("figure", found.words[0], (found.score, float(chances.max()), *of_incident)),
    )


def _unit(text: str, span: Span) -> Span | None:
    """Return the words of a figure behind its numeral: what is counted."""
    last = 0
    words = text[span.start : span.end]
    for match in NUMERAL.finditer(words.casefold()):
        if match.start() - last > 1:
            break
        last = match.end()
    rest = words[last:]
    begin = span.start + last + len(rest) - len(rest.lstrip())
    return Span(start=begin, end=span.end) if last and any(map(str.isalpha, rest)) and begin < span.end else None


def _vector(mention: Found) -> str:
    """Return a trigger's vector, of length one, as signed bytes in base64."""
    raw = cut(mention.own, "vector").astype(np.float64)
    raw /= max(float(np.sqrt((raw * raw).sum())), 1e-9)
    return base64.b64encode(np.rint(raw * 127).astype(np.int8).tobytes()).decode("ascii")
