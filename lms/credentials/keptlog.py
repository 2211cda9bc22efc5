"""The log as somebody keeps it: its leaves, and the signed head over all of them. What it tells of one certificate."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from lms.credentials import leaf as leaves
from lms.credentials.leaf import KeyAct, Kind
from lms.credentials.logkeys import LogKeys
from lms.credentials.merkle import completed, leaf_hash, root
from lms.questions.quiz import Json

_ENDED_BY = {
    Kind.REVOKE: "was revoked",
    Kind.SUSPEND: "was suspended",
    Kind.REPLACE: "was replaced",
    Kind.ERASE: "was erased",
}


@dataclass(frozen=True)
class KeptLog:
    """Leaves that a signed head covers, every one; `bodies` are their texts."""

    bodies: tuple[str, ...]

    @cached_property
    def facts(self) -> tuple[dict[str, Json], ...]:
        return tuple(leaves.read(body) or {} for body in self.bodies)

    @property
    def newest(self) -> str:
        """The time of the last leaf: what the log tells, it tells as of then."""
        return str(self.facts[-1].get("at", ""))

    def of(self, serial: str) -> tuple[dict[str, Json], ...]:
        """Every act on this number, in its order."""
        name = leaves.name_of(serial)
        return tuple(one for one in self.facts if one.get("certificate") == name)

    def lost(self, use: str) -> frozenset[str]:
        """The names of the keys for this end that were lost."""
        return frozenset(
            str(one.get("id"))
            for one in self.facts
            if (one.get("kind"), one.get("act"), one.get("use")) == (Kind.KEY, KeyAct.COMPROMISED, use)
        )


def read(content: str, note: str, keys: LogKeys) -> KeptLog:
    """The log, where one of the keys signed a head over these very leaves; a ValueError that says what is wrong."""
    head = keys.open(note)
    if head is None:
        raise ValueError("The checkpoint of the log that you keep is not signed with a key of the log that you gave.")
    bodies = tuple(content.splitlines())[: head.size]
    if len(bodies) != head.size or not bodies or root_of(bodies) != head.root:
        raise ValueError("The leaves that you keep are not those that the checkpoint beside them covers.")
    return KeptLog(bodies)


def root_of(bodies: Sequence[str]) -> bytes:
    """The root over these leaves."""
    hashes: dict[tuple[int, int], bytes] = {}

    def node(level: int, index: int) -> bytes:
        return hashes[level, index]

    for place, body in enumerate(bodies):
        for level, hash in enumerate(completed(place, leaf_hash(body.encode()), node)):
            hashes[level, place >> level] = hash
    return root(len(bodies), node)


def what_ended(acts: Sequence[dict[str, Json]], credential: str) -> str:
    """Why a certificate counts no more by the acts on its number, in words; empty where it does."""
    ended, newest = "", ""
    for act in acts:
        kind, at = str(act.get("kind")), str(act.get("at"))
        newest = str(act.get("credential") or newest) if kind in (Kind.ISSUE, Kind.REINSTATE) else newest
        if kind == Kind.REINSTATE:
            ended = ""
        elif kind in _ENDED_BY:
            ended = f"{_ENDED_BY[Kind(kind)]} on {at[:10]}"
    if not ended and newest and newest != credential:
        return "was reinstated since: take the newer file"
    return ended
