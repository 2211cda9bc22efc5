"""Looking through the audit log: what was done to what, by whom, when, and why. For admins."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy.orm import Session

from lms.credentials.audit import Entry
from lms.practice import acts
from lms.practice.duties import Thing
from lms.services.accounts.identity import known_form
from lms.services.appointing.asking import require
from lms.services.ground.context import Context
from lms.services.ground.person import Person
from lms.services.ground.refusals import Invalid
from lms.store import accounts, audit_search
from lms.store.audit_search import Sought
from lms.store.personal import label

ON_A_PAGE = 50
LONGEST = 254
_NUMBER = re.compile(r"account:([0-9]{1,9})")


@dataclass(frozen=True, slots=True)
class Asked:
    """What an admin filled in: a thing or a person by number, name of the act, or e-mail; days from and until."""

    thing: str = ""
    act: str = ""
    person: str = ""
    first_day: str = ""
    last_day: str = ""


@dataclass(frozen=True, slots=True)
class Page:
    """Entries with names where a number is an account's that is still there; `before` goes on, 0 at the end."""

    entries: Sequence[Entry]
    names: dict[str, str]
    before: int


def page(ctx: Context, person: Person, asked: Asked, before: int = 0) -> Page:
    """Some entries, the newest first."""
    with ctx.database.reading() as session:
        require(ctx, session, person, acts.SEE_AUDIT, Thing("audit", ""))
        found = audit_search.some(session, _sought(session, asked), before, ON_A_PAGE + 1)
        entries = found[:ON_A_PAGE]
        return Page(entries, _names(session, entries), entries[-1].n if len(found) > ON_A_PAGE else 0)


def every(ctx: Context, person: Person, asked: Asked) -> Iterator[Entry]:
    """All of them, the oldest first, for a file."""
    with ctx.database.reading() as session:
        require(ctx, session, person, acts.SEE_AUDIT, Thing("audit", ""))
        yield from audit_search.every(session, _sought(session, asked))


def _sought(session: Session, asked: Asked) -> Sought:
    return Sought(
        _label(session, asked.thing),
        asked.act.strip()[:LONGEST],
        _label(session, asked.person),
        _day(asked.first_day, "first_day"),
        _day(asked.last_day, "last_day"),
    )


def _label(session: Session, text: str) -> str:
    """An e-mail as the log names the account; all else as it was typed."""
    plain = text.strip()[:LONGEST]
    number = accounts.id_of(session, known_form(plain)) if "@" in plain else None
    return label(number) if number is not None else plain


def _day(text: str, field: str) -> str:
    try:
        return date.fromisoformat(text.strip()).isoformat() if text.strip() else ""
    except ValueError:
        raise Invalid(f"“{text[:20]}” is no day. Write it such as 2027-03-05.", field) from None


def _names(session: Session, entries: Sequence[Entry]) -> dict[str, str]:
    labels = {name for entry in entries for name in (entry.actor, entry.subject)}
    numbers = {name: int(found[1]) for name in labels if (found := _NUMBER.fullmatch(name))}
    known = accounts.names_of(session, numbers.values())
    return {name: known[number][0] for name, number in numbers.items() if number in known}
