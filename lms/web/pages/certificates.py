"""A learner's certificates: what is ready, claiming one under the name to be printed, having and sharing it."""

from __future__ import annotations

import re
import unicodedata

from flask import Blueprint, Response, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from lms.services import certifying
from lms.services.certifying import Holding
from lms.services.refusals import ClosedDoor, Invalid, NotFound
from lms.web import current, policies, reports

pages = Blueprint("certificates", __name__)

SECONDS_TO_LOOK_AGAIN = 3
LONGEST_NAME = 200


@pages.get("/certificates")
@policies.signed_in()
def mine() -> str:
    return render_template("certificates/mine.html", holdings=certifying.mine(current.context(), current.learner()))


@pages.get("/certificates/claim/<credential>")
@policies.signed_in()
def claim_form(credential: str) -> AnyResponse | str:
    holding = _holding(credential)
    if holding.serial:
        return _to_holder(holding.serial)
    if holding.state != "ready":
        raise ClosedDoor(f"“{holding.title}” is not ready to be claimed yet.", holding.reasons)
    return _form(holding, current.learner().name)


@pages.post("/certificates/claim/<credential>")
@policies.signed_in()
def claim(credential: str) -> AnyResponse | tuple[str, int]:
    name, agree = request.form.get("name", ""), "agree" in request.form
    try:
        claimed = certifying.claim(current.context(), current.learner(), credential, name, agree)
    except Invalid as refused:
        return _form(_holding(credential), name, agree, refused), 422
    return _to_holder(claimed.holding.serial)


@pages.get("/certificates/<serial>")
@policies.signed_in()
def holder(serial: str) -> AnyResponse | str:
    page = certifying.holder_page(current.context(), current.learner(), serial)
    if page.holding.serial != serial:
        return _to_holder(page.holding.serial)
    if page.holding.state == "preparing":
        waiting = Response(render_template("certificates/preparing.html", certificate=page))
        waiting.headers["Refresh"] = str(SECONDS_TO_LOOK_AGAIN)
        return waiting
    return render_template("certificates/holder.html", certificate=page, reason=reports.reason_of(page.report))


@pages.get("/certificates/<serial>.pdf")
@policies.signed_in(by_token=True)
def pdf(serial: str) -> Response:
    context, learner = current.context(), current.learner()
    content = certifying.pdf(context, learner, serial)
    title = certifying.holder_page(context, learner, serial).holding.title
    response = Response(content, content_type="application/pdf")
    response.headers.set("Content-Disposition", "attachment", filename=file_name(title, serial))
    return response


def file_name(title: str, serial: str) -> str:
    """`Certified-Patient-Leader-7K3MD.pdf`: in letters that every system keeps as they are."""
    plain = unicodedata.normalize("NFKD", title).encode("ascii", "ignore").decode("ascii")
    words = re.findall(r"[A-Za-z0-9]+", plain)[:8] or ["Certificate"]
    return "-".join([*words, serial.partition("-")[0].upper()]) + ".pdf"


def _holding(credential_id: str) -> Holding:
    mine = certifying.mine(current.context(), current.learner())
    found = next((one for one in mine if one.credential_id == credential_id and one.credential is not None), None)
    if found is None:
        raise NotFound("There is no such certificate here.")
    return found


def _form(holding: Holding, name: str, agree: bool = False, refused: Invalid | None = None) -> str:
    return render_template(
        "certificates/claim.html",
        holding=holding,
        name=name[:LONGEST_NAME],
        agree=agree,
        refused=refused,
        longest=LONGEST_NAME,
    )


def _to_holder(serial: str | None) -> AnyResponse:
    return redirect(url_for("certificates.holder", serial=serial), 303)
