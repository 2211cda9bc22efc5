"""Values that are pickled as calls of their class come back as they were."""

from __future__ import annotations

import pickle
from dataclasses import dataclass
from typing import Any

from lms.questions.quiz import Choice, Key, Question, Quiz, Solution
from lms.sources.diagnostics import Place
from lms.sources.pickled import as_call

PLACE = Place("content/courses/a/01-b.md", 3, 4, 5, 6)
QUIZ = Quiz(Question("rosa", "choose-one", "<p>?</p>", body=(Choice("a", "Ask"),)), Solution(Key("a", {})), "v1")


@as_call
@dataclass(frozen=True, slots=True)
class Pair:
    one: str
    other: int = 2


def again(value: object) -> Any:
    return pickle.loads(pickle.dumps(value, pickle.HIGHEST_PROTOCOL))


def test_values_come_back_equal_and_of_their_own_class() -> None:
    for value in (PLACE, QUIZ, Pair("a"), Pair("a", 3)):
        assert again(value) == value
        assert type(again(value)) is type(value)


def test_fields_are_not_looked_up_for_each_value() -> None:
    assert Pair("a", 3).__reduce__() == (Pair, ("a", 3))


def test_what_is_shared_stays_shared() -> None:
    first, second = again((Place(PLACE.file, 1), Place(PLACE.file, 2)))
    assert first.file is second.file
