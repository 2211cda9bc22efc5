"""Ports for the servers that tests start: none is given twice, to another process of the run, or by the system."""

from __future__ import annotations

import os
import socket
from itertools import count

FIRST, BEYOND = 10_240, 32_768
"""Below those that the system gives whoever calls out, or asks for any port."""

PROCESSES = 32
"""So many processes of one run share the ports, each with its own."""

_numbers = count(os.getpid())


def free_port() -> int:
    """A port on which nobody listens, nor will before the test does: a server may be slow, or be started again."""
    process = int(os.environ.get("PYTEST_XDIST_WORKER", "gw0").removeprefix("gw"))
    while True:
        port = FIRST + next(_numbers) % ((BEYOND - FIRST) // PROCESSES) * PROCESSES + process % PROCESSES
        with socket.socket() as trial:
            # As servers listen, who need not wait for what an earlier one left.
            trial.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                trial.bind(("127.0.0.1", port))
            except OSError:
                continue
        return port
