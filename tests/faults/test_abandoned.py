"""What was under way when every process died is carried on when they are back, within a minute."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from fractions import Fraction
from pathlib import Path

import pytest

from lms.credentials.life import Making
from lms.questions.stored import solution_from_json
from lms.services.assessing import beginning, sitting
from lms.services.certifying import claiming
from lms.services.ground.person import Person
from lms.store import attempts, certificates
from lms.store.attempts import AttemptRecord
from tests.faults import short_way
from tests.faults.callers import API, Program
from tests.faults.premises import Premises, laid_out, serving, until

RIGHT = 2


@pytest.fixture
def premises(tmp_path: Path) -> Iterator[Premises]:
    with laid_out(tmp_path, short_way.CHANGES) as made:
        yield made


def abandoned(premises: Premises, person: Person) -> str:
    """An attempt with two of three questions answered right, whose time ran out while nothing was running."""
    context = premises.context
    attempt = beginning.start(context, person, "open", agree=True, key=None).attempt
    with context.database.reading() as session:
        solved = attempts.solved_items(session, attempt.id)
    right = {one.n: solution_from_json(one.solution).key.rule["right"][0] for one in solved}
    for n in range(1, RIGHT + 1):
        sitting.save(context, person, attempt.id, n, right[n], None)
    assert attempt.deadline is not None
    earlier = timedelta(hours=1)
    with context.database.writing() as session:
        attempts.change(session, attempt.id, started_at=attempt.started - earlier, deadline=attempt.deadline - earlier)
    return attempt.id


def find(premises: Premises, person: Person, attempt: str) -> AttemptRecord:
    with premises.context.database.reading() as session:
        found = attempts.find(session, person.id, attempt)
    assert found is not None
    return found


def test_what_died_with_all_processes_is_finished_when_they_are_back(premises: Premises) -> None:
    amal, rosa = premises.person("Amal Haddad"), premises.person("Rosa Lima")
    short_way.walk(premises.context, amal)
    serial = claiming.claim(premises.context, amal, "listener", "Amal Haddad", agree=True).holding.serial
    assert serial is not None
    attempt = abandoned(premises, rosa)
    assert find(premises, rosa, attempt).state == "running"

    def made() -> bool:
        with premises.context.database.reading() as session:
            record = certificates.find(session, serial)
        return record is not None and record.life.making is Making.ISSUED

    with serving(premises, whole=True, workers=1) as server:
        until(lambda: find(premises, rosa, attempt).state == "expired", "the abandoned attempt is closed")
        until(made, "the certificate that was promised is issued")
        late = Program(server.port, premises.token(rosa)).put(f"{API}/attempts/{attempt}/answers/3", {"answer": "x"})
        assert late.status == 409
        server.kill()
    closed = find(premises, rosa, attempt)
    assert closed.share == str(Fraction(RIGHT, 3))
    assert closed.passed is True
