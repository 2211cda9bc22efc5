"""What every kind of question can do. A kind is one module in `kinds`; nothing else knows how it asks or marks."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from fractions import Fraction

from lms.questions.quiz import Json, Key, Question, Solution
from lms.questions.stream import Stream
from lms.sources.fields import Fields
from lms.sources.tables import Table
from lms.sources.yamltext import Scalar

Render = Callable[[Scalar, bool], str]
"""Markdown as HTML: the text with its place, and whether it stands inside a line."""

Form = Mapping[str, list[str]]
"""The fields of a posted form: "answer", or "answer." and the key of an option, a gap or a place."""


@dataclass(frozen=True, slots=True)
class NotAnAnswer:
    """Why something that was sent cannot be an answer to this question, in words for the learner."""

    reason: str


@dataclass(frozen=True, slots=True)
class Reading:
    """A quiz block being read: its fields, and how its texts become HTML."""

    fields: Fields
    render: Render

    def inline(self, scalar: Scalar) -> str:
        return self.render(scalar, True)

    def block(self, scalar: Scalar) -> str:
        return self.render(scalar, False)


class Kind(ABC):
    """One kind of question. All methods are pure; `accept` alone sees what a learner sent before it was checked."""

    name: str
    scored: bool = True
    several: bool = False
    """Whether an answer has parts of which some may be right: what is left to find is not told at once."""
    choices: bool = False
    """Whether the parts are choices, each with a `why` of its own. Else a `why` says what is right at its place."""
    keys: Table
    """The kind's own keys, beside those that every quiz has."""

    @abstractmethod
    def read(self, reading: Reading, base: Question) -> tuple[Question, Key]:
        """Both halves. What is wrong becomes a finding, and is left out of them."""

    @abstractmethod
    def accept(self, question: Question, value: Json) -> Json | NotAnAnswer:
        """The answer as it is kept and marked, or why it is none. It may be incomplete; it is never guessed at."""

    def keep(self, question: Question, value: Json) -> Json | NotAnAnswer:
        """What a paper keeps of an answer: half of it too, as far as it goes. A refusal there would trap, or tell."""
        return self.accept(question, value)

    @abstractmethod
    def from_form(self, question: Question, form: Form) -> Json | NotAnAnswer | None:
        """What a plain form holds, for `accept` to judge; None where nothing was answered."""

    @abstractmethod
    def share(self, key: Key, given: Json) -> Fraction | None:
        """The exact share, 0 to 1, that an accepted answer earns; None for a kind that is never scored."""

    @abstractmethod
    def example(self, question: Question, key: Key) -> Json:
        """An answer that earns everything, or any at all where nothing is scored: for demonstrations and tests."""

    @abstractmethod
    def answer_text(self, question: Question, key: Key) -> str:
        """The right answer as HTML, or "" where there is none."""

    def public(self, question: Question) -> dict[str, Json]:
        """The kind's own part of the question as JSON for anyone who may answer it."""
        return {}

    def shuffled(
        self, question: Question, solution: Solution, stream: Stream, options: bool
    ) -> tuple[Question, Solution]:
        """Both halves for one attempt: options under new names, and in a new order where `options` says so."""
        return question, solution

    def parts(self, question: Question) -> tuple[str, ...] | None:
        """What a `why` may explain one by one, such as the letters of the options; None where it has no parts."""
        return None

    def judged(self, question: Question, key: Key, given: Json) -> dict[str, bool | None]:
        """Part by part, in the order shown, whether an accepted answer has it right; None for what does not count.

        Of options, only what was chosen is judged; of an order, of pairs and of gaps all, also what was left open.
        """
        return {}

    def right_parts(self, key: Key) -> tuple[str, ...]:
        """Those parts of which a learner surely wants to read why they are right."""
        return ()


def only(form: Form, name: str) -> str | None:
    """The last value of a form's field, None where it is missing or blank."""
    values = form.get(name)
    return values[-1] if values and values[-1].strip() else None
