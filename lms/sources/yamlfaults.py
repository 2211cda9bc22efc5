"""What YAML itself cannot read, in an author's words and at the place an author would look."""

from __future__ import annotations

import re
from dataclasses import dataclass

import yaml

from lms.sources.diagnostics import Edit, Findings
from lms.sources.origin import Origin
from lms.sources.quoting import quoting_of


@dataclass(frozen=True, slots=True)
class _Problem:
    """A problem by a part of its English name in the parser. `at_context`: its beginning is the place to look at."""

    sign: str
    said: str
    quote: bool = True
    at_context: bool = False
    help: str = ""


_COLON = "A colon and a space inside a text begin a new key, which cannot be here."
_NO_COLON = "This line has no colon after its key."
_UNCLOSED = "A quotation mark or bracket is opened here and never closed."
_FIRST = "A text cannot begin with this character."
_NO_FIT = "This line does not fit the lines before it: a key was expected."
_LEFT_OVER = "This is left over after the end of a text in quotation marks, or of a list in brackets."
_DEEPER = "This line is deeper than the line before it, which has its value already."
# These are about the rest of their line, and not about one sign of it.
_OF_THE_LINE = (_NO_COLON, _NO_FIT, _LEFT_OVER, _DEEPER)
_KEY_OR_MORE = "Write it as `key: value`; if it goes on with the line above, put two spaces before it."
_SPACES = "Begin it with as many spaces as the lines it belongs with."

_PROBLEMS = (
    _Problem("mapping values are not allowed", _COLON),
    _Problem("could not find expected ':'", _NO_COLON, quote=False, at_context=True, help=_KEY_OR_MORE),
    _Problem("unexpected end of stream", _UNCLOSED, at_context=True),
    _Problem("unexpected document indicator", _UNCLOSED, at_context=True),
    _Problem("found character that cannot start any token", _FIRST),
    _Problem("alphabetic or numeric character", _FIRST, at_context=True),
    _Problem("found unknown escape character", 'A backslash inside "…" must be written twice.'),
    _Problem(
        "expected ',' or", "A bracket is opened and never closed, or a comma is missing.", help="Close the bracket."
    ),
    _Problem("expected '-' indicator", "This line does not fit the list before it.", quote=False, help=_SPACES),
    _Problem("sequence entries are not allowed", "A list cannot begin on the line of its key."),
    _Problem("expected key", _NO_FIT),
)
_MOST_FAULTS = 20
_OTHER = _Problem(
    "", "This cannot be read as YAML.", help="Check the colons, the quotation marks and the spaces before it."
)
_NO_SPACE = re.compile(r" *(?:- +)*([A-Za-z][a-z_]*):(?=[^\s/])")
_A_KEY = re.compile(r" *\w+:(?: |$)")
_KEY_FIRST = re.compile(r"^( *)(?:- +)*([^\s:][^:]*)$")


def report_tabs(origin: Origin, findings: Findings) -> bool:
    """Whether a tab stands where the depth of a line is read, so that the rest of the block cannot be understood."""
    indented = False
    for line, written in enumerate(origin.text.split("\n")):
        column = written.find("\t")
        if column < 0:
            continue
        indented = indented or not written[:column].strip(" -")
        place = origin.place(line, column, line, column + 1)
        findings.add(
            place,
            "S103",
            "There is a tab here.",
            "Use spaces: two for each level.",
            edits=_for_tabs(origin, line, written),
        )
    return indented


def _for_tabs(origin: Origin, line: int, written: str) -> tuple[Edit, ...]:
    """Two spaces for each tab before the text of a line, one for each tab inside it."""
    text = len(written) - len(written.lstrip(" \t"))
    return tuple(
        Edit(origin.place(line, column, line, column + 1), "  " if column < text else " ")
        for column, sign in enumerate(written)
        if sign == "\t"
    )


def report_syntax(origin: Origin, fault: yaml.MarkedYAMLError, findings: Findings) -> None:
    """What YAML cannot read in a block. Behind a line with a sure cure one reads on, so that all is told at once."""
    text, again = origin.text, origin
    for _ in range(_MOST_FAULTS):
        line = _report_one(again, fault, findings)
        found = quoting_of(text, line)
        if line < 0 or found is None or not found.certain:
            return
        written = text.split("\n")
        written[line] = written[line][: found.start] + found.text + written[line][found.end :]
        text = "\n".join(written)
        next_fault = _fault_in(text)
        if next_fault is None or _line_of(next_fault) <= line:
            return
        again, fault = Origin(text, origin.file, origin.first_line, origin.columns), next_fault


def _fault_in(text: str) -> yaml.MarkedYAMLError | None:
    try:
        for _ in yaml.parse(text, Loader=yaml.CSafeLoader):
            pass
    except yaml.MarkedYAMLError as fault:
        return fault
    except yaml.YAMLError:
        return None
    return None


def _line_of(fault: yaml.MarkedYAMLError) -> int:
    return -1 if fault.problem_mark is None else int(fault.problem_mark.line)


def _report_one(origin: Origin, fault: yaml.MarkedYAMLError, findings: Findings) -> int:
    """One finding, with the quoted form of the line where that cures it; that line, -1 where something else cures it.

    Lines are counted from 0.
    """
    named = fault.problem or ""
    problem = next((one for one in _PROBLEMS if one.sign in named), _OTHER)
    mark, context = fault.problem_mark, fault.context_mark
    if context is not None and (problem.at_context or mark is None or _opened_before(problem, mark.line, context.line)):
        mark = context
    written = origin.text.split("\n")
    line, column = (0, 0) if mark is None else _on_a_written_line(written, mark.line, mark.column)
    said, help = problem.said, problem.help
    if problem.said is _COLON:
        line, column, said, help = _misplaced_key(written, line, column)
    elif problem.said is _NO_FIT and written[line][:column].strip(" -"):
        said = _LEFT_OVER
    elif problem.said is _NO_FIT and _A_KEY.match(written[line]):
        help = _SPACES
    edits: tuple[Edit, ...] = ()
    if said is _NO_COLON and (found := _NO_SPACE.match(written[line])) is not None:
        column = found.end()
        said, help = "There is no space after this colon.", f"Write `{found[1]}: …`."
        edits = (Edit(origin.place(line, column, line, column), " "),)
        column -= 1
    elif problem.quote and not help:
        help, edits = quoting_cure(origin, line)
    end = len(written[line].rstrip()) if said in _OF_THE_LINE else column + 1
    place = origin.place(line, column, line, max(end, column + 1))
    findings.add(place, "S101", said, help or _OTHER.help, edits=edits)
    return line if said is _COLON else -1


def quoting_cure(origin: Origin, line: int) -> tuple[str, tuple[Edit, ...]]:
    """The help that shows a line of a block (from 0) with its text in quotation marks, and the edit that does it."""
    found = quoting_of(origin.text, line)
    if found is None:
        return "", ()
    edit = Edit(origin.place(line, found.start, line, found.end), found.text)
    return found.help, (edit,) if found.certain else ()


def _opened_before(problem: _Problem, line: int, opened: int) -> bool:
    return problem.sign == "expected ',' or" and opened < line


def _on_a_written_line(written: list[str], line: int, column: int) -> tuple[int, int]:
    """A fault noticed only after the end of a text is shown at that end, not on the empty line behind it."""
    while line > 0 and (line >= len(written) or not written[line].strip()):
        line -= 1
        column = max(len(written[line].rstrip()) - 1, 0)
    return line, column


def _misplaced_key(written: list[str], line: int, column: int) -> tuple[int, int, str, str]:
    """Tells a colon within a text from a key on its own line that cannot be where it is."""
    before = _KEY_FIRST.match(written[line][:column])
    above = line - 1
    while above >= 0 and not written[above].strip():
        above -= 1
    if before is None or above < 0:
        return line, column, _COLON, ""
    depth = len(before[1])
    depth_above = len(written[above]) - len(written[above].lstrip(" "))
    if depth > depth_above and ": " in written[above]:
        return line, depth, _DEEPER, _SPACES
    if depth == depth_above and (":" not in written[above] or _NO_SPACE.match(written[above])):
        return above, depth_above, _NO_COLON, _KEY_OR_MORE
    return line, column, _COLON, ""
