"""How much of each there is, for whoever watches the site. Each is one statement, and none reads what people wrote."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import and_, case, func, select
from sqlalchemy.orm import Session

from lms.store import former_files
from lms.store.tables import AttemptRow, CertificateRow, CheckpointRow, LeafRow, MailRow

OPEN_STATES = ("running", "paused")
ISSUED = "issued"


@dataclass(frozen=True, slots=True)
class Mails:
    """How many mails wait, how many were given up, and since when the one is due that waits longest.

    `refused` are those of the given up that the mail server said no to for good: their addresses, most likely.
    """

    waiting: int
    given_up: int
    refused: int
    oldest: datetime | None


def open_attempts(session: Session) -> Mapping[str, int]:
    """The attempts under way, by state."""
    counted = select(AttemptRow.state, func.count()).where(AttemptRow.state.in_(OPEN_STATES)).group_by(AttemptRow.state)
    return dict.fromkeys(OPEN_STATES, 0) | {row[0]: row[1] for row in session.execute(counted)}


def mails(session: Session) -> Mails:
    """The mails that were not sent."""
    waiting = MailRow.due_at.is_not(None)
    given_up = and_(MailRow.due_at.is_(None), MailRow.sent_at.is_(None))
    refused = and_(given_up, MailRow.fault.like("5__%"))
    row = session.execute(
        select(
            func.coalesce(func.sum(case((waiting, 1), else_=0)), 0),
            func.coalesce(func.sum(case((given_up, 1), else_=0)), 0),
            func.coalesce(func.sum(case((refused, 1), else_=0)), 0),
            func.min(MailRow.due_at),
        )
    ).one()
    return Mails(*row)


def certificates(session: Session) -> Mapping[str, int]:
    """The certificates, by how far each is made."""
    counted = select(CertificateRow.state, func.count()).group_by(CertificateRow.state)
    return {row[0]: row[1] for row in session.execute(counted)}


def new_files(session: Session) -> int:
    """How many certificates that were signed anew wait for their file."""
    return former_files.waiting_since(session)[0]


def oldest_unfinished(session: Session) -> datetime | None:
    """Since when the certificate, or the new file of one, waits that waits longest."""
    made = session.scalar(select(func.min(CertificateRow.created_at)).where(CertificateRow.state != ISSUED))
    drawn = former_files.waiting_since(session)[1]
    return min((one for one in (made, drawn) if one is not None), default=None)


def log(session: Session) -> tuple[int, datetime | None]:
    """How long the issuance log is, and when its newest head was signed."""
    newest = select(CheckpointRow.at).order_by(CheckpointRow.size.desc()).limit(1)
    size = session.scalar(select(func.max(LeafRow.n)))
    return (0 if size is None else size + 1), session.scalar(newest)
