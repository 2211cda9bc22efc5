"""Lines of a block that YAML takes for one text, or for none, where an author meant several: each is told once."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from lms.sources.characters import shorten
from lms.sources.diagnostics import Edit, Findings
from lms.sources.origin import Origin
from lms.sources.quoting import quoting_of

_IN_ONE = re.compile(
    r"^(?P<before> *)(?P<key>(?:options|left|right)(?=:[ ]+[Aa][:.)][ ])|(?:why|blanks|labels)(?=:[ ]+[Aa]:[ ])):[ ]+"
    r"(?P<all>\S.*)$"
)
_PART = re.compile(r"(?:^|[,;]?[ ]+)(?P<letter>[A-Ja-j])[:.)][ ]+(?=\S)")
_GLUED_DASH = re.compile(r"^(?P<before> *)-(?=[^\W\d_]|[\"'“„«])")
_EMPTY_KEY = re.compile(r"^ *(?:- +)*[A-Za-z]\w*:[ ]*$")
_BAR = re.compile(r"^(?P<before> *)(?P<key>[A-Za-z]\w*):[ ]+[|>][-+]?[ ]*$")
# A note for colleagues has a space behind its sign; `Lesson #2` and `#patients` are most likely words.
_CUT = re.compile(r"^ *(?:- +)*+(?:[A-Za-z]\w*: +)?+(?=[^\s\"'\[{|>#&*!-])[^#\n]*?\S(?P<cut> +#\w[^\n]*)$")
_NOT_MORE = re.compile(r"^ *(?:- |#|[A-Za-z]\w*:(?: |$))")
# For a text behind a line feed, which tells where a line begins; a text is deeper than the key that announces it.
_SUSPICIOUS = re.compile(
    r"\n( *)(?:-(?:[^\W\d_]|[\"'“„«])|[A-Za-z]\w*:[ ]+(?:[Aa][:.)][ ]"
    r"|[|>][-+]?[ ]*\n(?:[ ]*\n)*(?!\1 | *[A-Za-z]\w*:(?: |\n|\Z))[^\n]))"
)
_NOTE = re.compile(r"#(?<= #)\w")


def has_lines(text: str) -> bool:
    """Whether a block can have any of these at all: most have none, and are not taken apart."""
    return _SUSPICIOUS.search(f"\n{text}") is not None or _NOTE.search(text) is not None


def report_lines(origin: Origin, lines: Sequence[str], structure: Sequence[int], findings: Findings) -> bool:
    """Whether there is none of them. `structure` are the lines that are not inside a text of several lines."""
    reports = (_report_in_one, _report_glued_dashes, _report_texts, _report_cut)
    fine = [report(origin, lines, structure, findings) for report in reports]
    return all(fine)


def _report_in_one(origin: Origin, lines: Sequence[str], structure: Sequence[int], findings: Findings) -> bool:
    """`options: a: Ask, b: Wait`, all on the line of their key."""
    fine = True
    for n in structure:
        found = _IN_ONE.match(lines[n])
        parts = list(_PART.finditer(found["all"])) if found is not None else []
        if found is None or [part["letter"].lower() for part in parts] != list("abcdefghij"[: len(parts)]):
            continue
        if len(parts) == 1:
            continue
        ends = [*(part.start() for part in parts[1:]), len(found["all"])]
        texts = [found["all"][part.end() : end].strip() for part, end in zip(parts, ends, strict=True)]
        depth = f"\n{found['before']}  "
        written = "".join(f"{depth}{part['letter']}: {text}" for part, text in zip(parts, texts, strict=True))
        place = origin.place(n, found.start("all"), n, len(lines[n].rstrip()))
        edit = Edit(origin.place(n, found.end("key") + 1, n, len(lines[n])), written)
        message = f"Each letter of `{found['key']}` has a line of its own."
        help = f"Write `  {parts[0]['letter']}: {shorten(texts[0])}` below `{found['key']}:`, and the others likewise."
        findings.add(place, "S101", message, help, edits=(edit,))
        fine = False
    return fine


def _report_glued_dashes(origin: Origin, lines: Sequence[str], structure: Sequence[int], findings: Findings) -> bool:
    """`-smoke` in a list, which is read as a text that begins with a hyphen, together with the lines below it."""
    fine = True
    for above, n in pairwise(structure):
        found = _GLUED_DASH.match(lines[n])
        if found is None or not (_EMPTY_KEY.match(lines[above]) or _GLUED_DASH.match(lines[above])):
            continue
        column = found.end()
        edit = Edit(origin.place(n, column, n, column), " ")
        message = "An item of a list begins with a hyphen and a space. Without the space it is part of the text."
        help = f"Write `- {shorten(lines[n][column:])}`."
        findings.add(origin.place(n, column - 1, n, column), "S101", message, help, edits=(edit,))
        fine = False
    return fine


def _report_texts(origin: Origin, lines: Sequence[str], structure: Sequence[int], findings: Findings) -> bool:
    """A text of several lines that stands no deeper than the key that announces it."""
    fine = True
    for n in structure:
        found = _BAR.match(lines[n])
        own = list(_not_indented(lines, n + 1, len(found["before"]))) if found is not None else []
        if found is None or not own:
            continue
        edits = tuple(Edit(origin.place(at, 0, at, 0), "  ") for at in own)
        place = origin.place(own[0], 0, own[0], len(lines[own[0]].rstrip()))
        message = f"These lines belong to `{found['key']}`, and are not indented."
        help = f"Write two spaces before each of them: `  {shorten(lines[own[0]])}`. `lms content check --fix` does it."
        findings.add(place, "S113", message, help, edits=edits)
        fine = False
    return fine


def _report_cut(origin: Origin, lines: Sequence[str], structure: Sequence[int], findings: Findings) -> bool:
    """A text whose end is taken for a note to colleagues. The rest can be read all the same."""
    for n in structure:
        found = _CUT.match(lines[n])
        if found is None:
            continue
        cure = quoting_of(origin.text, n)
        column = found.start("cut") + len(found["cut"]) - len(found["cut"].lstrip())
        place = origin.place(n, column, n, len(lines[n].rstrip()))
        edits = (Edit(origin.place(n, cure.start, n, cure.end), cure.text),) if cure is not None else ()
        message = "A `#` behind a space begins a note to colleagues, so nobody is shown this."
        help = cure.help if cure is not None else "Put the text in quotation marks."
        findings.add(place, "S101", message, f"For a note, write a space behind the #. {help}", edits=edits)
    return True


def _not_indented(lines: Sequence[str], first: int, depth: int) -> Iterator[int]:
    """The written lines from the first one on that are no deeper than this and begin neither a key nor an item."""
    for n in range(first, len(lines)):
        line = lines[n]
        if not line.strip():
            continue
        if len(line) - len(line.lstrip(" ")) > depth or _NOT_MORE.match(line):
            return
        yield n
