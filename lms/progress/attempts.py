"""The rules of an attempt under way: its time, its grace, putting it aside, and limits that staff have raised."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from lms.content.reading.model import Assessment, Policy
from lms.wording.phrases import _

GRACE = timedelta(seconds=2)
"""A request that was under way when the time ended still counts."""


def is_over(deadline: datetime | None, now: datetime) -> bool:
    """Whether the time has ended, and a request that was under way then would be here by now."""
    return deadline is not None and now > deadline + GRACE


def may_put_aside(policy: Policy, times: int) -> bool:
    """Only an untimed one may be put aside, as often as its policy says; or one whose clock then stands still."""
    return policy.breaks or (policy.time_limit is None and (policy.sittings is None or times < policy.sittings))


def why_not_put_aside(policy: Policy, times: int) -> str:
    """Why it may not be put aside once more, in words for the learner; "" where it may."""
    if policy.time_limit is not None and not policy.breaks:
        return _("This examination has a time limit, which runs on. You may close the page and come back.")
    if not may_put_aside(policy, times):
        return _("You have put this examination aside as often as it allows. Every answer is saved.")
    return ""


def why_no_answers(state: str, deadline: datetime | None, now: datetime) -> str:
    """Why an attempt takes no answers now, in words for the learner; "" where it does."""
    if state == "paused":
        return _("This examination is put aside. Choose “Go on” to continue, then answer.")
    if state != "running":
        return _("This examination has ended. Your answers until then are kept.")
    if is_over(deadline, now):
        return _("The time for this examination is over. Your answers until then are kept and will be marked.")
    return ""


def lift(assessment: Assessment, given: Sequence[datetime], begun: Sequence[datetime]) -> Assessment:
    """The assessment with limits raised by what was given. The newest needs no wait, until something is begun."""
    policy = assessment.policy
    fresh = all(one < given[-1] for one in begun)
    return replace(
        assessment,
        policy=replace(
            policy,
            attempts=None if policy.attempts is None else policy.attempts + len(given),
            per_year=None if policy.per_year is None else policy.per_year + len(given),
            wait_between=() if fresh else policy.wait_between,
        ),
    )
