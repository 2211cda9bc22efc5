from __future__ import annotations

import pytest

from lms.questions import marking
from lms.questions.kind import NotAnAnswer
from tests.questions.making import SHORT_ANSWER, quiz, read

QUIZ = quiz(SHORT_ANSWER)


def share(ignoring: str | None, accepted: str, given: str) -> int:
    text = SHORT_ANSWER.replace("accept: [consent, permission]", f'accept: ["{accepted}"]')
    text += "" if ignoring is None else f"    ignore_differences: [{ignoring}]\n"
    found = marking.share(quiz(text).solution.key, given)
    assert found is not None
    return int(found)


@pytest.mark.parametrize(
    ("ignoring", "accepted", "given", "right"),
    [
        (None, "consent", "  CONSENT ", 1),
        (None, "their consent", "their \t  consent", 1),
        (None, "consent", "consents", 0),
        (None, "Straße", "STRASSE", 1),
        (None, "café", "cafe", 0),
        ("", "consent", "Consent", 0),
        ("", "consent", "consent ", 1),
        ("", "consent", "consent", 1),
        ("accents", "café", "cafe", 1),
        ("accents", "cafe", "Café", 0),
        ("case, accents", "café", "CAFE", 1),
        ("punctuation", "it's theirs", "its theirs", 1),
        ("punctuation", "consent", "consent.", 1),
        ("spaces", "consent", "Consent", 0),
    ],
)
def test_only_the_differences_named_are_ignored(ignoring: str | None, accepted: str, given: str, right: int) -> None:
    assert share(ignoring, accepted, given) == right


def test_two_ways_of_writing_the_same_letter_are_always_equal() -> None:
    assert share("", "caf\u00e9", "cafe\u0301") == 1


def test_any_of_the_accepted_is_right() -> None:
    assert marking.share(QUIZ.solution.key, "Permission") == 1


@pytest.mark.parametrize("value", ["", "   ", "a\x00b", "\ud800", "x" * 10_001, 7, None, ["consent"], True])
def test_only_a_text_that_can_be_kept_is_an_answer(value: object) -> None:
    assert isinstance(marking.accept(QUIZ.question, value), NotAnAnswer)


def test_a_text_is_kept_as_typed_but_for_line_ends() -> None:
    assert marking.accept(QUIZ.question, " one\r\ntwo\u2028<b> ") == " one\ntwo\u2028<b> "
    assert marking.accept(QUIZ.question, "x" * 10_000) == "x" * 10_000


def test_the_answer_in_words_names_all_and_is_text() -> None:
    odd = quiz(SHORT_ANSWER.replace("[consent, permission]", "[a<b, c]"))
    assert marking.answer_text(odd.question, odd.solution.key) == "a&lt;b or c"


@pytest.mark.parametrize(
    ("now", "told"),
    [
        ("accept: []", ["4:9 S202"]),
        ("accept:", ["4:1 S202"]),
        ("", ["1:1 S202"]),
        ("accept: [consent, '']", ["4:19 S203"]),
        ("accept: [consent, Consent]", ["4:19 Q302"]),
        ("accept: ['!', consent]\nignore_differences: [punctuation]", ["4:10 Q301"]),
        ("accept: [consent]\nignore_differences: [capitals]", ["5:22 Q303"]),
        ("accept: [consent]\nignore_differences: [acents]", ["5:22 Q303"]),
    ],
)
def test_a_fault_is_told_where_it_stands(now: str, told: list[str]) -> None:
    indented = now.replace("\n", "\n    ")
    assert read(SHORT_ANSWER.replace("accept: [consent, permission]", indented)).told == told


def test_a_misspelt_difference_is_guessed() -> None:
    assert read(SHORT_ANSWER + "    ignore_differences: [acents]\n").help == "Did you mean `accents`?"
