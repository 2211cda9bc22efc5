"""Tokens of programs: named, scoped, with an end; seen and ended by their holder; ended with the password."""

from __future__ import annotations

from datetime import timedelta

import pytest

from lms.services import accounts
from lms.services.accounts import administering, bearers
from lms.services.ground.person import Person
from lms.services.ground.refusals import Invalid, NotFound
from lms.services.operating import tidying
from lms.store.tables import TokenRow
from tests.services.accounts.post import OTHER_PASSWORD, PASSWORD, mails_to
from tests.support.site import House

EMAIL = "amal@example.org"
ACTOR = "operator:test"


@pytest.fixture
def amal(house: House) -> Person:
    return Person(administering.add(house.context, ACTOR, EMAIL, "Amal Haddad", "learner", PASSWORD), EMAIL, "Amal")


def works(house: House, token: str) -> bool:
    return accounts.person_of_bearer(house.context, token) is not None


def test_a_token_lasts_a_year_unless_said(house: House, amal: Person) -> None:
    year = administering.issue_token(house.context, ACTOR, EMAIL)
    week = administering.issue_token(house.context, ACTOR, EMAIL, days=7)
    house.clock.turn(timedelta(days=7))
    assert (works(house, year), works(house, week)) == (True, False)
    house.clock.turn(timedelta(days=358))
    assert not works(house, year)
    assert accounts.list_tokens(house.context, amal) == []
    tidying.tidy(house.context)
    with house.context.database.reading() as session:
        assert session.query(TokenRow).count() == 0


def test_its_holder_sees_name_scopes_end_and_last_use_to_the_hour(house: House, amal: Person) -> None:
    token = administering.issue_token(house.context, ACTOR, EMAIL, "Reading list", ["read"])
    (seen,) = accounts.list_tokens(house.context, amal)
    assert (seen.name, seen.scopes, seen.used_at) == ("Reading list", ("read",), None)
    assert seen.ends_at == house.clock() + timedelta(days=365)
    house.clock.turn(timedelta(minutes=25))
    person = accounts.person_of_bearer(house.context, token)
    assert person is not None
    assert person.scopes == frozenset({"read"})
    first = house.clock().replace(minute=0)
    assert accounts.list_tokens(house.context, amal)[0].used_at == first
    house.clock.turn(timedelta(minutes=34))
    assert works(house, token)
    assert accounts.list_tokens(house.context, amal)[0].used_at == first
    house.clock.turn(timedelta(minutes=2))
    assert works(house, token)
    assert accounts.list_tokens(house.context, amal)[0].used_at == first + timedelta(hours=1)


def test_its_holder_ends_it_and_nobody_elses(house: House, amal: Person) -> None:
    rosa = house.person("Rosa Lind")
    mine = administering.issue_token(house.context, ACTOR, EMAIL)
    hers = administering.issue_token(house.context, ACTOR, rosa.email)
    for one in accounts.list_tokens(house.context, rosa):
        accounts.end_token(house.context, amal, one.id)
    for one in accounts.list_tokens(house.context, amal):
        accounts.end_token(house.context, amal, one.id)
    assert (works(house, mine), works(house, hers)) == (False, True)


def test_a_new_password_ends_them_signed_in_and_by_mail(house: House, amal: Person) -> None:
    token = administering.issue_token(house.context, ACTOR, EMAIL)
    accounts.change_password(house.context, amal, PASSWORD, OTHER_PASSWORD, "")
    assert not works(house, token)


def test_staff_take_one_back_by_the_beginning_of_its_id(house: House, amal: Person) -> None:
    one, other = (administering.issue_token(house.context, ACTOR, EMAIL) for _ in range(2))
    listed = administering.tokens_of(house.context, EMAIL)
    for beginning in ("", listed[0].id[:7], "no such id", "%"):
        with pytest.raises(NotFound):
            administering.take_token_back(house.context, ACTOR, EMAIL, beginning)
    administering.take_token_back(house.context, ACTOR, EMAIL, listed[0].id[:8])
    assert sorted([works(house, one), works(house, other)]) == [False, True]


@pytest.mark.parametrize(
    ("field", "given"),
    [("scope", ()), ("scope", ("read", "all")), ("days", 0), ("days", 100_000), ("name", ""), ("name", "x" * 101)],
)
def test_what_a_token_cannot_be_is_refused(house: House, amal: Person, field: str, given: object) -> None:
    wish = {"name": "A program", "scopes": ("read",), "days": 7} | {"scopes" if field == "scope" else field: given}
    with pytest.raises(Invalid) as refused:
        administering.issue_token(house.context, ACTOR, EMAIL, **wish)  # type: ignore[arg-type]
    assert refused.value.field == field


def test_tokens_of_before_go_on_for_a_year_with_all_scopes_and_their_holders_are_told_once(
    house: House, amal: Person
) -> None:
    old = [administering.issue_token(house.context, ACTOR, EMAIL, scopes=bearers.SCOPES) for _ in range(2)]
    with house.context.database.writing() as session:
        session.query(TokenRow).update({"ends_at": None})
    assert works(house, old[0])
    for _ in range(2):
        tidying.tidy(house.context)
    (mail,) = mails_to(house.context, EMAIL)
    assert "2 bearer tokens" in mail.body
    assert "22 November 2027" in mail.subject
    house.clock.turn(timedelta(days=364))
    person = accounts.person_of_bearer(house.context, old[1])
    assert person is not None
    assert person.scopes == frozenset(bearers.SCOPES)
    house.clock.turn(timedelta(days=1))
    assert not works(house, old[0])
