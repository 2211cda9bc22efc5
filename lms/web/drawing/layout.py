"""What the frame around every page asks for: who is here, whose site this is, what was just said."""

from __future__ import annotations

from flask import Flask, request

from lms.questions import marking
from lms.questions.asks import kind_of
from lms.services.ground.addresses import has_address
from lms.web.drawing import answers, forms_of_authors, reader_pages, titles
from lms.web.drawing.script_words import script_words
from lms.web.edge import contact, current, languages, policies

UNNAMED = "Patient leadership"


def install(app: Flask) -> None:
    """Functions for templates, called only where a page shows what they give."""
    answers.install(app)
    forms_of_authors.install(app)
    app.jinja_env.filters.update(
        to_us=contact.linked,
        titled=titles.titled,
        reasoned=titles.reasoned,
        named=titles.named,
        in_its_language=titles.in_its_language,
    )
    app.jinja_env.globals.update(
        viewer=current.person,
        has_address=has_address,
        brand=brand,
        request_number=current.request_number,
        knows_viewer=knows_viewer,
        is_here=is_here,
        csrf_field=reader_pages.csrf_field,
        script_words=script_words,
        switch_at=reader_pages.switch_at,
        language=current.language,
        languages_here=languages_here,
        ours=Ours(),
        answer_fields=marking.to_form,
        kind_of=kind_of,
    )


class Ours:
    """Marks words of ours inside of an author's text, which may be in any language."""

    def __html__(self) -> str:
        language = current.language()
        direction = ' dir="rtl"' if language.direction == "rtl" else ""
        return f' lang="{language.code}"{direction}'


def languages_here() -> list[languages.Choice]:
    """The switch of the page: the languages that our own words can be read in."""
    if policies.of_request().for_staff:
        return []
    return languages.choices(current.context().languages.offered, current.language().code)


def brand() -> str:
    """The issuer's name, as it stands at the head of every page."""
    issuer = current.reading().catalog().issuer
    return issuer.name if issuer else UNNAMED


def knows_viewer() -> bool:
    """Whether this page may depend on who is asking."""
    return policies.of_request().reads_session


def is_here(blueprint: str) -> bool:
    """Whether the page at hand is of a part of the site."""
    return request.blueprint == blueprint
