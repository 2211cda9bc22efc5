"""A practice question on a page that nobody marks: the question with room to answer, and what is to be known after."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from lms.interchange.htmlreading import read_html
from lms.interchange.report import Fate, Note, not_carried
from lms.interchange.tree import Node, el
from lms.questions import marking
from lms.questions.kinds import KINDS
from lms.questions.quiz import Choice, Question, Solution
from lms.questions.shapes import Arrange, Figure, Gaps, Judge, Pair, PickOne, PickSeveral, Room, Steps
from lms.questions.shapes import Words as TypedWords
from lms.questions.worded import drawn

_MARKED = '<bdi dir="ltr" xml:lang="en" lang="en">{}</bdi>'
_LINE = 9
"""So many words fit on a line by hand."""
_MOST_LINES = 20
_FEWEST_LINES = 3


@dataclass(frozen=True, slots=True)
class Words:
    """The words around what an author wrote. They are English, and say so on pages in another language."""

    language: str

    @property
    def _at_home(self) -> bool:
        return self.language.partition("-")[0] == "en"

    def __call__(self, tag: str, *content: Node | str, **attrs: str) -> Node:
        if self._at_home:
            return el(tag, *content, **attrs)
        # Isolated, so that it stands on the page's own side and is still read in its own direction.
        return el(tag, el("bdi", *content, dir="ltr"), **{**attrs, "xml_lang": "en", "lang": "en"})

    def label(self, text: str, otherwise: str = "") -> dict[str, str]:
        """The name of a part that shows none. It would be read in the page's language, so elsewhere it is another."""
        name = text if self._at_home else otherwise
        return {"aria_label": name} if name else {}

    def within(self, text: str) -> str:
        """A text of a question as HTML, in which words of ours say what they are."""
        return text if self._at_home else drawn(text, _MARKED.format)


_INLINE = frozenset({"strong", "em", "code", "a", "img", "s", "br", "bdi", "span"})


def html(text: str) -> list[Node | str]:
    return read_html(text).children


def blocks(text: str) -> list[Node | str]:
    """A text as blocks: what is no block is put into a paragraph."""
    content = html(text)
    inline = all(isinstance(one, str) or one.tag in _INLINE for one in content)
    return [el("p", *content)] if inline and content else content


def asked(question: Question, words: Words) -> list[Node | str]:
    """The question and the place for an answer."""
    scenario = [el("div", *blocks(question.scenario), class_="scenario")] if question.scenario else []
    shape = KINDS.of(question).shape(question.body, {})
    place = _PLACES.get(type(shape), _on_the_site)
    return [*scenario, *blocks(question.html), *place(shape, words)]


def without_place(question: Question) -> list[Note]:
    """That a page has no place for an answer to a question, where it has none."""
    if type(KINDS.of(question).shape(question.body, {})) in _PLACES:
        return []
    return [Note(Fate.LEFT_OUT, question.id, 0, f"its place to answer: {not_carried(question)}")]


def _on_the_site(_shape: object, words: Words) -> list[Node | str]:
    return [words("p", "This one is answered on the site.", class_="quiet")]


def _listed(choices: Iterable[Choice], class_: str) -> Node:
    return el("ul", *(el("li", *html(choice.html)) for choice in choices), class_=class_)


def _options(shape: PickOne | PickSeveral | Arrange, words: Words) -> list[Node | str]:
    return [_listed(shape.options, "options")]


def _truth(shape: Judge, words: Words) -> list[Node | str]:
    return [el("ul", words("li", "True"), words("li", "False"), class_="options")]


def _sides(shape: Pair, words: Words) -> list[Node | str]:
    return [
        _listed(shape.left, "side"),
        words("p", "… belongs to:", class_="quiet"),
        _listed(shape.right, "side"),
    ]


def _line(shape: TypedWords | Figure, words: Words) -> list[Node | str]:
    unit: list[Node | str] = [" ", shape.unit] if isinstance(shape, Figure) and shape.unit else []
    return [el("p", words("span", "__________", class_="gap"), *unit)]


def _gaps(shape: Gaps, words: Words) -> list[Node | str]:
    pieces = [shape.pieces[0]]
    for name, after in zip(shape.names, shape.pieces[1:], strict=True):
        pieces += [f'<span class="gap">__________</span> <small>({name})</small>', after]
    return blocks("".join(pieces))


def _steps(shape: Steps, words: Words) -> list[Node | str]:
    labels = {choice.key: choice.html for choice in shape.labels}
    steps = [
        el("li", f"{step}", *([" – ", *html(labels[str(step)])] if str(step) in labels else []))
        for step in range(shape.lowest, shape.highest + 1)
    ]
    return [el("ul", *steps, class_="options steps")]


def _room(shape: Room, words: Words) -> list[Node | str]:
    lines = min(max(_FEWEST_LINES, shape.words // _LINE), _MOST_LINES)
    about = [words("p", f"About {shape.words} words.", class_="quiet")] if shape.words else []
    return [*about, el("div", *(el("div", "\u00a0", class_="line") for _ in range(lines)), class_="room")]


_PLACES: Mapping[type[Any], Callable[[Any, Words], list[Node | str]]] = {
    PickOne: _options,
    PickSeveral: _options,
    Judge: _truth,
    Arrange: _options,
    Pair: _sides,
    TypedWords: _line,
    Figure: _line,
    Gaps: _gaps,
    Steps: _steps,
    Room: _room,
}


def is_answered(question: Question, solution: Solution) -> bool:
    """Whether there is anything to be known after answering."""
    return marking.is_scored(question.type) or bool(solution.why or solution.hints)


def answered(question: Question, solution: Solution, words: Words) -> list[Node | str]:
    """Hints, the right answer, and why."""
    found: list[Node | str] = []
    for hint in solution.hints:
        found += [words("p", el("strong", "Hint"), class_="quiet"), *blocks(hint)]
    answer = words.within(marking.answer_text(question, solution.key))
    if answer:
        found += [words("p", el("strong", "Answer")), el("div", *blocks(answer), class_="answer")]
    whole = solution.why.get("", "")
    found += blocks(whole) if whole else []
    parts = [(part, text) for part, text in solution.why.items() if part]
    if parts:
        names = _names(question, words)
        rows: list[Node | str] = []
        for part, text in parts:
            rows += [el("dt", *names.get(part, [part])), el("dd", *blocks(text))]
        found.append(el("dl", *rows))
    return found


def _names(question: Question, words: Words) -> dict[str, list[Node | str]]:
    """What each explained part is called on the page: its own words, and a gap as it stands there."""
    kind = KINDS.of(question)
    shape = kind.shape(question.body, {})
    if isinstance(shape, Gaps):
        return {name: [f"({name})"] for name in shape.names}
    return {part: html(words.within(text)) for part, text in kind.part_texts(question.body).items()}
