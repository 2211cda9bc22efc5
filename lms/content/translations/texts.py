"""The texts of an author's file, each under an address, as they are written: what a translation is held against."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from hashlib import sha256
from typing import NamedTuple

from markdown_it.token import Token

from lms.content.kinds import KINDS
from lms.content.kinds.lesson import SHOWN
from lms.content.reading.body import Nodes, Read, compose_blocks
from lms.content.reading.documents import Body, split
from lms.content.reading.nodes import plain_text, texts_by_key
from lms.content.reading.parts import Address
from lms.content.translations.tables import has_texts, is_one_text
from lms.sources.diagnostics import Findings, Place
from lms.sources.files import SourceFile, decode
from lms.sources.markdown import tokens_of
from lms.sources.tables import Table
from lms.sources.yamltext import Mapping_, Node, Scalar, compose
from lms.sources.yamltext import Sequence as Items

UNTRANSLATED, CHANGED = "(untranslated)", "(changed)"
"""What stands before a text that is still the original's, and before one whose original changed since."""

FRONT, PROSE, QUIZ, SCENARIO = "front", "prose", "quiz", "scenario"
ASKING = (QUIZ, "ask")
"""The blocks that ask something, and cut the prose."""

END, WHOLE = "end", "body"
"""The names of a lesson's last stretch of prose, and of a body that is prose alone."""

SAME_PARTS = {"yes": "true", "no": "false"}
NO_KEYS = Table("text")
"""For reading a front matter only as far as its texts: its keys are checked elsewhere."""

_STAMP = 8


class Text(NamedTuple):
    """A text as it is written, without the spaces around it.

    Its stamp is a short hash of the words: another way of breaking the lines changes nothing.
    """

    written: str
    place: Place
    stamp: str


class Texts(NamedTuple):
    """The texts of an original in their order. `quizzes` has every quiz's place; `hidden` are those nobody is shown.

    `accepting` has, by quiz, the gaps whose words are typed: "" where there are none. `scenarios` has the scenario that
    a quiz is shown with.
    """

    texts: dict[Address, Text]
    quizzes: dict[str, Place]
    hidden: set[str]
    accepting: dict[str, frozenset[str]]
    scenarios: dict[str, str]

    def shown(self) -> Iterator[tuple[Address, Text]]:
        """The texts that readers see."""
        return ((address, text) for address, text in self.texts.items() if address.quiz not in self.hidden)


class Stretch(NamedTuple):
    """Prose between two quizzes. Its name is the id of the quiz that follows it, or `end`."""

    name: str
    written: str
    place: Place


def _text_of(written: str, place: Place) -> Text:
    return Text(written, place, stamp_of(written))


def stamp_of(words: str) -> str:
    return sha256(" ".join(words.split()).encode()).hexdigest()[:_STAMP]


def texts_of(source: SourceFile, kind: str) -> Texts:
    """The texts of a file, as far as it can be read; its faults are reported elsewhere."""
    findings = Findings()
    found = Texts({}, {}, set(), {}, {})
    written = decode(source, findings)
    if written is None:
        return found
    front, body, _ = split(written, source.path, Place(source.path), findings, False, NO_KEYS)
    node = None if front is None else compose(front, source.path, 2, 0, findings)
    if isinstance(node, Mapping_):
        for part, scalar in front_texts(node.entries.get, kind):
            found.texts[Address(FRONT, part)] = _text(scalar)
    if not KINDS.translation(kind).blocks:
        if body.text.strip():
            found.texts[Address(PROSE, WHOLE)] = _text_of(body.text.strip(), body.place)
        return found
    tokens = tokens_of(body.text)
    nodes = compose_blocks(body, tokens, findings, Read())
    for stretch in stretches(body, tokens, nodes) if KINDS[kind].shows_prose else ():
        if stretch.written:
            found.texts[Address(PROSE, stretch.name)] = _text_of(stretch.written, stretch.place)
    for _, name, block in nodes:
        if isinstance(block, Mapping_) and id_of_block(block):
            _add_block(block, name, found)
    return found


def _add_block(block: Mapping_, kind: str, found: Texts) -> None:
    name = id_of_block(block)
    for part, scalar in block_texts(block, kind):
        found.texts[Address(f"{kind} {name}", part)] = _text(scalar)
    if kind not in ASKING:
        return
    found.quizzes[name] = block.place
    if (plain_text(block, "status") or "active") not in SHOWN:
        found.hidden.add(name)
    if scenario := plain_text(block, "scenario"):
        found.scenarios[name] = scenario
    if "accept" in block.entries:
        found.accepting[name] = frozenset({""})
    elif isinstance(blanks := block.entries.get("blanks"), Mapping_):
        found.accepting[name] = frozenset(blanks.entries)


def front_texts(get: Callable[[str], Node | None], kind: str) -> Iterator[tuple[str, Scalar]]:
    """The texts of a front matter, by part; `get` gives its values."""
    translation = KINDS.translation(kind)
    for key in translation.texts:
        if isinstance(text := get(key), Scalar) and text.text.strip():
            yield key, text
    yield from translation.more(get)


def block_texts(block: Mapping_, name: str) -> Iterator[tuple[str, Scalar]]:
    """The texts of a block, by part: `question`, `options.a`, `why`, `why.a`, `hints.1` …"""
    for key, value in block.entries.items():
        if is_one_text(key) if name in ASKING else key == "text":
            if isinstance(value, Scalar) and value.text.strip():
                yield key, value
        elif name in ASKING and (has_texts(key) or (key == "why" and isinstance(value, Mapping_))):
            for part, text in texts_by_key(value):
                yield f"{key}.{SAME_PARTS.get(part, part) if key == 'why' else part}", text
        elif name in ASKING and key == "why" and isinstance(value, Scalar) and value.text.strip():
            yield key, value
        elif name in ASKING and key == "hints":
            hints = value.items if isinstance(value, Items) else [value]
            for n, hint in enumerate(hints, 1):
                if isinstance(hint, Scalar) and hint.text.strip():
                    yield f"hints.{n}", hint


def id_of_block(block: Node) -> str:
    return plain_text(block, "id") if isinstance(block, Mapping_) else ""


def stretches(body: Body, tokens: Sequence[Token], nodes: Nodes) -> list[Stretch]:
    """The prose of a lesson, cut where its quizzes are shown: a quiz inside a list is shown after the list."""
    blocks = {id(token): (name, id_of_block(block)) for token, name, block in nodes}
    found: list[Stretch] = []
    kept: list[int] = []
    shown_next: list[str] = []
    end = 0
    for token in tokens:
        if token.map is None or token.nesting < 0:
            continue
        first, last = token.map
        if token.level == 0:
            for quiz in shown_next:
                found.append(_stretch(quiz, body, kept))
                kept = []
            shown_next = []
            kept.extend(range(end, last))
            end = last
        if _is_block(token):
            kept = [n for n in kept if not first <= n < last]
            name, quiz = blocks.get(id(token), ("", ""))
            if name in ASKING and quiz:
                shown_next.append(quiz)
    for quiz in shown_next:
        found.append(_stretch(quiz, body, kept))
        kept = []
    kept.extend(range(end, len(body.lines)))
    found.append(_stretch(END, body, kept))
    return found


def _stretch(name: str, body: Body, lines: Sequence[int]) -> Stretch:
    first = next((n for n in lines if body.lines[n].strip()), 0)
    line = body.first_line + first
    words = "\n".join(body.lines[n] for n in lines).strip()
    return Stretch(name, words, Place(body.file, line, 1, line, len(body.lines[first]) + 1))


def _is_block(token: Token) -> bool:
    return token.type == "fence" and token.info.split(None, 1)[:1] in ([one] for one in (*ASKING, SCENARIO))


def _text(scalar: Scalar) -> Text:
    return _text_of(scalar.text.strip(), scalar.place)
