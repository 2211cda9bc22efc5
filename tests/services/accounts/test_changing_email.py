"""Another e-mail: with the password, confirmed at the new one, told to the old one, and taken back from there."""

from __future__ import annotations

from datetime import timedelta

import pytest

from lms.services import accounts
from lms.services.accounts import administering, changing_email
from lms.services.assessing import covers, results
from lms.services.ground.person import Person
from lms.services.ground.refusals import Conflict, Gone, Invalid, NotFound, TooMany
from lms.services.operating import tidying
from lms.services.privacy import own_data
from lms.store import accounts as rows
from lms.store.tables import AuditRow, MailRow
from tests.services.accounts.post import HERE, OTHER_PASSWORD, PASSWORD, at_once, mails_to, token_in
from tests.services.walks import begin
from tests.support.site import House

OLD, NEW, NEXT = "rosa@example.org", "rosa@example.net", "rosa@example.com"
ACTOR = "operator:test"


@pytest.fixture
def rosa(house: House) -> Person:
    return Person(administering.add(house.context, ACTOR, OLD, "Rosa Lind", "learner", PASSWORD), OLD, "Rosa Lind")


def email_of(house: House, person: Person) -> str | None:
    with house.context.database.reading() as session:
        return rows.email_of(session, person.id)


def asked(house: House, person: Person, email: str = NEW) -> str:
    """The token that was sent to the new address."""
    changing_email.request(house.context, person, email, PASSWORD)
    return token_in(mails_to(house.context, email)[-1])


def changed(house: House, person: Person, email: str = NEW) -> str:
    """The token that was sent to the old address, to undo the change."""
    before = email_of(house, person) or ""
    changing_email.confirm(house.context, person, asked(house, person, email))
    return token_in(mails_to(house.context, before)[-1])


def signed_in(house: House, email: str, password: str = PASSWORD) -> bool:
    try:
        return bool(accounts.sign_in(house.context, email, password, HERE, "Firefox"))
    except Invalid:
        return False


def test_nothing_changes_before_the_new_address_is_confirmed(house: House, rosa: Person) -> None:
    token = asked(house, rosa)
    assert email_of(house, rosa) == OLD
    wish = changing_email.pending(house.context, rosa)
    assert wish is not None
    assert wish.email == NEW
    changing_email.confirm(house.context, rosa, token)
    assert email_of(house, rosa) == NEW
    assert changing_email.pending(house.context, rosa) is None
    assert (signed_in(house, OLD), signed_in(house, NEW)) == (False, True)


def test_it_needs_the_password(house: House, rosa: Person) -> None:
    with pytest.raises(Invalid) as refused:
        changing_email.request(house.context, rosa, NEW, OTHER_PASSWORD)
    assert refused.value.field == "password"
    assert mails_to(house.context, NEW) == []


def test_the_mail_to_the_new_address_holds_nothing_that_was_typed(house: House, rosa: Person) -> None:
    asked(house, rosa)
    (mail,) = mails_to(house.context, NEW)
    assert "Rosa" not in mail.subject + mail.body


def test_a_known_address_is_answered_alike_and_told_by_mail_alone(house: House, rosa: Person) -> None:
    house.person("Kofi Mensah")
    changing_email.request(house.context, rosa, "kofi.mensah@example.org", PASSWORD)
    wish = changing_email.pending(house.context, rosa)
    assert wish is not None
    assert wish.email == "kofi.mensah@example.org"
    (mail,) = mails_to(house.context, "kofi.mensah@example.org")
    assert "/email/" not in mail.body


def test_who_registers_the_address_meanwhile_keeps_it(house: House, rosa: Person) -> None:
    token = asked(house, rosa)
    administering.add(house.context, ACTOR, NEW, "Somebody", "learner", PASSWORD)
    with pytest.raises(Conflict):
        changing_email.confirm(house.context, rosa, token)
    assert email_of(house, rosa) == OLD


def test_nobody_else_can_open_the_link(house: House, rosa: Person) -> None:
    token = asked(house, rosa)
    with pytest.raises(Gone):
        changing_email.confirm(house.context, house.person("Kofi Mensah"), token)
    changing_email.confirm(house.context, rosa, token)


def test_only_the_newest_link_works_once_and_for_three_days(house: House, rosa: Person) -> None:
    first, second = asked(house, rosa), asked(house, rosa, NEXT)
    with pytest.raises(Gone):
        changing_email.confirm(house.context, rosa, first)
    house.clock.turn(timedelta(days=3))
    with pytest.raises(Gone):
        changing_email.confirm(house.context, rosa, second)


@pytest.mark.parametrize("how", ["given up", "new password", "reset"])
def test_a_wish_ends_when_it_is_given_up_and_with_a_new_password(house: House, rosa: Person, how: str) -> None:
    token = asked(house, rosa)
    if how == "given up":
        changing_email.give_up(house.context, rosa)
    elif how == "new password":
        accounts.change_password(house.context, rosa, PASSWORD, OTHER_PASSWORD, "")
    else:
        accounts.request_reset(house.context, OLD, HERE)
        accounts.reset(house.context, token_in(mails_to(house.context, OLD)[-1]), OTHER_PASSWORD)
    with pytest.raises(Gone):
        changing_email.confirm(house.context, rosa, token)


def test_links_that_were_sent_to_the_old_address_are_dead(house: House, rosa: Person) -> None:
    accounts.request_reset(house.context, OLD, HERE)
    reset = token_in(mails_to(house.context, OLD)[-1])
    changed(house, rosa)
    with pytest.raises(Gone):
        accounts.look_at_reset(house.context, reset)


def test_the_old_address_takes_it_back_and_shuts_everybody_out(house: House, rosa: Person) -> None:
    session = accounts.sign_in(house.context, OLD, PASSWORD, HERE, "Firefox")
    bearer = administering.issue_token(house.context, ACTOR, OLD)
    undo = changed(house, rosa)
    assert changing_email.look_at_undo(house.context, undo) == OLD
    fresh = changing_email.undo(house.context, undo)
    assert email_of(house, rosa) == OLD
    assert accounts.person_of_session(house.context, session) is None
    assert accounts.person_of_bearer(house.context, bearer) is None
    assert not signed_in(house, OLD)
    accounts.reset(house.context, fresh, OTHER_PASSWORD)
    assert signed_in(house, OLD, OTHER_PASSWORD)
    with pytest.raises(Gone):
        changing_email.undo(house.context, undo)


def test_it_can_be_taken_back_for_seven_days(house: House, rosa: Person) -> None:
    undo = changed(house, rosa)
    house.clock.turn(timedelta(days=7) - timedelta(seconds=1))
    assert changing_email.look_at_undo(house.context, undo)
    house.clock.turn(timedelta(seconds=1))
    with pytest.raises(Gone):
        changing_email.undo(house.context, undo)


def test_whoever_moves_an_account_on_cannot_keep_it_from_its_owner(house: House, rosa: Person) -> None:
    first = changed(house, rosa)
    house.clock.turn(timedelta(hours=1))
    moved = Person(rosa.id, NEW, rosa.name)
    second = changed(house, moved, NEXT)
    changing_email.undo(house.context, second)
    changing_email.undo(house.context, first)
    assert email_of(house, rosa) == OLD


def test_who_takes_the_first_change_back_ends_the_way_back_to_the_second(house: House, rosa: Person) -> None:
    first = changed(house, rosa)
    house.clock.turn(timedelta(hours=1))
    second = changed(house, Person(rosa.id, NEW, rosa.name), NEXT)
    changing_email.undo(house.context, first)
    with pytest.raises(Gone):
        changing_email.undo(house.context, second)
    assert email_of(house, rosa) == OLD


def test_nobody_gets_the_old_address_while_it_can_be_taken_back(house: House, rosa: Person) -> None:
    undo = changed(house, rosa)
    kofi = house.person("Kofi Mensah")
    accounts.register(house.context, OLD, "Somebody", PASSWORD, HERE)
    assert "kept for an account" in mails_to(house.context, OLD)[-1].subject
    with pytest.raises(Conflict):
        administering.add(house.context, ACTOR, OLD, "Somebody", "learner", PASSWORD)
    with pytest.raises(Conflict):
        administering.change_email(house.context, ACTOR, kofi.email, OLD, "asked for it")
    changing_email.undo(house.context, undo)
    assert email_of(house, rosa) == OLD


def test_after_a_week_it_is_free(house: House, rosa: Person) -> None:
    changed(house, rosa)
    house.clock.turn(timedelta(days=7))
    administering.add(house.context, ACTOR, OLD, "Somebody", "learner", PASSWORD)


def test_an_address_that_was_never_confirmed_is_neither_told_nor_kept(house: House, rosa: Person) -> None:
    with house.context.database.writing() as session:
        rows.change(session, rosa.id, confirmed_at=None)
    changing_email.confirm(house.context, rosa, asked(house, rosa))
    assert mails_to(house.context, OLD) == []
    administering.add(house.context, ACTOR, OLD, "Its owner", "learner", PASSWORD)


def test_a_new_address_begins_no_limit_anew_for_whoever_has_the_old_one(house: House, rosa: Person) -> None:
    for _ in range(2):
        results.submit(house.context, rosa, begin(house, rosa))
    changed(house, rosa)
    moved = Person(rosa.id, NEW, rosa.name)
    house.clock.turn(timedelta(days=7))
    again = Person(administering.add(house.context, ACTOR, OLD, "Rosa", "learner", PASSWORD), OLD, "Rosa")
    for one in (moved, again):
        assert [reason.kind for reason in covers.cover(house.context, one, "open").gate.reasons] == ["attempts"]


def test_changes_are_limited(house: House, rosa: Person) -> None:
    for n in range(5):
        changing_email.request(house.context, rosa, f"rosa{n}@example.net", PASSWORD)
    with pytest.raises(TooMany):
        changing_email.request(house.context, rosa, NEW, PASSWORD)


def test_staff_change_it_with_a_reason_and_tell_both(house: House, rosa: Person) -> None:
    session = accounts.sign_in(house.context, OLD, PASSWORD, HERE, "Firefox")
    with pytest.raises(Invalid):
        administering.change_email(house.context, ACTOR, OLD, NEW, " ")
    administering.change_email(house.context, ACTOR, OLD, NEW, "The mailbox is lost")
    assert email_of(house, rosa) == NEW
    assert accounts.person_of_session(house.context, session) is None
    assert signed_in(house, NEW)
    assert "hello@programme.example" in mails_to(house.context, OLD)[-1].body
    assert "/login" in mails_to(house.context, NEW)[-1].body
    with house.context.database.reading() as session_:
        entry = session_.query(AuditRow).filter(AuditRow.act == "change e-mail").one()
    assert "The mailbox is lost" in entry.details
    assert "example.net" not in entry.details
    with pytest.raises(NotFound):
        administering.change_email(house.context, ACTOR, OLD, NEXT, "Again")


def test_an_export_and_an_erasure_reach_the_mails_to_the_old_address_and_no_strangers(
    house: House, rosa: Person
) -> None:
    kofi = house.person("Kofi Mensah")
    changed(house, rosa)
    moved = Person(rosa.id, NEW, rosa.name)
    changing_email.request(house.context, moved, kofi.email, PASSWORD)
    told = {row["recipient"] for row in own_data.export(house.context, moved)["tables"]["mails"]}
    assert told == {OLD, NEW}
    own_data.erase(house.context, moved, PASSWORD)
    with house.context.database.reading() as session:
        assert {mail.recipient for mail in session.query(MailRow)} == {kofi.email}


def test_mails_to_an_address_that_was_given_up_are_forgotten_with_the_way_back(house: House, rosa: Person) -> None:
    changed(house, rosa)
    with house.context.database.writing() as session:
        session.query(MailRow).update({"due_at": None})
    house.clock.turn(timedelta(days=7))
    tidying.tidy(house.context)
    with house.context.database.reading() as session:
        assert OLD not in {mail.recipient for mail in session.query(MailRow)}


@pytest.mark.postgres
def test_of_many_who_confirm_one_address_at_once_one_has_it(any_house: House) -> None:
    people = []
    for n in range(3):
        email = f"person{n}@example.org"
        number = administering.add(any_house.context, ACTOR, email, "Rosa", "learner", PASSWORD)
        people.append(Person(number, email, "Rosa"))
    tokens = [asked(any_house, person) for person in people]
    came = at_once(3, lambda n: changing_email.confirm(any_house.context, people[n], tokens[n]))
    assert sorted(map(type, came), key=str) == sorted([type(None), Conflict, Conflict], key=str)
    assert [email_of(any_house, person) for person in people].count(NEW) == 1
