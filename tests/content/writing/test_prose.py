"""What is found in prose, links, pictures and figures, and what is left alone."""

from __future__ import annotations

import pytest

from lms.sources.diagnostics import Place
from tests.content.sites import COURSE, CREDENTIAL, LESSON, SECOND, good_files
from tests.content.writing.corpus import codes, found_in, lesson_of, prose_codes

GLOSSARY = "content/glossary.md"
EASY = "You stand beside the hive and wait. The bees come and go, and you look at them. "
HARD = (
    "Participation in institutional decisions necessitates the consideration of organisational accountability, "
    "and of the responsibility of every representative for communication. "
)
LONG = "You wait " + "and you look at the bees " * 6 + "and then you go."

WRONG = {
    "W202": [LONG, f"- {LONG}", f"Read this.\n\n1. {LONG}"],
    "W203": [
        "Ask the IRB about it.",
        "Ask the IRB, or write to them.",
        "Two HCPs were there.",
        "The **EHR** is yours.",
        "Send it to the *IRB*, and wait.",
    ],
    "W204": ["The prognosis is good.", "It is about Informed Consent alone.", "Ask the stakeholders."],
    "W205": [
        "To read it, [click here](01-first.md).",
        "Read [more](01-first.md).",
        "[**Here**](01-first.md) it is.",
        "See <https://example.org/code> today.",
        "See https://example.org/code today.",
        "[https://example.org](https://example.org)",
        "[www.example.org](https://example.org)",
    ],
    "W206": [
        "![hive.png](media/hive.png)",
        "![Image](media/hive.png)",
        "![picture 1](media/hive.png)",
        "![IMG_2034](media/hive.png)",
        "![Photo](media/hive.png)",
    ],
    "W207": [
        "62% of patients feel less alone.",
        "Seven in ten people with pain sleep badly.",
        "More than 3 million people live with it.",
        "It costs the country £5 billion.",
        "According to a study, 62% of patients feel less alone.",
        "In 2021, 62 per cent of all caregivers felt alone.",
    ],
    "W208": [
        "In a survey in 2021, 62% of patients felt less alone.",
        "In a survey of 2,371 people in 2021, 62% of patients felt less alone.",
        "A charity paid for a survey in 2021: 62% of patients felt less alone.",
    ],
    "W201": [(HARD + "Nobody reads on, and you go. " * 1) * 9],
}


@pytest.mark.parametrize(("code", "body"), [(code, body) for code, bodies in WRONG.items() for body in bodies])
def test_what_is_hard_to_read_or_to_judge_is_found(code: str, body: str) -> None:
    assert set(prose_codes(body)) == {code}


GOOD = [
    # Somebody's first try.
    "Hello.",
    "Read this.",
    "One idea, and one thing to do.",
    "TODO: write this lesson!",
    "Lorem ipsum dolor sit amet, consectetur adipiscing elit, sed do eiusmod tempor incididunt. " * 30,
    "Communication.\n\nParticipation.",
    EASY * 20,
    # Words in capitals that are no abbreviations, or that everybody knows, or that are spelt out.
    "DO NOT SHARE this.",
    "Ask FIRST, then write.",
    "It is NOT a race.",
    "A PDF from the UK with a QR code is OK.",
    "The institutional review board (IRB) says so. Ask the IRB.",
    "Ask the IRB (institutional review board).",
    "An IRB is a group of people who look at studies.",
    "An HCP, or health professional, may help.",
    "## THE IRB\n\nRead.",
    "Type `IRB` there.",
    "Mails go to IRB@example.org or to [the board](https://example.org/IRB).",
    # Jargon that is explained, or set apart as a word to learn.
    "*Prognosis* means how an illness will go on.",
    "The prognosis (how an illness will go on) is good.",
    "This is called a prognosis. The prognosis is good.",
    # Links and pictures with words.
    "Read [the code of conduct](https://example.org/code), and [write to us](mailto:a@example.org).",
    "Read [Where to go from here](01-first.md).",
    "Read [more about bees](01-first.md).",
    "Type `https://example.org` into it.",
    "![The picture shows a hive](media/hive.png)",
    "![Hive](media/hive.png)",
    # Figures with their source, or of nothing that was counted.
    "In 2021 a study by a university asked 400 people, paid by a charity. 62% of patients felt less alone.",
    "A study in 2021 found so.\n\n62% of patients feel less alone.",
    "You pass with 75% of the points.",
    "Eight out of ten questions are enough.",
    "Somebody says: “90% of patients get well.” Ask where it is from.",
    "> 62% of patients feel less alone.",
    "What does *62% of patients* mean?",
    "It takes 3 weeks, and 20 minutes a day.",
    "One of two people may come along.",
    # Long, and somebody else's.
    f"> {LONG}",
]


@pytest.mark.parametrize("body", GOOD, ids=[body[:40] for body in GOOD])
def test_good_prose_is_left_alone(body: str) -> None:
    assert prose_codes(body) == []


def test_the_hardest_sentence_is_underlined_and_the_next_ones_are_named() -> None:
    body = f"{EASY * 2}\n\n{HARD}\n\n" + f"{HARD * 2}\n\n" * 5
    (finding,) = found_in(lesson_of(body))
    assert (finding.code, finding.place) == ("W201", Place(SECOND, 6, 1, 6, len(HARD)))
    assert finding.help.endswith("Next come lines 8 and 8.")


def test_a_long_sentence_is_underlined_from_its_first_to_its_last_line() -> None:
    body = "Read this. You wait\n" + "and you look at the bees\n" * 6 + "and then you go. The end.\n"
    (finding,) = found_in(lesson_of(body))
    assert finding.place == Place(SECOND, 4, 12, 11, 17)


def test_another_language_is_judged_by_the_length_of_its_sentences_alone() -> None:
    spanish = "La participación institucional necesita la consideración de la responsabilidad. " * 30
    front = good_files()[COURSE].decode().replace("title:", "language: es\ntitle:", 1)
    assert codes(lesson_of(spanish + "El IRB y la prognosis. 62% of patients.") | {COURSE: front}) == []
    assert codes(lesson_of("Una frase " + "y otra palabra " * 15 + "más.") | {COURSE: front}) == ["W202"]


def test_an_abbreviation_is_spelt_out_once_in_a_course_and_found_once() -> None:
    third = "content/courses/bees/03-third.md"
    used = lesson_of("Ask the IRB. The IRB knows.")
    assert codes(used | {third: "---\ntitle: x\n---\nAsk the IRB.\n"}) == ["W203"]
    assert codes(used | {third: "---\ntitle: x\n---\nThe institutional review board (IRB) knows.\n"}) == []


def test_what_the_glossary_explains_need_not_be_explained_again() -> None:
    glossary = "---\nterms:\n  IRB: The group that looks at studies.\n  prognosis: How an illness will go on.\n---\n"
    assert codes({**lesson_of("The IRB asks for the prognosis."), GLOSSARY: glossary}) == []


def test_a_term_of_the_glossary_without_a_meaning_is_an_error() -> None:
    (finding,) = found_in({GLOSSARY: "---\nterms:\n  IRB:\n---\n"})
    assert (finding.code, finding.place) == ("S202", Place(GLOSSARY, 3, 3, 3, 6))


def test_a_question_with_a_sentence_that_is_too_long_is_found_in_a_bank_too() -> None:
    quiz = f"```quiz\nid: a\ntype: true-or-false\nquestion: |\n  {LONG}\nanswer: yes\nwhy: So.\n```\n"
    bank = "content/assessments/banks/long.md"
    (finding,) = found_in({bank: f"---\nobjective: calm-hands\n---\nProse for colleagues: {LONG}\n\n{quiz}"})
    assert (finding.code, finding.place.line) == ("W202", 10)


def test_the_criteria_of_a_credential_are_prose() -> None:
    text = good_files()[CREDENTIAL].decode() + LONG + "\n"
    assert codes({CREDENTIAL: text}) == ["W202"]


def test_a_file_with_an_error_is_not_judged_by_its_words() -> None:
    assert codes(lesson_of("Ask the IRB, or click [here](nowhere.md).")) == ["M107"]


def test_what_one_file_gives_does_not_hide_what_another_does() -> None:
    first = good_files()[LESSON].decode() + f"\n{LONG}\n"
    assert codes({LESSON: first, **lesson_of(LONG)}) == ["W202", "W202"]


CITED = "## Sources\n\n- Smith. *A review of {0} in Europe*. 2020.\n- Jones and the {1}. **{0} now**, second edition.\n"


def test_abbreviations_in_the_title_of_a_cited_source_are_not_the_author_s() -> None:
    assert prose_codes(CITED.format("EHR", "writer")) == []
    assert prose_codes(CITED.format("EHR", "EHR")) == ["W203"]
    assert prose_codes(CITED.format("EHR", "writer").replace("Sources", "What helps")) == ["W203"]
    assert prose_codes("## Sources\n\nAsk for the *EHR* first.\n") == ["W203"]


def test_words_in_capitals_in_a_quotation_are_a_raised_voice() -> None:
    assert prose_codes("> My doctor LIES to me. It HURTS so bad. How SAD is that?\n") == []
    assert prose_codes("> My doctor lost the EHR again.\n") == ["W203"]
    assert prose_codes("My doctor LIES to me.\n") == ["W203"]


def test_the_questions_of_a_tool_are_read_as_those_of_lessons_are() -> None:
    ask = f"```ask\nid: kind\ntype: choose-one\nquestion: {LONG}\noptions: {{a: Lime, b: Heather}}\n```\n"
    much = "```ask\nid: much\ntype: number\nquestion: '[Click here](../pages/contact.md). How much?'\n```\n"
    tool = f"---\ntitle: Say it\ngives: It is {{kind}}, {{much}}.\n---\nFirst, read.\n\n{ask}\n{much}"
    found = [(one.code, one.place.line) for one in found_in({"content/tools/honey.md": tool})]
    assert [one for one in found if one[0].startswith("W")] == [("W202", 10), ("W205", 17)]
