"""From claims and a design to the page as HTML. Designs are by people we trust with words, not with the machine."""

from __future__ import annotations

from functools import lru_cache
from io import BytesIO

import segno
from jinja2 import StrictUndefined, Template
from jinja2.sandbox import ImmutableSandboxedEnvironment
from markupsafe import Markup

from lms.content.reading.model import Design
from lms.credentials.canonical import sha256_of
from lms.credentials.model import Claims
from lms.credentials.printed import NO_DAY, PrintedIssuer, PrintedList, PrintedSignatory, is_none, shown
from lms.questions.quiz import Json

BASE = "https://certificate.invalid/"
"""Where a page seems to lie, so that its relative addresses can be told from all others. The name can't exist."""


def page(claims: Claims, design: Design) -> str:
    """The HTML of one certificate. A name that no design is given is an UndefinedError; the check finds it before."""
    return _template(design.html).render(_values(claims))


def qr_address(claims: Claims) -> str:
    """The address of the QR picture, which is never stored: whoever draws the page answers it with `qr_picture`."""
    return f"qr/{claims.serial}.svg"


def qr_picture(claims: Claims) -> bytes:
    """The verification address as a QR code in SVG, with the quiet zone that readers need; it bears 15 % of damage."""
    picture = BytesIO()
    code = segno.make(claims.verify_url, error="m", micro=False)
    code.save(picture, kind="svg", border=4, dark="#0b2b2c", light="#ffffff", xmldecl=False, omitsize=True)
    return picture.getvalue()


def fingerprint(design: Design) -> str:
    """One text for each design: equal where every byte of it is."""
    parts = [design.html.encode(), design.css.encode()]
    for name, content in sorted(design.files.items()):
        parts += [name.encode(), content]
    return sha256_of(b"".join(len(part).to_bytes(8, "big") + part for part in parts))


def _environment() -> ImmutableSandboxedEnvironment:
    environment = ImmutableSandboxedEnvironment(
        autoescape=True, undefined=StrictUndefined, trim_blocks=True, finalize=shown
    )
    environment.globals.clear()
    environment.tests["none"] = is_none
    return environment


_ENVIRONMENT = _environment()


@lru_cache(maxsize=32)
def _template(html: str) -> Template:
    return _ENVIRONMENT.from_string(html)


def _values(claims: Claims) -> dict[str, Json]:
    """The values of the names that a design is given, which `lms.content.kinds.design.template` lists.

    Only the criteria are markup: they were made from Markdown with HTML switched off.
    """
    return {
        "holder": claims.holder,
        "credential": claims.title,
        "kind": claims.kind,
        "criteria": Markup(claims.criteria_html),  # noqa: S704
        "says_not": claims.says_not,
        "objectives": PrintedList(claims.objectives),
        "issued": claims.day(claims.issued, claims.language),
        "expires": NO_DAY if claims.expires is None else claims.day(claims.expires, claims.language),
        "serial": claims.serial,
        "verify_url": claims.verify_url,
        "host": claims.host,
        "issuer": PrintedIssuer(claims.issuer),
        "signed_by": PrintedList(PrintedSignatory(one) for one in claims.signed_by),
        "ground": claims.ground,
        "qr": qr_address(claims),
        "language": claims.language,
    }
