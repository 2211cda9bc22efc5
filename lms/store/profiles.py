"""What people tell of themselves, and the part of it that others may see."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from lms.store.tables import AccountRow, ConsentRow, ProfileRow
from lms.store.upserts import insert_into


@dataclass(frozen=True, slots=True)
class Shown:
    """What the public page has: which fields, which certificates by number, and whether search engines may know it."""

    fields: tuple[str, ...] = ()
    certificates: tuple[str, ...] = ()
    indexed: bool = False


@dataclass(frozen=True, slots=True)
class Told:
    """What somebody tells of themselves that others may see, where they wish so."""

    name: str = ""
    about: str = ""
    links: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()
    asked_for: str = ""


@dataclass(frozen=True, slots=True)
class Profile:
    """All of it. `roles` are for its owner alone, and stand in no log."""

    told: Told = field(default_factory=Told)
    roles: tuple[str, ...] = field(default=(), repr=False)
    handle: str = ""
    shown: Shown = field(default_factory=Shown)


@dataclass(frozen=True, slots=True)
class Member:
    """Whoever has a public page now, as it is read for everybody: without what is for its owner alone."""

    account_id: int
    handle: str
    told: Told
    shown: Shown


def of_account(session: Session, account_id: int) -> Profile:
    """For its owner. Who told nothing has an empty one."""
    row = session.get(ProfileRow, account_id)
    if row is None:
        return Profile()
    return Profile(_told(row), tuple(row.roles), row.handle or "", _shown(row.shown))


def keep(session: Session, account_id: int, profile: Profile) -> None:
    """Write it in the place of the one before; IntegrityError where somebody else has its handle."""
    columns = asdict(profile.told) | {
        "roles": profile.roles,
        "handle": profile.handle or None,
        "shown": asdict(profile.shown),
    }
    row = insert_into(session, ProfileRow).values(account_id=account_id, **columns)
    session.execute(row.on_conflict_do_update(index_elements=["account_id"], set_=columns))


def member(session: Session, handle: str, consent: str) -> Member | None:
    """Whoever has this handle, may sign in, and consents to a public page now."""
    told = (ProfileRow.name, ProfileRow.about, ProfileRow.links, ProfileRow.languages, ProfileRow.asked_for)
    row = session.execute(
        select(ProfileRow.account_id, ProfileRow.handle, ProfileRow.shown, *told)
        .join(AccountRow, AccountRow.id == ProfileRow.account_id)
        .join(ConsentRow, ConsentRow.account_id == ProfileRow.account_id)
        .where(
            ProfileRow.handle == handle,
            AccountRow.disabled_at.is_(None),
            ConsentRow.what == consent,
            ConsentRow.withdrawn_at.is_(None),
        )
    ).first()
    return None if row is None else Member(row.account_id, row.handle, _told(row), _shown(row.shown))


def _told(row: Any) -> Told:
    return Told(row.name, row.about, tuple(row.links), tuple(row.languages), row.asked_for)


def _shown(kept: Mapping[str, Any]) -> Shown:
    return Shown(tuple(kept["fields"]), tuple(kept["certificates"]), kept["indexed"])
