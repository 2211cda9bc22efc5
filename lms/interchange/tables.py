"""Questions as a table (CSV): one line each, for people who think in spreadsheets. Texts are Markdown.

Columns are found by their headings, in any order. See docs/reference/interchange.md for all of them.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable, Mapping, Sequence
from io import StringIO
from string import ascii_lowercase
from typing import Any

from lms.interchange.answers import two_readings
from lms.interchange.draft import Draft, Gathered, kind_for
from lms.interchange.foreigntext import said
from lms.interchange.report import CannotCarry, Unreadable
from lms.questions.figures import key_readings
from lms.questions.kinds import KINDS
from lms.questions.shapes import Figure, Gaps, Judge, Pair, PickOne, PickSeveral, Words
from lms.sources.tables import ByKey, Either, Letter, ListOf, Quantity, Shape, YesNo

_NAMES = """id type scenario objective level status question text answer accept credit ignore ignore_differences within
    unit from to words keep_order points why reference author reviewed_by review_by was
    written_with note"""
SINGLE = _NAMES.split()
LISTED = {"tags": ",", "enemies": ",", "accept": "\n", "ignore": ",", "ignore_differences": ","}
"""Columns that hold several things, and what stands between these."""
BY_PART = ("option", "left", "right", "why", "accept", "ignore_differences", "label", "hint")
"""Columns that are there once for each part, such as `option a` and `why a`."""
_BY_COLUMN = frozenset({"options", "left", "right", "labels", "blanks"})
"""Keys whose parts have a column each."""
MOST_LINES = 5_000
_SAME = {
    "stem": "question",
    "prompt": "question",
    "key": "answer",
    "correct": "answer",
    "correct answer": "answer",
    "right answer": "answer",
    "feedback": "why",
    "explanation": "why",
    "rationale": "why",
    "name": "id",
    "identifier": "id",
    "kind": "type",
    "question type": "type",
    "tolerance": "within",
    "tag": "tags",
}
_PART = re.compile(rf"({'|'.join(BY_PART)})\s+([0-9A-Za-z-]{{1,20}})", re.IGNORECASE)
_STARTS_A_FORMULA = re.compile(r"'*\s*[=+\-@＝＋－＠|%\t]")
_MARKED = re.compile(r"'+\s*[=+\-@＝＋－＠|%\t]")
_RAW_HTML = re.compile(r"</?[A-Za-z][A-Za-z0-9]*(?:\s[^<>]*)?/?>")
_MARKDOWN_KEYS = ("question", "text", "scenario", "why", "option", "left", "right", "hint", "label")


def harmless(cell: str) -> str:
    """A cell that no spreadsheet takes for a formula: an apostrophe more before what it would take for one."""
    return f"'{cell}" if _STARTS_A_FORMULA.match(cell) else cell


def unmarked(cell: str) -> str:
    """What `harmless` was given."""
    return cell[1:] if _MARKED.match(cell) else cell


def write_table(rows: Sequence[Mapping[str, str]], columns: Sequence[str]) -> bytes:
    """UTF-8 with its mark, as every spreadsheet opens it."""
    made = StringIO(newline="")
    writer = csv.writer(made)
    writer.writerow(columns)
    for row in rows:
        writer.writerow([harmless(row.get(column, "")) for column in columns])
    return made.getvalue().encode("utf-8-sig", "replace")


def as_row(fields: Mapping[str, Any]) -> dict[str, str]:
    """The cells of a question, by column."""
    cells: dict[str, str] = {}
    for key, value in fields.items():
        if key == "blanks":
            for name, blank in value.items():
                cells[f"accept {name}"] = "\n".join(blank["accept"])
                if "ignore_differences" in blank:
                    cells[f"ignore_differences {name}"] = ", ".join(blank["ignore_differences"]) or "nothing"
        elif key in ("options", "left", "right", "labels", "hints") or (key == "why" and isinstance(value, Mapping)):
            name = {"options": "option", "labels": "label", "hints": "hint"}.get(key, key)
            parts = value if isinstance(value, Mapping) else {str(n): one for n, one in enumerate(value, 1)}
            cells.update((f"{name} {part}", text) for part, text in parts.items())
        elif isinstance(value, Mapping):
            cells[key] = ", ".join(f"{one}={other}" for one, other in value.items())
        elif isinstance(value, list | tuple):
            cells[key] = ("\n" if LISTED.get(key) == "\n" else ", ").join(value)
            if key == "ignore_differences" and not value:
                cells[key] = "nothing"
        else:
            cells[key] = str(value)
    return cells


def columns_of(rows: Iterable[Mapping[str, str]]) -> list[str]:
    """The columns that some rows need, in the order in which people read them."""
    needed = {column for row in rows for column in row}
    order = ["id", "type", "scenario", "question", "text", "option", "left", "right", "label", "answer", "accept"]
    order += ["ignore_differences", "credit", "ignore", "within", "unit", "from", "to", "words", "keep_order", "points"]
    order += ["why", "hint", "objective", "level", "status", "tags", "enemies"]

    def rank(column: str) -> tuple[int, int, str, str]:
        first, _, part = column.partition(" ")
        number = int(part) if part.isdigit() else 0
        return (order.index(first) if first in order else len(order), number, part, column)

    return sorted(needed, key=rank)


def read_table(text: str, gathered: Gathered) -> None:
    """Adds each line's question, or the reason why it stays behind."""
    reader = csv.reader(StringIO(text, newline=""), delimiter=_delimiter(text), strict=False)
    csv.field_size_limit(256 * 1024)
    try:
        heading = [_column(cell) for cell in next(reader, [])]
        if "question" not in heading and "text" not in heading:
            raise Unreadable("The first line of this table names no column `question`.")
        doubled = sorted({column for column in heading if column and heading.count(column) > 1})
        if doubled:
            raise Unreadable(f"Two columns of this table are called `{doubled[0]}`.")
        unknown = [column for column in heading if column and not _is_known(column)]
        for column in unknown:
            gathered.tell("", 1, f"the column `{column[:40]}` is not known here, and is left out")
        line = reader.line_num + 1
        for cells in reader:
            row = {
                column: unmarked(cell).strip()
                for column, cell in zip(heading, cells, strict=False)
                if column and column not in unknown and cell.strip()
            }
            if row:
                _add(row, line, gathered)
            line = reader.line_num + 1
            if len(gathered.drafts) + len(gathered.notes) > MOST_LINES:
                raise Unreadable(f"This table has more than {MOST_LINES:,} lines. Please split it.")
    except csv.Error as fault:
        raise Unreadable(f"This table cannot be read: line {reader.line_num}, {fault}.") from fault


def _add(row: dict[str, str], line: int, gathered: Gathered) -> None:
    name = row.get("id") or row.get("question", row.get("text", ""))[:60]
    changes: list[str] = []
    try:
        fields = _fields(row, changes)
    except CannotCarry as reason:
        gathered.leave_out(name, line, str(reason))
        return
    scenario = fields.pop("scenario", "")
    gathered.drafts.append(Draft(row.get("id", ""), line, fields, scenario=scenario, changes=tuple(changes)))


def _delimiter(text: str) -> str:
    """What stands between the cells of the heading, outside of quotation marks."""
    first = re.sub(r'"[^"]*"', "", text[:4096].partition("\n")[0])
    return max(",;\t", key=first.count)


def _column(cell: str) -> str:
    """The name of a column, however it was written: `Option A`, `option_a` and `a` are one."""
    words = " ".join(cell.strip().replace("_", " ").split())
    low = words.casefold()
    if low.replace(" ", "_") in (*SINGLE, *LISTED):
        return low.replace(" ", "_")
    if low in _SAME:
        return _SAME[low]
    if re.fullmatch("[a-j]", low):
        return f"option {low}"
    part = re.fullmatch(r"(?:option|answer|choice)\s*([0-9]{1,2})", low)
    if part and 1 <= int(part[1]) <= 10:
        return f"option {ascii_lowercase[int(part[1]) - 1]}"
    found = _PART.fullmatch(words.replace("ignore differences", "ignore_differences"))
    if found is None:
        return low
    # Letters of an author may be of either case; a heading that shouts is only loud.
    own = found[2].casefold() if words.isupper() else found[2]
    return f"{found[1].casefold()} {own}"


def _is_known(column: str) -> bool:
    if column in SINGLE or column in LISTED or _PART.fullmatch(column) is not None:
        return True
    return column not in _BY_COLUMN and any(column in kind.keys for kind in KINDS.values())


def _fields(row: dict[str, str], changes: list[str]) -> dict[str, Any]:
    parts: dict[str, dict[str, str]] = {name: {} for name in BY_PART}
    fields: dict[str, Any] = {}
    for column, cell in row.items():
        found = _PART.fullmatch(column)
        if found is None:
            fields[column] = _text(column, cell, changes)
        else:
            parts[found[1]][found[2]] = _text(found[1], cell, changes)
    _place_parts(fields, parts)
    fields["type"] = _type(fields)
    _read_lists(fields)
    _read_own(fields)
    return fields


def _text(key: str, cell: str, changes: list[str]) -> str:
    if key in _MARKDOWN_KEYS and _RAW_HTML.search(cell):
        return said(cell, "markdown", changes)
    return cell


def _place_parts(fields: dict[str, Any], parts: dict[str, dict[str, str]]) -> None:
    for name, key in (("option", "options"), ("left", "left"), ("right", "right"), ("label", "labels")):
        if parts[name]:
            fields[key] = parts[name]
    if parts["hint"]:
        fields["hints"] = [text for _, text in sorted(parts["hint"].items(), key=lambda one: one[0].zfill(3))]
    if parts["why"]:
        if fields.get("why"):
            raise CannotCarry("it has a `why` for the whole and others for its parts")
        fields["why"] = parts["why"]
    if parts["accept"]:
        fields["blanks"] = {
            name: {"accept": _several(words, "\n"), **_ignoring(parts["ignore_differences"].get(name, ""))}
            for name, words in parts["accept"].items()
        }


def _ignoring(cell: str) -> dict[str, list[str]]:
    return {} if not cell else {"ignore_differences": [] if cell == "nothing" else _several(cell, ",")}


def _several(cell: str, between: str) -> list[str]:
    return [one.strip() for one in cell.split(between) if one.strip()]


def _type(fields: Mapping[str, Any]) -> str:
    """The type as written, or the one that the columns can only mean."""
    written = str(fields.get("type", "")).casefold().replace(" ", "-").replace("_", "-")
    if written:
        return next((kind.name for kind in KINDS.in_order() if written in kind.called.split()), written)
    shape = _shape(fields, str(fields.get("answer", "")))
    if shape is None:
        raise CannotCarry("its line does not say of which type it is")
    return kind_for(shape)


def _shape(fields: Mapping[str, Any], answer: str) -> type[Any] | None:
    if fields.get("options"):
        return PickSeveral if len(re.findall(r"[^\s,;]+", answer)) > 1 else PickOne
    for key, shape in (("left", Pair), ("blanks", Gaps), ("accept", Words)):
        if fields.get(key):
            return shape
    if answer.casefold() in ("true", "false", "yes", "no"):
        return Judge
    return Figure if key_readings(answer) else None


def _read_lists(fields: dict[str, Any]) -> None:
    kind = KINDS.named(fields["type"])
    own = {} if kind is None else {key: "," for key in kind.keys if _is_list(kind.keys[key].shape)}
    for key, between in (own | LISTED).items():
        if isinstance(fields.get(key), str):
            cell = fields[key]
            fields[key] = [] if cell == "nothing" else _several(cell, between)


def _is_list(shape: Shape) -> bool:
    return isinstance(shape, ListOf) and not isinstance(shape.item, Letter)


def _read_own(fields: dict[str, Any]) -> None:
    """The cells of the kind's own keys, by what may be written after them; letters are judged in the bank."""
    kind = KINDS.named(fields["type"])
    for entry in kind.keys.entries.values() if kind is not None else ():
        cell = fields.get(entry.key, "")
        if not isinstance(cell, str) or not (cell or entry.key == "answer"):
            continue
        match entry.shape:
            case ListOf(Letter()) if cell:
                letters = [_letter(one, fields) for one in re.split(r"[\s,;|]+", cell) if one]
                alone = kind is not None and kind.picks == "one" and len(letters) == 1
                fields[entry.key] = letters[0] if alone else letters
            case ByKey():
                fields[entry.key] = _assigned(cell)
            case Quantity() | Either():
                _refuse_two_readings(cell)
            case YesNo() if entry.key == "answer":
                said = cell.casefold()
                fields[entry.key] = {"t": "true", "f": "false", "1": "true", "0": "false"}.get(said, said)


def _refuse_two_readings(cell: str) -> None:
    found = key_readings(cell.removesuffix("%"))
    if len(found) > 1:
        raise CannotCarry(two_readings(cell, found))


def _letter(word: str, fields: Mapping[str, Any]) -> str:
    options = fields.get("options") or {}
    if word in options:
        return word
    if word.casefold() in options:
        return word.casefold()
    at = int(word) - 1 if word.isdigit() and len(word) < 3 else -1
    return list(options)[at] if 0 <= at < len(options) else word


def _assigned(cell: str) -> dict[str, str]:
    found = {}
    for one in re.split(r"[,;\n]+", cell):
        left, sign, right = one.partition("=")
        if one.strip() and not sign:
            raise CannotCarry(f"`{one.strip()[:30]}` should read like a=b")
        if sign:
            found[left.strip()] = right.strip()
    return found
