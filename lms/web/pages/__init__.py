"""The pages for people, one module for each part of the site."""

from __future__ import annotations

from flask import Blueprint

from lms.web import health, metrics
from lms.web.pages import (
    assessments,
    certificates,
    courses,
    credentials,
    home,
    learn,
    log,
    own_account,
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
        own_account.pages,
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
