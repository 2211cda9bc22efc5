"""What a view says of who may call it, how much they may send, and what may be kept of its answer."""

from __future__ import annotations

from dataclasses import dataclass

from lms.services.accounts.bearers import LEARN, READ
from lms.services.accounts.bearers import STAFF as STAFF_SCOPE

KIBIBYTE = 1024
SAFE_METHODS = frozenset({"GET", "HEAD"})

PAGES, PASSWORDS, FILES, ELSEWHERE = "pages", "passwords", "files", "elsewhere"
"""The lanes in which requests are answered. What takes long is kept from those that wait for a page."""


@dataclass(frozen=True, slots=True)
class Policy:
    """Who may call a view, how much they may send, and what a browser may keep of the answer.

    `reads_session` is off where nothing may depend on who is asking: then no cookie is read or set. `roles` names the
    roles that may, none for every role. `duties` names those that open it besides, each in any scheme; for whoever has
    none of them there is nothing here. Where it is `fresh`, a second factor was given within five minutes. `limit` is
    a rate such as “30 per minute”, counted per person or address.
    `body` is in bytes. `cache` and `referrer` are headers; `index` is off where search engines shall stay away.
    `by_token` lets a program with a bearer token call a page as it calls the API. `scope` is what its token must allow;
    empty, it is `staff` where roles are named, else `read` for what only reads, and `learn` for an act. `lane` names
    the threads that answer what is sent here. Where `counted` is off, nothing tells
    that the page was asked for, not even a cookie with the language.
    """

    who: str
    needs_person: bool = False
    reads_session: bool = True
    roles: frozenset[str] = frozenset()
    duties: frozenset[str] = frozenset()
    fresh: bool = False
    limit: str = ""
    body: int = 256 * KIBIBYTE
    csrf: bool = True
    cache: str = "no-store"
    referrer: str = "same-origin"
    index: bool = True
    by_token: bool = False
    scope: str = ""
    lane: str = PAGES
    counted: bool = True

    @property
    def for_staff(self) -> bool:
        """Whether it is for people who work on the site; their pages are in English."""
        return bool(self.roles or self.duties) or self.who == WORKSHOP.who

    def scope_for(self, method: str) -> str:
        """What a token must allow for a call by this method."""
        if self.scope or self.roles or self.duties:
            return self.scope or STAFF_SCOPE
        return READ if method in SAFE_METHODS else LEARN


PUBLIC = Policy("public", reads_session=False, csrf=False)
ANYONE = Policy("anyone")
SIGNED_IN = Policy("signed in", needs_person=True, index=False)
AUTHORS = Policy("authors", needs_person=True, index=False, roles=frozenset({"author", "reviewer", "staff", "admin"}))
DUTY = Policy("duty", needs_person=True, index=False)
STAFF = Policy("staff", needs_person=True, index=False, roles=frozenset({"staff", "admin"}))
WORKSHOP = Policy("workshop", index=False)
