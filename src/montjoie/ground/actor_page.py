"""The reference page of actors, made from the tables and rules: `python -m montjoie.ground.actor_page > docs/reference/actors.md`."""

import sys
from collections.abc import Iterator, Sequence
from datetime import date

from montjoie.ground.actor_list import Actor, ActorList
from montjoie.ground.actor_words import load_words, rows_of
from montjoie.ground.actors import ActorSpan, resolve_actors
from montjoie.schema import Span, Who

DAY = date(2023, 5, 10)
TABLES = {
    "states.csv": "states with names, adjectives, people and capitals; a few that are no more",
    "bodies.csv": 'bodies with a name of their own, and names that the rule would not find ("the Pentagon")',
    "groups.csv": "armed groups, movements, coalitions, self-declared states",
    "organisations.csv": "international and humanitarian organisations, monitors, courts, institutes",
    "media.csv": "news agencies (`notes`: agency) and outlets, with the short names that feeds use",
    "people.csv": "political and military leaders, one row for each office",
}
HEAD = """# Actors

How the words for an actor become somebody that the record can count by, or stay a description with a reason. This page is made from
the tables and rules: `python -m montjoie.ground.actor_page`.

## The list

The tables are in `montjoie/ground/data/actors/`, one row for each actor and period, written from general knowledge. A date that was
not known for sure is empty.
"""
AFTER_TABLES = """`institutions.csv` has what every state has (made by rule: `mod:RU`, `parl:IL`), `offices.csv` and `words.csv` the words for offices and the
classes of words that the rules use, `codings.csv` PLOVER's sector and the names in UCDP's and ACLED's data where a rule or our own name does
not serve. A state and its forces are "Government of ..." in UCDP's data; ACLED's names for states change with each government, and are not
given.

`side` is the state or group on whose side an actor stands, from `from` to `to` (a year, a month or a day; both included; empty: open).
Outside its periods an actor is still known by name, and its side is not. An actor of an incident has the side of the incident's days, also
where the text was written years later; where the side changed within them, or a past event has no date, it has none. Organisations have
no side. A side says who is counted together, not who is right. `ActorList.open().digest` is the sha256 of the rows, the user's included.

`montjoie actors find NAME --on DAY` shows whom a name stands for.

## The user's list

A CSV file in UTF-8, brought in by `montjoie actors import FILE` or `montjoie run --actors FILE`, with the header
`name,kind,side,country,aliases` and, if wanted, `from,to,offices`.

| column | |
|---|---|
| `name` | as it is to be shown; the id is `user:` and the folded name |
| `kind` | `state`, `government`, `ministry`, `forces`, `armed_group`, `organisation`, `media`, `office` or `person` |
| `side` | an actor id, a country code, or the name of a listed actor or of another line; may be empty |
| `country` | ISO 3166-1 alpha-2; may be empty |
| `aliases` | other names, separated by `;` |
| `from`, `to` | a year, a month or a day: when it stood on that side and held the offices |
| `offices` | separated by `;` |

The user's actors win over the package's wherever a name is in both. A missing column, an unknown kind, side, country code or day, an end
before its beginning, a name that would shadow a country's, and a name that two lines have refuse the whole file; every fault is named with
its line, and nothing is imported. Two lists given together come in both or neither.

## How words are read

Names are compared without case, accents, points, apostrophes and hyphens. In running text an abbreviation counts only in capitals, and
what the text says an abbreviation means ("... (ADF)") comes before the list. Rules are tried in the order of the table; `basis` says which
spoke. All examples are read as of 10 May 2023.
"""
RULES: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("a pronoun, unless the reading or the quotation around it says whose", ("[They] left.", "[his] forces left.")),
    ("what the text says an abbreviation means", ("The Salt River Front (SRF) met. The [SRF] voted.",)),
    ("a name of the list; a capital for its government, never where it is hit", ("[Zelenskiy] spoke.", "[Moscow] spoke.", "[Médecins Sans Frontières] spoke.")),
    ("a name of several, by the country that the text tells of", ("Somalia lost a base. The [SNA] denied it.", "The [SNA] denied it.")),
    ("a title with a listed name", ("[Foreign Minister Sergei Lavrov] spoke.",)),
    ("several at once: nobody alone; the side where they share one", ("[Russia and China] agreed.",)),
    (
        "a title alone: the only one of that title named before",
        ("Zelensky flew west. [The president] met nobody.", "Zelensky met Macron. [The president] left.", "Mayor Olha Harbour came. [The mayor] left."),
    ),
    (
        "words around a state, a body, a group or a leader",
        ("[Russia's defence ministry] spoke.", "[Hamas fighters] left.", "[Assad's forces] left.", "[the French president] spoke.", "[a Russian official] spoke."),
    ),
    ("a short form: the only one of that kind named before", ("Russia's defence ministry spoke. [The ministry] gave no toll.", "Reuters had pictures. [The agency] gave no source.")),
    ("loaded words name nobody, whoever says them", ("[The terrorists] left.", "[the occupiers] left.", "[the regime] spoke.")),
    ("somebody of the article's own", ("[Olha Harbour, mayor of Saltport,] spoke.", "[Olha Harbour] spoke.", "[The Harbour Institute] spoke.")),
    (
        "a description, with the body it is of (`parent`) where the words say one",
        ("[a Pentagon official] spoke.", "[a spokesman for the regional administration] spoke.", "[a source in the interior ministry] spoke.", "[two residents] spoke."),
    ),
)  # fmt: skip
AFTER_RULES = """Where the reading gives the fullest words for a span ("he" and a name), they lead, except that they never overrule another name in the
span. "I" in a quotation is its speaker, and "he" that opens what somebody is said to have said is that speaker. "The Syrian regime" is that
state's government because only one can be meant; "the regime" alone is nobody.

## Who is private

A person is public only if the text itself gives an office, a rank or an organisation: a title right before the name, an apposition after
it ("X, mayor of Y", "X, who heads"), or a listed name. Family of somebody in office, "Dr" alone, activists, lawyers and witnesses are
private, and so is whom a body keeps, treats or teaches ("a patient at the military hospital"). A name is judged over the whole text, and
by its last word alone only where no other name ends with it. An unresolved pronoun is private.

## How good it is

`python -m bench.actors_gold` reads every actor's words of the annotated corpus with the annotation's fullest names. 300 of dev's 784 spans,
drawn at random, were judged from the text before any answer was looked at (`bench/labels/actors_dev.jsonl`, offsets and ids only):

| | right | wrong with an id | private shown as public |
|---|---|---|---|
| at the first comparison | 0.920 | 0.010 | 0 |
| three labels mended: the list had the very body or person | 0.930 | 0.000 | 0 |
| now, two rules mended that dev showed | 0.947 | 0.000 | 0 |

What is missed is mostly "we" and "they" where the reading gives no name, bodies that only the place of the story makes clear ("government
forces" in Somalia), and badly spelt names without an office beside them. Without the annotation's names, of 191 short forms of sources in
train ("the president", "the ministry") 123 come to the right actor, 68 stay unresolved, none is wrong; in dev 18, 13 and none. The tables
and part of the rules were written while looking at this corpus: expect less on other wars and years.

## Groups by the names that others use

"""


def actors_page() -> str:
    """Return the page, in Markdown."""
    actors = ActorList.open()
    lines = [HEAD, "| table | actors | rows | ids | what |", "|---|---|---|---|---|"]
    for table, what in TABLES.items():
        rows = rows_of(table)
        lines.append(f"| `{table}` | {len({row['id'] for row in rows})} | {len(rows)} | `{rows[0]['id']}` | {what} |")
    lines += ["", AFTER_TABLES, "| rule | in a text | who | basis |", "|---|---|---|---|"]
    for rule, texts in RULES:
        lines += [
            f"| {rule if text == texts[0] else ''} | {text.replace('[', '*').replace(']', '*')} | {_told(text, actors)} |" for text in texts
        ]
    institutions = load_words().institutions.values()
    made = ", ".join(f"`{one.code}` {one.name.format(state='…')}" for one in institutions)
    return "\n".join([*lines, "", f"What every state has: {made}.", "", AFTER_RULES, *_groups(actors), ""])


def _told(text: str, actors: ActorList) -> str:
    start, end = text.index("["), text.index("]") - 1
    plain = text.replace("[", "").replace("]", "")
    who = resolve_actors(plain, [ActorSpan(span=Span(start=start, end=end), role="source")], actors, day=DAY)[0]
    return f"{_who(plain, who)} | `{who.basis}`"


def _who(text: str, who: Who) -> str:
    """Return what is known of somebody: the id or the kind, the side, the parent, whether private."""
    said = [f"`{who.id}`" if who.id else f"{who.kind}, no id"]
    said += [f"side `{who.side}`"] if who.side and who.side != who.id else []
    if isinstance(who.full, Span):
        said.append(f'as "{text[who.full.start : who.full.end]}"')
    if who.parent is not None:
        said.append("of " + (f"`{who.parent}`" if isinstance(who.parent, str) else f'"{text[who.parent.start : who.parent.end]}"'))
    return ", ".join([*said, *([] if who.public else ["private"])])


def _groups(actors: ActorList) -> Iterator[str]:
    """Yield the groups whose sector is not a rebel group's or whom UCDP or ACLED call otherwise."""
    yield from ("| id | name | PLOVER | UCDP | ACLED |", "|---|---|---|---|---|")
    found: Sequence[Actor] = [one for one in map(actors.actor, sorted({row["id"] for row in rows_of("groups.csv")})) if one is not None]
    for one in found:
        if one.sector != "REB" or one.ucdp or one.acled:
            yield f"| `{one.id}` | {one.name} | {one.sector} | {one.ucdp or ''} | {one.acled or ''} |"


if __name__ == "__main__":
    sys.stdout.write(actors_page())
