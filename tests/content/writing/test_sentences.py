"""Where sentences end, what is a word in them, and how hard they read."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lms.content.writing.sentences import Amount, amount, blanked, sentences, words


def split(text: str) -> list[str]:
    plain = blanked(text)
    return [plain[begin:end] for begin, end in sentences(plain)]


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("Ask first. Then write.", 2),
        ("Dr. Haddad asks Ms. Marin, e.g. about money, etc. and goes.", 1),
        ("It costs 3.50 a day. That is much.", 2),
        ("“Why?” she asked. Nobody knew.", 2),
        ("Wait … and see. Then go!", 2),
        ("J. K. Marin wrote it. It helps.", 2),
        ("She met I. Then she left.", 2),
        ("No full stop at the end", 1),
        ("**Stop.** Then go on.", 2),
        ("請先詢問。然後再寫。", 2),
        ("¿Por qué? Porque sí.", 2),
        ("", 0),
        ("...", 1),
        ("One paragraph\n\nand another", 2),
        ("She writes:\n\n> It was hard.\n> Ask first", 3),
        ("She writes:\n> It was\n> hard to ask", 2),
        ("Take with you:\n- a pen\n- a list", 2),
        ("Two things: one\nand two", 1),
    ],
)
def test_a_text_has_so_many_sentences(text: str, count: int) -> None:
    assert len(split(text)) == count


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("Ask **first**, then *write*.", "Ask first , then write ."),
        ("See [the code](https://example.org/a_b) now.", "See the code now."),
        ("Look: ![a hive](media/hive.png) here.", "Look: here."),
        ("Go to https://example.org/x. Then stop.", "Go to . Then stop."),
        ("Type `lms content check` now.", "Type now."),
        ("Fish &amp; chips", "Fish chips"),
        ("snake_case and _stress_", "snake_case and stress"),
    ],
)
def test_markup_is_no_word_of_a_sentence(written: str, read: str) -> None:
    assert " ".join(blanked(written).split()) == read


@given(st.text())
def test_blanking_moves_no_character(text: str) -> None:
    assert len(blanked(text)) == len(text)
    assert blanked(text).count("\n") == text.count("\n")


@given(st.text())
def test_sentences_follow_each_other_inside_the_text(text: str) -> None:
    end = 0
    for begin, stop in sentences(text):
        assert end <= begin < stop <= len(text)
        assert text[begin:stop].strip() == text[begin:stop]
        end = stop


def test_words_are_letters_with_apostrophes_and_dashes_or_numbers() -> None:
    assert words("Don't count 2,371 well-known – signs …") == ["Don't", "count", "2,371", "well-known", "signs"]


def test_the_grade_is_that_of_flesch_and_kincaid() -> None:
    counted = amount("The cat sat on the mat.")
    assert counted == Amount(6, 1, 6)
    assert counted.grade == Fraction("0.39") * 6 + Fraction("11.8") * 1 - Fraction("15.59")


def test_no_words_have_no_grade() -> None:
    assert Amount().grade == 0
    assert Amount(0, 1, 0).grade == 0
