"""Asking an organisation's server: what it says of itself, its keys, and the token for a code. All answers are bounded.

What it says of itself is kept for an hour, and its keys as long; an unknown key is looked for once more.
"""

from __future__ import annotations

import json
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from io import BytesIO
from typing import Any
from urllib.parse import urlsplit

from authlib.common.security import generate_token
from authlib.integrations.base_client.errors import OAuthError
from authlib.integrations.requests_client import OAuth2Session
from requests import PreparedRequest, Response
from requests.adapters import BaseAdapter
from requests.exceptions import ConnectionError as NotConnected
from requests.exceptions import RequestException

from lms.services.ground.refusals import Refusal
from lms.services.log import bounded_post
from lms.services.log.bounded_post import Unanswered
from lms.settings.providers import LOOPBACK, Provider
from lms.wording.phrases import _

KEPT_FOR = 3600.0
ASK_AGAIN_AFTER = 60.0
OK = 200
VERIFIER = 64


class OrganisationAway(Refusal):
    """The organisation's server does not answer, or its answer cannot be believed."""

    kind = "organisation"
    title = _("Your organisation's sign-in did not work")


@dataclass(frozen=True, slots=True)
class Sent:
    """Where to send somebody, and what must be known when they come back."""

    address: str
    state: str
    nonce: str
    verifier: str


class Bounded(BaseAdapter):
    """Sends what Authlib asks by our own bounded requests: no redirect is followed, and no answer drips for ever."""

    def send(self, request: PreparedRequest, *_unused: Any, **_more: Any) -> Response:
        content = request.body.encode() if isinstance(request.body, str) else b""
        headers = {name: str(value) for name, value in request.headers.items() if name.lower() in _SENT}
        try:
            answer = bounded_post.ask(request.method or "GET", request.url or "", headers, content)
        except Unanswered as error:
            raise NotConnected(str(error)) from error
        response = Response()
        response.status_code, response.url, response.request = answer.status, request.url or "", request
        response.headers["Content-Type"] = answer.kind
        response.raw = BytesIO(answer.content)
        return response

    def close(self) -> None:
        """Nothing is kept open."""


_SENT = frozenset({"accept", "authorization", "content-type"})


@dataclass
class _Kept:
    """An answer, and when it was asked for, by a clock that nobody sets."""

    value: dict[str, Any]
    at: float


@dataclass
class Organisations:
    """The providers of this site, and what they said of themselves in the last hour."""

    providers: tuple[Provider, ...]
    _kept: dict[str, _Kept] = field(default_factory=dict)

    def named(self, id: str) -> Provider | None:
        return next((one for one in self.providers if one.id == id), None)

    def of_issuer(self, issuer: str) -> Provider | None:
        return next((one for one in self.providers if one.issuer == issuer), None)

    def send_to(self, provider: Provider, back: str) -> Sent:
        """An address of the organisation to sign in at: with a code, PKCE, state and nonce."""
        verifier, nonce = generate_token(VERIFIER), generate_token(VERIFIER)
        endpoint = self._endpoint(provider, "authorization_endpoint")
        with _session(provider, back) as session:
            address, state = session.create_authorization_url(endpoint, code_verifier=verifier, nonce=nonce)
        return Sent(str(address), str(state), nonce, verifier)

    def id_token(self, provider: Provider, back: str, code: str, verifier: str) -> str:
        """What the organisation's server gives for a code: who it was, signed."""
        endpoint = self._endpoint(provider, "token_endpoint")
        try:
            with _session(provider, back, self._way_to_prove(provider)) as session:
                token = session.fetch_token(endpoint, code=code, code_verifier=verifier)
        except (OAuthError, RequestException, ValueError, TypeError, AttributeError, KeyError) as error:
            raise OrganisationAway(_did_not(provider)) from error
        signed = token.get("id_token") if isinstance(token, Mapping) else None
        if not isinstance(signed, str) or not signed:
            raise OrganisationAway(_did_not(provider))
        return signed

    def keys(self, provider: Provider, *, again: bool = False) -> dict[str, Any]:
        """The organisation's public keys; `again`: one that is not among those was named."""
        return self._asked(provider, self._endpoint(provider, "jwks_uri"), ASK_AGAIN_AFTER if again else KEPT_FOR)

    def _endpoint(self, provider: Provider, name: str) -> str:
        address = self._about(provider).get(name)
        if not isinstance(address, str) or not _as_safe(address, provider.issuer):
            raise OrganisationAway(_did_not(provider))
        return address

    def _about(self, provider: Provider) -> dict[str, Any]:
        """What it says of itself, which must be of the very issuer that was set."""
        address = f"{provider.issuer.rstrip('/')}/.well-known/openid-configuration"
        about = self._asked(provider, address, KEPT_FOR)
        if about.get("issuer") != provider.issuer:
            self._kept.pop(address, None)
            raise OrganisationAway(_did_not(provider))
        return about

    def _way_to_prove(self, provider: Provider) -> str:
        """How this site proves who it is to the organisation's server."""
        if not provider.client_secret:
            return "none"
        offered = self._about(provider).get("token_endpoint_auth_methods_supported")
        basic = not isinstance(offered, list) or "client_secret_basic" in offered
        return "client_secret_basic" if basic else "client_secret_post"

    def _asked(self, provider: Provider, address: str, lasts: float) -> dict[str, Any]:
        kept = self._kept.get(address)
        if kept is not None and time.monotonic() - kept.at < lasts:
            return kept.value
        try:
            answer = bounded_post.ask("GET", address, {"Accept": "application/json"})
            value = json.loads(answer.content) if answer.status == OK else None
        except (Unanswered, ValueError, RecursionError) as error:
            raise OrganisationAway(_did_not(provider)) from error
        if not isinstance(value, dict):
            raise OrganisationAway(_did_not(provider))
        self._kept[address] = _Kept(value, time.monotonic())
        return value


def _session(provider: Provider, back: str, method: str = "client_secret_basic") -> OAuth2Session:
    session = OAuth2Session(
        provider.client_id,
        provider.client_secret or None,
        token_endpoint_auth_method=method,
        scope=provider.scope,
        redirect_uri=back,
        code_challenge_method="S256",
    )
    for scheme in ("http://", "https://"):
        session.mount(scheme, Bounded())
    session.trust_env = False
    return session


def _as_safe(address: str, issuer: str) -> bool:
    """As well protected on its way as the issuer is, which may be on this machine."""
    try:
        parts, own = urlsplit(address), urlsplit(issuer)
    except ValueError:
        return False
    local = parts.scheme == "http" == own.scheme and parts.hostname in LOOPBACK
    return bool(parts.hostname) and (parts.scheme == "https" or local)


def _did_not(provider: Provider) -> str:
    return _(
        "%(name)s does not answer just now, or not as it should. Nothing was changed. Please"
        " try again in some minutes, or sign in another way.",
        name=provider.name,
    )
