"""Appointing people to duties, and ending that: by an admin, never by oneself, with dates and a reason."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from sqlalchemy.orm import Session

from lms.content.reading.model import Catalog
from lms.credentials.dates import in_words
from lms.practice import acts
from lms.practice.duties import Allowed, Appointment, Duty, Thing
from lms.services.accounts.identity import known_form
from lms.services.appointing.asking import require
from lms.services.appointing.recording import checked_reason, record
from lms.services.ground.context import Context
from lms.services.ground.person import Person
from lms.services.ground.refusals import Conflict, Invalid, NotFound
from lms.services.mail import act_mail
from lms.store import accounts, appointments
from lms.store.accounts import Account
from lms.store.locks import hold_account
from lms.store.personal import label

ON_A_PAGE = 50


@dataclass(frozen=True, slots=True)
class Line:
    """An appointment as it is listed, with who holds it."""

    appointment: Appointment
    name: str
    email: str
    state: str


@dataclass(frozen=True, slots=True)
class Wanted:
    """What an admin filled in. `since` and `until` are days; without the first it begins now."""

    email: str
    duty: str
    scheme: str
    reason: str
    since: str = ""
    until: str = ""


def schemes(catalog: Catalog) -> tuple[str, ...]:
    """The schemes there are, by the ids of their credentials."""
    return tuple(sorted(one.id for one in catalog.credentials.values() if one.kind == "certification"))


def appoint(
    ctx: Context, person: Person, wanted: Wanted, *, operator: str = "", demonstration: bool = False
) -> tuple[Appointment, bool]:
    """Appoint somebody; the appointment, and whether it is new. The same once more is the one that stands."""
    duty, reason = duty_of(wanted.duty), checked_reason(wanted.reason)
    scheme = _known_scheme(ctx.catalog(), wanted.scheme)
    with ctx.database.writing() as session:
        account_id = accounts.id_of(session, known_form(wanted.email))
        thing = Thing("appointment", scheme, (scheme,), person=account_id)
        allowed = require(ctx, session, person, acts.APPOINT, thing, shell=bool(operator))
        account = _open_account(session, account_id)
        hold_account(session, account.id)
        now = ctx.now()
        since, until = _span(wanted, now)
        standing = _standing(session, account.id, scheme, duty, since, until)
        if standing is not None:
            return _same_again(standing, until, now), False
        made = appointments.add(
            session,
            account=account.id,
            scheme=scheme,
            duty=duty,
            since=since,
            until=until,
            by=person.id,
            reason=reason,
        )
        marked = {"demonstration": True} if demonstration else {}
        _write_down(session, ctx, person, allowed, acts.APPOINT.name, made, operator, reason, **marked)
        mails = _tell(session, ctx, "appointed", made)
    act_mail.send(ctx, mails)
    return made, True


def end(ctx: Context, person: Person, appointment_id: int, reason: str, *, operator: str = "") -> Appointment:
    """End an appointment now. Of one that is over already nothing changes."""
    why = checked_reason(reason)
    with ctx.database.writing() as session:
        before = appointments.find(session, appointment_id)
        thing = Thing("appointment", str(appointment_id), person=before.account if before else None)
        allowed = require(ctx, session, person, acts.END_APPOINTMENT, thing, shell=bool(operator))
        if before is None:
            raise NotFound("There is no appointment with this number.")
        hold_account(session, before.account)
        now = ctx.now()
        # What has not begun never will: it ends in the moment in which it would have begun.
        if not appointments.end(session, before.id, max(now, before.since)):
            return before
        after = appointments.find(session, before.id)
        if after is None:
            raise NotFound("There is no appointment with this number.")
        _write_down(session, ctx, person, allowed, acts.END_APPOINTMENT.name, after, operator, why)
        mails = _tell(session, ctx, "appointment_ended", after)
    act_mail.send(ctx, mails)
    return after


def listed(ctx: Context, person: Person, before: int = 0) -> tuple[Sequence[Line], int]:
    """Appointments of all times, the newest first; and below which number the list goes on, 0 at its end."""
    with ctx.database.reading() as session:
        require(ctx, session, person, acts.SEE_DUTIES, Thing("appointments", ""))
        return page(session, ctx.now(), before)


def page(session: Session, now: datetime, before: int = 0) -> tuple[Sequence[Line], int]:
    """A page of them, whoever asks."""
    found = appointments.some(session, before, ON_A_PAGE + 1)
    lines = [Line(one, name, email, one.state(now)) for one, name, email in found[:ON_A_PAGE]]
    return lines, lines[-1].appointment.id if len(found) > ON_A_PAGE else 0


def every(ctx: Context) -> Iterator[Line]:
    """Every appointment, the newest first, for the operator of the machine."""
    before = 0
    while True:
        with ctx.database.reading() as session:
            lines, before = page(session, ctx.now(), before)
        yield from lines
        if not before:
            return


def duty_of(text: str) -> Duty:
    """The duty that a word names, with a space or a hyphen."""
    plain = "-".join(text.strip().casefold().replace("_", " ").replace("-", " ").split())
    try:
        return Duty(plain)
    except ValueError:
        known = ", ".join(duty.value for duty in Duty)
        raise Invalid(f"“{text[:50]}” is no duty. There are {known}.", "duty") from None


def _known_scheme(catalog: Catalog, text: str) -> str:
    id = text.strip().removeprefix("certificates/")
    known = schemes(catalog)
    if id not in known:
        there = f"There are {', '.join(known)}." if known else "There is none here: a certification has one."
        raise Invalid(f"“{text[:64]}” is no scheme. {there}", "scheme")
    return id


def _open_account(session: Session, account_id: int | None) -> Account:
    account = accounts.held(session, account_id) if account_id is not None else None
    if account is None:
        raise Invalid("There is no account with this e-mail.", "account")
    if account.disabled_at is not None or account.confirmed_at is None:
        raise Conflict("This account is disabled, or its e-mail is not confirmed. Nobody could use the duty.")
    return account


def _span(wanted: Wanted, now: datetime) -> tuple[datetime, datetime | None]:
    """From when, and up to when: days in UTC, the last one included. A day that is today begins now."""
    first, last = _day(wanted.since, "from"), _day(wanted.until, "until")
    today = now.astimezone(UTC).date()
    if first is not None and first < today:
        raise Invalid("A duty begins today or later: nothing is appointed backwards.", "from")
    if last is not None and last < (first or today):
        raise Invalid("The last day is before the first.", "until")
    since = now if first is None or first == today else datetime.combine(first, time(), UTC)
    return since, None if last is None else datetime.combine(last + timedelta(days=1), time(), UTC)


def _day(text: str, field: str) -> date | None:
    try:
        found = date.fromisoformat(text.strip()) if text.strip() else None
    except ValueError:
        found = date.max
    if found is not None and not date(2000, 1, 1) <= found < date(2200, 1, 1):
        raise Invalid(f"“{text[:20]}” is no day. Write it such as 2027-03-05.", field)
    return found


def _standing(
    session: Session, account_id: int, scheme: str, duty: Duty, since: datetime, until: datetime | None
) -> Appointment | None:
    """One of the same duty whose time meets this one's."""
    for one in appointments.of_account(session, account_id):
        meets = (one.until is None or one.until > since) and (until is None or one.since < until)
        if one.scheme == scheme and one.duty is duty and meets:
            return one
    return None


def _same_again(standing: Appointment, until: datetime | None, now: datetime) -> Appointment:
    if standing.until == until and standing.state(now) == "in force":
        return standing
    raise Conflict("This person holds this duty for a part of that time already. End that one first.")


def _write_down(
    session: Session,
    ctx: Context,
    person: Person,
    allowed: Allowed,
    act: str,
    one: Appointment,
    operator: str,
    reason: str,
    **marked: bool,
) -> None:
    until = None if one.until is None else one.until.isoformat()
    span = {"since": one.since.isoformat(), "until": until}
    about: dict[str, Any] = {"appointment": one.id, "appointed": one.duty.value, **span, **marked}
    right = Allowed(allowed.duty, one.scheme)
    record(session, ctx, person, right, act, label(one.account), reason=reason, operator=operator, details=about)


def _tell(session: Session, ctx: Context, kind: str, one: Appointment) -> act_mail.Mails:
    credential = ctx.catalog().credentials.get(one.scheme)
    return act_mail.tell(
        session,
        ctx,
        kind,
        one.account,
        duty=one.duty.words,
        title=credential.title if credential else one.scheme,
        since=in_words(one.since),
        until="" if one.last is None else in_words(one.last),
        page=f"{ctx.settings.base_url}/staff",
    )
