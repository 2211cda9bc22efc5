"""YAML as text with places: every scalar stays as written, and what is clever or risky in YAML is refused."""

from __future__ import annotations

import re
from collections.abc import Callable
from collections.abc import Sequence as Items
from typing import Any

import yaml
from yaml.events import (
    AliasEvent,
    DocumentStartEvent,
    MappingEndEvent,
    MappingStartEvent,
    ScalarEvent,
    SequenceEndEvent,
    SequenceStartEvent,
)

from lms.sources.characters import hidden_character
from lms.sources.characters import shorten as shorten
from lms.sources.diagnostics import Edit, Findings, Place
from lms.sources.origin import Origin
from lms.sources.yamlfaults import quoting_cure, report_syntax, report_tabs
from lms.sources.yamlslips import report_slips

try:
    from yaml.cyaml import CParser as _FastParser  # type: ignore[attr-defined]
except ImportError:  # PyYAML was built without libyaml: slower, and the same results.
    from lms.sources.slowyaml import PurePythonParser as _FastParser  # type: ignore[assignment]

MOST_BYTES = 64 * 1024
MOST_LEVELS = 20
_TAG = re.compile(r"!\S*")


class _Node:
    __slots__ = ("_end", "_start", "origin")

    def __init__(self, origin: Origin, start: Any, end: Any) -> None:
        self.origin = origin
        self._start = start
        self._end = end

    @property
    def place(self) -> Place:
        start, end = self._start, self._end
        return self.origin.place(start.line, start.column, end.line, end.column)


class Scalar(_Node):
    """One text, as written. `style` is "" for plain text, or one of `'`, `"`, `|`, `>`."""

    __slots__ = ("style", "text")

    def __init__(self, origin: Origin, event: ScalarEvent) -> None:
        self.origin = origin
        self._start = event.start_mark
        self._end = event.end_mark
        self.text: str = event.value
        self.style: str = event.style or ""

    @property
    def file(self) -> str:
        return self.origin.file

    def find(self, words: str, after: int = -1) -> tuple[Place, int] | None:
        """The next place of some words inside this text, as they stand in the file, and the index to go on from."""
        index = self.origin.text.find(words, max(self._start.index, after + 1), self._end.index)
        if index < 0:
            return None
        return self.origin.place_at(index, len(words.split("\n", 1)[0])), index

    def place_of(self, words: str, nth: int = 0) -> Place:
        """The place of some words inside this text, the whole text's place where they cannot be found as written."""
        found, after = None, -1
        for _ in range(nth + 1):
            found = self.find(words, after)
            if found is None:
                return self.place
            after = found[1]
        return self.place if found is None else found[0]


class Sequence(_Node):
    """A list."""

    __slots__ = ("items",)

    def __init__(self, origin: Origin, start: Any) -> None:
        super().__init__(origin, start, start)
        self.items: list[Node] = []

    @property
    def on_one_line(self) -> bool:
        """Whether it stands in brackets, on one line."""
        return self._start.line == self._end.line and self.origin.text[self._start.index] == "["

    @property
    def dashes(self) -> list[Place | None]:
        """The dash before each item, None where it stands elsewhere than on the item's own line."""
        return [_dash_before(item) for item in self.items]


class Mapping_(_Node):  # noqa: N801 - `Mapping` alone is the standard library's word.
    """Keys with their values, in order, each key once. `opening` is where a whole block begins, for what is missing."""

    __slots__ = ("entries", "keys", "opening")

    def __init__(self, origin: Origin, start: Any) -> None:
        super().__init__(origin, start, start)
        self.entries: dict[str, Node] = {}
        self.keys: dict[str, Scalar] = {}
        self.opening: Place | None = None

    @property
    def place(self) -> Place:
        return self.opening or super().place


class Refused(_Node):
    """Stands where something was refused: the finding is made already, so a reader says no more about it."""

    __slots__ = ()


Node = Scalar | Sequence | Mapping_ | Refused


def compose(
    text: str,
    file: str,
    first_line: int,
    columns: int | Items[int],
    findings: Findings,
    opening: Place | None = None,
) -> Node | None:
    """The tree of one block of YAML, or None where it is empty or cannot be read at all (then a finding says why).

    `columns` is the number of characters before each line of the block; `opening` becomes the place of the outermost
    mapping, where a missing key is reported.
    """
    origin = Origin(text, file, first_line, columns)
    start = opening or origin.place(0, 0, 0, 1)
    if len(text) > MOST_BYTES or len(text.encode()) > MOST_BYTES:
        findings.add(start, "S108", "This block is larger than 64 KiB.", "Split it into several files.")
        return None
    if "\t" in text:
        if report_tabs(origin, findings):
            return None
        text = text.replace("\t", " ")
        origin.text = text
    read = report_slips(origin, findings)
    if read is None:
        return None
    origin.text = read
    try:
        root = _Composer(origin, findings).compose()
    except yaml.MarkedYAMLError as fault:
        report_syntax(origin, fault, findings)
        return None
    except yaml.YAMLError:
        findings.add(start, "S101", "This block cannot be read as YAML.", "Look for unusual characters in it.")
        return None
    except _TooMuch:
        return None
    if isinstance(root, Mapping_):
        root.opening = opening
    return root


def _dash_before(item: Node) -> Place | None:
    start = item._start
    before = item.origin.text[start.index - start.column : start.index]
    column = len(before.rstrip(" ")) - 1
    if before.strip(" ") != "-":
        return None
    return item.origin.place(start.line, column, start.line, column + 1)


class _TooMuch(Exception):
    """Ends the reading of a block that is too deep or has two parts; its finding is already made."""


class _Composer:
    """Builds nodes from the parser's events without recursion, so that no nesting can exhaust a stack."""

    def __init__(self, origin: Origin, findings: Findings) -> None:
        self.origin = origin
        self.findings = findings
        self.stack: list[Sequence | Mapping_] = []
        self.waiting: list[Scalar | Refused | None] = []
        self.root: Node | None = None

    def compose(self) -> Node | None:
        parser = _FastParser(self.origin.text)
        next_event: Callable[[], Any] = parser.get_event
        documents = 0
        while (event := next_event()) is not None:
            kind = type(event)
            if kind is ScalarEvent:
                if event.anchor is not None or event.tag is not None:
                    self._refuse_properties(event)
                self._add(self._scalar(event))
            elif kind is MappingStartEvent or kind is SequenceStartEvent:
                self._open(event, kind)
            elif kind is MappingEndEvent or kind is SequenceEndEvent:
                self._close(event)
            elif kind is AliasEvent:
                self._refuse_alias(event)
            elif kind is DocumentStartEvent:
                documents += 1
                if documents > 1:
                    self._refuse("S109", event, "A line of three dashes begins a second part here.", "Take it out.")
                    raise _TooMuch
        return self.root

    def _scalar(self, event: ScalarEvent) -> Scalar | Refused:
        scalar = Scalar(self.origin, event)
        if scalar.style == '"' and (hidden := hidden_character(scalar.text)):
            self.findings.add(
                scalar.place, "S002", f"This text contains {hidden}, which cannot be shown.", "Take it out."
            )
            return Refused(self.origin, event.start_mark, event.end_mark)
        return scalar

    def _open(self, event: Any, kind: type) -> None:
        if event.anchor is not None or event.tag is not None:
            self._refuse_properties(event)
        if len(self.stack) >= MOST_LEVELS:
            self._refuse("S107", event, "This is nested more than 20 levels deep.", "Write it with fewer levels.")
            raise _TooMuch
        mark = event.start_mark
        node = Mapping_(self.origin, mark) if kind is MappingStartEvent else Sequence(self.origin, mark)
        self._add(node)
        self.stack.append(node)
        self.waiting.append(None)

    def _close(self, event: Any) -> None:
        node = self.stack.pop()
        self.waiting.pop()
        node._end = event.end_mark

    def _add(self, node: Node) -> None:
        if not self.stack:
            self.root = node
            return
        parent = self.stack[-1]
        if isinstance(parent, Sequence):
            parent.items.append(node)
            return
        key = self.waiting[-1]
        if key is None:
            self.waiting[-1] = self._key(node, parent)
            return
        self.waiting[-1] = None
        if isinstance(key, Scalar):
            parent.entries[key.text] = node
            parent.keys[key.text] = key

    def _key(self, node: Node, parent: Mapping_) -> Scalar | Refused:
        if not isinstance(node, Scalar):
            if not isinstance(node, Refused):
                self.findings.add(
                    node.place, "S110", "A list or a group cannot be a key.", "Write a word before the colon."
                )
            return Refused(self.origin, node._start, node._end)
        if node.text == "<<" and not node.style:
            self.findings.add(
                node.place, "S106", "`<<` copies keys from elsewhere, which is not read here.", "Write the keys out."
            )
        elif node.text in parent.keys:
            first = parent.keys[node.text].place.line
            self.findings.add(
                node.place,
                "S102",
                f"The key `{shorten(node.text)}` is here twice.",
                f"It is on line {first} already: keep one of the two.",
            )
        else:
            return node
        return Refused(self.origin, node._start, node._end)

    def _refuse(self, code: str, event: Any, message: str, help: str, edits: tuple[Edit, ...] = ()) -> None:
        start, end = event.start_mark, event.end_mark
        place = self.origin.place(start.line, start.column, end.line, end.column)
        self.findings.add(place, code, message, help, edits=edits)

    def _refuse_alias(self, event: Any) -> None:
        help, edits = quoting_cure(self.origin, event.start_mark.line)
        message = f"`*{shorten(event.anchor)}` stands for another place, which is not read here."
        self._refuse("S104", event, message, help or "Write the text itself here.", edits)
        self._add(Refused(self.origin, event.start_mark, event.end_mark))

    def _refuse_properties(self, event: Any) -> None:
        line, column = event.start_mark.line, event.start_mark.column
        if event.anchor is not None:
            help, edits = quoting_cure(self.origin, line)
            place = self.origin.place(line, column, line, column + len(event.anchor) + 1)
            message = f"`&{shorten(event.anchor)}` gives a name to this place, which is not read here."
            self.findings.add(place, "S104", message, help or "Take it out.", edits=edits)
        if event.tag is not None:
            help, edits = quoting_cure(self.origin, line)
            found = _TAG.match(self.origin.text, event.start_mark.index)
            place = self.origin.place(line, column, line, column + (len(found[0]) if found else 1))
            message = "A word with `!` before it is a tag, which is not read here."
            self.findings.add(place, "S105", message, help or "Take it out.", edits=edits)
