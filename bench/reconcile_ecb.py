"""ECB+, test topics 36 to 45: the record's incidents beside the gold chains of events, over the chains that the ontology covers.

    MONTJOIE_SHARED=... python -m bench.reconcile_ecb --folder FOLDER

A chain is covered where the reader puts a trigger on any mention of it, in any article; all its mentions are then scored, those that the
reader missed as clusters of their own. Beside it, on the same mentions: the same lemma in the same topic (the topic is given to the baseline
alone), and never one. The articles come without dates.
"""

import json
import sys
from collections.abc import Mapping
from dataclasses import dataclass

from bench.coreference import scores
from bench.reconcile_record import Made, record_of
from bench.reconcile_sets import Case, asked, prepared
from bench.scorer import SHARED

GOLD = "ecbplus/data/interim/cybulska_setup/ECB_Test_Event_gold_mentions.json"
ENDINGS = ("ations", "ation", "ings", "ing", "ions", "ion", "ers", "er", "ies", "es", "ed", "s", "e")
FLOOR = 0.34  # CoNLL F1


@dataclass(frozen=True)
class Named:
    """A gold mention of an event: where it stands, in which chain, in which words."""

    article: str
    start: int
    end: int
    chain: str
    topic: str
    lemma: str


def main() -> int:
    """Print the scores of the record and of the baselines; return 1 where the record is under its floor."""
    args = asked(__doc__).parse_args()
    if not (SHARED / "data/ecbplus").is_dir():
        print(f"skipped: no ecbplus under {SHARED}/data; set MONTJOIE_SHARED")
        return 0
    cases = {case.id: case for case in prepared("ecb", args.folder, args.most)}
    with record_of(list(cases.values()), "ecb", args.folder) as made:
        mentions = gold_mentions(cases)
        incidents = {name: incident_at(named, made) for name, named in mentions.items()}
        covered = {mentions[name].chain for name, incident in incidents.items() if incident}
        scored = {name: named for name, named in mentions.items() if named.chain in covered}
    gold = {name: named.chain for name, named in scored.items()}
    read = sum(bool(incidents[name]) for name in scored)
    print(
        f"{len(cases)} articles; {len(scored)} mentions in {len(covered)} chains that are covered, of {len(mentions)} in all; {read} of them read"
    )
    told = {
        "the record": {name: incidents[name] or name for name in scored},
        "same lemma": {name: (named.topic, named.lemma) for name, named in scored.items()},
        "never one": {name: name for name in scored},
    }
    found = {}
    for name, said in told.items():
        found[name] = scores(said, gold)
        print(f"{name:12} " + ", ".join(f"{measure} {value:.3f}" for measure, value in found[name].items()))
    print("above the same lemma" if found["the record"]["CoNLL"] > found["same lemma"]["CoNLL"] else "BELOW the same lemma")
    return int(found["the record"]["CoNLL"] < FLOOR)


def gold_mentions(cases: Mapping[str, Case]) -> dict[str, Named]:
    """Return the gold mentions of events whose words stand together, by a name of their own; pronouns and singletons too."""
    mentions = {}
    for nth, kept in enumerate(json.loads((SHARED / "data" / GOLD).read_text(encoding="utf-8"))):
        case = cases.get(f"ecb-{kept['doc_id']}")
        if case is None:
            continue
        places = [case.gold["tokens"][f"{kept['sent_id']}:{number}"] for number in kept["tokens_number"]]
        start, end = min(place[0] for place in places), max(place[1] for place in places)
        lemma = stem(kept["tokens_str"].split()[-1])
        mentions[f"{case.id}:{start}:{end}:{nth}"] = Named(case.id, start, end, kept["coref_chain"], case.gold["topic"], lemma)
    return mentions


def stem(word: str) -> str:
    """Return a word without its ending, as far as endings go."""
    folded = word.casefold()
    ending = next((ending for ending in ENDINGS if folded.endswith(ending) and len(folded) - len(ending) >= 3), "")
    return folded.removesuffix(ending)


def incident_at(named: Named, made: Made) -> str | None:
    """Return the incident that has a trigger on a mention's words."""
    if named.article not in made.readings:
        return None
    mention = made.mention_at(named.article, named.start, named.end)
    return made.incidents[mention.id].id if mention else None


if __name__ == "__main__":
    sys.exit(main())
