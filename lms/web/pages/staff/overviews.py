"""What the people who run the programme see. Nothing is changed here: for acts there is the command."""

from __future__ import annotations

from flask import Blueprint, render_template, request

from lms.services.accounts import administering
from lms.services.certifying import certificate_list
from lms.services.factors import keeping
from lms.services.publishing import publish
from lms.web.edge import current, policies

pages = Blueprint("staff", __name__)

_HIGHEST = 2**31 - 1


@pages.get("/staff")
@policies.authors()
def overview() -> str:
    """What is served, and what the newest check of the content found."""
    context = current.context()
    site = publish.site(context)
    errors = sum(finding["severity"] == "error" for finding in site.findings)
    most = certificate_list.ON_A_PAGE
    invited = not keeping.has_any(context, current.learner())
    return render_template(
        "staff/overview.html", invited=invited, site=site, errors=errors, most=most, catalog=context.catalog()
    )


@pages.get("/staff/extra-time")
@policies.staff()
def extra_time() -> str:
    """Who has more time in examinations than others, some at a time."""
    after = max(0, request.args.get("after", 0, type=int))
    found, onward = administering.with_extra_time(current.context(), min(after, _HIGHEST))
    return render_template("staff/extra_time.html", longer=found, after=after, onward=onward)


@pages.get("/staff/certificates")
@policies.staff()
def certificates() -> str:
    """Certificates with their holders and their status today, some at a time; looked for, or narrowed down."""
    context = current.context()
    asked = {
        name: request.args.get(name, "").replace(policies.NO_TEXT, "").strip()
        for name in ("words", "credential", "status", "after")
    }
    return render_template(
        "staff/certificates.html",
        page_of=certificate_list.page(context, **asked),
        asked=asked,
        longest=certificate_list.LONGEST_WORDS,
        statuses=certificate_list.STATUSES,
        titles={one.id: one.title for one in context.catalog().credentials.values()},
    )
