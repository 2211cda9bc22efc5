"""The site that is walked: what is shipped, the courses of the tests, every starter, and people in every state."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field, replace
from datetime import timedelta
from pathlib import Path
from unittest.mock import patch

from flask import Flask, Request, Response, abort, request

from lms.content.compiling.cache import Cache
from lms.content.compiling.compiler import world_of
from lms.content.editing import starters
from lms.content.editing.starters import Files
from lms.content.reading.site import World
from lms.services import rehearsing
from lms.services.appointing import appoint, declaring
from lms.services.appointing.appoint import Wanted
from lms.services.appointing.declaring import Declared
from lms.services.assessing import beginning
from lms.services.ground.context import Context
from lms.services.ground.person import Person
from lms.services.keys import ring
from lms.services.keys.keymaking import make_missing
from lms.services.log import kept_head
from lms.services.log.head_file import Head
from lms.services.log.kept_head import Standing
from lms.services.publishing import publish, workbench
from lms.services.publishing.served import EMPTY, Served
from lms.services.rehearsing.states import LONG_AGO
from lms.settings import load
from lms.sources.diagnostics import Severity
from lms.sources.files import read_tree, tree_of
from lms.store.engine import Database
from lms.web import workshop
from lms.web.app import create_app
from lms.web.workshop import PREVIEW_COOKIE, Workshop
from tests.gallery import texts
from tests.support.live import serving
from tests.support.site import House, house_at
from tests.support.templates import compiled_once
from tests.support.web import SECRET_KEY, Caller, signed_in

CHECKOUT = Path(__file__).parents[2]
SHIPPED = ("content", "certificates")
STARTER = "made-by-a-starter"


@dataclass
class Stage:
    """The site as it is served in four ways, who can be in front of it, and which pages were asked for.

    `proved` are those who gave a second factor just now.
    """

    house: House
    apps: Mapping[str, Flask]
    bases: Mapping[str, str]
    people: dict[str, Person] = field(default_factory=dict)
    proved: set[str] = field(default_factory=set)
    asked: set[str] = field(default_factory=set)
    statuses: set[int] = field(default_factory=set)

    def pretend(self, target: str, state: str, who: str = "") -> Person:
        """Somebody in one of the states that a preview knows; `who` is their name among the visitors."""
        context = self.house.context
        made = rehearsing.pretend(context, rehearsing.find_target(context.catalog(), target), state)
        self.people[who or f"{target} {state}"] = made.person
        return made.person

    def person(self, who: str, name: str = "Amal Haddad", *, confirmed: bool = True, role: str = "learner") -> Person:
        """A new account; the names differ, since their addresses are made of them."""
        taken = sum(one.name.startswith(name) for one in self.people.values())
        made = self.house.person(f"{name} {'I' * (taken + 1)}" if taken else name, confirmed=confirmed, role=role)
        self.people[who] = made
        return made

    def proving(self, person: Person) -> Person:
        """The same, who gave a second factor a moment ago."""
        return replace(person, factor_at=self.house.clock())

    def appoint(self, person: Person, duty: str, scheme: str, declared: Declared | None = None) -> Person:
        """Somebody with a duty, appointed by the admin; without a declaration none is made."""
        wanted = Wanted(person.email, duty, scheme, "Elected by the committee")
        appoint.appoint(self.house.context, self.proving(self.people["admin"]), wanted)
        if declared is not None:
            declaring.declare(self.house.context, person, declared)
        return self.proving(person)

    def caller(self, who: str, app: str = "site") -> Caller:
        """The person at a browser, with a session of their own."""
        return signed_in(self.apps[app], self.house, self.people[who], factor="app" if who in self.proved else "")

    def cookie(self, who: str, app: str) -> tuple[str, str]:
        """The session of a visitor as their browser keeps it: its name, and what is in it."""
        name = PREVIEW_COOKIE if app == "workshop" else "session"
        found = self.caller(who, app).client.get_cookie(name)
        if found is None:
            raise AssertionError(f"{who} was not signed in")
        return name, found.value

    def begin(self, person: Person, assessment: str) -> str:
        """An attempt of theirs."""
        return beginning.start(self.house.context, person, assessment, agree=True, key=None).attempt.id


@contextmanager
def staged(home: Path) -> Iterator[Stage]:
    """The stage, served on free ports of this machine; its home is thrown away by whoever gave it."""
    settings = load({"LMS_HOME": str(home), "LMS_SITE": str(home)})
    make_missing(settings, ring.needed(settings), LONG_AGO)
    with ExitStack() as until_then:
        house = until_then.enter_context(house_at(f"sqlite:///{home / 'lms.sqlite'}", home, scratch=True))
        _publish(house, home)
        for waiting in (workbench, workshop):
            until_then.enter_context(patch.object(waiting, "PATIENCE", 60))
        apps = {
            "site": create_app(context=house.context),
            "workshop": create_app(context=house.context, authors=Workshop(preview=True)),
            "empty": create_app(context=replace(house.context, catalog=lambda: EMPTY)),
            "broken": _broken(create_app(context=house.context)),
            "aside": _set_aside(create_app(context=house.context), house.context),
            "behind": create_app(context=replace(house.context, now=lambda: house.clock() - timedelta(days=30))),
        }
        stage = Stage(house, apps, {})
        for app in map(compiled_once, apps.values()):
            app.after_request(lambda response: _noted(stage, request, response))
        stage.bases = {name: until_then.enter_context(serving(app)) for name, app in apps.items()}
        yield stage


def _noted(stage: Stage, asked: Request, response: Response) -> Response:
    if response.mimetype == "text/html":
        stage.statuses.add(response.status_code)
        if asked.endpoint and response.status_code != 404:
            stage.asked.add(asked.endpoint)
    return response


def _broken(app: Flask) -> Flask:
    """The same with two pages that fail, one by our fault and one because a part is away."""

    def fails() -> str:
        raise RuntimeError("This page is broken, so that its apology can be looked at.")

    app.view_functions["things.glossary"] = fails
    app.view_functions["courses.catalogue"] = lambda: abort(503)
    return app


def _set_aside(app: Flask, context: Context) -> Flask:
    """The same where a newer head of the log is known than the database has."""
    kept = replace(context, database=Database(context.database.engine))
    known = Head(1, 2**30, "")

    def refuses(serial: str) -> str:
        kept_head.judge(kept, known, Standing(0, None, None))
        return serial

    app.view_functions["verify.report"] = refuses
    return app


def _publish(house: House, home: Path) -> None:
    for folder in SHIPPED:
        shutil.copytree(CHECKOUT / folder, home / folder)
    _write(home, texts.FILES)
    _write(home, _started(home))
    settings = replace(house.context.settings, secret_key=SECRET_KEY)
    catalog = Served(house.context.database)
    catalog.look_every(0)
    house.context = replace(house.context, settings=settings, catalog=catalog)
    report = publish.publish(house.context)
    if not report.published:
        errors = [one for one in report.checked.findings if one.severity is Severity.ERROR]
        raise AssertionError(f"the site of the gallery has errors: {errors}")


def _write(home: Path, files: Mapping[str, str]) -> None:
    for path, text in files.items():
        (home / path).parent.mkdir(parents=True, exist_ok=True)
        (home / path).write_text(text, encoding="utf-8")


def _started(home: Path) -> dict[str, str]:
    """What `lms content new` writes, of every kind; and a credential that brings no design."""
    files: dict[str, bytes] = {path: file.content for path, file in read_tree(home, None)[0].files.items()}
    made: dict[str, str] = {}
    starts: list[Callable[[World], Files]] = [
        lambda world: starters.start("course", world, STARTER),
        lambda world: starters.start("lesson", world, f"{STARTER}/second-lesson"),
        lambda world: starters.start("bank", world, STARTER),
        lambda world: starters.start("assessment", world, STARTER),
        lambda world: starters.start("credential", world, STARTER),
    ]
    for start in starts:
        made |= start(world_of(tree_of(files), Cache()))
        files |= {path: text.encode() for path, text in made.items()}
    designed = made[f"certificates/{STARTER}/credential.md"]
    return made | {"certificates/without-a-design/credential.md": designed.replace("title: ", "title: Plainly ", 1)}
