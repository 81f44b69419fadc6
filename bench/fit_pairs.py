"""The weights of the evidence, fitted on labelled pairs: one half to fit, the other to report on; `--write` puts them in the package.

    MONTJOIE_SHARED=... python -m bench.fit_pairs --folder FOLDER [--write]

A logistic over the named values of each feature, in numpy: chance = 1 / (1 + exp(-SCALE × (sum - 4))), each weight drawn to what was set by
hand before (`prior`), so that a value which no labelled pair shows keeps it. Pairs: `bench/labels/incident_pairs.jsonl`, and of gva the main
mentions of articles that share a key, which are of one incident or of two by its list. Halves by a digest of the articles' first incident: no
article is in both.
"""

import csv
import hashlib
import json
import sys
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

import montjoie.reconcile.weights as table
from bench.reconcile_record import grounded
from bench.reconcile_sets import asked, cases_of
from montjoie.reconcile import incident_keys
from montjoie.reconcile.block import pairs_by_key
from montjoie.reconcile.compare import compare_mentions, conflict, may_be_outweighed
from montjoie.schema import GroundedReading, Mention

LABELS = Path(__file__).parent / "labels" / "incident_pairs.jsonl"
NEAR = Path(__file__).parent / "labels" / "incident_pairs_fit.jsonl"  # of the half to fit on: drawn among those that nearly join, or do
TABLE = Path(table.__file__).parent / "data" / "weights.csv"
NEEDED = 4.0  # judge.SAME_INCIDENT
SCALE = 1.0
SPREAD = 0.7  # how far a weight may lie from its prior: the deviation of a normal
ROUNDS = 20_000
NEGATIVES = 3  # pairs of two incidents for each of one, of gva
OF_GVA = 0.5  # the worth of a pair of gva beside one that was read and labelled
MOST_RARER = 6.0  # shootings of two incidents rarely share a key, and what all of them have in common (civilians) must not speak for one
OF_DIFFERENT = 1.5  # the labelled pairs are mostly of one incident; of those that share a key in a day's reports one in five is
# What the record promises of two reports that say nothing else: no labelled pair is as bare, so these stand for them.
CONVENTIONS: tuple[tuple[tuple[str, ...], bool], ...] = (
    (("type same", "place same", "day same_day"), True),
    (("type same", "place same", "day same_night"), True),
    (("type same", "place same", "day same_day", "target_class opposed"), True),
    (("type general", "place same", "day same_day"), True),
    (("type confusable", "place same", "day same_day", "killed same"), True),
    (("type same", "place inside", "day same_day"), False),
    (("type same", "place same", "day reported_together"), False),
    (("type same", "place same", "day reported_together", "actors shared"), False),
    (("type same", "place same", "day same_week"), False),
    (("type confusable", "place same", "day same_day"), False),
)
OF_CONVENTION = 5.0
Pair = tuple[Mention, Mention, bool]


@dataclass(frozen=True)
class Labelled:
    """Pairs to fit on, and pairs to report on."""

    fit: list[Pair]
    held: list[Pair]


def main() -> int:
    """Fit, print the figures of both halves before and after, write the table where asked."""
    parser = asked(__doc__)
    parser.add_argument("--write", action="store_true", help="put the fitted weights in the package")
    parser.add_argument("--only", nargs="+", metavar="FEATURE=VALUE", help="fit these values, the others as they are in the table")
    args = parser.parse_args()
    read = labelled(dict(grounded("fa_kes", args.folder)))
    shootings = shooting_pairs(dict(grounded("gva", args.folder, args.most)))
    rows = table.weight_rows()
    columns = {(row["feature"], row["value"]): nth for nth, row in enumerate(rows)}
    prior = np.array([float(row["prior"]) for row in rows])
    bare = np.array([[" ".join(column) in shown for column in columns] for shown, _ in CONVENTIONS], dtype=float)
    x = np.vstack([matrix(read.fit, columns), matrix(shootings.fit, columns), bare])
    y = np.array([*(same for _, _, same in (*read.fit, *shootings.fit)), *(same for _, same in CONVENTIONS)], dtype=float)
    sets = [1.0] * len(read.fit) + [OF_GVA] * len(shootings.fit) + [OF_CONVENTION] * len(CONVENTIONS)
    worth = np.array(sets) * np.where(y == 1, 1.0, OF_DIFFERENT)
    of_gva = slice(len(read.fit), len(read.fit) + len(shootings.fit))
    worth[of_gva] *= np.where(y[of_gva] == 1, 1.0, rarer(shootings.fit))
    now = np.array([float(row["weight"]) for row in rows])
    free = np.array([not args.only or f"{row['feature']}={row['value']}" in args.only for row in rows])
    fitted = np.round(fit(x, y, worth, prior, np.where(free, prior, now), free), 2)
    for name, pairs in (("fa_kes fit", read.fit), ("fa_kes held", read.held), ("gva fit", shootings.fit), ("gva held", shootings.held)):
        told = matrix(pairs, columns)
        same = np.array([one for _, _, one in pairs], dtype=bool)
        print(
            f"{name}: {len(pairs)} pairs, {same.sum()} same; F1 by hand {f1(told @ prior, same):.3f}, fitted {f1(told @ fitted, same):.3f}"
        )
    seen = x.sum(axis=0)
    for row, before, after, times in zip(rows, prior, fitted, seen, strict=True):
        print(f"  {row['feature']:14} {row['value']:18} {before:6.2f} {after:6.2f}  in {int(times)} pairs")
        row["weight"] = f"{after:.2f}"
    if args.write:
        with TABLE.open("w", encoding="utf-8", newline="") as out:
            writer = csv.DictWriter(out, ["feature", "value", "prior", "weight"], lineterminator="\n")
            writer.writeheader()
            writer.writerows(rows)
    return 0


def labelled(readings: Mapping[str, GroundedReading]) -> Labelled:
    """Return the pairs of fa_kes that the reader found both mentions of and that no rule forbids."""
    made = Labelled([], [])
    for pair in (json.loads(line) for path in (LABELS, NEAR) for line in path.read_text(encoding="utf-8").splitlines()):
        a, b = (mention_at(readings, pair[side]["doc"], pair[side]["s"], pair[side]["e"]) for side in "ab")
        if a is not None and b is not None and a.id != b.id and not forbidden(a, b):
            (made.fit if is_fit(pair["a"]["doc"]) else made.held).append((a, b, pair["labels"][0] == "same"))
    return made


def rarer(pairs: Sequence[Pair]) -> float:
    """Return what a pair of two incidents is worth beside one of one, so that both weigh alike, MOST_RARER times at most."""
    same = sum(one for _, _, one in pairs)
    return min(MOST_RARER, same / max(1, len(pairs) - same))


def forbidden(a: Mention, b: Mention) -> bool:
    """Tell whether a rule parts two mentions whatever their evidence."""
    against = conflict(a, b)
    return against is not None and not may_be_outweighed(against, a, b)


def is_fit(name: str) -> bool:
    """Tell whether what an article's id begins falls to the half that is fitted on."""
    return int(hashlib.sha256(name.encode()).hexdigest(), 16) % 2 == 0


def mention_at(readings: Mapping[str, GroundedReading], name: str, start: int, end: int) -> Mention | None:
    """Return the mention of an article with a trigger on these characters, the nearest where several touch them."""
    found = [
        (abs(trigger.start - start), mention.id, mention)
        for mention in (readings[name].mentions if name in readings else ())
        for trigger in mention.triggers
        if trigger.start < end and start < trigger.end
    ]
    return min(found)[2] if found else None


def shooting_pairs(readings: Mapping[str, GroundedReading]) -> Labelled:
    """Return the pairs of main mentions of gva that share a key: all of one incident, and a draw of those of two."""
    incidents = {case.id: case.gold["incident"] for case in cases_of("gva") if case.id in readings}
    main = {name: mention for name in incidents for mention in readings[name].mentions if mention.id in readings[name].mostly[:1]}
    names = {mention.id: name for name, mention in main.items()}
    mentions = {mention.id: mention for mention in main.values()}
    keys = [(mention.id, incident_keys(mention)) for mention in mentions.values()]
    made = Labelled([], [])
    drawn = sorted(pairs_by_key(keys), key=lambda pair: hashlib.sha256("".join(pair).encode()).hexdigest())
    taken = Counter[bool]()
    for a, b in sorted(drawn, key=lambda pair: incidents[names[pair[0]]] != incidents[names[pair[1]]]):
        one, other = incidents[names[a]], incidents[names[b]]
        halves = {is_fit(one), is_fit(other)}
        if len(halves) > 1 or forbidden(mentions[a], mentions[b]) or (one != other and taken[False] >= NEGATIVES * taken[True]):
            continue
        taken[one == other] += 1
        (made.fit if halves == {True} else made.held).append((mentions[a], mentions[b], one == other))
    return made


def matrix(pairs: Sequence[Pair], columns: Mapping[tuple[str, str], int]) -> NDArray[np.float64]:
    """Return which value of which feature each pair shows."""
    x = np.zeros((len(pairs), len(columns)))
    for nth, (a, b, _) in enumerate(pairs):
        for found in compare_mentions(*sorted((a, b), key=lambda mention: mention.id)):
            x[nth, columns[found.feature, found.detail.partition(":")[0]]] = 1.0
    return x


def fit(
    x: NDArray[np.float64],
    y: NDArray[np.float64],
    worth: NDArray[np.float64],
    prior: NDArray[np.float64],
    begin: NDArray[np.float64],
    free: NDArray[np.bool_],
) -> NDArray[np.float64]:
    """Return the likeliest weights of the sign that each was given by hand, by steps against the slope; what is not free stays as it begins."""
    weights = begin.copy()
    pace = 1 / (SCALE**2 * float(np.linalg.eigvalsh((x.T * worth) @ x)[-1]) / 4 + 1 / SPREAD**2)
    for _ in range(ROUNDS):
        chance = 1 / (1 + np.exp(-SCALE * (x @ weights - NEEDED)))
        slope = SCALE * x.T @ (worth * (chance - y)) + (weights - prior) / SPREAD**2
        stepped = weights - pace * slope
        signed = np.where(
            stepped * prior > 0, stepped, 0.0
        )  # what has nothing in common speaks for nothing, what is shared against nothing
        weights = np.where(free, signed, weights)
    return weights


def f1(scores: NDArray[np.float64], same: NDArray[np.bool_]) -> float:
    """Return F1 of "same" at the score that is needed."""
    said = scores >= NEEDED
    both = int((said & same).sum())
    return 2 * both / max(1, int(said.sum() + same.sum()))


if __name__ == "__main__":
    sys.exit(main())
