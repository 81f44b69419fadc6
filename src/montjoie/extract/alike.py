"""Whether two triggers name one incident: a logistic over what the heads and the text say of both."""

from collections import Counter
from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from montjoie.extract.decode import Found, Scored, cut
from montjoie.extract.labels import SAME, WIDTH
from montjoie.extract.pairs import SIGNS, Floats, Signs
from montjoie.extract.trigger_words import one_more

ROLES = ("actor", "target", "place", "time", "weapon", "toll")
EVIDENCE = (
    "score", "share", "below the best", "one way", "other way", "vectors",
    "one type", "one earlier", "one aggregate", "both earlier", "both aggregate",
    *(f"{which} {role}" for role in ROLES for which in ("same", "another")),
    "sentences apart", "words apart", "triggers apart",
    "late plural", "early plural", "alike in number", "late -ed", "early -ed", "late -ing", "early -ing",
    "in one content", "one in a content", "in two contents",
    "triggers", "late stem again", "early stem again", "first", "first sentence", "late at", "early at",
    *SIGNS,
)  # fmt: skip
LEAST = 0.03  # a chance of a role below it is none
ONE_MORE = np.float32(2)  # log odds against what is told as one more of its kind being one that was told before


class Same(NamedTuple):
    """The weights by which triggers are merged: of the model's signs, of standing alone, and of the evidence (a constant first)."""

    signs: Floats
    alone: float
    evidence: Floats


class Alike:
    """Works out the evidence of each trigger of an article with those before it."""

    def __init__(self, scored: Scored, same: Same) -> None:
        words, self.same = scored.words, same
        self.mentions = mentions = scored.spans["trigger"]
        self.types, self.realities, self.told = (
            np.stack([scored.chances(name, mention) for mention in mentions]) for name in ("type", "reality", "told")
        )
        self.signs = Signs(
            words, [mention.words for mention in mentions], *([span.words for span in scored.spans[layer]] for layer in ("place", "figure"))
        )
        self.heads, self.tails = (np.stack([cut(mention.own, f"{SAME}.{end}") for mention in mentions]) for end in ("head", "tail"))
        vectors = np.stack([cut(mention.own, "vector") for mention in mentions])
        self.vectors = vectors / np.maximum(1e-9, np.sqrt((vectors * vectors).sum(axis=1, keepdims=True)))
        self.roles = [_of_role(scored, role, mentions) for role in ROLES]
        self.sentences = self.signs.sentences
        self.at = np.array([mention.words[0] for mention in mentions], dtype=np.int64)
        self.share = (self.at / max(1, len(words))).astype(np.float32)
        self.contents = _contents(scored, self.at.tolist())
        self.forms = np.array([_form(text) for text in self.signs.texts], dtype=np.float32)
        stems = Counter(self.signs.stems)
        self.more = [one_more(scored, mention) for mention in mentions]
        self.again = np.log(np.array([stems[stem] for stem in self.signs.stems], dtype=np.float32))

    def _sides(self) -> tuple[tuple[Floats, Floats], tuple[Floats, Floats]]:
        """Return the projections of early and of late triggers: as they were learnt, and the other way round."""
        return (self.tails, self.heads), (self.heads, self.tails)

    def odds(self, late: int, early: range) -> Floats:
        """Return the log odds that a trigger names the incident of each of a range before it."""
        odds = np.einsum("me,e->m", self.of(late, early), self.same.evidence[1:]) + self.same.evidence[0]
        return np.asarray(odds - ONE_MORE * self.more[late], dtype=np.float32)

    def of(self, late: int, early: range) -> Floats:
        """Return the evidence of a trigger with each of a range before it: triggers × EVIDENCE."""
        rows, count = slice(early.start, early.stop), len(early)
        signs = self.signs.of(late, early, self.types, self.realities)
        one, other = (np.einsum("mw,w->m", side[rows], mine[late]) / np.float32(WIDTH**0.5) for side, mine in self._sides())
        score = one + np.einsum("ms,s->m", signs, self.same.signs) - np.float32(self.same.alone)
        raised = np.exp(score - max(0.0, float(score.max())))
        told, mine = self.told[rows], self.told[late]
        held, theirs = self.contents[late], self.contents[rows]
        parts = [
            score, raised / (raised.sum() + np.exp(-max(0.0, float(score.max())))), score - score.max(), one, other,
            np.einsum("mv,v->m", self.vectors[rows], self.vectors[late]),
            self.types[rows].argmax(axis=1) == self.types[late].argmax(), *np.abs(told - mine).T, *(told * mine).T,
            *(side for role in self.roles for side in _shared(role[late], role[rows])),
            *(np.log1p(np.abs(at[late] - at[rows])) for at in (self.sentences, self.at, np.arange(len(self.at)))),
            *_both(self.forms[late, 0], self.forms[rows, 0]), self.forms[rows, 0] == self.forms[late, 0],
            *_both(self.forms[late, 1], self.forms[rows, 1]), *_both(self.forms[late, 2], self.forms[rows, 2]),
            (theirs == held) & (held >= 0), (theirs >= 0) != (held >= 0), (theirs >= 0) & (held >= 0) & (theirs != held),
            np.full(count, np.log(len(self.at))), *_both(self.again[late], self.again[rows]),
            np.arange(early.start, early.stop) == 0, self.sentences[rows] == 0, *_both(self.share[late], self.share[rows]),
            *signs.T,
        ]  # fmt: skip
        return np.stack([np.asarray(part, dtype=np.float32) for part in parts], axis=1)


def _of_role(scored: Scored, role: str, mentions: Sequence[Found]) -> list[dict[str, float]]:
    """Return how likely each trigger has each wording in a role."""
    made: list[dict[str, float]] = []
    for mention in mentions:
        made.append({})
        for chance, tail in scored.related(role, mention):
            if chance > LEAST:
                wording = scored.words.cut(*tail.words).casefold().removeprefix("the ")
                made[-1][wording] = max(chance, made[-1].get(wording, 0.0))
    return made


def _shared(late: dict[str, float], early: Sequence[dict[str, float]]) -> tuple[Floats, Floats]:
    """Return how much a trigger shares of a role with each of some others, and how much each has of it that the other has not."""
    same = np.array([sum(min(chance, one.get(wording, 0.0)) for wording, chance in late.items()) for one in early], dtype=np.float32)
    most = np.array([max(one.values(), default=0.0) for one in early], dtype=np.float32)
    return same, np.maximum(0, np.minimum(most, np.float32(max(late.values(), default=0.0))) - same)


def _both(late: float, early: Floats) -> tuple[Floats, Floats]:
    return np.full(len(early), late, dtype=np.float32), early


def _contents(scored: Scored, at: Sequence[int]) -> NDArray[np.int64]:
    """Return the number of the content that each trigger stands in; -1 outside of all."""
    contents = np.array([span.words for span in scored.spans["content"]], dtype=np.int64).reshape(-1, 2)
    number = np.searchsorted(contents[:, 0], at, side="right") - 1
    inside = (number >= 0) & (np.asarray(at) < np.append(contents[:, 1], 0)[number])
    return np.where(inside, number, -1)


def _form(text: str) -> tuple[bool, bool, bool]:
    """Say whether a trigger looks like a plural, a past, a gerund."""
    parts = text.split() or [text]
    return parts[-1].endswith("s"), parts[0].endswith("ed"), parts[0].endswith("ing")
