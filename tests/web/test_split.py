"""A page drawn once gets each reader's own parts, and nothing that an author writes is taken for a mark."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lms.web.split import Marks, Shelf, Split


def test_the_parts_stand_where_their_marks_stood() -> None:
    marks = Marks()
    split = marks.split(f"<p>{marks.mark('name')}</p>{marks.mark('far')}<p>{marks.mark('name')}</p>")
    assert split.fill({"name": b"Amal", "far": b"half"}) == b"<p>Amal</p>half<p>Amal</p>"


def test_a_part_that_is_missing_is_told_at_once() -> None:
    marks = Marks()
    with pytest.raises(KeyError):
        marks.split(str(marks.mark("far"))).fill({})


def test_a_mark_of_another_drawing_is_text() -> None:
    others = str(Marks().mark("csrf"))
    assert Marks().split(others) == Split((others.encode(),), ())


WRITTEN = st.text(st.characters(exclude_categories=["Cs"]))


@given(WRITTEN, WRITTEN, WRITTEN)
def test_whatever_an_author_writes_comes_through_unchanged(before: str, part: str, after: str) -> None:
    marks = Marks()
    drawn = f"{before}{marks.mark('quiz x')}{after}"
    assert marks.split(drawn).fill({"quiz x": part.encode()}).decode() == before + part + after


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


def test_a_part_that_is_put_in_leaves_its_own_marks_open() -> None:
    page, card = Marks(), Marks()
    whole = page.split(f"<p>{page.mark('card')}</p>{page.mark('csrf')}{page.mark('csrf')}.")
    part = card.split(f"<form>{card.mark('csrf')}</form>")
    both = whole.with_parts({"card": part})
    assert both.names == ("csrf", "csrf", "csrf")
    assert both.fill({"csrf": b"x"}) == b"<p><form>x</form></p>xx."


@given(WRITTEN, WRITTEN, WRITTEN)
def test_a_page_put_together_is_the_page_filled_at_once(before: str, part: str, after: str) -> None:
    marks = Marks()
    page = marks.split(f"{before}{marks.mark('far')}{after}{marks.mark('csrf')}")
    far = Split((part.encode(),), ())
    assert page.with_parts({"far": far}).fill({"csrf": b"x"}) == page.fill({"far": part.encode(), "csrf": b"x"})
