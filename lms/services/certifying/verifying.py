"""What a stranger is told about a certificate: by number, by address, or by the file itself."""

from __future__ import annotations

import atexit
import logging
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from hashlib import sha256
from threading import Thread

from lms.credentials.acts import NO_ACTS
from lms.credentials.dates import in_words
from lms.credentials.discretion import is_same_name
from lms.credentials.leaf import Kind as Act
from lms.credentials.report import GONE, NOT_WHOLE, ON_HOLD, SEVERAL, TOO_LONG, Report, mistyped, not_there, unknown
from lms.credentials.serial import (
    LONGEST_INPUT,
    Malformed,
    Mistyped,
    Serial,
    is_much_of_a_number,
    numbers_in,
    parse,
)
from lms.credentials.upload import FileCheck, Kind, examine_file
from lms.services.certifying import filing, known_files, on_hold, reporting
from lms.services.certifying.known_files import Match
from lms.services.certifying.reporting import NOTHING, Given, Looked
from lms.services.certifying.uploads import Looker
from lms.services.ground.context import Context
from lms.services.ground.refusals import Conflict, Invalid
from lms.services.keys import lostseals, ring, sealing
from lms.services.log import others, walked
from lms.store import verification
from lms.wording.phrases import _

SAME_FILE = _("The file that you gave is, byte for byte, the one that was issued.")
SEAL_IS_LOST = _("The key of its seal was lost to somebody since: the seal itself proves nothing any more.")
SAME_CREDENTIAL = _("The credential in the file that you gave is, member by member, the one that was signed.")
SAME_FORMER_FILE = _("The file that you gave is, byte for byte, one that was issued, before the one that counts today.")
SAME_FORMER_CREDENTIAL = _(
    "The credential in the file that you gave is, member by member, one that was signed, before the one of today."
)
MOST_AT_ONCE = 500
MOST_PARSED = 512

log = logging.getLogger(__name__)


def report(context: Context, text: str, *, name: str = "", full: bool = False) -> Report:
    """The report on a number as typed, or on a whole verification address. Two statements, and nothing is written
    into the database.

    Where the holder lets only initials show, the name is in it for those who give it, and where `full` says so.
    """
    serial = _parsed(text)
    if not isinstance(serial, Serial):
        return _no_number(serial, text)
    looked = reporting.look(context, serial.text)
    found = _told(context, looked, full=full)
    if not (found.initials and name):
        return found
    in_full = _told(context, looked, full=True)
    known = in_full.claims is not None and is_same_name(name, in_full.claims.holder)
    return in_full if known else found


_parsed = lru_cache(maxsize=MOST_PARSED)(parse)
"""A number that is asked for again is not taken apart again, which takes as long as to look it up."""


def _told(context: Context, looked: Looked, *, full: bool, given: Given = NOTHING) -> Report:
    seen = others.of_leaf(context, looked.content.leaf) if looked.content is not None else None
    basis = reporting.basis_for(context, looked)
    found = reporting.report_of(looked, context.now(), full=full, given=given, seen=seen, basis=basis)
    if not found.trusted:
        on_hold.note(context, looked, found)
    return found


def reports_on(context: Context, serials: Sequence[str]) -> list[Report]:
    """The reports on several numbers of ours, in their order."""
    return [_told(context, looked, full=False) for looked in reporting.look_at_all(context, serials)]


def refuse_on_hold(context: Context, serial: str) -> None:
    """Conflict where our record of a certificate does not fit our log: nothing of it is given out."""
    if not report(context, serial).trusted:
        raise Conflict(ON_HOLD)


def _no_number(given: Mistyped | Malformed, text: str) -> Report:
    """What is said where no one number could be read. What is nothing like a number was issued by nobody."""
    if isinstance(given, Mistyped):
        return mistyped()
    if numbers_in(given.text):
        return mistyped(SEVERAL)
    if not is_much_of_a_number(text):
        return unknown()
    return mistyped(TOO_LONG if len(text) > LONGEST_INPUT else NOT_WHOLE)


def reports(context: Context, asked: Sequence[str]) -> tuple[Report, ...]:
    """The reports on several numbers, in their order."""
    if len(asked) > MOST_AT_ONCE:
        raise Invalid(_("Please ask for at most %(most)s numbers at once.", most=MOST_AT_ONCE), field="serials")
    numbers = [parse(one) for one in asked]
    looked = iter(reporting.look_at_all(context, [one.text for one in numbers if isinstance(one, Serial)]))
    return tuple(
        _told(context, next(looked), full=False) if isinstance(one, Serial) else _no_number(one, text)
        for one, text in zip(numbers, asked, strict=True)
    )


def no_limit() -> None:
    """Whoever asks may go on."""


def report_on_file(context: Context, content: bytes, admit: Callable[[], None] = no_limit) -> FileCheck:
    """Whether a file is one that was issued here, and if not, why not. Nothing of it is kept.

    It is looked up by its bytes first, so that nothing in a genuine file is ever read. `admit` is asked before any
    other is, and raises a refusal where the caller has asked too often.
    """
    walked.look(context, [])
    hash = sha256(content).hexdigest()
    known = _known(context, hash)
    if known is not None and (not _rests_on_seal(known.report) or filing.was_judged(context, hash)):
        return _genuine(context, known, Kind.PDF)
    admit()
    settings = context.settings
    roots, lost = sealing.issuer_pem(settings).decode(), sealing.lost_pem(settings).decode()
    found = _looker.look(content, roots, context.now(), lost)
    if known is not None and filing.judge(context, hash, found.look):
        return _genuine(context, known, Kind.PDF)
    known = _known(context, found.hash) if found.hash else None
    return examine_file(None, found.kind, found.look) if known is None else _genuine(context, known, found.kind)


@dataclass(frozen=True, slots=True)
class _Known:
    """What is said of a certificate that a file is of, and how the file is known."""

    report: Report
    match: Match


def _known(context: Context, hash: str) -> _Known | None:
    """The certificate that a file with this hash is of; None where it is of none.

    Where several rows say that it is theirs, all but one were edited: the one that the log bears out is believed.
    Where none does, the log may know better.
    """
    with context.database.reading() as session:
        matches = known_files.of(session, hash)
    if not matches:
        leaves = walked.of(context).of_file(hash)
        with context.database.reading() as session:
            matches = [Match(one) for one in verification.serials_of_leaves(session, leaves)]
        if leaves and not matches:
            return _Known(not_there(NO_ACTS, GONE), Match(""))
    asked = [_Known(_of_file(context, one, hash), one) for one in matches]
    return next((one for one in asked if one.report.trusted), asked[0] if asked else None)


def _of_file(context: Context, match: Match, hash: str) -> Report:
    words = _WORDS[match.is_pdf, match.until is not None]
    if {one.id for one in lostseals.lost(ring.ring(context.settings))}.intersection(match.keys):
        words = _("%(words)s %(and_so)s", words=words, and_so=SEAL_IS_LOST)
    given = Given(hash, words)
    return _told(context, reporting.look(context, match.serial), full=True, given=given)


_WORDS = {
    (True, False): SAME_FILE,
    (True, True): SAME_FORMER_FILE,
    (False, False): SAME_CREDENTIAL,
    (False, True): SAME_FORMER_CREDENTIAL,
}


def _genuine(context: Context, known: _Known, kind: Kind) -> FileCheck:
    """The answer about a file of ours, and why other programs do not take it where a key behind it was lost."""
    check = examine_file(known.report, kind, superseded=known.match.until)
    keys = (ring.ring(context.settings).find(key) for key in known.match.keys if key)
    lost = min((key.compromised for key in keys if key and key.compromised), default=None)
    if lost is None or not check.genuine:
        return check
    words = _(
        "%(words)s A key that had signed this file was taken out of trust on %(day)s, since it may be in other hands. "
        "So other programs do not accept the file any more. For each certificate in force, its holder has a newer one.",
        words=check.words,
        day=in_words(lost),
    )
    return replace(check, words=words)


def _rests_on_seal(report: Report) -> bool:
    """Whether the log names no PDF of this certificate yet, as it did of none before it told of files."""
    return report.trusted and not any(act.kind is Act.FILE for act in report.acts)


def warm(context: Context) -> None:
    """Have the process ready that looks into files, and the log walked, and wait for neither."""
    _looker.warm()
    _looker.end_with_main_thread()
    Thread(target=_walk, args=(context,), name="walk of the log", daemon=True).start()


def _walk(context: Context) -> None:
    try:
        walked.look(context, [])
    except Exception:
        # Whatever keeps the database away, it is walked at the first question.
        log.warning("The log of issues could not be walked yet.", exc_info=True)


_looker = Looker()
atexit.register(_looker.close)
