"""Invariant “Certificates” 1: after `kill -9` at each step of issuing there is one certificate, and it is finished."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from hashlib import sha256

import pytest
from sqlalchemy import func, select

from lms.credentials.leaf import name_of, read
from lms.credentials.life import Making
from lms.services.certifying import claiming, evidence, issuing, stewarding
from lms.services.ground.person import Person
from lms.services.log import checking
from lms.store import certificates
from lms.store.tables import AuditRow, FormerFileRow, LeafRow, MailRow, PdfRow
from tests.faults import short_way
from tests.faults.issuing_victim import ALL_THE_WAY, PROMISED, REDRAWING, STEPS
from tests.faults.premises import Premises, laid_out

ROUNDS = 10
ROUNDS_AGAIN = 2
CLAIMING = ("before-the-promise-is-committed", PROMISED)


class Victim:
    """The process that forks those who die."""

    def __init__(self, premises: Premises) -> None:
        self._process = subprocess.Popen(
            [sys.executable, "-m", "tests.faults.issuing_victim"],
            env={**os.environ, **premises.environment},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )

    def die_at(self, step: str, person: Person, serial: str = "-") -> None:
        assert self._ended_by(step, person, serial) == signal.SIGKILL, f"{step} was never reached"

    def go_all_the_way(self, person: Person, serial: str) -> None:
        assert self._ended_by(ALL_THE_WAY, person, serial) == 0

    def _ended_by(self, step: str, person: Person, serial: str) -> int:
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.write(f"{step} {person.id} {serial}\n")
        self._process.stdin.flush()
        return int(self._process.stdout.readline())

    def end(self) -> None:
        self._process.communicate(timeout=30)


@pytest.fixture(scope="module")
def premises(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Premises]:
    with laid_out(tmp_path_factory.mktemp("premises"), short_way.CHANGES) as made:
        yield made


@pytest.fixture(scope="module")
def victim(premises: Premises) -> Iterator[Victim]:
    made = Victim(premises)
    first = premises.person("First")
    short_way.walk(premises.context, first)
    made.go_all_the_way(first, claim(premises, first))
    check(premises, first)
    yield made
    made.end()


def claim(premises: Premises, person: Person) -> str:
    serial = claiming.claim(premises.context, person, "listener", "Amal Haddad", agree=True).holding.serial
    assert serial is not None
    return serial


def resume(premises: Premises) -> None:
    """What the worker's sweep does about what a crash has left."""
    for serial in issuing.unfinished(premises.context):
        issuing.carry_on(premises.context, serial)


def check(premises: Premises, person: Person) -> None:
    """One number, issued; one file, the one that was recorded; one entry each and one leaf each for both; one mail."""
    with premises.context.database.reading() as session:
        held = certificates.of_account(session, person.id)
        assert [one.life.making for one in held] == [Making.ISSUED]
        serial = held[0].serial
        files = session.scalars(select(PdfRow.content).where(PdfRow.serial == serial)).all()
        acts = session.scalars(select(AuditRow.act).where(AuditRow.subject == serial).order_by(AuditRow.n)).all()
        named = LeafRow.body.like(f"%{name_of(serial)}%")
        leaves = session.execute(select(LeafRow.n, LeafRow.body).where(named).order_by(LeafRow.n)).all()
        mails = session.scalar(select(func.count()).where(MailRow.recipient == person.email))
    assert [sha256(content).hexdigest() for content in files] == [held[0].life.sha256]
    assert [act for act in acts if act in ("enter", "file", "issue")] == ["enter", "file", "issue"]
    facts = [read(body) or {} for _, body in leaves]
    assert [one["kind"] for one in facts] == ["issue", "file"]
    assert [n for n, _ in leaves] == [held[0].leaf, held[0].file_leaf]
    assert facts[1]["pdf"] == held[0].life.sha256
    assert mails == 1


@pytest.mark.parametrize("step", [*CLAIMING, *(step for step in STEPS if step not in CLAIMING)])
def test_a_certificate_whose_making_was_killed_is_finished_once(premises: Premises, victim: Victim, step: str) -> None:
    for round in range(ROUNDS):
        person = premises.person(f"{step} {round}")
        short_way.walk(premises.context, person)
        if step in CLAIMING:
            victim.die_at(step, person)
            claim(premises, person)
        else:
            victim.die_at(step, person, claim(premises, person))
        resume(premises)
        check(premises, person)
    assert issuing.unfinished(premises.context) == []
    assert checking.verify(premises.context).sound


@pytest.mark.parametrize("step", REDRAWING)
def test_a_new_file_whose_making_was_killed_is_finished_once(premises: Premises, victim: Victim, step: str) -> None:
    """After a suspension: it counts meanwhile, and in the end there is one file more, and one leaf that names it."""
    for round in range(ROUNDS_AGAIN):
        person = premises.person(f"{step} {round}")
        short_way.walk(premises.context, person)
        serial = claim(premises, person)
        resume(premises)
        stewarding.suspend(premises.context, "operator:test", serial, "A complaint")
        stewarding.reinstate(premises.context, "operator:test", serial, "Not upheld")
        victim.die_at(step, person, serial)
        assert checking.verify(premises.context).sound
        resume(premises)
        with premises.context.database.reading() as session:
            record = certificates.find(session, serial)
            files = session.scalars(select(PdfRow.content).where(PdfRow.serial == serial)).all()
            former = session.scalars(select(FormerFileRow.n).where(FormerFileRow.serial == serial)).all()
            named = f"%{sha256(files[0]).hexdigest()}%"
            leaves = session.scalar(select(func.count()).where(LeafRow.body.like(named)))
        assert record is not None
        assert [sha256(content).hexdigest() for content in files] == [record.life.sha256]
        assert (former, leaves) == ([1], 1)
    assert issuing.unfinished(premises.context) == []
    assert checking.verify(premises.context).sound
    assert evidence.prove(premises.context).faults == ()
