"""A service for time stamps (RFC 3161) of our own, on loopback, under a root of its own."""

# Much of what pyHanko offers to those who stamp is not typed.
# mypy: disallow-untyped-calls=False

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from asn1crypto import keys as asn1_keys
from asn1crypto import tsp
from asn1crypto import x509 as asn1
from cryptography import x509
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID
from pyhanko.sign.timestamps import DummyTimeStamper
from pyhanko_certvalidator.registry import SimpleCertificateStore

from lms.credentials.seal import TimeStamps
from tests.credentials.authorities import END_OF_LEAF, START, Authority, authority

THEIRS = 3


@dataclass
class Stamper:
    """It stamps whatever it is asked to, by its own clock; `asked` are the questions."""

    now: Callable[[], datetime]
    number: int = THEIRS
    asked: list[bytes] = field(default_factory=list)

    def __call__(self, question: bytes) -> bytes:
        self.asked.append(question)
        reply: bytes = self._stamper().request_tsa_response(tsp.TimeStampReq.load(question)).dump()
        return reply

    def _stamper(self) -> DummyTimeStamper:
        theirs = authority(self.number)
        store = SimpleCertificateStore()
        store.register(_asn1(theirs.root))
        plain = theirs.leaf_key.private_bytes(Encoding.DER, PrivateFormat.PKCS8, NoEncryption())
        key = asn1_keys.PrivateKeyInfo.load(plain)
        return DummyTimeStamper(
            _asn1(_certificate(theirs)), key, certs_to_embed=store, fixed_dt=self.now(), include_nonce=True
        )


def roots(number: int = THEIRS) -> list[x509.Certificate]:
    return [authority(number).root]


@contextmanager
def stamping(answer: Callable[[bytes], bytes], status: int = 200) -> Iterator[str]:
    """Whatever answers, at an address on loopback."""

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = answer(self.rfile.read(int(self.headers["Content-Length"])))
            self.send_response(status)
            self.send_header("Content-Type", "application/timestamp-reply")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_args: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, args=(0.05,))
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


@contextmanager
def service(at: datetime) -> Iterator[TimeStamps]:
    """The service as those who seal are told of it; its clock stands still."""
    with stamping(Stamper(lambda: at)) as address:
        yield TimeStamps(address, roots())


def _certificate(theirs: Authority) -> x509.Certificate:
    return (
        x509.CertificateBuilder()
        .subject_name(x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "Time stamps")]))
        .issuer_name(theirs.root.subject)
        .public_key(theirs.leaf_key.public_key())
        .serial_number(77)
        .not_valid_before(START)
        .not_valid_after(END_OF_LEAF)
        .add_extension(x509.ExtendedKeyUsage([ExtendedKeyUsageOID.TIME_STAMPING]), critical=True)
        .sign(theirs.root_key, SHA256())
    )


def _asn1(certificate: x509.Certificate) -> asn1.Certificate:
    return asn1.Certificate.load(certificate.public_bytes(Encoding.DER))
