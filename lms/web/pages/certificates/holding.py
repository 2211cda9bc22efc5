"""A learner's certificates: what is ready, claiming one under the name to be printed, having and sharing it."""

from __future__ import annotations

from datetime import date

from flask import Blueprint, Response, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from lms.credentials.life import Status
from lms.services.certifying import badging, claiming, sharing, specimens
from lms.services.certifying.claiming import HolderPage, Holding
from lms.services.deciding import holdings as holdings_of
from lms.services.ground.refusals import ClosedDoor, Invalid, NotFound
from lms.services.privacy import erasing
from lms.web.drawing import reader_pages, reports, shared
from lms.web.edge import current, policies
from lms.web.edge.policy import FILES
from lms.web.pages.certificates.file_names import file_name
from lms.web.pages.certificates.linkedin import linkedin_address
from lms.wording.phrases import _

pages = Blueprint("certificates", __name__)

SECONDS_TO_LOOK_AGAIN = 3
LONGEST_NAME = 200


@pages.get("/certificates")
@policies.signed_in()
def mine() -> Response:
    holdings = holdings_of.mine(current.reading(), current.learner())
    return shared.own(reader_pages.page("certificates/mine.html", holdings=holdings))


@pages.get("/certificates/claim/<credential>")
@policies.signed_in()
def claim_form(credential: str) -> AnyResponse | str:
    if credential in current.reading().catalog().schemes:
        return redirect(url_for("applying.form", credential=credential), 303)
    holding = _holding(credential)
    if holding.renewal is not None and not holding.renewal:
        raise ClosedDoor(_("“%(title)s” is not ready to be renewed yet.", title=holding.title), holding.renewal.reasons)
    if holding.serial and holding.renewal is None:
        return _to_holder(holding.serial)
    if holding.state != "ready" and holding.renewal is None:
        raise ClosedDoor(_("“%(title)s” is not ready to be claimed yet.", title=holding.title), holding.reasons)
    return _form(holding, current.learner().name)


@pages.post("/certificates/claim/<credential>")
@policies.signed_in()
def claim(credential: str) -> AnyResponse | tuple[str, int]:
    name, agree = request.form.get("name", ""), "agree" in request.form
    try:
        claimed = claiming.claim(current.context(), current.learner(), credential, name, agree)
    except Invalid as refused:
        return _form(_holding(credential), name, agree, refused), 422
    return _to_holder(claimed.holding.serial)


@pages.get("/certificates/<serial>")
@policies.signed_in()
def holder(serial: str) -> AnyResponse | str:
    page = claiming.holder_page(current.context(), current.learner(), serial)
    if page.holding.serial != serial:
        return _to_holder(page.holding.serial)
    if page.holding.state == "preparing":
        waiting = Response(render_template("certificates/preparing.html", certificate=page))
        waiting.headers["Refresh"] = str(SECONDS_TO_LOOK_AGAIN)
        return waiting
    return _holder_page(page)


@pages.post("/certificates/<serial>/showing")
@policies.signed_in()
def show(serial: str) -> AnyResponse:
    """In the registry or not; the name in full, or initials until somebody types it."""
    listed, name_shown = "listed" in request.form, request.form.get("name_shown", "")
    sharing.choose(current.context(), current.learner(), serial, listed=listed, name_shown=name_shown)
    return _to_holder(serial)


@pages.post("/certificates/<serial>/links")
@policies.signed_in(limit="30 per hour")
def share(serial: str) -> str | tuple[str, int]:
    """A link that ends on a day. It is shown this once: only its hash is kept."""
    context, learner = current.context(), current.learner()
    page = claiming.holder_page(context, learner, serial)
    day = request.form.get("last_day", "")
    try:
        link = sharing.share(context, learner, serial, _day(day))
    except Invalid as refused:
        return _holder_page(page, refused=refused, day=day), 422
    return _holder_page(page, link=link)


@pages.post("/certificates/<serial>/links/<id>/end")
@policies.signed_in()
def end_link(serial: str, id: str) -> AnyResponse:
    sharing.end_link(current.context(), current.learner(), serial, id)
    return _to_holder(serial)


@pages.get("/certificates/<serial>/erase")
@policies.signed_in()
def erase(serial: str) -> str:
    return _erase_form(claiming.holder_page(current.context(), current.learner(), serial))


@pages.post("/certificates/<serial>/erase")
@policies.signed_in()
def erase_now(serial: str) -> AnyResponse | tuple[str, int]:
    """For good, so it is asked for twice."""
    context, learner = current.context(), current.learner()
    page = claiming.holder_page(context, learner, serial)
    if "sure" not in request.form:
        return _erase_form(page, _("Tick the box if you are sure.")), 422
    erasing.erase(context, learner, serial)
    flash(current.said(_("Your certificate “%(title)s” is erased.", title=page.holding.title)))
    return redirect(url_for("certificates.mine"), 303)


def _erase_form(page: HolderPage, refused: str = "") -> str:
    return render_template("certificates/erase.html", certificate=page, refused=refused)


@pages.get("/certificates/<serial>.pdf")
@policies.signed_in(by_token=True)
def pdf(serial: str) -> Response:
    context, learner = current.context(), current.learner()
    content = claiming.pdf(context, learner, serial)
    title = claiming.holder_page(context, learner, serial).holding.title
    response = Response(content, content_type="application/pdf")
    response.headers.set("Content-Disposition", "attachment", filename=file_name(title, serial, "pdf"))
    return response


@pages.get("/certificates/<serial>/picture.png")
@policies.signed_in(limit="60 per minute", lane=FILES)
def picture(serial: str) -> Response:
    """The first page of the PDF, for its holder to look at."""
    drawn = specimens.picture(claiming.pdf(current.context(), current.learner(), serial))
    if drawn is None:
        raise NotFound(_("There is no picture of this certificate just now."))
    return Response(drawn, content_type="image/png")


def _has_picture(page: HolderPage) -> bool:
    return page.claims is not None and page.report.trusted and not page.holding.new_file


def _holder_page(page: HolderPage, *, link: str = "", refused: Invalid | None = None, day: str = "") -> str:
    serial = page.holding.serial or ""
    return render_template(
        "certificates/holder.html",
        certificate=page,
        reason=reports.reason_of(page.report),
        # While it is on hold nothing of it is given out.
        badge=page.report.trusted and badging.is_ready(current.context(), serial),
        pictured=_has_picture(page) and specimens.can_picture(),
        linkedin=linkedin_address(page.claims) if page.claims and page.holding.status is Status.VALID else "",
        choices=sharing.choices(current.context(), current.learner(), serial),
        link=link,
        refused=refused,
        day=day,
    )


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise Invalid(_("Choose the last day of the link."), field="last_day") from None


def _holding(credential_id: str) -> Holding:
    mine = claiming.mine(current.reading(), current.learner())
    found = next((one for one in mine if one.credential_id == credential_id and one.credential is not None), None)
    if found is None:
        raise NotFound(_("There is no such certificate here."))
    return found


def _form(holding: Holding, name: str, agree: bool = False, refused: Invalid | None = None) -> str:
    return render_template(
        "certificates/claim.html",
        holding=holding,
        agreed=current.reading().catalog().credentials[holding.credential_id],
        name=name[:LONGEST_NAME],
        agree=agree,
        refused=refused,
        longest=LONGEST_NAME,
    )


def _to_holder(serial: str | None) -> AnyResponse:
    return redirect(url_for("certificates.holder", serial=serial), 303)
