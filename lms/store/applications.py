"""Applications, what was decided about them, and on which decision a certificate rests."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import bindparam, insert, select, text, update
from sqlalchemy.orm import Session

from lms.practice.applications import Application, State
from lms.store.prepared import PreparedFor, Reader
from lms.store.tables import ApplicationRow, CertificateRow, DecidedRow, DecisionRow

_GOOD_FOR_MORE = "state NOT IN ('refused', 'withdrawn')"
"""Who was certified stays admitted, to renew."""
_granted = PreparedFor(
    lambda _: select(ApplicationRow.credential).where(
        ApplicationRow.account_id == bindparam("account"),
        ApplicationRow.granted_at.is_not(None),
        text(_GOOD_FOR_MORE),
    )
)


@dataclass(frozen=True, slots=True)
class Decision:
    """One decision; `by` is None once the account of whoever decided is erased."""

    application: str
    n: int
    by: int | None
    duty: str
    outcome: str
    ground: str
    reason: str
    batch: str | None
    at: datetime

    @property
    def id(self) -> str:
        """What a promise of a certificate names."""
        return f"{self.application}:{self.n}"


def add(session: Session, application: Application) -> None:
    """A new one; IntegrityError where another is under way."""
    session.execute(
        insert(ApplicationRow).values(id=application.id, account_id=application.account, **_row(application))
    )


def keep(session: Session, application: Application) -> None:
    """What became of it."""
    session.execute(update(ApplicationRow).where(ApplicationRow.id == application.id).values(**_row(application)))


def find(session: Session, id: str, *, hold: bool = False) -> Application | None:
    """One by its id; held, nobody else changes it until the transaction ends."""
    query = select(ApplicationRow).where(ApplicationRow.id == id)
    row = session.scalar(query.with_for_update() if hold else query)
    return None if row is None else application_of_row(row)


def of_account(session: Session, account_id: int, credential: str = "") -> Sequence[Application]:
    """Somebody's, the newest first."""
    query = select(ApplicationRow).where(ApplicationRow.account_id == account_id)
    if credential:
        query = query.where(ApplicationRow.credential == credential)
    rows = session.scalars(query.order_by(ApplicationRow.opened_at.desc(), ApplicationRow.id))
    return [application_of_row(row) for row in rows]


def under_way(session: Session, account_id: int, credential: str) -> Application | None:
    """The one that somebody has under way for a certification."""
    return next((one for one in of_account(session, account_id, credential) if one.under_way), None)


def granted_to(reader: Reader, account_id: int) -> frozenset[str]:
    """The certifications whose examination somebody was admitted to by a registrar."""
    return frozenset(credential for (credential,) in _granted.rows(reader, account=account_id))


def decide(session: Session, decision: Decision) -> None:
    """Write a decision down; IntegrityError where somebody was sooner."""
    session.execute(
        insert(DecisionRow).values(
            application_id=decision.application,
            n=decision.n,
            by_id=decision.by,
            duty=decision.duty,
            outcome=decision.outcome,
            ground=decision.ground,
            reason=decision.reason,
            batch=decision.batch,
            at=decision.at,
        )
    )


def decisions(session: Session, application_id: str) -> Sequence[Decision]:
    """What was decided about one, in order."""
    rows = session.scalars(
        select(DecisionRow).where(DecisionRow.application_id == application_id).order_by(DecisionRow.n)
    )
    return [decision_of_row(row) for row in rows]


def rest_on(session: Session, serial: str, decision: Decision) -> None:
    """A certificate rests on a decision."""
    session.execute(insert(DecidedRow).values(serial=serial, application_id=decision.application, n=decision.n))


def serial_of(session: Session, decision: Decision) -> str:
    """The newest certificate that rests on a decision; nothing where none does."""
    query = (
        select(DecidedRow.serial)
        .join(CertificateRow, CertificateRow.serial == DecidedRow.serial)
        .where(DecidedRow.application_id == decision.application, DecidedRow.n == decision.n)
        .order_by(CertificateRow.number.desc())
    )
    return session.scalar(query.limit(1)) or ""


def decision_of(session: Session, serial: str) -> tuple[str, int] | None:
    """On which decision a certificate rests; None for one that was given without."""
    row = session.get(DecidedRow, serial)
    return None if row is None else (row.application_id, row.n)


def rests_too(session: Session, serial: str, former: str) -> None:
    """A corrected certificate rests on the decision of the one that it takes over from."""
    before = decision_of(session, former)
    if before is not None:
        session.execute(insert(DecidedRow).values(serial=serial, application_id=before[0], n=before[1]))


def decision_of_row(row: DecisionRow) -> Decision:
    """The decision in its row."""
    return Decision(
        row.application_id, row.n, row.by_id, row.duty, row.outcome, row.ground, row.reason, row.batch, row.at
    )


def _row(one: Application) -> dict[str, Any]:
    return {
        "credential": one.credential,
        "route": one.route,
        "scheme": one.scheme,
        "version": one.version,
        "state": one.state.value,
        "claims": dict(one.claims),
        "opened_at": one.opened_at,
        "granted_at": one.granted_at,
        "granted_by_id": one.granted_by,
        "completed_at": one.completed_at,
        "decide_by": one.decide_by,
        "settled_at": one.settled_at,
    }


def application_of_row(row: ApplicationRow) -> Application:
    """The application in its row."""
    return Application(
        id=row.id,
        account=row.account_id,
        credential=row.credential,
        route=row.route,
        scheme=row.scheme,
        version=row.version,
        opened_at=row.opened_at,
        state=State(row.state),
        claims=row.claims,
        granted_at=row.granted_at,
        granted_by=row.granted_by_id,
        completed_at=row.completed_at,
        decide_by=row.decide_by,
        settled_at=row.settled_at,
    )
