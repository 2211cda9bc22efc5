"""Applications as a duty sees them, many at once: whose, and whether whoever looks had a hand in the candidate's paper.

Who wrote or reviewed a question of a paper decides nothing about its candidate.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from sqlalchemy.orm import Session

from lms.content.reading.model import Catalog
from lms.content.reading.targets import target_of
from lms.practice.applications import Application
from lms.practice.duties import Thing
from lms.services.appointing.authorship import authors_of_all
from lms.store import papers
from lms.store.papers import Passed


@dataclass(frozen=True, slots=True)
class Seen:
    """An application before somebody. `corrected`: a key of the paper behind it was corrected since."""

    thing: Thing
    corrected: bool


def thing_of(session: Session, catalog: Catalog, application: Application | None, looks: int) -> Thing:
    """One of them before this account. One that is not there belongs to no scheme, so that none is told of."""
    if application is None:
        return Thing("application", "")
    return seen_by(session, catalog, [application], looks)[application.id].thing


def seen_by(session: Session, catalog: Catalog, many: Sequence[Application], looks: int) -> Mapping[str, Seen]:
    """Several of them, by their ids: in one statement, and one more where their courses name authors."""
    examinations = {one.credential: _examination(catalog, one.credential) for one in many}
    names = {name for id in examinations.values() if id for name in catalog.former.every_assessment(id)}
    accounts = {one.account for one in many}
    passed = papers.passed(session, accounts, names, looks) if names else []
    authors = authors_of_all(session, catalog, examinations)
    seen = {one.id: _seen(one, examinations[one.credential], catalog, passed, looks) for one in many}
    return {
        one.id: replace(seen[one.id], thing=replace(seen[one.id].thing, authors=authors[one.credential].accounts))
        for one in many
    }


def before(session: Session, catalog: Catalog, thing: Thing, credential: str, account: int, looks: int) -> Thing:
    """A thing about a candidate who has not applied, before this account: any paper of theirs counts, passed or not."""
    examination = _examination(catalog, credential)
    names = catalog.former.every_assessment(examination) if examination else ()
    has_hand = bool(names) and papers.has_hand_in(session, looks, account, names)
    return replace(
        thing,
        schemes=(credential,),
        person=account,
        hands=frozenset({looks}) if has_hand else frozenset(),
        authors=authors_of_all(session, catalog, [credential])[credential].accounts,
    )


def _examination(catalog: Catalog, credential: str) -> str:
    """The id of the examination that a certification asks for by its scheme; empty where it has none any more."""
    scheme = catalog.schemes.get(credential)
    return "" if scheme is None else target_of(scheme.examination).id


def _seen(one: Application, examination: str, catalog: Catalog, passed: Sequence[Passed], looks: int) -> Seen:
    now = catalog.former.assessment_now
    own = [paper for paper in passed if paper.account == one.account and now(paper.assessment) == examination]
    hands = frozenset({looks}) if any(paper.touched for paper in own) else frozenset()
    thing = Thing("application", one.id, (one.credential,), person=one.account, hands=hands)
    return Seen(thing, any(paper.corrected for paper in own))
