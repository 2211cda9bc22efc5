"""Every row about one person, to be given or erased. Which tables those are is read from the schema itself."""

from __future__ import annotations

import base64
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import ColumnElement, Table, delete, or_, select, update
from sqlalchemy.orm import Session

from lms.credentials.life import Making
from lms.store.links import UNDO
from lms.store.tables import (
    AccommodationRow,
    AccountRow,
    ApplicationRow,
    AttemptRow,
    AuditRow,
    Base,
    CertificateRow,
    DecidedRow,
    DecisionRow,
    FormerFileRow,
    HandInRow,
    ItemRow,
    MailLinkRow,
    MailRow,
    PdfRow,
    ProposalRow,
    ReminderRow,
    ScoreRow,
    ShareLinkRow,
    StoppedClockRow,
    TakenBackRow,
)

NOT_TOLD = frozenset(
    {
        # Whoever holds one of these could act as the person.
        ("accounts", "password_hash"),
        ("sessions", "id"),
        ("tokens", "id"),
        ("totps", "secret"),
        ("recovery_codes", "id"),
        ("mail_links", "id"),
        ("mail_links", "browser"),
        ("share_links", "id"),
        ("mails", "body"),
        # These tell of the examination rather than of the person, and would give away what its policy keeps.
        ("attempts", "seed"),
        ("attempts", "policy"),
        ("attempts", "result"),
        ("scores", "result"),
        # What came of a hand-in that was taken back is shown nowhere: it counts for nothing.
        ("taken_back", "share"),
        ("taken_back", "passed"),
        ("taken_back", "result"),
        # Who decided is named by duty: their account is theirs.
        ("applications", "granted_by_id"),
        ("decisions", "by_id"),
        # What is proposed is about somebody else: it is theirs.
        ("proposals", "body"),
        ("accommodations", "answered_by_id"),
        ("accommodations", "second_id"),
        ("items", "question"),
        ("items", "solution"),
        ("items", "source"),
        ("items", "version"),
        ("items", "objective"),
        ("items", "level"),
        ("items", "scored"),
        ("certificates", "design"),
    }
)
SALT = "salt"
_BY_ATTEMPT = frozenset(row.__tablename__ for row in (ItemRow, ScoreRow, HandInRow, TakenBackRow, StoppedClockRow))
_BY_SERIAL = frozenset(row.__tablename__ for row in (PdfRow, FormerFileRow, ShareLinkRow, ReminderRow, DecidedRow))


def label(account_id: int) -> str:
    """What the audit log calls this person."""
    return f"account:{account_id}"


def is_about_people(table: Table) -> bool:
    """Whether rows of this table are about somebody, and belong into an export."""
    return _about(table, 0, "") is not None


def rows_about(session: Session, account_id: int) -> dict[str, list[dict[str, Any]]]:
    """Every row about the person, by table, as JSON; without what is named in NOT_TOLD."""
    email = session.scalar(select(AccountRow.email).where(AccountRow.id == account_id))
    found: dict[str, list[dict[str, Any]]] = {}
    for table in Base.metadata.sorted_tables:
        condition = _about(table, account_id, email or "")
        if condition is not None:
            columns = [column for column in table.columns if (table.name, column.name) not in NOT_TOLD]
            rows = session.execute(select(*columns).where(condition).order_by(*table.primary_key.columns)).mappings()
            found[table.name] = [{name: _json(value) for name, value in row.items()} for row in rows]
    for row in found["certificates"]:
        row["claims"] = {key: value for key, value in (row["claims"] or {}).items() if key != SALT}
    return found


def held_certificates(session: Session, account_id: int) -> list[str]:
    """The numbers of the person's certificates that are not erased, once those are gone that nobody has heard of."""
    mine = CertificateRow.account_id == account_id
    session.execute(delete(CertificateRow).where(mine, CertificateRow.state == Making.INTENDED.value))
    query = select(CertificateRow.serial).where(mine, CertificateRow.erased_at.is_(None))
    return list(session.scalars(query.order_by(CertificateRow.serial)))


def erase(session: Session, account_id: int) -> None:
    """Delete all that is about the person. Erased certificates stay, as numbers and dates of nobody."""
    email = session.scalar(select(AccountRow.email).where(AccountRow.id == account_id))
    mine = _about(Base.metadata.tables[MailRow.__tablename__], account_id, email or "")
    session.execute(update(CertificateRow).where(CertificateRow.account_id == account_id).values(account_id=None))
    if mine is not None:
        session.execute(delete(MailRow).where(mine))
    session.execute(delete(ProposalRow).where(ProposalRow.thing.like(f"award:%/{account_id}")))
    session.execute(delete(AccountRow).where(AccountRow.id == account_id))


def _about(table: Table, account_id: int, email: str) -> ColumnElement[bool] | None:
    """Which rows of the table are about the person; None for a table that is about nobody."""
    if table.name == AccountRow.__tablename__:
        return AccountRow.id == account_id
    if table.name in _BY_ATTEMPT:
        return table.c.attempt_id.in_(select(AttemptRow.id).where(AttemptRow.account_id == account_id))
    if table.name == AccommodationRow.__tablename__:
        return AccommodationRow.account_id == account_id
    if table.name == ApplicationRow.__tablename__:
        # Whoever granted its route has done so in a duty: the application is its applicant's alone.
        return ApplicationRow.account_id == account_id
    if table.name == DecisionRow.__tablename__:
        return DecisionRow.application_id.in_(select(ApplicationRow.id).where(ApplicationRow.account_id == account_id))
    if table.name in _BY_SERIAL:
        return table.c.serial.in_(_serials(account_id))
    if table.name == MailRow.__tablename__:
        return or_(MailRow.recipient == email, MailRow.recipient.in_(_former_emails(account_id)))
    if table.name == AuditRow.__tablename__:
        return or_(
            AuditRow.actor == label(account_id),
            AuditRow.subject == label(account_id),
            AuditRow.subject.in_(_serials(account_id)),
        )
    keys = [key.parent for key in table.foreign_keys if key.references(AccountRow.__table__)]  # type: ignore[arg-type]
    return or_(*(column == account_id for column in keys)) if keys else None


def _serials(account_id: int) -> Any:
    return select(CertificateRow.serial).where(CertificateRow.account_id == account_id).scalar_subquery()


def _former_emails(account_id: int) -> Any:
    """Where the person could be written to before. Not what they asked for: that may be somebody else's."""
    mine = MailLinkRow.account_id == account_id, MailLinkRow.purpose == UNDO
    return select(MailLinkRow.email).where(*mine).scalar_subquery()


def _json(value: Any) -> Any:
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat()
    if isinstance(value, bytes):
        return base64.b64encode(value).decode()
    return value
