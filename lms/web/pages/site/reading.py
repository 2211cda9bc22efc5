"""How it looks: a page where a reader chooses text size, spacing, contrast, light or dark. No account is needed."""

from __future__ import annotations

from flask import Blueprint, flash, make_response, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from lms.web.edge import current, look, policies
from lms.wording.phrases import _

pages = Blueprint("reading", __name__)


@pages.get("/reading")
@policies.anyone(index=False)
def reading() -> str:
    return render_template("home/reading.html", chosen=look.chosen())


@pages.post("/reading")
@policies.anyone()
def choose() -> AnyResponse:
    """Anything that cannot be chosen counts as the usual."""
    flash(current.said(_("Kept in this browser. Every page looks like this from now on.")))
    wished = {name: request.form.get(name, "") for name in look.CHOICES}
    return look.keep(make_response(redirect(url_for(".reading"), 303)), wished)
