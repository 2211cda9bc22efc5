"""The candidate handbook of each scheme, to read and as a PDF, as it is today and as it was."""

from __future__ import annotations

from flask import Blueprint, Response, render_template, request
from flask.blueprints import BlueprintSetupState

from lms.content.reading.targets import CERTIFICATES, target_of
from lms.services.publishing import handbooks
from lms.services.publishing.handbooks import Shown
from lms.web.edge import current, policies
from lms.web.edge.policy import FILES
from lms.web.pages.assessing.rules_in_words import rules_of

pages = Blueprint("schemes", __name__)


def _tell_templates(state: BlueprintSetupState) -> None:
    state.app.jinja_env.globals.update(has_handbook=_has_handbook, is_applied_for=_is_applied_for)


pages.record(_tell_templates)


def _has_handbook(credential: str) -> bool:
    """Whether a credential has a scheme today, so that its pages can lead to the handbook."""
    return credential in current.reading().catalog().schemes


def _is_applied_for(path: str) -> bool:
    """Whether what a path names is a credential that people apply for."""
    target = target_of(path)
    return target.family == CERTIFICATES and _has_handbook(target.id)


@pages.get("/schemes/<credential>")
@policies.anyone()
def handbook(credential: str) -> str:
    return _drawn("schemes/handbook.html", _shown(credential))


@pages.get("/schemes/<credential>.pdf")
@policies.anyone(limit="20 per hour", lane=FILES)
def handbook_as_pdf(credential: str) -> Response:
    # Half a second and tens of megabytes, for the few who want it on paper.
    from lms.interchange.printed import sheet  # noqa: PLC0415

    shown = _shown(credential)
    html = _drawn("schemes/handbook_sheet.html", shown)
    # On paper a link leads to this site, wherever the paper is read.
    html = html.replace(' href="/', f' href="{current.context().settings.base_url}/')
    response = Response(sheet(html), content_type="application/pdf")
    name = f"handbook-{shown.handbook.credential}-{shown.handbook.version}.pdf"
    response.headers.set("Content-Disposition", "inline", filename=name)
    return response


def _shown(credential: str) -> Shown:
    version = request.args.get("version", "")[:64].replace(policies.NO_TEXT, "")
    return handbooks.shown(current.reading(), credential, version)


def _drawn(template: str, shown: Shown) -> str:
    book = shown.handbook
    limit = book.policy.time_limit
    minutes = None if limit is None else int(limit.total_seconds()) // 60
    return render_template(template, shown=shown, rules=rules_of(book.policy, book.questions + book.pilots, minutes))
