"""A form of asks: what was answered, what is asked with that, and the text that it gives."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lms.questions import form, giving
from lms.questions.asking import Told
from lms.questions.asks import ASKS, askable
from lms.questions.kinds import KINDS
from tests.questions.making import ask

KIND = ask(
    'id: kind\ntype: choose-one\nquestion: What?\nneeded: yes\noptions: {a: Money, b: "A *product* & more", c: Nothing}'
)
MUCH = ask("id: much\ntype: number\nquestion: How much?\nunit: EUR\nshow_if: {kind: [a, b]}")
ALL = ask("id: all\ntype: choose-many\nquestion: Which?\noptions: {a: One, b: Two, c: Three}")
ORDER = ask("id: order\ntype: put-in-order\nquestion: Order?\noptions: {a: First, b: Then}")
SO = ask("id: so\ntype: true-or-false\nquestion: So?")
RATE = ask("id: rate\ntype: scale\nquestion: Rate.\nfrom: 1\nto: 3\nlabels: {3: best}")
WHO = ask("id: who\ntype: short-answer\nquestion: Who?")
WHY = ask("id: why\ntype: reflect\nquestion: Why?\nshow_if: {so: false}")
WHEN = ask("id: when\ntype: day\nquestion: When?")
ASKS_OF_ALL = (KIND, MUCH, ALL, ORDER, SO, RATE, WHO, WHY, WHEN)


def filled(**typed: str | list[str]) -> form.Filled:
    """What comes of a form with these fields; `_` stands for the point in a field's name."""
    fields = {name.replace("_", "."): [value] if isinstance(value, str) else value for name, value in typed.items()}
    return form.fill(ASKS_OF_ALL, lambda one: form.from_form(one, fields))


def said(told: Told) -> str:
    return f"{told:%d/%m/%Y}" if isinstance(told, date) else str(told)


def text(gives: str, answers: form.Filled) -> str:
    return giving.as_text(giving.give(gives, ASKS_OF_ALL, answers.answers, said))


def test_the_types_by_which_a_form_asks_are_those_that_make_sense_unmarked() -> None:
    told = {"choose-one", "choose-many", "true-or-false", "put-in-order", "scale", "number", "short-answer", "reflect"}
    assert set(askable()) == told | {"day", "link", "agree"}
    assert not set(ASKS) & set(KINDS)


def test_the_asking_half_has_no_key_that_marks() -> None:
    for kind in askable().values():
        assert not set(kind.asking) & set(kind.marked_by)


def test_a_form_gives_back_what_was_typed_into_it() -> None:
    every = filled(
        kind_answer="a", much_answer="12", all_answer=["a", "c"], order_answer_a="2", order_answer_b="1",
        so_answer="false", rate_answer="3", who_answer="Amal", why_answer="Because.", when_answer="2027-03-05",
    )  # fmt: skip
    assert not every.faults
    assert every.answers == {
        "kind": "a", "much": "12", "all": ["a", "c"], "order": ["b", "a"], "so": False, "rate": "3", "who": "Amal",
        "why": "Because.", "when": "2027-03-05",
    }  # fmt: skip
    fields = form.to_form(ASKS_OF_ALL, every.answers)
    assert form.fill(ASKS_OF_ALL, lambda one: form.from_form(one, fields)) == every


def test_what_is_needed_and_open_and_what_is_no_answer_are_faults_each_at_its_ask() -> None:
    assert filled(rate_answer="9").faults == {
        "kind": "This needs an answer.",
        "rate": "Choose a number from 1 to 3.",
    }


def test_what_is_not_asked_keeps_no_answer_and_is_no_fault() -> None:
    assert filled(kind_answer="c", much_answer="twelve").answers == {"kind": "c"}
    assert filled(kind_answer="a", much_answer="12", why_answer="x").answers == {"kind": "a", "much": "12"}
    assert filled(kind_answer="a", much_answer="twelve").faults.keys() == {"much"}
    assert filled(kind_answer="c", so_answer="true", why_answer="x").answers == {"kind": "c", "so": True}


@pytest.mark.parametrize(
    ("gives", "comes"),
    [
        ("I got {kind}.", "I got A product & more.\n"),
        ("{all}, on {when}", "One and Three, on 05/03/2027\n"),
        ("Which:\n\n- {all}\nThat was all.", "Which:\n\n- One\n- Three\nThat was all.\n"),
        ("{much} came.", "12 EUR came.\n"),
        ("Rated {rate}: {so}", "Rated 3 (best): True\n"),
        ("Nobody: {who}\nAnd {kind}", "And A product & more\n"),
        ("Given by {who}, and {kind} .", "Given by, and A product & more .\n"),
        ("{who} gave {kind}", "gave A product & more\n"),
        ("A.\n\n{who}\n\nB.", "A.\n\nB.\n"),
        ("{unknown {kind}", "{unknown A product & more\n"),
        ("{{kind}}", "{A product & more}\n"),
    ],
)
def test_a_text_has_the_answers_in_its_gaps(gives: str, comes: str) -> None:
    answers = filled(
        kind_answer="b", much_answer="12", all_answer=["c", "a"], so_answer="true", rate_answer="3",
        when_answer="2027-03-05",
    )  # fmt: skip
    assert text(gives, answers) == comes


def test_an_answer_with_the_sign_of_a_gap_in_it_is_given_as_it_is() -> None:
    assert text("{who} {kind}", filled(kind_answer="a", who_answer="{kind} {all}")) == "{kind} {all} Money\n"


ANYTHING = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=3), inner, max_size=4),
    max_leaves=8,
)


@settings(max_examples=60, deadline=None)
@given(st.dictionaries(st.sampled_from([one.id for one in ASKS_OF_ALL]), ANYTHING))
def test_whatever_a_program_sends_becomes_an_answer_or_a_reason_and_can_be_given(sent: dict[str, object]) -> None:
    came = form.fill(ASKS_OF_ALL, lambda one: sent.get(one.id))
    assert not came.answers.keys() & came.faults.keys()
    giving.give("{kind} {much} {all} {order} {so} {rate} {who} {why} {when}", ASKS_OF_ALL, came.answers, said)
    again = form.fill(ASKS_OF_ALL, lambda one: came.answers.get(one.id))
    assert again.answers == came.answers


@settings(max_examples=40, deadline=None)
@given(
    st.dictionaries(
        st.sampled_from(["kind.answer", "order.answer.a", "so.answer", "when.answer", "who.answer"]),
        st.lists(st.text(), max_size=3),
    )
)
def test_whatever_a_form_sends_becomes_an_answer_or_a_reason(fields: dict[str, list[str]]) -> None:
    came = form.fill(ASKS_OF_ALL, lambda one: form.from_form(one, fields))
    assert not came.answers.keys() & came.faults.keys()
