"""Specimens: a certificate's design with a trying name, marked all over, without seal, log entry or real number."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from types import MappingProxyType

from jinja2 import TemplateError

from lms.content.reading.model import Catalog, Credential, Design
from lms.credentials.fonts import of_design
from lms.credentials.model import Claims, Endorsed, Evidence, freeze
from lms.credentials.names import NotAName, check_name
from lms.credentials.serial import Serial
from lms.progress.names import title_of
from lms.services.certifying.endorsing import basis_id, title_of_basis
from lms.services.ground.refusals import Conflict, Invalid, NotFound

NAMES: Mapping[str, str] = MappingProxyType(
    {
        "short": "Li Wu",
        "hyphens": "Marie-Thérèse O’Connor-Haddad",
        "long": "Wilhelmina Alexandra Konstantinopoulou-Featherstonehaugh van der Westhuizen de la Cruz y Montenegro",
        "arabic": "أمل عبد الرحمن الحدّاد",
        "vietnamese": "Nguyễn Thị Phương Thảo",
        "chinese": "歐陽明月",
        "devanagari": "श्रीमती लक्ष्मी कुमारी",
        "greek": "Ελευθερία Παπαδοπούλου",
    }
)
"""Names that try a design, by a word for each. No living person is meant."""

NUMBER = "SPEC-IMEN-PROV-ESNO-THIN-GUUU-UUU"
"""As long as a real number. No real one has a U, so nothing that is asked to verify this finds anything."""

SALT = "specimen"
PIXELS_PER_INCH = 72
SECONDS = 30

_WORD, _NOTE = "lms-specimen", "lms-specimen-note"
_MARK = (
    f'<div class="{_WORD}" lang="en" dir="ltr">SPECIMEN</div><div class="{_NOTE}" lang="en" dir="ltr">'
    "Specimen of a design. It certifies nothing, and nobody has earned it.</div>"
)
# Named many times, a class outweighs whatever a design says of all elements.
_STYLE = f"""
{("." + _WORD) * 12}, {("." + _NOTE) * 12} {{
  display: block !important; visibility: visible !important; position: fixed !important; z-index: 2147483647 !important;
  margin: 0 !important; padding: 0 !important; inset: auto !important; inset-inline: 0 !important;
  text-align: center !important; font-family: sans-serif !important; font-weight: 700 !important;
  float: none !important; opacity: 1 !important;
  text-indent: 0 !important; letter-spacing: 0.06em !important; background: none !important;
  width: auto !important; height: auto !important; max-width: none !important; max-height: none !important;
}}
{("." + _WORD) * 12} {{
  top: 40% !important; font-size: 78pt !important; line-height: 1 !important;
  color: rgba(178, 58, 37, 0.34) !important; transform: rotate(-18deg) !important;
}}
{("." + _NOTE) * 12} {{
  top: 0 !important; font-size: 9pt !important; line-height: 1.3 !important;
  color: #b23a25 !important; transform: translateY(-150%) !important;
}}
"""


def specimen(catalog: Catalog, credential_id: str, name: str, base_url: str, now: datetime, zone: str = "") -> bytes:
    """The PDF of a specimen for a name; what stands against it is a refusal in words for the author."""
    credential = catalog.credentials.get(credential_id)
    if credential is None:
        raise NotFound("There is no such certificate in the files, or it cannot be read yet.")
    claims = claims_of(catalog, credential, name, base_url, now, zone)
    # WeasyPrint takes a second to import, and only a process that draws needs it.
    from lms.credentials.render import draw  # noqa: PLC0415

    try:
        return draw(claims, _marked(credential.design))
    except (TemplateError, ArithmeticError, LookupError, TypeError, ValueError) as fault:
        what = f"{type(fault).__name__}: {fault}"
        raise Conflict(f"This design cannot be drawn yet ({what[:300]}).") from fault


def claims_of(
    catalog: Catalog, credential: Credential, name: str, base_url: str, now: datetime, zone: str = ""
) -> Claims:
    """What the specimen says: all that a real one would, under a number that is none."""
    checked = check_name(name, of_design(credential.design))
    if isinstance(checked, NotAName):
        raise Invalid(checked.reason, field="name")
    if catalog.issuer is None:
        raise Conflict("There is no certificates/issuer.md yet, so nobody could issue this.")
    met = now - timedelta(days=1)
    evidence = tuple(Evidence(path, title_of(catalog, path), met) for path in credential.requires)
    serial = Serial(NUMBER)
    made = freeze(
        catalog,
        credential,
        holder=checked.text,
        serial=serial,
        salt=SALT,
        issued=now,
        base_url=base_url,
        evidence=evidence,
        zone=zone,
        endorses=_endorsed(catalog, credential),
    )
    return replace(made, agreement="", agreement_title="")


def _endorsed(catalog: Catalog, credential: Credential) -> Endorsed | None:
    if not credential.endorses:
        return None
    return Endorsed(basis_id(credential), title_of_basis(catalog, credential), NUMBER)


def _marked(design: Design) -> Design:
    """The design with the mark in its page: at the end, so that it stands above everything, and in every language."""
    before, closing, after = design.html.rpartition("</body>")
    html = f"{before}{_MARK}{closing}{after}" if closing else f"{design.html}{_MARK}"
    return replace(design, html=html, css=design.css + _STYLE)


def can_picture() -> bool:
    """Whether this machine can draw a PDF as a picture."""
    return shutil.which("pdftoppm") is not None


def picture(pdf: bytes) -> bytes | None:
    """The first page of a PDF as PNG, where poppler's `pdftoppm` is on this machine; else None."""
    program = shutil.which("pdftoppm")
    if program is None:
        return None
    command = [program, "-png", "-singlefile", "-f", "1", "-l", "1", "-r", str(PIXELS_PER_INCH), "-"]
    try:
        drawn = subprocess.run(command, input=pdf, capture_output=True, timeout=SECONDS, check=True)  # noqa: S603
    except (OSError, subprocess.SubprocessError):
        return None
    return drawn.stdout or None
