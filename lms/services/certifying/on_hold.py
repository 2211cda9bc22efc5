"""Certificates whose record says otherwise than the log: noted in LMS_HOME where one is seen, and staff are told once.

Whoever asks at a page only has it noted; the worker writes to staff. A note goes when the record fits again, so that
the next time is told anew.
"""

from __future__ import annotations

import json
import logging
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path

from lms.credentials.leaf import Kind, name_of
from lms.credentials.life import Status
from lms.credentials.report import Report
from lms.credentials.steps import Outcome
from lms.questions.quiz import Json
from lms.services.certifying import reporting
from lms.services.certifying.reporting import Looked
from lms.services.ground import home
from lms.services.ground.context import Context
from lms.services.mail import outbox
from lms.store import accounts

FOLDER = "on-hold"
PDF = "The PDF that we hold is not the one that was issued, or its seal does not hold."
TOLD_TO = ("staff", "admin")
_OF_THE_LOG = "log"
_NAME = 32

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Case:
    """A certificate on hold, and why; `told` once staff were written to. If the log is at fault, one stands for all."""

    serial: str
    words: str
    told: bool = False


def note(context: Context, looked: Looked, found: Report) -> None:
    """Keep in mind that this one is on hold. It costs a look at a file, and nothing else where it is known already."""
    words = " ".join(step.words for step in found.steps if step.outcome is Outcome.FAILED)
    note_words(context, looked.serial, words, of_the_log=bool(looked.told.fault))


def note_words(context: Context, serial: str, words: str, *, of_the_log: bool = False) -> None:
    file = context.settings.home / FOLDER / (_OF_THE_LOG if of_the_log else name_of(serial)[:_NAME])
    if file.exists():
        return
    log.error("A certificate is on hold, since its record does not fit the log. lms doctor tells which.")
    # What cannot be noted on a full disk is noted when it is asked for again.
    with suppress(OSError):
        file.parent.mkdir(mode=0o700, exist_ok=True)
        _keep(file, Case(serial, words))


def cases(context: Context) -> tuple[Case, ...]:
    """What is on hold still, of all that was seen to be."""
    return tuple(case for file, case in _noted(context) if _is_still(context, case))


def tell_staff(context: Context) -> int:
    """Write to staff about what they do not know of yet, and forget what is in order again; how many were told of."""
    fresh = []
    for file, case in _noted(context):
        if not _is_still(context, case):
            file.unlink(missing_ok=True)
        elif not case.told:
            fresh.append((file, case))
    if not fresh:
        return 0
    told = "\n".join(f"Number {case.serial}: {case.words}" for _, case in fresh)
    with context.database.writing() as session:
        mails = [
            outbox.write(session, context, "on_hold", email, count=len(fresh), cases=told)
            for email in accounts.emails_of_roles(session, TOLD_TO)
        ]
    for file, case in fresh:
        _keep(file, replace(case, told=True))
    for mail in mails:
        outbox.send_soon(context, mail)
    return len(fresh)


def _is_still(context: Context, case: Case) -> bool:
    found = reporting.report_of(reporting.look(context, case.serial), context.now(), full=True)
    # One that bears no whole seal waits to be named in the log.
    waits = (
        case.words == PDF and found.status is not Status.ERASED and not any(act.kind is Kind.FILE for act in found.acts)
    )
    return waits or not found.trusted


def _noted(context: Context) -> Iterator[tuple[Path, Case]]:
    folder = context.settings.home / FOLDER
    for file in sorted(folder.iterdir()) if folder.is_dir() else ():
        case = _read(file)
        if case is not None:
            yield file, case


def _read(file: Path) -> Case | None:
    try:
        value: Json = json.loads(file.read_text(encoding="utf-8"))
        return Case(str(value["serial"]), str(value["words"]), bool(value["told"]))
    except (OSError, ValueError, TypeError, KeyError):
        return None


def _keep(file: Path, case: Case) -> None:
    home.write_whole(file, json.dumps({"serial": case.serial, "words": case.words, "told": case.told}))
