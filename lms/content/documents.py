"""A Markdown file in its two halves: the front matter as fields, and the body as a text that knows its place."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Collection
from dataclasses import dataclass
from itertools import accumulate

from lms.content.names import id_of_name, is_id, proposed_id
from lms.content.parts import Head, Ref
from lms.sources.diagnostics import Findings, Place
from lms.sources.fields import Fields
from lms.sources.files import SourceFile, decode
from lms.sources.links import Link
from lms.sources.yamltext import Mapping_, Refused, compose, shorten

_FENCE = "---"


class Body:
    """The Markdown of a file after its front matter. Its text begins with the file's line `first_line`."""

    __slots__ = ("_starts", "file", "first_line", "lines", "text")

    def __init__(self, text: str, file: str, first_line: int) -> None:
        self.text = text
        self.file = file
        self.first_line = first_line
        self.lines = text.split("\n")
        self._starts: list[int] | None = None

    @property
    def place(self) -> Place:
        return Place(self.file, self.first_line, 1, self.first_line, 1)

    def find(self, words: str, after: int = -1) -> tuple[Place, int] | None:
        """The next place of some words after an index, and its own index."""
        index = self.text.find(words, after + 1)
        if index < 0:
            return None
        if self._starts is None:
            self._starts = list(accumulate((len(one) + 1 for one in self.lines), initial=0))
        n = bisect_right(self._starts, index) - 1
        line, column = self.first_line + n, index - self._starts[n] + 1
        return Place(self.file, line, column, line, column + len(words.split("\n", 1)[0])), index


@dataclass(frozen=True, slots=True)
class Document:
    """One file being read. `fields` are those of the front matter; they are empty where it cannot be read."""

    file: str
    fields: Fields
    body: Body
    findings: Findings
    whole: bool

    def head(self, name: str, links: Collection[Link] = (), anchors: Collection[str] = ()) -> Head:
        """The head of a part: its id is that of the front matter, or of the file's or folder's name."""
        fields = self.fields
        scalar = fields.scalar("id") if fields.has("id") else None
        written = id_of_name(name) if scalar is None else scalar.text.strip()
        place = Place(self.file, 1, 1, 1, 1) if scalar is None else scalar.place
        if not is_id(written):
            near = proposed_id(written)
            what = f"The name `{shorten(name)}` gives no id" if scalar is None else f"`{shorten(written)}` is not an id"
            cure = f"Call it {near}, or write" if near and scalar is None else "Write"
            self.findings.add(
                place,
                "I001",
                f"{what}: ids are of a–z, 0–9 and single dashes, and at most 64 characters long.",
                f"{cure} `id: {near or 'a-name'}` into its front matter." if scalar is None else f"Write `id: {near}`.",
            )
            written = near or "unnamed"
        return Head(self.file, written, place, self.whole, tuple(links), tuple(anchors))


def read_document(
    source: SourceFile, findings: Findings, known: Collection[str], what: str, needs_front: bool = True
) -> Document | None:
    """A file taken apart, or None where it is no text at all. `what` is what an author calls such a file."""
    text = decode(source, findings)
    if text is None:
        return None
    opening = Place(source.path, 1, 1, 1, 4)
    front, body, readable = _split(text, source.path, opening, findings, needs_front, what)
    if front is None:
        node = None
    else:
        node = compose(front, source.path, 2, 0, findings, opening)
        readable = isinstance(node, Mapping_) or (node is None and not front.strip())
        if node is None and readable and needs_front:
            findings.add(
                opening, "S007", f"The front matter of this {what} is empty.", "Write `title: …` between the dashes."
            )
            readable = False
    fields = Fields(None if isinstance(node, Refused) else node, findings, known, what)
    return Document(source.path, fields, body, findings, readable)


def _split(
    text: str, file: str, opening: Place, findings: Findings, needed: bool, what: str
) -> tuple[str | None, Body, bool]:
    """The front matter's text, the body, and whether nothing of the front matter is lost."""
    first, _, rest = text.partition("\n")
    if first.rstrip() != _FENCE:
        if needed:
            findings.add(
                opening,
                "S007",
                f"This {what} does not begin with front matter.",
                "Begin the file with a line of three dashes, `title: …`, and three dashes again.",
            )
        return None, Body(text, file, 1), not needed
    lines = rest.split("\n")
    for n, line in enumerate(lines):
        if line.rstrip() == _FENCE:
            front = "\n".join(lines[:n])
            return front + "\n" if n else "", Body("\n".join(lines[n + 1 :]), file, n + 3), True
    findings.add(
        opening, "S008", "The front matter begins here and does not end.", "Write a line of three dashes after it."
    )
    return None, Body("", file, len(lines) + 1), False


def refs(fields: Fields, key: str, *, needed: bool = False) -> tuple[Ref, ...]:
    """A list of words that name something, each with its place; a word that stands there twice is a finding."""
    found: dict[str, Ref] = {}
    for scalar in fields.texts(key, needed=needed, single=True):
        word = scalar.text.strip()
        if word in found:
            message = f"`{shorten(word)}` is in this list twice."
            fields.findings.warn(scalar.place, "R107", message, "Name it once.")
        else:
            found[word] = Ref(word, scalar.place)
    return tuple(found.values())


def ref(fields: Fields, key: str, *, needed: bool = False) -> Ref | None:
    """One word that names something."""
    scalar = fields.scalar(key, needed=needed)
    return None if scalar is None else Ref(scalar.text.strip(), scalar.place)
