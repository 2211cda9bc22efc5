"""What the people who run the programme see first: tasks, what is served, and the lists that change nothing."""

from __future__ import annotations

from typing import NamedTuple

from flask import Blueprint, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from lms.content.reading.model import Catalog
from lms.practice import acts
from lms.practice.duties import Duty
from lms.services.certifying import certificate_list
from lms.services.deciding import certificate_page
from lms.services.factors import keeping
from lms.services.ground.person import Person
from lms.services.publishing import publish
from lms.services.reviewing import desk as desks
from lms.services.reviewing import listing
from lms.web.edge import current, policies
from lms.web.edge.policy import AUTHORS, STAFF

pages = Blueprint("staff", __name__)

EVERY_DUTY = tuple(duty.value for duty in Duty)


class OpenTo(NamedTuple):
    """The roles and the duties that open a page."""

    roles: frozenset[str] = frozenset()
    duties: frozenset[str] = frozenset()


SEE_PEOPLE = frozenset(duty.value for duty in acts.SEE_PEOPLE.duties)
ADMINS = frozenset({"admin"})
PLACES: tuple[tuple[tuple[str, str], OpenTo], ...] = (
    (("People", "staff.people"), OpenTo(duties=SEE_PEOPLE)),
    (("Certificates", "staff.certificates"), OpenTo(STAFF.roles, SEE_PEOPLE)),
    (("Accommodations", "staff.accommodations"), OpenTo(STAFF.roles, SEE_PEOPLE)),
    (("Applications", "staff.applications"), OpenTo(duties=SEE_PEOPLE)),
    (("Decisions", "staff.decisions_waiting"), OpenTo(duties=frozenset({"decider"}))),
    (("Duties", "staff.duties"), OpenTo(ADMINS)),
    (("Interests", "staff.interests"), OpenTo(ADMINS, frozenset(EVERY_DUTY))),
    (("Questions to review", "staff.review"), OpenTo(duties=frozenset(listing.REVIEWERS))),
    (("Banks and questions", "staff.banks"), OpenTo(duties=frozenset(listing.READERS))),
    (("Mails", "staff.mails"), OpenTo(ADMINS)),
    (("Audit", "staff.audit"), OpenTo(ADMINS)),
)
"""Where one goes from here, and whom each page is open to."""


@pages.get("/staff")
@policies.duty(*EVERY_DUTY, roles=AUTHORS.roles)
def overview() -> str:
    """What one's duties ask for, what is served, and what the newest check of the content found."""
    context, learner = current.context(), current.learner()
    desk = desks.of(context, learner)
    site = publish.site(context) if learner.role in AUTHORS.roles else None
    errors = sum(finding["severity"] == "error" for finding in site.findings) if site else 0
    most = certificate_list.ON_A_PAGE
    return render_template(
        "staff/overview.html",
        invited=learner.factor_at is None and not keeping.has_any(context, learner),
        desk=desk,
        to_do=desk.tasks,
        places=places(learner),
        by_machine=decided_alone(context.catalog()),
        reads_content=site is not None,
        site=site,
        errors=errors,
        most=most,
        catalog=context.catalog(),
    )


def places(person: Person) -> list[tuple[str, str]]:
    """The pages that a person's role and duties open: words and address."""
    found = [place for place, by in PLACES if person.role in by.roles or person.serves & by.duties]
    return [(words, url_for(endpoint)) for words, endpoint in found]


def decided_alone(catalog: Catalog) -> list[str]:
    """The titles of what the machine awards by itself, since no scheme stands behind it."""
    return [one.title for one in catalog.credentials.values() if one.id not in catalog.schemes]


@pages.get("/staff/extra-time")
@policies.duty(*SEE_PEOPLE, roles=STAFF.roles)
def extra_time() -> AnyResponse:
    """More time is one accommodation of several, and these have a page."""
    return redirect(url_for("staff.accommodations"), 303)


@pages.get("/staff/certificates")
@policies.duty(*SEE_PEOPLE, roles=STAFF.roles)
def certificates() -> str:
    """Certificates with their holders and their status today, some at a time; looked for, or narrowed down."""
    context = current.context()
    asked = {
        name: request.args.get(name, "").replace(policies.NO_TEXT, "").strip()
        for name in ("words", "credential", "status", "after")
    }
    titles = {one.id: one.title for one in context.catalog().credentials.values()}
    schemes = certificate_page.schemes_seen(context, current.learner())
    if schemes is not None:
        titles = {id: titles.get(id, id) for id in schemes}
        asked["credential"] = asked["credential"] if asked["credential"] in titles else schemes[0]
    return render_template(
        "staff/certificates.html",
        page_of=certificate_list.page(context, **asked),
        asked=asked,
        longest=certificate_list.LONGEST_WORDS,
        statuses=certificate_list.STATUSES,
        titles=titles,
        all_of_them=schemes is None,
        awards=bool(current.learner().serves & SEE_PEOPLE),
    )
