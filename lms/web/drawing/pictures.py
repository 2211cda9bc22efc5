"""Pictures, captions and transcripts of the content, as files of their own."""

from __future__ import annotations

import mimetypes

from flask import Response, abort, request

from lms.sources.mediums import ENDINGS, ending_of
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
    kind = ENDINGS.get(ending_of(key)) or mimetypes.guess_type(key)[0] or "application/octet-stream"
    kind = f"{kind}; charset=utf-8" if kind.startswith("text/") else kind
    file = fragments.cache().get((catalog.revision, "file", key), lambda: Shared(content, kind))
    response = shared.answer(file, cache)
    if kind.startswith(("video/", "audio/")):
        # Who looks at the middle of a film asks for that part alone; some browsers play nothing without it.
        response.make_conditional(request, accept_ranges=True, complete_length=len(content))
    response.headers["Content-Security-Policy"] = POLICY
    return response
