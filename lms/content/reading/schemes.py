"""What a certification scheme says: whom it is for, what is examined, who decides, and what is owed afterwards."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from fractions import Fraction

from lms.content.reading.head import NOWHERE, Head, Ref
from lms.sources.diagnostics import Place

NO_PLACE = Place("")


@dataclass(frozen=True, slots=True)
class Route:
    """A way to be admitted: what must be met, a statement that is signed, or both. `named` has the places."""

    id: str
    requires: tuple[str, ...] = ()
    statement: str = ""
    named: tuple[Ref, ...] = field(default=(), compare=False, repr=False)
    place: Place = field(default=NO_PLACE, compare=False, repr=False)

    @property
    def by_registrar(self) -> bool:
        """Whether somebody looks at it: a statement is signed by one person, and taken by another."""
        return bool(self.statement)


@dataclass(frozen=True, slots=True)
class Domain:
    """A part of the work that is examined, with the exact share of the examination that it has."""

    id: str
    title: str
    weight: Fraction
    objectives: tuple[str, ...]
    named: tuple[Ref, ...] = field(default=(), compare=False, repr=False)
    place: Place = field(default=NO_PLACE, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Analysis:
    """The practice analysis on which the domains and their weights rest."""

    day: date | None = None
    review_by: date | None = None
    report: str = ""


@dataclass(frozen=True, slots=True)
class Results:
    """How results are held and scaled. Nothing is held where `hold_first` is 0."""

    hold_first: int = 0
    hold_at_most: timedelta | None = None
    scale: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Retake:
    """How long is waited after the first attempt, the second …, and how many may begin within 365 days."""

    wait: tuple[timedelta, ...] = ()
    per_year: int | None = None

    def wait_after(self, tries: int) -> timedelta | None:
        """How long is waited after so many attempts; the last repeats."""
        return self.wait[min(tries, len(self.wait)) - 1] if self.wait and tries else None


def stricter(own: tuple[timedelta, ...], asked: tuple[timedelta, ...]) -> tuple[timedelta, ...]:
    """The waits of an examination and of its scheme together: after each attempt the longer one."""
    if not own or not asked:
        return own or asked
    most = max(len(own), len(asked))
    return tuple(max(own[min(n, len(own) - 1)], asked[min(n, len(asked) - 1)]) for n in range(most))


@dataclass(frozen=True, slots=True)
class Renewal:
    """How long after its end a certificate can still be renewed, and by what."""

    late: timedelta | None = None
    by: tuple[str, ...] = ("examination",)


@dataclass(frozen=True, slots=True)
class Body:
    """Who governs: a role, and its members."""

    role: str
    members: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Scheme:
    """A scheme under the id of its credential. `hash` is that of its file: what counts when somebody quotes it.

    `html` is the handbook's own words, `spoken` the language of statements, domains and governance: they are in another
    than the original's where all of them are. `examination` is a path. What is not compared is its file's.
    """

    id: str
    version: int
    hash: str
    scope: str
    examination: str
    routes: tuple[Route, ...]
    domains: tuple[Domain, ...]
    within: timedelta
    html: str
    language: str = "en"
    spoken: str = "en"
    analysis: Analysis = Analysis()
    results: Results = Results()
    retake: Retake = Retake()
    renewal: Renewal = Renewal()
    code: str = ""
    governance: tuple[Body, ...] = ()
    head: Head = field(default=NOWHERE, compare=False, repr=False)
    places: Mapping[str, Place] = field(default_factory=dict, compare=False, repr=False)

    @property
    def folder(self) -> str:
        return self.head.file.rpartition("/")[0]

    def route(self, id: str) -> Route | None:
        return next((route for route in self.routes if route.id == id), None)
