"""GIFT, Moodle's format for quizzes in plain text, read sign by sign.

After its public description: https://docs.moodle.org/en/GIFT_format
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, replace

from lms.interchange import answers
from lms.interchange.answers import Answer
from lms.interchange.draft import Draft, Gathered, kind_for
from lms.interchange.foreigntext import said
from lms.interchange.htmlreading import MOST_CHARACTERS
from lms.interchange.report import CannotCarry, Unreadable
from lms.questions.shapes import Gaps

_CATEGORY = re.compile(r"\$CATEGORY:\s*(.*)")
_TITLE = re.compile(r"\s*::(.*?)(?<!\\)::", re.DOTALL)
_FORMAT = re.compile(r"\s*\[(html|markdown|moodle|plain)\]")
_META = re.compile(r"\[(id|tag):((?:[^\]\\]|\\.)*)\]")
_PERCENT = re.compile(r"%(-?[0-9]{1,3}(?:\.[0-9]{1,7})?)%")
_TRUTH = {"T": True, "TRUE": True, "F": False, "FALSE": False}
_MOST_QUESTIONS = 5_000


@dataclass(slots=True)
class _Question:
    """A question's text as it was written, with the comment above it, and its line."""

    text: str
    line: int
    category: str
    meta: str


def read_gift(text: str, gathered: Gathered) -> None:
    """Adds each question of a file, or the reason why it stays behind."""
    for question in _split(text):
        if len(question.text) > MOST_CHARACTERS:
            gathered.leave_out(_beginning(question.text[:200]), question.line, "it is too long")
            continue
        title = _TITLE.match(question.text)
        name = _unescaped(title[1]).strip() if title else ""
        try:
            draft = _read(question, question.text[title.end() :] if title else question.text, name)
        except CannotCarry as reason:
            gathered.leave_out(name or _beginning(question.text), question.line, str(reason))
            continue
        gathered.drafts.append(draft)


def _beginning(text: str) -> str:
    return " ".join(text.split())[:60]


def _split(text: str) -> list[_Question]:
    """The questions of a file: stretches between blank lines, without comments; a brace keeps its question together."""
    found: list[_Question] = []
    lines: list[str] = []
    first, category, comments = 0, "", ""

    def end() -> None:
        nonlocal lines, comments
        if any(line.strip() for line in lines):
            found.append(_Question("\n".join(lines).strip("\n"), first, category, comments))
            comments = ""
        lines = []

    for number, line in enumerate(text.split("\n"), 1):
        if line.lstrip().startswith("//"):
            comments += line
            continue
        heading = _CATEGORY.match(line.strip())
        if heading:
            end()
            category = heading[1].strip()
        elif not line.strip():
            end()
        else:
            if not lines:
                first = number
            lines.append(line)
    end()
    if len(found) > _MOST_QUESTIONS:
        raise Unreadable(f"This file has more than {_MOST_QUESTIONS:,} questions. Please split it.")
    return found


def _unescaped(text: str) -> str:
    return re.sub(r"\\([~=#{}:\\n\[\]])", lambda sign: "\n" if sign[1] == "n" else sign[1], text)


def _read(question: _Question, text: str, name: str) -> Draft:
    form = _FORMAT.match(text)
    text = text[form.end() :] if form else text
    changes: list[str] = []
    words = _Words(form[1] if form else "moodle", changes)
    opening, closing = _braces(text)
    if opening < 0:
        raise CannotCarry("it asks nothing: it is a text without answers")
    before, inner, after = text[:opening], text[opening + 1 : closing], text[closing + 1 :]
    inner, _, general = _parted(inner, "####")
    fields = _answers(inner.strip(), _Place(before, after, words(general)), words)
    tags = [_unescaped(found[2]) for found in _META.finditer(question.meta) if found[1] == "tag"]
    own = next((_unescaped(found[2]) for found in _META.finditer(question.meta) if found[1] == "id"), "")
    return Draft(own or name, question.line, {**fields, "tags": tags}, question.category, changes=tuple(changes))


@dataclass(frozen=True, slots=True)
class _Words:
    """How the texts of one question are read."""

    form: str
    changes: list[str]

    def __call__(self, text: str) -> str:
        return said(_unescaped(text).strip(), self.form, self.changes)


@dataclass(frozen=True, slots=True)
class _Place:
    """What stands around the answers, and what is said of the whole."""

    before: str
    after: str
    general: str

    @property
    def is_gap(self) -> bool:
        return bool(self.after.strip())

    def question(self, words: Callable[[str], str], gap: str = "\\_\\_\\_\\_\\_") -> str:
        if not self.is_gap:
            return words(self.before)
        # A sign that no text holds keeps the place, so that the words around it are read as one.
        return words(f"{self.before}\x1a{self.after}").replace("\x1a", gap)


def _braces(text: str) -> tuple[int, int]:
    opening = _find(text, "{")
    if opening < 0:
        return -1, -1
    closing = _find(text, "}", opening + 1)
    if closing < 0:
        raise CannotCarry("its answers begin with { and do not end")
    if _find(text, "{", closing + 1) >= 0:
        raise CannotCarry("it has two groups of answers")
    return opening, closing


def _find(text: str, sign: str, start: int = 0) -> int:
    """Where a sign stands that no backslash takes its meaning from; -1 where there is none."""
    at = start
    while at < len(text):
        if text[at] == "\\":
            at += 2
            continue
        if text.startswith(sign, at):
            return at
        at += 1
    return -1


def _parted(text: str, sign: str) -> tuple[str, bool, str]:
    at = _find(text, sign)
    return (text, False, "") if at < 0 else (text[:at], True, text[at + len(sign) :])


def _pieces(text: str, signs: str) -> list[tuple[str, str]]:
    """The answers with the sign before each."""
    starts, at = [], 0
    while at < len(text):
        if text[at] in signs:
            starts.append(at)
        at += 2 if text[at] == "\\" else 1
    if text[: starts[0] if starts else len(text)].strip():
        raise CannotCarry("what stands between its braces cannot be told apart")
    ends = [*starts[1:], len(text)]
    return [(text[start], text[start + 1 : end]) for start, end in zip(starts, ends, strict=True)]


def _answers(inner: str, place: _Place, words: _Words) -> dict[str, object]:
    if not inner:
        raise CannotCarry("it asks for an essay, which is marked by a person")
    first, *feedback = _split_feedback(inner)
    if first.strip().upper() in _TRUTH:
        return _judge(_TRUTH[first.strip().upper()], feedback, place, words)
    if inner.startswith("#"):
        return _number(inner[1:].strip(), place, words)
    pieces = _pieces(inner, "=~")
    if not pieces:
        raise CannotCarry("what stands between its braces cannot be told apart")
    if all(sign == "=" for sign, _ in pieces):
        texts = [_split_feedback(text) for _, text in pieces]
        if all(_find(parts[0], "->") >= 0 for parts in texts):
            return _match(texts, place, words)
        return _typed_words(pieces, place, words)
    return _choice(pieces, place, words)


def _split_feedback(text: str) -> list[str]:
    found = []
    while True:
        before, more, text = _parted(text, "#")
        found.append(before)
        if not more:
            return found


def _judge(right: bool, feedback: list[str], place: _Place, words: _Words) -> dict[str, object]:
    wrong_said, right_said = [words(text) for text in [*feedback, "", ""][:2]]
    return answers.judge(
        place.question(words), right, said_of={right: right_said, not right: wrong_said}, whole=place.general
    )


def _weighed(sign: str, text: str, words: _Words, plain: bool = False) -> Answer:
    text = text.strip()
    found = _PERCENT.match(text)
    share = answers.share_of(found[1]) if found else answers.share_of("100" if sign == "=" else "0")
    answer, *feedback = _split_feedback(text[found.end() :] if found else text)
    written = _unescaped(answer).strip() if plain else words(answer)
    return Answer(written, share, words("".join(feedback)), is_wild=plain and answers.has_wildcard(written))


def _choice(pieces: list[tuple[str, str]], place: _Place, words: _Words) -> dict[str, object]:
    options = []
    for sign, text in pieces:
        form = _FORMAT.match(text)
        own = replace(words, form=form[1]) if form else words
        options.append(_weighed(sign, text[form.end() :] if form else text, own))
    question = place.question(words)
    if any(sign == "=" for sign, _ in pieces):
        return answers.pick_one(question, options, place.general, words.changes)
    return answers.pick_several(question, options, place.general, words.changes)


def _typed_words(pieces: list[tuple[str, str]], place: _Place, words: _Words) -> dict[str, object]:
    found = [_weighed(sign, text, words, plain=True) for sign, text in pieces]
    fields = answers.words("", found, place.general, False, words.changes)
    if place.is_gap:
        text = place.question(words, "[[1]]")
        return {
            "type": kind_for(Gaps),
            "text": text,
            "blanks": {"1": {"accept": fields["accept"]}},
            "why": answers.whole_of(fields["why"]),
        }
    return {**fields, "question": place.question(words)}


def _match(texts: list[list[str]], place: _Place, words: _Words) -> dict[str, object]:
    left, right, more = [], [], []
    for answer, *feedback in texts:
        here, _, there = _parted(answer, "->")
        if "".join(feedback).strip():
            words.changes.append("what was said of single pairs is not kept")
        if here.strip():
            left.append(words(here))
            right.append(words(there))
        else:
            more.append(words(there))
    return answers.pair(place.question(words), left, right, more, place.general)


def _number(inner: str, place: _Place, words: _Words) -> dict[str, object]:
    found = []
    pieces = _pieces(inner, "=~") if inner.startswith(("=", "~")) else [("=", inner)]
    for sign, text in pieces:
        percent = _PERCENT.match(text.strip())
        share = answers.share_of(percent[1]) if percent else answers.share_of("100" if sign == "=" else "0")
        answer, *feedback = _split_feedback(text.strip()[percent.end() :] if percent else text.strip())
        found.append(Answer(_unescaped(answer).strip(), share, words("".join(feedback))))
    return answers.figure(place.question(words), found, place.general, words.changes, answers.gift_bounds)
