"""What may be kept, and asked for again at no cost: pages that are the same for all visitors, and files.

Whoever keeps such a page asks each time whether it is still the one (no-cache), so that none is ever wrong after a
publication: its ETag is made of the page itself. Who is signed in gets pages of their own, which nobody keeps.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from hashlib import sha256
from typing import Any, TypeVar

from flask import Flask, Response, current_app, request, session

from lms.web import compression, current
from lms.web.compression import Packed
from lms.web.split import Shelf

ASK_AGAIN = "no-cache"
EXTENSION = "kept-pages"
HTML = "text/html; charset=utf-8"
MOST_KEPT = 2000
FLASHES = "_flashes"

View = TypeVar("View", bound=Callable[..., Any])


class Kept(Packed):
    """A content with the sign by which it is known."""

    def __init__(self, content: bytes, kind: str) -> None:
        super().__init__(content, kind)
        self.sign = sha256(kind.encode() + b"\n" + content).hexdigest()[:24]


def install(app: Flask) -> None:
    """A shelf for pages of visitors."""
    keep(app)


def keep(app: Flask, *, wanted: bool = True) -> None:
    """Keep pages, or draw each anew, as authors want it while they write."""
    app.extensions[EXTENSION] = Shelf[Kept](MOST_KEPT) if wanted else None


def same_for_visitors(view: View) -> View:
    """A view whose page depends on nothing but its address and the content, unless somebody is signed in."""

    @wraps(view)
    def shown(**arguments: Any) -> Any:
        if current.person() is not None:
            return view(**arguments)
        shelf: Shelf[Kept] | None = current_app.extensions[EXTENSION]
        if shelf is None or FLASHES in session:
            return view(**arguments)
        if request.query_string:
            return _unkept(view(**arguments))
        catalog = current.reading().catalog()
        revision, key = catalog.revision, (catalog.language, request.endpoint, *arguments.values())
        kept = shelf.find(revision, key)
        if kept is None:
            page = view(**arguments)
            if not isinstance(page, str | bytes):
                return page
            kept = shelf.put(revision, key, _kept(page))
        return answer(kept, ASK_AGAIN)

    return shown  # type: ignore[return-value]


def _unkept(page: Any) -> Any:
    """A page of which there are too many to keep: it has its sign all the same."""
    return answer(_kept(page), ASK_AGAIN) if isinstance(page, str | bytes) else page


def _kept(page: str | bytes) -> Kept:
    return Kept(page.encode() if isinstance(page, str) else page, HTML)


def answer(kept: Kept, cache: str) -> Response:
    """The content as this browser takes it; no content at all where it has it already."""
    way = compression.wished(request.headers.get("Accept-Encoding", "")) if kept.varies else ""
    response = current_app.response_class(kept.by(way), content_type=kept.kind)
    headers = response.headers
    headers["Cache-Control"] = cache
    if kept.varies:
        headers["Vary"] = "Accept-Encoding"
    if way:
        headers["Content-Encoding"] = way
    headers["ETag"] = f'"{kept.sign}-{way}"' if way else f'"{kept.sign}"'
    if "If-None-Match" in request.headers:
        response.make_conditional(request)
    return response
