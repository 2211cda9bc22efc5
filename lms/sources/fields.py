"""The strict reader over one YAML mapping: it asks for what the format knows, and finds fault with everything else."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from datetime import date, timedelta
from fractions import Fraction
from typing import TypeVar

from lms.sources import cures, values
from lms.sources.diagnostics import Edit, Findings, Place
from lms.sources.slips import NO_LIMIT, meant_by
from lms.sources.suggest import a, did_you_mean, nearest, surely_meant
from lms.sources.tables import Entry, Letter, ListOf, Table, Whole, Word
from lms.sources.values import Fault
from lms.sources.yamltext import Mapping_, Node, Refused, Scalar, Sequence, shorten

_Value = TypeVar("_Value")
_SUGGEST_UP_TO = 20


class Fields:
    """One mapping being read. `what` is what an author calls it ("quiz", "course"); it stands in messages.

    `known` is its table of keys, from which words, bounds, defaults and need are taken; None where the table follows
    from the mapping itself, and is given to `check`. A key that was refused or has the wrong shape is reported once,
    and then reads as its default.
    """

    def __init__(self, node: Node | None, findings: Findings, known: Table | None, what: str = "") -> None:
        self.findings = findings
        self.what = what or (known.what if known is not None else "block")
        self.readable = isinstance(node, Mapping_)
        self._entries: Mapping[str, Node] = {}
        self._keys: Mapping[str, Scalar] = {}
        self._known: Table | None = known
        self._misspelt: dict[str, str] = {}
        self.place = Place("") if node is None else node.place
        if isinstance(node, Mapping_):
            self._entries = node.entries
            self._keys = node.keys
            if known is not None:
                self.check(known)
        elif node is not None and not isinstance(node, Refused):
            help, edits = cures.of_no_keys(node, known)
            findings.add(node.place, "S203", f"This {self.what} must be keys with values.", help, edits=edits)

    def check(self, known: Table, hints: Mapping[str, str] | None = None) -> None:
        """Finds fault with every key that is not known. `hints` holds the help for keys that belong elsewhere."""
        self._known = known
        unknown = [key for key in self._keys if key not in known]
        for n, key in enumerate(unknown):
            help = (hints or {}).get(key, "")
            slip = meant_by(known.what, key, known, known.slips) if n < _SUGGEST_UP_TO else ""
            if not help and n < _SUGGEST_UP_TO:
                help = self._meant(key, slip, known)
            message = (
                f"`{shorten(key)}` is not a key of {a(self.what)}." if key else "There is no key before the colon."
            )
            near = (slip or surely_meant(key, known)) if n < _SUGGEST_UP_TO else ""
            spelling = Edit(self._keys[key].place, near)
            # The right key may be there as well, or two wrong ones be meant for it: then nobody knows which counts.
            alone = near and near not in self._keys and self._times_meant(near, unknown, known) == 1
            self.findings.add(self._keys[key].place, "S201", message, help, edits=(spelling,) if alone else ())
        for meant in [meant for meant, written in self._misspelt.items() if written in known]:
            # It is a key of its own after all, so what is missing was not meant by it.
            self._report_missing(meant)

    def _meant(self, key: str, slip: str, known: Table) -> str:
        """The help for a key that is not known."""
        if slip and slip in self._keys:
            return f"`{slip}` is there already. Keep one of the two lines, under that name."
        return f"Did you mean `{slip}`?" if slip else did_you_mean(key, known)

    @staticmethod
    def _times_meant(near: str, unknown: Collection[str], known: Table) -> int:
        slips = known.slips
        return [meant_by(known.what, one, known, slips) or surely_meant(one, known) for one in unknown].count(near)

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

    def node(self, key: str, *, needed: bool | None = None) -> Node | None:
        """The value as it was read, None where there is none or it was refused."""
        node = self._entries.get(key)
        if self._needs(key, needed) and self._is_empty(node):
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

    def is_misspelt(self, key: str) -> bool:
        """Whether a key that is not there was most likely meant by one that is, which is a finding already."""
        return key not in self._entries and bool(self._misspelling_of(key))

    def _misspelling_of(self, key: str) -> str:
        """An unknown key that was probably meant to be this one: reporting it is enough."""
        unknown = [one for one in self._keys if self._known is None or one not in self._known]
        slips = {} if self._known is None else self._known.slips
        tried = unknown[:_SUGGEST_UP_TO]
        return next((one for one in tried if nearest(one, (key,)) or meant_by(self.what, one, (key,), slips)), "")

    def scalar(self, key: str, *, needed: bool | None = None) -> Scalar | None:
        """A text with its place; None where it is missing, empty, or not a text."""
        node = self._entries.get(key)
        if isinstance(node, Scalar):
            if node.text.strip():
                return node
            if node.style or self._needs(key, needed):
                self.missing(key)
            return None
        if node is None:
            if self._needs(key, needed):
                self.missing(key)
        elif not isinstance(node, Refused):
            help, edits = cures.of_no_text(key, node, None if self._known is None else self._known[key].shape)
            message = f"`{key}` must be one text, not a {cures.named(node)}."
            self.findings.add(node.place, "S203", message, help, edits=edits)
        return None

    def _needs(self, key: str, needed: bool | None) -> bool:
        """Whether a value must be there: as the reader says, or else as the table does."""
        if needed is not None:
            return needed
        known = self._known
        return known is not None and key in known and known[key].needed

    def text(self, key: str, *, needed: bool | None = None, default: str = "") -> str:
        """A text as written, without the newline at its end."""
        scalar = self.scalar(key, needed=needed)
        return default if scalar is None else scalar.text.rstrip("\n")

    def texts(self, key: str, *, needed: bool | None = None) -> tuple[Scalar, ...]:
        """A list of texts with their places. Where the table says so, one text alone counts as a list of one."""
        node = self._entries.get(key)
        if self._is_empty(node):
            if self._needs(key, needed):
                self.missing(key)
            return ()
        shape = None if self._known is None else self._known[key].shape
        if isinstance(node, Scalar):
            parts = () if shape is None else cures.words_in(node, shape)
            if isinstance(shape, ListOf) and shape.single and (len(parts) < 2 or isinstance(shape.item, Letter)):
                return (node,)
            help, edits = cures.of_no_list(key, node, parts)
            self.findings.add(node.place, "S203", f"`{key}` must be a list.", help, edits=edits)
            return ()
        if isinstance(node, Sequence):
            return self._texts_of(key, node, needed)
        if isinstance(node, Mapping_):
            help, edits = cures.of_no_list(key, node, ())
            self.findings.add(node.place, "S203", f"`{key}` must be a list.", help, edits=edits)
        return ()

    def _texts_of(self, key: str, node: Sequence, needed: bool | None) -> tuple[Scalar, ...]:
        if not node.items and self._needs(key, needed):
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
                message, help, edits = cures.of_item(key, item)
                self.findings.add(item.place, "S203", message, help, edits=edits)
        return tuple(found)

    def items(self, key: str, *, needed: bool | None = None) -> tuple[Node, ...]:
        """A list of whatever was written, such as the lines of a blueprint."""
        node = self._entries.get(key)
        if self._is_empty(node):
            if self._needs(key, needed):
                self.missing(key)
            return ()
        if isinstance(node, Sequence):
            if not node.items and self._needs(key, needed):
                self.fault(key, "S202", f"`{key}` is an empty list.", "Name at least one.")
            return tuple(item for item in node.items if not isinstance(item, Refused))
        if not isinstance(node, Refused):
            self.fault(key, "S203", f"`{key}` must be a list.", "Write each item on a line of its own, after a dash.")
        return ()

    def mapping(self, key: str, *, needed: bool | None = None) -> tuple[tuple[Scalar, Node], ...] | None:
        """Keys with values, in order; None where there are none or the value has another shape."""
        node = self._entries.get(key)
        if self._is_empty(node):
            if self._needs(key, needed):
                self.missing(key)
            return None
        if isinstance(node, Mapping_):
            if not node.keys and self._needs(key, needed):
                self.missing(key)
            return tuple(
                (node.keys[name], value) for name, value in node.entries.items() if not isinstance(value, Refused)
            )
        if isinstance(node, Scalar | Sequence):
            help = "Write each as `key: value`, one on a line."
            edits: tuple[Edit, ...] = ()
            if self._known is not None:
                help, edits = cures.under_letters(node, self._known[key].shape, self.key_place(key).column, help)
            self.findings.add(self.place_of(key), "S203", f"`{key}` must be keys with values.", help, edits=edits)
        return None

    def whole(self, key: str) -> int:
        """A whole number within the bounds of the table; its default, or 0 without one, where there is none."""
        entry = self._entry(key)
        shape = entry.shape
        least, most = (shape.least, shape.most) if isinstance(shape, Whole) else (0, 10**6)
        if (scalar := self.scalar(key)) is not None and self._says_no_limit(scalar, key, entry):
            return int(entry.default or 0)
        return self._read(key, lambda scalar: values.whole(scalar.text, least, most), int(entry.default or 0))

    def _says_no_limit(self, scalar: Scalar, key: str, entry: Entry) -> bool:
        """Whether a limit is said not to be: it is none where its line is left out, which is the cure."""
        if entry.otherwise != "unlimited" or scalar.text.strip().casefold() not in NO_LIMIT:
            return False
        message = f"`{key}` is `{shorten(scalar.text)}`, which is not a whole number."
        help = "Take this line out: without it there is no limit."
        self.findings.add(scalar.place, "S204", message, help, edits=self._without_line(key))
        return True

    def _without_line(self, key: str) -> tuple[Edit, ...]:
        """The edit that takes the line of a key away, where key and value stand on one."""
        start, end = self.key_place(key), self.place_of(key)
        if start.line != end.end_line:
            return ()
        return (Edit(Place(start.file, start.line, 1, start.line + 1, 1), ""),)

    def word(self, key: str, *, default: str | None = None) -> str:
        """One of the words of the table, exactly as they are written in the format."""
        entry = self._entry(key)
        default = entry.default if default is None else default
        scalar = self.scalar(key)
        if scalar is None:
            return default
        word = self.one_of(scalar, key, entry.shape.words if isinstance(entry.shape, Word) else ())
        return word or default

    def words(self, key: str) -> tuple[str, ...]:
        """Some of the words of the table, in the table's order; all of its default where the key is left out."""
        entry = self._entry(key)
        item = entry.shape.item if isinstance(entry.shape, ListOf) else entry.shape
        known = item.words if isinstance(item, Word) else ()
        if not self.has(key):
            return tuple(word for word in known if word in entry.default.split(", "))
        found = {self.one_of(scalar, key, known) for scalar in self.texts(key)}
        return tuple(word for word in known if word in found)

    def one_of(self, scalar: Scalar, key: str, known: Collection[str]) -> str:
        """The word that a text is, "" with a finding where it is none of those known."""
        word = scalar.text.strip()
        if word in known:
            return word
        near = surely_meant(word, known)
        edits = (Edit(scalar.place, near),) if near else ()
        message = f"`{shorten(word)}` is not a value of `{key}`."
        self.findings.add(scalar.place, "S205", message, did_you_mean(word, known), edits=edits)
        return ""

    def _entry(self, key: str) -> Entry:
        if self._known is None:
            raise LookupError(f"{key} is read before its table is known")
        return self._known[key]

    def yes_no(self, key: str) -> bool:
        return self._read(key, lambda scalar: values.yes_no(scalar.text), self._entry(key).default == "yes")

    def date(self, key: str) -> date | None:
        return self._read(key, lambda scalar: values.day(scalar.text), None)

    def share(self, key: str) -> Fraction | None:
        """A percentage as an exact share from 0 to 1."""
        return self._read(key, lambda scalar: values.share(scalar.text), None)

    def duration(self, key: str) -> timedelta | None:
        return self._read(key, lambda scalar: values.duration(scalar.text), None)

    def durations(self, key: str) -> tuple[timedelta, ...]:
        """A list of durations, or one alone."""
        found = (self.value_of(item, key, values.duration) for item in self.texts(key))
        return tuple(one for one in found if one is not None)

    def value_of(self, scalar: Scalar, key: str, read: Callable[[str], _Value | Fault]) -> _Value | None:
        """A text of this mapping, read by one of `lms.sources.values`; what cannot be read is reported at its place."""
        value = read(scalar.text)
        if isinstance(value, Fault):
            message = f"`{key}` is `{shorten(scalar.text)}`, {value.words}"
            edits = (Edit(scalar.place, value.meant),) if value.meant else ()
            self.findings.add(scalar.place, value.code, message, value.help, edits=edits)
            return None
        return value

    def _read(self, key: str, read: Callable[[Scalar], _Value | Fault], default: _Value) -> _Value:
        scalar = self.scalar(key)
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
