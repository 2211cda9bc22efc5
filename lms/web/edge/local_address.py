"""Where a person goes on after something stood in the way: always a page of this site."""

from __future__ import annotations

from urllib.parse import urlsplit

LONGEST = 500


def local(address: str) -> str:
    """The address if it is a path of this site, else nothing. `//host`, `/\\host` and the like lead elsewhere."""
    if len(address) > LONGEST or not address.startswith("/") or address[1:2] in ("/", "\\"):
        return ""
    if any(character < " " or character == "\\" for character in address):
        return ""
    parts = urlsplit(address)
    return "" if parts.scheme or parts.netloc else address
