"""The pages for people, one module for each part of the site."""

from __future__ import annotations

from flask import Blueprint

from lms.web.pages.accounts import profile
from lms.web.pages.assessing import accommodations, opening
from lms.web.pages.certificates import applying, credentials, holding, public, schemes
from lms.web.pages.console import accommodations as accommodation_acts
from lms.web.pages.console import applications, audit, awards, duties, interests, people, questions
from lms.web.pages.console import attempts as attempt_pages
from lms.web.pages.console import certificates as certificate_acts
from lms.web.pages.learning import courses, following, forms, lists, my_learning, notebook, offline, record, things
from lms.web.pages.site import health, home, members, metrics, reading, search
from lms.web.pages.staff import overviews
from lms.web.pages.verification import certificate, log, several

CONSOLE = (
    accommodation_acts,
    attempt_pages,
    applications,
    audit,
    awards,
    certificate_acts,
    duties,
    interests,
    people,
    questions,
)
"""The modules of the console, whose views hang on the blueprint of the pages for staff."""


def blueprints() -> tuple[Blueprint, ...]:
    """Every part of the site that people read."""
    return (
        home.pages,
        reading.pages,
        search.pages,
        courses.pages,
        offline.pages,
        lists.pages,
        things.pages,
        forms.pages,
        notebook.pages,
        profile.pages,
        my_learning.pages,
        following.pages,
        record.pages,
        opening.pages,
        accommodations.pages,
        holding.pages,
        applying.pages,
        credentials.pages,
        schemes.pages,
        log.pages,
        several.pages,
        certificate.pages,
        public.pages,
        members.pages,
        overviews.pages,
        health.pages,
        metrics.pages,
    )
