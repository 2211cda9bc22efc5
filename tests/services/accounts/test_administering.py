"""What staff do to accounts is written into the audit log in the same transaction."""

from collections.abc import Callable
from unittest.mock import patch

import pytest
from sqlalchemy import select

from lms.services import accounts
from lms.services.accounts import administering
from lms.services.granting import extra_time
from lms.services.ground.refusals import Conflict, Invalid, NotFound
from lms.store import audit
from lms.store.tables import AuditRow
from tests.services.accounts.post import HERE, PASSWORD
from tests.support.site import House

EMAIL = "amal@example.org"
ACTOR = "operator:test"


def add(house: House, role: str = "learner") -> int:
    return administering.add(house.context, ACTOR, EMAIL, "Amal Haddad", role, PASSWORD)


def acts(house: House) -> list[tuple[str, str]]:
    with house.context.database.reading() as session:
        return [(row.act, row.actor) for row in session.scalars(select(AuditRow).order_by(AuditRow.n))]


def test_an_added_account_is_confirmed_and_can_sign_in(house: House) -> None:
    add(house, "author")
    token = accounts.sign_in(house.context, EMAIL, PASSWORD, HERE, "")
    person = accounts.person_of_session(house.context, token)
    assert person is not None
    assert (person.role, person.confirmed) == ("author", True)


def test_an_e_mail_has_one_account(house: House) -> None:
    add(house)
    with pytest.raises(Conflict):
        administering.add(house.context, ACTOR, " AMAL@example.org", "Somebody", "learner", None)


def test_every_act_leaves_its_entry(house: House) -> None:
    add(house)
    administering.issue_token(house.context, ACTOR, EMAIL)
    administering.take_tokens_back(house.context, ACTOR, EMAIL)
    administering.set_role(house.context, ACTOR, EMAIL, "staff", "new post")
    extra_time.set_extra_time(house.context, ACTOR, EMAIL, "1.5", "agreed")
    administering.disable(house.context, ACTOR, EMAIL, "left")
    administering.enable(house.context, ACTOR, EMAIL, "back")
    assert acts(house) == [
        (act, ACTOR)
        for act in (
            "add account",
            "issue token",
            "take tokens back",
            "set role",
            "set extra time",
            "disable account",
            "enable account",
        )
    ]


@pytest.mark.parametrize(
    "act",
    [
        lambda ctx: administering.add(ctx, ACTOR, "new@example.org", "New", "learner", None),
        lambda ctx: administering.issue_token(ctx, ACTOR, EMAIL),
        lambda ctx: administering.set_role(ctx, ACTOR, EMAIL, "admin", "why"),
        lambda ctx: extra_time.set_extra_time(ctx, ACTOR, EMAIL, "2", "why"),
        lambda ctx: administering.disable(ctx, ACTOR, EMAIL, "why"),
    ],
)
def test_without_its_entry_no_act_happens(house: House, act: Callable[[object], object]) -> None:
    add(house)
    before = list(administering.all_accounts(house.context))
    with patch.object(audit, "append", side_effect=OSError("disk full")), pytest.raises(OSError, match="disk full"):
        act(house.context)
    assert list(administering.all_accounts(house.context)) == before
    with house.context.database.reading() as session:
        assert session.connection().exec_driver_sql("SELECT count(*) FROM tokens").scalar() == 0


@pytest.mark.parametrize(
    "factor", ["0", "0.5", "11", "x", "", "nan", "inf", "1e3", "1e10000000", "1/0", "-1", "9" * 50]
)
def test_a_factor_out_of_bounds_is_refused_at_once(house: House, factor: str) -> None:
    add(house)
    with pytest.raises(Invalid):
        extra_time.set_extra_time(house.context, ACTOR, EMAIL, factor, "agreed")


@pytest.mark.parametrize(("typed", "exact"), [("1.5", "3/2"), ("5/4", "5/4"), ("2", "2"), (" 1.25 ", "5/4")])
def test_a_factor_is_kept_exactly(house: House, typed: str, exact: str) -> None:
    add(house)
    assert str(extra_time.set_extra_time(house.context, ACTOR, EMAIL, typed, "agreed")) == exact
    assert str(next(administering.all_accounts(house.context)).extra_time) == exact


@pytest.mark.parametrize("reason", ["", "   ", "x" * 501])
def test_a_reason_is_needed_and_bounded(house: House, reason: str) -> None:
    add(house)
    with pytest.raises(Invalid):
        administering.disable(house.context, ACTOR, EMAIL, reason)
    assert next(administering.all_accounts(house.context)).disabled_at is None


def test_unknown_people_and_roles_are_refused(house: House) -> None:
    with pytest.raises(NotFound):
        administering.issue_token(house.context, ACTOR, "nobody@example.org")
    with pytest.raises(Invalid):
        add(house, "owner")


def test_no_token_is_given_for_a_disabled_account(house: House) -> None:
    add(house)
    administering.disable(house.context, ACTOR, EMAIL, "left")
    with pytest.raises(Conflict):
        administering.issue_token(house.context, ACTOR, EMAIL)
    with pytest.raises(Conflict):
        administering.disable(house.context, ACTOR, EMAIL, "left")


def test_tokens_that_were_taken_back_open_nothing(house: House) -> None:
    add(house)
    token = administering.issue_token(house.context, ACTOR, EMAIL)
    assert administering.take_tokens_back(house.context, ACTOR, EMAIL) == 1
    assert accounts.person_of_bearer(house.context, token) is None
