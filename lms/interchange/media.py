"""Pictures that come with foreign questions: kept only if they are what they say, and small enough."""

from __future__ import annotations

import base64
import binascii
import re
from hashlib import sha256
from urllib.parse import unquote_to_bytes

from lms.content.reading.names import proposed_id
from lms.interchange.report import CannotCarry, Unreadable
from lms.interchange.xmlreading import read_xml

MOST_BYTES = 2 * 1024 * 1024
MOST_TOGETHER = 24 * 1024 * 1024
_BEGINNINGS = ((b"\x89PNG\r\n\x1a\n", ".png"), (b"\xff\xd8\xff", ".jpg"), (b"GIF87a", ".gif"), (b"GIF89a", ".gif"))
_DATA = re.compile(r"data:image/[a-z+.-]{1,20}(?:;charset=[A-Za-z0-9-]{1,20})?(;base64)?,")
_ACTIVE_TAGS = frozenset({"script", "foreignObject", "iframe", "animate", "set", "handler", "use"})


def kind_of_picture(content: bytes) -> str:
    """The ending that belongs to these bytes, whatever the file is called; "" where they are no picture for a page."""
    for start, ending in _BEGINNINGS:
        if content.startswith(start):
            return ending
    if content[:4] == b"RIFF" and content[8:12] == b"WEBP":
        return ".webp"
    return ".svg" if _is_still_drawing(content) else ""


def _is_still_drawing(content: bytes) -> bool:
    """Whether this is SVG that draws and does nothing else: no script, and nothing from elsewhere."""
    if b"<svg" not in content[:4096]:
        return False
    try:
        root = read_xml(content)
    except Unreadable:
        return False
    return root.tag == "svg" and not any(
        node.tag in _ACTIVE_TAGS
        or any(name.startswith("on") or _leads_away(name, value) for name, value in node.attrs.items())
        or (node.tag == "style" and ("@import" in node.text or "url(" in node.text))
        for node in root.walk()
    )


def _leads_away(name: str, value: str) -> bool:
    return (name == "href" and not value.startswith(("#", "data:image/png", "data:image/jpeg"))) or (
        "url(" in value and "url(#" not in value.replace(" ", "")
    )


class Pictures:
    """Collects pictures under names of their own: the same bytes once, and never one over another."""

    def __init__(self, found: dict[str, bytes], folder: str) -> None:
        self.found = found
        self.folder = folder
        self.size = sum(map(len, found.values()))
        self.by_hash = {sha256(content).hexdigest(): path for path, content in found.items()}

    def add(self, name: str, content: bytes) -> str:
        """The path to write into a text. Raises CannotCarry for what is no picture, or too large."""
        if len(content) > MOST_BYTES:
            raise CannotCarry(f"a picture in it is larger than {MOST_BYTES // 1024 // 1024} MiB")
        ending = kind_of_picture(content)
        if not ending:
            raise CannotCarry("a picture in it is no PNG, JPEG, GIF, WebP or plain SVG")
        same = self.by_hash.get(sha256(content).hexdigest())
        if same is not None:
            return same
        if self.size + len(content) > MOST_TOGETHER:
            raise CannotCarry(f"the pictures are larger than {MOST_TOGETHER // 1024 // 1024} MiB together")
        base = proposed_id(name.rpartition(".")[0] or name)[:40].strip("-") or "picture"
        path, n = f"{self.folder}/{base}{ending}", 1
        while path in self.found:
            n += 1
            path = f"{self.folder}/{base}-{n}{ending}"
        self.found[path] = content
        self.size += len(content)
        self.by_hash[sha256(content).hexdigest()] = path
        return path

    def from_data_address(self, address: str) -> str:
        """A picture that stands in the text itself, as `data:image/png;base64,…`."""
        found = _DATA.match(address)
        if found is None:
            raise CannotCarry("a picture in it cannot be read")
        rest = address[found.end() :]
        try:
            content = base64.b64decode(rest) if found[1] else unquote_to_bytes(rest)
        except (binascii.Error, ValueError) as fault:
            raise CannotCarry("a picture in it cannot be read") from fault
        return self.add(f"picture-{sha256(content).hexdigest()[:8]}", content)
