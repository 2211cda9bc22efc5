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

from lms.web import current
from lms.web.visit import Visit

requests = logging.getLogger("lms.requests")
faults = logging.getLogger("lms.faults")
ROOT = Path(__file__).resolve().parents[2]


def clock() -> float:
    """What the time of a request is measured with; 0 where nobody reads it."""
    return time.perf_counter() if requests.isEnabledFor(logging.INFO) else 0.0


def request_ends(method: str, visit: Visit, status: str) -> None:
    """One line for a request. `status` is that of the response, as in `200 OK`."""
    if requests.isEnabledFor(logging.INFO):
        requests.info("%s", _line(method, visit, int(status.split(" ", 1)[0])))


def _line(method: str, visit: Visit, status: int) -> str:
    return json.dumps(
        {
            "at": datetime.now(UTC).isoformat(timespec="milliseconds"),
            "request": visit.number,
            "method": method if visit.path else "?",
            "path": visit.path or "?",
            "status": status,
            "ms": round((time.perf_counter() - visit.began) * 1000, 1),
        }
    )


def fault(error: BaseException) -> None:
    """A bug: where it happened, and its kind, chained causes included."""
    faults.error(
        "%s",
        json.dumps(
            {
                "at": datetime.now(UTC).isoformat(timespec="milliseconds"),
                "request": current.visit().number,
                "path": current.visit().path or "?",
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
