"""Pen names: how `author` in a bank of questions names the account of whoever wrote them."""

from __future__ import annotations

import re

from sqlalchemy.exc import IntegrityError

from lms.services.ground.context import Context
from lms.services.ground.person import Person
from lms.services.ground.refusals import Conflict, Invalid
from lms.store import audit, pen_names
from lms.store.locks import hold_account
from lms.store.personal import label
from lms.wording.phrases import _

PEN_NAME = re.compile(r"[a-z0-9](?:[a-z0-9-]{0,38}[a-z0-9])?")


def of_person(ctx: Context, person: Person) -> str:
    """The person's pen name, or nothing."""
    with ctx.database.reading() as session:
        return pen_names.of_account(session, person.id)


def choose(ctx: Context, person: Person, text: str) -> str:
    """Take a pen name, or give it up where nothing is written. One that is somebody else's is refused."""
    name = text.strip()
    if name and not PEN_NAME.fullmatch(name):
        raise Invalid(_("A pen name has at most 40 small letters, digits and hyphens."), "pen_name")
    try:
        with ctx.database.writing() as session:
            hold_account(session, person.id)
            if pen_names.of_account(session, person.id) == name:
                return name
            if name:
                pen_names.keep(session, person.id, name)
            else:
                pen_names.remove(session, person.id)
            actor = label(person.id)
            audit.append(session, ctx.now(), actor, "choose pen name", actor, {"given": bool(name)})
    except IntegrityError:
        raise Conflict(_("Somebody else writes under this name. Please choose another.")) from None
    return name
