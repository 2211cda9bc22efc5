"""Limits bind a person: not an account, not an address, and not whoever typed somebody's address."""

from __future__ import annotations

from datetime import timedelta

import pytest

from lms.services.accounts import administering, former_attempts
from lms.services.assessing import beginning, covers, results
from lms.services.ground.person import Person
from lms.services.ground.refusals import ClosedDoor
from lms.services.operating import tidying
from lms.services.privacy import own_data
from lms.store import accounts as rows
from lms.store import mailboxes
from lms.store.mailboxes import mailbox_of
from lms.store.tables import FormerAttemptRow, MailboxRow
from tests.services.accounts.post import PASSWORD, at_once
from tests.services.walks import begin, with_another_secret
from tests.support.site import FILES, House

CHECK = "content/assessments/open.md"
EXAM = "content/assessments/exam.md"


def person_at(house: House, email: str) -> Person:
    number = administering.add(house.context, "operator:test", email, "Rosa Lind", "learner", PASSWORD)
    return Person(number, email, "Rosa Lind")


def sit(house: House, person: Person, assessment: str = "open") -> None:
    results.submit(house.context, person, begin(house, person, assessment))


def kinds(house: House, person: Person, assessment: str = "open") -> list[str]:
    return [reason.kind for reason in covers.cover(house.context, person, assessment).gate.reasons]


def unlimited(path: str) -> str:
    return FILES[path].replace("attempts: 2\n", "").replace("attempts: 3\n", "")


def test_limited_attempts_need_a_confirmed_address_for_cover_and_act_alike(house: House) -> None:
    rosa = house.person("Rosa Lind", confirmed=False)
    assert kinds(house, rosa) == ["email"]
    with pytest.raises(ClosedDoor) as refused:
        begin(house, rosa)
    assert "Confirm your e-mail address first" in refused.value.reasons[0].message


def test_a_check_without_limits_needs_none(house: House) -> None:
    house.serve({CHECK: unlimited(CHECK)})
    rosa = house.person("Rosa Lind", confirmed=False)
    assert kinds(house, rosa) == []
    sit(house, rosa)


def test_what_a_certification_rests_on_needs_one_although_it_limits_nothing(house: House) -> None:
    house.serve({EXAM: unlimited(EXAM)})
    assert "email" in kinds(house, house.person("Rosa Lind", confirmed=False), "exam")


def test_an_attempt_under_way_goes_on_whatever_becomes_of_the_address(house: House) -> None:
    rosa = house.person("Rosa Lind")
    attempt = begin(house, rosa)
    unsure = Person(rosa.id, rosa.email, rosa.name, confirmed=False)
    assert covers.cover(house.context, unsure, "open").running == attempt
    assert beginning.start(house.context, unsure, "open", True, None).attempt.id == attempt


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("rosa@example.org", "rosa+1@example.org"),
        ("rosa+1@example.org", "rosa+two+three@example.org"),
        ("rosa.lind@gmail.com", "rosalind+x@googlemail.com"),
    ],
)
def test_addresses_of_one_mailbox_are_one_person(house: House, one: str, other: str) -> None:
    sit(house, person_at(house, one))
    again = person_at(house, other)
    sit(house, again)
    (reason,) = covers.cover(house.context, again, "open").gate.reasons
    assert reason.kind == "attempts"
    assert "another account of your mailbox" in reason.message


@pytest.mark.parametrize(
    ("one", "other"), [("rosa@example.org", "ro.sa@example.org"), ("rosa@example.org", "rosa@example.net")]
)
def test_other_mailboxes_are_other_people(one: str, other: str) -> None:
    assert mailbox_of(one) != mailbox_of(other)


@pytest.mark.parametrize("email", ["+@example.org", "+tag@example.org", ".@gmail.com"])
def test_an_address_that_is_all_label_is_a_mailbox_of_its_own(email: str) -> None:
    assert mailbox_of(email).partition("@")[0]


def test_who_types_somebody_elses_address_uses_up_none_of_their_attempts(house: House) -> None:
    stranger = person_at(house, "rosa+x@example.org")
    sit(house, stranger)
    sit(house, stranger)
    with house.context.database.writing() as session:
        rows.change(session, stranger.id, confirmed_at=None)
    assert kinds(house, person_at(house, "rosa@example.org")) == []


def test_erasing_the_account_begins_no_limit_anew(house: House) -> None:
    rosa = person_at(house, "rosa@example.org")
    sit(house, rosa)
    sit(house, rosa)
    own_data.erase(house.context, rosa, PASSWORD)
    assert kinds(house, person_at(house, "rosa+again@example.org")) == ["attempts"]


def test_erasing_the_account_ends_no_wait(house: House) -> None:
    house.serve({CHECK: FILES[CHECK].replace("attempts: 2", "attempts: 3\nwait_between: [1 hour, 1 day]")})
    rosa = person_at(house, "rosa@example.org")
    sit(house, rosa)
    own_data.erase(house.context, rosa, PASSWORD)
    again = person_at(house, "rosa@example.org")
    (reason,) = covers.cover(house.context, again, "open").gate.reasons
    assert (reason.kind, reason.until) == ("wait", house.clock() + timedelta(hours=1))
    house.clock.turn(timedelta(hours=1))
    sit(house, again)


def test_another_secret_key_begins_no_limit_anew(house: House) -> None:
    rosa = person_at(house, "rosa@example.org")
    sit(house, rosa)
    sit(house, rosa)
    own_data.erase(house.context, rosa, PASSWORD)
    house.context = with_another_secret(house)
    assert kinds(house, person_at(house, "rosa@example.org")) == ["attempts"]


def test_attempts_that_were_kept_by_the_secret_key_go_on_to_count_and_count_once(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    rosa = person_at(house, "rosa@example.org")
    sit(house, rosa)
    with monkeypatch.context() as as_before, house.context.database.writing() as session:
        as_before.setattr(former_attempts, "_hash", former_attempts._older_hash)
        former_attempts.keep_attempts(session, house.context, rosa.id, rosa.email, house.clock())
    assert kinds(house, rosa) == []
    own_data.erase(house.context, rosa, PASSWORD)
    again = person_at(house, "rosa@example.org")
    assert kinds(house, again) == []
    sit(house, again)
    assert kinds(house, again) == ["attempts"]


def test_what_is_kept_names_nobody_and_is_forgotten_after_two_years(house: House) -> None:
    rosa = person_at(house, "rosa@example.org")
    sit(house, rosa)
    sit(house, rosa)
    own_data.erase(house.context, rosa, PASSWORD)
    with house.context.database.reading() as session:
        kept = session.query(FormerAttemptRow).all()
    assert len(kept) == 2
    assert not [one for one in kept if "rosa" in f"{one.id} {one.mailbox}"]
    house.clock.turn(former_attempts.KEPT)
    tidying.tidy(house.context)
    assert kinds(house, person_at(house, "rosa@example.org")) == []


def test_an_erased_account_that_never_confirmed_leaves_nothing_behind(house: House) -> None:
    rosa = person_at(house, "rosa@example.org")
    sit(house, rosa)
    with house.context.database.writing() as session:
        rows.change(session, rosa.id, confirmed_at=None)
    own_data.erase(house.context, rosa, PASSWORD)
    with house.context.database.reading() as session:
        assert session.query(FormerAttemptRow).count() == 0


def test_of_a_check_without_limits_nothing_is_kept(house: House) -> None:
    house.serve({CHECK: unlimited(CHECK)})
    rosa = person_at(house, "rosa@example.org")
    sit(house, rosa)
    own_data.erase(house.context, rosa, PASSWORD)
    with house.context.database.reading() as session:
        assert session.query(FormerAttemptRow).count() == 0


def test_an_attempt_that_is_kept_and_still_ones_own_counts_once(house: House) -> None:
    rosa = person_at(house, "rosa@example.org")
    sit(house, rosa)
    with house.context.database.writing() as session:
        former_attempts.keep_attempts(session, house.context, rosa.id, rosa.email, house.clock())
        former_attempts.keep_attempts(session, house.context, rosa.id, rosa.email, house.clock())
    assert kinds(house, rosa) == []


def test_accounts_of_before_are_bound_after_the_first_tidying(house: House) -> None:
    sit(house, person_at(house, "rosa@example.org"))
    sit(house, person_at(house, "rosa+1@example.org"))
    with house.context.database.writing() as session:
        session.query(MailboxRow).delete()
    tidying.tidy(house.context)
    with house.context.database.writing() as session:
        assert mailboxes.keep_missing(session) == 0
    assert kinds(house, person_at(house, "rosa+2@example.org")) == ["attempts"]


@pytest.mark.postgres
def test_two_accounts_of_one_mailbox_at_once_get_no_more_attempts_than_one(any_house: House) -> None:
    people = [person_at(any_house, f"rosa+{n}@example.org") for n in range(8)]
    at_once(8, lambda n: sit(any_house, people[n]))
    assert sum(len(covers.cover(any_house.context, one, "open").past) for one in people) == 2
