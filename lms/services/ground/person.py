"""Who is asking, as every service knows them."""

from __future__ import annotations

from dataclasses import dataclass, field
from fractions import Fraction


@dataclass(frozen=True, slots=True)
class Person:
    """An account. `role` is learner, author, reviewer, staff or admin; `extra_time` multiplies a time limit.

    `scopes` is what a program that acts for them may do; None in a browser, where nothing limits them so.
    """

    id: int
    email: str
    name: str
    role: str = "learner"
    confirmed: bool = True
    extra_time: Fraction = Fraction(1)
    scopes: frozenset[str] | None = field(default=None, compare=False)
