"""Adopting a bank that was in use before there were reviews: once, by decision, and marked so for ever."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from lms.practice import acts as rights
from lms.practice.duties import Thing
from lms.practice.lives import Act, Kind
from lms.services.appointing.asking import NoDuty, require
from lms.services.appointing.recording import checked_reason, record
from lms.services.ground.context import Context
from lms.services.ground.person import Person
from lms.services.ground.refusals import Conflict
from lms.services.reviewing.folding import Told, sources_of, standings
from lms.services.reviewing.records import IN_USE, adopt
from lms.services.reviewing.schemes import banks_under
from lms.services.reviewing.versions import texts_in_files
from lms.store.locks import hold_question


@dataclass(frozen=True, slots=True)
class Adopted:
    """How many questions of a bank are approved by decision."""

    bank: str
    questions: int


def adopt_bank(ctx: Context, person: Person, bank_id: str, reason: str, operator: str = "") -> Adopted:
    """Approve by decision the active questions and pilots of a bank with which nothing was done yet.

    The same by the same person once more is answered alike.
    """
    catalog = ctx.catalog().original
    bank, schemes = catalog.banks.get(bank_id), banks_under(catalog).get(bank_id, ())
    if bank is None or not schemes:
        raise NoDuty
    with ctx.database.writing() as session:
        hold_question(session, bank.id)
        allowed = require(ctx, session, person, rights.ADOPT, Thing("bank", bank.id, schemes), shell=bool(operator))
        why = checked_reason(reason)
        told = [one for standing in standings(session, [bank]).values() for one in standing.versions.values()]
        before = _before(told, person, why)
        if before:
            return Adopted(bank.id, before)
        taken = {one.source for one in told}
        adopted = [one for source, one in sources_of(bank).items() if source not in taken and one.status in IN_USE]
        for quiz in adopted:
            texts = frozenset(text.name for text in texts_in_files(catalog, bank.id, quiz.id))
            adopt(session, ctx, catalog, bank, quiz, Act(Kind.ADOPTED, person.id, texts=texts), allowed.duty, why)
        subject, details = f"bank:{bank.id}", {"questions": len(adopted)}
        record(session, ctx, person, allowed, "adopt bank", subject, reason=why, operator=operator, details=details)
    return Adopted(bank.id, len(adopted))


def _before(told: Sequence[Told], person: Person, why: str) -> int:
    """How many this person adopted before in the same words; refused where anybody did, or reviews have begun."""
    adopted = [one.acts[0] for one in told if one.life.adopted]
    if adopted and all((one.act.actor, one.reason) == (person.id, why) for one in adopted):
        return len(adopted)
    if adopted:
        raise Conflict("This bank was adopted already. Its new questions go through their reviews.")
    if any(one.life.approved for one in told):
        raise Conflict("Questions of this bank were reviewed already. The others go through their reviews too.")
    return 0
