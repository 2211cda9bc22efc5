"""More time, as the operator of the machine gives it; and the column that servers of the version before read."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from fractions import Fraction
from typing import Any

from sqlalchemy.orm import Session

from lms.practice import accommodations as lives
from lms.practice.accommodations import USUAL, Accommodation, Changed, Needs, State, together
from lms.services.accounts.administering import checked_reason
from lms.services.accounts.identity import known_form
from lms.services.granting.wishes import MOST_TIME, time_of
from lms.services.ground.context import Context
from lms.services.ground.refusals import Invalid, NotFound
from lms.services.mail import act_mail
from lms.store import accommodations, accounts, audit
from lms.store.locks import hold_account
from lms.store.personal import label


def set_extra_time(ctx: Context, actor: str, email: str, factor: str, reason: str) -> Fraction:
    """Multiply the time limits of the account's next examinations by an exact factor, such as 1.5 or 5/4.

    It takes the place of whatever time the person had; what else was granted to them goes on.
    """
    exact = _factor(factor)
    with ctx.database.writing() as session:
        account_id = accounts.id_of(session, known_form(email))
        if account_id is None:
            raise NotFound(f"There is no account for {known_form(email)}.")
        hold_account(session, account_id)
        before = together(accommodations.in_force(session, account_id, ctx.now())).time
        details: Mapping[str, Any] = {"from": _words(before), "to": str(exact), "reason": checked_reason(reason)}
        if exact != before:
            _put(session, ctx, account_id, exact)
        audit.append(session, ctx.now(), actor, "set extra time", label(account_id), details)
        mails = act_mail.of_extra_time(session, ctx, account_id, exact, ctx.now()) if exact != before else ()
    act_mail.send(ctx, mails)
    return exact


def _put(session: Session, ctx: Context, account_id: int, exact: Fraction) -> None:
    now = ctx.now()
    for one in accommodations.of_account(session, account_id):
        if one.holds(now) and one.needs.time != USUAL:
            rest = replace(one.needs, time=USUAL)
            ended = lives.end(one, one.answered_by, now)
            if isinstance(ended, Changed):
                accommodations.keep(session, ended.accommodation)
            if not rest.nothing:
                accommodations.add(session, replace(one, needs=rest, since=now))
    if exact != USUAL:
        granted = Accommodation(0, account_id, Needs(exact), False, State.GRANTED, now, since=now, answered_at=now)
        accommodations.add(session, granted)
    write_time(session, ctx, account_id)


def write_time(session: Session, ctx: Context, account_id: int) -> None:
    """Write what somebody's time is where the version before looks for it, which knows no examination without end."""
    time = together(accommodations.in_force(session, account_id, ctx.now())).time
    accounts.change(session, account_id, extra_time=str(MOST_TIME if time is None else time))


def lapse(ctx: Context) -> int:
    """The same for those whose accommodation has come to its last day; how many."""
    with ctx.database.writing() as session:
        over = accommodations.lapsed(session, ctx.now())
        for account_id in over:
            write_time(session, ctx, account_id)
    return len(over)


def _words(time: Fraction | None) -> str:
    return "none" if time is None else str(time)


def _factor(text: str) -> Fraction:
    factor = time_of(text) if text.strip() else None
    if factor is None:
        raise Invalid(f"The factor must be a number from 1 to {MOST_TIME}, such as 1.5 or 5/4.", "factor")
    return factor
