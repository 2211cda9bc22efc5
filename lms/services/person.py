"""Who is asking, as every service knows them."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction


@dataclass(frozen=True, slots=True)
class Person:
    """An account. `role` is learner, author, reviewer, staff or admin; `extra_time` multiplies a time limit."""

    id: int
    email: str
    name: str
    role: str = "learner"
    confirmed: bool = True
    extra_time: Fraction = Fraction(1)
