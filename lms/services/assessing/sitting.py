"""An attempt under way: its page, saving, putting aside, going on, closing."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import lru_cache

from sqlalchemy.orm import Session

from lms.content.reading.model import Catalog, Policy
from lms.content.reading.policy import policy_from_json
from lms.progress.attempts import GRACE, is_over, may_put_aside, why_no_answers, why_not_put_aside
from lms.questions.kind import NotAnAnswer
from lms.questions.kinds import KINDS
from lms.questions.marking import is_whole, keep
from lms.questions.quiz import Json, Question
from lms.questions.stored import question_from_json
from lms.services.assessing.languages import paper_language
from lms.services.assessing.results import end_attempt
from lms.services.ground import renamed
from lms.services.ground.context import Context
from lms.services.ground.person import Person
from lms.services.ground.refusals import Conflict, Invalid, NotFound
from lms.store import attempts, stopped_clocks, taken_back
from lms.store.attempts import AttemptRecord, ItemRecord
from lms.store.locks import hold_account
from lms.store.prepared import Reader
from lms.wording.phrases import _

HIGHEST_SEQ = 2**53


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


def attempt(context: Context, person: Person, attempt_id: str) -> AttemptPage:
    """The person's attempt; one whose time is over is closed and marked first."""
    catalog, now = context.catalog(), context.now()
    reader = context.database.engine
    record = own_attempt(reader, catalog, person, attempt_id)
    if record.open and is_over(record.deadline, now):
        close(context, person.id, attempt_id)
        record = own_attempt(reader, catalog, person, attempt_id)
    return page_of(reader, record, now, context.wanted)


def own_attempt(
    reader: Reader, catalog: Catalog, person: Person, attempt_id: str, *, hold: bool = False
) -> AttemptRecord:
    record = renamed.find_attempt(reader, catalog, person.id, attempt_id, hold=hold)
    if record is None:
        raise NotFound(_("There is no such try here."))
    return record


def page_of(reader: Reader, record: AttemptRecord, now: datetime, wanted: tuple[str, ...]) -> AttemptPage:
    policy = _policy_of(record)
    stored = () if record.state == "paused" else attempts.items(reader, record.id)
    chosen = paper_language(record, wanted, [one.question for one in stored])
    return AttemptPage(
        id=record.id,
        assessment=record.assessment,
        title=chosen.title,
        number=record.number,
        state=record.state,
        policy=policy,
        started=record.started_at,
        deadline=record.deadline,
        server_time=now,
        put_aside=record.put_aside,
        time_left=time_left(reader, record),
        may_put_aside=record.state == "running" and may_put_aside(policy, record.put_aside),
        items=tuple([_seen(one, chosen.key, chosen.of(one.question)) for one in stored]),
        language=chosen.language,
        languages=chosen.languages,
        in_part=chosen.in_part,
        title_language=chosen.title_language,
    )


@lru_cache(maxsize=1024)
def _policy_of(record: AttemptRecord) -> Policy:
    """The rules that it was begun under: one row is one record (`attempts.find`), and is read with every page."""
    return policy_from_json(record.policy["policy"])


def _seen(item: ItemRecord, key: str, language: str) -> PaperItem:
    seen = _read(item, key, language)
    # One of a kind that is gone since it was read is refused by name.
    KINDS.of(seen.question)
    return seen


@lru_cache(maxsize=8192)
def _read(item: ItemRecord, key: str, language: str) -> PaperItem:
    question = _question_of(item.text, key)
    return PaperItem(item.n, question, item.answer, item.seq, item.saved_at, item.marked, language)


@lru_cache(maxsize=4096)
def _question_of(text: str, language: str) -> Question:
    """A question of a paper stays as it was drawn, and all of them are read with every page."""
    return question_from_json(json.loads(text), language)


def question(context: Context, person: Person, attempt_id: str, n: int) -> PaperItem:
    """One question of the person's attempt, for reading the fields of a form that answers it."""
    return question_now(context, person, attempt_id, n).item


def question_now(context: Context, person: Person, attempt_id: str, n: int) -> QuestionNow:
    """What is kept for a question, and how the attempt and its time stand, for a page that was open for a while."""
    with context.database.reading() as session:
        found = attempts.open_item(session, person.id, attempt_id, n)
    state, deadline, one = found or ("", None, None)
    if one is None:
        raise NotFound(_("There is no such question here."))
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
        raise Invalid(_("“seq” must be a whole number from 1 on."), field="seq")
    with context.database.writing() as session:
        found = attempts.open_item(session, person.id, attempt_id, n)
        if found is None:
            raise NotFound(_("There is no such try here."))
        state, deadline, item = found
        _refuse_unless_running(state, deadline, now)
        if item is None:
            raise NotFound(_("There is no such question in this examination."))
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
            raise NotFound(_("There is no such question here."))
        _refuse_unless_running(found[0], found[1], context.now())
        attempts.set_mark(session, attempt_id, n, marked)


def put_aside(context: Context, person: Person, attempt_id: str) -> AttemptPage:
    """Stop for now. To put aside what is put aside already changes nothing."""
    catalog, now = context.catalog(), context.now()
    with context.database.writing() as session:
        record = own_attempt(session, catalog, person, attempt_id, hold=True)
        if record.state != "paused":
            _refuse_unless_running(record.state, record.deadline, now)
            policy = policy_from_json(record.policy["policy"])
            if why := why_not_put_aside(policy, record.put_aside):
                raise Conflict(why)
            if record.deadline is not None:
                # A break that was granted: rounded up, so that nobody loses a second by it.
                stopped_clocks.stop(session, attempt_id, -((now - record.deadline) // timedelta(seconds=1)))
            attempts.change(session, attempt_id, state="paused", put_aside=record.put_aside + 1, deadline=None)
        return page_of(session, own_attempt(session, catalog, person, attempt_id), now, context.wanted)


def go_on(context: Context, person: Person, attempt_id: str) -> AttemptPage:
    """Continue what was put aside, on any device."""
    catalog, now = context.catalog(), context.now()
    with context.database.writing() as session:
        record = own_attempt(session, catalog, person, attempt_id, hold=True)
        if record.state == "paused":
            attempts.change(session, attempt_id, state="running", deadline=_deadline_from(session, record, now))
            stopped_clocks.go_on(session, attempt_id)
        elif record.state != "running":
            raise Conflict(_("This examination has ended."))
        return page_of(session, own_attempt(session, catalog, person, attempt_id), now, context.wanted)


def _deadline_from(session: Session, record: AttemptRecord, now: datetime) -> datetime | None:
    """The end of a time that stood still, for a break or since a hand-in was taken back, and runs from now on."""
    left = time_left(session, record)
    return None if left is None else now + left


def time_left(reader: Reader, record: AttemptRecord) -> timedelta | None:
    """What an attempt has of a limited time that stands still; None where none does."""
    if record.state != "paused" or record.policy["policy"]["time_limit"] is None:
        return None
    seconds = seconds_kept(reader, record.id)
    return None if seconds is None else timedelta(seconds=seconds)


def seconds_kept(reader: Reader, attempt_id: str) -> int | None:
    """What is written down of a time that stands still: for a break, or since a hand-in was taken back."""
    seconds = stopped_clocks.seconds_left(reader, attempt_id)
    return taken_back.seconds_left(reader, attempt_id) if seconds is None else seconds


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
