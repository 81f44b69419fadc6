"""What each head of the model is worth: the dev articles read with one head replaced by a rule, one at a time, scored by the corpus's score.py.

    MONTJOIE_SHARED=... python -m bench.ablation

The rules are those that a coder would write first: a lexicon of stems for types, "everything happened", the nearest name before (actor) or behind (target) in the sentence,
one incident for each stem of one type, the words of the source as they stand.
"""

import json
import sys
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from bench.scorer import SHARED, scorer_of, total_of
from montjoie.catch_up import Resources
from montjoie.collect import CollectOptions, collect
from montjoie.extract import incidents as incidents_module
from montjoie.extract.alike import Same
from montjoie.extract.decode import Floats, Found, Scored, decode
from montjoie.extract.labels import CLASSES, RELATIONS
from montjoie.extract.pairs import stem
from montjoie.extract.preferring import preferred
from montjoie.extract.reader import Reader, assembled
from montjoie.extract.windows import split
from montjoie.extract.writing import written
from montjoie.reading import count, resolved

STEMS = {
    "shell": "shelling", "morta": "shelling", "artil": "shelling", "rocke": "shelling", "airst": "air_strike", "raid": "air_strike", "strik": "air_strike",
    "missi": "air_strike", "drone": "air_strike", "bomba": "air_strike", "bomb": "bombing", "bombi": "bombing", "explo": "bombing", "blast": "bombing", "clash": "clash",
    "fight": "clash", "battl": "clash", "offen": "clash", "kill": "killing", "kille": "killing", "killi": "killing", "shot": "killing", "murde": "killing",
    "shoot": "killing", "arres": "detention", "detai": "detention", "abduc": "detention", "kidna": "detention", "captu": "territory", "seize": "territory",
    "contr": "territory", "talks": "talks", "negot": "talks", "meeti": "talks", "met": "talks", "agree": "agreement", "cease": "agreement", "truce": "agreement",
    "prote": "protest", "rally": "protest", "demon": "protest", "sanct": "sanction", "evacu": "displacement", "flee": "displacement", "fled": "displacement",
    "displ": "displacement", "aid": "aid", "convo": "aid", "war": "war", "invas": "war", "confl": "war", "deplo": "deployment", "troop": "deployment",
}  # fmt: skip
ROWS: dict[str, tuple[str, ...]] = {  # what is replaced, and the measures that it is for
    "type": ("incident.typed", "incident.event"),
    "reality": ("incident.event", "incident.happened", "incident.unreal_kept_apart"),
    "same": ("incident", "incident.mention", "incident.codeable"),
    "actor": ("incident.actor",),
    "target": ("incident.target",),
    "place": ("incident.place", "incident.codeable"),
    "time": ("incident.time",),
    "toll": ("incident.toll", "incident.toll.told"),
    "weapon": ("incident.weapon",),
    "figure": ("incident.toll",),
    "source": ("claim",),
    "cue": ("claim.cue", "claim.kind"),
    "kind": ("claim.kind",),
    "about": ("claim.about",),
    "who": ("claim.who",),
    "act": ("commitment.act",),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Ruled(Scored):
    """Scores of which one head's are a rule's."""

    rule: str

    def logits(self, name: str, span: Found) -> Floats:
        """Return a classifier's scores, or those of the rule."""
        if name != self.rule:
            return Scored.logits(self, name, span)
        return np.where(np.arange(len(CLASSES[name])) == self._label(name, span), 9.0, 0.0).astype(np.float32)

    def _label(self, name: str, span: Found) -> int:
        words = self.words.cut(*span.words).casefold()
        if name == "type":
            return CLASSES["type"].index(STEMS.get(stem(words), "attack"))
        if name == "act":
            return CLASSES["act"].index("agrees" if "ceasefire" in words or "truce" in words else "none")
        return CLASSES[name].index({"reality": "actual", "kind": "states", "figure": "killed"}[name])

    def related(self, relation: str, head: Found) -> list[tuple[float, Found]]:
        """Return the tails of a head with the chances that the model or the rule gives them."""
        if relation != self.rule:
            return Scored.related(self, relation, head)
        tails = list(self.near(head, RELATIONS[relation][1]))
        sentence = self.words.sentences[head.words[0]]
        here = [tail for tail in tails if self.words.sentences[tail.words[0]] == sentence]
        if relation == "about":
            return [(1.0 if head.words[0] <= tail.words[0] < head.words[1] else 0.0, tail) for tail in tails]
        if relation in ("actor", "target"):
            here = [tail for tail in here if (tail.words[0] < head.words[0]) == (relation == "actor")]
        best = min(here or ([] if relation in ("actor", "target") else tails), key=lambda tail: _gap(head, tail), default=None)
        return [(1.0 if tail is best else 0.0, tail) for tail in tails]


def _gap(one: Found, other: Found) -> int:
    return max(other.words[0] - one.words[1], one.words[0] - other.words[1], 0)


def by_stem(scored: Scored, _same: Same) -> list[list[Found]]:
    """Return the triggers in groups of one type and one stem."""
    groups: dict[tuple[int, str], list[Found]] = {}
    for mention in scored.spans["trigger"]:
        groups.setdefault((int(scored.chances("type", mention).argmax()), stem(scored.words.cut(*mention.words).casefold())), []).append(
            mention
        )
    return list(groups.values())


def main() -> int:
    """Print the table."""
    if not (SHARED / "corpus/gold/dev").is_dir():
        print(f"skipped: no corpus under {SHARED}; set MONTJOIE_SHARED")
        return 0
    scorer, reader = scorer_of(), Reader(count)
    articles = []
    golds = {path.stem: json.loads(path.read_text(encoding="utf-8")) for path in sorted((SHARED / "corpus/gold/dev").glob("*.json"))}
    for document in collect([SHARED / f"corpus/docs/{name}.json" for name in golds], CollectOptions()):
        words = split(document.text, document.title, reader.encoder.tokenizer)
        scored = replace(decode(words, reader.encoder, reader.files.distance, reader.files.thresholds), weights=reader.files.confidence)
        articles.append((document, scored, scorer.lists(golds[document.given_id], document.given_id)))
    whole = _scores(scorer, reader, articles, "")
    print(f"{'head replaced by a rule':24} measure (F1, dev)              model    rule")
    for rule, measures in ROWS.items():
        ruled = _scores(scorer, reader, articles, rule)
        for measure in measures:
            print(f"{rule:24} {measure:28} {whole[measure]:7.3f} {ruled[measure]:7.3f}")
    return 0


def _scores(scorer: Any, reader: Reader, articles: list[Any], rule: str) -> dict[str, float]:
    merge, resources = incidents_module.merge, Resources.open(None, None)
    tallies = []
    try:
        incidents_module.merge = by_stem if rule == "same" else merge
        for document, scored, gold in articles:
            ruled = Ruled(**{name: getattr(scored, name) for name in Scored.__dataclass_fields__}, rule=rule)
            reading = preferred(assembled(document, "ablation", ruled, reader.files, count), "balance")
            made = written(document, reading, resolved(document, reading, resources))
            if rule == "who":
                for claim in made["claims"]:
                    claim["who"] = claim["source"]["q"]
            tally = scorer.Tally()
            scorer.score_document(tally, made, gold)
            tallies.append(tally)
    finally:
        incidents_module.merge = merge
    total = total_of(scorer, tallies)
    return {name: total.f1(name)[2] for name in {name for name, _ in total}}


if __name__ == "__main__":
    sys.exit(main())
