"""A page for its reader, drawn once for all who get the same: the token for their forms is put in for each."""

from __future__ import annotations

from collections.abc import Hashable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from flask import g, get_flashed_messages, render_template
from markupsafe import Markup, escape

from lms.web.drawing import fragments
from lms.web.drawing.fragments import Fragment, Marks, state_of
from lms.web.edge import current, languages, sessions

CSRF = "csrf"
SWITCH = "switch"


def csrf_field() -> Markup:
    """The hidden field that shows that a form came from a page of ours; its place, on a page that is drawn for many."""
    marks: Marks | None = g.get("marks")
    if marks is not None:
        return marks.mark(CSRF)
    return Markup(_token_field())  # noqa: S704


def _token_field() -> str:
    # A token is made of letters, digits and the signs - _ . alone: there is nothing to escape.
    return f'<input type="hidden" name="csrf_token" value="{sessions.csrf_token()}">'


def switch_at() -> Markup:
    """Where a link leads that asks for this page in another language, up to the question for it.

    On a page that is drawn for many it is the place of that: each has asked for it in a way of their own.
    """
    marks: Marks | None = g.get("marks")
    return marks.mark(SWITCH) if marks is not None else escape(languages.here_in_another())


def page(template: str, *, seen: Hashable = None, fresh: Mapping[str, str] | None = None, **values: Any) -> bytes:
    """The page that a template makes of these values.

    It is drawn anew once anything of the values, of the reader or of the content is another. `fresh` are values that no
    two pages share, such as a key for a form: letters and digits. `seen` stands for the values where it tells as much.
    """
    fresh = fresh or {}
    if get_flashed_messages():
        return render_template(template, **values, **fresh).encode()
    person = current.person()
    state = state_of(values) if seen is None else seen
    key = (*current.edition(), template, current.request().path, person, state)
    fragment = fragments.cache().get(key, lambda: _draw(template, fresh, values))
    return fill(fragment, {name: value.encode() for name, value in fresh.items()})


def _draw(template: str, fresh: Mapping[str, str], values: Mapping[str, Any]) -> Fragment:
    with marking() as marks:
        return marks.cut(render_template(template, **values, **{name: marks.mark(name) for name in fresh}))


@contextmanager
def marking() -> Iterator[Marks]:
    """While this is open, a drawing gets marks for what is each reader's own."""
    marks = g.marks = Marks()
    try:
        yield marks
    finally:
        del g.marks


def fill(fragment: Fragment, parts: Mapping[str, bytes] | None = None) -> bytes:
    """The fragment for the reader at hand."""
    own = dict(parts or {})
    if CSRF in fragment.names:
        own[CSRF] = _token_field().encode()
    if SWITCH in fragment.names:
        address = languages.here_in_another()
        own[SWITCH] = b"?" if address == "?" else escape(address).encode()
    return fragment.fill(own)
