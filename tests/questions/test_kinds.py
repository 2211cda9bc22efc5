"""What holds for every kind of question, the ones to come included."""

from __future__ import annotations

import json
import re
from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lms.questions import marking
from lms.questions.kind import NotAnAnswer
from lms.questions.kinds import KINDS
from lms.questions.quiz import Json, Question, Quiz, Solution
from lms.questions.stream import Stream
from tests.questions.making import EVERY_KIND, group, quiz, read

ROOT = Path(__file__).parents[2]
DOCS = ROOT / "docs" / "reference" / "question-types.md"
QUIZZES = {name: quiz(text) for name, text in EVERY_KIND.items()}

JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=3), inner, max_size=4),
    max_leaves=8,
)


def sections() -> dict[str, str]:
    parts = re.split(r"^## (\S+)\n", DOCS.read_text(encoding="utf-8"), flags=re.MULTILINE)
    return dict(zip(parts[1::2], parts[2::2], strict=True))


def test_the_ten_kinds_of_the_format_are_there() -> None:
    assert set(EVERY_KIND) <= set(KINDS)


@pytest.mark.parametrize("name", KINDS)
def test_every_kind_has_a_test_a_template_and_a_section_of_the_manual_with_a_good_example(name: str) -> None:
    assert (Path(__file__).parent / "kinds" / f"test_{name.replace('-', '_')}.py").exists()
    assert (ROOT / "templates" / "questions" / f"{name}.html").exists()
    section = sections()[name]
    examples = re.findall(r"^```quiz\n(.*?)^```", section, flags=re.MULTILINE | re.DOTALL)
    assert examples
    for example in examples:
        found = read(example)
        assert found.told == []
        assert found.quiz.question.type == name
    for key in KINDS[name].keys:
        assert f"`{key}`" in section, f"the section on {name} does not explain {key}"


def answers(one: Quiz) -> st.SearchStrategy[Json]:
    """Answers as a person could give them, right and wrong."""
    question = one.question
    keys = [choice.key for choice in group(question, "options")]
    match question.type:
        case "choose-one":
            return st.sampled_from(keys)
        case "choose-many":
            return st.lists(st.sampled_from(keys), unique=True, min_size=1)
        case "put-in-order":
            return st.permutations(keys)
        case "true-or-false":
            return st.booleans()
        case "match":
            right = st.sampled_from([choice.key for choice in group(question, "right")])
            return st.dictionaries(
                st.sampled_from([choice.key for choice in group(question, "left")]), right, min_size=1
            )
        case "fill-in":
            words = st.sampled_from(["consent", "listen", "Wait", "other"])
            return st.dictionaries(st.sampled_from(question.body.blanks), words, min_size=1)
        case "number":
            return st.decimals(80, 110, places=2).map(str)
        case "scale":
            return st.integers(1, 5).map(str)
        case _:
            return st.sampled_from(["consent", "Permission", "other"])


@pytest.mark.parametrize("name", QUIZZES)
@given(data=st.data())
def test_a_share_lies_between_nothing_and_everything(name: str, data: st.DataObject) -> None:
    one = QUIZZES[name]
    accepted = marking.accept(one.question, data.draw(answers(one)))
    assert not isinstance(accepted, NotAnAnswer)
    share = marking.share(one.solution.key, accepted)
    if KINDS[name].scored:
        assert isinstance(share, Fraction)
        assert 0 <= share <= 1
    else:
        assert share is None


@pytest.mark.parametrize("name", QUIZZES)
@given(value=JSON)
def test_whatever_is_sent_is_accepted_as_json_or_refused_with_a_reason(name: str, value: Json) -> None:
    one = QUIZZES[name]
    accepted = marking.accept(one.question, value)
    if isinstance(accepted, NotAnAnswer):
        assert accepted.reason.endswith(".")
        return
    assert json.loads(json.dumps(accepted)) == accepted
    assert marking.accept(one.question, accepted) == accepted
    marking.share(one.solution.key, json.loads(json.dumps(accepted)))


@pytest.mark.parametrize("name", QUIZZES)
@given(value=JSON)
def test_a_paper_keeps_whatever_is_an_answer_in_practice_and_marks_it_alike(name: str, value: Json) -> None:
    one = QUIZZES[name]
    accepted, kept = marking.accept(one.question, value), marking.keep(one.question, value)
    if isinstance(kept, NotAnAnswer):
        assert isinstance(accepted, NotAnAnswer)
    elif kept is not None:
        assert marking.keep(one.question, kept) == json.loads(json.dumps(kept)) == kept
        marking.share(one.solution.key, kept)
        if not isinstance(accepted, NotAnAnswer):
            assert kept == accepted


@pytest.mark.parametrize("name", QUIZZES)
@pytest.mark.parametrize("nothing", [None, "", "  \n", "\x0b", [], [None], {}, {"1": ""}, {"a": None}])
def test_nothing_chosen_and_nothing_written_is_no_answer_in_a_paper(name: str, nothing: Json) -> None:
    assert marking.keep(QUIZZES[name].question, nothing) is None


@pytest.mark.parametrize("name", ["short-answer", "reflect"])
def test_a_hidden_character_in_a_paper_is_left_out_and_the_words_are_kept(name: str) -> None:
    assert marking.keep(QUIZZES[name].question, "first\x0bsecond\x1f") == "firstsecond"
    assert isinstance(marking.keep(QUIZZES[name].question, "first\x00second"), NotAnAnswer)


@pytest.mark.parametrize("name", ["short-answer", "reflect"])
def test_a_line_end_counts_as_the_one_character_that_it_is(name: str) -> None:
    text = "x\r\n" * 5000
    assert marking.accept(QUIZZES[name].question, text) == "x\n" * 5000
    assert isinstance(marking.accept(QUIZZES[name].question, text + "x"), NotAnAnswer)


@pytest.mark.parametrize("name", QUIZZES)
@given(data=st.data())
def test_what_a_page_shows_of_an_answer_is_the_same_answer_when_it_is_sent_back(name: str, data: st.DataObject) -> None:
    question = QUIZZES[name].question
    kept = marking.keep(question, data.draw(answers(QUIZZES[name])))
    assert marking.keep(question, marking.from_form(question, dict(marking.to_form(question, kept)))) == kept


@pytest.mark.parametrize("name", QUIZZES)
@given(form=st.dictionaries(st.sampled_from(["answer", "answer.a", "answer.b", "answer.1", "x"]), st.lists(st.text())))
def test_whatever_a_form_holds_is_judged(name: str, form: dict[str, list[str]]) -> None:
    found = marking.from_form(QUIZZES[name].question, form)
    if found is not None and not isinstance(found, NotAnAnswer):
        marking.accept(QUIZZES[name].question, found)


def renaming(before: Question, after: Question) -> dict[str, str]:
    """Old names to new, found by the texts, which differ in these quizzes."""
    sides = [
        (group(before, "options"), group(after, "options")),
        (group(before, "left"), group(after, "left")),
        (group(before, "right"), group(after, "right")),
    ]
    names: dict[str, str] = {}
    for old, new in sides:
        by_html = {choice.html: choice.key for choice in new}
        names |= {choice.key: by_html[choice.html] for choice in old}
    return names


def renamed(value: Json, names: dict[str, str]) -> Json:
    if isinstance(value, str):
        return names.get(value, value)
    if isinstance(value, list):
        return [renamed(one, names) for one in value]
    if isinstance(value, dict):
        return {names.get(key, key): renamed(one, names) for key, one in value.items()}
    return value


@pytest.mark.parametrize("name", QUIZZES)
@given(data=st.data(), seed=st.text(max_size=5), options=st.booleans())
def test_new_names_change_no_mark_and_no_explanation(name: str, data: st.DataObject, seed: str, options: bool) -> None:
    one = QUIZZES[name]
    question, solution = marking.shuffled(one.question, one.solution, Stream(seed), options)
    names = renaming(one.question, question)
    value = marking.accept(one.question, data.draw(answers(one)))
    again = marking.accept(question, renamed(value, names))
    assert not isinstance(again, NotAnAnswer)
    assert marking.share(solution.key, again) == marking.share(one.solution.key, value)
    assert solution.why == {names.get(part, part): html for part, html in one.solution.why.items()}
    assert set(solution.why) <= {"", *(KINDS[name].parts(question.body) or ())}


WITH_OPTIONS = ["choose-one", "choose-many", "put-in-order", "match"]


def drawn(name: str, seed: str, options: bool, text: str = "") -> tuple[Question, Solution]:
    one = quiz(EVERY_KIND[name] + text)
    return marking.shuffled(one.question, one.solution, Stream(seed), options)


@pytest.mark.parametrize("name", WITH_OPTIONS)
@pytest.mark.parametrize("options", [True, False])
def test_names_of_one_attempt_mean_nothing_in_another_and_keep_no_order(name: str, options: bool) -> None:
    before = QUIZZES[name].question
    letters = {choice.key for choice in (*group(before, "options"), *group(before, "left"), *group(before, "right"))}
    orders = set()
    seen: set[str] = set()
    for seed in range(40):
        question, _ = drawn(name, str(seed), options)
        keys = [
            choice.key for choice in (*group(question, "options"), *group(question, "left"), *group(question, "right"))
        ]
        assert not letters & set(keys)
        assert not seen & set(keys)
        seen |= set(keys)
        # Sorted by their names, the options would come in some order of chance, not in the author's.
        orders.add(
            tuple(
                choice.html
                for choice in sorted((*group(question, "options"), *group(question, "left")), key=lambda one: one.key)
            )
        )
    assert len(orders) > 4


@pytest.mark.parametrize("name", ["choose-one", "choose-many"])
def test_kept_order_is_kept_and_otherwise_options_are_shuffled(name: str) -> None:
    author = [choice.html for choice in group(QUIZZES[name].question, "options")]

    def shown(seed: int, options: bool, text: str = "") -> list[str]:
        return [choice.html for choice in drawn(name, str(seed), options, text)[0].body.options]

    assert all(shown(seed, True, "    keep_order: yes\n") == author for seed in range(20))
    assert all(shown(seed, False) == author for seed in range(20))
    assert len({tuple(shown(seed, True)) for seed in range(20)}) > 3


@pytest.mark.parametrize("name", ["put-in-order", "match"])
def test_without_shuffling_an_order_that_would_tell_is_still_not_shown(name: str) -> None:
    question, solution = drawn(name, "seed", False)
    shown = [choice.key for choice in (group(question, "options") or group(question, "right"))]
    right = solution.key.rule["right"]
    assert shown != (right if isinstance(right, list) else [right[choice.key] for choice in group(question, "left")])


@pytest.mark.parametrize("name", QUIZZES)
@given(data=st.data())
def test_part_by_part_an_answer_is_judged_as_it_is_marked(name: str, data: st.DataObject) -> None:
    one, kind = QUIZZES[name], KINDS[name]
    given_answer = marking.accept(one.question, data.draw(answers(one)))
    parts = marking.judged(one.question, one.solution.key, given_answer)
    shown = kind.parts(one.question.body) or ()
    assert set(parts) <= set(shown)
    assert bool(parts) is bool(shown and given_answer != [])
    if kind.several and not kind.choices:
        # All lines are judged, in the order in which they are shown, which says nothing of the key.
        assert list(parts) == list(shown)
        assert (marking.share(one.solution.key, given_answer) == 1) is all(parts.values())
    elif marking.share(one.solution.key, given_answer) == 1:
        assert False not in parts.values()


@pytest.mark.parametrize("name", QUIZZES)
@given(data=st.data())
def test_no_why_that_tells_what_is_left_to_find_comes_before_it_is_found(name: str, data: st.DataObject) -> None:
    one, kind = QUIZZES[name], KINDS[name]
    parts = kind.parts(one.question.body) or ()
    solution = Solution(one.solution.key, {"": "whole", **{part: f"of {part}" for part in parts}})
    given_answer = marking.accept(one.question, data.draw(answers(one)))
    judged = marking.judged(one.question, solution.key, given_answer)
    told = marking.whys_before(one.question, solution, judged)
    assert ("" in told) is not kind.several
    for part in parts:
        assert (part in told) is (part in judged and (kind.choices or judged[part] is True))
