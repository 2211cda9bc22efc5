"""What every page must be, whoever looks: without a barrier that axe knows, never wider than the screen, low-headed."""

from __future__ import annotations

from typing import Any

from axe_playwright_python.base import AXE_SCRIPT
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

SHAPES: dict[str, dict[str, Any]] = {
    "wide and light": {"viewport": {"width": 1280, "height": 900}, "color_scheme": "light"},
    "narrow and dark": {"viewport": {"width": 320, "height": 640}, "color_scheme": "dark"},
    "wide and dark": {"viewport": {"width": 1280, "height": 900}, "color_scheme": "dark"},
    "narrow and light": {"viewport": {"width": 320, "height": 640}, "color_scheme": "light"},
}

OPTIONS = {"resultTypes": ["violations"]}
WIDER = """() => {
    const wide = document.documentElement.clientWidth;
    if (document.documentElement.scrollWidth <= wide) return [];
    return [...document.querySelectorAll("body *")]
        .filter(element => element.getBoundingClientRect().right > wide + 1)
        .map(element => element.outerHTML.slice(0, 120));
}"""


HIGHEST_HEAD = 64
"""In pixels, on a phone: what to do comes at once. Words that grow by a third may take a second line."""
HEAD = """innerWidth <= 320 && document.documentElement.lang !== "en-XA"
    ? (document.querySelector('.site-head')?.offsetHeight ?? 0) : 0"""


def assert_no_barrier(page: Page, shape: str = "as it is") -> None:
    is_there = page.evaluate("'axe' in window")
    found = Axe("null" if is_there else AXE_SCRIPT).run(page, options=OPTIONS)
    assert found.violations_count == 0, f"{page.url}, {shape}\n{found.generate_report()}"
    assert page.evaluate(WIDER) == [], f"{page.url}, {shape}"
    assert page.evaluate(HEAD) <= HIGHEST_HEAD, f"{page.url}, {shape}"


def assert_no_barrier_in_any_shape(page: Page, *shapes: str) -> None:
    """The page is opened once, and takes each of these shapes, or all there are."""
    for name in shapes or SHAPES:
        page.set_viewport_size(SHAPES[name]["viewport"])
        page.emulate_media(color_scheme=SHAPES[name]["color_scheme"])
        assert_no_barrier(page, name)
