"""Mails to be sent. A row is due until it is sent or given up; whoever sends it takes it on for a while first."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from lms.store.tables import MailRow


@dataclass(frozen=True, slots=True)
class Mail:
    """One mail, and the how-manieth try to send it this is."""

    id: int
    recipient: str
    subject: str
    body: str
    created_at: datetime
    tries: int


@dataclass(frozen=True, slots=True)
class NotSent:
    """A mail that did not go out yet. `due_at` is None where it never will; `fault` is what the last try met."""

    id: int
    created_at: datetime
    recipient: str
    subject: str
    tries: int
    due_at: datetime | None
    fault: str | None


@dataclass(frozen=True, slots=True)
class Written:
    """A mail as it is listed. `due_at` is None for one that went out, or never will."""

    id: int
    created_at: datetime
    recipient: str
    subject: str
    due_at: datetime | None
    sent_at: datetime | None
    tries: int
    fault: str | None


def add(session: Session, recipient: str, subject: str, body: str, now: datetime) -> int:
    """Write a mail down, due at once; its number."""
    row = MailRow(recipient=recipient, subject=subject, body=body, created_at=now, due_at=now, tries=0)
    session.add(row)
    session.flush()
    return row.id


def take_on(session: Session, mail_id: int, *, now: datetime, until: datetime) -> Mail | None:
    """The mail, if it is due: until then nobody else is given it."""
    row = session.execute(
        update(MailRow)
        .where(MailRow.id == mail_id, MailRow.due_at <= now, MailRow.sent_at.is_(None))
        .values(due_at=until, tries=MailRow.tries + 1)
        .returning(MailRow.recipient, MailRow.subject, MailRow.body, MailRow.created_at, MailRow.tries)
    ).first()
    return None if row is None else Mail(mail_id, *row)


def sent(session: Session, mail_id: int, now: datetime) -> None:
    """It is on its way. The text goes, since it may hold a link that opens an account."""
    session.execute(update(MailRow).where(MailRow.id == mail_id).values(sent_at=now, due_at=None, body=""))


def again_at(session: Session, mail_id: int, due_at: datetime | None, fault: str) -> None:
    """It could not be sent: try again at this time, or never."""
    values = {"due_at": due_at, "fault": fault} | ({} if due_at else {"body": ""})
    session.execute(update(MailRow).where(MailRow.id == mail_id).values(**values))


def hand_back(session: Session, mail_id: int, now: datetime) -> None:
    """It was taken on, and not tried after all."""
    values = {"due_at": now, "tries": MailRow.tries - 1}
    session.execute(update(MailRow).where(MailRow.id == mail_id, MailRow.sent_at.is_(None)).values(**values))


def not_sent(session: Session, most: int) -> list[NotSent]:
    """What waits and what was given up, the newest first."""
    columns = (MailRow.id, MailRow.created_at, MailRow.recipient, MailRow.subject)
    rows = session.execute(
        select(*columns, MailRow.tries, MailRow.due_at, MailRow.fault)
        .where(MailRow.sent_at.is_(None))
        .order_by(MailRow.id.desc())
        .limit(most)
    )
    return [NotSent(*row) for row in rows]


_WRITTEN = (
    *(MailRow.id, MailRow.created_at, MailRow.recipient, MailRow.subject),
    *(MailRow.due_at, MailRow.sent_at, MailRow.tries, MailRow.fault),
)


def written(session: Session, recipient: str, before: int, most: int) -> list[Written]:
    """Mails with numbers below this one, the newest first; 0: from the newest on."""
    query = select(*_WRITTEN).order_by(MailRow.id.desc()).limit(most)
    if before:
        query = query.where(MailRow.id < before)
    if recipient:
        query = query.where(MailRow.recipient == recipient)
    return [Written(*row) for row in session.execute(query)]


def has_written(session: Session, recipient: str, subject: str, since: datetime) -> bool:
    """Whether a mail with this subject was written to somebody since then, sent or not."""
    mine = MailRow.recipient == recipient, MailRow.subject == subject, MailRow.created_at > since
    return session.scalar(select(MailRow.id).where(*mine).limit(1)) is not None


def one(session: Session, mail_id: int) -> Written | None:
    row = session.execute(select(*_WRITTEN).where(MailRow.id == mail_id)).first()
    return None if row is None else Written(*row)


def due_now(session: Session, mail_id: int, now: datetime) -> None:
    """Let one that waits be tried at once."""
    waits = MailRow.id == mail_id, MailRow.due_at.is_not(None)
    session.execute(update(MailRow).where(*waits).values(due_at=now))


def due(session: Session, now: datetime, most: int) -> list[int]:
    """The numbers of mails to be sent now, the longest waiting first."""
    return list(session.scalars(select(MailRow.id).where(MailRow.due_at <= now).order_by(MailRow.due_at).limit(most)))


def forget_done(session: Session, before: datetime) -> None:
    """Delete what was written before this time and needs no more tries."""
    session.execute(delete(MailRow).where(MailRow.due_at.is_(None), MailRow.created_at < before))


def forget_done_to(session: Session, recipient: str) -> None:
    """Delete what needs no more tries, and went to an address that its owner has given up."""
    session.execute(delete(MailRow).where(MailRow.due_at.is_(None), MailRow.recipient == recipient))
