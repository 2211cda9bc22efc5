"""What the people who run the programme see. Nothing is changed here: for acts there is the command."""

from __future__ import annotations

from flask import Blueprint, render_template

from lms.services import publishing, stewarding
from lms.services.accounts import administering
from lms.web import current, policies

pages = Blueprint("staff", __name__)


@pages.get("/staff")
@policies.authors()
def overview() -> str:
    """What is served, and what the newest check of the content found."""
    context = current.context()
    site = publishing.site(context)
    errors = sum(finding["severity"] == "error" for finding in site.findings)
    return render_template("staff/overview.html", site=site, errors=errors, catalog=context.catalog())


@pages.get("/staff/extra-time")
@policies.staff()
def extra_time() -> str:
    """Who has more time in examinations than others."""
    longer = [
        (account.name, account.email, account.extra_time)
        for account in administering.all_accounts(current.context())
        if account.extra_time != 1
    ]
    return render_template("staff/extra_time.html", longer=longer)


@pages.get("/staff/certificates")
@policies.staff()
def certificates() -> str:
    """Every certificate, with its holder and its status today."""
    return render_template("staff/certificates.html", lines=stewarding.listing(current.context()))
