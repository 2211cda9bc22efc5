"""People in front of a browser, for the tests of examinations."""

from __future__ import annotations

import re
from contextlib import suppress
from dataclasses import dataclass, field

from playwright.sync_api import Browser, BrowserContext, Error, Page

from lms.questions.quiz import Json
from lms.services.assessing import sitting
from lms.services.ground.person import Person
from tests.support.site import House

WIDE = {"width": 1280, "height": 900}
NARROW = {"width": 320, "height": 640}
SAVED = re.compile(r"Saved \d\d:\d\d")


@dataclass
class Reader:
    """Amal in front of a browser. What the console complains about is collected."""

    context: BrowserContext
    base: str
    complaints: list[str] = field(default_factory=list)

    def open(self, path: str) -> Page:
        page = self.context.new_page()
        page.on(
            "console", lambda said: self.complaints.append(said.text) if said.type in ("error", "warning") else None
        )
        page.on("pageerror", lambda fault: self.complaints.append(str(fault)))
        page.goto(self.base + path)
        return page


def reader(chromium: Browser, base: str, cookie: str, *, size: dict[str, int] = WIDE, script: bool = True) -> Reader:
    context = chromium.new_context(viewport=size, java_script_enabled=script)  # type: ignore[arg-type]
    if cookie:
        context.add_cookies([{"name": "session", "value": cookie, "url": base}])
    return Reader(context, base)


def close_without_connection(page: Page) -> None:
    """Close a page that is offline, so that nothing it sends on being left arrives once the connection is back."""
    page.goto("about:blank")
    page.close()


def kept(house: House, person: Person, attempt: str, n: int) -> Json:
    return sitting.attempt(house.context, person, attempt).items[n - 1].answer


def nothing_kept(page: Page) -> None:
    """Wait until this browser keeps nothing any more of what was written."""
    for _ in range(100):
        # The page may just be loading itself again, to show what was saved.
        with suppress(Error):
            if page.evaluate("localStorage.length") == 0:
                return
        page.wait_for_timeout(100)
    raise AssertionError(page.evaluate("Object.keys(localStorage)"))
