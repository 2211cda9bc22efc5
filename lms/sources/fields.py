"""The strict reader over one YAML mapping: it asks for what the format knows, and finds fault with everything else."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from typing import TypeVar

from lms.sources import values
from lms.sources.diagnostics import Findings, Place
from lms.sources.suggest import a, did_you_mean, nearest
from lms.sources.values import Fault
from lms.sources.yamltext import Mapping_, Node, Refused, Scalar, Sequence, shorten

_Value = TypeVar("_Value")
_SUGGEST_UP_TO = 20


class Fields:
    """One mapping being read. `what` is what an author calls it ("quiz", "course"); it stands in messages.

    A key that was refused or has the wrong shape is reported once, and then reads as its default.
    """

    def __init__(self, node: Node | None, findings: Findings, known: Collection[str] | None, what: str) -> None:
        self.findings = findings
        self.what = what
        self.readable = isinstance(node, Mapping_)
        self._entries: Mapping[str, Node] = {}
        self._keys: Mapping[str, Scalar] = {}
        self._known: Collection[str] | None = None
        self._misspelt: dict[str, str] = {}
        self.place = Place("") if node is None else node.place
        if isinstance(node, Mapping_):
            self._entries = node.entries
            self._keys = node.keys
            if known is not None:
                self.check(known)
        elif node is not None and not isinstance(node, Refused):
            findings.add(
                node.place,
                "S203",
                f"This {what} must be keys with values.",
                "Write each as `key: value`, one on a line.",
            )

    def check(self, known: Collection[str], hints: Mapping[str, str] | None = None) -> None:
        """Finds fault with every key that is not known. `hints` holds the help for keys that belong elsewhere."""
        self._known = known
        unknown = [key for key in self._keys if key not in known]
        for n, key in enumerate(unknown):
            help = (hints or {}).get(key, "")
            if not help and n < _SUGGEST_UP_TO:
                help = did_you_mean(key, known)
            message = (
                f"`{shorten(key)}` is not a key of {a(self.what)}." if key else "There is no key before the colon."
            )
            self.findings.add(self._keys[key].place, "S201", message, help)
        for meant in [meant for meant, written in self._misspelt.items() if written in known]:
            # It is a key of its own after all, so what is missing was not meant by it.
            self._report_missing(meant)

    def keys(self) -> tuple[str, ...]:
        return tuple(self._keys)

    def has(self, key: str) -> bool:
        return key in self._entries

    def place_of(self, key: str) -> Place:
        """The place of the key's value; of the key itself where the value is empty; of the mapping without the key."""
        node = self._entries.get(key)
        if node is None:
            return self.place
        if isinstance(node, Scalar) and not node.text and not node.style:
            return self._keys[key].place
        return node.place

    def key_place(self, key: str) -> Place:
        """The place of the key itself; the mapping's own place where it is missing."""
        found = self._keys.get(key)
        return self.place if found is None else found.place

    def node(self, key: str, *, needed: bool = False) -> Node | None:
        """The value as it was read, None where there is none or it was refused."""
        node = self._entries.get(key)
        if needed and self._is_empty(node):
            self.missing(key)
        return None if isinstance(node, Refused) else node

    def missing(self, key: str) -> None:
        """Reports that a needed key is not there, or has no value."""
        if not self.readable:
            return
        written = "" if key in self._entries else self._misspelling_of(key)
        if written:
            self._misspelt[key] = written
        else:
            self._report_missing(key)

    def _report_missing(self, key: str) -> None:
        if key in self._entries:
            self.findings.add(self.key_place(key), "S202", f"`{key}` has no value.", f"Write it after `{key}:`.")
        else:
            self.findings.add(self.place, "S202", f"This {self.what} has no `{key}`.", f"Add a line `{key}: …`.")

    def _misspelling_of(self, key: str) -> str:
        """An unknown key that was probably meant to be this one: reporting it is enough."""
        unknown = [one for one in self._keys if self._known is None or one not in self._known]
        return next((one for one in unknown[:_SUGGEST_UP_TO] if nearest(one, (key,))), "")

    def scalar(self, key: str, *, needed: bool = False) -> Scalar | None:
        """A text with its place; None where it is missing, empty, or not a text."""
        node = self._entries.get(key)
        if isinstance(node, Scalar):
            if node.text.strip():
                return node
            if needed or node.style:
                self.missing(key)
            return None
        if node is None:
            if needed:
                self.missing(key)
        elif not isinstance(node, Refused):
            self.fault(key, "S203", f"`{key}` must be one text, not a {_shape(node)}.")
        return None

    def text(self, key: str, *, needed: bool = False, default: str = "") -> str:
        """A text as written, without the newline at its end."""
        scalar = self.scalar(key, needed=needed)
        return default if scalar is None else scalar.text.rstrip("\n")

    def texts(self, key: str, *, needed: bool = False, single: bool = False) -> tuple[Scalar, ...]:
        """A list of texts with their places. With `single`, one text alone counts as a list of one."""
        node = self._entries.get(key)
        if self._is_empty(node):
            if needed:
                self.missing(key)
            return ()
        if isinstance(node, Scalar) and single:
            return (node,)
        if isinstance(node, Sequence):
            return self._texts_of(key, node, needed)
        if not isinstance(node, Refused):
            self.fault(
                key, "S203", f"`{key}` must be a list.", f"Write `{key}: [one, two]`, or each item after a dash."
            )
        return ()

    def _texts_of(self, key: str, node: Sequence, needed: bool) -> tuple[Scalar, ...]:
        if needed and not node.items:
            self.fault(key, "S202", f"`{key}` is an empty list.", "Name at least one.")
        found = []
        for item in node.items:
            if isinstance(item, Scalar) and item.text.strip():
                found.append(item)
            elif isinstance(item, Scalar):
                self.findings.add(
                    item.place, "S203", f"An item of `{key}` is empty.", "Write it, or take the dash out."
                )
            elif not isinstance(item, Refused):
                self.findings.add(item.place, "S203", f"Each item of `{key}` must be one text, not a {_shape(item)}.")
        return tuple(found)

    def items(self, key: str, *, needed: bool = False) -> tuple[Node, ...]:
        """A list of whatever was written, such as the lines of a blueprint."""
        node = self._entries.get(key)
        if self._is_empty(node):
            if needed:
                self.missing(key)
            return ()
        if isinstance(node, Sequence):
            if needed and not node.items:
                self.fault(key, "S202", f"`{key}` is an empty list.", "Name at least one.")
            return tuple(item for item in node.items if not isinstance(item, Refused))
        if not isinstance(node, Refused):
            self.fault(key, "S203", f"`{key}` must be a list.", "Write each item on a line of its own, after a dash.")
        return ()

    def mapping(self, key: str, *, needed: bool = False) -> tuple[tuple[Scalar, Node], ...] | None:
        """Keys with values, in order; None where there are none or the value has another shape."""
        node = self._entries.get(key)
        if self._is_empty(node):
            if needed:
                self.missing(key)
            return None
        if isinstance(node, Mapping_):
            if needed and not node.keys:
                self.missing(key)
            return tuple(
                (node.keys[name], value) for name, value in node.entries.items() if not isinstance(value, Refused)
            )
        if not isinstance(node, Refused):
            self.fault(key, "S203", f"`{key}` must be keys with values.", "Write each as `key: value`, one on a line.")
        return None

    def whole(self, key: str, *, least: int, most: int = 10**6, default: int) -> int:
        return self._read(key, lambda scalar: values.whole(scalar.text, least, most), default)

    def word(self, key: str, words: Collection[str], *, default: str, needed: bool = False) -> str:
        """One of some words, exactly as they are written in the format."""
        scalar = self.scalar(key, needed=needed)
        if scalar is None:
            return default
        word = scalar.text.strip()
        if word in words:
            return word
        self.fault(key, "S205", f"`{shorten(word)}` is not a value of `{key}`.", did_you_mean(word, words))
        return default

    def yes_no(self, key: str, *, default: bool) -> bool:
        return self._read(key, lambda scalar: values.yes_no(scalar.text), default)

    def date(self, key: str) -> date | None:
        return self._read(key, lambda scalar: values.day(scalar.text), None)

    def share(self, key: str) -> Fraction | None:
        """A percentage as an exact share from 0 to 1."""
        return self._read(key, lambda scalar: values.share(scalar.text), None)

    def decimal(self, key: str, *, needed: bool = False) -> Decimal | None:
        """A number as an exact decimal, with a point or a comma; never NaN or infinity."""
        return self._read(key, lambda scalar: values.decimal(scalar.text), None, needed)

    def duration(self, key: str) -> timedelta | None:
        return self._read(key, lambda scalar: values.duration(scalar.text), None)

    def durations(self, key: str) -> tuple[timedelta, ...]:
        """A list of durations, or one alone."""
        found = (self.value_of(item, key, values.duration) for item in self.texts(key, single=True))
        return tuple(one for one in found if one is not None)

    def value_of(self, scalar: Scalar, key: str, read: Callable[[str], _Value | Fault]) -> _Value | None:
        """A text of this mapping, read by one of `lms.sources.values`; what cannot be read is reported at its place."""
        value = read(scalar.text)
        if isinstance(value, Fault):
            self.findings.add(
                scalar.place, value.code, f"`{key}` is `{shorten(scalar.text)}`, {value.words}", value.help
            )
            return None
        return value

    def _read(
        self, key: str, read: Callable[[Scalar], _Value | Fault], default: _Value, needed: bool = False
    ) -> _Value:
        scalar = self.scalar(key, needed=needed)
        if scalar is None:
            return default
        value = self.value_of(scalar, key, lambda _: read(scalar))
        return default if value is None else value

    def fault(self, key: str, code: str, message: str, help: str = "") -> None:
        """An error at the key's value."""
        self.findings.add(self.place_of(key), code, message, help)

    def warn(self, key: str, code: str, message: str, help: str = "") -> None:
        """A warning at the key's value."""
        self.findings.warn(self.place_of(key), code, message, help)

    @staticmethod
    def _is_empty(node: Node | None) -> bool:
        return node is None or (isinstance(node, Scalar) and not node.text.strip())


def _shape(node: Node) -> str:
    return "list" if isinstance(node, Sequence) else "group of keys"
