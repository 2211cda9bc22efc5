"""Registering and confirming: nobody learns from outside who is known here."""

from datetime import timedelta

import pytest

from lms.services import accounts
from lms.services.accounts import administering, identity, passwords, writing
from lms.services.ground.person import Person
from lms.services.ground.refusals import Invalid, TooMany
from lms.store import accounts as rows
from lms.store.tables import AccountRow, MailLinkRow, MailRow
from tests.services.accounts.post import BROWSER, HERE, OTHER_PASSWORD, PASSWORD, at_once, mails_to, token_in
from tests.support.site import House

EMAIL = "rosa@example.org"


def register(house: House, email: str = EMAIL, address: str = HERE, password: str = PASSWORD) -> None:
    accounts.register(house.context, email, "Rosa Lind", password, address, browser=BROWSER)


def account(house: House, email: str = EMAIL) -> rows.Account | None:
    with house.context.database.reading() as session:
        return rows.by_email(session, email)


def test_a_new_person_gets_an_account_and_a_link_to_confirm_it(house: House) -> None:
    register(house)
    made = account(house)
    assert made is not None
    assert (made.name, made.role, made.confirmed_at) == ("Rosa Lind", "learner", None)
    (mail,) = mails_to(house.context, EMAIL)
    accounts.confirm(house.context, token_in(mail), browser=BROWSER)
    confirmed = account(house)
    assert confirmed is not None
    assert confirmed.confirmed_at == house.clock()


def test_an_e_mail_is_one_person_however_it_is_typed(house: House) -> None:
    register(house, "  Rosa@EXAMPLE.org ")
    register(house, EMAIL)
    assert [mail.subject for mail in mails_to(house.context, EMAIL)] == [
        "Please confirm your e-mail",
        "You have an account already",
    ]


def test_a_known_e_mail_is_answered_alike_and_keeps_its_account(house: House) -> None:
    register(house)
    before = account(house)
    register(house, password=OTHER_PASSWORD)
    assert account(house) == before
    told = mails_to(house.context, EMAIL)[-1]
    assert "/reset" in told.body
    assert "/confirm/" not in told.body


@pytest.mark.parametrize("field", ["email", "name", "password"])
@pytest.mark.parametrize("known", [True, False])
def test_what_cannot_be_taken_is_refused_before_anyone_is_looked_up(house: House, field: str, known: bool) -> None:
    if known:
        register(house)
    typed = {"email": EMAIL, "name": "Rosa", "password": PASSWORD}
    typed[field] = {"email": "no e-mail", "name": "   ", "password": "too short"}[field]
    with pytest.raises(Invalid) as refused:
        accounts.register(house.context, typed["email"], typed["name"], typed["password"], HERE)
    assert refused.value.field == field


@pytest.mark.postgres
def test_twenty_who_register_one_e_mail_at_once_make_one_account(any_house: House) -> None:
    came = at_once(8, lambda n: register(any_house, address=f"192.0.2.{n}"))
    assert came == [None] * 8
    with any_house.context.database.reading() as session:
        assert session.query(AccountRow).count() == 1
        assert session.query(MailLinkRow).count() == 1
    assert len(mails_to(any_house.context, EMAIL)) == writing.PER_HOUR[0]


def test_the_link_names_the_address_that_was_set_and_is_kept_as_a_hash(house: House) -> None:
    register(house)
    token = token_in(mails_to(house.context, EMAIL)[0])
    with house.context.database.reading() as session:
        (link,) = session.query(MailLinkRow)
    assert link.id != token
    assert len(token) >= 43


def test_the_link_signs_in_in_the_browser_that_joined_and_leads_back(house: House) -> None:
    accounts.register(house.context, EMAIL, "Rosa", PASSWORD, HERE, browser=BROWSER, onward="/courses/listening/quiet")
    token = token_in(mails_to(house.context, EMAIL)[0])
    assert accounts.look_at_link(house.context, token, None, BROWSER).here
    done = accounts.confirm(house.context, token, browser=BROWSER, device="Firefox")
    person = accounts.person_of_session(house.context, done.token)
    assert person is not None
    assert (person.email, person.confirmed, done.onward) == (EMAIL, True, "/courses/listening/quiet")


@pytest.mark.parametrize("browser", ["", "another browser"])
def test_elsewhere_the_link_asks_for_the_password_so_that_nobody_confirms_a_strangers_account(
    house: House, browser: str
) -> None:
    register(house)
    token = token_in(mails_to(house.context, EMAIL)[0])
    assert not accounts.look_at_link(house.context, token, None, browser).here
    for password in ("", OTHER_PASSWORD):
        with pytest.raises(Invalid, match="not the password"):
            accounts.confirm(house.context, token, browser=browser, password=password, address=HERE)
    stranger = house.person("Kofi Mensah")
    with pytest.raises(Invalid, match="not the password"):
        accounts.confirm(house.context, token, person=stranger, browser=browser, address=HERE)
    made = account(house)
    assert made is not None
    assert made.confirmed_at is None
    done = accounts.confirm(house.context, token, browser=browser, password=PASSWORD, address=HERE)
    assert accounts.person_of_session(house.context, done.token) is not None


def test_a_link_confirms_once_and_not_after_three_days(house: House) -> None:
    register(house)
    token = token_in(mails_to(house.context, EMAIL)[0])
    accounts.confirm(house.context, token, browser=BROWSER)
    with pytest.raises(Invalid, match="no longer good"):
        accounts.confirm(house.context, token, browser=BROWSER)
    register(house, "late@example.org")
    late = token_in(mails_to(house.context, "late@example.org")[0])
    house.clock.turn(accounts.registering.CONFIRM_WITHIN)
    with pytest.raises(Invalid, match="no longer good"):
        accounts.confirm(house.context, late, browser=BROWSER)


def test_a_confirmed_person_is_sent_no_further_link(house: House) -> None:
    amal = house.person()
    accounts.send_confirmation(house.context, amal)
    assert mails_to(house.context, amal.email) == []
    rosa = house.person("Rosa Lind", confirmed=False)
    accounts.send_confirmation(house.context, rosa)
    accounts.confirm(house.context, token_in(mails_to(house.context, rosa.email)[0]), person=rosa)


def test_twenty_registrations_an_hour_come_from_one_address(house: House) -> None:
    for n in range(20):
        register(house, f"person{n}@example.org")
    with pytest.raises(TooMany) as refused:
        register(house, "one-more@example.org")
    assert refused.value.retry_after == 3600
    register(house, "elsewhere@example.org", address="198.51.100.1")


@pytest.mark.parametrize(
    "text", ["", "rosa", "rosa@", "@example.org", "rosa@example", "ro sa@example.org", "a@b.org\nBcc: c@d.org"]
)
def test_what_is_no_e_mail_is_refused(text: str) -> None:
    with pytest.raises(Invalid):
        identity.email_of(text)


@pytest.mark.parametrize("text", ["x" * 250 + "@example.org", "x" * 100_000 + "@example.org"])
def test_a_very_long_e_mail_is_refused(text: str) -> None:
    with pytest.raises(Invalid):
        identity.email_of(text)


def test_a_mail_to_an_address_that_is_not_confirmed_holds_nothing_that_was_typed(house: House) -> None:
    typed = "Canary Unlock-Your-Account"
    accounts.register(house.context, EMAIL, typed, PASSWORD, HERE)
    accounts.register(house.context, EMAIL, typed, PASSWORD, HERE)
    accounts.request_reset(house.context, EMAIL, HERE)
    house.clock.turn(timedelta(hours=1))
    made = account(house)
    assert made is not None
    rosa = Person(made.id, EMAIL, typed, confirmed=False)
    accounts.send_confirmation(house.context, rosa)
    accounts.change_password(house.context, rosa, PASSWORD, OTHER_PASSWORD, "")
    mails = mails_to(house.context, EMAIL)
    assert len(mails) == 5
    assert not [mail for mail in mails if "Canary" in mail.subject + mail.body]


def test_one_mailbox_gets_few_mails_whoever_causes_them(house: House) -> None:
    for n in range(10):
        accounts.register(house.context, f"rosa+{n}@example.org", "Rosa", PASSWORD, f"192.0.2.{n}")
        accounts.request_reset(house.context, f"nobody+{n}@example.org", f"198.51.100.{n}")
    with house.context.database.reading() as session:
        recipients = [mail.recipient for mail in session.query(MailRow)]
    assert sum(one.startswith("rosa") for one in recipients) == 3
    assert sum(one.startswith("nobody") for one in recipients) == 3


def test_in_a_day_one_mailbox_gets_ten_of_them_at_most(house: House) -> None:
    for n in range(8):
        for _ in range(3):
            passwords.request_reset(house.context, EMAIL, f"192.0.2.{n}")
        house.clock.turn(timedelta(hours=1))
    assert len(mails_to(house.context, EMAIL)) == 10


def test_a_change_of_password_is_told_however_many_mails_strangers_caused(house: House) -> None:
    administering.add(house.context, "a test", EMAIL, "Rosa Lind", "learner", PASSWORD)
    for n in range(5):
        register(house, address=f"192.0.2.{n}")
    made = account(house)
    assert made is not None
    rosa = Person(made.id, EMAIL, "Rosa Lind")
    accounts.change_password(house.context, rosa, PASSWORD, OTHER_PASSWORD, "")
    assert mails_to(house.context, EMAIL)[-1].subject == "Your password was changed"


def test_who_asks_again_for_the_link_is_told_when_to_ask(house: House) -> None:
    rosa = house.person("Rosa Lind", confirmed=False)
    for _ in range(3):
        accounts.send_confirmation(house.context, rosa)
    with pytest.raises(TooMany, match="three mails"):
        accounts.send_confirmation(house.context, rosa)


@pytest.mark.parametrize("name", ["", " \t ", "...", "Rosa\u202eLind", "Rosa\x00", "R" * 201])
def test_a_name_that_cannot_be_read_is_refused(name: str) -> None:
    with pytest.raises(Invalid):
        identity.name_of(name)


@pytest.mark.parametrize("name", ["山田花子", "عمّار", "O’Neill-Łuć", "X", "நிலா", "Amal\u200cHaddad"])
def test_names_of_the_world_are_kept_as_they_are(name: str) -> None:
    assert identity.name_of(f"  {name} ") == name


@pytest.mark.parametrize(
    "name", ["Rosa\nLind", "Rosa\u2028Lind", "Rosa evil.example/x", "https://evil.example", "R@b.org"]
)
def test_a_name_that_holds_a_line_break_or_an_address_is_refused_kindly(name: str) -> None:
    with pytest.raises(Invalid, match="Please") as refused:
        identity.name_of(name)
    assert refused.value.field == "name"


def test_a_name_is_kept_composed_and_with_single_spaces() -> None:
    assert identity.name_of("Rene\u0301   du\tPont") == "René du Pont"
