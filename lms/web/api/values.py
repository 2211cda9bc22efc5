"""How single values look in JSON: moments, shares, reasons and gates."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from datetime import datetime
from fractions import Fraction

from flask import Response

from lms.progress.gates import Closed, Gate
from lms.questions.grade import share_text
from lms.questions.quiz import Json
from lms.services.appointing.offers import Offer
from lms.web.edge.problems import bars_json, reason_json


def answer(value: Json, status: int = 200, headers: Mapping[str, str] | None = None) -> Response:
    """A JSON answer that nobody keeps."""
    body = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    response = Response(body, status, headers, content_type="application/json")
    response.headers.setdefault("Cache-Control", "no-store")
    return response


def in_language(language: str) -> dict[str, str]:
    """The headers of an answer that would be another in another language."""
    return {"Vary": "Accept-Language"} | ({"Content-Language": language} if language else {})


def share(value: Fraction | None) -> str | None:
    """An exact share: a decimal where it ends, a fraction where it does not."""
    return None if value is None else share_text(value)


def offers_json(offers: Iterable[Offer]) -> list[Json]:
    """The acts that a thing is offered with, each with its effect and every bar."""
    return [{"act": one.key, "effect": one.effect, "bars": bars_json(one.bars)} for one in offers]


def reasons_of(gate: Gate | None) -> list[dict[str, Json]]:
    """Every reason of a closed gate; of an open one there is none."""
    return [reason_json(one) for one in gate.reasons] if isinstance(gate, Closed) else []


def gate_json(gate: Gate) -> dict[str, Json]:
    """`gate`, "open" or "closed", and beside it `reasons`."""
    return {"gate": "closed" if isinstance(gate, Closed) else "open", "reasons": reasons_of(gate)}


def state_of(gate: Gate, done: datetime | None) -> str:
    """`done`, `open` or `closed`. What was done stays done, whatever closed since."""
    if done is not None:
        return "done"
    return "closed" if isinstance(gate, Closed) else "open"
