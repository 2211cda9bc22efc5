"""The draft at hand, and the pages of the workshop on which each of its files is shown."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import cast

from flask import current_app, request, url_for

from lms.services.publishing.workbench import Draft, Workbench
from lms.sources.diagnostics import Diagnostic, Severity
from lms.web.edge import current

EXTENSION = "workshop"
LONGEST_LINE = 200


@dataclass(frozen=True, slots=True)
class Shown:
    """What the app was made for."""

    bench: Workbench
    preview: bool
    revision: str


@dataclass(frozen=True, slots=True)
class Note:
    """A finding as a page shows it: `before`, `marked` and `after` quote it.

    `link` leads to its place in the workshop; it is empty for a file that has no page there.
    """

    finding: Diagnostic
    link: str
    before: str
    marked: str
    after: str

    @property
    def is_error(self) -> bool:
        return self.finding.severity is Severity.ERROR

    @property
    def anchor(self) -> str:
        return f"at-{self.finding.place.line}"


def shown() -> Shown:
    return cast(Shown, current_app.extensions[EXTENSION])


class BeingRead(Exception):
    """The files are being read, which takes longer than somebody should wait for a page."""


def draft() -> Draft:
    """The files as they are now. Whoever has sent something waits for them; whoever looks is told to look again."""
    now = at_hand() if request.method == "GET" else shown().bench()
    if now is None:
        raise BeingRead
    return now


def at_hand() -> Draft | None:
    """The files as they are now, None while they are being read."""
    return shown().bench.at_hand()


def state(now: Draft | None) -> str:
    """Another word as soon as anything that a page may show is another; none while that is not known."""
    return "" if now is None else f"{current.context().catalog().revision[:16]}.{now.mark}"


def is_pending(now: Draft | None) -> bool:
    """Whether the draft is about to be published: learners' pages need not be loaded anew before it is."""
    if now is None:
        return True
    context = current.context()
    return not now.errors and now.tree.revision != context.catalog().revision and context.settings.publish == "auto"


def notes(now: Draft, findings: Iterable[Diagnostic]) -> tuple[Note, ...]:
    """Findings, errors first, ready to be shown."""
    ordered = sorted(findings, key=lambda one: (one.severity is not Severity.ERROR, one.sort_key))
    pages: dict[str, str] = {}
    return tuple(_note(now, one, pages) for one in ordered)


def _note(now: Draft, finding: Diagnostic, pages: dict[str, str]) -> Note:
    place = finding.place
    if place.file not in pages:
        pages[place.file] = page_of_file(now, place.file) or ""
    line = _line(now, place.file, place.line)
    start = max(place.column - 1, 0)
    end = place.end_column - 1 if place.end_line == place.line and place.end_column > place.column else len(line)
    first = max(0, start - LONGEST_LINE // 2)
    return Note(
        finding,
        f"{pages[place.file]}#at-{place.line}" if pages[place.file] else "",
        line[first:start],
        line[start : min(end, start + LONGEST_LINE)],
        line[end : end + LONGEST_LINE // 2],
    )


def _line(now: Draft, path: str, number: int) -> str:
    """A line of a written file of the draft; empty where it is none."""
    file = now.tree.files.get(path)
    if file is None or not path.endswith((".md", ".html", ".css")):
        return ""
    lines = file.content.decode("utf-8", "replace").split("\n")
    return lines[number - 1].rstrip("\r") if 0 < number <= len(lines) else ""


def page_of_file(now: Draft, path: str) -> str | None:
    """The page of the workshop that shows a file; None where no page does."""
    for course in now.world.courses.values():
        if path == f"{course.folder}/course.md":
            return url_for("workshop.course", course=course.id)
        for lesson in course.lessons.values():
            if lesson.head.file == path:
                return url_for("workshop.lesson", course=course.id, lesson=lesson.head.id)
    for name, bank in now.world.banks.items():
        if bank.head.file == path:
            return url_for("workshop.bank", bank=name)
    for name, assessment in now.world.assessments.items():
        if assessment.head.file == path:
            return url_for("papers.paper", assessment=name)
    for name, credential in now.world.credentials.items():
        if path.startswith(f"{credential.folder}/"):
            return url_for("specimens.credential", credential=name)
    return None
