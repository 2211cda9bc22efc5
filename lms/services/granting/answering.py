"""What a registrar does with what was asked for: gives it, or more, or asks to talk; two people refuse.

Of what somebody has nothing stands in the audit log but its number.
"""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy.orm import Session

from lms.practice import accommodations as lives
from lms.practice import acts
from lms.practice.accommodations import Accommodation, Changed, Declined, Ground, State
from lms.practice.duties import Act, Allowed
from lms.services.accounts.identity import known_form
from lms.services.appointing import proposing
from lms.services.appointing.recording import checked_reason, record
from lms.services.granting import told
from lms.services.granting.extra_time import write_time
from lms.services.granting.rights import name_of, require, thing_of
from lms.services.granting.wishes import Wish, end_of, needs_of
from lms.services.ground.context import Context
from lms.services.ground.person import Person
from lms.services.ground.refusals import Conflict, Invalid, NotFound
from lms.services.mail import act_mail
from lms.store import accommodations, accounts, proposals
from lms.store.locks import hold_account
from lms.store.personal import label
from lms.store.proposals import Proposal

NOBODY = "There is no accommodation with this number."
REFUSE = acts.REFUSE_ACCOMMODATION.name


@dataclass(frozen=True, slots=True)
class Given:
    """What a registrar fills in: the settings, the last day, and a word for the record. `operator`: who typed it."""

    wish: Wish | None
    until: str = ""
    reason: str = ""
    operator: str = ""


def grant(ctx: Context, person: Person, number: int, given: Given) -> Accommodation:
    """Give what was asked for, or more. Who does the same again gets what was done."""
    with ctx.database.writing() as session:
        one, allowed, waits = _asked(ctx, session, person, acts.GRANT_ACCOMMODATION, number, given.operator)
        why, now = checked_reason(given.reason), ctx.now()
        needs = one.needs if given.wish is None else needs_of(given.wish)
        until = end_of(given.until, now)
        if one.state is State.GRANTED and (one.answered_by, one.needs, one.until) == (person.id, needs, until):
            return one
        made = _changed(lives.grant(one, needs, until, person.id, now))
        if waits is not None:
            proposing.settle(ctx, session, waits, person, proposing.DECLINED)
        _keep(session, ctx, person, allowed, acts.GRANT_ACCOMMODATION, made, why, given.operator)
        mails = told.of_answer(session, ctx, made)
    act_mail.send(ctx, mails)
    return made


def grant_unasked(ctx: Context, person: Person, email: str, given: Given) -> Accommodation:
    """Give it to somebody who did not ask on the page, such as by a letter. What stands already is not given twice."""
    with ctx.database.writing() as session:
        account_id = accounts.id_of(session, known_form(email))
        new = Accommodation(0, account_id or 0, needs_of(given.wish or Wish()), False, State.ASKED, ctx.now())
        thing = thing_of(new if account_id else None)
        allowed = require(ctx, session, person, acts.GRANT_ACCOMMODATION, thing, shell=bool(given.operator))
        why, now = checked_reason(given.reason), ctx.now()
        if account_id is None:
            raise NotFound(f"There is no account for {known_form(email)}.")
        hold_account(session, account_id)
        granted = _changed(lives.grant(new, new.needs, end_of(given.until, now), person.id, now))
        for one in accommodations.of_account(session, account_id):
            if one.holds(now) and (one.needs, one.until) == (granted.needs, granted.until):
                return one
        made = accommodations.add(session, granted)
        _keep(session, ctx, person, allowed, acts.GRANT_ACCOMMODATION, made, why, given.operator)
        mails = told.of_answer(session, ctx, made)
    act_mail.send(ctx, mails)
    return made


def talk(ctx: Context, person: Person, number: int, reason: str) -> Accommodation:
    """Write to them that a talk would help. The day for the answer stays; once is enough."""
    with ctx.database.writing() as session:
        one, allowed, _waits = _asked(ctx, session, person, acts.TALK_ABOUT_ACCOMMODATION, number)
        why = checked_reason(reason)
        if one.state is State.TALKING and one.answered_by == person.id:
            return one
        made = _changed(lives.talk(one, person.id))
        _keep(session, ctx, person, allowed, acts.TALK_ABOUT_ACCOMMODATION, made, why)
        mails = told.of_talk(session, ctx, made)
    act_mail.send(ctx, mails)
    return made


def propose_refusal(ctx: Context, person: Person, number: int, ground: str, reason: str) -> Proposal:
    """Propose to refuse it. Nothing changes, and nobody is told, until somebody else confirms."""
    with ctx.database.writing() as session:
        one, allowed, _waits = _asked(ctx, session, person, acts.REFUSE_ACCOMMODATION, number)
        why = checked_reason(reason)
        if ground not in list(Ground):
            raise Invalid(f"Say on which ground: {', '.join(Ground)}.", "ground")
        _changed(lives.refuse(one, Ground(ground), person.id, 0, ctx.now()))
        name, body = name_of(one.id), {"ground": ground}
        made, is_new = proposing.propose(ctx, session, person, allowed, REFUSE, name, why, body)
        if is_new:
            _write_down(session, ctx, person, allowed, f"propose to {REFUSE}", one, why)
    return made


def answer_refusal(ctx: Context, person: Person, number: int, confirmed: bool, reason: str = "") -> Accommodation:
    """Confirm that it is refused, or decline that: then it waits for an answer as before."""
    why = "" if confirmed else checked_reason(reason)
    with ctx.database.writing() as session:
        act = acts.CONFIRM_REFUSED_ACCOMMODATION
        one, allowed, waits = _asked(ctx, session, person, act, number)
        if waits is None:
            if confirmed and one.state is State.REFUSED and one.second == person.id:
                return one
            raise Conflict("No refusal of this is proposed.")
        proposing.settle(ctx, session, waits, person, proposing.CONFIRMED if confirmed else proposing.DECLINED)
        if not confirmed:
            _write_down(session, ctx, person, allowed, "decline to refuse accommodation", one, why)
            return one
        made = _changed(lives.refuse(one, Ground(waits.body["ground"]), waits.by, person.id, ctx.now()))
        proposed_by = label(waits.by) if waits.by else ""
        _keep(session, ctx, person, allowed, act, made, waits.reason, proposed_by=proposed_by)
        mails = told.of_answer(session, ctx, made)
    act_mail.send(ctx, mails)
    return made


def end(ctx: Context, person: Person, number: int, reason: str, *, operator: str = "") -> Accommodation:
    """It holds no longer. Who ends what has ended changes nothing."""
    with ctx.database.writing() as session:
        one, allowed, _waits = _asked(ctx, session, person, acts.END_ACCOMMODATION, number, operator)
        why = checked_reason(reason)
        if one.state is State.ENDED:
            return one
        made = _changed(lives.end(one, person.id, ctx.now()))
        _keep(session, ctx, person, allowed, acts.END_ACCOMMODATION, made, why, operator)
        mails = told.of_answer(session, ctx, made)
    act_mail.send(ctx, mails)
    return made


def _asked(
    ctx: Context, session: Session, person: Person, act: Act, number: int, operator: str = ""
) -> tuple[Accommodation, Allowed, Proposal | None]:
    """The one with this number, which nobody else changes before the end, if this person may do this to it."""
    one = accommodations.find(session, number)
    if one is not None:
        hold_account(session, one.account)
        one = accommodations.find(session, number, hold=True)
    waits = proposals.open_of(session, REFUSE, name_of(number))
    allowed = require(ctx, session, person, act, thing_of(one, waits), shell=bool(operator))
    if one is None:
        raise NotFound(NOBODY)
    return one, allowed, waits


def _changed(change: Changed | Declined) -> Accommodation:
    if not isinstance(change, Changed):
        raise Conflict(change.reason)
    return change.accommodation


def _keep(
    session: Session,
    ctx: Context,
    person: Person,
    allowed: Allowed,
    act: Act,
    one: Accommodation,
    reason: str,
    operator: str = "",
    proposed_by: str = "",
) -> None:
    accommodations.keep(session, one)
    write_time(session, ctx, one.account)
    _write_down(session, ctx, person, allowed, act.name, one, reason, operator, proposed_by)


def _write_down(
    session: Session,
    ctx: Context,
    person: Person,
    allowed: Allowed,
    act: str,
    one: Accommodation,
    reason: str,
    operator: str = "",
    proposed_by: str = "",
) -> None:
    details = {"accommodation": one.id, "proposed_by": proposed_by}
    record(session, ctx, person, allowed, act, label(one.account), reason=reason, operator=operator, details=details)
