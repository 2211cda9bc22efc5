"""Tokens for cookies, links and programs: 256 random bits, of which the database keeps the hash alone."""

from __future__ import annotations

import hashlib
import secrets

LONGEST = 100


def new_token() -> str:
    return secrets.token_urlsafe(32)


def hash_of(token: str) -> str:
    """What the database knows a token by. Anything may be asked for; what is no token of ours is found nowhere."""
    return hashlib.sha256(token[:LONGEST].encode("utf-8", "surrogatepass")).hexdigest()
