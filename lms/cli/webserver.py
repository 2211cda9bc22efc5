"""The web server that `lms serve` starts: granian, one blocking thread a worker; docs/decisions/0003 says why."""

from __future__ import annotations

import os
import signal
import sys
from importlib import import_module

from granian.constants import Interfaces
from granian.log import LogLevels
from granian.server import Server

from lms.cli.lifeline import PARENT, check_parent, end_with_parent

APPLICATION = "lms.cli.webapp:make_application"
SECONDS_TO_END = 5


def serve(host: str, port: int, workers: int, application: str = APPLICATION) -> None:
    """Serve until told to end. A worker that dies is started again. `application` names a function that makes one."""
    Server(
        application,
        address=host,
        port=port,
        interface=Interfaces.WSGI,
        workers=workers,
        blocking_threads=1,
        factory=True,
        websockets=False,
        # Addresses of pages hold verification numbers, and queries what people look for: neither is written down.
        log_access=False,
        log_level=LogLevels.warning,
        respawn_failed_workers=True,
        workers_kill_timeout=SECONDS_TO_END,
    ).serve()


def main() -> None:
    end_with_parent(signal.SIGKILL)
    check_parent()
    # From here on the parent is this process: a worker that is started as this one is killed looks whether it is there.
    os.environ[PARENT] = str(os.getpid())
    os.umask(0o077)
    # Imported before the workers are forked: the code is loaded once, shared by all, and a new worker is there at once.
    import_module(APPLICATION.partition(":")[0])
    host, port, workers = sys.argv[1:]
    serve(host, int(port), int(workers))


if __name__ == "__main__":
    main()
