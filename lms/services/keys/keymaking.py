"""Keys are made: the two Ed25519 keys, the root once, and a PDF key with its certificate under the root."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta

from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from lms.credentials import certificates
from lms.credentials.keys import KeyKind, SigningKey, id_of
from lms.services.keys import lostseals
from lms.services.keys.keyfiles import (
    PrivateKey,
    changing,
    forget_private,
    keep_private,
    keep_ring,
    public_bytes,
    ring_of,
)
from lms.settings import Settings, SettingsFault

RSA_BITS = 3072
NO_END = datetime(9999, 12, 31, 23, 59, 59, tzinfo=UTC)
"""The last day of root and leaf: none, as RFC 5280 writes it (4.1.2.5). No credential outlives it."""

BEFORE = timedelta(days=1)
"""A certificate holds from a day before it was made, so that it covers what was claimed before the first seal."""

MAKE_THEM = "Make what is missing with: lms keys init"


def make_missing(
    settings: Settings, kinds: Iterable[KeyKind], now: datetime, issuer: str = ""
) -> tuple[SigningKey, ...]:
    """Make those of these keys that are not there. Of several who try at once, one makes them.

    Outside this machine a key that was made for development counts as missing.
    """
    made: list[SigningKey] = []
    with changing(settings):
        for kind in kinds:
            there = ring_of(settings).active(kind)
            if there is None or (there.development and not settings.on_loopback):
                made += make(settings, kind, now, issuer)
    return tuple(made)


def make(
    settings: Settings, kind: KeyKind, now: datetime, issuer: str = "", root_key: RSAPrivateKey | None = None
) -> tuple[SigningKey, ...]:
    """Make a key that takes over from the one before; a PDF key with its root, if there is none. Hold `changing`."""
    if kind is KeyKind.PDF:
        before = () if _has_root(settings) else make(settings, KeyKind.ROOT, now, issuer)
        return (*before, _make_pdf(settings, now, issuer, root_key))
    private: PrivateKey
    certificate = ""
    if kind is KeyKind.ROOT:
        private = _new_rsa()
        root = certificates.make_root(
            private,
            issuer=issuer or settings.host,
            number=x509.random_serial_number(),
            start=now.replace(microsecond=0) - BEFORE,
            end=NO_END,
        )
        certificate = certificates.pem(root).decode()
    else:
        private = Ed25519PrivateKey.generate()
    return (_keep(settings, kind, private, certificate, now),)


def take_in(settings: Settings, leaf: x509.Certificate, above: Iterable[x509.Certificate], now: datetime) -> SigningKey:
    """Enter a PDF key that was given by a setting into the ring, once: it takes over from the one before."""
    public = leaf.public_key().public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)
    known = ring_of(settings).find(id_of(public))
    if known is not None:
        return known
    with changing(settings):
        key = SigningKey(KeyKind.PDF, id_of(public), public, now, certificate=certificates.pem(leaf, *above).decode())
        before = ring_of(settings)
        keep_ring(settings, before if before.find(key.id) else before.with_new(key))
        for one in before.of(KeyKind.PDF):
            forget_private(settings, one)
    return key


def _has_root(settings: Settings) -> bool:
    root = ring_of(settings).active(KeyKind.ROOT)
    return root is not None and (settings.on_loopback or not root.development)


def _make_pdf(settings: Settings, now: datetime, issuer: str, root_key: RSAPrivateKey | None) -> SigningKey:
    root = ring_of(settings).active(KeyKind.ROOT)
    if root is None:
        raise SettingsFault([f"The root is missing. {MAKE_THEM}"])
    above = certificates.from_pem(root.certificate.encode())
    signing = lostseals.root_private(settings, root, root_key)
    private = _new_rsa()
    leaf = certificates.make_leaf(
        above[0],
        signing,
        private.public_key(),
        issuer=issuer or settings.host,
        email="",
        number=x509.random_serial_number(),
        start=now.replace(microsecond=0) - BEFORE,
        end=NO_END,
        lost_at="" if settings.on_loopback else settings.base_url + lostseals.ADDRESS,
    )
    key = _keep(settings, KeyKind.PDF, private, certificates.pem(leaf, *above).decode(), now)
    lostseals.sign_list(settings, now, signing)
    return key


def _new_rsa() -> RSAPrivateKey:
    return rsa.generate_private_key(public_exponent=65537, key_size=RSA_BITS)


def _keep(settings: Settings, kind: KeyKind, private: PrivateKey, certificate: str, now: datetime) -> SigningKey:
    public = public_bytes(private)
    key = SigningKey(kind, id_of(public), public, now, settings.on_loopback, certificate)
    keep_private(settings, key, private)
    keep_ring(settings, ring_of(settings).with_new(key))
    return key
