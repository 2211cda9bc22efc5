"""The rules of an examination as its cover says them."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from fractions import Fraction
from typing import Any

import pytest

from lms.content.reading.model import Assessment, Draw, Policy
from lms.progress.gates import Open
from lms.services.assessing.covers import Cover
from lms.web.pages.assessing.rules_in_words import rules, time_left

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)


def said(questions: int = 24, minutes: int | None = None, **policy: Any) -> str:
    assessment = Assessment("exam", "Exam", "", (), Policy(**{"pass_mark": Fraction(3, 4), **policy}), (Draw("bank"),))
    cover = Cover(assessment, Open(), questions, None, (), minutes, None)
    return " ".join(rules(cover))


@pytest.mark.parametrize(
    ("policy", "words"),
    [
        ({}, "24 questions, one at a time, in any order you like."),
        ({"questions": 1}, "1 question, one at a time"),
        ({}, "You pass with 75% of the points or more."),
        ({"pass_mark": Fraction(2, 3)}, "You pass with 66.6% of the points or more."),
        ({"pass_mark_per_objective": Fraction(1, 2)}, "and at least 50% of those for each topic."),
        ({}, "There is no time limit. Put it aside whenever you like"),
        ({"sittings": 1}, "You may put it aside once"),
        ({"sittings": 3}, "You may put it aside 3 times"),
        ({"sittings": 0}, "It cannot be put aside, but every answer is saved as you go."),
        ({"minutes": 90, "time_limit": HOUR}, "You have 1 hour 30 minutes: 1 hour and your extra time, from the"),
        ({"attempts": 1}, "You have one try."),
        ({}, "You may try as often as you need."),
        ({"attempts": 3, "wait_between": (DAY,)}, "You may try 3 times, with 24 hours between one try and the next."),
        (
            {"attempts": 4, "wait_between": (HOUR, 7 * DAY)},
            "Before you try again, wait 1 hour after try 1 and 7 days after try 2 and any later one.",
        ),
        (
            {"attempts": 3, "wait_between": (DAY, 7 * DAY)},
            "Before you try again, wait 24 hours after try 1 and 7 days after try 2.",
        ),
        ({"attempts": 2, "wait_between": (DAY, 7 * DAY)}, "2 times, with 24 hours between one try and the next."),
        ({"wait_between": (DAY, DAY)}, "as often as you need, with 24 hours between one try and the next."),
        ({"wait_between": (timedelta(), DAY)}, "again, wait 24 hours after try 2 and any later one."),
        ({"wait_between": (DAY, timedelta())}, "again, wait 24 hours after try 1."),
        ({"attempts": 2, "wait_between": (timedelta(),)}, "You may try 2 times."),
        ({"show_learner": ()}, "The result is not shown here."),
        (
            {"show_learner": ("why", "result", "objectives")},
            "After handing in you see whether you passed, how you did in each topic and the explanations.",
        ),
    ],
)
def test_each_rule_is_a_sentence(policy: dict[str, Any], words: str) -> None:
    assert words in said(**policy)


@pytest.mark.parametrize(
    ("seconds", "words"),
    [
        (1800, "30 minutes left"),
        (4505, "1 hour 15 minutes left"),
        (119, "1 minute left"),
        (59, "Less than a minute left"),
        (-5, "Less than a minute left"),
    ],
)
def test_the_time_left_is_in_whole_minutes(seconds: int, words: str) -> None:
    assert time_left(NOW + timedelta(seconds=seconds), NOW) == words
