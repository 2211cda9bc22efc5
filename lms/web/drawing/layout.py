"""What the frame around every page asks for: who is here, whose site this is, what was just said."""

from __future__ import annotations

from flask import Flask, request

from lms.questions import marking
from lms.questions.kinds import KINDS
from lms.web.drawing import reader_pages, titles
from lms.web.edge import contact, current, policies

UNNAMED = "Patient leadership"


def install(app: Flask) -> None:
    """Functions for templates, called only where a page shows what they give."""
    app.jinja_env.filters.update(
        to_us=contact.linked, titled=titles.titled, reasoned=titles.reasoned, named=titles.named
    )
    app.jinja_env.globals.update(
        viewer=current.person,
        brand=brand,
        request_number=current.request_number,
        knows_viewer=knows_viewer,
        is_here=is_here,
        csrf_field=reader_pages.csrf_field,
        answer_fields=marking.to_form,
        kind_of=KINDS.of,
    )


def brand() -> str:
    """The issuer's name, as it stands at the head of every page."""
    issuer = current.context().catalog().issuer
    return issuer.name if issuer else UNNAMED


def knows_viewer() -> bool:
    """Whether this page may depend on who is asking."""
    return policies.of_request().reads_session


def is_here(blueprint: str) -> bool:
    """Whether the page at hand is of a part of the site."""
    return request.blueprint == blueprint
