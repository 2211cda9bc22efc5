"""A Markdown file in its two halves: the front matter as fields, and the body as a text that knows its place."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from itertools import accumulate

from lms.content.reading.frontmatter import FENCE, report_lost_end, report_lost_opening
from lms.content.reading.names import id_of_name, is_id, proposed_id
from lms.content.reading.parts import Head, Ref
from lms.content.reading.placeholders import report_placeholders
from lms.content.reading.silence import Silence, read_silences
from lms.sources.diagnostics import Edit, Findings, Place
from lms.sources.fields import Fields
from lms.sources.files import SourceFile, decode
from lms.sources.links import Link
from lms.sources.tables import Table
from lms.sources.yamltext import Mapping_, Refused, compose, shorten

_MOST_LINES = 200


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

    def head(
        self, name: str, links: Collection[Link] = (), anchors: Collection[str] = (), silences: Sequence[Silence] = ()
    ) -> Head:
        """The head of a part: its id is that of the front matter, or of the file's or folder's name.

        To the `silences` of its blocks come those of the front matter.
        """
        fields = self.fields
        scalar = fields.scalar("id") if fields.has("id") else None
        written = id_of_name(name) if scalar is None else scalar.text.strip()
        place = Place(self.file, 1, 1, 1, 1) if scalar is None else scalar.place
        if not is_id(written):
            near = proposed_id(written)
            what = f"The name `{shorten(name)}` gives no id" if scalar is None else f"`{shorten(written)}` is not an id"
            help = _call_it(name, near) if scalar is None else f"Write `id: {near or 'a-name'}`."
            message = f"{what}: ids are of a–z, 0–9 and single dashes, and at most 64 characters long."
            edits = (Edit(place, near),) if near and scalar is not None else ()
            self.findings.add(place, "I001", message, help, edits=edits)
            written = near or "unnamed"
        return Head(self.file, written, place, self.whole, tuple(links), tuple(anchors), (*self.silences(), *silences))

    def named_head(
        self, name: str, links: Collection[Link] = (), anchors: Collection[str] = (), silences: Sequence[Silence] = ()
    ) -> Head:
        """The head of what learners meet, which may have had other names, and may be a draft."""
        head = self.head(name, links, anchors, silences)
        if not (self.fields.has("was") or self.fields.has("draft")):
            return head
        return head._replace(was=refs(self.fields, "was"), draft=self.fields.yes_no("draft"))

    def silences(self) -> tuple[Silence, ...]:
        """The silences of the whole file."""
        return read_silences(self.fields, self.findings)


def _call_it(name: str, near: str) -> str:
    """How a file or folder whose name gives no id may be called, with the number that it begins with."""
    if not near:
        return "Write a line such as `id: a-name` into its front matter."
    number = name[: len(name.removesuffix(".md")) - len(id_of_name(name))]
    ending = ".md" if name.endswith(".md") else ""
    return f"Call it {number}{near}{ending}, or write `id: {near}` into its front matter."


def read_document(source: SourceFile, findings: Findings, known: Table, needs_front: bool = True) -> Document | None:
    """A file taken apart, or None where it is no text at all. `known` is the table of its front matter."""
    what = known.what
    text = decode(source, findings)
    if text is None:
        return None
    report_placeholders(text, source.path, findings)
    opening = Place(source.path, 1, 1, 1, 4)
    front, body, readable = split(text, source.path, opening, findings, needs_front, known)
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
    fields = Fields(None if isinstance(node, Refused) else node, findings, known)
    return Document(source.path, fields, body, findings, readable)


def split(
    text: str, file: str, opening: Place, findings: Findings, needed: bool, known: Table
) -> tuple[str | None, Body, bool]:
    """The front matter's text, None where there is none; the body; and whether nothing of the front matter is lost."""
    first, _, rest = text.partition("\n")
    if first.rstrip() != FENCE:
        if report_lost_opening(text, file, known.what, findings):
            return None, Body("", file, 1), False
        if _has_lost_its_first_line(text, known):
            edit = Edit(Place(file, 1, 1, 1, 1), f"{FENCE}\n")
            message = f"The front matter of this {known.what} has no line of three dashes before it."
            place = Place(file, 1, 1, 1, len(first.rstrip()) + 1)
            findings.add(place, "S007", message, "Write a line of three dashes above the first line.", edits=(edit,))
            return None, Body("", file, 1), False
        if needed:
            findings.add(
                opening,
                "S007",
                f"This {known.what} does not begin with front matter.",
                "Begin the file with a line of three dashes, `title: …`, and three dashes again.",
            )
        return None, Body(text, file, 1), not needed
    lines = rest.split("\n")
    for n, line in enumerate(lines):
        if line.rstrip() == FENCE:
            front = "\n".join(lines[:n])
            return front + "\n" if n else "", Body("\n".join(lines[n + 1 :]), file, n + 3), True
    report_lost_end(lines, file, opening, findings)
    return None, Body("", file, len(lines) + 1), False


def _has_lost_its_first_line(text: str, known: Table) -> bool:
    """Whether a text begins with keys of its front matter, and a line of dashes after them."""
    lines = text.split("\n", _MOST_LINES)[:_MOST_LINES]
    end = next((n for n, line in enumerate(lines) if line.rstrip() == FENCE), 0)
    keys = {line.partition(":")[0] for line in lines[:end] if line[:1].strip()}
    return bool(keys) and all(key in known or key.startswith(("#", "- ")) for key in keys)


def refs(fields: Fields, key: str) -> tuple[Ref, ...]:
    """A list of words that name something, each with its place; a word that stands there twice is a finding."""
    found: dict[str, Ref] = {}
    for scalar in fields.texts(key):
        word = scalar.text.strip()
        if word in found:
            message = f"`{shorten(word)}` is in this list twice."
            fields.findings.warn(scalar.place, "R107", message, "Name it once.")
        else:
            found[word] = Ref(word, scalar.place)
    return tuple(found.values())


def ref(fields: Fields, key: str, *, needed: bool | None = None) -> Ref | None:
    """One word that names something."""
    scalar = fields.scalar(key, needed=needed)
    return None if scalar is None else Ref(scalar.text.strip(), scalar.place)
