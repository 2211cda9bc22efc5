"""Claims, designs and records that the tests of certificates share."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

from lms.content.reading.model import Catalog, Credential, Design, Issuer, Objective, Signatory, Term
from lms.credentials.acts import derive
from lms.credentials.leaf import issued
from lms.credentials.life import Life, Making
from lms.credentials.model import Claims, Evidence, freeze
from lms.credentials.report import Recorded
from lms.credentials.serial import Serial, new_serial

CERTIFICATES = Path(__file__).resolve().parents[2] / "certificates"
AWARDED = datetime(2027, 3, 5, 14, 2, 9, 123456, tzinfo=UTC)
LATER = datetime(2027, 4, 9, 8, 0, tzinfo=UTC)
OBJECTIVES = (
    "Ask for, and honour, the consent of everyone in your story.",
    "Question a figure before passing it on, and pass it on fairly.",
)
PLAIN = Design(html="<h1>{{ holder }}</h1><img src='{{ qr }}' alt='QR code'>", css="@page { size: A4 landscape }")
ISSUED = Life(making=Making.ISSUED, sha256="f" * 64)


def serial(number: int = 0) -> Serial:
    """A number that is the same in every run, and another one for each `number`."""
    bits = int.from_bytes(b"\x5a" * 16, "big") + 37 * number
    return new_serial(lambda count: bits.to_bytes(count, "big"))


def claims(
    holder: str = "Amal Haddad",
    *,
    title: str = "Patient Leader, Foundations",
    kind: str = "certification",
    objectives: tuple[str, ...] = OBJECTIVES,
    criteria: str = "<p>Passed the <em>Foundations</em> examination.</p>",
    says_not: str = "It is not a clinical qualification.",
    language: str = "en",
    base_url: str = "https://certificates.example",
    renews: Claims | None = None,
    ground: str = "",
    zone: str = "",
    issued: datetime = AWARDED,
) -> Claims:
    """The claims of a certification of three years, or of a course certificate without a last day."""
    named = {str(n): Objective(str(n), text, "foundations") for n, text in enumerate(objectives)}
    credential = Credential(
        id="foundations",
        title=title,
        kind=kind,
        requires=(),
        html=criteria,
        design=PLAIN,
        objectives=tuple(named),
        agreement="a" * 64,
        agreement_title="Code of conduct",
        valid_for=Term(years=3) if kind == "certification" else None,
        signed_by=(Signatory("The Chair", "Council"), Signatory("The Director", "Programme")),
        says_not=says_not,
        language=language,
    )
    issuer = Issuer("Example Programme", "https://example.org", "certificates@example.org", "Issues examples.")
    catalog = Catalog("r42", {}, {}, {}, {"foundations": credential}, issuer, named, {}, {})
    evidence = [Evidence("assessments/exam", "Foundations examination", AWARDED)]
    return freeze(
        catalog,
        credential,
        holder=holder,
        serial=serial(),
        salt="5" * 32,
        issued=issued,
        base_url=base_url,
        evidence=evidence,
        renews=renews,
        ground=ground,
        zone=zone,
    )


def recorded(made: Claims, life: Life = ISSUED) -> Recorded:
    """What the store holds about a certificate with which all is well."""
    leaf = issued(made.serial, AWARDED, claims=made.hash, credential="c" * 64)
    return Recorded(made, life, made.hash, logged_hash=made.hash, derived=derive(made.serial, [(0, leaf.body)]))


def shipped(folder: str) -> Design:
    """The design that comes with the site, with the ornament of one credential."""
    pictures = [*CERTIFICATES.glob("*.svg"), *(CERTIFICATES / folder).glob("*.svg")]
    beside = {file.name: file.read_bytes() for file in pictures}
    html, css = (CERTIFICATES / f"certificate.{kind}" for kind in ("html", "css"))
    return Design(html.read_text("utf-8"), css.read_text("utf-8"), beside)
