"""The keys that sign: made on first use on this machine alone, elsewhere by an explicit command; and their state.

Four of them, never shared: credentials (Ed25519), PDFs (RSA-3072, under a root that was made once), the log (Ed25519).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat, pkcs12

from lms.credentials import certificates
from lms.credentials.keys import KeyKind, KeyRing, Sign, SigningKey, id_of
from lms.services.ground.home import OTHERS
from lms.services.keys import boxes
from lms.services.keys.keyfiles import PrivateKey, folder_of, private_file, private_key, ring_of
from lms.services.keys.keymaking import MAKE_THEM, make_missing
from lms.settings import Settings, SettingsFault


@dataclass(frozen=True, slots=True)
class Signer:
    """A key with the act that it is for. The private part stays inside."""

    key: SigningKey
    sign: Sign


@dataclass(frozen=True, slots=True)
class PdfIdentity:
    """What seals PDFs: the private key, its certificate, and those above it, the root last."""

    id: str
    private: RSAPrivateKey
    certificate: x509.Certificate
    chain: tuple[x509.Certificate, ...]


def ring(settings: Settings) -> KeyRing:
    """Every key there ever was."""
    return ring_of(settings)


def signer(settings: Settings, kind: KeyKind, now: datetime) -> Signer:
    """The signer of credentials or of the log. On loopback its key is made where it is missing."""
    key = active(settings, kind, now)
    private = _private(settings, key)
    if not isinstance(private, Ed25519PrivateKey):
        raise ValueError(f"The key of the kind {kind} is not for signing messages.")
    return Signer(key, private.sign)


def pdf_identity(settings: Settings, now: datetime) -> PdfIdentity:
    """What seals PDFs here: the PKCS#12 file that is set, or the key in LMS_HOME."""
    if settings.pdf_key is not None:
        return own_identity(settings)
    key = active(settings, KeyKind.PDF, now)
    private = _private(settings, key)
    if not isinstance(private, RSAPrivateKey):
        raise ValueError("The key of the kind pdf is not an RSA key.")
    leaf, *above = certificates.from_pem(key.certificate.encode())
    return PdfIdentity(key.id, private, leaf, tuple(above))


def own_identity(settings: Settings) -> PdfIdentity:
    """The key and the certificates of the PKCS#12 file; SettingsFault where it cannot be used."""
    file = settings.pdf_key
    if file is None:
        raise SettingsFault(["LMS_PDF_KEY is not set."])
    return _opened(file, settings.pdf_key_passphrase, file.stat().st_mtime_ns)


@lru_cache(maxsize=2)
def _opened(file: Path, passphrase: str, _changed: int) -> PdfIdentity:
    try:
        loaded = pkcs12.load_pkcs12(file.read_bytes(), passphrase.encode() or None)
    except (OSError, ValueError) as fault:
        raise SettingsFault(
            [f"LMS_PDF_KEY: {file} cannot be opened. Is it PKCS#12, and is LMS_PDF_KEY_PASSPHRASE right?"]
        ) from fault
    if not isinstance(loaded.key, RSAPrivateKey) or loaded.cert is None:
        raise SettingsFault([f"LMS_PDF_KEY: {file} must hold an RSA key and its certificate."])
    leaf = loaded.cert.certificate
    above = tuple(one.certificate for one in loaded.additional_certs)
    return PdfIdentity(id_of_certificate(leaf), loaded.key, leaf, above)


def id_of_certificate(certificate: x509.Certificate) -> str:
    """The name of the key that a certificate is about."""
    return id_of(certificate.public_key().public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo))


def active(settings: Settings, kind: KeyKind, now: datetime) -> SigningKey:
    """The key of this kind that signs now; SettingsFault where there is none and none may be made."""
    found = ring_of(settings).active(kind)
    if found is not None:
        return found
    if not settings.on_loopback:
        raise SettingsFault([f"The key of the kind {kind} is missing. {MAKE_THEM}"])
    make_missing(settings, (kind,), now)
    made = ring_of(settings).active(kind)
    if made is None:
        raise SettingsFault([f"The key of the kind {kind} could not be made."])
    return made


def _private(settings: Settings, key: SigningKey) -> PrivateKey:
    try:
        return private_key(settings, key)
    except FileNotFoundError:
        raise SettingsFault([f"The private part of the key {key.id} ({key.kind}) is missing. {MAKE_THEM}"]) from None


def root_is_here(settings: Settings) -> bool:
    """Whether the private key of a root is in LMS_HOME, where it need not be once the PDF key has its certificate."""
    return any(private_file(settings, one).is_file() for one in ring_of(settings).of(KeyKind.ROOT))


def faults(settings: Settings) -> list[str]:
    """What keeps the site from starting: a key that is missing, readable by others, or made for development."""
    folder = folder_of(settings)
    if not folder.is_dir():
        return [] if settings.on_loopback else [f"The signing keys are missing. {MAKE_THEM}"]
    try:
        known = ring_of(settings)
    except (OSError, ValueError, KeyError, TypeError):
        return [f"{folder} holds a ring of keys that cannot be read."]
    found = [
        f"{path} can be read by others on this machine. Type: chmod go-rwx {path}; then rotate the keys."
        for path in (folder, *sorted(folder.glob("*.pem")))
        if path.stat().st_mode & OTHERS
    ]
    found += boxes.faults(settings)
    for kind in needed(settings):
        found += _faults_of(settings, known.active(kind), kind)
    return found + _faults_of_own(settings)


def needed(settings: Settings) -> tuple[KeyKind, ...]:
    """The kinds of keys that must be here. A PDF key that is given by a setting is not."""
    elsewhere = settings.pdf_key is not None or bool(settings.pdf_pkcs11)
    both = (KeyKind.CREDENTIAL, KeyKind.LOG)
    return both if elsewhere else (*both, KeyKind.PDF)


def _faults_of(settings: Settings, key: SigningKey | None, kind: KeyKind) -> list[str]:
    if key is None:
        return [] if settings.on_loopback else [f"The key of the kind {kind} is missing. {MAKE_THEM}"]
    if not private_file(settings, key).is_file():
        return [f"The private part of the key {key.id} ({kind}) is missing. Restore it, or: lms keys rotate {kind}"]
    if key.development and not settings.on_loopback:
        return [f"The key of the kind {kind} was made for development. {MAKE_THEM}"]
    return []


def _faults_of_own(settings: Settings) -> list[str]:
    try:
        return [] if settings.pdf_key is None else _faults_of_file(settings, settings.pdf_key)
    except SettingsFault as fault:
        return fault.faults


def _faults_of_file(settings: Settings, file: Path) -> list[str]:
    if file.stat().st_mode & OTHERS:
        return [f"LMS_PDF_KEY: {file} can be read by others on this machine. Type: chmod 600 {file}"]
    known = ring_of(settings).find(own_identity(settings).id)
    lost = known is not None and known.compromised is not None
    return [f"LMS_PDF_KEY: the key in {file} was lost to somebody. Set another one."] if lost else []
