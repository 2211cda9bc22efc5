"""What the leaves of one certificate tell, in their order: every act on it, and what must be true of it since.

A row of the database can be edited by whoever keeps it, the log cannot. So what is said of a certificate is held
against what its leaves make of it, and the row is believed in nothing that they speak of.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from lms.credentials import leaf as leaf_of
from lms.credentials.dates import from_stamp, stamp
from lms.credentials.leaf import Kind
from lms.questions.quiz import Json
from lms.wording.phrases import _


@dataclass(frozen=True, slots=True)
class Act:
    """One act on a certificate. `claims`, `credential` and `pdf` are hashes; `by` is how the log names another one.

    Each is empty where an act of this kind says nothing of it.
    """

    leaf: int
    kind: Kind
    at: datetime
    claims: str = ""
    credential: str = ""
    pdf: str = ""
    by: str = ""
    late: bool = False

    @property
    def words(self) -> str:
        """What was done, for people."""
        if self.kind is Kind.FILE and self.late:
            return _("Its PDF, which was stored before the log told of files, was entered late")
        if self.kind is Kind.REINSTATE and self.credential:
            return _("Reinstated, with a new credential and a new file")
        return _WORDS[self.kind]

    @property
    def proof(self) -> str:
        """Where the proof that it stands in the log is found."""
        return f"/log/proof/inclusion/{self.leaf}"

    def to_json(self) -> dict[str, Json]:
        at = stamp(self.at)
        return {"act": self.kind.value, "words": self.words, "at": at, "leaf": self.leaf, "proof": self.proof}


_WORDS: Mapping[Kind, str] = {
    Kind.ISSUE: _("Entered: its facts are frozen, and its credential is signed"),
    Kind.FILE: _("Its PDF was stored"),
    Kind.REVOKE: _("Revoked"),
    Kind.SUSPEND: _("Suspended"),
    Kind.REINSTATE: _("Reinstated"),
    Kind.REPLACE: _("Replaced by another number"),
    Kind.ERASE: _("Erased at the holder's wish"),
}
"""The acts on a certificate. Other leaves tell of keys and of the log itself."""


@dataclass(frozen=True, slots=True)
class Derived:
    """What must be true of a certificate, since its leaves say so. As made by `Derived()`, nobody ever acted on it.

    `issue` is the leaf that names the newest credential, `file` the one that names that credential's PDF. Former
    credentials and files are all that were named before. `replaced_by` is how the log names the newer certificate.
    """

    acts: tuple[Act, ...] = ()
    issue: Act | None = None
    file: Act | None = None
    claims: str = ""
    former_credentials: tuple[str, ...] = ()
    former_files: tuple[str, ...] = ()
    revoked: datetime | None = None
    suspended: datetime | None = None
    replaced: datetime | None = None
    replaced_by: str = ""
    erased: datetime | None = None

    @property
    def ended(self) -> bool:
        """Whether nobody may rely on it now."""
        return any(at is not None for at in (self.revoked, self.suspended, self.replaced, self.erased))


NO_ACTS = Derived()


def derive(serial: str, leaves: Iterable[tuple[int, str]]) -> Derived:
    """What follows from these leaves, each with its number, in their order. Those of others count nothing."""
    name = leaf_of.name_of(serial)
    derived = NO_ACTS
    for n, body in leaves:
        act = _act(n, body, name)
        if act is not None:
            derived = _after(replace(derived, acts=(*derived.acts, act)), act)
    return derived


def _act(n: int, body: str, name: str) -> Act | None:
    facts = leaf_of.read(body)
    if facts is None or facts.get("certificate") != name or facts.get("kind") not in _WORDS:
        return None
    said = {key: str(facts.get(key, "")) for key in ("claims", "credential", "pdf", "by")}
    return Act(n, Kind(str(facts["kind"])), from_stamp(str(facts["at"])), **said, late=facts.get("late") is True)


def _after(derived: Derived, act: Act) -> Derived:
    match act.kind:
        case Kind.ISSUE:
            return _renewed(replace(derived, claims=act.claims), act)
        case Kind.FILE:
            return _filed(derived, act)
        case Kind.REVOKE:
            return replace(derived, revoked=act.at)
        case Kind.SUSPEND:
            return replace(derived, suspended=act.at)
        case Kind.REINSTATE:
            back = replace(derived, suspended=None)
            return _renewed(back, act) if act.credential else back
        case Kind.REPLACE:
            return replace(derived, replaced=act.at, replaced_by=act.by)
        case _:
            return replace(derived, erased=act.at)


def _renewed(derived: Derived, act: Act) -> Derived:
    """Another credential counts from here on; what counted until now is known as former."""
    credentials, files = derived.former_credentials, derived.former_files
    if derived.issue is not None:
        credentials = (*credentials, derived.issue.credential)
    if derived.file is not None:
        files = (*files, derived.file.pdf)
    return replace(derived, issue=act, file=None, former_credentials=credentials, former_files=files)


def _filed(derived: Derived, act: Act) -> Derived:
    """The first file of the credential that counts. A stored one is never exchanged, so a second is none of it."""
    current = derived.issue is not None and derived.issue.credential == act.credential
    if current and derived.file is None:
        return replace(derived, file=act)
    return replace(derived, former_files=(*derived.former_files, act.pdf))
