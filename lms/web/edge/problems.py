"""What went wrong, once, for the page and for the API (`application/problem+json`, RFC 9457)."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from flask import Response

from lms.practice.duties import Bar
from lms.progress.gates import Reason
from lms.web.edge import contact, current
from lms.wording.phrases import said


@dataclass(frozen=True, slots=True)
class Problem:
    """An answer that is not what was asked for. `kind` is a stable word for programs; `retry_after` is in seconds."""

    status: int
    kind: str
    title: str
    message: str
    reasons: tuple[Reason, ...] = ()
    retry_after: int | None = None
    field: str = ""
    bars: tuple[Bar, ...] = ()
    state: str = ""
    allowed: tuple[str, ...] = ()


def moment_json(at: datetime | None) -> str | None:
    """RFC 3339 in UTC, to the second."""
    return None if at is None else at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def reason_json(reason: Reason) -> dict[str, Any]:
    """Why a door is closed, as the API says it."""
    return {
        "kind": reason.kind,
        "what": reason.what,
        "title": reason.title,
        "message": contact.told(reason.message),
        "since": moment_json(reason.since),
        "until": moment_json(reason.until),
    }


def bars_json(bars: Iterable[Bar]) -> list[Any]:
    """What stands against a person and an act, as the API says it."""
    return [{"kind": bar.kind, "message": bar.message} for bar in bars]


def response(problem: Problem) -> Response:
    """The problem as JSON, with the number that a person can quote. A script of a page gets it in its language."""
    body: dict[str, Any] = {
        "type": f"urn:problem:{problem.kind}",
        "title": said(problem.title, current.for_a_script()),
        "status": problem.status,
        "detail": contact.told(problem.message),
        "request": current.request_number(),
    }
    if problem.reasons:
        body["reasons"] = [reason_json(reason) for reason in problem.reasons]
    if problem.bars:
        body["bars"] = bars_json(problem.bars)
    if problem.state:
        body |= {"state": problem.state, "allowed": list(problem.allowed)}
    if problem.field:
        body["field"] = problem.field
    return Response(
        json.dumps(body, ensure_ascii=False, indent=2) + "\n",
        status=problem.status,
        content_type="application/problem+json",
        headers={"Content-Language": current.for_a_script().code},
    )
