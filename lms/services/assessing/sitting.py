"""Examinations: cover, start, save, put aside, hand in. Every act asks the same gate as the page and the API."""

from __future__ import annotations

import secrets
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from lms.content.reading.model import Assessment, Catalog, Policy
from lms.content.reading.policy import policy_from_json, policy_to_json
from lms.progress.attempts import GRACE, is_over, limit_for, may_put_aside, why_no_answers, why_not_put_aside
from lms.progress.gates import Closed, Gate, assessment_gate
from lms.progress.standing import Standing
from lms.questions.kind import NotAnAnswer
from lms.questions.marking import is_whole, keep
from lms.questions.paper import Paper, draw_paper, in_languages
from lms.questions.quiz import Json, Question
from lms.questions.stored import item_to_json, question_from_json
from lms.services.assessing import renewing
from lms.services.assessing.gates import pass_told, tells_result
from lms.services.assessing.languages import Tongue, tongue_of, tongues_to_json
from lms.services.assessing.results import end_attempt
from lms.services.ground import renamed
from lms.services.ground.context import Context
from lms.services.ground.person import Person
from lms.services.ground.refusals import ClosedDoor, Conflict, Invalid, NotFound
from lms.store import attempts, taken_back
from lms.store.attempts import AttemptRecord, ItemRecord
from lms.store.locks import hold_account, hold_mailbox
from lms.store.mailboxes import mailbox_of
from lms.store.prepared import Reader

HIGHEST_SEQ = 2**53


@dataclass(frozen=True, slots=True)
class PastAttempt:
    """An attempt that has ended. `share` is left out where the policy does not show the result."""

    id: str
    number: int
    state: str
    started: datetime
    ended: datetime | None
    passed: bool | None


@dataclass(frozen=True, slots=True)
class Cover:
    """What is known before an examination begins. `running` is the id of an attempt under way or put aside."""

    assessment: Assessment
    gate: Gate
    questions: int
    running: str | None
    past: tuple[PastAttempt, ...]
    minutes_allowed: int | None
    passed: datetime | None


@dataclass(frozen=True, slots=True)
class PaperItem:
    """One question as the learner sees it, with what was saved for it."""

    n: int
    question: Question
    answer: Json
    seq: int
    saved_at: datetime | None
    marked: bool
    language: str = ""

    @property
    def whole(self) -> bool:
        return is_whole(self.question, self.answer)


@dataclass(frozen=True, slots=True)
class AttemptPage:
    """An attempt as its learner sees it. While it is put aside, it has no items to read.

    `language` is the one that it is read in, of all its `languages`; both are empty where the paper has one alone.
    `time_left` is what there is of a limited time that stands still until the learner goes on.
    """

    id: str
    assessment: str
    title: str
    number: int
    state: str
    policy: Policy
    started: datetime
    deadline: datetime | None
    server_time: datetime
    put_aside: int
    may_put_aside: bool
    items: tuple[PaperItem, ...]
    time_left: timedelta | None = None
    language: str = ""
    languages: tuple[str, ...] = ()
    in_part: tuple[str, ...] = ()
    title_language: str = ""

    @property
    def unanswered(self) -> tuple[int, ...]:
        return tuple(item.n for item in self.items if item.answer is None)

    @property
    def partly(self) -> tuple[int, ...]:
        """The questions that are answered, and of whose answer something is missing."""
        return tuple(item.n for item in self.items if item.answer is not None and not item.whole)


@dataclass(frozen=True, slots=True)
class Started:
    attempt: AttemptPage
    created: bool


@dataclass(frozen=True, slots=True)
class Saved:
    """What is kept for a question now; `kept` says whether it is what was sent, or something newer."""

    n: int
    answer: Json
    seq: int
    saved_at: datetime | None
    kept: bool = True


@dataclass(frozen=True, slots=True)
class QuestionNow:
    """One question of an attempt as it stands now, and the server's word on the attempt's time."""

    item: PaperItem
    state: str
    deadline: datetime | None
    server_time: datetime


def find_assessment(catalog: Catalog, assessment_id: str) -> Assessment:
    assessment = catalog.assessments.get(assessment_id)
    if assessment is None:
        raise NotFound("There is no such assessment here.")
    return assessment


def cover(context: Context, person: Person | None, assessment_id: str) -> Cover:
    """The cover of an assessment, for anyone; gate and attempts are the person's own."""
    catalog = context.catalog()
    assessment = find_assessment(catalog, assessment_id)
    now = context.now()
    if person is None:
        gate = assessment_gate(catalog, assessment, Standing(), (), now)
        return _cover(assessment, gate, (), None, None)
    reader = context.database.engine
    standing = renamed.standing_of(reader, catalog, person.id)
    mine = renamed.attempts_of(reader, catalog, person.id, assessment_id)
    gate = renewing.gate_of(reader, context, catalog, assessment, person, standing, mine, now)
    return _cover(assessment, gate, mine, person, pass_told(assessment, standing))


def _cover(
    assessment: Assessment,
    gate: Gate,
    mine: tuple[AttemptRecord, ...],
    person: Person | None,
    passed: datetime | None,
) -> Cover:
    limit = assessment.policy.time_limit
    extra = person.extra_time if person else 1
    return Cover(
        assessment=assessment,
        gate=gate,
        questions=sum(draw.take for draw in assessment.draw),
        running=next((one.id for one in mine if one.open), None),
        past=tuple(_past(one) for one in mine if not one.open),
        minutes_allowed=None if limit is None else int(limit.total_seconds() * extra) // 60,
        passed=passed,
    )


def _past(record: AttemptRecord) -> PastAttempt:
    shown = tells_result(record)
    return PastAttempt(
        record.id, record.number, record.state, record.started_at, record.ended_at, record.passed if shown else None
    )


def start(context: Context, person: Person, assessment_id: str, agree: bool, key: str | None) -> Started:
    """Begin an attempt, or come back to the one that is open, or to the one that this key began."""
    catalog = context.catalog().original
    assessment = find_assessment(catalog, assessment_id)
    known = _known_attempt(context, person, assessment, key)
    if known is not None:
        return known
    paper, seed = _draw(context, catalog, person, assessment)
    try:
        with context.database.writing() as session:
            return _begin(session, context, catalog, person, assessment, agree, key, paper, seed)
    except IntegrityError:
        # Somebody else, most likely the same person's second tap, began it first: theirs is the one.
        again = _known_attempt(context, person, assessment, key)
        if again is None:
            raise Conflict("The examination was just begun from somewhere else. Please try again.") from None
        return again


def _known_attempt(context: Context, person: Person, assessment: Assessment, key: str | None) -> Started | None:
    catalog = context.catalog()
    with context.database.reading() as session:
        found = _find_known(session, catalog, person, assessment.id, key)
    if found is None:
        return None
    if found.open and is_over(found.deadline, context.now()):
        close(context, person.id, found.id)
        return _known_attempt(context, person, assessment, key)
    if found.state == "paused":
        return Started(go_on(context, person, found.id), created=False)
    return Started(attempt(context, person, found.id), created=False)


def _find_known(
    session: Session, catalog: Catalog, person: Person, assessment_id: str, key: str | None
) -> AttemptRecord | None:
    if key:
        began = renamed.find_started(session, catalog, person.id, assessment_id, key)
        if began is not None:
            return began
    mine = renamed.attempts_of(session, catalog, person.id, assessment_id)
    return next((one for one in mine if one.open), None)


def _draw(context: Context, catalog: Catalog, person: Person, assessment: Assessment) -> tuple[Paper, str]:
    """A paper from a secret seed. Drawn before the writing transaction, since it needs no lock and takes a while."""
    with context.database.reading() as session:
        seen = renamed.drawn_before(session, catalog, person.id, assessment.id)
    seed = secrets.token_hex(32)
    return paper_of(catalog, assessment, seed, seen), seed


def paper_of(catalog: Catalog, assessment: Assessment, seed: str, seen: Collection[str] = ()) -> Paper:
    """The paper that a seed draws, for somebody who has met the questions with these sources before."""
    pool = {bank.id: bank.quizzes for bank in catalog.banks.values()}
    policy = assessment.policy
    prefer_unseen = policy.on_retake == "prefer unseen"
    paper = draw_paper(assessment.draw, pool, seed, seen=seen, shuffle=policy.shuffle, prefer_unseen=prefer_unseen)
    pools = {
        language: {bank.id: bank.quizzes for bank in edition.banks.values()}
        for language, edition in catalog.editions.items()
    }
    return in_languages(paper, pools, policy.shuffle)


def _begin(
    session: Session,
    context: Context,
    catalog: Catalog,
    person: Person,
    assessment: Assessment,
    agree: bool,
    key: str | None,
    paper: Paper,
    seed: str,
) -> Started:
    hold_account(session, person.id)
    hold_mailbox(session, mailbox_of(person.email))
    now = context.now()
    found = _find_known(session, catalog, person, assessment.id, key)
    if found is not None:
        return Started(_page(session, found, now, context.wanted), created=False)
    mine = renamed.attempts_of(session, catalog, person.id, assessment.id)
    standing = renamed.standing_of(session, catalog, person.id)
    gate = renewing.gate_of(session, context, catalog, assessment, person, standing, mine, now)
    if isinstance(gate, Closed):
        raise ClosedDoor("This examination is not open to you now.", gate.reasons)
    # What is kept is the original; the texts of other languages are kept beside it.
    policy = assessment.policy
    objectives = _objective_texts(catalog, paper)
    if policy.agree_to and not agree:
        raise Invalid("Please agree to the statement before you begin.", field="agree")
    limit = policy.time_limit
    attempt_id = secrets.token_urlsafe(16)
    attempts.add(
        session,
        {
            "id": attempt_id,
            "account_id": person.id,
            "assessment": assessment.id,
            "number": len(mine) + 1,
            "state": "running",
            "started_at": now,
            "deadline": None if limit is None else now + limit_for(limit, person.extra_time),
            "seed": seed,
            "revision": catalog.revision,
            "title": assessment.title,
            "policy": {
                "policy": policy_to_json(policy),
                "objectives": objectives,
                **tongues_to_json(catalog, assessment, paper, objectives),
            },
            "start_key": key or None,
        },
        (item_to_json(item) for item in paper.items),
    )
    record = _mine(session, catalog, person, attempt_id)
    return Started(_page(session, record, now, context.wanted), created=True)


def _objective_texts(catalog: Catalog, paper: Paper) -> Mapping[str, str]:
    ids = {item.objective for item in paper.items if item.objective}
    return {id: catalog.objectives[id].text for id in sorted(ids) if id in catalog.objectives}


def attempt(context: Context, person: Person, attempt_id: str) -> AttemptPage:
    """The person's attempt; one whose time is over is closed and marked first."""
    catalog, now = context.catalog(), context.now()
    reader = context.database.engine
    record = _mine(reader, catalog, person, attempt_id)
    if record.open and is_over(record.deadline, now):
        close(context, person.id, attempt_id)
        record = _mine(reader, catalog, person, attempt_id)
    return _page(reader, record, now, context.wanted)


def _mine(reader: Reader, catalog: Catalog, person: Person, attempt_id: str, *, hold: bool = False) -> AttemptRecord:
    record = renamed.find_attempt(reader, catalog, person.id, attempt_id, hold=hold)
    if record is None:
        raise NotFound("There is no such try here.")
    return record


def _page(reader: Reader, record: AttemptRecord, now: datetime, wanted: tuple[str, ...]) -> AttemptPage:
    policy = policy_from_json(record.policy["policy"])
    stored = () if record.state == "paused" else attempts.items(reader, record.id)
    tongue = tongue_of(record, wanted, [one.question for one in stored])
    return AttemptPage(
        id=record.id,
        assessment=record.assessment,
        title=tongue.title,
        number=record.number,
        state=record.state,
        policy=policy,
        started=record.started_at,
        deadline=record.deadline,
        server_time=now,
        put_aside=record.put_aside,
        time_left=time_left(reader, record),
        may_put_aside=record.state == "running" and may_put_aside(policy, record.put_aside),
        items=tuple(_seen(one, tongue) for one in stored),
        language=tongue.language,
        languages=tongue.languages,
        in_part=tongue.in_part,
        title_language=tongue.title_language,
    )


def _seen(item: ItemRecord, tongue: Tongue) -> PaperItem:
    question = question_from_json(item.question, tongue.key)
    language = tongue.of(item.question)
    return PaperItem(item.n, question, item.answer, item.seq, item.saved_at, item.marked, language)


def question(context: Context, person: Person, attempt_id: str, n: int) -> PaperItem:
    """One question of the person's attempt, for reading the fields of a form that answers it."""
    return question_now(context, person, attempt_id, n).item


def question_now(context: Context, person: Person, attempt_id: str, n: int) -> QuestionNow:
    """What is kept for a question, and how the attempt and its time stand, for a page that was open for a while."""
    with context.database.reading() as session:
        found = attempts.open_item(session, person.id, attempt_id, n)
    state, deadline, one = found or ("", None, None)
    if one is None:
        raise NotFound("There is no such question here.")
    item = PaperItem(one.n, question_from_json(one.question), one.answer, one.seq, one.saved_at, one.marked)
    return QuestionNow(item, state, deadline, context.now())


def save(
    context: Context,
    person: Person,
    attempt_id: str,
    n: int,
    answer: Json,
    seq: int | None,
    seen: int | None = None,
) -> Saved:
    """Keep an answer; None takes it back. An older `seq` changes nothing, and the newer answer is told instead.

    `seen` is the `seq` of the answer that was shown when this one was given. Where another was kept since, it stays.
    """
    now = context.now()
    if seq is not None and not 0 < seq <= HIGHEST_SEQ:
        raise Invalid("“seq” must be a whole number from 1 on.", field="seq")
    with context.database.writing() as session:
        found = attempts.open_item(session, person.id, attempt_id, n)
        if found is None:
            raise NotFound("There is no such try here.")
        state, deadline, item = found
        _refuse_unless_running(state, deadline, now)
        if item is None:
            raise NotFound("There is no such question in this examination.")
        accepted = keep(question_from_json(item.question), answer)
        if isinstance(accepted, NotAnAnswer):
            raise Invalid(accepted.reason, field="answer")
        newest = item.seq + 1 if seq is None else seq
        # To take back what was never given is no act that a time belongs to.
        at = item.saved_at if accepted is None and item.answer is None else now
        fits = seen is None or seen == item.seq
        before = newest if seen is None else min(newest, item.seq + 1)
        if fits and attempts.keep_answer(session, attempt_id, n, accepted, newest, at, before):
            return Saved(n, accepted, newest, at)
        # Two windows that say the same do not contradict each other.
        return Saved(n, item.answer, item.seq, item.saved_at, kept=item.answer == accepted)


def _refuse_unless_running(state: str, deadline: datetime | None, now: datetime) -> None:
    if why := why_no_answers(state, deadline, now):
        raise Conflict(why)


def mark_for_review(context: Context, person: Person, attempt_id: str, n: int, marked: bool) -> None:
    """Set or take away the learner's own mark “look at this again”."""
    with context.database.writing() as session:
        found = attempts.open_item(session, person.id, attempt_id, n)
        if found is None or found[2] is None:
            raise NotFound("There is no such question here.")
        _refuse_unless_running(found[0], found[1], context.now())
        attempts.set_mark(session, attempt_id, n, marked)


def put_aside(context: Context, person: Person, attempt_id: str) -> AttemptPage:
    """Stop for now. To put aside what is put aside already changes nothing."""
    catalog, now = context.catalog(), context.now()
    with context.database.writing() as session:
        record = _mine(session, catalog, person, attempt_id, hold=True)
        if record.state != "paused":
            _refuse_unless_running(record.state, record.deadline, now)
            policy = policy_from_json(record.policy["policy"])
            if why := why_not_put_aside(policy, record.put_aside):
                raise Conflict(why)
            attempts.change(session, attempt_id, state="paused", put_aside=record.put_aside + 1)
        return _page(session, _mine(session, catalog, person, attempt_id), now, context.wanted)


def go_on(context: Context, person: Person, attempt_id: str) -> AttemptPage:
    """Continue what was put aside, on any device."""
    catalog, now = context.catalog(), context.now()
    with context.database.writing() as session:
        record = _mine(session, catalog, person, attempt_id, hold=True)
        if record.state == "paused":
            attempts.change(session, attempt_id, state="running", deadline=_deadline_from(session, record, now))
        elif record.state != "running":
            raise Conflict("This examination has ended.")
        return _page(session, _mine(session, catalog, person, attempt_id), now, context.wanted)


def _deadline_from(session: Session, record: AttemptRecord, now: datetime) -> datetime | None:
    """The end of a time that stood still since a hand-in was taken back, and runs from now on."""
    left = time_left(session, record)
    return None if left is None else now + left


def time_left(reader: Reader, record: AttemptRecord) -> timedelta | None:
    """What an attempt has of a limited time that stands still; None where none does."""
    if record.state != "paused" or record.policy["policy"]["time_limit"] is None:
        return None
    seconds = taken_back.seconds_left(reader, record.id)
    return None if seconds is None else timedelta(seconds=seconds)


def close(context: Context, account_id: int, attempt_id: str) -> None:
    """Close an attempt whose time is over and mark it on its saved answers. Closing it twice changes nothing."""
    catalog = context.catalog()
    with context.database.writing() as session:
        hold_account(session, account_id)
        record = renamed.find_attempt(session, catalog, account_id, attempt_id, hold=True)
        now = context.now()
        if record is not None and record.open and is_over(record.deadline, now):
            end_attempt(session, catalog, record, "expired", now)


def close_overdue(context: Context) -> int:
    """Close every attempt whose time is over, each in a transaction of its own, and tell how many."""
    with context.database.reading() as session:
        due = attempts.overdue(session, context.now() - GRACE)
    for attempt_id, account_id in due:
        close(context, account_id, attempt_id)
    return len(due)
