"""How claims on one commitment stand to each other: who is said to have agreed and says otherwise, who alleges and who denies."""

from collections.abc import Iterator, Sequence
from datetime import timedelta
from itertools import combinations

from montjoie.reconcile.claim_slots import Matter, denies_authorship, is_unauthored
from montjoie.reconcile.roots import party_key, party_keys
from montjoie.schema import RelationType
from montjoie.settled import ActAt, ClaimAt, Slot, Thread

Stands = tuple[str, str, RelationType, Slot, str]  # the later claim, the earlier one, how, on what, by which rule
Said = tuple[ActAt, ClaimAt]

_TAKING: frozenset[str] = frozenset({"agrees", "announces", "extends"})
ONE_DAY = timedelta(hours=24)
_RECENT, _LONG = timedelta(days=14), timedelta(days=30)


def stands_on(thread: Thread, matter: Matter) -> Iterator[Stands]:
    """Yield how the claims on a commitment stand, the later (or answering) one first."""
    told = [(act, matter.claims[act.claim]) for act in thread.acts if act.claim is not None and act.claim in matter.claims]
    yield from _breaches(told, thread, matter)
    for first, second in combinations(told, 2):
        if first[1].id != second[1].id:
            yield from _taken_on(first, second, thread)
    yield from _bare_denials(thread, told, matter)


def _later(a: ClaimAt, b: ClaimAt) -> bool:
    """Whether a is known at the time of b or after it."""
    return a.known is None or b.known is None or a.known >= b.known


def _breaches(told: Sequence[Said], thread: Thread, matter: Matter) -> Iterator[Stands]:
    """An allegation and the denials that meet it: of the same incident, or of none; said then or later, by another side."""
    alleged = [(act, claim) for act, claim in told if act.act == "alleges_violation"]
    for denial, reply in told:
        if denial.act != "denies_violation":
            continue
        meeting = [one for one in alleged if one[1].id != reply.id and _meets(denial, reply, *one, matter)]
        near = [one for one in meeting if one[1].document == reply.document] or meeting
        for claim in {claim.root + claim.item: claim for _, claim in reversed(near)}.values():
            own_deed = thread.subject == "withdrawal"  # that one's troops are still there is nobody else's deed
            slot: Slot = "perpetrator" if denies_authorship(reply, claim, matter) and not own_deed else "commitment"
            shared = [matter.incidents[i] for i in sorted({*reply.about} & {*claim.about}) if i in matter.incidents]
            if (
                reply.kind == "denies"
                and shared
                and not claim.against
                and all(is_unauthored(i, [one for one, c in alleged if c.id == claim.id]) for i in shared)
            ):
                slot = "occurrence"  # nobody is charged: what is denied is that it happened
            yield reply.id, claim.id, "contradicts", slot, "breach_alleged_and_denied"
    for holding, says in told:
        for act, claim in alleged:
            if (
                holding.act == "confirms_holding"
                and party_key(says.who) in _accused(act, claim)
                and _later(says, claim)
                and claim.document != says.document
            ):
                yield says.id, claim.id, "contradicts", "commitment", "said_to_hold_and_to_be_broken"


def _meets(denial: ActAt, reply: ClaimAt, act: ActAt, claim: ClaimAt, matter: Matter) -> bool:
    mine, theirs = party_key(reply.who), party_key(claim.who)
    if (mine is not None and mine == theirs) or not _later(reply, claim) or reply.root == claim.root:
        return False
    accused = _accused(act, claim)
    if mine is not None and accused and mine not in accused and claim.document != reply.document:
        return False
    incidents = {act.broken_by, *claim.about} & {denial.broken_by, *reply.about} - {None}
    if act.count is not None and not incidents and reply.document != claim.document and set(reply.about) & set(matter.incidents):
        return False  # who denies one incident denies no count of many
    return bool(incidents) or claim.document == reply.document or act.broken_by is None


def _accused(act: ActAt, claim: ClaimAt) -> frozenset[str]:
    return party_keys(claim.against) or (party_keys(act.bound) - party_keys((claim.who,)))


def _taken_on(first: Said, second: Said, thread: Thread) -> Iterator[Stands]:
    """Two acts of making or refusing: by the later claim's party, for itself, or by two words of one party."""
    (act, claim), (other, reply) = sorted((first, second), key=lambda one: (one[1].known is not None, str(one[1].known), one[1].id))
    acts = {act.act, other.act}
    shared = party_keys(act.party) & party_keys(other.party)
    mine, theirs = party_key(claim.who), party_key(reply.who)
    if "refuses" in acts and acts & _TAKING:
        yield from _refused((act, claim), (other, reply), thread)
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
    """What two accounts of one party's word differ on: a condition, an area or a scope that one has; another start."""
    if a.conditional != b.conditional or (a.limits != b.limits and a.limits and b.limits):
        return "commitment"
    if a.begins is not None and b.begins is not None and (a.begins.latest < b.begins.earliest or b.begins.latest < a.begins.earliest):
        return "time"
    return None


def _refused(first: Said, second: Said, thread: Thread) -> Iterator[Stands]:
    """One is said to agree and refuses: by its own word after another's it contradicts; after its own it is a change of mind."""
    (act, claim), (other, reply) = first, second
    mine, theirs = party_key(claim.who), party_key(reply.who)
    parties = party_keys(act.party) & party_keys(other.party)
    if not parties:
        if mine is not None and theirs is not None and mine != theirs:
            yield reply.id, claim.id, "responds_to", "commitment", "agreed_and_refused"
        return
    refusing = act if act.act == "refuses" else other
    if claim.known is not None and reply.known is not None and reply.known - claim.known > _LONG and mine != theirs:
        return  # what is refused so long after is a new question
    begun = any(line.value == "in_force" and line.since and refusing.known and line.since < refusing.known for line in thread.status)
    if mine == theirs or (mine is not None and mine in parties and theirs is not None and theirs in parties):
        apart = claim.known is not None and reply.known is not None and reply.known - claim.known > ONE_DAY
        if claim.document == reply.document or not apart:
            yield reply.id, claim.id, "contradicts", "commitment", "agreed_and_refused"
        else:
            yield reply.id, claim.id, "updates", "commitment", "changed_its_word"
    elif not begun:
        yield reply.id, claim.id, "contradicts", "commitment", "agreed_and_refused"


def _bare_denials(thread: Thread, told: Sequence[Said], matter: Matter) -> Iterator[Stands]:
    """A denial about a commitment that reports no act of its own, by one who is said to have taken it on."""
    acting = {claim.id for _, claim in told}
    for denial in matter.about.get(thread.id, ()):
        denier = party_key(denial.who)
        if denial.kind != "denies" or denial.id in acting or denier is None:
            continue
        before = [one for one in told if one[0].act in _TAKING and _later(denial, one[1]) and one[1].id != denial.id]
        latest = max((one[1].known for one in before if one[1].known is not None), default=None)
        for act, claim in told:
            if act.act in _TAKING and claim.known is not None and latest is not None and latest - claim.known > _RECENT:
                continue  # what was agreed long before another word on it is not what is denied
            others_word = party_key(claim.who) != denier and claim.root != denial.root and _later(denial, claim)
            if act.act in _TAKING and others_word and denier in party_keys(act.party):
                yield denial.id, claim.id, "contradicts", "commitment", "said_to_have_agreed_and_denied"
            elif (
                act.act == "alleges_violation"
                and others_word
                and denier in party_keys(claim.against)
                and claim.document == denial.document
                and not any(subject in matter.incidents for subject in set(denial.about) & set(claim.about))
            ):
                yield denial.id, claim.id, "contradicts", "commitment", "breach_alleged_and_denied"
