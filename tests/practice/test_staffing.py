"""Which act waits for whom, where a programme has fewer people than a scheme needs."""

from __future__ import annotations

import pytest

from lms.practice.duties import Duty
from lms.practice.staffing import WAITS, gaps

WRITER, CONTENT, FAIRNESS = Duty.WRITER, Duty.CONTENT_REVIEWER, Duty.FAIRNESS_REVIEWER
OFFICER, DECIDER, REGISTRAR = Duty.OFFICER, Duty.DECIDER, Duty.REGISTRAR
ALL = (WRITER, CONTENT, FAIRNESS, OFFICER, DECIDER, REGISTRAR)


def held(*people: tuple[Duty, ...]) -> dict[Duty, frozenset[int]]:
    """Who holds what, where each of these people holds so many."""
    return {duty: frozenset(n for n, own in enumerate(people) if duty in own) for duty in ALL}


def test_with_nobody_each_act_waits_for_its_duty() -> None:
    assert len(gaps({})) == len(WAITS)


@pytest.mark.parametrize(
    ("people", "told"),
    [
        pytest.param(
            [ALL],
            ["did not write a version", "measurement officer and decider", "registrar and decider", "Each decider"],
            id="one",
        ),
        pytest.param([ALL, ALL], ["did not write a version", "Each decider"], id="two, with every duty"),
        pytest.param([ALL, ALL, ALL], ["Each decider"], id="three, with every duty"),
        pytest.param(
            [(WRITER,), (CONTENT, OFFICER), (FAIRNESS, REGISTRAR), (DECIDER,)],
            [],
            id="four, of whom none does two of a kind",
        ),
        pytest.param(
            [(WRITER, CONTENT), (CONTENT, WRITER), (FAIRNESS, OFFICER, REGISTRAR), (DECIDER,)],
            [],
            id="four, who read each other",
        ),
        pytest.param(
            [(WRITER, CONTENT), (WRITER,), (FAIRNESS, OFFICER, REGISTRAR), (DECIDER,)],
            ["some writers"],
            id="four, of whom one reads what only they could",
        ),
        pytest.param(
            [
                (WRITER,),
                (CONTENT,),
                (FAIRNESS,),
                (Duty.JUDGE, OFFICER, REGISTRAR),
                (Duty.JUDGE,),
                (DECIDER,),
                (DECIDER,),
            ],
            [],
            id="seven",
        ),
        pytest.param(
            [(WRITER,), (CONTENT, FAIRNESS), (OFFICER, REGISTRAR), (DECIDER,)],
            ["did not write a version"],
            id="one reviewer",
        ),
        pytest.param(
            [(WRITER,), (CONTENT,), (FAIRNESS,), (OFFICER, REGISTRAR, DECIDER)],
            ["measurement officer and decider", "registrar and decider"],
            id="who proposes also confirms",
        ),
    ],
)
def test_the_console_says_which_act_waits_for_whom(people: list[tuple[Duty, ...]], told: list[str]) -> None:
    sentences = gaps(held(*people))
    assert len(sentences) == len(told), sentences
    assert all(words in sentence for words, sentence in zip(told, sentences, strict=True))
