"""A learner's certificates with what they applied for: of a certification with a scheme, a person decides."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from lms.practice.applications import Application, State
from lms.progress.gates import Reason
from lms.services.certifying import claiming
from lms.services.certifying.claiming import Holding
from lms.services.ground.context import Context
from lms.services.ground.person import Person
from lms.store import applications
from lms.wording.phrases import _

APPLIED = "applied"


def mine(context: Context, person: Person) -> tuple[Holding, ...]:
    """Every credential for this learner; one that was applied for says by when somebody decides."""
    holdings = claiming.mine(context, person)
    schemes = context.catalog().schemes
    if not schemes:
        return holdings
    with context.database.reading() as session:
        own = applications.of_account(session, person.id)
    under_way = {one.credential: one for one in reversed(own) if one.under_way}
    return tuple(_with_application(one, under_way, schemes) for one in holdings)


def _with_application(holding: Holding, under_way: Mapping[str, Application], schemes: Mapping[str, object]) -> Holding:
    application = under_way.get(holding.credential_id)
    if application is None or holding.credential_id not in schemes:
        return holding
    if application.state is State.COMPLETE:
        return replace(
            holding, state=APPLIED if holding.serial is None else holding.state, decide_by=application.decide_by
        )
    if holding.state == "closed" and application.granted_at is None:
        return replace(holding, reasons=(_waiting(application), *holding.reasons))
    return holding


def _waiting(application: Application) -> Reason:
    message = _("A registrar of the programme looks at your statement.")
    return Reason("route", "", str(application.claims.get("statement", "")), message)


def of_credential(holdings: Sequence[Holding], credential_id: str) -> Holding | None:
    return next((one for one in holdings if one.credential_id == credential_id), None)
