"""A question's way through its reviews: who may do what, what is refused, and what is written down."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from datetime import timedelta
from functools import partial
from pathlib import Path

import pytest
from sqlalchemy import func, select

from lms.credentials.audit import Entry
from lms.practice import review_forms
from lms.practice.lives import Kind, Review, State
from lms.practice.review_forms import CRITERIA, Form
from lms.services.appointing import pen_naming, tasks
from lms.services.appointing.asking import BarredAct, FactorAsked, NoDuty
from lms.services.assessing.overview import overview
from lms.services.ground.person import Person
from lms.services.ground.refusals import ClosedDoor, Conflict, Invalid, Refusal
from lms.services.reviewing import acting, adopting
from lms.services.reviewing.entering import NotNow, Wish
from lms.store import audit, seen_keys
from lms.store.tables import QuestionActRow
from tests.services.accounts.post import mails_to
from tests.services.appointing.people import with_duty
from tests.services.reviewing import lives
from tests.services.reviewing.test_drawing import SMALL, all_active, drawn, in_spanish, serve
from tests.services.walks import begin
from tests.support.site import House, house_at

SOURCE = "listening/bank-0"
WISH = Wish(SOURCE, reason="A reason")
QUIET = Wish(SOURCE)
CANNOT = (BarredAct, NoDuty, FactorAsked)


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)])
def any_site(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[House]:
    on_sqlite = request.param == "sqlite"
    url = f"sqlite:///{tmp_path / 'lms.sqlite'}" if on_sqlite else request.getfixturevalue("postgres_url")
    with house_at(url, tmp_path, SMALL) as house:
        serve(house, SMALL)
        yield house


@pytest.fixture
def house(tmp_path: Path) -> Iterator[House]:
    with house_at(f"sqlite:///{tmp_path / 'lms.sqlite'}", tmp_path, SMALL) as made:
        serve(made, SMALL)
        yield made


class Team:
    """The people of a small programme."""

    def __init__(self, house: House) -> None:
        self.writer = with_duty(house, "Wim Writer", "writer")
        self.content = with_duty(house, "Cleo Content", "content-reviewer")
        self.fairness = with_duty(house, "Fay Fair", "fairness-reviewer")
        self.officer = with_duty(house, "Ola Officer", "measurement-officer")
        self.decider = with_duty(house, "Dee Decider", "decider")


def form(review: Review, no: str = "") -> Form:
    filled = {name: "no" if name == no else "yes" for name in CRITERIA[review]}
    read = review_forms.read(review, filled | {f"note_{no}": "Say it plainly.", "difficulty": "60"})
    assert isinstance(read, Form)
    return read


def reviewed(house: House, team: Team) -> None:
    acting.propose(house.context, team.writer, QUIET)
    acting.review(house.context, team.content, QUIET, form(Review.CONTENT))
    acting.review(house.context, team.fairness, QUIET, form(Review.FAIRNESS))


def waiting(house: House, team: Team) -> None:
    """A pilot that was put forward."""
    reviewed(house, team)
    acting.pilot(house.context, team.writer, WISH)
    acting.put_forward(house.context, team.officer, WISH)


def entries(house: House, act: str) -> list[Entry]:
    with house.context.database.reading() as session:
        return audit.of_act(session, act)


def tasks_of(house: House, person: Person) -> Sequence[tasks.Task]:
    with house.context.database.reading() as session:
        return tasks.desk(house.context, session, person).tasks


def count(house: House) -> int:
    with house.context.database.reading() as session:
        return session.scalar(select(func.count(QuestionActRow.id))) or 0


def test_from_a_draft_to_a_scored_question_and_out_again(house: House) -> None:
    team = Team(house)
    waiting(house, team)
    assert drawn(house) == {"bank-0": "pilot"}
    assert [task.words for task in tasks_of(house, team.decider)] == [
        "Confirm that the question listening/bank-0 counts from now on"
    ]
    assert acting.confirm(house.context, team.decider, WISH).state == State.ACTIVE
    assert drawn(house) == {"bank-0": "active"}
    assert not tasks_of(house, team.decider)
    assert acting.suspend(house.context, team.officer, WISH).state == State.SUSPENDED
    assert drawn(house) == {}
    assert acting.reinstate(house.context, team.officer, WISH).state == State.ACTIVE
    assert acting.retire(house.context, team.officer, WISH, "outdated").state == State.RETIRED
    assert drawn(house) == {}
    (activated,) = entries(house, "question activated")
    assert activated.details["confirmed_by"] == f"account:{team.decider.id}"
    assert activated.details["put_forward_by"] == f"account:{team.officer.id}"
    assert (activated.details["duty"], activated.details["reason"]) == ("decider", "A reason")
    (retired,) = entries(house, "question retired")
    assert retired.details["ground"] == "outdated"


def test_nobody_reviews_what_they_wrote_or_both_halves(house: House) -> None:
    team = Team(house)
    both = with_duty(house, "Bo Both", "writer", "content-reviewer", "fairness-reviewer")
    acting.propose(house.context, both, QUIET)
    with pytest.raises(BarredAct) as barred:
        acting.review(house.context, both, QUIET, form(Review.CONTENT))
    assert [bar.kind for bar in barred.value.bars] == ["B2"]
    two = with_duty(house, "Tia Two", "content-reviewer", "fairness-reviewer")
    acting.review(house.context, two, QUIET, form(Review.CONTENT))
    with pytest.raises(BarredAct):
        acting.review(house.context, two, QUIET, form(Review.FAIRNESS))
    acting.review(house.context, team.fairness, QUIET, form(Review.FAIRNESS))


def test_the_pen_name_in_the_bank_says_who_wrote_it(house: House) -> None:
    team = Team(house)
    pen_naming.choose(house.context, team.content, "cleo")
    named = SMALL[lives.BANK].replace("objective: listening\n---", "objective: listening\nauthor: cleo\n---")
    serve(house, {**SMALL, lives.BANK: named})
    acting.propose(house.context, team.writer, QUIET)
    with pytest.raises(BarredAct):
        acting.review(house.context, team.content, QUIET, form(Review.CONTENT))


def test_a_no_returns_the_version_with_the_note_as_its_reason(house: House) -> None:
    team = Team(house)
    acting.propose(house.context, team.writer, QUIET)
    assert acting.review(house.context, team.content, QUIET, form(Review.CONTENT, "no_trick")).state == State.DRAFT
    (returned,) = entries(house, "question returned")
    assert returned.details["reason"] == "Say it plainly."
    (letter,) = [one for one in mails_to(house.context, team.writer.email) if one.subject.endswith("was returned")]
    assert "Say it plainly." not in letter.body
    assert lives.BANK.rpartition("/")[2].removesuffix(".md") in letter.body


def test_reviewers_are_told_once_a_day_that_something_waits(house: House) -> None:
    team = Team(house)
    acting.propose(house.context, team.writer, QUIET)
    acting.review(house.context, team.content, QUIET, form(Review.CONTENT, "no_trick"))
    acting.propose(house.context, team.writer, QUIET)
    for reader in (team.content, team.fairness):
        told = [one.subject for one in mails_to(house.context, reader.email)]
        assert told.count("Questions wait for your reading") == 1
    assert not [one for one in mails_to(house.context, team.writer.email) if "wait" in one.subject]


def test_what_is_put_forward_is_confirmed_by_somebody_else(house: House) -> None:
    both = with_duty(house, "Bo Both", "measurement-officer", "decider")
    team = Team(house)
    reviewed(house, team)
    acting.pilot(house.context, team.writer, WISH)
    acting.put_forward(house.context, both, WISH)
    with pytest.raises(BarredAct) as barred:
        acting.confirm(house.context, both, WISH)
    assert [bar.kind for bar in barred.value.bars] == ["B8"]


def test_whoever_has_no_duty_here_is_told_nothing(house: House) -> None:
    Team(house)
    stranger, elsewhere = house.person("Sid"), with_duty(house, "Eli Else", "writer", scheme="listener")
    unknown = replace(QUIET, source="listening/no-such")
    for wish in (QUIET, unknown):
        with pytest.raises(NoDuty) as refused:
            acting.propose(house.context, stranger, wish)
        assert refused.value.message == "There is nothing here for you."
    with pytest.raises(NoDuty):
        acting.propose(house.context, elsewhere, replace(QUIET, source="nowhere/bank-0"))


def test_confirming_and_suspending_ask_for_a_second_factor_of_the_last_minutes(house: House) -> None:
    team = Team(house)
    waiting(house, team)
    before = count(house)
    house.clock.turn(timedelta(minutes=6))
    for act in (acting.confirm, acting.suspend):
        with pytest.raises(FactorAsked):
            act(house.context, team.decider, WISH)
        with pytest.raises(FactorAsked):
            act(house.context, team.decider, replace(WISH, operator="operator:root"))
    assert count(house) == before


def test_what_does_not_follow_is_refused_with_what_would(house: House) -> None:
    team = Team(house)
    acting.propose(house.context, team.writer, QUIET)
    with pytest.raises(NotNow) as refused:
        acting.pilot(house.context, team.writer, WISH)
    assert refused.value.state == State.IN_REVIEW
    assert Kind.APPROVED in refused.value.allowed
    assert count(house) == 1


def test_a_reason_is_asked_for_and_is_of_a_length_to_read(house: House) -> None:
    team = Team(house)
    reviewed(house, team)
    for reason in ("", " ", "x" * 501):
        with pytest.raises(Invalid):
            acting.pilot(house.context, team.writer, replace(WISH, reason=reason))


def test_the_same_once_more_is_answered_alike(house: House) -> None:
    team = Team(house)
    reviewed(house, team)
    keyed = replace(WISH, request="a key")
    first = acting.pilot(house.context, team.writer, keyed)
    before = count(house)
    assert acting.pilot(house.context, team.writer, keyed) == first
    assert acting.pilot(house.context, team.writer, WISH) == first
    assert count(house) == before
    with pytest.raises(Conflict, match="Idempotency-Key"):
        acting.propose(house.context, team.writer, keyed)


def test_only_the_version_that_is_published_is_proposed(house: House) -> None:
    team = Team(house)
    acting.propose(house.context, team.writer, QUIET)
    old = house.catalog.banks["listening"].quizzes["bank-0"].version
    edited = SMALL[lives.BANK].replace("What about bank-0?", "What about this?")
    serve(house, {**SMALL, lives.BANK: edited})
    with pytest.raises(Conflict):
        acting.propose(house.context, team.writer, replace(QUIET, version=old[:12]))
    acting.propose(house.context, team.writer, QUIET)


def test_a_translation_that_changed_since_it_was_opened_is_read_again(house: House) -> None:
    team = Team(house)
    reviewed(house, team)
    serve(house, in_spanish(SMALL))
    with pytest.raises(Conflict, match="read it again"):
        acting.review(house.context, team.content, QUIET, form(Review.CONTENT), frozenset({f"es:{'0' * 64}"}))


def test_two_people_confirming_at_once_give_one_act(any_site: House) -> None:
    house, team = any_site, Team(any_site)
    deputy = with_duty(house, "Dan Deputy", "decider")
    waiting(house, team)
    deciders = (team.decider, deputy)
    outcomes = at_once([partial(acting.confirm, house.context, who, WISH) for who in deciders])
    assert sorted(type(one).__name__ for one in outcomes) == ["Done", "NotNow"]
    assert len(entries(house, "question activated")) == 1
    again = at_once([lambda: acting.suspend(house.context, team.officer, WISH)] * 4)
    assert {getattr(one, "state", None) for one in again} == {State.SUSPENDED}
    assert len(entries(house, "question suspended")) == 1


def at_once(acts: list[Callable[[], object]]) -> list[object]:
    """What came of acts that were begun together, refusals among it."""
    outcomes: list[object] = []
    start = threading.Barrier(len(acts))

    def run(act: Callable[[], object]) -> None:
        start.wait()
        try:
            outcomes.append(act())
        except Refusal as refusal:
            outcomes.append(refusal)

    threads = [threading.Thread(target=run, args=(act,)) for act in acts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return outcomes


def test_a_bank_in_use_is_adopted_once_by_a_decider_and_marked_so(house: House) -> None:
    team = Team(house)
    adopted = adopting.adopt_bank(house.context, team.decider, "listening", "In use since 2025")
    assert adopted.questions == 6
    assert adopting.adopt_bank(house.context, team.decider, "listening", "In use since 2025") == adopted
    assert drawn(house)["pilot-one"] == "pilot"
    assert len(entries(house, "adopt bank")) == 1
    with pytest.raises(Conflict):
        adopting.adopt_bank(house.context, with_duty(house, "Dan", "decider"), "listening", "Once more")
    with pytest.raises(CANNOT):
        adopting.adopt_bank(house.context, team.writer, "listening", "By a writer")


def test_a_bank_whose_reviews_have_begun_is_not_adopted(house: House) -> None:
    team = Team(house)
    reviewed(house, team)
    with pytest.raises(Conflict, match="reviewed"):
        adopting.adopt_bank(house.context, team.decider, "listening", "A short way")


def test_a_person_is_named_by_number_in_the_record(house: House) -> None:
    team = Team(house)
    acting.propose(house.context, team.writer, QUIET)
    (entry,) = entries(house, "question proposed")
    assert entry.actor == f"account:{team.writer.id}"
    assert "Wim" not in str(entry)


def test_whoever_saw_a_key_sits_that_examination_only_after_two_years(house: House) -> None:
    reviewer = house.person("Rae Reviewer")
    all_active(house)
    with house.context.database.writing() as session:
        seen_keys.keep(session, reviewer.id, "listening", house.clock())
    with pytest.raises(ClosedDoor) as closed:
        begin(house, reviewer, "exam")
    (reason,) = closed.value.reasons
    assert (reason.kind, reason.until) == ("interest", house.clock().replace(year=2028))
    assert overview(house.context, reviewer).assessments[0].gate.reasons[-1].kind == "interest"
    begin(house, reviewer, "open")
    house.clock.at = house.clock().replace(year=2028)
    begin(house, reviewer, "exam")
