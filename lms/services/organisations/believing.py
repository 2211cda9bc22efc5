"""What an organisation's server signs about somebody, believed only after everything in it was checked."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import KeySet

from lms.services.organisations.asking import OrganisationAway, Organisations
from lms.settings.providers import Provider
from lms.wording.phrases import _

ALGORITHMS = ["RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512", "EdDSA", "Ed25519"]
"""Signatures by a key pair alone: never none, and no secret that both sides know."""

CLOCKS_DIFFER = 120
LONGEST_AGE = 900
LONGEST_SUBJECT = 255
LONGEST_TOKEN = 32 * 1024


@dataclass(frozen=True, slots=True)
class Known:
    """Somebody as an organisation knows them. Name and e-mail are only what it says: nothing is proved by them."""

    issuer: str
    subject: str
    name: str = ""
    email: str = ""


def believe(organisations: Organisations, provider: Provider, token: str, nonce: str, now: datetime) -> Known:
    """Who it is; OrganisationAway where anything does not fit: signature, issuer, audience, time or nonce."""
    claims = _signed(organisations, provider, token)
    subject = claims.get("sub")
    fits = (
        claims.get("iss") == provider.issuer
        and _is_for(provider.client_id, claims)
        and _in_time(claims, now.timestamp())
        and bool(nonce)
        and claims.get("nonce") == nonce
        and isinstance(subject, str)
        and 0 < len(subject) <= LONGEST_SUBJECT
    )
    if not fits:
        raise _unbelievable(provider)
    return Known(provider.issuer, str(subject), _text(claims.get("name")), _text(claims.get("email")))


def _signed(organisations: Organisations, provider: Provider, token: str) -> Mapping[str, Any]:
    """The claims in a token whose signature is by one of the keys of today."""
    fault: Exception | None = None
    for again in (False, True):
        try:
            keys = KeySet.import_key_set(organisations.keys(provider, again=again))  # type: ignore[arg-type]
            return jwt.decode(token[:LONGEST_TOKEN], keys, algorithms=ALGORITHMS).claims
        except (JoseError, ValueError, TypeError, KeyError, AttributeError, RecursionError) as error:
            fault = error
    raise _unbelievable(provider) from fault


def _is_for(client_id: str, claims: Mapping[str, Any]) -> bool:
    """For this site, and for no other that could have passed it on."""
    audience = claims.get("aud")
    several = audience if isinstance(audience, list) else [audience]
    party = claims.get("azp")
    return client_id in several and (party == client_id or (party is None and len(several) == 1))


def _in_time(claims: Mapping[str, Any], now: float) -> bool:
    """Not ended, and made just now: an old one was meant for another sign-in."""
    ends, made, begins = claims.get("exp"), claims.get("iat"), claims.get("nbf", 0)
    numbers = [moment for moment in (ends, made, begins) if isinstance(moment, int | float) and moment < 1e12]
    if len(numbers) != 3 or any(isinstance(moment, bool) for moment in (ends, made, begins)):
        return False
    ends, made, begins = numbers
    return now < ends + CLOCKS_DIFFER and begins <= now + CLOCKS_DIFFER and abs(now - made) < LONGEST_AGE


def _text(claim: object) -> str:
    return claim[:1000] if isinstance(claim, str) else ""


def _unbelievable(provider: Provider) -> OrganisationAway:
    return OrganisationAway(
        _(
            "What %(name)s sent about you does not fit, so it was not taken. Nothing was changed."
            " Please begin once more. If it happens again, tell your organisation, and sign in"
            " another way.",
            name=provider.name,
        )
    )
