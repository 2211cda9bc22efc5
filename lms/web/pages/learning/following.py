"""Following a path, and following it no more: two buttons. Nothing that was learnt knows of it."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from lms.services.learning import following
from lms.web.edge import current, policies
from lms.wording.phrases import _

pages = Blueprint("following", __name__)


@pages.post("/paths/<path>/following")
@policies.signed_in()
def follow(path: str) -> AnyResponse:
    following.follow(current.reading(), current.learner(), path)
    flash(current.said(_("You follow this path now. What comes next on it stands under “My learning”.")))
    return _back(path)


@pages.post("/paths/<path>/following/end")
@policies.signed_in()
def stop(path: str) -> AnyResponse:
    following.stop(current.reading(), current.learner(), path)
    flash(current.said(_("You do not follow this path any more. Nothing that you have done is lost.")))
    return _back(path)


def _back(path: str) -> AnyResponse:
    """To the page that the button stood on: the profile, or the path's own."""
    on_profile = request.form.get("from") == "profile"
    return redirect(url_for("accounts.profile", _anchor="paths") if on_profile else f"/{following.FAMILY}/{path}", 303)
