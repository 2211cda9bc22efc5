"""The shipped examination for Certified Patient Leader: every paper has the shape that was promised."""

from __future__ import annotations

from collections import Counter
from fractions import Fraction
from functools import cache
from pathlib import Path

import pytest

from lms.content.compiling.cache import Cache
from lms.content.compiling.compiler import compile_catalog
from lms.content.reading.model import Catalog
from lms.questions.paper import Paper
from lms.services.assessing.beginning import paper_of
from lms.services.reviewing.drawing import pool_as_written
from lms.sources.diagnostics import Severity
from lms.sources.files import read_tree
from tests.content.sites import TODAY

ROOT = Path(__file__).parents[2]
EXAM = "leader-exam"
TIMES = 50
LEVELS = ("recall", "apply", "judge")
SCORED = {
    "leader-foundations": (4, 4, 1),
    "leader-ethics": (2, 6, 5),
    "leader-evidence": (3, 6, 3),
    "leader-safety": (2, 6, 3),
    "leader-advocacy": (3, 4, 1),
    "leader-collaboration": (1, 4, 2),
}
"""Scored questions of a paper by bank and level: the blueprint that the programme promises."""
PILOTS = 10
TABLE = {(bank, level): count for bank, counts in SCORED.items() for level, count in zip(LEVELS, counts, strict=True)}
SEEN_AGAIN_AT_MOST = Fraction(1, 5)


@cache
def shipped() -> Catalog:
    tree, unreadable = read_tree(ROOT)
    catalog, found = compile_catalog(tree, today=TODAY, cache=Cache())
    assert catalog is not None
    assert [*unreadable, *(one for one in found if one.severity is Severity.ERROR)] == []
    return catalog


def sources(paper: Paper) -> set[str]:
    return {item.source for item in paper.items}


@cache
def drawn(time: int) -> tuple[Paper, Paper]:
    """What one learner meets at the first attempt and at the second."""
    catalog = shipped()
    exam = catalog.assessments[EXAM]
    first = paper_of(pool_as_written(catalog), exam, f"first {time}")
    return first, paper_of(pool_as_written(catalog), exam, f"second {time}", sources(first))


@pytest.mark.parametrize("attempt", [0, 1], ids=["first", "second"])
def test_each_paper_has_the_domains_and_levels_of_the_blueprint(attempt: int) -> None:
    for time in range(TIMES):
        items = drawn(time)[attempt].items
        scored = Counter((item.source.partition("/")[0], item.level) for item in items if item.scored)
        pilots = Counter(item.source.partition("/")[0] for item in items if not item.scored)
        assert scored == TABLE
        assert pilots.total() == PILOTS
        assert set(pilots) == set(SCORED)
        assert len(sources(drawn(time)[attempt])) == len(items)


def test_a_second_paper_has_little_that_was_seen_before() -> None:
    for time in range(TIMES):
        first, second = drawn(time)
        again = sources(first) & sources(second)
        assert Fraction(len(again), len(second.items)) <= SEEN_AGAIN_AT_MOST


@pytest.mark.parametrize("bank", SCORED)
def test_a_bank_holds_three_times_what_a_paper_needs_and_as_many_pilots(bank: str) -> None:
    quizzes = shipped().banks[bank].quizzes.values()
    for level, count in zip(LEVELS, SCORED[bank], strict=True):
        statuses = Counter(quiz.status for quiz in quizzes if quiz.level == level)
        assert (statuses["active"], statuses["pilot"]) == (3 * count, count)


@pytest.mark.parametrize("bank", SCORED)
def test_each_question_has_three_options_one_best_answer_and_names_what_it_rests_on(bank: str) -> None:
    objectives = shipped().objectives
    for quiz in shipped().banks[bank].quizzes.values():
        assert (quiz.question.type, len(quiz.question.body.options)) == ("choose-one", 3), quiz.id
        assert quiz.objective in objectives
        assert {"reference", "note"} <= set(quiz.notes), quiz.id
        assert "reviewed_by" not in quiz.notes, "no reviewer is invented"


def test_what_it_asks_is_asked_nowhere_else() -> None:
    drawn_from = {line.bank for line in shipped().assessments[EXAM].draw}
    assert drawn_from == set(SCORED)
    for id, other in shipped().assessments.items():
        assert id == EXAM or drawn_from.isdisjoint(line.bank for line in other.draw)


def test_certificates_claim_what_every_holder_was_asked() -> None:
    credentials, courses = shipped().credentials, shipped().courses
    of_courses = [
        objective
        for path in credentials["leader"].requires
        if path.startswith("courses/")
        for objective in courses[path.removeprefix("courses/")].objectives
    ]
    assert credentials["leader"].objectives == tuple(of_courses)
    assert credentials["foundations"].objectives == (
        "leading-acts",
        "speaking-scope",
        "source-questions",
        "path-match",
        "purpose-limits",
        "credential-meaning",
    )
