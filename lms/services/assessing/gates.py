"""What a gate is told of the attempts so far."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime

from lms.content.reading.model import Assessment, Catalog
from lms.credentials.dates import in_words
from lms.practice.acts import SIT
from lms.practice.bars import may, two_years_later
from lms.practice.duties import Facts, Thing
from lms.progress.attempts import lift
from lms.progress.binding import binds_a_person
from lms.progress.gates import AttemptFact, Closed, Gate, Open, Reason, assessment_gate
from lms.progress.standing import Standing
from lms.progress.untold import is_untold
from lms.services.accounts.former_attempts import Elsewhere
from lms.services.ground.person import Person
from lms.services.reviewing.schemes import banks_of, schemes_of
from lms.store import applications
from lms.store.attempts import AttemptRecord
from lms.store.prepared import Reader
from lms.wording.phrases import _

Given = Callable[[], Sequence[datetime]]
"""Asks when staff gave somebody one more attempt, oldest first."""

Seen = Callable[[], Mapping[str, datetime]]
"""Asks when somebody saw a key last, by bank."""


def facts_of(records: Iterable[AttemptRecord]) -> tuple[AttemptFact, ...]:
    """The attempts as a gate sees them."""
    return tuple(
        AttemptFact(one.number, one.state, one.started_at, one.ended_at, one.passed, told=tells_result(one))
        for one in records
    )


def tells_result(record: AttemptRecord) -> bool:
    """Whether the learner may know how an attempt ended."""
    rules = record.policy.get("policy", {})
    return not record.open and "result" in rules.get("show_learner", ["result"])


def pass_told(assessment: Assessment, standing: Standing) -> datetime | None:
    """When an assessment was passed, for its learner: None where the rules of what was passed show no result."""
    return None if is_untold(assessment, standing) else standing.passed.get(assessment.id)


def awaits_no_word(passed: datetime | None, mine: Iterable[AttemptRecord]) -> bool:
    """Whether something was handed in of which no more will be told than `passed`."""
    return passed is None and any(not one.open and not tells_result(one) for one in mine)


def is_admitted(reader: Reader, catalog: Catalog, assessment: Assessment, person: Person) -> bool:
    """Whether a registrar admitted somebody to an examination. Where no scheme has such a route, nothing is read."""
    schemes = [one for one in catalog.schemes.values() if one.examination == assessment.path]
    if not any(route.by_registrar for scheme in schemes for route in scheme.routes):
        return False
    granted = applications.granted_to(reader, person.id)
    return any(scheme.id in granted for scheme in schemes)


def gate_for(
    catalog: Catalog,
    assessment: Assessment,
    person: Person,
    standing: Standing,
    mine: Sequence[AttemptRecord],
    elsewhere: Elsewhere,
    given: Given,
    seen: Seen,
    now: datetime,
    renewing: datetime | None,
    admitted: bool = False,
) -> Gate:
    """Whether the person may begin another attempt: the one answer for pages, programs and the act itself.

    The attempts that staff gave are asked for only where limits close it, the keys that were seen only under a scheme.
    """
    gate = _by_rules(catalog, assessment, person, standing, mine, elsewhere, given, now, renewing, admitted)
    interest = _interest(catalog, assessment, person, seen, now)
    return gate if interest is None else Closed((*gate.reasons, interest))


def _interest(catalog: Catalog, assessment: Assessment, person: Person, seen: Seen, now: datetime) -> Reason | None:
    """Why whoever has seen keys of an examination under a scheme may not sit it for a while."""
    if not schemes_of(catalog, assessment):
        return None
    banks, looks = tuple(sorted(banks_of(assessment))), seen()
    facts = Facts(now, seen=looks)
    if may(person.id, SIT, Thing("examination", assessment.id, banks=banks), facts):
        return None
    until = max(two_years_later(looks[bank]) for bank in banks if bank in looks)
    message = _(
        "By a duty of yours you have seen answers of this examination. You can sit it again from %(day)s on.",
        day=in_words(until),
    )
    return Reason("interest", "", assessment.title, message, until=until)


def _by_rules(
    catalog: Catalog,
    assessment: Assessment,
    person: Person,
    standing: Standing,
    mine: Sequence[AttemptRecord],
    elsewhere: Elsewhere,
    given: Given,
    now: datetime,
    renewing: datetime | None,
    admitted: bool,
) -> Gate:
    """The same by the rules of the assessment alone."""
    facts = facts_of(mine)
    if binds_a_person(catalog, assessment):
        facts += elsewhere.get(assessment.id, ())

    def decide(rules: Assessment) -> Gate:
        return assessment_gate(catalog, rules, standing, facts, now, renewing, person.confirmed, admitted)

    gate = decide(assessment)
    if not any(one.kind in ("attempts", "wait", "per year") for one in gate.reasons):
        return gate
    counting = [at for at in given() if renewing is None or at >= renewing]
    if not counting:
        return gate
    lifted = decide(lift(assessment, counting, [one.started_at for one in mine]))
    return replace(lifted, granted=True) if isinstance(lifted, Open) else lifted
