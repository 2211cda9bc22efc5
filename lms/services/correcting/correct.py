"""Correcting a wrong key: what it would change, and changing it, as new scores beside the old ones.

Marking again is a fixed point: what was corrected already comes out as it stands, so that a correction may be stopped,
run again, or run twice at once, and every attempt is corrected once.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy.orm import Session

from lms.content.reading.model import Catalog
from lms.content.reading.policy import policy_from_json
from lms.content.reading.targets import ASSESSMENTS, Target
from lms.progress.rescoring import Change, Question, Untouched
from lms.services.correcting import correction_mail
from lms.services.correcting.affected_attempts import (
    Paper,
    Resting,
    all_met,
    correctable,
    marked_again,
    name_of,
    resting_on,
)
from lms.services.correcting.former_questions import DrawnQuestions
from lms.services.ground import renamed
from lms.services.ground.context import Context
from lms.services.ground.reasons import check_texts
from lms.store import audit, events, revisions, scores, standings
from lms.store.locks import hold_account

AT_ONCE = 25


@dataclass(frozen=True, slots=True)
class Totals:
    """What one way of treating people comes to."""

    treat: str
    changed: int
    higher: int
    lower: int
    gained: int
    not_by_points: int


@dataclass(frozen=True, slots=True)
class Preview:
    """What a correction would change. `reasons` counts the attempts that it has to leave alone, by why."""

    source: str
    was: tuple[tuple[str, str], ...]
    finished: int
    under_way: int
    changes: tuple[Change, ...]
    reasons: Mapping[str, int]
    by_treat: tuple[Totals, ...]
    resting: tuple[Resting, ...]


@dataclass(frozen=True, slots=True)
class Corrected:
    """What was done: attempts with a new score, passes gained and lost, certificates that rest on a lost one."""

    source: str
    attempts: int
    gained: int
    lost: int
    under_way: int
    resting: tuple[Resting, ...]


def preview(ctx: Context, source: str, catalog: Catalog | None = None, *, take_away: bool = False) -> Preview:
    """What the corrections of a question would change, by the served catalog or another. Nothing is written."""
    used = ctx.catalog() if catalog is None else catalog
    question = correctable(used, source)
    totals: dict[str, Counter[str]] = {treat: Counter() for treat in correction_mail.TREATS}
    changes: list[Change] = []
    reasons: Counter[str] = Counter()
    finished = 0
    with ctx.database.reading() as session:
        drawn = DrawnQuestions()
        for one in all_met(session, question, AT_ONCE):
            finished += 1
            paper = Paper.of(session, drawn, one)
            for treat in correction_mail.TREATS:
                _count(totals[treat], paper.under(replace(question, treat=treat), take_away))
            found = paper.under(question, take_away)
            if isinstance(found, Change):
                changes.append(found)
            elif found.reason:
                reasons[found.reason] += 1
        under_way = scores.under_way(session, question.sources)
        resting = tuple(rest for one in changes for rest in resting_on(session, used, one, ctx.now()))
    return Preview(
        source=name_of(question),
        was=tuple((correction_mail.said(one.was), one.treat) for one in question.today.corrections),
        finished=finished,
        under_way=under_way,
        changes=tuple(changes),
        reasons=dict(reasons),
        by_treat=tuple(_totals(treat, totals[treat]) for treat in correction_mail.TREATS),
        resting=resting,
    )


def _count(counter: Counter[str], found: Change | Untouched) -> None:
    if isinstance(found, Change):
        counter["changed"] += 1
        counter["higher"] += found.after.share > found.before.share
        counter["lower"] += found.after.share < found.before.share
        counter["gained"] += found.gained
        counter["not_by_points"] += found.before.passed and not found.by_points


def _totals(treat: str, counter: Counter[str]) -> Totals:
    return Totals(
        treat, counter["changed"], counter["higher"], counter["lower"], counter["gained"], counter["not_by_points"]
    )


def correct(ctx: Context, actor: str, source: str, reason: str, *, take_away: bool = False) -> Corrected:
    """Give every finished attempt that met a wrong key its new score. What is done already is not done again."""
    check_texts(reason, "")
    catalog = ctx.catalog()
    question = correctable(catalog, source)
    work = _Work(ctx, actor, reason, question, catalog, take_away)
    after = ""
    while True:
        with ctx.database.reading() as session:
            batch = scores.met(session, question.sources, after, AT_ONCE)
            found = [marked_again(session, work.drawn, question, one, take_away) for one in batch]
        if not batch:
            break
        after = batch[-1].attempt_id
        work.do([one.met for one in found if isinstance(one, Change)])
    return work.done()


class _Work:
    """One run of a correction. It is written down when the first attempt turns out to change, and not before."""

    def __init__(
        self, ctx: Context, actor: str, reason: str, question: Question, catalog: Catalog, take_away: bool
    ) -> None:
        self.ctx, self.actor, self.reason = ctx, actor, reason
        self.question, self.catalog, self.take_away = question, catalog, take_away
        self.drawn = DrawnQuestions()
        self.number: int | None = None
        self.counts: Counter[str] = Counter()
        self.resting: list[Resting] = []
        with ctx.database.reading() as session:
            self.number = scores.unfinished(session, name_of(question), question.today.version, take_away)
            # Counted first: what ends while this goes on may be met or missed, and is told of in any case.
            self.under_way = scores.under_way(session, question.sources)

    def do(self, changing: Sequence[scores.Met]) -> None:
        """One batch in one transaction. Each attempt is looked at again under its account's lock."""
        if not changing:
            return
        if self.number is None:
            self.number = self._begin()
        mails: list[int] = []
        counts: Counter[str] = Counter()
        with self.ctx.database.writing() as session:
            # In one order for all who hold several, so that no two wait for each other.
            for account_id in sorted({one.account_id for one in changing}):
                hold_account(session, account_id)
            for one in changing:
                met = scores.met_again(session, one.attempt_id)
                change = None if met is None else marked_again(session, self.drawn, self.question, met, self.take_away)
                if isinstance(change, Change):
                    mails += self._keep(session, self.number, change)
                    counts.update(attempts=1, gained=int(change.gained), lost=int(change.lost))
            scores.count(
                session, self.number, attempts=counts["attempts"], gained=counts["gained"], lost=counts["lost"]
            )
        self.counts += counts
        for mail in mails:
            self.ctx.enqueue("mail", str(mail))

    def _begin(self) -> int:
        """The intent, with its reason, before anything is changed. Of two who begin at once, one joins the other."""
        name, version = name_of(self.question), self.question.today.version
        now = self.ctx.now()
        with self.ctx.database.writing() as session:
            revision = revisions.held_revision(session)
            there = scores.unfinished(session, name, version, self.take_away)
            if there is not None:
                return there
            number = scores.begin(
                session,
                {
                    "source": name,
                    "version": version,
                    "revision": revision or "",
                    "actor": self.actor,
                    "reason": self.reason,
                    "take_away": self.take_away,
                    "started_at": now,
                },
            )
            details = {
                "correction": number,
                "reason": self.reason,
                "treat": [one.treat for one in self.question.today.corrections],
                "revision": revision or "",
            }
            audit.append(session, now, self.actor, "correct", name, details)
            if self.take_away:
                audit.append(session, now, self.actor, "take away passes", name, details)
        return number

    def _keep(self, session: Session, number: int, change: Change) -> list[int]:
        """The new score, the pass that follows from it, and the mail that tells of it; the numbers of mails."""
        met, now = change.met, self.ctx.now()
        before = scores.of_attempt(session, met.attempt_id)
        scores.add(
            session,
            {
                "attempt_id": met.attempt_id,
                "n": len(before) + 1,
                "correction_id": number,
                "at": now,
                "share": str(change.after.share),
                "passed": change.after.passed,
                "kept_pass": change.kept_pass,
                "result": change.result,
            },
        )
        subject = self.catalog.former.now(Target(ASSESSMENTS, met.assessment).path)
        if change.gained and renamed.standing_of(session, self.catalog, met.account_id).met(subject) is None:
            _happened(session, met.account_id, "passed", subject, now)
            shown = policy_from_json(met.policy["policy"]).shows_result
            standings.keep_pass(session, met.account_id, subject, now, told=shown)
        elif change.lost and not renamed.passed_otherwise(
            session, self.catalog, met.account_id, met.assessment, met.attempt_id
        ):
            self.resting += resting_on(session, self.catalog, change, now)
            _happened(session, met.account_id, "pass taken", subject, now)
            renamed.forget_pass(session, self.catalog, met.account_id, subject)
        mail = correction_mail.tell(session, self.ctx, change, self.question.today)
        return [] if mail is None else [mail]

    def done(self) -> Corrected:
        """The end is written down once, with what all runs of this correction did together."""
        now = self.ctx.now()
        name = name_of(self.question)
        with self.ctx.database.writing() as session:
            whole = None if self.number is None else scores.finish(session, self.number, now)
            if whole is not None:
                attempts_changed, gained, lost = whole
                details = {
                    "correction": self.number,
                    "attempts": attempts_changed,
                    "gained": gained,
                    "lost": lost,
                    "certificates": [one.serial for one in self.resting],
                }
                audit.append(session, now, self.actor, "corrected", name, details)
        return Corrected(
            source=name,
            attempts=self.counts["attempts"],
            gained=self.counts["gained"],
            lost=self.counts["lost"],
            under_way=self.under_way,
            resting=tuple(self.resting),
        )


def _happened(session: Session, account_id: int, kind: str, subject: str, now: datetime) -> None:
    events.append(session, [{"account_id": account_id, "kind": kind, "at": now, "subject": subject}])
