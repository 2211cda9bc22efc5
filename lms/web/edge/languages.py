"""The language that a reader wants: of the address, of an earlier choice, or of the browser; in this order.

A choice is a cookie of its own, so that it lives on when somebody signs in or out. Whoever chooses while signed in is
written to in that language too, where our own words are in it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from urllib.parse import urlencode

from flask import Flask, Response, after_this_request, current_app, request
from sqlalchemy.exc import SQLAlchemyError
from werkzeug.datastructures import LanguageAccept
from werkzeug.http import parse_accept_header, parse_cookie

from lms.content.reading.languages import chosen, direction, is_language, name_of
from lms.services.mail import choosing
from lms.settings import Settings
from lms.store.away import is_away
from lms.web.edge.policy import SAFE_METHODS
from lms.web.edge.request_facts import HERE, RequestFacts
from lms.wording.languages import ENGLISH, Language

ARGUMENT = "language"
EXTENSION = "languages"
YEAR = 365 * 24 * 3600
API = "/api/"
MOST_READ = 4096
LONGEST = 200
"""Of a header or a cookie: whoever sends more gets the originals."""


@dataclass(frozen=True, slots=True)
class Choice:
    """A language that a page can be read in, by its name in itself. `part`: not all of it is there."""

    code: str
    name: str
    direction: str
    here: bool
    part: bool = False


def install(app: Flask, settings: Settings) -> None:
    app.extensions[EXTENSION] = Wishes("__Host-language" if settings.https else "language")
    app.jinja_env.globals.update(language_choices=choices)


def wanted(facts: RequestFacts) -> tuple[str, ...]:
    """The languages that the caller reads, the dearest first."""
    if facts.wanted is None:
        environ = (facts.request or request).environ
        asked = request.args.get(ARGUMENT, "") if ARGUMENT in environ.get("QUERY_STRING", "") else ""
        asked = asked if is_language(asked) else ""
        leaves_traces = facts.policy is None or facts.policy.counted
        if asked and leaves_traces and not request.path.startswith(API):
            after_this_request(lambda response: _remember(response, asked))
        header = environ.get("HTTP_ACCEPT_LANGUAGE", "")
        wishes = _wishes(facts)
        chosen = asked or wishes.chosen_before(environ.get("HTTP_COOKIE", ""))
        facts.wanted = wishes.listed(chosen, header if len(header) <= LONGEST else "")
    return facts.wanted


def of_ours(facts: RequestFacts) -> Language:
    """The first language that the caller reads and that our own words are in, else English."""
    there, wishes = facts.context.languages, wanted(facts)
    return there.of(_wishes(facts).nearest(wishes, there.known)) if wishes else ENGLISH


def _wishes(facts: RequestFacts | None) -> Wishes:
    app = None if facts is None else facts.app
    wishes: Wishes = (app or current_app).extensions[EXTENSION]
    return wishes


class Wishes:
    """What browsers say of languages, read once for all that say the same. `cookie` is the name of a choice."""

    def __init__(self, cookie: str) -> None:
        self.cookie = cookie
        self._in_cookies = lru_cache(MOST_READ)(self._read_cookies)
        self.listed = lru_cache(MOST_READ)(_listed)
        self.nearest = lru_cache(MOST_READ)(chosen)

    def chosen_before(self, cookies: str) -> str:
        """The language that was chosen on an earlier page; empty for none."""
        return self._in_cookies(cookies) if self.cookie in cookies else ""

    def _read_cookies(self, cookies: str) -> str:
        code = parse_cookie(cookies).get(self.cookie, "")
        return code if is_language(code) else ""


def _listed(chosen: str, header: str) -> tuple[str, ...]:
    accepted = parse_accept_header(header, LanguageAccept)
    codes = [_code(code) for code, quality in accepted if quality > 0]
    return tuple(dict.fromkeys(code for code in (chosen, *codes) if is_language(code)))


def _code(written: str) -> str:
    first, dash, rest = written.partition("-")
    return first.lower() + dash + rest


def _remember(response: Response, code: str) -> Response:
    _remember_for_mails(code)
    response.set_cookie(
        _wishes(HERE.get()).cookie,
        code,
        max_age=YEAR,
        secure=current_app.config["SESSION_COOKIE_SECURE"],
        httponly=True,
        samesite="Lax",
    )
    return response


def _remember_for_mails(code: str) -> None:
    """A page that is only looked at is not refused because this cannot be written down."""
    facts = HERE.get()
    if facts is None or facts.person is None or code not in facts.context.languages.offered:
        return
    try:
        choosing.choose_language(facts.context, facts.person, code)
    except (SQLAlchemyError, OSError) as fault:
        if isinstance(fault, SQLAlchemyError) and not is_away(fault):
            raise


def here_in_another() -> str:
    """The address of the page at hand, with all that it was asked for but the language; the first page for an act."""
    here = HERE.get()
    at_hand = request if here is None or here.request is None else here.request
    rule = at_hand.url_rule
    if at_hand.method not in SAFE_METHODS and rule is not None and "GET" not in (rule.methods or ()):
        return "/?"
    if not at_hand.query_string:
        return "?"
    asked = [(name, value) for name, value in at_hand.args.items(multi=True) if name != ARGUMENT]
    return f"?{urlencode(asked)}&" if asked else "?"


def choices(languages: Sequence[str], here: str, in_part: Sequence[str] = ()) -> list[Choice]:
    """The switch of a page that can be read in these languages; nothing where there is only one."""
    if len(languages) < 2:
        return []
    return [Choice(code, name_of(code), direction(code), code == here, code in in_part) for code in languages]
