"""Tables of keys: what an author may write in a mapping. The reader, the JSON Schema and the manual draw on one table.

These are named tuples because a dataclass takes eight times as long to define, which the start of a command would
show.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from types import MappingProxyType
from typing import NamedTuple


class Text(NamedTuple):
    """One text, as written. A `pattern` is a regular expression of the whole of it, `like` an example."""

    pattern: str = ""
    like: str = ""


class Markdown(NamedTuple):
    """A text in Markdown."""

    like: str = ""


class Id(NamedTuple):
    """An id: small letters, figures and single dashes."""

    like: str = ""


class Letter(NamedTuple):
    """One of the letters of the same block."""

    like: str = "a"


class Word(NamedTuple):
    """One of some words, exactly so."""

    words: tuple[str, ...]


class Whole(NamedTuple):
    """A whole number within bounds, which belong to it."""

    least: int
    most: int


class Quantity(NamedTuple):
    """A number, with a point or a comma before decimals."""

    like: str = "12"


class Share(NamedTuple):
    """A percentage from 0% to 100%."""

    like: str = "75%"


class Day(NamedTuple):
    """A date, year first."""

    like: str = "2027-09-01"


class Duration(NamedTuple):
    """A length of time: a number and a word."""

    like: str = "24 hours"


class YesNo(NamedTuple):
    """yes or no, true or false."""

    like: str = "yes"


class Name(NamedTuple):
    """A word that names something else: `of` says what it may be."""

    of: tuple[str, ...]
    like: str = ""


class Anything(NamedTuple):
    """Whatever was written: a text, a list or keys with values."""

    like: str = ""


class ListOf(NamedTuple):
    """A list. With `single`, one alone may stand without brackets; `least` is how many there must be."""

    item: Shape
    single: bool = True
    least: int = 0
    most: int = 0


class ByKey(NamedTuple):
    """Keys that the author chooses, with values. `key` is a regular expression, `named` what such a key is called."""

    key: str
    named: str
    value: Shape
    least: int = 0
    most: int = 0


class Group(NamedTuple):
    """A mapping with a table of its own."""

    table: Table


class Either(NamedTuple):
    """One of several shapes."""

    shapes: tuple[Shape, ...]


Shape = (
    Text
    | Markdown
    | Id
    | Letter
    | Word
    | Whole
    | Quantity
    | Share
    | Day
    | Duration
    | YesNo
    | Name
    | Anything
    | ListOf
    | ByKey
    | Group
    | Either
)


class Entry(NamedTuple):
    """One key. `says` is one line of Markdown for the author.

    `default` is what counts as written where the key is left out; `otherwise` says in words what happens then.
    """

    key: str
    shape: Shape
    says: str
    needed: bool = False
    default: str = ""
    otherwise: str = ""


class Table(Collection[str]):
    """The keys of one kind of mapping, in the order of the manual. `what` is what an author calls such a mapping.

    `slips` has words that other tools and everyday speech have for its keys.
    """

    __slots__ = ("entries", "slips", "what")

    def __init__(self, what: str, *entries: Entry, slips: Mapping[str, str] = MappingProxyType({})) -> None:
        self.what = what
        self.slips = slips
        self.entries = {entry.key: entry for entry in entries}

    def __contains__(self, key: object) -> bool:
        return key in self.entries

    def __iter__(self) -> Iterator[str]:
        return iter(self.entries)

    def __len__(self) -> int:
        return len(self.entries)

    def __getitem__(self, key: str) -> Entry:
        return self.entries[key]

    def with_more(self, more: Table) -> Table:
        """This table with the entries of another, which take the place of those with the same key."""
        return Table(self.what, *{**self.entries, **more.entries}.values(), slips=self.slips)


SILENCE = Entry(
    "silence",
    ByKey("[A-Z][0-9]{3}", "code", Text(like="The law says it in these words."), least=1),
    "warnings that shall not be shown here, each by its code with the reason",
    otherwise="none",
)
"""The key that every front matter and every quiz has."""


def naming(what: str, like: str) -> tuple[Entry, Entry]:
    """The keys by which a thing that learners meet is renamed, and kept back until it is ready."""
    return (
        Entry(
            "was",
            ListOf(Text(like=like)),
            f"the names that {what} had before, one or a list: their addresses lead on, and what people did under them "
            "counts",
            otherwise="none",
        ),
        Entry("draft", YesNo(), f"`yes`: {what} is checked and previewed, and nobody else sees it", default="no"),
    )


LETTERS = ByKey("[A-Za-z]", "letter", Markdown("Ask her brother."), least=2, most=10)
"""Options under letters."""
