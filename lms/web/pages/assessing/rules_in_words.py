"""The rules of an examination as sentences, for its cover."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from lms.content.reading.model import Policy
from lms.questions.amounts import counted, left, minutes, percent, span
from lms.services.assessing.covers import Cover

_ORDINALS = ("first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth")
_MINUTE = timedelta(minutes=1)


def rules(cover: Cover) -> tuple[str, ...]:
    """What a learner should know before beginning, one sentence or two each."""
    policy = cover.assessment.policy
    return (
        f"{counted(cover.questions, 'question')}, one at a time, in any order you like.",
        _to_pass(policy),
        _time(cover),
        _tries(policy),
        _afterwards(policy.show_learner),
    )


def _to_pass(policy: Policy) -> str:
    each = policy.pass_mark_per_objective
    also = f", and at least {percent(each, each)} of those for each topic" if each is not None else ""
    return f"You pass with {percent(policy.pass_mark, policy.pass_mark)} of the points or more{also}."


def _time(cover: Cover) -> str:
    policy = cover.assessment.policy
    if cover.minutes_allowed is not None:
        return (
            f"You have {minutes(cover.minutes_allowed)} from the moment you begin. The time runs on when you close "
            "the page; what you saved until then is kept and counts."
        )
    if policy.sittings is None:
        return "There is no time limit. Put it aside whenever you like, and go on later, on any device."
    if policy.sittings == 0:
        return "There is no time limit. It cannot be put aside, but every answer is saved as you go."
    return f"There is no time limit. You may put it aside {times(policy.sittings)}, and go on later, on any device."


def _tries(policy: Policy) -> str:
    if policy.attempts == 1:
        return "You have one try."
    allowed = "as often as you need" if policy.attempts is None else f"{counted(policy.attempts, 'time')}"
    pauses = None if policy.attempts is None else policy.attempts - 1
    waits = policy.wait_between[:pauses]
    if not any(waits):
        return f"You may try {allowed}."
    if len(set(waits)) == 1:
        return f"You may try {allowed}, with {span(waits[0])} between one try and the next."
    steps = [f"{span(wait)} after the {ordinal(place)} try" for place, wait in enumerate(waits, start=1) if wait]
    later = " and any later one" if waits[-1] and len(waits) != pauses else ""
    return f"You may try {allowed}. Before you try again, wait {_listed(steps)}{later}."


def _afterwards(shows: Sequence[str]) -> str:
    said = {
        "result": "whether you passed",
        "objectives": "how you did in each topic",
        "answers": "the right answers",
        "why": "the explanations",
    }
    seen = [said[one] for one in ("result", "objectives", "answers", "why") if one in shows]
    if not seen:
        return "After handing in you learn that it arrived. The result is not shown here."
    return f"After handing in you see {_listed(seen)}."


def time_left(deadline: datetime, now: datetime) -> str:
    """What is left of the time of an attempt."""
    return left(deadline - now)


def times(number: int) -> str:
    return {1: "once", 2: "twice"}.get(number, f"{number} times")


def ordinal(number: int) -> str:
    if number <= len(_ORDINALS):
        return _ORDINALS[number - 1]
    ending = "th" if number % 100 in (11, 12, 13) else {1: "st", 2: "nd", 3: "rd"}.get(number % 10, "th")
    return f"{number}{ending}"


def _listed(parts: Sequence[str]) -> str:
    if len(parts) < 2:
        return "".join(parts)
    return ", ".join(parts[:-1]) + " and " + parts[-1]
