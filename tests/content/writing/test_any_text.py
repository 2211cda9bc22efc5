"""Whatever is written, in whatever language: findings with places inside the file, soon, and never a crash."""

from __future__ import annotations

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from lms.content.codes.writing import WRITING
from lms.content.writing.check import read_writing
from lms.sources.files import SourceFile
from tests.content.writing.corpus import quiz_of

KINDS = ("lesson", "bank", "course", "assessment", "credential", "agreement", "glossary", "translation")
CODES = {code.code for code in WRITING}

# Pieces that the rules look for, so that random texts hold them often.
_PIECES = """IRB HCP prognosis 62% of patients in a survey 2021 https://example.org [here](x) ![x.png](x.png) **not**
    except always never Which What is an are ? . … 。 - # > | ``` ` * _ [[1]] \\ & < ' " ( ) £5 million one in ten
    people Ärzte здоровье 健康 שלום مرحبا ✨ \u200d \u0301 a"""
PIECES = st.sampled_from(_PIECES.split())
PROSE = st.lists(st.one_of(PIECES, st.text(max_size=12)), max_size=40).map(" ".join)
LINES = st.lists(PROSE, max_size=6).map("\n".join)


def is_inside(text: str, place: object) -> bool:
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    begin, end = (place.line, place.column), (place.end_line, place.end_column)  # type: ignore[attr-defined]
    return (
        (1, 1) <= begin <= end
        and end[0] <= len(lines)
        and begin[1] <= len(lines[begin[0] - 1]) + 1
        and end[1] <= len(lines[end[0] - 1]) + 1
    )


def looked_at(text: str, kind: str, language: str) -> None:
    writing = read_writing((SourceFile("content/x.md", text.encode("utf-8", "surrogatepass"), "h"), kind, language))
    for finding in writing.findings:
        assert finding.code in CODES
        assert is_inside(text, finding.place), (finding, text)
    for place in (*writing.abbreviations.values(), *writing.terms.values()):
        assert is_inside(text, place)
    for sentence in writing.reading.worst:
        assert is_inside(text, sentence.place)


@settings(deadline=None, max_examples=200)
@given(LINES, st.sampled_from(KINDS), st.sampled_from(["en", "en-GB", "es", "zh"]))
@example("* IRB\n\t0", "lesson", "en")
@example("* a\n\n\t\tIRB", "lesson", "en")
@example("1. > IRB\n\t\t0", "lesson", "en")
def test_any_prose_can_be_looked_at(text: str, kind: str, language: str) -> None:
    looked_at(f"---\ntitle: x\n---\n{text}", kind, language)


def test_words_after_a_tab_that_a_list_cuts_through_are_found_where_they_stand() -> None:
    writing = read_writing((SourceFile("content/x.md", b"---\ntitle: x\n---\n* one\n\ttwo", "h"), "lesson", "en"))
    (sentence,) = writing.reading.worst
    assert (sentence.place.line, sentence.place.column) == (4, 3)
    assert (sentence.place.end_line, sentence.place.end_column) == (5, 5)


@settings(deadline=None, max_examples=200)
@given(st.text())
def test_any_file_can_be_looked_at(text: str) -> None:
    looked_at(text.replace("\x00", ""), "lesson", "en")


@settings(deadline=None, max_examples=200)
@given(
    PROSE,
    st.lists(PROSE, min_size=1, max_size=6),
    st.sampled_from(["a", "b", "[a, b]", "z", "{}", ""]),
    st.sampled_from(["choose-one", "choose-many", "match", "nothing"]),
)
def test_any_question_can_be_looked_at(question: str, options: list[str], answer: str, type: str) -> None:
    quiz = quiz_of(question.replace("\n", " "), options, answer, type=type)
    looked_at(
        f"---\ntitle: x\n---\n> quote\n\n{quiz}\n- in a list\n\n  {quiz.replace(chr(10), chr(10) + '  ')}", "bank", "en"
    )


STYLES = {
    "after a bar": "question: |\n  Which of these\n  is not so? Say it.\n",
    "folded": "question: >\n  Which of these\n  is not so? Say it.\n",
    "in double quotation marks": 'question: "Which of these is not\\u0020so? \\"Say\\" it."\n',
    "over two lines": "question: Which of these\n  is not so? Say it.\n",
}


def lesson_asking(question: str) -> str:
    quiz = f"id: a\ntype: choose-one\n{question}options:\n  a: One.\n  b: Two.\nanswer: a\n"
    return f"---\ntitle: x\n---\n```quiz\n{quiz}```\n"


@pytest.mark.parametrize("style", STYLES)
def test_a_question_is_looked_at_in_whatever_style_it_is_written(style: str) -> None:
    text = lesson_asking(STYLES[style])
    writing = read_writing((SourceFile("content/x.md", text.encode(), "h"), "lesson", "en"))
    assert [one.code for one in writing.findings] == ["W104"]
    looked_at(text, "lesson", "en")


def test_the_small_word_is_underlined_where_it_stands() -> None:
    text = lesson_asking(STYLES["after a bar"])
    (finding,) = read_writing((SourceFile("x.md", text.encode(), "h"), "lesson", "en")).findings
    place = finding.place
    assert text.split("\n")[place.line - 1][place.column - 1 : place.end_column - 1] == "not"


HOSTILE = {
    "opening brackets": "[" * 250_000,
    "pictures without end": "![" * 125_000,
    "links without end": "[a](" * 60_000,
    "stars": "*" * 250_000,
    "underscores": "_" * 250_000,
    "backticks": "`" * 250_000,
    "angles": "<a" * 125_000,
    "full stops": "." * 250_000,
    "full stops apart": ". " * 125_000,
    "capitals": "AB " * 80_000,
    "capitals together": "A" * 250_000,
    "digits": "1" * 250_000,
    "figures": "1,000 " * 40_000,
    "percents": "62% of " * 35_000,
    "one in ten": "one in ten " * 22_000,
    "quotation marks": '"' * 250_000,
    "addresses": "https://" * 31_000,
    "dashes": "a-" * 125_000,
    "terms": "prognosis " * 25_000,
    "lines": "a\n" * 125_000,
    "paragraphs": "Ask the IRB.\n\n" * 18_000,
}


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_text_is_looked_at_in_one_go(name: str) -> None:
    # What went through such a text again and again would not end while anybody waits.
    looked_at(f"---\ntitle: x\n---\n{HOSTILE[name]}", "lesson", "en")
