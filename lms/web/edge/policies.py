"""Who may call a view, asked before it. Each view says so itself; an app with a view that does not is not made.

A policy is declared by a decorator, called, right under the route:

    @pages.get("/account")
    @policies.signed_in()
    def account() -> str: ...
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any, TypeVar

from flask import Flask, abort, current_app

from lms.services.appointing import asking
from lms.services.appointing.asking import NoDuty
from lms.services.ground.person import Person
from lms.services.ground.refusals import Busy, Forbidden, Refusal
from lms.web.edge import current, limits, sessions
from lms.web.edge.policy import ANYONE, AUTHORS, DUTY, PUBLIC, SAFE_METHODS, SIGNED_IN, STAFF, WORKSHOP, Policy
from lms.wording.phrases import _

EXTENSION = "policies"
ATTRIBUTE = "lms_policy"
REFUSED = "lms.refused"
"""In the environment of a request that was not read to its end: the status that says why."""

BUSY = 503
SECONDS_BUSY = 60
TOO_MUCH = _("Very much is being sent here just now, and yours was not taken. Please try again in a minute.")

ADMIN_ALONE = "admin"
BESIDE = {AUTHORS.roles: "authors or duty", STAFF.roles: "staff or duty"}
"""What a policy is called that lets roles in beside duties."""

NO_TEXT = "\0"
"""A character that a database keeps in no text, so that nothing by such a name can be there."""

View = TypeVar("View", bound=Callable[..., Any])


class UndeclaredView(Exception):
    """A view without a policy: nobody said who may call it."""


class SignInNeeded(Exception):
    """The view is for people who are signed in, and this caller is not. The errors module answers it."""


class FactorNeeded(Exception):
    """The view is for people who run the programme, and in this session no second factor was given yet."""


class ScopeNeeded(Forbidden):
    """A program's token is valid, and does not allow this."""

    kind = "scope"
    title = "This token may not do this"

    def __init__(self, scope: str) -> None:
        super().__init__(f"It needs the scope “{scope}”. Ask staff for a token that has it.")
        self.scope = scope


def _declare(policy: Policy, changes: dict[str, Any]) -> Callable[[View], View]:
    declared = replace(policy, **changes)

    def decorate(view: View) -> View:
        setattr(view, ATTRIBUTE, declared)
        return view

    return decorate


def public(**changes: Any) -> Callable[[View], View]:
    """Anyone, and the same for all: no session is read, no cookie set but of a language, no CSRF token asked for."""
    return _declare(PUBLIC, changes)


def anyone(**changes: Any) -> Callable[[View], View]:
    """Anyone; who is signed in is known."""
    return _declare(ANYONE, changes)


def signed_in(**changes: Any) -> Callable[[View], View]:
    """Whoever is signed in; what is whose is the services' to say."""
    return _declare(SIGNED_IN, changes)


def authors(**changes: Any) -> Callable[[View], View]:
    """Authors, reviewers, staff and admins."""
    return _declare(AUTHORS, changes)


def staff(**changes: Any) -> Callable[[View], View]:
    """Staff and admins."""
    return _declare(STAFF, changes)


def duty(*duties: str, fresh: bool = False, **changes: Any) -> Callable[[View], View]:
    """Whoever holds one of these duties now in some scheme, “admin” among them; with `roles`, those as well.

    It is the outermost door alone: what may be done to which thing is asked by the service.
    """
    who = ADMIN_ALONE if duties == (asking.ADMIN,) else BESIDE.get(changes.get("roles", frozenset()), DUTY.who)
    return _declare(DUTY, {"who": who, "duties": frozenset(duties), "fresh": fresh, **changes})


def workshop(**changes: Any) -> Callable[[View], View]:
    """Whoever works on the files of this machine: these views are only in an app that nobody else can reach."""
    return _declare(WORKSHOP, changes)


def of_request() -> Policy:
    """The policy of the view at hand; of an address that leads nowhere, one that keeps nothing."""
    return current.facts().policy or ANYONE


def table(app: Flask) -> Mapping[str, Policy]:
    """The policy of each endpoint of an app that was made; of one that is not ours, none."""
    declared: Mapping[str, Policy] = app.extensions.get(EXTENSION, {})
    return declared


def install(app: Flask) -> None:
    """Gather every view's policy, and ask it before each call. Called last, when all views are there."""
    table: dict[str, Policy] = {}
    undeclared: list[str] = []
    for endpoint, view in app.view_functions.items():
        policy = getattr(view, ATTRIBUTE, None)
        if isinstance(policy, Policy):
            table[endpoint] = policy
        else:
            undeclared.append(endpoint)
    if undeclared:
        raise UndeclaredView(f"No policy is declared for {', '.join(sorted(undeclared))}.")
    app.extensions[EXTENSION] = table
    app.before_request(lambda: _admit(table))


def _policy_for(table: Mapping[str, Policy], endpoint: str | None) -> Policy:
    """The policy of a view. One that was hung on the application later has its own, or is called by nobody."""
    if endpoint is None:
        return ANYONE
    policy = table.get(endpoint) or getattr(current_app.view_functions[endpoint], ATTRIBUTE, None)
    if not isinstance(policy, Policy):
        raise UndeclaredView(f"No policy is declared for {endpoint}.")
    return policy


def _admit(table: Mapping[str, Policy]) -> None:
    """Let the request through to its view, or refuse it. An address that leads nowhere is refused after this."""
    asked, facts = current.request(), current.facts()
    policy = facts.policy = _policy_for(table, asked.endpoint)
    facts.path = asked.url_rule.rule if asked.url_rule else ""
    refused = asked.environ.get(REFUSED)
    if refused == BUSY:
        raise Busy(TOO_MUCH, retry_after=SECONDS_BUSY)
    if refused:
        abort(refused)
    if asked.method not in SAFE_METHODS:
        asked.max_content_length = policy.body
        if (asked.content_length or 0) > policy.body:
            abort(413)
    if policy.reads_session:
        _admit_caller(policy)
    if policy.limit and asked.endpoint:
        limits.count(asked.endpoint, policy.limit)


def _admit_caller(policy: Policy) -> None:
    """Find out who is asking, and refuse whom the policy does not let in."""
    asked, facts = current.request(), current.facts()
    if NO_TEXT in asked.path:
        abort(404)
    caller = sessions.caller(asked, by_token=policy.by_token)
    facts.person = caller.person
    if policy.needs_person and caller.person is None:
        raise SignInNeeded
    if not caller.by_token and asked.method not in SAFE_METHODS and asked.endpoint and policy.csrf:
        sessions.check_csrf()
    if caller.person is not None and (policy.roles or policy.duties):
        _require_right(policy, caller.person)
    if caller.by_token:
        _require_scope(caller.person, policy.scope_for(asked.method))


def _require_right(policy: Policy, person: Person) -> None:
    """By a role or by a duty. A duty opens nothing without a second factor, here or elsewhere.

    Where a duty opens a page, whoever may not come in is told of nothing there.
    """
    by_role = person.role in policy.roles
    if not by_role and not (policy.duties and asking.holds_any(current.context(), person, policy.duties)):
        current.tell_in_their_language()
        raise _no_right(policy, person)
    if policy.fresh or (person.scopes is None and not by_role):
        asking.require_given(current.context(), person, fresh=policy.fresh)
    elif person.scopes is None and not person.factor_at and asks_for_factor():
        raise FactorNeeded


def _no_right(policy: Policy, person: Person) -> Refusal:
    if policy.duties:
        return NoDuty(asking.former(current.context(), person, policy.duties))
    return Forbidden(_("This part is for the people who run the programme. If that is you, ask an admin for the role."))


def asks_for_factor() -> bool:
    """Whether those who run the programme need a second factor here. On this machine alone they are only invited."""
    return not current.context().settings.on_loopback


def _require_scope(person: Person | None, scope: str) -> None:
    if person is not None and person.scopes is not None and scope not in person.scopes:
        raise ScopeNeeded(scope)
