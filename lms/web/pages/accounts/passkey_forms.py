"""What a page needs to offer passkeys: the question for the browser, and what its script sent back."""

from __future__ import annotations

from dataclasses import dataclass

from flask import request

from lms.services.factors import passkeys, places
from lms.services.factors.passkeys import Question
from lms.services.factors.places import Place
from lms.services.ground.refusals import Invalid
from lms.web.edge import current
from lms.wording.phrases import _

NOT_HERE = _("Passkeys cannot be used at this address.")


@dataclass(frozen=True, slots=True)
class Keys:
    """How a page offers passkeys: what the browser is asked, or at which address it could be asked."""

    question: Question | None
    elsewhere: str


def here() -> Place | None:
    """Where the caller is, as passkeys see it."""
    return places.place(current.context().settings, current.facts().host)


def require_here() -> Place:
    """The same, in a view that goes on with a passkey; Invalid where none can be used."""
    place = here()
    if place is None:
        raise Invalid(NOT_HERE)
    return place


def keys(account_id: int | None = None) -> Keys:
    """A question for the browser, for this account or for whoever holds a passkey."""
    place, context = here(), current.context()
    question = None if place is None else passkeys.ask(context, place, account_id)
    return Keys(question, places.elsewhere(context.settings))


def sent() -> tuple[str, str]:
    """What the script sent: the state of the question, and the browser's answer."""
    return request.form.get("state", ""), request.form.get("passkey", "")
