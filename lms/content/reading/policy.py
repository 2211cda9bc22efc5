"""An assessment's rules as JSON: kept with every attempt, so that no edit changes the rules of its start."""

from __future__ import annotations

from datetime import timedelta
from fractions import Fraction
from typing import Any

from lms.content.reading.model import Policy


def policy_to_json(policy: Policy) -> dict[str, Any]:
    """Shares as exact text, times in whole seconds, None for what has no limit."""
    per_objective = policy.pass_mark_per_objective
    return {
        "pass_mark": str(policy.pass_mark),
        "pass_mark_per_objective": None if per_objective is None else str(per_objective),
        "attempts": policy.attempts,
        "wait_between": [_seconds(wait) for wait in policy.wait_between],
        "time_limit": None if policy.time_limit is None else _seconds(policy.time_limit),
        "sittings": policy.sittings,
        "shuffle": list(policy.shuffle),
        "on_retake": policy.on_retake,
        "show_learner": list(policy.show_learner),
        "agree_to": policy.agree_to,
        **({} if policy.per_year is None else {"per_year": policy.per_year}),
        **({"breaks": True} if policy.breaks else {}),
        **({"whole": True} if policy.whole else {}),
    }


def policy_from_json(kept: dict[str, Any]) -> Policy:
    """The inverse of `policy_to_json`."""
    per_objective = kept["pass_mark_per_objective"]
    return Policy(
        pass_mark=Fraction(kept["pass_mark"]),
        pass_mark_per_objective=None if per_objective is None else Fraction(per_objective),
        attempts=kept["attempts"],
        wait_between=tuple(timedelta(seconds=seconds) for seconds in kept["wait_between"]),
        time_limit=None if kept["time_limit"] is None else timedelta(seconds=kept["time_limit"]),
        sittings=kept["sittings"],
        shuffle=tuple(kept["shuffle"]),
        on_retake=kept["on_retake"],
        show_learner=tuple(kept["show_learner"]),
        agree_to=kept["agree_to"],
        per_year=kept.get("per_year"),
        breaks=kept.get("breaks", False),
        whole=kept.get("whole", False),
    )


def _seconds(span: timedelta) -> int:
    return int(span.total_seconds())
