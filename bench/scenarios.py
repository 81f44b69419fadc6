"""The forty scenarios of commitments and claims against what reconciling makes of their given readings, cell by cell.

    python -m bench.scenarios [--errors] [--held] [NN ...]

A cell is one thing expected: the thread of an act, a status by day and word, a test or a claim of a ledger line, a
disagreement. It is told where we say the same, untold where we say nothing or "undetermined", wrong where we say
something else; where "undetermined" is expected, saying something is wrong. Exits with 1 below the floors, which are beside the targets.
`--held`: the twelve that no rule was decided on, run once when they had been written.
"""

import argparse
import json
import sys
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

from bench.reconciled import Told, settle, told
from montjoie.ground import ActorList, Gazetteer
from montjoie.ground.actor_list import KINDS, UserActor, package_names, split_cell
from montjoie.ground.actor_words import fold
from montjoie.reconcile.roots import party_key
from montjoie.reconcile.second import Second
from montjoie.reconcile.status import standing
from montjoie.settled import ActorAt, LedgerLine, Thread

SCENARIOS = Path(__file__).parents[1] / "tests" / "scenarios"
HELD = SCENARIOS.with_name("scenarios_held")
LEAST_TOLD, MOST_WRONG = 0.80, 0.02  # what is aimed at
FLOORS = (0.81, 0.02)  # what must not be lost again
LISTED_KINDS = {"armed group": "armed_group", "state force": "forces", "de facto authority": "armed_group"}
WORDS = {"own word": "own_word", "other side": "other_side", "mediator": "mediator"}
NONE = "(none)"  # ends the kind of a cell where nothing, or "undetermined", is expected
PARTS = ("time", "area", "target", "weapon", "party")


@dataclass(slots=True)
class Tally:
    """Cells by kind and outcome, with what was wrong or untold."""

    cells: Counter[tuple[str, str]] = field(default_factory=Counter)
    errors: list[str] = field(default_factory=list)

    def add(self, kind: str, expected: object, said: object, where: str, *, none: object = None) -> None:
        """Count one cell; `none` is what saying nothing looks like."""
        outcome = ("told" if expected != none else "left open") if said == expected else "untold" if said == none else "wrong"
        self.count(kind, outcome, f"{where}: expected {expected}, said {said}")

    def count(self, kind: str, outcome: str, words: str) -> None:
        """Count one cell by its outcome."""
        self.cells[kind, outcome] += 1
        if outcome in ("untold", "wrong"):
            self.errors.append(f"{outcome:6} {kind:13} {words}")

    def shares(self, kind: str | None = None) -> tuple[int, float, int, float]:
        """Return how many cells can be told, the share of them that is told; how many cells there are, the share that is wrong."""
        cells = {key: n for key, n in self.cells.items() if kind in (None, key[0])}
        every, wrong = sum(cells.values()), sum(n for (_, outcome), n in cells.items() if outcome == "wrong")
        can = sum(n for (name, _), n in cells.items() if not name.endswith(NONE))
        told_ = sum(n for (name, outcome), n in cells.items() if outcome == "told" and not name.endswith(NONE))
        return can, told_ / max(1, can), every, wrong / max(1, every)


def main() -> int:
    """Print the table; return 1 below the floors."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--errors", action="store_true", help="also print each cell that is wrong or not told")
    parser.add_argument("--held", action="store_true", help="the twelve held out")
    parser.add_argument("only", nargs="*", help="numbers of scenarios")
    options = parser.parse_args()
    total = Tally()
    for path in sorted((HELD if options.held else SCENARIOS).glob("*.json")):
        if options.only and path.name[:2] not in options.only:
            continue
        made = judged(json.loads(path.read_text(encoding="utf-8")))
        total.cells.update(made.cells)
        if options.errors and made.errors:
            print(f"\n{path.stem}\n" + "\n".join(made.errors))
    print(f"\n{'cells':22} {'can be told':>11} {'told':>6} {'all':>5} {'wrong':>6}")
    for kind in [*sorted({kind for kind, _ in total.cells}), None]:
        can, share, every, wrong = total.shares(kind)
        print(f"{kind or 'all':22} {can:11} {share:6.3f} {every:5} {wrong:6.3f}")
    _, share, _, wrong = total.shares()
    for name, value, target, reached in (
        ("told", share, LEAST_TOLD, share >= LEAST_TOLD),
        ("wrong", wrong, MOST_WRONG, wrong <= MOST_WRONG),
    ):
        print(f"{name}: {value:.3f}, target {target} {'reached' if reached else 'MISSED'}, floor {FLOORS[name == 'wrong']}")
    return int(share < FLOORS[0] or wrong > FLOORS[1])


def judged(scenario: Mapping[str, Any]) -> Tally:
    """Return every cell of one scenario."""
    actors = listed_actors(scenario.get("actors") or ())
    lists = (Gazetteer.open(user=()), actors)
    reports = [told(report, lists) for report in scenario["reports"]]
    return _Judge(scenario, reports, actors).all()


def listed_actors(rows: Iterable[Mapping[str, str]]) -> ActorList:
    """Return the package's list with a scenario's rows; names of countries and capitals stay what they are."""
    countries = {key for key, found in package_names().items() for name in found if name.actor.startswith("state:")}
    rows = [own_row for row in rows if (own_row := _besides_the_country(row, countries)) is not None]
    own = {fold(row["name"]): UserActor(name=row["name"], kind="person").id for row in rows}
    own |= {
        fold(row["side"]): own[fold(row["name"])] for row in reversed(rows) if row["side"] and fold(row["side"]) not in countries | set(own)
    }
    users = []
    for row in rows:
        listed = next((n.actor for n in package_names().get(fold(row["side"]), ()) if n.actor.startswith("group:")), None)
        of_state = f"state:{row['country']}" if row["kind"] == "government" and fold(row["side"]) in own else None
        by_code = f"state:{row['side']}" if len(row["side"]) == 2 and row["side"].isupper() else None
        by_name = next((n.actor for n in package_names().get(fold(row["side"]), ())), None)
        side = listed or by_code or of_state or own.get(fold(row["side"])) or by_name
        kind = LISTED_KINDS.get(row["kind"], row["kind"])
        aliases = tuple(alias for alias in split_cell(row["aliases"]) if fold(alias) not in countries)
        users.append(
            UserActor(name=row["name"], kind=kind if kind in KINDS else "armed_group", side=side, country=row["country"], aliases=aliases)
        )
    return ActorList.open(user=users)


def _besides_the_country(row: Mapping[str, str], countries: AbstractSet[str]) -> Mapping[str, str] | None:
    """A country is on the list already: of its row, the other names stay, on its side; None where there are none."""
    if fold(row["name"]) not in countries:
        return row
    others = [alias for alias in split_cell(row["aliases"]) if fold(alias) not in countries]
    return {**row, "kind": "forces", "name": others[0], "side": row["country"], "aliases": ";".join(others[1:])} if others else None


class _Judge:
    """One scenario beside what is settled of it."""

    def __init__(self, scenario: Mapping[str, Any], reports: Sequence[Told], actors: ActorList) -> None:
        self.expected = scenario["expected"]
        self.rows = scenario.get("actors") or ()
        self.reports, self.actors = reports, actors
        self.tally = Tally()
        self.now = settle(reports)
        self.item = {claim.id: f"{claim.document}/{claim.item}" for one in reports for claim in one.reading.claims}
        self.ours = self._threads(self.now)

    def all(self) -> Tally:
        self._judge_threads()
        self._judge_status()
        self._judge_ledger()
        self._judge_disagreements()
        return self.tally

    # ------------------------------------------------------------ threads

    def _threads(self, view: Second) -> dict[str, Thread]:
        """Our thread for each expected one: that with the most of its acts, each of ours for one only."""
        overlaps = sorted(
            (
                (-len(set(want["acts"]) & _items(thread)), want["key"], thread.id, thread)
                for want in self.expected["threads"]
                for thread in view.threads
                if set(want["acts"]) & _items(thread)
            ),
            key=lambda found: found[:3],
        )
        chosen: dict[str, Thread] = {}
        for _, key, id_, thread in overlaps:
            if key not in chosen and all(other.id != id_ for other in chosen.values()):
                chosen[key] = thread
        return chosen

    def _judge_threads(self) -> None:
        home = {item: key for key, thread in self.ours.items() for item in _items(thread)}
        for want in self.expected["threads"]:
            if want.get("open"):
                continue
            for act in want["acts"]:
                self.tally.add("thread", want["key"], home.get(act), act)

    # ------------------------------------------------------------ status

    def _party(self, name: str) -> str | None:
        """The party key of an expected party: a listed name or side, else a country."""
        for column in ("name", "side"):
            for row in self.rows:
                if row[column] == name and (found := self.actors.find(row["name"], day=None)):
                    return party_key(ActorAt(at=None, id=found[0].id, kind=found[0].kind, side=found[0].side_on(None)))  # type: ignore[arg-type]
        found = self.actors.find(name, day=None)
        return party_key(ActorAt(at=None, id=found[0].id, kind=found[0].kind, side=found[0].side_on(None))) if found else None  # type: ignore[arg-type]

    def _judge_status(self) -> None:
        views: dict[str, Second] = {}
        for want in self.expected["status"]:
            if want.get("open"):
                continue
            at = datetime.fromisoformat(want["on"])
            view = views.setdefault(want["on"], settle(self.reports, at))
            thread = self._threads(view).get(want["thread"])
            stands = standing(thread, self._party(want["party"]), WORDS[want["by"]], at) if thread else None  # type: ignore[arg-type]
            said = stands.replace("_", " ") if stands else "undetermined"
            kind = "status" if want["value"] != "undetermined" else "status (none)"
            self.tally.add(kind, want["value"], said, f"{want['thread']} {want['party']} {want['by']} {want['on']}", none="undetermined")

    # ------------------------------------------------------------ ledger

    def _judge_ledger(self) -> None:
        by_mention = {f"{m.document}/{m.item}": incident.id for incident in self.now.incidents for m in incident.mentions}
        used: set[str] = set()
        for want in self.expected["ledger"]:
            thread = self.ours.get(want["thread"])
            where = f"{want['thread']} {want['incident']} {want.get('reading', '')}"
            lines = [line for line in self.now.ledger if thread is not None and line.commitment == thread.id]
            if want["incident"] is None:
                line = self._allegation(want, lines, used)
            else:
                mentions = [want["incident"], *want.get("same_incident", ())]
                line = self._beside(want, [one for one in lines if one.incident in {by_mention.get(m) for m in mentions}], thread)
            self._judge_line(want, line, where)

    def _beside(self, want: Mapping[str, Any], lines: Sequence[LedgerLine], thread: Thread | None) -> LedgerLine | None:
        """The line of the reading that is asked for."""
        if not lines or thread is None:
            return None
        if "reading" not in want:
            return lines[0]
        key = self._party(want["reading"])
        if want["reading"] != "mediator":
            return next((line for line in lines if key in line.reading), None) or (lines[0] if not lines[0].reading else None)
        parties = {party_key(who) for term in thread.terms for who in term.bound}
        neutral = [line for line in lines if not line.reading or set(line.reading) - parties]
        return neutral[0] if neutral else None

    def _allegation(self, want: Mapping[str, Any], lines: Sequence[LedgerLine], used: set[str]) -> LedgerLine | None:
        for line in lines:
            said = {self.item.get(claim, claim) for claim in (*line.alleged_by, *line.assessed_by)}
            if (
                line.incident is None
                and line.id not in used
                and (said & {*want["alleged_by"], *want.get("assessed_by", ())} or (not want["alleged_by"] and not want.get("assessed_by")))
            ):
                used.add(line.id)
                return line
        return None

    def _judge_line(self, want: Mapping[str, Any], line: LedgerLine | None, where: str) -> None:
        open_ = want.get("open") or ()
        outcomes = {test.part: test.outcome for test in line.why} if line else {}
        for part in PARTS:
            if part in want["why"] and f"why.{part}" not in open_ and "why" not in open_:
                expected = want["why"][part]
                kind = "test" if expected != "undetermined" else "test (none)"
                why = next((test.why for test in line.why if test.part == part), "") if line else "no line"
                self.tally.add(kind, expected, outcomes.get(part, "undetermined"), f"{where} {part} ({why})", none="undetermined")
        if "in_scope" not in open_ and want["incident"] is not None:
            expected, said = want["in_scope"], line.in_scope if line else "undetermined"
            if "must_not_be" in want:
                self.tally.count("scope", "wrong" if said == want["must_not_be"] else "told", f"{where} in scope: {said}")
            else:
                self.tally.add("scope" if expected != "undetermined" else "scope (none)", expected, said, where, none="undetermined")
        if want["count"] is not None:
            said_count = {"low": line.count.low, "high": line.count.high} if line and line.count else None
            self.tally.add("count", want["count"], said_count, where)
        if want.get("attempted") is not None:
            self.tally.add("attempted", want["attempted"], line.attempted if line else None, where)
        for column in ("alleged_by", "acknowledged_by", "assessed_by", "disputed_by"):
            if column in open_ or (column not in want):
                continue
            self._judge_claims(column, want, line, where)

    def _judge_claims(self, column: str, want: Mapping[str, Any], line: LedgerLine | None, where: str) -> None:
        def named(value: Any) -> tuple[str, str]:
            return (value, "") if isinstance(value, str) else (value["claim"], value["how"])

        wanted = dict(map(named, want[column]))
        may = dict(map(named, want.get(f"{column}_may", ())))
        if line is None:
            said: dict[str, str] = {}
        elif column == "disputed_by":
            said = {self.item.get(one.claim, one.claim): one.how.replace("_", " ") for one in line.disputed_by}
        else:
            said = {self.item.get(claim, claim): "" for claim in getattr(line, column)}
        for claim, how in wanted.items():
            outcome = "untold" if claim not in said else "told" if said[claim] == how else "wrong"
            self.tally.count(column, outcome, f"{where} {claim} {how}, said {said.get(claim)}")
        for claim, how in said.items():
            if claim not in wanted and claim not in may:
                self.tally.count(f"{column} (none)", "wrong", f"{where} {claim} {how} is not expected")
        if not wanted and not set(said) - set(may):
            self.tally.count(f"{column} (none)", "left open", where)

    # ------------------------------------------------------------ disagreements

    def _judge_disagreements(self) -> None:
        figures = {f.id: f.claim for i in self.now.incidents for toll in i.toll for f in toll.figures}
        said: dict[frozenset[str], set[tuple[str, str]]] = {}
        for one in self.now.disagreements:
            ends = [self.item.get(end) or self.item.get(figures.get(end) or "") or end for end in (one.a, one.b)]
            said.setdefault(frozenset(ends), set()).add((one.type, one.slot))
        known: set[frozenset[str]] = set()
        for want in self.expected["disagreements"]:
            pair = frozenset((want["a"], want["b"]))
            known.add(pair)
            if want.get("open"):
                continue
            slots = {want["slot"], *want.get("accept_slots", ())}
            found = {one for one in said.get(pair, ()) if one[0] != "responds_to"}
            right = any(type_ == want["type"] and slot in slots for type_, slot in found)
            outcome = "told" if right else "wrong" if found else "untold"
            self.tally.count("disagreement", outcome, f"{sorted(pair)} {want['type']} {want['slot']}, said {sorted(found)}")
        for want in self.expected.get("not_related", ()):
            pair = frozenset((want["a"], want["b"]))
            known.add(pair)
            found = {one for one in said.get(pair, ()) if one[0] != "responds_to"}
            self.tally.count("disagreement (none)", "wrong" if found else "left open", f"{sorted(pair)} {sorted(found)}: must get none")
        for pair, found in sorted(said.items(), key=lambda item: sorted(item[0])):
            if pair not in known and any(type_ in ("contradicts", "updates") for type_, _ in found):
                self.tally.count("disagreement (none)", "wrong", f"{sorted(pair)} {sorted(found)} is not expected")


def _items(thread: Thread) -> set[str]:
    return {f"{act.document}/{act.item}" for act in thread.acts}


def all_tallies() -> Iterator[Tally]:
    """Yield the cells of each scenario, in order."""
    for path in sorted(SCENARIOS.glob("*.json")):
        yield judged(json.loads(path.read_text(encoding="utf-8")))


if __name__ == "__main__":
    sys.exit(main())
