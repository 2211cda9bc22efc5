"""What the compiler makes of an author's files. Frozen values, cheap to keep and to share between requests.

A thing is named by its path: `courses/foundations`, `courses/foundations/telling-your-story` (a lesson),
`courses/foundations#voice` (a module), `assessments/foundations-exam`, `certificates/foundations`. All references in
these values are such full paths, except where a field says that it holds ids.

`languages` are those that a thing is written in, first that of its original; it is empty where nothing is translated.
`in_part` are those of them in which something of it is missing. `spoken` has the language of those texts that are in
another than the thing.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from fractions import Fraction
from typing import Any

from lms.content.reading.adoptions import Adoption
from lms.content.reading.former import FormerNames
from lms.content.reading.head import NOWHERE, Head
from lms.content.reading.languages import chosen
from lms.content.reading.schemes import Scheme
from lms.content.reading.targets import ASSESSMENTS, CERTIFICATES, COURSES
from lms.questions.quiz import Question, Quiz, Solution
from lms.sources.pickled import as_call


@dataclass(frozen=True, slots=True)
class Objective:
    """What a learner will be able to do."""

    id: str
    text: str
    course: str


@as_call
@dataclass(frozen=True, slots=True)
class Passage:
    """A stretch of a lesson: prose as HTML, or the place of the quiz whose id is `quiz` (then `html` is empty)."""

    html: str = ""
    quiz: str = ""


@dataclass(frozen=True, slots=True)
class Lesson:
    """A lesson without a single key: what may be drawn for anyone to whom it is open."""

    id: str
    course: str
    module: str
    title: str
    minutes: int
    objectives: tuple[str, ...]
    opens_after: tuple[str, ...]
    complete_when: str
    passages: tuple[Passage, ...]
    questions: tuple[Question, ...]
    version: str
    language: str = "en"
    languages: tuple[str, ...] = ()
    in_part: tuple[str, ...] = ()
    spoken: Mapping[str, str] = field(default_factory=dict)

    @property
    def path(self) -> str:
        return f"{COURSES}/{self.course}/{self.id}"

    def language_of(self, text: str) -> str:
        """The language of a text such as `title`: one that is not translated keeps its own."""
        return self.spoken.get(text, self.language)

    @property
    def scored(self) -> tuple[str, ...]:
        """The ids of the quizzes that completing the lesson asks for."""
        return tuple(question.id for question in self.questions if question.scored)


@dataclass(frozen=True, slots=True)
class Module:
    """Lessons under one heading; `lessons` are ids in order. A course without any has one, with id "" and no title."""

    id: str
    title: str
    lessons: tuple[str, ...]
    opens_after: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Course:
    """A course with its lessons by id, in teaching order. `solutions` of its quizzes are in the catalog, not here.

    `authors` are pen names, or free names of people who have none.
    """

    id: str
    title: str
    summary: str
    language: str
    level: str
    paths: tuple[str, ...]
    objectives: tuple[str, ...]
    modules: tuple[Module, ...]
    lessons: Mapping[str, Lesson]
    opens_after: tuple[str, ...]
    in_order: bool
    html: str
    review_by: date | None = None
    topics: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()
    in_part: tuple[str, ...] = ()
    spoken: Mapping[str, str] = field(default_factory=dict)
    authors: tuple[str, ...] = ()

    @property
    def path(self) -> str:
        return f"{COURSES}/{self.id}"

    def language_of(self, text: str) -> str:
        """The language of a text such as `title`: one that is not translated keeps its own."""
        return self.spoken.get(text, self.language)

    @property
    def minutes(self) -> int:
        return sum(lesson.minutes for lesson in self.lessons.values())


@dataclass(frozen=True, slots=True)
class Bank:
    """Examination questions. The id is what `from:` says, without `banks/`."""

    id: str
    title: str
    quizzes: Mapping[str, Quiz]
    language: str = "en"


@dataclass(frozen=True, slots=True)
class Draw:
    """One line of a blueprint: a single question (`use`), or `take` of a bank, by objective, level and status."""

    bank: str
    use: str = ""
    take: int = 1
    objective: str = ""
    level: str = ""
    status: str = "active"


@dataclass(frozen=True, slots=True)
class Policy:
    """The rules of an attempt, kept with it from its start. Marks are exact shares; None means without limit.

    `per_year` is how many may begin within 365 days, as the scheme of a certification has it. With `breaks` the clock
    of a time limit stands still while an attempt is put aside, with `whole` all questions stand on one page as well; no
    author says so, it is granted.
    """

    pass_mark: Fraction
    pass_mark_per_objective: Fraction | None = None
    attempts: int | None = None
    wait_between: tuple[timedelta, ...] = ()
    time_limit: timedelta | None = None
    sittings: int | None = None
    shuffle: tuple[str, ...] = ("questions", "options")
    on_retake: str = "prefer unseen"
    show_learner: tuple[str, ...] = ("result",)
    agree_to: str = ""
    per_year: int | None = None
    breaks: bool = False
    whole: bool = False

    @property
    def shows_result(self) -> bool:
        return "result" in self.show_learner


@dataclass(frozen=True, slots=True)
class Assessment:
    """An examination: its instructions, gate, policy and blueprint. `missing` names what is not there in `language`."""

    id: str
    title: str
    html: str
    opens_after: tuple[str, ...]
    policy: Policy
    draw: tuple[Draw, ...]
    language: str = "en"
    languages: tuple[str, ...] = ()
    in_part: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()
    spoken: Mapping[str, str] = field(default_factory=dict)

    @property
    def path(self) -> str:
        return f"{ASSESSMENTS}/{self.id}"

    def language_of(self, text: str) -> str:
        """The language of a text such as `title`: one that is not translated keeps its own."""
        return self.spoken.get(text, self.language)


@dataclass(frozen=True, slots=True)
class Signatory:
    name: str
    role: str


@dataclass(frozen=True, slots=True)
class Term:
    """A calendar period: `3 years`, `18 months`, `90 days`."""

    years: int = 0
    months: int = 0
    days: int = 0


@dataclass(frozen=True, slots=True)
class Design:
    """The look of a certificate: a Jinja page, its style, and the pictures and fonts beside it by file name."""

    html: str
    css: str
    files: Mapping[str, bytes] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Credential:
    """What is awarded and for what. `html` is the criteria, `agreement_html` the text to sign, `agreement` its hash.

    `endorses` is the path of the certification that an endorsement rests on; empty for any other credential.
    The hash is that of the original, also where the text is a translation, which `agreement_language` says.
    """

    id: str
    title: str
    kind: str
    requires: tuple[str, ...]
    html: str
    design: Design
    objectives: tuple[str, ...] = ()
    agreement: str = ""
    agreement_title: str = ""
    agreement_html: str = ""
    agreement_language: str = ""
    valid_for: Term | None = None
    renew_with: tuple[str, ...] = ()
    signed_by: tuple[Signatory, ...] = ()
    says_not: str = ""
    language: str = "en"
    endorses: str = ""

    @property
    def path(self) -> str:
        return f"{CERTIFICATES}/{self.id}"


@dataclass(frozen=True, slots=True)
class Issuer:
    """Who stands behind the certificates. Its head is that of its file, while the site is compiled."""

    name: str
    url: str
    email: str
    description: str = ""
    head: Head = field(default=NOWHERE, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Catalog:
    """Everything of one revision. Keys are kept apart: by course and quiz id in `solutions`, inside a bank's quizzes.

    `media` maps the path of a picture, relative to the content root, to its bytes. `editions` are the same catalog in
    other languages; `languages` are all that something is written in, and `language` is that of an edition, "" for the
    originals. `others` has the things of all kinds that have no place of their own here, by kind and id. `former` are
    the names that things had before.
    """

    revision: str
    courses: Mapping[str, Course]
    assessments: Mapping[str, Assessment]
    banks: Mapping[str, Bank]
    credentials: Mapping[str, Credential]
    issuer: Issuer | None
    objectives: Mapping[str, Objective]
    solutions: Mapping[str, Mapping[str, Solution]]
    media: Mapping[str, bytes]
    language: str = ""
    languages: tuple[str, ...] = ()
    editions: Mapping[str, Catalog] = field(default_factory=dict, repr=False)
    originals: Catalog | None = field(default=None, compare=False, repr=False)
    others: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    former: FormerNames = field(default_factory=FormerNames)

    def one(self, kind: str) -> Any:
        """The thing of a kind that a site has one of, or one in each language; None where there is none."""
        things = self.others.get(kind, {})
        own = (one for one in things.values() if self.language and one.language == self.language)
        return next(own, None) or next((things[id] for id in sorted(things)), None)

    @property
    def schemes(self) -> Mapping[str, Scheme]:
        """By the id of their credential."""
        return self.others.get("scheme", {})

    @property
    def adoptions(self) -> Mapping[str, Adoption]:
        """The adoption records beside banks."""
        return self.others.get("adoption", {})

    @property
    def original(self) -> Catalog:
        """The catalog in the languages that everything was first written in."""
        return self.originals or self

    def edition(self, wanted: Iterable[str]) -> Catalog:
        """The catalog in the first of the wanted languages that something is written in; else the originals."""
        return self.editions.get(chosen(wanted, self.languages), self) if self.editions else self
