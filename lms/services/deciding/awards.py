"""An award by decision under a scheme: a registrar proposes it, and somebody else, a decider, confirms or declines.

Its ground is printed in the place of the criteria, so that the certificate states nothing that its holder did not meet.
"""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy.orm import Session

from lms.content.reading.model import Catalog
from lms.practice import acts
from lms.practice.duties import Thing
from lms.services.accounts.identity import known_form
from lms.services.appointing import asking, proposing
from lms.services.appointing.recording import checked_reason, record
from lms.services.certifying import awarding, promising
from lms.services.certifying.claiming import printable
from lms.services.certifying.promising import Award
from lms.services.deciding.hands import before
from lms.services.deciding.ways import scheme_of
from lms.services.ground.context import Context
from lms.services.ground.person import Person
from lms.services.ground.refusals import Conflict, Invalid
from lms.store import accounts, applications, certificates, proposals
from lms.store.accounts import Account
from lms.store.locks import hold_account
from lms.store.personal import label
from lms.store.proposals import Proposal

KIND = "award"
NO_SCHEME = Thing(KIND, "", any_scheme=True)


@dataclass(frozen=True, slots=True)
class Sent:
    """What a registrar fills in: whom, which certification, name and ground as printed, and why, for the record."""

    email: str = ""
    credential: str = ""
    name: str = ""
    awarded_for: str = ""
    reason: str = ""


def propose(ctx: Context, person: Person, sent: Sent, *, operator: str = "") -> Proposal:
    """Propose an award. Nothing changes until somebody else confirms; the same sent again is the one that there is.

    The command names its operator: nobody can prove a second factor there.
    """
    catalog = ctx.catalog().original
    with ctx.database.writing() as session:
        # Whoever may not is told of nothing else, and of nobody's account.
        about = Thing(KIND, "", (sent.credential,)) if sent.credential else NO_SCHEME
        asking.require(ctx, session, person, acts.AWARD, about, shell=bool(operator))
        if not sent.credential:
            raise Invalid("Choose a certification.", "credential")
        account = _account(session, sent.email)
        hold_account(session, account.id)
        thing = Thing(KIND, f"{sent.credential}/{account.id}", (sent.credential,), person=account.id)
        allowed = asking.require(ctx, session, person, acts.AWARD, thing, shell=bool(operator))
        reason, body = checked_reason(sent.reason), _body(catalog, sent)
        name = f"{KIND}:{thing.id}"
        latest = proposals.latest_of(session, acts.AWARD.name, name)
        if latest is not None and _is_same(latest, person, reason, body) and serial_of(session, latest):
            return latest
        _require_free(session, account.id, sent.credential)
        proposal, is_new = proposing.propose(ctx, session, person, allowed, acts.AWARD.name, name, reason, body)
        if is_new:
            details = {"proposal": proposal.id, "ground": body["ground"]}
            record(
                session, ctx, person, allowed, "propose award", name, reason=reason, operator=operator, details=details
            )
    return proposal


def answer(ctx: Context, person: Person, number: int, confirmed: bool, reason: str = "") -> str:
    """Confirm a proposed award, which promises the certificate, or decline it; the number that is promised, if any."""
    catalog = ctx.catalog().original
    with ctx.database.writing() as session:
        proposal = of_number(session, number)
        if proposal is not None:
            hold_account(session, recipient(proposal))
            proposal = of_number(session, number)
        thing = thing_of(session, catalog, proposal, person.id)
        allowed = asking.require(ctx, session, person, acts.CONFIRM_AWARD, thing)
        if proposal is None:
            raise Conflict("Nothing is proposed under this number.")
        outcome = proposing.CONFIRMED if confirmed else proposing.DECLINED
        if proposal.outcome:
            return _answered_before(session, person, proposal, outcome)
        why = proposal.reason if confirmed else checked_reason(reason)
        proposing.settle(ctx, session, proposal, person, outcome)
        proposed_by = None if proposal.by is None else label(proposal.by)
        details = {"proposal": proposal.id, "proposed_by": proposed_by, "ground": proposal.body["ground"]}
        if not confirmed:
            record(session, ctx, person, allowed, "decline award", proposal.thing, reason=why, details=details)
            return ""
        _require_free(session, recipient(proposal), proposal.scheme)
        serial, of_scheme = _promise(session, ctx, catalog, proposal)
        record(
            session, ctx, person, allowed, acts.CONFIRM_AWARD.name, serial, reason=why, details={**details, **of_scheme}
        )
    ctx.enqueue("certificate", serial)
    return serial


def of_number(session: Session, number: int) -> Proposal | None:
    """A proposed award, whatever came of it."""
    proposal = proposals.find(session, number)
    return proposal if proposal is not None and proposal.act == acts.AWARD.name else None


def recipient(proposal: Proposal) -> int:
    """The account that it would be awarded to."""
    return int(proposal.thing.rpartition("/")[2])


def thing_of(session: Session, catalog: Catalog, proposal: Proposal | None, looks: int) -> Thing:
    """An award before somebody, with what they have to do with the candidate. One that is not there is of no scheme."""
    if proposal is None:
        return Thing(KIND, "")
    id = proposal.thing.partition(":")[2]
    return before(
        session, catalog, Thing(KIND, id, proposed_by=proposal.by), proposal.scheme, recipient(proposal), looks
    )


def serial_of(session: Session, proposal: Proposal) -> str:
    """The certificate that was promised by it; nothing where none was."""
    settled = proposal.settled_at
    if proposal.outcome != proposing.CONFIRMED or settled is None:
        return ""
    held = certificates.of_account(session, recipient(proposal))
    return next((one.serial for one in held if one.credential == proposal.scheme and one.created_at >= settled), "")


def _account(session: Session, email: str) -> Account:
    account = accounts.by_email(session, known_form(email))
    if account is None or account.disabled_at is not None:
        raise Invalid("There is no account with this e-mail address that anybody can use.", "email")
    return account


def _body(catalog: Catalog, sent: Sent) -> dict[str, str]:
    """What would be printed, in its normal form."""
    credential, _scheme = scheme_of(catalog, sent.credential)
    ground = awarding.ground_of(" ".join(sent.awarded_for.split()), credential.design)
    if not ground:
        raise Invalid("Say what it is awarded for: this is printed in the place of the criteria.", "awarded_for")
    return {"name": printable(sent.name, credential.design), "ground": ground}


def _is_same(proposal: Proposal, person: Person, reason: str, body: dict[str, str]) -> bool:
    return (proposal.by, proposal.reason, proposal.body) == (person.id, reason, body)


def _require_free(session: Session, account: int, credential: str) -> None:
    """Nobody gets a second one, and what is applied for is decided as an application."""
    promising.refuse_what_is_held(
        [one for one in certificates.of_account(session, account) if one.credential == credential]
    )
    if applications.under_way(session, account, credential) is not None:
        raise Conflict("This person has applied for it: decide about the application, on /staff/applications.")


def _promise(session: Session, ctx: Context, catalog: Catalog, proposal: Proposal) -> tuple[str, dict[str, object]]:
    """The number that is promised, and for the record under which version of the scheme."""
    credential, scheme = scheme_of(catalog, proposal.scheme)
    award = Award(credential, recipient(proposal), proposal.body["name"], proposal.body["ground"])
    claims = promising.promise(session, ctx, catalog, award)
    return claims.serial, {
        "by": "decision",
        "claims": claims.hash,
        "scheme_hash": scheme.hash,
        "scheme_version": scheme.version,
    }


def _answered_before(session: Session, person: Person, proposal: Proposal, outcome: str) -> str:
    """What this very person answered before in the same way."""
    if (proposal.settled_by, proposal.outcome) != (person.id, outcome):
        raise Conflict(f"Somebody has answered this already: {proposal.outcome}.")
    return serial_of(session, proposal)
