"""The issuance log: each act that the public can hold us to is a leaf, signed over in the transaction of the act."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TypeVar

from sqlalchemy.orm import Session

from lms.credentials import logkeys, merkle, tiles
from lms.credentials.canonical import sha256_of
from lms.credentials.checkpoint import Checkpoint, generation_of, origin_of, sign_checkpoint
from lms.credentials.keys import KeyKind
from lms.credentials.leaf import Leaf
from lms.credentials.logcheck import seal_of
from lms.credentials.receipt import Receipt
from lms.credentials.tiles import Place
from lms.questions.quiz import Json
from lms.services.ground.context import Context
from lms.services.ground.refusals import NotFound
from lms.services.keys import ring
from lms.services.log import kept_head
from lms.store import audit, leaves, passing, witnessed
from lms.store.certificates import CertificateRecord
from lms.store.leaves import Nodes, StoredCheckpoint
from lms.store.locks import hold_audit

MOST_LEAVES = 1000

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Proof:
    """The hashes of a proof, and the root that they lead to. `leaf` is what a proof of inclusion begins with."""

    hashes: tuple[bytes, ...]
    root: bytes
    leaf: bytes | None = None


def enter(
    session: Session,
    context: Context,
    leaf: Leaf,
    *,
    at: datetime,
    actor: str,
    act: str,
    subject: str,
    details: Mapping[str, Json],
) -> int:
    """Write an act into both logs, and sign the head; the number of the leaf. All of it goes with the act, or stays.

    `leaf` is made for the same moment. No personal data belongs into `details`. RunsBack where that moment is before
    the latest in the log; SetAside where the log is not the newest that was signed.
    """
    hold_audit(session)
    kept_head.require(context, session, whole=True)
    name = generation(session)
    return add(session, context, leaf, name, at=at, actor=actor, act=act, subject=subject, details=details)


def require_open(session: Session, context: Context, now: datetime) -> None:
    """Refused where no leaf could be added now: for acts that begin before their leaf is written."""
    kept_head.require(context, session)
    passing.require(session, audit.last(session), now, "")


def add(
    session: Session,
    context: Context,
    leaf: Leaf,
    generation: int,
    *,
    at: datetime,
    actor: str,
    act: str,
    subject: str,
    details: Mapping[str, Json],
) -> int:
    """The same under whichever name of the log, and whatever head is known."""
    n = leaves.append(session, leaf)
    audit.append(session, at, actor, act, subject, {**details, "leaf": n, "leaf_hash": leaf.hash.hex()})
    kept_head.remember_after(session, context, _sign(session, context, generation, n + 1, at))
    return n


def _sign(session: Session, context: Context, generation: int, size: int, at: datetime) -> str:
    signer = ring.signer(context.settings, KeyKind.LOG, at)
    checkpoint = Checkpoint(origin_of(context.settings.host, generation), size, merkle.root(size, Nodes(session)))
    note = sign_checkpoint(checkpoint, signer.key.public, signer.sign)
    leaves.add_checkpoint(session, StoredCheckpoint(size, checkpoint.root.hex(), note, at))
    return note


def generation(session: Session) -> int:
    """Which of its names the log bears now."""
    newest = leaves.newest_checkpoint(session)
    return 1 if newest is None else generation_of(newest.note.partition("\n")[0])


def receipt(session: Session, n: int) -> Receipt:
    """The receipt for a leaf: the same each time, by the checkpoint that was signed with it."""
    body, checkpoint = leaves.body(session, n), leaves.checkpoint_covering(session, n)
    if body is None or checkpoint is None:
        raise NotFound(f"There is no leaf {n}.")
    return Receipt(body, n, merkle.inclusion_proof(n, checkpoint.size, Nodes(session)), checkpoint.note)


def checkpoint(context: Context, size: int | None = None) -> str:
    """The newest signed head, or that of a size, and after the log's own signature those of witnesses.

    SetAside where a newer one is known.
    """
    kept_head.require(context)
    with context.database.reading() as session:
        head = leaves.newest_checkpoint(session) if size is None else leaves.checkpoint_of(session, size)
        if head is None:
            raise NotFound("The log has no entry yet." if size is None else "There is no head of this size.")
        return head.note + "".join(f"{line}\n" for line in witnessed.lines(session, head.size))


def size(context: Context) -> int:
    """How many leaves there are."""
    with context.database.reading() as session:
        return leaves.size(session)


def bodies(context: Context, first: int, last: int) -> tuple[str, ...]:
    """What the leaves from the first to the last say, both included: up to a thousand at once."""
    if last < first or last - first >= MOST_LEAVES:
        raise NotFound(f"Ask for 1 to {MOST_LEAVES} leaves: /log/leaves/<first>-<last>.")
    with context.database.reading() as session:
        found = tuple(leaves.bodies(session, first, last))
    if len(found) != last - first + 1:
        raise NotFound("The log is not as long as that yet.")
    return found


def tile(context: Context, level: str, place: str) -> bytes:
    """A tile of the tree (C2SP tlog-tiles): its hashes, one after the other. One statement."""
    named, height = tiles.place_of(place), tiles.height_of(level)
    if named is None or height is None:
        raise NotFound("There is no such tile.")
    with context.database.reading() as session:
        hashes = leaves.nodes(session, height, named.first, named.last)
    return b"".join(_whole(hashes, named))


def entries(context: Context, place: str) -> bytes:
    """The leaves under a tile of level 0, each after its length. One statement."""
    named = tiles.place_of(place)
    if named is None:
        raise NotFound("There is no such bundle.")
    with context.database.reading() as session:
        found = leaves.bodies(session, named.first, named.last)
    return tiles.bundle(_whole(found, named))


def _whole(there: Sequence[T], asked: Place) -> Sequence[T]:
    if len(there) != asked.width:
        raise NotFound("The log is not as long as that yet.")
    return there


def inclusion(context: Context, index: int, size: int) -> Proof:
    """What shows that a leaf is in the tree of this size."""
    with context.database.reading() as session:
        if not 0 <= index < size <= leaves.size(session):
            raise NotFound("There is no such leaf in a tree of this size.")
        nodes = Nodes(session)
        return Proof(merkle.inclusion_proof(index, size, nodes), merkle.root(size, nodes), nodes(0, index))


def consistency(context: Context, first: int, second: int) -> Proof:
    """What shows that the tree of the second size begins with the whole tree of the first."""
    with context.database.reading() as session:
        if not 0 < first <= second <= leaves.size(session):
            raise NotFound("The log has no trees of these sizes.")
        nodes = Nodes(session)
        return Proof(merkle.consistency_proof(first, second, nodes), merkle.root(second, nodes))


def verifier_keys(context: Context) -> tuple[str, ...]:
    """The keys by which checkpoints are checked, the one in use last, each in one line; a lost one as a comment.

    A log that went on from an older copy has had several names, and each key is told under each of them.
    """
    with context.database.reading() as session:
        origins = [origin_of(context.settings.host, n) for n in range(1, generation(session) + 1)]
    keys = ring.ring(context.settings).of(KeyKind.LOG)
    return tuple(line for origin in origins for line in logkeys.lines(origin, keys))


def seal_of_record(
    record: CertificateRecord, badge: str | None, status_list: str | None, status_index: int | None
) -> dict[str, Json]:
    """What the audit log keeps of a certificate's row, at its issue and whenever the row is held against the log."""
    return seal_of(
        claims=record.claims_hash,
        credential=record.credential,
        number=record.number,
        created=record.created_at,
        expires=record.expires_at,
        design=record.design,
        badge="" if badge is None else sha256_of(badge.encode()),
        status_list=status_list,
        status_index=status_index,
    )
