"""The web server that `lms serve` starts: granian, with the site behind a gateway; docs/decisions/0013 says why."""

from __future__ import annotations

import gc
import os
import resource
import signal
import sys
from importlib import import_module

from granian.constants import HTTPModes, Interfaces, Loops
from granian.http import HTTP1Settings
from granian.log import LogLevels
from granian.server import Server

from lms.cli.process.household import FOR_AUTHORS, HELD, wait_until_let_go
from lms.cli.process.lifeline import PARENT, check_parent, end_with_parent
from lms.cli.serving.at_hand import may_go_ahead
from lms.web.edge.gateway import Gateway

APPLICATION = "lms.cli.serving.webapp:make_application"
SECONDS_TO_END = 5
MILLISECONDS_FOR_HEADERS = 20_000
MOST_CONNECTIONS = 2048
"""Of one worker. Slow callers hold one each, and little else."""


def serve(host: str, port: int, workers: int, application: str = APPLICATION) -> None:
    """Serve until told to end. A worker that dies is started again. `application` names a function that makes one."""
    _allow_connections()
    Server(
        application,
        address=host,
        port=port,
        interface=Interfaces.ASGINL,
        workers=workers,
        loop=Loops.uvloop,
        backlog=MOST_CONNECTIONS,
        backpressure=MOST_CONNECTIONS,
        http=HTTPModes.http1,
        http1_settings=HTTP1Settings(header_read_timeout=MILLISECONDS_FOR_HEADERS),
        websockets=False,
        # Addresses of pages hold verification numbers, and queries what people look for: neither is written down.
        log_access=False,
        log_level=LogLevels.warning,
        respawn_failed_workers=True,
        workers_kill_timeout=SECONDS_TO_END,
    ).serve(target_loader=_made)


def _made(application: str) -> Gateway:
    module, _, name = application.partition(":")
    return Gateway(getattr(import_module(module), name)())


def _allow_connections() -> None:
    """A connection is an open file: as many as this process may have, if it asks."""
    least, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = 2 * MOST_CONNECTIONS if most == resource.RLIM_INFINITY else min(2 * MOST_CONNECTIONS, most)
    if resource.RLIM_INFINITY != least < wanted:
        resource.setrlimit(resource.RLIMIT_NOFILE, (wanted, most))


def _load_code() -> None:
    """Before the workers are forked: the code is loaded once, shared by all, and a new worker is there at once."""
    # None of it is garbage, and to look for such among it takes a tenth of the time.
    gc.disable()
    import_module(APPLICATION.partition(":")[0])
    if FOR_AUTHORS not in os.environ:
        # What only some pages need; authors wait for the first page, and everybody else for none.
        import_module("lms.jobs.storage")
    gc.freeze()
    gc.enable()


def main() -> None:
    end_with_parent(signal.SIGKILL)
    check_parent()
    # From here on the parent is this process: a worker that is started as this one is killed looks whether it is there.
    os.environ[PARENT] = str(os.getpid())
    os.umask(0o077)
    _load_code()
    host, port, workers, *held = sys.argv[1:]
    if held == [HELD] and not may_go_ahead():
        wait_until_let_go()
    serve(host, int(port), int(workers))


if __name__ == "__main__":
    main()
