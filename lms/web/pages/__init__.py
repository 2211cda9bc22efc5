"""The pages for people, one module for each part of the site."""

from __future__ import annotations

from flask import Blueprint

from lms.web import health, metrics
from lms.web.pages import (
    assessments,
    certificates,
    courses,
    credentials,
    email_address,
    home,
    learn,
    log,
    public,
    several,
    staff,
    verify,
)


def blueprints() -> tuple[Blueprint, ...]:
    """Every part of the site that people read."""
    return (
        home.pages,
        courses.pages,
        email_address.pages,
        learn.pages,
        assessments.pages,
        certificates.pages,
        credentials.pages,
        log.pages,
        several.pages,
        verify.pages,
        public.pages,
        staff.pages,
        health.pages,
        metrics.pages,
    )
