"""Aiken, question by question: files written here after the public description of the format."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lms.interchange.importing import gather, likely_format
from tests.interchange.importing import brought_in

TWO = """What do bees drink?
A. Nectar
B) Oil
C. Ink
ANSWER: A

Which of these
is a bee?
A. The carpenter
D. The wasp
ANSWER: A
"""


def test_questions_options_and_keys_are_read() -> None:
    quizzes = list(brought_in(TWO, "aiken").quizzes.values())
    assert [quiz.question.html for quiz in quizzes] == [
        "<p>What do bees drink?</p>\n",
        "<p>Which of these<br>\nis a bee?</p>\n",
    ]
    assert [choice.html for choice in quizzes[0].question.body.options] == ["Nectar", "Oil", "Ink"]
    assert [quiz.solution.key.rule for quiz in quizzes] == [{"right": ["a"], "credit": {}}] * 2


def test_words_are_taken_as_they_are_and_an_option_may_go_on() -> None:
    text = "Is 2 < 3 & *so*?\nA. <b>yes</b>,\nindeed\nB. no\nAnswer: b\n"
    found = brought_in(text, "aiken").only
    assert found.question.html == "<p>Is 2 &lt; 3 &amp; *so*?</p>\n"
    assert found.question.body.options[0].html == "<code>&lt;b&gt;</code>yes<code>&lt;/b&gt;</code>,<br>\nindeed"
    assert found.solution.key.rule["right"] == ["b"]


def test_what_some_tools_say_after_the_key_is_why() -> None:
    found = brought_in("So?\nA. yes\nB. no\nANSWER: A\n@FEEDBACK: It is so.\n\nWhy?\nA. x\nB. y\nANSWER: B\n", "aiken")
    first, second = found.quizzes.values()
    assert (first.solution.why, second.solution.why) == ({"": "<p>It is so.</p>\n"}, {})


def test_several_letters_need_all_of_them_which_is_told() -> None:
    outcome = brought_in("Which?\nA. a\nB. b\nC. c\nANSWER: A, C\n", "aiken")
    assert outcome.only.solution.key.rule == {"right": ["a", "c"], "wrong": ["b"], "credit": "all or nothing"}
    assert outcome.changed == [
        "it names several right options, and does not say what some of them earn: here all are needed"
    ]


@pytest.mark.parametrize(
    ("text", "why", "by_hand"),
    [
        ("A. a\nB. b\nANSWER: A", "there is no question before its options", "above"),
        ("Q?\nA. a\nB. b", "no line `ANSWER:` follows it", "`ANSWER: B`"),
        ("Q?\nA. a\nB. b\nANSWER: C", "`ANSWER:` names C, and no option has that letter", "letter"),
        ("Q?\nA. a\nB. b\nANSWER: both", "`ANSWER: both` names no letter", "`ANSWER: B`"),
        ("Q?\nA. a\nA. b\nANSWER: A", "two of its options have the same letter", "letter of its own"),
        ("Q?\nA. same\nB. same\nANSWER: A", "two of its options say the same", "Change one"),
        ("Q?\nANSWER: A", "`ANSWER:` names A, and no option has that letter", "letter"),
    ],
)
def test_what_cannot_be_carried_is_listed_with_its_line_and_how_to_write_it(text: str, why: str, by_hand: str) -> None:
    outcome = brought_in(f"Fine?\nA. yes\nB. no\nANSWER: B\n\n{text}\n", "aiken")
    assert list(outcome.quizzes) == ["fine"]
    (note,) = outcome.imported.notes
    assert (note.line, note.what) == (6, why)
    assert by_hand in note.by_hand


@pytest.mark.parametrize("name", ["questions.txt", "questions.aiken", "questions", "questions.gift"])
def test_it_is_told_from_gift_by_what_stands_in_it(name: str) -> None:
    for text in (TWO, TWO.replace("\n", "\r\n")):
        for encoding in ("utf-8", "utf-8-sig", "utf-16"):
            assert likely_format(name, text.encode(encoding)) == "aiken"
    assert likely_format("questions.txt", b"::q:: Which?\nANSWER: {=A ~B}\n") == "gift"


WORDS = st.text(alphabet="abcdefg éß", min_size=1, max_size=12).map(lambda text: f"x{' '.join(text.split())}")


@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(WORDS, st.lists(WORDS, min_size=2, max_size=10, unique=True), st.integers(0, 9)), max_size=4))
def test_whatever_is_asked_each_key_is_the_one_that_was_named(asked: list[tuple[str, list[str], int]]) -> None:
    pieces = []
    for question, options, right in asked:
        lines = [f"{chr(65 + n)}. {option}" for n, option in enumerate(options)]
        pieces.append("\n".join([f"{question}?", *lines, f"ANSWER: {chr(65 + right % len(options))}"]))
    drafts = gather("\n\n".join(pieces).encode(), "aiken", "media").drafts
    keys = [draft.fields["options"][draft.fields["answer"]] for draft in drafts]
    assert keys == [options[right % len(options)] for _, options, right in asked]
