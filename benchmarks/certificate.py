"""One certificate, whole, against WeasyPrint and pyHanko used on the same page as their manuals begin."""

from __future__ import annotations

from collections.abc import Callable
from io import BytesIO
from itertools import cycle
from pathlib import Path
from tempfile import TemporaryDirectory

from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign import signers
from weasyprint import HTML

from benchmarks.campus import CREDENTIAL, campus, promise
from benchmarks.measuring import Figure, Goal, Row, Series, Unit, in_turn, seconds
from lms.content.reading.model import Design
from lms.credentials.certificates import pem
from lms.credentials.design import page, qr_address, qr_picture
from lms.credentials.model import Claims
from lms.services.certifying import issuing
from lms.services.keys import ring
from lms.services.keys.ring import PdfIdentity

CERTIFICATES_A_ROUND = 5


def measure(rounds: int) -> Series:
    here = campus()
    people = cycle([learner.person for learner in here.learners])

    def issued() -> float:
        serial = promise(here.context, next(people)).serial
        return seconds(lambda: issuing.carry_on(here.context, serial))

    issued()
    with TemporaryDirectory(prefix="lms-benchmark-") as folder:
        html = _on_disk(Path(folder), promise(here.context, next(people)), here.catalog.credentials[CREDENTIAL].design)

        sign = _signing(Path(folder), ring.pdf_identity(here.context.settings, here.context.now()))

        def naive() -> float:
            return seconds(lambda: sign(HTML(filename=html).write_pdf()))

        naive()
        return in_turn(rounds * CERTIFICATES_A_ROUND, Unit.SECONDS, issued, naive)


def _signing(folder: Path, identity: PdfIdentity) -> Callable[[bytes], object]:
    """pyHanko's own signer, which reads its key from a file, as its manual begins."""
    key, leaf, chain = folder / "key.pem", folder / "leaf.pem", folder / "chain.pem"
    key.write_bytes(identity.private.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()))
    leaf.write_bytes(pem(identity.certificate))
    chain.write_bytes(pem(*identity.chain))

    def sign(content: bytes) -> object:
        signer = signers.SimpleSigner.load(str(key), str(leaf), ca_chain_files=(str(chain),))  # type: ignore[no-untyped-call]
        metadata = signers.PdfSignatureMetadata(field_name="Signature")
        return signers.sign_pdf(IncrementalPdfFileWriter(BytesIO(content)), metadata, signer=signer)

    return sign


def _on_disk(folder: Path, claims: Claims, design: Design) -> str:
    """The page with its style and pictures, as files that lie side by side."""
    (folder / "certificate.css").write_text(design.css, encoding="utf-8")
    for name, content in {**design.files, qr_address(claims): qr_picture(claims)}.items():
        file = folder / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(content)
    html = folder / "certificate.html"
    html.write_text(page(claims, design), encoding="utf-8")
    return str(html)


ROWS = (
    Row(
        work="one certificate: credential signed, entered into the log, drawn with it, sealed, stored and issued",
        yardstick="`HTML(…).write_pdf()` of the same page, signed by pyHanko's own signer with a key of the same size",
        unit=Unit.SECONDS,
        measure=measure,
        goal=Goal(Figure.RATIO, 0.25),
        before=(
            "naive 57 ms to draw and 233 ms to sign; 21 ms to draw with fonts, style and pictures shared, of which"
            " WeasyPrint's floor for the text alone is 12 ms; 25 ms to sign with a key that is held"
        ),
    ),
)
