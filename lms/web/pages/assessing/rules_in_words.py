"""The rules of an examination as sentences, for its cover."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from lms.content.reading.model import Policy
from lms.practice.accommodations import Needs
from lms.questions.amounts import left, minutes, percent, span
from lms.services.assessing.covers import Cover
from lms.services.assessing.sitting import PaperItem
from lms.wording.phrases import _, listed, plural

_MINUTE = timedelta(minutes=1)


def rules(cover: Cover) -> tuple[str, ...]:
    """What a learner should know before beginning, one sentence or two each."""
    limit = cover.assessment.policy.time_limit
    usual = None if limit is None else int(limit.total_seconds()) // 60
    shown = rules_of(cover.policy, cover.questions, cover.minutes_allowed, usual)
    if usual is not None and cover.minutes_allowed is None:
        shown = (*shown[:2], _("There is a time limit here, and it does not hold for you."), *shown[2:])
    if cover.needs.helper:
        shown = (*shown, _helped(cover.needs))
    return shown


def _helped(needs: Needs) -> str:
    if needs.helper == "reader":
        return _("%(name)s reads to you, and signs with you before you begin.", name=needs.name)
    return _("%(name)s writes for you, and signs with you before you begin.", name=needs.name)


def rules_of(policy: Policy, questions: int, minutes_allowed: int | None, usual: int | None = None) -> tuple[str, ...]:
    """The same of any paper of so many questions. `usual` are the minutes of those who have no extra time."""
    return (
        plural(
            "%(num)s question, one at a time, in any order you like.",
            "%(num)s questions, one at a time, in any order you like.",
            questions,
        ),
        _to_pass(policy),
        _time(policy, minutes_allowed, usual),
        _tries(policy),
        _afterwards(policy.show_learner),
    )


def _to_pass(policy: Policy) -> str:
    needed, each = percent(policy.pass_mark, policy.pass_mark), policy.pass_mark_per_objective
    if each is None:
        return _("You pass with %(needed)s of the points or more.", needed=needed)
    return _(
        "You pass with %(needed)s of the points or more, and at least %(each)s of those for each topic.",
        needed=needed,
        each=percent(each, each),
    )


def _time(policy: Policy, minutes_allowed: int | None, usual: int | None) -> str:
    if minutes_allowed is not None and usual is not None and (minutes_allowed != usual or policy.breaks):
        return _own_time(policy, minutes_allowed, usual)
    if minutes_allowed is not None:
        return _(
            "You have %(time)s from the moment you begin. The time runs on when you "
            "close the page; what you saved until then is kept and counts.",
            time=minutes(minutes_allowed),
        )
    if policy.sittings is None:
        return _("There is no time limit. Put it aside whenever you like, and go on later, on any device.")
    if policy.sittings == 0:
        return _("There is no time limit. It cannot be put aside, but every answer is saved as you go.")
    return plural(
        "There is no time limit. You may put it aside once, and go on later, on any device.",
        "There is no time limit. You may put it aside %(num)s times, and go on later, on any device.",
        policy.sittings,
    )


def _own_time(policy: Policy, allowed: int, usual: int) -> str:
    """The time of somebody who was granted more of it, or breaks."""
    if allowed == usual:
        return _(
            "You have %(time)s from the moment you begin. You may put it aside for a break whenever you need one: "
            "the time stands still until you go on.",
            time=minutes(allowed),
        )
    names = {"time": minutes(allowed), "usual": minutes(usual)}
    if policy.breaks:
        return _(
            "You have %(time)s: %(usual)s and your extra time. You may put it aside for a break whenever you need "
            "one: the time stands still until you go on.",
            **names,
        )
    return _(
        "You have %(time)s: %(usual)s and your extra time, from the moment you begin. The time runs on when you close "
        "the page; what you saved until then is kept and counts.",
        **names,
    )


def _tries(policy: Policy) -> str:
    if policy.attempts == 1:
        return _("You have one try.")
    pauses = None if policy.attempts is None else policy.attempts - 1
    waits = policy.wait_between[:pauses]
    if not any(waits):
        return _allowed(policy.attempts)
    if len(set(waits)) == 1:
        return _with_rest(policy.attempts, span(waits[0]))
    steps = [
        _("%(wait)s after try %(number)s", wait=span(wait), number=number)
        for number, wait in enumerate(waits, start=1)
        if wait
    ]
    names = {"allowed": _allowed(policy.attempts), "steps": listed(steps)}
    if waits[-1] and len(waits) != pauses:
        return _("%(allowed)s Before you try again, wait %(steps)s and any later one.", **names)
    return _("%(allowed)s Before you try again, wait %(steps)s.", **names)


def _allowed(tries: int | None) -> str:
    if tries is None:
        return _("You may try as often as you need.")
    return plural("You may try %(num)s time.", "You may try %(num)s times.", tries)


def _with_rest(tries: int | None, rest: str) -> str:
    if tries is None:
        return _("You may try as often as you need, with %(rest)s between one try and the next.", rest=rest)
    return plural(
        "You may try %(num)s time, with %(rest)s between one try and the next.",
        "You may try %(num)s times, with %(rest)s between one try and the next.",
        tries,
        rest=rest,
    )


def _afterwards(shows: Sequence[str]) -> str:
    said = {
        "result": _("whether you passed"),
        "objectives": _("how you did in each topic"),
        "answers": _("the right answers"),
        "why": _("the explanations"),
    }
    seen = [said[one] for one in ("result", "objectives", "answers", "why") if one in shows]
    if not seen:
        return _("After handing in you learn that it arrived. The result is not shown here.")
    return _("After handing in you see %(seen)s.", seen=listed(seen))


def time_left(deadline: datetime, now: datetime) -> str:
    """What is left of the time of an attempt: 34 minutes left."""
    span_left = deadline - now
    if span_left < _MINUTE:
        return _("Less than a minute left")
    return _("%(time)s left", time=left(span_left))


def state_of_question(item: PaperItem, partly: bool) -> str:
    """What the button of a question says to those who hear it."""
    names = {"n": item.n}
    if item.answer is None:
        if item.marked:
            return _("Question %(n)s: not answered, to look at again", **names)
        return _("Question %(n)s: not answered", **names)
    if partly:
        if item.marked:
            return _("Question %(n)s: answered in part, to look at again", **names)
        return _("Question %(n)s: answered in part", **names)
    if item.marked:
        return _("Question %(n)s: answered, to look at again", **names)
    return _("Question %(n)s: answered", **names)
