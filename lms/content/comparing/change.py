"""One difference between two states of the content, with what it means for those who are under way or have finished."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from lms.content.comparing.wording import Piece, difference
from lms.content.reading.model import Catalog
from lms.content.reading.site import World

_MOST_LISTED = 20


class Means(StrEnum):
    """What an edit does, as the authors' reference has it in its table."""

    SHOWN = "Shown from the publication on; nobody's result changes."
    WORDING = "Attempts under way keep what they saw, and finished ones are unchanged."
    KEY = (
        "Attempts under way keep their paper. Finished ones change only by an act of staff, "
        "who see first what it would change; a pass is never taken away by default."
    )
    TYPE = "An answer to one type is none to another: the question of the new type needs an id of its own."
    PRACTICE_KEY = "Holds from the publication on. What learners have finished stays finished."
    DRAWN = "Papers that are drawn from now on follow it. Attempts under way keep their paper."
    RULES = "Attempts under way keep the rules of their start, and finished ones are unchanged."
    LESSON = "What learners have finished stays finished, and certificates are unchanged."
    NEW_LESSON = "Shown as new to those who have finished the course, and takes nothing away from them."
    GATE = "Doors follow it from the publication on. What was finished or passed stays so."
    SCHEME = "Applications and certificates keep the scheme that they were made under; new ones follow it."
    AWARD = "Certificates that are issued stay as they are; new ones follow it."


@dataclass(frozen=True, slots=True)
class Change:
    """One difference. `thing` is the path of what it concerns, `question` the source of an examination question.

    `kind` is one word for programs: wording, key, credit, options, explanation, policy, blueprint, lesson, gate …
    """

    file: str
    thing: str
    title: str
    kind: str
    says: str
    means: Means
    pieces: tuple[Piece, ...] = ()
    question: str = ""


@dataclass(frozen=True, slots=True)
class State:
    """The content at one time. Of faulty files only what could be read is in it.

    `moved` are the lessons, by their paths of today, that stood in another course then.
    """

    world: World
    catalog: Catalog
    moved: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class About:
    """What a run of changes is about, so that each needs to say only what changed."""

    file: str
    thing: str
    title: str
    question: str = ""

    def change(self, kind: str, says: str, means: Means, before: str = "", after: str = "") -> Change:
        """A change, with the difference of two texts word by word where both are given."""
        pieces = difference(before, after) if before or after else ()
        return Change(self.file, self.thing, self.title, kind, says, means, pieces, self.question)

    def lines(
        self, kind: str, says: str, means: Means, before: Sequence[str], after: Sequence[str]
    ) -> Iterator[Change]:
        """A change for each paragraph that differs; what is alike is not mentioned."""
        if list(before) == list(after):
            return
        gone = [line for line in before if line not in set(after)]
        new = [line for line in after if line not in set(before)]
        if not gone and not new:
            yield self.change(kind, f"{says}: the order of the paragraphs changed", means)
        for place in range(min(max(len(gone), len(new)), _MOST_LISTED)):
            old = gone[place] if place < len(gone) else ""
            now = new[place] if place < len(new) else ""
            yield self.change(kind, says, means, old, now)
        if max(len(gone), len(new)) > _MOST_LISTED:
            more = max(len(gone), len(new)) - _MOST_LISTED
            yield self.change(kind, f"{says}: {more} more paragraphs differ", means)

    def plain(self, kind: str, name: str, means: Means, before: object, after: object) -> Iterator[Change]:
        """A change of a value that can be said in a few words."""
        if before != after:
            yield self.change(kind, f"{name}: {said(before)} → {said(after)}", means)


def said(value: object) -> str:
    """A value as a person reads it."""
    if value is None or value == "" or value == () or value == []:
        return "none"
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, list | tuple | set | frozenset):
        return ", ".join(said(one) for one in value)
    if isinstance(value, dict):
        return ", ".join(f"{key}: {said(one)}" for key, one in value.items())
    return str(value)


def came_and_went(before: Iterable[str], after: Iterable[str]) -> tuple[list[str], list[str]]:
    """What is gone and what is new, each in its own order."""
    old, new = list(before), list(after)
    return [one for one in old if one not in set(new)], [one for one in new if one not in set(old)]
