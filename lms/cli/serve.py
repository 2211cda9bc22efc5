"""`lms serve` and `lms work`: the site, and the worker alone."""

from __future__ import annotations

import errno
import os
import socket
import threading
from dataclasses import dataclass

import click

from lms.cli import metrics, publish, watching, worker
from lms.cli.opening import end, load_settings, prepare, say
from lms.cli.processes import FOR_AUTHORS, Household, KeepsEnding, Kept
from lms.cli.watching import Watch
from lms.content import cache as compiled
from lms.content.cache import Cache
from lms.services import home, journal, publishing
from lms.services.context import Context
from lms.services.publishing import PublishReport, Trace
from lms.services.refusals import Refusal
from lms.services.start import COMPILED
from lms.settings import DEFAULT_PORT

PORTS = click.IntRange(1, 65535)


@dataclass(frozen=True, slots=True)
class Serving:
    """How the site is served."""

    host: str
    port: int
    workers: int
    reload: bool
    jobs: bool


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
    _require_port(host, port)
    ctx = prepare(settings)
    home.remember_address(settings)
    cache = compiled.load(settings.home / COMPILED)
    seen = publishing.trace_of(settings)
    if settings.publish == "auto":
        _publish_first(ctx, cache)
    _keep(ctx, cache, seen, Serving(host, port, workers, reload, jobs=not no_jobs))


@click.command()
def work() -> None:
    """A worker alone: it sends mails, draws certificates, and closes examinations whose time is over."""
    worker.run()


def _require_port(host: str, port: int) -> None:
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


def _publish_first(ctx: Context, cache: Cache) -> None:
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


def _keep(ctx: Context, cache: Cache, seen: Trace, serving: Serving) -> None:
    settings = ctx.settings
    environment = {**os.environ, "LMS_BASE_URL": settings.base_url}
    if serving.reload:
        environment[FOR_AUTHORS] = "1"
    web = Kept("The web server", "lms.cli.webserver", (serving.host, str(serving.port), str(serving.workers)))
    members = [web, Kept("The worker", "lms.cli.worker")] if serving.jobs else [web]
    household = Household(members, environment, say)
    if settings.publish == "auto":
        every = watching.SECONDS_BETWEEN_LOOKS_OF_AUTHORS if serving.reload else watching.SECONDS_BETWEEN_LOOKS
        arguments = (ctx, cache, Watch(every, _tell, seen), household.ending)
        threading.Thread(target=watching.watch, args=arguments, name="watcher", daemon=True).start()
    metrics.serve(ctx)
    say(f"The site is at {settings.base_url} (Ctrl-C ends it).")
    say("To see a certificate earned from beginning to end, type in another terminal: lms demo")
    try:
        household.keep()
    except KeepsEnding as fault:
        end(str(fault))
