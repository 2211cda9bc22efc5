"""What is the same for all who ask: pages for visitors, style, scripts and pictures; packed for the way, kept, signed.

Whoever keeps such an answer asks each time whether it is still the one (no-cache), so that none is ever wrong after a
publication: its ETag is made of the content itself. Who is signed in gets pages of their own, which nobody keeps, and
which are not packed: their length would tell of a secret in them (the token of their forms) whatever somebody else
manages to have put beside it.
"""

from __future__ import annotations

import gzip
from collections.abc import Callable
from functools import wraps
from hashlib import sha256
from typing import Any, TypeVar, cast

import brotli
from flask import Flask, Response, current_app, get_flashed_messages, request
from werkzeug.datastructures import Accept
from werkzeug.http import parse_accept_header

from lms.web.drawing import fragments
from lms.web.drawing.fragments import Keepable
from lms.web.edge import current
from lms.web.edge.whole import HTML, Whole

ASK_AGAIN = "no-cache"
DRAWN_ANEW = "shared-pages-drawn-anew"
LEAST = 600
"""Below this, packing saves less than a packet of the network."""

LARGE = 64 * 1024
KINDS = ("text/", "image/svg+xml", "application/json", "application/manifest+json")
LONGEST_HEADER = 200

View = TypeVar("View", bound=Callable[..., Any])


def _brotli(content: bytes) -> bytes:
    # The last step of all takes half a second for a large file, and saves a tenth.
    packed: bytes = brotli.compress(content, quality=9 if len(content) > LARGE else 11)
    return packed


def _gzip(content: bytes) -> bytes:
    # Without a time stamp, so that the same content always packs to the same bytes.
    return gzip.compress(content, 9, mtime=0)


_ENCODINGS: dict[str, Callable[[bytes], bytes]] = {"br": _brotli, "gzip": _gzip}


class Shared(Keepable):
    """A content, the sign by which it is known, and what it becomes when it is packed: once, when first asked for."""

    def __init__(self, content: bytes, kind: str) -> None:
        self.content, self.kind = content, kind
        self.sign = sha256(kind.encode() + b"\n" + content).hexdigest()[:24]
        # Pictures and fonts are packed already.
        self.varies = len(content) >= LEAST and kind.startswith(KINDS)
        self._packed: dict[str, bytes] = {}

    @property
    def size(self) -> int:
        return 2 * len(self.content)

    def packed(self, encoding: str) -> bytes:
        """As it goes out in this encoding; as it is, where none was wished."""
        if not encoding or not self.varies:
            return self.content
        packed = self._packed.get(encoding)
        if packed is None:
            packed = self._packed[encoding] = _ENCODINGS[encoding](self.content)
        return packed


def wished(accepted: str) -> str:
    """The best encoding that a browser takes, by its header Accept-Encoding; empty for none."""
    if not any(encoding in accepted for encoding in _ENCODINGS) or len(accepted) > LONGEST_HEADER:
        return ""
    wishes = parse_accept_header(accepted, Accept)
    return next((encoding for encoding in _ENCODINGS if wishes[encoding] > 0), "")


def draw_anew(app: Flask) -> None:
    """Draw the pages of visitors each time, as authors want it while they write."""
    app.config[DRAWN_ANEW] = True


def same_for_visitors(view: View) -> View:
    """A view whose page depends on nothing but its address and the content, unless somebody is signed in."""

    @wraps(view)
    def shown(**arguments: Any) -> Any:
        if current.person() is not None or current_app.config.get(DRAWN_ANEW) or get_flashed_messages():
            page = view(**arguments)
            return own(page) if isinstance(page, bytes) else page
        if request.query_string:
            # There are too many of these to keep.
            return _signed(view(**arguments))
        cache = fragments.cache()
        key = (*current.edition(), "visitors", request.endpoint, *arguments.values())
        kept = cache.find(key)
        if kept is None:
            page = view(**arguments)
            if not isinstance(page, str | bytes):
                return page
            kept = cache.keep(key, _shared(page))
        return answer(cast(Shared, kept), ASK_AGAIN)

    return shown  # type: ignore[return-value]


def own(page: bytes) -> Response:
    """A page for its reader alone."""
    return Whole(page)


def _signed(page: Any) -> Any:
    return answer(_shared(page), ASK_AGAIN) if isinstance(page, str | bytes) else page


def _shared(page: str | bytes) -> Shared:
    return Shared(page.encode() if isinstance(page, str) else page, HTML)


def answer(shared: Shared, cache: str) -> Response:
    """The content as this browser takes it; no content at all where it has it already."""
    encoding = wished(request.headers.get("Accept-Encoding", "")) if shared.varies else ""
    response = Whole(shared.packed(encoding), kind=shared.kind)
    headers = response.headers
    headers["Cache-Control"] = cache
    if shared.varies:
        headers["Vary"] = "Accept-Encoding"
    if encoding:
        headers["Content-Encoding"] = encoding
    headers["ETag"] = f'"{shared.sign}-{encoding}"' if encoding else f'"{shared.sign}"'
    if "If-None-Match" in request.headers:
        response.make_conditional(request)
    return response
