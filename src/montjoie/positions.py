"""What a public actor said on a subject, in order of time, and when its own standing changed. Private speakers have no history."""

from typing import Any

from montjoie.asking import ids_of_actor
from montjoie.errors import NotInRecord
from montjoie.pipeline import ask
from montjoie.record.store import Store
from montjoie.resolving import begins
from montjoie.serve.words import Words, iso
from montjoie.settled import ActorAt, ClaimAt, Thread, View


def positions(store: Store, actor: str, subject: str | None, *, as_known_at: str | None = None) -> tuple[str, list[dict[str, Any]]]:
    """Return the heading of the clocks, and a row for each claim and each change of standing. Raises NotInRecord where nobody public is meant."""
    asked = ask(store, as_known_at=as_known_at)
    words = Words(store, asked.view)
    meant = {actor, *ids_of_actor(actor)}
    threads = {thread.id: thread for thread in asked.view.commitments if _of_subject(thread, subject)}
    rows = [
        _claim_row(claim, words)
        for claim in asked.view.claims
        if _is(claim.who, meant, words) and _about(claim, subject, threads, asked.view)
    ]
    for thread in threads.values():
        for status in thread.status:
            if status.by == "own_word" and status.basis == "act" and _is(status.party, meant, words):
                rows.append(
                    {
                        "known": iso(status.since),
                        "what": f"stands: {status.value.replace('_', ' ')}",
                        "on": thread.id,
                        "id": status.act,
                        "words": "",
                        "doc": "",
                    }
                )
    if not rows:
        raise NotInRecord(
            f"nobody public by the name {actor} says anything{f' on {subject}' if subject else ''} at this time; people without a public role have no history"
        )
    return asked.heading, sorted(rows, key=lambda row: (row["known"] or "~", row["id"], row["what"]))


def _claim_row(claim: ClaimAt, words: Words) -> dict[str, Any]:
    said = " […] ".join(words.cut(at) or "[withheld]" for at in claim.content)
    return {
        "known": iso(claim.known), "what": claim.kind.replace("_", " "), "on": ", ".join(claim.about), "id": claim.id, "words": said,
        "doc": words.name(claim.document),
    }  # fmt: skip


def _is(who: ActorAt, meant: set[str], words: Words) -> bool:
    if not who.public:
        return False
    parent = who.parent if isinstance(who.parent, str) else None
    return bool({who.id, who.side, parent} & meant) or _plain(words.actor(who) or "") in {_plain(name) for name in meant}


def _plain(name: str) -> str:
    return name.casefold().removeprefix("the ")


def _of_subject(thread: Thread, subject: str | None) -> bool:
    return subject is None or thread.subject == subject.replace(" ", "_") or begins(thread.id, subject)  # as it is shown, or as it is kept


def _about(claim: ClaimAt, subject: str | None, threads: dict[str, Thread], view: View) -> bool:
    if subject is None:
        return True
    return any(one in threads or begins(one, subject) for one in claim.about)
