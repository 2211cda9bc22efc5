"""Small values that a compile makes by the ten thousand, written down and read again as a call of their class.

What a dataclass with slots does by itself looks all of its fields up again for each value, in Python: that was the
greater part of writing a cache, of reading it, and of sharing the work among processes.
"""

from __future__ import annotations

from dataclasses import fields
from operator import attrgetter
from typing import Any, TypeVar

_Class = TypeVar("_Class", bound=type[Any])


def as_call(cls: _Class) -> _Class:
    """Have the values of a dataclass of two fields or more pickled as the class and its arguments."""
    arguments = attrgetter(*(field.name for field in fields(cls)))

    def reduce(self: Any) -> tuple[type[Any], tuple[Any, ...]]:
        return cls, arguments(self)

    setattr(cls, "__reduce__", reduce)  # noqa: B010 - mypy knows a method of the class `type` by this name.
    return cls
