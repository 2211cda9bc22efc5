"""An id is proposed in letters that people recognise, or not at all."""

from __future__ import annotations

import pytest

from lms.sources.romanised import proposed_id


@pytest.mark.parametrize(
    ("name", "id"),
    [
        ("présenter", "presenter"),
        ("pre\u0301senter", "presenter"),
        ("Größe", "grosse"),
        ("Łódź", "lodz"),
        ("İstanbul", "istanbul"),
        ("вопрос-1", "vopros-1"),
        ("ΕΡΩΤΗΣΗ 2", "erotisi-2"),
        ("don’t panic", "don-t-panic"),
        ("  Two  words ", "two-words"),
        ("x" * 70, "x" * 64),
    ],
)
def test_letters_with_a_spelling_are_spelt(name: str, id: str) -> None:
    assert proposed_id(name) == id


@pytest.mark.parametrize("name", ["問題-1", "سؤال 2", "प्रश्न", "Lesson 二", "שאלה", "…", ""])
def test_nothing_is_proposed_where_a_letter_has_none(name: str) -> None:
    assert proposed_id(name) == ""
