"""Signing in: sessions that can be ended, answers that tell nothing, tries that are counted."""

from datetime import timedelta
from unittest.mock import patch

import pytest
from argon2 import PasswordHasher

from lms.services import accounts
from lms.services.accounts import administering, hashing, signing_in
from lms.services.ground.person import Person
from lms.services.ground.refusals import Invalid, Refusal, TooMany
from lms.store import accounts as rows
from lms.store.tables import SessionRow
from tests.services.accounts.post import HERE, OTHER_PASSWORD, PASSWORD, at_once
from tests.support.site import House

EMAIL = "amal@example.org"


def join(house: House, email: str = EMAIL, role: str = "learner") -> Person:
    """An account with a password, as its owner is known once signed in."""
    id = administering.add(house.context, "test", email, "Amal Haddad", role, PASSWORD)
    return Person(id, email, "Amal Haddad", role)


def sign_in(house: House, email: str = EMAIL, password: str = PASSWORD, address: str = HERE) -> str:
    return accounts.sign_in(house.context, email, password, address, "Firefox")


def test_the_right_password_opens_a_session_of_thirty_days(house: House) -> None:
    amal = join(house)
    token = sign_in(house, " Amal@Example.ORG ")
    assert accounts.person_of_session(house.context, token) == amal
    house.clock.turn(timedelta(days=30) - timedelta(seconds=1))
    assert accounts.person_of_session(house.context, token) == amal
    house.clock.turn(timedelta(seconds=1))
    assert accounts.person_of_session(house.context, token) is None


def test_each_sign_in_is_a_session_of_its_own_kept_as_a_hash(house: House) -> None:
    amal = join(house)
    first, second = sign_in(house), sign_in(house)
    assert first != second
    listed = accounts.list_sessions(house.context, amal)
    assert {one.id for one in listed} == {accounts.session_id(first), accounts.session_id(second)}
    assert {one.device for one in listed} == {"Firefox"}
    assert not {first, second} & {one.id for one in listed}


def test_every_wrong_way_in_gets_the_same_answer(house: House) -> None:
    join(house)
    join(house, "shut@example.org")
    administering.disable(house.context, "test", "shut@example.org", "left")
    administering.add(house.context, "test", "none@example.org", "No Password", "learner", None)
    answers = set()
    for email, password in [
        (EMAIL, OTHER_PASSWORD),
        (EMAIL, ""),
        (EMAIL, "x" * 100_000),
        ("nobody@example.org", PASSWORD),
        ("no e-mail at all", PASSWORD),
        ("shut@example.org", PASSWORD),
        ("none@example.org", "!"),
    ]:
        with pytest.raises(Invalid) as refused:
            sign_in(house, email, password)
        answers.add((refused.value.message, refused.value.field))
    assert len(answers) == 1


@pytest.mark.parametrize("email", [EMAIL, "nobody@example.org", "no e-mail at all", "none@example.org"])
def test_whoever_tries_one_hash_of_the_same_cost_is_computed(house: House, email: str) -> None:
    join(house)
    administering.add(house.context, "test", "none@example.org", "No Password", "learner", None)
    with patch.object(hashing, "_hasher", wraps=hashing._hasher) as hasher, pytest.raises(Invalid):
        sign_in(house, email, OTHER_PASSWORD)
    assert hasher.verify.call_count == 1
    assert hasher.hash.call_count == 0
    assert hasher.verify.call_args.args[0].startswith("$argon2id$v=19$m=19456,t=2,p=1$")


def test_eleven_tries_in_five_minutes_are_one_too_many(house: House) -> None:
    join(house)
    for n in range(10):
        with pytest.raises(Invalid):
            sign_in(house, password=OTHER_PASSWORD, address=f"192.0.2.{n}")
    with pytest.raises(TooMany) as refused:
        sign_in(house, address="192.0.2.99")
    assert refused.value.retry_after == 300
    house.clock.turn(timedelta(minutes=5))
    sign_in(house)


def test_an_unknown_e_mail_is_limited_like_a_known_one(house: House) -> None:
    for n in range(10):
        with pytest.raises(Invalid):
            sign_in(house, "nobody@example.org", address=f"192.0.2.{n}")
    with pytest.raises(TooMany):
        sign_in(house, "nobody@example.org", address="192.0.2.99")


def test_tries_are_counted_for_the_address_as_well(house: House) -> None:
    join(house)
    for n in range(10):
        with pytest.raises(Invalid):
            sign_in(house, f"nobody{n}@example.org", address="2001:db8:1:2::1")
    with pytest.raises(TooMany):
        sign_in(house, address="2001:db8:1:2:ffff::2")
    sign_in(house, address="2001:db8:1:3::1")


def test_a_class_in_one_room_can_sign_in(house: House) -> None:
    for n in range(12):
        join(house, f"person{n}@example.org")
        sign_in(house, f"person{n}@example.org")


@pytest.mark.postgres
def test_of_thirty_guesses_at_once_ten_are_tried(any_house: House) -> None:
    join(any_house)
    came = at_once(30, lambda n: sign_in(any_house, password=OTHER_PASSWORD, address=f"192.0.2.{n}"))
    assert sorted(type(one).__name__ for one in came) == ["Invalid"] * 10 + ["TooMany"] * 20


def test_where_nothing_can_be_counted_nobody_is_let_in(house: House) -> None:
    join(house)
    with house.context.database.engine.begin() as connection:
        connection.exec_driver_sql("DROP TABLE limits")
    with pytest.raises(Exception, match="limits") as error:
        sign_in(house)
    assert not isinstance(error.value, Refusal)


def test_after_signing_out_the_token_is_worth_nothing(house: House) -> None:
    join(house)
    stays, goes = sign_in(house), sign_in(house)
    accounts.sign_out(house.context, goes)
    assert accounts.person_of_session(house.context, goes) is None
    assert accounts.person_of_session(house.context, stays) is not None


def test_one_session_or_all_can_be_ended_and_nobody_elses(house: House) -> None:
    amal, rosa = join(house), join(house, "rosa@example.org")
    first, second, hers = sign_in(house), sign_in(house), sign_in(house, "rosa@example.org")
    accounts.end_session(house.context, rosa, accounts.session_id(first))
    assert accounts.person_of_session(house.context, first) == amal
    accounts.end_session(house.context, amal, accounts.session_id(first))
    assert accounts.person_of_session(house.context, first) is None
    assert accounts.person_of_session(house.context, second) == amal
    accounts.end_all(house.context, amal)
    assert accounts.person_of_session(house.context, second) is None
    assert accounts.person_of_session(house.context, hers) == rosa


def test_disabling_ends_sessions_and_tokens_at_once_and_for_good(house: House) -> None:
    amal = join(house)
    session, bearer = sign_in(house), administering.issue_token(house.context, "test", EMAIL)
    assert accounts.person_of_bearer(house.context, bearer) == amal
    administering.disable(house.context, "test", EMAIL, "asked for it")
    assert accounts.person_of_session(house.context, session) is None
    assert accounts.person_of_bearer(house.context, bearer) is None
    administering.enable(house.context, "test", EMAIL, "came back")
    assert accounts.person_of_session(house.context, session) is None
    assert accounts.person_of_bearer(house.context, bearer) is None


def test_a_session_of_a_disabled_account_would_open_nothing_either(house: House) -> None:
    amal = join(house)
    token = sign_in(house)
    with house.context.database.writing() as session:
        rows.change(session, amal.id, disabled_at=house.clock())
    assert accounts.person_of_session(house.context, token) is None


def test_a_password_changed_while_it_is_tried_opens_nothing(house: House) -> None:
    """Between reading the account and opening the session somebody may choose a new password."""
    amal = join(house)
    fits = hashing.fits

    def changed_meanwhile(password_hash: str, password: str) -> bool:
        with house.context.database.writing() as session:
            rows.change(session, amal.id, password_hash=hashing.hashed(OTHER_PASSWORD))
        return fits(password_hash, password)

    with patch.object(hashing, "fits", changed_meanwhile), pytest.raises(Invalid):
        sign_in(house)
    assert accounts.list_sessions(house.context, amal) == []


def test_a_session_is_not_a_bearer_token_and_the_other_way_round(house: House) -> None:
    join(house)
    session, bearer = sign_in(house), administering.issue_token(house.context, "test", EMAIL)
    assert accounts.person_of_bearer(house.context, session) is None
    assert accounts.person_of_session(house.context, bearer) is None


@pytest.mark.parametrize("token", ["", "x", "é\ud800", "a" * 1_000_000])
def test_anything_may_be_offered_as_a_token(house: House, token: str) -> None:
    assert accounts.person_of_session(house.context, token) is None
    assert accounts.person_of_bearer(house.context, token) is None


def test_of_more_than_fifty_sessions_the_oldest_end(house: House) -> None:
    amal = join(house)
    oldest = sign_in(house)
    with house.context.database.writing() as session:
        for n in range(signing_in.MOST_SESSIONS - 1):
            at = house.clock() + timedelta(seconds=n + 1)
            session.add(SessionRow(id=f"{n:064}", account_id=amal.id, created_at=at, expires_at=at + timedelta(days=1)))
    house.clock.turn(timedelta(minutes=1))
    newest = sign_in(house)
    assert accounts.person_of_session(house.context, oldest) is None
    assert accounts.person_of_session(house.context, newest) == amal
    assert len(accounts.list_sessions(house.context, amal)) == signing_in.MOST_SESSIONS


@pytest.mark.postgres
def test_a_person_is_known_by_the_same_statement_on_each_database(any_house: House) -> None:
    join(any_house, role="staff")
    person = accounts.person_of_session(any_house.context, sign_in(any_house))
    assert person is not None
    assert (person.email, person.role, person.confirmed) == (EMAIL, "staff", True)
    any_house.clock.turn(timedelta(days=31))
    assert accounts.person_of_session(any_house.context, "gone") is None


def test_a_hash_of_other_costs_is_renewed_at_the_next_sign_in(house: House) -> None:
    amal = join(house)
    cheap = PasswordHasher(time_cost=1, memory_cost=8192, parallelism=1).hash(PASSWORD)
    with house.context.database.writing() as session:
        rows.change(session, amal.id, password_hash=cheap)
    sign_in(house)
    with house.context.database.reading() as session:
        kept = rows.by_id(session, amal.id)
    assert kept is not None
    assert "m=19456,t=2,p=1" in kept.password_hash
    sign_in(house)


def test_what_a_browser_calls_itself_is_cut_and_cleaned(house: House) -> None:
    amal = join(house)
    accounts.sign_in(house.context, EMAIL, PASSWORD, HERE, "Fire\nfox\x00" + "x" * 500)
    (session,) = accounts.list_sessions(house.context, amal)
    assert session.device == ("Firefox" + "x" * 500)[:100]
