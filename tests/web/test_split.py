"""A page drawn once gets each reader's own parts, and nothing that an author writes is taken for a mark."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lms.web.split import Marks, Shelf, Split


def test_the_parts_stand_where_their_marks_stood() -> None:
    marks = Marks()
    split = marks.split(f"<p>{marks.mark('name')}</p>{marks.mark('far')}<p>{marks.mark('name')}</p>")
    assert split.fill({"name": "Amal", "far": "half"}) == "<p>Amal</p>half<p>Amal</p>"


def test_a_part_that_is_missing_is_told_at_once() -> None:
    marks = Marks()
    with pytest.raises(KeyError):
        marks.split(str(marks.mark("far"))).fill({})


def test_a_mark_of_another_drawing_is_text() -> None:
    others = str(Marks().mark("csrf"))
    assert Marks().split(others) == Split((others,), ())


@given(st.text(), st.text(), st.text())
def test_whatever_an_author_writes_comes_through_unchanged(before: str, part: str, after: str) -> None:
    marks = Marks()
    assert marks.split(before + marks.mark("quiz x").__str__() + after).fill({"quiz x": part}) == before + part + after


def test_a_shelf_draws_once_for_a_revision() -> None:
    drawn: list[str] = []
    shelf: Shelf[str] = Shelf()

    def draw() -> str:
        drawn.append("a page")
        return "a page"

    for revision in ("one", "one", "two", "two"):
        shelf.get(revision, ("page",), draw)
    assert len(drawn) == 2


def test_a_full_shelf_is_emptied_rather_than_grown() -> None:
    shelf: Shelf[str] = Shelf(most=2)
    for name in "abcde":
        shelf.get("one", (name,), lambda: "a page")
    assert len(shelf._drawings) <= 2
