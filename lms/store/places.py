"""Where certificates have had their places in the status lists: by their rows, and by the audit log."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from sqlalchemy import select
from sqlalchemy.orm import Session

from lms.questions.quiz import Json
from lms.store.tables import AuditRow, CertificateRow, FormerFileRow

_AT_ONCE = 500
_SIGNING = ("enter", "reinstate")

Place = tuple[str | None, int | None]


@dataclass(slots=True)
class Places:
    """Every place of one certificate, oldest first. `former` are the hashes of the credentials that had one before.

    `told` is what the audit log says of them; None where it says nothing, as before there were such lists.
    """

    kept: list[Place] = field(default_factory=list)
    former: list[str | None] = field(default_factory=list)
    told: list[Place] | None = field(default_factory=list)


def of_certificates(session: Session, serials: Sequence[str]) -> Mapping[str, Places]:
    """The places of these, by number."""
    found = {serial: Places() for serial in serials}
    for start in range(0, len(serials), _AT_ONCE):
        some = serials[start : start + _AT_ONCE]
        former, row = FormerFileRow, CertificateRow
        of_former = select(former.serial, former.status_list, former.status_index, former.badge_hash)
        for serial, name, index, hash in session.execute(
            of_former.where(former.serial.in_(some)).order_by(former.serial, former.n)
        ):
            found[serial].kept.append((name, index))
            found[serial].former.append(hash)
        of_row = select(row.serial, row.status_list, row.status_index).where(row.serial.in_(some))
        for serial, name, index in session.execute(of_row):
            found[serial].kept.append((name, index))
        for serial, details in _signings(session, some):
            _add(found[serial], details)
    return found


def _signings(session: Session, serials: Sequence[str]) -> Iterator[tuple[str, Json]]:
    row = AuditRow
    query = select(row.subject, row.details).where(row.act.in_(_SIGNING), row.subject.in_(serials)).order_by(row.n)
    for serial, text in session.execute(query):
        try:
            yield serial, json.loads(text)
        except (ValueError, TypeError, RecursionError):
            yield serial, None


def _add(places: Places, details: Json) -> None:
    """A reinstatement that signed nothing anew gave no place."""
    if not isinstance(details, dict) or places.told is None:
        places.told = None
    elif "badge" in details:
        told = "status_index" in details
        places.told = [*places.told, (details.get("status_list"), details["status_index"])] if told else None
