"""Moodle XML, question by question: files written here after the public description of the format."""

from __future__ import annotations

import base64

import pytest

from lms.interchange.importing import likely_format
from lms.questions.quiz import Quiz
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
        ("gapselect", "", "x", "there is no gap in it"),
        ("ddwtos", "<dragbox><text>a</text></dragbox>", "[[2]]", "a gap in it names a word that is not there"),
        ("pmatch", "", "x", "its kind, `pmatch`, is not known here"),
        ("shortanswer", answer("c*t", "100"), "x", "it accepts whatever fits a pattern with *"),
        ("shortanswer", answer("a", "100") + answer("b", "50"), "x", "some of its answers earn a part of the points"),
        ("multichoice", answer("a", "90") + answer("b", "0"), "x", "no option of it earns all of the points"),
        ("multichoice", answer("a", "100"), "x", "the number of its options is 1, and from 2 to 10 can be asked here"),
        ("truefalse", answer("true", "100") + answer("false", "100"), "x", None),
        ("numerical", answer("1e99999999", "100"), "x", "`1e99999999` is not a number"),
        ("cloze", "", "{1:MC:=a~b} {1:NM:=2}", "its gaps take different things, or numbers, or several choices"),
        ("cloze", "", "{1:REGEXP:=a}", "a gap in it is of a kind that is not known here, `REGEXP`"),
        (
            "cloze",
            "",
            "{1:MC:=a~%50%b} {1:MC:=a~b}",
            "a gap in it has several right words, or words that earn a part of the points",
        ),
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


COMBINED = "".join(
    f'<{tag} format="html"><text>{text}</text></{tag}>'
    for tag, text in (
        ("correctfeedback", "You know bees."),
        ("partiallycorrectfeedback", "Nearly a beekeeper."),
        ("incorrectfeedback", "Read chapter 3."),
    )
)


def test_combined_feedback_stands_beside_the_options_that_it_is_said_of() -> None:
    options = answer("a", "100", "Own.") + answer("b", "50") + answer("c", "0", "No.")
    outcome = brought_in(quiz(question("multichoice", options + COMBINED)), "moodle")
    assert outcome.only.solution.why == {
        "a": "<p>Own.</p>\n<p>You know bees.</p>\n",
        "b": "<p>Nearly a beekeeper.</p>\n",
        "c": "<p>No.</p>\n<p>Read chapter 3.</p>\n",
    }
    assert outcome.changed == []


PAIRS = "".join(f"<subquestion><text>{n}</text><answer><text>{n}</text></answer></subquestion>" for n in ("one", "two"))


@pytest.mark.parametrize(
    ("kind", "inner", "text"),
    [
        ("multichoice", f"<single>false</single>{answer('a', '50')}{answer('b', '50')}{answer('c', '-50')}", "x"),
        ("multichoiceset", answer("a", "100") + answer("b", "0"), "x"),
        ("matching", PAIRS, "x"),
        ("ddmatch", PAIRS, "x"),
        ("ordering", answer("a", "1") + answer("b", "2"), "x"),
        ("gapselect", "".join(f"<selectoption><text>{n}</text></selectoption>" for n in "ab"), "[[1]] [[2]]"),
        ("ddwtos", "".join(f"<dragbox><text>{n}</text></dragbox>" for n in "ab"), "[[1]] [[2]]"),
    ],
)
def test_elsewhere_combined_feedback_is_kept_for_the_right_answer_and_told_for_others(
    kind: str, inner: str, text: str
) -> None:
    outcome = brought_in(quiz(question(kind, inner + COMBINED, text=text)), "moodle")
    assert outcome.only.solution.why == {"": "<p>You know bees.</p>\n"}
    assert outcome.changed == [
        "what was said of a partly right answer is not kept: “Nearly a beekeeper.”. Write it into `why` by hand.",
        "what was said of a wrong answer is not kept: “Read chapter 3.”. Write it into `why` by hand.",
        "only those who were right read this there, and here all do, in `why`: “You know bees.”",
    ]


def test_the_words_that_moodle_itself_puts_there_are_told_once() -> None:
    usual = COMBINED.replace("You know bees.", "Your answer is correct.")
    usual = usual.replace("Nearly a beekeeper.", "Your answer is partially correct.")
    usual = usual.replace("Read chapter 3.", "Your answer is incorrect.")
    outcome = brought_in(quiz(question("multichoice", answer("a", "100") + answer("b", "0") + usual)), "moodle")
    assert outcome.only.solution.why == {}
    assert outcome.changed == ["its usual words for right and wrong answers are not kept: our pages say it themselves"]


def test_what_is_said_of_wrong_typed_answers_is_kept_with_their_words() -> None:
    words = answer("Paris", "100", "Yes.") + answer("Rom*", "0", "In Italy.") + answer("*", "0", "Look north.")
    number = answer("4", "100", "Yes.", "<tolerance>0</tolerance>") + answer("5", "0", "One too many.")
    quizzes = brought_in(
        quiz(question("shortanswer", words, name="word"), question("numerical", number, name="number")), "moodle"
    ).quizzes
    assert quizzes["word"].solution.why == {"": "<p>Yes.</p>\n<p>“Rom*”: In Italy.</p>\n<p>“*”: Look north.</p>\n"}
    assert quizzes["word"].solution.key.rule["accept"] == ["Paris"]
    assert quizzes["number"].solution.why == {"": "<p>Yes.</p>\n<p>“5”: One too many.</p>\n"}


def test_what_is_said_of_gaps_is_kept_gap_by_gap() -> None:
    text = "A {1:SA:=cat#Yes~dog#No.} and a {1:SA:=h&eacute;n\\#1#So}."
    inner = "<generalfeedback><text>In all cases.</text></generalfeedback>"
    found = brought_in(quiz(question("cloze", inner, text=text)), "moodle").only
    assert found.solution.key.rule["blanks"]["2"]["accept"] == ["hén#1"]
    assert found.solution.why == {
        "1": "<p>Yes</p>\n<p>“dog”: No.</p>\n",
        "2": "<p>So</p>\n<p>In all cases.</p>\n",
    }


def test_a_single_gap_of_a_list_a_number_or_several_choices_is_a_question_of_that_kind() -> None:
    texts = {
        "list": "<p>The capital is {1:MULTICHOICE_VS:=Paris#Yes~Rome#No~%50%Lyon}.</p>",
        "number": "<p>It has {1:NUMERICAL:=4:1#Yes} legs.</p>",
        "several": "<p>Bees: {1:MULTIRESPONSE_H:%50%wild~%50%tame~%-50%square}</p>",
    }
    outcome = brought_in(quiz(*(question("cloze", "", name, text) for name, text in texts.items())), "moodle")
    keys = {name: found.solution.key.rule for name, found in outcome.quizzes.items()}
    assert keys["list"] == {"right": ["a"], "credit": {"c": "1/2"}}
    assert keys["number"] == {"right": "4", "within": "1"}
    assert keys["several"] == {"right": ["a", "b"], "wrong": ["c"], "credit": "each choice, wrong ones cost"}
    assert outcome.quizzes["list"].question.html == "<p>The capital is _____.</p>\n"
    assert outcome.quizzes["list"].solution.why == {"a": "<p>Yes</p>\n", "b": "<p>No</p>\n"}


def matched(found: Quiz) -> dict[str, str]:
    body = found.question.body
    left, right = ({choice.key: choice.html for choice in side} for side in (body.left, body.right))
    return {left[here]: right[there] for here, there in found.solution.key.rule["right"].items()}


def test_several_gaps_of_lists_are_things_to_match() -> None:
    lists = question("cloze", "", "lists", "<p>{1:MC:~red~=blue#Sky.} and {1:MC:=red~blue}</p>")
    boxes = "".join(
        f"<{tag}><text>{text}</text><group>{group}</group></{tag}>"
        for tag, text, group in (("dragbox", "north", 1), ("dragbox", "south", 1), ("dragbox", "far", 2))
    )
    dragged = question("ddwtos", boxes, "dragged", "<p>Go [[2]], then [[1]], not [[3]].</p>")
    selects = question("gapselect", boxes.replace("dragbox", "selectoption"), "one", "<p>Go [[2]].</p>")
    outcome = brought_in(quiz(lists, dragged, selects), "moodle")
    assert matched(outcome.quizzes["lists"]) == {"(1)": "blue", "(2)": "red"}
    assert outcome.quizzes["lists"].solution.why == {"a": "<p>Sky.</p>\n"}
    assert matched(outcome.quizzes["dragged"]) == {"(1)": "south", "(2)": "north", "(3)": "far"}
    assert outcome.quizzes["dragged"].question.html == "<p>Go (1) _____, then (2) _____, not (3) _____.</p>\n"
    only = outcome.quizzes["one"]
    assert [choice.html for choice in only.question.body.options] == ["north", "south"]
    assert only.solution.key.rule["right"] == ["b"]
    assert outcome.changed == ["each of its gaps had a list of its own there, and here all choose from one list"]


def test_penalties_files_fixed_places_and_unknown_parts_are_told() -> None:
    file = f'<file name="talk.pdf" path="/" encoding="base64">{base64.b64encode(b"x").decode()}</file>'
    more = "<penalty>0.3333333</penalty><shuffleanswers>0</shuffleanswers><secret>Say it loud.</secret>"
    one = question("matching", PAIRS + more).replace("</text></questiontext>", f"</text>{file}</questiontext>")
    assert brought_in(quiz(one), "moodle").changed == [
        "what is matched kept its places there, and is mixed here",
        "its `secret` is not kept: “Say it loud.”. Write it into `note` by hand.",
        "its file `talk.pdf` is not kept: only pictures that a text shows are",
        "each further try cost 33.33333% of its points there, and costs nothing here",
    ]


def test_a_unit_that_was_asked_for_is_told() -> None:
    units = "<unitgradingtype>1</unitgradingtype><units><unit><unit_name>cm</unit_name></unit></units>"
    outcome = brought_in(quiz(question("numerical", answer("3", "100") + units)), "moodle")
    assert outcome.changed == ["its unit, cm, was asked for there, and is shown here"]


def test_two_files_of_one_name_in_two_folders_are_two_pictures() -> None:
    other = PNG[:-12] + b"\x00\x00\x00\x00tEXt\x00\x00\x00\x00" + PNG[-12:]
    files = "".join(
        f'<file name="a.png" path="{path}" encoding="base64">{base64.b64encode(data).decode()}</file>'
        for path, data in (("/", PNG), ("/b/", other))
    )
    text = '<img src="@@PLUGINFILE@@/a.png" alt="One"><img src="@@PLUGINFILE@@/b/a.png?time=1" alt="Two">'
    one = question("truefalse", answer("true", "100") + answer("false", "0"), text=text)
    outcome = brought_in(quiz(one.replace("</text></questiontext>", f"</text>{files}</questiontext>")), "moodle")
    assert sorted(data for path, data in outcome.imported.files.items() if path.endswith(".png")) == sorted(
        [PNG, other]
    )


def test_a_category_is_a_tag_for_each_step_and_what_is_said_of_it_is_told() -> None:
    category = (
        '<question type="category"><category><text>$course$/top/Biology/Bees</text></category>'
        '<info format="html"><text>&lt;p&gt;For year 7.&lt;/p&gt;</text></info></question>'
    )
    outcome = brought_in(quiz(category, GOOD), "moodle")
    assert outcome.only.tags == ("biology", "bees")
    (note,) = outcome.imported.notes
    assert "“For year 7.”" in note.what


def test_the_name_is_kept_for_colleagues_where_a_number_is_the_id() -> None:
    found = brought_in(quiz(GOOD.replace("</name>", "</name><idnumber>B-7</idnumber>")), "moodle").only
    assert (found.id, found.notes) == ("b-7", {"note": "good"})


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
