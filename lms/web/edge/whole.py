"""An answer that is at hand as a whole, which is what nearly all of ours are."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from flask import Response
from werkzeug.datastructures import Headers

HTML = "text/html; charset=utf-8"


class Whole(Response):
    """Bytes of one kind. With status 200 they go out as they are: Werkzeug would look through all again first."""

    def __init__(self, body: bytes, status: int = 200, kind: str = HTML) -> None:
        headers = Headers()
        headers.add("Content-Type", kind)
        headers.add("Content-Length", str(len(body)))
        self._body = [body]
        self._ends = False
        super().__init__(self._body, status, headers)

    def call_on_close(self, func: Callable[[], Any]) -> Callable[[], Any]:
        self._ends = True
        return super().call_on_close(func)

    def __call__(self, environ: Any, start_response: Any) -> Iterable[bytes]:
        is_as_made = self.status_code == 200 and self.response is self._body and not self._ends
        if not is_as_made or environ["REQUEST_METHOD"] == "HEAD":
            return super().__call__(environ, start_response)
        start_response(self.status, self.headers.to_wsgi_list())
        return self._body
