"""Finding what is published by its words. Whoever may not read a lesson is not told that it has them."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass

from lms.content.reading.languages import chosen
from lms.progress.standing import Standing
from lms.questions.searchwords import Signs, first_place, places
from lms.services.ground import renamed
from lms.services.ground.context import Context
from lms.services.ground.person import Person
from lms.services.learning.lessons import may_read
from lms.store import searching
from lms.store.searching import Match

LONGEST = 200
MOST_WORDS = 12
"""What is asked for beyond these is not looked for."""

AT_ONCE = 20
BEFORE, BEHIND = 80, 160
"""So many letters of a text stand around the first of the words, about."""


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of a title or a text; `marked` is what was asked for."""

    text: str
    marked: bool


@dataclass(frozen=True, slots=True)
class Hit:
    """Something that has the words asked for."""

    address: str
    language: str
    title: tuple[Piece, ...]
    excerpt: tuple[Piece, ...]


@dataclass(frozen=True, slots=True)
class Found:
    """Some of what was found, the best first. `after` asks for those behind them; "" where there are none.

    `cut`: not all that was asked for was looked for. `ready`: there is an index.
    """

    hits: tuple[Hit, ...]
    count: int
    after: str = ""
    cut: bool = False
    ready: bool = True


def search(ctx: Context, person: Person | None, asked: str, language: str, after: str = "") -> Found:
    """What has all of the words, those in the reader's language first, then those whose titles have them."""
    signs = Signs()
    every = signs.words(asked[:LONGEST])
    words = every[:MOST_WORDS]
    if not words:
        return Found((), 0)
    cut = len(asked) > LONGEST or len(every) > MOST_WORDS
    with ctx.database.reading() as session:
        matches = searching.matches(session, words)
        ready = bool(matches) or searching.revision_found(session) is not None
        ours = {code for code in {one.language for one in matches} if chosen([language], [code])}
        told = list(_told(ctx, person, sorted(matches, key=lambda one: _order(one, ours))))
        start = next((n for n, one in enumerate(told, 1) if one.address == after), 0)
        here = told[start : start + AT_ONCE]
        texts = searching.texts(session, [one.id for one in here])
    hits = tuple(_hit(signs, one, *texts[one.id], words) for one in here if one.id in texts)
    more = here[-1].address if len(told) > start + AT_ONCE else ""
    return Found(hits, len(told), more, cut=cut, ready=ready)


def _order(one: Match, ours: Collection[str]) -> tuple[bool, bool, float, str]:
    return one.language not in ours, not one.in_title, -one.fit, one.address


def _told(ctx: Context, person: Person | None, matches: Sequence[Match]) -> Iterator[Match]:
    """Each thing once, in the first language that fits, without the lessons that are closed for the person."""
    catalog, standing, known = ctx.catalog(), Standing(), set[str]()
    if person is not None and any(one.needs for one in matches):
        standing = renamed.standing_of(ctx.database.engine, catalog, person.id)
    for one in matches:
        if one.address in known:
            continue
        known.add(one.address)
        if not one.needs or may_read(ctx, catalog, standing, one.needs, signed_in=person is not None):
            yield one


def _hit(signs: Signs, one: Match, title: str, text: str, words: Sequence[str]) -> Hit:
    start, end = _window(text, first_place(signs, text, words))
    excerpt = _pieces(signs, text[start:end], words)
    before = [Piece("… ", marked=False)] if start else []
    behind = [Piece(" …", marked=False)] if end < len(text) else []
    return Hit(one.address, one.language, tuple(_pieces(signs, title, words)), (*before, *excerpt, *behind))


def _window(text: str, first: int) -> tuple[int, int]:
    """The stretch around a place, between two spaces."""
    start = max(0, first - BEFORE)
    start = max(0, text.rfind(" ", 0, start) + 1) if start else 0
    end = first + BEHIND
    return start, len(text) if end >= len(text) else max(text.rfind(" ", 0, end), first + 1)


def _pieces(signs: Signs, text: str, words: Sequence[str]) -> Iterator[Piece]:
    start = 0
    for a, b in places(signs, text, words):
        if a > start:
            yield Piece(text[start:a], marked=False)
        yield Piece(text[a:b], marked=True)
        start = b
    if start < len(text):
        yield Piece(text[start:], marked=False)
