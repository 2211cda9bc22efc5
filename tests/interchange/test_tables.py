"""CSV: headings as people write them, cells that a spreadsheet would take for formulas, and odd files."""

from __future__ import annotations

import csv
from io import StringIO

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lms.interchange.importing import gather
from lms.interchange.report import Unreadable
from lms.interchange.tables import harmless, unmarked, write_table
from tests.interchange.importing import brought_in


@pytest.mark.parametrize("sign", [",", ";", "\t"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_any_usual_sign_between_cells_and_any_usual_encoding_is_read(sign: str, encoding: str) -> None:
    text = (
        sign.join(["id", "Question", "A", "B", "Correct answer"]) + "\r\n" + sign.join(["q", "Où?", "là", "ici", "B"])
    )
    found = brought_in(text.encode(encoding), "csv").only
    assert found.question.html == "<p>Où?</p>\n"
    assert found.solution.key.rule["right"] == ["b"]


def test_western_windows_text_is_read_and_told() -> None:
    outcome = brought_in("id,question,answer\nq,Café?,true\n".encode("cp1252"), "csv")
    assert "Café?" in outcome.only.question.html
    assert outcome.changed == ["the file is not in UTF-8; it was read as Windows writes western European languages"]


def test_the_type_is_found_by_the_columns_or_by_its_usual_names() -> None:
    text = (
        "id,type,question,option 1,option 2,option 3,answer,accept,left a,left b,right x,right y,within\n"
        'one,,Which?,p,q,r,2,,,,,,\nmany,multiple answer,Which?,p,q,r,"a, c",,,,,,\ntruth,,So?,,,,yes,,,,,,\n'
        'number,,How many?,,,,"2,5",,,,,,5%\nword,,Say,,,,,"cat\nkitten",,,,,\n'
        'pairs,matching,Match,,,,"a=y, b=x",,l,m,n,o,\n'
        "order,ordering,Order,p,q,r,c b a,,,,,,\n"
    )
    quizzes = brought_in(text, "csv").quizzes
    assert {name: quiz.question.type for name, quiz in quizzes.items()} == {
        "one": "choose-one",
        "many": "choose-many",
        "truth": "true-or-false",
        "number": "number",
        "word": "short-answer",
        "pairs": "match",
        "order": "put-in-order",
    }
    assert quizzes["one"].solution.key.rule["right"] == ["b"]
    assert quizzes["number"].solution.key.rule == {"right": "2.5", "within": "5%"}
    assert quizzes["word"].solution.key.rule["accept"] == ["cat", "kitten"]
    assert quizzes["pairs"].solution.key.rule["right"] == {"a": "y", "b": "x"}
    assert quizzes["order"].solution.key.rule["right"] == ["c", "b", "a"]


def test_a_line_that_cannot_be_carried_is_listed_with_its_line_also_after_cells_of_several_lines() -> None:
    text = 'id,question,a,b,answer\ngood,"One\n\nTwo",p,q,a\nbad,Which?,p,q,z\n'
    outcome = brought_in(text, "csv")
    assert list(outcome.quizzes) == ["good"]
    (note,) = outcome.imported.notes
    assert (note.question, note.line) == ("bad", 5)
    assert "`z`" in note.what


def test_unknown_columns_are_told() -> None:
    assert brought_in("question,answer,colour\nSo?,true,red\n", "csv").changed == [
        "the column `colour` is not known here, and is left out"
    ]


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("stem only\n", "The first line of this table names no column `question`."),
        ("question,answer,Answer\nx,true,true\n", "Two columns of this table are called `answer`."),
        ("", "The first line of this table names no column `question`."),
    ],
)
def test_a_table_that_cannot_be_understood_is_refused(text: str, why: str) -> None:
    with pytest.raises(Unreadable) as refused:
        gather(text.encode(), "csv", "media")
    assert str(refused.value) == why


@given(st.text(alphabet="'=+-@|%\t ab＝", max_size=8))
def test_no_cell_can_start_a_formula_and_every_cell_comes_back(cell: str) -> None:
    written = harmless(cell)
    assert written.strip() == "" or written.lstrip()[0] not in "=+-@|%＝"
    assert unmarked(written) == cell


def test_a_formula_in_a_question_is_text_in_the_file_and_itself_again_here() -> None:
    content = write_table([{"id": "q", "question": '=HYPERLINK("x")', "answer": "true"}], ["id", "question", "answer"])
    cells = list(csv.reader(StringIO(content.decode("utf-8-sig"))))[1]
    assert cells[1] == '\'=HYPERLINK("x")'
    assert "=HYPERLINK" in brought_in(content, "csv").only.question.html
