"""An application that a real browser can reach: a small server on loopback, in a thread of the test."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager

from flask import Flask
from werkzeug.serving import WSGIRequestHandler, make_server

LOOKS_FOR_ITS_END = 0.02
"""In seconds: whoever ends the server waits for the next look."""


class _Quiet(WSGIRequestHandler):
    def log(self, type: str, message: str, *args: object) -> None:
        """Keep the output of the tests to themselves."""


@contextmanager
def serving(app: Flask) -> Iterator[str]:
    """The address of the app while it is served, on a port that was free."""
    server = make_server("127.0.0.1", 0, app, threaded=True, request_handler=_Quiet)
    thread = threading.Thread(target=server.serve_forever, args=(LOOKS_FOR_ITS_END,), daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
