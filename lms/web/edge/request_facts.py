"""One request, from the edge of the application and back: its number, who asks, and the policy that it falls under."""

from __future__ import annotations

import secrets
from contextvars import ContextVar
from dataclasses import dataclass, field

from flask import Flask, Request
from flask.sessions import SessionMixin

from lms.services.ground.context import Context
from lms.services.ground.person import Person
from lms.web.edge.policy import Policy
from lms.wording.languages import Language

HERE: ContextVar[RequestFacts | None] = ContextVar("request_facts", default=None)
"""Those at hand. They are asked for many times on every page, so they are not looked up in the request."""


def new_number() -> str:
    """A number for a request, that nobody can foretell and that tells nothing."""
    return secrets.token_hex(6)


@dataclass(slots=True)
class RequestFacts:
    """`policy` is None until the address led to a view; `path` is the pattern of that view's address.

    `person` is who asks, None for a visitor, and on pages whose policy reads no session. `began` is a reading of the
    process's clock in seconds, 0 where nobody reads it. `host` is what the caller calls this site,
    which may be anything. `wanted` are the languages that the caller reads, and `language` is that of our own words on
    the page at hand; None until something asks. `reading` is the context with the content in them. `app`, `request` and
    `session` are what Flask's stand-ins lead to: a stand-in looks it up with every use, dozens of times on a page.
    """

    context: Context
    number: str = field(default_factory=new_number)
    began: float = 0.0
    host: str = ""
    policy: Policy | None = None
    person: Person | None = None
    path: str = ""
    wanted: tuple[str, ...] | None = None
    language: Language | None = None
    reading: Context | None = None
    app: Flask | None = None
    request: Request | None = None
    session: SessionMixin | None = None
