"""An app of codes: enrolled by a right code, asked for at sign-in, and no code of it taken twice."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pyotp
import pytest
from argon2 import PasswordHasher

from lms.services.accounts import hashing, passwords, signing_in
from lms.services.factors import apps, asking, keeping, proving
from lms.services.factors.proving import ProofAsked
from lms.services.ground.person import Person
from lms.services.ground.refusals import Gone, Invalid, TooMany
from lms.services.keys import boxes
from lms.services.privacy import own_data
from lms.store import accounts, second_factors
from tests.services.accounts.post import HERE, PASSWORD, mails_to
from tests.services.factors.people import asked, enrolled, here, joined, known, passed, signed_in
from tests.support.site import House

ELSEWHERE = "203.0.113.9"


@pytest.fixture
def email(house: House) -> str:
    return joined(house, "amal@example.org")


def test_a_right_code_keeps_the_app_and_gives_ten_recovery_codes_once(house: House, email: str) -> None:
    person, app, codes = enrolled(house, email)
    assert len(set(codes)) == recovery_codes_of(house, person) == 10
    assert person.factor_at == house.clock()
    assert "second step was added" in mails_to(house.context, email)[-1].subject
    house.clock.at += timedelta(minutes=1)
    again, token = passed(house, email, app)
    offer = apps.offer(house.context, again, "The Programme")
    other = pyotp.parse_uri(offer.address)
    assert isinstance(other, pyotp.TOTP)
    assert apps.enrol(house.context, again, offer.sealed, other.at(house.clock()), token) == ()


def recovery_codes_of(house: House, person: Person) -> int:
    return keeping.kept(house.context, person).codes


def test_a_wrong_code_keeps_nothing(house: House, email: str) -> None:
    person, token = signed_in(house, email)
    offer = apps.offer(house.context, person, "The Programme")
    for code in ("000000", "", "12345", "１２３４５６", "abcdef", "0" * 500):
        with pytest.raises(Invalid):
            apps.enrol(house.context, person, offer.sealed, code, token)
    assert not keeping.has_any(house.context, person)


def test_an_app_is_offered_only_to_who_has_just_shown_who_they_are(house: House, email: str) -> None:
    _, token = signed_in(house, email)
    house.clock.at += timedelta(minutes=5)
    with pytest.raises(ProofAsked):
        apps.offer(house.context, here(house, token), "The Programme")
    proving.by_password(house.context, here(house, token), PASSWORD, token)
    apps.offer(house.context, here(house, token), "The Programme")


def test_an_offer_is_one_persons_and_ends_after_an_hour(house: House, email: str) -> None:
    person, token = signed_in(house, email)
    other, _ = signed_in(house, joined(house, "bo@example.org"))
    offer = apps.offer(house.context, person, "The Programme")
    app = pyotp.parse_uri(offer.address)
    assert isinstance(app, pyotp.TOTP)
    with pytest.raises(Invalid):
        apps.enrol(house.context, other, offer.sealed, app.at(house.clock()), token)
    house.clock.at += timedelta(minutes=61)
    with pytest.raises(Invalid):
        apps.enrol(house.context, person, offer.sealed, app.at(house.clock()), token)


def test_with_an_app_the_password_alone_opens_nothing(house: House, email: str) -> None:
    _, app, _ = enrolled(house, email)
    house.clock.at += timedelta(minutes=1)
    before = len(signing_in.list_sessions(house.context, known(house, email)))
    state = asked(house, email)
    assert len(signing_in.list_sessions(house.context, known(house, email))) == before
    token = asking.by_code(house.context, state, app.at(house.clock()), HERE, "a browser")
    assert here(house, token).factor_at == house.clock()


def test_a_code_is_taken_once_and_none_before_it(house: House, email: str) -> None:
    _, app, _ = enrolled(house, email)
    with pytest.raises(Invalid, match="used before"):
        asking.by_code(house.context, asked(house, email), app.at(house.clock()), HERE, "")
    house.clock.at += timedelta(minutes=1)
    code = app.at(house.clock())
    asking.by_code(house.context, asked(house, email), code, HERE, "")
    for used in (code, app.at(house.clock() - timedelta(seconds=30))):
        with pytest.raises(Invalid):
            asking.by_code(house.context, asked(house, email), used, HERE, "")


@pytest.mark.parametrize(("seconds", "taken"), [(-30, True), (30, True), (-90, False), (90, False)])
def test_a_clock_may_be_half_a_minute_wrong(house: House, email: str, seconds: int, taken: bool) -> None:
    _, app, _ = enrolled(house, email)
    house.clock.at += timedelta(minutes=10)
    code = app.at(house.clock() + timedelta(seconds=seconds))
    try:
        asking.by_code(house.context, asked(house, email), code, HERE, "")
    except Invalid:
        assert not taken
    else:
        assert taken


def test_a_recovery_code_works_once_however_it_is_written(house: House, email: str) -> None:
    person, _, codes = enrolled(house, email)
    written = codes[3].replace("-", " ").lower()
    asking.by_code(house.context, asked(house, email), written, HERE, "")
    assert recovery_codes_of(house, person) == 9
    assert "recovery code of your account was used" in mails_to(house.context, email)[-1].subject
    with pytest.raises(Invalid):
        asking.by_code(house.context, asked(house, email), codes[3], HERE, "")


def test_a_code_of_somebody_else_opens_nothing(house: House, email: str) -> None:
    enrolled(house, email)
    _, other, codes = enrolled(house, joined(house, "bo@example.org"))
    house.clock.at += timedelta(minutes=1)
    for code in (other.at(house.clock()), codes[0]):
        with pytest.raises(Invalid):
            asking.by_code(house.context, asked(house, email), code, HERE, "")


def test_ten_codes_in_five_minutes_are_tried_from_wherever(house: House, email: str) -> None:
    _, app, _ = enrolled(house, email)
    house.clock.at += timedelta(minutes=1)
    state = asked(house, email)
    for number in range(10):
        with pytest.raises(Invalid):
            asking.by_code(house.context, state, "000000", f"203.0.113.{number}", "")
    with pytest.raises(TooMany):
        asking.by_code(house.context, state, app.at(house.clock()), ELSEWHERE, "")


def test_the_state_between_the_steps_ends_after_ten_minutes(house: House, email: str) -> None:
    _, app, _ = enrolled(house, email)
    state = asked(house, email)
    house.clock.at += timedelta(minutes=10, seconds=1)
    with pytest.raises(Gone):
        asking.by_code(house.context, state, app.at(house.clock()), HERE, "")
    for forged in ("", "nothing", state[:-4] + "AAAA"):
        with pytest.raises(Gone):
            asking.waiting(house.context, forged)


def test_the_state_between_the_steps_is_dead_once_the_password_changes(house: House, email: str) -> None:
    person, app, _ = enrolled(house, email)
    state = asked(house, email)
    passwords.change_password(house.context, person, PASSWORD, PASSWORD + " and more", "")
    house.clock.at += timedelta(minutes=1)
    with pytest.raises(Gone):
        asking.by_code(house.context, state, app.at(house.clock()), HERE, "")


def test_removing_asks_who_one_is_once_more_and_tells_by_mail(house: House, email: str) -> None:
    _, app, _ = enrolled(house, email)
    house.clock.at += timedelta(minutes=1)
    person, token = passed(house, email, app)
    with pytest.raises(ProofAsked):
        keeping.remove_app(house.context, person)
    house.clock.at += timedelta(seconds=1)
    proving.by_password(house.context, person, PASSWORD, token)
    keeping.remove_app(house.context, here(house, token))
    assert keeping.kept(house.context, person) == keeping.Kept(None, (), 0)
    assert "removed" in mails_to(house.context, email)[-1].subject
    assert here(house, token).factor_at is None
    signing_in.sign_in(house.context, email, PASSWORD, HERE, "")


def test_staff_reset_it_with_a_reason_and_the_owner_is_told(house: House, email: str) -> None:
    person, _, _ = enrolled(house, email)
    keeping.reset(house.context, "operator:test", email, "Lost the phone; called back.")
    assert not keeping.has_any(house.context, person)
    assert signing_in.list_sessions(house.context, person) == []
    assert "taken away" in mails_to(house.context, email)[-1].subject


def test_the_secret_is_sealed_and_in_no_export(house: House, email: str) -> None:
    person, app, codes = enrolled(house, email)
    with house.context.database.reading() as session:
        kept = second_factors.totp_of(session, person.id)
    assert kept is not None
    assert app.secret not in kept.secret
    told = str(own_data.export(house.context, person))
    assert app.secret not in told
    assert kept.secret not in told
    assert not any(code in told or code.replace("-", "") in told for code in codes)


def test_another_secret_key_for_cookies_loses_no_app(house: House, email: str) -> None:
    _, app, _ = enrolled(house, email)
    house.context = replace(house.context, settings=replace(house.context.settings, secret_key="another" * 8))
    house.clock.at += timedelta(minutes=1)
    assert passed(house, email, app)[0].factor_at == house.clock()


def test_under_another_sealing_key_nothing_opens(house: House, email: str) -> None:
    _, app, _ = enrolled(house, email)
    with without_key(house):
        house.clock.at += timedelta(minutes=1)
        with pytest.raises(Invalid):
            asking.by_code(house.context, asked(house, email), app.at(house.clock()), HERE, "")


@contextmanager
def without_key(house: House) -> Iterator[None]:
    file: Path = boxes.key_file(house.context.settings)
    kept = file.rename(file.with_suffix(".away"))
    yield
    kept.replace(file)


def test_a_password_kept_at_former_costs_is_renewed_on_the_way_to_the_second_step(house: House, email: str) -> None:
    person, app, _ = enrolled(house, email)
    former = PasswordHasher(time_cost=1, memory_cost=8 * 1024, parallelism=1).hash(PASSWORD)
    with house.context.database.writing() as session:
        accounts.change(session, person.id, password_hash=former)
    house.clock.at += timedelta(minutes=1)
    assert passed(house, email, app)[0].factor_at == house.clock()
    with house.context.database.reading() as session:
        account = accounts.by_id(session, person.id)
    assert account is not None
    assert not hashing.is_outdated(account.password_hash)
