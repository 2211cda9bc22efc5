"""One line of JSON a request, and one a fault. Nothing in them tells who somebody is or what they wrote.

Of an address only its pattern is kept (`/verify/<serial>`), of a fault only its type and the places in the code: a
message may quote what a person typed. Lines go to the loggers lms.requests (INFO) and lms.faults (ERROR); who serves
decides where these lead.
"""

from __future__ import annotations

import json
import logging
import time
import traceback
from datetime import UTC, datetime
from pathlib import Path

from flask import g, request

from lms.web import current

requests = logging.getLogger("lms.requests")
faults = logging.getLogger("lms.faults")
ROOT = Path(__file__).resolve().parents[2]


def request_begins() -> None:
    if requests.isEnabledFor(logging.INFO):
        g.began = time.perf_counter()


def request_ends(status: int) -> None:
    if requests.isEnabledFor(logging.INFO):
        requests.info("%s", _line(status))


def _line(status: int) -> str:
    rule = request.url_rule
    took = time.perf_counter() - g.began if "began" in g else 0.0
    return json.dumps(
        {
            "at": datetime.now(UTC).isoformat(timespec="milliseconds"),
            "request": current.request_number(),
            "method": request.method if rule else "?",
            "path": rule.rule if rule else "?",
            "status": status,
            "ms": round(took * 1000, 1),
        }
    )


def fault(error: BaseException) -> None:
    """A bug: where it happened, and its kind, chained causes included."""
    faults.error(
        "%s",
        json.dumps(
            {
                "at": datetime.now(UTC).isoformat(timespec="milliseconds"),
                "request": current.request_number(),
                "path": request.url_rule.rule if request.url_rule else "?",
                "errors": [_described(one) for one in _chain(error)],
            }
        ),
    )


def _chain(error: BaseException) -> list[BaseException]:
    chain: list[BaseException] = []
    one: BaseException | None = error
    while one is not None and one not in chain:
        chain.append(one)
        one = one.__cause__ or one.__context__
    return chain


def _described(error: BaseException) -> dict[str, object]:
    return {
        "type": f"{type(error).__module__}.{type(error).__qualname__}",
        "at": [
            f"{_short(frame.filename)}:{frame.lineno} {frame.name}"
            for frame in traceback.extract_tb(error.__traceback__)
        ],
    }


def _short(filename: str) -> str:
    path = Path(filename)
    return str(path.relative_to(ROOT)) if path.is_relative_to(ROOT) else path.name
