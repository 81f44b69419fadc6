"""Fewer and surer items, or everything: what is left out is left out everywhere."""

from dataclasses import replace

import pytest

from montjoie.extract.preferring import LEVELS, preferred, shown
from montjoie.schema import ClaimRead, CommitmentRead, Figure, IncidentRead, Reading, RelationRead, Span

WORDS = Span(start=0, end=4)


def reading(incident: float | None, figure: float | None, claim: float | None, act: float | None) -> Reading:
    killed = Figure(span=WORDS, kind="killed", low=3, high=3, score=figure)
    return Reading(
        document="d", maker="m",
        incidents=(IncidentRead(item="i1", type="shelling", reality="actual", triggers=(WORDS,), toll=(killed,), score=incident),),
        claims=(
            ClaimRead(item="c1", source=WORDS, kind="states", content=(WORDS,), about=("i1", "k1"), score=claim),
            ClaimRead(item="c2", source=WORDS, kind="denies", content=(WORDS,), about=("i1",), score=1.0),
        ),
        commitments=(CommitmentRead(item="k1", subject="ceasefire", act="alleges_violation", content=(WORDS,), by="c1", broken_by="i1", score=act),),
        relations=(RelationRead(type="contradicts", a="c1", b="c2"),),
    )  # fmt: skip


@pytest.mark.parametrize("prefer", ["precision", "balance", "recall"])
def test_what_a_person_gave_is_always_shown(prefer: str) -> None:
    given = reading(None, None, None, None)
    assert preferred(given, prefer) == given  # type: ignore[arg-type]


def test_everything_is_shown_for_recall() -> None:
    unsure = reading(0.0, 0.0, 0.0, 0.0)
    assert preferred(unsure, "recall") == unsure


def test_nothing_speaks_of_what_was_left_out() -> None:
    made = preferred(reading(0.0, 1.0, 1.0, 1.0), "balance")
    assert made.incidents == ()
    assert [claim.about for claim in made.claims] == [("k1",), ()]
    assert made.commitments[0].broken_by is None
    made = preferred(reading(1.0, 0.0, 0.0, 1.0), "balance")
    assert made.incidents[0].toll == ()
    assert [claim.item for claim in made.claims] == ["c2"]
    assert made.commitments[0].by is None
    assert made.relations == ()


@pytest.mark.parametrize(("relevance", "incidents"), [(None, 1), (0.999, 1), (0.5, 0)])
def test_an_article_that_seems_to_hold_nothing_shows_no_incident_but_what_is_said(relevance: float | None, incidents: int) -> None:
    made = replace(reading(1.0, 1.0, 1.0, 1.0), relevance=relevance)
    assert len(preferred(made, "balance").incidents) == incidents
    assert len(preferred(made, "balance").claims) == 2
    assert len(preferred(made, "recall").incidents) == 1


def test_levels_are_in_order() -> None:
    for layer in LEVELS["recall"]:
        assert LEVELS["precision"][layer] >= LEVELS["balance"][layer] >= LEVELS["recall"][layer] == 0
        assert shown(LEVELS["precision"][layer], layer, "precision")
        assert not shown(LEVELS["precision"][layer] - 0.01, layer, "precision")
