"""Whom an edit touches, in numbers: right in the database, and nobody's data in a summary."""

from __future__ import annotations

import json
from collections.abc import Iterator
from unittest.mock import patch

import pytest

from lms.content.comparing.history import NothingKnown
from lms.services.correcting import edit_effects
from lms.services.correcting.edit_effects import Named, compare
from lms.services.correcting.reach import FEW, FromDatabase, FromSummary, in_words, read_summary, summary
from lms.services.publishing import served
from lms.sources.files import tree_of
from tests.services.correcting.test_correcting import BANK, SMALL, bank, exam, published, sit
from tests.services.walks import finish_course
from tests.support.site import FILES, House, question

START = {**FILES, **SMALL, "content/assessments/exam.md": exam()}
SOURCE = "banks/listening/bank-0"


@pytest.fixture(autouse=True)
def _no_time_between_looks() -> Iterator[None]:
    with patch.object(served, "SECONDS_BETWEEN_LOOKS", 0.0):
        yield


@pytest.fixture
def site(any_house: House) -> House:
    return published(any_house, START)


def numbers_of(house: House, thing: str) -> object:
    with house.context.database.reading() as session:
        return FromDatabase(session, house.context.catalog(), house.clock()).of(thing)


@pytest.mark.postgres
def test_a_question_is_counted_with_what_was_chosen_by_the_author_s_letters(site: House) -> None:
    for n in range(3):
        sit(site, site.person(f"Right {n}"))
    for n in range(2):
        sit(site, site.person(f"Wrong {n}"), wrong=("bank-0",))
    sit(site, site.person("Under Way"), end=False)
    assert numbers_of(site, SOURCE) == {"under_way": 1, "met": 5, "certificates": 0, "answers": {"a": 3, "b": 2}}


@pytest.mark.postgres
def test_a_course_a_lesson_and_an_assessment_are_counted(site: House) -> None:
    amal, bo = site.person("Amal Haddad"), site.person("Bo Lind")
    finish_course(site, amal)
    from lms.services.learning import lessons

    lessons.answer_quiz(site.context, bo, "listening", "quiet", "quiet-one", "a")
    sit(site, amal)
    assert numbers_of(site, "courses/listening") == {"learners_under_way": 1, "finished": 1}
    assert numbers_of(site, "courses/listening/quiet") == {"finished": 1, "under_way_in_course": 1}
    assert numbers_of(site, "assessments/open") == {"under_way": 0, "ended": 1, "passed": 1, "certificates": 0}


def test_a_summary_holds_counts_alone_and_says_nothing_of_few(house: House) -> None:
    site = published(house, START)
    for n in range(7):
        sit(site, site.person(f"Person {n}"), wrong=("bank-0",) if n < 2 else ())
    with site.context.database.reading() as session:
        made = summary(session, site.context.catalog(), site.clock())
    assert made["things"][SOURCE] == {"under_way": 0, "met": 7, "certificates": 0, "answers": {"a": 5, "b": FEW}}
    text = json.dumps(made)
    assert "person" not in text.casefold()
    assert "@" not in text
    assert read_summary(json.loads(text)).of(SOURCE) == made["things"][SOURCE]
    assert not any(value in (1, 2, 3, 4) for one in made["things"].values() for value in one.values())


@pytest.mark.parametrize(
    "value",
    [None, [], {}, {"format": 2, "things": {}}, {"format": 1, "things": []}, {"format": 1, "things": {"a": 1}}]
    + [{"format": 1, "things": {"a": {"met": one}}} for one in (-1, 1.5, "many", True, None, {"a": 1})]
    + [{"format": 1, "things": {"a": {"answers": {"b": {"c": 1}}}}}],
)
def test_what_is_no_summary_is_refused(value: object) -> None:
    with pytest.raises(ValueError, match=r"."):
        read_summary(value)


def test_numbers_are_said_as_a_person_says_them() -> None:
    counts = {"under_way": 1, "met": FEW, "certificates": 12, "answers": {"a": FEW, "b": 9}}
    said = (
        "1 attempt under way, fewer than 5 finished attempts met it (a: fewer than 5, b: 9), 12 certificates rest on it"
    )
    assert in_words(counts) == said
    assert in_words({"met": 0}) == "nobody so far"
    assert in_words(None) == ""


@pytest.mark.postgres
def test_a_difference_says_whom_it_touches_and_what_its_correction_would_do(site: House) -> None:
    sit(site, site.person("Amal Haddad"), wrong=("bank-0", "bank-1"))
    before = edit_effects.named(site.context.settings, site.context.database, "published")
    changed = {path: text.encode() for path, text in {**START, BANK: bank()}.items()}
    found = compare(
        site.context.settings, site.context.database, before, Named("the edit", tree_of(changed)), now=site.clock()
    )
    [thing] = found.things
    assert [one.kind for one in thing.changes] == ["key", "correction"]
    assert thing.counts is not None
    assert thing.counts["met"] == 1
    assert thing.correction is not None
    assert [one.gained for one in thing.correction.changes] == [True]
    assert found.faults == ()


def test_without_a_database_the_numbers_come_from_a_summary_or_are_said_to_be_unknown(house: House) -> None:
    site = published(house, START)
    before = Named("before", tree_of({path: text.encode() for path, text in START.items()}))
    edit = {**START, BANK: SMALL[BANK].replace(question("bank-0"), question("bank-0", "b"))}
    after = Named("after", tree_of({path: text.encode() for path, text in edit.items()}))
    unknown = compare(site.context.settings, None, before, after, now=site.clock())
    assert unknown.things[0].counts is None
    assert any("not known" in note for note in unknown.notes)
    assert [one.code for one in unknown.faults] == ["H103"]
    given = FromSummary({SOURCE: {"met": 40}})
    known = compare(site.context.settings, None, before, after, now=site.clock(), numbers=given)
    assert known.things[0].counts == {"met": 40}
    assert NothingKnown().holding("courses/listening") is None
