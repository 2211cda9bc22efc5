"""The tables of the authoring reference, as files are read by them: `python -m lms.content.editing.manual` draws them.

A page of the manual has a line `<!-- keys of a lesson -->`, and after the table a line `<!-- end of keys -->`.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Mapping
from pathlib import Path

from lms.content.editing.key_tables import SCENARIO, front_matters, of_asks_alone
from lms.content.kinds import KINDS as CONTENT
from lms.content.reading.kind import REQUIREMENT, WHOLE_REQUIREMENT, WITH_PAGE
from lms.content.reading.targets import WHOLE
from lms.content.translations.tables import fronts, quiz_keys
from lms.questions.block import COMMON
from lms.questions.kinds import KINDS
from lms.sources.suggest import a, listed
from lms.sources.tables import (
    Anything,
    ByKey,
    Day,
    Duration,
    Either,
    Entry,
    Group,
    Id,
    Letter,
    ListOf,
    Markdown,
    Name,
    Quantity,
    Shape,
    Share,
    Table,
    Text,
    Whole,
    Word,
    YesNo,
)

PAGES = ("content-format.md", "question-types.md")


def tables() -> Mapping[str, Table]:
    """Every table of the manual, by what its line says after `keys of`."""
    return {
        **{a(kind): table for kind, table in front_matters().items()},
        **{what: table for kind in CONTENT.values() for what, table in kind.tables.items()},
        "a scenario": SCENARIO,
        "every quiz": COMMON,
        **{f"a {name} quiz": kind.keys for name, kind in KINDS.items()},
        **{f"a {name} ask": table for name, table in of_asks_alone().items()},
        **{f"a translated {kind}": table for kind, table in fronts().items()},
        "a translated quiz": quiz_keys(),
    }


_DOORS: Mapping[str, tuple[str, ...]] = {REQUIREMENT: (), WHOLE_REQUIREMENT: (WHOLE,)}
_MARKED = re.compile(r"(<!-- keys of (.+?) -->\n)(.*?)(<!-- end of keys -->)", re.DOTALL)
_SHAPES: Mapping[type, str] = {
    Text: "text",
    Markdown: "Markdown",
    Id: "an id",
    Letter: "a letter",
    Quantity: "a number",
    Share: "a share",
    Day: "a date",
    Duration: "a time",
    YesNo: "yes or no",
    Anything: "text, a list or keys",
}


def table_in_words(table: Table) -> str:
    """A table of keys in Markdown: what each is, what it means, and what counts where it is left out."""
    rows = [
        f"| `{entry.key}` | {shape_in_words(entry.shape)} | {entry.says} | {_left_out(entry)} |"
        for entry in table.entries.values()
    ]
    return "\n".join(["| key | value | meaning | if left out |", "| --- | --- | --- | --- |", *rows, ""])


def _left_out(entry: Entry) -> str:
    if entry.needed:
        return "needed"
    return f"`{entry.default}`" if entry.default else entry.otherwise or "none"


def shape_in_words(shape: Shape) -> str:
    """What may be written after a key, in a few words."""
    match shape:
        case Word(words):
            return listed(words) if words else f"one of {listed(list(KINDS))}"
        case Whole(least, most):
            return f"a whole number from {least} to {most:,}"
        case Name((one,)) if one in _DOORS:
            return shape_in_words(Name(CONTENT.asked_for(*_DOORS[one])))
        case Name((one,)) if one == WITH_PAGE:
            return shape_in_words(Name(CONTENT.with_pages()))
        case Name(of):
            return f"the name of {' or '.join(filter(None, [', '.join(map(a, of[:-1])), a(of[-1])]))}"
        case ListOf(Word(words)):
            return f"some of {listed(words, 'and')}"
        case ListOf(Group(table)):
            return f"a list, each with {listed(list(table), 'and')}"
        case ListOf(item):
            return f"a list: {shape_in_words(item)}"
        case ByKey(_, named, value):
            return f"by {named}: {shape_in_words(value)}"
        case Group(table):
            return ", ".join(f"`{one.key}`: {shape_in_words(one.shape)}" for one in table.entries.values())
        case Either(shapes):
            return ", or ".join(shape_in_words(one) for one in shapes)
    return _SHAPES.get(type(shape), "text")


def redrawn(page: str) -> str:
    """A page of the manual with its tables as they are now."""
    known = tables()
    return _MARKED.sub(lambda found: f"{found[1]}\n{table_in_words(known[found[2]])}\n{found[4]}", page)


def marked(page: str) -> list[str]:
    """What the tables of a page are of."""
    return [found[2] for found in _MARKED.finditer(page)]


if __name__ == "__main__":
    for name in PAGES:
        file = Path(sys.argv[1] if len(sys.argv) > 1 else "docs/reference") / name
        file.write_text(redrawn(file.read_text(encoding="utf-8")), encoding="utf-8")
