"""Slips in a block of YAML that its reader would blame on another line, or on something that nobody can see.

They are looked for before the block is read, and told in an author's words.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence

from lms.sources.characters import shorten
from lms.sources.diagnostics import Edit, Findings
from lms.sources.lineslips import has_lines, report_lines
from lms.sources.origin import Origin

_SPACES = "\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000"
_NOTHING = "\u00ad\u034f\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff"
_ODD = re.compile(f"[{_SPACES}{_NOTHING}\uff1a]")
_SPACE = re.compile(f"[{_SPACES}]")
# Spaces, dashes of a list, a key, a colon, and what follows at once: all that decides what a line is.
_HEAD = re.compile(
    rf"(?P<before>[ {_SPACES}{_NOTHING}]*(?:-[ {_SPACES}{_NOTHING}]+)*)"
    rf"(?:(?P<key>[\"']?[\w#./{_NOTHING}-]{{1,80}}[\"']?)(?P<gap>[ {_SPACES}{_NOTHING}]*)(?P<colon>[:\uff1a])"
    rf"(?P<after>[ {_SPACES}{_NOTHING}]*)(?=$|\S))?"
)
# A value of one word, or of words in brackets: a name, a number, letters.
_WORDS = re.compile(rf"[\w.,#/%\[\] {_SPACES}{_NOTHING}-]{{1,200}}")
_BLOCK_TEXT = re.compile(r":[ ]+[|>][-+0-9]*[ ]*(?:#.*)?$|^[ ]*-[ ]+[|>][-+0-9]*[ ]*$")
_EMPTY_KEY = re.compile(r"^(?P<before> *(?:- +)*)(?P<key>[A-Za-z][\w-]*):[ ]*(?:#.*)?$")
_LETTERED = re.compile(r"^(?P<before> *)(?:[A-Za-z]|\d{1,2})(?::|[.)]:?)(?:[ ]+\S|[ ]*$)")
_BRACKETED = re.compile(r"^(?P<before> +)(?P<sign>\(?(?P<letter>[A-Za-z])[.)]:? *)(?=\S)")
_BULLETS = r"[\u2010-\u2015\u2022\u2023\u2043\u2212\u25aa\u25cf\u25e6\u00b7*+]"
_BULLET = re.compile(rf"^(?P<before> *)(?P<sign>{_BULLETS})(?P<after>[ \u00a0]+)\S")
_EQUALS = re.compile(r"^(?P<before> *)(?P<key>[A-Za-z][\w-]*)(?P<sign>[ ]*=[ ]*)(?=\S)")
_OF_LETTERS = ("options", "left", "right", "why", "blanks", "labels", "answer", "credit")
# Whether a block can have any of these slips at all: most have none, and are not taken apart. For a text behind a line
# feed, which tells where a line begins.
_SUSPICIOUS = re.compile(
    rf"\n *{_BULLETS}[ ]|"
    rf"\n( *(?:- +)*)(?:{'|'.join(_OF_LETTERS)}):[ ]*(?:#.*)?\n(?:\1(?:[A-Za-z]|\d{{1,2}})[:.)]| +\(?[A-Za-z][.)])"
)
_EQUALS_FIRST = re.compile(r"\s*[A-Za-z][\w-]*[ ]*=")
_MOST = 20
_LONGEST = 400


def report_slips(origin: Origin, findings: Findings) -> str | None:
    """The text to be read, in which special spaces count as spaces; None where the rest would be misread."""
    suspicious = _is_suspicious(origin.text)
    if not suspicious and not has_lines(origin.text):
        return origin.text
    lines = origin.text.split("\n")
    readable = report_lines(origin, lines, list(_of_structure(lines)), findings)
    if not suspicious:
        return origin.text if readable else None
    if _ODD.search(origin.text):
        odd_is_read = _report_odd(origin, lines, findings)
        readable = odd_is_read and readable
        if odd_is_read:
            lines = [_plain(line) for line in lines]
    for report in (_report_bullets, _report_equals, _report_bracketed, _report_unindented):
        readable = report(origin, lines, findings) and readable
    return "\n".join(lines) if readable else None


def _is_suspicious(text: str) -> bool:
    has_odd = not text.isascii() and _ODD.search(text) is not None
    return has_odd or _SUSPICIOUS.search(f"\n{text}") is not None or _EQUALS_FIRST.match(text) is not None


def _report_odd(origin: Origin, lines: Sequence[str], findings: Findings) -> bool:
    """Special spaces, and what nobody sees, where they change what a line means. False where they have to go first."""
    readable = True
    number = 0
    for n in _of_structure(lines):
        columns = _odd_columns(lines[n])
        if not columns:
            continue
        number += 1
        signs = [lines[n][column] for column in columns]
        readable = readable and all(map(_SPACE.match, signs))
        if number > _MOST:
            continue
        place = origin.place(n, columns[0], n, columns[0] + 1)
        instead = {column: _in_place(lines[n], column) for column in columns}
        edits = tuple(Edit(origin.place(n, column, n, column + 1), sign) for column, sign in instead.items())
        seen = "".join(instead.get(column, sign) for column, sign in enumerate(lines[n]))
        findings.add(place, "S112", _said(signs), _help(seen, signs), edits=edits)
    return readable


def _odd_columns(line: str) -> list[int]:
    found = _HEAD.match(line) if len(line) <= _LONGEST and _ODD.search(line) else None
    if found is None:
        return []
    head = found.end() if found["key"] else found.end("before")
    columns = [n for n in range(head) if _ODD.match(line[n])]
    value = line[head:]
    if found["key"] and _ODD.search(value) and _WORDS.fullmatch(value) and _is_of_words(value):
        columns += [head + n for n, sign in enumerate(value) if _ODD.match(sign)]
    return columns


def _is_of_words(value: str) -> bool:
    """Whether invisible signs in a value can only do harm: it is a name, a number or letters, and no sentence."""
    plain = _ODD.sub("", value)
    listed = plain.strip().startswith("[")
    return plain.isascii() and (listed or " " not in plain.strip()) and not re.search(r"\d[\u00a0\u202f]\d", value)


def _plain(line: str) -> str:
    columns = _odd_columns(line)
    return "".join(_instead(sign) or sign if n in columns else sign for n, sign in enumerate(line)) if columns else line


def _in_place(line: str, column: int) -> str:
    """What is to be written for a sign: nothing before a colon, and a space behind a wide one."""
    head = _HEAD.match(line)
    if head and head["key"] and head.start("gap") <= column < head.end("gap"):
        return ""
    glued = line[column] == "\uff1a" and line[column + 1 : column + 2].strip()
    return _instead(line[column]) + (" " if glued else "")


def _instead(sign: str) -> str:
    if sign == "\uff1a":
        return ":"
    return " " if _SPACE.match(sign) else ""


def _said(signs: Sequence[str]) -> str:
    sign = signs[0]
    if sign == "\uff1a":
        return "This colon is a wide one, which YAML does not take for a colon."
    name = {"\u00a0": "a no-break space", "\u200b": "a zero-width space", "\ufeff": "a byte-order mark"}.get(
        sign, unicodedata.name(sign, "an unnamed sign").lower()
    )
    name = name if name.startswith(("a ", "an ")) else f"a sign called “{name}”"
    if _SPACE.match(sign):
        return f"Here is {name}. It looks like a space, and YAML does not take it for one."
    return f"Here is {name}, which nobody can see."


def _help(seen: str, signs: Sequence[str]) -> str:
    what = (
        "Write a colon" if signs[0] == "\uff1a" else "Type an ordinary space" if _SPACE.match(signs[0]) else "Delete it"
    )
    return f"{what}: `{shorten(seen)}`. `lms content check --fix` does it for you."


def _report_bullets(origin: Origin, lines: Sequence[str], findings: Findings) -> bool:
    """Long dashes and dots where a hyphen begins an item of a list."""
    above: str = ""
    fine = True
    for n in _of_structure(lines):
        line = lines[n]
        found = _BULLET.match(line)
        if found is not None and (_EMPTY_KEY.match(above) or _BULLET.match(above) or not above):
            column = found.start("sign")
            place = origin.place(n, column, n, column + 1)
            edit = Edit(origin.place(n, column, n, found.end("after")), "- ")
            message = f"An item of a list begins with a hyphen and a space, not with `{found['sign']}`."
            findings.add(place, "S101", message, f"Write `- {shorten(line[found.end('after') :])}`.", edits=(edit,))
            fine = False
        above = line
    return fine


def _report_equals(origin: Origin, lines: Sequence[str], findings: Findings) -> bool:
    """`key = value`, as other formats have it, where every line of the block's highest level is written so."""
    written = [n for n in _of_structure(lines) if not lines[n].startswith((" ", "-", "#"))]
    found = [_EQUALS.match(lines[n]) for n in written]
    if not written or not all(found):
        return True
    edits = []
    for n, one in zip(written, found, strict=True):
        if one is not None:
            edits.append(Edit(origin.place(n, one.start("sign"), n, one.end("sign")), ": "))
    first = found[0]
    if first is not None:
        column = first.start("sign")
        place = origin.place(written[0], column, written[0], first.end("sign"))
        help = f"Write `{first['key']}: …`, and each other line likewise."
        findings.add(
            place, "S101", "Keys have a colon and a space behind them, not an equals sign.", help, edits=tuple(edits)
        )
    return False


def _report_bracketed(origin: Origin, lines: Sequence[str], findings: Findings) -> bool:
    """`a) Ask first`, as people list options on paper: one finding for all of a key's."""
    fine = True
    for n, line in enumerate(lines[:-1]):
        key = _EMPTY_KEY.match(line)
        if key is None or key["key"] not in _OF_LETTERS:
            continue
        found = []
        while n + 1 < len(lines) and (one := _BRACKETED.match(lines[n + 1])) is not None:
            n += 1
            found.append((n, one))
        if found:
            edits = tuple(
                Edit(origin.place(at, one.start("sign"), at, one.end("sign")), f"{one['letter']}: ")
                for at, one in found
            )
            at, one = found[0]
            place = origin.place(at, one.start("sign"), at, one.end("sign"))
            help = f"Write `{one['letter']}: {shorten(lines[at][one.end() :])}`, and the others likewise."
            message = f"Each letter of `{key['key']}` has a colon and a space behind it."
            findings.add(place, "S101", message, help, edits=edits)
            fine = False
    return fine


def _report_unindented(origin: Origin, lines: Sequence[str], findings: Findings) -> bool:
    """Letters that stand no deeper than the key that they belong to: one finding for all of a block's."""
    groups = list(_unindented(lines))
    if not groups:
        return True
    first = groups[0][1]
    keys = " and ".join(f"`{name}`" for name, _, _ in groups)
    edits = tuple(
        Edit(origin.place(n, 0, n, 0), "  ") for _, begin, end in groups for n in range(begin, end) if lines[n].strip()
    )
    place = origin.place(first, 0, first, len(lines[first].rstrip()))
    message = f"These lines belong to {keys}, and are not indented."
    help = f"Write two spaces before each of them: `  {shorten(lines[first])}`. `lms content check --fix` does it."
    findings.add(place, "S113", message, help, edits=edits)
    return False


def _unindented(lines: Sequence[str]) -> Iterator[tuple[str, int, int]]:
    """Each key of letters that has nothing behind it, with the first line that belongs to it and the one after."""
    n = 0
    while n < len(lines):
        key = _EMPTY_KEY.match(lines[n])
        n += 1
        if key is None or key["key"] not in _OF_LETTERS or "-" in key["before"]:
            continue
        depth = len(key["before"])
        begin = end = n
        while end < len(lines) and _belongs(lines[end], depth, end > begin):
            end += 1
        if end > begin:
            yield key["key"], begin, end
            n = end


def _belongs(line: str, depth: int, goes_on: bool) -> bool:
    found = _LETTERED.match(line)
    if found is not None:
        return len(found["before"]) == depth
    deeper = len(line) - len(line.lstrip(" ")) > depth
    return goes_on and (deeper or not line.strip())


def _of_structure(lines: Sequence[str]) -> Iterator[int]:
    """The lines that are not inside a text of several lines."""
    depth = -1
    for n, line in enumerate(lines):
        if not line.strip(" "):
            continue
        indent = len(line) - len(line.lstrip(" "))
        if depth >= 0 and indent > depth:
            continue
        depth = -1
        if not line.lstrip(" ").startswith("#"):
            yield n
        if _BLOCK_TEXT.search(line):
            depth = len(line) - len(line.lstrip(" -")) if line.lstrip(" ").startswith("-") and ":" in line else indent
