"""Titles of authors inside of our own sentences, each in a mark that says which language it is in."""

from __future__ import annotations

from markupsafe import Markup, escape

from lms.content.reading.targets import target_of
from lms.progress.gates import Reason
from lms.progress.requirements import REQUIREMENTS
from lms.progress.steps import Step
from lms.web.edge import contact, current


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


def in_its_language(title: str, path: str) -> Markup:
    """The title of what a path names."""
    return _marked(path, title)


def named(reason: Reason) -> Markup:
    """The title of what opens a door."""
    return _marked(reason.what, reason.title)


def _language_of(path: str, title: str) -> str:
    """The language of a title, as this reader gets it or as it was written; "" for what is not there any more."""
    target = target_of(path)
    kind = REQUIREMENTS.of_target(target)
    if kind is None:
        return ""
    catalog = current.reading().catalog()
    for edition in (catalog, catalog.original):
        found = kind.find(edition, target)
        if found is not None and found.title == title:
            return kind.language(edition, target)
    return ""


def _marked(path: str, title: str) -> Markup:
    """In the language of the page it needs no mark: so is what stands around it."""
    language = _language_of(path, title)
    if not language:
        return Markup("<bdi>{}</bdi>").format(title)
    if language.partition("-")[0] == current.language().code.partition("-")[0]:
        return escape(title)
    return Markup('<bdi lang="{}">{}</bdi>').format(language, title)
