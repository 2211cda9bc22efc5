"""Who calls a real server: a program with a bearer token, or a browser with its cookies."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from http.client import HTTPConnection, HTTPException
from http.cookies import SimpleCookie
from typing import Any
from urllib.parse import urlencode

API = "/api/v1"
SECONDS_FOR_AN_ANSWER = 60
FORM = "application/x-www-form-urlencoded"


class NoAnswer(Exception):
    """The server was not there, or went away before it had answered: whether it did anything is not known."""


@dataclass(frozen=True, slots=True)
class Answer:
    status: int
    headers: tuple[tuple[str, str], ...]
    body: bytes

    @property
    def text(self) -> str:
        return self.body.decode("utf-8", "replace")

    @property
    def json(self) -> Any:
        return json.loads(self.body)

    def header(self, name: str) -> str:
        return next((value for key, value in self.headers if key.lower() == name.lower()), "")

    @property
    def everything(self) -> str:
        """All that was sent, headers too."""
        return "\n".join(f"{name}: {value}" for name, value in self.headers) + "\n" + self.text


class Wire:
    """One connection, opened again where it was lost. Nothing is sent twice."""

    def __init__(self, port: int) -> None:
        self._connection = HTTPConnection("127.0.0.1", port, timeout=SECONDS_FOR_AN_ANSWER)

    def exchange(self, method: str, path: str, body: bytes | None, headers: Mapping[str, str]) -> Answer:
        try:
            self._connection.request(method, path, body, dict(headers))
            response = self._connection.getresponse()
            return Answer(response.status, tuple(response.getheaders()), response.read())
        except (OSError, HTTPException) as lost:
            self._connection.close()
            raise NoAnswer(f"{method} {path}: {lost!r}") from lost

    def close(self) -> None:
        self._connection.close()


class Program:
    """Calls the API with a bearer token; without one, as a stranger."""

    def __init__(self, port: int, token: str) -> None:
        self._wire = Wire(port)
        self._headers = {"Authorization": f"Bearer {token}"} if token else {}

    def send(self, method: str, path: str, body: Any = None, **headers: str) -> Answer:
        """`idempotency_key` is the header Idempotency-Key."""
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        kind = {} if body is None else {"Content-Type": "application/json"}
        data = None if body is None else json.dumps(body).encode()
        return self._wire.exchange(method, path, data, self._headers | kind | named)

    def get(self, path: str) -> Answer:
        return self.send("GET", path)

    def post(self, path: str, body: Any = None, **headers: str) -> Answer:
        return self.send("POST", path, body, **headers)

    def put(self, path: str, body: Any) -> Answer:
        return self.send("PUT", path, body)

    def close(self) -> None:
        self._wire.close()


@dataclass(slots=True)
class Browser:
    """Opens pages, keeps cookies, and sends forms with the token that the last page carried."""

    port: int
    cookies: dict[str, str] = field(default_factory=dict)
    token: str = ""

    def get(self, path: str) -> Answer:
        return self._open("GET", path, None, {})

    def post(self, path: str, fields: Mapping[str, str]) -> Answer:
        body = urlencode({"csrf_token": self.token, **fields}).encode()
        return self._open("POST", path, body, {"Content-Type": FORM})

    def copy(self, port: int) -> Browser:
        """The same cookies in somebody else's hands, taken to this port."""
        return Browser(port, dict(self.cookies), self.token)

    def _open(self, method: str, path: str, body: bytes | None, headers: Mapping[str, str]) -> Answer:
        wire = Wire(self.port)
        cookie = (
            {"Cookie": "; ".join(f"{name}={value}" for name, value in self.cookies.items())} if self.cookies else {}
        )
        try:
            answer = wire.exchange(method, path, body, {**headers, **cookie})
        finally:
            wire.close()
        for name, value in answer.headers:
            if name.lower() == "set-cookie":
                self._keep(value)
        found = re.search(r'name="csrf_token"[^>]*value="([^"]+)"', answer.text)
        if found:
            self.token = found[1]
        return answer

    def _keep(self, header: str) -> None:
        for name, morsel in SimpleCookie(header).items():
            if morsel["max-age"] == "0" or not morsel.value:
                self.cookies.pop(name, None)
            else:
                self.cookies[name] = morsel.value
