"""Starting files of translations, and those that are brought up to date: a translator's words are never lost."""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from lms.content.compiling.cache import Cache
from lms.content.compiling.compiler import compile_catalog, world_of
from lms.content.translations.texts import texts_of
from lms.content.translations.writing import NOTHING, brought_up_to_date, written_in
from lms.sources.files import tree_of
from tests.content.sites import TODAY, good_files, site_with
from tests.content.translations.spanish import LESSON, LESSON_TEXT, TYPED, TYPED_IN_SPANISH, fits_of, state

FIRST, SECOND = "content/courses/bees/01-first.md", "content/courses/bees/02-second.md"
SECOND_ES = "content/courses/bees/second.es.md"


def started(file: str, changes: Mapping[str, str | bytes | None]) -> str:
    texts = texts_of(site_with(changes).files[file], "lesson")
    return brought_up_to_date(texts, "lesson", NOTHING)


def up_to_date(file: str, translation: str, changes: Mapping[str, str | bytes | None]) -> str:
    tree = site_with({**changes, translation: changes[translation]})
    fit = fits_of(world_of(tree, Cache()))[translation]
    text = tree.files[translation].content.decode()
    texts = texts_of(tree.files[file], "lesson")
    return brought_up_to_date(texts, "lesson", written_in(text, "lesson", fit.translation.stamps, texts))


def findings_with(changes: Mapping[str, str | bytes | None], codes: str = "T") -> list[str]:
    found = compile_catalog(site_with(changes), today=TODAY)[1]
    return [one.code for one in found if one.code.startswith(codes)]


def test_a_starting_file_has_every_text_in_the_words_of_the_original() -> None:
    text = started(FIRST, {})
    assert "title: (untranslated) The first day\n" in text
    assert "(untranslated)\n\n## Stand still\n" in text
    assert "  b: (untranslated) Shake it off.\n" in text
    assert "answer" not in text


def test_a_starting_file_says_only_that_it_is_not_translated() -> None:
    assert set(findings_with({LESSON: started(FIRST, {})})) == {"T107"}
    assert set(findings_with({SECOND: TYPED, SECOND_ES: started(SECOND, {SECOND: TYPED})})) == {"T107"}


def test_a_translator_who_takes_every_mark_away_is_done() -> None:
    text = started(FIRST, {}).replace("(untranslated) ", "").replace("(untranslated)\n", "")
    assert findings_with({LESSON: text}) == []


def test_a_file_without_hashes_gets_them() -> None:
    text = up_to_date(FIRST, LESSON, {LESSON: LESSON_TEXT})
    assert findings_with({LESSON: text}) == []
    assert "La sacudo." in text


def test_bringing_up_to_date_twice_changes_nothing_more() -> None:
    for file, translation, changes in (
        (FIRST, LESSON, {LESSON: LESSON_TEXT}),
        (SECOND, SECOND_ES, {SECOND: TYPED, SECOND_ES: TYPED_IN_SPANISH}),
    ):
        once = up_to_date(file, translation, changes)
        assert up_to_date(file, translation, {**changes, translation: once}) == once
        assert findings_with({**changes, translation: once}) == []


def test_a_change_of_the_original_marks_that_text_and_no_other() -> None:
    done = up_to_date(FIRST, LESSON, {LESSON: LESSON_TEXT})
    original = good_files()[FIRST].decode().replace("Shake it off.", "Shake it off at once.")
    changes = {FIRST: original, LESSON: done}
    assert state(world_of(site_with(changes), Cache()))["changed"] == {"quiz first-quiz options.b"}
    marked = up_to_date(FIRST, LESSON, changes)
    assert marked == done.replace("b: La sacudo.", "b: (changed) La sacudo.").replace(
        _stamp(done, "options.b"), _stamp(marked, "options.b")
    )
    assert findings_with({FIRST: original, LESSON: marked}) == ["T108"]


def test_a_change_counts_as_confirmed_only_when_the_translator_took_the_mark_away() -> None:
    done = up_to_date(FIRST, LESSON, {LESSON: LESSON_TEXT})
    original = good_files()[FIRST].decode().replace("Stand still", "Stand quite still")
    marked = up_to_date(FIRST, LESSON, {FIRST: original, LESSON: done})
    again = up_to_date(FIRST, LESSON, {FIRST: original, LESSON: marked})
    assert again == marked
    assert "(changed)\n\n## Quédate quieta" in again
    confirmed = again.replace("(changed)\n\n", "")
    assert findings_with({FIRST: original, LESSON: confirmed}) == []


def test_other_line_breaks_in_the_original_change_nothing() -> None:
    done = up_to_date(FIRST, LESSON, {LESSON: LESSON_TEXT})
    original = good_files()[FIRST].decode().replace("Bees see what moves:", "Bees see\nwhat moves:")
    assert findings_with({FIRST: original, LESSON: done}) == []


def test_a_new_question_comes_in_the_originals_words() -> None:
    done = up_to_date(FIRST, LESSON, {LESSON: LESSON_TEXT})
    quiz = "\n```quiz\nid: new-one\ntype: true-or-false\nquestion: Bees sleep.\nanswer: true\nwhy: At night.\n```\n"
    original = good_files()[FIRST].decode() + quiz
    text = up_to_date(FIRST, LESSON, {FIRST: original, LESSON: done})
    assert text.startswith(done.split("translates:")[0])
    assert (
        "```quiz\nid: new-one\nquestion: |\n  (untranslated)\n  Bees sleep.\nwhy: (untranslated) At night.\n```" in text
    )


def test_what_the_original_has_no_more_stays_in_the_file() -> None:
    quiz = "\n```quiz\nid: gone\nquestion: ¿Adónde?\n```\n"
    text = up_to_date(FIRST, LESSON, {LESSON: LESSON_TEXT.replace("why:", "  c: Corro.\nwhy:") + quiz})
    assert "id: gone\nquestion: ¿Adónde?" in text
    assert "  c: Corro." in text


def test_accepted_words_are_kept() -> None:
    text = up_to_date(SECOND, SECOND_ES, {SECOND: TYPED, SECOND_ES: TYPED_IN_SPANISH})
    assert "accept:\n  - miel\n  - la miel\n" in text
    assert "blanks:\n  1:\n    accept:\n      - preguntar\n" in text


@pytest.mark.parametrize(
    "words",
    [
        "a: b",
        "- x",
        "«¿Sí?» # no",
        "it's 'so'",
        '"so"',
        "*strong* and `code`",
        "{a} [b]",
        "yes",
        "12:30",
        "one\ntwo\n\nthree",
        "word " * 60 + "end",
        "@home",
        "100%",
        "? what",
        "a #b: c",
    ],
)
def test_any_words_are_read_back_as_they_were(words: str) -> None:
    keys = "id: first-quiz\ntype: choose-one\nquestion: Which?\noptions:\n  a: x\n  b: y\nanswer: a\nwhy: z\n"
    file = tree_of({FIRST: f"---\ntitle: T\n---\n```quiz\n{keys}```\n".encode()}).files[FIRST]
    texts = texts_of(file, "lesson")
    for part in ("options.a", "why", "question"):
        held = written_in("```quiz\nid: first-quiz\n```\n", "lesson", {}, texts)
        address = next(address for address in texts.texts if address.part == part)
        wanted = " ".join(words.split()) if part == "options.a" else words.strip()
        written = brought_up_to_date(texts, "lesson", held._replace(texts={address: wanted}))
        back = written_in(written, "lesson", {}, texts)
        assert back.texts[address] == wanted


def _stamp(text: str, part: str) -> str:
    return next(word for word in text.split() if word.startswith(f"{part}="))
