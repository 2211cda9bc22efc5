"""The seal on the PDF: PAdES, certifying, invisible; the one module that signs with pyHanko.

Importing it takes a good part of a second, so import it where something is sealed, and nowhere else.
"""

from __future__ import annotations

import logging
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from io import BytesIO

from asn1crypto import x509 as asn1
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric.ec import ECDSA
from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding
from pkcs11.exceptions import UserAlreadyLoggedIn
from pyhanko.config.pkcs11 import TokenCriteria
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.writer import BasePdfFileWriter
from pyhanko.sign import fields, pkcs11, signers, timestamps
from pyhanko.sign.signers.pdf_signer import DSSContentSettings, PdfSigningSession, SigDSSPlacementPreference
from pyhanko_certvalidator import ValidationContext
from pyhanko_certvalidator.fetchers import Fetchers
from pyhanko_certvalidator.fetchers.requests_fetchers import RequestsFetcherBackend
from pyhanko_certvalidator.registry import SimpleCertificateStore

from lms.credentials.apart import apart
from lms.credentials.certificates import PrivateKey, in_order
from lms.credentials.listathand import ListAtHand

FIELD = "Seal"
READABLE_FIELD = "Seal of the issuer"
_DIGEST = "sha256"
_ROOM = 6144
"""Hexadecimal digits for a signature beside its certificates."""

_SECONDS_FOR_A_TIME_STAMP = 8
_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class TimeStamps:
    """A service after RFC 3161, and the roots under which its own certificate hangs."""

    address: str
    roots: Sequence[x509.Certificate] = ()


@dataclass(frozen=True, slots=True)
class PdfSigner:
    """A key that is held ready, its certificate, and those above it, the root last.

    `lost_list` is the list of lost keys under our own root, in DER; empty for a key that was bought.
    """

    signer: signers.Signer
    leaf: x509.Certificate
    others: tuple[x509.Certificate, ...]
    time_stamps: TimeStamps | None = None
    lost_list: bytes = b""


@dataclass(frozen=True, slots=True)
class Sealed:
    """The file under its seal. `time_stamped` is None where nobody asked for a time stamp, False where none was had."""

    content: bytes
    time_stamped: bool | None = None


class _HeldKey(signers.Signer):
    """Signs with a key that is already loaded. pyHanko's own signer loads, and checks, the key for each signature."""

    def __init__(self, key: PrivateKey, leaf: asn1.Certificate, store: SimpleCertificateStore) -> None:
        super().__init__(signing_cert=leaf, cert_registry=store, embed_roots=True)
        self._key = key

    async def async_sign_raw(self, data: bytes, digest_algorithm: str, dry_run: bool = False) -> bytes:
        if digest_algorithm != _DIGEST:
            raise ValueError(f"a seal is made with SHA-256, not with {digest_algorithm}")
        if isinstance(self._key, RSAPrivateKey):
            return self._key.sign(data, PKCS1v15(), SHA256())
        return self._key.sign(data, ECDSA(SHA256()))


def held_key(
    key: PrivateKey,
    leaf: x509.Certificate,
    others: Sequence[x509.Certificate],
    *,
    time_stamps: TimeStamps | None = None,
    lost_list: bytes = b"",
) -> PdfSigner:
    """A signer for a key in memory. `others` are the certificates above the leaf, up to the root."""
    if leaf.public_key() != key.public_key():
        raise ValueError("the certificate is not that of this key")
    signer = _HeldKey(key, _asn1(leaf), _store(others))
    return PdfSigner(signer, leaf, in_order(leaf, others), time_stamps, lost_list)


def from_pkcs11(library: str, token: str, pin: str, label: str, *, time_stamps: TimeStamps | None = None) -> PdfSigner:
    """A signer for a key that never leaves its device. `label` is that of the key and of its certificate there."""
    wanted = TokenCriteria(label=token)
    try:
        session = pkcs11.open_pkcs11_session(library, token_criteria=wanted, user_pin=pin)
    except UserAlreadyLoggedIn:
        # A device knows one login for a whole process.
        session = pkcs11.open_pkcs11_session(library, token_criteria=wanted)
    signer = pkcs11.PKCS11Signer(session, cert_label=label, key_label=label, other_certs_to_pull=None)
    if signer.signing_cert is None:
        raise ValueError(f"the device holds no certificate called {label}")
    leaf = _own(signer.signing_cert)
    others = [_own(one) for one in signer.cert_registry]
    return PdfSigner(signer, leaf, in_order(leaf, others), time_stamps)


def seal(pdf: bytes, signer: PdfSigner, at: datetime) -> Sealed:
    """The PDF under its seal: any change of a byte breaks it. `at` is the moment that the seal itself names.

    Where a service for time stamps is set, its stamp and what is needed to check it later are in the same revision.
    A service that is down does not hold up anybody's certificate: the seal is then made without, and marked so.
    """
    if signer.time_stamps is None:
        return Sealed(_signed(pdf, signer, at, None))
    try:
        return Sealed(_signed(pdf, signer, at, signer.time_stamps), time_stamped=True)
    except Exception as problem:
        _log.warning("no time stamp was had, so a certificate is sealed without: %s", problem)
    return Sealed(_signed(pdf, signer, at, None), time_stamped=False)


class _Signing(signers.PdfSigner):
    """pyHanko's signing with the moment that it is given, not that of the clock."""

    at: datetime

    def init_signing_session(self, pdf_out: BasePdfFileWriter, existing_fields_only: bool = False) -> PdfSigningSession:
        session = super().init_signing_session(pdf_out, existing_fields_only)
        session.system_time = self.at
        return session


def _signed(pdf: bytes, signer: PdfSigner, at: datetime, stamps: TimeStamps | None) -> bytes:
    invisible = fields.InvisSigSettings(set_print_flag=True, set_hidden_flag=False, box_out_of_bounds=True)
    field = fields.SigFieldSpec(FIELD, invis_sig_settings=invisible, readable_field_name=READABLE_FIELD)
    stamper = None if stamps is None else timestamps.HTTPTimeStamper(stamps.address, timeout=_SECONDS_FOR_A_TIME_STAMP)
    signing = _Signing(_wanted(signer, stamps), signer.signer, timestamper=stamper, new_field_spec=field)
    signing.at = at
    writer = IncrementalPdfFileWriter(BytesIO(pdf))
    # Without a given room pyHanko signs twice, first to see how long a signature gets.
    room = _ROOM + 2 * sum(len(one.public_bytes(Encoding.DER)) for one in (signer.leaf, *signer.others))
    written = apart(signing.sign_pdf, writer, bytes_reserved=room if stamps is None else None, output=BytesIO())
    content: bytes = written.getvalue()
    return content


def _wanted(signer: PdfSigner, stamps: TimeStamps | None) -> signers.PdfSignatureMetadata:
    """What kind of signature: it certifies the document, and allows no change at all."""
    context = None
    if stamps is not None:
        context = _context(signer, stamps)
    return signers.PdfSignatureMetadata(
        field_name=FIELD,
        md_algorithm=_DIGEST,
        certify=True,
        docmdp_permissions=fields.MDPPerm.NO_CHANGES,
        subfilter=fields.SigSeedSubFilter.PADES,
        embed_validation_info=context is not None,
        validation_context=context,
        dss_settings=DSSContentSettings(include_vri=False, placement=SigDSSPlacementPreference.TOGETHER_WITH_SIGNATURE),
        signer_key_usage={"digital_signature", "non_repudiation"},
    )


def _context(signer: PdfSigner, stamps: TimeStamps) -> ValidationContext:
    """Who is trusted while a time stamp is taken: our own root, and those given for the service, or the machine's."""
    above = signer.others or (signer.leaf,)
    others, own = [_asn1(one) for one in above[:-1]], _asn1(above[-1])
    fetchers = _fetchers(signer)
    if not stamps.roots:
        return ValidationContext(extra_trust_roots=[own], other_certs=others, allow_fetching=True, fetchers=fetchers)
    given = [_asn1(one) for one in stamps.roots]
    return ValidationContext(trust_roots=[own, *given], other_certs=others, allow_fetching=True, fetchers=fetchers)


def _fetchers(signer: PdfSigner) -> Fetchers | None:
    """Of a key under our own root nothing is fetched: its list of lost keys is at hand."""
    if not signer.lost_list:
        return None
    fetchers = RequestsFetcherBackend().get_fetchers()
    return replace(fetchers, crl_fetcher=ListAtHand(_asn1(signer.leaf), signer.lost_list, fetchers.crl_fetcher))


def _store(certificates: Sequence[x509.Certificate]) -> SimpleCertificateStore:
    store = SimpleCertificateStore()  # type: ignore[no-untyped-call]
    store.register_multiple([_asn1(one) for one in certificates])
    return store


def _asn1(certificate: x509.Certificate) -> asn1.Certificate:
    return asn1.Certificate.load(certificate.public_bytes(Encoding.DER))


def _own(certificate: asn1.Certificate) -> x509.Certificate:
    return x509.load_der_x509_certificate(certificate.dump())
