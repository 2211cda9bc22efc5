"""Small secrets that are read again, such as that of an app of codes: sealed under a key of their own.

The key is a file beside the signing keys, made on first use. LMS_SECRET_KEY may change without them, and without what
is keyed with it; in the database alone they are worth nothing. What is sealed names its key and its purpose, so that
nothing is opened as another thing.
"""

from __future__ import annotations

import base64
import binascii
import hmac
import logging
import secrets
from functools import lru_cache
from hashlib import sha256
from pathlib import Path

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from lms.services.ground.home import OTHERS
from lms.services.keys.keyfiles import changing, folder_of, keep_public
from lms.settings import Settings

FILE = "second-factors.key"
_KEY, _NONCE, _ID = 32, 12, 8
LONGEST = 20_000
MAKE_IT = "Make it with lms keys init, and copy the folder of keys to every machine."

log = logging.getLogger(__name__)


def key_file(settings: Settings) -> Path:
    return folder_of(settings) / FILE


def faults(settings: Settings) -> list[str]:
    """What is wrong with the key. Machines that work together must have the same: there none makes one by itself."""
    file = key_file(settings)
    if not file.is_file():
        alone = settings.on_loopback or not settings.redis_url
        return [] if alone else [f"{file} is missing. {MAKE_IT}"]
    if file.stat().st_mode & OTHERS:
        return [f"{file} can be read by others on this machine. Type: chmod 600 {file}"]
    return []


def make_missing_key(settings: Settings) -> None:
    """Make the key where there is none. Of several who try at once, one makes it."""
    with changing(settings):
        if not key_file(settings).exists():
            keep_public(settings, FILE, base64.b64encode(secrets.token_bytes(_KEY)) + b"\n")


def seal(settings: Settings, purpose: str, plain: bytes) -> str:
    """The secret as it may be kept or handed to a browser, in base64url."""
    key, nonce = _key(settings), secrets.token_bytes(_NONCE)
    sealed = AESGCM(key).encrypt(nonce, plain, purpose.encode())
    return base64.urlsafe_b64encode(_id(key) + nonce + sealed).decode().rstrip("=")


def opened(settings: Settings, purpose: str, sealed: str) -> bytes | None:
    """The secret again; None for what was not sealed here for this purpose. Another key is told of in the log."""
    key = _key(settings)
    try:
        content = base64.urlsafe_b64decode(sealed[:LONGEST] + "=" * (-len(sealed) % 4))
        if len(content) > _ID + _NONCE and content[:_ID] != _id(key):
            log.warning("A secret was sealed under another key than the one in %s. Restore that file.", FILE)
        return AESGCM(key).decrypt(content[_ID : _ID + _NONCE], content[_ID + _NONCE :], purpose.encode())
    except (InvalidTag, binascii.Error, ValueError):
        return None


def keyed(settings: Settings, purpose: str, text: str) -> bytes:
    """A hash of the text that nobody can make or check without the key."""
    message = f"{purpose}\n{text}".encode("utf-8", "surrogatepass")
    return hmac.digest(_key(settings), message, "sha256")


def _id(key: bytes) -> bytes:
    return sha256(b"which key\n" + key).digest()[:_ID]


def _key(settings: Settings) -> bytes:
    file = key_file(settings)
    if not file.exists():
        make_missing_key(settings)
    state = file.stat()
    return _read(file, state.st_mtime_ns, state.st_ino)


@lru_cache(maxsize=16)
def _read(file: Path, _changed: int, _inode: int) -> bytes:
    return base64.b64decode(file.read_bytes().strip(), validate=True)
