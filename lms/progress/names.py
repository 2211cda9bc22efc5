"""The title of anything that a path can name."""

from __future__ import annotations

from lms.content.reading.model import Catalog
from lms.content.reading.targets import target_of
from lms.progress.requirements import REQUIREMENTS


def title_of(catalog: Catalog, path: str) -> str:
    """The title of a course, module, lesson, assessment or credential; the path itself if there is none by it."""
    target = target_of(path)
    found = REQUIREMENTS.of(target).find(catalog, target)
    return path if found is None else found.title


def language_of(catalog: Catalog, path: str) -> str:
    """The language of that title; empty if there is nothing by the path."""
    target = target_of(path)
    return REQUIREMENTS.of(target).language(catalog, target)
