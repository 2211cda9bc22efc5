"""Keys on the disk: `keys.json` with what everybody may know, and one private file for each key that still signs.

The folder is `LMS_HOME/keys`, mode 0700; its files have mode 0600. Whoever changes it holds its lock.
"""

from __future__ import annotations

import fcntl
import json
import os
from collections.abc import Iterator
from contextlib import contextmanager
from functools import lru_cache
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    PublicFormat,
    load_pem_private_key,
)

from lms.credentials.keys import KeyRing, SigningKey
from lms.settings import Settings

FOLDER = "keys"
RING = "keys.json"
LOCK = "lock"

PrivateKey = Ed25519PrivateKey | RSAPrivateKey


def folder_of(settings: Settings) -> Path:
    return settings.home / FOLDER


def private_file(settings: Settings, key: SigningKey) -> Path:
    """Where the private part of a key is, if it is here."""
    return folder_of(settings) / f"{key.kind.value}-{key.id}.pem"


def ring_of(settings: Settings) -> KeyRing:
    """The ring as it is on the disk now; empty where there is none."""
    file = folder_of(settings) / RING
    try:
        state = file.stat()
    except FileNotFoundError:
        return KeyRing()
    return _read_ring(file, state.st_mtime_ns, state.st_ino)


@lru_cache(maxsize=16)
def _read_ring(file: Path, _changed: int, _inode: int) -> KeyRing:
    return KeyRing.from_json(json.loads(file.read_text(encoding="utf-8")))


def private_key(settings: Settings, key: SigningKey) -> PrivateKey:
    """The private part of a key; FileNotFoundError where it is not here."""
    file = private_file(settings, key)
    state = file.stat()
    return _read_private(file, state.st_mtime_ns, state.st_ino)


@lru_cache(maxsize=16)
def _read_private(file: Path, _changed: int, _inode: int) -> PrivateKey:
    read = load_pem_private_key(file.read_bytes(), None)
    if not isinstance(read, Ed25519PrivateKey | RSAPrivateKey):
        raise ValueError(f"{file} holds a key of a kind that is not used here")
    return read


@contextmanager
def changing(settings: Settings) -> Iterator[None]:
    """Nobody else changes the keys meanwhile. The folder is made where it is missing."""
    folder = folder_of(settings)
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    handle = os.open(folder / LOCK, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield
    finally:
        os.close(handle)


def keep_private(settings: Settings, key: SigningKey, private: PrivateKey) -> None:
    """Write the private part. It is there, whole, before the ring names the key."""
    content = private.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    _write(private_file(settings, key), content)


def keep_ring(settings: Settings, ring: KeyRing) -> None:
    """Write the ring, at once and whole."""
    text = json.dumps(ring.to_json(), indent=2) + "\n"
    _write(folder_of(settings) / RING, text.encode())


def keep_public(settings: Settings, name: str, content: bytes) -> None:
    """Write what everybody may read beside the ring, at once and whole."""
    _write(folder_of(settings) / name, content)


def forget_private(settings: Settings, key: SigningKey) -> None:
    """Delete the private part: what signs no more must not be stolen."""
    private_file(settings, key).unlink(missing_ok=True)


def public_bytes(private: PrivateKey) -> bytes:
    """The public part in the form of `SigningKey.public`."""
    if isinstance(private, Ed25519PrivateKey):
        return private.public_key().public_bytes(Encoding.Raw, PublicFormat.Raw)
    return private.public_key().public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)


def _write(file: Path, content: bytes) -> None:
    unfinished = file.with_name(f".{file.name}-{os.getpid()}")
    handle = os.open(unfinished, os.O_WRONLY | os.O_CREAT | os.O_TRUNC | os.O_CLOEXEC, 0o600)
    with os.fdopen(handle, "wb") as writer:
        writer.write(content)
        writer.flush()
        os.fsync(writer.fileno())
    unfinished.replace(file)
