"""A site with learners in the middle of a course and of an examination, for the rows that are measured over HTTP."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

from flask import Flask

from benchmarks.generated import Prose, site
from lms.content.reading.model import Catalog
from lms.credentials.model import Claims, freeze
from lms.credentials.serial import new_serial
from lms.services.accounts import bearers, signing_in
from lms.services.assessing import beginning
from lms.services.certifying import claiming, issuing
from lms.services.ground import home
from lms.services.ground.context import Context
from lms.services.ground.person import Person
from lms.services.ground.tokens import new_token
from lms.services.learning import lessons as learning
from lms.services.operating import start
from lms.services.publishing import publish
from lms.settings import load
from lms.store import accounts, migrating
from lms.web.app import create_app

ROOT = Path(__file__).resolve().parent.parent
DESIGN = ROOT / "certificates" / "foundations"
LEARNERS = 32
LESSONS = 30
LESSONS_DONE = 4
PAGE_SOURCE = 7 * 1024
"""As much Markdown as makes a page of 18 KB."""

QUESTIONS = 30
CERTIFICATES = 8
COURSE = "course-1"
CREDENTIAL = "foundations"
LETTERS = "abc"


@dataclass(frozen=True, slots=True)
class Learner:
    """Someone signed in: by the cookie of a browser, or by a bearer token."""

    person: Person
    cookie: str
    token: str
    attempt: str
    keys: Mapping[int, str]

    @property
    def in_browser(self) -> dict[str, str]:
        return {"Cookie": self.cookie}

    @property
    def in_program(self) -> dict[str, str]:
        return {"Authorization": f"Bearer {self.token}", "Content-Type": "application/json"}


@dataclass(frozen=True, slots=True)
class Campus:
    """A home folder with everything in it, and who is there. `lessons` are ids, in the order of the course."""

    folder: TemporaryDirectory[str]
    environment: Mapping[str, str]
    context: Context
    lessons: tuple[str, ...]
    learners: tuple[Learner, ...]
    serials: tuple[str, ...]

    @property
    def catalog(self) -> Catalog:
        return self.context.catalog()

    def lesson_path(self, place: int) -> str:
        return f"/courses/{COURSE}/{self.lessons[place]}"


@cache
def campus() -> Campus:
    """Made once for all rows of a run; the folder goes when the process ends."""
    folder = TemporaryDirectory(prefix="lms-benchmark-")
    root = Path(folder.name)
    write(root / "site", {**site(LESSONS, PAGE_SOURCE), **examination(), **credential()})
    environment = {"LMS_HOME": str(root / "home"), "LMS_SITE": str(root / "site"), "LMS_PUBLISH": "manual"}
    settings = load(environment)
    home.make(settings)
    context = start.make_context(settings)
    migrating.upgrade(context.database)
    report = publish.publish(context)
    if not report.published:
        raise RuntimeError(f"the generated site has errors: {report.checked.findings[:3]}")
    lessons = tuple(context.catalog().courses[COURSE].lessons)
    people = [person_of(context, number) for number in range(LEARNERS)]
    for person in people:
        _learn(context, person, lessons[:LESSONS_DONE])
    app = create_app(context=context)
    learners = tuple(_signed_in(app, context, person, f"/courses/{COURSE}/{lessons[0]}") for person in people)
    serials = tuple(issued(context, person) for person in people[:CERTIFICATES])
    return Campus(folder, environment, context, lessons, learners, serials)


def write(site: Path, files: Mapping[str, str]) -> None:
    """The files of a site, in its folder."""
    for path, text in files.items():
        file = site / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")


def examination() -> dict[str, str]:
    """An examination of thirty questions, open to everybody."""
    prose = Prose(1)
    bank = "---\ntitle: Questions\n---\n" + "".join(prose.quiz(f"exam-{n}") for n in range(2 * QUESTIONS))
    policy = f"---\ntitle: Examination\npass_mark: 75%\ndraw:\n  - take: {QUESTIONS}\n    from: banks/questions\n---\n"
    return {"content/assessments/banks/questions.md": bank, "content/assessments/exam.md": policy}


def credential() -> dict[str, str]:
    """A certificate in the design of the Foundations examination's."""
    about = (
        f"---\ntitle: Patient Leader, Foundations\nkind: certification\nrequires: [courses/{COURSE}]\n"
        "valid_for: 3 years\nsigned_by:\n  - name: The Chair\n    role: Patient and Caregiver Council\n"
        "  - name: The Director\n    role: Credential Programme\nsays_not: It is not a clinical qualification.\n---\n"
        "The holder finished the course and passed the examination.\n"
    )
    design = {
        file.name: file.read_text("utf-8") for file in DESIGN.iterdir() if file.suffix in (".html", ".css", ".svg")
    }
    return {f"certificates/{CREDENTIAL}/{name}": text for name, text in {**design, "credential.md": about}.items()}


def person_of(context: Context, number: int) -> Person:
    """A new account with a confirmed e-mail."""
    email, name = f"learner-{number}@example.org", f"Learner {number}"
    with context.database.writing() as session:
        id = accounts.add(
            session, email=email, name=name, password_hash="!", now=context.now(), role="learner", confirmed=True
        )
    assert id is not None
    return Person(id, email, name)


def _learn(context: Context, person: Person, lessons: tuple[str, ...]) -> None:
    course = context.catalog().courses[COURSE]
    for lesson in lessons:
        for question in course.lessons[lesson].questions:
            learning.answer_quiz(context, person, COURSE, lesson, question.id, "a")


def _signed_in(app: Flask, context: Context, person: Person, page: str) -> Learner:
    """The person with a session as signing in makes one, and the cookie that a browser holds after its first page."""
    session_token, now = new_token(), context.now()
    with context.database.writing() as session:
        signing_in.open_session(session, person.id, session_token, now=now, device="benchmark")
        bearer, _ = bearers.issue(session, person.id, "benchmark", bearers.SCOPES, bearers.LASTS.days, now)
    client = app.test_client()
    with client.session_transaction() as cookie:
        cookie["_user_id"] = session_token
        cookie["_fresh"] = True
    client.get(page)
    kept = client.get_cookie("session")
    assert kept is not None
    attempt = beginning.start(context, person, "exam", agree=True, key=None).attempt
    keys = {item.n: item.question.body.options[0].key for item in attempt.items}
    return Learner(person, f"session={kept.value}", bearer, attempt.id, keys)


def promise(context: Context, person: Person) -> Claims:
    """A certificate that was asked for, and is not yet drawn: so much the learner's own request has done."""
    credential = context.catalog().credentials[CREDENTIAL]
    claims = freeze(
        context.catalog(),
        credential,
        holder=person.name,
        serial=new_serial(secrets.token_bytes),
        salt=secrets.token_hex(16),
        issued=context.now(),
        base_url=context.settings.base_url,
    )
    with context.database.writing() as session:
        claiming.intend(session, claims, credential.design, person.id, context.now())
    return claims


def issued(context: Context, person: Person) -> str:
    """The number of a new certificate of theirs."""
    serial = promise(context, person).serial
    issuing.carry_on(context, serial)
    return serial
