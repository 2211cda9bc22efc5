"""Who is asking, as every service knows them."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta

FRESH_FOR = timedelta(minutes=5)


def is_fresh(moment: datetime | None, now: datetime) -> bool:
    """Whether something was proved within the last five minutes."""
    return moment is not None and now - FRESH_FOR < moment


@dataclass(frozen=True, slots=True)
class Person:
    """An account. `role` is learner, author, reviewer, staff or admin.

    `scopes` is what a program that acts for them may do; None in a browser, where nothing limits them so. In a browser
    `factor_at` is when they gave a second factor last, and `proved_at` when they proved last who they are;
    `proved_again`: once more since they signed in. `serves` are their duties in any scheme.
    """

    id: int
    email: str
    name: str
    role: str = "learner"
    confirmed: bool = True
    scopes: frozenset[str] | None = field(default=None, compare=False)
    factor_at: datetime | None = field(default=None, compare=False)
    proved_at: datetime | None = field(default=None, compare=False)
    proved_again: bool = field(default=False, compare=False)
    serves: frozenset[str] = field(default=frozenset(), compare=False)
