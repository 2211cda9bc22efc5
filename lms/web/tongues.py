"""The language that a reader wants: of the address, of an earlier choice, or of the browser; in this order.

A choice is a cookie of its own, so that it lives on when somebody signs in or out, and is nobody's personal record.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from flask import Flask, Response, after_this_request, current_app, request
from markupsafe import Markup
from werkzeug.datastructures import LanguageAccept
from werkzeug.http import parse_accept_header, parse_cookie

from lms.content.reading.languages import direction, is_language, name_of
from lms.settings import Settings
from lms.web.visit import Visit

ARGUMENT = "language"
COOKIE = "tongue-cookie"
YEAR = 365 * 24 * 3600
API = "/api/"
MOST_READ = 4096
INTERFACE = Markup(' lang="en-GB"')
"""Marks words of ours inside of an author's text, which may be in any language."""

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
    app.config[COOKIE] = "__Host-language" if settings.https else "language"
    app.jinja_env.globals.update(tongues=choices, ours=INTERFACE)
    app.jinja_env.filters["language_name"] = name_of


def wanted(visit: Visit) -> tuple[str, ...]:
    """The languages that the caller reads, the dearest first."""
    if visit.wanted is None:
        asked = request.args.get(ARGUMENT, "") if ARGUMENT in request.environ.get("QUERY_STRING", "") else ""
        asked = asked if is_language(asked) else ""
        if asked and not request.path.startswith(API):
            after_this_request(lambda response: _remember(response, asked))
        header = request.environ.get("HTTP_ACCEPT_LANGUAGE", "")
        visit.wanted = _listed(asked or _chosen_before(), header if len(header) <= LONGEST else "")
    return visit.wanted


def _chosen_before() -> str:
    sent = request.environ.get("HTTP_COOKIE", "")
    name = current_app.config[COOKIE]
    return _in_cookie(sent, name) if name in sent else ""


@lru_cache(MOST_READ)
def _in_cookie(sent: str, name: str) -> str:
    code = parse_cookie(sent).get(name, "")
    return code if is_language(code) else ""


@lru_cache(MOST_READ)
def _listed(chosen: str, header: str) -> tuple[str, ...]:
    accepted = parse_accept_header(header, LanguageAccept)
    codes = [_code(code) for code, quality in accepted if quality > 0]
    return tuple(dict.fromkeys(code for code in (chosen, *codes) if is_language(code)))


def _code(written: str) -> str:
    first, dash, rest = written.partition("-")
    return first.lower() + dash + rest


def _remember(response: Response, code: str) -> Response:
    response.set_cookie(
        current_app.config[COOKIE],
        code,
        max_age=YEAR,
        secure=current_app.config["SESSION_COOKIE_SECURE"],
        httponly=True,
        samesite="Lax",
    )
    return response


def choices(languages: Sequence[str], here: str, in_part: Sequence[str] = ()) -> list[Choice]:
    """The switch of a page that can be read in these languages; nothing where there is only one."""
    if len(languages) < 2:
        return []
    return [Choice(code, name_of(code), direction(code), code == here, code in in_part) for code in languages]
