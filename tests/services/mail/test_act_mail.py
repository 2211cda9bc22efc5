"""Whoever is acted upon is told by mail: once for each act, what may be known of it, and how to answer."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from textwrap import dedent

import pytest
from sqlalchemy import select

from lms.credentials.life import Grounds
from lms.services.assessing import covers, results, staff_acts
from lms.services.certifying import claiming, issuing, promising, stewarding
from lms.services.granting import extra_time
from lms.services.ground.person import Person
from lms.services.ground.refusals import Refusal
from lms.services.log import logbook
from lms.services.privacy import erasing
from lms.store import accounts
from lms.store.tables import MailRow
from tests.services.certifying.test_certificates import NAME, issued
from tests.services.walks import begin, finish_course
from tests.support.site import FILES, House

STAFF = "staff:test"
PRIVATE = "Said by a neighbour, privately"
PUBLIC = "It was looked into."
ANSWER = "If you think that this is not right, or if you have a question, write to us at hello@programme.example."


def mails(house: House, person: Person) -> list[tuple[str, str]]:
    with house.context.database.reading() as session:
        rows = session.execute(
            select(MailRow.subject, MailRow.body).where(MailRow.recipient == person.email).order_by(MailRow.id)
        )
        return [(row.subject, row.body) for row in rows]


def written(house: House, person: Person, act: Callable[[], object]) -> list[tuple[str, str]]:
    """The mails that an act wrote."""
    before = len(mails(house, person))
    act()
    return mails(house, person)[before:]


def sit(house: House, person: Person, assessment: str = "exam") -> str:
    attempt = begin(house, person, assessment)
    house.clock.turn(timedelta(minutes=5))
    results.submit(house.context, person, attempt)
    return attempt


def timed(house: House) -> None:
    text = FILES["content/assessments/exam.md"].replace("attempts: 3", "attempts: 1\ntime_limit: 30 minutes")
    house.serve({"content/assessments/exam.md": text})


def _issue(house: House, person: Person) -> Callable[[], object]:
    def act() -> None:
        serial = promising.issue(house.context, STAFF, person.email, "listener", NAME, PRIVATE, "Ten years of it")
        issuing.carry_on(house.context, serial)
        issuing.carry_on(house.context, serial)

    return act


def _claim(house: House, person: Person) -> Callable[[], object]:
    return lambda: issued(house, person)


def _revoke(house: House, person: Person) -> Callable[[], object]:
    serial = issued(house, person)
    return lambda: stewarding.revoke(house.context, STAFF, serial, PRIVATE, PUBLIC, Grounds.MISTAKE)


def _suspend(house: House, person: Person) -> Callable[[], object]:
    serial = issued(house, person)
    return lambda: stewarding.suspend(house.context, STAFF, serial, PRIVATE, PUBLIC)


def _reinstate(house: House, person: Person) -> Callable[[], object]:
    serial = issued(house, person)
    stewarding.suspend(house.context, STAFF, serial, PRIVATE)
    return lambda: stewarding.reinstate(house.context, STAFF, serial, PRIVATE, PUBLIC)


def _reissue(house: House, person: Person) -> Callable[[], object]:
    serial = issued(house, person)

    def act() -> None:
        issuing.carry_on(house.context, stewarding.reissue(house.context, STAFF, serial, "Amal N.", PRIVATE, PUBLIC))

    return act


def _sign_again(house: House, person: Person) -> Callable[[], object]:
    serial = issued(house, person)

    def act() -> None:
        issuing.carry_on(house.context, stewarding.sign_again(house.context, STAFF, serial, PRIVATE, PUBLIC))

    return act


def _erase(house: House, person: Person) -> Callable[[], object]:
    serial = issued(house, person)
    return lambda: erasing.erase(house.context, person, serial)


def _extra_time(factor: str, before: str = "1") -> Callable[[House, Person], Callable[[], object]]:
    def prepare(house: House, person: Person) -> Callable[[], object]:
        if before != "1":
            extra_time.set_extra_time(house.context, STAFF, person.email, before, PRIVATE)
        return lambda: extra_time.set_extra_time(house.context, STAFF, person.email, factor, PRIVATE)

    return prepare


def _grant(house: House, person: Person) -> Callable[[], object]:
    return lambda: staff_acts.grant(house.context, STAFF, person.email, "exam", PRIVATE)


def _reopen(house: House, person: Person) -> Callable[[], object]:
    finish_course(house, person)
    attempt = sit(house, person)
    return lambda: staff_acts.reopen(house.context, STAFF, attempt, PRIVATE)


def _reopen_timed(house: House, person: Person) -> Callable[[], object]:
    timed(house)
    return _reopen(house, person)


def _extend(house: House, person: Person) -> Callable[[], object]:
    timed(house)
    finish_course(house, person)
    attempt = begin(house, person, "exam")
    return lambda: staff_acts.extend(house.context, STAFF, attempt, 15, PRIVATE)


def _extend_what_stands_still(house: House, person: Person) -> Callable[[], object]:
    timed(house)
    finish_course(house, person)
    attempt = sit(house, person)
    staff_acts.reopen(house.context, STAFF, attempt, PRIVATE)
    return lambda: staff_acts.extend(house.context, STAFF, attempt, 15, PRIVATE)


ACTS: dict[str, tuple[Callable[[House, Person], Callable[[], object]], str, str]] = {
    "issue by decision": (_issue, "Your certificate is ready: Good Listener", "by decision: Ten years of it."),
    "issue what was claimed": (_claim, "Your certificate is ready: Good Listener", "has been issued."),
    "revoke": (_revoke, "Your certificate was revoked: Good Listener", f"It was issued by mistake. {PUBLIC}"),
    "suspend": (_suspend, "Your certificate is on hold: Good Listener", f"The reason given: {PUBLIC}"),
    "reinstate": (_reinstate, "Your certificate is no longer on hold: Good Listener", "as valid as before."),
    "reissue": (_reissue, "Your certificate has a new number: Good Listener", "made out to Amal N."),
    "sign again": (_sign_again, "Your certificate has a new number: Good Listener", f"The reason given: {PUBLIC}"),
    "erase": (_erase, "A certificate of yours was erased", "Of all that it said nothing is left"),
    "give extra time": (_extra_time("3/2"), "Your time in examinations", "you have 1 hour 30 minutes."),
    "change extra time": (_extra_time("2", "3/2"), "Your time in examinations", "you have 2 hours."),
    "end extra time": (_extra_time("1", "3/2"), "Your time in examinations", "the usual time limits hold"),
    "grant an attempt": (
        _grant,
        "One more try: The listening examination",
        "on 22 November 2026 you have been given",
    ),
    "reopen": (_reopen, "Your examination is open again: The listening examination", "There is no time limit."),
    "reopen what is limited": (
        _reopen_timed,
        "Your examination is open again: The listening examination",
        "You have 25 minutes left",
    ),
    "extend": (
        _extend,
        "More time for your examination: The listening examination",
        "until 22 November 2026 at 12:45 UTC",
    ),
    "extend what stands still": (
        _extend_what_stands_still,
        "More time for your examination: The listening examination",
        "You have 40 minutes in all.",
    ),
}


@pytest.mark.parametrize("act", ACTS)
def test_each_act_writes_one_mail_with_what_may_be_known_and_the_way_to_answer(house: House, act: str) -> None:
    prepare, subject, words = ACTS[act]
    amal = house.person()
    ((told, body),) = written(house, amal, prepare(house, amal))
    assert told == subject
    assert words in body
    assert body.startswith("Hello Amal Haddad,\n")
    assert "hello@programme.example" in body
    assert PRIVATE not in body
    assert "\n\n\n" not in body
    assert not {"None", "{{", "{%"} & set(body.split())


ELSEWHERE = {
    # Who is told of these acts, and where that is tried: nobody, or in the tests of their own room.
    promising: {"issue"},
    stewarding: {"revoke", "suspend", "reinstate", "reissue", "sign_again"},
    staff_acts: {"grant", "reopen", "extend"},
}


@pytest.mark.parametrize("module", ELSEWHERE, ids=lambda one: one.__name__)
def test_every_act_of_staff_is_in_this_table(module: object) -> None:
    """An act is a public function that is given who acts: a new one needs its mail, and its row above."""
    acts = {
        name
        for name, one in vars(module).items()
        if not name.startswith("_") and "actor" in getattr(getattr(one, "__code__", None), "co_varnames", ())
    }
    assert acts == ELSEWHERE[module]  # type: ignore[index]


def test_the_mail_of_a_revocation_reads_as_a_person_would_write_it(house: House) -> None:
    amal = house.person()
    serial = issued(house, amal)
    act = lambda: stewarding.revoke(house.context, STAFF, serial, PRIVATE, PUBLIC, Grounds.MISTAKE)  # noqa: E731
    ((_, body),) = written(house, amal, act)
    base = house.context.settings.base_url
    assert body == dedent(
        f"""\
        Hello Amal Haddad,

        your certificate “Good Listener”, number {serial}, was revoked on 22 November 2026. It is not valid any more, and whoever looks it up is told so.

        The reason given: It was issued by mistake. {PUBLIC}

        What others see of it is here:

        {base}/verify/{serial}

        {ANSWER}
        """  # noqa: E501
    )


def test_the_mail_of_a_hand_in_taken_back_says_what_goes_on_and_for_how_long(house: House) -> None:
    amal = house.person()
    ((_, body),) = written(house, amal, _reopen_timed(house, amal))
    attempt = covers.cover(house.context, amal, "exam").running
    base = house.context.settings.base_url
    assert body == dedent(
        f"""\
        Hello Amal Haddad,

        you handed in “The listening examination” on 22 November 2026 at 12:05 UTC. That was taken back on 22 November 2026. All your answers are there, and you may go on where you were:

        {base}/attempts/{attempt}

        You have 25 minutes left, as you had when you handed in. Your time stands still until you choose “Go on”.

        The result of that hand-in does not count. When you have finished, please hand in again.

        {ANSWER}
        """  # noqa: E501
    )


def test_without_a_public_reason_no_reason_is_given(house: House) -> None:
    amal = house.person()
    serial = issued(house, amal)
    ((_, body),) = written(house, amal, lambda: stewarding.suspend(house.context, STAFF, serial, PRIVATE))
    assert "reason" not in body


def test_an_act_that_is_refused_or_breaks_off_writes_no_mail(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    amal = house.person()
    serial = issued(house, amal)

    def twice() -> None:
        with pytest.raises(Refusal):
            stewarding.reinstate(house.context, STAFF, serial, PRIVATE)

    def broken() -> None:
        monkeypatch.setattr(logbook, "_sign", lambda *_: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            stewarding.revoke(house.context, STAFF, serial, PRIVATE)

    assert written(house, amal, twice) == []
    assert written(house, amal, broken) == []


def test_the_same_extra_time_again_is_no_news(house: House) -> None:
    amal = house.person()
    assert written(house, amal, _extra_time("3/2", "3/2")(house, amal)) == []


def test_an_address_that_nobody_confirmed_gets_no_words_that_somebody_typed(house: House) -> None:
    amal = house.person("Your account is locked", confirmed=False)
    ((_, body),) = written(house, amal, _grant(house, amal))
    assert body.startswith("Hello,\n")
    assert amal.name not in body


def test_who_is_gone_is_not_written_to(house: House) -> None:
    amal = house.person()
    serial = issued(house, amal)
    with house.context.database.writing() as session:
        accounts.remove(session, amal.id)
    stewarding.revoke(house.context, STAFF, serial, PRIVATE)
    assert [subject for subject, _ in mails(house, amal)] == ["Your certificate is ready: Good Listener"]


def test_a_holder_page_that_a_mail_names_is_there(house: House) -> None:
    amal = house.person()
    ((_, body),) = written(house, amal, _reissue(house, amal))
    serial = claiming.mine(house.context, amal)[0].serial
    assert f"/certificates/{serial}" in body
