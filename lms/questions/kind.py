"""What every kind of question can do. A kind is one module in `kinds`; nothing else knows how it asks or marks."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from types import MappingProxyType
from typing import Literal, TypeVar

from lms.questions.asking import Asking
from lms.questions.comparing import Comparing
from lms.questions.quiz import Json, Key, Rule, Solution
from lms.questions.shapes import Carried
from lms.questions.stream import Stream
from lms.questions.typed import is_blank
from lms.sources.fields import Fields
from lms.sources.tables import Table
from lms.sources.yamltext import Scalar
from lms.wording.phrases import _

Render = Callable[[Scalar, bool], str]
"""Markdown as HTML: the text with its place, and whether it stands inside a line."""

Form = Mapping[str, list[str]]
"""The fields of a posted form: "answer", or "answer." and the key of an option, a gap or a place."""


B = TypeVar("B")
"""The body of a question of one kind."""


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


class Kind(Comparing[B], Carried[B], Asking[B], ABC):
    """One kind of question: all that differs between kinds. Its methods are pure.

    `accept` alone sees what a learner sent before it was checked. What has a body here suits a kind that does not care.
    """

    name: str
    place: int = 1_000
    """Where it stands among the others when people are told of all of them."""
    heading: str
    """What a learner reads above the question: what is to be done."""
    body: type[B]
    """A frozen dataclass: what the question holds beside the fields of every question, each with a default."""
    keys: Table
    """The kind's own keys, beside those that every quiz has."""
    marked_by: tuple[str, ...] = ()
    """Those of its keys that mark an answer, which a form that nobody marks does without."""
    scored: bool = True
    several: bool = False
    """Whether an answer has parts of which some may be right: what is left to find is not told at once."""
    choices: bool = False
    """Whether the parts are choices, each with a `why` of its own. Else a `why` says what is right at its place."""
    picks: Literal["", "one", "several"] = ""
    """Whether an answer picks one or several of the author's `options` by their letters."""
    names_parts: bool = False
    """Whether an answer holds names of what was shown, which say nothing to a reader, and no words of the learner."""
    kept: str = _("There is no right or wrong here. You may change it whenever you like.")
    """What is told of an answer that is kept and never scored."""
    private: bool = False
    """Whether an answer is its learner's own words, for them alone to read again."""
    meant_by: str = ""
    """Words of other tools and of everyday speech that authors write for it."""
    meant_help: str = ""
    """What an author is asked who wrote such a word, where it may well mean another kind too."""
    if_several: str = ""
    """The kind that was meant where the key is a list, by its name."""
    texts: Table = Table("texts")
    """The keys that a translation may have for it, beside those of every quiz."""
    answer_says: str = "JSON of its own"
    """What an answer is, for programs."""
    members: Mapping[str, Json] = MappingProxyType({})
    """JSON Schema of what `public` adds to a question."""

    @abstractmethod
    def read_question(self, reading: Reading) -> B:
        """What is asked, without its key. What is wrong becomes a finding, and is left out."""

    @abstractmethod
    def read_key(self, reading: Reading, body: B) -> dict[str, Json]:
        """What marks an answer to it, as JSON; empty where nothing does."""

    @property
    def asking(self) -> Table:
        """The keys of the asking half."""
        return Table(self.keys.what, *(self.keys[key] for key in self.keys if key not in self.marked_by))

    def disguised(self, body: B, id: str, rule: Rule) -> B:
        """The body as it is shown, where the author's order would tell the key."""
        return body

    @abstractmethod
    def accept(self, body: B, value: Json) -> Json | NotAnAnswer:
        """The answer as it is kept and marked, or why it is none. It may be incomplete; it is never guessed at."""

    def keep(self, body: B, value: Json) -> Json | NotAnAnswer:
        """What a paper keeps of an answer: half of it too, as far as it goes. A refusal there would trap, or tell."""
        return self.accept(body, value)

    def is_whole(self, body: B, answer: Json) -> bool:
        """Whether what a paper kept is an answer, of which nothing was left open."""
        found = self.accept(body, answer)
        if isinstance(found, dict):
            return set(self.parts(body) or ()) <= found.keys()
        return not isinstance(found, NotAnAnswer)

    @abstractmethod
    def from_form(self, body: B, form: Form) -> Json | NotAnAnswer | None:
        """What a plain form holds, for `accept` to judge; None where nothing was answered."""

    def to_form(self, body: B, answer: Json) -> Form:
        """A stored answer as the fields of the form that it came from."""
        if isinstance(answer, dict):
            return {f"answer.{key}": [str(value)] for key, value in answer.items()}
        return {"answer": [str(one) for one in (answer if isinstance(answer, list) else [answer])]}

    @abstractmethod
    def share(self, key: Key, given: Json) -> Fraction | None:
        """The exact share, 0 to 1, that an accepted answer earns; None for a kind that is never scored."""

    @abstractmethod
    def example(self, body: B, key: Key) -> Json:
        """An answer that earns everything, or any at all where nothing is scored: for demonstrations and tests."""

    @abstractmethod
    def answer_text(self, body: B, key: Key) -> str:
        """The right answer as HTML, or "" where there is none. `Worded` where words of ours are in it."""

    def public(self, body: B) -> dict[str, Json]:
        """The kind's own part of the question as JSON for anyone who may answer it."""
        return {}

    def html_of(self, body: B) -> str:
        """What is read after the question by whoever reads it as one text."""
        return ""

    def shuffled(self, body: B, solution: Solution, stream: Stream, options: bool) -> tuple[B, Solution]:
        """Both halves for one attempt: options under new names, and in a new order where `options` says so."""
        return body, solution

    def parts(self, body: B) -> tuple[str, ...] | None:
        """What a `why` may explain one by one, such as the letters of the options; None where it has no parts."""
        return None

    def part_texts(self, body: B) -> dict[str, str]:
        """What each part is called, as HTML; `Worded` where the words are ours."""
        return {}

    def judged(self, body: B, key: Key, given: Json) -> dict[str, bool | None]:
        """Part by part, in the order shown, whether an accepted answer has it right; None for what does not count.

        Of options, only what was chosen is judged; of an order, of pairs and of gaps all, also what was left open.
        """
        return {}

    def right_parts(self, key: Key) -> tuple[str, ...]:
        """Those parts of which a learner surely wants to read why they are right."""
        return ()

    def credit(self, key: Key) -> str | Mapping[str, Json]:
        """The name of the rule by which a part of an answer earns points, or what a part earns, by its letter."""
        found: str | Mapping[str, Json] = key.rule.get("credit", "")
        return found

    def counted(self, drawn: B, written: B, given: Json) -> Iterable[str]:
        """The parts by the author's names that an answer to the question as drawn has chosen, for figures."""
        return ()


def only(form: Form, name: str) -> str | None:
    """The last value of a form's field, None where it is missing or blank."""
    values = form.get(name)
    return None if not values or is_blank(values[-1]) else values[-1]
