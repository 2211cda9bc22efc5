"""Mails that learners asked for: when an examination opens again, and at an hour of their own."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import delete, select, update

from lms.services.assessing import daily_reminders, openings, results
from lms.services.ground.person import Person
from lms.services.ground.refusals import Conflict, Invalid, NotFound
from lms.services.learning import lessons
from lms.services.mail import consents, outbox
from lms.services.mail.transport import message_of
from lms.store import mail_choices
from lms.store.mail_choices import MailChoices
from lms.store.tables import AccountRow, ConsentRow, MailRow
from tests.services.walks import answer, begin, finish_course, with_another_secret, wrong_answers
from tests.support.site import TODAY, House

EVENING = datetime(2026, 11, 23, 18, 10, tzinfo=UTC)


def mails(house: House) -> list[tuple[str, str]]:
    with house.context.database.reading() as session:
        return [(row.subject, row.body) for row in session.scalars(select(MailRow).order_by(MailRow.id))]


@pytest.fixture
def amal(house: House) -> Person:
    return house.person("Amal Haddad")


def fail_the_exam(house: House, person: Person) -> None:
    finish_course(house, person)
    attempt = begin(house, person, "exam")
    answer(house, person, attempt, wrong_answers(house, attempt))
    results.submit(house.context, person, attempt)


def test_one_mail_comes_when_it_opens_and_no_second(house: House, amal: Person) -> None:
    fail_the_exam(house, amal)
    openings.tell_me(house.context, amal, "exam")
    openings.tell_me(house.context, amal, "exam")
    assert openings.is_asked(house.context, amal, "exam")
    assert openings.tell_all(house.context) == 0
    house.clock.turn(timedelta(hours=1))
    assert openings.tell_all(house.context) == 1
    assert openings.tell_all(house.context) == 0
    ((subject, body),) = mails(house)
    assert subject == "You may try “The listening examination” again"
    assert "/assessments/exam" in body
    assert "There is no hurry." in body
    assert not openings.is_asked(house.context, amal, "exam")


def test_whoever_takes_it_back_gets_none(house: House, amal: Person) -> None:
    fail_the_exam(house, amal)
    openings.tell_me(house.context, amal, "exam")
    (given,) = consents.listed(house.context, amal)
    assert given.text == "Send me one mail when I may try “The listening examination” again, and nothing else."
    consents.take_back(house.context, amal, given.id)
    house.clock.turn(timedelta(hours=2))
    assert openings.tell_all(house.context) == 0


def test_what_does_not_open_by_waiting_is_not_waited_for(house: House, amal: Person) -> None:
    with pytest.raises(Conflict):
        openings.tell_me(house.context, amal, "open")
    with pytest.raises(Conflict):
        openings.tell_me(house.context, amal, "exam")
    with pytest.raises(NotFound):
        openings.opening_of(house.context, amal, "open")


def test_an_account_that_is_gone_or_closed_is_told_nothing(house: House, amal: Person) -> None:
    fail_the_exam(house, amal)
    openings.tell_me(house.context, amal, "exam")
    house.clock.turn(timedelta(hours=2))
    with house.context.database.writing() as session:
        session.execute(update(AccountRow).values(disabled_at=TODAY))
    assert openings.tell_all(house.context) == 0
    with house.context.database.writing() as session:
        session.execute(delete(AccountRow))
        assert session.scalars(select(ConsentRow)).all() == []


def reminded(house: House, person: Person, hour: str = "18", zone: str = "UTC") -> None:
    lessons.answer_quiz(house.context, person, "listening", "quiet", "quiet-one", "a")
    consents.choose_reminders(house.context, person, True, hour, zone)
    house.clock.at = EVENING


def test_a_reminder_says_where_one_was_and_comes_once_a_day(house: House, amal: Person) -> None:
    reminded(house, amal)
    assert daily_reminders.remind_all(house.context) == 1
    assert daily_reminders.remind_all(house.context) == 0
    house.clock.turn(timedelta(hours=1))
    assert daily_reminders.remind_all(house.context) == 0
    house.clock.at = EVENING + timedelta(days=1)
    assert daily_reminders.remind_all(house.context) == 1
    subject, body = mails(house)[0]
    assert subject == "Where you were: Being quiet"
    assert "If not, leave it for another day. Nothing is lost." in body
    for guilt in ("miss", "should", "must", "streak", "days ago", "!"):
        assert guilt not in body


def test_a_reminder_that_cannot_be_written_keeps_nobody_else_from_theirs(house: House, amal: Person) -> None:
    reminded(house, amal)
    house.clock.at = TODAY
    reminded(house, house.person("Bo Berg"))
    with house.context.database.writing() as session:
        mail_choices.choose(session, amal.id, zone="Lost/Atlantis")
    assert daily_reminders.remind_all(house.context) == 1
    assert len(mails(house)) == 1


def test_nobody_who_did_not_ask_is_reminded(house: House, amal: Person) -> None:
    lessons.answer_quiz(house.context, amal, "listening", "quiet", "quiet-one", "a")
    house.clock.at = EVENING
    assert daily_reminders.remind_all(house.context) == 0


def test_none_comes_once_the_course_is_done_or_before_one_is_begun(house: House, amal: Person) -> None:
    consents.choose_reminders(house.context, amal, True, "18", "UTC")
    house.clock.at = EVENING
    assert daily_reminders.remind_all(house.context) == 0
    finish_course(house, amal)
    assert daily_reminders.remind_all(house.context) == 0


def test_none_comes_to_an_address_that_is_not_confirmed(house: House) -> None:
    reminded(house, house.person("Un Known", confirmed=False))
    assert daily_reminders.remind_all(house.context) == 0


def test_the_link_in_it_ends_them_without_signing_in(house: House, amal: Person) -> None:
    reminded(house, amal)
    daily_reminders.remind_all(house.context)
    body = mails(house)[0][1]
    token = next(line for line in body.splitlines() if "/mails/off/" in line).rpartition("/")[2]
    for junk in ("", "x", token[:-1], token[:-1] + ("0" if token[-1] != "0" else "1"), "9" + token):
        with pytest.raises(NotFound):
            consents.end_by_link(house.context, junk)
    consents.end_by_link(house.context, token)
    consents.end_by_link(house.context, token)
    house.clock.at = EVENING + timedelta(days=1)
    assert daily_reminders.remind_all(house.context) == 0


def test_the_mail_carries_the_headers_of_one_click(house: House, amal: Person) -> None:
    reminded(house, amal)
    daily_reminders.remind_all(house.context)
    context = house.context
    (mail,) = outbox._taken_on(context, outbox.unsent(context))
    message = message_of(context.settings, outbox._envelope(context, mail), encoding="8bit")
    assert message["List-Unsubscribe"].startswith(f"<{context.settings.base_url}/mails/off/")
    assert message["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"


def test_other_mails_carry_no_such_header(house: House, amal: Person) -> None:
    fail_the_exam(house, amal)
    openings.tell_me(house.context, amal, "exam")
    house.clock.turn(timedelta(hours=1))
    openings.tell_all(house.context)
    (mail,) = outbox._taken_on(house.context, outbox.unsent(house.context))
    assert outbox._envelope(house.context, mail).off == ""


def test_a_break_lasts_as_long_as_was_chosen(house: House, amal: Person) -> None:
    reminded(house, amal)
    consents.take_a_break(house.context, amal, "2")
    house.clock.at = EVENING + timedelta(days=13)
    assert daily_reminders.remind_all(house.context) == 0
    house.clock.at = EVENING + timedelta(days=14)
    assert daily_reminders.remind_all(house.context) == 1


@pytest.mark.parametrize(
    ("now", "zone", "last", "given", "due"),
    [
        ("2026-11-23T17:59", "UTC", None, "2026-11-01", False),
        ("2026-11-23T18:00", "UTC", None, "2026-11-01", True),
        ("2026-11-23T20:59", "UTC", None, "2026-11-01", True),
        ("2026-11-23T21:00", "UTC", None, "2026-11-01", False),
        ("2026-11-23T18:30", "UTC", None, "2026-11-23T18:10", False),
        ("2026-11-23T18:30", "UTC", "2026-11-23T18:01", "2026-11-01", False),
        ("2026-11-23T18:30", "UTC", "2026-11-22T20:50", "2026-11-01", True),
        ("2026-11-23T16:30", "Europe/Athens", None, "2026-11-01", True),
        ("2026-11-23T09:30", "Asia/Tokyo", None, "2026-11-01", True),
        ("2026-11-23T18:30", "Asia/Tokyo", None, "2026-11-01", False),
        ("2026-11-23T09:30", "Asia/Tokyo", "2026-11-22T20:00", "2026-11-01", False),
    ],
)
def test_it_is_due_at_the_hour_of_the_persons_own_clock(
    now: str, zone: str, last: str | None, given: str, due: bool
) -> None:
    def moment(text: str) -> datetime:
        return datetime.fromisoformat(text).replace(tzinfo=UTC)

    choices = MailChoices(zone=zone, hour=18)
    assert daily_reminders.is_due(choices, moment(given), last and moment(last), moment(now)) is due  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("hour", "zone", "field"),
    [
        ("24", "UTC", "hour"),
        ("-1", "UTC", "hour"),
        ("x", "UTC", "hour"),
        ("", "UTC", "hour"),
        ("٣", "UTC", "hour"),
        ("3", "Mars/Crater", "zone"),
        ("3", "", "zone"),
        ("3", "../etc/passwd", "zone"),
    ],
)
def test_what_is_no_hour_or_no_clock_is_refused_at_its_field(
    house: House, amal: Person, hour: str, zone: str, field: str
) -> None:
    with pytest.raises(Invalid) as refused:
        consents.choose_reminders(house.context, amal, True, hour, zone)
    assert refused.value.field == field


def test_a_yes_is_never_changed_and_a_new_one_is_a_new_row(house: House, amal: Person) -> None:
    consents.choose_reminders(house.context, amal, True, "3", "UTC")
    consents.choose_reminders(house.context, amal, True, "4", "UTC")
    assert len(consents.listed(house.context, amal)) == 1
    consents.choose_reminders(house.context, amal, False, "", "")
    consents.choose_reminders(house.context, amal, True, "5", "UTC")
    newer, older = consents.listed(house.context, amal)
    assert (newer.withdrawn_at, older.withdrawn_at is None) == (None, False)
    assert consents.choices(house.context, amal)[0].hour == 5


def test_nobody_takes_back_what_is_anothers(house: House, amal: Person) -> None:
    consents.choose_reminders(house.context, amal, True, "3", "UTC")
    (given,) = consents.listed(house.context, amal)
    rosa = house.person("Rosa Lima")
    for id in (given.id, given.id + 1):
        with pytest.raises(NotFound):
            consents.take_back(house.context, rosa, id)
    assert consents.listed(house.context, amal)[0].withdrawn_at is None


def test_the_link_in_a_mail_outlives_the_secret_key(house: House, amal: Person) -> None:
    reminded(house, amal)
    link = link_of(house, amal)
    house.context = with_another_secret(house)
    assert consents.by_link(house.context, link).account_id == amal.id


def test_a_link_of_before_ends_mails_as_long_as_the_secret_key_stays(
    house: House, amal: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    reminded(house, amal)
    with monkeypatch.context() as as_before:
        as_before.setattr(consents, "_sign", consents._older_sign)
        link = link_of(house, amal)
    assert link != link_of(house, amal)
    assert consents.by_link(house.context, link).account_id == amal.id
    with pytest.raises(NotFound):
        consents.by_link(with_another_secret(house), link)


def link_of(house: House, person: Person) -> str:
    (given,) = consents.listed(house.context, person)
    return consents.link_off(house.context, given).rpartition("/")[2]
