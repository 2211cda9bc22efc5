"""Several at once, on each database: a handle is one person's, also while it is given up; a path is followed once."""

from __future__ import annotations

import pytest
from sqlalchemy import func, select

from lms.services.ground.person import Person
from lms.services.ground.refusals import Invalid
from lms.services.learning import following
from lms.services.members import own
from lms.store.profiles import Profile
from lms.store.tables import FollowingRow, ProfileRow
from tests.services.accounts.post import at_once
from tests.support.site import House

MANY = 8
WANTED = "wanted"


def takes(house: House, person: Person, handle: str) -> bool:
    try:
        own.keep(house.context, person, Profile(handle=handle), None)
    except Invalid:
        return False
    return True


def test_of_several_who_choose_a_handle_at_once_one_has_it(any_house: House) -> None:
    people = [any_house.person(f"Person {number}") for number in range(MANY)]
    taken = at_once(MANY, lambda n: takes(any_house, people[n], WANTED))
    assert sorted(map(str, taken)) == ["False"] * (MANY - 1) + ["True"]


@pytest.mark.parametrize("gives_up_by", ["other", ""])
def test_a_handle_that_is_given_up_this_moment_goes_to_nobody_else(any_house: House, gives_up_by: str) -> None:
    people = [any_house.person(f"Person {number}") for number in range(MANY)]
    assert takes(any_house, people[0], WANTED)
    taken = at_once(MANY, lambda n: takes(any_house, people[n], WANTED if n else gives_up_by))
    assert list(map(str, taken)) == ["True"] + ["False"] * (MANY - 1)
    with any_house.context.database.reading() as session:
        assert session.scalar(select(func.count()).where(ProfileRow.handle == WANTED)) == 0


def test_a_path_is_followed_once_however_often_it_is_asked_for_at_once(any_house: House) -> None:
    amal = any_house.person()
    at_once(MANY, lambda _: following.follow(any_house.context, amal, "creator"))
    with any_house.context.database.reading() as session:
        assert session.scalar(select(func.count()).select_from(FollowingRow)) == 1
