"""Choosing a password: bounded, normalised, and by links that work once."""

from datetime import timedelta
from threading import Thread

import pytest

from lms.services import accounts
from lms.services.accounts import administering, hashing, passwords, signing_in
from lms.services.ground.person import Person
from lms.services.ground.refusals import Invalid, TooMany
from lms.store import accounts as rows
from tests.services.accounts.post import HERE, OTHER_PASSWORD, PASSWORD, at_once, mails_to, token_in
from tests.support.site import House

EMAIL = "amal@example.org"


@pytest.fixture
def amal(house: House) -> Person:
    return join(house)


def join(house: House) -> Person:
    id = administering.add(house.context, "test", EMAIL, "Amal Haddad", "learner", PASSWORD)
    return Person(id, EMAIL, "Amal Haddad")


def sign_in(house: House, password: str = PASSWORD) -> str:
    return accounts.sign_in(house.context, EMAIL, password, HERE, "")


def reset_token(house: House) -> str:
    accounts.request_reset(house.context, EMAIL, HERE)
    return token_in(mails_to(house.context, EMAIL)[-1])


@pytest.mark.parametrize(
    "password", ["x" * 15, "pässwörter sind länger", "🙂" * 15, "\t\x00 any characters", "y" * 200]
)
def test_fifteen_characters_or_more_of_any_kind_are_a_password(password: str) -> None:
    kept = hashing.hashed(hashing.checked(password))
    assert hashing.fits(kept, password)
    assert not hashing.fits(kept, password + "x")
    assert not hashing.fits(kept, password[:-1])


@pytest.mark.parametrize("password", ["", "x" * 14, "ﬃ" * 4, "y" * 201, "z" * 100_000, "\ud800" * 15])
def test_what_is_too_short_too_long_or_unstorable_is_refused(password: str) -> None:
    with pytest.raises(Invalid) as refused:
        hashing.checked(password)
    assert refused.value.field == "password"


def test_a_password_is_the_same_on_every_keyboard() -> None:
    composed, decomposed = "caf\u00e9 au lait chaud", "cafe\u0301 au lait chaud"
    assert hashing.fits(hashing.hashed(hashing.checked(composed)), decomposed)


def test_two_equal_passwords_are_kept_differently() -> None:
    assert hashing.hashed(PASSWORD) != hashing.hashed(PASSWORD)


def test_nothing_fits_an_account_without_a_password() -> None:
    assert not hashing.fits(hashing.UNUSABLE, "!")
    assert not hashing.fits(hashing.UNUSABLE, "")


def test_a_link_sets_a_new_password_and_ends_every_session(house: House, amal: Person) -> None:
    session = sign_in(house)
    accounts.reset(house.context, reset_token(house), OTHER_PASSWORD)
    assert accounts.person_of_session(house.context, session) is None
    with pytest.raises(Invalid):
        sign_in(house)
    assert accounts.person_of_session(house.context, sign_in(house, OTHER_PASSWORD)) == amal
    assert mails_to(house.context, EMAIL)[-1].subject == "Your password was changed"


@pytest.mark.usefixtures("amal")
def test_a_link_is_dead_after_thirty_minutes(house: House) -> None:
    token = reset_token(house)
    house.clock.turn(timedelta(minutes=30))
    with pytest.raises(Invalid, match="no longer good"):
        accounts.reset(house.context, token, OTHER_PASSWORD)


@pytest.mark.usefixtures("amal")
def test_a_link_is_dead_after_signing_in(house: House) -> None:
    token = reset_token(house)
    sign_in(house)
    with pytest.raises(Invalid, match="no longer good"):
        accounts.reset(house.context, token, OTHER_PASSWORD)


def test_a_link_is_dead_after_a_change_of_password(house: House, amal: Person) -> None:
    token = reset_token(house)
    accounts.change_password(house.context, amal, PASSWORD, OTHER_PASSWORD, "")
    with pytest.raises(Invalid, match="no longer good"):
        accounts.reset(house.context, token, "yet another set of words")


@pytest.mark.usefixtures("amal")
def test_using_one_link_kills_the_others(house: House) -> None:
    first, second = reset_token(house), reset_token(house)
    accounts.reset(house.context, second, OTHER_PASSWORD)
    with pytest.raises(Invalid, match="no longer good"):
        accounts.reset(house.context, first, "yet another set of words")


@pytest.mark.usefixtures("amal")
def test_a_refused_password_leaves_the_link_good(house: House) -> None:
    token = reset_token(house)
    with pytest.raises(Invalid, match="15 characters"):
        accounts.reset(house.context, token, "short")
    accounts.reset(house.context, token, OTHER_PASSWORD)


@pytest.mark.postgres
def test_of_twenty_who_use_a_link_at_once_one_succeeds(any_house: House) -> None:
    join(any_house)
    token = reset_token(any_house)
    words = [f"the words of number {n}" for n in range(20)]
    came = at_once(20, lambda n: accounts.reset(any_house.context, token, words[n]))
    assert [one for one in came if not isinstance(one, Invalid)] == [None]
    winner = came.index(None)
    sign_in(any_house, words[winner])


@pytest.mark.usefixtures("amal")
def test_a_link_to_confirm_sets_no_password_and_the_other_way_round(house: House) -> None:
    accounts.register(house.context, "rosa@example.org", "Rosa", PASSWORD, HERE)
    confirm = token_in(mails_to(house.context, "rosa@example.org")[0])
    with pytest.raises(Invalid):
        accounts.reset(house.context, confirm, OTHER_PASSWORD)
    token = reset_token(house)
    with pytest.raises(Invalid):
        accounts.confirm(house.context, token)
    accounts.confirm(house.context, confirm, password=PASSWORD, address=HERE)


def test_who_could_read_the_mail_has_confirmed_the_e_mail(house: House) -> None:
    accounts.register(house.context, EMAIL, "Amal", PASSWORD, HERE)
    accounts.reset(house.context, reset_token(house), OTHER_PASSWORD)
    person = accounts.person_of_session(house.context, sign_in(house, OTHER_PASSWORD))
    assert person is not None
    assert person.confirmed


@pytest.mark.usefixtures("amal")
def test_unknown_and_disabled_are_answered_like_known(house: House) -> None:
    accounts.request_reset(house.context, "nobody@example.org", HERE)
    administering.disable(house.context, "test", EMAIL, "left")
    accounts.request_reset(house.context, EMAIL, HERE)
    for email in ("nobody@example.org", EMAIL):
        (mail,) = mails_to(house.context, email)
        assert "/reset/" not in mail.body


@pytest.mark.usefixtures("amal")
def test_a_link_of_an_account_disabled_since_is_dead(house: House) -> None:
    token = reset_token(house)
    administering.disable(house.context, "test", EMAIL, "left")
    with pytest.raises(Invalid, match="no longer good"):
        accounts.reset(house.context, token, OTHER_PASSWORD)


@pytest.mark.parametrize("email", [EMAIL, "nobody@example.org"])
@pytest.mark.usefixtures("amal")
def test_ten_links_in_five_minutes_are_enough_for_anyone(house: House, email: str) -> None:
    for n in range(10):
        accounts.request_reset(house.context, email, f"192.0.2.{n}")
    with pytest.raises(TooMany):
        accounts.request_reset(house.context, email, "192.0.2.99")
    for n in range(10):
        accounts.request_reset(house.context, f"person{n}@example.org", "198.51.100.1")
    with pytest.raises(TooMany):
        accounts.request_reset(house.context, "one-more@example.org", "198.51.100.1")


def test_changing_the_password_ends_every_copy_of_every_cookie(house: House, amal: Person) -> None:
    here, elsewhere = sign_in(house), sign_in(house)
    fresh = accounts.change_password(house.context, amal, PASSWORD, OTHER_PASSWORD, here)
    assert accounts.person_of_session(house.context, here) is None
    assert accounts.person_of_session(house.context, elsewhere) is None
    assert accounts.person_of_session(house.context, fresh) == amal


def test_changing_without_a_session_opens_none(house: House, amal: Person) -> None:
    assert accounts.change_password(house.context, amal, PASSWORD, OTHER_PASSWORD, "no token") == ""
    assert accounts.list_sessions(house.context, amal) == []


def test_the_old_password_is_asked_for_and_guesses_are_counted(house: House, amal: Person) -> None:
    for _ in range(10):
        with pytest.raises(Invalid) as refused:
            accounts.change_password(house.context, amal, "a guess at the words", OTHER_PASSWORD, "")
        assert refused.value.field == "old"
    with pytest.raises(TooMany):
        accounts.change_password(house.context, amal, PASSWORD, OTHER_PASSWORD, "")


@pytest.mark.postgres
def test_who_signs_in_while_the_password_is_changed_is_not_let_in_with_the_old_one(any_house: House) -> None:
    amal, ctx, came = join(any_house), any_house.context, []

    def try_the_old_one() -> None:
        try:
            came.append(sign_in(any_house))
        except Invalid as refused:
            came.append(refused.message)

    trying = Thread(target=try_the_old_one)
    with ctx.database.writing() as session:
        account = rows.held(session, amal.id)
        assert account is not None
        passwords._set(session, ctx, account, hashing.hashed(OTHER_PASSWORD))
        trying.start()
        trying.join(1)  # Whoever does not wait for this transaction has signed in by now.
    trying.join()
    assert came == [signing_in.NO_MATCH]
    assert accounts.list_sessions(ctx, amal) == []


def test_requiring_a_password_lets_nobody_on_without_it(house: House, amal: Person) -> None:
    passwords.require_password(house.context, amal, PASSWORD)
    with pytest.raises(Invalid):
        passwords.require_password(house.context, amal, OTHER_PASSWORD)
