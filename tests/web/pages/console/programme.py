"""A scheme at work, as the tests of the console share it: things to look at, and people of every kind in browsers."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from flask import Flask
from sqlalchemy import select

from lms.practice.applications import Outcome
from lms.practice.duties import Duty
from lms.services.appointing import appoint
from lms.services.certifying import issuing
from lms.services.deciding import applying, awards
from lms.services.deciding.applying import Filled
from lms.services.deciding.awards import Sent
from lms.services.deciding.decisions import Choice, decide
from lms.services.ground.person import Person
from lms.store import appointments, attempts
from lms.store.tables import MailRow
from tests.services.appointing.people import admin, with_duty
from tests.services.deciding.candidates import GUIDE, applied, decider, in_use, registrar
from tests.support.schemed import SCHEMED
from tests.support.site import FILES, House, house_at, question
from tests.support.web import Caller, app_of, signed_in, stranger
from tests.web.pages.console.test_duties import with_factor

ROLES = ("learner", "author", "reviewer", "staff", "admin")
DUTIES = tuple(duty.value for duty in Duty)
BANK = "content/assessments/banks/listening.md"
WITH_A_DRAFT = FILES[BANK] + question("new-one", more="status: draft\n")
ELSEWHERE = "listener"
"""A certification beside that of guides, with people of its own."""


@dataclass
class Programme:
    """One site with an application, a statement, a certificate and a bank of a scheme; and whoever asks for them."""

    house: House
    app: Flask
    things: dict[str, str] = field(default_factory=dict)
    people: dict[str, Person] = field(default_factory=dict)
    callers: dict[str, Caller] = field(default_factory=dict)

    def holds(self, name: str, *duties: str, scheme: str = GUIDE, declared: bool = True) -> None:
        """Somebody with these duties, signed in with a second factor."""
        person = with_duty(self.house, name, *duties, scheme=scheme, declared=declared)
        self.admit(name, person)

    def admit(self, name: str, person: Person) -> None:
        self.people[name] = person
        self.callers[name] = with_factor(self.app, self.house, person)


@contextmanager
def programme(home: Path) -> Iterator[Programme]:
    """All of it, on a database of its own."""
    with house_at(f"sqlite:///{home / 'lms.sqlite'}", home, {**SCHEMED, BANK: WITH_A_DRAFT}) as house:
        made = Programme(in_use(house), app_of(house))
        _things(made)
        _people(made)
        yield made


def _things(made: Programme) -> None:
    house = made.house
    amal, rosa, omar = (house.person(name) for name in ("Amal Haddad", "Rosa Lima", "Omar Said"))
    serial = decide(
        house.context,
        decider(house, "Dora Early"),
        applied(house, omar, "Omar Said").application.id,
        Choice(Outcome.CERTIFIED),
    ).serial
    assert issuing.carry_on(house.context, serial)
    stated = applying.apply(house.context, rosa, GUIDE, Filled("experience", "", signature="Rosa Lima"))
    made.things = {
        "application": applied(house, amal).application.id,
        "statement": stated.application.id,
        "certificate": serial,
        "person": str(amal.id),
        "bank": "listening",
        "question": "bank-0",
        "version": house.catalog.banks["listening"].quizzes["bank-0"].version,
        "draft": house.catalog.banks["listening"].quizzes["new-one"].version,
    }
    led = house.person("Lea Derson")
    award = Sent(led.email, GUIDE, led.name, "Ten years of leading groups", "The council")
    made.things["award"] = str(awards.propose(house.context, registrar(house), award).id)
    with house.context.database.reading() as session:
        made.things["mail"] = str(session.scalar(select(MailRow.id).limit(1)))
        made.things["attempt"] = attempts.of_account(session, amal.id)[0].id
    made.people |= {"Amal Haddad": amal, "Rosa Lima": rosa, "Omar Said": omar}


def _people(made: Programme) -> None:
    house = made.house
    made.callers["visitor"] = stranger(made.app)
    for role in ROLES[:-1]:
        made.admit(role, house.person(f"Some {role}", role=role))
    made.admit("admin", admin(house))
    for duty in DUTIES:
        made.holds(duty, duty)
        made.holds(f"{duty} elsewhere", duty, scheme=ELSEWHERE)
        made.holds(f"former {duty}", duty)
    made.callers["decider without a factor"] = signed_in(made.app, house, with_duty(house, "No", "decider"))
    with house.context.database.reading() as session:
        every = [one for duty in DUTIES for one in appointments.of_account(session, made.people[f"former {duty}"].id)]
        made.things["appointment"] = str(appointments.of_account(session, made.people["writer"].id)[0].id)
    for one in every:
        appoint.end(house.context, admin(house), one.id, "Moved on")
