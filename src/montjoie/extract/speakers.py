"""Sources of claims → who they are: a learned ranking of the names of an article for every pronoun, short name and role."""

import math
import re
from collections.abc import Mapping, Sequence

from rapidfuzz.fuzz import ratio

from montjoie.extract import speaker_words as lists
from montjoie.extract.speaker_entities import ALIKE, SPOKEN, Article, Entity, Mention, distinct, last_before
from montjoie.schema import Span

Features = dict[str, float]

WORDED = ("name", "role")  # kinds of mention with words to compare; the others are pronouns
COMPARED = ("all told", "head told", "head named", "group told", "within")
CROSSED = frozenset(["within", "head named", "head told", "all told", "group told", "same last", "called so"])
PAIRED = re.compile(r"(?:rank|spoke \d$|subject|sex|named most|shape |in quotes|from quotes|back|lead)")


def speakers(text: str, sources: Sequence[Span], weights: Mapping[str, float]) -> list[Span | None]:
    """Return, for each source, the fullest name that the article has for it; None where it has none or the source is it."""
    article = Article(text, sources)
    answers: dict[Span, Span | None] = {}
    for mention in article.mentions:
        ranked = [(score(features, weights), -place, entity) for place, (entity, features) in enumerate(weighed(article, mention))]
        chosen = max(ranked, key=lambda item: item[:2])[2]
        answers[mention.span] = chosen.span if chosen else None
        article.settle(mention, chosen)
    return [answers[source] for source in sources]


def score(features: Features, weights: Mapping[str, float]) -> float:
    """Return the sum of weighted features."""
    return math.fsum(weights.get(name, 0.0) * value for name, value in features.items())


def weighed(article: Article, mention: Mention) -> list[tuple[Entity | None, Features]]:
    """Return what a mention may be, each with its features; None, that it is nothing that the article names better, first."""
    near = article.candidates(mention)
    made: list[tuple[Entity | None, Features]] = [(None, _none(article, mention))]
    ranks = _ranks(mention, near)
    made.extend((entity, _features(article, mention, entity, ranks)) for entity in near)
    if mention.kind in WORDED:
        _compare(article, mention, made)
    return made


def _ranks(mention: Mention, near: Sequence[Entity]) -> dict[int, int]:
    """Return how many other entities that a mention may be are named between each and the mention."""
    at = mention.span.start
    fits = [entity for entity in near if _fits(mention, entity)]
    fits.sort(key=lambda entity: -last_before(entity, at))
    return {id(entity): rank for rank, entity in enumerate(fits)}


def _compare(article: Article, mention: Mention, made: Sequence[tuple[Entity | None, Features]]) -> None:
    """Add how candidates stand to one another: which of those whose words fit the mention is named last."""
    at = mention.span.start
    for name in COMPARED:
        fit = [(last_before(entity, at), features) for entity, features in made if entity and f"{mention.kind} {name}" in features]
        fit.sort(key=lambda item: -item[0])
        for place, (_, features) in enumerate(fit):
            features[f"{mention.kind} {name} place {min(2, place)}"] = 1.0
        if fit:
            kept = {id(features) for _, features in fit}
            for entity, features in made:
                if id(features) not in kept:
                    features[f"{mention.kind} {'none' if entity is None else 'other'} besides {name}"] = 1.0


def _none(article: Article, mention: Mention) -> Features:
    kind = mention.kind
    made = {"none": 1.0, f"none {kind}": 1.0}
    if kind in WORDED:
        made[f"none {kind} {mention.given}"] = 1.0
        made[f"none {kind} shape {mention.shape}"] = 1.0
        made[f"none {kind} words {min(3, len(mention.words))}"] = 1.0
        made[f"none {kind} {mention.given} shape {mention.shape}"] = 1.0
        if kind == "role":
            made[f"none head {lists.group_of(mention.head)}"] = 1.0
        own = mention.own
        if own is not None:
            fuller = "less" if not article.within(own, mention) else "full"
            made[f"none {kind} {fuller}"] = made[f"none {kind} {fuller} {mention.given}"] = 1.0
            if article.text[mention.span.start : mention.span.end].split()[-1].isupper():
                made[f"none {kind} {fuller} acronym"] = 1.0
                if own.short in mention.words:
                    made[f"none {kind} {fuller} defined"] = 1.0
            made[f"none {kind} {fuller} shape {own.shape}"] = 1.0
            if own.at and own.at[0] < mention.span.start:
                made[f"none {kind} {fuller} seen"] = 1.0
            if any(other is own for _, other in article.spoke):
                made[f"none {kind} {fuller} spoke"] = 1.0
        if any(word in lists.COUNTRIES for word in mention.words):
            made[f"none {kind} country"] = 1.0
    if article.sentence(mention.span.start) == 0:
        made[f"none {kind} lead"] = 1.0
    return made


def _features(article: Article, mention: Mention, entity: Entity, ranks: Mapping[int, int]) -> Features:
    names = [*_place(article, mention, entity, ranks), *_spoken(article, mention, entity), *_agreeing(mention, entity)]
    if mention.kind not in WORDED:
        first = article.cuts[article.sentence(mention.span.start) - 1] if article.sentence(mention.span.start) else 0
        begins = "first" if not article.text[first : mention.span.start].strip(" \"“'‘-–—") else "inside"
        kinds = [name for name in names if name.startswith(("rank", "back", "spoke")) and "gap" not in name]
        names += [f"{begins} {name}" for name in kinds]
        names.append(" & ".join(name for name in kinds if not name.startswith("back")))
    made: Features = {}
    for name in names:
        made[name] = 1.0
        made[f"{mention.kind} {name}"] = 1.0
    pairs = (
        []
        if mention.kind in WORDED
        else [name for name in sorted(made) if name.startswith(f"{mention.kind} ") and PAIRED.match(name, len(mention.kind) + 1)]
    )
    for k, one in enumerate(pairs):
        for other in pairs[k + 1 :]:
            made[f"{one} + {other}"] = 1.0
    often = math.log(1 + len(entity.at))
    made["often"] = made[f"{mention.kind} often"] = often
    if mention.kind in WORDED:
        for name in _alike(mention, entity):
            made[f"{mention.kind} {name}"] = 1.0
            if mention.kind == "role" and name in CROSSED:
                made[f"role {mention.shape} {name}"] = made[f"role {mention.given} {name}"] = 1.0
    return made


def _place(article: Article, mention: Mention, entity: Entity, ranks: Mapping[int, int]) -> list[str]:
    at = mention.span.start
    here = article.sentence(at)
    last = last_before(entity, at)
    made = [f"rank {min(4, ranks[id(entity)])}" if id(entity) in ranks else "rank no"]
    if last >= 0:
        there = article.sentence(last)
        made.append(f"back {min(6, here - there) if here - there < 4 else 6 if here - there < 8 else 8}")
        begins = article.cuts[there - 1] if there else 0
        if last - begins < 30 and here - there <= 1:
            made.append(f"subject {here - there}")
        if article.quoted(last):
            made.append("in quotes")
    else:
        ahead = article.sentence(entity.at[0]) - here if entity.at else 9
        made.append(f"ahead {min(3, ahead)}")
        if mention.kind == "role":
            made += [f"ahead {what}" for what in _described(mention, entity)]
    if entity.at and article.sentence(entity.at[0]) == 0:
        made.append("lead")
    if entity is article.top:
        made.append("named most")
    if article.quoted(at):
        made.append("from quotes " + ("in" if last >= 0 and article.quoted(last) else "out"))
    return made


def _spoken(article: Article, mention: Mention, entity: Entity) -> list[str]:
    made = []
    order = distinct((other for _, other in reversed(article.spoke[-4 * SPOKEN :])), SPOKEN)
    place = next((place for place, other in enumerate(order) if other is entity), -1)
    if place >= 0:
        made.append(f"spoke {min(3, place)}")
        at = next(at for at, other in reversed(article.spoke) if other is entity)
        gap = article.sentence(mention.span.start) - article.sentence(at)
        made.append(f"spoke {min(1, place)} gap {min(4, gap)}")
    fitting = [other for other in order if _fits(mention, other)]
    if fitting and fitting[0] is entity:
        made.append("spoke last of kind")
    return made


def _agreeing(mention: Mention, entity: Entity) -> list[str]:
    made = [f"shape {entity.shape}"]
    if mention.sex and entity.sex:
        made.append("sex agrees" if mention.sex == entity.sex else "sex clashes")
    elif mention.sex:
        made.append("sex unknown")
    if mention.kind == "role":
        made.append(f"shapes {mention.shape} {entity.shape}")
        made.append(f"group {lists.group_of(mention.head)} {entity.shape}")
    if len(entity.words) > 1 and entity.shape == "person":
        made.append("full person")
    return made


def _alike(mention: Mention, entity: Entity) -> list[str]:
    """Return what the words of a mention and of an entity, with those beside it, have in common."""
    made = []
    words, known = set(mention.words), set(entity.words)
    if mention.words[-1:] == entity.words[-1:]:
        made.append("same last")
        made.append(f"same last {entity.shape}")
    elif mention.kind == "name" and len(mention.words[-1]) > 3 and mention.words[-1][0] == entity.words[-1][0]:
        near = ratio(mention.words[-1], entity.words[-1])
        made += ["nearly same last"] * (near >= 65) + ["misspelt last"] * (near >= ALIKE)
    if mention.words[:1] == entity.words[:1]:
        made.append("same first")
    if words <= known:
        made.append("within")
    if entity is mention.own:
        made.append("own")
        made.append(f"own {entity.shape} {min(3, len(entity.words) - len(mention.words))}")
    if mention.words in entity.called:
        made.append("called so")
    if any(word in lists.initials(entity.words) for word in mention.words):
        made.append("initials " + ("before" if entity.span.start < mention.span.start else "behind"))
    if entity.short and entity.short in mention.words:
        made.append("defined")
    if len(entity.words) < len(mention.words):
        made.append("shorter")
    made.extend(_described(mention, entity))
    return made


def _described(mention: Mention, entity: Entity) -> list[str]:
    made = []
    head, beside, own = lists.SHORT.get(mention.head, mention.head), lists.same(entity.told), lists.same(entity.words)
    told = beside | own
    if head in own:
        made.append("head named")
        if head == entity.words[-1]:
            made.append("head last")
    if head in beside:
        made.append("head told")
    group = lists.group_of(head)
    if group != "none" and head not in told and any(lists.group_of(word) == group for word in told):
        made.append("group told")
    mine = {lists.COUNTRIES[word] for word in mention.words if word in lists.COUNTRIES}
    theirs = entity.countries
    if mine:
        made.append("country same" if mine & theirs else "country other" if theirs else "country unknown")
    rest = lists.same({word for word in mention.words if word not in lists.COUNTRIES and word != mention.head and word not in lists.SMALL})
    if rest:
        share = len(rest & told) / len(rest)
        made.append("rest all" if share == 1 else "rest some" if share else "rest none")
        if share == 1 and head in told:
            made.append("all told")
    elif head in told and mine <= theirs:
        made.append("all told")
    return made


def _fits(mention: Mention, entity: Entity) -> bool:
    if mention.sex and entity.sex and mention.sex != entity.sex:
        return False
    kinds = {
        "he": ("person", "one"),
        "she": ("person", "one"),
        "i": ("person", "one"),
        "it": ("org", "place", "other"),
        "they": ("org", "many", "place", "other"),
    }
    wanted = kinds.get(mention.kind)
    if wanted is None:
        wanted = {"one": ("person", "one"), "org": ("org", "other")}.get(mention.shape, ("person", "org", "one", "many", "other"))
    return entity.shape in wanted
