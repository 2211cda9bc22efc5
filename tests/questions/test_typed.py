"""What is typed is read alike wherever it comes from, kept as it was typed, and marked as its paper reads."""

from __future__ import annotations

import json
from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lms.questions import marking
from lms.questions.grade import mark
from lms.questions.kind import NotAnAnswer
from lms.questions.paper import draw_paper
from lms.questions.quiz import Json, Quiz
from lms.questions.remarking import RESCORE, NotRemarkable, remark
from lms.questions.stored import drawn_solution_to_json, item_to_json
from lms.questions.typed import FIRST, NEWEST, compared, fold, is_blank
from lms.questions.wording import DIFFERENCES
from tests.questions.making import EVERY_KIND, group, item_from_json, quiz
from tests.questions.pools import Line

RECORDED: dict[str, Json] = json.loads(Path(__file__).with_name("recorded_papers.json").read_text("utf-8"))
"""Papers, answers and their marks as the code before the second reading wrote them."""
QUIZZES = {name: quiz(text) for name, text in EVERY_KIND.items()}
UNSEEN = "\u200b\ufeff\u00ad\u200e\u2060\ufe0f"
ODD = st.text(alphabet="aBé ß-–\u2011'’“»1٣５.,−x²ﬁ\u3000\u00a0!" + UNSEEN, max_size=12)


@given(st.text() | ODD, st.sets(st.sampled_from(DIFFERENCES)))
def test_to_fold_again_changes_nothing(text: str, ignoring: set[str]) -> None:
    assert fold(fold(text)) == fold(text)
    assert compared(fold(text), ignoring) == compared(text, ignoring)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        *(
            ("don't", "don’t"),
            ("don't", "don´t"),
            ("don't", "donʼt"),
            ('"so"', "“so”"),
            ('"so"', "«so»"),
            ("'a'", "‘a’"),
        ),
        *(("well-being", f"well{dash}being") for dash in "‐‑‒–—―−－"),
        *(("consent", f"con{sign}sent") for sign in UNSEEN),
        *(("consent", "ｃｏｎｓｅｎｔ"), ("five", "ﬁve"), ("a b", "a \u3000\u00a0 b"), ("a", "\t a\n")),
    ],
)
def test_what_looks_and_means_the_same_is_the_same_whatever_is_ignored(one: str, other: str) -> None:
    assert compared(one, ()) == compared(other, ())


@pytest.mark.parametrize(
    ("one", "other"), [("it's", "its"), ("re-cover", "recover"), ("a", "á"), ("a", "A"), ("a b", "ab")]
)
def test_what_means_another_thing_stays_another(one: str, other: str) -> None:
    assert compared(one, ("spaces",)) != compared(other, ("spaces",))


def sent(one: Quiz, typed: str) -> tuple[dict[str, list[str]], Json]:
    """The same thing typed or chosen on the page and sent by the API."""
    question, kind = one.question, one.question.type
    keys = [choice.key for choice in (*group(question, "options"), *group(question, "left"))]
    some = [key for place, key in enumerate(keys) if place < len(typed)]
    right = [choice.key for choice in group(question, "right")]
    match kind:
        case "choose-one" if keys[len(typed) :]:
            return {"answer": [keys[len(typed)]]}, keys[len(typed)]
        case "choose-many":
            return {"answer": some}, some
        case "put-in-order" if some:
            places = {f"answer.{key}": [str(n)] for n, key in enumerate(some, 1)}
            return places, [*some, *[None] * (len(keys) - len(some))]
        case "match":
            return {f"answer.{key}": [right[0]] for key in some}, dict.fromkeys(some, right[0])
        case "true-or-false" if typed:
            return {"answer": ["true"]}, True
        case "fill-in":
            return {"answer.1": [typed], "answer.2": ["wait"]}, {"1": typed, "2": "wait"}
        case "scale" if typed:
            return {"answer": ["3"]}, "3"
        case "number" | "short-answer" | "reflect":
            return {"answer": [typed]}, typed
    return {}, None


@pytest.mark.parametrize("name", QUIZZES)
@given(typed=ODD | st.sampled_from(["consent", "95", "95,000", "2,371", "Con\u00adsent"]))
def test_the_page_and_the_api_send_the_same_and_it_is_marked_alike(name: str, typed: str) -> None:
    one = QUIZZES[name]
    form, value = sent(one, typed)
    by_page = marking.from_form(one.question, form)
    kept = [marking.keep(one.question, by_page), marking.keep(one.question, value)]
    assert kept[0] == kept[1]
    accepted = [None if by_page is None else marking.accept(one.question, by_page), marking.accept(one.question, value)]
    refused = [said is None or isinstance(said, NotAnAnswer) for said in accepted]
    assert refused[0] is refused[1]
    if not refused[0]:
        assert accepted[0] == accepted[1]
    marks = [None if said is None else marking.share(one.solution.key, said) for said in kept]
    assert marks[0] == marks[1]


@given(typed=ODD)
def test_what_is_typed_is_kept(typed: str) -> None:
    for name in ("short-answer", "reflect"):
        assert marking.keep(QUIZZES[name].question, typed) == (None if is_blank(typed) else typed)
    kept = marking.keep(QUIZZES["fill-in"].question, {"1": typed})
    assert kept == (None if is_blank(typed) else {"1": typed})
    number = marking.keep(QUIZZES["number"].question, typed)
    assert number == (None if is_blank(typed) else typed.strip())


@pytest.mark.parametrize("name", QUIZZES)
@pytest.mark.parametrize("nothing", [[], {}, "", " ", *UNSEEN, UNSEEN, [None], {"1": UNSEEN}, {"a": None}])
def test_no_answer_is_no_answer_everywhere(name: str, nothing: Json) -> None:
    one = QUIZZES[name]
    assert isinstance(marking.accept(one.question, nothing), NotAnAnswer)
    assert marking.keep(one.question, nothing) is None
    assert not marking.share(one.solution.key, nothing)


@pytest.mark.parametrize("key", ["2371", "2.371"])
@pytest.mark.parametrize("typed", ["2,371", "2.371", "٢,٣٧١"])
def test_of_two_readings_the_right_one_counts_until_one_is_chosen(key: str, typed: str) -> None:
    one = quiz(EVERY_KIND["number"].replace("answer: 95", f"answer: {key}"))
    assert marking.share(one.solution.key, marking.accept(one.question, typed)) == 1
    for meant in ("2371", "2.371"):
        chosen = marking.from_form(one.question, {"answer": [typed], "answer.meant": [meant]})
        kept = marking.accept(one.question, chosen)
        assert kept == f"{typed} = {meant}"
        assert marking.share(one.solution.key, kept) == int(meant == key)
        assert marking.to_form(one.question, kept) == {"answer": [typed], "answer.meant": [meant]}


def test_a_choice_between_readings_ends_with_the_number_that_it_was_made_for() -> None:
    question = QUIZZES["number"].question
    assert marking.from_form(question, {"answer": ["95"], "answer.meant": ["2371"]}) == "95"
    assert isinstance(marking.accept(question, "95 = 95"), NotAnAnswer)
    assert isinstance(marking.accept(question, "2,371 = 95"), NotAnAnswer)
    assert marking.share(QUIZZES["number"].solution.key, "2,371 = 95") == 0


@pytest.mark.parametrize("name", RECORDED)
def test_a_paper_of_before_is_marked_and_marked_again_as_it_was_then(name: str) -> None:
    recorded = RECORDED[name]
    item, drawn = item_from_json(json.loads(recorded["item"])), QUIZZES[name]
    today = quiz(EVERY_KIND[name].replace(*recorded["changed"])) if recorded["changed"] else drawn
    assert item.solution.key.reading == FIRST
    assert json.dumps(item_to_json(item)) == recorded["item"]
    for one in recorded["answers"]:
        kept = one["kept"]
        assert mark([item], {} if kept is None else {1: kept}).share == Fraction(one["mark"])
        if kept is not None:
            assert marking.share(item.solution.key, kept) == (one["share"] and Fraction(one["share"]))
        if one["judged"] is not None:
            assert marking.judged(item.question, item.solution.key, kept) == one["judged"]
        again = remark(item, kept, "recorded", drawn, today, RESCORE)
        if isinstance(again, NotRemarkable):
            assert again.reason == one["again"]
        else:
            assert again.share == Fraction(one["again"])
            assert "reading" not in drawn_solution_to_json(again.solution)


@pytest.mark.parametrize("name", EVERY_KIND)
def test_a_paper_of_today_keeps_that_it_reads_as_we_do_today(name: str) -> None:
    (item,) = draw_paper([Line(take=1)], {"bank": {name: QUIZZES[name]}}, "seed").items
    kept = item_to_json(item)
    assert kept["solution"]["reading"] == NEWEST
    assert item_from_json(json.loads(json.dumps(kept))).solution.key.reading == NEWEST
    again = remark(item, None, "seed", QUIZZES[name], QUIZZES[name], RESCORE)
    if not isinstance(again, NotRemarkable):
        assert again.solution.key.reading == NEWEST
