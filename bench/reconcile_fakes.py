"""fa_kes: fifteen outlets of opposing camps on the war in Syria; what the record says of each article's main incident, beside its coding.

    MONTJOIE_SHARED=... python -m bench.reconcile_fakes --folder FOLDER [--gold] [--show]

Governorate, type and killed of the incident that an article is mostly about; who speaks (`labels/roots.jsonl`); which mentions of two articles
are one incident (`labels/incident_pairs.jsonl`), over all pairs and over those of the half that no weight was fitted on. A mention that the
reader missed is joined to nothing. `--gold` takes persons' readings of the corpus instead of the model's, on the articles that have one.
"""

import json
import re
import sys
from collections.abc import Sequence
from pathlib import Path

from bench.fit_pairs import LABELS, is_fit
from bench.reconcile_record import Made, record_of
from bench.reconcile_sets import Case, asked, prepared
from bench.scorer import SHARED
from montjoie.over_time import source_of
from montjoie.reconcile import make_context, settle_incident, settle_toll
from montjoie.reconcile.words import fold, fold_division
from montjoie.record import derived
from montjoie.settled import Incident

ROOTS = LABELS.with_name("roots.jsonl")
FLOORS = {"governorate": 0.87, "type": 0.80, "killed": 0.65, "roots": 0.80, "pairs": 0.78}
AIMS = {"governorate": 0.88, "type": 0.70, "killed": 0.60, "roots": 0.85, "pairs": 0.80}
GOVERNORATES = {
    "aleppo": "aleppo", "damascus": "damascus", "rif dimashq": "damascus", "idlib": "idlib", "raqqa": "raqqa", "deir ez-zor": "deir ezzor",
    "deir ezzor": "deir ezzor", "homs": "homs", "hasakah": "hasakeh", "al-hasakah": "hasakeh", "hama": "hama", "daraa": "daraa", "latakia": "lattakia", "quneitra": "quneitra",
}  # fmt: skip
WRITTEN = {
    "aleppo": "aleppo", "damascus": "damascus", "idlib": "idlib", "idleb": "idlib", "raqqa": "raqqa", "raqa": "raqqa", "deir e[sz]?-?zz?or": "deir ezzor",
    "deir al-?zou?r": "deir ezzor", "homs": "homs", "hass?ake?h?": "hasakeh", "hama": "hama", "dar'?aa": "daraa", "deraa": "daraa", "latt?akia": "lattakia",
    "quneitra": "quneitra",
}  # fmt: skip
TYPES = {
    "air_strike": {"shelling"}, "shelling": {"shelling"}, "bombing": {"explosion"}, "clash": {"shooting"}, "killing": {"shooting", "execution"},
}  # fmt: skip
CHEMICAL = re.compile(r"chemical|\bgas|sarin|chlorine|toxic|poison|nerve", re.IGNORECASE)
KILLED = re.compile(
    r"\b(\d{1,4})\b(?:\W+\w+){0,4}?\W+(?:killed|dead|died|die)\b|\b(?:kill|kills|killed|killing)\b(?:\W+\w+){0,3}?\W+(\d{1,4})\b",
    re.IGNORECASE,
)


def main() -> int:
    """Print each figure beside its aim and baseline; return 1 where one is under its floor."""
    parser = asked(__doc__)
    parser.add_argument("--gold", action="store_true", help="with persons' readings, on the articles that have one")
    parser.add_argument("--show", action="store_true", help="print each article and pair that is wrong")
    args = parser.parse_args()
    if not (SHARED / "data/fa_kes").is_dir():
        print(f"skipped: no fa_kes under {SHARED}/data; set MONTJOIE_SHARED")
        return 0
    cases = prepared("fa_kes", args.folder, args.most)
    gold = _gold() if args.gold else {}
    cases = [case for case in cases if not args.gold or case.id in gold]
    with record_of(cases, "fa_kes", args.folder, gold=gold) as made:
        print(
            f"{len(cases)} articles{' with persons’ readings' if args.gold else ''}: {len(made.view.incidents)} incidents; reconciled in {made.seconds:.0f} s"
        )
        figures = {**coded(cases, made, show=args.show), "roots": roots(made, show=args.show), "pairs": pairs(made, show=args.show)}
    under = [name for name, floor in FLOORS.items() if figures[name] < floor]
    print(f"under the floor: {', '.join(under)}" if under else "every floor holds")
    return int(bool(under) and not args.gold)


def _gold() -> dict[str, Path]:
    return {path.stem: path for part in ("train", "dev") for path in (SHARED / "corpus/gold" / part).glob("fk-*.json")}


def coded(cases: Sequence[Case], made: Made, *, show: bool) -> dict[str, float]:
    """Print and return how often governorate, type and killed are those that the article is coded with."""
    main_of = made.main_incidents()
    right: dict[str, list[bool]] = {name: [] for name in ("governorate", "first named", "type", "killed", "regular expression")}
    for case in cases:
        incident = main_of.get(case.id)
        where = GOVERNORATES.get(governorate(incident) or "")
        right["governorate"].append(where == case.gold["location"])
        right["first named"].append(first_named(case.text) == case.gold["location"])
        cause = case.gold["cause_of_death"]
        kind = kinds(incident, made)
        if cause != "unknown":
            right["type"].append(cause in kind)
        dead = killed(case)
        told = killed_in(case.id, incident, made)
        if dead:
            right["killed"].append(told == dead)
            right["regular expression"].append(by_expression(f"{case.title}. {case.text}") == dead)
        if show:
            print(f"{case.id} {case.gold['location']}/{where} {cause}/{sorted(kind)} {dead}/{told}")
    shares = {name: sum(values) / max(1, len(values)) for name, values in right.items()}
    for name, beside in (("governorate", "first named"), ("type", None), ("killed", "regular expression")):
        baseline = f"; {beside}: {shares[beside]:.3f}" if beside else ""
        print(f"{name:12} {shares[name]:.3f} of {len(right[name])} (aim {AIMS[name]}{baseline})")
    return shares


def governorate(incident: Incident | None) -> str | None:
    """Return the folded division of the settled place, else of the first place that has one."""
    if incident is None:
        return None
    settled = [incident.places[incident.place]] if incident.place is not None else []
    for place in (*settled, *incident.places):
        for name in (place.name if place.kind == "region" else None, place.within):
            if name and (found := {fold_division(name), fold(name)} & GOVERNORATES.keys()):
                return min(found)
    return None


def first_named(text: str) -> str | None:
    """Return the governorate that a text names first."""
    found = [(match.start(), name) for words, name in WRITTEN.items() if (match := re.search(rf"\b{words}", text, re.IGNORECASE))]
    return min(found)[1] if found else None


def kinds(incident: Incident | None, made: Made) -> frozenset[str]:
    """Return what fa_kes may call an incident: its class of chemical attacks is a weapon, not a type, of ours."""
    if incident is None:
        return frozenset()
    weapons = [made.words(weapon.at) for weapon in incident.weapons] + [
        made.words(at) for mention in incident.mentions for at in mention.triggers
    ]
    if any(CHEMICAL.search(words) for words in weapons):
        return frozenset({"chemical and toxic gases"})
    return frozenset(TYPES.get(incident.type, ()))


def killed(case: Case) -> int:
    """Return how many the coding has as killed; children and women are among the civilians, where there are any."""
    of = {name: int(case.gold[f"nb_{name}"] or 0) for name in ("civilians", "noncivilians", "children", "women")}
    return of["civilians"] + of["noncivilians"] + (0 if of["civilians"] else of["children"] + of["women"])


def killed_in(name: str, incident: Incident | None, made: Made) -> int | None:
    """Return the best of the killed by the figures of this article alone, as the coding has it."""
    if incident is None:
        return None
    document = made.readings[name].document
    figures = [
        figure
        for toll in incident.toll
        if toll.kind in ("killed", "casualties")
        for figure in toll.figures
        if figure.at.document == document
    ]
    settled = {toll.kind: toll.best for toll in settle_toll(figures)}
    return settled.get("killed", settled.get("casualties"))


def by_expression(text: str) -> int | None:
    """Return the first number beside a word of dying."""
    match = KILLED.search(text)
    return int(match[1] or match[2]) if match else None


def roots(made: Made, *, show: bool) -> float:
    """Print and return in how many articles the number of root sources of the main incident is right."""
    right = []
    for label in (json.loads(line) for line in ROOTS.read_text(encoding="utf-8").splitlines()):
        mention = made.mention_at(label["doc"], *label["trigger"]) if label["doc"] in made.readings else None
        if label["doc"] not in made.readings:
            continue
        mention = mention or made.mostly_about(label["doc"])
        told = 0
        if mention is not None:
            reading = made.readings[label["doc"]]
            row = derived.document(made.store, reading.document)
            context = make_context(
                [reading], {reading.document: source_of(row, reading)} if row else {}, texts={reading.document: made.text(reading.document)}
            )
            told = settle_incident([mention], (), context).independent_sources
        right.append(told == label["n"])
        if show and told != label["n"]:
            print(f"{label['doc']} {label['trigger']}: {told} roots, {label['n']} by hand")
    share = sum(right) / max(1, len(right))
    print(f"{'roots':12} {share:.3f} of {len(right)} (aim {AIMS['roots']})")
    return share


def pairs(made: Made, *, show: bool) -> float:
    """Print pairwise F1 over all labelled pairs and over the half that was held out; return the latter."""
    tallies: dict[str, list[int]] = {"all": [0, 0, 0], "held": [0, 0, 0]}
    counted = {"all": 0, "held": 0}
    for pair in (json.loads(line) for line in LABELS.read_text(encoding="utf-8").splitlines()):
        if not {pair["a"]["doc"], pair["b"]["doc"]} <= made.readings.keys():
            continue
        a, b = (made.mention_at(pair[side]["doc"], pair[side]["s"], pair[side]["e"]) for side in "ab")
        said = a is not None and b is not None and made.incidents[a.id] is made.incidents[b.id]
        same = pair["labels"][0] == "same"
        for part in ("all",) if is_fit(pair["a"]["doc"]) else ("all", "held"):
            counted[part] += 1
            for nth, holds in enumerate((said and same, said, same)):
                tallies[part][nth] += holds
        if show and said != same:
            print(f"{pair['id']} {pair['labels'][0]} ({pair['why']}): {'one' if said else 'two' if a and b else 'not read'}")
    scores = {part: _scores(tally) for part, tally in tallies.items()}
    for part, (precision, recall, f1) in scores.items():
        print(f"{'pairs, ' + part:12} {f1:.3f} F1, precision {precision:.3f}, recall {recall:.3f} of {counted[part]} (aim {AIMS['pairs']})")
    return scores["held"][2]


def _scores(tally: Sequence[int]) -> tuple[float, float, float]:
    both, said, same = tally
    return both / max(1, said), both / max(1, same), 2 * both / max(1, said + same)


if __name__ == "__main__":
    sys.exit(main())
