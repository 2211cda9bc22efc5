"""The log: one line for each thing that happened, for programs as JSON, for a person at a terminal in words.

Nothing in it tells who somebody is or what they wrote. Of an error only its kind and the places in the code are kept,
since its message may quote what a person typed; of what a library says, only the place where it says it. Our own
messages are written so that they hold nothing personal.
"""

from __future__ import annotations

import json
import logging
import os
import sys
import time
import traceback
from collections.abc import Callable
from datetime import UTC, datetime
from functools import lru_cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[3]
OURS = "lms"

Write = Callable[[str], None]
"""Takes one line without its end."""


class _Lines:
    """Where lines go that are made for each request and job; None: nowhere, and then nobody makes them."""

    write: Write | None = None


def begin(form: str) -> None:
    """Have this process write its log to standard error, in this form: json, words, or auto."""
    as_json = form == "json" or (form == "auto" and not sys.stderr.isatty())
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(AsJson() if as_json else InWords())
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(logging.WARNING)
    send_to(_to_standard_error if as_json else None)


def send_to(write: Write | None) -> None:
    """Have lines on requests and jobs written by this; None: there are none."""
    _Lines.write = write


def writer() -> Write | None:
    """What writes a line on a request or a job, if anybody wants it."""
    return _Lines.write


def _to_standard_error(line: str) -> None:
    """In one call, so that lines of several processes never run into each other. A full disk ends no request."""
    try:
        os.write(2, line.encode() + b"\n")
    except OSError:
        return


def now() -> str:
    """The time to the millisecond, in RFC 3339."""
    at = time.time()
    return f"{_to_the_second(int(at))}{int((at - int(at)) * 1000):03}Z"


@lru_cache(maxsize=1)
def _to_the_second(second: int) -> str:
    """Made once a second, since many lines are written in one."""
    return datetime.fromtimestamp(second, UTC).strftime("%Y-%m-%dT%H:%M:%S.")


def tell(kind: str, **facts: object) -> None:
    """Write a line about something that is not an error, where such lines are wanted."""
    if _Lines.write is not None:
        _Lines.write(json.dumps({"at": now(), "kind": kind, **facts, "worker": os.getpid()}, ensure_ascii=False))


def described(error: BaseException) -> list[dict[str, object]]:
    """An error and all that led to it: kinds and places, no words."""
    chain: list[BaseException] = []
    one: BaseException | None = error
    while one is not None and one not in chain:
        chain.append(one)
        one = one.__cause__ or one.__context__
    return [_described(one) for one in chain]


def _described(error: BaseException) -> dict[str, object]:
    places = traceback.extract_tb(error.__traceback__)
    return {
        "type": f"{type(error).__module__}.{type(error).__qualname__}",
        "at": [f"{_short(place.filename)}:{place.lineno} {place.name}" for place in places],
    }


def _short(filename: str) -> str:
    path = Path(filename)
    if path.is_relative_to(ROOT) and "site-packages" not in path.parts:
        return str(path.relative_to(ROOT))
    return "/".join(path.parts[-2:])


def _facts(record: logging.LogRecord) -> dict[str, object]:
    """What a record says that may be written down."""
    facts: dict[str, object] = {"level": record.levelname.lower(), "logger": record.name}
    if record.name.partition(".")[0] == OURS:
        facts["message"] = record.getMessage()
    else:
        facts["said_at"] = f"{_short(record.pathname)}:{record.lineno} {record.funcName}"
    facts.update(getattr(record, "facts", {}))
    if record.exc_info and record.exc_info[1] is not None:
        facts["errors"] = described(record.exc_info[1])
    return facts


class AsJson(logging.Formatter):
    """A record as one line of JSON."""

    def format(self, record: logging.LogRecord) -> str:
        told = {"at": now(), "kind": "log", **_facts(record), "worker": record.process}
        return json.dumps(told, ensure_ascii=False)


class InWords(logging.Formatter):
    """A record for a person: what and where, and below it the errors with their places."""

    def format(self, record: logging.LogRecord) -> str:
        facts = _facts(record)
        lines = [f"{record.levelname} {record.name}: {facts.get('message') or facts.get('said_at')}"]
        if number := facts.get("request"):
            lines[0] += f" (request {number}, {facts.get('path')})"
        if record.exc_info and record.exc_info[1] is not None:
            for error in described(record.exc_info[1]):
                places = error["at"]
                assert isinstance(places, list)  # noqa: S101
                lines += [f"  {error['type']}", *(f"    {place}" for place in places)]
        return "\n".join(lines)
