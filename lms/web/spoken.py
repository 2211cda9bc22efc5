"""Titles of authors inside of our own sentences, each in a mark that says which language it is in."""

from __future__ import annotations

from markupsafe import Markup, escape

from lms.content.reading.model import Assessment, Catalog, Course, Credential, Lesson
from lms.progress.gates import Reason
from lms.progress.steps import Step
from lms.web import contact, current


def titled(step: Step) -> Markup:
    """The title of a step."""
    return _marked(step.path, step.title)


def reasoned(reason: Reason) -> Markup:
    """Why a door is closed, with the title of what opens it, and the issuer's address where it says to write."""
    message = contact.linked(reason.message)
    if not reason.title:
        return message
    before, title, after = message.partition(escape(reason.title))
    return Markup("").join([before, _marked(reason.what, reason.title) if title else "", after])


def named(reason: Reason) -> Markup:
    """The title of what opens a door."""
    return _marked(reason.what, reason.title)


def _language_of(path: str, title: str) -> str:
    """The language of a title, as this reader gets it or as it was written; "" for what is not there any more."""
    catalog = current.reading().catalog()
    for edition in (catalog, catalog.original):
        thing = _thing(edition, path)
        if thing is not None and thing.title == title:
            return thing.language if isinstance(thing, Credential) else thing.language_of("title")
    return ""


def _thing(catalog: Catalog, path: str) -> Course | Lesson | Assessment | Credential | None:
    family, _, rest = path.partition("#")[0].partition("/")
    if family == "assessments":
        return catalog.assessments.get(rest)
    if family == "certificates":
        return catalog.credentials.get(rest)
    course_id, _, lesson_id = rest.partition("/")
    course = catalog.courses.get(course_id)
    return course.lessons.get(lesson_id) if course and lesson_id else course


def _marked(path: str, title: str) -> Markup:
    """In English it needs no mark: so is what stands around it."""
    language = _language_of(path, title)
    if not language or language.partition("-")[0] == "en":
        return escape(title)
    return Markup('<bdi lang="{}">{}</bdi>').format(language, title)
