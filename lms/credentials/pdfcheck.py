"""A look into a PDF that is not among those issued, to say why: read by one who believes nothing of it.

It never makes a file genuine; only the comparison with what was issued does. Import it where a file is looked into,
in a process with limits: it reads with pyHanko, and a hostile file can cost any amount of time and memory.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from io import BytesIO

from asn1crypto import core as asn1_core
from asn1crypto import x509 as asn1
from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign import fields
from pyhanko.sign.diff_analysis import NO_CHANGES_DIFF_POLICY, ModificationLevel
from pyhanko.sign.validation import validate_pdf_signature
from pyhanko.sign.validation.pdf_embedded import EmbeddedPdfSignature
from pyhanko.sign.validation.settings import KeyUsageConstraints
from pyhanko.sign.validation.status import SignatureCoverageLevel
from pyhanko_certvalidator import ValidationContext

from lms.credentials.apart import apart
from lms.credentials.certificates import is_signed_by
from lms.credentials.upload import Look

_LONGEST_CHAIN = 4
_MOST_CERTIFICATES = 20
_SHA_256 = {"algorithm": "sha256", "parameters": None}


def look(
    content: bytes, roots: Sequence[x509.Certificate], now: datetime, lost: Sequence[x509.Certificate] = ()
) -> Look:
    """INTACT only for one signature, under one of the roots, over the entire file, to which nothing was added.

    Whatever goes wrong on the way is a no: UNREADABLE where no signature could even be found, CHANGED where one of
    ours was found and does not hold, LOST where one is of a key that was lost, or hangs under a root that was. EARLY
    where all holds, and `now` is before the time that the seal says.
    """
    found: Sequence[EmbeddedPdfSignature] = ()
    try:
        if not content.startswith(b"%PDF-"):
            return Look.UNREADABLE
        reader = PdfFileReader(BytesIO(content), strict=True)
        if reader.encrypted:
            return Look.UNREADABLE
        found = reader.embedded_signatures
        if not found:
            return Look.CHANGED if b"/ByteRange" in content else Look.UNSIGNED
        if any(_of_lost(one, lost) for one in found):
            return Look.LOST
        if not any(_under(one, roots) for one in found):
            return Look.FOREIGN
        made = found[0].self_reported_timestamp
        if len(found) != 1 or made is None or not _holds(found[0], made, content, roots):
            return Look.CHANGED
        return Look.EARLY if made > now else Look.INTACT
    except Exception:
        return _of_a_broken_file(content, found, roots)


def sealer(content: bytes) -> x509.Certificate:
    """The certificate of the key that sealed a PDF, which was found to bear a seal."""
    return _certificate(PdfFileReader(BytesIO(content), strict=True).embedded_signatures[0].signer_cert)


def take_out(content: bytes, name: str) -> bytes | None:
    """A file that travels in a PDF. Only for a PDF that was found intact: this reads without any suspicion."""
    files = PdfFileReader(BytesIO(content), strict=True).root["/Names"]["/EmbeddedFiles"]["/Names"]
    for place in range(1, len(files), 2):
        if files[place]["/UF"] == name:
            inside: bytes = files[place]["/EF"]["/F"].data
            return inside
    return None


def _of_a_broken_file(content: bytes, found: Sequence[EmbeddedPdfSignature], roots: Sequence[x509.Certificate]) -> Look:
    try:
        if any(_under(one, roots) for one in found):
            return Look.CHANGED
    except Exception:
        return Look.UNREADABLE
    return Look.UNREADABLE


def _of_lost(signature: EmbeddedPdfSignature, lost: Sequence[x509.Certificate]) -> bool:
    """By the key, since a thief can have another certificate made for it."""
    if not lost:
        return False
    key = _certificate(signature.signer_cert).public_key()
    return any(key == one.public_key() for one in lost) or _under(signature, lost)


def _under(signature: EmbeddedPdfSignature, roots: Sequence[x509.Certificate]) -> bool:
    """Whether the certificate that the signature names hangs under one of the roots. Names alone prove nothing."""
    known = [_certificate(one) for one in signature.other_embedded_certs[:_MOST_CERTIFICATES]]
    one = _certificate(signature.signer_cert)
    for _ in range(_LONGEST_CHAIN):
        if any(is_signed_by(one, root) for root in roots):
            return True
        above = next((other for other in known if other != one and is_signed_by(one, other)), None)
        if above is None:
            return False
        one = above
    return False


def _holds(signature: EmbeddedPdfSignature, made: datetime, content: bytes, roots: Sequence[x509.Certificate]) -> bool:
    if not _covers(signature, content):
        return False
    if not _plainly_written(signature) or not _only_what_is_needed(signature, roots):
        return False
    context = ValidationContext(
        trust_roots=[asn1.Certificate.load(root.public_bytes(Encoding.DER)) for root in roots],
        allow_fetching=False,
        moment=made,
    )
    usage = KeyUsageConstraints(key_usage={"non_repudiation"}, match_all_key_usages=True)
    status = apart(
        validate_pdf_signature,
        signature,
        context,
        diff_policy=NO_CHANGES_DIFF_POLICY,
        key_usage_settings=usage,
    )
    return (
        bool(status.intact and status.valid and status.trusted)
        and status.coverage is SignatureCoverageLevel.ENTIRE_FILE
        and status.modification_level is ModificationLevel.NONE
        and bool(status.docmdp_ok)
        and signature.docmdp_level is fields.MDPPerm.NO_CHANGES
    )


def _covers(signature: EmbeddedPdfSignature, content: bytes) -> bool:
    """Everything from the first to the last byte is signed, but for the one gap that holds the signature itself.

    In the gap there is that one signature, in the one way of writing it, and then nothing but zeros.
    """
    start, before, after, rest = (int(number) for number in signature.byte_range)
    gap = content[before:after]
    if (start, after + rest) != (0, len(content)) or not 0 < before < after < len(content):
        return False
    padded = signature.pkcs7_content
    return gap == b"<%s>" % padded.hex().upper().encode() and _is_one_value(padded)


def _is_one_value(padded: bytes) -> bool:
    """Whether nothing but zeros follows the one value that DER announces."""
    value = asn1_core.load(padded, strict=False).dump()
    return padded.startswith(value) and not padded[len(value) :].strip(b"\0")


def _plainly_written(signature: EmbeddedPdfSignature) -> bool:
    """Whether the parts that a signature leaves unsigned are as we write them, where other ways would do as well."""
    data, signer = signature.signed_data, signature.signer_info
    named = signer["sid"].chosen
    return (
        [one.native for one in data["digest_algorithms"]] == [_SHA_256]
        and signer["digest_algorithm"].native == _SHA_256
        and (data["version"].native, signer["version"].native) == ("v1", "v1")
        and len(data["signer_infos"]) == 1
        and data["crls"].native is None
        and named["issuer"].dump() == signature.signer_cert.issuer.dump()
    )


def _only_what_is_needed(signature: EmbeddedPdfSignature, roots: Sequence[x509.Certificate]) -> bool:
    """The certificates beside the signer's are not signed: each must be a root, or signed by one of the others."""
    others = [_certificate(one) for one in signature.other_embedded_certs]
    if len(others) > _MOST_CERTIFICATES:
        return False
    above = [*roots, *(one for one in others if one not in roots)]
    return all(one in roots or any(is_signed_by(one, other) for other in above if other != one) for one in others)


def _certificate(one: asn1.Certificate) -> x509.Certificate:
    return x509.load_der_x509_certificate(one.dump())
