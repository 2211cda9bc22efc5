"""People with a password, and with a second factor, at the steps of signing in."""

from __future__ import annotations

import pyotp
import pytest

from lms.services.accounts import administering, recognising, signing_in
from lms.services.accounts.signing_in import SecondFactorAsked
from lms.services.factors import apps, asking
from lms.services.ground.person import Person
from lms.store import accounts
from tests.services.accounts.post import HERE, PASSWORD
from tests.support.site import House


def joined(house: House, email: str, role: str = "learner") -> str:
    """The e-mail of a new account that has the usual password."""
    administering.add(house.context, "operator:test", email, "Amal Haddad", role, PASSWORD)
    return email


def known(house: House, email: str) -> Person:
    with house.context.database.reading() as session:
        account = accounts.by_email(session, email)
    assert account is not None
    return Person(account.id, account.email, account.name, account.role)


def signed_in(house: House, email: str) -> tuple[Person, str]:
    """The person as their browser is known just after signing in, and the token of their session."""
    token = signing_in.sign_in(house.context, email, PASSWORD, HERE, "a browser")
    return here(house, token), token


def here(house: House, token: str) -> Person:
    person = recognising.person_of_session(house.context, token)
    assert person is not None
    return person


def enrolled(house: House, email: str) -> tuple[Person, pyotp.TOTP, tuple[str, ...]]:
    """Somebody who has an app, the app, and their recovery codes."""
    person, token = signed_in(house, email)
    offer = apps.offer(house.context, person, "The Programme")
    app = pyotp.parse_uri(offer.address)
    assert isinstance(app, pyotp.TOTP)
    codes = apps.enrol(house.context, person, offer.sealed, app.at(house.clock()), token)
    return here(house, token), app, codes


def asked(house: House, email: str) -> str:
    """The state of a browser after the password was right."""
    with pytest.raises(SecondFactorAsked) as needed:
        signing_in.sign_in(house.context, email, PASSWORD, HERE, "a browser")
    return asking.state_for(house.context, needed.value.account)


def passed(house: House, email: str, app: pyotp.TOTP) -> tuple[Person, str]:
    """Signed in by both steps."""
    token = asking.by_code(house.context, asked(house, email), app.at(house.clock()), HERE, "a browser")
    return here(house, token), token
