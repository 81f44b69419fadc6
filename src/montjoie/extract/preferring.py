"""How sure an item must be to be shown: fewer and surer ones, the best balance, or everything that was read."""

from dataclasses import replace
from typing import Literal

from montjoie.schema import ClaimRead, CommitmentRead, IncidentRead, Reading

Prefer = Literal["precision", "balance", "recall"]

# The least score of each layer. Scores are calibrated: a score is the share of such items that are right (docs/explanation/model-card.md has what each level gives).
# An article less relevant than `document` shows no incidents: nearly all articles that relevance was fitted on are of a conflict, so that less than this is little.
LEVELS: dict[Prefer, dict[str, float]] = {
    "precision": {"incident": 0.65, "figure": 0.75, "claim": 0.8, "commitment": 0.5, "document": 0.985},
    "balance": {"incident": 0.2, "figure": 0.2, "claim": 0.25, "commitment": 0.1, "document": 0.985},
    "recall": {"incident": 0.0, "figure": 0.0, "claim": 0.0, "commitment": 0.0, "document": 0.0},
}


def shown(score: float | None, layer: str, prefer: Prefer) -> bool:
    """Say whether an item of a layer is sure enough; one without a score was given by a person."""
    return score is None or score >= LEVELS[prefer][layer]


def preferred(reading: Reading, prefer: Prefer) -> Reading:
    """Return a reading with what is sure enough; nothing in it speaks of an item that was left out."""
    relevant = shown(reading.relevance, "document", prefer)
    incidents = [_with_sure_figures(one, prefer) for one in reading.incidents if relevant and shown(one.score, "incident", prefer)]
    claims = [one for one in reading.claims if shown(one.score, "claim", prefer)]
    acts = [one for one in reading.commitments if shown(one.score, "commitment", prefer)]
    kept = {one.item for one in incidents} | {one.item for one in claims} | {one.item for one in acts}
    return replace(
        reading,
        incidents=tuple(incidents),
        claims=tuple(_claim(one, kept) for one in claims),
        commitments=tuple(_act(one, kept) for one in acts),
        relations=tuple(one for one in reading.relations if {one.a, one.b} <= kept),
    )


def _with_sure_figures(incident: IncidentRead, prefer: Prefer) -> IncidentRead:
    return replace(incident, toll=tuple(figure for figure in incident.toll if shown(figure.score, "figure", prefer)))


def _claim(claim: ClaimRead, kept: set[str]) -> ClaimRead:
    return replace(claim, about=tuple(item for item in claim.about if item in kept))


def _act(act: CommitmentRead, kept: set[str]) -> CommitmentRead:
    return replace(act, by=act.by if act.by in kept else None, broken_by=act.broken_by if act.broken_by in kept else None)
