"""“Write to us” with the issuer's address: as a link on pages, in words for programs."""

from __future__ import annotations

from markupsafe import Markup, escape

from lms.content.reading import contact
from lms.web.edge import current
from lms.wording.phrases import Phrase, said


def linked(text: str) -> Markup:
    """A text for a page, in its language. Its words “write to us” say the issuer's address as a link."""
    issuer = current.context().catalog().issuer
    link = contact.link_of(issuer)
    if not link:
        return escape(current.said(text))
    address = Markup('<a class="address" href="{}">{}</a>').format(link, contact.address_of(issuer))
    language = current.language()
    pieces = contact.told(text, address, language)
    return Markup("").join(one.in_markup(language) if isinstance(one, Phrase) else escape(one) for one in pieces)


def told(text: str) -> str:
    """The same for programs. It says no address where the content cannot be read, which may be why it is said."""
    language = current.for_a_script()
    try:
        issuer = current.context().catalog().issuer
    except Exception:
        return said(text, language)
    return contact.with_address(text, issuer, language)
