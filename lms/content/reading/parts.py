"""What one file says by itself, before the others are known: light, frozen, and kept from one compile to the next.

References are texts with places; `check` finds out whether they lead anywhere, and `assemble` makes the catalog. These
are named tuples because a dataclass takes eight times as long to define, which the start of the command would show.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import NamedTuple, Protocol

from lms.content.reading.head import Head as Head
from lms.content.reading.head import Ref as Ref
from lms.content.reading.model import Passage, Policy, Signatory, Term
from lms.questions.block import Block
from lms.sources.diagnostics import Place


class LessonPart(NamedTuple):
    """A lesson. Its passages have the places of all its quizzes, also of those that nobody is shown."""

    head: Head
    course: str
    title: str
    minutes: int
    objectives: tuple[Ref, ...]
    opens_after: tuple[Ref, ...]
    complete_when: str
    passages: tuple[Passage, ...]
    blocks: tuple[Block, ...]


class ModulePart(NamedTuple):
    id: Ref
    title: str
    lessons: tuple[Ref, ...]
    opens_after: tuple[Ref, ...]


class CoursePart(NamedTuple):
    """A course. Where `knows_lessons` or `knows_objectives` is False, a fault hides some of them."""

    head: Head
    knows_lessons: bool
    knows_objectives: bool
    title: str
    summary: str
    language: str
    level: str
    paths: tuple[Ref, ...] | None
    topics: tuple[str, ...]
    objectives: tuple[tuple[Ref, str], ...]
    modules: tuple[ModulePart, ...] | None
    opens_after: tuple[Ref, ...]
    in_order: bool
    html: str
    authors: tuple[str, ...]
    review_by: date | None
    review_place: Place


class BankPart(NamedTuple):
    head: Head
    title: str
    language: str
    course: Ref | None
    objective: Ref | None
    review_by: date | None
    review_place: Place
    blocks: tuple[Block, ...]


class DrawPart(NamedTuple):
    """A line of a blueprint. Without `usable` it has a fault of its own, and nothing more is asked of it."""

    place: Place
    bank: Ref | None
    use: Ref | None
    take: int
    take_place: Place
    objective: Ref | None
    level: str
    status: str
    usable: bool


class AssessmentPart(NamedTuple):
    head: Head
    title: str
    language: str
    html: str
    opens_after: tuple[Ref, ...]
    policy: Policy | None
    draw: tuple[DrawPart, ...]
    draw_place: Place


class CredentialPart(NamedTuple):
    head: Head
    folder: str
    title: str
    kind: str
    html: str
    requires: tuple[Ref, ...]
    renew_with: tuple[Ref, ...]
    agree_to: Ref | None
    valid_for: Term | None
    signed_by: tuple[Signatory, ...]
    says_not: str
    language: str
    endorses: Ref | None = None


class AgreementPart(NamedTuple):
    """A text beside a credential, which its holders may have to sign. `version` is the hash of its bytes."""

    head: Head
    title: str
    html: str
    version: str


class DesignPart(NamedTuple):
    """A page or style of a certificate, and the files beside it that it names."""

    head: Head
    text: str
    files: tuple[Ref, ...]


class Address(NamedTuple):
    """Where a text stands. `group` is front, prose, or a block such as `quiz <id>`; `part` is such as `options.a`."""

    group: str
    part: str

    @property
    def quiz(self) -> str:
        """The id of the quiz or ask that the text belongs to, "" for any other."""
        kind, _, name = self.group.partition(" ")
        return name if kind in ("quiz", "ask") else ""


class TranslatedText(NamedTuple):
    """A text as HTML, or as it is written where it is no Markdown. `mark` says that it is not done; "" that it is."""

    shown: str
    place: Place
    mark: str = ""
    pictures: int = 0


class TranslatedGaps(NamedTuple):
    """A text with gaps, cut at them."""

    names: tuple[str, ...]
    pieces: tuple[str, ...]


class TranslationPart(NamedTuple):
    """A translation. `kind` is that of its original, `folder` and `name` lead to it; `language` is "" if it is none.

    `accepted` has the words that are typed, by quiz and gap; `stamps` say which words of the original were
    translated.
    """

    head: Head
    kind: str
    folder: str
    name: str
    language: str
    texts: Mapping[Address, TranslatedText]
    quizzes: Mapping[str, Place]
    scenarios: Mapping[str, Place]
    gaps: Mapping[str, TranslatedGaps]
    accepted: Mapping[tuple[str, str], tuple[str, ...]]
    accepted_places: Mapping[tuple[str, str], Place]
    stamps: Mapping[Address, str]


class Part(Protocol):
    """What one file says, of whatever kind it is."""

    @property
    def head(self) -> Head: ...


Parts = Mapping[str, Part]
