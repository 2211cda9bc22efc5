"""What stands between somebody and an application: the route they come by, what it still asks for, what it rests on."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy.orm import Session

from lms.content.reading.model import Catalog, Credential
from lms.content.reading.schemes import Route, Scheme
from lms.credentials.model import Evidence
from lms.practice.applications import Application
from lms.progress.gates import Closed, Reason, credential_gate
from lms.progress.names import title_of
from lms.progress.standing import Standing
from lms.services.assessing.renewing import Renewal, applying_anew, evidence_of, renewal_of
from lms.services.certifying.claiming import current_of, evidence, gate_of
from lms.services.ground import renamed
from lms.services.ground.person import Person
from lms.services.ground.refusals import NotFound
from lms.store.accounts import Account
from lms.store.certificates import CertificateRecord
from lms.wording.phrases import _

RENEWAL = "renewal"
"""The route of whoever holds the certification and passed again."""

LONGEST_TITLE = 120


@dataclass(frozen=True, slots=True)
class Way:
    """A way to apply: `reasons` keep it closed; `ground` stands where criteria would that were not met."""

    route: str
    statement: str = ""
    granted: bool = False
    reasons: tuple[Reason, ...] = ()
    evidence: tuple[Evidence, ...] = ()
    ground: str = ""
    renewal: Renewal | None = None

    @property
    def open(self) -> bool:
        return not self.reasons

    @property
    def asks_registrar(self) -> bool:
        """Whether a registrar still has to take what is stated."""
        return bool(self.statement) and not self.granted


@dataclass(frozen=True, slots=True)
class Candidate:
    """Somebody before a certification: what they hold of it, what they have under way, and their ways to it."""

    held: CertificateRecord | None
    renewal: Renewal | None
    ways: tuple[Way, ...]

    def way(self, route: str) -> Way | None:
        """The way by this route; without one named, an open one, or else the first."""
        if route:
            return next((way for way in self.ways if way.route == route), None)
        return next((way for way in self.ways if way.open), self.ways[0] if self.ways else None)


def scheme_of(catalog: Catalog, credential_id: str) -> tuple[Credential, Scheme]:
    """A certification with its scheme; NotFound where there is none."""
    credential, scheme = catalog.credentials.get(credential_id), catalog.schemes.get(credential_id)
    if credential is None or scheme is None:
        raise NotFound(_("There is no such certificate here."))
    return credential, scheme


def person_of(account: Account) -> Person:
    """Whoever applied, as their ways are looked at."""
    return Person(account.id, account.email, account.name, account.role, account.confirmed_at is not None)


def candidate(
    session: Session,
    catalog: Catalog,
    credential: Credential,
    scheme: Scheme,
    person: Person,
    under_way: Application | None,
    now: datetime,
) -> Candidate:
    """Where somebody stands, by all that the database knows of it."""
    held = current_of(session, person, credential.id)
    standing = renamed.standing_of(session, catalog, person.id)
    if held is not None:
        # Who applied in time renews, however late somebody decides.
        applied = under_way.completed_at if under_way is not None and under_way.route == RENEWAL else None
        mine = renamed.attempts_of(session, catalog, person.id)
        renewal = renewal_of(credential, held, mine, applied or now, scheme)
        if renewal is not None and renewal.over is not None:
            anew = applying_anew(standing, renewal)
            return Candidate(None, None, _by_routes(catalog, credential, scheme, anew, person, under_way))
        again = None if renewal is None else _renewing(catalog, credential, standing, person, renewal)
        return Candidate(held, renewal, () if again is None else (again,))
    return Candidate(None, None, _by_routes(catalog, credential, scheme, standing, person, under_way))


def _by_routes(
    catalog: Catalog,
    credential: Credential,
    scheme: Scheme,
    standing: Standing,
    person: Person,
    under_way: Application | None,
) -> tuple[Way, ...]:
    return tuple(_way(catalog, credential, scheme, route, standing, person, under_way) for route in scheme.routes)


def _renewing(catalog: Catalog, credential: Credential, standing: Standing, person: Person, renewal: Renewal) -> Way:
    gate = gate_of(catalog, credential, standing, person, renewal)
    return Way(RENEWAL, reasons=gate.reasons, evidence=evidence_of(catalog, renewal), renewal=renewal)


def _way(
    catalog: Catalog,
    credential: Credential,
    scheme: Scheme,
    route: Route,
    standing: Standing,
    person: Person,
    under_way: Application | None,
) -> Way:
    granted = under_way is not None and under_way.route == route.id and under_way.granted_at is not None
    whole = not isinstance(credential_gate(catalog, credential, standing, True), Closed)
    # Who came in by a statement met the examination alone, and no certificate says more than that.
    asked = credential.requires if not route.by_registrar else (scheme.examination,)
    wanted = replace(credential, requires=tuple(dict.fromkeys((*route.requires, *asked))))
    reasons = list(credential_gate(catalog, wanted, standing, person.confirmed).reasons)
    if route.by_registrar and not granted:
        reasons.insert(0, _unseen(route))
    return Way(
        route.id,
        route.statement,
        granted,
        tuple(reasons),
        evidence(catalog, wanted, standing),
        _ground(catalog, scheme) if route.by_registrar and not whole else "",
    )


def _unseen(route: Route) -> Reason:
    message = _("A registrar of the programme looks at your statement first.")
    return Reason("route", "", route.statement[:LONGEST_TITLE], message)


def _ground(catalog: Catalog, scheme: Scheme) -> str:
    """What the decision rests on where the criteria were not met: printed in their place, so in English as they are."""
    title = title_of(catalog.original, scheme.examination)
    return f"passed “{title[:LONGEST_TITLE]}”, admitted by experience that the programme confirmed"


def reasons_of(ways: Sequence[Way]) -> tuple[Reason, ...]:
    """Why nobody can apply yet: what the nearest way asks for."""
    return min((way.reasons for way in ways), key=len, default=())
