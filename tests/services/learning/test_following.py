"""Following paths: any number, changed at any time, and nothing of what was learnt is touched by it."""

import json

import pytest
from sqlalchemy import func, select

from lms.progress.standing import to_json
from lms.services.assessing import results
from lms.services.ground import renamed
from lms.services.ground.person import Person
from lms.services.ground.refusals import NotFound
from lms.services.learning import following
from lms.store.tables import EventRow, FollowingRow, StandingRow
from tests.services.walks import answer, begin, finish_course, right_answers
from tests.support.site import FILES, House

CHANGES = 50


def test_a_path_is_followed_and_followed_no_more_and_the_row_stays(house: House) -> None:
    amal = house.person()
    following.follow(house.context, amal, "creator")
    following.follow(house.context, amal, "awareness")
    following.follow(house.context, amal, "creator")
    assert _followed(house, amal) == ("creator", "awareness")
    following.stop(house.context, amal, "creator")
    following.stop(house.context, amal, "creator")
    assert _followed(house, amal) == ("awareness",)
    with house.context.database.reading() as session:
        rows = session.execute(select(FollowingRow.path, FollowingRow.until).order_by(FollowingRow.id)).all()
    assert [tuple(one) for one in rows] == [("paths/creator", house.clock.at), ("paths/awareness", None)]


def test_what_is_no_path_is_refused_with_the_nearest(house: House) -> None:
    amal = house.person()
    with pytest.raises(NotFound, match="creator"):
        following.follow(house.context, amal, "creater")
    with pytest.raises(NotFound, match="no such path"):
        following.stop(house.context, amal, "courses/listening")


def test_fifty_changes_leave_the_standing_byte_for_byte_the_same(house: House) -> None:
    amal = house.person()
    finish_course(house, amal)
    before = _learnt(house, amal)
    for number in range(CHANGES):
        following.follow(house.context, amal, ("creator", "awareness", "legislation")[number % 3])
        following.stop(house.context, amal, ("creator", "awareness")[number % 2])
        assert _learnt(house, amal) == before


def test_the_next_step_on_a_path_is_in_a_course_for_it(house: House) -> None:
    amal = house.person()
    following.follow(house.context, amal, "creator")
    standing = renamed.standing_of(house.context.database.engine, house.catalog, amal.id)
    (followed,) = following.with_next(house.context, amal, standing)
    assert followed.next is not None
    assert followed.next.path == "courses/listening/quiet"
    finish_course(house, amal)
    standing = renamed.standing_of(house.context.database.engine, house.catalog, amal.id)
    assert following.with_next(house.context, amal, standing) == (following.FollowedPath("creator", None),)


KEEPERS = """---
title: Keepers
steps: [assessments/exam, assessments/open]
was: [makers]
---
Who walks here.
"""


def test_the_next_step_is_what_the_path_suggests_or_what_comes_before_it(house: House) -> None:
    amal = house.person()
    house.serve({**FILES, "content/paths/keepers.md": KEEPERS})
    following.follow(house.context, amal, "makers")
    assert _followed(house, amal) == ("keepers",)
    assert _next(house, amal) == "courses/listening/quiet"
    finish_course(house, amal)
    assert _next(house, amal) == "assessments/exam"
    attempt = begin(house, amal, "exam")
    answer(house, amal, attempt, right_answers(house, attempt))
    results.submit(house.context, amal, attempt)
    assert _next(house, amal) == "assessments/open"


def _next(house: House, person: Person) -> str:
    standing = renamed.standing_of(house.context.database.engine, house.catalog, person.id)
    (followed,) = following.with_next(house.context, person, standing)
    return followed.next.path if followed.next else ""


def _followed(house: House, person: Person) -> tuple[str, ...]:
    return following.followed(house.context.database.engine, house.catalog, person.id)


def _learnt(house: House, person: Person) -> bytes:
    """All that is kept of what somebody has done, as it is kept."""
    with house.context.database.reading() as session:
        mine = StandingRow.account_id == person.id
        kept = session.execute(select(StandingRow.subject, StandingRow.body).where(mine)).all()
        events = session.scalar(select(func.count()).select_from(EventRow))
    standing = renamed.standing_of(house.context.database.engine, house.catalog, person.id)
    told = {id: to_json(one) for id, one in standing.courses.items()}
    return json.dumps([[list(one) for one in kept], events, told], default=str).encode()
