"""What a person chooses about the mails that they get."""

from __future__ import annotations

from lms.services.ground.context import Context
from lms.services.ground.person import Person
from lms.store import mail_choices


def choose_language(ctx: Context, person: Person, language: str) -> None:
    """Write to this person in this language from now on."""
    with ctx.database.reading() as session:
        if mail_choices.of(session, person.id).language == language:
            return
    with ctx.database.writing() as session:
        mail_choices.choose(session, person.id, language=language)
