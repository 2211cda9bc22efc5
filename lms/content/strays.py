"""Blocks that were meant to be quizzes and are none: shown as they are written, they would show their answers."""

from __future__ import annotations

import re
from collections.abc import Sequence

from markdown_it.token import Token

from lms.content.documents import Body
from lms.questions.kinds import KINDS
from lms.sources.diagnostics import Edit, Findings, Place
from lms.sources.suggest import nearest, surely_meant
from lms.sources.yamltext import shorten

BLOCKS = ("quiz", "scenario")
_KEY = re.compile(r"^[ \t>]*([a-z_]+):(?:[ \t]+(.*?))?[ \t]*$", re.MULTILINE)
_SHORT_FENCE = re.compile(r"^[ \t>]*(`{0,2}|~{0,2})[ \t]*(quiz|scenario)[ \t]*$")
_OF_A_QUIZ = frozenset({"id", "question", "answer", "options", "why", "objective", "left", "accept", "text", "points"})
_OF_A_SCENARIO = frozenset({"id", "text"})
# A block for people who read YAML is most likely a quiz whose author did not know the word.
_UNNAMED = ("", "yaml", "yml")


def check_stray(body: Body, token: Token, findings: Findings) -> bool:
    """Looks at a block of another name, or of none. False where it hides a quiz."""
    name = name_of(token)
    if token.type == "code_block":
        return _check_indented(body, token, findings)
    near = nearest(name, BLOCKS) if name else ""
    if near:
        message = f"There is no block called `{shorten(name)}`, so this would be shown as it is."
        place = _name_place(body, token, name)
        edits = (Edit(place, near),) if surely_meant(name, BLOCKS) else ()
        findings.add(place, "M201", message, f"Did you mean `{near}`?", edits=edits)
        return False
    meant = _meant(token.content) if name.lower() in _UNNAMED else ""
    if meant:
        opening = opening_of(body, token)
        message = f"This looks like a {meant}, and would be shown as it is written, with its answer."
        start = opening.column + len(token.markup)
        place = Place(body.file, opening.line, start, opening.line, opening.end_column)
        findings.add(
            opening, "M201", message, f"Write {token.markup}{meant} as its first line.", edits=(Edit(place, meant),)
        )
        return False
    return _check_end(body, token, findings)


def check_prose(body: Body, tokens: Sequence[Token], findings: Findings) -> bool:
    """Looks for quizzes that stand in prose without their first line. False where there is one."""
    fine = True
    for token in tokens:
        if token.type != "inline" or ":" not in token.content or not (meant := _meant(token.content)):
            continue
        line = (token.map or [0])[0]
        written = body.lines[line] if line < len(body.lines) else ""
        at = body.first_line + line
        short = _SHORT_FENCE.match(written)
        lead = len(written) - len(written.lstrip(" \t>"))
        place = Place(body.file, at, lead + 1, at, len(written.rstrip()) + 1)
        message = f"This {meant} has no line of three backticks before it, so it would be shown as it is written."
        edit = Edit(place, f"```{meant}")
        if short is None:
            edit = Edit(Place(body.file, at, 1, at, 1), f"{written[:lead]}```{meant}\n")
        findings.add(place, "M206", message, f"Write ```{meant} on a line of its own before it.", edits=(edit,))
        fine = False
    return fine


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


def _meant(text: str) -> str:
    """Whether the keys in a text are those of a quiz or of a scenario; "" where they are neither."""
    if "type:" not in text and "text:" not in text:
        return ""
    keys = {found[1]: found[2] or "" for found in _KEY.finditer(text)}
    kind = keys.get("type", "").strip("'\"")
    if (kind in KINDS or surely_meant(kind, KINDS)) and _OF_A_QUIZ & keys.keys():
        return "quiz"
    return "scenario" if keys.keys() == _OF_A_SCENARIO else ""


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
    for n, line in enumerate(token.content.split("\n")):
        words = line.lstrip("`~ ").split(None, 1)
        if line.lstrip().startswith(("```", "~~~")) and words and words[0] in BLOCKS:
            at = body.first_line + (token.map or [0])[0] + n
            written = body.lines[at - body.first_line]
            column = len(written) - len(written.lstrip()) + 1
            place = Place(body.file, at, column, at, len(written.rstrip()) + 1)
            message = f"This {words[0]} has four spaces or more before it, so it would be shown as it is."
            findings.add(place, "M205", message, "Take the spaces before each of its lines away.")
            return False
    return True


def _name_place(body: Body, token: Token, name: str) -> Place:
    """The place of the word behind a fence."""
    opening = opening_of(body, token)
    column = body.lines[opening.line - body.first_line].find(name, opening.column - 1 + len(token.markup)) + 1
    return Place(body.file, opening.line, column, opening.line, column + len(name)) if column else opening
