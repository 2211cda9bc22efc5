"""GIFT, Moodle's format for quizzes in plain text, read sign by sign.

After its public description: https://docs.moodle.org/en/GIFT_format
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from lms.interchange import answers
from lms.interchange.answers import Answer
from lms.interchange.draft import Draft, Gathered, explained, kind_for
from lms.interchange.foreigntext import said
from lms.interchange.giftsigns import braces, find, parted, pieces, split_feedback, unescaped
from lms.interchange.htmlreading import MOST_CHARACTERS
from lms.interchange.report import CannotCarry, Unreadable, lost_words
from lms.questions.shapes import Gaps

_CATEGORY = re.compile(r"\$CATEGORY:\s*(.*)")
_TITLE = re.compile(r"\s*::(.*?)(?<!\\)::", re.DOTALL)
_FORMAT = re.compile(r"\s*\[(html|markdown|moodle|plain)\]")
_BY_MOODLE = re.compile(r"question: \d+\s+name: ")
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
    comments: tuple[str, ...]


def read_gift(text: str, gathered: Gathered) -> None:
    """Adds each question of a file, or the reason why it stays behind."""
    for question in _split(text, gathered):
        if len(question.text) > MOST_CHARACTERS:
            gathered.leave_out(_beginning(question.text[:200]), question.line, "it is too long")
            continue
        title = _TITLE.match(question.text)
        name = unescaped(title[1]).strip() if title else ""
        try:
            draft = _read(question, question.text[title.end() :] if title else question.text, name)
        except CannotCarry as reason:
            gathered.refuse(name or _beginning(question.text), question.line, reason)
            continue
        gathered.drafts.append(draft)


def _beginning(text: str) -> str:
    return " ".join(text.split())[:60]


def _split(text: str, gathered: Gathered) -> list[_Question]:
    """The questions of a file: stretches between blank lines. A comment belongs to the question that follows it."""
    found: list[_Question] = []
    lines: list[str] = []
    comments: list[str] = []
    first, category = 0, ""

    def end() -> None:
        nonlocal lines, comments
        if lines:
            found.append(_Question("\n".join(lines), first, category, tuple(comments)))
            lines, comments = [], []

    for number, line in enumerate(text.split("\n"), 1):
        heading = _CATEGORY.match(line.strip())
        if line.lstrip().startswith("//"):
            comments.append(line.strip().lstrip("/").strip())
        elif heading:
            end()
            category = heading[1].strip()
        elif not line.strip():
            end()
        else:
            first = first if lines else number
            lines.append(line)
    end()
    if len(found) > _MOST_QUESTIONS:
        raise Unreadable(f"This file has more than {_MOST_QUESTIONS:,} questions. Please split it.")
    left_over = _note_of(comments)
    if left_over:
        gathered.tell("", text.count("\n") + 1, lost_words("a comment at its end", left_over, ""))
    return found


def _note_of(comments: Sequence[str]) -> str:
    """What colleagues wrote, without what Moodle itself writes above each question."""
    texts = (_META.sub("", comment).strip() for comment in comments if not _BY_MOODLE.match(comment))
    return "; ".join(text for text in texts if text)


def _read(question: _Question, text: str, name: str) -> Draft:
    form = _FORMAT.match(text)
    text = text[form.end() :] if form else text
    changes: list[str] = []
    words = _Words(form[1] if form else "moodle", changes)
    opening, closing = braces(text)
    if opening < 0:
        how = "Write its text as a `scenario`. If this is Aiken, say `--format aiken`."
        raise CannotCarry("it asks nothing: it is a text without answers", how)
    before, inner, after = text[:opening], text[opening + 1 : closing], text[closing + 1 :]
    inner, _, general = parted(inner, "####")
    fields = _answers(inner.strip(), _Place(before, after, words(general)), words)
    meta = [(found[1], unescaped(found[2])) for one in question.comments for found in _META.finditer(one)]
    own = next((value for key, value in meta if key == "id"), "")
    note = "; ".join(one for one in (name if own and own != name else "", _note_of(question.comments)) if one)
    more = {"tags": [value for key, value in meta if key == "tag"], "note": note}
    return Draft(own or name, question.line, {**fields, **more}, question.category, changes=tuple(changes))


@dataclass(frozen=True, slots=True)
class _Words:
    """How the texts of one question are read."""

    form: str
    changes: list[str]

    def __call__(self, text: str) -> str:
        return said(unescaped(text).strip(), self.form, self.changes)


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


def _answers(inner: str, place: _Place, words: _Words) -> dict[str, object]:
    if not inner:
        raise CannotCarry(
            "it asks for an essay, which is marked by a person", "Write it as a `reflect`, which nobody marks."
        )
    first, *feedback = split_feedback(inner)
    if first.strip().upper() in _TRUTH:
        return _judge(_TRUTH[first.strip().upper()], feedback, place, words)
    if inner.startswith("#"):
        return _number(inner[1:].strip(), place, words)
    answers_of = pieces(inner, "=~")
    if not answers_of:
        raise CannotCarry("what stands between its braces cannot be told apart")
    if all(sign == "=" for sign, _ in answers_of):
        texts = [split_feedback(text) for _, text in answers_of]
        if all(find(parts[0], "->") >= 0 for parts in texts):
            return _match(texts, place, words)
        return _typed_words(answers_of, place, words)
    return _choice(answers_of, place, words)


def _judge(right: bool, feedback: list[str], place: _Place, words: _Words) -> dict[str, object]:
    wrong_said, right_said = [words(text) for text in [*feedback, "", ""][:2]]
    return answers.judge(
        place.question(words), right, said_of={right: right_said, not right: wrong_said}, whole=place.general
    )


def _weighed(sign: str, text: str, words: _Words, plain: bool = False) -> Answer:
    text = text.strip()
    found = _PERCENT.match(text)
    share = answers.share_of(found[1]) if found else answers.share_of("100" if sign == "=" else "0")
    answer, *feedback = split_feedback(text[found.end() :] if found else text)
    written = unescaped(answer).strip() if plain else words(answer)
    return Answer(written, share, words("".join(feedback)), is_wild=plain and answers.has_wildcard(written))


def _choice(weighed: list[tuple[str, str]], place: _Place, words: _Words) -> dict[str, object]:
    options = []
    for sign, text in weighed:
        form = _FORMAT.match(text)
        own = replace(words, form=form[1]) if form else words
        options.append(_weighed(sign, text[form.end() :] if form else text, own))
    question = place.question(words)
    if any(sign == "=" for sign, _ in weighed):
        return answers.pick_one(question, options, place.general, words.changes)
    return answers.pick_several(question, options, place.general, words.changes)


def _typed_words(weighed: list[tuple[str, str]], place: _Place, words: _Words) -> dict[str, object]:
    found = [_weighed(sign, text, words, plain=True) for sign, text in weighed]
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
    whys: list[str] = []
    for answer, *feedback in texts:
        here, _, there = parted(answer, "->")
        why = words("".join(feedback))
        if here.strip():
            left.append(words(here))
            right.append(words(there))
            whys.append(why)
        else:
            more.append(words(there))
            if why:
                words.changes.append(lost_words(f"what was said of `{there.strip()[:40]}`", why))
    fields = answers.pair(place.question(words), left, right, more, "")
    return {**fields, "why": explained(dict(zip(fields["left"], whys, strict=True)), place.general, [])}


def _number(inner: str, place: _Place, words: _Words) -> dict[str, object]:
    found = []
    answers_of = pieces(inner, "=~") if inner.startswith(("=", "~")) else [("=", inner)]
    for sign, text in answers_of:
        percent = _PERCENT.match(text.strip())
        share = answers.share_of(percent[1]) if percent else answers.share_of("100" if sign == "=" else "0")
        answer, *feedback = split_feedback(text.strip()[percent.end() :] if percent else text.strip())
        found.append(Answer(unescaped(answer).strip(), share, words("".join(feedback))))
    return answers.figure(place.question(words), found, place.general, words.changes, answers.gift_bounds)
