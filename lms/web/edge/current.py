"""What belongs to the request at hand: the context, who is asking, and the number that a person can quote."""

from __future__ import annotations

from typing import cast

import flask
from flask import Flask, Request, has_request_context
from flask.sessions import SessionMixin

from lms.services.ground.context import Context
from lms.services.ground.person import Person
from lms.web.edge import languages, look
from lms.web.edge.addresses import HIGHEST
from lms.web.edge.request_facts import HERE, RequestFacts
from lms.wording.languages import ENGLISH, Language
from lms.wording.phrases import Worded

EXTENSION = "lms"
READ_IN = "read_in"
"""The field of a form that says the language of its words."""

LANGUAGE_OF_PAGE = "X-Page-Language"
"""The header by which a script of a page says in which language its reader is."""

_FACTS = "lms.facts"


def context() -> Context:
    """What every service is given first."""
    here = HERE.get()
    return here.context if here is not None else cast(Context, flask.current_app.extensions[EXTENSION])


def reading() -> Context:
    """The same with the content in the language of the reader. Nothing is issued with it."""
    here = facts()
    if here.reading is None:
        here.reading = here.context.for_reader(languages.wanted(here))
    return here.reading


def language() -> Language:
    """That of our own words on the page at hand: the first that the reader wants and that is there, else English.

    Pages for staff and authors are in English, and so is what is drawn for no request.
    """
    if HERE.get() is None and not has_request_context():
        return ENGLISH
    here = facts()
    if here.language is None:
        here.language = ENGLISH if _for_staff(here) else languages.of_ours(here)
    return here.language


def for_staff() -> bool:
    """Whether the page at hand is one for staff or authors, and they see it: then all of ours on it is in English."""
    return _for_staff(facts()) and language() is ENGLISH


def tell_in_their_language() -> None:
    """From now on the page is for somebody whom it does not open for: what they read of it is in their language."""
    here = facts()
    here.language = languages.of_ours(here)


def _for_staff(here: RequestFacts) -> bool:
    return here.policy is not None and here.policy.for_staff


def read_in() -> Language:
    """The language in which somebody read what they say yes to by the form at hand, which says it."""
    there = context().languages
    code = request().form.get(READ_IN, "")
    return there.of(code) if code in there.known else language()


def for_a_script() -> Language:
    """The language of what the interface of programs says: English, but to a script that shows it on a page."""
    code = request().headers.get(LANGUAGE_OF_PAGE, "")
    there = context().languages
    return there.of(code) if code in there.known else ENGLISH


def language_chosen() -> str:
    """The code of that language, where it is another than the English of whoever chose none."""
    here = language()
    return "" if here.is_source else here.code


def said(words: str) -> str:
    """Words of ours in the language of the page; any other text as it is."""
    return words.in_language(language()) if isinstance(words, Worded) else words


def edition() -> tuple[str, str, str, str]:
    """What each drawing depends on: the content, its language and that of our own words, and the look."""
    catalog = reading().catalog()
    return catalog.revision, catalog.language, language().code, look.written()


def facts() -> RequestFacts:
    """What is known of the request at hand."""
    here = HERE.get()
    return here if here is not None else _made_by_hand()


def _made_by_hand() -> RequestFacts:
    """For a request that did not come in over the edge of the application, as a test makes one."""
    there: RequestFacts | None = flask.request.environ.get(_FACTS)
    if there is None:
        there = flask.request.environ[_FACTS] = RequestFacts(context())
    return there


def app() -> Flask:
    """The application at hand."""
    here = HERE.get()
    return flask.current_app if here is None or here.app is None else here.app


def begin(app: Flask, request: Request, session: SessionMixin) -> None:
    """Keep at hand what Flask has made for a request that came in over the edge."""
    here = HERE.get()
    if here is not None:
        here.app, here.request, here.session = app, request, session


def session() -> SessionMixin:
    """What the cookie of the request at hand holds."""
    here = HERE.get()
    return flask.session if here is None or here.session is None else here.session


def request() -> Request:
    """The request at hand."""
    here = HERE.get()
    return flask.request if here is None or here.request is None else here.request


def argument(name: str) -> str:
    """What stands under this name in the address that was asked for; empty for nothing."""
    asked = request()
    return asked.args.get(name, "") if asked.query_string else ""


def number(name: str) -> int:
    """A whole number that stands under this name in the address, such as a row can have; 0 where there is none."""
    return min(max(0, request().args.get(name, 0, type=int)), HIGHEST)


def person() -> Person | None:
    """Who is asking; None for a visitor, and on pages whose policy reads no session."""
    return facts().person


def learner() -> Person:
    """Who is asking, in a view whose policy lets only people in who are signed in."""
    asking = person()
    if asking is None:
        raise AssertionError("This view asks for a person, and its policy lets anyone in.")
    return asking


def request_number() -> str:
    """The number of this request, on its response, its log line and its error page alike."""
    return facts().number
