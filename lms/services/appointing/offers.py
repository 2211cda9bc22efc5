"""What the page of a thing offers to somebody with a duty: the acts that fit, each with its effect or every bar."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from lms.practice.duties import Act, Allowed, Bar, Barred

Worded = tuple[Act, str, str, str]
"""An act with its key in addresses and forms, its name on a button, and its effect."""


@dataclass(frozen=True, slots=True)
class Offer:
    """An act that fits, with its effect in words; `bars` are why this person may not, empty where they may."""

    key: str
    label: str
    effect: str
    bars: tuple[Bar, ...]


def offers_of(fitting: Iterable[Worded], answer_to: Callable[[Act], Allowed | Barred]) -> list[Offer]:
    """Those that belong to somebody's duties; of any other nothing is told."""
    answers = ((answer_to(act), key, label, effect) for act, key, label, effect in fitting)
    return [
        Offer(key, label, effect, answer.bars if isinstance(answer, Barred) else ())
        for answer, key, label, effect in answers
        if isinstance(answer, Allowed) or not answer.hidden
    ]
