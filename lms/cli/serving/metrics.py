"""The figures of the site at a port of this machine alone (LMS_METRICS), for a Prometheus that runs beside it."""

from __future__ import annotations

import logging
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from socket import AF_INET6
from typing import Any

from lms.cli.command.terminal import say
from lms.services.ground.context import Context
from lms.services.operating import measures

PATH = "/metrics"

log = logging.getLogger(__name__)


class _OnIPv6(ThreadingHTTPServer):
    address_family = AF_INET6


def serve(ctx: Context) -> ThreadingHTTPServer | None:
    """Answer there from now on, in a thread beside the work; nothing, where no address was set."""
    if not ctx.settings.metrics:
        return None
    host, _, port = ctx.settings.metrics.rpartition(":")
    server = _OnIPv6 if host.startswith("[") else ThreadingHTTPServer
    try:
        opened = server((host.strip("[]"), int(port)), _asking(ctx))
    except OSError as error:
        say(f"LMS_METRICS: nobody can listen on {ctx.settings.metrics} ({error.strerror}). The site is served without.")
        return None
    opened.daemon_threads = True
    threading.Thread(target=opened.serve_forever, name="metrics", daemon=True).start()
    return opened


def _asking(ctx: Context) -> type[BaseHTTPRequestHandler]:
    class Asking(BaseHTTPRequestHandler):
        """One question for the figures. Anything else is not here."""

        server_version, sys_version = "lms", ""
        timeout = 10

        def do_GET(self) -> None:
            if self.path.partition("?")[0] != PATH:
                self._answer(404, b"The figures are at /metrics.\n", "text/plain; charset=utf-8")
                return
            try:
                found = measures.exposition(ctx).encode()
            except Exception:
                log.exception("The figures could not be put together.")
                self._answer(500, b"", "text/plain; charset=utf-8")
                return
            self._answer(200, found, measures.CONTENT_TYPE)

        def _answer(self, status: int, body: bytes, kind: str) -> None:
            self.send_response(status)
            self.send_header("Content-Type", kind)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, format: str, *args: Any) -> None:
            """Whoever asks every few seconds is not written down each time."""

    return Asking
