"""A page drawn once gets each reader's own parts, and nothing that an author writes is taken for a mark."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lms.progress.gates import OPEN, Closed, Reason
from lms.progress.steps import Step
from lms.web.drawing.fragments import Cache, Fragment, Marks, state_of


def test_the_parts_stand_where_their_marks_stood() -> None:
    marks = Marks()
    split = marks.cut(f"<p>{marks.mark('name')}</p>{marks.mark('far')}<p>{marks.mark('name')}</p>")
    assert split.fill({"name": b"Amal", "far": b"half"}) == b"<p>Amal</p>half<p>Amal</p>"


def test_a_part_that_is_missing_is_told_at_once() -> None:
    marks = Marks()
    with pytest.raises(KeyError):
        marks.cut(str(marks.mark("far"))).fill({})


def test_a_mark_of_another_drawing_is_text() -> None:
    others = str(Marks().mark("csrf"))
    assert Marks().cut(others) == Fragment((others.encode(),))


WRITTEN = st.text(st.characters(exclude_categories=["Cs"]))


@given(WRITTEN, WRITTEN, WRITTEN)
def test_whatever_an_author_writes_comes_through_unchanged(before: str, part: str, after: str) -> None:
    marks = Marks()
    drawn = f"{before}{marks.mark('quiz x')}{after}"
    assert marks.cut(drawn).fill({"quiz x": part.encode()}).decode() == before + part + after


def test_a_fragment_is_drawn_once_for_a_key() -> None:
    drawn: list[str] = []
    cache = Cache()

    def draw() -> Fragment:
        drawn.append("a page")
        return Fragment((b"a page",))

    for revision in ("one", "one", "two", "two", "one"):
        assert cache.get((revision, "page"), draw).fill({}) == b"a page"
    assert len(drawn) == 2


def test_what_was_not_asked_for_longest_makes_room_once_there_are_too_many_bytes() -> None:
    drawn: list[str] = []
    cache = Cache(most=2000)

    def draw(name: str) -> Fragment:
        drawn.append(name)
        return Fragment((b"x" * 900,))

    def ask(name: str) -> None:
        cache.get(("one", name), lambda: draw(name))

    for name in "abacab":
        ask(name)
    assert drawn == ["a", "b", "c", "b"]


def test_a_fragment_that_is_larger_than_all_of_the_cache_is_kept_alone() -> None:
    cache = Cache(most=100)
    for name in "ab":
        cache.get((name,), lambda: Fragment((b"x" * 900,)))
    assert (cache.find(("a",)), cache.find(("b",))) == (None, Fragment((b"x" * 900,)))


@pytest.mark.parametrize(
    ("one", "another"),
    [
        (Step("lesson", "courses/a/b", "B"), Step("lesson", "courses/a/b", "Another title")),
        (OPEN, Closed(())),
        (Closed((Reason("done", "courses/a", "A", "Do it."),)), Closed((Reason("done", "courses/a", "A", "Done."),))),
        ({"a": [1, 2]}, {"a": [2, 1]}),
        ([("a", "b")], [("a",), ("b",)]),
    ],
)
def test_values_that_look_different_have_different_states(one: object, another: object) -> None:
    assert state_of(one) == state_of(one)
    assert state_of(one) != state_of(another)
    assert hash(state_of(one)) is not None


def test_a_value_that_can_be_no_key_is_refused() -> None:
    with pytest.raises(TypeError):
        state_of({1, 2})


def test_a_part_that_is_put_in_leaves_its_own_marks_open() -> None:
    page, card = Marks(), Marks()
    whole = page.cut(f"<p>{page.mark('card')}</p>{page.mark('csrf')}{page.mark('csrf')}.")
    part = card.cut(f"<form>{card.mark('csrf')}</form>")
    both = whole.with_parts({"card": part})
    assert both.names == ("csrf", "csrf", "csrf")
    assert both.fill({"csrf": b"x"}) == b"<p><form>x</form></p>xx."


@given(WRITTEN, WRITTEN, WRITTEN)
def test_a_page_put_together_is_the_page_filled_at_once(before: str, part: str, after: str) -> None:
    marks = Marks()
    page = marks.cut(f"{before}{marks.mark('far')}{after}{marks.mark('csrf')}")
    far = Fragment((part.encode(),), ())
    assert page.with_parts({"far": far}).fill({"csrf": b"x"}) == page.fill({"far": part.encode(), "csrf": b"x"})
