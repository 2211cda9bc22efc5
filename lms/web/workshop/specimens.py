"""A certificate's design with trying names, as pictures and as PDF, each of them marked as a specimen."""

from __future__ import annotations

from flask import Blueprint, Response, abort, render_template, request

from lms.services.certifying import specimens
from lms.services.ground.refusals import NotFound
from lms.web.edge import current, policies
from lms.web.workshop import bench

pages = Blueprint("specimens", __name__, url_prefix="/workshop/certificates")

LONGEST_NAME = 200


@pages.get("/<credential>")
@policies.workshop()
def credential(credential: str) -> str:
    """Every trying name in the design, and one of the author's own by `?name=`."""
    now = bench.draft()
    part = now.world.credentials.get(credential)
    if part is None:
        raise NotFound("There is no such certificate in the files, or it cannot be read yet.")
    own = request.args.get("name", "").strip()[:LONGEST_NAME]
    return render_template(
        "workshop/credential.html",
        part=part,
        known=now.catalog.credentials.get(credential),
        notes=bench.notes(now, now.of_folder(part.folder)),
        names={**({"own": own} if own else {}), **specimens.NAMES},
        own=own,
        longest=LONGEST_NAME,
        mark=now.mark,
    )


@pages.get("/<credential>/specimen.pdf")
@policies.workshop()
def pdf(credential: str) -> Response:
    response = Response(_draw(credential), content_type="application/pdf")
    response.headers.set("Content-Disposition", "inline", filename=f"specimen-{credential}.pdf")
    return response


@pages.get("/<credential>/specimen.png")
@policies.workshop()
def picture(credential: str) -> Response:
    drawn = specimens.picture(_draw(credential))
    if drawn is None:
        abort(404)
    return Response(drawn, content_type="image/png")


def _draw(credential: str) -> bytes:
    """The specimen for one of the trying names, or for the name as it is given."""
    now, context = bench.draft(), current.context()
    settings = context.settings
    asked = request.args.get("name", "")[:LONGEST_NAME]
    name = specimens.NAMES.get(asked, asked) or specimens.NAMES["short"]
    return specimens.specimen(now.catalog, credential, name, settings.base_url, context.now(), settings.zone)
