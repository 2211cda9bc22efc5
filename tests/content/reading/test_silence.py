"""Warnings that authors decided to live with, for a file or a quiz, each with its reason."""

from __future__ import annotations

import pytest

from lms.content.compiling.cache import Cache
from lms.content.compiling.compiler import check_tree, compile_catalog
from lms.sources.diagnostics import Diagnostic
from lms.sources.files import SourceTree
from tests.content.sites import (
    BANK,
    COURSE,
    CREDENTIAL,
    EXAM,
    LESSON,
    SECOND,
    TODAY,
    good_files,
    lesson,
    site_with,
)

NO_WORDS = "Look: ![](media/hive.png)\n"
NEGATIVE = "```quiz\nid: {id}\ntype: true-or-false\nquestion: Is it so?\nanswer: yes\n{more}```\n"
REASON = "silence:\n  Q107: The lesson says it just above.\n"


def checked(tree: SourceTree, writing: bool = True) -> tuple[tuple[Diagnostic, ...], tuple[Diagnostic, ...]]:
    """What is found, and what is silenced beside what the good site silences itself."""
    cache = Cache()
    found = check_tree(tree, today=TODAY, cache=cache, writing=writing)
    assert cache.last is not None
    return found, tuple(one for one in cache.last.silenced if one.code != "P107")


def test_a_silence_in_the_front_matter_is_for_the_whole_file() -> None:
    tree = site_with({SECOND: lesson(NO_WORDS + NO_WORDS, "title: x\nsilence:\n  M105: They are ornaments.")})
    found, silenced = checked(tree)
    assert found == ()
    assert [(one.code, one.place.line) for one in silenced] == [("M105", 6), ("M105", 7)]


def test_a_silence_in_a_quiz_is_for_this_quiz() -> None:
    body = NEGATIVE.format(id="one", more=REASON) + "\n" + NEGATIVE.format(id="two", more="")
    found, silenced = checked(site_with({SECOND: lesson(body)}))
    assert [(one.code, one.place.line) for one in found] == [("Q107", 13)]
    assert [(one.code, one.place.line) for one in silenced] == [("Q107", 4)]


def test_a_silence_in_one_file_is_for_no_other() -> None:
    front = good_files()[LESSON].decode().replace("title:", "silence:\n  M105: An ornament.\ntitle:", 1)
    found, silenced = checked(site_with({SECOND: lesson(NO_WORDS), LESSON: front}))
    assert [(one.code, one.place.file) for one in found] == [("W004", LESSON), ("M105", SECOND)]
    assert silenced == ()


@pytest.mark.parametrize("file", [COURSE, LESSON, EXAM, BANK, CREDENTIAL, "certificates/issuer.md"])
def test_every_file_of_an_author_may_have_one(file: str) -> None:
    text = good_files()[file].decode()
    begun, key = ("silence:\n", "") if "silence:\n" in text else ("---\n", "silence:\n")
    text = text.replace(begun, f"{begun}{key}  M106: A reason.\n", 1)
    assert [one.code for one in checked(site_with({file: text}))[0]] == ["W004"]


def test_what_is_agreed_to_may_have_one() -> None:
    oath = "certificates/keeper/oath.md"
    found, silenced = checked(
        site_with({oath: "---\nsilence:\n  M101: It is meant so.\n---\n# Oath\n\nI <b>will</b>.\n"})
    )
    assert (found, [one.code for one in silenced]) == ((), ["M101"])


def test_the_silence_of_the_quiz_goes_before_that_of_its_file() -> None:
    front = "title: x\nsilence:\n  Q107: They are all explained in the text."
    found, silenced = checked(site_with({SECOND: lesson(NEGATIVE.format(id="one", more=REASON), front)}))
    assert [(one.code, one.place.line) for one in found] == [("W004", 4)]
    assert len(silenced) == 1


def test_an_error_is_shown_whatever_is_written() -> None:
    found, _ = checked(site_with({SECOND: lesson("[x](nowhere.md)", "title: x\nsilence:\n  M107: It comes soon.")}))
    assert [one.code for one in found] == ["W002", "M107"]


@pytest.mark.parametrize("reason", ["", "''", "[]", "{a: b}"])
def test_without_a_reason_nothing_is_silenced(reason: str) -> None:
    found, silenced = checked(site_with({SECOND: lesson(NO_WORDS, f"title: x\nsilence:\n  M105: {reason}")}))
    assert [one.code for one in found] == ["W001", "M105"]
    assert silenced == ()


@pytest.mark.parametrize("written", ["silence: M105", "silence: [M105]", "silence: yes"])
def test_a_silence_of_another_shape_is_an_error_with_its_place(written: str) -> None:
    found, _ = checked(site_with({SECOND: lesson("Read.", f"title: x\n{written}")}))
    assert [(one.code, one.place.line) for one in found] == [("S203", 3)]


def test_a_silence_of_the_writing_is_not_blamed_where_the_writing_is_not_looked_at() -> None:
    tree = site_with({SECOND: lesson("Ask the IRB.", "title: x\nsilence:\n  W203: Everybody here knows it.")})
    assert checked(tree, writing=False) == ((), ())
    found, silenced = checked(tree)
    assert (found, [one.code for one in silenced]) == ((), ["W203"])


def test_what_is_found_about_several_files_is_silenced_where_it_is_shown() -> None:
    tree = site_with({"content/courses/bees/notes/x.md": "x", SECOND: lesson("Read.", "title: x\nreview_by: x")})
    assert {one.code for one in checked(tree)[0]} >= {"S009"}
    course = good_files()[COURSE].decode().replace("---\n", "---\nreview_by: 2020-01-01\nsilence:\n  C108: Soon.\n", 1)
    found, silenced = checked(site_with({COURSE: course}))
    assert (found, [one.code for one in silenced]) == ((), ["C108"])


def test_a_serving_process_and_a_check_never_take_the_findings_of_the_other() -> None:
    cache = Cache()
    tree = site_with({SECOND: lesson("Ask the IRB.")})
    assert compile_catalog(tree, today=TODAY, cache=cache)[1] == ()
    assert [one.code for one in check_tree(tree, today=TODAY, cache=cache, writing=True)] == ["W203"]
    assert compile_catalog(tree, today=TODAY, cache=cache)[1] == ()
