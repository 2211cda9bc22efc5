"""Declarations of interests: one's own, and for admins everybody's."""

from __future__ import annotations

from collections.abc import Sequence

from flask import Response, flash, redirect, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from lms.practice.duties import Interest
from lms.services.appointing import declaring
from lms.services.appointing.declaring import BANDS, MOST, Declared
from lms.services.ground.refusals import Invalid, Refusal
from lms.web.edge import current, policies
from lms.web.pages.console.frame import EVERY_DUTY, again, pages

__all__ = ["pages"]

PAYMENTS = 5
"""So many lines for payments are there at least; whoever needs more saves, and gets more."""

Row = tuple[str, str, str, str]


@pages.get("/staff/interests")
@policies.duty(*EVERY_DUTY, "admin")
def interests() -> Response:
    own = declaring.own(current.context(), current.learner())
    return _page(_as_written(own), own)


@pages.post("/staff/interests")
@policies.duty(*EVERY_DUTY, "admin")
def declare() -> AnyResponse:
    sent = Declared(_lines("people"), _lines("organisations"), _payments())
    try:
        declaring.declare(current.context(), current.learner(), sent)
    except Invalid as refused:
        return _page(sent, declaring.own(current.context(), current.learner()), refused)
    flash("Thank you. That is declared for this year.")
    return redirect(url_for(".interests"), 303)


def _page(shown: Declared, own: Interest | None, refused: Refusal | None = None) -> Response:
    context, learner = current.context(), current.learner()
    empty = max(PAYMENTS - len(shown.payments), 1)
    return again(
        "console/interests.html",
        refused,
        shown=shown,
        payments=[*shown.payments, *([("", "", "", "")] * empty)],
        bands=BANDS,
        year=context.now().year,
        declared=own,
        listed=declaring.listed(context, learner) if learner.role == "admin" else None,
    )


def _as_written(own: Interest | None) -> Declared:
    if own is None:
        return Declared()
    payments = [(one.who, one.kind, str(one.year), one.band) for one in own.payments]
    people = declaring.emails_of(current.context(), own.people) if own.people else ()
    return Declared(people, own.organisations, payments)


def _lines(name: str) -> Sequence[str]:
    return [line for line in request.form.get(name, "").splitlines() if line.strip()][: MOST + 1]


def _payments() -> Sequence[Row]:
    """The lines in which something was filled in."""
    columns = [request.form.getlist(name)[: MOST + 1] for name in ("who", "kind", "year", "band")]
    return [row for row in zip(*columns, strict=False) if any(cell.strip() for cell in row[:3])]
