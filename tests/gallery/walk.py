"""Walking the site: each scene is opened once, looked at in every shape, and read."""

from __future__ import annotations

from base64 import b64decode
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from playwright.sync_api import Browser, BrowserContext, Error, Page

from lms.wording.pseudo import PSEUDO
from tests.gallery import markup
from tests.gallery.reading import Piece
from tests.gallery.scene import Scene, Seen, Sheet, Words
from tests.gallery.site import Stage

NARROW, WIDE = {"width": 320, "height": 640}, {"width": 1280, "height": 800}
PATIENCE = 60_000
"""Milliseconds that a page may take on a busy machine: the first one of a workshop waits for all files to be read."""

ZONE = "Europe/Berlin"
"""Not that of the server: a time that was not turned into the reader's own is seen."""


@dataclass(frozen=True, slots=True)
class Shape:
    name: str
    size: dict[str, int]
    scale: float
    dark: bool = False
    from_the_right: bool = False


# Each differs from the one before it in one thing, and the last is as every page begins: turning a page takes time.
SHAPES = (
    Shape("320 light", NARROW, 0.75),
    Shape("320 dark", NARROW, 0.5, dark=True),
    Shape("1280 dark", WIDE, 0.25, dark=True),
    Shape("1280 light", WIDE, 0.4),
    Shape("320 right to left", NARROW, 0.5, from_the_right=True),
)
IN_THE_LIGHT = tuple(shape for shape in SHAPES if not shape.dark)
"""Enough where nothing is pictured: the dark changes colours alone, which `tests/web/test_theme.py` holds."""

READ = """() => {
    for (const one of document.querySelectorAll("details")) one.open = true;
    for (const one of document.querySelectorAll("code, pre, kbd, samp")) one.textContent = "⟨code⟩";
    for (const one of document.querySelectorAll("input.gap")) one.replaceWith(`⟨${one.value || "…"}⟩`);
    const language = element => element.closest("[lang]")?.lang ?? "";
    const seen = element => element && element.checkVisibility({ visibilityProperty: true });
    const pieces = [], said = [];
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    for (let node = walker.nextNode(); node; node = walker.nextNode()) {
        const element = node.parentElement;
        if (!node.data.trim() || element.closest("script, style, textarea") || !seen(element)) continue;
        pieces.push([language(element), node.data.trim(), Boolean(element.closest("bdi, [dir=auto], a.brand"))]);
    }
    const names = ["alt", "aria-label", "title", "placeholder", "aria-description", "aria-valuetext"];
    for (const element of document.querySelectorAll("body, body *")) {
        for (const name of names) {
            const words = element.getAttribute(name);
            if (words && words.trim()) {
                said.push(words);
                pieces.push([language(element), words, true]);
            }
        }
        const typed = element.matches("input:not([type=hidden], [type=password], [type=date]), textarea");
        if (typed && seen(element)) said.push(element.value);
        if (element.matches("option")) said.push(element.textContent.trim());
    }
    return { title: document.title, text: document.body.innerText, said, pieces };
}"""
# `edge` is where the title of a page begins, unless it reads from right to left. What lies outside of a box that
# scrolls by itself is out of sight as much as what lies outside of the screen. Only a formula cannot be broken, and may
# scroll.
LOOK = """fromTheRight => {
    if (fromTheRight) for (const one of document.querySelectorAll("html, [dir='ltr']")) one.dir = "rtl";
    const title = document.querySelector("main h1");
    const reads = title && document.dir !== "rtl" && getComputedStyle(title).direction === "ltr";
    const edge = reads ? title.getBoundingClientRect().left : null;
    const wide = document.documentElement.clientWidth, beside = [];
    if (document.documentElement.scrollWidth > wide) beside.push("the page");
    for (const element of document.querySelectorAll("main *")) {
        if (element.scrollWidth > element.clientWidth + 1 && getComputedStyle(element).overflowX === "auto" &&
            element.clientWidth > 0 && !element.matches("textarea, .formula"))
            beside.push(element.outerHTML.slice(0, 90));
    }
    return { beside, edge, height: Math.max(document.documentElement.scrollHeight, innerHeight) };
}"""


class Walk:
    """One browser, and a context for each visitor of each app. Where it is `pictured`, each scene is photographed."""

    def __init__(self, browser: Browser, stage: Stage, *, pictured: bool) -> None:
        self._browser = browser
        self._stage = stage
        self._pictured = pictured
        self._pages: dict[tuple[str, str, str], Page] = {}
        self.seen = Seen(asked=stage.asked, statuses=stage.statuses)

    def look_at(self, scenes: Iterable[Scene]) -> None:
        for scene in scenes:
            try:
                self._look_at(scene)
            except Error as fault:
                raise AssertionError(f"The scene “{scene.name}” ({scene.path}) could not be looked at.") from fault

    def _look_at(self, scene: Scene) -> None:
        with self._opened(scene) as page:
            if scene.act is not None:
                scene.act(page)
            self._look_in_every_shape(page, scene)
            self.seen.words.append(_read(page, scene))
            if scene.act is None and scene.language == "en-GB":
                self.seen.pseudo[scene.name] = self._read_in_pseudo(page, scene)

    def _read_in_pseudo(self, page: Page, scene: Scene) -> list[Piece]:
        """The same page in the language that nobody speaks: what is not in it was forgotten. It needs no browser."""
        client = self._stage.apps[scene.app].test_client()
        for cookie in page.context.cookies(self._stage.bases[scene.app]):
            client.set_cookie(cookie["name"], cookie["value"])
        client.set_cookie("language", PSEUDO)
        return markup.pieces(client.get(scene.path, follow_redirects=True).text)

    @contextmanager
    def _opened(self, scene: Scene) -> Iterator[Page]:
        """A page that is kept for the next scene of the same visitor, unless something goes wrong with it."""
        key = (scene.who, scene.app, scene.language)
        page = self._pages.pop(key, None) or self._context(scene).new_page()
        _resize(page, NARROW)
        page.goto(self._stage.bases[scene.app] + scene.path)
        yield page
        page.context.set_offline(False)
        self._pages[key] = page

    def _context(self, scene: Scene) -> BrowserContext:
        context = self._browser.new_context(
            viewport=NARROW,  # type: ignore[arg-type]
            locale=scene.language,
            timezone_id=ZONE,
            reduced_motion="reduce",
            color_scheme="light",
        )
        context.set_default_timeout(PATIENCE)
        if scene.who in self._stage.people:
            name, value = self._stage.cookie(scene.who, scene.app)
            context.add_cookies([{"name": name, "value": value, "url": self._stage.bases[scene.app]}])
        return context

    def _look_in_every_shape(self, page: Page, scene: Scene) -> None:
        is_dark = False
        for shape in SHAPES if self._pictured else IN_THE_LIGHT:
            _resize(page, shape.size)
            if shape.dark != is_dark:
                page.emulate_media(color_scheme="dark" if shape.dark else "light")
                is_dark = shape.dark
            look = page.evaluate(LOOK, shape.from_the_right)
            if self._pictured:
                self.seen.sheets.append(Sheet(scene.name, shape.name, _picture(page, shape, look["height"])))
            if shape.size == WIDE and look["edge"] is not None:
                self.seen.edges[scene.name] = look["edge"]
            if look["beside"]:
                self.seen.wide.append(f"{scene.name}, {shape.name}: {', '.join(look['beside'])}")


def _resize(page: Page, size: dict[str, int]) -> None:
    if page.viewport_size != size:
        page.set_viewport_size(size)  # type: ignore[arg-type]


def _picture(page: Page, shape: Shape, height: int) -> bytes:
    """The whole page, drawn as small as it will stand on its sheet: the browser does that faster than anybody."""
    clip = {"x": 0, "y": 0, "width": shape.size["width"], "height": height, "scale": shape.scale}
    browser = page.context.new_cdp_session(page)
    asked = {"format": "jpeg", "quality": 82, "captureBeyondViewport": True, "clip": clip}
    taken = browser.send("Page.captureScreenshot", asked)
    browser.detach()
    return b64decode(taken["data"])


def _read(page: Page, scene: Scene) -> Words:
    found: dict[str, Any] = page.evaluate(READ)
    text = "\n".join([found["title"], found["text"], *found["said"]])
    for quoted in scene.quoted:
        text = text.replace(quoted, "⟨quoted⟩")
    pieces = tuple(Piece(language, words, own) for language, words, own in found["pieces"])
    return Words(scene.name, text, pieces, "en" if _is_in_english(pieces) else "")


def _is_in_english(pieces: tuple[Piece, ...]) -> bool:
    """Whether all of it is: where it is not, a share may be written as its language does."""
    return all(piece.language.startswith("en") for piece in pieces)
