"""What settling needs to know besides the mentions: sources, claims, known times, a person's decisions."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from montjoie.schema import Claim, GroundedReading, Mention, Relation, Span
from montjoie.settled import Override, Source


@dataclass(frozen=True, slots=True, kw_only=True)
class Context:
    """The surroundings of a cluster, at one instant: only what is known by then may be in it.

    `sources` by document id; `claims` by id; `known` by mention, claim and act id (None: undated);
    `same_document_claims_about` by mention id: the claims of its document that speak of it.
    `relations` (what the readings say of two claims) and `texts` (document id → text, to fold described names) sharpen
    the result and may be left out.
    """

    sources: Mapping[str, Source]
    claims: Mapping[str, Claim]
    known: Mapping[str, datetime | None]
    overrides: Sequence[Override] = ()
    same_document_claims_about: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    relations: Sequence[Relation] = ()
    texts: Mapping[str, str] = field(default_factory=dict)

    def claims_about(self, mention: Mention) -> tuple[Claim, ...]:
        """Return the claims that speak of a mention or tell it, by id."""
        ids = set(self.same_document_claims_about.get(mention.id, ()))
        if mention.claim is not None:
            ids.add(mention.claim)
        return tuple(self.claims[claim] for claim in sorted(ids) if claim in self.claims)

    def contradicting(self) -> Mapping[str, frozenset[str]]:
        """Return, for each claim that a reading says is contradicted, by which."""
        against: dict[str, set[str]] = {}
        for relation in self.relations:
            if relation.type == "contradicts":
                against.setdefault(relation.a, set()).add(relation.b)
                against.setdefault(relation.b, set()).add(relation.a)
        return {claim: frozenset(others) for claim, others in against.items()}


def make_context(
    readings: Iterable[GroundedReading],
    sources: Mapping[str, Source],
    overrides: Sequence[Override] = (),
    texts: Mapping[str, str] | None = None,
) -> Context:
    """Return the context of a set of readings, in any order."""
    claims: dict[str, Claim] = {}
    known: dict[str, datetime | None] = {}
    about: dict[str, tuple[str, ...]] = {}
    relations: list[Relation] = []
    for reading in readings:
        claims.update({claim.id: claim for claim in reading.claims})
        known.update(reading.known)
        about.update({mention.id: speaking_of(mention, reading.claims) for mention in reading.mentions})
        relations.extend(reading.relations)
    return Context(
        sources=sources,
        claims=claims,
        known=known,
        overrides=overrides,
        same_document_claims_about=about,
        relations=tuple(sorted(relations, key=lambda relation: (relation.type, relation.a, relation.b))),
        texts=texts or {},
    )


def speaking_of(mention: Mention, claims: Iterable[Claim]) -> tuple[str, ...]:
    """Return the ids of the claims of a document that speak of a mention: by `about`, or with a trigger in their content."""
    return tuple(
        sorted(
            claim.id
            for claim in claims
            if mention.id in claim.about or mention.claim == claim.id or holds_any(claim.content, mention.triggers)
        )
    )


def holds_any(content: Sequence[Span], spans: Sequence[Span]) -> bool:
    """Tell whether any of the spans lies within the content."""
    return any(part.start <= span.start and span.end <= part.end for part in content for span in spans)
