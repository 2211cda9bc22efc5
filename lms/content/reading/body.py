"""The body of a file: its prose as HTML, and the blocks in it that ask something."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from markdown_it.token import Token

from lms.content.reading.documents import Body
from lms.content.reading.misplaced_blocks import check_notes, check_text
from lms.content.reading.model import Passage
from lms.content.reading.silence import Silence, silences_in
from lms.content.reading.stray_blocks import (
    ASKS,
    BLOCKS,
    QUIZZES,
    check_nested,
    check_prose,
    check_stray,
    is_closed,
    name_of,
    opening_of,
)
from lms.questions.ask import AskBlock, read_ask
from lms.questions.block import Block, BlockDefaults, read_quiz, read_scenario
from lms.sources.diagnostics import Findings
from lms.sources.links import Link
from lms.sources.markdown import Page, Written, begin, draw, render, tokens_of
from lms.sources.suggest import a
from lms.sources.yamltext import Node, Refused, compose

_HEADINGS_OF_QUIZZES = 3


@dataclass(slots=True)
class Read:
    """What a body holds. `whole` is False where a block in it could not be read."""

    passages: list[Passage] = field(default_factory=list)
    blocks: list[Block] = field(default_factory=list)
    asks: list[AskBlock] = field(default_factory=list)
    links: list[Link] = field(default_factory=list)
    anchors: dict[str, int] = field(default_factory=dict)
    silences: list[Silence] = field(default_factory=list)
    whole: bool = True

    @property
    def html(self) -> str:
        return "".join(passage.html for passage in self.passages)


def read_prose(body: Body, findings: Findings) -> Read:
    """A body that is prose alone: a block that asks something does not belong there."""
    tokens = tokens_of(body.text)
    read = Read(whole=check_asks_nothing(body, tokens, findings))
    page = Page(body, findings, links=read.links, anchors=read.anchors)
    begin(tokens, page)
    kept = [token for token in tokens if name_of(token) not in BLOCKS]
    read.passages.append(Passage(html=draw(kept, page)))
    return read


def check_asks_nothing(body: Body, tokens: Sequence[Token], findings: Findings) -> bool:
    """Looks for blocks that ask something, in a text that has none. False where one was meant and is not marked."""
    for token in tokens:
        name = name_of(token)
        if name in BLOCKS:
            report_misplaced(body, token, findings)
        elif token.type in ("fence", "code_block"):
            check_stray(body, token, findings)
    return check_prose(body, tokens, findings)


def report_misplaced(body: Body, token: Token, findings: Findings) -> None:
    """A block in a text where such ones do not stand."""
    name = name_of(token)
    help = "Move it into a tool." if name in ASKS else "Move it into a lesson, or into a bank."
    findings.add(opening_of(body, token), "M203", f"{a(name).capitalize()} cannot stand here.", help)


Nodes = Sequence[tuple[Token, str, Node]]
"""The blocks of a body in order: the token that each stands in, its name, and its YAML."""


def read_blocks(body: Body, findings: Findings, defaults: BlockDefaults) -> Read:
    """A body with quizzes and scenarios."""
    return read_body(body, findings, lambda nodes, read: _read_all(nodes, findings, defaults, read))


def read_asks(body: Body, findings: Findings) -> Read:
    """The body of a form, with asks."""
    return read_body(body, findings, lambda nodes, read: _read_asks(nodes, findings, read), ASKS)


def read_body(
    body: Body,
    findings: Findings,
    read_nodes: Callable[[Nodes, Read], Mapping[int, str]],
    blocks: Sequence[str] = QUIZZES,
) -> Read:
    """A body with blocks, which `read_nodes` reads: it gives the questions' ids by the `id` of their tokens.

    A block inside a list comes after the whole list, so that both stay whole.
    """
    tokens = tokens_of(body.text)
    if not check_nested(body, tokens, findings):
        # Nothing behind it is what it seems.
        return Read(whole=False)
    read = Read(whole=check_prose(body, tokens, findings) and check_notes(body, tokens, findings))
    nodes = compose_blocks(body, tokens, findings, read, blocks)
    for token, name, _ in nodes:
        if name not in blocks:
            report_misplaced(body, token, findings)
    quizzes = read_nodes([node for node in nodes if node[1] in blocks], read)
    page = Page(body, findings, links=read.links, anchors=read.anchors)
    begin(tokens, page)
    prose: list[Token] = []
    inside: list[str] = []
    for token in tokens:
        if name_of(token) in BLOCKS:
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


def compose_blocks(
    body: Body, tokens: Sequence[Token], findings: Findings, read: Read, blocks: Sequence[str] = QUIZZES
) -> list[tuple[Token, str, Node]]:
    """The YAML of every block, in order, with the token that it stands in."""
    found: list[tuple[Token, str, Node]] = []
    for token in tokens:
        if token.type not in ("fence", "code_block"):
            continue
        name = name_of(token)
        if name not in BLOCKS:
            read.whole = check_stray(body, token, findings, blocks) and read.whole
            continue
        opening = opening_of(body, token)
        first, last = token.map or [0, 0]
        if not is_closed(body, token):
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
            if name == "quiz":
                read.silences += silences_in(node, findings, body.first_line + first, body.first_line + last)
    return found


def _read_all(nodes: Nodes, findings: Findings, defaults: BlockDefaults, read: Read) -> dict[int, str]:
    """Reads the scenarios first, wherever they stand, and gives the quizzes' ids by token. Adds to `read`."""
    drawn = renderer(findings, read.links)
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


def _read_asks(nodes: Nodes, findings: Findings, read: Read) -> dict[int, str]:
    """Reads the asks, and gives their ids by token. Adds to `read`."""
    drawn = renderer(findings, read.links)
    asks: dict[int, str] = {}
    for token, _, node in nodes:
        errors = len(findings.items)
        block = read_ask(node, findings, drawn)
        read.whole = read.whole and len(findings.items) == errors
        if block is not None:
            read.asks.append(block)
            asks[id(token)] = block.ask.id
    return asks


def renderer(findings: Findings, links: list[Link]) -> Callable[[Written, bool], str]:
    """How the texts of blocks become HTML: their headings are low, and have no ids."""

    def drawn(scalar: Written, inline: bool) -> str:
        check_text(scalar, findings)
        return render(Page(scalar, findings, links=links, anchors=None, top=_HEADINGS_OF_QUIZZES), inline)

    return drawn


def _columns(lines: Sequence[str], content: str) -> list[int] | int:
    """How many characters stand before each line of a block: none, but where it is indented or in a list."""
    inner = content.split("\n")
    columns = [max(len(line) - len(part), 0) for line, part in zip(lines, inner, strict=False)]
    return columns if any(columns) else 0
