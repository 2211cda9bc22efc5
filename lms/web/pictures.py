"""Pictures, captions and transcripts of the content, as files of their own."""

from __future__ import annotations

import mimetypes

from flask import Response, abort, request

from lms.credentials.canonical import sha256_of
from lms.web import current

# A drawing that is opened by itself runs nothing and loads nothing.
POLICY = "default-src 'none'; style-src 'unsafe-inline'; sandbox"


def answer(key: str) -> Response:
    """The file that the catalog keeps under this key; a page that is not there, where it keeps none."""
    content = current.context().catalog().media.get(key)
    if content is None:
        abort(404)
    kind = mimetypes.guess_type(key)[0] or "application/octet-stream"
    response = Response(content, content_type=f"{kind}; charset=utf-8" if kind.startswith("text/") else kind)
    response.headers["Content-Security-Policy"] = POLICY
    response.set_etag(sha256_of(content)[:32])
    response.make_conditional(request)
    return response
