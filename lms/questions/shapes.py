"""What a question asks for, whatever its kind: the few shapes that other formats, books and sheets know too.

A kind says which shape a question of it has, and a format how it carries a shape; neither knows the other. A kind
whose questions have no such shape is refused by name wherever they cannot be carried.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Generic, TypeVar

from lms.questions.quiz import Choice, Json, Rule

B = TypeVar("B")
Markdown = Callable[[str], str]
"""From a text of ours as HTML to what its author may have written."""


@dataclass(frozen=True, slots=True)
class PickOne:
    """One of some options. `credit` is what others than the right ones earn, as shares."""

    options: tuple[Choice, ...]
    keep_order: bool = False
    right: tuple[str, ...] = ()
    credit: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class PickSeveral:
    """Several of some options. What is neither right nor wrong changes no mark."""

    options: tuple[Choice, ...]
    keep_order: bool = False
    right: tuple[str, ...] = ()
    wrong: tuple[str, ...] = ()
    credit: str = ""


@dataclass(frozen=True, slots=True)
class Judge:
    """Whether a sentence is true."""

    right: bool = False


@dataclass(frozen=True, slots=True)
class Arrange:
    """Lines of which each has its place."""

    options: tuple[Choice, ...]
    right: tuple[str, ...] = ()
    credit: str = ""


@dataclass(frozen=True, slots=True)
class Pair:
    """Two sides, and for each thing on the left one on the right."""

    left: tuple[Choice, ...]
    right: tuple[Choice, ...]
    pairs: Mapping[str, str] = field(default_factory=dict)
    credit: str = ""


@dataclass(frozen=True, slots=True)
class Words:
    """A few words, equal to one of those that are accepted but for the differences that are ignored."""

    accept: tuple[str, ...] = ()
    ignoring: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Gaps:
    """A text with gaps: their names, the HTML around them, one piece more, and what each takes."""

    names: tuple[str, ...]
    pieces: tuple[str, ...]
    words: Mapping[str, Words] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Figure:
    """A number with its unit. `within` is how far off it may lie, as a number or a percentage."""

    unit: str = ""
    right: str = ""
    within: str = "0"


@dataclass(frozen=True, slots=True)
class Steps:
    """A place between two numbers, some of which have words beside them. Nothing is right or wrong."""

    lowest: int
    highest: int
    labels: tuple[Choice, ...] = ()


@dataclass(frozen=True, slots=True)
class Room:
    """A text of one's own, about so many words long, 0 for any. Nobody marks it."""

    words: int = 0


Shape = PickOne | PickSeveral | Judge | Arrange | Pair | Words | Gaps | Figure | Steps | Room


class Carried(Generic[B]):
    """How a kind goes out to other formats, and comes in."""

    takes: type[Any] | None = None
    """The shape that becomes a question of this kind where it comes in from another format."""

    called: str = ""
    """What tables of other tools call it."""

    def shape(self, body: B, rule: Rule) -> Shape | None:
        """What is asked, with the key as far as the rule has it; an empty rule has none. None where no shape fits."""
        return None

    def written(self, body: B, rule: Rule, markdown: Markdown) -> dict[str, Json] | None:
        """The kind's own keys as their author wrote them, "" for what is left out; None where that cannot be told."""
        return None
