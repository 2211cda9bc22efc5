"""Flask as it is, less what this site does not use: coroutines, signals, several hosts, hooks for each part.

Each of these is asked for on every request, and together they take longer than a page. What is left out is left out
here alone; views, sessions and errors know nothing of it.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Mapping
from typing import Any
from urllib.parse import SplitResult, urlsplit

from flask import Flask, Request, Response
from flask.globals import request_ctx
from werkzeug.datastructures import Headers
from werkzeug.routing import Map, MapAdapter, Rule

MOST_REMEMBERED = 4096
LONGEST_REMEMBERED = 200
ROOT = "/"
HTML = "text/html; charset=utf-8"

Match = tuple[Rule, Mapping[str, Any]]


class Answer(Response):
    """A response whose body is there as a whole goes out as it is; all others take the longer way."""

    @classmethod
    def page(cls, body: bytes) -> Answer:
        """A page in HTML, made without a look at all that a response could be."""
        made = cls.__new__(cls)
        made.headers = Headers([("Content-Type", HTML), ("Content-Length", str(len(body)))])
        made._status, made._status_code = "200 OK", 200
        made.direct_passthrough = False
        made._on_close = []
        made.response = [body]
        return made

    def __call__(self, environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        body = self.response
        whole = type(body) is list and len(body) == 1 and type(body[0]) is bytes
        if not whole or self._status_code != 200 or self._on_close or environ["REQUEST_METHOD"] == "HEAD":
            return super().__call__(environ, start_response)
        start_response(self._status, self.headers.to_wsgi_list())
        return body  # type: ignore[return-value]


class _Addresses(MapAdapter):
    """The way from an address to its view, remembered where it led to one."""

    def __init__(self, urls: Map, base: SplitResult, environ: Mapping[str, Any], remembered: dict[Any, Match]) -> None:
        path = environ["PATH_INFO"].encode("latin-1").decode("utf-8", "replace")
        super().__init__(
            urls,
            base.netloc,
            environ.get("SCRIPT_NAME") or ROOT,
            "",
            base.scheme,
            path,
            environ["REQUEST_METHOD"],
            environ.get("QUERY_STRING", ""),
        )
        self._asked = (self.default_method, path)
        self._remembered = remembered

    def match(self, *given: Any, **named: Any) -> Any:
        if given or named != {"return_rule": True}:
            return super().match(*given, **named)
        found = self._remembered.get(self._asked)
        if found is None:
            rule, arguments = super().match(return_rule=True)
            found = rule, arguments
            if len(self._asked[1]) <= LONGEST_REMEMBERED:
                if len(self._remembered) >= MOST_REMEMBERED:
                    self._remembered.clear()
                self._remembered[self._asked] = found
        return found[0], dict(found[1])


class Site(Flask):
    """An application of one site. Its own address is that of the settings, whatever a request calls it."""

    response_class = Answer

    def __init__(self, name: str, **given: Any) -> None:
        super().__init__(name, **given)
        self.base = urlsplit("http://localhost")
        self._remembered: dict[Any, Match] = {}

    def create_url_adapter(self, request: Request | None) -> MapAdapter | None:
        """Without a look at the Host that was sent: nothing that is answered may depend on it."""
        if request is None:
            return None
        return _Addresses(self.url_map, self.base, request.environ, self._remembered)

    def ensure_sync(self, func: Callable[..., Any]) -> Callable[..., Any]:
        """Views are plain functions."""
        return func

    def full_dispatch_request(self) -> Response:
        """Ask what comes before, call the view, and answer what goes wrong."""
        self._got_first_request = True
        try:
            answer = self.preprocess_request()
            if answer is None:
                answer = self.dispatch_request()
        except Exception as error:
            answer = self.handle_user_exception(error)
        return self.finalize_request(answer)

    def preprocess_request(self) -> Any:
        """What is hung on all requests; nothing is hung on those of one part of the site."""
        for function in self.before_request_funcs.get(None, ()):
            answer = function()
            if answer is not None:
                return answer
        return None

    def dispatch_request(self) -> Any:
        """Call the view that the address led to."""
        asked: Any = request_ctx.request
        if asked.routing_exception is not None:
            self.raise_routing_exception(asked)
        return self.view_functions[asked.url_rule.endpoint](**asked.view_args)

    def finalize_request(self, rv: Any, from_error_handler: bool = False) -> Response:
        """The answer as a response, with its cookie."""
        response = rv if type(rv) is Answer else self.make_response(rv)
        return self.process_response(response)

    def process_response(self, response: Response) -> Response:
        """What comes after a view, and the cookie."""
        context: Any = request_ctx._get_current_object()  # type: ignore[attr-defined]
        for function in (*context._after_request_functions, *reversed(self.after_request_funcs.get(None, ()))):
            response = function(response)
        self.session_interface.save_session(self, context._session, response)
        return response

    def do_teardown_request(self, exc: BaseException | None = None) -> None:
        """Nothing is hung on the end of a request."""

    def do_teardown_appcontext(self, exc: BaseException | None = None) -> None:
        """What an extension wants to be told at the end."""
        for function in reversed(self.teardown_appcontext_funcs):
            function(exc if exc is not None else sys.exc_info()[1])
