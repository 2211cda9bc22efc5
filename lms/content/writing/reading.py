"""A file as its author wrote it: its prose in stretches, and its quizzes with the words of every option."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from markdown_it import MarkdownIt
from markdown_it.token import Token

from lms.content.kinds import KINDS as CONTENT
from lms.content.reading.body import Read, compose_blocks
from lms.content.reading.documents import Body, split
from lms.content.reading.stray_blocks import ASKS
from lms.content.writing.placed_text import Stretch, Written
from lms.questions.kinds import KINDS
from lms.questions.register import AnyKind
from lms.sources.diagnostics import Findings, Place
from lms.sources.files import SourceFile, decode
from lms.sources.markdown import is_rich
from lms.sources.richmarkdown import blocks_alone
from lms.sources.tables import LETTERS, Table
from lms.sources.yamltext import Mapping_, Node, Scalar
from lms.sources.yamltext import Sequence as Items

SOURCES = frozenset({"source", "sources", "references", "further reading", "where this comes from"})
"""What the heading above a list of sources says."""
_LISTS = ("bullet_list", "ordered_list")
_LINTED = ("active", "pilot")
_ASKING = ("quiz", *ASKS)


class Option(NamedTuple):
    letter: str
    words: str
    text: Written
    right: bool


class Asked(NamedTuple):
    """A quiz as written. `why` has the letters that are explained.

    `options` are those that an answer picks by their letters, one or several as `picks` says, without those that change
    no mark. `lines` are all that stand under letters, whatever is done with them, each group by itself.
    """

    id: str
    picks: str
    place: Place
    question: Written | None
    options: tuple[Option, ...]
    lines: tuple[tuple[Option, ...], ...]
    why: tuple[str, ...]
    why_place: Place

    @property
    def right(self) -> tuple[Option, ...]:
        return tuple(option for option in self.options if option.right)

    @property
    def wrong(self) -> tuple[Option, ...]:
        return tuple(option for option in self.options if not option.right)


class Page(NamedTuple):
    """A file taken apart. `start` is its first line, for what is wrong with all of it.

    `questions` are the words by which its quizzes and its asks ask.
    """

    file: str
    start: Place
    stretches: tuple[Stretch, ...]
    quizzes: tuple[Asked, ...]
    questions: tuple[Written, ...] = ()


def read_page(source: SourceFile, kind: str) -> Page:
    """What a file holds. Nothing is reported: whoever compiles it has found every fault. A bank's prose is left out."""
    quiet = Findings()
    start = Place(source.path, 1, 1, 1, 1)
    text = decode(source, quiet)
    if text is None:
        return Page(source.path, start, (), ())
    first = text.split("\n", 1)[0]
    start = Place(source.path, 1, 1, 1, len(first) + 1)
    _, body, _ = split(text, source.path, start, quiet, False, Table(kind))
    tokens = (blocks_alone() if is_rich(body.text) else _BLOCKS).parse(body.text, {})
    nodes = compose_blocks(body, tokens, quiet, Read())
    asking = [(name, asked) for _, name, node in nodes if (asked := _asked(node)) is not None]
    quizzes = tuple(asked for name, asked in asking if name == "quiz")
    questions = tuple(asked.question for name, asked in asking if name in _ASKING and asked.question is not None)
    known = CONTENT.named(kind)
    stretches = () if known is not None and not known.shows_prose else tuple(_stretches(body, tokens))
    return Page(source.path, start, stretches, quizzes, questions)


def _stretches(body: Body, tokens: Sequence[Token]) -> Iterator[Stretch]:
    quoted = listed = 0
    kind = "prose"
    of_sources = False
    for token in tokens:
        if token.type in ("blockquote_open", "blockquote_close"):
            quoted += token.nesting
        elif token.type.removesuffix("_open").removesuffix("_close") in _LISTS:
            listed += token.nesting
        elif token.type in ("heading_open", "heading_close"):
            kind = "heading" if token.nesting > 0 else "prose"
        elif token.type in ("table_open", "table_close"):
            kind = "cell" if token.nesting > 0 else "prose"
        elif token.type == "inline" and token.content.strip() and token.map:
            if kind == "heading":
                of_sources = token.content.strip(" *_:").casefold() in SOURCES
            cites = of_sources and listed > 0
            yield Stretch(token.content, "quote" if quoted else kind, body.file, _lines(body, token), cites=cites)


def _lines(body: Body, token: Token) -> list[tuple[int, int]]:
    first = (token.map or [0])[0]
    found = []
    for n, line in enumerate(token.content.split("\n"), start=first):
        written = body.lines[n] if n < len(body.lines) else ""
        found.append((body.first_line + min(n, len(body.lines) - 1), _before(written, line)))
    return found


def _before(written: str, line: str) -> int:
    """How many characters of a line stand before a text in it. A tab that a list cuts through is several spaces in the
    text, and one character in the file: then it is fewer than none."""
    whole, words = written.find(line), line.lstrip(" ")
    if whole >= 0 or not words:
        return max(whole, 0)
    at = written.find(words)
    return at - (len(line) - len(words)) if at >= 0 else 0


def _asked(node: Node) -> Asked | None:
    if not isinstance(node, Mapping_):
        return None
    entries = node.entries
    if _text(entries.get("status")) not in ("", *_LINTED):
        return None
    kind = KINDS.named(_text(entries.get("type")))
    picks = "" if kind is None else kind.picks
    right, ignored = _letters(entries.get("answer")), _letters(entries.get("ignore"))
    question = entries.get("question")
    why = entries.get("why")
    return Asked(
        id=_text(entries.get("id")),
        picks=picks,
        place=node.place,
        question=Written(question) if isinstance(question, Scalar) and question.text.strip() else None,
        options=_options(entries.get("options"), right, ignored) if picks else (),
        lines=tuple(_options(entries.get(key), right, ignored) for key in _lettered(kind)),
        why=tuple(key.strip() for key, text in why.entries.items() if _text(text)) if isinstance(why, Mapping_) else (),
        why_place=node.keys["why"].place if "why" in node.keys else node.place,
    )


def _lettered(kind: AnyKind | None) -> tuple[str, ...]:
    """The keys of a kind under which texts stand by letters."""
    return () if kind is None else tuple(key for key in kind.keys if kind.keys[key].shape == LETTERS)


def _options(node: Node | None, right: frozenset[str], ignored: frozenset[str]) -> tuple[Option, ...]:
    if not isinstance(node, Mapping_):
        return ()
    found = []
    for letter, text in node.entries.items():
        if isinstance(text, Scalar) and text.text.strip() and letter.strip() not in ignored:
            written = Written(text)
            found.append(Option(letter.strip(), " ".join(written.blanked.split()), written, letter.strip() in right))
    return tuple(found)


def _letters(node: Node | None) -> frozenset[str]:
    if isinstance(node, Items):
        return frozenset(_text(item) for item in node.items)
    return frozenset((_text(node),))


def _text(node: Node | None) -> str:
    return node.text.strip() if isinstance(node, Scalar) else ""


def _make() -> MarkdownIt:
    """The parser of blocks alone: what stands inside a line is looked at as it was written."""
    markdown = MarkdownIt("commonmark", {"html": False}).enable("table")
    markdown.core.ruler.enableOnly(["normalize", "block"])
    return markdown


_BLOCKS = _make()
