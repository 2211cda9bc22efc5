"""The design of a certificate: which files it names, and, for its page, which names it uses."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Container, Iterable, Iterator
from urllib.parse import unquote

from lms.content.reading.kind import Kind
from lms.content.reading.names import id_of_name
from lms.content.reading.parts import DesignPart, Head, Ref
from lms.content.reading.site import World
from lms.sources.diagnostics import Findings, Place
from lms.sources.files import SourceFile, decode
from lms.sources.links import has_scheme
from lms.sources.yamltext import shorten

_COMMENTS = {"<!--": "-->", "/*": "*/", "{#": "#}"}
_COMMENT = re.compile("|".join(re.escape(sign) for sign in _COMMENTS))
_LINE = re.compile(r"[^\n]+")
_LOADING_TAG = re.compile(
    r"<(?:img|link|source|image|use|object|embed|video|audio|track|script|iframe|input)\b[^<>]*>", re.IGNORECASE
)
_ADDRESS = re.compile(r"\b(?:src|href|data|poster)\s*=\s*(?:\"([^\"]*)\"|'([^']*)')", re.IGNORECASE)
_IN_STYLE = re.compile(
    r"url\(\s*(?:\"([^\"]*)\"|'([^']*)'|([^\"')\s]*))\s*\)|@import\s+(?:\"([^\"]*)\"|'([^']*)')", re.I
)


PAGE, STYLE = "certificate.html", "certificate.css"
SHARED = "certificates"
"""Where the design lies that all credentials share which bring none of their own."""


def place_of(files: Container[str], folder: str, name: str) -> str | None:
    """Where a file of a credential's design lies: beside the credential, else among what all share."""
    places = (f"{folder}/{name}", f"{SHARED}/{name}")
    return next((path for path in places if path in files), None)


def names_beside(files: Iterable[str], folder: str) -> set[str]:
    """The names of all files that a design in this folder can ask for."""
    own, shared = f"{folder}/", f"{SHARED}/"
    return {path.removeprefix(own) for path in files if path.startswith(own)} | {
        path.removeprefix(shared) for path in files if path.startswith(shared) and path.count("/") == 1
    }


def read_design(source: SourceFile, findings: Findings) -> DesignPart | None:
    """A page (`.html`) or a style (`.css`) beside a credential."""
    text = decode(source, findings)
    if text is None:
        return None
    if source.path.endswith(".html"):
        # Jinja is imported only where a page is read anew: it would double the start of the command.
        from lms.content.kinds.design.template import check_template  # noqa: PLC0415

        check_template(text, source.path, findings)
    name = source.path.rsplit("/", 1)[1]
    head = Head(source.path, id_of_name(name), Place(source.path), True)
    return DesignPart(head, text, tuple(_named_files(text, source.path, findings)))


def _named_files(text: str, file: str, findings: Findings) -> Iterator[Ref]:
    """The files that a design asks for, by their path beside it. An address elsewhere is never fetched: a finding."""
    seen = _without_comments(text)
    for index, address in sorted(_addresses(seen)):
        if not address or address.startswith(("#", "data:")) or "{{" in address or "{%" in address:
            continue
        line = text.count("\n", 0, index) + 1
        column = index - text.rfind("\n", 0, index)
        place = Place(file, line, column, line, column + len(address))
        path = posixpath.normpath(unquote(address.partition("?")[0].partition("#")[0]))
        if has_scheme(address):
            message = f"A certificate fetches nothing from elsewhere: {shorten(address)}"
            findings.add(place, "K111", message, "Put the file beside this one, and name it here.")
        elif path.startswith(("/", "..")):
            message = f"This file does not lie beside the design: {shorten(address)}"
            findings.add(place, "K108", message, "Put it into the folder of the credential.")
        else:
            yield Ref(path, place)


def _without_comments(text: str) -> str:
    """The text with spaces for its comments, so that everything else keeps its place."""
    pieces: list[str] = []
    end = 0
    while found := _COMMENT.search(text, end):
        closing = _COMMENTS[found[0]]
        close = text.find(closing, found.end())
        if close < 0:
            break
        pieces.append(text[end : found.start()])
        pieces.append(_LINE.sub(lambda line: " " * len(line[0]), text[found.start() : close + len(closing)]))
        end = close + len(closing)
    return "".join(pieces) + text[end:]


def _addresses(text: str) -> Iterator[tuple[int, str]]:
    for tag in _LOADING_TAG.finditer(text):
        for found in _ADDRESS.finditer(tag[0]):
            group = found.lastindex or 0
            yield tag.start() + found.start(group), found[group]
    for found in _IN_STYLE.finditer(text):
        group = found.lastindex or 0
        if group:
            yield found.start(group), found[group]


class DesignKind(Kind):
    name = "design"
    place = 9
    files = ("certificates/*/*.html", "certificates/*/*.css", "certificates/*.html", "certificates/*.css")
    read_by_people = False
    compared_as_a_whole = False

    def read(self, source: SourceFile, findings: Findings) -> DesignPart | None:
        return read_design(source, findings)

    def gather(self, world: World, path: str, part: DesignPart) -> None:
        world.hold(self.name, part, path)


KIND = DesignKind()
