"""Who is calling: the cookie that names a session row, or a bearer token for the API.

Flask's signed cookie holds only the row's token, the CSRF secret and messages to be shown once; before signing in, also
the e-mail that was typed last, what the link in a confirming mail knows the browser by, and for some minutes a sealed
state: between two steps of signing in, or on the way to an organisation and back. Every right hangs on the row: when it
is gone, each copy of the cookie is worth nothing.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from functools import lru_cache
from typing import Any, cast

from flask import Flask, Request, Response, abort, request, session
from flask.sessions import SecureCookieSession, SecureCookieSessionInterface, SessionMixin
from flask_login import LoginManager, UserMixin, login_user, logout_user
from flask_wtf.csrf import CSRFError, CSRFProtect, generate_csrf
from itsdangerous import BadSignature, URLSafeTimedSerializer
from werkzeug.http import parse_cookie
from werkzeug.wrappers import Response as AnyResponse

from lms.services import accounts
from lms.services.ground import home
from lms.services.ground.person import Person
from lms.services.ground.tokens import new_token
from lms.settings import Settings
from lms.web.edge import current

COOKIE_LIFETIME = timedelta(days=365)
"""How long a browser keeps the cookie. How long it is worth something is said by the session's row."""

COOKIE = "session"
MOST_OPENED = 4096
LONGEST_COOKIES = 4096

TOKENS = "csrf-tokens"
JOINING = "joining"
SECOND = "second"
EMAIL = "email"
LONGEST_EMAIL = 254
API = "/api/"
OWN_SITE = frozenset({"same-origin", "none"})


class Visitor(UserMixin):
    """A person as Flask-Login holds one. Its id is the session's token, so that a session can be ended."""

    def __init__(self, token: str, person: Person | None = None) -> None:
        self.token = token
        self.person = person

    def get_id(self) -> str:
        return self.token


@dataclass(frozen=True, slots=True)
class Caller:
    """`by_token`: a bearer token was sent, which no other site can make a browser send."""

    person: Person | None
    by_token: bool = False


class CookieSessions(SecureCookieSessionInterface):
    """Flask's signed cookie; neither set nor named in Vary where the answer does not depend on who is asking."""

    def __init__(self, app: Flask) -> None:
        self._serializer = super().get_signing_serializer(app)
        self._name = self.get_cookie_name(app)
        self._opened = lru_cache(MOST_OPENED)(self._contents)

    def get_signing_serializer(self, app: Flask) -> URLSafeTimedSerializer | None:
        return self._serializer

    def open_session(self, app: Flask, request: Request) -> SecureCookieSession:
        """What the cookie holds, if its signature is ours. One that was read before is not checked again."""
        sent = request.environ.get("HTTP_COOKIE", "")
        contents = self._opened(sent) if len(sent) < LONGEST_COOKIES else None
        if contents is None:
            opened = cast(SecureCookieSession, super().open_session(app, request))
        else:
            opened = SecureCookieSession(contents)
        current.begin(app, request, opened)
        return opened

    def _contents(self, sent: str) -> dict[str, Any] | None:
        """Only plain values: a list that one request adds to would change what the next one reads."""
        cookie = parse_cookie(sent).get(self._name)
        if self._serializer is None:
            return None
        if not cookie:
            return {}
        try:
            contents = self._serializer.loads(cookie, max_age=int(COOKIE_LIFETIME.total_seconds()))
        except BadSignature:
            return None
        plain = all(isinstance(value, str | bool | int) for value in contents.values())
        return contents if plain else None

    def save_session(self, app: Flask, session: SessionMixin, response: Response) -> None:
        policy = current.facts().policy
        if policy is not None and not policy.reads_session:
            return
        if session.modified:
            super().save_session(app, session, response)
        else:
            response.headers.add("Vary", "Cookie")


def install(app: Flask, settings: Settings, cookie: str = COOKIE) -> None:
    """Cookies, sign-in and CSRF tokens. Tokens live as long as the session: a tired person's form never times out."""
    app.config.update(
        SECRET_KEY=home.secret_key(settings),
        SESSION_COOKIE_NAME=f"__Host-{cookie}" if settings.https else cookie,
        SESSION_COOKIE_SECURE=settings.https,
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
        SESSION_REFRESH_EACH_REQUEST=False,
        PERMANENT_SESSION_LIFETIME=COOKIE_LIFETIME,
        WTF_CSRF_TIME_LIMIT=None,
        # Examination pages send no referrer; where a request comes from is read from Sec-Fetch-Site instead.
        WTF_CSRF_SSL_STRICT=False,
        # The policy of the view asks for the token, after who is asking is known.
        WTF_CSRF_CHECK_DEFAULT=False,
    )
    app.session_interface = CookieSessions(app)
    app.extensions[TOKENS] = {}
    logins = LoginManager()
    # Neither a fingerprint of the browser nor a second cookie: every right hangs on the session's row.
    logins.session_protection = None
    CSRFProtect(app)
    # Without its hook on every answer, which is for a cookie of its own that nobody is given.
    app.login_manager = logins  # type: ignore[attr-defined]
    logins.user_loader(_visitor_of)


def _visitor_of(token: str) -> Visitor | None:
    person = accounts.person_of_session(current.context(), token)
    return None if person is None else Visitor(token, person)


def caller(asked: Request, *, by_token: bool = False) -> Caller:
    """Who is asking. A bearer token counts for the API, and where a view says so; a wrong one is refused."""
    if (by_token or asked.path.startswith(API)) and "Authorization" in asked.headers:
        authorization = asked.authorization
        token = authorization.token if authorization and authorization.type == "bearer" else None
        person = accounts.person_of_bearer(current.context(), token) if token else None
        if person is None:
            abort(401)
        return Caller(person, by_token=True)
    token = token_of_session()
    return Caller(accounts.person_of_session(current.context(), token) if token else None)


def csrf_token() -> str:
    """The token for forms on this page. Signed once for a session, and good as long as the session is."""
    tokens: dict[str, str] = current.app().extensions[TOKENS]
    token = tokens.get(current.session().get("csrf_token", ""))
    if token is None:
        token = generate_csrf()
        if len(tokens) >= MOST_OPENED:
            tokens.clear()
        tokens[session["csrf_token"]] = token
    return token


def check_csrf() -> None:
    """Refuse an act that did not come from a page of ours."""
    check_own_site()
    protection: CSRFProtect = current.app().extensions["csrf"]
    protection.protect()


def check_own_site() -> None:
    """Refuse what another site had the browser send: enough for what changes nothing and is nobody's."""
    if request.headers.get("Sec-Fetch-Site", "none") not in OWN_SITE:
        raise CSRFError("The request came from another site.")


def token_of_session() -> str:
    """The token of the session that this request came with; empty for a visitor."""
    return str(current.session().get("_user_id", ""))


def joining() -> str:
    """What this browser holds since it joined, so that the link in the confirming mail signs in here."""
    return str(session.get(JOINING, ""))


def join(email: str) -> str:
    """Give the browser something to be known by when the link is opened. It is given whether or not there is one."""
    secret = session[JOINING] = new_token()
    session.permanent = True
    type_email(email)
    return secret


def typed_email() -> str:
    """The e-mail that was typed into the form before this one."""
    return str(session.get(EMAIL, ""))


def type_email(email: str) -> None:
    """Carry an e-mail over to the next form, within this browser alone."""
    if len(email) <= LONGEST_EMAIL:
        session[EMAIL] = email


def second() -> str:
    """What this browser holds between the two steps of signing in."""
    return str(session.get(SECOND, ""))


def wait_for_second(state: str) -> None:
    """The password was right, and a second factor comes next. Whoever is signed in here stays so until then."""
    session[SECOND] = state
    session.permanent = True


def begin(token: str) -> None:
    """Sign this browser in. Nothing of what the cookie held before is kept, the CSRF secret included."""
    session.clear()
    session.permanent = True
    login_user(Visitor(token))


def leave(response: AnyResponse) -> AnyResponse:
    """The answer to somebody who goes for good: the browser keeps nothing that they wrote and could not save."""
    response.headers["Clear-Site-Data"] = '"storage"'
    return response


def end() -> None:
    """Forget in this browser who was signed in. The row is ended by the service."""
    logout_user()
    session.clear()
