"""How two statements stand to each other where no rule of structure says: contradicts, corroborates, updates or none, and on what.

A small fitted model over what can be counted and named: whether one speaker said both, which came later, whether their figures exclude
each other or grow, what one denies or leaves open, the sides named as doing it, means, targets, places, opposite words, what they share.
`data/claim_pairs.csv` holds a weight for each feature and outcome; `bench/claim_pairs.py --fit` writes them from one half of the labelled pairs.
"""

import csv
import math
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files

from montjoie.reconcile import pair_words as told
from montjoie.reconcile.pair_speakers import stand_by_speaker
from montjoie.settled import ClaimAt

RELATIONS = ("contradicts", "corroborates", "none", "updates")
SLOTS = ("commitment", "occurrence", "perpetrator", "place", "target", "time", "toll", "weapon")
_EARLIER = re.compile(r"\b(?:previous|earlier|initial|rose|risen)", re.IGNORECASE)
_FEW_DAYS = 3
_FIRST_WORDS, _BEFORE, _BEHIND = 40, 80, 30  # characters in which a statement is found again, and beside it
_SHORT = 40  # characters: "the allegation", "any involvement"
_AROUND = 160  # characters on each side that tell what is spoken of


@dataclass(frozen=True, slots=True, kw_only=True)
class Saying:
    """One statement: its words, those that name who says it (none: the article's own voice), in which article of which day."""

    words: str
    document: str
    day: int | None  # ordinal
    speaker: str = ""
    root: str | None = None  # the record's key of the speaker, where it is known
    kind: str | None = None
    against: str = ""  # the words that name whom it is against
    around: str = ""  # the words with some before and after them
    about: frozenset[str] = frozenset()  # the record's incidents and commitments that it speaks of, where they are known


@dataclass(frozen=True, slots=True)
class Judged:
    """The relation and slot that are likeliest, with their probabilities and what spoke for the relation most, as (feature, weight)."""

    relation: str
    sure: float
    slot: str
    slot_sure: float
    because: tuple[tuple[str, float], ...] = ()


def saying_of(claim: ClaimAt, texts: Mapping[str, str]) -> Saying:
    """Return a claim as the judge of wording takes it."""
    text = texts[claim.document]
    return Saying(
        words=" ".join(text[at.start : at.end] for at in claim.content),
        document=claim.document,
        day=claim.known.toordinal() if claim.known else None,
        speaker=" ".join(text[at.start : at.end] for at in (claim.who.at, claim.source)),
        root=claim.root,
        kind=claim.kind,
        against=" ".join(text[who.at.start : who.at.end] for who in claim.against),
        around=text[max(0, claim.content[0].start - _AROUND) : claim.content[-1].end + _AROUND],
        about=frozenset(claim.about),
    )


@lru_cache(maxsize=20_000)  # the same two are judged again at every instant at which their incident changes
def judge_pair(a: Saying, b: Saying) -> Judged:
    """Return how two statements stand, by the fitted model; the order of the two does not matter."""
    values = features(a, b)
    relation = scores("relation", RELATIONS, values)
    best = max(RELATIONS, key=lambda name: relation[name])
    slot = scores("slot", SLOTS, slot_features(values, best))
    where = max(SLOTS, key=lambda name: slot[name])
    return Judged(best, relation[best], where, slot[where], _because(best, values))


def scores(model: str, outcomes: Sequence[str], values: Mapping[str, float]) -> dict[str, float]:
    """Return the probability of each outcome."""
    sums = {name: sum(_weights().get((model, name, feature), 0.0) * value for feature, value in values.items()) for name in outcomes}
    highest = max(sums.values())
    powers = {name: math.exp(value - highest) for name, value in sums.items()}
    return {name: power / sum(powers.values()) for name, power in powers.items()}


def _because(relation: str, values: Mapping[str, float]) -> tuple[tuple[str, float], ...]:
    """The four features that spoke most for a relation, against the mean of the others."""
    others = [name for name in RELATIONS if name != relation]

    def worth(feature: str) -> float:
        mean = sum(_weights().get(("relation", name, feature), 0.0) for name in others) / len(others)
        return (_weights().get(("relation", relation, feature), 0.0) - mean) * values[feature]

    ranked = sorted((name for name in values if name != "bias"), key=lambda name: (-worth(name), name))
    return tuple((name, round(worth(name), 2)) for name in ranked[:4] if worth(name) > 0)


def features(a: Saying, b: Saying) -> dict[str, float]:
    """Return what is seen of a pair, by name; where the days are known the earlier one is taken first."""
    if a.day is not None and b.day is not None and a.day > b.day:
        a, b = b, a
    apart = b.day - a.day if a.day is not None and b.day is not None else None
    who = stand_by_speaker(a.speaker, b.speaker, one_root=a.root is not None and a.root == b.root)
    found: dict[str, float] = {"bias": 1.0, **who}
    found["same_document"] = a.document == b.document
    found["days_later"] = apart is not None and 0 < apart <= _FEW_DAYS
    found["weeks_later"] = apart is not None and apart > _FEW_DAYS
    found["same_document_same"] = found["same_document"] and who["same_speaker"]
    found["same_document_two"] = found["same_document"] and who["two_speakers"]
    found["later_same"] = bool(apart) and who["same_speaker"]
    found["later_two"] = bool(apart) and who["two_speakers"]
    found.update(_kinds(a, b))
    found.update(_wording(a, b))
    found.update(_figures(a, b, found, later=bool(apart)))
    denied = found["denies_one"] > 0
    found["surer_later"] = bool(apart) and told.is_unsure(a.words) and not told.is_unsure(b.words)
    found["later_same_denied"] = found["later_same"] and denied
    found["later_same_new"] = found["later_same"] and found["overlap"] < 0.5 and not found["figures_equal"]
    found["later_same_differs"] = found["later_same"] and (denied or found["figures_apart"] or found["opposed"])
    found["denies_one_two"] = denied and not who["same_speaker"]
    found["opposed_two"] = found["opposed"] and who["two_speakers"]
    found["alike_two"] = who["two_speakers"] and found["overlap"] > 0.3 and not (found["figure_one"] == found["no_figure"] == 0)
    found["agreeing_two"] = who["two_speakers"] and not denied and not found["figures_excluded"]
    found["copy_same"] = who["same_speaker"] and found["overlap"] > 0.6
    found.update(_changed(a, b, found))
    found.update(_doing(a, b))
    found.update(_shared_subjects(a, b, found))
    return {name: float(value) for name, value in found.items()}


def slot_features(values: Mapping[str, float], relation: str) -> dict[str, float]:
    """Return what tells on what two statements differ or agree: what is seen of them, and the same for the relation."""
    found = {name: value for name, value in values.items() if name in _OF_SLOTS}
    found[f"is_{relation}"] = 1.0
    found |= {f"{relation}:{name}": values[name] for name in _BY_RELATION}
    return found


_DOING = (
    "blame_any", "blame_both", "agent_any", "agent_both", "deed_any", "deed_both", "agent_deed", "charged_answers", "denier_charged", "to_come", "short_one",
)  # fmt: skip
_BY_RELATION = (
    *_DOING,
    "figures_equal",
    "figures_excluded",
    "sides_apart",
    "sides_shared",
    "denies_one",
    "doing",
    "weapons_apart",
    "targets_apart",
)
_OF_SLOTS = frozenset(
    [
        *_DOING,
        "bias",
        "figures_equal",
        "figures_excluded",
        "figures_allowed",
        "figures_grow",
        "figure_one",
        "no_figure",
        "sides_apart",
        "doing_apart",
        "sides_shared",
        "doing",
        "denies_one",
        "denies",
        "weapons_apart",
        "weapons_shared",
        "targets_apart",
        "targets_shared",
        "days_apart",
        "names_apart",
        "commitment",
        "both_accuse",
        "one_accuses",
        "opposed",
        "camps",
        "foretells",
        "unsure_one",
    ]
)


def _kinds(a: Saying, b: Saying) -> dict[str, float]:
    kinds = {a.kind, b.kind}
    return {
        "denies": "denies" in kinds,
        "both_accuse": a.kind == b.kind == "accuses",
        "one_accuses": (a.kind == "accuses") != (b.kind == "accuses"),
        "confirms": bool(kinds & {"confirms", "claims_responsibility"}),
        "foretells": bool(kinds & {"expects", "warns", "threatens", "promises", "demands"}),
    }


def _changed(a: Saying, b: Saying, found: Mapping[str, float]) -> dict[str, float]:
    """Words of a count that has risen, or that was first: of one of the two only."""
    beside = [_beside(saying) for saying in (a, b)]
    risen, first = ([bool(pattern.search(words)) for words in beside] for pattern in (told.RISEN, told.AT_FIRST))
    return {
        "risen_one": risen[0] != risen[1],
        "first_one": first[0] != first[1],
        "risen_figure": any(risen) and bool(found["figures_apart"]),
        "first_figure": first[0] != first[1] and bool(found["figures_apart"]),
        "grows_alike": found["figures_grow"] * found["overlap_around"],
    }


def _beside(saying: Saying) -> str:
    at = max(0, saying.around.find(saying.words[:_FIRST_WORDS]))
    return saying.around[max(0, at - _BEFORE) : at + len(saying.words) + _BEHIND]


def _doing(a: Saying, b: Saying) -> dict[str, float]:
    """Who is told to have done it: blame, somebody armed as the subject, a deed or what is only to come; whether who is charged answers."""
    both = (a, b)
    blames, agents, deeds = ([bool(pattern.search(saying.words)) for saying in both] for pattern in (told.BLAME, told.AGENT, told.DEED))
    charged = [told.sides_in(saying.words) | told.sides_in(saying.against) for saying in both]
    answers = [bool(told.sides_in(saying.speaker) & charged[1 - n]) for n, saying in enumerate(both)]
    denied = [saying.kind == "denies" or told.denies(saying.words) for saying in both]
    return {
        "blame_any": any(blames),
        "blame_both": all(blames),
        "agent_any": any(agents),
        "agent_both": all(agents),
        "deed_any": any(deeds),
        "deed_both": all(deeds),
        "agent_deed": any(agent and deed for agent, deed in zip(agents, deeds, strict=True)),
        "charged_answers": any(answers),
        "denier_charged": any(denies and answers[n] for n, denies in enumerate(denied)),
        "to_come": any(told.TO_COME.search(saying.words) for saying in both),
        "short_one": min(len(a.words), len(b.words)) < _SHORT,
    }


def _shared_subjects(a: Saying, b: Saying, found: Mapping[str, float]) -> dict[str, float]:
    """Whether the record has the two about one incident or commitment, and what that means for figures, speakers, denials."""
    same = bool(a.about & b.about)
    apart = bool(a.about) and bool(b.about) and not same
    two_documents = not found["same_document"]
    return {
        "subject_same": same,
        "subject_apart": apart,
        "subject_unknown": not a.about or not b.about,
        "subject_same_two_documents": same and two_documents,
        "subject_apart_two_documents": apart and two_documents,
        "subject_apart_one_document": apart and not two_documents,
        "subject_same_two": same and found["two_speakers"] > 0,
        "subject_same_same": same and found["same_speaker"] > 0,
        "subject_same_excluded": same and found["figures_excluded"] > 0,
        "subject_same_equal": same and found["figures_equal"] > 0,
        "subject_same_grow": same and found["figures_grow"] > 0,
        "subject_apart_figures": apart and found["figures_apart"] > 0,
        "subject_same_denied": same and found["denies_one"] > 0,
    }


def _figures(a: Saying, b: Saying, found: Mapping[str, float], *, later: bool) -> dict[str, float]:
    first, second = told.counts(a.words), told.counts(b.words)
    stand = told.figures_stand(first, second)
    how, ratio = stand or ("", 0.0)
    same, two = bool(found["same_speaker"]), bool(found["two_speakers"])
    return {
        "figures_equal": how == "equal",
        "figures_excluded": how == "excluded",
        "figures_allowed": how == "allowed",
        "figures_apart": how in ("excluded", "allowed"),
        "no_figure": not first and not second,
        "figure_one": bool(first) != bool(second),
        "figures_grow": later and ratio > 0,
        "excluded_grow": later and how == "excluded" and ratio > 0,
        "excluded_shrink": later and how == "excluded" and ratio < 0,
        "ratio": min(2.0, abs(ratio)),
        "excluded_same": how == "excluded" and same,
        "excluded_two": how == "excluded" and two and bool(found["same_document"]),
        "equal_two": how == "equal" and two,
        "equal_same": how == "equal" and same,
        "figure_before": how in ("excluded", "allowed") and bool(found["same_document"]) and bool(_EARLIER.search(a.around + b.around)),
    }


def _wording(a: Saying, b: Saying) -> dict[str, float]:
    both = (a, b)
    words = [told.stems(saying.words) for saying in both]
    around = [told.stems(saying.around or saying.words) for saying in both]
    denied = [saying.kind == "denies" or told.denies(saying.words) for saying in both]
    sides = [told.sides_in(saying.words) | told.sides_in(saying.against) for saying in both]
    doing = [told.tells_of_doing(saying.words) for saying in both]
    near = [told.own_names(saying.around or saying.words) for saying in both]
    overlap = len(words[0] & words[1]) / max(1, min(len(words[0]), len(words[1])))
    found = {
        "overlap": overlap,
        "copy": overlap > 0.75,
        "jaccard": len(words[0] & words[1]) / max(1, len(words[0] | words[1])),
        "overlap_around": len(around[0] & around[1]) / max(1, min(len(around[0]), len(around[1]))),
        "names_around": min(3, len(near[0] & near[1])) / 3,
        "denies_one": denied[0] != denied[1],
        "denies_both": all(denied),
        "sides_one": bool(sides[0]) != bool(sides[1]),
        "doing": all(doing),
        "opposed": told.opposed(a.words, b.words),
        "unsure_one": told.is_unsure(a.words) != told.is_unsure(b.words),
        "change": any(told.tells_of_change(saying.around or saying.words) for saying in both),
        "commitment": all(told.COMMITTING.search(saying.words) for saying in both),
        "length": math.log(1 + min(len(words[0]), len(words[1]))),
    }
    for name, one, other in (
        ("sides", sides[0], sides[1]),
        ("names", told.own_names(a.words), told.own_names(b.words)),
        ("weapons", told.weapons_in(a.words), told.weapons_in(b.words)),
        ("targets", told.targets_in(a.words), told.targets_in(b.words)),
        ("days", told.days_in(a.words), told.days_in(b.words)),
    ):
        found[f"{name}_shared"] = bool(one & other)
        found[f"{name}_apart"] = bool(one) and bool(other) and not one & other
    found["doing_apart"] = found["sides_apart"] and any(doing)
    return found


@cache
def _weights() -> Mapping[tuple[str, str, str], float]:
    with files("montjoie.reconcile").joinpath("data", "claim_pairs.csv").open(encoding="utf-8") as lines:
        return {(row["model"], row["outcome"], row["feature"]): float(row["weight"]) for row in csv.DictReader(lines)}
