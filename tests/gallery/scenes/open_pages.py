"""What anybody sees: home, courses, the glossary; with and without content, and what goes wrong."""

from __future__ import annotations

from collections.abc import Iterator

from playwright.sync_api import Page

from tests.gallery.scene import Act, Scene
from tests.gallery.site import STARTER, Stage

ANYONE = {
    "home": "/",
    "courses": "/courses",
    "courses, of one path and level": "/courses?path=creator&level=practising",
    "courses, none of a choice": "/courses?path=collaborator&level=experienced",
    "courses, short ones": "/courses?minutes=30",
    "course": "/courses/foundations",
    "course of a starter": f"/courses/{STARTER}",
    "lesson of a starter": f"/courses/{STARTER}/first-lesson",
    "lesson, shipped": "/courses/foundations/what-counts-as-leading",
    "lesson, closed to visitors": "/courses/foundations/who-can-speak-about-what",
    "course in Arabic": "/courses/arabic",
    "lesson in Arabic": "/courses/arabic/first-step",
    "glossary": "/glossary",
    "search": "/search",
    "search, with results": "/search?q=health+lead",
    "search, with nothing found": "/search?q=zebra+crossing",
    "search, in another language": "/search?q=conf%C3%ADa",
    "about us": "/about",
    "help": "/help",
    "help, looked through": "/help?q=new+password",
    "help, with no answer": "/help?q=zebra",
    "contact": "/contact",
    "privacy": "/privacy",
    "accessibility": "/accessibility",
    "terms": "/terms",
    "a hard day": "/hard-day",
    "programme": "/programme",
    "paths": "/paths",
    "path": "/paths/creator",
    "path in Arabic": "/paths/collaborator",
    "resources": "/resources",
    "resources, of a path": "/resources?path=creator",
    "resources of a month": "/resources/2027-03",
    "resource that prints on one page": "/resources/visit",
    "resource elsewhere": "/resources/elsewhere",
    "candidate handbook": "/schemes/leader",
    "a page in Arabic": "/pages/partners",
    "cover of an examination, signed out": "/assessments/foundations-exam",
    "cover of an open examination, signed out": "/assessments/open",
    "error 404": "/nowhere",
}
IN_SPANISH = {
    "programme": "/programme",
    "path": "/paths/creator",
    "resource": "/resources/visit",
    "home": "/",
    "courses": "/courses",
    "course": "/courses/foundations",
    "lesson, shipped": "/courses/foundations/what-counts-as-leading",
    "lesson of every kind": "/courses/welcome/every-kind",
    "cover": "/assessments/foundations-exam",
    "cover of every kind": "/assessments/kinds",
}
RATE = 30
EMPTY = {
    "home": "/",
    "courses": "/courses",
    "programme": "/programme",
    "resources": "/resources",
    "verify": "/verify",
    "registry": "/registry",
}
EMPTY_FOR_LEARNERS = {"learning": "/learn", "certificates": "/certificates"}
EMPTY_FOR_STAFF = {
    "staff": "/staff",
    "accommodations": "/staff/accommodations",
    "all certificates": "/staff/certificates",
}


def scenes(stage: Stage) -> Iterator[Scene]:
    stage.person("early learner", "Early Learner")
    stage.person("early staff", "Early Staff", role="staff")
    for name, path in EMPTY.items():
        yield Scene(f"empty site: {name}", path, app="empty")
    for name, path in EMPTY_FOR_LEARNERS.items():
        yield Scene(f"empty site: {name}", path, who="early learner", app="empty")
    for name, path in EMPTY_FOR_STAFF.items():
        yield Scene(f"empty site: {name}", path, who="early staff", app="empty")
    for name, path in ANYONE.items():
        yield Scene(name, path)
    for name, path in IN_SPANISH.items():
        yield Scene(f"Spanish: {name}", path, language="es")
    yield Scene("Arabic: lesson with parts not translated", "/courses/listening/quiet", language="ar")
    yield Scene("Arabic: search", "/search?q=%D8%A7%D9%84%D9%82%D9%8A%D8%A7%D8%AF%D8%A9", language="ar")
    yield from _faults(stage)


def _faults(stage: Stage) -> Iterator[Scene]:
    """The refusals that are not those of a page of their own."""
    learner = stage.person("clumsy", "Clumsy Learner")
    mine = "/courses/welcome/every-kind"
    yield Scene("error 400: not from our page", mine, who="clumsy", act=_answer_with("made up"))
    stage.person("gone", "Gone Learner")
    yield Scene("error 401: signed out meanwhile", mine, who="gone", act=_answer_signed_out)
    yield Scene("error 403: not for learners", "/staff", who="clumsy")
    yield Scene("error 403: a closed lesson", "/courses/welcome/behind-the-door", who="clumsy")
    attempt = stage.begin(learner, "kinds")
    yield Scene("error 409: no result yet", f"/attempts/{attempt}/result", who="clumsy")
    yield Scene("error 413: too large", mine, who="clumsy", act=_answer_too_long)
    yield Scene("error 405: not so", "/logout")
    yield Scene("error 500", "/glossary", app="broken")
    yield Scene("error 503", "/courses", app="broken")
    for _ in range(RATE):
        stage.apps["broken"].test_client().post("/verify/several", data={"numbers": "1"})
    yield Scene("error 429: too many", "/verify/several", app="broken", act=_ask_once_more)


_POST = """fields => {
    const form = document.querySelector("#quiz_thoughts form");
    for (const [name, value] of Object.entries(fields)) form.querySelector(`[name=${name}]`).value = value;
    form.querySelector("textarea").removeAttribute("maxlength");
    HTMLFormElement.prototype.submit.call(form);
}"""


def _post(page: Page, fields: dict[str, str]) -> None:
    with page.expect_navigation():
        page.evaluate(_POST, fields)


def _answer_with(token: str) -> Act:
    return lambda page: _post(page, {"csrf_token": token, "answer": "I will ask my sister."})


def _answer_signed_out(page: Page) -> None:
    page.context.clear_cookies()
    _post(page, {"answer": "I will ask my sister."})


def _answer_too_long(page: Page) -> None:
    _post(page, {"answer": "words " * 60_000})


def _ask_once_more(page: Page) -> None:
    page.locator("textarea").fill("1")
    with page.expect_navigation():
        page.get_by_role("button", name="Check them", exact=True).click()
