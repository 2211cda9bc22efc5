"""Time stamps after RFC 3161: somebody else's clock, signed over a hash. The one module that reads them.

What a stamp says counts only after it was checked here, with roots that came from elsewhere.
"""

from __future__ import annotations

import ssl
import warnings
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from hashlib import sha256

from cryptography import x509
from rfc3161_client import (
    HashAlgorithm,
    TimestampRequestBuilder,
    TimeStampResponse,
    VerifierBuilder,
    decode_timestamp_response,
)

QUERY, REPLY = "application/timestamp-query", "application/timestamp-reply"
GRANTED = 0
_FEW = 16


class NoStamp(Exception):
    """The reply stamps nothing, or not this, or nobody whom we know; its words say which."""


class Question:
    """A question for a stamp of this content, and what checks the reply to it."""

    def __init__(self, content: bytes) -> None:
        self._content = content
        self._request = TimestampRequestBuilder(content, HashAlgorithm.SHA256).build()

    @property
    def query(self) -> bytes:
        return self._request.as_bytes()

    def stamped_at(self, reply: bytes, roots: Sequence[x509.Certificate]) -> datetime:
        """The time in the reply to this very question; NoStamp for any other reply."""
        if _read(reply, self._content).tst_info.nonce != self._request.nonce:
            raise NoStamp("its reply is to another question")
        return stamped_at(reply, self._content, roots)


def stamped_at(reply: bytes, content: bytes, roots: Sequence[x509.Certificate]) -> datetime:
    """The time at which this content was stamped, by a service under one of the roots; NoStamp for anything else."""
    read = _read(reply, content)
    if not any(_holds(read, content, trusted) for trusted in _trusted(roots)):
        raise NoStamp("its stamp is by nobody whom we know")
    at: datetime = read.tst_info.gen_time
    return at.replace(tzinfo=UTC) if at.tzinfo is None else at.astimezone(UTC)


def _trusted(roots: Sequence[x509.Certificate]) -> Iterator[Sequence[x509.Certificate]]:
    """All roots at once; then each alone, since of two with one name, as after a change of keys, only one is tried."""
    if roots:
        yield roots
    if 1 < len(roots) <= _FEW:
        yield from ([root] for root in roots)


def _holds(reply: TimeStampResponse, content: bytes, roots: Sequence[x509.Certificate]) -> bool:
    try:
        return VerifierBuilder(roots=list(roots)).build().verify_message(reply, content)
    except Exception:
        # What somebody else sent may break anything that reads it, and then it is no stamp.
        return False


def _read(reply: bytes, content: bytes) -> TimeStampResponse:
    """The reply, if it grants a stamp of this content; it is not known yet by whom."""
    try:
        read = decode_timestamp_response(reply)
        granted = read.status == GRANTED
        stamped = granted and read.tst_info.message_imprint.message == sha256(content).digest()
    except Exception as error:
        raise NoStamp("its reply cannot be read") from error
    if not granted:
        raise NoStamp(f"it does not stamp this (status {read.status})")
    if not stamped:
        raise NoStamp("its stamp is of something else")
    return read


def roots_of_machine() -> tuple[x509.Certificate, ...]:
    """What this machine trusts."""
    found = []
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        for content in ssl.create_default_context().get_ca_certs(binary_form=True):
            try:
                found.append(x509.load_der_x509_certificate(content))
            except ValueError:
                continue
    return tuple(found)
