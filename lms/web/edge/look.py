"""How pages look to a reader: text size, spacing, contrast, light or dark, as they chose; a cookie of its own keeps it.

The choice needs no account, is nobody's personal record, and lives on when somebody signs in or out. It stands on the
root element of each page: no page is another one for it, so what is drawn for many is drawn once for each look.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache

from flask import Flask, Response, current_app, request
from markupsafe import Markup
from werkzeug.http import parse_cookie

from lms.settings import Settings
from lms.web.edge.request_facts import HERE

EXTENSION = "look"
YEAR = 365 * 24 * 3600
CHOICES: Mapping[str, tuple[str, ...]] = {
    "text": ("large", "largest"),
    "spacing": ("wide",),
    "contrast": ("more",),
    "scheme": ("light", "dark"),
}
"""What can be chosen beside the usual, which is never written down."""

LOOKS = 3 * 2 * 2 * 3


def install(app: Flask, settings: Settings) -> None:
    app.extensions[EXTENSION] = "__Host-look" if settings.https else "look"
    app.jinja_env.globals.update(look=attributes, chosen_look=chosen)


def written() -> str:
    """The reader's choices in one word, such as `text-large.scheme-dark`; empty for the usual look."""
    here = HERE.get()
    name: str = (current_app if here is None or here.app is None else here.app).extensions[EXTENSION]
    asked = request if here is None or here.request is None else here.request
    sent = asked.environ.get("HTTP_COOKIE", "")
    return _normal(parse_cookie(sent).get(name, "")) if name in sent else ""


def chosen() -> Mapping[str, str]:
    """What was chosen, by name."""
    return dict(one.split("-") for one in written().split(".") if one)


def attributes() -> Markup:
    """The choices as attributes of the root element."""
    return Markup("").join(Markup(' data-{}="{}"').format(name, value) for name, value in chosen().items())


def keep(response: Response, wished: Mapping[str, str]) -> Response:
    """Keep a choice in this browser for a year; the usual look leaves nothing behind."""
    word = _normal(".".join(f"{name}-{value}" for name, value in wished.items()))
    secure: bool = current_app.config["SESSION_COOKIE_SECURE"]
    name: str = current_app.extensions[EXTENSION]
    life = YEAR if word else 0
    response.set_cookie(name, word, max_age=life, secure=secure, httponly=True, samesite="Lax")
    return response


@lru_cache(LOOKS)
def _normal(word: str) -> str:
    """Only what there is to choose, each once, in one order."""
    given = dict(one.partition("-")[::2] for one in word[:100].split("."))
    return ".".join(f"{name}-{given[name]}" for name, values in CHOICES.items() if given.get(name) in values)
