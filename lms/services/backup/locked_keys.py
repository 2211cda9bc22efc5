"""What must stay secret in a backup, under a passphrase: Argon2id makes a key of it, AES-256-GCM does the rest."""

from __future__ import annotations

import base64
import json
import secrets
from collections.abc import Mapping

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.argon2 import Argon2id

from lms.questions.quiz import Json
from lms.services.backup.archive import FOREIGN, NotABackup
from lms.services.ground.refusals import Invalid

SHORTEST_PASSPHRASE = 12
LARGEST = 1024 * 1024
_LABEL = b"lms backup, keys, format 1"
_SALT, _NONCE, _KEY = 16, 12, 32
_ITERATIONS, _LANES, _MEMORY_KIB = 3, 4, 64 * 1024
"""The second choice of RFC 9106 (section 4): about a tenth of a second, and 64 MiB, for each guess."""
_MOST = {"iterations": 20, "lanes": 16, "memory_kib": 1024 * 1024}


def check(passphrase: str) -> None:
    """Decline a passphrase that is too short."""
    if len(passphrase) < SHORTEST_PASSPHRASE:
        raise Invalid(f"The passphrase must have at least {SHORTEST_PASSPHRASE} characters.", "passphrase")


def lock(files: Mapping[str, bytes], passphrase: str) -> bytes:
    """Files by their names, locked."""
    salt, nonce = secrets.token_bytes(_SALT), secrets.token_bytes(_NONCE)
    cost = {"iterations": _ITERATIONS, "lanes": _LANES, "memory_kib": _MEMORY_KIB}
    plain = json.dumps({name: _text(content) for name, content in files.items()}).encode()
    locked = AESGCM(_key(passphrase, salt, cost)).encrypt(nonce, plain, _LABEL)
    written = {"kdf": "argon2id", "cipher": "AES-256-GCM", "salt": _text(salt), "nonce": _text(nonce), **cost}
    return json.dumps({**written, "content": _text(locked)}).encode()


def unlock(content: bytes, passphrase: str) -> dict[str, bytes]:
    """The files again. Invalid for another passphrase; what asks for more work than we ever ask is refused."""
    try:
        read: Json = json.loads(content)
        if (read["kdf"], read["cipher"]) != ("argon2id", "AES-256-GCM"):
            raise NotABackup("The keys in this backup are locked in a way that this version of lms does not know.")
        cost = {name: int(read[name]) for name in _MOST}
        if any(not 1 <= cost[name] <= most for name, most in _MOST.items()):
            raise NotABackup(FOREIGN)
        salt, nonce, locked = (base64.b64decode(read[name], validate=True) for name in ("salt", "nonce", "content"))
        plain = AESGCM(_key(passphrase, salt, cost)).decrypt(nonce, locked, _LABEL)
    except InvalidTag as fault:
        raise Invalid(
            "That is not the passphrase that the keys in this backup were locked with.", "passphrase"
        ) from fault
    except (ValueError, TypeError, KeyError, RecursionError) as fault:
        raise NotABackup(FOREIGN) from fault
    files: Json = json.loads(plain)
    return {str(name): base64.b64decode(text) for name, text in files.items()}


def _key(passphrase: str, salt: bytes, cost: Mapping[str, int]) -> bytes:
    made = Argon2id(
        salt=salt,
        length=_KEY,
        iterations=cost["iterations"],
        lanes=cost["lanes"],
        memory_cost=cost["memory_kib"],
    )
    return made.derive(passphrase.encode())


def _text(content: bytes) -> str:
    return base64.b64encode(content).decode()
