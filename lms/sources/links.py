"""What a link or a picture in Markdown leads to. Addresses of other files are kept open until all files are known."""

from __future__ import annotations

import posixpath
import re
from dataclasses import dataclass
from urllib.parse import unquote, urlsplit

from lms.sources.characters import shorten
from lms.sources.diagnostics import Findings, Place

_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:")
_MAIL = re.compile(r"mailto:[^@\s?]+@[^@\s?]+(?:\?\S*)?", re.IGNORECASE)
# Control characters never stand in an author's file, so these two can mark an address that is still open.
_OPEN, _CLOSE = "\x02", "\x03"
OPEN_SIZE = f"{_OPEN}\x05"
"""What the place of a picture's size begins with: it is filled with attributes, or with nothing."""

OPEN_WORD, OPEN_MEDIUM = f"{_OPEN}\x06", f"{_OPEN}\x0e"
"""What the place of a word of ours begins with, and that of a film or a sound: they are filled with HTML."""

WORD, MEDIUM = "word", "medium"
"""What a link may stand for beside an address."""

OPEN_ADDRESS = re.compile(f"{_OPEN}([^{_CLOSE}]*){_CLOSE}")


@dataclass(frozen=True, slots=True)
class Link:
    """A relative link as written. `target` is the path from the site, without the anchor, which may be empty.

    With the `role` of a word, `target` is the name of that word; with that of a medium, `words` say what it is, and
    the target may be an address of the web.
    """

    place: Place
    written: str
    target: str
    anchor: str
    picture: bool
    role: str = ""
    words: str = ""

    @property
    def open_address(self) -> str:
        if self.role:
            return f"{OPEN_WORD if self.role == WORD else OPEN_MEDIUM}{self.target}#{self.words}{_CLOSE}"
        return f"{_OPEN}{self.target}#{self.anchor}{_CLOSE}"

    @property
    def open_size(self) -> str:
        """Stands for the size of a picture, until all files are known."""
        return f"{OPEN_SIZE}{self.target}{_CLOSE}"


def fault_of_web_address(written: str) -> str:
    """What to do about a link that names a scheme or a host and may not be followed; "" where it may."""
    scheme = written.partition(":")[0].lower()
    if _MAIL.fullmatch(written) or (scheme == "https" and _has_host(written)):
        return ""
    if scheme == "http":
        return "Write https:// if the page is there too; most are."
    if scheme == "https":
        return "Copy the whole address from the browser."
    if scheme == "mailto":
        return "Write it such as mailto:name@example.org."
    return "A link begins with https:// or mailto:, or names a file of this site."


def relative_link(written: str, file: str, place: Place, picture: bool, findings: Findings) -> Link | None:
    """A link to a file or page of this site, taken apart; None with a finding where it leads outside."""
    path, _, anchor = written.partition("#")
    path, anchor = unquote(path.partition("?")[0]), unquote(anchor)
    if path.startswith("/"):
        target = path.rstrip("/") or "/"
    elif path:
        target = posixpath.normpath(posixpath.join(posixpath.dirname(file), path))
    else:
        target = file
    if target == ".." or target.startswith("../") or any(character < " " for character in target + anchor):
        findings.add(place, "M103", f"This leads outside the site: {shorten(written)}", "Name a file of this site.")
        return None
    return Link(place, written, target, anchor, picture)


def has_scheme(written: str) -> bool:
    """Whether a link names a scheme or a host, rather than a file of this site."""
    return written.startswith(("//", "\\")) or _SCHEME.match(written) is not None


def _has_host(written: str) -> bool:
    try:
        parts = urlsplit(written)
        return bool(parts.hostname) and parts.port is not False
    except ValueError:
        return False
