"""The figures by which a site is watched, in the text that Prometheus reads.

What happens is counted by the processes (`tallied`); how much of each there is, is asked of the database, so that it
is right however many machines there are. No figure carries a name, an address or a number of anybody.
"""

from __future__ import annotations

import logging
import os
import platform
import shutil
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import accumulate
from pathlib import Path

from prometheus_client import CONTENT_TYPE_PLAIN_0_0_4, Metric, generate_latest
from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily, HistogramMetricFamily
from prometheus_client.registry import Collector
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session

from lms import __version__
from lms.services.ground import last_done
from lms.services.ground.context import Context
from lms.services.operating import counters
from lms.services.operating.counters import Counted
from lms.services.operating.tallied import BEAT, CLASSES, COLUMNS, FIRST_BOUND, JOBS, OUTCOMES, SAVES, WEB, WORK
from lms.store import figures, revisions, witnessed

CONTENT_TYPE = CONTENT_TYPE_PLAIN_0_0_4

log = logging.getLogger(__name__)

Labels = dict[str, str]
Sample = tuple[Labels, float]


@dataclass(frozen=True, slots=True)
class _Collector(Collector):
    ctx: Context

    def collect(self) -> Iterator[Metric]:
        return metrics(self.ctx)


def exposition(ctx: Context) -> str:
    """Everything, as Prometheus reads it. Where the database is away, what hangs on it is left out."""
    return generate_latest(_Collector(ctx)).decode()


def metrics(ctx: Context) -> Iterator[Metric]:
    """All figures of this machine, and of the database that it shares with others; none is without a line."""
    return (metric for metric in _metrics(ctx) if metric.samples)


def _metrics(ctx: Context) -> Iterator[Metric]:
    counted = list(counters.read(ctx.settings.home))
    yield from _requests([one for one in counted if one.kind == WEB])
    yield from _errors(counted)
    yield from _work([one for one in counted if one.kind == WORK])
    yield from _processes(counted)
    yield from _of_database(ctx)


def _requests(counted: Sequence[Counted]) -> Iterator[Metric]:
    table = _added(counted)
    requests = list[Sample]()
    lengths = HistogramMetricFamily(
        "lms_request_seconds", "How long requests took, by route and method.", labels=["method", "route"]
    )
    saves = dict.fromkeys(SAVES, 0.0)
    for (method, route), row in sorted(table.items()):
        at = {"method": method, "route": route}
        requests += [({**at, "status": name}, row[n]) for n, name in enumerate(CLASSES) if row[n]]
        lengths.add_metric([method, route], _buckets(row), row[-1])
        for what, ends in SAVES.items():
            if method in ("POST", "PUT") and route.endswith(ends):
                saves[what] += row[CLASSES.index("2xx")] + row[CLASSES.index("3xx")]
    yield _counter("lms_requests_total", "Requests by route, method and class of status.", requests)
    yield lengths
    kept = [({"kind": what}, number) for what, number in saves.items()]
    yield _counter("lms_saves_total", "Answers that were kept, in practice and in examinations.", kept)


def _added(counted: Sequence[Counted]) -> dict[tuple[str, str], list[float]]:
    """The rows of all processes, added up; those in which nothing was counted are left out."""
    table: dict[tuple[str, str], list[float]] = {}
    for one in counted:
        if one.shape.columns != COLUMNS:
            continue
        for n, name in enumerate(one.shape.rows):
            row = one.of(n)
            if any(row):
                method, _, route = name.partition(" ")
                before = table.get((method, route), [0.0] * len(COLUMNS))
                table[method, route] = [a + b for a, b in zip(before, row, strict=True)]
    return table


def _buckets(row: Sequence[float]) -> list[tuple[str, float]]:
    """How many requests took no longer than each bound."""
    bounds = range(FIRST_BOUND, len(COLUMNS) - 1)
    return list(zip(COLUMNS[FIRST_BOUND:-1], accumulate(row[column] for column in bounds), strict=True))


def _errors(counted: Sequence[Counted]) -> Iterator[Metric]:
    def sum_of(name: str) -> list[Sample]:
        return _alone(sum(one.other(name) for one in counted))

    yield _counter("lms_too_many_total", "Requests that were refused as too many (429).", sum_of("too_many"))
    yield _counter("lms_faults_total", "Errors of ours, in pages and in jobs.", sum_of("faults"))
    yield _counter("lms_database_errors_total", "Those of them that the database told.", sum_of("database_errors"))


def _work(counted: Sequence[Counted]) -> Iterator[Metric]:
    samples = [
        ({"work": job, "outcome": outcome}, sum(one.other(f"{job} {outcome}") for one in counted))
        for job in JOBS
        for outcome in OUTCOMES
    ]
    yield _counter("lms_work_total", "Jobs that the workers of this machine did.", samples)
    beat = max((one.other(BEAT) for one in counted), default=0.0)
    if beat:
        yield _gauge(
            "lms_worker_beat_timestamp_seconds",
            "When a worker of this machine last looked round.",
            _alone(beat),
        )


def _processes(counted: Sequence[Counted]) -> Iterator[Metric]:
    alive = sorted({(one.kind, one.pid) for one in counted if one.pid is not None})
    sizes = [({"kind": kind, "pid": str(pid)}, size) for kind, pid in alive if (size := _memory(pid))]
    yield _gauge("lms_process_memory_bytes", "Memory of each process, as held in RAM.", sizes)
    running = [({"kind": kind}, sum(one == kind for one, _ in alive)) for kind in (WEB, WORK)]
    yield _gauge("lms_processes", "Processes that count on this machine.", running)
    build = {"version": __version__, "python": platform.python_version()}
    yield _gauge("lms_build_info", "What runs here; always 1.", [(build, 1)])


def _memory(pid: int) -> int:
    try:
        pages = int(Path(f"/proc/{pid}/statm").read_text(encoding="ascii").split()[1])
    except (OSError, ValueError, IndexError):
        return 0
    return pages * os.sysconf("SC_PAGE_SIZE")


def _of_database(ctx: Context) -> Iterator[Metric]:
    try:
        with ctx.database.reading() as session:
            found = [*_under_way(session, ctx.now()), *_issued(session), *_seen(session, ctx), *_content(session)]
    except SQLAlchemyError:
        log.warning("The database could not be asked for figures.", exc_info=True)
        found = []
    yield _gauge("lms_database_up", "Whether the database answered.", _alone(1.0 if found else 0.0))
    yield from found
    free = _free(ctx.settings.home)
    last = last_done.last_backup(ctx.settings)
    if last is not None:
        at = _alone(last.timestamp())
        yield _gauge("lms_backup_timestamp_seconds", "When the last backup of this machine was finished.", at)
    if free is not None:
        yield _gauge("lms_disk_free_bytes", "What is left on the disk of LMS_HOME.", _alone(free))


def _free(home: Path) -> int | None:
    try:
        return shutil.disk_usage(home).free
    except OSError:
        return None


def _under_way(session: Session, now: datetime) -> Iterator[Metric]:
    attempts = [({"state": state}, number) for state, number in figures.open_attempts(session).items()]
    yield _gauge("lms_attempts", "Attempts under way, by state.", attempts)
    mails, states = figures.mails(session), figures.certificates(session)
    preparing = sum(number for state, number in states.items() if state != figures.ISSUED)
    preparing += figures.new_files(session)
    waiting = [({"work": "mail"}, mails.waiting), ({"work": "certificate"}, preparing)]
    yield _gauge("lms_work_waiting", "What waits to be done by a worker.", waiting)
    ages = [("mail", mails.oldest), ("certificate", figures.oldest_unfinished(session))]
    oldest = [({"work": job}, max(0.0, (now - since).total_seconds()) if since else 0.0) for job, since in ages]
    yield _gauge("lms_work_oldest_seconds", "For how long the oldest of them is due.", oldest)
    yield _gauge("lms_mails_given_up", "Mails that could not be sent, of 30 days.", _alone(mails.given_up))
    refused = _alone(mails.refused)
    yield _gauge("lms_mails_refused", "Those of them that the mail server refused for good.", refused)
    made = [({"state": state}, number) for state, number in sorted(states.items())]
    yield _gauge("lms_certificates", "Certificates, by how far each is made.", made)


def _issued(session: Session) -> Iterator[Metric]:
    size, signed = figures.log(session)
    yield _gauge("lms_log_size", "Leaves of the issuance log.", _alone(size))
    if signed is not None:
        head = _alone(signed.timestamp())
        yield _gauge("lms_log_checkpoint_timestamp_seconds", "When the newest head was signed.", head)


def _seen(session: Session, ctx: Context) -> Iterator[Metric]:
    """What others saw of the issuance log, where anybody is asked."""
    names = [one.name for one in ctx.settings.witnesses]
    saw = [(name, seen) for name in names if (seen := witnessed.newest_seen(session, name))]
    sizes = [({"witness": name}, seen[0]) for name, seen in saw]
    yield _gauge("lms_witness_size", "Leaves under the newest head that a witness signed.", sizes)
    days = [({"witness": name}, seen[1].timestamp()) for name, seen in saw]
    yield _gauge("lms_witness_timestamp_seconds", "When it signed that head.", days)
    stamp = witnessed.newest_stamp(session) if ctx.settings.tsa_url else None
    stamped = _alone(stamp[1].timestamp()) if stamp else []
    yield _gauge("lms_log_stamp_timestamp_seconds", "What the newest time stamp of the log says.", stamped)


def _content(session: Session) -> Iterator[Metric]:
    site = revisions.site(session)
    info = [({"revision": site.revision[:12]}, 1)] if site.revision else []
    yield _gauge("lms_content_info", "The revision of the content that is served; always 1.", info)
    errors = sum(finding.get("severity") == "error" for finding in site.findings)
    yield _gauge("lms_content_errors", "Errors that the newest check of the files found.", _alone(errors))


def _counter(name: str, help: str, samples: Iterable[Sample]) -> Metric:
    return _with(samples, name, CounterMetricFamily(name, help))


def _gauge(name: str, help: str, samples: Iterable[Sample]) -> Metric:
    return _with(samples, name, GaugeMetricFamily(name, help))


def _alone(figure: float) -> list[Sample]:
    """The one line of a figure that has no labels."""
    return [({}, figure)]


def _with(samples: Iterable[Sample], name: str, metric: Metric) -> Metric:
    for labels, figure in samples:
        metric.add_sample(name, labels, figure)
    return metric
