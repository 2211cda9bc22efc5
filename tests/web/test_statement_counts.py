"""How many SQL statements a page costs. Noise cannot touch these figures, and neither may the size of the site.

Counted by SQLite itself, so that statements handed straight to the driver count as well. What only opens or ends a
transaction is not counted.
"""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from textwrap import dedent
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import event

from lms.services.accounts import signing_in
from lms.services.assessing import results
from lms.services.certifying import claiming, issuing, sharing
from lms.services.granting import extra_time
from lms.services.ground.person import Person
from lms.services.learning import following, lessons
from lms.services.members import own, typed
from lms.store import mails
from lms.store.profiles import Profile, Shown
from tests.services.certifying.test_certificates import issued
from tests.services.certifying.test_endorsements import ENDORSEMENT, endorsed
from tests.services.learning.test_searching import FOR_TESTS, serve
from tests.services.walks import answer, begin, finish_course, right_answers
from tests.support import spanish
from tests.support.site import FILES, House
from tests.support.web import API, Caller, by_token, csrf_token, signed_in, stranger
from tests.web.pages.test_health import note_schema
from tests.web.policy_table import TABLE

OF_THE_INDEX = "'main'.'search_words"
"""Stands in what SQLite's own full text asks of its tables while it answers a statement of ours."""

NOT_COUNTED = ("BEGIN", "COMMIT", "ROLLBACK", "PRAGMA", "SAVEPOINT", "RELEASE")
MANY_LESSONS = 40
MANY_LEARNERS = 30
MANY_EVENTS = 60
MOST_STATEMENTS = 12


class Count:
    """The statements since the last look, and what they were."""

    def __init__(self) -> None:
        self.statements: list[str] = []

    def heard(self, statement: str) -> None:
        if not statement.lstrip(" -\n").upper().startswith(NOT_COUNTED) and OF_THE_INDEX not in statement:
            self.statements.append(statement)


@pytest.fixture
def count(house: House) -> Iterator[Count]:
    """Hears every connection that the house's engine opens from now on, and has it open its connections anew."""
    heard = Count()
    engine = house.context.database.engine

    def listen(connection: Any, *_: object) -> None:
        connection.set_trace_callback(heard.heard)

    engine.dispose()
    event.listen(engine, "connect", listen)
    yield heard
    event.remove(engine, "connect", listen)


@contextmanager
def at_most(count: Count, most: int) -> Iterator[None]:
    count.statements.clear()
    yield
    assert 0 < len(count.statements) <= most, "\n\n".join(count.statements)


def many_lessons() -> dict[str, str]:
    """The test course with many more lessons, all of one module."""
    ids = [f"more-{number}" for number in range(MANY_LESSONS)]
    course = FILES["content/courses/listening/course.md"].replace(
        "[quiet, asking]", f"[quiet, asking, {', '.join(ids)}]"
    )
    lesson = "---\ntitle: {id}\nminutes: 3\ncomplete_when: read\n---\nMore.\n"
    files = {f"content/courses/listening/09-{id}.md": lesson.format(id=id) for id in ids}
    return {"content/courses/listening/course.md": course, **files}


def crowd(house: House, amal: Person) -> None:
    """Many lessons, many learners, and a long history."""
    house.serve(many_lessons())
    for number in range(MANY_LEARNERS):
        practise(house, house.person(f"Learner {number}"), 2)
    practise(house, amal, MANY_EVENTS)


def practise(house: House, person: Person, times: int) -> None:
    for number in range(times):
        lessons.answer_quiz(house.context, person, "listening", "quiet", f"quiet-{('one', 'two')[number % 2]}", "a")


@pytest.fixture(params=["small", "crowded"])
def sized(request: pytest.FixtureRequest, house: House, amal: Person, browser: Caller, count: Count) -> Caller:
    """Amal's browser, on a small site and on a crowded one; every page was opened once before it is counted."""
    if request.param == "crowded":
        crowd(house, amal)
    else:
        practise(house, amal, 1)
    browser.get("/courses/listening/quiet")
    return browser


def test_a_lesson_page_costs_two_statements(sized: Caller, count: Count) -> None:
    sized.get("/courses/listening")
    with at_most(count, 2):
        assert sized.get("/courses/listening/quiet").status_code == 200


def test_a_lesson_page_in_another_language_costs_as_many(
    house: House, browser: Caller, count: Count, amal: Person
) -> None:
    house.serve(spanish.FILES)
    practise(house, amal, 1)
    for language in ("es", "en", "es", "en-XA"):
        browser.get(f"/courses/listening/quiet?language={language}")
        with at_most(count, 2):
            page = browser.get("/courses/listening/quiet").get_data(as_text=True)
        assert ("Estar en silencio" in page) == (language == "es")
        assert f'<html lang="{"en-GB" if language == "en" else language}"' in page


def test_a_path_with_many_steps_costs_three_statements(house: House, app: Flask, amal: Person, count: Count) -> None:
    steps = ", ".join(["courses/listening", "courses/listening/quiet", "assessments/open"])
    path = f"---\ntitle: Keepers\nsteps: [{steps}]\nendorsement: certificates/listener\n---\nWho walks here.\n"
    house.serve({**FILES, "content/paths/keepers.md": path})
    reader = signed_in(app, house, amal)
    with at_most(count, 3):
        page = reader.get("/paths/keepers")
    assert page.status_code == 200


def test_an_answer_costs_four_statements(sized: Caller, count: Count) -> None:
    page = sized.get("/courses/listening/quiet").get_data(as_text=True)
    in_place = "done" if 'data-done="done"' in page else "open"
    form = {"csrf_token": csrf_token(sized.client), "answer": "a"}
    with at_most(count, 4):
        path = "/courses/listening/quiet/quizzes/quiet-one"
        assert sized.client.post(path, data=form, headers={"X-In-Place": in_place}).status_code == 200


def test_an_answer_by_the_api_costs_four_statements(
    sized: Caller, house: House, app: Flask, amal: Person, count: Count
) -> None:
    program = by_token(app, house, amal)
    with at_most(count, 4):
        path = f"{API}/courses/listening/lessons/quiet/quizzes/quiet-one/answers"
        assert program.post(path, {"answer": "b"}).status_code == 200


def test_a_saved_answer_of_an_examination_costs_four_statements(
    sized: Caller, house: House, app: Flask, amal: Person, count: Count
) -> None:
    attempt = begin(house, amal)
    key = right_answers(house, attempt)[1]
    program = by_token(app, house, amal)
    with at_most(count, 4):
        assert program.put(f"{API}/attempts/{attempt}/answers/1", {"answer": key, "seq": 1}).status_code == 200


def test_a_verification_page_costs_two_statements(
    sized: Caller, house: House, anyone: Caller, amal: Person, count: Count
) -> None:
    house.serve({})
    finish_course(house, amal)
    attempt = begin(house, amal, "exam")
    answer(house, amal, attempt, right_answers(house, attempt))
    results.submit(house.context, amal, attempt)
    serial = claiming.claim(house.context, amal, "listener", "Amal Haddad", agree=True).holding.serial
    assert serial is not None
    issuing.carry_on(house.context, serial)
    anyone.get(f"/verify/{serial}")
    for _ in range(2):
        with at_most(count, 2):
            assert anyone.get(f"/verify/{serial}").status_code == 200


def test_an_endorsement_costs_three_statements_more(house: House, anyone: Caller, amal: Person, count: Count) -> None:
    """Which of its holder's certificates there are, and two for how those stand."""
    house.serve(ENDORSEMENT)
    issued(house, amal)
    serial = endorsed(house, amal)
    anyone.get(f"/verify/{serial}")
    with at_most(count, 5):
        assert anyone.get(f"/verify/{serial}").status_code == 200


def test_a_search_costs_four_statements(house: House, app: Flask, amal: Person, count: Count) -> None:
    """Who is asking, how far they are, what has the words, and the texts of some of it."""
    reader = signed_in(app, serve(house, FOR_TESTS), amal)
    reader.get("/search?q=lantern")
    with at_most(count, 4):
        assert "3 results." in reader.get("/search?q=lantern").text


NOT_COUNTED_HERE = {
    # Figures for an operator, closed by default.
    "metrics.metrics",
}


def addresses(serial: str, attempt: str, ended: str) -> dict[str, str]:
    """An address for each view that is read, with what is Amal's own in it."""
    own = {
        "certificates.holder": f"/certificates/{serial}",
        "certificates.pdf": f"/certificates/{serial}.pdf",
        "certificates.erase": f"/certificates/{serial}/erase",
        "credentials.credential": f"/certificates/{serial}/credential.json",
        "credentials.badge": f"/certificates/{serial}/badge.png",
        "verify.report": f"/verify/{serial}",
        "api.certificate": f"{API}/certificates/{serial}",
        "members.member": "/members/amal-h",
        "api.member": f"{API}/members/amal-h",
        "assessments.result": f"/attempts/{ended}/result",
        "api.result": f"{API}/attempts/{ended}/result",
    }
    table = {name: row.path.replace("{attempt}", attempt) for name, row in TABLE.items() if row.method == "GET"}
    return {name: own.get(name, path) for name, path in table.items() if name not in NOT_COUNTED_HERE}


def certified(house: House, person: Person) -> tuple[str, str]:
    """A certificate that was earned; its number and the attempt."""
    finish_course(house, person)
    attempt = begin(house, person, "exam")
    answer(house, person, attempt, right_answers(house, attempt))
    results.submit(house.context, person, attempt)
    serial = claiming.claim(house.context, person, "listener", person.name, agree=True).holding.serial
    assert serial is not None
    issuing.carry_on(house.context, serial)
    return serial, attempt


def grow(house: House, amal: Person) -> None:
    """More of everything that a page could count through: people, events, attempts, certificates, mails, sessions."""
    for number in range(MANY_LEARNERS):
        other = house.person(f"Learner {number}")
        practise(house, other, 2)
        if number < 5:
            serial, _ = certified(house, other)
            sharing.choose(house.context, other, serial, listed=True, name_shown="full")
        extra_time.set_extra_time(house.context, "a test", other.email, "1.5", "a test")
    practise(house, amal, MANY_EVENTS)
    with house.context.database.writing() as session:
        for number in range(20):
            mails.add(session, f"a{number}@example.org", "s", "b", house.clock())
            signing_in.open_session(session, amal.id, f"token-{number}", now=house.clock(), device="x")


def test_no_pages_number_of_statements_depends_on_how_much_there_is(
    house: House, app: Flask, amal: Person, count: Count
) -> None:
    """Every address that is read, once with little in the database and once with much."""
    note_schema(house)
    serial, ended = certified(house, amal)
    sharing.choose(house.context, amal, serial, listed=True, name_shown="full")
    own.keep(house.context, amal, Profile(handle="amal-h", shown=Shown(typed.FIELDS, (serial,))), None, open=True)
    following.follow(house.context, amal, "creator")
    running = begin(house, amal, "open")
    extra_time.set_extra_time(house.context, "a test", amal.email, "1.5", "a test")
    admin = signed_in(app, house, house.person("Some Admin", role="admin"))
    owner, visitor = signed_in(app, house, amal), stranger(app)
    paths = addresses(serial, running, ended)

    def counts() -> dict[tuple[str, str], int]:
        found: dict[tuple[str, str], int] = {}
        for who, caller in (("owner", owner), ("admin", admin), ("visitor", visitor)):
            for name, path in paths.items():
                caller.get(path)
                count.statements.clear()
                answered = caller.get(path)
                assert answered.status_code < 500, (name, answered.status_code)
                found[name, who] = len(count.statements)
        return found

    little = counts()
    grow(house, amal)
    assert counts() == little
    assert max(little.values()) <= MOST_STATEMENTS, max(little, key=lambda one: little[one])
    assert sum(number > 0 for number in little.values()) > len(paths)


def test_the_heavy_libraries_stay_out_of_a_process_that_draws_nothing(tmp_path: Path) -> None:
    program = dedent(
        f"""
        import sys
        from pathlib import Path
        from tests.support.site import house_at
        from tests.support.web import app_of, by_token, signed_in, stranger

        home = Path({str(tmp_path)!r})
        with house_at(f"sqlite:///{{home / 'lms.sqlite'}}", home) as house:
            app = app_of(house)
            amal = house.person()
            browser = signed_in(app, house, amal)
            for path in ("/", "/courses/listening", "/courses/listening/quiet", "/learn", "/certificates", "/account"):
                assert browser.get(path).status_code in (200, 303), path
            assert stranger(app).get("/verify/2A3S-NM83").status_code in (400, 404)
            assert by_token(app, house, amal).get("/api/v1/me/certificates").status_code == 200
        heavy = [name for name in ("weasyprint", "pyhanko", "tinycss2", "pydyf") if name in sys.modules]
        assert not heavy, heavy
        """
    )
    root = Path(__file__).resolve().parents[2]
    done = subprocess.run([sys.executable, "-c", program], cwd=root, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
