"""ECB+, test topics 36 to 45: the record's incidents beside the gold chains of events, over the chains that the ontology covers.

    MONTJOIE_SHARED=... python -m bench.reconcile_ecb --folder FOLDER [--gold]

A chain is covered where the reader puts a trigger on any mention of it, in any article; all its mentions are then scored, those that the
reader missed as clusters of their own, and once more only those that were read. Beside it, on the same mentions: the same lemma in the same
topic (the topic is given to the baseline alone), and never one. The articles come without dates.

`--gold`: readings made of the annotation instead: each covered chain of an article is an incident, of the type that the reader gives the chain
most often, with the people, places and times that ECB+ marks in its sentences, for it does not say whose they are. Within an article chains are
given, so "one in its article" stands beside it.
"""

import json
import sys
from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from bench.coreference import scores
from bench.reconcile_record import Made, record_of
from bench.reconcile_sets import Case, asked, prepared
from bench.scorer import SHARED
from montjoie.schema import Mention

ENTITIES = "ecbplus/data/interim/cybulska_setup/ECB_Test_Entity_gold_mentions.json"
ROLES = {"HUM": "actor", "LOC": "place", "TIM": "time"}
GOLD = "ecbplus/data/interim/cybulska_setup/ECB_Test_Event_gold_mentions.json"
ENDINGS = ("ations", "ation", "ings", "ing", "ions", "ion", "ers", "er", "ies", "es", "ed", "s", "e")
FLOOR = 0.35  # CoNLL F1


@dataclass(frozen=True)
class Named:
    """A gold mention of an event: where it stands, in which chain, in which words."""

    article: str
    start: int
    end: int
    chain: str
    topic: str
    lemma: str
    sentence: int


def main() -> int:
    """Print the scores of the record and of the baselines; return 1 where the record is under its floor."""
    parser = asked(__doc__)
    parser.add_argument("--gold", action="store_true", help="with readings made of the annotation")
    args = parser.parse_args()
    if not (SHARED / "data/ecbplus").is_dir():
        print(f"skipped: no ecbplus under {SHARED}/data; set MONTJOIE_SHARED")
        return 0
    cases = {case.id: case for case in prepared("ecb", args.folder, args.most)}
    mentions = gold_mentions(cases)
    with record_of(list(cases.values()), "ecb", args.folder) as made:
        read = {name: mention for name, named in mentions.items() if (mention := mention_of(named, made))}
        incidents = {name: made.incidents[mention.id].id for name, mention in read.items()}
    types: dict[str, Counter[str]] = defaultdict(Counter)
    for name, mention in read.items():
        types[mentions[name].chain][mention.type] += 1
    scored = {name: named for name, named in mentions.items() if named.chain in types}
    print(
        f"{len(cases)} articles; {len(scored)} mentions in {len(types)} chains that are covered, of {len(mentions)} in all; {len(read)} of them read"
    )
    if not args.gold:
        compared({name: named for name, named in scored.items() if name in read}, incidents, "those that were read")
        return int(compared(scored, incidents, "all of covered chains") < FLOOR)
    with TemporaryDirectory() as place:
        gold = write_readings(cases, scored, types, Path(place))
        with record_of([cases[name] for name in gold], "ecb", args.folder, gold=gold) as made:
            given = {name: made.incidents[mention.id].id for name, named in scored.items() if (mention := mention_of(named, made))}
    compared(scored, given, "given by the annotation")
    return 0


def compared(scored: Mapping[str, Named], incidents: Mapping[str, str], which: str) -> float:
    """Print the scores of the record and of the baselines over mentions; return the record's CoNLL."""
    gold = {name: named.chain for name, named in scored.items()}
    told = {
        "the record": {name: incidents.get(name, name) for name in scored},
        "same lemma": {name: (named.topic, named.lemma) for name, named in scored.items()},
        "one in its article": {name: (named.article, named.chain) for name, named in scored.items()},
        "never one": {name: name for name in scored},
    }
    print(f"{which}: {len(scored)} mentions in {len(set(gold.values()))} chains")
    found = {name: scores(said, gold) for name, said in told.items()}
    for name, values in found.items():
        print(f"  {name:18} " + ", ".join(f"{measure} {value:.3f}" for measure, value in values.items()))
    print("  above the same lemma" if found["the record"]["CoNLL"] > found["same lemma"]["CoNLL"] else "  BELOW the same lemma")
    return found["the record"]["CoNLL"]


def write_readings(
    cases: Mapping[str, Case], scored: Mapping[str, Named], types: Mapping[str, Counter[str]], folder: Path
) -> dict[str, Path]:
    """Write a reading of each article that has covered chains, and return them by article."""
    around: dict[str, list[tuple[int, str, tuple[int, int]]]] = defaultdict(list)
    for kept in json.loads((SHARED / "data" / ENTITIES).read_text(encoding="utf-8")):
        name = f"ecb-{kept['doc_id']}"
        if name in cases and kept["mention_type"] in ROLES:
            around[name].append((kept["sent_id"], ROLES[kept["mention_type"]], bounds(cases[name], kept)))
    chains: dict[str, dict[str, list[Named]]] = defaultdict(lambda: defaultdict(list))
    for named in scored.values():
        chains[named.article][named.chain].append(named)
    written = {}
    for article, told in chains.items():
        incidents = [
            incident(nth, members, types[chain], around[article], cases[article].text) for nth, (chain, members) in enumerate(told.items())
        ]
        written[article] = folder / f"{article}.json"
        written[article].write_text(json.dumps({"doc": article, "incidents": incidents, "claims": [], "commitments": []}), encoding="utf-8")
    return written


def incident(
    nth: int, members: list[Named], types: Counter[str], around: list[tuple[int, str, tuple[int, int]]], text: str
) -> dict[str, object]:
    """Return one chain of an article as an incident, with what is marked in its sentences."""
    sentences = {named.sentence for named in members}
    beside = {role: sorted({span for sentence, what, span in around if what == role and sentence in sentences}) for role in ROLES.values()}
    quoted = {role: [quote(text, span) for span in spans] for role, spans in beside.items()}
    return {
        "id": f"i{nth}", "type": max(types, key=lambda kind: (types[kind], kind)), "reality": "actual",
        "trigger": [quote(text, (named.start, named.end)) for named in sorted(members, key=lambda named: named.start)],
        "actor": quoted["actor"], "place": quoted["place"], **({"time": quoted["time"][0]} if quoted["time"] else {}),
    }  # fmt: skip


def quote(text: str, span: tuple[int, int]) -> dict[str, object]:
    """Return words of a text as a reading quotes them."""
    return {"q": text[span[0] : span[1]], "s": span[0], "e": span[1]}


def gold_mentions(cases: Mapping[str, Case]) -> dict[str, Named]:
    """Return the gold mentions of events whose words stand together, by a name of their own; pronouns and singletons too."""
    mentions = {}
    for nth, kept in enumerate(json.loads((SHARED / "data" / GOLD).read_text(encoding="utf-8"))):
        case = cases.get(f"ecb-{kept['doc_id']}")
        if case is None:
            continue
        start, end = bounds(case, kept)
        lemma = stem(kept["tokens_str"].split()[-1])
        mentions[f"{case.id}:{start}:{end}:{nth}"] = Named(
            case.id, start, end, kept["coref_chain"], case.gold["topic"], lemma, kept["sent_id"]
        )
    return mentions


def bounds(case: Case, kept: Mapping[str, Any]) -> tuple[int, int]:
    """Return where a mention's words begin and end in the text."""
    places = [case.gold["tokens"][f"{kept['sent_id']}:{number}"] for number in kept["tokens_number"]]
    return min(place[0] for place in places), max(place[1] for place in places)


def stem(word: str) -> str:
    """Return a word without its ending, as far as endings go."""
    folded = word.casefold()
    ending = next((ending for ending in ENDINGS if folded.endswith(ending) and len(folded) - len(ending) >= 3), "")
    return folded.removesuffix(ending)


def mention_of(named: Named, made: Made) -> Mention | None:
    """Return the record's mention that has a trigger on a mention's words."""
    return made.mention_at(named.article, named.start, named.end) if named.article in made.readings else None


if __name__ == "__main__":
    sys.exit(main())
