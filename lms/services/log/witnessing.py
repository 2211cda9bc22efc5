"""Witnesses are shown the newest head of the log, and asked to sign that they saw it (C2SP tlog-witness).

Nobody waits for one: the worker asks, outside any transaction, and what a witness does not say is said at a later head.
What it signs is checked before it is kept. A witness never signs a log that goes back, and is never asked to.
"""

from __future__ import annotations

import base64
import logging
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from lms.credentials import merkle
from lms.credentials.cosignature import Cosignature, Witness, cosigned
from lms.services.ground import waits
from lms.services.ground.context import Context
from lms.services.log import trouble
from lms.services.log.bounded_post import Answer, Unanswered, post
from lms.store import leaves, witnessed
from lms.store.leaves import Nodes, StoredCheckpoint

CLOCKS_DIFFER = timedelta(minutes=5)
FIRST_WAIT, LONGEST_WAIT = timedelta(minutes=1), timedelta(hours=1)
_SIZE = "text/x.tlog.size"
_MINUTE = "%Y-%m-%d %H:%M UTC"

log = logging.getLogger(__name__)


class Declined(Exception):
    """A witness did not sign; its words go on after the name. `longer` is the size of a log that it saw beyond ours."""

    def __init__(self, words: str, longer: int = 0) -> None:
        super().__init__(words)
        self.longer = longer


@dataclass(slots=True)
class Patience:
    """When each of those who did not answer is asked again: after a minute, then after twice as long, up to an hour."""

    _waits: dict[str, tuple[datetime, timedelta]] = field(default_factory=dict)

    def is_over(self, name: str, now: datetime) -> bool:
        return name not in self._waits or waits.is_over(self._waits[name][0], now, LONGEST_WAIT)

    def lost(self, name: str, now: datetime) -> None:
        before = self._waits[name][1] if name in self._waits else FIRST_WAIT / 2
        wait = min(before * 2, LONGEST_WAIT)
        self._waits[name] = (now + wait, wait)

    def found(self, name: str) -> None:
        self._waits.pop(name, None)


def ask_all(context: Context, patience: Patience) -> None:
    """Show the newest head to each witness that has not signed it."""
    for witness in context.settings.witnesses:
        if not patience.is_over(witness.name, context.now()):
            continue
        try:
            ask(context, witness)
        except (Declined, Unanswered) as declined:
            longer = declined.longer if isinstance(declined, Declined) else 0
            log.warning("The witness %s did not sign: %s.", witness.name, declined)
            trouble.note(context.settings, witness.name, str(declined), context.now(), longer)
            patience.lost(witness.name, context.now())
        else:
            trouble.note_fine(context.settings, witness.name)
            patience.found(witness.name)


def ask(context: Context, witness: Witness) -> None:
    """Show the newest head to one witness, unless it has signed it, and keep its signature. Declined or Unanswered."""
    with context.database.reading() as session:
        head, seen = leaves.newest_checkpoint(session), witnessed.newest_seen(session, witness.name)
    if head is None or (seen is not None and seen[0] >= head.size):
        return
    # Under another origin it is another log, of which nobody has seen anything.
    known = seen[0] if seen is not None and _origin(seen[2]) == _origin(head.note) else 0
    signature = _signature(_answer(context, witness, head, known), head, witness)
    _check_time(signature, head, context.now())
    with context.database.writing() as session:
        witnessed.add_cosignature(session, head.size, witness.name, signature.line, signature.at)


def _answer(context: Context, witness: Witness, head: StoredCheckpoint, known: int) -> Answer:
    """The answer to the head, shown as going on from what the witness knows; it may know more than we think."""
    answer = _shown(context, witness, head, known)
    if answer.status != 409:
        return answer
    size = _size_in(answer)
    if size is None or size == known:
        raise Declined(_REFUSED[409])
    if size > head.size:
        raise Declined(f"it saw {size} entries, and our log has {head.size}: entries are lost here", size)
    return _shown(context, witness, head, size)


def _shown(context: Context, witness: Witness, head: StoredCheckpoint, known: int) -> Answer:
    proof = _proof(context, known, head.size)
    lines = [f"old {known}", *(base64.b64encode(one).decode() for one in proof)]
    question = "".join(f"{line}\n" for line in lines) + "\n" + head.note
    return post(f"{witness.address}/add-checkpoint", question.encode(), "text/plain; charset=utf-8")


def _proof(context: Context, known: int, size: int) -> Sequence[bytes]:
    if not known:
        return ()
    with context.database.reading() as session:
        return merkle.consistency_proof(known, size, Nodes(session))


def _size_in(answer: Answer) -> int | None:
    text = answer.content.strip()
    return int(text) if answer.kind == _SIZE and text.isdigit() and len(text) < 19 else None


def _signature(answer: Answer, head: StoredCheckpoint, witness: Witness) -> Cosignature:
    if answer.status != 200:
        raise Declined(_REFUSED.get(answer.status, f"it answers {answer.status}"))
    lines = answer.content.decode("utf-8", "replace").split("\n")
    signature = cosigned(head.note, lines, witness)
    if signature is None:
        raise Declined("its answer holds no signature of its key over our newest head")
    return signature


_REFUSED = {
    400: "it does not understand our question (400)",
    403: "it does not know the key of our log (403): send its operator the last line of /log/key",
    404: "it does not know our log (404): send its operator the last line of /log/key",
    409: "it saw another log than ours (409)",
    422: "it says that our log does not go on from what it saw (422)",
}


def _check_time(signature: Cosignature, head: StoredCheckpoint, now: datetime) -> None:
    """A witness cannot have seen the head before it was signed, nor after now."""
    if not head.at - CLOCKS_DIFFER <= signature.at <= now + CLOCKS_DIFFER:
        raise Declined(
            f"by its clock it is {signature.at:{_MINUTE}}, and by ours {now:{_MINUTE}}: one of them is wrong"
        )


def _origin(note: str) -> str:
    return note.partition("\n")[0]
