"""The worker: it does the jobs, and every ten seconds it looks for what a crash has left.

It looks in lanes, each in a thread of its own: a mail server that says nothing, or a service for time stamps that is
away, keeps mails or certificates waiting, and nothing else. Attempts are closed whatever the others are at.
"""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from huey.consumer import Consumer

from lms.credentials.times import RunsBack
from lms.jobs.queue import CERTIFICATE, MAIL, Queue
from lms.services.assessing import daily_reminders, openings, sitting
from lms.services.certifying import changing_keys, filing, issuing, on_hold
from lms.services.deciding import certificate_acts, deadlines
from lms.services.granting import extra_time
from lms.services.ground import journal, waits
from lms.services.ground.context import Context
from lms.services.ground.refusals import Refusal
from lms.services.log import auditing, kept_head, stamping, witnessing
from lms.services.log.witnessing import Patience
from lms.services.mail import outbox, reminders
from lms.services.operating import counters, faults, tallied, tidying
from lms.services.operating.start import make_context
from lms.services.publishing import indexing
from lms.settings import Settings

SECONDS_BETWEEN_SWEEPS = 10.0
SECONDS_TO_END = 8.0
THREADS = 2
TIDY_EVERY = timedelta(hours=1)
WRITE_EVERY = timedelta(minutes=1)

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Lane:
    """Parts that are done one after the other, every ten seconds, and at once where `wake` is set."""

    name: str
    parts: tuple[Callable[[], None], ...]
    wake: threading.Event = field(default_factory=threading.Event)


class Worker:
    """Does jobs for one context. What it can't do now stays in the database, and comes again at a sweep."""

    def __init__(self, settings: Settings) -> None:
        self.queue = Queue(settings, self.perform)
        self.ctx: Context = make_context(settings, enqueue=self.queue.enqueue)
        self.mail_is_due = threading.Event()
        self._looked_at: datetime | None = None
        self._drawing = threading.Lock()
        self._patience = Patience()
        self._tidy_at = self._remind_at = self._file_at = self._write_at = self.ctx.now()
        self._filed_to = ""
        self._tally = counters.Tally(settings.home, tallied.WORK, tallied.WORK_SHAPE) if settings.counts else None
        if self._tally is not None:
            faults.count_faults(self._tally.add)

    def perform(self, job: str, subject: str) -> None:
        """Do one job. An error is told without the subject: verification numbers don't belong into a log."""
        began, outcome = time.perf_counter(), "done"
        try:
            if job == MAIL:
                # The lane of mails sends it with all others that are due, over one connection.
                self.mail_is_due.set()
                return
            elif job == CERTIFICATE:
                # Drawing takes the processor alone; two threads at it would only stand in each other's way.
                with self._drawing:
                    issuing.carry_on(self.ctx, subject)
            else:
                log.error("There is no job %r.", job[:40])
        except (Refusal, RunsBack) as refused:
            outcome = "broke_off"
            log.warning("A job (%s) waits. %s", job, refused)
        except Exception:
            outcome = "broke_off"
            log.exception("A job (%s) broke off; a sweep will come back to it.", job)
        self._note(job, outcome, time.perf_counter() - began)

    def _note(self, job: str, outcome: str, seconds: float) -> None:
        """Count a job and write a line about it, where somebody wants either."""
        if job in tallied.JOBS:
            journal.tell("job", job=job, outcome=outcome, ms=round(seconds * 1000, 1))
            if self._tally is not None:
                self._tally.add(f"{job} {outcome}")

    def lanes(self) -> tuple[Lane, ...]:
        """What is looked for side by side."""
        return (
            Lane("attempts", (self._close_attempts,)),
            Lane("certificates", (self._carry_on, self._enter_late, self._file_late)),
            Lane("mails", (self._write_what_was_asked_for, self._send), self.mail_is_due),
            Lane("house", (self._announce, self._revoke, self._remind, self._remember, self._tell_on_hold, self._tidy)),
            Lane("search", (self._index,)),
            Lane("witnesses", (self._show_log, self._stamp_log)),
            Lane("sign of life", (self._beat,)),
        )

    def sweep(self) -> None:
        """One round of every lane, one after the other."""
        for lane in self.lanes():
            self.go_round(lane)

    def go_round(self, lane: Lane) -> None:
        """Do what is due and what no job knows of. One part that breaks off keeps no other from being done."""
        lane.wake.clear()
        for part in lane.parts:
            self._calmly(part)

    def _calmly(self, part: Callable[[], None]) -> None:
        try:
            part()
        except (Refusal, RunsBack) as refused:
            log.warning("%s waits. %s", part.__name__.strip("_"), refused)
        except Exception:
            log.exception("A sweep broke off at %s.", part.__name__.strip("_"))

    def _beat(self) -> None:
        """A sign of life: when attempts were last looked for. Who hangs at that gives none."""
        if self._looked_at is None:
            return
        self.queue.beat(self._looked_at)
        if self._tally is not None:
            self._tally.put(tallied.BEAT, self._looked_at.timestamp())

    def _close_attempts(self) -> None:
        sitting.close_overdue(self.ctx)
        self._looked_at = self.ctx.now()

    def _carry_on(self) -> None:
        # From the newest on: those that are older come up in the queue, and may be under way in another process.
        for serial in reversed(issuing.unfinished(self.ctx)):
            self.perform(CERTIFICATE, serial)

    def _enter_late(self) -> None:
        for serial in issuing.unentered(self.ctx):
            issuing.enter_late(self.ctx, serial)

    def _file_late(self) -> None:
        """A batch of those whose PDF the log does not name; what could not be named is tried again in an hour."""
        if not waits.is_over(self._file_at, self.ctx.now(), TIDY_EVERY):
            return
        serials = filing.unfiled(self.ctx, self._filed_to)
        filing.enter_all_late(self.ctx, serials)
        self._filed_to = serials[-1] if serials else ""
        if not serials:
            self._file_at = self.ctx.now() + TIDY_EVERY

    def _tell_on_hold(self) -> None:
        on_hold.tell_staff(self.ctx)

    def _index(self) -> None:
        indexing.make_anew(self.ctx)

    def _announce(self) -> None:
        changing_keys.announce(self.ctx, changing_keys.SYSTEM)

    def _revoke(self) -> None:
        certificate_acts.revoke_due(self.ctx)

    def _remind(self) -> None:
        if waits.is_over(self._remind_at, self.ctx.now(), TIDY_EVERY):
            reminders.remind(self.ctx)
            extra_time.lapse(self.ctx)
            deadlines.remind(self.ctx)
            self._remind_at = self.ctx.now() + TIDY_EVERY

    def _write_what_was_asked_for(self) -> None:
        if waits.is_over(self._write_at, self.ctx.now(), WRITE_EVERY):
            self._write_at = self.ctx.now() + WRITE_EVERY
            openings.tell_all(self.ctx)
            daily_reminders.remind_all(self.ctx)

    def _send(self) -> None:
        """Batch after batch, as long as any of it goes out."""
        while self._send_batch():
            pass

    def _send_batch(self) -> int:
        began = time.perf_counter()
        sent = outbox.send_due(self.ctx)
        for _ in range(sent):
            self._note(MAIL, "done", (time.perf_counter() - began) / sent)
        return sent

    def _remember(self) -> None:
        auditing.remember_head(self.ctx)
        kept_head.remember_newest(self.ctx)

    def _show_log(self) -> None:
        witnessing.ask_all(self.ctx, self._patience)

    def _stamp_log(self) -> None:
        stamping.stamp_due(self.ctx, self._patience)

    def _tidy(self) -> None:
        if waits.is_over(self._tidy_at, self.ctx.now(), TIDY_EVERY):
            tidying.tidy(self.ctx)
            self._tidy_at = self.ctx.now() + TIDY_EVERY


def work(worker: Worker) -> None:
    """Work until the process is told to end. It finishes what it is at, if that takes only seconds."""
    with lanes_at_work(worker):
        _do_jobs(worker, THREADS)


def draw(worker: Worker) -> None:
    """Take jobs beside the worker, on a core of its own. It looks for nothing else; a mail that it takes goes out."""
    with lanes_at_work(worker, [one for one in worker.lanes() if one.wake is worker.mail_is_due]):
        _do_jobs(worker, 1)


def _do_jobs(worker: Worker, threads: int) -> None:
    Consumer(
        worker.queue.consumed(),
        workers=threads,
        periodic=False,
        initial_delay=0.05,
        max_delay=0.5,
        graceful_signal="TERM",
        shutdown_timeout=SECONDS_TO_END,
    ).run()


@contextmanager
def lanes_at_work(worker: Worker, lanes: Sequence[Lane] = ()) -> Iterator[None]:
    """These lanes, or all of them, go their rounds while the block runs."""
    ending = threading.Event()
    threads = {
        lane: threading.Thread(target=_go_round_on, args=(worker, lane, ending), name=lane.name, daemon=True)
        for lane in lanes or worker.lanes()
    }
    for thread in threads.values():
        thread.start()
    try:
        yield
    finally:
        ending.set()
        last = time.monotonic() + SECONDS_TO_END
        for lane in threads:
            lane.wake.set()
        for thread in threads.values():
            thread.join(max(0.0, last - time.monotonic()))


def _go_round_on(worker: Worker, lane: Lane, ending: threading.Event) -> None:
    while not ending.is_set():
        worker.go_round(lane)
        if not ending.is_set():
            lane.wake.wait(SECONDS_BETWEEN_SWEEPS)
