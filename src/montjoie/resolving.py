"""What an id means now: every id that the record ever gave out, or the beginning of one, leads to what stands on its words."""

from collections.abc import Iterator
from dataclasses import dataclass

from montjoie.decided import Anchor
from montjoie.errors import InputError, NotInRecord
from montjoie.over_time import settled_view
from montjoie.record import derived
from montjoie.record.store import Store
from montjoie.settled import ActAt, Incident, MentionAt, Thread, View

LEAST_OF_ID = 4  # characters of an id, without its kind, that are taken for one


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """What an id means now."""

    kind: str  # incident, claim, commitment, figure, disagreement, ledger, document, decision, gone
    ids: tuple[str, ...]  # what it resolves to now; several where it was split, none where it is gone
    anchors: tuple[Anchor, ...]  # of all its mentions or acts
    note: str = ""
    own: Anchor | None = None  # of the mention or act that the id itself names


def resolve(store: Store, identity: str) -> Found:
    """Return what an id that the record ever gave out, or the beginning of one, means now. Raises InputError or NotInRecord."""
    row = derived.document(store, identity)
    if row is not None:
        return Found(kind="document", ids=(row.name,), anchors=((row.id, 0, 1),))
    if len(identity.rpartition("-")[2]) < LEAST_OF_ID:
        raise InputError(f"{identity!r} is too little of an id; give at least {LEAST_OF_ID} characters of it")
    view = settled_view(store)
    standing = dict(_standing(view))
    named = [identity] if identity in standing else sorted(known for known in standing if begins(known, identity))
    things = {(standing[known].kind, standing[known].ids) for known in named}
    if len(things) > 1:
        raise InputError(f"{identity} begins {len(named)} ids; give more of it: {', '.join(named[:4])}")
    return standing[named[0]] if named else _resolve_past(store, view, identity)


def begins(identity: str, beginning: str) -> bool:
    """Say whether an id begins so, with its kind or without."""
    enough = len(beginning.rpartition("-")[2]) >= LEAST_OF_ID
    return enough and (identity.startswith(beginning) or identity.rpartition("-")[2].startswith(beginning))


def kin(store: Store, identity: str) -> frozenset[str]:
    """Return the mentions (or acts) that were ever judged the same as one, in the present or in a past."""
    row = store.row("SELECT component FROM mention WHERE id = ?", (identity,))
    return frozenset(derived.component_members(store, row[0])) if row and row[0] else frozenset()


def _standing(view: View) -> Iterator[tuple[str, Found]]:
    """Yield every id of the present with what it means."""
    for incident in view.incidents:
        anchors = _incident_anchors(incident)
        for mention, own in zip(incident.mentions, anchors, strict=True):
            note = "" if mention.id == incident.id else f"{mention.id} is a mention of it"
            yield mention.id, Found(kind="incident", ids=(incident.id,), anchors=anchors, note=note, own=own)
        for toll in incident.toll:
            for figure in toll.figures:
                yield figure.id, Found(kind="figure", ids=(incident.id,), anchors=((figure.at.document, figure.at.start, figure.at.end),))
    for thread in view.commitments:
        anchors = _thread_anchors(thread)
        for act, own in zip(thread.acts, anchors, strict=True):
            note = "" if act.id == thread.id else f"{act.id} is an act of it"
            yield act.id, Found(kind="commitment", ids=(thread.id,), anchors=anchors, note=note, own=own)
    for claim in view.claims:
        yield claim.id, Found(kind="claim", ids=(claim.id,), anchors=((claim.document, claim.content[0].start, claim.content[0].end),))
    for kind, things in (("disagreement", view.disagreements), ("ledger line", view.ledger)):
        for thing in things:
            yield thing.id, Found(kind=kind, ids=(thing.id,), anchors=())


def _resolve_past(store: Store, view: View, identity: str) -> Found:
    """Follow an id that no longer stands to what stands now on its words, or on those that they were the same as."""
    for (mention,) in store.rows(
        "SELECT id FROM mention WHERE id = ? OR id LIKE ? ORDER BY id LIMIT 2", (identity, f"%-{_plain(identity)}%")
    ):
        related = kin(store, mention)
        things: tuple[Incident | Thread, ...] = (*view.incidents, *view.commitments)
        now = [thing for thing in things if related & {part.id for part in _parts(thing)}]
        if now:
            kind = "incident" if isinstance(now[0], Incident) else "commitment"
            anchors = tuple(
                a for thing in now for a in (_incident_anchors(thing) if isinstance(thing, Incident) else _thread_anchors(thing))
            )
            note = f"{identity} no longer stands by itself (its report was replaced or withdrawn); this is what stands on it now"
            return Found(kind=kind, ids=tuple(thing.id for thing in now), anchors=anchors, note=note)
    if store.row("SELECT 1 FROM settled_at WHERE id = ? OR instr(body, ?) LIMIT 1", (identity, f'"{identity}"')):
        return Found(
            kind="gone", ids=(), anchors=(), note=f"{identity} was said before and no longer stands; --as-recorded-at shows it as it was"
        )
    if store.row("SELECT 1 FROM entry WHERE kind = 'decision' AND subject = ?", (identity,)):
        return Found(kind="decision", ids=(identity,), anchors=())
    raise NotInRecord(
        f"nothing in the record has the id {identity}; `montjoie show incidents` lists ids, `montjoie find WORDS` searches the texts"
    )


def _parts(thing: Incident | Thread) -> tuple[MentionAt | ActAt, ...]:
    return thing.mentions if isinstance(thing, Incident) else thing.acts


def _plain(identity: str) -> str:
    """Return an id without its kind and without what a pattern would take for a sign."""
    return identity.rpartition("-")[2].replace("%", "").replace("_", "")


def _incident_anchors(incident: Incident) -> tuple[Anchor, ...]:
    return tuple((m.triggers[0].document, m.triggers[0].start, m.triggers[0].end) for m in incident.mentions)


def _thread_anchors(thread: Thread) -> tuple[Anchor, ...]:
    return tuple((act.content[0].document, act.content[0].start, act.content[0].end) for act in thread.acts)
