"""Quizzes where nobody can answer them: in a text of a key, such as a meaning in the glossary, and in a footnote."""

from __future__ import annotations

import re
from collections.abc import Sequence

from markdown_it.token import Token

from lms.content.reading.documents import Body
from lms.content.reading.likeness import meant_by, meant_in_prose
from lms.content.reading.stray_blocks import BLOCKS, name_of, opening_of
from lms.sources.diagnostics import Findings
from lms.sources.drawnpage import Written
from lms.sources.markdown import tokens_of
from lms.sources.suggest import a

NOTE_OPEN, NOTE_CLOSE = "footnote_reference_open", "footnote_reference_close"
_MAY_ASK = re.compile(r"```|~~~|\b(?:type|text):")


def check_text(written: Written, findings: Findings) -> None:
    """Looks for a quiz inside of a text that stands in a key: there it would be shown with its answer."""
    if not _MAY_ASK.search(written.text):
        return
    for token in tokens_of(written.text, notes=False):
        if meant := _meant(token):
            line = written.text.split("\n")[(token.map or [0])[0]].strip()
            found = written.find(line)
            message = f"A {meant} cannot stand inside of a text like this: it would be shown as it is, with its answer."
            findings.add(
                found[0] if found else written.place, "M203", message, "Move it into a lesson, or into a bank."
            )


def check_notes(body: Body, tokens: Sequence[Token], findings: Findings) -> bool:
    """Looks for quizzes in footnotes, which stand below everything. False where there is one."""
    inside, fine = False, True
    for token in tokens:
        inside = (inside or token.type == NOTE_OPEN) and token.type != NOTE_CLOSE
        name = name_of(token)
        if inside and name in BLOCKS:
            fine = False
            help = "Take away the spaces before each of its lines, and move it out of the note."
            findings.add(opening_of(body, token), "M203", f"{a(name).capitalize()} cannot stand in a footnote.", help)
    return fine


def _meant(token: Token) -> str:
    """What a piece of a text was meant to be: "quiz", "scenario", or "" for neither."""
    if token.type in ("fence", "code_block"):
        name = name_of(token)
        return name if name in BLOCKS else meant_by(name, token.content)
    return meant_in_prose(token.content) if token.type == "inline" else ""
