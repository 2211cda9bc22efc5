"""What a correction makes of one finished attempt: worked out from its raw answers and kept shares, and not written."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from fractions import Fraction

from lms.content.reading.policy import policy_from_json
from lms.questions.former import written_answer
from lms.questions.grade import mark_of_shares, passed
from lms.questions.paper import Item
from lms.questions.quiz import Json, Quiz
from lms.questions.remarking import FROM_NOW_ON, NotRemarkable, Remarked, entry_for, remark
from lms.questions.stored import drawn_solution_to_json


@dataclass(frozen=True, slots=True)
class Score:
    """One later result. `result` is JSON as the services wrote it; `source` is the question that was corrected."""

    attempt_id: str
    n: int
    correction_id: int
    at: datetime
    share: str
    passed: bool
    kept_pass: bool
    result: Json
    source: str


@dataclass(frozen=True, slots=True)
class Met:
    """A finished attempt that asked a question: whose it is, what it was drawn from, and its first result."""

    attempt_id: str
    account_id: int
    assessment: str
    state: str
    ended_at: datetime | None
    seed: str
    revision: str
    title: str
    policy: Json
    share: str | None
    passed: bool | None
    result: Json


@dataclass(frozen=True, slots=True)
class Outcome:
    """How an attempt stands: its exact share, and whether it is passed."""

    share: Fraction
    passed: bool


@dataclass(frozen=True, slots=True)
class Change:
    """An attempt that a correction changes. `by_points`: whether the points alone would be a pass.

    `treat` is how its learner is treated; `result` is kept with the new score.
    """

    met: Met
    before: Outcome
    after: Outcome
    by_points: bool
    treat: str
    result: Json

    @property
    def gained(self) -> bool:
        return self.after.passed and not self.before.passed

    @property
    def lost(self) -> bool:
        return self.before.passed and not self.after.passed

    @property
    def kept_pass(self) -> bool:
        return self.after.passed and not self.by_points


@dataclass(frozen=True, slots=True)
class Untouched:
    """An attempt that a correction leaves as it is, and why; no reason where there is simply nothing to change."""

    met: Met
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Question:
    """A question as it is now, with all the names it was drawn under. `treat` stands in for what its entries say."""

    today: Quiz
    sources: frozenset[str]
    treat: str = ""


def rescored(
    question: Question,
    met: Met,
    items: Sequence[Item],
    answers: Mapping[int, Json],
    newest: Score | None,
    drawn: Mapping[str, Quiz],
    *,
    take_away: bool = False,
) -> Change | Untouched:
    """The attempt under the corrected key. Without `take_away` a pass stays a pass, whatever the points say."""
    kept = met.result if newest is None else newest.result
    before = _outcome(met, newest)
    shares = [None if share is None else Fraction(share) for share in kept["items"]]
    solutions: dict[str, Json] = dict(kept.get("solutions", {}))
    treats: set[str] = set()
    for place, item in enumerate(items):
        if item.source not in question.sources:
            continue
        found = _remarked(question, item, answers[item.n], met.seed, drawn.get(item.source))
        if isinstance(found, NotRemarkable):
            return Untouched(met, found.reason)
        treat, marked = found
        treats.add(treat)
        if treat != FROM_NOW_ON:
            shares[place] = marked.share
            solutions[str(item.n)] = drawn_solution_to_json(marked.solution)
    return _change(met, before, items, shares, solutions, kept, treats, take_away)


def _change(
    met: Met,
    before: Outcome,
    items: Sequence[Item],
    shares: Sequence[Fraction | None],
    solutions: Mapping[str, Json],
    kept: Json,
    treats: Collection[str],
    take_away: bool,
) -> Change | Untouched:
    policy = policy_from_json(met.policy["policy"])
    mark = mark_of_shares(items, shares)
    by_points = passed(mark, policy.pass_mark, policy.pass_mark_per_objective)
    after = Outcome(mark.share, by_points or (before.passed and not take_away))
    result = {
        "by_objective": {id: str(share) for id, share in mark.by_objective.items()},
        "items": [None if share is None else str(share) for share in mark.items],
        "solutions": dict(solutions),
    }
    same_marks = result["items"] == kept["items"] and result["by_objective"] == kept["by_objective"]
    if after == before and same_marks:
        return Untouched(met)
    return Change(met, before, after, by_points, " and ".join(sorted(treats)), result)


def _remarked(
    question: Question, item: Item, given: Json, seed: str, drawn: Quiz | None
) -> tuple[str, Remarked] | NotRemarkable:
    """How the learner is treated, and the item marked again."""
    if drawn is None:
        return NotRemarkable("The content that this paper was drawn from is not kept.")
    if drawn.question.type != question.today.question.type:
        return NotRemarkable("The question was of another type then.")
    entry = entry_for(drawn, question.today)
    if entry is None:
        changed = written_answer(drawn.solution.key) != written_answer(question.today.solution.key)
        return NotRemarkable("No entry under `corrections` names the answer that this paper had." if changed else "")
    treat = question.treat or entry.treat
    marked = remark(item, given, seed, drawn, question.today, treat)
    return marked if isinstance(marked, NotRemarkable) else (treat, marked)


def _outcome(met: Met, newest: Score | None) -> Outcome:
    if newest is not None:
        return Outcome(Fraction(newest.share), newest.passed)
    return Outcome(Fraction(met.share or 0), bool(met.passed))
