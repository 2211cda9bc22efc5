"""Audit log, issuance log and certificates, each held against the others: whatever was altered in one shows by another.

The audit log tells of every act, and of each that the public can hold us to, the number and the hash of its leaf. The
leaves are a tree whose heads were signed. What a certificate's row says today must be what these acts made of it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime

from lms.credentials import leaf as leaf_of
from lms.credentials.audit import Entry
from lms.credentials.canonical import digest
from lms.credentials.checkpoint import open_note
from lms.credentials.dates import stamp
from lms.credentials.formerfiles import FormerFact, fit
from lms.credentials.leaf import Kind
from lms.credentials.life import Grounds, Life, Making
from lms.credentials.merkle import completed, leaf_hash, root
from lms.credentials.times import CLOCK, GO_ON
from lms.questions.quiz import Json

ENTER, FILE = "enter", "file"
KIND_OF_ACT: Mapping[str, Kind] = {
    ENTER: Kind.ISSUE,
    FILE: Kind.FILE,
    "revoke": Kind.REVOKE,
    "suspend": Kind.SUSPEND,
    "reinstate": Kind.REINSTATE,
    "replace": Kind.REPLACE,
    "erase": Kind.ERASE,
    "key": Kind.KEY,
    CLOCK: Kind.CLOCK,
    GO_ON: Kind.RESTORE,
}
"""Which leaf each act in the audit log has."""


@dataclass(frozen=True, slots=True)
class LeafFact:
    """A leaf as it is kept now."""

    n: int
    body: str
    hash: str
    nodes: str


@dataclass(frozen=True, slots=True)
class CheckpointFact:
    """A signed head as it is kept now; `at` is None where it cannot be read."""

    size: int
    root: str
    note: str
    at: datetime | None


@dataclass(frozen=True, slots=True)
class CertificateFact:
    """A certificate as it is kept now. `sealed` is what `seal_of` gives for it today; `pdf_sha256` and `badge_sha256`
    are of the bytes that are held, empty where there are none; `readable` is False where the row makes no sense.
    `former` are its former files."""

    serial: str
    readable: bool
    claims: Json = None
    sealed: Mapping[str, Json] = field(default_factory=dict)
    account: str = ""
    issued: datetime | None = None
    life: Life = field(default_factory=Life)
    pdf_sha256: str = ""
    badge_sha256: str = ""
    former: tuple[FormerFact, ...] = ()


@dataclass(frozen=True, slots=True)
class Altered:
    """One thing that is not as it was written: in `leaf`, `checkpoint`, `audit` or `certificate`, which, and how."""

    where: str
    which: str
    words: str


def seal_of(
    *,
    claims: str,
    credential: str,
    number: int,
    created: datetime,
    expires: datetime | None,
    design: str,
    badge: str,
    status_list: str | None,
    status_index: int | None,
) -> dict[str, Json]:
    """What the audit log keeps of a certificate when it is entered, so that its row can be held against it for ever.

    Entries of before there was more than one kind of status list say nothing of it, as their rows do.
    """
    return {
        "claims": claims,
        "credential": credential,
        "number": number,
        "created": created.isoformat(),
        "expires": None if expires is None else stamp(expires),
        "design": design,
        "badge": badge,
        "status_list": status_list,
        "status_index": status_index,
    }


def check_leaves(
    leaves: Iterable[LeafFact], checkpoints: Sequence[CheckpointFact], keys: Sequence[bytes]
) -> tuple[list[LeafFact], Altered | None]:
    """The leaves, and the first of them, or of their signed heads, that is not as it was written."""
    signed = {one.size: one for one in checkpoints}
    hashes: dict[tuple[int, int], bytes] = {}
    read: list[LeafFact] = []

    def node(level: int, index: int) -> bytes:
        return hashes[level, index]

    for expected, leaf in enumerate(leaves):
        own = leaf_hash(leaf.body.encode())
        made = completed(expected, own, node)
        for level, hash in enumerate(made):
            hashes[level, expected >> level] = hash
        kept = (leaf.n, leaf.hash, leaf.nodes)
        if kept != (expected, own.hex(), "".join(one.hex() for one in made[1:])) or leaf_of.read(leaf.body) is None:
            return read, Altered("leaf", str(expected), f"Leaf {expected} is not as it was written.")
        read.append(leaf)
        lost = leaf_of.lost_log_key(leaf.body)
        keys = [one for one in keys if one != lost]
        head = signed.pop(expected + 1, None)
        if head is None or not is_signed(head, root(expected + 1, node), keys):
            words = f"The checkpoint over {expected + 1} leaves is not as it was signed."
            return read, Altered("checkpoint", str(expected + 1), words)
    if signed:
        first = min(signed)
        return read, Altered("leaf", str(len(read)), f"Leaf {len(read)} is missing: a checkpoint covers {first}.")
    return read, None


def is_signed(head: CheckpointFact, expected: bytes, keys: Sequence[bytes]) -> bool:
    """Whether one of these keys signed this head, over the tree with the expected root."""
    checkpoint = open_note(head.note, head.note.partition("\n")[0], keys)
    return (
        checkpoint is not None and (checkpoint.size, checkpoint.root) == (head.size, expected)
    ) and head.root == expected.hex()


def check_entries(
    entries: Iterable[Entry], leaves: Sequence[LeafFact], checkpoints: Sequence[CheckpointFact]
) -> Altered | None:
    """The first audit entry without its leaf, or leaf without its entry. A log may be older than its leaves."""
    signed = {one.size: one.at for one in checkpoints}
    expected = 0
    for entry in entries:
        kind = KIND_OF_ACT.get(entry.act)
        named = entry.details.get("leaf") if isinstance(entry.details, dict) else None
        if kind is None or (named is None and expected == 0):
            continue
        if named != expected or expected >= len(leaves) or not _fits(entry, kind, leaves[expected]):
            return Altered("audit", str(entry.n), f"Entry {entry.n} of the audit log has no leaf that fits it.")
        expected += 1
        if signed.get(expected) != entry.at:
            words = f"The checkpoint over {expected} leaves bears another time than the act that it was signed for."
            return Altered("checkpoint", str(expected), words)
    if expected < len(leaves):
        return Altered("leaf", str(expected), f"Leaf {expected} has no entry in the audit log.")
    return None


def _fits(entry: Entry, kind: Kind, leaf: LeafFact) -> bool:
    facts = leaf_of.read(leaf.body) or {}
    if entry.details.get("leaf_hash") != leaf.hash or facts.get("kind") != kind or facts.get("at") != stamp(entry.at):
        return False
    if kind is Kind.ISSUE and facts.get("claims") != entry.details.get("claims"):
        return False
    if kind is Kind.REINSTATE and facts.get("credential") != entry.details.get("badge_hash"):
        return False
    if kind is Kind.FILE and facts.get("pdf") != entry.details.get("pdf"):
        return False
    return "certificate" not in facts or facts["certificate"] == leaf_of.name_of(entry.subject)


@dataclass(slots=True)
class _Told:
    """What the audit log tells of one certificate."""

    sealed: dict[str, Json] | None = None
    account: str = ""
    issued: datetime | None = None
    life: Life = field(default_factory=Life)
    leaf: int | None = None
    former: list[FormerFact] = field(default_factory=list)


_SEALED = frozenset(
    seal_of(
        claims="",
        credential="",
        number=0,
        created=datetime.min.replace(tzinfo=UTC),
        expires=None,
        design="",
        badge="",
        status_list=None,
        status_index=None,
    )
)


def check_certificates(entries: Iterable[Entry], certificates: Iterable[CertificateFact]) -> tuple[Altered, ...]:
    """Every certificate that is not what the acts made of it, that nobody entered, or that is gone."""
    told: dict[str, _Told] = {}
    for entry in entries:
        _tell(told, entry)
    found = []
    for certificate in certificates:
        differs = _differs(told.pop(certificate.serial, None), certificate)
        if differs:
            words = f"The certificate {certificate.serial} is not what the log tells of it: {differs}."
            found.append(Altered("certificate", certificate.serial, words))
    found += [Altered("certificate", serial, f"The certificate {serial} was issued, and is gone.") for serial in told]
    return tuple(found)


def _tell(told: dict[str, _Told], entry: Entry) -> None:
    details = entry.details if isinstance(entry.details, dict) else {}
    if entry.act == ENTER:
        one = told.setdefault(entry.subject, _Told())
        one.sealed = {name: details.get(name) for name in _SEALED}
        one.account = str(details.get("holder", ""))
        one.leaf = details.get("leaf")
    elif entry.act == "issue":
        one = told.setdefault(entry.subject, _Told())
        one.issued = entry.at
        one.life = replace(one.life, making=Making.ISSUED, sha256=str(details.get("pdf", "")))
    elif entry.subject in told:
        one = told[entry.subject]
        if entry.act == "reinstate" and "badge" in details and one.sealed is not None:
            _signed_anew(one, one.sealed, entry.at, details)
        one.life = _lived(one.life, entry, details)


def _signed_anew(one: _Told, sealed: dict[str, Json], at: datetime, details: Mapping[str, Json]) -> None:
    """What the certificate had until then is a former file, and another credential and place take over."""
    place = (sealed.get("status_list"), sealed.get("status_index"))
    pdf = one.life.sha256
    one.former.append(FormerFact(at, one.leaf, *place, badge=str(sealed.get("badge")), pdf=pdf, pdf_hash=pdf))
    one.sealed = sealed | {name: details.get(name) for name in ("badge", "status_list", "status_index")}
    one.leaf = details.get("leaf")
    one.life = replace(one.life, sha256="")


def _lived(life: Life, entry: Entry, details: Mapping[str, Json]) -> Life:
    public = str(details.get("public", ""))
    match entry.act:
        case "revoke":
            grounds = Grounds(str(details.get("grounds", "")))
            return replace(life, revoked=entry.at, revoked_public=public, grounds=grounds)
        case "suspend":
            return replace(life, suspended=entry.at, suspended_public=public)
        case "file":
            return replace(life, sha256=str(details.get("pdf", "")))
        case "reinstate":
            return replace(life, suspended=None, suspended_public="")
        case "replace":
            by = str(details.get("by", ""))
            return replace(life, replaced=entry.at, replaced_by=by, replaced_public=public)
        case "erase":
            return replace(life, erased=entry.at, revoked_public="", suspended_public="", replaced_public="")
        case _:
            return life


def _differs(told: _Told | None, one: CertificateFact) -> str:
    """What differs, in words; nothing where the row is what the acts made of it."""
    if not one.readable:
        return "its row cannot be read"
    if told is None:
        return "" if one.life.making is Making.INTENDED else "nobody entered it"
    wrong = []
    if told.sealed is not None:
        compared = sorted(_SEALED - {"badge"})
        wrong += [name for name in compared if one.sealed.get(name) != told.sealed.get(name)]
        if one.account != told.account and not (one.life.erased and not one.account):
            wrong.append("holder")
    if told.issued is not None and (one.issued, one.life) != (told.issued, told.life):
        wrong.append("what became of it")
    if told.issued is None and one.life.making is Making.ISSUED:
        wrong.append("issue")
    if (one.life.revoked, one.life.suspended, one.life.replaced, one.life.erased) != (
        told.life.revoked,
        told.life.suspended,
        told.life.replaced,
        told.life.erased,
    ):
        wrong.append("its days")
    if not fit(told.former, one.former, erased=one.life.erased is not None):
        wrong.append("a former file")
    return ", ".join(dict.fromkeys([*wrong, *_contents(told, one)]))


def _contents(told: _Told, one: CertificateFact) -> list[str]:
    """What is wrong with claims, PDF and credential, each held against its hash; an erased one has none of them."""
    held = {"claims": one.claims is not None, "PDF": bool(one.pdf_sha256), "credential": bool(one.badge_sha256)}
    if one.life.erased is not None:
        return [name for name, there in held.items() if there]
    wrong = []
    if (
        one.claims is None
        or _hash(one.claims) != one.sealed.get("claims")
        or one.claims.get("serial") != one.serial
        or one.claims.get("credential") != one.sealed.get("credential")
    ):
        wrong.append("claims")
    elif one.claims.get("expires") != one.sealed.get("expires"):
        wrong.append("expires")
    if one.pdf_sha256 != (told.life.sha256 or one.life.sha256):
        wrong.append("PDF")
    if told.sealed is not None and one.badge_sha256 != (told.sealed.get("badge") or ""):
        wrong.append("credential")
    return wrong


def _hash(value: Json) -> str:
    try:
        return digest(value)
    except TypeError:
        return ""
