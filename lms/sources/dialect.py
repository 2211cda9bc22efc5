"""Ways of writing that other Markdown readers know and this one shows as they are: each is named, with the way here."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice
from typing import Protocol

from lms.sources.callouts import KINDS as CALLOUTS
from lms.sources.callouts import SAME
from lms.sources.callouts import kind_of as callout_kind
from lms.sources.characters import shorten
from lms.sources.diagnostics import Edit, Findings, Place
from lms.sources.headingnames import NAMED
from lms.sources.nearmisses import near_misses
from lms.sources.notemarks import report_notes
from lms.sources.suggest import nearest, surely_meant
from lms.sources.tablerows import report_tables

_ODD = "\u00a0\u2000-\u200b\u202f\u205f\u2060\u3000\ufeff"
# Whether a text can hold any of this: most do not, and are not gone through. Each way begins with a sign of its own,
# so that one look for those signs passes over everything else; a line is told by the sign that ends the one before.
_SUSPICIOUS = re.compile(
    rf"\[\^|\[[ xX*vV\u2713\u2714\u2611-]?\][^\n(:\[]|\[ ?! ?[A-Za-z]|> ?\[ ?[A-Za-z]+ ?\]|\[\[|\$|\{{[#.:{{%]"
    r"|\\[(\[]|[~^]\w+[~^]|\]\([^)\n]* |\]\[|\] \(|==\S|\^\[|\)\[|（|•|‣|▪|●|◦|·"
    # What closes bold words stands behind one of them.
    r"|\*\*(?:(?<![^\s>`]\*\*)|(?<=\\.\*\*))[ \u00a0]|\|[^\n]*\|"
    rf"|\n(?: {{0,3}}(?::|!!!|\?\?\?|\||#+[^\s#])|\[[Tt][Oo][Cc]\]"
    rf"|[ >]*(?:[-*+]|\d+[.)]|#+)[{_ODD}]|[{_ODD}]+[`~>#-])"
)
_COLON = re.compile(r":(?!//)")
_ANSWERED = re.compile(r"[Aa][Nn][Ssſ][Ww][Ee][Rr][Ssſ]?[ *_]*:")
_CODE = re.compile(r"(`+)(?:(?!\1).)+?\1|\\.", re.DOTALL)
_FENCE = re.compile(r"[ >]*(`{3,}|~{3,})")
_DEFINED = re.compile(r"^ {0,3}\[([^\]\n]+)\]:", re.MULTILINE)
_NAMED_LINK = re.compile(r"(?<![!\]\\])\[[^\[\]\n]+\]\[([^\[\]\n]*)\]")
_SPACED_LINK = re.compile(r"\]\((?P<address>[^<>()\s\"'][^()\"'<>\n]*? [^()\"'<>\n]*)\)")
_PARTED_LINK = re.compile(r"\](?P<gap> )\((?:https?:|mailto:|[\w%./-]+\.\w{2,5}\))")
_GLUED_HEADING = re.compile(r"^ {0,3}(#{2,6})(?=[^\s#])")
_ODD_MARK = re.compile(rf"^[ >]*(?:[-*+]|\d+[.)]|#{{1,6}})(?P<odd>[{_ODD}]+)|^(?P<before>[{_ODD}]+)(?=[`~>#-])")
_MOST = 60

_ANSWER = "The answer of a question"
_CALLOUT = "Write > [!note] on a line of its own, and > before each line of what it says."
_SHOWN: tuple[tuple[str, re.Pattern[str], str, str], ...] = (
    (":::", re.compile(r"^ {0,3}:::+\s*\{?\.?\w+"), "A box of `:::`", _CALLOUT),
    (
        "",
        re.compile(r"^ {0,3}(?:!!!|\?\?\?)\+? \w+"),
        "A box of `!!!`",
        _CALLOUT,
    ),
    (
        "{",
        re.compile(r"\{[#.:](?:[\w-][^{}\n]*)?\}\s*$"),
        "A name in braces",
        "A heading's own name is of small letters, figures and dashes, at its end: ## Before you speak {#before}",
    ),
    ("{", re.compile(r"\{\{[^{}\n]+\}\}|\{%[^{}\n]+%\}"), "A word for a template", "Write what it stands for."),
    ("==", re.compile(r"(?<!=)==[^=\s](?:[^=\n]*[^=\s])?==(?!=)"), "A marked text", "Write it in bold: **…**"),
    (
        ":",
        re.compile(r"^[ >*_-]*(?:the )?(?:correct |right )?answers?[ *_]*:[ *_]*\(?[A-Ja-j]\)?[ .*_]*$", re.IGNORECASE),
        _ANSWER,
        "Write the question as a block of ```quiz, which keeps its answer back.",
    ),
    (
        "^[",
        re.compile(r"\^\[[^\[\]\n]+\]"),
        "A footnote",
        "Write [^1] here, and the note on a line of its own: [^1]: …",
    ),
    (
        "**",
        re.compile(r"^[ >]*(?:[-*+] )?\*\*[ \u00a0]+[^*\n]*[^*\s][ \u00a0]*\*\*(?![*\w])"),
        "A text in bold",
        "Take the spaces within the stars out: **words**",
    ),
    (
        "",
        re.compile(r"^[ >]*[•‣▪●◦·][ \t\u00a0]+\S.*"),
        "A list with dots",
        "Begin each item with a hyphen and a space.",
    ),
    (
        ")[",
        re.compile(r"(?<!\])\([^()\n]+\)\[(?:https?:|mailto:)[^\[\]\s]+\]"),
        "A link the wrong way round",
        "Write the words in square brackets, and the address in round ones: [words](https://…)",
    ),
    (
        "]（",
        re.compile(r"\]（(?:https?:|mailto:|media/|[\w-]+\.md)[^（）\n]*）"),
        "A link in wide brackets",
        "Write round brackets: [words](https://…)",
    ),
    ("[", re.compile(r"^ {0,3}\[toc\]\s*$", re.IGNORECASE), "A table of contents", "Take it out."),
)
"""What is shown as it is written: signs without which it cannot be there, how it looks, its name, and the cure."""

_CALLED = re.compile(r"[ >]*> ?\[!([\w-]+)\]")
_WIKI = re.compile(r"\[\[(?!\w{1,3}\]\])[^\[\]\n]+\]\]")


class Shown(Protocol):
    """A text being drawn."""

    findings: Findings

    @property
    def keeps_notes(self) -> bool: ...

    def place(self, words: str, before: tuple[str, ...] = ("",)) -> Place: ...


def report_dialect(text: str, page: Shown) -> None:
    """Warnings for all that would be shown as it is written; code and what is escaped is left alone."""
    prose = _without_blocks(text)
    if _SUSPICIOUS.search(prose) is None and (_COLON.search(prose) is None or _ANSWERED.search(prose) is None):
        return
    defined = {" ".join(name.casefold().split()) for name in _DEFINED.findall(text)}
    lines = list(_lines(text))
    enough = len(page.findings.items) + _MOST
    for line in lines:
        if len(page.findings.items) > enough:
            # Whoever has that many has another way of writing, and mends all of it alike.
            return
        for signs, pattern, what, cure in _SHOWN:
            # A quiz that lost its fences has a finding of its own, which is enough.
            if signs in line and (found := pattern.search(line)) and not _is_meant(what, line, text):
                _warn(page, found[0].strip(), what, cure)
        if "[!" in line and (found := _CALLED.match(line)) and not callout_kind(found[1]):
            _report_callout(found[1], page)
        if "[[" in line and (found := _WIKI.search(line)):
            _warn(page, found[0], "A link in double brackets", "Write [words](02-lesson.md).")
        if "]" in line:
            _report_links(line, defined, page)
        _report_marks(line, page)
    for words, what, cure in islice(near_misses(text, lines), _MOST):
        _warn(page, words, what, cure)
    if "[^" in text:
        report_notes(lines, page, enough)
    report_tables(lines, text, page)


def _is_meant(what: str, line: str, text: str) -> bool:
    """Whether it is read after all: the name of a heading; or named elsewhere, as a quiz that lost its fences is."""
    return (what == _ANSWER and "\ntype:" in text) or (line.lstrip(" >").startswith("#") and bool(NAMED.search(line)))


def _report_callout(word: str, page: Shown) -> None:
    known = (*CALLOUTS, *SAME)
    near = nearest(word.lower(), known)
    message = f"There is no callout of this kind, so it is shown as it is written: [!{shorten(word)}]"
    place = page.place(f"[!{word}]")
    help = f"Did you mean [!{near}]?" if near else f"Write one of these: {', '.join(CALLOUTS)}."
    edits = (Edit(place, f"[!{near}]"),) if near and surely_meant(word.lower(), known) else ()
    page.findings.warn(place, "M115", message, help, edits=edits)


def _warn(page: Shown, words: str, what: str, cure: str) -> None:
    message = f"{what} is shown as it is written: {shorten(words)}"
    page.findings.warn(page.place(words), "M111", message, cure)


def _report_links(line: str, defined: set[str], page: Shown) -> None:
    for found in _NAMED_LINK.finditer(line):
        name = found[1] or found[0][1:].partition("]")[0]
        if " ".join(name.casefold().split()) not in defined and not name.isdecimal():
            message = f"Nothing says where this link leads: {shorten(found[0])}"
            help = "Write the address behind the words: [words](https://…)"
            page.findings.warn(page.place(found[0]), "M112", message, help)
    for found in _SPACED_LINK.finditer(line):
        place = page.place(found["address"], ("](",))
        message = f"A space ends an address, so this is no link: {shorten(found['address'])}"
        help = f"Write it between < and >: (<{shorten(found['address'])}>). Better still, name the file without spaces."
        page.findings.warn(place, "M112", message, help, edits=(Edit(place, f"<{found['address']}>"),))
    for found in _PARTED_LINK.finditer(line):
        words = line[found.start() : found.end("gap") + 1]
        place = page.place(words)
        message = "A space between the words and the address makes this no link."
        page.findings.warn(place, "M112", message, "Take the space out: [words](address).", edits=(Edit(place, "]("),))


def _report_marks(line: str, page: Shown) -> None:
    if found := _GLUED_HEADING.match(line):
        place = page.place(line.strip())
        message = f"A heading needs a space behind its signs: {shorten(line.strip())}"
        after = Place(place.file, place.line, place.column + len(found[1]), place.line, place.column + len(found[1]))
        help = f"Write {found[1]} and a space before the words."
        page.findings.warn(place, "M111", message, help, edits=(Edit(after, " "),))
    if found := _ODD_MARK.match(line):
        odd = found["odd"] or found["before"]
        words = line[found.start() : found.end() + 1]
        place = page.place(words)
        column = place.column + words.find(odd)
        spot = Place(place.file, place.line, column, place.line, column + len(odd))
        message = "Here is a special space that nobody can tell from an ordinary one, so this is read as plain text."
        help = "Type an ordinary space in its place." if found["odd"] else "Delete it."
        edit = Edit(spot, " " if found["odd"] else "")
        page.findings.add(spot, "S112", message, help, edits=(edit,))


def _without_blocks(text: str) -> str:
    """The text behind a line feed, and without its blocks of code where it is plain where they begin and end."""
    text = f"\n{text}"
    if "```" not in text:
        return text
    pieces = text.split("\n```")
    outside, inside = pieces[::2], pieces[1::2]
    is_plain = len(outside) > len(inside) and len(pieces) - 1 == text.count("```") and "~~~" not in text
    if not is_plain or any(piece[:1] not in ("", "\n") for piece in outside) or any("`" in one[:1] for one in inside):
        return text
    return "\n".join(outside)


def _lines(text: str) -> Iterator[str]:
    """The lines of a text, with spaces for code within them; those of blocks of code are empty."""
    opened = ""
    blank = True
    indented = False
    for line in text.split("\n"):
        fence = _FENCE.match(line)
        if opened:
            if fence is not None and fence[1].startswith(opened) and not line[fence.end() :].strip():
                opened = ""
            yield ""
            continue
        if fence is not None:
            opened = fence[1]
            yield ""
            continue
        indented = line.startswith(("    ", "\t")) and (blank or indented)
        blank = not line.strip()
        yield "" if indented else _CODE.sub(lambda found: " " * len(found[0]), line)
