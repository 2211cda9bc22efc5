"""A demonstration decides too: by a demonstration person, appointed by another one and marked so."""

from __future__ import annotations

import secrets

from lms.practice.duties import Duty
from lms.services.accounts.identity import DEMONSTRATION
from lms.services.appointing import appoint, declaring
from lms.services.appointing.appoint import Wanted
from lms.services.appointing.declaring import Declared
from lms.services.certifying import claiming
from lms.services.deciding import applying, decisions
from lms.services.deciding.applying import Filled
from lms.services.ground.context import Context
from lms.services.ground.person import Person
from lms.services.ground.refusals import Conflict
from lms.services.rehearsing.learner_acts import UNMATCHABLE
from lms.store import accounts

ADMIN, DECIDER = "Demonstration Admin", "Demonstration Decider"
WHY = "A demonstration: no person of the programme decided."


def certify(context: Context, person: Person, credential_id: str, name: str) -> str:
    """The number of the certificate: claimed where nobody decides, else applied for, and decided by a demonstration."""
    if credential_id not in context.catalog().schemes:
        serial = claiming.claim(context, person, credential_id, name, agree=True).holding.serial
        if serial is None:
            raise Conflict("The certificate could not be claimed.")
        return serial
    filled = Filled(name=name, truth=True, agree=True, signature=name)
    applied = applying.apply(context, person, credential_id, filled)
    decider = _decider(context, credential_id)
    return decisions.decide(context, decider, applied.application.id, decisions.choice_of("certified", WHY)).serial


def _decider(context: Context, credential_id: str) -> Person:
    """Somebody with the duty, as long as this decision takes: the appointment ends with today."""
    admin, decider = _somebody(context, ADMIN, "admin"), _somebody(context, DECIDER, "learner")
    today = context.now().date().isoformat()
    wanted = Wanted(decider.email, Duty.DECIDER.value, credential_id, WHY, until=today)
    appoint.appoint(context, admin, wanted, demonstration=True)
    declaring.declare(context, decider, Declared())
    return decider


def _somebody(context: Context, name: str, role: str) -> Person:
    """An account that nobody can sign in to, in the state of having given a second factor."""
    now = context.now()
    email = f"demo-{secrets.token_hex(4)}@{DEMONSTRATION}"
    with context.database.writing() as session:
        id = accounts.add(
            session, email=email, name=name, password_hash=UNMATCHABLE, now=now, role=role, confirmed=True
        )
    if id is None:
        raise Conflict("There is such an account already. Please try again.")
    return Person(id, email, name, role, factor_at=now)
