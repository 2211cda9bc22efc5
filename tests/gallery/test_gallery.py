"""Every page in every state, as people see and read it. With GALLERY=folder the contact sheets are kept there."""

from __future__ import annotations

import os
from collections.abc import Iterable
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from tests.gallery import endpoints, reading, sheets, tour
from tests.gallery.scene import Seen

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def seen(chromium: Browser, tmp_path_factory: pytest.TempPathFactory) -> Seen:
    """One walk for all tests; the sheets are laid before anything is judged, so that faults can be looked at."""
    folder = os.environ.get("GALLERY")
    found = tour.take(chromium, tmp_path_factory.mktemp("home"), pictured=bool(folder))
    if folder:
        sheets.lay(found, Path(folder))
    return found


def told(faults: Iterable[tuple[str, str]]) -> str:
    """Each fault once, with the scenes that it is seen in."""
    scenes: dict[str, list[str]] = {}
    for fault, scene in faults:
        scenes.setdefault(fault, []).append(scene)
    return "\n".join(f"{fault}  in: {', '.join(names[:3])}" for fault, names in scenes.items())


def test_nothing_that_people_read_is_markup_a_programs_value_or_run_together(seen: Seen) -> None:
    wrong = told((fault, one.name) for one in seen.words for fault in reading.faults(one.text, one.language))
    assert not wrong, wrong


def test_every_word_is_marked_with_the_language_that_it_is_in(seen: Seen) -> None:
    wrong = told((fault, one.name) for one in seen.words for fault in reading.strangers(one.pieces))
    assert not wrong, wrong


def test_what_is_marked_as_spanish_was_written_in_spanish(seen: Seen) -> None:
    wrong = told((fault, one.name) for one in seen.words for fault in reading.unwritten(one.pieces, "es", seen.spanish))
    assert not wrong, wrong


def test_no_word_of_ours_is_forgotten_by_a_language(seen: Seen) -> None:
    wrong = told(
        (words, name) for name, pieces in seen.pseudo.items() for words in reading.forgotten(pieces, seen.texts)
    )
    assert not wrong, wrong


def test_nothing_stands_beside_the_screen(seen: Seen) -> None:
    assert not seen.wide, "\n".join(seen.wide)


def test_every_title_begins_at_the_same_edge(seen: Seen) -> None:
    by_edge: dict[float, str] = {edge: name for name, edge in seen.edges.items()}
    assert len(by_edge) == 1, by_edge


def test_every_page_for_people_has_its_sheet(seen: Seen) -> None:
    assert seen.pages - seen.asked == set()


def test_every_exception_is_an_address_that_is_there_and_answers_with_no_page(seen: Seen) -> None:
    for name in endpoints.NO_SHEET:
        assert any(one.startswith(name) for one in seen.others), name
    assert seen.asked & seen.others == set()


def test_every_refusal_has_its_sheet(seen: Seen) -> None:
    assert {400, 401, 403, 404, 405, 409, 413, 422, 429, 500, 503} <= seen.statuses


def test_no_two_scenes_have_one_name(seen: Seen) -> None:
    names = [one.name for one in seen.words]
    assert len(names) == len(set(names))
