"""What staff are told of days by mail: once a week what waits, and what is late."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from lms.practice.lives import Act, Kind
from lms.services.deciding import deadlines
from lms.services.ground.person import Person
from lms.services.reviewing import desk
from lms.services.reviewing.keeping import keep
from lms.store.question_lives import add_act
from tests.services.accounts.post import mails_to
from tests.services.appointing.people import with_duty
from tests.services.deciding.candidates import GUIDE, applied, decider, in_use
from tests.support.schemed import SCHEMED
from tests.support.site import FILES, House, house_at, question

BANK = "content/assessments/banks/listening.md"


@pytest.fixture
def house(tmp_path: Path) -> Iterator[House]:
    with house_at(f"sqlite:///{tmp_path / 'lms.sqlite'}", tmp_path, SCHEMED) as made:
        yield in_use(made)


def test_the_weekly_mail_has_what_questions_wait_for_as_the_page_of_tasks_has_it(tmp_path: Path) -> None:
    files = {**SCHEMED, BANK: FILES[BANK] + question("new-one", more="status: draft\n")}
    with house_at(f"sqlite:///{tmp_path / 'lms.sqlite'}", tmp_path, files) as house:
        _told_of_questions(in_use(house))


def _told_of_questions(house: House) -> None:
    reader = with_duty(house, "Rea Reader", "content-reviewer", scheme=GUIDE)
    writer = with_duty(house, "Walt Writer", "writer", scheme=GUIDE)
    source, version = "listening/new-one", house.catalog.banks["listening"].quizzes["new-one"].version
    with house.context.database.writing() as session:
        keep(session, house.context, house.catalog, source, writer.id)
        act = Act(Kind.PROPOSED, writer.id)
        add_act(session, source, version, act, duty="", form={}, reason="", request="", at=house.clock())
    shown = [task.words for task in desk.of(house.context, reader).tasks]
    assert shown == ["One question waits for your reading"]
    deadlines.remind(house.context)
    (week,) = [one for one in mails_to(house.context, reader.email) if one.subject == "What waits for you this week"]
    assert f"- {shown[0]}" in week.body


def subjects(house: House, person: Person) -> list[str]:
    told = [one.subject for one in mails_to(house.context, person.email)]
    return [words for words in told if "waits" in words or "late" in words]


def test_what_waits_is_told_once_a_week_with_its_day_and_what_is_late_as_well(house: House) -> None:
    dee = decider(house)
    deadlines.remind(house.context)
    assert subjects(house, dee) == []
    applied(house, house.person())
    for _ in range(2):
        deadlines.remind(house.context)
    assert subjects(house, dee) == ["What waits for you this week"]
    (week,) = [one for one in mails_to(house.context, dee.email) if "waits" in one.subject]
    assert "- One application waits for a decision, by " in week.body
    assert "Haddad" not in week.body
    house.clock.turn(timedelta(days=11))
    for _ in range(2):
        deadlines.remind(house.context)
    assert sorted(subjects(house, dee)) == ["A decision is late", *2 * ["What waits for you this week"]]
