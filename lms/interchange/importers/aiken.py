"""Aiken: questions in plain text, each with its options and a line that names the right one.

After its public description: https://docs.moodle.org/en/Aiken_format
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from fractions import Fraction

from lms.interchange import answers
from lms.interchange.answers import Answer, Fields
from lms.interchange.draft import Draft, Gathered
from lms.interchange.foreigntext import said
from lms.interchange.importer import Importer, text_of
from lms.interchange.report import CannotCarry, Unreadable
from lms.questions.credit import ALL_OR_NOTHING

_OPTION = re.compile(r"\s*([A-Z])[.)][ \t]+(.*)")
_ANSWER = re.compile(r"\s*ANSWERS?:[ \t]*(.*)", re.IGNORECASE)
_LETTERS = re.compile(r"[A-Z](?:[ \t]*[,;&][ \t]*[A-Z])*[.)]?", re.IGNORECASE)
_SAID = re.compile(r"\s*@?FEEDBACK:[ \t]*(.*)", re.IGNORECASE)
_KNOWN = re.compile(rb"^[ \t]*[A-Z][.)][ \t]+\S[^\n]*(?:\n[^\n]*){0,40}?\n[ \t]*ANSWER:[ \t]*[A-Z]\b", re.MULTILINE)
_MOST_QUESTIONS = 5_000


@dataclass(slots=True)
class _Question:
    """One question as it stands in the file: its line, its words, its options by letter, its key as written."""

    line: int
    words: list[str] = field(default_factory=list)
    options: list[tuple[str, list[str]]] = field(default_factory=list)
    key: str | None = None
    why: list[str] = field(default_factory=list)

    def take(self, line: str) -> None:
        """One line of it more. Where it is no option, it goes on with what stood before."""
        option, answer, why = _OPTION.fullmatch(line), _ANSWER.fullmatch(line), _SAID.fullmatch(line)
        if answer:
            self.key = answer[1].strip()
        elif why:
            self.why.append(why[1])
        elif option and self.words:
            self.options.append((option[1], [option[2]]))
        elif self.options:
            self.options[-1][1].append(line)
        else:
            self.words.append(line)


class Aiken(Importer):
    name = "aiken"
    called = "Aiken"
    endings = ("aiken",)

    def knows(self, start: bytes, ending: str) -> bool:
        plain = start.replace(b"\r\n", b"\n").replace(b"\r", b"\n")
        is_gift = ending == "gift" and b"{" in plain
        return ending not in ("csv", "tsv") and not is_gift and _KNOWN.search(plain) is not None

    def read(self, content: bytes, gathered: Gathered) -> None:
        for number, question in enumerate(_questions(text_of(content, gathered)), 1):
            if number > _MOST_QUESTIONS:
                raise Unreadable(f"This file has more than {_MOST_QUESTIONS:,} questions. Please split it.")
            changes: list[str] = []
            try:
                fields = _fields(question, changes)
            except CannotCarry as reason:
                gathered.refuse(" ".join(" ".join(question.words).split())[:60], question.line, reason)
                continue
            gathered.drafts.append(Draft("", question.line, fields, changes=tuple(changes)))


def _questions(text: str) -> Iterator[_Question]:
    """The questions of a file. A question ends with its key, and what is said of it."""
    open_one: _Question | None = None
    for number, line in enumerate(text.split("\n"), 1):
        goes_on = open_one is not None and (open_one.key is None or _SAID.fullmatch(line))
        if open_one is not None and not goes_on and line.strip():
            yield open_one
            open_one = None
        if line.strip():
            open_one = open_one or _Question(number)
            open_one.take(line)
        elif open_one is not None and open_one.words and open_one.key is None and not open_one.options:
            open_one.words.append("")
    if open_one is not None:
        yield open_one


def _fields(question: _Question, changes: list[str]) -> Fields:
    texts = [said("\n".join(lines), "plain", changes) for _, lines in question.options]
    words = said("\n".join(question.words), "plain", changes)
    if not words or _begins_with_an_option(question):
        raise CannotCarry(
            "there is no question before its options", "Write the question on the line above its options."
        )
    whole = said("\n\n".join(question.why), "plain", changes)
    right = _right(question)
    letters = [letter for letter, _ in question.options]
    if len(right) == 1:
        shares = [Fraction(int(letter in right)) for letter in letters]
        return answers.pick_one(words, list(map(Answer, texts, shares)), whole, changes)
    shares = [Fraction(int(letter in right), len(right)) for letter in letters]
    changes.append("it names several right options, and does not say what some of them earn: here all are needed")
    fields = answers.pick_several(words, list(map(Answer, texts, shares)), whole, [])
    return {**fields, "credit": ALL_OR_NOTHING}


def _begins_with_an_option(question: _Question) -> bool:
    """Whether the line that was taken for the question is A, and B stands first among the options."""
    first = _OPTION.fullmatch(question.words[0])
    return first is not None and first[1] == "A" and [letter for letter, _ in question.options[:1]] == ["B"]


def _right(question: _Question) -> list[str]:
    """The letters of the right options."""
    letters = [letter for letter, _ in question.options]
    if question.key is None:
        raise CannotCarry("no line `ANSWER:` follows it", "Add a line such as `ANSWER: B` below its options.")
    if len(set(letters)) < len(letters):
        raise CannotCarry("two of its options have the same letter", "Give each option a letter of its own.")
    if _LETTERS.fullmatch(question.key) is None:
        how = "Write the letter of the right option alone, as in `ANSWER: B`."
        raise CannotCarry(f"`ANSWER: {question.key[:30]}` names no letter", how)
    right = list(dict.fromkeys(re.findall("[A-Z]", question.key.upper())))
    missing = [letter for letter in right if letter not in letters]
    if missing:
        how = "Name the letter of one of its options."
        raise CannotCarry(f"`ANSWER:` names {missing[0]}, and no option has that letter", how)
    return right


IMPORTER = Aiken()
