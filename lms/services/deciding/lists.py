"""What registrars and deciders have before them: applications as sentences, those with an exception first."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy.orm import Session

from lms.content.reading.model import Catalog
from lms.content.reading.targets import target_of
from lms.credentials.fonts import of_design
from lms.credentials.model import Evidence
from lms.credentials.names import Name, check_name
from lms.practice import acts
from lms.practice.applications import UNDER_WAY, Application, State
from lms.practice.duties import Act, Barred, Duty, Thing
from lms.services.appointing.asking import ask, duties_now, require
from lms.services.deciding.hands import thing_of
from lms.services.deciding.ways import candidate, person_of
from lms.services.ground import renamed
from lms.services.ground.context import Context
from lms.services.ground.person import Person
from lms.services.ground.refusals import NotFound
from lms.store import accounts, applications, scores
from lms.store.applications import Applicant, Decision

ON_A_PAGE = 50


@dataclass(frozen=True, slots=True)
class Line:
    """An application as it is listed. `bars` say why whoever looks may not decide about it."""

    application: Application
    name: str
    email: str
    title: str
    exceptions: tuple[str, ...]
    bars: tuple[str, ...]
    late: bool


@dataclass(frozen=True, slots=True)
class Page:
    """Some lines; `after` is the id behind which the list goes on, empty at its end."""

    lines: Sequence[Line]
    after: str


@dataclass(frozen=True, slots=True)
class Whole:
    """One application with all that a decision about it rests on."""

    line: Line
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
        held = duties_now(context, session, person.id)
        schemes = sorted(one for one in catalog.schemes if set(duties) & held.get(one, frozenset()))
        every = Thing("applications", "", tuple(schemes))
        require(context, session, person, acts.SEE_APPLICATION, every, shell=typed)
        found = applications.listed(session, schemes, states, ON_A_PAGE + 1, after)
        lines = [line_of(session, context, person, act, one) for one in found[:ON_A_PAGE]]
    lines.sort(key=lambda line: (not line.exceptions, line.application.decide_by or line.application.opened_at))
    return Page(lines, found[ON_A_PAGE - 1].application.id if len(found) > ON_A_PAGE else "")


def whole(context: Context, person: Person, application_id: str) -> Whole:
    """One application, for a registrar or a decider."""
    catalog = context.catalog().original
    with context.database.reading() as session:
        application = applications.find(session, application_id)
        thing = thing_of(session, catalog, application)
        require(context, session, person, acts.SEE_APPLICATION, thing)
        account = None if application is None else accounts.held(session, application.account)
        if application is None or account is None:
            raise NotFound("There is no such application.")
        one = Applicant(application, account.name, account.email)
        line = line_of(session, context, person, acts.CERTIFY, one)
        credential, scheme = catalog.credentials[application.credential], catalog.schemes[application.credential]
        applicant = person_of(account)
        found = candidate(session, catalog, credential, scheme, applicant, application, context.now())
        way = found.way(application.route)
        decisions = applications.decisions(session, application.id)
    missing = () if way is None else tuple(reason.title for reason in way.reasons)
    return Whole(line, () if way is None else way.evidence, missing, decisions)


def line_of(session: Session, context: Context, person: Person, act: Act, one: Applicant) -> Line:
    """An application with what is unusual about it, and what stands against whoever looks."""
    catalog, now = context.catalog().original, context.now()
    credential = catalog.credentials.get(one.application.credential)
    answer = ask(context, session, person.id, act, thing_of(session, catalog, one.application))
    bars = tuple(f"{bar.kind}: {bar.message}" for bar in answer.bars) if isinstance(answer, Barred) else ()
    return Line(
        one.application,
        one.name,
        one.email,
        one.application.credential if credential is None else credential.title,
        exceptions(session, catalog, one.application),
        bars,
        one.application.is_late(now),
    )


def exceptions(session: Session, catalog: Catalog, application: Application) -> tuple[str, ...]:
    """What makes somebody look twice: experience, a key corrected since, a name in letters of several scripts."""
    found = []
    scheme, credential = catalog.schemes.get(application.credential), catalog.credentials.get(application.credential)
    route = None if scheme is None else scheme.route(application.route)
    if route is not None and route.by_registrar:
        found.append("Came in by a statement, not by courses.")
    if scheme is not None and _corrected_since(session, catalog, application, target_of(scheme.examination).id):
        found.append("A key of their paper was corrected since.")
    name = application.claims.get("name", "")
    checked = check_name(name, of_design(credential.design)) if name and credential is not None else None
    if isinstance(checked, Name) and checked.notes:
        found.append("The name mixes letters of several scripts.")
    return tuple(found)


def exceptions_of_all(context: Context, person: Person, application_ids: Sequence[str]) -> list[str]:
    """What is unusual about several, in one sentence each; whoever may not see one of them is told of nothing."""
    catalog = context.catalog().original
    told = []
    with context.database.reading() as session:
        for id in application_ids:
            application = applications.find(session, id)
            require(context, session, person, acts.SEE_APPLICATION, thing_of(session, catalog, application))
            unusual = () if application is None else exceptions(session, catalog, application)
            told += [f"{id}: {' '.join(unusual)}"] if unusual else []
    return told


def _corrected_since(session: Session, catalog: Catalog, application: Application, examination: str) -> bool:
    mine = renamed.attempts_of(session, catalog, application.account, examination)
    return any(scores.of_attempt(session, one.id) for one in mine if one.passed)
