"""A verification report for whoever asks, by page or by API: looked up, counted where nothing was found, never kept."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from functools import lru_cache

from flask import Response, render_template, request

from lms.credentials.dates import stamp
from lms.credentials.hosts import host_in
from lms.credentials.life import Status
from lms.credentials.report import Report, public_reason
from lms.credentials.upload import LARGEST_FILE, FileCheck
from lms.services.certifying import verifying
from lms.services.ground import limits
from lms.services.ground.limits import Limit
from lms.web.drawing import fragments, reader_pages
from lms.web.drawing.filters import when
from lms.web.drawing.fragments import Fragment
from lms.web.edge import contact, current

STATUS_OF = {Status.MISTYPED: 400, Status.UNKNOWN: 404}
MOST_UNKNOWN = 60
MOST_NAMES = 10
MOST_FILES = 20
SECONDS = 60
LARGEST_FORM = LARGEST_FILE + 64 * 1024
"""A file of the largest size, and the lines that a browser puts around it."""

AS_OF = "as of"


def look_up(text: str, name: str = "") -> Report:
    """The report on a number or address. Who asks for many that do not exist is asked to wait.

    So is who types many names: where only initials show, a name must not be found by trying.
    """
    if name:
        limits.count(current.context(), "name typed", _address(), MOST_NAMES, SECONDS)
    report = verifying.report(current.context(), text, name=name)
    if report.status is Status.UNKNOWN:
        _count_unknown()
    return report


def ask_for_several(numbers: Sequence[str] = (), problem: str = "", typed: str = "") -> str:
    """The page for several numbers at once; `numbers` were found in what was pasted elsewhere."""
    typed = "\n".join(numbers) or typed
    return render_template(
        "verify/several.html", most=verifying.MOST_AT_ONCE, problem=problem, typed=typed, pasted=len(numbers)
    )


def look_at(content: bytes) -> FileCheck:
    """What is known of a file. It is compared and forgotten. Many that are not ours are asked to wait first."""
    context = current.context()
    tries = [
        Limit("file looked into", _address(), MOST_FILES, SECONDS),
        Limit("unknown serial", _address(), MOST_UNKNOWN, SECONDS),
    ]
    counted = False

    def count() -> None:
        nonlocal counted
        limits.count_each(context, tries)
        counted = True

    check = verifying.report_on_file(context, content, count)
    if check.genuine and counted:
        limits.give_back(context, tries)
    return check


def _count_unknown() -> None:
    limits.count(current.context(), "unknown serial", _address(), MOST_UNKNOWN, SECONDS)


def _address() -> str:
    return limits.of_address(request.remote_addr or "")


def status_of(report: Report) -> int:
    return STATUS_OF.get(report.status, 200)


def reason_of(report: Report | None) -> str:
    """What may be said of why it was revoked or suspended; empty where nothing was made public."""
    if report is None or report.claims is None or report.life is None:
        return ""
    return public_reason(report.life)


def as_page(
    report: Report, *, typed: str = "", name: str | None = None, shared: bool = False, elsewhere: str = ""
) -> bytes:
    """The report as a page, with the moment that it holds for. It is drawn once where nothing of the asker is in it.

    `name` is what the asker typed, and `elsewhere` the other site whose address was given instead of one of ours.
    """
    as_of = _as_of(current.context().now().replace(microsecond=0), current.language().code)

    def draw() -> Fragment:
        with reader_pages.marking() as marks:
            page = render_template(
                "verify/report.html",
                report=report,
                reason=reason_of(report),
                as_of=marks.mark(AS_OF),
                typed=typed,
                name=name,
                shared=shared,
                elsewhere=elsewhere,
            )
            return marks.cut(page)

    if report.claims is None or name is not None or elsewhere:
        return reader_pages.fill(draw(), {AS_OF: as_of})
    key = (*current.edition(), "report", report, shared)
    return reader_pages.fill(fragments.cache().get(key, draw), {AS_OF: as_of})


@lru_cache(maxsize=64)
def _as_of(second: datetime, _language: str) -> bytes:
    """A moment in words, worked out once for all who ask within the second in the language of the page."""
    return when(second).encode()


def other_site(text: str) -> str:
    """The host in an address that leads to another site than this one, as machines write it; empty where none does."""
    host = host_in(text)
    return "" if host == host_in(f"{current.context().settings.base_url}/") else host


def in_words(report: Report) -> Report:
    """The report for those who get no page: where it says “write to us”, it says to what address."""
    return replace(report, headline=contact.told(report.headline))


def as_json(report: Report) -> Response:
    """The report for programs, on any site."""
    return open_to_all(Response(_text(report), status_of(report), content_type="application/json"))


def file_as_json(check: FileCheck) -> Response:
    """What is known of a file, for programs: what it is, and the facts of our record alone, where it is one of ours."""
    told = check.report or Report(Status.UNKNOWN, check.headline)
    facts = in_words(told).to_json() | {"headline": contact.told(check.headline), "words": contact.told(check.words)}
    since = None if check.superseded is None else stamp(check.superseded)
    body = json.dumps({"file": check.word, "superseded": since, **facts}, ensure_ascii=False, indent=2)
    return open_to_all(Response(body, status_of_file(check), content_type="application/json"))


def status_of_file(check: FileCheck) -> int:
    return 200 if check.genuine else 404


def open_to_all(response: Response) -> Response:
    """The answer, readable by scripts of any site."""
    response.headers["Access-Control-Allow-Origin"] = "*"
    response.headers["Cross-Origin-Resource-Policy"] = "cross-origin"
    return response


def _text(report: Report) -> bytes:
    def as_text() -> Fragment:
        return Fragment((json.dumps(in_words(report).to_json(), ensure_ascii=False, indent=2).encode(),))

    key = (current.context().catalog().revision, "report as JSON", report)
    return fragments.cache().get(key, as_text).fill({})
