"""Handing in, marking once, and the result as the policy shows it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from fractions import Fraction

from sqlalchemy.orm import Session

from lms.content.reading.model import Catalog, Course, Lesson
from lms.content.reading.policy import policy_from_json
from lms.content.reading.targets import ASSESSMENTS, Target
from lms.progress.attempts import is_over
from lms.progress.corrected_results import CorrectionInWords, in_words
from lms.progress.gates import Gate
from lms.progress.reading import readings_on
from lms.progress.standing import Standing
from lms.progress.steps import Step
from lms.questions.grade import Mark, mark, passed
from lms.questions.marking import answer_text, judged
from lms.questions.paper import Item
from lms.questions.quiz import Json, Question, Solution
from lms.questions.stored import question_from_json, solution_from_json
from lms.services.assessing import renewing
from lms.services.assessing.languages import PaperLanguage, paper_language
from lms.services.assessing.next_step import next_after_pass
from lms.services.ground import renamed
from lms.services.ground.context import Context
from lms.services.ground.person import Person
from lms.services.ground.refusals import Conflict, NotFound
from lms.store import attempts, events, scores, standings, taken_back
from lms.store.attempts import AttemptRecord, SolvedItem
from lms.store.locks import hold_account
from lms.wording.phrases import _


@dataclass(frozen=True, slots=True)
class ResultItem:
    """One question afterwards. `share`, `right`, `parts` and `why` are there only where the policy shows them."""

    n: int
    question: Question
    answer: Json
    share: Fraction | None
    right: str
    why: Mapping[str, str]
    language: str = ""
    parts: Mapping[str, bool | None] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class ObjectiveShare:
    """What was earned of one objective; `text` is its wording at the start of the attempt.

    `enough` is False where each objective has a pass mark, and this one is below it. `readings` are lessons about it.
    """

    objective: str
    text: str
    share: Fraction
    enough: bool = True
    readings: tuple[Lesson | Course, ...] = ()


@dataclass(frozen=True, slots=True)
class Result:
    """The outcome of an attempt, as far as its policy shows it. `by_objective` has the weakest first.

    `next_attempt` is the gate of another try; `next` is where a pass leads on to.
    """

    attempt: str
    assessment: str
    title: str
    number: int
    state: str
    ended: datetime | None
    shows: tuple[str, ...]
    pass_mark: Fraction
    share: Fraction | None = None
    passed: bool | None = None
    by_objective: tuple[ObjectiveShare, ...] = ()
    items: tuple[ResultItem, ...] = ()
    next_attempt: Gate | None = None
    corrections: tuple[CorrectionInWords, ...] = ()
    language: str = ""
    languages: tuple[str, ...] = ()
    in_part: tuple[str, ...] = ()
    title_language: str = ""
    pass_mark_per_objective: Fraction | None = None
    next: Step | None = None


def end_attempt(session: Session, catalog: Catalog, record: AttemptRecord, state: str, now: datetime) -> None:
    """Mark an open attempt on its saved answers and close it. The caller holds the account and the attempt."""
    policy = policy_from_json(record.policy["policy"])
    marked = mark_stored(attempts.solved_items(session, record.id))
    through = passed(marked, policy.pass_mark, policy.pass_mark_per_objective)
    attempts.change(
        session,
        record.id,
        state=state,
        ended_at=now,
        share=str(marked.share),
        passed=through,
        result={
            "by_objective": {id: str(share) for id, share in marked.by_objective.items()},
            "items": [None if share is None else str(share) for share in marked.items],
        },
    )
    if through:
        _keep_pass(session, catalog, record, now, told=policy.shows_result)


def _keep_pass(session: Session, catalog: Catalog, record: AttemptRecord, now: datetime, *, told: bool) -> None:
    """Remember the first pass. A later one adds nothing to it but that it is told, where the first was not."""
    subject = Target(ASSESSMENTS, record.assessment).path
    standing = renamed.standing_of(session, catalog, record.account_id)
    passed = standing.met(subject)
    if passed is None:
        events.append(session, [{"account_id": record.account_id, "kind": "passed", "at": now, "subject": subject}])
        standings.keep_pass(session, record.account_id, subject, now, told=told)
    elif told and not standing.told.get(record.assessment, False):
        standings.keep_pass(session, record.account_id, subject, passed, told=True)


def mark_stored(solved: tuple[SolvedItem, ...]) -> Mark:
    """The marking of stored items from their raw answers: the same each time."""
    answers = {one.n: one.answer for one in solved if one.answer is not None}
    return mark([item_of(one) for one in solved], answers)


def item_of(one: SolvedItem) -> Item:
    """A stored item as it is marked."""
    return Item(
        n=one.n,
        source=one.source,
        version=one.version,
        objective=one.objective,
        level=one.level,
        points=one.points,
        scored=one.scored,
        question=question_from_json(one.question),
        solution=solution_from_json(one.solution),
    )


def submit(context: Context, person: Person, attempt_id: str, key: str | None = None) -> Result:
    """Hand in. Handing in again, or after the time was over, gives the one result there is.

    A hand-in that staff took back is not done once more by the same request sent again, known by its `key`.
    """
    catalog = context.catalog()
    with context.database.writing() as session:
        hold_account(session, person.id)
        record = _mine(renamed.find_attempt(session, catalog, person.id, attempt_id, hold=True))
        now = context.now()
        if record.open:
            _refuse_what_was_taken_back(session, attempt_id, key)
            over = is_over(record.deadline, now)
            end_attempt(session, catalog, record, "expired" if over else "submitted", now)
    return result(context, person, attempt_id)


def _refuse_what_was_taken_back(session: Session, attempt_id: str, key: str | None) -> None:
    if not key:
        return
    if taken_back.is_known(session, attempt_id, key):
        raise Conflict(
            _("This hand-in was taken back, and your examination is open again. When you are done, hand in anew.")
        )
    taken_back.remember(session, attempt_id, key)


def result(context: Context, person: Person, attempt_id: str) -> Result:
    """The result of an attempt that has ended, as far as its policy shows it."""
    catalog = context.catalog()
    now = context.now()
    with context.database.reading() as session:
        record = _mine(renamed.find_attempt(session, catalog, person.id, attempt_id))
        if record.open:
            raise Conflict(_("There is no result yet: this examination has not been handed in."))
        shows = tuple(record.policy["policy"]["show_learner"])
        solved = attempts.solved_items(session, record.id) if {"answers", "why"} & set(shows) else ()
        later = scores.of_attempt(session, record.id)
        first = scores.first_result(session, record.id) if later else None
        standing = renamed.standing_of(session, catalog, person.id)
        so_far = renamed.attempts_of(session, catalog, person.id, record.assessment)
        assessment = catalog.assessments.get(record.assessment)
        again = None
        if assessment is not None:
            again = renewing.gate_of(session, context, catalog, assessment, person, standing, so_far, now)
    shown = _shown(
        record, paper_language(record, context.wanted, [one.question for one in solved]), shows, solved, again
    )
    shown = replace(shown, by_objective=_with_readings(shown.by_objective, catalog, standing))
    if shown.passed:
        shown = replace(shown, next=next_after_pass(context, person, record.assessment, standing))
    if first is None:
        return shown
    return replace(shown, corrections=tuple(in_words(first[:2], later, shown.pass_mark, shown="result" in shows)))


def _with_readings(
    reached: tuple[ObjectiveShare, ...], catalog: Catalog, standing: Standing
) -> tuple[ObjectiveShare, ...]:
    """The objectives, the weakest first, each that is not reached whole with what to read about it."""
    weakest = sorted(reached, key=lambda one: (one.share, one.text.casefold()))
    return tuple(
        one if one.share == 1 else replace(one, readings=readings_on(catalog, one.objective, standing))
        for one in weakest
    )


def _mine(record: AttemptRecord | None) -> AttemptRecord:
    if record is None:
        raise NotFound(_("There is no such try here."))
    return record


def _shown(
    record: AttemptRecord,
    chosen: PaperLanguage,
    shows: tuple[str, ...],
    solved: tuple[SolvedItem, ...],
    again: Gate | None,
) -> Result:
    kept = record.result
    with_result = "result" in shows
    each = policy_from_json(record.policy["policy"]).pass_mark_per_objective
    return Result(
        attempt=record.id,
        assessment=record.assessment,
        title=chosen.title,
        number=record.number,
        state=record.state,
        ended=record.ended_at,
        shows=shows,
        pass_mark=Fraction(record.policy["policy"]["pass_mark"]),
        share=Fraction(record.share) if with_result and record.share is not None else None,
        passed=record.passed if with_result else None,
        by_objective=tuple(
            ObjectiveShare(id, chosen.objectives.get(id, id), Fraction(share), each is None or Fraction(share) >= each)
            for id, share in kept["by_objective"].items()
        )
        if "objectives" in shows
        else (),
        items=tuple(
            _shown_item(one, chosen, share, shows, kept.get("solutions", {}).get(str(one.n), one.solution))
            for one, share in zip(solved, kept["items"], strict=True)
        )
        if solved
        else (),
        next_attempt=again,
        language=chosen.language,
        languages=chosen.languages,
        in_part=chosen.in_part,
        title_language=chosen.title_language,
        pass_mark_per_objective=each,
    )


def _shown_item(
    one: SolvedItem, chosen: PaperLanguage, share: str | None, shows: tuple[str, ...], kept: Json
) -> ResultItem:
    question, solution = question_from_json(one.question, chosen.key), solution_from_json(kept, chosen.key)
    answers = "answers" in shows
    return ResultItem(
        n=one.n,
        question=question,
        answer=one.answer,
        share=Fraction(share) if answers and share is not None else None,
        right=answer_text(question, solution.key) if answers else "",
        why=solution.why if "why" in shows else {},
        language=chosen.of(one.question),
        parts=_parts(question, solution, one.answer, share) if answers else {},
    )


def _parts(question: Question, solution: Solution, answer: Json, share: str | None) -> Mapping[str, bool | None]:
    """Which parts of an answer are right; nothing where a correction gave everything, whatever was answered."""
    if share is None or answer is None:
        return {}
    parts = judged(question, solution.key, answer)
    given = Fraction(share) == 1 and not all(right is not False for right in parts.values())
    return {} if given else parts
