"""What a lesson weighs on the way to a phone that has nothing of it yet, and where all of it comes from."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from functools import cache
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import urljoin, urlsplit

import pytest
from flask import Flask

from lms.content.compiling.compiler import compile_catalog
from lms.content.reading.model import Catalog
from lms.services.ground.person import Person
from lms.sources.files import read_tree
from tests.support.site import House
from tests.support.web import Caller, app_of, signed_in

ROOT = Path(__file__).resolve().parents[2]
MOST = 100_000
"""Bytes over the wire, headers included."""

HERE = "http://localhost"
IMPORT = re.compile(r"""(?:import|from)\s*\(?\s*["']([^"']+)["']""")
IN_STYLE = re.compile(r"""url\(\s*["']?([^"')]+)""")
LOADS = {("link", "href"), ("script", "src"), ("img", "src"), ("source", "src"), ("track", "src"), ("video", "src"),
         ("audio", "src"), ("iframe", "src"), ("object", "data"), ("embed", "src"), ("video", "poster")}  # fmt: skip


class Loaded(HTMLParser):
    """What a browser fetches for a page without being asked."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.addresses: list[str] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        for name, value in attrs:
            if (tag, name) in LOADS and value:
                self.addresses.append(value)
            if name == "srcset" and value:
                self.addresses += [part.split()[0] for part in value.split(",")]


@cache
def our_content() -> Catalog:
    """The courses that come with the software, with all doors open."""
    tree, _ = read_tree(ROOT, None)
    catalog, _ = compile_catalog(tree, today=date(2026, 11, 22))
    assert catalog is not None
    courses = {
        course.id: replace(
            course,
            opens_after=(),
            modules=tuple(replace(module, opens_after=()) for module in course.modules),
            lessons={id: replace(lesson, opens_after=()) for id, lesson in course.lessons.items()},
        )
        for course in catalog.courses.values()
    }
    return replace(catalog, courses=courses, revision="with all doors open")


@pytest.fixture
def reader(house: House) -> Caller:
    house.catalog = our_content()
    app: Flask = app_of(house)
    person: Person = house.person()
    return signed_in(app, house, person)


def sent(caller: Caller, path: str) -> tuple[int, str]:
    """How much came over the wire, and the text of it."""
    packed = caller.get(path, accept_encoding="br, gzip")
    assert packed.status_code == 200, path
    size = len(packed.data) + sum(len(name) + len(value) + 4 for name, value in packed.headers)
    kind = packed.content_type
    return size, caller.get(path).text if kind.startswith(("text/", "image/svg")) else ""


def everything(caller: Caller, path: str) -> Iterator[tuple[str, int]]:
    """The page and all that it loads, and that loads in its turn: each address once, with its size."""
    seen, waiting = set[str](), [path]
    while waiting:
        here = waiting.pop()
        if here in seen:
            continue
        seen.add(here)
        size, text = sent(caller, here)
        yield here, size
        found = Loaded(text).addresses if here == path else []
        if here.endswith(".js"):
            found = IMPORT.findall(text)
        if here.endswith((".css", ".svg")):
            found = IN_STYLE.findall(text)
        for address in (one for one in found if not one.startswith("data:")):
            whole = urlsplit(urljoin(HERE + here, address))
            assert f"{whole.scheme}://{whole.netloc}" == HERE, f"{here} loads {address}"
            waiting.append(whole.path)


def lessons() -> list[str]:
    return [f"/courses/{course.id}/{id}" for course in our_content().courses.values() for id in course.lessons]


@pytest.mark.parametrize("path", lessons())
def test_a_lesson_with_everything_weighs_little_and_loads_from_nowhere_else(reader: Caller, path: str) -> None:
    weights = dict(everything(reader, path))
    assert sum(weights.values()) <= MOST, sorted(weights.items(), key=lambda one: -one[1])
    assert any(address.endswith("site.css") for address in weights)
    assert any(address.endswith(".js") for address in weights)


def test_the_weighing_finds_what_is_loaded_from_elsewhere() -> None:
    page = '<img src="https://x.example/a.png"><script src="/b.js"></script><img srcset="/c.png 2x, /d.png 3x">'
    assert Loaded(page).addresses == ["https://x.example/a.png", "/b.js", "/c.png", "/d.png"]
    assert IMPORT.findall('import { a } from "./e.js"; import("/f.js");') == ["./e.js", "/f.js"]
    assert IN_STYLE.findall("a { background: url('/g.svg') }") == ["/g.svg"]
