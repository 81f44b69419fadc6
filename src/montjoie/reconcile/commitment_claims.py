"""How claims on one commitment stand to each other: who is said to have agreed and says otherwise, who alleges and who denies."""

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta

from montjoie.reconcile.claim_slots import Matter, denies_authorship, is_unauthored
from montjoie.reconcile.commitment_pairs import LONG, TAKING, Allegations, ByTime, Said, accused_by, by_key, taken_on_pairs
from montjoie.reconcile.roots import party_key, party_keys
from montjoie.schema import RelationType
from montjoie.settled import ActAt, ClaimAt, Slot, Thread

Stands = tuple[str, str, RelationType, Slot, str]  # the later claim, the earlier one, how, on what, by which rule

ONE_DAY = timedelta(hours=24)
_RECENT = timedelta(days=14)


def stands_on(thread: Thread, matter: Matter) -> Iterator[Stands]:
    """Yield how the claims on a commitment stand, the later (or answering) one first."""
    told = [(act, matter.claims[act.claim]) for act in thread.acts if act.claim is not None and act.claim in matter.claims]
    yield from _breaches(told, thread, matter)
    begun = _begun(thread)
    for first, second in taken_on_pairs(told, begun):
        if told[first][1].id != told[second][1].id:
            yield from _taken_on(told[first], told[second], begun)
    yield from _bare_denials(thread, told, matter)


def _begun(thread: Thread) -> datetime | None:
    """Since when it is in force by anybody's word."""
    return min((line.since for line in thread.status if line.value == "in_force" and line.since is not None), default=None)


def _later(a: ClaimAt, b: ClaimAt) -> bool:
    """Whether a is known at the time of b or after it."""
    return a.known is None or b.known is None or a.known >= b.known


def _breaches(told: Sequence[Said], thread: Thread, matter: Matter) -> Iterator[Stands]:
    """An allegation and the denials that meet it: of the same incident, or of none; said then or later, by another side."""
    alleged = Allegations(one for one in told if one[0].act == "alleges_violation")
    for denial, reply in told:
        if denial.act != "denies_violation":
            continue
        near = [one for one in alleged.in_document(reply.document) if one[1].id != reply.id and _meets(denial, reply, *one, matter)]
        if not near:
            near = [one for one in alleged.meeting(denial, reply) if one[1].id != reply.id and _meets(denial, reply, *one, matter)]
        for claim in {claim.root + claim.item: claim for _, claim in reversed(near)}.values():
            own_deed = thread.subject == "withdrawal"  # that one's troops are still there is nobody else's deed
            slot: Slot = "perpetrator" if denies_authorship(reply, claim, matter) and not own_deed else "commitment"
            shared = [matter.incidents[i] for i in sorted({*reply.about} & {*claim.about}) if i in matter.incidents]
            if reply.kind == "denies" and shared and not claim.against and all(is_unauthored(i, alleged.acts_of(claim.id)) for i in shared):
                slot = "occurrence"  # nobody is charged: what is denied is that it happened
            yield reply.id, claim.id, "contradicts", slot, "breach_alleged_and_denied"
    for holding, says in told:
        if holding.act == "confirms_holding":
            for _, claim in alleged.charging(party_key(says.who), says.known):
                if claim.document != says.document:
                    yield says.id, claim.id, "contradicts", "commitment", "said_to_hold_and_to_be_broken"


def _meets(denial: ActAt, reply: ClaimAt, act: ActAt, claim: ClaimAt, matter: Matter) -> bool:
    mine, theirs = party_key(reply.who), party_key(claim.who)
    if (mine is not None and mine == theirs) or not _later(reply, claim) or reply.root == claim.root:
        return False
    accused = accused_by(act, claim)
    if mine is not None and accused and mine not in accused and claim.document != reply.document:
        return False
    incidents = {act.broken_by, *claim.about} & {denial.broken_by, *reply.about} - {None}
    if act.count is not None and not incidents and reply.document != claim.document and any(i in matter.incidents for i in reply.about):
        return False  # who denies one incident denies no count of many
    return bool(incidents) or claim.document == reply.document or act.broken_by is None


def _taken_on(first: Said, second: Said, begun: datetime | None) -> Iterator[Stands]:
    """Two acts of making or refusing: by the later claim's party, for itself, or by two words of one party."""
    (act, claim), (other, reply) = sorted((first, second), key=lambda one: (one[1].known is not None, str(one[1].known), one[1].id))
    acts = {act.act, other.act}
    shared = party_keys(act.party) & party_keys(other.party)
    mine, theirs = party_key(claim.who), party_key(reply.who)
    if "refuses" in acts and acts & TAKING:
        yield from _refused((act, claim), (other, reply), begun)
        return
    if not acts <= {"agrees", "announces", "extends"} or not shared or claim.root == reply.root:
        if acts == {"agrees", "extends"} and claim.root == reply.root and claim.document != reply.document:
            yield reply.id, claim.id, "updates", "commitment", "extended_by_the_same_root"
        return
    if mine == theirs or ("extends" in acts and acts != {"extends"}):
        return
    own = {key for key in (mine, theirs) if key is not None and key in shared}
    if not own:  # two others say the same of it
        return
    if (mine is None and theirs is None) or any(
        key is None and who.parent is None for key, who in ((mine, claim.who), (theirs, reply.who))
    ):
        return  # only where the two are known to be two
    slot = _differ(act, other)
    if slot is not None:
        yield reply.id, claim.id, "contradicts", slot, "taken_on_differently"
    else:
        yield reply.id, claim.id, "corroborates", "commitment", "taken_on_by_its_own_word_and_anothers"


def _differ(a: ActAt, b: ActAt) -> Slot | None:
    """What two accounts of one party's word differ on: a condition (of two articles: one tells it all), an area or a scope; another start."""
    if (a.conditional != b.conditional and a.document != b.document) or (a.limits != b.limits and a.limits and b.limits):
        return "commitment"
    if a.begins is not None and b.begins is not None and (a.begins.latest < b.begins.earliest or b.begins.latest < a.begins.earliest):
        return "time"
    return None


def _refused(first: Said, second: Said, begun: datetime | None) -> Iterator[Stands]:
    """One is said to agree and refuses: by its own word after another's it contradicts; after its own it is a change of mind."""
    (act, claim), (other, reply) = first, second
    mine, theirs = party_key(claim.who), party_key(reply.who)
    parties = party_keys(act.party) & party_keys(other.party)
    if not parties:
        if mine is not None and theirs is not None and mine != theirs:
            yield reply.id, claim.id, "responds_to", "commitment", "agreed_and_refused"
        return
    refusing = act if act.act == "refuses" else other
    if claim.known is not None and reply.known is not None and reply.known - claim.known > LONG and mine != theirs:
        return  # what is refused so long after is a new question
    in_force = begun is not None and refusing.known is not None and begun < refusing.known
    if mine == theirs or (mine is not None and mine in parties and theirs is not None and theirs in parties):
        apart = claim.known is not None and reply.known is not None and reply.known - claim.known > ONE_DAY
        if claim.document == reply.document or not apart:
            yield reply.id, claim.id, "contradicts", "commitment", "agreed_and_refused"
        else:
            yield reply.id, claim.id, "updates", "commitment", "changed_its_word"
    elif not in_force:
        yield reply.id, claim.id, "contradicts", "commitment", "agreed_and_refused"


def _bare_denials(thread: Thread, told: Sequence[Said], matter: Matter) -> Iterator[Stands]:
    """A denial about a commitment that reports no act of its own, by one who is said to have taken it on, or is charged beside it."""
    acting = {claim.id for _, claim in told}
    denials = [claim for claim in matter.about.get(thread.id, ()) if claim.kind == "denies" and claim.id not in acting]
    if not denials:
        return
    numbered = list(enumerate(told))
    taken = ByTime(one for one in numbered if one[1][0].act in TAKING)
    by_party = by_key((key, one) for one in numbered if one[1][0].act in TAKING for key in party_keys(one[1][0].party))
    charging = by_key((one[1][1].document, one) for one in numbered if one[1][0].act == "alleges_violation")
    for denial in denials:
        denier = party_key(denial.who)
        if denier is None:
            continue
        latest = taken.latest_until(denial.known)
        said = by_party[denier].until(denial.known, since=None if latest is None else latest - _RECENT) if denier in by_party else ()
        beside = charging[denial.document].until(denial.known) if denial.document in charging else ()
        for act, claim in (one for _, one in sorted((*said, *beside), key=lambda one: one[0])):
            if party_key(claim.who) == denier or claim.root == denial.root:
                continue  # his own word
            if act.act in TAKING:  # what was agreed long before another word on it is not what is denied
                yield denial.id, claim.id, "contradicts", "commitment", "said_to_have_agreed_and_denied"
            elif denier in party_keys(claim.against) and not any(i in matter.incidents for i in set(denial.about) & set(claim.about)):
                yield denial.id, claim.id, "contradicts", "commitment", "breach_alleged_and_denied"
