"""The root's key: kept offline, read where it is needed, and what it signs beside the certificates of PDF keys."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey
from cryptography.hazmat.primitives.serialization import (
    BestAvailableEncryption,
    Encoding,
    PrivateFormat,
    load_pem_private_key,
)

from lms.credentials.keys import KeyKind, SigningKey
from lms.services.ground.context import Context
from lms.services.ground.refusals import Conflict, Invalid, NotFound
from lms.services.keys import lostseals
from lms.services.keys.keyfiles import changing, forget_private, private_file, private_key, ring_of
from lms.settings import Settings

SHORTEST_PASSPHRASE = 12


def read_root(file: Path, passphrase: str) -> RSAPrivateKey:
    """The root's private key from where `export_root` put it."""
    try:
        read = load_pem_private_key(file.read_bytes(), passphrase.encode() or None)
    except (OSError, ValueError, TypeError) as fault:
        raise Invalid(f"{file} cannot be opened. Is it the root's key, and the passphrase right?", "root") from fault
    if not isinstance(read, RSAPrivateKey):
        raise Invalid(f"{file} holds no RSA key.", "root")
    return read


def export_root(context: Context, file: Path, passphrase: str) -> SigningKey:
    """Write the root's private key to a file, under a passphrase, and delete it here: its certificate stays."""
    settings = context.settings
    root = ring_of(settings).active(KeyKind.ROOT)
    if root is None or not private_file(settings, root).is_file():
        raise NotFound("There is no root key here: it was never made, or taken away already.")
    if len(passphrase) < SHORTEST_PASSPHRASE:
        raise Invalid(f"The passphrase must have at least {SHORTEST_PASSPHRASE} characters.", "passphrase")
    content = private_key(settings, root).private_bytes(
        Encoding.PEM, PrivateFormat.PKCS8, BestAvailableEncryption(passphrase.encode())
    )
    try:
        with file.open("xb") as writer:
            file.chmod(0o600)
            writer.write(content)
    except OSError as fault:
        raise Conflict(
            f"{file} cannot be written ({fault.strerror}). An existing file is never written over."
        ) from fault
    read_root(file, passphrase)
    sign_list_if_lacking(settings, context.now())
    with changing(settings):
        forget_private(settings, root)
    return root


def sign_list(context: Context, root_key: RSAPrivateKey | None = None) -> tuple[SigningKey, ...]:
    """Sign the public list of lost PDF keys with the root's key; the keys that are on it."""
    with changing(context.settings):
        return lostseals.sign_list(context.settings, context.now(), root_key)


def sign_list_if_lacking(settings: Settings, now: datetime, root_key: RSAPrivateKey | None = None) -> str:
    """Sign the list where something lacks and the root's key is at hand; what lacks then, in words."""
    if lostseals.unlisted(settings) and (root_key is not None or lostseals.can_sign(settings)):
        with changing(settings):
            lostseals.sign_list(settings, now, root_key)
    return lostseals.unlisted(settings)
