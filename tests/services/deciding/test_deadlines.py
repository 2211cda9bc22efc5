"""What staff are told of days by mail: once a week what waits, and what is late."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from lms.services.deciding import deadlines
from lms.services.ground.person import Person
from tests.services.accounts.post import mails_to
from tests.services.deciding.candidates import applied, decider, in_use
from tests.support.schemed import SCHEMED
from tests.support.site import House, house_at


@pytest.fixture
def house(tmp_path: Path) -> Iterator[House]:
    with house_at(f"sqlite:///{tmp_path / 'lms.sqlite'}", tmp_path, SCHEMED) as made:
        yield in_use(made)


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
