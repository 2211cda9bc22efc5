"""The catalog in another language: the same ids, letters and keys, other texts."""

from __future__ import annotations

from dataclasses import fields, replace

from lms.content.compiling.cache import Cache
from lms.content.compiling.compiler import compile_catalog
from lms.content.reading.model import Catalog
from lms.content.translations.texts import stamp_of
from lms.questions import marking
from lms.sources.diagnostics import Severity
from tests.content.sites import BANK, EXAM, TODAY, compiled, good_files, site_with
from tests.content.translations.spanish import COURSE, COURSE_TEXT, LESSON, LESSON_TEXT, TYPED, TYPED_IN_SPANISH

SECOND, SECOND_ES = "content/courses/bees/02-second.md", "content/courses/bees/second.es.md"


def editions(changes: dict[str, str | bytes | None]) -> tuple[Catalog, Catalog]:
    """The catalog, and its Spanish edition."""
    catalog, found = compiled(changes)
    assert not [one for one in found if one.severity is Severity.ERROR]
    return catalog, catalog.editions["es"]


def test_a_site_without_translations_has_no_editions() -> None:
    catalog, _ = compiled({})
    assert catalog.editions == {}
    assert catalog.edition(["es"]) is catalog


def test_a_lesson_in_another_language_has_the_same_questions_under_the_same_letters() -> None:
    catalog, spanish = editions({LESSON: LESSON_TEXT})
    original, lesson = catalog.courses["bees"].lessons["first"], spanish.courses["bees"].lessons["first"]
    assert (lesson.title, lesson.language, lesson.languages) == ("El primer día", "es", ("en", "es"))
    assert [one.id for one in lesson.questions] == [one.id for one in original.questions]
    assert [choice.key for choice in lesson.questions[0].body.options] == ["a", "b"]
    assert lesson.questions[0].body.options[1].html == "La sacudo."
    assert spanish.solutions["bees"]["first-quiz"].key == catalog.solutions["bees"]["first-quiz"].key
    assert "Mira a su alrededor" in spanish.solutions["bees"]["first-quiz"].why["a"]


def test_what_decides_anything_is_the_same_in_each_language() -> None:
    catalog, spanish = editions({LESSON: LESSON_TEXT, COURSE: COURSE_TEXT})
    texts = {"title", "summary", "html", "passages", "questions", "language", "languages", "spoken", "lessons"}
    for original, other in (
        (catalog.courses["bees"], spanish.courses["bees"]),
        (catalog.courses["bees"].lessons["first"], spanish.courses["bees"].lessons["first"]),
    ):
        for field in fields(original):
            if field.name not in texts:
                assert getattr(original, field.name) == getattr(other, field.name), field.name


def test_what_is_not_translated_is_the_very_same_value() -> None:
    catalog, spanish = editions({LESSON: LESSON_TEXT, SECOND: TYPED})
    assert spanish.courses["bees"].lessons["second"] is catalog.courses["bees"].lessons["second"]
    assert spanish.assessments["exam"] is catalog.assessments["exam"]


def test_a_missing_text_is_the_original_marked_as_its_language() -> None:
    text = LESSON_TEXT.replace("  b: La sacudo.\n", "").replace("a: Mira", "a: (untranslated) Mira")
    _, spanish = editions({LESSON: text})
    question = spanish.courses["bees"].lessons["first"].questions[0]
    why = spanish.solutions["bees"]["first-quiz"].why["a"]
    assert question.body.options[1].html == '<span lang="en" dir="ltr">Shake it off.</span>'
    assert why == '<div lang="en" dir="ltr"><p>She looks around, and goes.</p>\n</div>'


def test_missing_prose_is_the_original_in_its_place() -> None:
    _, spanish = editions({LESSON: LESSON_TEXT.replace("## Quédate", "(untranslated)\n\n## Quédate")})
    first, quiz = spanish.courses["bees"].lessons["first"].passages
    assert first.html.startswith('<div lang="en" dir="ltr"><h2 id="stand-still">Stand still</h2>')
    assert quiz.quiz == "first-quiz"


def test_a_text_whose_original_changed_is_still_shown_without_its_mark() -> None:
    text = LESSON_TEXT.replace("question: Una", "question: (changed) Una").replace("## Q", "(changed)\n\n## Q")
    _, spanish = editions({LESSON: text})
    lesson = spanish.courses["bees"].lessons["first"]
    assert lesson.questions[0].html == "<p>Una abeja se posa en tu mano. ¿Qué haces?</p>\n"
    assert lesson.passages[0].html.startswith("<h2")


def test_a_title_that_is_missing_keeps_its_own_language() -> None:
    _, spanish = editions({LESSON: LESSON_TEXT.replace("title: El primer día\n", "translates:\n")})
    lesson = spanish.courses["bees"].lessons["first"]
    assert (lesson.title, lesson.language_of("title"), lesson.language) == ("The first day", "en", "es")


def test_headings_have_the_same_ids_so_that_links_to_them_lead_there() -> None:
    _, spanish = editions({LESSON: LESSON_TEXT, COURSE: COURSE_TEXT})
    course = spanish.courses["bees"]
    assert '<h2 id="stand-still">Quédate quieta</h2>' in course.lessons["first"].passages[0].html
    assert 'href="/courses/bees/first#stand-still"' in course.html


def test_a_course_speaks_of_itself_and_its_objectives_in_the_language() -> None:
    _, spanish = editions({COURSE: COURSE_TEXT})
    assert spanish.courses["bees"].title == "Cuidar abejas"
    assert spanish.objectives["calm-hands"].text == "Moverse despacio junto a una colmena."
    assert spanish.courses["bees"].lessons["first"].language == "en"


def test_modules_have_their_titles_by_their_ids() -> None:
    course = good_files()["content/courses/bees/course.md"].decode()
    modules = "modules:\n  - {id: ground, title: On the ground, lessons: [first]}\n"
    _, spanish = editions(
        {
            "content/courses/bees/course.md": course.replace("objectives:", f"{modules}objectives:"),
            COURSE: COURSE_TEXT.replace("objectives:", "modules:\n  ground: En el suelo\nobjectives:"),
        }
    )
    assert [module.title for module in spanish.courses["bees"].modules] == ["En el suelo"]


def test_words_typed_in_any_language_are_right_in_each() -> None:
    for catalog in editions({SECOND: TYPED, SECOND_ES: TYPED_IN_SPANISH}):
        keys = {name: one.key for name, one in catalog.solutions["bees"].items()}
        assert [marking.share(keys["word"], word) for word in ("honey", "Miel", "wax")] == [1, 1, 0]
        assert marking.share(keys["gaps"], {"1": "preguntar", "2": "write"}) == 1


def test_the_right_answer_is_named_in_the_words_of_the_language() -> None:
    catalog, spanish = editions({SECOND: TYPED, SECOND_ES: TYPED_IN_SPANISH})

    def right(edition: Catalog) -> str:
        lesson = edition.courses["bees"].lessons["second"]
        return marking.answer_text(lesson.questions[0], edition.solutions["bees"]["word"].key)

    assert (right(catalog), right(spanish)) == ("honey", "miel or la miel")


def test_gaps_may_stand_in_another_order() -> None:
    _, spanish = editions({SECOND: TYPED, SECOND_ES: TYPED_IN_SPANISH})
    gaps = spanish.courses["bees"].lessons["second"].questions[1]
    assert gaps.body.blanks == ("2", "1")
    assert gaps.body.gaps == ("<p>Después ", ", primero ", ".</p>\n")


def test_a_text_with_gaps_that_is_not_translated_is_marked_as_a_whole() -> None:
    text = TYPED_IN_SPANISH.replace("text: Después [[2]], primero [[1]].\n", "")
    _, spanish = editions({SECOND: TYPED, SECOND_ES: text})
    gaps = spanish.courses["bees"].lessons["second"].questions[1]
    assert gaps.body.gaps == ('<div lang="en" dir="ltr"><p>First ', ", then ", ".</p>\n</div>")


def test_units_and_hints_are_translated() -> None:
    _, spanish = editions({SECOND: TYPED, SECOND_ES: TYPED_IN_SPANISH})
    assert spanish.courses["bees"].lessons["second"].questions[2].body.unit == "patas"
    assert spanish.solutions["bees"]["figure"].hints == ("<p>Cuéntalas.</p>\n", "<p>Cuéntalas otra vez.</p>\n")


def test_prose_stands_where_it_does_in_the_original_whatever_is_not_shown() -> None:
    typed = TYPED.replace("id: gaps\n", "id: gaps\nstatus: draft\n")
    _, spanish = editions({SECOND: typed, SECOND_ES: TYPED_IN_SPANISH})
    passages = spanish.courses["bees"].lessons["second"].passages
    assert [one.quiz or one.html[:20] for one in passages] == [
        "word",
        "<p>Ahora un texto co",
        "figure",
        '<h2 id="the-end">El ',
    ]


def test_a_scenario_is_shown_in_the_language_above_its_question() -> None:
    scenario = "```scenario\nid: hive\ntext: {}\n```\n\n"
    first = good_files()["content/courses/bees/01-first.md"].decode()
    _, spanish = editions(
        {
            "content/courses/bees/01-first.md": first.replace(
                "```quiz\n", scenario.format("A hive.") + "```quiz\n"
            ).replace("type: choose-one\n", "type: choose-one\nscenario: hive\n"),
            LESSON: LESSON_TEXT.replace("```quiz\n", scenario.format("Una colmena.") + "```quiz\n"),
        }
    )
    assert spanish.courses["bees"].lessons["first"].questions[0].scenario == "<p>Una colmena.</p>\n"


def test_an_assessment_and_its_bank_are_translated() -> None:
    bank = "---\n---\n```quiz\nid: bee-one\nquestion: Las abejas ven lo que se mueve.\nwhy: Lo ven.\n```\n"
    catalog, spanish = editions(
        {
            EXAM.replace(".md", ".es.md"): "---\ntitle: El examen\n---\nTómate tu tiempo.\n",
            BANK.replace(".md", ".es.md"): bank,
        }
    )
    assert (spanish.assessments["exam"].title, spanish.assessments["exam"].html) == (
        "El examen",
        "<p>Tómate tu tiempo.</p>\n",
    )
    quizzes = spanish.banks["bees"].quizzes
    assert quizzes["bee-one"].question.html == "<p>Las abejas ven lo que se mueve.</p>\n"
    assert quizzes["bee-two"] == catalog.banks["bees"].quizzes["bee-two"]
    assert quizzes["bee-one"].version == catalog.banks["bees"].quizzes["bee-one"].version
    assert catalog.assessments["exam"].languages == ("en", "es")


def test_an_assessment_can_be_read_in_the_languages_of_its_banks() -> None:
    bank = "---\n---\n```quiz\nid: bee-one\nquestion: ¿Ven?\nwhy: Lo ven.\n```\n"
    catalog, spanish = editions({BANK.replace(".md", ".es.md"): bank})
    assert catalog.assessments["exam"].languages == ("en", "es")
    assert spanish.assessments["exam"].language == "en"


def test_criteria_of_a_credential_are_translated_and_its_rules_are_not() -> None:
    file = "certificates/keeper/credential.es.md"
    catalog, spanish = editions({file: "---\ntitle: Apicultora\nsays_not: No es licencia.\n---\nHa estado.\n"})
    original, other = catalog.credentials["keeper"], spanish.credentials["keeper"]
    assert (other.title, other.says_not, other.html) == (
        "Apicultora",
        "No es licencia.",
        "<p>Ha estado.</p>\n",
    )
    as_written = replace(other, title=original.title, says_not=original.says_not, html=original.html, language="en")
    assert as_written == original


CONDUCT = "certificates/keeper/oath.md"
CONDUCT_ES = "---\ntranslates:\n  prose: body={stamp}\n---\n# Código & trato\n\nLo prometo.\n"


def test_a_text_to_sign_is_read_in_translation_and_what_is_signed_is_the_original() -> None:
    text = CONDUCT_ES.format(stamp=stamp_of("# Code\n\nI promise."))
    catalog, spanish = editions({CONDUCT: "# Code\n\nI promise.\n", CONDUCT.replace(".md", ".es.md"): text})
    original, other = catalog.credentials["keeper"], spanish.credentials["keeper"]
    assert (original.agreement_title, original.agreement_language) == ("Code", "en")
    assert (other.agreement_title, other.agreement_language) == ("Código & trato", "es")
    assert "Lo prometo." in other.agreement_html
    assert other.agreement == original.agreement


def test_nobody_signs_a_translation_of_what_the_text_said_before() -> None:
    before = CONDUCT_ES.format(stamp=stamp_of("# Code\n\nI promise less."))
    catalog, spanish = editions({CONDUCT: "# Code\n\nI promise.\n", CONDUCT.replace(".md", ".es.md"): before})
    assert spanish.credentials["keeper"] == catalog.credentials["keeper"]


def test_an_edition_knows_the_originals() -> None:
    catalog, spanish = editions({LESSON: LESSON_TEXT})
    assert spanish.original is catalog
    assert catalog.original is catalog
    assert spanish.revision == catalog.revision


def test_a_reader_of_the_originals_language_is_not_given_a_translation() -> None:
    catalog, spanish = editions({LESSON: LESSON_TEXT})
    assert catalog.edition(["en", "es"]) is catalog
    assert catalog.edition(["fr", "es-MX"]) is spanish


def test_an_edit_of_original_or_translation_shows_in_the_next_compile_with_the_same_cache() -> None:
    cache = Cache()
    first = good_files()["content/courses/bees/01-first.md"].decode()

    def title_and_minutes(changes: dict[str, str | bytes | None]) -> tuple[str, int, str]:
        catalog, _ = compile_catalog(site_with(changes), today=TODAY, cache=cache)
        assert catalog is not None
        lesson = catalog.editions["es"].courses["bees"].lessons["first"]
        return lesson.title, lesson.minutes, lesson.questions[0].body.options[1].html

    changes: dict[str, str | bytes | None] = {LESSON: LESSON_TEXT}
    assert title_and_minutes(changes) == ("El primer día", 8, "La sacudo.")
    changes["content/courses/bees/01-first.md"] = first.replace("minutes: 8", "minutes: 9")
    assert title_and_minutes(changes) == ("El primer día", 9, "La sacudo.")
    changes[LESSON] = LESSON_TEXT.replace("La sacudo.", "La espanto.")
    assert title_and_minutes(changes) == ("El primer día", 9, "La espanto.")
