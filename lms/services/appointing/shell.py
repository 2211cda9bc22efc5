"""In whose name the operator of the machine acts: an account, by the same bars as in a browser."""

from __future__ import annotations

from lms.services.accounts.identity import known_form
from lms.services.accounts.people import person_of
from lms.services.ground.context import Context
from lms.services.ground.person import Person
from lms.services.ground.refusals import NotFound
from lms.store import accounts


def acting_as(ctx: Context, email: str) -> Person:
    """The person whose account has this e-mail, and can be used."""
    with ctx.database.reading() as session:
        number = accounts.id_of(session, known_form(email))
        person = person_of(session, number) if number is not None else None
    if person is None:
        raise NotFound(f"There is no account for {email[:254]} that anybody can use.")
    return person
