"""X.509 for the seal on the PDF: a root of our own, and leaves under it that may sign documents and nothing else.

Readers of PDF look at what a certificate was made for: `documentSigning` (RFC 9336) is the purpose itself, and
`emailProtection` is the one that older readers accept in its stead.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from cryptography import x509
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ec import EllipticCurvePrivateKey, EllipticCurvePublicKey
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey, RSAPublicKey
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID, ObjectIdentifier

PrivateKey = RSAPrivateKey | EllipticCurvePrivateKey
PublicKey = RSAPublicKey | EllipticCurvePublicKey

DOCUMENT_SIGNING = ObjectIdentifier("1.3.6.1.5.5.7.3.36")
_LONGEST_NAME = 64
"""What X.509 allows for a common name and for the name of an organisation."""


def make_root(key: PrivateKey, *, issuer: str, number: int, start: datetime, end: datetime) -> x509.Certificate:
    """The certificate that leaves hang on. It signs leaves only, and no authority below it can exist."""
    name = _name(issuer, "root of certificates")
    usage = _usage(key_cert_sign=True, crl_sign=True)
    builder = _builder(name, name, key.public_key(), number, start, end)
    return (
        builder.add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .add_extension(usage, critical=True)
        .sign(key, SHA256())
    )


def make_leaf(
    root: x509.Certificate,
    root_key: PrivateKey,
    public_key: PublicKey,
    *,
    issuer: str,
    email: str,
    number: int,
    start: datetime,
    end: datetime,
    lost_at: str = "",
) -> x509.Certificate:
    """The certificate of the key that seals PDFs. It must outlive every credential that it seals.

    `lost_at` is the address of the list of lost keys, if there is one.
    """
    if end > root.not_valid_after_utc:
        raise ValueError("a leaf can't outlive its root")
    builder = _builder(_name(issuer, "seal of certificates"), root.subject, public_key, number, start, end)
    root_id = root.extensions.get_extension_for_class(x509.SubjectKeyIdentifier).value
    builder = (
        builder.add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .add_extension(_usage(digital_signature=True, content_commitment=True), critical=True)
        .add_extension(
            x509.ExtendedKeyUsage([DOCUMENT_SIGNING, ExtendedKeyUsageOID.EMAIL_PROTECTION]),
            critical=False,
        )
        .add_extension(
            x509.AuthorityKeyIdentifier.from_issuer_subject_key_identifier(root_id),
            critical=False,
        )
    )
    if email.isascii() and email:
        builder = builder.add_extension(x509.SubjectAlternativeName([x509.RFC822Name(email)]), critical=False)
    if lost_at:
        point = x509.DistributionPoint([x509.UniformResourceIdentifier(lost_at)], None, None, None)
        builder = builder.add_extension(x509.CRLDistributionPoints([point]), critical=False)
    return builder.sign(root_key, SHA256())


def pem(*certificates: x509.Certificate) -> bytes:
    return b"".join(one.public_bytes(Encoding.PEM) for one in certificates)


def from_pem(content: bytes) -> tuple[x509.Certificate, ...]:
    """The certificates of a PEM file; a file without any is a ValueError."""
    return tuple(x509.load_pem_x509_certificates(content))


def is_signed_by(one: x509.Certificate, above: x509.Certificate) -> bool:
    """Whether the key of the certificate `above` signed the other. Names alone prove nothing."""
    try:
        one.verify_directly_issued_by(above)
    except (InvalidSignature, ValueError, TypeError):
        return False
    return True


def in_order(leaf: x509.Certificate, others: Iterable[x509.Certificate]) -> tuple[x509.Certificate, ...]:
    """Of some certificates those above the leaf, each signed by the next: the last is the highest that is known."""
    left, above = list(others), []
    one = leaf
    while one.issuer != one.subject:
        following = next((other for other in left if is_signed_by(one, other)), None)
        if following is None:
            break
        left.remove(following)
        above.append(following)
        one = following
    return tuple(above)


def _builder(
    subject: x509.Name, authority: x509.Name, key: PublicKey, number: int, start: datetime, end: datetime
) -> x509.CertificateBuilder:
    return (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(authority)
        .public_key(key)
        .serial_number(number)
        .not_valid_before(start)
        .not_valid_after(end)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key), critical=False)
    )


def _name(issuer: str, role: str) -> x509.Name:
    room = _LONGEST_NAME - len(role) - 2
    return x509.Name(
        [
            x509.NameAttribute(NameOID.ORGANIZATION_NAME, _shortened(issuer, _LONGEST_NAME)),
            x509.NameAttribute(NameOID.COMMON_NAME, f"{_shortened(issuer, room)}, {role}"),
        ]
    )


def _shortened(text: str, most: int) -> str:
    """As much of a text as fits into so many bytes."""
    return text.encode()[:most].decode(errors="ignore")


def _usage(
    *,
    digital_signature: bool = False,
    content_commitment: bool = False,
    key_cert_sign: bool = False,
    crl_sign: bool = False,
) -> x509.KeyUsage:
    return x509.KeyUsage(
        digital_signature=digital_signature,
        content_commitment=content_commitment,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        key_cert_sign=key_cert_sign,
        crl_sign=crl_sign,
        encipher_only=False,
        decipher_only=False,
    )
