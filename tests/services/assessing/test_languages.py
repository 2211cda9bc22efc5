"""Learning and sitting an examination in another language: answers, progress and marks are the same."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from pathlib import Path

import pytest

from lms.content.reading.model import Catalog
from lms.services.assessing import beginning, covers, results, sitting
from lms.services.certifying import claiming
from lms.services.ground.context import Context
from lms.services.learning import lessons
from tests.services.walks import answer, begin, finish_course, right_answers
from tests.support import spanish
from tests.support.site import FILES, House, house_at


@pytest.fixture
def house(tmp_path: Path) -> Iterator[House]:
    with house_at(f"sqlite:///{tmp_path / 'lms.sqlite'}", tmp_path, spanish.FILES) as made:
        yield made


def in_spanish(house: House) -> Context:
    return house.context.for_reader(("es",))


def test_a_lesson_is_read_in_the_language_and_answered_for_every_language(house: House) -> None:
    amal = house.person()
    answered = lessons.answer_quiz(in_spanish(house), amal, "listening", "quiet", "quiet-one", "a")
    assert answered.correct
    assert "CANARIO-a-quiet-one" in answered.why["a"]
    english = lessons.lesson_page(house.context, amal, "listening", "quiet")
    assert english.answers["quiet-one"].correct
    assert "CANARY-why-a-quiet-one" in english.answers["quiet-one"].why["a"]


def test_the_surroundings_of_a_lesson_are_in_the_language_whoever_read_it_before(house: House) -> None:
    amal = house.person()
    for _ in range(2):
        english = lessons.lesson_page(house.context, amal, "listening", "quiet")
        spanish_page = lessons.lesson_page(in_spanish(house), amal, "listening", "quiet")
        assert (english.following and english.following.title) == "Asking"
        assert (spanish_page.following and spanish_page.following.title) == "Preguntar"


def test_an_attempt_can_be_read_in_each_language_of_its_paper_under_the_same_names(house: House) -> None:
    amal = house.person()
    attempt = begin(house, amal)
    english = sitting.attempt(house.context, amal, attempt)
    other = sitting.attempt(in_spanish(house), amal, attempt)
    assert (english.language, other.language, other.languages) == ("en", "es", ("en", "es"))
    assert (english.title, other.title) == ("A check for everyone", "Una prueba para todo el mundo")
    for here, there in zip(other.items, english.items, strict=True):
        assert here.question.html.startswith("<p>¿Qué hay de bank-")
        assert [one.key for one in here.question.body.options] == [one.key for one in there.question.body.options]


def test_an_attempt_that_is_begun_in_one_language_is_finished_in_another_with_the_same_mark(house: House) -> None:
    amal = house.person()
    started = beginning.start(in_spanish(house), amal, "open", agree=True, key=None)
    assert started.attempt.language == "es"
    answers = right_answers(house, started.attempt.id)
    answer(house, amal, started.attempt.id, answers)
    seen = sitting.attempt(in_spanish(house), amal, started.attempt.id)
    assert {item.n: item.answer for item in seen.items} == answers
    outcome = results.submit(house.context, amal, started.attempt.id)
    assert outcome.share == Fraction(1)
    assert outcome.passed
    again = results.result(in_spanish(house), amal, started.attempt.id)
    assert again.share == Fraction(1)
    assert again.title == "Una prueba para todo el mundo"
    assert "CANARIO" in str(again.items[0].why)
    assert again.by_objective[0].text == "Escuchar a alguien hasta el final."


def test_no_edit_changes_the_texts_of_an_attempt_in_any_language(house: House) -> None:
    amal = house.person()
    attempt = begin(house, amal)
    before = sitting.attempt(in_spanish(house), amal, attempt)
    changed = {path: text.replace("¿Qué hay", "¿Cómo va") for path, text in spanish.FILES.items()}
    house.serve(changed)
    assert sitting.attempt(in_spanish(house), amal, attempt).items == before.items
    house.serve({})
    assert sitting.attempt(in_spanish(house), amal, attempt).items == before.items


def test_an_attempt_of_before_a_translation_stays_in_its_language(house: House) -> None:
    house.serve({})
    amal = house.person()
    attempt = begin(house, amal)
    house.serve(spanish.FILES)
    page = sitting.attempt(in_spanish(house), amal, attempt)
    assert (page.language, page.languages, page.title) == ("", (), "A check for everyone")
    assert page.items[0].question.html.startswith("<p>What about")


def test_a_question_that_is_not_translated_keeps_its_language(house: House) -> None:
    bank = spanish.FILES["content/assessments/banks/listening.es.md"].split("```quiz\nid: bank-1\n")[0]
    drawn = FILES["content/assessments/open.md"].replace(
        "  - take: 3\n", "  - use: bank-0\n    from: banks/listening\n  - take: 2\n"
    )
    house.serve(
        {**spanish.FILES, "content/assessments/banks/listening.es.md": bank, "content/assessments/open.md": drawn}
    )
    amal = house.person()
    items = sitting.attempt(in_spanish(house), amal, begin(house, amal, "open")).items
    assert len(items) == 3
    assert {item.language for item in items} <= {"en", "es"}
    assert all(("bank-0?" in item.question.html) == (item.language == "es") for item in items)


def test_a_closed_door_is_closed_in_each_language(house: House) -> None:
    amal = house.person()
    cover = covers.cover(in_spanish(house), amal, "exam")
    assert cover.assessment.title == "El examen de escucha"
    assert [reason.title for reason in cover.gate.reasons] == ["Escuchar"]


def test_a_certificate_is_in_the_language_of_its_credential_however_it_was_earned(house: House) -> None:
    amal = house.person()
    finish_course(house, amal)
    attempt = beginning.start(in_spanish(house), amal, "exam", agree=True, key=None).attempt.id
    answer(house, amal, attempt, right_answers(house, attempt))
    assert results.submit(in_spanish(house), amal, attempt).passed
    for context in (house.context, in_spanish(house)):
        (holding,) = claiming.mine(context, amal)
        assert (holding.state, holding.title) == ("ready", "Good Listener")
    claimed = claiming.claim(in_spanish(house), amal, "listener", "Amal Haddad", agree=True)
    assert claimed.holding.title == "Good Listener"


def test_the_originals_are_served_where_no_language_is_wanted(house: House) -> None:
    catalog: Catalog = house.context.for_reader(()).catalog()
    assert catalog is house.catalog
