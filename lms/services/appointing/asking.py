"""Whether somebody may do an act: asked in one way by pages, the programs' interface, the command and each service."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from urllib.parse import urlsplit

from sqlalchemy.orm import Session

from lms.practice.bars import may, over_or_to_come
from lms.practice.duties import Act, Allowed, Bar, Barred, Duty, Facts, Thing
from lms.services.ground.context import Context
from lms.services.ground.person import Person, is_fresh
from lms.services.ground.refusals import Forbidden, NotFound
from lms.store import accounts, appointments, identities, second_factors, seen_keys
from lms.wording.phrases import _

ADMIN = "admin"
NOTHING = _("There is nothing here for you.")
NO_FACTOR = "A duty opens nothing without a second factor. Set one up on your account page, and give it."


class NoDuty(NotFound):
    """The act is not this person's: what is there is not told. `bars` names a duty that was theirs, or will be."""

    kind = "no-duty"

    def __init__(self, bars: tuple[Bar, ...] = ()) -> None:
        super().__init__(" ".join(bar.message for bar in bars) or NOTHING)
        self.bars = bars


class BarredAct(Forbidden):
    """The duty would allow it, and something stands against this person: every bar is named."""

    kind = "barred"
    title = "Somebody else has to do this"

    def __init__(self, bars: tuple[Bar, ...]) -> None:
        super().__init__(" ".join(bar.message for bar in bars))
        self.bars = bars


class FactorAsked(Forbidden):
    """The act asks for a second factor, once more where five minutes have passed. In a browser it can be given."""

    kind = "second-factor"
    title = "A second step is needed"


def facts_of(ctx: Context, session: Session, account_id: int, act: Act, thing: Thing) -> Facts:
    """What is known of an account, as far as this act on this thing has to do with it."""
    now = ctx.now()
    held, declared = appointments.with_declaration(session, account_id, now.year) if act.duties else ((), None)
    return Facts(
        now=now,
        is_admin=act.by_admin and _is_admin(session, account_id),
        appointments=held,
        declared=declared,
        seen=seen_keys.of_account(session, account_id) if thing.banks else {},
    )


def ask(ctx: Context, session: Session, account_id: int, act: Act, thing: Thing) -> Allowed | Barred:
    """Whether this account may, or every bar. What organisations the thing has to do with is looked up."""
    facts = facts_of(ctx, session, account_id, act, thing)
    return may(account_id, act, with_organisations(session, thing, facts), facts)


def with_organisations(session: Session, thing: Thing, facts: Facts) -> Thing:
    """The thing with the organisations of its person, where somebody asks who declared any."""
    named = facts.declared is not None and (facts.declared.organisations or facts.declared.payments)
    if thing.person is None or not named:
        return thing
    known = organisations_of(*identities.email_and_issuers(session, thing.person))
    return replace(thing, organisations=(*thing.organisations, *known))


def require(ctx: Context, session: Session, person: Person, act: Act, thing: Thing, *, shell: bool = False) -> Allowed:
    """Go on only if this person may do the act now; by which duty, for the record.

    NoDuty tells nothing of the thing; BarredAct names every bar; FactorAsked wants a second factor. `shell` is set by
    the command, where nobody can prove one: what is fresh is done in a browser, but for a few acts.
    """
    return allowed(ctx, session, person, act, ask(ctx, session, person.id, act, thing), shell=shell)


def allowed(
    ctx: Context, session: Session, person: Person, act: Act, answer: Allowed | Barred, *, shell: bool = False
) -> Allowed:
    """The same for an answer that is there already."""
    if isinstance(answer, Barred):
        raise NoDuty(answer.bars) if answer.hidden else BarredAct(answer.bars)
    if shell:
        if act.fresh and not act.from_shell:
            raise FactorAsked(f"This is done in a browser alone, after a second factor: {ctx.settings.base_url}/staff")
        return answer
    if act.fresh or (answer.duty and person.scopes is None):
        require_given(ctx, person, fresh=act.fresh)
    elif answer.duty and not second_factors.has_any(session, person.id):
        raise FactorAsked(NO_FACTOR)
    return answer


def require_given(ctx: Context, person: Person, *, fresh: bool) -> None:
    """Go on only if a second factor was given in this session, within five minutes where it must be fresh."""
    if person.factor_at is None:
        raise FactorAsked(NO_FACTOR)
    if fresh and not is_fresh(person.factor_at, ctx.now()):
        raise FactorAsked("Give your second factor once more: what you want to do asks for it within five minutes.")


def in_force(facts: Facts) -> dict[str, frozenset[Duty]]:
    """What somebody's duties are at this moment, by scheme, whether or not anything bars them."""
    found: dict[str, set[Duty]] = {}
    for one in facts.appointments:
        if one.state(facts.now) == "in force":
            found.setdefault(one.scheme, set()).add(one.duty)
    return {scheme: frozenset(duties) for scheme, duties in found.items()}


def _is_admin(session: Session, account_id: int) -> bool:
    account = accounts.by_id(session, account_id)
    return account is not None and account.role == ADMIN and account.disabled_at is None


def holds_any(ctx: Context, person: Person, words: Iterable[str]) -> bool:
    """Whether somebody holds one of these duties in any scheme now; “admin” is the role of the site.

    In a browser it is known since the session was looked at.
    """
    wanted = set(words)
    if ADMIN in wanted and person.role == ADMIN:
        return True
    if person.scopes is None:
        return bool(person.serves & wanted)
    with ctx.database.reading() as session:
        held = in_force(Facts(ctx.now(), appointments=appointments.of_account(session, person.id)))
    return any(duty.value in wanted for duties in held.values() for duty in duties)


def former(ctx: Context, person: Person, words: Iterable[str]) -> tuple[Bar, ...]:
    """What is told to whoever held one of these duties in any scheme, or will: that it is not in force."""
    wanted = set(words)
    with ctx.database.reading() as session:
        held = appointments.of_account(session, person.id)
    return over_or_to_come((one for one in held if one.duty.value in wanted), ctx.now())


def organisations_of(email: str, issuers: Iterable[str]) -> tuple[str, ...]:
    """Where somebody belongs, as far as it shows: the domain of their e-mail, and whose sign-in opens their account."""
    hosts = [urlsplit(issuer).hostname or "" for issuer in issuers]
    return tuple(name for name in (email.rpartition("@")[2], *hosts) if name)
