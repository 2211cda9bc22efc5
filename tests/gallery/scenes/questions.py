"""Banks and questions of a scheme: to be read, proposed, returned and put forward."""

from __future__ import annotations

from collections.abc import Iterator

from playwright.sync_api import Page

from lms.services.appointing.declaring import Declared
from lms.services.ground.person import Person
from lms.services.reviewing import acting, adopting, looking
from lms.services.reviewing.entering import Wish
from tests.gallery.scene import Scene
from tests.gallery.site import Stage

SCHEME, BANK = "leader", "leader-ethics"
"""A bank that nobody has sat an examination of: then nothing in it is in use yet."""
WHO = {"writer": "Wim Writer", "content-reviewer": "Cleo Content", "measurement-officer": "Ola Officer"}


def scenes(stage: Stage) -> Iterator[Scene]:
    context = stage.house.context
    people = {duty: _with_duty(stage, duty, name) for duty, name in WHO.items()}
    first, second, *_ = context.catalog().banks[BANK].quizzes
    page = f"/staff/questions/{BANK}/{first}"
    yield Scene("staff: nothing to review", "/review", who="content-reviewer")
    yield Scene("staff: banks", "/staff/banks", who="writer")
    yield Scene("staff: a question that nobody proposed", page, who="writer")
    acting.propose(context, people["writer"], Wish(f"{BANK}/{first}"))
    yield Scene("staff: questions to review", "/review", who="content-reviewer")
    looking.open_keys(context, people["content-reviewer"], BANK)
    yield Scene("staff: a question in review", page, who="content-reviewer")
    yield Scene("staff: a review that lacks answers", page, who="content-reviewer", act=_send_as_it_is)
    acting.propose(context, people["writer"], Wish(f"{BANK}/{second}"))
    adopting.adopt_bank(context, stage.appoint(stage.people["decider"], "decider", SCHEME, Declared()), BANK, "In use")
    looking.open_keys(context, people["measurement-officer"], BANK)
    third = list(context.catalog().banks[BANK].quizzes)[2]
    yield Scene("staff: a bank", f"/staff/banks/{BANK}", who="decider")
    yield Scene("staff: an adopted question", f"/staff/questions/{BANK}/{third}", who="measurement-officer")


def _with_duty(stage: Stage, duty: str, name: str) -> Person:
    stage.proved.add(duty)
    return stage.appoint(stage.person(duty, name), duty, SCHEME, Declared())


def _send_as_it_is(page: Page) -> None:
    with page.expect_navigation():
        page.locator("section:has(#content-title) button[type=submit]").click()
