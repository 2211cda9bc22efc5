"""The worker: it does the jobs, and every ten seconds it looks for what a crash has left."""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable
from datetime import timedelta

from huey.consumer import Consumer

from lms.jobs.queue import CERTIFICATE, MAIL, Queue
from lms.services import (
    assessing,
    auditing,
    changing_keys,
    counting,
    issuing,
    journal,
    mailing,
    measures,
    reminding,
    tidying,
)
from lms.services.context import Context
from lms.services.start import make_context
from lms.settings import Settings

SECONDS_BETWEEN_SWEEPS = 10.0
SECONDS_TO_END = 8.0
THREADS = 2
TIDY_EVERY = timedelta(hours=1)

log = logging.getLogger(__name__)


class Worker:
    """Does jobs for one context. What it can't do now stays in the database, and comes again at a sweep."""

    def __init__(self, settings: Settings) -> None:
        self.queue = Queue(settings, self.perform)
        self.ctx: Context = make_context(settings, enqueue=self.queue.enqueue)
        self._drawing = threading.Lock()
        self._tidy_at = self._remind_at = self.ctx.now()
        self._tally = counting.Tally(settings.home, measures.WORK, measures.WORK_SHAPE) if settings.counts else None
        if self._tally is not None:
            measures.count_faults(self._tally.add)

    def perform(self, job: str, subject: str) -> None:
        """Do one job. An error is told without the subject: verification numbers don't belong into a log."""
        began, outcome = time.perf_counter(), "done"
        try:
            if job == MAIL:
                mailing.send(self.ctx, int(subject))
            elif job == CERTIFICATE:
                # Drawing takes the processor alone; two threads at it would only stand in each other's way.
                with self._drawing:
                    issuing.carry_on(self.ctx, subject)
            else:
                log.error("There is no job %r.", job[:40])
        except Exception:
            outcome = "broke_off"
            log.exception("A job (%s) broke off; a sweep will come back to it.", job)
        self._note(job, outcome, time.perf_counter() - began)

    def _note(self, job: str, outcome: str, seconds: float) -> None:
        """Count a job and write a line about it, where somebody wants either."""
        if job in measures.JOBS:
            journal.tell("job", job=job, outcome=outcome, ms=round(seconds * 1000, 1))
            if self._tally is not None:
                self._tally.add(f"{job} {outcome}")

    def sweep(self) -> None:
        """Do what is due and what no job knows of. One part that breaks off keeps no other from being done."""
        for part in (
            self._close_attempts,
            self._carry_on,
            self._enter_late,
            self._announce,
            self._remind,
            self._send,
            self._remember,
            self._tidy,
            self._beat,
        ):
            self._calmly(part)

    def _calmly(self, part: Callable[[], None]) -> None:
        try:
            part()
        except Exception:
            log.exception("A sweep broke off at %s.", part.__name__.strip("_"))

    def _beat(self) -> None:
        """A sign of life, at the end of each round: who hangs in the middle of one gives none."""
        now = self.ctx.now()
        self.queue.beat(now)
        if self._tally is not None:
            self._tally.put(measures.BEAT, now.timestamp())

    def _close_attempts(self) -> None:
        assessing.close_overdue(self.ctx)

    def _carry_on(self) -> None:
        for serial in issuing.unfinished(self.ctx):
            self.perform(CERTIFICATE, serial)

    def _enter_late(self) -> None:
        for serial in issuing.unentered(self.ctx):
            issuing.enter_late(self.ctx, serial)

    def _announce(self) -> None:
        changing_keys.announce(self.ctx, changing_keys.SYSTEM)

    def _remind(self) -> None:
        if self.ctx.now() >= self._remind_at:
            reminding.remind(self.ctx)
            self._remind_at = self.ctx.now() + TIDY_EVERY

    def _send(self) -> None:
        for mail_id in mailing.unsent(self.ctx):
            self.perform(MAIL, str(mail_id))

    def _remember(self) -> None:
        auditing.remember_head(self.ctx)

    def _tidy(self) -> None:
        if self.ctx.now() >= self._tidy_at:
            tidying.tidy(self.ctx)
            self._tidy_at = self.ctx.now() + TIDY_EVERY


def work(worker: Worker) -> None:
    """Work until the process is told to end. It finishes what it is at, if that takes only seconds."""
    ending = threading.Event()
    sweeper = threading.Thread(target=_sweep_on, args=(worker, ending), name="sweeper", daemon=True)
    sweeper.start()
    consumer = Consumer(
        worker.queue.consumed(),
        workers=THREADS,
        periodic=False,
        initial_delay=0.05,
        max_delay=0.5,
        graceful_signal="TERM",
        shutdown_timeout=SECONDS_TO_END,
    )
    consumer.run()
    ending.set()
    sweeper.join(SECONDS_TO_END)


def _sweep_on(worker: Worker, ending: threading.Event) -> None:
    while not ending.is_set():
        worker.sweep()
        ending.wait(SECONDS_BETWEEN_SWEEPS)
