"""What staff and authors see: lists, findings, and the workshop with the keys, a specimen of each design included."""

from __future__ import annotations

from collections.abc import Iterator

from playwright.sync_api import Page

from lms.services.granting import extra_time
from tests.gallery.scene import Act, Scene
from tests.gallery.site import STARTER, Stage
from tests.gallery.texts import POLICIES

BENCH = "/workshop"
WORKSHOP = {
    "overview": BENCH,
    "findings": f"{BENCH}/findings",
    "course": f"{BENCH}/courses/foundations",
    "course of a starter": f"{BENCH}/courses/{STARTER}",
    "lesson, shipped": f"{BENCH}/courses/foundations/what-counts-as-leading",
    "lesson of every kind": f"{BENCH}/courses/welcome/every-kind",
    "bank of every kind": f"{BENCH}/banks/kinds",
    "bank of a starter": f"{BENCH}/banks/{STARTER}",
    "paper with its keys": f"{BENCH}/assessments/kinds",
    "paper as a learner": f"{BENCH}/assessments/kinds?keys=no",
    "certificate, shipped": f"{BENCH}/certificates/foundations",
    "certificate of a starter": f"{BENCH}/certificates/{STARTER}",
    "certificate without a design": f"{BENCH}/certificates/without-a-design",
    "learners": f"{BENCH}/learners",
    "a learner": f"{BENCH}/learners/certificates.foundations/half-way",
    "a lesson with its bar": "/courses/welcome/to-read",
    "nothing there": f"{BENCH}/courses/none",
}
TRIED = ("one", "many", "truth", "order", "pairs", "word", "figure", "gaps", "sure", "thoughts")


def scenes(stage: Stage) -> Iterator[Scene]:
    context = stage.house.context
    stage.person("staff", "Sam Staff", role="staff")
    stage.person("author", "Ada Author", role="author")
    yield Scene("staff", "/staff", who="staff")
    yield Scene("staff, for authors", "/staff", who="author")
    yield Scene("staff: no accommodations", "/staff/accommodations", who="staff")
    for who, factor in (("learner", "1.5"), ("sitter", "2"), ("trying", "1.25")):
        extra_time.set_extra_time(context, "operator:gallery", stage.people[who].email, factor, "A reason")
    yield Scene("staff: accommodations", "/staff/accommodations", who="staff")
    yield Scene("account: what one needs", "/accommodations", who="learner")
    yield Scene("staff: certificates", "/staff/certificates", who="staff")
    for name, path in WORKSHOP.items():
        yield Scene(f"workshop: {name}", path, app="workshop", act=_load_pictures)
    for policy in POLICIES:
        yield Scene(f"workshop: paper, {policy}", f"{BENCH}/assessments/{policy}?seed=1", app="workshop")
    for quiz in TRIED:
        yield Scene(f"workshop: try {quiz}", f"{BENCH}/banks/kinds/try/{quiz}", app="workshop", act=_try)
    yield Scene("workshop: try in a lesson", f"{BENCH}/courses/welcome/every-kind/try/one", app="workshop", act=_try)
    pretended = f"{BENCH}/learners/certificates.foundations/waiting"
    yield Scene("workshop: as a learner who waits", pretended, app="workshop", act=_become("/learn"))
    yield Scene("workshop: a learner, later", BENCH, app="workshop", act=_let_time_pass)


def _load_pictures(page: Page) -> None:
    """Those that are drawn when they come into sight."""
    page.evaluate(
        """async () => {
            const late = [...document.querySelectorAll("img[loading=lazy]")];
            for (const picture of late) picture.loading = "eager";
            await Promise.all(late.map(picture => picture.decode().catch(() => null)));
        }"""
    )


def _try(page: Page) -> None:
    boxes = page.locator(".quiz input[type=radio], .quiz input[type=checkbox]")
    if boxes.count():
        boxes.first.check()
    for field in page.locator(".quiz input[type=text], .quiz textarea").all():
        field.fill("7")
    for n, field in enumerate(page.locator(".quiz select").all(), start=1):
        field.select_option(index=n)
    with page.expect_navigation():
        page.locator(".quiz button[type=submit]").click()


def _become(path: str) -> Act:
    def act(page: Page) -> None:
        with page.expect_navigation():
            page.locator("main form button").first.click()
        page.goto(path if "://" in path else page.url.partition("/workshop")[0].partition("/learn")[0] + path)

    return act


def _let_time_pass(page: Page) -> None:
    page.locator(".workshop-bar summary").click()
    with page.expect_navigation():
        page.get_by_role("button", name="A day later").click()
