"""Several applications certified at once: all or none, and whoever stands against one of them is told before."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest
from sqlalchemy.orm import Session

from lms.practice.lives import Act, Kind, Review
from lms.services.appointing import declaring
from lms.services.appointing.asking import BarredAct, NoDuty
from lms.services.appointing.declaring import Declared
from lms.services.deciding import applying, decisions
from lms.services.ground.person import Person
from lms.services.ground.refusals import Conflict, Invalid
from lms.store import applications, attempts, audit, question_lives
from tests.services.accounts.post import at_once
from tests.services.appointing.people import with_duty
from tests.services.deciding.candidates import applied, decider, in_use
from tests.support.schemed import SCHEMED
from tests.support.site import House, house_at

NAMES = ("Bo Berg", "Cy Young", "Di Dorn")


@pytest.fixture
def house(tmp_path: Path) -> Iterator[House]:
    with house_at(f"sqlite:///{tmp_path / 'lms.sqlite'}", tmp_path, SCHEMED) as made:
        yield in_use(made)


def several(house: House, *more: Person) -> list[str]:
    """The applications of three people, and then of these."""
    people = [*(house.person(name) for name in NAMES), *more]
    return [applied(house, person, person.name).application.id for person in people]


def decided(house: House, ids: Sequence[str]) -> list[str]:
    """The outcome of everything that was decided about these."""
    with house.context.database.reading() as session:
        return [one.outcome for id in ids for one in applications.decisions(session, id)]


def test_whoever_is_barred_from_one_is_told_of_whom_and_decides_about_none(house: House) -> None:
    dee = decider(house)
    ids = several(house, dee)
    with pytest.raises(BarredAct) as refused:
        decisions.decide_all(house.context, dee, ids)
    assert [(bar.kind, bar.message.split(":")[0]) for bar in refused.value.bars] == [("B1", "Dee Decider")]
    assert decided(house, ids) == []


def test_a_hand_in_one_paper_and_an_interest_in_one_person_stand_against_all_of_them(house: House) -> None:
    dee = decider(house)
    ids = several(house)
    with house.context.database.writing() as session:
        asked = {name: _asked(session, id) for name, id in zip(NAMES, ids, strict=True)}
        source, version = sorted(asked[NAMES[1]])[0]
        read = Act(Kind.APPROVED, dee.id, review=Review.CONTENT)
        question_lives.add_act(
            session, source, version, read, duty="", form={}, reason="", request="", at=house.clock()
        )
    declaring.declare(house.context, dee, Declared(["di.dorn@example.org"]))
    with pytest.raises(BarredAct) as refused:
        decisions.decide_all(house.context, dee, ids)
    hands = {("B3", name) for name, paper in asked.items() if (source, version) in paper}
    assert {(bar.kind, bar.message.split(":")[0]) for bar in refused.value.bars} == {*hands, ("B6", NAMES[2])}
    assert decided(house, ids) == []


def _asked(session: Session, id: str) -> set[tuple[str, str]]:
    """What the paper of this application asked."""
    mine = applications.find(session, id)
    assert mine is not None
    (paper,) = attempts.of_account(session, mine.account)
    return {(item.source, item.version) for item in attempts.solved_items(session, paper.id)}


def test_one_that_is_taken_back_or_not_there_leaves_the_others_undecided(house: House) -> None:
    dee, elsewhere = decider(house), with_duty(house, "Elsa Where", "decider")
    ids = several(house, house.person("Ed Early"))
    for asked, kind in (([*ids, "none"], NoDuty), ([], Invalid)):
        with pytest.raises(kind):
            decisions.decide_all(house.context, dee, asked)
    with pytest.raises(NoDuty):
        decisions.decide_all(house.context, elsewhere, ids)
    with house.context.database.reading() as session:
        last = applications.find(session, ids[-1])
    assert last is not None
    applying.withdraw(house.context, Person(last.account, "", ""), last.id)
    with pytest.raises(Conflict, match="withdrawn"):
        decisions.decide_all(house.context, dee, ids)
    assert decided(house, ids) == []


def test_the_same_sent_again_is_answered_alike_and_another_decider_is_refused(house: House) -> None:
    dee, other = decider(house), decider(house, "Otto Other")
    ids = several(house)
    first = decisions.decide_all(house.context, dee, ids)
    again = decisions.decide_all(house.context, dee, ids)
    assert [one.serial for one in again] == [one.serial for one in first]
    assert not any(one.created for one in again)
    with pytest.raises(Conflict, match="decided already"):
        decisions.decide_all(house.context, other, ids)
    assert decided(house, ids) == ["certified"] * 3
    with house.context.database.reading() as session:
        assert len(audit.of_act(session, "certify")) == 3


@pytest.mark.parametrize("where", ["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)])
def test_batches_that_meet_decide_each_application_once(
    request: pytest.FixtureRequest, tmp_path: Path, where: str
) -> None:
    file = f"sqlite:///{tmp_path / 'lms.sqlite'}"
    url = file if where == "sqlite" else request.getfixturevalue("postgres_url")
    with house_at(url, tmp_path, SCHEMED) as made:
        house = in_use(made)
        people = [decider(house, f"Decider {n}") for n in range(3)]
        ids = several(house)

        def one(n: int) -> tuple[str, ...]:
            """Each in another order, so that two of them could wait in a ring."""
            try:
                return tuple(
                    sorted(one.serial for one in decisions.decide_all(house.context, people[n % 3], turned(n)))
                )
            except Conflict:
                return ()

        def turned(n: int) -> list[str]:
            return ids[n % 3 :] + ids[: n % 3]

        assert len(set(at_once(30, one)) - {()}) == 1
        assert decided(house, ids) == ["certified"] * 3
