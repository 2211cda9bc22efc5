"""A throw-away kind of requirement, written here alone, must work wherever a door asks for something."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import pytest

from lms.content.reading.model import Catalog
from lms.content.reading.targets import Target
from lms.progress.fulfilled import fulfilled
from lms.progress.gates import Closed, Reason, course_gate, credential_gate
from lms.progress.names import title_of
from lms.progress.requirement import Requirement, Step, UnknownRequirement
from lms.progress.requirements import REQUIREMENTS
from lms.progress.standing import Standing
from lms.progress.steps import shortest_way
from tests.progress.courses import assessment, at, catalog, course, credential, finished, lesson

FIRST = course("first", [lesson("one")])
LATER = course("later", [lesson("two")], opens_after=["gatherings/spring"])
SITE = catalog(FIRST, LATER, assessment("exam"), credential("award", "courses/first", "gatherings/spring"))


@dataclass(frozen=True)
class Gathering:
    title: str
    opens_after: tuple[str, ...] = ()


class GatheringAttended(Requirement):
    name = "gathering"
    family = "gatherings"
    held = {"spring": Gathering("Spring gathering", ("courses/first",))}

    def find(self, catalog: Catalog, target: Target) -> Gathering | None:
        return self.held.get(target.id)

    def not_yet(self, catalog: Catalog, target: Target, title: str) -> str:
        return f"First come to “{title}”."

    def address(self, target: Target) -> str:
        return f"/gatherings/{target.id}"

    def before(self, catalog: Catalog, target: Target) -> tuple[str, ...]:
        return self.held[target.id].opens_after


@pytest.fixture
def gathering() -> Iterator[Requirement]:
    kind = GatheringAttended()
    REQUIREMENTS.add(kind)
    yield kind
    REQUIREMENTS.remove(kind.name)


def test_a_door_that_asks_for_it_says_so_in_its_own_words(gathering: Requirement) -> None:
    reason = Reason("gathering", "gatherings/spring", "Spring gathering", "First come to “Spring gathering”.")
    assert course_gate(SITE, LATER, Standing()) == Closed((reason,))
    award = SITE.credentials["award"]
    assert credential_gate(SITE, award, finished(FIRST), confirmed=True).reasons == (reason,)


def test_it_is_met_by_what_is_recorded_of_it(gathering: Requirement) -> None:
    there = Standing(others={"gatherings/spring": at(4)})
    assert there.met("gatherings/spring") == fulfilled(SITE, "gatherings/spring", there) == at(4)
    assert there.met("gatherings/autumn") is None
    assert course_gate(SITE, LATER, there)


def test_the_shortest_way_leads_over_it_and_over_what_it_asks_for(gathering: Requirement) -> None:
    steps = [(one.kind, one.path) for one in shortest_way(SITE, "courses/later", Standing())]
    assert steps == [("lesson", "courses/first/one"), ("gathering", "gatherings/spring")]
    assert shortest_way(SITE, "courses/later", finished(FIRST)) == (
        Step("gathering", "gatherings/spring", "Spring gathering"),
    )


def test_two_kinds_cannot_have_one_name_or_one_form(gathering: Requirement) -> None:
    with pytest.raises(ValueError, match="gathering"):
        REQUIREMENTS.add(GatheringAttended())


@pytest.mark.parametrize(
    "path", ["gatherings/first", "gatherings/first/one", "gatherings/", "courses", "certificates/a/b", "account"]
)
def test_a_path_of_no_kind_is_refused_by_name_and_never_taken_for_another(path: str) -> None:
    learner = finished(FIRST)
    with pytest.raises(UnknownRequirement, match=path):
        learner.met(path)
    with pytest.raises(UnknownRequirement, match=path):
        title_of(SITE, path)
    with pytest.raises(UnknownRequirement, match=path):
        shortest_way(SITE, path, learner)
    assert fulfilled(SITE, path, learner) is None
