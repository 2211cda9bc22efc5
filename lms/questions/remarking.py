"""What a corrected key makes of an answer that was given under a former one. Exact, and never a guess.

The letters that a learner chose are names of one attempt alone. They are translated back by drawing the names again
from the attempt's seed; where that does not give the stored question's own names, nothing is re-marked.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from fractions import Fraction

from lms.questions import marking
from lms.questions.former import concerns, entry_text
from lms.questions.kinds import KINDS
from lms.questions.paper import Item
from lms.questions.quiz import Correction, Json, Key, Quiz, Solution
from lms.questions.stream import Stream

ACCEPT_BOTH, RESCORE, EVERYONE, FROM_NOW_ON = "accept both", "rescore", "everyone gets the mark", "from now on"


@dataclass(frozen=True, slots=True)
class Remarked:
    """One answer under the corrected key: the share it earns now, and the solution in the attempt's own names."""

    share: Fraction | None
    solution: Solution


@dataclass(frozen=True, slots=True)
class NotRemarkable:
    """Why an item cannot be marked again, in words for staff."""

    reason: str


def entry_for(drawn: Quiz, today: Quiz) -> Correction | None:
    """The newest correction for those who met the question as drawn: it names that answer, and was not known then."""
    if drawn.question.type != today.question.type:
        return None
    known = set(map(entry_text, drawn.corrections))
    fitting = [one for one in today.corrections if entry_text(one) not in known and concerns(one, drawn.solution.key)]
    return max(fitting, key=lambda one: one.date) if fitting else None


def remark(item: Item, given: Json, seed: str, drawn: Quiz, today: Quiz, treat: str) -> Remarked | NotRemarkable:
    """The answer to an item of a paper drawn by `seed`, when the question was `drawn`, under the key of `today`."""
    solution = _in_names_of(item, seed, drawn, today)
    if isinstance(solution, NotRemarkable):
        return solution
    before, after = _share(item, item.solution.key, given), _share(item, solution.key, given)
    if before is None or after is None:
        return NotRemarkable("Answers to this question are not marked.")
    if treat == EVERYONE:
        return Remarked(Fraction(1), solution)
    if treat == ACCEPT_BOTH:
        return Remarked(max(before, after), solution)
    return Remarked(after if treat == RESCORE else before, solution)


def _share(item: Item, key: Key, given: Json) -> Fraction | None:
    if given is None:
        return Fraction(0) if marking.is_scored(item.question.type) else None
    return marking.share(key, given)


def _in_names_of(item: Item, seed: str, drawn: Quiz, today: Quiz) -> Solution | NotRemarkable:
    """The solution of today in the names of the attempt."""
    kind, body = KINDS.of(drawn.question), drawn.question.body
    fitted = _fitted(drawn, today)
    if fitted is None:
        return NotRemarkable("The corrected answer names options that this paper did not have.")
    # The order is not needed again, the names alone; and those are drawn before it.
    named, solution = kind.shuffled(body, fitted, Stream(seed, "item", item.source), False)
    if kind.names(named) != kind.names(item.question.body):
        return NotRemarkable("The options of this paper cannot be told apart any more.")
    # What was typed is read as the paper read it, whatever is read today.
    return replace(solution, key=replace(solution.key, reading=item.solution.key.reading))


def _fitted(drawn: Quiz, today: Quiz) -> Solution | None:
    """The solution of today for the question as it was drawn; None where it needs what was not there."""
    kind, body, solution = KINDS.of(drawn.question), drawn.question.body, today.solution
    rule = kind.fitted(body, drawn.solution.key.rule, today.question.body, solution.key.rule)
    if rule is None:
        return None
    told = {"", *(kind.parts(body) or ())}
    why = {part: text for part, text in solution.why.items() if part in told}
    return replace(solution, key=Key(solution.key.type, rule), why=why)
