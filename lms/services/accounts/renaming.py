"""The name that pages call somebody by."""

from __future__ import annotations

from lms.services.accounts import identity
from lms.services.ground.context import Context
from lms.services.ground.person import Person
from lms.store import accounts


def rename(ctx: Context, person: Person, name: str) -> None:
    """Change the name that pages use. Certificates keep the name they were issued to."""
    normal_name = identity.name_of(name)
    with ctx.database.writing() as session:
        accounts.change(session, person.id, name=normal_name)
