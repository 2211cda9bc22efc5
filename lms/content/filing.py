"""Which file is what, by where it lies."""

from __future__ import annotations

COURSES, ASSESSMENTS, BANKS, CERTIFICATES = (
    "content/courses/",
    "content/assessments/",
    "content/assessments/banks/",
    "certificates/",
)


def is_media(path: str) -> bool:
    """Whether a file may be shown by a page: it lies in a folder `media` of a course, the assessments or the banks."""
    if path.startswith(COURSES):
        return path.count("/") > 3 and path.split("/")[3] == "media"
    return path.startswith((f"{ASSESSMENTS}media/", f"{BANKS}media/"))


def kind_of_file(path: str) -> str:
    """What is written in a file: "lesson", "course" …; "" for what is not read, such as pictures and README files."""
    if is_media(path):
        return ""
    name = path.rsplit("/", 1)[1]
    if path.startswith(CERTIFICATES):
        return _kind_beside_credential(path, name)
    if not name.endswith(".md") or name.lower() == "readme.md":
        return ""
    folders = path.count("/")
    if path.startswith(COURSES) and folders == 3:
        return "course" if name == "course.md" else "lesson"
    if path.startswith(BANKS) and folders == 3:
        return "bank"
    if path.startswith(ASSESSMENTS) and folders == 2:
        return "assessment"
    return "stray"


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
    if folders == 2 and name.endswith((".html", ".css")):
        return "design"
    return "stray" if name.endswith(".md") else ""
