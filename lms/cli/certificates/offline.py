"""`lms certificate verify --offline`: the files that were given, and nothing else of the world but the clock."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from cryptography import x509

from lms.credentials import keptlog, logkeys, lostkeys, offline, pdfcheck
from lms.credentials.certificates import from_pem
from lms.credentials.keptlog import KeptLog
from lms.credentials.logkeys import LogKeys
from lms.credentials.offline import OfflineCheck, Readers
from lms.credentials.offlineproofs import Beside
from lms.services.ground.refusals import Invalid


@dataclass(frozen=True, slots=True)
class GivenFiles:
    """The files that were named on the command line; None where one was not."""

    keys: Path
    root: Path | None = None
    lost_list: Path | None = None
    log_key: Path | None = None
    status_lists: Sequence[Path] = ()
    log: Path | None = None


def check(content: bytes, given: GivenFiles) -> OfflineCheck:
    """Whether the certificate in this file holds by what was given."""
    now = datetime.now(UTC)
    did_document = offline.read_did(given.keys.read_bytes())
    if did_document is None:
        raise Invalid("The file of keys is no did.json.")
    beside = _beside(given)
    readers = Readers(
        look=lambda pdf: pdfcheck.look(pdf, beside.roots, now),
        take_out=pdfcheck.take_out,
        sealer=pdfcheck.sealer,
    )
    return offline.check(content, did_document, readers, now, beside)


def _beside(given: GivenFiles) -> Beside:
    try:
        roots = () if given.root is None else from_pem(given.root.read_bytes())
    except ValueError:
        raise Invalid("The file of the root holds no certificate in PEM.") from None
    log_keys = None if given.log_key is None else _log_keys(given.log_key)
    return Beside(
        roots,
        None if given.lost_list is None else _lost_list(given.lost_list),
        log_keys,
        tuple(offline.read_did(one.read_bytes()) for one in given.status_lists),
        None if given.log is None or log_keys is None else _log(given.log, log_keys),
    )


def _lost_list(file: Path) -> x509.CertificateRevocationList:
    try:
        return lostkeys.read_list(file.read_bytes())
    except ValueError:
        raise Invalid(f"{file} is no list of lost keys. It is at /crl.der on the issuer's site.") from None


def _log_keys(file: Path) -> LogKeys:
    try:
        return logkeys.read(file.read_text("utf-8"))
    except ValueError:
        raise Invalid(f"{file} is no file of the log's keys. It is at /log/key on the issuer's site.") from None


def _log(folder: Path, keys: LogKeys) -> KeptLog:
    try:
        return keptlog.read((folder / "leaves").read_text("utf-8"), (folder / "checkpoint").read_text("utf-8"), keys)
    except OSError:
        raise Invalid(f"{folder} is no folder in which check_log.py keeps a log.") from None
    except ValueError as fault:
        raise Invalid(str(fault)) from None


def in_lines(check: OfflineCheck) -> str:
    facts = [f"  {label}: {text}" for label, text in check.facts]
    steps = [f"  [{step.outcome.value}] {step.words}" for step in check.steps]
    told = [f"  Checked: {_list(check.checked)}. Not checked: {_list(check.not_checked)}."]
    return "\n".join([check.headline, *facts, *steps, *told])


def _list(names: Sequence[str]) -> str:
    return ", ".join(names) or "nothing"
