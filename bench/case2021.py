"""The types of CASE 2021 task 2 (snippets with ACLED-like labels), read by a model that never saw one: weighted F1 over the labels that map to ours.

    MONTJOIE_SHARED=... python -m bench.case2021

The mapping was written before the first run. A snippet's answer is its surest incident of a mapped type; of several labels of theirs that are one type of ours, one class is
made (remote explosives, grenades and suicide bombs: bombing). Labels without a type of ours (disasters, organised crime, headquarters, changes of groups) are left out.
"""

import argparse
import csv
import sys
from collections import Counter

from bench.scorer import SHARED
from montjoie.reading import ModelReader
from montjoie.schema import Document

PUBLISHED = "83.9 on 25 types, trained on ACLED (best system of the task)"
TYPES = {
    "ARMED_CLASH": "clash", "AIR_STRIKE": "air_strike", "ART_MISS_ATTACK": "shelling", "SUIC_BOMB": "bombing", "REM_EXPLOS": "bombing", "GRENADE": "bombing",
    "CHEM_WEAP": "attack", "ATTACK": "attack", "ABDUCT_DISSAP": "detention", "ARREST": "detention", "AGREEMENT": "agreement", "DIPLO": "talks", "SEX_VIOL": "abuse",
    "PEACE_PROTEST": "protest", "PROTEST_WITH_INTER": "protest", "FORCE_AGAINST_PROTEST": "protest", "VIOL_DEMONSTR": "protest", "MOB_VIOL": "protest",
    "GOV_REGAINS_TERIT": "territory", "NON_STATE_ACTOR_OVERTAKES_TER": "territory", "NON_VIOL_TERRIT_TRANSFER": "territory", "PROPERTY_DISTRUCT": "sabotage",
}  # fmt: skip
ALSO = {"killing": "attack"}  # theirs has one label for both


def main() -> int:
    """Print weighted F1 and each class's; return 1 below the floor."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--floor", type=float, default=0.0, help="fail below this weighted F1")
    args = parser.parse_args()
    path = SHARED / "data/case2021/test_set_final_release_with_labels.tsv"
    if not path.is_file():
        print(f"skipped: no snippets at {path}; set MONTJOIE_SHARED")
        return 0
    reader = ModelReader().reader
    hits: Counter[str] = Counter()
    made: Counter[str] = Counter()
    given: Counter[str] = Counter()
    with path.open(encoding="utf-8") as lines:
        for row in csv.DictReader(lines, delimiter="\t"):
            if row["SubType"] in TYPES:
                right = TYPES[row["SubType"]]
                found = _type(reader, row["EventSnippet"])
                given[right] += 1
                made[found] += 1
                hits[found] += found == right
    f1 = {label: 2 * hits[label] / (made[label] + given[label]) for label in given}
    weighted = sum(f1[label] * given[label] for label in given) / given.total()
    print(f"CASE 2021 task 2: weighted F1 {weighted:.3f} over {given.total()} snippets, {len(given)} classes; published: {PUBLISHED}")
    for label in sorted(f1):
        print(f"  {label:12} {f1[label]:.3f}  {given[label]:4} snippets, read {made[label]}")
    print(f"  nothing of a mapped type read in {made['']}")
    return int(weighted < args.floor)


def _type(reader: object, text: str) -> str:
    document = Document(id="document-x", source_key="", given_id=None, text=text, language="en")
    known = set(TYPES.values())
    found = [(incident.score or 0.0, ALSO.get(incident.type, incident.type)) for incident in reader.read(document).incidents]  # type: ignore[attr-defined]
    return max((pair for pair in found if pair[1] in known), default=(0.0, ""))[1]


if __name__ == "__main__":
    sys.exit(main())
