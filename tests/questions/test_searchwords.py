"""The words by which things are found are folded as answers are, and lead back to where they stand."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lms.questions.searchwords import LONGEST, Signs, places
from lms.questions.typed import compared


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Ça, c'est l'Été: Größe!", ["ca", "c", "est", "l", "ete", "grosse"]),
        ("أَهْلاً وسهلاً", ["اهلا", "وسهلا"]),
        ("¿Dónde está el niño?", ["donde", "esta", "el", "nino"]),
        ("half ½, ﬁne ２３", ["half", "1", "2", "fine", "23"]),
        ("co\u00adop wo\u200brd", ["coop", "word"]),
        ("がん 治療", ["か", "ん", "治", "療"]),
        ('😀 "a" NEAR(*) -b \0', ["a", "near", "b"]),
        ("", []),
    ],
)
def test_words_are_letters_and_digits_whatever_case_accents_and_signs(text: str, words: list[str]) -> None:
    assert Signs().words(text) == words


@given(st.text(st.characters(categories=["L", "N"]), min_size=1, max_size=20))
def test_a_word_is_folded_as_an_answer_is(word: str) -> None:
    assert "".join(Signs().words(word)) == "".join(Signs().words(compared(word, ("case", "accents"))))


@given(st.text())
def test_folded_words_stay_as_they_are(text: str) -> None:
    signs = Signs()
    words = signs.words(text)
    assert all(0 < len(word) <= LONGEST for word in words)
    assert [again for word in words for again in signs.words(word)] == words


@given(st.text(), st.lists(st.text(min_size=1), min_size=1, max_size=3))
def test_places_lie_in_the_text_one_after_the_other(text: str, asked: list[str]) -> None:
    signs = Signs()
    words = signs.words(" ".join(asked))
    found = list(places(signs, text, words)) if words else []
    assert all(0 <= start < end <= len(text) for start, end in found)
    assert found == sorted(found)


def test_places_are_those_of_whole_words_and_of_the_beginning_of_the_last() -> None:
    text = "El líder e\u0301te\u0301 LIDERAZGO; lidere"
    found = [text[start:end] for start, end in places(Signs(), text, ["ete", "lidera"])]
    assert found == ["e\u0301te\u0301", "LIDERAZGO"]
    assert not list(places(Signs(), text, ["lid", "zzz"]))
