"""What registrars and deciders have before them: applications as sentences, those with an exception first."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from lms.content.reading.model import Catalog
from lms.credentials.fonts import of_design
from lms.credentials.model import Evidence
from lms.credentials.names import Name, check_name
from lms.practice import acts
from lms.practice.applications import UNDER_WAY, Application, State
from lms.practice.bars import may
from lms.practice.duties import Act, Allowed, Duty, Facts, Thing
from lms.services.appointing.asking import allowed, facts_of, organisations_of
from lms.services.deciding.hands import Seen, seen_by
from lms.services.deciding.ways import candidate, scheme_of
from lms.services.ground.context import Context
from lms.services.ground.person import Person
from lms.services.ground.refusals import NotFound
from lms.store import applicants
from lms.store.applicants import Applicant
from lms.store.applications import Decision

ON_A_PAGE = 50


@dataclass(frozen=True, slots=True)
class Line:
    """An application as it is listed. Whether whoever looks may act on it, and if it would be theirs, the `bars`."""

    application: Application
    name: str
    email: str
    title: str
    exceptions: tuple[str, ...]
    is_open: bool
    bars: tuple[str, ...]
    late: bool


@dataclass(frozen=True, slots=True)
class Page:
    """Some lines; `after` is the id behind which the list goes on, empty at its end."""

    lines: Sequence[Line]
    after: str


@dataclass(frozen=True, slots=True)
class Whole:
    """One application with all that a decision about it rests on, and whether its statement may be taken."""

    line: Line
    taking: Line
    evidence: tuple[Evidence, ...]
    missing: tuple[str, ...]
    decisions: Sequence[Decision]


def before_registrars(context: Context, person: Person, after: str = "") -> Page:
    """Everything under way, for whoever sees applications."""
    return _page(context, person, acts.GRANT_ROUTE, UNDER_WAY, after)


def before_deciders(context: Context, person: Person, after: str = "", *, typed: bool = False) -> Page:
    """What is complete and waits for a decision; `typed` is set by the command, which changes nothing."""
    return _page(context, person, acts.CERTIFY, (State.COMPLETE,), after, (Duty.DECIDER,), typed=typed)


def _page(
    context: Context,
    person: Person,
    act: Act,
    states: Sequence[State],
    after: str,
    duties: Sequence[Duty] = (Duty.DECIDER, Duty.REGISTRAR),
    *,
    typed: bool = False,
) -> Page:
    catalog = context.catalog().original
    with context.database.reading() as session:
        facts = facts_of(context, session, person.id, acts.SEE_APPLICATION, Thing("applications", ""))
        mine = sorted(
            {one.scheme for one in facts.appointments if one.duty in duties and one.state(facts.now) == "in force"}
        )
        answer = may(person.id, acts.SEE_APPLICATION, Thing("applications", "", tuple(mine)), facts)
        allowed(context, session, person, acts.SEE_APPLICATION, answer, shell=typed)
        found = applicants.listed(session, catalog.schemes.keys() & mine, states, ON_A_PAGE + 1, after)
        shown = [one.application for one in found[:ON_A_PAGE]]
        seen = seen_by(session, catalog, shown, person.id)
    lines = [line_of(catalog, person, act, one, seen[one.application.id], facts) for one in found[:ON_A_PAGE]]
    lines.sort(key=lambda line: (not line.exceptions, line.application.decide_by or line.application.opened_at))
    return Page(lines, found[ON_A_PAGE - 1].application.id if len(found) > ON_A_PAGE else "")


def whole(context: Context, person: Person, application_id: str) -> Whole:
    """One application, for a registrar or a decider."""
    catalog = context.catalog().original
    with context.database.reading() as session:
        one, decisions = applicants.with_decisions(session, application_id)
        application = None if one is None else one.application
        seen = {} if application is None else seen_by(session, catalog, [application], person.id)
        thing = seen[application_id].thing if application else Thing("application", "")
        facts = facts_of(context, session, person.id, acts.SEE_APPLICATION, thing)
        allowed(context, session, person, acts.SEE_APPLICATION, may(person.id, acts.SEE_APPLICATION, thing, facts))
        if one is None or application is None or application.credential not in catalog.schemes:
            raise NotFound("There is no such application.")
        line, taking = (
            line_of(catalog, person, act, one, seen[application_id], facts) for act in (acts.CERTIFY, acts.GRANT_ROUTE)
        )
        credential, scheme = scheme_of(catalog, application.credential)
        applicant = Person(application.account, one.email, one.name, one.role, one.confirmed)
        found = candidate(session, catalog, credential, scheme, applicant, application, context.now())
    way = found.way(application.route)
    missing = () if way is None else tuple(reason.title for reason in way.reasons)
    return Whole(line, taking, () if way is None else way.evidence, missing, decisions)


def line_of(catalog: Catalog, person: Person, act: Act, one: Applicant, seen: Seen, facts: Facts) -> Line:
    """An application with what is unusual about it, and what stands against whoever looks."""
    credential = catalog.credentials.get(one.application.credential)
    thing = replace(seen.thing, organisations=organisations_of(one.email, one.issuers))
    answer = may(person.id, act, thing, facts)
    return Line(
        one.application,
        one.name,
        one.email,
        one.application.credential if credential is None else credential.title,
        exceptions(catalog, one.application, seen),
        isinstance(answer, Allowed),
        () if isinstance(answer, Allowed) else tuple(f"{bar.kind}: {bar.message}" for bar in answer.bars),
        one.application.is_late(facts.now),
    )


def exceptions(catalog: Catalog, application: Application, seen: Seen) -> tuple[str, ...]:
    """What makes somebody look twice: experience, a key corrected since, a name in letters of several scripts."""
    found = []
    scheme, credential = catalog.schemes.get(application.credential), catalog.credentials.get(application.credential)
    route = None if scheme is None else scheme.route(application.route)
    if route is not None and route.by_registrar:
        found.append("Came in by a statement, not by courses.")
    if seen.corrected:
        found.append("A key of their paper was corrected since.")
    name = application.claims.get("name", "")
    checked = check_name(name, of_design(credential.design)) if name and credential is not None else None
    if isinstance(checked, Name) and checked.notes:
        found.append("The name mixes letters of several scripts.")
    return tuple(found)
