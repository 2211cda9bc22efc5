"""Jobs: they carry on what the database says, on SQLite and on Redis, and none that is lost is missed."""

import json
import logging
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from threading import Event, Semaphore, Thread
from types import ModuleType
from unittest.mock import patch

import pytest
from huey import Huey
from huey.consumer import Consumer
from sqlalchemy import select

from lms.jobs import work
from lms.jobs.queue import CERTIFICATE, MAIL, Queue
from lms.jobs.work import Worker
from lms.services.assessing import sitting
from lms.services.certifying import issuing
from lms.services.ground import home
from lms.services.log import auditing
from lms.services.mail import outbox
from lms.services.operating import tidying
from lms.settings import Settings, load
from lms.store.tables import MailRow
from tests.support.site import lay_migrated


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    made = load({"LMS_HOME": str(tmp_path / "home"), "LMS_SITE": str(tmp_path)})
    home.make(made)
    lay_migrated(made.home)
    return made


@pytest.fixture(params=["sqlite", "redis"])
def stored(request: pytest.FixtureRequest, settings: Settings) -> Settings:
    """The same settings with jobs in a file, and with jobs in Redis."""
    return settings if request.param == "sqlite" else replace(settings, redis_url=request.getfixturevalue("redis_url"))


@pytest.fixture
def worker(settings: Settings) -> Iterator[Worker]:
    made = Worker(settings)
    yield made
    made.ctx.database.engine.dispose()


def do_all(huey: Huey) -> None:
    while (task := huey.dequeue()) is not None:
        huey.execute(task)


def write_mail(worker: Worker) -> int:
    with worker.ctx.database.writing() as session:
        return outbox.write(session, worker.ctx, "password_changed", "rosa@example.org", name="Rosa")


def unsent(worker: Worker) -> int:
    with worker.ctx.database.reading() as session:
        return len(session.scalars(select(MailRow).where(MailRow.sent_at.is_(None))).all())


def test_what_one_process_puts_in_another_does(stored: Settings) -> None:
    done: list[tuple[str, str]] = []
    Queue(stored).enqueue(MAIL, "7")
    do_all(Queue(stored, lambda job, subject: done.append((job, subject))).consumed())
    assert done == [(MAIL, "7")]


def test_a_mail_goes_before_certificates_and_equals_in_their_order(stored: Settings) -> None:
    done: list[str] = []
    queue = Queue(stored, lambda _, subject: done.append(subject))
    for job, subject in [(CERTIFICATE, "1"), (CERTIFICATE, "2"), (MAIL, "3"), (CERTIFICATE, "4"), (MAIL, "5")]:
        queue.enqueue(job, subject)
    do_all(queue.consumed())
    assert done == ["3", "5", "1", "2", "4"]


def test_a_job_is_stored_as_json(stored: Settings) -> None:
    queue = Queue(stored)
    queue.enqueue(MAIL, "7")
    (stored_bytes,) = queue.huey.storage.enqueued_items()
    assert ["mail", "7"] in json.loads(bytes(stored_bytes))


def test_making_a_queue_makes_no_file(settings: Settings) -> None:
    before = sorted(settings.home.iterdir())
    Queue(settings)
    assert sorted(settings.home.iterdir()) == before


@pytest.mark.parametrize("where", ["a file that cannot be opened", "a Redis that is away"])
def test_where_nothing_can_be_put_in_the_act_goes_on(
    settings: Settings, where: str, caplog: pytest.LogCaptureFixture
) -> None:
    if where == "a Redis that is away":
        broken = replace(settings, redis_url="redis://127.0.0.1:1")
    else:
        broken = replace(settings, home=settings.home / "not there")
    with caplog.at_level(logging.WARNING):
        Queue(broken).enqueue(CERTIFICATE, "SECRET-NUMBER")
    assert "the next sweep will find it" in caplog.text
    assert "SECRET-NUMBER" not in caplog.text


def test_a_job_sends_its_mail_once(worker: Worker) -> None:
    mail_id = write_mail(worker)
    for _ in range(2):
        worker.queue.enqueue(MAIL, str(mail_id))
    do_all(worker.queue.consumed())
    assert unsent(worker) == 1, "a job only wakes the lane of mails"
    for lane in worker.lanes():
        if lane.wake.is_set():
            worker.go_round(lane)
    assert unsent(worker) == 0
    assert len(list((worker.ctx.settings.home / "mail").glob("*.eml"))) == 1


def test_a_sweep_finds_what_no_job_knows_of(worker: Worker) -> None:
    write_mail(worker)
    carried_on: list[str] = []
    with (
        patch.object(issuing, "unfinished", return_value=["ONE", "TWO"]),
        patch.object(issuing, "carry_on", side_effect=lambda _, serial: carried_on.append(serial)),
        patch.object(sitting, "close_overdue") as close_overdue,
        patch.object(auditing, "remember_head") as remember_head,
    ):
        worker.sweep()
    assert unsent(worker) == 0
    # From the newest on: the older ones come up in the queue, and may be under way in another process.
    assert carried_on == ["TWO", "ONE"]
    assert close_overdue.called
    assert remember_head.called


def test_what_breaks_off_keeps_nothing_else_from_being_done(worker: Worker, caplog: pytest.LogCaptureFixture) -> None:
    write_mail(worker)
    with (
        patch.object(sitting, "close_overdue", side_effect=OSError("away")),
        patch.object(issuing, "unfinished", return_value=["SECRET-NUMBER"]),
        patch.object(issuing, "carry_on", side_effect=ValueError("no design")),
        caplog.at_level(logging.ERROR),
    ):
        worker.sweep()
    assert unsent(worker) == 0
    assert "away" in caplog.text
    assert "no design" in caplog.text
    assert "SECRET-NUMBER" not in caplog.text


@pytest.mark.parametrize(("job", "subject"), [("other", "x"), (MAIL, "no number"), (MAIL, "404")])
def test_a_job_that_means_nothing_does_nothing(worker: Worker, job: str, subject: str) -> None:
    worker.perform(job, subject)


def test_two_certificates_are_never_drawn_at_once(worker: Worker) -> None:
    drawing: list[str] = []
    most: list[int] = []

    def draw(_: object, serial: str) -> None:
        drawing.append(serial)
        most.append(len(drawing))
        time.sleep(0.01)  # Long enough for another thread to come in, if one could.
        drawing.remove(serial)

    with patch.object(issuing, "carry_on", side_effect=draw):
        threads = [Thread(target=worker.perform, args=(CERTIFICATE, str(n))) for n in range(8)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    assert set(most) == {1}


def test_tidying_comes_at_the_first_sweep_and_then_hourly(worker: Worker) -> None:
    with patch.object(tidying, "tidy") as tidy:
        worker.sweep()
        worker.sweep()
    assert tidy.call_count == 1


@pytest.mark.parametrize(
    ("hanging", "where"),
    [("send_due", outbox), ("unfinished", issuing), ("tidy", tidying)],
    ids=["mails", "certificates", "tidying"],
)
def test_whatever_hangs_attempts_are_closed(
    worker: Worker, hanging: str, where: ModuleType, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(work, "SECONDS_BETWEEN_SWEEPS", 0.01)
    going_on, over, rounds = Event(), Event(), Semaphore(0)

    def hang(*_given: object) -> tuple[()]:
        going_on.set()
        over.wait(60)
        return ()

    with (
        patch.object(where, hanging, side_effect=hang),
        patch.object(sitting, "close_overdue", side_effect=lambda _: rounds.release()),
        work.lanes_at_work(worker),
    ):
        assert going_on.wait(60)
        closed = [rounds.acquire(timeout=60) for _ in range(5)]
        over.set()
    assert closed == [True] * 5


def test_a_job_for_a_mail_wakes_its_lane_at_once(worker: Worker, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(work, "SECONDS_BETWEEN_SWEEPS", 3600)
    first, again = Event(), Event()

    def send(_ctx: object) -> int:
        (again if first.is_set() else first).set()
        return 0

    with patch.object(outbox, "send_due", side_effect=send), work.lanes_at_work(worker):
        assert first.wait(60)
        worker.perform(MAIL, "1")
        assert again.wait(60)


def test_a_worker_that_only_draws_does_jobs_and_looks_for_mails_alone(worker: Worker) -> None:
    rounds: list[str] = []
    jobs: list[tuple[str, str]] = []
    first = Event()

    def go_round(lane: work.Lane) -> None:
        rounds.append(lane.name)
        first.set()

    def run(_consumer: Consumer) -> None:
        assert first.wait(60)
        worker.queue.enqueue(CERTIFICATE, "NUMBER")
        task = worker.queue.huey.dequeue()
        assert task is not None
        worker.queue.huey.execute(task)

    with (
        patch.object(worker, "go_round", side_effect=go_round),
        patch.object(worker, "perform", side_effect=lambda *job: jobs.append(job)),
        patch.object(Consumer, "run", run),
    ):
        worker.queue = Queue(worker.ctx.settings, worker.perform)
        work.draw(worker)
    assert (set(rounds), jobs) == ({"mails"}, [(CERTIFICATE, "NUMBER")])


def test_the_sign_of_life_is_that_of_closing_attempts(worker: Worker) -> None:
    with patch.object(sitting, "close_overdue", side_effect=OSError("away")):
        worker.sweep()
    assert worker.queue.last_beat() is None
    worker.sweep()
    assert worker.queue.last_beat() is not None


def test_a_process_that_draws_nothing_does_not_load_what_draws() -> None:
    heavy = "[n for n in ('weasyprint', 'alembic') if n in sys.modules]"
    code = f"import sys, lms.cli.serving.webapp, lms.jobs.work; print({heavy})"
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert ran.stdout.strip() == "[]"
