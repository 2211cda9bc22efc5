"""Who had a hand in the questions of a candidate's paper: they decide nothing about that candidate."""

from __future__ import annotations

from sqlalchemy.orm import Session

from lms.content.reading.model import Catalog
from lms.content.reading.targets import target_of
from lms.practice.applications import Application
from lms.practice.duties import Thing
from lms.services.ground import renamed
from lms.store import attempts, question_lives


def sources_of(session: Session, catalog: Catalog, application: Application) -> frozenset[tuple[str, str]]:
    """Source and version of each question that the candidate was asked in the examination of the scheme."""
    scheme = catalog.schemes.get(application.credential)
    if scheme is None:
        return frozenset()
    examination = target_of(scheme.examination).id
    mine = renamed.attempts_of(session, catalog, application.account, examination)
    return frozenset(
        (item.source, item.version) for one in mine if one.passed for item in attempts.solved_items(session, one.id)
    )


def hands_of(session: Session, catalog: Catalog, application: Application) -> frozenset[int]:
    """The accounts of those who wrote or reviewed any of them."""
    return frozenset(question_lives.hands(session, sources_of(session, catalog, application)))


def thing_of(session: Session, catalog: Catalog, application: Application | None) -> Thing:
    """An application as a duty sees it: whose it is, and who had a hand in the questions of their paper."""
    if application is None:
        return Thing("application", "", tuple(catalog.schemes))
    return Thing(
        "application",
        application.id,
        (application.credential,),
        person=application.account,
        hands=hands_of(session, catalog, application),
    )
