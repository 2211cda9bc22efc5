"""“Write to us” with the issuer's address: as a link on pages, in words for programs."""

from __future__ import annotations

from markupsafe import Markup, escape

from lms.content.reading import contact
from lms.web.edge import current


def linked(text: str) -> Markup:
    """A text for a page. Its words “write to us” are followed by the issuer's address as a link."""
    issuer = current.context().catalog().issuer
    link = contact.link_of(issuer)
    if not link:
        return escape(text)
    address = Markup(' at <a class="address" href="{}">{}</a>').format(link, contact.address_of(issuer))
    return Markup("").join(escape(piece) + (address if asked else "") for piece, asked in contact.around(text))


def told(text: str) -> str:
    """The same for programs. It says no address where the content cannot be read, which may be why it is said."""
    try:
        issuer = current.context().catalog().issuer
    except Exception:
        return text
    return contact.with_address(text, issuer)
