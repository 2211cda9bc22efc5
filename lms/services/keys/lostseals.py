"""PDF keys that were lost to somebody, and the list of them under the root: `LMS_HOME/keys/crl.der`, for everybody.

The root's key is kept offline, so the list is signed where that key is at hand: when root and PDF key are made, when
a key is given up with `--root`, and by a command of its own.
"""

from __future__ import annotations

from datetime import datetime
from functools import lru_cache
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey

from lms.credentials import lostkeys
from lms.credentials.certificates import from_pem
from lms.credentials.keys import KeyKind, KeyRing, SigningKey
from lms.services.keys.keyfiles import folder_of, keep_public, private_file, private_key, public_bytes, ring_of
from lms.settings import Settings, SettingsFault

FILE = "crl.der"
ADDRESS = f"/{FILE}"
SIGN_IT = "lms keys crl --root FILE"
NOT_THE_ROOT = "That is not the root's key: it does not fit the root's certificate."
ROOT_IS_AWAY = "The root's private key is kept elsewhere. Give its file with --root FILE."


def lost(ring: KeyRing) -> tuple[SigningKey, ...]:
    """The PDF keys whose seals are worth nothing: those that were lost, and those under a root that was."""
    roots = tuple(one.certificate for one in ring.of(KeyKind.ROOT) if one.compromised is not None)
    return tuple(one for one in ring.of(KeyKind.PDF) if one.compromised is not None or one.certificate.endswith(roots))


def certificates_of_lost(ring: KeyRing) -> tuple[x509.Certificate, ...]:
    """Whose seals are to be called lost: those leaves, and lost roots for what a thief made under them."""
    roots = tuple(one for one in ring.of(KeyKind.ROOT) if one.compromised is not None)
    return tuple(_own_certificate(one) for one in (*lost(ring), *roots))


def sign_list(settings: Settings, at: datetime, root_key: RSAPrivateKey | None = None) -> tuple[SigningKey, ...]:
    """Sign the list anew, with every key that is lost today; which these are. Hold `changing`."""
    ring = ring_of(settings)
    root = ring.active(KeyKind.ROOT)
    if root is None:
        raise SettingsFault(["There is no root here, so there is no list of lost keys under it."])
    signing = root_private(settings, root, root_key)
    to_list = _to_list(ring)
    leaves = [_own_certificate(one) for one in to_list]
    keep_public(settings, FILE, lostkeys.to_bytes(lostkeys.make_list(_own_certificate(root), signing, leaves, at)))
    return to_list


def root_private(settings: Settings, root: SigningKey, given: RSAPrivateKey | None) -> RSAPrivateKey:
    """The root's private key: that which was given, or that which is here."""
    private = given
    if private is None:
        try:
            kept = private_key(settings, root)
        except FileNotFoundError:
            raise SettingsFault([ROOT_IS_AWAY]) from None
        if not isinstance(kept, RSAPrivateKey):
            raise SettingsFault(["The root's private key is not an RSA key."])
        private = kept
    if public_bytes(private) != root.public:
        raise SettingsFault([NOT_THE_ROOT])
    return private


def can_sign(settings: Settings) -> bool:
    """Whether there is a root whose private key is here."""
    root = ring_of(settings).active(KeyKind.ROOT)
    return root is not None and private_file(settings, root).is_file()


def current_list(settings: Settings) -> bytes:
    """The list under the root of today, as it is served; empty where none was signed yet."""
    root = ring_of(settings).active(KeyKind.ROOT)
    file = folder_of(settings) / FILE
    try:
        state = file.stat()
    except FileNotFoundError:
        return b""
    return b"" if root is None else _list_of(root, file, state.st_mtime_ns, state.st_ino)


@lru_cache(maxsize=8)
def _list_of(root: SigningKey, file: Path, _changed: int, _inode: int) -> bytes:
    content = file.read_bytes()
    try:
        return content if lostkeys.is_list_of(lostkeys.read_list(content), _own_certificate(root)) else b""
    except ValueError:
        return b""


def unlisted(settings: Settings) -> str:
    """What the list lacks, in words; empty where nothing is."""
    ring = ring_of(settings)
    root = ring.active(KeyKind.ROOT)
    to_list = _to_list(ring)
    sealed_by_ours = root is not None and any(
        one.certificate.endswith(root.certificate) for one in ring.of(KeyKind.PDF)
    )
    if not sealed_by_ours:
        return ""
    content = current_list(settings)
    if not content:
        return f"there is no list of lost PDF keys at {ADDRESS} yet. Type once: {SIGN_IT}"
    on_it = lostkeys.key_ids(lostkeys.read_list(content))
    lacking = [one.id for one in to_list if one.id not in on_it]
    return f"{', '.join(lacking)} lost, and not on the list at {ADDRESS}. Type: {SIGN_IT}" if lacking else ""


def _to_list(ring: KeyRing) -> tuple[SigningKey, ...]:
    return tuple(one for one in ring.of(KeyKind.PDF) if one.compromised is not None)


def _own_certificate(key: SigningKey) -> x509.Certificate:
    return from_pem(key.certificate.encode())[0]
