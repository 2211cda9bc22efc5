"""The list of lost PDF keys: an X.509 CRL under the root, which every program that checks seals can read.

What a lost key sealed counts for nothing, whenever it says that it was sealed: the thief chooses that day. So a key
is revoked from its first day on, and a check at any moment finds it revoked. When it was lost, the log tells.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from cryptography import x509
from cryptography.hazmat.primitives.asymmetric.ec import EllipticCurvePublicKey
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from lms.credentials.certificates import PrivateKey
from lms.credentials.keys import id_of

KEY_ID = x509.ObjectIdentifier("2.25.337519084423561046015677222011904110812")
"""Beside each entry stands the key's name in our log: serial numbers of certificates are not in there."""

_UTF8 = b"\x0c"
_PEM = b"-----BEGIN"


def make_list(
    root: x509.Certificate, root_key: PrivateKey, lost: Iterable[x509.Certificate], at: datetime
) -> x509.CertificateRevocationList:
    """The list as of `at`. It holds until the root ends: the root's key is offline, and nobody signs one weekly."""
    root_id = root.extensions.get_extension_for_class(x509.SubjectKeyIdentifier).value
    builder = (
        x509.CertificateRevocationListBuilder()
        .issuer_name(root.subject)
        .last_update(at.replace(microsecond=0))
        .next_update(root.not_valid_after_utc)
        .add_extension(x509.AuthorityKeyIdentifier.from_issuer_subject_key_identifier(root_id), critical=False)
        .add_extension(x509.CRLNumber(int(at.timestamp())), critical=False)
    )
    for leaf in lost:
        builder = builder.add_revoked_certificate(_entry(leaf))
    return builder.sign(root_key, SHA256())


def _entry(leaf: x509.Certificate) -> x509.RevokedCertificate:
    name = key_id(leaf).encode()
    return (
        x509.RevokedCertificateBuilder()
        .serial_number(leaf.serial_number)
        .revocation_date(leaf.not_valid_before_utc)
        .add_extension(x509.CRLReason(x509.ReasonFlags.key_compromise), critical=False)
        .add_extension(x509.UnrecognizedExtension(KEY_ID, _UTF8 + bytes([len(name)]) + name), critical=False)
        .build()
    )


def read_list(content: bytes) -> x509.CertificateRevocationList:
    """A list in DER or PEM; a ValueError for anything else."""
    if content.lstrip().startswith(_PEM):
        return x509.load_pem_x509_crl(content)
    return x509.load_der_x509_crl(content)


def is_list_of(lost: x509.CertificateRevocationList, root: x509.Certificate) -> bool:
    """Whether this root's key signed the list."""
    public = root.public_key()
    if not isinstance(public, RSAPublicKey | EllipticCurvePublicKey):
        return False
    return lost.issuer == root.subject and lost.is_signature_valid(public)


def names(lost: x509.CertificateRevocationList, leaf: x509.Certificate) -> bool:
    """Whether a leaf is among the lost ones: by its number, or by its key under whatever number."""
    by_number = lost.get_revoked_certificate_by_serial_number(leaf.serial_number) is not None
    return by_number or key_id(leaf) in key_ids(lost)


def key_ids(lost: x509.CertificateRevocationList) -> frozenset[str]:
    """The names of the lost keys, as they stand in the log."""
    found = (_key_id_beside(entry) for entry in lost)
    return frozenset(one for one in found if one)


def key_id(certificate: x509.Certificate) -> str:
    """The name of the key that a certificate is about."""
    return id_of(certificate.public_key().public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo))


def _key_id_beside(entry: x509.RevokedCertificate) -> str:
    try:
        beside = entry.extensions.get_extension_for_oid(KEY_ID).value
    except (x509.ExtensionNotFound, ValueError):
        return ""
    return beside.value[2:].decode(errors="replace") if isinstance(beside, x509.UnrecognizedExtension) else ""


def to_bytes(lost: x509.CertificateRevocationList) -> bytes:
    """As it is served, and kept."""
    return lost.public_bytes(Encoding.DER)
