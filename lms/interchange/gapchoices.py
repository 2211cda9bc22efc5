"""A text whose gaps have words to choose from: one gap as one of several options, several as things to match."""

from __future__ import annotations

from collections.abc import Sequence

from lms.interchange.answers import Fields
from lms.interchange.draft import pairs
from lms.interchange.report import CannotCarry
from lms.questions.credit import EACH_PAIR

GAP = "\\_\\_\\_\\_\\_"
"""What is seen in the place of a gap."""


def numbered(text: str, marks: Sequence[str]) -> str:
    """The text with a number in each gap, by which it is matched."""
    for n, mark in enumerate(marks, 1):
        text = text.replace(mark, f"({n}) {GAP}")
    return text


def matched_gaps(
    text: str, marks: Sequence[str], lists: Sequence[Sequence[str]], right: Sequence[str], changes: list[str]
) -> Fields:
    """Several gaps, each with its words to choose from and the right one, as a question of pairs."""
    everything = list(dict.fromkeys(word for words in lists for word in words))
    if not all(word.strip() for word in everything):
        raise CannotCarry("one of the words to choose from is empty")
    if any(set(words) != set(everything) for words in lists):
        changes.append("each of its gaps had a list of its own there, and here all choose from one list")
    left = [f"({n})" for n in range(1, len(marks) + 1)]
    fields = pairs(left, right, everything)
    return {**fields, "question": numbered(text, marks), "credit": EACH_PAIR}
