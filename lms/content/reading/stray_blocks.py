"""Blocks that were meant to be quizzes and are none: shown as they are written, they would show their answers."""

from __future__ import annotations

import re
from collections.abc import Sequence

from markdown_it.token import Token

from lms.content.reading.documents import Body
from lms.content.reading.likeness import FENCE, SHORT_END, SHORT_FENCE, meant_by, meant_in_prose
from lms.sources.diagnostics import Edit, Findings, Place
from lms.sources.suggest import a, nearest, surely_meant
from lms.sources.yamltext import shorten

QUIZZES = ("quiz", "scenario")
"""What stands in lessons and banks."""

ASKS = ("ask",)
"""What stands in forms."""

BLOCKS = (*QUIZZES, *ASKS)
_GOES_ON = re.compile(r" ?(?:[a-z_]+:(?: |$)| +\S)")


def check_stray(body: Body, token: Token, findings: Findings, blocks: Sequence[str] = QUIZZES) -> bool:
    """Looks at a block of another name, or of none. False where it hides one of those that stand in such a text."""
    name = name_of(token)
    if token.type == "code_block":
        return _check_indented(body, token, findings)
    meant = meant_by(name, token.content)
    meant = blocks[0] if meant and meant not in blocks else meant
    near = nearest(name, blocks) if name else ""
    if near and meant in ("", near):
        message = f"There is no block called `{shorten(name)}`, so this would be shown as it is."
        place = _name_place(body, token, name)
        edits = (Edit(place, near),) if meant or surely_meant(name, blocks) else ()
        findings.add(place, "M201", message, f"Did you mean `{near}`?", edits=edits)
        return False
    if meant:
        _report_meant(body, token, meant, findings)
        return False
    return _check_end(body, token, findings)


def _report_meant(body: Body, token: Token, meant: str, findings: Findings) -> None:
    opening = opening_of(body, token)
    name = name_of(token)
    start = opening.column + len(token.markup)
    place = Place(body.file, opening.line, start, opening.line, opening.end_column)
    called = f", under the name `{shorten(name)}`" if name else ""
    message = f"This looks like {a(meant)}{called}. It would be shown as it is written, with its answer."
    help = f"Write {token.markup}{meant} as its first line."
    findings.add(opening, "M201", message, help, edits=(Edit(place, meant),))


def check_prose(body: Body, tokens: Sequence[Token], findings: Findings) -> bool:
    """Looks for quizzes that stand in prose without their first line. False where there is one."""
    fine = True
    for token in tokens:
        if token.type != "inline" or ":" not in token.content or not (meant := meant_in_prose(token.content)):
            continue
        fine = False
        line = (token.map or [0])[0]
        at = body.first_line + line
        written = body.lines[line]
        lead = len(written) - len(written.lstrip(" \t>"))
        place = Place(body.file, at, lead + 1, at, len(written.rstrip()) + 1)
        message = f"This {meant} has no line of three backticks before it, so it would be shown as it is written."
        help = f"Write ```{meant} on a line of its own before it, and ``` on one after it."
        edits = _fenced(body, line, lead, meant)
        if FENCE.match(written) or (line and _opens_one(body.lines[line - 1])):
            help, edits = f"Take away what stands before ```{meant}, so that the line begins with it.", ()
        findings.add(place, "M206", message, help, edits=edits)
    return fine


def _opens_one(line: str) -> bool:
    return bool(FENCE.match(line)) and line.strip("`~ \t\u00a0\u202f>").split(" ")[0] in BLOCKS


def _fenced(body: Body, first: int, lead: int, meant: str) -> tuple[Edit, ...]:
    """The lines of three backticks around a quiz, each in the place of what was written for it, if anything was."""
    begin, end = body.lines[first], _end_of(body, first)
    before = begin[:lead]
    edits = [_line_edit(body, first, f"{before}```{meant}", instead=bool(SHORT_FENCE.match(begin)))]
    if end < len(body.lines) and SHORT_END.match(body.lines[end]):
        edits.append(_line_edit(body, end, f"{before}```", instead=True))
    elif end >= len(body.lines) or not FENCE.match(body.lines[end]):
        edits.append(_line_edit(body, end, f"{before}```", instead=False))
    return tuple(edits)


def _line_edit(body: Body, n: int, written: str, *, instead: bool) -> Edit:
    at = body.first_line + n
    if instead:
        return Edit(Place(body.file, at, 1, at, len(body.lines[n]) + 1), written)
    return Edit(Place(body.file, at, 1, at, 1), f"{written}\n")


def _end_of(body: Body, first: int) -> int:
    """The line behind the last one of a quiz without fences: a key, or what is deeper, goes on with it after a gap."""
    end = first + 1
    for n in range(first + 1, len(body.lines)):
        line = body.lines[n].lstrip(">")
        if SHORT_END.match(line) or FENCE.match(line):
            return n
        after_a_gap = n > end
        if line.strip() and after_a_gap and not _GOES_ON.match(line):
            break
        if line.strip():
            end = n + 1
    return end


def name_of(token: Token) -> str:
    """The first word behind the backticks of a block."""
    return token.info.split(None, 1)[0] if token.type == "fence" and token.info.strip() else ""


def opening_of(body: Body, token: Token) -> Place:
    """The place of a block's first line, from its fence on."""
    line = (token.map or [0])[0]
    written = body.lines[line] if line < len(body.lines) else ""
    column = max(written.find(token.markup), 0)
    at = body.first_line + line
    return Place(body.file, at, column + 1, at, len(written.rstrip()) + 1)


def is_closed(body: Body, token: Token) -> bool:
    first, last = token.map or [0, 0]
    end = body.lines[last - 1].strip(" \t>") if first < last - 1 < len(body.lines) else ""
    return len(end) >= len(token.markup) and not end.strip(token.markup[0])


def check_nested(body: Body, tokens: Sequence[Token], findings: Findings) -> bool:
    """Looks for a block of code inside a quiz, which ends the quiz too early. False where there is one."""
    for n, token in enumerate(tokens):
        if name_of(token) not in BLOCKS or not is_closed(body, token):
            continue
        first, last = token.map or [0, 0]
        inner = _inner_fence(body.lines[first:last], token.markup)
        if inner is None:
            continue
        at = body.first_line + first + inner
        written = body.lines[first + inner]
        column = written.find(token.markup) + 1
        name = name_of(token)
        message = f"A block of code inside {a(name)} ends it: the rest would be shown as it is written."
        longer = token.markup + token.markup[0]
        help = f"Begin and end the {name} with {longer}, one sign more than the block inside it has."
        place = Place(body.file, at, column, at, len(written.rstrip()) + 1)
        findings.add(place, "M207", message, help, edits=_longer_fences(body, tokens[n:], longer))
        return False
    return True


def _inner_fence(lines: Sequence[str], markup: str) -> int | None:
    """The line of a block, from its first one on, that was meant to begin another block inside it."""
    outer = max(lines[0].find(markup), 0)
    for n, line in enumerate(lines[1:], 1):
        written = line.strip()
        deeper = len(line) - len(line.lstrip(" ")) > outer
        if deeper and written.startswith(markup) and (n == len(lines) - 1 or written.strip("`~")):
            return n
    return None


def _longer_fences(body: Body, tokens: Sequence[Token], longer: str) -> tuple[Edit, ...]:
    """A sign more for the first line of the quiz, and for the line that was meant to be its last."""
    opening = opening_of(body, tokens[0])
    depth = opening.column - 1
    sign = Place(body.file, opening.line, opening.column, opening.line, opening.column)
    _, last = tokens[0].map or [0, 0]
    bare = longer[:-1]
    for n in range(last, min(last + 200, len(body.lines))):
        line = body.lines[n]
        if line.rstrip() == " " * depth + bare:
            at = body.first_line + n
            end = Place(body.file, at, depth + 1, at, depth + 1)
            return Edit(sign, longer[0]), Edit(end, longer[0])
    return ()


def _check_end(body: Body, token: Token, findings: Findings) -> bool:
    """A block that has no end takes what follows for its own, and one that holds a quiz has lost its end."""
    opening = opening_of(body, token)
    inside = len(token.markup) == 3 and any(
        line.lstrip().startswith(token.markup) and line.strip("`~ \t").split(" ")[0] in BLOCKS
        for line in token.content.split("\n")
    )
    if not inside and is_closed(body, token):
        return True
    message = "This block begins here and does not end." if not inside else "A quiz begins before this block ends."
    help = f"Write a line of {token.markup} after its last line, or take this one away."
    findings.add(opening, "M202", message, help)
    return False


def _check_indented(body: Body, token: Token, findings: Findings) -> bool:
    """A quiz with four spaces before each line, with its fences or without them."""
    lines = token.content.split("\n")
    fence = next(
        (n for n, line in enumerate(lines) if line.lstrip()[:3] in ("```", "~~~") and _first_word(line) in BLOCKS), None
    )
    meant = _first_word(lines[fence]) if fence is not None else meant_by("", token.content)
    if not meant:
        return True
    first = (token.map or [0])[0]
    at = body.first_line + first + (fence or 0)
    written = body.lines[at - body.first_line]
    column = len(written) - len(written.lstrip()) + 1
    place = Place(body.file, at, column, at, len(written.rstrip()) + 1)
    message = f"This {meant} has four spaces or more before it, so it would be shown as it is."
    help = "Take the spaces before each of its lines away."
    if fence is None:
        help = f"Take the spaces before each of its lines away, and write ```{meant} above it and ``` below it."
    findings.add(place, "M205", message, help, edits=_dedented(body, token, "" if fence is not None else meant))
    return False


def _dedented(body: Body, token: Token, meant: str) -> tuple[Edit, ...]:
    """The lines of an indented block without its four spaces; with fences around them where a quiz has none."""
    if token.level:
        return ()
    first, last = token.map or [0, 0]
    edits = []
    while last > first and not body.lines[last - 1].strip():
        last -= 1
    for n in range(first, last):
        line, at = body.lines[n], body.first_line + n
        cut = 1 if line.startswith("\t") else min(4, len(line) - len(line.lstrip(" ")))
        before = f"```{meant}\n" if meant and n == first else ""
        edits.append(Edit(Place(body.file, at, 1, at, cut + 1), before))
    if meant:
        end = Place(body.file, body.first_line + last, 1, body.first_line + last, 1)
        edits.append(Edit(end, "```\n"))
    return tuple(edits)


def _first_word(line: str) -> str:
    words = line.lstrip("`~ ").split(None, 1)
    return words[0] if words else ""


def _name_place(body: Body, token: Token, name: str) -> Place:
    """The place of the word behind a fence."""
    opening = opening_of(body, token)
    column = body.lines[opening.line - body.first_line].find(name, opening.column - 1 + len(token.markup)) + 1
    return Place(body.file, opening.line, column, opening.line, column + len(name)) if column else opening
