"""The figures by which a site is watched, in the text that Prometheus reads.

What happens is counted by the processes (`counting`); how much of each there is, is asked of the database, so that it
is right however many machines there are. No figure carries a name, an address or a number of anybody.
"""

from __future__ import annotations

import logging
import os
import platform
import shutil
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session

from lms import __version__
from lms.services.ground import last_done
from lms.services.ground.context import Context
from lms.services.operating import counters
from lms.services.operating.counters import Counted, Shape
from lms.store import figures, revisions, witnessed

CONTENT_TYPE = "text/plain; version=0.0.4; charset=utf-8"
BOUNDS = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 10.0)
CLASSES = ("1xx", "2xx", "3xx", "4xx", "5xx")
COLUMNS = (*CLASSES, *(str(bound) for bound in BOUNDS), "+Inf", "seconds")
FIRST_BOUND = len(CLASSES)
UNKNOWN = "?"
WEB, WORK = "web", "work"
WEB_OTHERS = ("too_many", "faults", "database_errors")
JOBS = ("mail", "certificate")
OUTCOMES = ("done", "broke_off")
BEAT = "beat"
WORK_OTHERS = (*(f"{job} {outcome}" for job in JOBS for outcome in OUTCOMES), BEAT, "faults", "database_errors")
WORK_SHAPE = Shape((), (), WORK_OTHERS)

SAVES = {
    "practice": (
        "/courses/<course>/<lesson>/quizzes/<quiz>",
        "/courses/<course>/lessons/<lesson>/quizzes/<quiz>/answers",
    ),
    "examination": ("/attempts/<attempt>/answers/<n>",),
}
"""The ends of the addresses that keep an answer, with or without /api/v1 before them."""

log = logging.getLogger(__name__)

Labels = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Sample:
    """One line: `suffix` is _bucket, _sum or _count in a histogram, else empty."""

    labels: Labels
    figure: float
    suffix: str = ""


@dataclass(frozen=True, slots=True)
class Metric:
    """One figure with all its lines. `kind` is counter, gauge or histogram."""

    name: str
    kind: str
    help: str
    samples: Sequence[Sample]


def exposition(ctx: Context) -> str:
    """Everything, as Prometheus reads it. Where the database is away, what hangs on it is left out."""
    return "".join(_text(metric) for metric in metrics(ctx))


def metrics(ctx: Context) -> Iterator[Metric]:
    """All figures of this machine, and of the database that it shares with others."""
    counted = list(counters.read(ctx.settings.home))
    yield from _requests([one for one in counted if one.kind == WEB])
    yield from _errors(counted)
    yield from _work([one for one in counted if one.kind == WORK])
    yield from _processes(counted)
    yield from _of_database(ctx)


def _requests(counted: Sequence[Counted]) -> Iterator[Metric]:
    table = _added(counted)
    requests, lengths = list[Sample](), list[Sample]()
    saves = dict.fromkeys(SAVES, 0.0)
    for (method, route), row in sorted(table.items()):
        at = {"method": method, "route": route}
        requests += [Sample({**at, "status": name}, row[n]) for n, name in enumerate(CLASSES) if row[n]]
        lengths += _histogram(at, row)
        for what, ends in SAVES.items():
            if method in ("POST", "PUT") and route.endswith(ends):
                saves[what] += row[CLASSES.index("2xx")] + row[CLASSES.index("3xx")]
    yield Metric("lms_requests_total", "counter", "Requests by route, method and class of status.", requests)
    yield Metric("lms_request_seconds", "histogram", "How long requests took, by route and method.", lengths)
    kept = [Sample({"kind": what}, number) for what, number in saves.items()]
    yield Metric("lms_saves_total", "counter", "Answers that were kept, in practice and in examinations.", kept)


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


def _histogram(at: Labels, row: Sequence[float]) -> Iterator[Sample]:
    total = 0.0
    for column in range(FIRST_BOUND, len(COLUMNS) - 1):
        total += row[column]
        yield Sample({**at, "le": COLUMNS[column]}, total, "_bucket")
    yield Sample(at, row[-1], "_sum")
    yield Sample(at, total, "_count")


def _errors(counted: Sequence[Counted]) -> Iterator[Metric]:
    def sum_of(name: str) -> list[Sample]:
        return [Sample({}, sum(one.other(name) for one in counted))]

    yield Metric("lms_too_many_total", "counter", "Requests that were refused as too many (429).", sum_of("too_many"))
    yield Metric("lms_faults_total", "counter", "Errors of ours, in pages and in jobs.", sum_of("faults"))
    yield Metric(
        "lms_database_errors_total", "counter", "Those of them that the database told.", sum_of("database_errors")
    )


def _work(counted: Sequence[Counted]) -> Iterator[Metric]:
    samples = [
        Sample({"work": job, "outcome": outcome}, sum(one.other(f"{job} {outcome}") for one in counted))
        for job in JOBS
        for outcome in OUTCOMES
    ]
    yield Metric("lms_work_total", "counter", "Jobs that the workers of this machine did.", samples)
    beat = max((one.other(BEAT) for one in counted), default=0.0)
    if beat:
        yield Metric(
            "lms_worker_beat_timestamp_seconds",
            "gauge",
            "When a worker of this machine last looked round.",
            [Sample({}, beat)],
        )


def _processes(counted: Sequence[Counted]) -> Iterator[Metric]:
    alive = sorted({(one.kind, one.pid) for one in counted if one.pid is not None})
    sizes = [Sample({"kind": kind, "pid": str(pid)}, size) for kind, pid in alive if (size := _memory(pid))]
    yield Metric("lms_process_memory_bytes", "gauge", "Memory of each process, as held in RAM.", sizes)
    running = [Sample({"kind": kind}, sum(one == kind for one, _ in alive)) for kind in (WEB, WORK)]
    yield Metric("lms_processes", "gauge", "Processes that count on this machine.", running)
    build = {"version": __version__, "python": platform.python_version()}
    yield Metric("lms_build_info", "gauge", "What runs here; always 1.", [Sample(build, 1)])


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
    yield Metric("lms_database_up", "gauge", "Whether the database answered.", [Sample({}, 1.0 if found else 0.0)])
    yield from found
    free = _free(ctx.settings.home)
    last = last_done.last_backup(ctx.settings)
    if last is not None:
        at = [Sample({}, last.timestamp())]
        yield Metric("lms_backup_timestamp_seconds", "gauge", "When the last backup of this machine was finished.", at)
    if free is not None:
        yield Metric("lms_disk_free_bytes", "gauge", "What is left on the disk of LMS_HOME.", [Sample({}, free)])


def _free(home: Path) -> int | None:
    try:
        return shutil.disk_usage(home).free
    except OSError:
        return None


def _under_way(session: Session, now: datetime) -> Iterator[Metric]:
    attempts = [Sample({"state": state}, number) for state, number in figures.open_attempts(session).items()]
    yield Metric("lms_attempts", "gauge", "Attempts under way, by state.", attempts)
    mails, states = figures.mails(session), figures.certificates(session)
    preparing = sum(number for state, number in states.items() if state != figures.ISSUED)
    preparing += figures.new_files(session)
    waiting = [Sample({"work": "mail"}, mails.waiting), Sample({"work": "certificate"}, preparing)]
    yield Metric("lms_work_waiting", "gauge", "What waits to be done by a worker.", waiting)
    ages = [("mail", mails.oldest), ("certificate", figures.oldest_unfinished(session))]
    oldest = [Sample({"work": job}, max(0.0, (now - since).total_seconds()) if since else 0.0) for job, since in ages]
    yield Metric("lms_work_oldest_seconds", "gauge", "For how long the oldest of them is due.", oldest)
    yield Metric(
        "lms_mails_given_up", "gauge", "Mails that could not be sent, of 30 days.", [Sample({}, mails.given_up)]
    )
    refused = [Sample({}, mails.refused)]
    yield Metric("lms_mails_refused", "gauge", "Those of them that the mail server refused for good.", refused)
    made = [Sample({"state": state}, number) for state, number in sorted(states.items())]
    yield Metric("lms_certificates", "gauge", "Certificates, by how far each is made.", made)


def _issued(session: Session) -> Iterator[Metric]:
    size, signed = figures.log(session)
    yield Metric("lms_log_size", "gauge", "Leaves of the issuance log.", [Sample({}, size)])
    if signed is not None:
        head = [Sample({}, signed.timestamp())]
        yield Metric("lms_log_checkpoint_timestamp_seconds", "gauge", "When the newest head was signed.", head)


def _seen(session: Session, ctx: Context) -> Iterator[Metric]:
    """What others saw of the issuance log, where anybody is asked."""
    names = [one.name for one in ctx.settings.witnesses]
    saw = [(name, seen) for name in names if (seen := witnessed.newest_seen(session, name))]
    sizes = [Sample({"witness": name}, seen[0]) for name, seen in saw]
    yield Metric("lms_witness_size", "gauge", "Leaves under the newest head that a witness signed.", sizes)
    days = [Sample({"witness": name}, seen[1].timestamp()) for name, seen in saw]
    yield Metric("lms_witness_timestamp_seconds", "gauge", "When it signed that head.", days)
    stamp = witnessed.newest_stamp(session) if ctx.settings.tsa_url else None
    stamped = [Sample({}, stamp[1].timestamp())] if stamp else []
    yield Metric("lms_log_stamp_timestamp_seconds", "gauge", "What the newest time stamp of the log says.", stamped)


def _content(session: Session) -> Iterator[Metric]:
    site = revisions.site(session)
    info = [Sample({"revision": site.revision[:12]}, 1)] if site.revision else []
    yield Metric("lms_content_info", "gauge", "The revision of the content that is served; always 1.", info)
    errors = sum(finding.get("severity") == "error" for finding in site.findings)
    yield Metric(
        "lms_content_errors", "gauge", "Errors that the newest check of the files found.", [Sample({}, errors)]
    )


def _text(metric: Metric) -> str:
    if not metric.samples:
        return ""
    lines = [f"# HELP {metric.name} {metric.help}", f"# TYPE {metric.name} {metric.kind}"]
    lines += [f"{metric.name}{one.suffix}{_labels(one.labels)} {_figure(one.figure)}" for one in metric.samples]
    return "\n".join(lines) + "\n"


def _labels(labels: Labels) -> str:
    if not labels:
        return ""
    return "{" + ",".join(f'{name}="{_escaped(text)}"' for name, text in labels.items()) + "}"


def _escaped(text: str) -> str:
    return text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")


def _figure(figure: float) -> str:
    return str(int(figure)) if figure == int(figure) else repr(float(figure))


def is_of_database(error: BaseException | None) -> bool:
    """Whether the database told this error, or one that led to it."""
    seen: list[BaseException] = []
    while error is not None and error not in seen:
        driver = type(error).__module__.partition(".")[0] in ("pysqlite3", "sqlite3", "psycopg")
        if driver or isinstance(error, SQLAlchemyError):
            return True
        seen.append(error)
        error = error.__cause__ or error.__context__
    return False


class CountsFaults(logging.Handler):
    """Counts what our own loggers tell of errors."""

    def __init__(self, add: Callable[[str], None]) -> None:
        super().__init__(logging.WARNING)
        self._add = add

    def emit(self, record: logging.LogRecord) -> None:
        error = record.exc_info[1] if record.exc_info else None
        if error is None:
            return
        self._add("faults")
        if is_of_database(error):
            self._add("database_errors")


def count_faults(add: Callable[[str], None]) -> None:
    """Have the errors that this process tells of counted, once."""
    ours = logging.getLogger("lms")
    ours.handlers[:] = [one for one in ours.handlers if not isinstance(one, CountsFaults)]
    ours.addHandler(CountsFaults(add))


def names(metrics: Iterable[Metric]) -> frozenset[str]:
    """The names under which Prometheus keeps them."""
    return frozenset(
        f"{metric.name}{suffix}"
        for metric in metrics
        for suffix in (("_bucket", "_sum", "_count") if metric.kind == "histogram" else ("",))
    )
