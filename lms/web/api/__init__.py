"""The API, version 1. A view here is: parse, one call to a service, answer; the pages call the same services."""

from __future__ import annotations

from flask import Blueprint

from lms.web.api import (
    accommodations,
    applications,
    assessments,
    attempts,
    awards,
    certificates,
    console,
    courses,
    description,
    duties,
    members,
    notebook,
    people,
    publications,
    questions,
    scheme_certificates,
    search,
)
from lms.web.api.blueprint import api

VIEWS = (
    accommodations,
    applications,
    assessments,
    attempts,
    certificates,
    console,
    courses,
    description,
    duties,
    members,
    notebook,
    people,
    publications,
    questions,
    search,
    awards,
    scheme_certificates,
)
"""The modules whose views hang on the blueprint; importing them is what puts them there."""


def blueprint() -> Blueprint:
    return api
