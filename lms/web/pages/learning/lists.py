"""The lists of publications: all of a kind, those of a month, the newest for readers of feeds; what leads to them."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from datetime import UTC, date, datetime, time
from typing import Any, NamedTuple

from flask import Blueprint, Response, render_template, request
from flask.blueprints import BlueprintSetupState

from lms.content.kinds import KINDS
from lms.content.reading.kind import Kind, Listing
from lms.content.reading.targets import Target
from lms.services.ground.refusals import NotFound
from lms.web.drawing import filters, fragments, reader_pages, shared
from lms.web.drawing.shared import Shared
from lms.web.edge import current, policies
from lms.wording.phrases import _

pages = Blueprint("lists", __name__)

ATOM = "application/atom+xml; charset=utf-8"
MOST_TOLD = 50
"""So many of the newest stand in a feed."""

MOST_LISTED = 60
"""So many stand on one page of a list."""

SHOWN = 6
"""So many of each kind stand on the page that leads to all of them."""

_MONTH = re.compile(r"[0-9]{4}-(?:0[1-9]|1[0-2])", re.ASCII)


class Shelf(NamedTuple):
    """The things of one kind that a site has, in order, with the page that lists them."""

    kind: Kind
    listing: Listing
    things: list[Any]

    @property
    def address(self) -> str:
        return f"/{self.kind.family}"


class Entry(NamedTuple):
    """One thing as a feed tells it. The id stays when the thing is renamed."""

    id: str
    address: str
    updated: str
    thing: Any


def _add_pages(state: BlueprintSetupState) -> None:
    """Gives each kind that is listed its pages, as the register is when an app is made."""
    state.app.jinja_env.globals.update(shelves=shelves, has_programme=has_programme, in_programme=in_programme)
    for kind in KINDS.values():
        if kind.page is not None and kind.page.all is not None:
            state.add_url_rule(f"/{kind.family}", kind.family, _list(kind, kind.page.all))
            if kind.page.all.by_month:
                state.add_url_rule(f"/{kind.family}.atom", f"{kind.family}_feed", _feed(kind, kind.page.all))


pages.record(_add_pages)


def shelves() -> Iterator[Shelf]:
    """Every kind of publication of which the site has something."""
    for kind in KINDS.values():
        if kind.page is not None and kind.page.all is not None and (things := _things(kind)):
            yield Shelf(kind, kind.page.all, things)


def has_programme() -> bool:
    """Whether there is anything beside the courses that one could be led to."""
    others = current.reading().catalog().others
    return any(kind.page is not None and kind.page.all and others.get(kind.name) for kind in KINDS.values())


def in_programme() -> bool:
    """Whether the page at hand belongs to what the programme leads to."""
    if request.blueprint == pages.name:
        return True
    kind = KINDS.named((request.endpoint or "").rpartition(".")[2])
    return request.blueprint == "things" and kind is not None and kind.page is not None and kind.page.all is not None


def _things(kind: Kind) -> list[Any]:
    return kind.in_order(current.reading().catalog().others.get(kind.name, {}).values())


@pages.get("/programme")
@policies.anyone()
@shared.same_for_visitors
def programme() -> bytes:
    """The one page that leads to the rest."""
    whole = list(shelves())
    there = [Shelf(one.kind, one.listing, one.things[:SHOWN]) for one in whole]
    count = len(current.reading().catalog().courses)
    counts = {one.kind.family: len(one.things) for one in whole}
    return reader_pages.page("publications/programme.html", seen=(), there=there, counts=counts, courses=count)


def _list(kind: Kind, listing: Listing) -> Callable[..., Any]:
    @policies.anyone()
    @shared.same_for_visitors
    def publications() -> bytes | str:
        every = _things(kind)
        choices = _choices(every)
        asked = {key: word for key in choices if (word := current.argument(key)) in choices[key]}
        fitting = [one for one in every if all(word in _said(one)[key] for key, word in asked.items())]
        chosen, more = _behind(fitting, current.argument("after"))
        values: dict[str, Any] = {
            "shelf": Shelf(kind, listing, chosen),
            "asked": asked,
            "choices": choices,
            "month": "",
            "more": more,
            "months": _months(every),
        }
        if request.query_string:
            return render_template(listing.template, **values)
        return reader_pages.page(listing.template, seen=kind.name, **values)

    return publications


def _behind(things: list[Any], id: str) -> tuple[list[Any], str]:
    """As many as a page takes, behind the one with this id; and that of the last of them, where there are more."""
    place = next((n for n, one in enumerate(things, 1) if one.id == id), 0)
    page = things[place : place + MOST_LISTED]
    return page, page[-1].id if len(things) > place + MOST_LISTED else ""


def of_month(kind: Kind, listing: Listing, month: str) -> bytes | None:
    """The page of a month; None for a word that is none. A month of which nothing is there has no page."""
    if not listing.by_month or _MONTH.fullmatch(month) is None:
        return None
    every = _things(kind)
    chosen = [one for one in every if one.month == month]
    if not chosen:
        raise NotFound(_("There is nothing of this month here."))
    return reader_pages.page(
        listing.template,
        seen=(kind.name, month),
        shelf=Shelf(kind, listing, chosen),
        asked={},
        choices={},
        month=month,
        more="",
        months=_months(every),
    )


def _months(things: Iterable[Any]) -> list[str]:
    """The latest first."""
    return sorted({month for one in things if (month := getattr(one, "month", ""))}, reverse=True)


def _choices(things: Iterable[Any]) -> dict[str, dict[str, str]]:
    """What a list can be narrowed by, each with its words: what some of it have, and not all."""
    things = list(things)
    found: dict[str, dict[str, str]] = {
        "path": {id: title for id, title in filters.ways().items() if any(id in one.paths for one in things)},
        "level": {id: word for id, word in filters.LEVELS.items() if any(id == one.level for one in things)},
        "topic": {one: one for one in sorted({topic for thing in things for topic in thing.topics})},
    }
    return {key: words if len(things) > 1 else {} for key, words in found.items()}


def _said(thing: Any) -> dict[str, tuple[str, ...]]:
    return {"path": thing.paths, "level": (thing.level,), "topic": thing.topics}


def _feed(kind: Kind, listing: Listing) -> Callable[..., Any]:
    @policies.public(cache=shared.ASK_AGAIN)
    def feed() -> Response:
        key = (*current.edition(), "feed", kind.name)
        kept = fragments.cache().get(key, lambda: Shared(_draw_feed(kind, listing).encode(), ATOM))
        return shared.answer(kept, shared.ASK_AGAIN)

    return feed


def _draw_feed(kind: Kind, listing: Listing) -> str:
    entries = sorted(_entries(kind), key=lambda one: one.updated, reverse=True)[:MOST_TOLD]
    if not entries:
        raise NotFound(_("There is nothing here yet."))
    home = request.host_url.rstrip("/")
    return render_template("publications/feed.xml", entries=entries, listing=listing, home=home, family=kind.family)


def _entries(kind: Kind) -> Iterator[Entry]:
    former, home = current.reading().catalog().former, request.host_url.rstrip("/")
    for thing in _things(kind):
        day = thing.date or (date.fromisoformat(f"{thing.month}-01") if thing.month else None)
        if day is not None and kind.page is not None:
            names = former.every(Target(kind.family, thing.id).path)
            first = names[1] if len(names) > 1 else names[0]
            moment = datetime.combine(day, time(), UTC).isoformat().replace("+00:00", "Z")
            yield Entry(f"{home}/{first}", home + kind.page.address_of(thing.id), moment, thing)
