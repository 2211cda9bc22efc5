"""For `lms serve --reload`: an author sees on every page what is wrong with the files that were just saved."""

from __future__ import annotations

from flask import Flask, Response, render_template

from lms.services import publishing
from lms.web import caching, current

BEFORE = b"<main "
TYPE = "text/html"


def install(app: Flask) -> None:
    """Put the errors of the newest check at the head of each page, whether it was drawn before the fault or after."""
    caching.keep(app, wanted=False)

    @app.after_request
    def _show_errors(response: Response) -> Response:
        if response.mimetype != TYPE or response.is_streamed:
            return response
        found = publishing.site(current.context()).findings
        errors = [finding for finding in found if finding["severity"] == "error"]
        start, there, rest = response.get_data().partition(BEFORE)
        if errors and there:
            opened, end, content = rest.partition(b">")
            banner = render_template("authors/findings.html", errors=errors).encode()
            response.set_data(start + there + opened + end + banner + content)
        return response
