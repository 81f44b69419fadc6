"""gva: articles on shootings, those of incidents with at least two; which articles are of one incident, beside what their words alone give.

    MONTJOIE_SHARED=... python -m bench.reconcile_gva --folder FOLDER [--most N]

An article's cluster is its `main_incident`; one without any is alone. B³ over articles. Killed and injured: of the settled incident, exactly
right, as the mean over incidents with none, one and several. Day: of articles published two to seven days after, right, wrong or not told.
Half of the incidents (`fit_pairs.is_fit`) were fitted on; B³ is also given on the other half.
"""

import datetime as dt
import re
import sys
from collections import Counter, defaultdict
from collections.abc import Hashable, Iterable, Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from bench.fit_pairs import is_fit
from bench.reconcile_fakes import by_expression
from bench.reconcile_record import record_of
from bench.reconcile_sets import Case, asked, prepared
from bench.scorer import SHARED
from montjoie.settled import Incident

FLOORS = {"b3": 0.90, "killed": 0.57, "injured": 0.55, "day": 0.65}
AIMS = {"b3": 0.92, "killed": 0.65, "injured": 0.60, "day": 0.55}
WINDOW = 30  # days within which the words alone may join
ALIKE = 0.2  # cosine from which they do: the best of 0.1, 0.15 … 0.4 on the half that is fitted on
INJURED = re.compile(r"\b(\d{1,3}|one|two|three|four|five|six|seven|eight)\b(?:\W+\w+){0,4}?\W+(?:injured|wounded|hurt)\b", re.IGNORECASE)
NUMBERS = {name: nth for nth, name in enumerate(("one", "two", "three", "four", "five", "six", "seven", "eight"), 1)}


def main() -> int:
    """Print each figure beside its aim and baselines; return 1 where one is under its floor."""
    args = asked(__doc__).parse_args()
    if not (SHARED / "data/gva").is_dir():
        print(f"skipped: no gva under {SHARED}/data; set MONTJOIE_SHARED")
        return 0
    cases = prepared("gva", args.folder, args.most)
    with record_of(cases, "gva", args.folder) as made:
        main_of = made.main_incidents()
        print(f"{len(cases)} articles, {len({case.gold['incident'] for case in cases})} incidents; reconciled in {made.seconds:.0f} s")
        figures = {"b3": identity(cases, main_of), **tolls(cases, main_of), "day": days(cases, main_of)}
    under = [name for name, floor in FLOORS.items() if figures[name] < floor]
    print(f"under the floor: {', '.join(under)}" if under else "every floor holds")
    return int(bool(under))


def identity(cases: Sequence[Case], main_of: Mapping[str, Incident]) -> float:
    """Print B³ of the record and of the baselines, over all and over the half not fitted on; return the record's over all."""
    said: dict[str, dict[str, Hashable]] = {
        "the record": {case.id: main_of[case.id].id if case.id in main_of else case.id for case in cases},
        "words alone": {**single_link(cases)},
        "day and city": {case.id: (case.published, (case.gold["facts"] or {}).get("city_or_county", case.id)) for case in cases},
        "never one": {case.id: case.id for case in cases},
    }
    gold = {case.id: case.gold["incident"] for case in cases}
    held = [name for name, incident in gold.items() if not is_fit(incident)]
    for name, clusters in said.items():
        precision, recall, f1 = b_cubed(clusters, gold, list(gold))
        print(
            f"B³ {name:12} {f1:.3f} F1, precision {precision:.3f}, recall {recall:.3f}; not fitted on {b_cubed(clusters, gold, held)[2]:.3f} (aim {AIMS['b3']})"
        )
    return b_cubed(said["the record"], gold, list(gold))[2]


def b_cubed(said: Mapping[str, Hashable], gold: Mapping[str, Hashable], names: Sequence[str]) -> tuple[float, float, float]:
    """Return precision, recall and F1 by B³ over the items named."""
    sizes, wanted, both = Counter(said[n] for n in names), Counter(gold[n] for n in names), Counter((said[n], gold[n]) for n in names)
    precision = sum(both[said[n], gold[n]] / sizes[said[n]] for n in names) / max(1, len(names))
    recall = sum(both[said[n], gold[n]] / wanted[gold[n]] for n in names) / max(1, len(names))
    return precision, recall, 2 * precision * recall / max(1e-9, precision + recall)


def single_link(cases: Sequence[Case]) -> dict[str, str]:
    """Join articles whose words are alike and whose dates are near: nothing is read."""
    vectors = tf_idf([f"{case.title} {case.text}" for case in cases])
    dates = [dt.date.fromisoformat(case.published[:10]) if case.published else None for case in cases]
    parent = list(range(len(cases)))

    def root(of: int) -> int:
        while parent[of] != of:
            parent[of] = of = parent[parent[of]]
        return of

    for at in range(len(cases)):
        alike = np.flatnonzero(vectors[at + 1 :] @ vectors[at] >= ALIKE) + at + 1
        for other in alike:
            first, second = dates[at], dates[int(other)]
            if first is None or second is None or abs((first - second).days) <= WINDOW:
                parent[root(int(other))] = root(at)
    return {case.id: cases[root(nth)].id for nth, case in enumerate(cases)}


def tf_idf(texts: Sequence[str]) -> NDArray[np.float32]:
    """Return each text's words, weighed by how few texts have them, of length one."""
    counts = [Counter(re.findall(r"[a-z]{3,}", text.casefold())) for text in texts]
    seen = Counter(word for count in counts for word in count)
    columns = {word: nth for nth, word in enumerate(sorted(word for word, times in seen.items() if 2 <= times <= len(texts) / 4))}
    matrix = np.zeros((len(texts), len(columns)), dtype=np.float32)
    for nth, count in enumerate(counts):
        for word, times in count.items():
            if word in columns:
                matrix[nth, columns[word]] = (1 + np.log(times)) * np.log(len(texts) / seen[word])
    return matrix / np.maximum(np.linalg.norm(matrix, axis=1, keepdims=True), 1e-9)


def tolls(cases: Sequence[Case], main_of: Mapping[str, Incident]) -> dict[str, float]:
    """Print and return how often killed and injured of an incident are right, beside a constant and a regular expression."""
    articles: dict[str, list[Case]] = defaultdict(list)
    for case in cases:
        if case.gold["facts"]:
            articles[case.gold["incident"]].append(case)
    shares = {}
    for kind, field, expression in (("killed", "num_killed", by_expression), ("injured", "num_injured", injured_by_expression)):
        rows = []
        for mine in articles.values():
            gold = int(mine[0].gold["facts"][field])
            guesses = Counter(guess for case in mine if (guess := expression(f"{case.title}. {case.text}")) is not None)
            said = _most([toll_of(main_of[case.id], kind) for case in mine if case.id in main_of])
            rows.append((min(2, gold), said == gold, (guesses.most_common(1)[0][0] if guesses else 0) == gold, gold == 1))
        record, regular, constant = (_mean_of_groups([(row[0], row[nth]) for row in rows]) for nth in (1, 2, 3))
        shares[kind] = record
        print(
            f"{kind:8} {record:.3f} as the mean of none, one, several, of {len(rows)} (aim {AIMS[kind]}; constant {constant:.3f}, regular expression {regular:.3f})"
        )
    return shares


def toll_of(incident: Incident, kind: str) -> int:
    """Return what an incident's toll says; silence of a kind where another is told is counted as none."""
    best = {toll.kind: toll.best for toll in incident.toll}
    return best.get(kind) or 0  # type: ignore[call-overload, no-any-return]


def injured_by_expression(text: str) -> int | None:
    """Return the first number before a word of being hurt."""
    match = INJURED.search(text)
    return None if match is None else NUMBERS.get(match[1].casefold()) or (int(match[1]) if match[1].isdigit() else None)


def _most(told: Iterable[int]) -> int:
    ranked = Counter(told).most_common()
    return ranked[0][0] if ranked else 0


def _mean_of_groups(rows: Sequence[tuple[int, bool]]) -> float:
    groups: dict[int, list[bool]] = defaultdict(list)
    for group, right in rows:
        groups[group].append(right)
    return sum(sum(values) / len(values) for values in groups.values()) / max(1, len(groups))


def days(cases: Sequence[Case], main_of: Mapping[str, Incident]) -> float:
    """Print and return how often the day is right, on articles published two to seven days after."""
    outcomes = Counter[str]()
    for case in cases:
        if not case.gold["facts"] or not case.published:
            continue
        day = dt.datetime.strptime(case.gold["facts"]["date"], "%B %d, %Y").date()  # noqa: DTZ007 a day, in no zone
        if not 2 <= (dt.date.fromisoformat(case.published[:10]) - day).days <= 7:
            continue
        time = _days_of(main_of.get(case.id))
        outcomes[
            "not told" if time is None else "right" if time == (day, day) else "holds it" if time[0] <= day <= time[1] else "wrong"
        ] += 1
    total = max(1, outcomes.total())
    print(
        f"day      {', '.join(f'{name} {outcomes[name] / total:.3f}' for name in ('right', 'holds it', 'wrong', 'not told'))} of {outcomes.total()} (aim {AIMS['day']}, wrong at most 0.20)"
    )
    return outcomes["right"] / total


def _days_of(incident: Incident | None) -> tuple[dt.date, dt.date] | None:
    """Return the days of the incident as settled."""
    if incident is None or incident.time.start is None or incident.time.end is None:
        return None
    return incident.time.start, incident.time.end


if __name__ == "__main__":
    sys.exit(main())
