"""A site whose examination stands under a scheme, and questions of it in any state, without anybody's duty."""

from __future__ import annotations

from textwrap import dedent

from lms.practice.lives import Act, Ground, Kind, Review
from lms.services.reviewing.keeping import keep
from lms.store import question_lives
from lms.store.locks import hold_question
from tests.support.site import House

WRITER, CONTENT, FAIRNESS, OFFICER, DECIDER = 101, 102, 103, 104, 105
BANK = "content/assessments/banks/listening.md"
SPANISH = "content/assessments/banks/listening.es.md"


SCHEME = {
    "certificates/listener/scheme.md": dedent(
        """\
        ---
        version: 1
        scope: Listens where people tell hard things.
        examination: assessments/exam
        routes:
          - id: courses
            requires: [courses/listening]
        domains:
          - id: listening
            title: Listening
            weight: 100%
            objectives: [listening]
        ---
        The handbook.
        """
    )
}
"""With this file the examination of the test site stands under a scheme."""


def do(house: House, source: str, act: Act, version: str = "") -> int:
    """Enter an act on a version of the files, or on an earlier one, without asking anybody."""
    with house.context.database.writing() as session:
        hold_question(session, source)
        bank, _, id = source.rpartition("/")
        keep(session, house.context, house.catalog, source, WRITER)
        version = version or house.catalog.banks[bank].quizzes[id].version
        return question_lives.add_act(
            session, source, version, act, duty="test", form={}, reason="test", request="", at=house.clock()
        )


def approve(house: House, source: str, texts: frozenset[str] = frozenset()) -> None:
    """Propose a version, and have it approved by two people."""
    do(house, source, Act(Kind.PROPOSED, WRITER))
    do(house, source, Act(Kind.APPROVED, CONTENT, review=Review.CONTENT, texts=texts))
    do(house, source, Act(Kind.APPROVED, FAIRNESS, review=Review.FAIRNESS, texts=texts))


def pilot(house: House, source: str, texts: frozenset[str] = frozenset()) -> None:
    approve(house, source, texts)
    do(house, source, Act(Kind.PILOTED, WRITER))


def activate(house: House, source: str, texts: frozenset[str] = frozenset()) -> None:
    """All the way from a draft to a question that counts."""
    pilot(house, source, texts)
    do(house, source, Act(Kind.PUT_FORWARD, OFFICER))
    do(house, source, Act(Kind.ACTIVATED, OFFICER, confirmed_by=DECIDER))


def suspend(house: House, source: str, version: str = "") -> None:
    do(house, source, Act(Kind.SUSPENDED, OFFICER), version)


def retire(house: House, source: str, version: str = "") -> None:
    do(house, source, Act(Kind.RETIRED, OFFICER, ground=Ground.FLAWED), version)
