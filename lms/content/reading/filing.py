"""Which file is what, by where it lies."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple

from lms.content.reading.leftovers import original_name
from lms.content.reading.names import id_of_name

COURSES, ASSESSMENTS, BANKS, CERTIFICATES = (
    "content/courses/",
    "content/assessments/",
    "content/assessments/banks/",
    "certificates/",
)
GLOSSARY = "content/glossary.md"
TRANSLATED = ("course", "lesson", "assessment", "bank", "credential")
_IN_LANGUAGE = re.compile(r"(.+)\.([A-Za-z][A-Za-z0-9_-]*)\.md")


class Original(NamedTuple):
    """What a translation translates: a file of this kind in this folder, whose name gives this id."""

    kind: str
    folder: str
    name: str
    language: str


def is_media(path: str) -> bool:
    """Whether a file may be shown by a page: it lies in a folder `media` of a course, the assessments or the banks."""
    if path.startswith(COURSES):
        return path.count("/") > 3 and path.split("/")[3] == "media"
    return path.startswith((f"{ASSESSMENTS}media/", f"{BANKS}media/"))


def original_of(path: str) -> Original | None:
    """What a file called such as `telling-your-story.es.md` is a translation of; None for any other file."""
    folder, _, name = path.rpartition("/")
    named = _IN_LANGUAGE.fullmatch(name)
    if named is None:
        return None
    kind = _kind_of_original(f"{folder}/{named[1]}.md")
    return Original(kind, folder, id_of_name(named[1]), named[2]) if kind in TRANSLATED else None


@lru_cache(maxsize=20_000)
def kind_of_file(path: str) -> str:
    """What is written in a file: "lesson", "course" …; "" for what is not read, such as pictures and README files."""
    if path.count(".") > 1 and original_of(path) is not None:
        return "translation"
    return _kind_of_original(path)


def _kind_of_original(path: str) -> str:
    if is_media(path):
        return ""
    if path == GLOSSARY:
        return "glossary"
    name = path.rsplit("/", 1)[1]
    if original_name(name):
        return "copy"
    if path.startswith(CERTIFICATES):
        return _kind_beside_credential(path, name)
    if not name.endswith(".md") or (name[:6].lower() == "readme" and _is_readme(name)):
        return ""
    folders = path.count("/")
    if path.startswith(COURSES) and folders == 3:
        return "course" if name == "course.md" else "lesson"
    if path.startswith(BANKS) and folders == 3:
        return "bank"
    if path.startswith(ASSESSMENTS) and folders == 2:
        return "assessment"
    return "stray"


def _is_readme(name: str) -> bool:
    """Whether a file is a README, in whatever language."""
    return name.lower() == "readme.md" or _IN_LANGUAGE.sub(r"\1", name).lower() == "readme"


def _kind_beside_credential(path: str, name: str) -> str:
    folders = path.count("/")
    if folders == 1 and name == "issuer.md":
        return "issuer"
    if name.lower() == "readme.md":
        return ""
    if folders == 2 and name == "credential.md":
        return "credential"
    if folders == 2 and name.endswith(".md"):
        return "agreement"
    if folders <= 2 and name.endswith((".html", ".css")):
        return "design"
    return "stray" if name.endswith(".md") else ""
