"""`lms serve` and `lms work`: the site, and the worker alone.

The processes are on their way before what this one needs is imported, and for authors the porch answers until they do.
"""

from __future__ import annotations

import errno
import os
import socket
from collections.abc import Mapping
from dataclasses import dataclass, field

import click

from lms.cli.command.terminal import end, load_settings, say
from lms.cli.process import one_home
from lms.cli.process.household import DRAW, FOR_AUTHORS, LISTENS_ON, PREVIEW, Household, Kept
from lms.cli.process.porch import Porch
from lms.content.compiling import cache as compiled
from lms.services.ground import journal
from lms.settings import DEFAULT_PORT, Settings, may_be_shown
from lms.sources.diagnostics import Severity

PORTS = click.IntRange(1, 65535)
MOST_WHO_DRAW = 3
SECONDS_FOR_THE_WEB_SERVER = 8.0
"""So long it has the processors to itself, where it can answer without this process."""


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
    say(f"The site is starting.{f' Until it is there, {settings.base_url} says how far it is.' if reload else ''}")
    if _seems_at_hand(settings):
        # On a busy machine nothing should keep the web server from it.
        household.porch.wait(SECONDS_FOR_THE_WEB_SERVER)
    # Imported while the web server loads its own code, or answers already.
    from lms.cli.serving import keeping  # noqa: PLC0415

    keeping.run(settings, serving, household)


def _seems_at_hand(settings: Settings) -> bool:
    """Whether the web server will find what was published last. Files that had errors may never have been published."""
    last = compiled.load(settings.home / compiled.FILE_NAME).last
    return last is not None and not any(one.severity is Severity.ERROR for one in last.findings)


@click.command()
def work() -> None:
    """A worker alone: it sends mails, draws certificates, and closes examinations whose time is over."""
    from lms.cli.serving import worker  # noqa: PLC0415 - the pages of a site do not wait for it.

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


def begin(settings: Settings, serving: Serving) -> Household:
    """The processes: the porch answers, and the web server loads its code while what it will serve is made ready."""
    # A proxy would take what a porch says for the site's answer, where a closed door sends it to another machine.
    porch = Porch.opened(serving.host, serving.port) if serving.reload else Porch()
    web = Kept("The web server", "lms.cli.serving.webserver", (serving.host, str(serving.port), str(serving.workers)))
    members = [web, *workers_of(serving)] if serving.jobs else [web]
    household = Household(members, _environment(settings, serving), say, porch)
    household.begin()
    return household


def workers_of(serving: Serving) -> list[Kept]:
    """The worker, and one that only draws for each further core. An author's own site issues nothing in hundreds."""
    further = 0 if serving.reload else min(len(os.sched_getaffinity(0)) - 1, MOST_WHO_DRAW)
    module = "lms.cli.serving.worker"
    return [Kept("The worker", module), *(Kept("A worker that draws", module, (DRAW,)) for _ in range(further))]


def _environment(settings: Settings, serving: Serving) -> dict[str, str]:
    """What the processes are told. Whether they have a workshop is said here, and by nothing that was set outside."""
    inherited = {name: value for name, value in os.environ.items() if name not in (FOR_AUTHORS, LISTENS_ON, PREVIEW)}
    told = {**inherited, "LMS_BASE_URL": settings.base_url, **serving.environment}
    if serving.reload and may_be_shown(settings, serving.host):
        return {**told, FOR_AUTHORS: "1", LISTENS_ON: serving.host}
    return told
