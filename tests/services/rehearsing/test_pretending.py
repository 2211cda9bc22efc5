"""Pretended learners are, for every service, in the state that they are said to be in."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from lms.credentials.life import Status
from lms.progress.gates import Closed
from lms.services import accounts, rehearsing
from lms.services.assessing import covers, overview
from lms.services.certifying import claiming, verifying
from lms.services.certifying.claiming import Holding
from lms.services.ground.context import Context
from lms.services.ground.refusals import Conflict, NotFound
from lms.services.log import checking
from lms.services.rehearsing import Pretended, Target
from lms.services.rehearsing.clock import ahead_of, set_ahead
from tests.support.site import FILES, House, house_at

DAY = timedelta(days=1)
COURSE_ALONE = {path: "" for path in FILES if not path.startswith("content/courses/")}


@pytest.fixture(scope="module")
def kept(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    home = tmp_path_factory.mktemp("pretending")
    with house_at(f"sqlite:///{home / 'lms.sqlite'}", home, scratch=True) as made:
        yield made


def target(house: House, id: str = "certificates.listener") -> Target:
    return rehearsing.find_target(house.catalog, id)


def pretend(house: House, state: str, id: str = "certificates.listener") -> Pretended:
    return rehearsing.pretend(house.context, target(house, id), state)


def holding(house: House, made: Pretended) -> Holding:
    return claiming.mine(house.context, made.person)[0]


def exam_gate(house: House, made: Pretended) -> object:
    return covers.cover(house.context, made.person, "exam").gate


def test_who_is_new_has_done_nothing(kept: House) -> None:
    seen = overview.overview(kept.context, pretend(kept, "new").person)
    assert all(course.joined is False for course in seen.courses)


def test_who_is_half_way_has_done_a_part_and_has_a_next_step(kept: House) -> None:
    seen = overview.overview(kept.context, pretend(kept, "half-way").person)
    course = overview.course_pages(kept.context, seen)[0]
    assert 0 < course.lessons_done < 3
    assert course.next is not None


def test_who_waits_did_not_pass_and_the_wait_is_running(kept: House) -> None:
    made = pretend(kept, "waiting")
    gate = exam_gate(kept, made)
    assert isinstance(gate, Closed)
    assert [reason.kind for reason in gate.reasons] == ["wait"]
    past = covers.cover(kept.context, made.person, "exam").past
    assert [one.passed for one in past] == [False]
    assert past[0].ended == made.since < kept.clock.at


def test_who_may_sit_again_did_not_pass_and_the_door_is_open(kept: House) -> None:
    made = pretend(kept, "may-sit-again")
    assert not isinstance(exam_gate(kept, made), Closed)
    assert [one.passed for one in covers.cover(kept.context, made.person, "exam").past] == [False]


def test_who_is_ready_may_claim(kept: House) -> None:
    made = pretend(kept, "ready")
    assert holding(kept, made).state == "ready"
    claimed = claiming.claim(kept.context, made.person, "listener", "Rosa Lima", agree=True)
    assert claimed.created


@pytest.mark.parametrize(
    ("state", "status"),
    [
        ("valid", Status.VALID),
        ("ends-soon", Status.VALID),
        ("expired", Status.EXPIRED),
        ("suspended", Status.SUSPENDED),
        ("revoked", Status.REVOKED),
    ],
)
def test_a_certificate_is_what_it_is_said_to_be_for_strangers_too(kept: House, state: str, status: Status) -> None:
    held = holding(kept, pretend(kept, state))
    assert held.state == "issued"
    assert held.status is status
    assert held.serial is not None
    assert verifying.report(kept.context, held.serial).status is status
    if state == "ends-soon":
        assert held.expires is not None
        assert 6 * DAY <= held.expires - kept.clock.at <= 8 * DAY
        assert held.ends_soon


def test_the_logs_tell_of_it_as_of_anything_else(kept: House) -> None:
    pretend(kept, "revoked")
    assert checking.verify(kept.context).sound


def test_each_call_makes_somebody_else(kept: House) -> None:
    assert pretend(kept, "new").person.id != pretend(kept, "new").person.id


def test_only_pretended_learners_are_signed_in_without_a_password(kept: House) -> None:
    made = pretend(kept, "new")
    token = rehearsing.sign_in(kept.context, made.person)
    asking = accounts.person_of_session(kept.context, token)
    assert asking is not None
    assert asking.id == made.person.id
    with pytest.raises(NotFound):
        rehearsing.sign_in(kept.context, kept.person("Real Person"))


def missing(house: House, id: str, state: str) -> str:
    return rehearsing.offer_of(house.catalog, target(house, id), state, house.clock.at).missing


def test_what_the_content_cannot_give_is_offered_with_its_reason(kept: House) -> None:
    assert "no wait" in missing(kept, "assessments.open", "waiting")
    assert "No certificate" in missing(kept, "assessments.open", "valid")
    assert missing(kept, "assessments.open", "may-sit-again") == ""
    with pytest.raises(Conflict, match="no wait"):
        pretend(kept, "waiting", "assessments.open")
    with pytest.raises(NotFound):
        pretend(kept, "nonsense")
    with pytest.raises(NotFound):
        target(kept, "certificates.none")


@pytest.mark.parametrize(
    ("change", "state", "reason"),
    [
        (("attempts: 3", "attempts: 1"), "may-sit-again", "Only one try"),
        (("pass_mark: 75%", "pass_mark: 0%"), "waiting", "everybody passes"),
        (("wait_between: [1 hour, 1 day]\n", ""), "waiting", "no wait"),
    ],
)
def test_the_rules_of_the_examination_decide(tmp_path: Path, change: tuple[str, str], state: str, reason: str) -> None:
    exam = "content/assessments/exam.md"
    with house_at(
        f"sqlite:///{tmp_path / 'x.sqlite'}", tmp_path, {exam: FILES[exam].replace(*change)}, scratch=True
    ) as house:
        assert reason in missing(house, "certificates.listener", state)


@pytest.mark.parametrize(
    ("valid_for", "state", "reason"),
    [("3 days", "ends-soon", "less than a week"), ("90 years", "expired", "so long")],
)
def test_the_life_of_the_certificate_decides(tmp_path: Path, valid_for: str, state: str, reason: str) -> None:
    file = "certificates/listener/credential.md"
    changed = {file: FILES[file].replace("3 years", valid_for)}
    with house_at(f"sqlite:///{tmp_path / 'x.sqlite'}", tmp_path, changed, scratch=True) as house:
        assert reason in missing(house, "certificates.listener", state)
        if valid_for == "3 days":
            made = pretend(house, "valid")
            assert holding(house, made).status is Status.VALID


def test_a_course_that_leads_to_nothing_can_be_walked_half_way(tmp_path: Path) -> None:
    with house_at(f"sqlite:///{tmp_path / 'x.sqlite'}", tmp_path, COURSE_ALONE, scratch=True) as house:
        only = rehearsing.targets(house.catalog)
        assert [one.path for one in only] == ["courses/listening"]
        made = rehearsing.pretend(house.context, only[0], "half-way")
        assert overview.overview(house.context, made.person).courses[0].lessons_done == 1
        assert "No certificate" in missing(house, "courses.listening", "ready")


def test_a_clock_runs_ahead_for_as_long_as_it_is_told(kept: House) -> None:
    clock = ahead_of(kept.clock)
    set_ahead(3 * DAY)
    try:
        assert clock() - kept.clock.at == 3 * DAY
        ahead: Context = kept.context
        assert ahead.now() == kept.clock.at
    finally:
        set_ahead(timedelta())
    assert clock() == kept.clock.at
