"""Which addresses have a page that people look at: all that answer GET, but for these, each with its reason."""

from __future__ import annotations

from collections.abc import Iterable

from flask import Flask

PROGRAMS = "for programs"
FILE = "a file, not a page"
NO_SHEET = {
    "api.": PROGRAMS,
    "health.": PROGRAMS,
    "metrics.": PROGRAMS,
    "log.": PROGRAMS,
    "static.": FILE,
    "home.robots": PROGRAMS,
    "offline.course": PROGRAMS,
    "offline.worker": FILE,
    "courses.media": FILE,
    "learn.notes_as_text": FILE,
    "accounts.sign_in_elsewhere": "leads to an organisation",
    "accounts.join_elsewhere": "leads to an organisation",
    "accounts.back_from_elsewhere": "leads onward",
    "lists.resources_feed": FILE,
    "staff.extra_time": "leads to the accommodations",
    "certificates.picture": FILE,
    "assessments.media": FILE,
    "assessments.opening_day": FILE,
    "assessments.bank_media": FILE,
    "certificates.pdf": FILE,
    "credentials.": PROGRAMS,
    "public.issuer": FILE,
    "public.lost_keys": FILE,
    "staff.audit_csv": FILE,
    "schemes.handbook_as_pdf": FILE,
    "specimens.pdf": FILE,
    "specimens.picture": FILE,
    "workshop.state": "a part that a script puts into a page",
}
"""By endpoint, or by the beginning of several that are all so."""


def of_people(apps: Iterable[Flask]) -> tuple[set[str], set[str]]:
    """The endpoints of which there must be a sheet, and the others."""
    rules = [rule for app in apps for rule in app.url_map.iter_rules()]
    found = {rule.endpoint for rule in rules if "GET" in (rule.methods or frozenset())}
    others = {endpoint for endpoint in found if endpoint.startswith(tuple(NO_SHEET)) or endpoint.endswith("_media")}
    return found - others, others
