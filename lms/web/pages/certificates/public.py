"""What holders chose to show, and the certificate that our seals hang on. No cookie is read or set."""

from __future__ import annotations

from flask import Blueprint, Response, abort, render_template, request

from lms.services.certifying import sharing
from lms.services.keys import lostseals, sealing
from lms.web.drawing import reports
from lms.web.edge import current, policies

pages = Blueprint("public", __name__)


@pages.get("/registry")
@policies.public(index=False)
def registry() -> str:
    after = request.args.get("after", "").replace(policies.NO_TEXT, "")
    return render_template("verify/registry.html", registry=sharing.registry(current.context(), after), after=after)


@pages.get("/shared/<secret>")
@policies.public(index=False, referrer="no-referrer", limit="120 per minute")
def shared(secret: str) -> Response | tuple[str, int]:
    """The report behind a holder's link. One that has ended is told from one that never was by nobody."""
    found = sharing.shared(current.context(), secret)
    if found is None:
        return render_template("verify/link_ended.html"), 404
    return Response(reports.as_page(found, shared=True), content_type="text/html; charset=utf-8")


@pages.get("/.well-known/issuer.pem")
@policies.public(cache="no-cache")
def issuer() -> Response:
    """The root certificates of our seals, newest first."""
    return _file(sealing.issuer_pem(current.context().settings), "application/x-pem-file")


@pages.get(lostseals.ADDRESS)
@policies.public(cache="no-cache")
def lost_keys() -> Response:
    """The list of lost PDF keys, signed by the root: an X.509 CRL."""
    return _file(lostseals.current_list(current.context().settings), "application/pkix-crl")


def _file(content: bytes, kind: str) -> Response:
    """A file for programs on any site, which is asked for again each time; none where there is nothing in it."""
    if not content:
        abort(404)
    response = reports.open_to_all(Response(content, content_type=kind))
    response.add_etag()
    response.make_conditional(request)
    return response
