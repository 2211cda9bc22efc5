"""Two versions of the same lines, left standing by a merge that nobody finished."""

from __future__ import annotations

import re
from collections.abc import Iterator

from lms.sources.diagnostics import Findings, Place

# As version control writes it: seven signs or more, and the name of a version behind them.
_SIGN = re.compile(r"^(?P<sign><{7,}|>{7,})(?:[ \t][^\n]*)?$", re.MULTILINE)
_FENCE = re.compile(r"^ {0,3}(?P<sign>`{3,}|~{3,})(?P<after>[^\n]*)$", re.MULTILINE)
_ASKING = ("quiz", "scenario")
_MOST = 20
_ALONE = "Take it out, and look whether the lines around it are the ones that you want."
_HELP = "Keep one of the two, and take the lines that begin with <<<<<<<, ======= or >>>>>>> out."


def report_conflicts(text: str, file: str, findings: Findings) -> bool:
    """Whether there are any; each is one finding, and nothing else is said of such a file.

    In Markdown, an example within a block of code may show learners what a conflict looks like.
    """
    if "<<<<<<<" not in text and ">>>>>>>" not in text:
        return False
    examples = list(_examples(text)) if file.endswith(".md") else []
    found = [sign for sign in _SIGN.finditer(text) if not any(begin < sign.start() < end for begin, end in examples)]
    for begin, last in list(_pairs(found))[:_MOST]:
        line, end = text.count("\n", 0, begin.start()) + 1, text.count("\n", 0, last.start()) + 1
        said = f"Two versions of the same lines stand here, from line {line} to line {end}."
        if line == end:
            said = "This line was left by a merge of two versions that nobody finished."
        findings.add(Place(file, line, 1, line, len(begin[0]) + 1), "S011", said, _HELP if line < end else _ALONE)
    return bool(found)


def _pairs(found: list[re.Match[str]]) -> Iterator[tuple[re.Match[str], re.Match[str]]]:
    """The first and the last line of each conflict; a line that has lost the others stands alone."""
    opened: re.Match[str] | None = None
    for sign in found:
        if sign["sign"][0] == "<":
            if opened is not None:
                yield opened, opened
            opened = sign
        else:
            yield opened or sign, sign
            opened = None
    if opened is not None:
        yield opened, opened


def _examples(text: str) -> Iterator[tuple[int, int]]:
    """Where blocks of code that ask nothing begin and end; one that never ends is none."""
    opened: re.Match[str] | None = None
    for fence in _FENCE.finditer(text):
        if opened is None:
            opened = fence
        elif fence["sign"].startswith(opened["sign"]) and not fence["after"].strip():
            if opened["after"].strip().split(" ")[0].lower() not in _ASKING:
                yield opened.end(), fence.start()
            opened = None
