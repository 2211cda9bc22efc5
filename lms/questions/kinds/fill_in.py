"""fill-in: a text with gaps, each marked like a short answer and each an equal share of the points."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import replace
from fractions import Fraction
from html import escape

from lms.questions.kind import Form, Kind, NotAnAnswer, Reading, only
from lms.questions.quiz import Json, Key, Question
from lms.questions.wording import (
    ACCEPT,
    IGNORE_DIFFERENCES,
    MOST_CHARACTERS,
    accept_text,
    accepted_words,
    is_accepted,
    read_accepted,
    read_ignored,
)
from lms.sources.characters import shorten
from lms.sources.fields import Fields
from lms.sources.suggest import did_you_mean
from lms.sources.tables import ByKey, Entry, Group, Markdown, Table
from lms.sources.yamltext import Scalar

_GAP = re.compile(r"\[\[([0-9A-Za-z-]{1,20})\]\]")
_MOST_GAPS = 20


BLANK = Table("blank", ACCEPT, IGNORE_DIFFERENCES)


class FillIn(Kind):
    name = "fill-in"
    several = True
    keys = Table(
        "fill-in",
        Entry("question", Markdown(), "what is asked, above the text"),
        Entry("text", Markdown("I ask for [[1]]."), "a text with gaps, such as `[[1]]`", needed=True),
        Entry(
            "blanks",
            ByKey("[0-9A-Za-z-]{1,20}", "gap", Group(BLANK), least=1),
            "for every gap, what it accepts",
            needed=True,
        ),
        IGNORE_DIFFERENCES,
    )

    def read(self, reading: Reading, base: Question) -> tuple[Question, Key]:
        fields = reading.fields
        text = fields.scalar("text")
        names, gaps = ((), ()) if text is None else _read_gaps(reading, text)
        blanks = self._read_blanks(reading, text, names)
        return replace(base, blanks=names, gaps=gaps), Key(self.name, {"blanks": blanks})

    @staticmethod
    def _read_blanks(reading: Reading, text: Scalar | None, names: tuple[str, ...]) -> dict[str, Json]:
        fields = reading.fields
        usual = read_ignored(fields)
        pairs = fields.mapping("blanks")
        found: dict[str, Json] = {}
        for scalar, node in pairs or ():
            name = scalar.text.strip()
            blank = Fields(node, fields.findings, BLANK)
            ignoring = read_ignored(blank, usual)
            if text is not None and f"[[{name}]]" not in text.text:
                message = f"The text has no gap `[[{shorten(name)}]]` for this."
                help = did_you_mean(name, names) or f"Put `[[{shorten(name)}]]` where the gap is."
                fields.findings.add(scalar.place, "Q307", message, help)
            elif blank.readable:
                accepted = read_accepted(reading, blank, ignoring)
                found[name] = {"accept": list(accepted), "ignore_differences": list(ignoring)}
        named = {scalar.text.strip() for scalar, _ in pairs or ()}
        for name in names:
            if text is not None and pairs is not None and name not in named:
                message = f"`blanks` does not say what the gap `[[{name}]]` accepts."
                fields.findings.add(text.place_of(f"[[{name}]]"), "Q306", message, f"Add {name}: {{accept: [...]}}")
        return dict(sorted(found.items()))

    def accept(self, question: Question, value: Json) -> Json | NotAnAnswer:
        if not isinstance(value, dict):
            return NotAnAnswer("Send the words for each gap.")
        if not all(name in question.blanks for name in value):
            return NotAnAnswer("Fill only the gaps that are there.")
        found: dict[str, str] = {}
        for name in question.blanks:
            if name not in value or value[name] == "":
                continue
            text = accept_text(value[name], MOST_CHARACTERS // len(question.blanks))
            if isinstance(text, NotAnAnswer):
                return text
            found[name] = text
        return found or NotAnAnswer("Fill at least one gap first.")

    def from_form(self, question: Question, form: Form) -> Json | NotAnAnswer | None:
        found = {name: only(form, f"answer.{name}") for name in question.blanks}
        return {name: text for name, text in found.items() if text is not None} or None

    def share(self, key: Key, given: Json) -> Fraction:
        blanks = key.rule["blanks"]
        right = sum(_is_filled(given, name, rule) for name, rule in blanks.items())
        return Fraction(right, len(blanks))

    def judged(self, question: Question, key: Key, given: Json) -> dict[str, bool | None]:
        blanks = key.rule["blanks"]
        return {name: name in blanks and _is_filled(given, name, blanks[name]) for name in question.blanks}

    def public(self, question: Question) -> dict[str, Json]:
        return {"blanks": list(question.blanks), "gaps": list(question.gaps)}

    def example(self, question: Question, key: Key) -> Json:
        return {name: rule["accept"][0] for name, rule in key.rule["blanks"].items()}

    def answer_text(self, question: Question, key: Key) -> str:
        blanks = key.rule["blanks"]
        filled = [" or ".join(escape(text) for text in blanks[name]["accept"]) for name in question.blanks]
        pieces = [question.gaps[0]]
        for words, after in zip(filled, question.gaps[1:], strict=True):
            pieces += [f"<strong>{words}</strong>", after]
        return "".join(pieces)

    def parts(self, question: Question) -> tuple[str, ...]:
        return question.blanks


def _is_filled(given: Json, name: str, rule: Json) -> bool:
    """Whether a gap holds something that it accepts."""
    return name in given and is_accepted(given[name], accepted_words(rule), rule["ignore_differences"])


def _read_gaps(reading: Reading, text: Scalar) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The names of the gaps in reading order, and the HTML around them: one piece more than there are gaps."""
    findings = reading.fields.findings
    written = _GAP.findall(text.text)
    if not 1 <= len(written) <= _MOST_GAPS:
        message = f"There are {len(written)} gaps in this text." if written else "There is no gap in this text."
        help = f"Write from 1 to {_MOST_GAPS} gaps, such as `[[1]]`."
        findings.add(text.place, "Q308", message, help)
    for name, times in Counter(written).items():
        if times > 1:
            message = f"The gap `[[{name}]]` is here {times} times."
            help = "Give each gap a name of its own, such as the next number."
            findings.add(text.place_of(f"[[{name}]]", 1), "Q309", message, help)
    names, pieces = gaps_in(reading.block(text))
    for name in Counter(written) - Counter(names):
        message = f"The gap `[[{name}]]` is part of a link or a picture."
        findings.add(text.place_of(f"[[{name}]]"), "Q310", message, "Move it into the sentence.")
    return names, pieces


def gaps_in(html: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The gaps of a drawn text and what stands around them, wherever an input may stand."""
    standing = [found for found in _GAP.finditer(html) if _in_plain_text(html, found.start())]
    pieces, end = [], 0
    for found in standing:
        pieces.append(html[end : found.start()])
        end = found.end()
    return tuple(found[1] for found in standing), (*pieces, html[end:])


def _in_plain_text(html: str, index: int) -> bool:
    """Whether an input may stand at this place of drawn Markdown: in no tag and no link. Text has no bare `<`."""
    in_tag = html.rfind("<", 0, index) > html.rfind(">", 0, index)
    in_link = html.rfind("<a ", 0, index) > html.rfind("</a>", 0, index)
    return not in_tag and not in_link


KIND = FillIn()
