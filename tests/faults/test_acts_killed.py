"""`kill -9` in each act of the practice, before each of its statements: the act is whole, or not there at all."""

from __future__ import annotations

import os
import signal
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from hashlib import sha256
from pathlib import Path

import pytest
from sqlalchemy import event, select

from lms.practice import review_forms
from lms.practice.lives import Review
from lms.practice.review_forms import CRITERIA
from lms.services.appointing import appoint, declaring
from lms.services.appointing.appoint import Wanted
from lms.services.appointing.declaring import Declared
from lms.services.certifying import issuing
from lms.services.deciding import applying, certificate_acts, decisions, routes
from lms.services.deciding.applying import Filled
from lms.services.deciding.certificate_acts import Sent
from lms.services.ground.person import Person
from lms.services.log import auditing
from lms.services.reviewing import acting, adopting
from lms.services.reviewing.entering import Wish
from lms.store import appointments
from lms.store.tables import Base
from tests.services.appointing.people import admin, with_duty
from tests.services.deciding.candidates import GUIDE, applied
from tests.support.schemed import SCHEMED
from tests.support.site import FILES, House, house_at, question

BANK = "content/assessments/banks/listening.md"
SITE = {**SCHEMED, BANK: FILES[BANK] + question("new-one", more="status: active\n")}
NEW = "listening/new-one"
CERTIFY = decisions.choice_of("certified")
MOST_STATEMENTS = 120
KEPT = (
    *("audit", "question_acts", "question_versions", "question_texts", "proposals", "seen_keys", "leaves"),
    *("applications", "decisions", "decided_certificates", "certificates", "appointments", "interests", "mails"),
)
"""What the acts write into."""

STEPS = {"sqlite": 2, "postgresql": 5}
"""How far one point lies before the next. Each look at a server that others use too takes its time."""


@dataclass
class Cast:
    """Who acts, and about whom."""

    ida: Person
    registrar: Person
    decider: Person
    other: Person
    writer: Person
    content: Person
    fairness: Person
    officer: Person
    ids: dict[str, str]


Doing = Callable[[House, Cast], object]


def form(review: Review) -> review_forms.Form:
    read = review_forms.read(review, dict.fromkeys(CRITERIA[review], "yes") | {"difficulty": "60"})
    assert isinstance(read, review_forms.Form)
    return read


def wish(reason: str = "A reason") -> Wish:
    return Wish(NEW, reason=reason)


def serial(cast: Cast) -> str:
    return cast.ids["certificate"]


ACTS: dict[str, Doing] = {
    "appoint": lambda h, c: appoint.appoint(
        h.context, c.ida, Wanted("omar.said@example.org", "judge", GUIDE, "Elected")
    ),
    "declare": lambda h, c: declaring.declare(h.context, c.registrar, Declared(organisations=["hospital.example"])),
    "propose": lambda h, c: acting.propose(h.context, c.writer, wish("")),
    "review content": lambda h, c: acting.review(h.context, c.content, wish(""), form(Review.CONTENT)),
    "review fairness": lambda h, c: acting.review(h.context, c.fairness, wish(""), form(Review.FAIRNESS)),
    "pilot": lambda h, c: acting.pilot(h.context, c.writer, wish()),
    "put forward": lambda h, c: acting.put_forward(h.context, c.officer, wish()),
    "confirm": lambda h, c: acting.confirm(h.context, c.decider, wish()),
    "suspend": lambda h, c: acting.suspend(h.context, c.officer, wish()),
    "reinstate": lambda h, c: acting.reinstate(h.context, c.decider, wish()),
    "retire": lambda h, c: acting.retire(h.context, c.officer, wish(), "outdated"),
    "grant route": lambda h, c: routes.grant(h.context, c.registrar, c.ids["statement"], "Seen"),
    "return": lambda h, c: decisions.decide(
        h.context, c.other, c.ids["returned"], decisions.choice_of("returned", "Write your whole name")
    ),
    "refuse": lambda h, c: decisions.decide(
        h.context, c.other, c.ids["refused"], decisions.choice_of("refused", "Not theirs", "not-own-work")
    ),
    "certify several": lambda h, c: decisions.decide_all(h.context, c.other, [c.ids["first"], c.ids["second"]]),
    "suspend certificate": lambda h, c: certificate_acts.suspend(h.context, c.registrar, serial(c), Sent("Why")),
    "reinstate certificate": lambda h, c: certificate_acts.reinstate(h.context, c.other, serial(c), Sent("Why")),
    "propose revocation": lambda h, c: certificate_acts.propose_revocation(
        h.context, c.registrar, serial(c), Sent("Why", "", "honesty")
    ),
    "confirm revocation": lambda h, c: certificate_acts.answer(h.context, c.other, serial(c), True),
    "end appointment": lambda h, c: appoint.end(h.context, c.ida, int(c.ids["appointment"]), "Moved on"),
}
"""In an order in which each can follow; each, done again, is answered alike."""


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)])
def place(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[tuple[House, Cast]]:
    on_sqlite = request.param == "sqlite"
    url = f"sqlite:///{tmp_path / 'lms.sqlite'}" if on_sqlite else request.getfixturevalue("postgres_url")
    with house_at(url, tmp_path, SITE) as house:
        yield house, cast_of(house)


def cast_of(house: House) -> Cast:
    def one(name: str, *duties: str) -> Person:
        return with_duty(house, name, *duties, scheme=GUIDE)

    adopter = one("Ada Adopter", "decider")
    house.serve(SCHEMED)
    adopting.adopt_bank(house.context, adopter, "listening", "In use since 2025")
    house.serve(SITE)
    other = one("Otto Other", "decider")
    held = applied(house, house.person("Omar Said"), "Omar Said").application.id
    number = decisions.decide(house.context, other, held, CERTIFY).serial
    assert issuing.carry_on(house.context, number)
    rosa = house.person("Rosa Lima")
    stated = applying.apply(house.context, rosa, GUIDE, Filled("experience", "", signature="Rosa Lima")).application.id
    names = {"returned": "Ret Urned", "refused": "Ref Used", "first": "Fir St", "second": "Sec Ond"}
    ids = {key: applied(house, house.person(name), name).application.id for key, name in names.items()}
    writer = one("Wim Writer", "writer")
    with house.context.database.reading() as session:
        (appointment,) = appointments.of_account(session, adopter.id)
    ids |= {"certificate": number, "statement": stated, "appointment": str(appointment.id)}
    return Cast(
        admin(house),
        one("Rex Registrar", "registrar"),
        one("Dee Decider", "decider"),
        other,
        writer,
        one("Cleo Content", "content-reviewer"),
        one("Fay Fairness", "fairness-reviewer"),
        one("Ola Officer", "measurement-officer"),
        ids,
    )


def test_each_act_is_whole_or_not_there_wherever_it_is_killed(place: tuple[House, Cast]) -> None:
    house, cast = place
    step = STEPS[house.context.database.engine.dialect.name]
    for name, act in ACTS.items():
        before = kept(house)
        for point in range(1, MOST_STATEMENTS, step):
            ended = killed_at(point, house, partial(act, house, cast))
            if kept(house) != before:
                break
            assert ended == -signal.SIGKILL, (name, point, "it ended by itself, and did nothing")
        assert kept(house) != before, (name, "it never came to its end")
        whole = kept(house)
        act(house, cast)
        assert kept(house) == whole, (name, "what was there was not the whole of it")
    assert auditing.verify(house.context).first_altered is None


def kept(house: House) -> dict[str, str]:
    """What these tables hold, as one hash each."""
    with house.context.database.reading() as session:
        rows = {name: sorted(map(str, session.execute(select(Base.metadata.tables[name])))) for name in KEPT}
    return {name: sha256("".join(lines).encode()).hexdigest() for name, lines in rows.items()}


def killed_at(point: int, house: House, act: Callable[[], object]) -> int:
    """Do an act in a process of its own, which is killed before so many statements; how that ended."""
    house.context.database.engine.dispose()
    child = os.fork()
    if child == 0:
        seen = 0

        def heard(*_: object) -> None:
            nonlocal seen
            seen += 1
            if seen == point:
                os.kill(os.getpid(), signal.SIGKILL)

        event.listen(house.context.database.engine, "before_cursor_execute", heard)
        event.listen(house.context.database.engine, "commit", heard)
        try:
            act()
            os._exit(0)
        except BaseException:
            os._exit(1)
    _, status = os.waitpid(child, 0)
    return os.waitstatus_to_exitcode(status)
