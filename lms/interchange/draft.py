"""A question on its way between two forms: the keys of a quiz block, and where it came from."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from string import ascii_lowercase, ascii_uppercase
from typing import Any

from lms.interchange.report import CannotCarry, Fate, Note
from lms.questions.kinds import KINDS
from lms.questions.letters import LEAST, MOST
from lms.questions.quiz import Json
from lms.questions.register import AnyKind
from lms.questions.shapes import Pair

_KEYS = """id type scenario objective level status question text options left right answer accept blanks credit ignore
    ignore_differences within unit from to labels words keep_order points why hints enemies tags reference author
    reviewed_by review_by was written_with note silence"""
_ORDER = _KEYS.split()
BY_HAND = "Change it there and export again, or write it as a quiz of one of the kinds here."
"""How to write a question of which nothing more is known."""


def kind_for(shape: type[Any]) -> str:
    """The type of a question that has this shape where it comes from."""
    return KINDS.taking(shape).name


@dataclass(frozen=True, slots=True)
class Draft:
    """A question whose texts are Markdown. `fields` are a quiz block's own keys; `scenario` is a text, not an id yet.

    `name` is what it was called, or "" for nothing; `line` is where it began, in `file` of a package;
    `category` is the group it was in.
    """

    name: str
    line: int
    fields: Mapping[str, Json]
    category: str = ""
    scenario: str = ""
    changes: tuple[str, ...] = ()
    file: str = ""

    @property
    def type(self) -> str:
        return str(self.fields["type"])

    @property
    def kind(self) -> AnyKind | None:
        return KINDS.named(self.type)

    def with_fields(self, **more: Json) -> Draft:
        return replace(self, fields={**self.fields, **more})

    def ordered(self) -> dict[str, Json]:
        """The fields in the order in which people read them, without what is empty."""
        empty: tuple[Json, ...] = ("", None, [], {})
        own = () if self.kind is None else (key for key in self.kind.keys if key not in _ORDER)
        return {
            key: self.fields[key]
            for key in (*_ORDER, *own)
            if key in self.fields and (self.fields[key] not in empty or key == "ignore_differences")
        }


@dataclass(slots=True)
class Gathered:
    """What was found in a foreign file: questions, pictures by the path that their texts name, and what to report.

    `folder` is where the pictures will lie, as seen from the bank.
    """

    folder: str = "media"
    drafts: list[Draft] = field(default_factory=list)
    pictures: dict[str, bytes] = field(default_factory=dict)
    notes: list[Note] = field(default_factory=list)

    def leave_out(self, name: str, line: int, why: str, file: str = "", by_hand: str = "") -> None:
        self.notes.append(Note(Fate.LEFT_OUT, name, line, why, file, by_hand or BY_HAND))

    def refuse(self, name: str, line: int, reason: CannotCarry, file: str = "") -> None:
        """Leaves out a question for a reason that says how to write it by hand, or else as any question is."""
        self.leave_out(name, line, str(reason), file, reason.by_hand)

    def tell(self, name: str, line: int, what: str, file: str = "") -> None:
        self.notes.append(Note(Fate.CHANGED, name, line, what, file))


def lettered(texts: Sequence[str], what: str = "options", letters: str = ascii_lowercase) -> dict[str, str]:
    """Texts under letters. Raises CannotCarry where there are too few, too many, or two that say the same."""
    if not LEAST <= len(texts) <= MOST:
        how = "Take some out, or make two questions of it." if len(texts) > MOST else "Add some."
        what = f"the number of its {what} is {len(texts)}, and from {LEAST} to {MOST} can be asked here"
        raise CannotCarry(what, how)
    if not all(texts):
        raise CannotCarry(f"one of its {what} is empty", "Write it, or take it out.")
    if len({" ".join(text.split()) for text in texts}) < len(texts):
        raise CannotCarry(f"two of its {what} say the same", "Change one, or take it out.")
    return dict(zip(letters, texts, strict=False))


def pairs(left: Sequence[str], right_of: Sequence[str], more: Iterable[str] = ()) -> dict[str, Json]:
    """The keys of pairs: what stands on the left, its partner for each, and what belongs to nothing."""
    right = list(dict.fromkeys([*right_of, *more]))
    on_the_left = lettered(left, "things to match")
    on_the_right = lettered(right, "things to choose from", ascii_uppercase)
    letter = {text: key for key, text in on_the_right.items()}
    answer = {here: letter[text] for here, text in zip(on_the_left, right_of, strict=True)}
    return {"type": kind_for(Pair), "left": on_the_left, "right": on_the_right, "answer": answer}


def explained(by_part: Mapping[str, str], whole: str, right: Sequence[str]) -> Json:
    """The `why` of a question: by part where there is one for any, with what is said of the whole beside the answer."""
    said = {part: text for part, text in by_part.items() if text}
    if not said:
        return whole
    if whole:
        # What has no right part, such as an order, says it after all of its parts.
        for part in right or list(by_part)[-1:]:
            said[part] = f"{said[part]}\n\n{whole}" if part in said else whole
    return {part: said[part] for part in by_part if part in said}
