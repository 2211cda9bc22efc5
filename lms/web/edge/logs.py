"""One line a request, and one a fault. Of an address only its pattern is kept, as in `/verify/<serial>`.

Who serves decides where the lines lead, and whether there are any (`lms.services.ground.journal`).
"""

from __future__ import annotations

import logging
import os
import time

from lms.services.ground import journal
from lms.web.edge import current
from lms.web.edge.request_facts import RequestFacts

faults = logging.getLogger("lms.faults")
UNKNOWN = "?"


def request_ends(method: str, facts: RequestFacts, status: int, size: str) -> None:
    """One line for a request. `size` is that of the body in bytes, as the header says it."""
    write = journal.writer()
    if write is None:
        return
    path = facts.path or UNKNOWN
    # None of this holds a character that JSON would write otherwise: patterns, numbers and names of methods.
    write(
        f'{{"at": "{journal.now()}", "kind": "request", "request": "{facts.number}",'
        f' "method": "{method if facts.path else UNKNOWN}", "path": "{path}", "status": {status},'
        f' "ms": {(time.perf_counter() - facts.began) * 1000:.1f}, "bytes": {size or "null"}, "worker": {os.getpid()}}}'
    )


def fault(error: BaseException) -> None:
    """A bug: where it happened, and its kind, chained causes included."""
    facts = current.facts()
    faults.error(
        "A request broke off.",
        exc_info=error,
        extra={"facts": {"request": facts.number, "path": facts.path or UNKNOWN}},
    )
