"""Whoever owns an account is told by mail of each change of what opens it, in the language of their mails."""

from __future__ import annotations

from dataclasses import replace

import pytest

from lms.services.factors import keeping
from lms.services.ground.person import Person
from lms.services.mail import choosing
from lms.services.organisations import entering
from lms.services.organisations.believing import Known
from lms.settings.providers import Provider
from lms.store import second_factors
from lms.store.second_factors import Passkey
from tests.services.accounts.post import mails_to
from tests.services.factors.people import enrolled, joined, known
from tests.support.site import House

ISSUER = "https://login.example.org"


@pytest.fixture
def email(house: House) -> str:
    return joined(house, "amal@example.org")


def told(house: House, email: str) -> list[str]:
    return [mail.subject for mail in mails_to(house.context, email)]


def last(house: House, email: str) -> str:
    return mails_to(house.context, email)[-1].body


def proved(house: House, person: Person) -> Person:
    """The same, who has just shown once more that it is they."""
    return replace(person, proved_at=house.clock(), proved_again=True)


def test_of_new_recovery_codes(house: House, email: str) -> None:
    person, _, _ = enrolled(house, email)
    codes = keeping.new_codes(house.context, proved(house, person))
    assert told(house, email)[-1] == "New recovery codes were made for your account"
    body = last(house, email)
    assert "/account/second-factor" in body
    assert not [code for code in codes if code in body]


def test_of_a_factor_that_goes_and_whether_another_is_left(house: House, email: str) -> None:
    person, _, _ = enrolled(house, email)
    phone = Passkey("f" * 64, person.id, "My phone", "bXkgcGhvbmU", b"a public key", 0, house.clock(), None)
    with house.context.database.writing() as session:
        assert second_factors.add_passkey(session, phone)
    keeping.remove_app(house.context, proved(house, person))
    assert "the app that shows codes was removed" in last(house, email)
    assert "Another second step is still there." in last(house, email)
    keeping.remove_passkey(house.context, proved(house, person), phone.id)
    assert "a passkey was removed" in last(house, email)
    assert "No second step is left" in last(house, email)


def test_of_an_organisation_that_is_joined_and_parted_by_its_name(house: House, email: str) -> None:
    provider = Provider("the-hospital", "The Hospital", ISSUER, "lms")
    house.context = replace(house.context, settings=replace(house.context.settings, providers=(provider,)))
    person = proved(house, known(house, email))
    entering.join(house.context, person, Known(ISSUER, "4711", "Amal"))
    assert told(house, email)[-1] == "The sign-in of an organisation was joined to your account"
    assert "the sign-in of The Hospital was joined" in last(house, email)
    (mine,) = entering.joined(house.context, person)
    entering.part(house.context, person, mine.id)
    assert "the sign-in of The Hospital was taken off" in last(house, email)
    entering.part(house.context, person, mine.id)
    assert len(told(house, email)) == 2


def test_of_an_organisation_that_the_site_has_forgotten_by_its_address(house: House, email: str) -> None:
    entering.join(house.context, proved(house, known(house, email)), Known(ISSUER, "4711", "Amal"))
    assert f"the sign-in of {ISSUER} was joined" in last(house, email)


def test_in_the_language_of_their_mails(house: House, email: str) -> None:
    person, _, _ = enrolled(house, email)
    choosing.choose_language(house.context, person, "ar")
    keeping.new_codes(house.context, proved(house, person))
    assert told(house, email)[-1] == "أُنشئت رموز استرداد جديدة لحسابك"
