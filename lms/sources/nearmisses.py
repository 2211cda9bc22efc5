"""What is read here, and was written so that it is not: callouts, boxes, definitions, formulas and notes by a hair."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from lms.sources.callouts import kind_of
from lms.sources.formulas import formula_at

_CODE = re.compile(r"(`+)(?:(?!\1).)+?\1")
_CALLOUT = re.compile(r"^ {0,3}(?P<quoted>(?:> ?)*)\[(?P<sign> ?! ?| ?)(?P<word>[A-Za-z]+) ?\][-+]?(?=$|\s)")
_BOX = re.compile(r"^[ >]*(?:[-*+]|\d+[.)]) +(\[[xX ]\](?=[^\s\[(:])|\[\](?=\s)|\[[*vV\u2713\u2714\u2611-]\](?=\s))")
_LONE_BOX = re.compile(r"^[ >]*(\[[ xX]\]) +[^\s(]")
_DEFINITION = re.compile(r"^ {0,3}(::?(?![^\W\d_]+:))(?=[^\W\d_])|^ {0,3}(::) +\S")
_SPACED_NOTE = re.compile(r"\[\^[^\]\n]{0,60} [^\]\n]{0,60}\]")
_BRACKETS = re.compile(r"\\\((.{1,300}?)\\\)|^ *\\\[(.*?)(?:\\\]|$)")
# What hardly anything but a formula has: a power or an index, a command with its braces, or an equation of signs.
_TEX = re.compile(r"[\w)}][\^_](?:\w\b|\{)|\\[A-Za-z]+")
_LOWERED = re.compile(r"(?<![~\w])\w{1,3}~\w{1,3}~(?!~)|(?<![\^\w])\w{1,3}\^\w{1,3}\^(?!\^)")

Miss = tuple[str, str, str]
"""The words as they are written, what they were meant to be, and how that is written."""


def near_misses(text: str, shown: Sequence[str]) -> Iterator[Miss]:
    """Each in the lines of a text, once with what is escaped in them and once, as `shown`, without."""
    before = ""
    for written, line in zip(text.split("\n"), shown, strict=True):
        if line:
            plain = _CODE.sub(lambda found: " " * len(found[0]), written)
            yield from _of_lines(line, before)
            yield from _of_formulas(plain)
        before = line


def _of_lines(line: str, before: str) -> Iterator[Miss]:
    if found := _CALLOUT.match(line):
        whole, is_quoted = found[0].lstrip(" >"), bool(found["quoted"].strip())
        asked = "!" in found["sign"] or (is_quoted and not line[found.end() :].strip())
        read = is_quoted and found["sign"] == "!" and " " not in whole.rstrip()
        if kind_of(found["word"]) and asked and not read:
            yield whole, "A callout", f"Write > [!{found['word'].lower()}], and > before each line of what it says."
    if found := _BOX.match(line):
        yield found[1], "A box", "Write - [ ] or - [x], and a space before the words."
    elif found := _LONE_BOX.match(line):
        yield found[1], "A box", "Begin the line with a hyphen and a space: - [ ] …"
    if before.strip() and (found := _DEFINITION.match(line)):
        yield line.strip(), "A definition", "Write one colon and a space before what the word means: : A free yes."
    if "[^" in line and (found := _SPACED_NOTE.search(line)):
        yield found[0], "A footnote", "Its name has no spaces: [^my-note]"
    if "~" in line or "^" in line:
        for found in _LOWERED.finditer(line):
            yield found[0], "A raised or lowered sign", "Write it as a formula: $H_2O$, $x^2$"


def _of_formulas(line: str) -> Iterator[Miss]:
    if "\\" in line and (found := _BRACKETS.search(line)) and _TEX.search(found[1] or found[2] or "\\x"):
        yield found[0].strip(), "A formula", "Write $…$ around it, or $$ on a line before and on one after it."
    if line.count("$") and "$$" not in line and _TEX.search(rest := _without_formulas(line)):
        at = rest.find("$")
        if at >= 0 and (tex := _TEX.search(rest, at)):
            words = line[at : max(line.find("$", at + 1) + 1, tex.end())]
            yield words, "A formula", "Write $ right before and right behind it, without a space inside: $x^2$"


def _without_formulas(line: str) -> str:
    """A line with spaces for the formulas in it, and for dollar signs that are escaped."""
    at = line.find("$")
    while at >= 0:
        formula = formula_at(line, at)
        end = formula.end() if formula else at + 1
        if formula or (at and line[at - 1] == "\\"):
            line = line[:at] + " " * (end - at) + line[end:]
        at = line.find("$", end)
    return line
