"""Pictures, captions and transcripts of the content, as files of their own."""

from __future__ import annotations

import mimetypes
from functools import lru_cache

from flask import Response, abort

from lms.web import caching, current
from lms.web.caching import Kept

MOST_KEPT = 64

# A drawing that is opened by itself runs nothing and loads nothing.
POLICY = "default-src 'none'; style-src 'unsafe-inline'; sandbox"


def answer(key: str, cache: str = caching.ASK_AGAIN) -> Response:
    """The file that the catalog keeps under this key; a page that is not there, where it keeps none.

    Whoever keeps it asks each time whether it is still the one, so that a new picture shows with the new text.
    """
    content = current.context().catalog().media.get(key)
    if content is None:
        abort(404)
    kind = mimetypes.guess_type(key)[0] or "application/octet-stream"
    kept = _kept(content, f"{kind}; charset=utf-8" if kind.startswith("text/") else kind)
    response = caching.answer(kept, cache)
    response.headers["Content-Security-Policy"] = POLICY
    return response


@lru_cache(maxsize=MOST_KEPT)
def _kept(content: bytes, kind: str) -> Kept:
    return Kept(content, kind)
