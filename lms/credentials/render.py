"""The page as PDF: the one module that imports WeasyPrint.

Importing it takes half a second and tens of megabytes, so import it where something is drawn, and nowhere else.
"""

from __future__ import annotations

import logging
from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import dataclass, field
from mimetypes import guess_type
from threading import Lock
from typing import Any
from urllib.parse import unquote

from weasyprint import CSS, HTML, Attachment
from weasyprint.text.fonts import FontConfiguration
from weasyprint.urls import URLFetcher, URLFetcherResponse

from lms.content.reading.model import Design
from lms.credentials import reading
from lms.credentials.attached import Attached
from lms.credentials.conformance import claim_both_standards
from lms.credentials.dates import stamp
from lms.credentials.design import BASE, fingerprint, page, qr_address, qr_picture
from lms.credentials.model import Claims

VARIANT = "pdf/a-3a"
"""Tagged, with title and language; the claim to be PDF/UA-1 as well is added when it is written."""

_DESIGNS_KEPT = 8
_SCALES = (1.0, 0.94, 0.88, 0.82, 0.76, 0.7, 0.64, 0.58, 0.5)
_log = logging.getLogger(__name__)


class OwnFiles(URLFetcher):  # type: ignore[misc]
    """Answers with the files of a design and with the QR picture at hand, and refuses every other address."""

    def __init__(self, design: Design) -> None:
        super().__init__(allowed_protocols=())
        # The style is already applied. A design that links it, so that it can be looked at in a browser, gets it once.
        self._files = {"certificate.css": b""} | dict(design.files)
        self.picture: tuple[str, bytes] = ("", b"")

    def fetch(self, url: str, headers: Any = None) -> Any:
        name = unquote(url.removeprefix(BASE)) if url.startswith(BASE) else ""
        address, picture = self.picture
        if name and name == address:
            return URLFetcherResponse(url, picture, {"Content-Type": "image/svg+xml"})
        if name not in self._files:
            raise PermissionError(f"{url[:200]} is not a file of this design")
        kind = guess_type(name)[0] or "application/octet-stream"
        return URLFetcherResponse(url, self._files[name], {"Content-Type": kind})


@dataclass(slots=True)
class Prepared:
    """What is the same for all certificates of one design: made once, since each font configuration costs memory."""

    files: OwnFiles
    style: CSS
    fonts: FontConfiguration
    pictures: dict[str, Any] = field(default_factory=dict)


_prepared: OrderedDict[str, Prepared] = OrderedDict()
# Pango's font maps are not made for several threads at once.
_one_at_a_time = Lock()


def draw(claims: Claims, design: Design, attached: Sequence[Attached] = ()) -> bytes:
    """The certificate as PDF/A-3a and PDF/UA-1: the same claims, design and files give the same bytes everywhere.

    What does not fit on one page is drawn smaller as a whole, down to half its size.
    """
    html = page(claims, design)
    with _one_at_a_time:
        prepared = _prepare(design)
        address = qr_address(claims)
        prepared.files.picture = (address, qr_picture(claims))
        try:
            document, scale, texts = _laid_out(html, prepared)
            _describe(document.metadata, claims)
            document.metadata.attachments = [
                _attachment(one, claims) for one in sorted(attached, key=lambda one: one.name)
            ]
            pdf: bytes = document.write_pdf(
                zoom=scale,
                pdf_variant=VARIANT,
                pdf_identifier=bytes.fromhex(claims.hash)[:16],
                finisher=lambda _, written: _finish(written, texts),
            )
            return pdf
        finally:
            prepared.files.picture = ("", b"")
            prepared.pictures.pop(BASE + address, None)


def _finish(pdf: Any, texts: Sequence[str]) -> None:
    claim_both_standards(pdf)
    reading.say_what_is_written(pdf, texts)


def _laid_out(html: str, prepared: Prepared) -> tuple[Any, float, tuple[str, ...]]:
    """The document on one page, the scale that brings the page to the size that the design asks for, and its lines that
    are read in another way than they are drawn.

    Too much text gets a larger page, which is then scaled down: so nothing hangs on the units that a design uses.
    """
    source = HTML(string=html, base_url=BASE, url_fetcher=prepared.files)
    texts = reading.wrap(source.etree_element)
    options = {"font_config": prepared.fonts, "cache": prepared.pictures, "pdf_variant": VARIANT}
    document = source.render(stylesheets=[prepared.style], **options)
    width, height = document.pages[0].width, document.pages[0].height
    for scale in _SCALES:
        if scale < 1:
            size = f"@page {{ size: {width / scale:.3f}px {height / scale:.3f}px !important }}"
            document = source.render(stylesheets=[prepared.style, CSS(string=size)], **options)
        if len(document.pages) == 1:
            return document, scale, texts
    _log.warning("a certificate needs %d pages: its design leaves too little room", len(document.pages))
    return document, scale, texts


def _describe(metadata: Any, claims: Claims) -> None:
    """Title, author, language and dates come from the claims, whatever the design says of itself."""
    metadata.title = f"{claims.title}: {claims.holder}"
    metadata.authors = [claims.issuer.name]
    metadata.description = f"Certificate {claims.serial}, to be verified at {claims.verify_url}"
    metadata.keywords = []
    metadata.lang = claims.language
    metadata.created = metadata.modified = stamp(claims.drawn_on)


def _attachment(file: Attached, claims: Claims) -> Attachment:
    """A file as the data of the page. Its dates are those of the page: else the clock would stand in the bytes."""
    return Attachment(
        string=file.content,
        name=file.name,
        description=file.description,
        created=claims.drawn_on,
        modified=claims.drawn_on,
        relationship="Data",
    )


def _prepare(design: Design) -> Prepared:
    key = fingerprint(design)
    if key not in _prepared:
        files, fonts = OwnFiles(design), FontConfiguration()
        style = CSS(string=reading.STYLE + design.css, base_url=BASE, url_fetcher=files, font_config=fonts)
        _prepared[key] = Prepared(files, style, fonts)
        while len(_prepared) > _DESIGNS_KEPT:
            _prepared.popitem(last=False)
    _prepared.move_to_end(key)
    return _prepared[key]
