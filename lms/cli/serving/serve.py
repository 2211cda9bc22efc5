"""`lms serve` and `lms work`: the site, and the worker alone."""

from __future__ import annotations

import errno
import os
import socket
import threading
from collections.abc import Mapping
from dataclasses import dataclass, field

import click

from lms.cli.command.opening import end, load_settings, prepare, say
from lms.cli.content import publish, watching
from lms.cli.content.watching import Watch
from lms.cli.process import one_home
from lms.cli.process.household import FOR_AUTHORS, LISTENS_ON, PREVIEW, Household, KeepsEnding, Kept
from lms.cli.serving import metrics, worker
from lms.content.compiling import cache as compiled
from lms.content.compiling.cache import Cache
from lms.services.ground import home, journal
from lms.services.ground.context import Context
from lms.services.ground.refusals import Refusal
from lms.services.operating.start import COMPILED
from lms.services.publishing import publish as publishing
from lms.services.publishing.publish import PublishReport, Trace
from lms.settings import DEFAULT_PORT, Settings, may_be_shown
from lms.store import revisions

PORTS = click.IntRange(1, 65535)


@dataclass(frozen=True, slots=True)
class Serving:
    """How the site is served. `watched`: files that change are published; `environment` is for the processes."""

    host: str
    port: int
    workers: int
    reload: bool
    watched: bool = True
    jobs: bool = True
    environment: Mapping[str, str] = field(default_factory=dict)


@click.command()
@click.option("--port", type=PORTS, default=DEFAULT_PORT, show_default=True)
@click.option("--host", default="127.0.0.1", show_default=True, help="The address to listen on.")
@click.option(
    "--workers", type=click.IntRange(1, 64), default=2, show_default=True, help="Processes that answer pages."
)
@click.option("--reload", is_flag=True, help="For authors: a saved file is on the page within a second.")
@click.option("--no-jobs", is_flag=True, help="Answer pages only. The jobs are done elsewhere, by lms work.")
def serve(port: int, host: str, workers: int, reload: bool, no_jobs: bool) -> None:
    """Serve the site, with a worker for mails and certificates beside it; make first what is missing."""
    settings = load_settings(port=port)
    journal.begin(settings.log_format)
    one_home.require_alone(settings)
    require_port(host, port)
    one_home.warn_of_open_port(settings, host, port)
    serving = Serving(host, port, workers, reload, settings.publish == "auto", jobs=not no_jobs)
    household = begin(settings, serving)
    ctx = prepare(settings)
    home.remember_address(settings)
    cache = compiled.load(settings.home / COMPILED)
    # What was published last is served at once while the files are read; without a cache nothing of it is at hand.
    at_hand = cache.last is not None and _serves_something(ctx)
    seen = None if at_hand else publishing.trace_of(settings)
    if serving.watched and seen is not None:
        publish_first(ctx, cache)
    say("To see a certificate earned from beginning to end, type in another terminal: lms demo")
    keep(ctx, cache, seen, serving, household)


@click.command()
def work() -> None:
    """A worker alone: it sends mails, draws certificates, and closes examinations whose time is over."""
    worker.run()


def require_port(host: str, port: int) -> None:
    """Two servers on one port would each get some of the requests: the second is told, and ends."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as trial:
        trial.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            trial.bind((host, port))
        except OSError as error:
            if error.errno == errno.EADDRINUSE:
                end(f"Port {port} is taken: something is serving there. Another one: lms serve --port {port + 1}")
            end(f"This machine cannot listen on {host}:{port} ({error.strerror}).")


def _serves_something(ctx: Context) -> bool:
    """Whether something was published before."""
    with ctx.database.reading() as session:
        return revisions.served_revision(session) is not None


def publish_first(ctx: Context, cache: Cache) -> None:
    """Publish what is there; errors are told, and what was served goes on being served."""
    try:
        report = watching.publish_and_keep(ctx, cache)
    except Refusal as refused:
        say(refused.message)
        return
    _tell(report)
    if not report.checked.publishable and not report.served_before:
        say("Until the errors are mended, the site is served without content.")


def _tell(report: PublishReport) -> None:
    publish.tell_findings(report)
    say(publish.outcome(report))


def begin(settings: Settings, serving: Serving) -> Household:
    """The processes, of which the web server loads its code while what it will serve is made ready."""
    web = Kept("The web server", "lms.cli.serving.webserver", (serving.host, str(serving.port), str(serving.workers)))
    members = [web, Kept("The worker", "lms.cli.serving.worker")] if serving.jobs else [web]
    household = Household(members, _environment(settings, serving), say)
    household.begin()
    return household


def keep(ctx: Context, cache: Cache, seen: Trace | None, serving: Serving, household: Household) -> None:
    """Keep the site served until told to end. Files that were not `seen` yet are published while it is."""
    settings = ctx.settings
    # At once, with what was published last: whoever asks for a page does not wait for the files to be read.
    household.start()
    if serving.watched:
        every = watching.SECONDS_BETWEEN_LOOKS_OF_AUTHORS if serving.reload else watching.SECONDS_BETWEEN_LOOKS
        looked = threading.Event()
        arguments = (ctx, cache, Watch(every, _tell, seen, serving.reload, looked), household.ending)
        threading.Thread(target=watching.watch, args=arguments, name="watcher", daemon=True).start()
        if seen is None and not looked.wait(watching.PATIENCE):
            say("The files are being read. Until that is done, what was published last is served.")
    metrics.serve(ctx)
    say(f"The site is at {settings.base_url} (Ctrl-C ends it).")
    if FOR_AUTHORS in household.environment:
        say(f"The workshop, with keys and findings, is at {settings.base_url}/workshop")
    elif serving.reload:
        say("There is no workshop: it shows keys, so it is there on loopback alone, and behind no proxy.")
    try:
        household.keep()
    except KeepsEnding as fault:
        end(str(fault))


def _environment(settings: Settings, serving: Serving) -> dict[str, str]:
    """What the processes are told. Whether they have a workshop is said here, and by nothing that was set outside."""
    inherited = {name: value for name, value in os.environ.items() if name not in (FOR_AUTHORS, LISTENS_ON, PREVIEW)}
    told = {**inherited, "LMS_BASE_URL": settings.base_url, **serving.environment}
    if serving.reload and may_be_shown(settings, serving.host):
        return {**told, FOR_AUTHORS: "1", LISTENS_ON: serving.host}
    return told
