"""The whole tour, in the order in which the states of its people follow from each other."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

from babel.messages.pofile import read_po
from playwright.sync_api import Browser

from lms.content.reading.languages import name_of
from lms.credentials.dates import in_words
from lms.services.rehearsing import walks
from lms.wording.languages import CATALOGUE, CATALOGUES
from tests.gallery import endpoints, papers, reading
from tests.gallery.scene import Seen
from tests.gallery.scenes import (
    accounts,
    behind,
    certificates,
    console,
    examinations,
    learning,
    members,
    not_in_order,
    open_pages,
    questions,
    tools,
)
from tests.gallery.site import staged
from tests.gallery.walk import Walk

PARTS = (open_pages, learning, examinations, certificates, accounts, members, behind, console, questions, tools)


def take(browser: Browser, home: Path, *, pictured: bool) -> Seen:
    """Everything that was seen, on a site in this folder; with its pictures, where they are wanted."""
    with staged(home) as stage:
        walk = Walk(browser, stage, pictured=pictured)
        walk.seen.pages, walk.seen.others = endpoints.of_people(stage.apps.values())
        walk.seen.spanish = reading.vocabulary(
            [*(file.read_text(encoding="utf-8") for file in home.rglob("*.es.md")), name_of("es"), *_ours("es")]
        )
        walk.seen.texts = reading.short_texts(file.read_text(encoding="utf-8") for file in home.rglob("*.md"))
        for part in PARTS:
            walk.look_at(part.scenes(stage))
        papers.look_at_all(stage, walk.seen, pictured=pictured)
        # Last, since it takes a key from everybody.
        walk.look_at(not_in_order.scenes(stage))
        return walk.seen


def _ours(code: str) -> Iterator[str]:
    """All that the interface says in a language."""
    with (CATALOGUES / code / CATALOGUE).open("rb") as file:
        for message in read_po(file, locale=code):
            yield from (message.string,) if isinstance(message.string, str) else message.string or ()
    yield from (in_words(date(2026, month, 1), code) for month in range(1, 13))
    yield walks.NAME
