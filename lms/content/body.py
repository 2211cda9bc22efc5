"""The body of a file: its prose as HTML, and the blocks in it that ask something."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from markdown_it.token import Token

from lms.content.documents import Body
from lms.content.model import Passage
from lms.questions.block import Block, BlockDefaults, read_quiz, read_scenario
from lms.sources.diagnostics import Findings, Place
from lms.sources.links import Link
from lms.sources.markdown import Page, begin, draw, render, tokens_of
from lms.sources.suggest import nearest
from lms.sources.yamltext import Node, Refused, Scalar, compose, shorten

_BLOCKS = ("quiz", "scenario")
_HEADINGS_OF_QUIZZES = 3


@dataclass(slots=True)
class Read:
    """What a body holds. `whole` is False where a block in it could not be read."""

    passages: list[Passage] = field(default_factory=list)
    blocks: list[Block] = field(default_factory=list)
    links: list[Link] = field(default_factory=list)
    anchors: dict[str, int] = field(default_factory=dict)
    whole: bool = True

    @property
    def html(self) -> str:
        return "".join(passage.html for passage in self.passages)


def read_prose(body: Body, findings: Findings) -> Read:
    """A body that is prose alone: a block that asks something does not belong there."""
    tokens = tokens_of(body.text)
    for token in tokens:
        name = _name(token)
        if name in _BLOCKS:
            message = f"A {name} cannot stand here."
            findings.add(_opening(body, token), "M203", message, "Move it into a lesson, or into a bank.")
        elif token.type in ("fence", "code_block"):
            _check_other_block(body, token, name, findings)
    read = Read()
    page = Page(body, findings, links=read.links, anchors=read.anchors)
    begin(tokens, page)
    kept = [token for token in tokens if _name(token) not in _BLOCKS]
    read.passages.append(Passage(html=draw(kept, page)))
    return read


def read_blocks(body: Body, findings: Findings, defaults: BlockDefaults) -> Read:
    """A body with quizzes and scenarios. A block inside a list comes after the whole list, so that both stay whole."""
    tokens = tokens_of(body.text)
    read = Read()
    nodes = _compose_all(body, tokens, findings, read)
    quizzes = _read_all(nodes, findings, defaults, read)
    page = Page(body, findings, links=read.links, anchors=read.anchors)
    begin(tokens, page)
    prose: list[Token] = []
    inside: list[str] = []
    for token in tokens:
        if _name(token) in _BLOCKS:
            if id(token) in quizzes:
                inside.append(quizzes[id(token)])
        else:
            prose.append(token)
        if inside and token.level == 0 and token.nesting <= 0:
            _flush(prose, page, read)
            read.passages += [Passage(quiz=quiz) for quiz in inside]
            prose, inside = [], []
    _flush(prose, page, read)
    return read


def _flush(prose: Sequence[Token], page: Page, read: Read) -> None:
    if prose and (html := draw(prose, page)):
        read.passages.append(Passage(html=html))


def _compose_all(body: Body, tokens: Sequence[Token], findings: Findings, read: Read) -> list[tuple[Token, str, Node]]:
    """The YAML of every block, in order, with the token that it stands in."""
    found: list[tuple[Token, str, Node]] = []
    for token in tokens:
        if token.type not in ("fence", "code_block"):
            continue
        name = _name(token)
        if name not in _BLOCKS:
            read.whole = _check_other_block(body, token, name, findings) and read.whole
            continue
        opening = _opening(body, token)
        first, last = token.map or [0, 0]
        if not _is_closed(body, token):
            help = f"Write a line of {token.markup} after its last line."
            findings.add(opening, "M202", f"This {name} begins here and does not end.", help)
            read.whole = False
            continue
        columns = _columns(body.lines[first + 1 : last - 1], token.content)
        node = compose(token.content, body.file, body.first_line + first + 1, columns, findings, opening)
        if node is None and not token.content.strip():
            findings.add(opening, "M204", f"This {name} is empty.", "Write its keys, or take it out.")
        if node is None or isinstance(node, Refused):
            read.whole = False
        else:
            found.append((token, name, node))
    return found


def _read_all(
    nodes: Sequence[tuple[Token, str, Node]], findings: Findings, defaults: BlockDefaults, read: Read
) -> dict[int, str]:
    """Reads the scenarios first, wherever they stand, and gives the quizzes' ids by token. Adds to `read`."""
    drawn = _renderer(findings, read.links)
    scenarios: dict[str, str] = {}
    for _, name, node in nodes:
        if name != "scenario":
            continue
        scenario = read_scenario(node, findings, drawn)
        if scenario is None:
            read.whole = False
        elif scenario.id in scenarios:
            message = f"There are two scenarios `{scenario.id}` in this file."
            findings.add(scenario.place, "I007", message, "Give one of them another id.")
        else:
            scenarios[scenario.id] = scenario.html
    quizzes: dict[int, str] = {}
    for token, name, node in nodes:
        if name == "quiz":
            errors = len(findings.items)
            block = read_quiz(node, findings, defaults, scenarios, drawn)
            read.whole = read.whole and len(findings.items) == errors
            if block is not None:
                read.blocks.append(block)
                quizzes[id(token)] = block.quiz.id
    return quizzes


def _renderer(findings: Findings, links: list[Link]) -> Callable[[Scalar, bool], str]:
    def drawn(scalar: Scalar, inline: bool) -> str:
        return render(Page(scalar, findings, links=links, anchors=None, top=_HEADINGS_OF_QUIZZES), inline)

    return drawn


def _name(token: Token) -> str:
    return token.info.split(None, 1)[0] if token.type == "fence" and token.info.strip() else ""


def _opening(body: Body, token: Token) -> Place:
    """The place of a block's first line, from its fence on."""
    line = (token.map or [0])[0]
    written = body.lines[line] if line < len(body.lines) else ""
    column = max(written.find(token.markup), 0)
    at = body.first_line + line
    return Place(body.file, at, column + 1, at, len(written.rstrip()) + 1)


def _is_closed(body: Body, token: Token) -> bool:
    first, last = token.map or [0, 0]
    end = body.lines[last - 1].strip(" \t>") if first < last - 1 < len(body.lines) else ""
    return len(end) >= len(token.markup) and not end.strip(token.markup[0])


def _columns(lines: Sequence[str], content: str) -> list[int] | int:
    """How many characters stand before each line of a block: none, but where it is indented or in a list."""
    inner = content.split("\n")
    columns = [max(len(line) - len(part), 0) for line, part in zip(lines, inner, strict=False)]
    return columns if any(columns) else 0


def _check_other_block(body: Body, token: Token, name: str, findings: Findings) -> bool:
    """Finds blocks that were meant to be quizzes: as code they would show their answers. False where one is found."""
    if token.type == "fence":
        near = nearest(name, _BLOCKS) if name else ""
        if near:
            message = f"There is no block called `{shorten(name)}`, so this would be shown as it is."
            findings.add(_opening(body, token), "M201", message, f"Did you mean `{near}`?")
            return False
        return True
    for n, line in enumerate(token.content.split("\n")):
        words = line.lstrip("`~ ").split(None, 1)
        if line.lstrip().startswith(("```", "~~~")) and words and words[0] in _BLOCKS:
            at = body.first_line + (token.map or [0])[0] + n
            written = body.lines[at - body.first_line]
            column = len(written) - len(written.lstrip()) + 1
            place = Place(body.file, at, column, at, len(written.rstrip()) + 1)
            message = f"This {words[0]} has four spaces or more before it, so it would be shown as it is."
            findings.add(place, "M205", message, "Take the spaces before each of its lines away.")
            return False
    return True
