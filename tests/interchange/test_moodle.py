"""Moodle XML, question by question: files written here after the public description of the format."""

from __future__ import annotations

import base64

import pytest

from lms.interchange.importing import likely_format
from tests.interchange.importing import PNG, brought_in


def question(kind: str, inner: str, name: str = "q", text: str = "<p>What?</p>") -> str:
    return (
        f'<question type="{kind}"><name><text>{name}</text></name>'
        f'<questiontext format="html"><text><![CDATA[{text}]]></text></questiontext>{inner}</question>'
    )


def answer(text: str, fraction: str, said: str = "", more: str = "") -> str:
    return (
        f'<answer fraction="{fraction}" format="html"><text><![CDATA[{text}]]></text>{more}'
        f'<feedback format="html"><text><![CDATA[{said}]]></text></feedback></answer>'
    )


def quiz(*questions: str) -> str:
    return f'<?xml version="1.0" encoding="UTF-8"?>\n<quiz>\n{chr(10).join(questions)}\n</quiz>\n'


GOOD = question("truefalse", answer("true", "100") + answer("false", "0"), name="good")


def test_options_keep_credit_explanations_points_hints_tags_and_order() -> None:
    inner = (
        answer("<b>Paris</b>", "100", "Yes.")
        + answer("Rome", "33.33333", "<p>No.</p>")
        + answer("Bonn", "-50")
        + "<single>true</single><shuffleanswers>0</shuffleanswers><defaultgrade>2.0000000</defaultgrade>"
        "<generalfeedback format='html'><text>In all cases.</text></generalfeedback>"
        "<hint format='html'><text>Look north.</text></hint><tags><tag><text>cities</text></tag></tags>"
    )
    outcome = brought_in(quiz(question("multichoice", inner)), "moodle")
    found = outcome.only
    assert found.solution.key.rule == {"right": ["a"], "credit": {"b": "3333333/10000000"}}
    assert found.question.body.options[0].html == "<strong>Paris</strong>"
    assert found.solution.why == {"a": "<p>Yes.</p>\n<p>In all cases.</p>\n", "b": "<p>No.</p>\n"}
    assert (found.question.points, found.question.body.keep_order, found.tags) == (2, True, ("cities",))
    assert found.solution.hints == ("<p>Look north.</p>\n",)
    assert outcome.changed == ["a wrong option cost points there, and earns nothing here"]


def test_several_right_options_and_all_or_nothing() -> None:
    options = answer("a", "50") + answer("b", "50") + answer("c", "-50") + answer("d", "-50")
    several = question("multichoice", f"<single>false</single>{options}", name="several")
    whole = question("multichoiceset", answer("a", "100") + answer("b", "100") + answer("c", "0"), name="whole")
    quizzes = brought_in(quiz(several, whole), "moodle").quizzes
    assert quizzes["several"].solution.key.rule == {
        "right": ["a", "b"],
        "wrong": ["c", "d"],
        "credit": "each choice, wrong ones cost",
    }
    assert quizzes["whole"].solution.key.rule["credit"] == "all or nothing"


def test_typed_answers_say_whether_capitals_count() -> None:
    texts = answer("Paris", "100") + answer("*", "0", "No.")
    quizzes = brought_in(
        quiz(
            question("shortanswer", f"<usecase>0</usecase>{texts}", name="loose"),
            question("shortanswer", f"<usecase>1</usecase>{texts}", name="strict"),
        ),
        "moodle",
    ).quizzes
    assert quizzes["loose"].solution.key.rule["ignore_differences"] == ["case", "spaces"]
    assert quizzes["strict"].solution.key.rule == {"accept": ["Paris"], "ignore_differences": ["spaces"]}


def test_a_number_keeps_tolerance_and_unit() -> None:
    inner = answer("3.14", "100", more="<tolerance>0.01</tolerance>")
    inner += "<units><unit><multiplier>1</multiplier><unit_name>cm</unit_name></unit></units>"
    found = brought_in(quiz(question("numerical", inner)), "moodle").only
    assert (found.solution.key.rule, found.question.body.unit) == ({"right": "3.14", "within": "0.01"}, "cm")


def test_pairs_and_orders() -> None:
    pairs = "".join(
        f'<subquestion format="html"><text>{left}</text><answer><text>{right}</text></answer></subquestion>'
        for left, right in (("one", "1"), ("two", "2"), ("", "3"))
    )
    lines = answer("second", "2") + answer("first", "1") + "<gradingtype>ALL_OR_NOTHING</gradingtype>"
    quizzes = brought_in(
        quiz(question("matching", pairs, name="pairs"), question("ordering", lines, name="lines")), "moodle"
    ).quizzes
    assert quizzes["pairs"].solution.key.rule == {"right": {"a": "A", "b": "B"}, "credit": "each pair"}
    assert len(quizzes["pairs"].question.body.right) == 3
    texts = {choice.key: choice.html for choice in quizzes["lines"].question.body.options}
    assert [texts[letter] for letter in quizzes["lines"].solution.key.rule["right"]] == ["first", "second"]
    assert quizzes["lines"].solution.key.rule["credit"] == "all or nothing"


def test_gaps_in_a_text() -> None:
    text = "<p>The {1:SHORTANSWER:=cat~=kitten~%0%dog#No} sat on the {1:SHORTANSWER_C:%100%Mat}.</p>"
    found = brought_in(quiz(question("cloze", "", text=text)), "moodle").only
    assert found.question.body.gaps == ("<p>The ", " sat on the ", ".</p>\n")
    assert found.solution.key.rule["blanks"] == {
        "1": {"accept": ["cat", "kitten"], "ignore_differences": ["case", "spaces"]},
        "2": {"accept": ["Mat"], "ignore_differences": ["spaces"]},
    }


def test_a_picture_lies_beside_the_bank_under_a_name_of_its_own_once() -> None:
    picture = base64.b64encode(PNG).decode()
    file = f'<file name="my map.png" path="/" encoding="base64">{picture}</file>'
    text = '<p>See <img src="@@PLUGINFILE@@/my%20map.png" alt="A map"></p>'
    one = (
        f'<question type="truefalse"><name><text>NAME</text></name><questiontext format="html">'
        f"<text><![CDATA[{text}]]></text>{file}</questiontext>{answer('true', '100')}{answer('false', '0')}</question>"
    )
    outcome = brought_in(quiz(one.replace("NAME", "a"), one.replace("NAME", "b")), "moodle")
    pictures = {path: data for path, data in outcome.imported.files.items() if not path.endswith(".md")}
    assert pictures == {"content/assessments/banks/media/strange/my-map.png": PNG}
    assert 'alt="A map"' in outcome.quizzes["a"].question.html


def test_a_picture_in_the_text_itself_is_taken_out_of_it() -> None:
    address = f"data:image/png;base64,{base64.b64encode(PNG).decode()}"
    inner = answer("true", "100") + answer("false", "0")
    outcome = brought_in(quiz(question("truefalse", inner, text=f'<img src="{address}" alt="Dot">')), "moodle")
    assert PNG in outcome.imported.files.values()
    assert "data:" not in outcome.text


@pytest.mark.parametrize(
    ("kind", "inner", "text", "why"),
    [
        ("essay", "", "x", "it asks for an essay, which is marked by a person"),
        ("calculated", "", "x", "its numbers are calculated anew for everybody"),
        ("ddimageortext", "", "x", "things are dragged onto a picture in it"),
        ("gapselect", "", "x", "each of its gaps has a list to choose from"),
        ("pmatch", "", "x", "its kind, `pmatch`, is not known here"),
        ("shortanswer", answer("c*t", "100"), "x", "it accepts whatever fits a pattern with *"),
        ("shortanswer", answer("a", "100") + answer("b", "50"), "x", "some of its answers earn a part of the points"),
        ("multichoice", answer("a", "90") + answer("b", "0"), "x", "no option of it earns all of the points"),
        ("multichoice", answer("a", "100"), "x", "the number of its options is 1, and from 2 to 10 can be asked here"),
        ("truefalse", answer("true", "100") + answer("false", "100"), "x", None),
        ("numerical", answer("1e99999999", "100"), "x", "`1e99999999` is not a number"),
        ("cloze", "", "{1:MULTICHOICE:=a~b}", "a gap in it takes a list to choose from, and ours take words"),
        ("cloze", "", "{1:SA:=a} {2:SA:=b}", "its gaps count differently"),
        (
            "truefalse",
            answer("true", "100") + answer("false", "0"),
            "<math><mi>x</mi></math>",
            "it has a formula in MathML",
        ),
        ("truefalse", answer("true", "100") + answer("false", "0"), '<img src="https://x.org/a.png">', None),
        (
            "truefalse",
            answer("true", "100") + answer("false", "0"),
            "<iframe src='//x'></iframe>",
            "it has an embedded page",
        ),
    ],
)
def test_what_cannot_be_carried_is_listed(kind: str, inner: str, text: str, why: str | None) -> None:
    outcome = brought_in(quiz(question(kind, inner, text=text), GOOD), "moodle")
    assert list(outcome.quizzes) == ["good"]
    (note,) = outcome.imported.notes
    assert (note.question, note.line) == ("q", 3)
    assert why is None or note.what == why


def test_categories_names_and_numbers_for_a_question_are_kept() -> None:
    category = '<question type="category"><category><text>$course$/top/Bees</text></category></question>'
    found = brought_in(quiz(category, GOOD.replace("</name>", "</name><idnumber>B-7</idnumber>")), "moodle").only
    assert (found.id, found.tags) == ("b-7", ("bees",))


def test_markdown_with_html_in_it_becomes_plain_markdown() -> None:
    text = "**Two** <b>three</b> <script>alert(1)</script>\n\n- a\n- b"
    inner = answer("true", "100") + answer("false", "0")
    xml = quiz(question("truefalse", inner, text=text)).replace('format="html"', 'format="markdown"', 1)
    outcome = brought_in(xml, "moodle")
    assert outcome.only.question.html == (
        "<p><strong>Two</strong> <strong>three</strong></p>\n<ul>\n<li>a</li>\n<li>b</li>\n</ul>\n"
    )


def test_half_a_point_is_told() -> None:
    xml = quiz(GOOD.replace("</name>", "</name><defaultgrade>0.5</defaultgrade>"))
    assert brought_in(xml, "moodle").changed == ["it was worth 0.5 points, and is worth 1 here"]


def test_a_moodle_file_is_known_by_its_beginning() -> None:
    assert likely_format("export.xml", quiz(GOOD).encode()) == "moodle"
    assert likely_format("export.xml", quiz(GOOD).encode("utf-16")) == "moodle"


def test_a_file_in_another_encoding_that_it_names_is_read() -> None:
    xml = quiz(GOOD.replace("What?", "Où est-ce ?")).replace("UTF-8", "iso-8859-1").encode("iso-8859-1")
    assert "Où est-ce ?" in brought_in(xml, "moodle").only.question.html
