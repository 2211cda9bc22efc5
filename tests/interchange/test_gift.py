"""GIFT, question by question."""

from __future__ import annotations

import pytest

from lms.interchange.importing import gather
from lms.questions import marking
from tests.interchange.importing import brought_in


def test_one_of_several_keeps_its_key_its_partial_credit_and_what_was_said_of_each_option() -> None:
    quiz = brought_in("::q:: Who? {=Ann#Yes. ~Ben#No. ~%50%Cem#Nearly.}", "gift").only
    assert quiz.question.type == "choose-one"
    assert [choice.html for choice in quiz.question.body.options] == ["Ann", "Ben", "Cem"]
    assert quiz.solution.key.rule == {"right": ["a"], "credit": {"c": "1/2"}}
    assert quiz.solution.why == {"a": "<p>Yes.</p>\n", "b": "<p>No.</p>\n", "c": "<p>Nearly.</p>\n"}


def test_several_right_options_with_even_costs_are_marked_the_same_here() -> None:
    outcome = brought_in("::q:: Which? {~%50%a ~%50%b ~%-50%c ~%-50%d}", "gift")
    key = outcome.only.solution.key
    assert key.rule["right"] == ["a", "b"]
    assert marking.share(key, ["a", "b", "c"]) == marking.share(key, ["a"]) == pytest.approx(0.5)
    assert outcome.changed == []


def test_other_costs_of_wrong_choices_are_told() -> None:
    outcome = brought_in("::q:: Which? {~%50%a ~%50%b ~%-100%c}", "gift")
    assert outcome.only.solution.key.rule["right"] == ["a", "b"]
    assert outcome.changed == ["a wrong choice counted -100% there; here each costs what a right one earns (50%)"]


@pytest.mark.parametrize(("word", "right"), [("T", True), ("TRUE", True), ("F", False), ("false", False)])
def test_true_and_false_keep_their_key_and_both_explanations(word: str, right: bool) -> None:
    quiz = brought_in(f"::q:: It is so. {{{word}#said when wrong#said when right}}", "gift").only
    assert quiz.solution.key.rule == {"right": right}
    by_part = {"true" if right else "false": "<p>said when right</p>\n"}
    assert by_part.items() <= quiz.solution.why.items()


def test_accepted_words_are_a_short_answer_and_a_gap_where_words_follow() -> None:
    quizzes = brought_in(
        "::end:: The capital? {=Paris =City of Light}\n\n::mid:: The {=cat =kitten} sat.", "gift"
    ).quizzes
    assert quizzes["end"].solution.key.rule["accept"] == ["Paris", "City of Light"]
    assert quizzes["mid"].question.body.gaps == ("<p>The ", " sat.</p>\n")
    assert quizzes["mid"].solution.key.rule["blanks"]["1"]["accept"] == ["cat", "kitten"]


@pytest.mark.parametrize(
    ("answer", "right", "within"),
    [("#3:2", "3", "2"), ("#1..5", "3", "2"), ("#=1822:0", "1822", "0"), ("#3.141..3.142", "3.1415", "0.0005")],
)
def test_a_number_keeps_its_bounds_exactly(answer: str, right: str, within: str) -> None:
    key = brought_in(f"::q:: How many? {{{answer}}}", "gift").only.solution.key
    assert key.rule == {"right": right, "within": within}


def test_pairs_keep_their_partners_and_what_belongs_to_nothing() -> None:
    quiz = brought_in("::q:: Match {=cat -> meow =dog -> woof =pup -> woof = -> moo}", "gift").only
    texts = {choice.key: choice.html for choice in (*quiz.question.body.left, *quiz.question.body.right)}
    pairs = {texts[here]: texts[there] for here, there in quiz.solution.key.rule["right"].items()}
    assert pairs == {"cat": "meow", "dog": "woof", "pup": "woof"}
    assert "moo" in texts.values()


def test_signs_after_a_backslash_are_words() -> None:
    quiz = brought_in(r"::q:: Is 2 \= 2 \{here\} a\~b\#c\: {=yes\: \= ~no}", "gift").only
    assert quiz.question.html == "<p>Is 2 = 2 {here} a~b#c:</p>\n"
    assert quiz.question.body.options[0].html == "yes: ="


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("::q:: Write. {}", "it asks for an essay, which is marked by a person"),
        ("::q:: Only words.", "it asks nothing: it is a text without answers"),
        ("::q:: x {=a*b}", "it accepts whatever fits a pattern with *"),
        ("::q:: x {=%100%a =%50%b}", "some of its answers earn a part of the points"),
        ("::q:: x {#=1:0 =2:0}", "it accepts several numbers"),
        ("::q:: x {~%60%a ~%40%b ~c}", "its right options count differently, or not to a hundred percent together"),
        ("::q:: x {=a", "its answers begin with { and do not end"),
        ("::q:: x {=a ~b} and {=c ~d}", "it has two groups of answers"),
        ("::q:: x {=a ~a}", "two of its options say the same"),
        ("::q:: x {=a}{", "it has two groups of answers"),
        ("::q:: x <img src='a.png'> {T}", "it shows a picture that is not in this file"),
    ],
)
def test_what_cannot_be_carried_is_listed_with_its_name_its_line_and_why(text: str, why: str) -> None:
    outcome = brought_in(f"// a comment\n\n{text}\n\n::good:: Fine? {{T}}\n", "gift")
    assert list(outcome.quizzes) == ["good"]
    (note,) = outcome.imported.notes
    assert (note.question, note.line, note.what) == ("q", 3, why)


def test_lines_are_those_of_the_file() -> None:
    drafts = gather(b"// one\n\n::a:: A {T}\n\n\n::b::\nB {F}\n", "gift", "media").drafts
    assert [(draft.name, draft.line) for draft in drafts] == [("a", 3), ("b", 6)]


def test_ids_are_the_same_again_and_a_question_more_changes_none() -> None:
    first = "::Über alles!:: A {T}\n\nWhat is this here? {F}\n\nWhat is this here? {T}\n\n日本語 {T}\n"
    before = list(brought_in(first, "gift").quizzes)
    assert before[1:3] == ["what-is-this-here", "what-is-this-here-2"]
    assert list(brought_in(first + "\n::more:: B {T}\n", "gift").quizzes)[:4] == before
    assert len(set(before)) == 4


def test_a_category_becomes_a_tag_or_a_bank_of_its_own() -> None:
    text = "$CATEGORY: $course$/top/Wild Bees\n\n::a:: A {T}\n\n$CATEGORY: $course$/top/Honey\n\n::b:: B {T}\n"
    assert {name: quiz.tags for name, quiz in brought_in(text, "gift").quizzes.items()} == {
        "a": ("wild-bees",),
        "b": ("honey",),
    }
    banks = brought_in(text, "gift", by_category=True).banks
    assert {name: list(bank.quizzes) for name, bank in banks.items()} == {
        "strange-wild-bees": ["a"],
        "strange-honey": ["b"],
    }
    assert banks["strange-honey"].title == "Honey"


def test_the_form_of_a_text_is_kept_to() -> None:
    text = (
        "::a::[html]<p>One <em>two</em></p>{T}\n\n::b::[plain]One <em>two</em> *3*{T}\n\n::c::[markdown]One **two**{T}"
    )
    html = {name: quiz.question.html for name, quiz in brought_in(text, "gift").quizzes.items()}
    assert html["a"] == "<p>One <em>two</em></p>\n"
    assert html["b"] == "<p>One <code>&lt;em&gt;</code>two<code>&lt;/em&gt;</code> *3*</p>\n"
    assert html["c"] == "<p>One <strong>two</strong></p>\n"


def test_what_is_said_of_wrong_words_numbers_and_pairs_is_kept_with_them() -> None:
    text = (
        "::word:: The capital? {=Paris#Yes. =%0%Rome#In Italy.####In all cases.}\n\n"
        "::number:: How many? {#=4:0#Yes. =%0%5:0#One too many. ~#Count again.}\n\n"
        "::pairs:: Match. {=cat -> meow#Soft. =dog -> woof####All.}\n\n"
        "::gap:: The {=cat#Yes. =%0%dog#No.} sat.\n"
    )
    outcome = brought_in(text, "gift")
    whys = {name: quiz.solution.why for name, quiz in outcome.quizzes.items()}
    assert whys["word"] == {"": "<p>Yes.</p>\n<p>“Rome”: In Italy.</p>\n<p>In all cases.</p>\n"}
    assert whys["number"] == {"": "<p>Yes.</p>\n<p>“5:0”: One too many.</p>\n<p>Count again.</p>\n"}
    assert whys["pairs"] == {"a": "<p>Soft.</p>\n", "b": "<p>All.</p>\n"}
    assert whys["gap"] == {"": "<p>Yes.</p>\n<p>“dog”: No.</p>\n"}
    assert outcome.changed == []
    assert outcome.quizzes["word"].solution.key.rule["accept"] == ["Paris"]


def test_what_is_said_in_any_case_is_kept_beside_every_right_part() -> None:
    quiz = brought_in("::q:: Which? {~%50%a#One. ~%50%b ~%-50%c#No.####Look.}", "gift").only
    assert quiz.solution.why == {"a": "<p>One.</p>\n<p>Look.</p>\n", "b": "<p>Look.</p>\n", "c": "<p>No.</p>\n"}


def test_comments_are_kept_for_colleagues_but_for_those_that_moodle_writes() -> None:
    text = (
        "// Asked in 2026.\n// question: 12  name: Bees\n// [id:B7] [tag:bees] [tag:year\\:7]\n"
        "::Bees fly:: Do they? {T}\n\n::b:: B {F}\n\n// The end.\n"
    )
    outcome = brought_in(text, "gift")
    first, second = outcome.quizzes.values()
    assert (first.id, first.notes, first.tags) == ("b7", {"note": "Bees fly; Asked in 2026."}, ("bees", "year:7"))
    assert second.notes == {}
    assert outcome.changed == ["a comment at its end is not kept: “The end.”"]


def test_a_file_of_aiken_that_is_called_gift_by_hand_says_so() -> None:
    outcome = brought_in("Which?\nA. a\nB. b\nANSWER: A\n", "gift")
    assert "--format aiken" in outcome.imported.notes[0].by_hand
