"""What can be given beside a file that is checked offline: a list of lost keys, the log's key, status lists, the log.

Each is a step of the check. What was not given was not checked, and the step says so.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from cryptography import x509

from lms.credentials import lostkeys, statuslist
from lms.credentials.canonical import digest
from lms.credentials.contexts import CREDENTIALS
from lms.credentials.dates import from_stamp, in_words
from lms.credentials.form import Exactly, Form, fits
from lms.credentials.integrity import Proven, prove
from lms.credentials.keptlog import KeptLog, what_ended
from lms.credentials.keys import KeyKind
from lms.credentials.leaf import Kind, name_of
from lms.credentials.leaf import read as read_leaf
from lms.credentials.logkeys import LogKeys
from lms.credentials.merkle import leaf_hash, verify_inclusion
from lms.credentials.receipt import Receipt
from lms.credentials.steps import Outcome, Step
from lms.questions.quiz import Json

ENTERED = (Kind.ISSUE, Kind.REINSTATE)
"""The leaves that name a credential which is in force from then on."""

_LIST: Form = {
    "@context": Exactly([CREDENTIALS]),
    "id": str,
    "type": Exactly(["VerifiableCredential", "BitstringStatusListCredential"]),
    "issuer": str,
    "validFrom": str,
    "validUntil": str,
    "credentialSubject": {
        "id": str,
        "type": Exactly("BitstringStatusList"),
        "statusPurpose": str,
        "encodedList": str,
        "ttl": int,
    },
    "proof": {
        "type": str,
        "cryptosuite": str,
        "created": str,
        "verificationMethod": str,
        "proofPurpose": str,
        "proofValue": str,
    },
}


@dataclass(frozen=True, slots=True)
class Beside:
    """What was given beside the file; empty or None where it was not."""

    roots: tuple[x509.Certificate, ...] = ()
    lost_list: x509.CertificateRevocationList | None = None
    log_keys: LogKeys | None = None
    status_lists: tuple[Json, ...] = ()
    log: KeptLog | None = None


def lost_step(sealer: x509.Certificate, beside: Beside, now: datetime) -> Step:
    """Whether the key of the seal was lost: by the list, and by the log, which must agree."""
    told = beside.log.lost(KeyKind.PDF) if beside.log else frozenset()
    if lostkeys.key_id(sealer) in told:
        return _failed("lost", "The key of its seal was lost to somebody, by the log that you keep: it proves nothing.")
    lost = beside.lost_list
    if lost is None:
        words = "Whether the key of its seal was lost since was not looked up: give the site's crl.der with --crl."
        return Step("lost", Outcome.NOT_CHECKED, words)
    if not any(lostkeys.is_list_of(lost, root) for root in beside.roots):
        return _failed("lost", "The list of lost keys is not signed by the root that you gave.")
    if lost.next_update_utc is not None and lost.next_update_utc < now:
        return _failed("lost", "The list of lost keys is out of date. Fetch it anew.")
    if lostkeys.names(lost, sealer):
        return _failed("lost", "The key of its seal was lost to somebody: it proves nothing.")
    lacking = sorted(told - lostkeys.key_ids(lost))
    if lacking:
        words = f"The log names a lost key that the list lacks ({', '.join(lacking)}): fetch the list anew, and ask."
        return _failed("lost", words)
    agrees = ", and the log names no other" if beside.log else ""
    return _ok(
        "lost", f"The key of its seal is not on the list of lost ones of {in_words(lost.last_update_utc)}{agrees}."
    )


def lost_signer(method: str, beside: Beside) -> bool:
    """Whether the key at this address was lost, by the log."""
    return beside.log is not None and method.rpartition("#")[2] in beside.log.lost(KeyKind.CREDENTIAL)


def log_step(document: Mapping[str, Json], receipt: Receipt | None, beside: Beside) -> Step:
    """Whether its issue stands in the public log: by the log that is kept, or by the receipt that travels in it."""
    if beside.log is not None:
        return _in_kept_log(document, receipt, beside.log, beside.log_keys)
    if beside.log_keys is None:
        words = "Whether its issue stands in the public log was not looked at: give the log's key with --log-key."
        return Step("log", Outcome.NOT_CHECKED, words)
    if receipt is None:
        words = "It carries no receipt of the log. The PDF does; or give the log that you keep with --log."
        return Step("log", Outcome.NOT_CHECKED, words)
    return _by_receipt(document, receipt, beside.log_keys)


def _by_receipt(document: Mapping[str, Json], receipt: Receipt, keys: LogKeys) -> Step:
    if not _tells_of(read_leaf(receipt.leaf), document):
        return _failed("log", "The receipt in it is that of another certificate.")
    if keys.is_of_lost(receipt.checkpoint):
        words = "Its receipt is signed with a key of the log that was lost, and proves nothing by itself. See --log."
        return Step("log", Outcome.NOT_CHECKED, words)
    head = keys.open(receipt.checkpoint)
    leaf = leaf_hash(receipt.leaf.encode())
    if head is None or not verify_inclusion(leaf, receipt.index, head.size, receipt.proof, head.root):
        return _failed("log", "The receipt in it is not signed with a key of the log that you gave.")
    return _ok("log", "Its issue stands in the public log, by the receipt that travels in it.")


def _in_kept_log(document: Mapping[str, Json], receipt: Receipt | None, log: KeptLog, keys: LogKeys | None) -> Step:
    acts = log.of(_serial(document))
    if any(_tells_of(one, document) for one in acts):
        return _ok("log", f"Its issue stands in the log that you keep, as of {log.newest[:10]}.")
    if receipt is not None and keys is not None and receipt.index >= len(log.bodies):
        return _by_receipt(document, receipt, keys)
    return _failed("log", f"The log that you keep, as of {log.newest[:10]}, has no leaf that tells of its issue.")


def _tells_of(leaf: Mapping[str, Json] | None, document: Mapping[str, Json]) -> bool:
    return (
        leaf is not None
        and leaf.get("kind") in ENTERED
        and leaf.get("certificate") == name_of(_serial(document))
        and leaf.get("credential") == digest(document)
    )


def standing_steps(
    document: Mapping[str, Json], keys: Mapping[str, bytes], beside: Beside, now: datetime
) -> tuple[Step, ...]:
    """Whether it still counts: by its status list, and by every act on its number in the log that is kept."""
    listed = _by_list(document, keys, beside.status_lists, now)
    if beside.log is None:
        return (listed,)
    ended = what_ended(beside.log.of(_serial(document)), digest(document))
    if ended:
        return listed, _failed("acts", f"By the log that you keep it {ended}.")
    words = f"The log that you keep has no act that ended it, as of {beside.log.newest[:10]}."
    return listed, _ok("acts", words)


def _by_list(document: Mapping[str, Json], keys: Mapping[str, bytes], lists: Sequence[Json], now: datetime) -> Step:
    entry = document["credentialStatus"]
    if not lists:
        words = "Whether it was revoked, suspended or replaced since can't be told offline without its status list"
        return Step("standing", Outcome.NOT_CHECKED, f"{words}, {entry['statusListCredential']}: see --status-list.")
    ours = [one for one in lists if isinstance(one, dict) and one.get("id") == entry["statusListCredential"]]
    if not ours:
        return _failed("standing", f"You gave another status list than its own, {entry['statusListCredential']}.")
    until = []
    for one in ours:
        fault = _fault_of(one, document, keys, now)
        if fault:
            return _failed("standing", fault)
        until.append(from_stamp(one["validFrom"]))
    return _ok("standing", f"It was not revoked, suspended or replaced, by its status list of {in_words(max(until))}.")


def _fault_of(one: Json, document: Mapping[str, Json], keys: Mapping[str, bytes], now: datetime) -> str:
    """Why a status list does not say that a certificate counts; empty where it does."""
    entry, issuer = document["credentialStatus"], document["issuer"]["id"]
    if (
        not fits(one, _LIST)
        or one["issuer"] != issuer
        or one["proof"]["verificationMethod"].partition("#")[0] != issuer
    ):
        return "The status list is not one of the issuer's."
    if not isinstance(prove(one, keys), Proven):
        return "The status list is not as the issuer signed it."
    try:
        start, end = from_stamp(one["validFrom"]), from_stamp(one["validUntil"])
        is_set = statuslist.is_set(one, int(entry["statusListIndex"]))
    except (ValueError, OSError, EOFError):
        return "The status list cannot be read."
    if is_set:
        return f"It was revoked, suspended or replaced, by its status list of {in_words(start)}."
    if one["credentialSubject"]["statusPurpose"] != entry["statusPurpose"]:
        return "The status list is of another purpose than its own."
    if not start <= now <= end:
        return f"The status list is of {in_words(start)}, and out of date. Fetch it anew."
    return ""


def _serial(document: Mapping[str, Json]) -> str:
    return str(document["credentialSubject"]["licenseNumber"])


def _ok(name: str, words: str) -> Step:
    return Step(name, Outcome.OK, words)


def _failed(name: str, words: str) -> Step:
    return Step(name, Outcome.FAILED, words)
