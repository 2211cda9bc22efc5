"""Renewal by examination: in the last 180 days of a certificate, and after them, it may be sat again."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import partial

from lms.content.reading.model import Assessment, Catalog, Credential
from lms.content.reading.schemes import Scheme
from lms.content.reading.targets import ASSESSMENTS, Target, target_of
from lms.credentials.life import renewal_opens
from lms.credentials.model import Evidence
from lms.progress.gates import Gate, is_told, passed_since
from lms.progress.names import title_of
from lms.progress.standing import Standing
from lms.services.accounts.former_attempts import sat_elsewhere
from lms.services.assessing.gates import facts_of, gate_for, is_admitted
from lms.services.ground import renamed
from lms.services.ground.context import Context
from lms.services.ground.person import Person
from lms.store import certificates, seen_keys
from lms.store.attempts import AttemptRecord
from lms.store.certificates import CertificateRecord
from lms.store.prepared import Reader


@dataclass(frozen=True, slots=True)
class Renewal:
    """A certificate that may be renewed now: since when, and what has been passed for it since, by path.

    `untold` are those of which the learner is not told that they are passed. `over` is until when its scheme let it be
    renewed, where that is past: then it is applied for anew, with what was passed since the renewal opened.
    """

    former: CertificateRecord
    opened: datetime
    met: Mapping[str, datetime | None]
    untold: frozenset[str] = frozenset()
    over: datetime | None = None


def renewal_of(
    credential: Credential,
    current: CertificateRecord | None,
    attempts: Sequence[AttemptRecord],
    now: datetime,
    scheme: Scheme | None = None,
) -> Renewal | None:
    """The renewal that is open for a certificate; None while there is nothing to renew.

    A credential that names nothing to be passed again is not renewed by its holder.
    """
    wanted = tuple(path for path in credential.renew_with if target_of(path).family == ASSESSMENTS)
    opened = renewal_opens(current.life, current.expires_at) if current is not None else None
    if current is None or opened is None or now < opened or not wanted:
        return None
    facts = {path: facts_of(_of_assessment(attempts, path, opened)) for path in wanted}
    met = {path: passed_since(opened, tried) for path, tried in facts.items()}
    untold = frozenset(path for path, tried in facts.items() if not is_told(tried))
    last = None if scheme is None or current.expires_at is None else current.expires_at + _late(scheme)
    return Renewal(current, opened, met, untold, last if last is not None and now > last else None)


def _late(scheme: Scheme) -> timedelta:
    """How long after its end a certificate can be renewed; a scheme that says nothing of it lets none be late."""
    return scheme.renewal.late or timedelta()


def applying_anew(standing: Standing, renewal: Renewal) -> Standing:
    """What somebody did, for whom it is too late to renew: what is passed for a renewal counts from its opening on."""
    passed = dict(standing.passed)
    for path, met in renewal.met.items():
        passed.pop(target_of(path).id, None)
        if met is not None:
            passed[target_of(path).id] = met
    return replace(standing, passed=passed)


def renewing_since(
    catalog: Catalog, assessment_id: str, held: Iterable[CertificateRecord], now: datetime
) -> datetime | None:
    """Since when an assessment may be sat again to renew a certificate that the person holds; None if it may not."""
    path = Target(ASSESSMENTS, assessment_id).path
    newest = {one.credential: one for one in held if one.life.replaced is None}
    opened = [
        renewal.opened
        for credential in catalog.credentials.values()
        if path in credential.renew_with
        and (renewal := renewal_of(credential, newest.get(credential.id), (), now)) is not None
    ]
    return max(opened, default=None)


def since(
    reader: Reader, catalog: Catalog, person_id: int, assessment_id: str, standing: Standing, now: datetime
) -> datetime | None:
    """The same for a person, in the transaction at hand. What was never passed is simply open, so nothing is read."""
    if assessment_id not in standing.passed:
        return None
    return renewing_since(catalog, assessment_id, certificates.of_account(reader, person_id), now)


def evidence_of(catalog: Catalog, renewal: Renewal) -> tuple[Evidence, ...]:
    """What was passed for the renewal, and when."""
    return tuple(Evidence(path, title_of(catalog, path), met) for path, met in renewal.met.items() if met is not None)


def _of_assessment(attempts: Sequence[AttemptRecord], path: str, since: datetime) -> list[AttemptRecord]:
    return [one for one in attempts if one.assessment == target_of(path).id and one.started_at >= since]


def gate_of(
    reader: Reader,
    ctx: Context,
    catalog: Catalog,
    assessment: Assessment,
    person: Person,
    standing: Standing,
    mine: Sequence[AttemptRecord],
    now: datetime,
) -> Gate:
    """Whether the person may begin another attempt of this one, by all that the database knows of it."""
    elsewhere = sat_elsewhere(reader, ctx, person, mine)
    again = since(reader, catalog, person.id, assessment.id, standing, now)
    given = partial(renamed.given, reader, catalog, person.id, assessment.id)
    seen = partial(seen_keys.of_account, reader, person.id)
    admitted = is_admitted(reader, catalog, assessment, person)
    return gate_for(catalog, assessment, person, standing, mine, elsewhere, given, seen, now, again, admitted)
