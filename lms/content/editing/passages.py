"""A file in stretches, each with the lines that it stands on: for whoever looks at the page and at the file at once."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from markdown_it.token import Token

from lms.content.kinds import KINDS
from lms.content.reading.documents import Body, read_document
from lms.questions.block import Block
from lms.questions.quiz import Quiz
from lms.sources.diagnostics import Findings
from lms.sources.files import SourceFile
from lms.sources.markdown import Page, begin, draw, tokens_of
from lms.sources.tables import Table

PROSE, QUIZ, SCENARIO, UNREADABLE = "prose", "quiz", "scenario", "unreadable"
_BLOCKS = {"quiz": UNREADABLE, "scenario": SCENARIO}


@dataclass(frozen=True, slots=True)
class Stretch:
    """The lines of a file from `first` to `last`, the last included, and what they hold.

    Prose comes as `html`, a quiz as `quiz`; a scenario, and a quiz that cannot be read, as it is `written`.
    """

    kind: str
    first: int
    last: int
    html: str = ""
    quiz: Quiz | None = None
    written: str = ""

    def holds(self, line: int) -> bool:
        return self.first <= line <= self.last


def stretches_of(source: SourceFile, blocks: Sequence[Block]) -> tuple[Stretch, ...]:
    """The body of a lesson or a bank: each paragraph, heading, list … of it by itself, and every block.

    `blocks` are those that were read in the file, whatever their status.
    """
    keys = KINDS[KINDS.of_file(source.path)].keys or Table("")
    document = read_document(source, Findings(), keys, needs_front=False)
    if document is None:
        return ()
    body = document.body
    tokens = tokens_of(body.text)
    page = Page(body, Findings())
    begin(tokens, page)
    quizzes = [block.quiz for block in blocks]
    return tuple(stretch for group in _groups(tokens) for stretch in _of_group(group, body, page, quizzes))


def _groups(tokens: Sequence[Token]) -> Iterator[list[Token]]:
    """What stands on the highest level, with all that is inside of it."""
    group: list[Token] = []
    for token in tokens:
        group.append(token)
        if token.level == 0 and token.nesting <= 0:
            yield group
            group = []


def _of_group(group: Sequence[Token], body: Body, page: Page, quizzes: Sequence[Quiz]) -> Iterator[Stretch]:
    """The prose of a group, and after it the blocks in it, as a page shows them."""
    prose = [token for token in group if _name(token) not in _BLOCKS]
    html = draw(prose, page) if prose else ""
    if html:
        yield Stretch(PROSE, *_lines(group[0], body), html=html)
    for token in group:
        if _name(token) in _BLOCKS:
            yield _block(token, body, quizzes)


def _block(token: Token, body: Body, quizzes: Sequence[Quiz]) -> Stretch:
    first, last = _lines(token, body)
    name = _name(token)
    quiz = next((one for one in quizzes if first <= one.line <= last), None) if name == "quiz" else None
    if quiz is not None:
        return Stretch(QUIZ, first, last, quiz=quiz)
    return Stretch(_BLOCKS[name], first, last, written=token.content)


def _name(token: Token) -> str:
    return token.info.split(None, 1)[0] if token.type == "fence" and token.info.strip() else ""


def _lines(token: Token, body: Body) -> tuple[int, int]:
    """The lines of a token in its file, the blank ones at its end left out."""
    first, end = token.map or [0, 1]
    while end > first + 1 and not body.lines[min(end, len(body.lines)) - 1].strip():
        end -= 1
    return body.first_line + first, body.first_line + end - 1
