"""One certificate drawn, stored and issued, against WeasyPrint used on the same page as its manual begins."""

from __future__ import annotations

from itertools import cycle
from pathlib import Path
from tempfile import TemporaryDirectory

from weasyprint import HTML

from benchmarks.campus import CREDENTIAL, campus, promise
from benchmarks.measuring import Row, Series, Unit, in_turn, seconds
from lms.content.model import Design
from lms.credentials.design import page, qr_address, qr_picture
from lms.credentials.model import Claims
from lms.services import issuing

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

        def naive() -> float:
            return seconds(lambda: HTML(filename=html).write_pdf())

        naive()
        return in_turn(rounds * CERTIFICATES_A_ROUND, Unit.SECONDS, issued, naive)


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
        work="one certificate drawn, stored, issued and written into the audit log; without a signature",
        yardstick="`HTML(…).write_pdf()` of the same page",
        unit=Unit.SECONDS,
        measure=measure,
        before="naive 57 ms; 21 ms with fonts, style and pictures shared; WeasyPrint's floor for the text alone 12 ms",
        note=(
            "The goal of 0.25 × is for a certificate that is signed as well, against WeasyPrint and then pyHanko’s own"
            " signer (57 ms and 233 ms): signatures have an issue of their own."
        ),
    ),
)
