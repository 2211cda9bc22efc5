"""Barriers that axe finds on the pages of people, in a language, in every shape."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from axe_playwright_python.base import AXE_SCRIPT
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page

from tests.browser.looking import OPTIONS, SHAPES, WIDER
from tests.gallery.scene import Scene
from tests.gallery.scenes import accounts, certificates, examinations, learning, not_in_order, open_pages
from tests.gallery.site import Stage
from tests.gallery.walk import Walk

PARTS = (open_pages, learning, examinations, certificates, accounts, not_in_order)


class Barriers(Walk):
    """Opens each scene for learners and verifiers in one language. What is done in one is done in its own."""

    def __init__(self, browser: Browser, stage: Stage, language: str) -> None:
        super().__init__(browser, stage, pictured=False)
        self._language = language

    def found(self) -> Iterator[str]:
        for part in PARTS:
            for scene in part.scenes(self._stage):
                if scene.act is None and scene.app != "workshop" and not scene.path.startswith("/staff"):
                    yield from self._found(replace(scene, language=self._language))
                elif scene.act is not None:
                    with self._opened(scene) as page:
                        scene.act(page)

    def _found(self, scene: Scene) -> Iterator[str]:
        with self._opened(scene) as page:
            for name, shape in SHAPES.items():
                page.set_viewport_size(shape["viewport"])
                page.emulate_media(color_scheme=shape["color_scheme"])
                yield from (f"{scene.name}, {name}: {fault}" for fault in faults(page))


def faults(page: Page) -> Iterator[str]:
    """What axe finds on a page, each rule with where it is broken, and what is wider than the screen."""
    script = "null" if page.evaluate("'axe' in window") else AXE_SCRIPT
    for broken in Axe(script).run(page, options=OPTIONS).response["violations"]:
        yield f"{broken['id']} at {broken['nodes'][0]['target']} ({len(broken['nodes'])})"
    yield from (f"wider than the screen: {element}" for element in page.evaluate(WIDER))
