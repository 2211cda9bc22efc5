"""Pictures, captions and transcripts of the content, as files of their own."""

from __future__ import annotations

import mimetypes

from flask import Response, abort

from lms.web.drawing import fragments, shared
from lms.web.drawing.shared import Shared
from lms.web.edge import current

# A drawing that is opened by itself runs nothing and loads nothing.
POLICY = "default-src 'none'; style-src 'unsafe-inline'; sandbox"


def answer(key: str, cache: str = shared.ASK_AGAIN) -> Response:
    """The file that the catalog keeps under this key; a page that is not there, where it keeps none.

    Whoever keeps it asks each time whether it is still the one, so that a new picture shows with the new text.
    """
    catalog = current.context().catalog()
    content = catalog.media.get(key)
    if content is None:
        abort(404)
    kind = mimetypes.guess_type(key)[0] or "application/octet-stream"
    kind = f"{kind}; charset=utf-8" if kind.startswith("text/") else kind
    file = fragments.cache().get((catalog.revision, "file", key), lambda: Shared(content, kind))
    response = shared.answer(file, cache)
    response.headers["Content-Security-Policy"] = POLICY
    return response
