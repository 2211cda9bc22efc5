"""A small site in Markdown, a clock that tests can turn, and the few people that every test is about."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from textwrap import dedent

from lms.content.compiling.compiler import compile_catalog
from lms.content.reading.model import Catalog
from lms.services.ground.context import Context
from lms.services.ground.person import Person
from lms.settings import load
from lms.sources.diagnostics import Severity
from lms.sources.files import tree_of
from lms.store import accounts, migrating
from lms.store.engine import Database, open_database
from lms.store.tables import Base
from tests.support.signing import give_keys

TODAY = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)


def question(id: str, answer: str = "a", more: str = "") -> str:
    """A choose-one block with two options and a canary in everything that only the server may know."""
    return (
        f"```quiz\nid: {id}\ntype: choose-one\nobjective: listening\nquestion: What about {id}?\n"
        f"options:\n  a: The first of {id}\n  b: The second of {id}\nanswer: {answer}\n"
        f"why:\n  a: CANARY-why-a-{id}\n  b: CANARY-why-b-{id}\nhints: [CANARY-hint-{id}]\n{more}```\n"
    )


def reflection(id: str) -> str:
    return f"```quiz\nid: {id}\ntype: reflect\nquestion: What would you say?\n```\n"


FILES: Mapping[str, str] = {
    "certificates/issuer.md": dedent(
        """\
        ---
        name: The Test Programme
        url: https://programme.example
        email: hello@programme.example
        description: It issues certificates in tests.
        silence:
          P203: This site has no people who look for its pages.
        ---
        """
    ),
    "certificates/listener/credential.md": dedent(
        """\
        ---
        title: Good Listener
        kind: certification
        requires: [courses/listening, assessments/exam]
        valid_for: 3 years
        agree_to: conduct.md
        signed_by:
          - name: The Chair
            role: Chair of the council
        says_not: It is not a clinical qualification.
        silence:
          P107: In tests the machine decides.
        ---
        The holder listens.
        """
    ),
    "certificates/listener/conduct.md": "# Code of conduct\n\nI will listen.\n",
    "certificates/listener/certificate.html": (
        '<!doctype html><html lang="{{ language }}"><head><title>{{ credential }}</title>'
        '<link rel="stylesheet" href="certificate.css"></head><body><h1>{{ holder }}</h1>'
        '<p>{{ credential }} {{ serial }}</p><img src="{{ qr }}" alt=""></body></html>'
    ),
    # With so small a picture everything fits on the page at once, and is not laid out again and again.
    "certificates/listener/certificate.css": (
        "@page { size: A4 landscape } body { font-family: serif } img { width: 3cm }"
    ),
    "content/courses/listening/course.md": dedent(
        """\
        ---
        title: Listening
        summary: How to listen.
        level: new
        objectives:
          listening: Listen to somebody to the end.
        modules:
          - id: begin
            title: Beginning
            lessons: [quiet, asking]
          - id: deepen
            title: Going deeper
            opens_after: ['#begin']
            lessons: [silence]
        ---
        A course about listening.
        """
    ),
    "content/courses/listening/01-quiet.md": dedent(
        """\
        ---
        title: Being quiet
        minutes: 5
        objectives: [listening]
        ---
        Be quiet first.

        """
    )
    + question("quiet-one")
    + question("quiet-two", "b")
    + reflection("quiet-think"),
    "content/courses/listening/02-asking.md": "---\ntitle: Asking\nminutes: 6\ncomplete_when: read\n---\nThen ask.\n",
    "content/courses/listening/03-silence.md": (
        "---\ntitle: Silence\nminutes: 7\ncomplete_when: correct\n---\nAnd wait.\n\n" + question("silence-one")
    ),
    "content/assessments/exam.md": dedent(
        """\
        ---
        title: The listening examination
        opens_after: [courses/listening]
        pass_mark: 75%
        attempts: 3
        wait_between: [1 hour, 1 day]
        draw:
          - take: 4
            from: banks/listening
          - take: 1
            from: banks/listening
            status: pilot
        show_learner:
          after_hand_in: [result, objectives]
        agree_to: I answer on my own.
        ---
        Take your time.
        """
    ),
    "content/assessments/open.md": dedent(
        """\
        ---
        title: A check for everyone
        pass_mark: 50%
        attempts: 2
        time_limit: 30 minutes
        draw:
          - take: 3
            from: banks/listening
        show_learner:
          after_hand_in: [result, objectives, answers, why]
        ---
        """
    ),
    "content/assessments/banks/listening.md": "---\ntitle: Listening\nobjective: listening\n---\n"
    + "".join(question(f"bank-{n}", "ab"[n % 2]) for n in range(12))
    + question("pilot-one", more="status: pilot\n"),
}


@cache
def _compiled(files: tuple[tuple[str, str], ...]) -> Catalog:
    tree = tree_of({path: text.encode() for path, text in files})
    catalog, found = compile_catalog(tree, today=date(2026, 11, 22))
    errors = [one for one in found if one.severity is Severity.ERROR]
    assert catalog is not None, errors
    assert not errors, errors
    return catalog


def catalog_of(changes: Mapping[str, str] | None = None) -> Catalog:
    """The compiled site, with some files changed; one that is empty is taken out."""
    files = {**FILES, **(changes or {})}
    return _compiled(tuple((path, text) for path, text in sorted(files.items()) if text))


@dataclass(slots=True)
class Clock:
    """A clock that stands still until it is turned."""

    at: datetime = TODAY

    def __call__(self) -> datetime:
        return self.at

    def turn(self, by: timedelta) -> None:
        self.at += by


@dataclass(slots=True)
class House:
    """A context with its clock; `serve` exchanges the content that is served."""

    context: Context
    clock: Clock
    catalog: Catalog

    def serve(self, changes: Mapping[str, str]) -> None:
        self.catalog = catalog_of(changes)

    def person(self, name: str = "Amal Haddad", *, confirmed: bool = True, role: str = "learner") -> Person:
        """A new account. Its e-mail is made of the name."""
        email = f"{name.casefold().replace(' ', '.')}@example.org"
        with self.context.database.writing() as session:
            id = accounts.add(
                session, email=email, name=name, password_hash="none", now=self.clock(), role=role, confirmed=confirmed
            )
        assert id is not None
        return Person(id, email, name, role, confirmed)


@contextmanager
def house_at(
    url: str, home: Path, changes: Mapping[str, str] | None = None, *, scratch: bool = False
) -> Iterator[House]:
    """A house on this database, whose tables are made anew; a `scratch` one is as that of a preview."""
    database = open_database(url, scratch=scratch)
    make_anew(database)
    try:
        yield build(database, home, changes)
    finally:
        database.engine.dispose()


@contextmanager
def copied(home: Path, to: Path, changes: Mapping[str, str] | None = None) -> Iterator[House]:
    """A house in a copy of this home, on SQLite, with all that was done there. Its clock stands where all begin."""
    shutil.copytree(home, to, dirs_exist_ok=True)
    database = open_database(f"sqlite:///{to / 'lms.sqlite'}")
    try:
        yield build(database, to, changes)
    finally:
        database.engine.dispose()


def make_anew(database: Database) -> None:
    """Empty tables. A new file of SQLite is written in one piece, as it was made once in this process."""
    name = database.engine.url.database
    if database.engine.dialect.name == "sqlite" and name and not Path(name).exists():
        Path(name).write_bytes(_empty_file())
        return
    Base.metadata.drop_all(database.engine)
    Base.metadata.create_all(database.engine)


@cache
def _empty_file() -> bytes:
    return _made_by(lambda database: Base.metadata.create_all(database.engine))


def lay_migrated(home: Path) -> None:
    """The database of a home, as `lms db upgrade` makes it: it was made once in this process."""
    (home / "lms.sqlite").write_bytes(_migrated_file())


@cache
def _migrated_file() -> bytes:
    return _made_by(migrating.upgrade)


def _made_by(make: Callable[[Database], object]) -> bytes:
    with TemporaryDirectory(prefix="lms-test-tables-") as folder:
        file = Path(folder) / "lms.sqlite"
        database = open_database(f"sqlite:///{file}")
        make(database)
        database.engine.dispose()
        assert [each.name for each in file.parent.iterdir()] == [file.name], "what is beside it is part of it"
        return file.read_bytes()


def build(database: Database, home: Path, changes: Mapping[str, str] | None = None) -> House:
    settings = load({"LMS_HOME": str(home), "LMS_SITE": str(home), "LMS_DATABASE_URL": ""})
    give_keys(home)
    clock = Clock()
    house = House(Context(settings, database, catalog=lambda: house.catalog, now=clock), clock, catalog_of(changes))
    return house
