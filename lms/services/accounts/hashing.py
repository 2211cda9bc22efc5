"""Passwords as they are kept: Argon2id with 19 MiB, two rounds, one lane. Few are computed at once in one process."""

from __future__ import annotations

import base64
import secrets
import threading
import unicodedata

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from lms.services.ground.refusals import Invalid
from lms.wording.phrases import _

SHORTEST = 15
LONGEST = 200
UNUSABLE = "!"
"""In place of a hash: no password fits it."""

AT_ONCE = 2
_hasher = PasswordHasher(time_cost=2, memory_cost=19 * 1024, parallelism=1)
_turns = threading.BoundedSemaphore(AT_ONCE)


def _random_hash() -> str:
    """A hash that nothing fits and that costs as much to try as any other."""
    salt, digest = (base64.b64encode(secrets.token_bytes(size)).decode().rstrip("=") for size in (16, 32))
    return f"$argon2id$v=19$m={_hasher.memory_cost},t={_hasher.time_cost},p={_hasher.parallelism}${salt}${digest}"


NOBODYS = _random_hash()


def checked(password: str, field: str = "password") -> str:
    """A new password in its normal form; Invalid, with what to do, where it cannot be taken."""
    normal = unicodedata.normalize("NFKC", password) if len(password) <= LONGEST * 4 else password
    if len(normal) < SHORTEST:
        raise Invalid(
            _(
                "Please choose a password of %(least)s characters or more. A few words you can remember are fine.",
                least=SHORTEST,
            ),
            field,
        )
    if len(normal) > LONGEST:
        raise Invalid(_("Please choose a password of at most %(most)s characters.", most=LONGEST), field)
    if any("\ud800" <= character <= "\udfff" for character in normal):
        raise Invalid(_("This password holds a character that cannot be stored. Please choose another."), field)
    return normal


def hashed(password: str) -> str:
    """What is kept of a password that was checked."""
    with _turns:
        return _hasher.hash(password)


def fits(password_hash: str, password: str) -> bool:
    """Whether this is the password. It takes the same time whether there is one at all, or none that could be tried."""
    usable = password_hash != UNUSABLE and len(password) <= LONGEST * 4
    normal = unicodedata.normalize("NFKC", password) if usable else ""
    with _turns:
        try:
            _hasher.verify(password_hash if usable else NOBODYS, normal.encode("utf-8", "surrogatepass"))
        except (VerificationError, InvalidHashError):
            return False
    return usable


def is_outdated(password_hash: str) -> bool:
    """Whether it was made with other costs than today's."""
    return _hasher.check_needs_rehash(password_hash)
