"""What goes out and comes back is the same: questions, keys and credit."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace

import pytest

from lms.content.reading.model import Bank
from lms.interchange import exporting
from lms.questions.kinds import KINDS as ALL_KINDS
from lms.questions.quiz import Question, Quiz
from lms.questions.version import version_of
from lms.sources.files import tree_of
from tests.interchange import allkinds
from tests.interchange.importing import PNG, Outcome, brought_in

SITE = tree_of({path: content for path, content in allkinds.FILES.items() if "/courses/" in path or "/media/" in path})
KINDS = {quiz.question.type for quiz in allkinds.bank().quizzes.values()}


@pytest.fixture(scope="module")
def bank() -> Bank:
    return allkinds.bank()


@pytest.fixture(scope="module")
def by_qti(bank: Bank) -> Outcome:
    return brought_in(exporting.as_qti(bank, allkinds.catalog().media).content, "qti", SITE)


@pytest.fixture(scope="module")
def by_table(bank: Bank) -> Outcome:
    return brought_in(exporting.as_table(bank).content, "csv", SITE)


def without_pictures(html: str) -> str:
    """Pictures of an import lie in a folder of their own, so only their addresses may differ."""
    return re.sub(r'src="[^"]*"', "", html)


def same(one: Quiz, other: Quiz) -> Iterable[tuple[str, object, object]]:
    yield "version", version_of(plain(one), one.solution.key), version_of(plain(other), other.solution.key)
    yield "points", one.question.points, other.question.points
    yield "scored", (one.question.scored, one.status), (other.question.scored, other.status)
    for name in ("keep_order", "words"):
        yield name, getattr(one.question.body, name, None), getattr(other.question.body, name, None)
    yield "why", one.solution.why, other.solution.why
    yield "level", one.level, other.level


def plain(quiz: Quiz) -> Question:
    return replace(quiz.question, html=without_pictures(quiz.question.html))


def test_every_kind_that_comes_in_is_in_the_bank_that_goes_round() -> None:
    assert {name for name, kind in ALL_KINDS.items() if kind.takes is not None} == KINDS


@pytest.mark.parametrize("name", allkinds.bank().quizzes)
def test_a_question_that_went_out_as_qti_comes_back_equal(name: str, bank: Bank, by_qti: Outcome) -> None:
    for what, before, after in same(bank.quizzes[name], by_qti.quizzes[name]):
        assert after == before, what


@pytest.mark.parametrize("name", allkinds.bank().quizzes)
def test_a_question_that_went_out_as_a_table_comes_back_equal(name: str, bank: Bank, by_table: Outcome) -> None:
    one, other = bank.quizzes[name], by_table.quizzes[name]
    for what, before, after in same(one, other):
        assert after == before, what
    for what in ("objective", "enemies", "tags", "notes", "former", "review_by"):
        assert getattr(other, what) == getattr(one, what)
    assert other.solution.hints == one.solution.hints


def test_the_picture_travels_in_the_package(by_qti: Outcome) -> None:
    assert by_qti.imported.files["content/assessments/banks/media/strange/map.png"] == PNG


def test_what_qti_has_no_place_for_is_told(bank: Bank) -> None:
    notes = exporting.as_qti(bank, {}).notes
    told = {(note.question, note.what) for note in notes}
    assert {
        ("one", f"its {what}") for what in ("hints", "objective", "enemies", "tags", "notes for colleagues")
    } <= told
    assert ("word", "other players do not know that differences of accents and punctuation are ignored") in told


def test_what_a_table_cannot_hold_is_told(bank: Bank) -> None:
    assert [(note.question, note.what) for note in exporting.as_table(bank).notes] == [
        ("one", "its pictures, which a table cannot hold")
    ]


@pytest.mark.parametrize("form", ["qti", "csv"])
def test_the_same_bank_is_the_same_file(form: str) -> None:
    def made() -> bytes:
        own = allkinds.catalog()
        bank = own.banks["kinds"]
        return (exporting.as_qti(bank, own.media) if form == "qti" else exporting.as_table(bank)).content

    assert made() == made()
