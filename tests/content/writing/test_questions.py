"""What is found in a question, and what is left alone: good ones, and such as somebody writes as a try."""

from __future__ import annotations

import pytest

from tests.content.sites import BANK
from tests.content.writing.corpus import codes, prose_codes, quiz_codes, quiz_of

ASK = "What should Rosa do first?"

WRONG = {
    "W101": [
        (ASK, ["No.", "Ask everybody in the story, and keep what they answer in writing.", "Go."], "b"),
        (ASK, ["Wait.", "Tell the company in a short letter what it would ask of her, and when."], "b"),
    ],
    "W103": [
        (ASK, ["Ask.", "Write.", "All of the above."], "c"),
        (ASK, ["Ask.", "Write.", "None of these"], "a"),
        (ASK, ["Ask.", "Write.", "Both a and b."], "c"),
        (ASK, ["Ask.", "Write.", "**None of the above**"], "a"),
    ],
    "W104": [
        ("Which of these is not a path?", ["One.", "Two."], "a"),
        ("Which of these isn't a path?", ["One.", "Two."], "a"),
        ("All of these are paths except which one?", ["One.", "Two."], "a"),
        ("Rosa is not well. What should she not post?", ["One.", "Two."], "a"),
    ],
    "W105": [
        (ASK, ["Always ask.", "Never ask.", "Ask if it is needed."], "c"),
        (ASK, ["All of them agree.", "None of them agree.", "Some agree."], "c"),
        (ASK, ["New figures are always the larger ones.", "Ask.", "Wait."], "b"),
    ],
    "W106": [
        (ASK, ["1-5 days", "5-10 days", "11-20 days"], "a"),
        (ASK, ["more than 10 %", "8 to 20 %", "7 %"], "a"),
        (ASK, ["up to 5 people", "at least 5 people"], "a"),
        (ASK, ["$1,000 to $2,000", "$1,500 to $3,000"], "a"),
    ],
    "W107": [(ASK, ["Ask her.", "ask her", "Write."], "c"), (ASK, ["*Ask* her", "Ask her", "Write to him"], "c")],
    "W108": [
        ("The first to ask is a", ["doctor", "organiser", "uncle"], "a"),
        ("The first to ask is an", ["honest friend", "doctor", "nurse"], "a"),
        ("The things to bring are", ["two letters", "a pen", "one form"], "a"),
        (ASK, ["Ask her.", "Write to him", "Wait a day"], "a"),
    ],
    "W109": [
        ("What makes a disclosure clear?", ["A disclosure at the start.", "Small print.", "A link below."], "a"),
        ("Who owns an experience?", ["Whoever experiences it.", "The company.", "The clinic."], "a"),
    ],
    "W111": [(ASK, ["One.", "Two.", "Six.", "Ten.", "Red."], "a")],
    "W112": [("Consent", ["One.", "Two."], "a"), ("Rosa is invited to speak in public.", ["One.", "Two."], "a")],
}


@pytest.mark.parametrize(
    ("code", "question", "options", "answer"),
    [(code, *example) for code, examples in WRONG.items() for example in examples],
)
def test_a_question_that_gives_itself_away_is_found(code: str, question: str, options: list[str], answer: str) -> None:
    assert quiz_codes(question, options, answer) == [code]


GOOD = [
    # Somebody's first try.
    ("Q?", ["A", "B"], "a"),
    ("Q1", ["A", "B"], "a"),
    ("x", ["A", "B"], "a"),
    ("Question 7.", ["A", "B"], "a"),
    ("This is a test question.", ["A", "B"], "a"),
    ("What is 2 + 2?", ["3", "4"], "b"),
    ("Pick one", ["Right one", "Wrong one"], "a"),
    ("Which is right?", ["Yes", "No"], "a"),
    ("Is it so?", ["The right answer", "Wrong"], "a"),
    ("Choose the right option.", ["One", "Two", "Three", "Four"], "d"),
    ("The sky is", ["blue", "green"], "a"),
    ("Complete the sentence: a leader …", ["acts", "waits"], "a"),
    # Longer, but not by much; or it is a wrong one that is long.
    (ASK, ["Ask her brother before she writes.", "Write the talk.", "Leave him out of it."], "a"),
    (ASK, ["Ask.", "Change her brother's name, and that of the town, and then write the talk as it was."], "a"),
    # Not, where it is told, or stands in a clause of its own, or is easy to see.
    ("Rosa does not know the group. What should she do first?", ["Ask.", "Go."], "a"),
    ("What should she say if he does not answer?", ["Nothing.", "Thanks."], "a"),
    ("Why is it not enough to change a name?", ["He is known.", "It is long."], "a"),
    ("Which of these is **not** a path?", ["One.", "Two."], "a"),
    ("Which of these is NOT a path?", ["One.", "Two."], "a"),
    ("Who speaks for those who cannot?", ["A leader.", "A judge."], "a"),
    # Absolute words that are nobody's rule.
    (ASK, ["Ask all of them.", "Ask one of them.", "Ask her."], "b"),
    (ASK, ['"A chance like this may never come again."', '"Let me think."', '"Ask me later."'], "b"),
    (ASK, ["Always ask.", "Never ask.", "Always ask twice."], "c"),
    # All and none with something to say.
    (ASK, ["All of the people in her story.", "Her brother.", "The clinic."], "b"),
    # Ranges that stand side by side, or are of different things.
    (ASK, ["1 to 5 days", "6 to 10 days", "more than 10 days"], "a"),
    (ASK, ["under 5 years", "5 years", "over 5 years"], "b"),
    (ASK, ["1 to 5 days", "2 to 3 weeks"], "a"),
    (ASK, ["999 to 1,000", "1,001 to 2,000"], "a"),
    # Articles that fit, or belong to the options.
    ("The first to ask is a", ["doctor", "nurse", "friend"], "a"),
    ("The first to ask is an", ["uncle", "aunt"], "a"),
    ("She is a one-time speaker. Which word fits?", ["guest", "owner"], "a"),
    # Words that come again in several options, or are names.
    ("What makes a disclosure clear?", ["A disclosure at the start.", "A disclosure at the end.", "A link."], "a"),
    ("What should Rosamunde do?", ["Rosamunde should ask.", "She should go.", "She should wait."], "a"),
]


@pytest.mark.parametrize(("question", "options", "answer"), GOOD, ids=[f"{q} {o[0]}" for q, o, _ in GOOD])
def test_a_good_question_is_left_alone(question: str, options: list[str], answer: str) -> None:
    assert quiz_codes(question, options, answer) == []


def test_a_choose_many_may_have_more_options_and_one_that_is_long() -> None:
    options = ["One.", "Two.", "Six.", "Ten of them, all from the same street, and one more from the next."]
    assert quiz_codes("Choose all that fit.", [*options, "Red."], "[b, d]", type="choose-many") == []


def test_options_of_choose_many_are_looked_at_too() -> None:
    assert quiz_codes("Which fit?", ["One.", "Two.", "None of the above."], "[a, b]", type="choose-many") == ["W103"]


def test_a_draft_and_a_retired_question_are_nobodys_business() -> None:
    for status in ("draft", "retired", "suspended"):
        quiz = quiz_of("Consent", ["One.", "All of the above."]).replace("```quiz", f"```quiz\nstatus: {status}")
        assert prose_codes(quiz) == []


@pytest.mark.parametrize(
    ("language", "option"),
    [("es", "Todas las anteriores."), ("de", "Alle oben genannten"), ("fr", "Aucune de ces réponses")],
)
def test_all_of_the_above_is_known_in_other_languages(language: str, option: str) -> None:
    bank = f"---\nlanguage: {language}\nobjective: calm-hands\n---\n" + quiz_of("¿Qué?", ["Uno.", option])
    assert codes({"content/assessments/banks/otro.md": bank}) == ["W103"]


def test_a_question_in_another_language_is_not_judged_by_english_words() -> None:
    bank = "---\nlanguage: es\nobjective: calm-hands\n---\n" + quiz_of("Elige la opción correcta.", ["All", "Never"])
    assert codes({"content/assessments/banks/otro.md": bank}) == []


def bank_of(answers: str, options: list[str] | None = None) -> dict[str, str]:
    quizzes = [
        quiz_of(f"What do you do at hive {n}?", options or ["Wait.", "Walk.", "Wash."], answer, id=f"h{n}")
        for n, answer in enumerate(answers)
    ]
    front = "---\ntitle: Hives\nobjective: calm-hands\n---\n"
    return {"content/assessments/banks/hives.md": front + "\n".join(quizzes)}


@pytest.mark.parametrize("answers", ["a" * 12, "b" * 11 + "a", "c" * 20, "a" * 24 + "bc" * 6])
def test_a_letter_that_is_right_too_often_is_found(answers: str) -> None:
    assert codes(bank_of(answers)) == ["W102"]


@pytest.mark.parametrize("answers", ["a" * 11, "abc" * 10, "aab" * 6 + "ccb", "abcab" * 6, "a" * 8 + "bcbc", "a" * 3])
def test_a_bank_that_is_small_or_fair_is_left_alone(answers: str) -> None:
    assert codes(bank_of(answers)) == []


def test_a_bank_of_true_or_false_has_no_letters() -> None:
    quiz = "```quiz\nid: t{}\ntype: true-or-false\nquestion: Bees see.\nanswer: true\nwhy: So.\n```\n"
    assert codes({BANK: "---\nobjective: calm-hands\n---\n" + "\n".join(quiz.format(n) for n in range(30))}) == []


SAME_LINES = {
    "choose-many": "options:\n  a: Ask her.\n  b: ask her\n  c: Write.\nanswer: [a, c]",
    "put-in-order": "options:\n  a: Ask her.\n  b: Ask  Her\n  c: Write.\nanswer: [a, b, c]",
    "match on the left": "left: {a: Don't ask, b: Don’t ask.}\nright: {x: One, y: Two}\nanswer: {a: x, b: y}",
    "match on the right": "left: {a: One, b: Two}\nright: {x: Ask her, y: ASK HER!}\nanswer: {a: x, b: y}",
}


@pytest.mark.parametrize("name", SAME_LINES)
def test_lines_that_say_the_same_are_found_in_every_kind_that_has_lines(name: str) -> None:
    quiz = f"id: q\ntype: {name.partition(' ')[0]}\nquestion: What does Rosa do?\n{SAME_LINES[name]}\nwhy: It is so.\n"
    assert "W107" in prose_codes(f"```quiz\n{quiz}```")
