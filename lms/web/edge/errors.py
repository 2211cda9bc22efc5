"""Refusals become statuses here, and nowhere else. Whatever is wrong, the page says what to do, and gives a number."""

from __future__ import annotations

import errno
from dataclasses import dataclass, replace
from datetime import timedelta
from urllib.parse import quote, urlsplit

from flask import Flask, Response, make_response, redirect, render_template, request, url_for
from flask_wtf.csrf import CSRFError
from limits.errors import StorageError
from werkzeug.exceptions import HTTPException
from werkzeug.wrappers import Response as AnyResponse

from lms.credentials.times import RunsBack
from lms.questions.amounts import wait
from lms.questions.register import UnknownKind
from lms.services.appointing.asking import FactorAsked
from lms.services.factors.proving import ProofAsked
from lms.services.ground.refusals import Refusal
from lms.store.away import errors_of, is_away
from lms.web.edge import current, former_addresses, logs, problems, sessions
from lms.web.edge.limits import RateReached
from lms.web.edge.local_address import local
from lms.web.edge.policies import FactorNeeded, ScopeNeeded, SignInNeeded
from lms.web.edge.policy import SAFE_METHODS
from lms.web.edge.problems import Problem
from lms.wording.phrases import _, sentences

STATUS_OF_PAGE = {
    "not-found": 404,
    "closed": 403,
    "conflict": 409,
    "invalid": 422,
    "gone": 410,
    "forbidden": 403,
    "scope": 403,
    "second-factor": 403,
    "reason": 400,
    "barred": 403,
    "no-duty": 404,
    "organisation": 502,
    "proof": 403,
    "too-many": 429,
    "busy": 503,
    "set-aside": 503,
}
STATUS_IN_API = STATUS_OF_PAGE | {"closed": 409}
SECONDS_TO_COME_BACK = 10
WITH_A_CLOCK = 300
FULL = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EROFS, errno.EIO})
NEVER_GIVEN_BACK = ("csrf", "password", "token", "code", "passkey", "state")
OF_THE_PAGE = frozenset(
    {"seen", "was", "marked", "marked_was", "here", "untouched", "chosen", "seq", "go", "key", "next", "agree"}
)
"""Fields that a page fills in or that are ticked or pressed: whoever sees them again could do nothing with them."""

CHOSEN = "chosen"
"""Sent beside an answer that is chosen: its values are names of options, which say nothing to a reader."""

NOTHING_HERE = (
    _("There is no page here"),
    _("The address may be mistyped, or the page has moved. Nothing of yours is lost."),
)
HTTP_WORDS = {
    400: (_("This could not be read"), _("What arrived here was incomplete or garbled. Please go back and try again.")),
    401: (_("Please sign in"), _("This needs a valid sign-in, and the one that was sent is not, or no longer, valid.")),
    403: (_("This is not open to you"), _("Your account may not see this part.")),
    404: NOTHING_HERE,
    405: (
        _("That does not work here"),
        _("This address exists, but not for what was asked of it. Please go back to the page before."),
    ),
    408: (
        _("That took too long"),
        _(
            "What you sent came in too slowly, and was not taken. Nothing was changed. Please go back, and send it"
            " again; where the connection is weak, something smaller has a better chance."
        ),
    ),
    413: (
        _("That is too large"),
        _("What you sent is larger than this page can take. Please make it shorter, and send it again."),
    ),
    415: (_("This could not be read"), _("What arrived is of a kind that this address does not take.")),
    503: (
        _("Please come back in a moment"),
        _(
            "A part of the site is not ready just now. Nothing that was saved is lost."
            " Please try again in a few seconds."
        ),
    ),
}
OUR_FAULT = (
    _("Something went wrong on our side"),
    _(
        "It is not your fault. What was saved before is still there. Please try again; if it happens once more,"
        " write to us and quote the number below."
    ),
)
CLOCK_WRONG = _(
    "The clock of this site is wrong just now, so nothing was changed. Please try again in a few minutes. If that does"
    " not help, write to us."
)
COPY = _("What you wrote stands below: copy it, and put it in again there.")
SIGNED_OUT = (
    _("You are signed out"),
    _("Your session has ended, so this was not saved. Sign in, and you are back on the page that you came from."),
)
FACTOR_NEEDED = (
    _("A second step is needed"),
    _("This part is for accounts with a second step. Set it up on your account page, or give it once more."),
)
NOT_FROM_OUR_PAGE = (
    _("Please send this once more"),
    _(
        "We could not tell whether this came from a page that you had open here, so nothing was changed."
        " It happens when a page was open in two windows, or cookies were cleared."
        " Open the page again, and send it from there."
    ),
)


def install(app: Flask) -> None:
    """One handler for each way to go wrong."""
    app.register_error_handler(Refusal, _refused)
    app.register_error_handler(RunsBack, _runs_back)
    app.register_error_handler(FactorNeeded, _factor_needed)
    app.register_error_handler(SignInNeeded, _not_signed_in)
    app.register_error_handler(CSRFError, _not_from_our_page)
    app.register_error_handler(RateReached, _too_many)
    app.register_error_handler(StorageError, _not_ready)
    app.register_error_handler(UnknownKind, _unknown_kind)
    app.register_error_handler(HTTPException, _http)
    app.register_error_handler(Exception, _fault)


def _in_api() -> bool:
    return request.path.startswith(sessions.API)


@dataclass(frozen=True, slots=True)
class Onward:
    """The page to go on from, and the words of the link that leads there."""

    address: str
    words: str


def show(problem: Problem, onward: Onward | None = None) -> Response:
    """The problem as a page, or as JSON in the API."""
    response = problems.response(problem) if _in_api() else _page(problem, onward)
    response.headers["Cache-Control"] = "no-store"
    if problem.retry_after is not None:
        response.headers["Retry-After"] = str(problem.retry_after)
    return response


def _page(problem: Problem, onward: Onward | None) -> Response:
    try:
        back = _came_from()
        onward = onward or (Onward(back, _("Open that page again")) if back else None)
        page = render_template("errors/problem.html", problem=problem, typed=_typed(), onward=onward)
    except Exception as error:
        # The frame of the page needs the content, and that may be what is missing: then plain words must do.
        logs.fault(error)
        words = "\n\n".join([problem.title, problem.message, current.request_number()]) + "\n"
        return Response(words, problem.status, content_type="text/plain; charset=utf-8")
    return make_response(page, problem.status)


def problem_of(refusal: Refusal) -> Problem:
    """A refusal with its status, which is another for a closed door in the API."""
    statuses = STATUS_IN_API if _in_api() else STATUS_OF_PAGE
    return Problem(
        statuses.get(refusal.kind, 409),
        refusal.kind,
        refusal.title,
        refusal.message,
        refusal.reasons,
        refusal.retry_after,
        getattr(refusal, "field", ""),
        getattr(refusal, "bars", ()),
        getattr(refusal, "state", ""),
        getattr(refusal, "allowed", ()),
    )


def _form() -> dict[str, list[str]]:
    """What was sent by a form; a body too large to read is not read."""
    if request.method in SAFE_METHODS or request.mimetype == "application/json":
        return {}
    if (request.content_length or 0) > (request.max_content_length or 0):
        return {}
    return request.form.to_dict(flat=False)


def _typed() -> list[str]:
    """What the person had typed, to be shown again: no password, and nothing that only the page itself put there."""
    form = _form()
    return [
        value
        for name, values in form.items()
        if not any(word in name.lower() for word in NEVER_GIVEN_BACK) and _is_in_words(name, form)
        for value in values
        if value.strip()
    ]


def _is_in_words(name: str, form: dict[str, list[str]]) -> bool:
    """Whether a field was written by hand."""
    is_answer = name == "answer" or name.startswith("answer.")
    return name not in OF_THE_PAGE and not (is_answer and CHOSEN in form)


def _came_from() -> str:
    """The page that a form stood on: as it says itself, or as the browser does."""
    if request.method in SAFE_METHODS:
        return ""
    named = _form().get("here", [""])[-1]
    before = urlsplit(request.referrer or "")
    return local(named) or (local(before.path) if before.netloc == current.facts().host else "")


def _factor_needed(_error: FactorNeeded) -> AnyResponse:
    if _in_api():
        return show(Problem(403, "second-factor", *FACTOR_NEEDED))
    return redirect(url_for("accounts.prove", what="factor", next=_was_at() or None), 303)


def _factor_asked(refusal: FactorAsked) -> AnyResponse:
    """The page where a second factor is given or set up; what was typed into a form is shown before."""
    onward = Onward(url_for("accounts.prove", what="factor", next=_was_at() or None), _("Give the second factor"))
    if request.method in SAFE_METHODS:
        return redirect(onward.address, 303)
    problem = problem_of(refusal)
    return show(replace(problem, message=sentences(problem.message, COPY)) if _typed() else problem, onward)


def _was_at() -> str:
    """Where somebody goes on after showing who they are: the page that they asked for, or the one of the form."""
    if request.method in SAFE_METHODS:
        return request.full_path if request.query_string else request.path
    return _came_from()


def _refused(refusal: Refusal) -> AnyResponse:
    if isinstance(refusal, ProofAsked) and not _in_api():
        return redirect(url_for("accounts.prove", next=_was_at() or None), 303)
    if isinstance(refusal, FactorAsked) and not _in_api():
        return _factor_asked(refusal)
    moved = former_addresses.lead_on() if refusal.kind == "not-found" else None
    if moved is not None:
        return moved
    response = show(problem_of(refusal))
    if isinstance(refusal, ScopeNeeded):
        response.headers["WWW-Authenticate"] = (
            f'Bearer realm="lms", error="insufficient_scope", scope="{refusal.scope}"'
        )
    return response


def _runs_back(refused: RunsBack) -> Response:
    """The clock of this machine is behind the log. It is for us to set right, and what was typed stays on the page."""
    policy = current.facts().policy
    for_staff = policy is not None and policy.for_staff
    told = str(refused) if for_staff or not _reads_words() else CLOCK_WRONG
    return show(Problem(503, "clock", _("This cannot be written down just now"), told, retry_after=WITH_A_CLOCK))


def _reads_words() -> bool:
    """Whether a learner reads what is told: on a page, or by a script on one."""
    return not _in_api() or current.LANGUAGE_OF_PAGE in request.headers


def _not_signed_in(_error: SignInNeeded) -> AnyResponse:
    if _in_api():
        response = show(Problem(401, "sign-in", *HTTP_WORDS[401]))
        response.headers["WWW-Authenticate"] = 'Bearer realm="lms"'
        return response
    if request.method in SAFE_METHODS:
        wanted = request.full_path if request.query_string else request.path
        return redirect(f"{url_for('accounts.login')}?next={quote(wanted)}", 303)
    onward = Onward(url_for("accounts.login", next=_came_from() or None), _("Sign in"))
    return show(Problem(401, "signed-out", *_with_copy(SIGNED_OUT)), onward)


def _not_from_our_page(_error: CSRFError) -> Response:
    return show(Problem(400, "csrf", *_with_copy(NOT_FROM_OUR_PAGE)))


def _with_copy(words: tuple[str, str]) -> tuple[str, str]:
    """The words, and what to do with what was written, where there is any."""
    return (words[0], sentences(words[1], COPY)) if _typed() else words


def _too_many(error: RateReached) -> Response:
    # A second was added so that no program comes a moment too early; people need not hear of it.
    later = wait(timedelta(seconds=error.seconds - 1))
    message = _("That was more than this page can take in so short a time. Please try again in %(time)s.", time=later)
    return show(Problem(429, "too-many", _("Please wait a little"), message, retry_after=error.seconds))


def _not_ready(error: Exception) -> Response:
    """A part is away, as the limiter is, which is closed then. It is for us to mend, and may be there in a moment."""
    logs.fault(error)
    return show(Problem(503, "not-ready", *HTTP_WORDS[503], retry_after=SECONDS_TO_COME_BACK))


def _unknown_kind(error: UnknownKind) -> Response:
    """A paper was kept by a server that knew more kinds of question than this one."""
    logs.fault(error)
    message = _(
        "A question here is of the kind `%(kind)s`, which is not known to this site today. It is for us to mend."
        " Nothing that was saved is lost. Please write to us, and quote the number below.",
        kind=error.name,
    )
    return show(Problem(503, "unknown-kind", _("This cannot be shown just now"), message))


def _is_away(error: Exception) -> bool:
    """Whether waiting can help: the database, Redis or the disk is away or full, and no code is wrong."""
    full = isinstance(error, OSError) and error.errno in FULL
    return full or isinstance(error, errors_of("redis", "RedisError")) or is_away(error)


def _http(error: HTTPException) -> AnyResponse:
    if error.response is not None and isinstance(error.response, Response):
        return error.response
    status = error.code or 500
    moved = former_addresses.lead_on() if status == 404 else None
    if moved is not None:
        return moved
    title, message = HTTP_WORDS.get(status, OUR_FAULT if status >= 500 else HTTP_WORDS[400])
    response = show(Problem(status, f"http-{status}", title, message))
    for name, value in error.get_headers():
        if name in ("Allow", "Retry-After", "WWW-Authenticate"):
            response.headers[name] = value
    return response


def _fault(error: Exception) -> Response:
    if _is_away(error):
        return _not_ready(error)
    logs.fault(error)
    return show(Problem(500, "fault", *OUR_FAULT))
