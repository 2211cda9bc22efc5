"""Whatever questions a bank holds, what goes out and comes back asks, marks and explains the same."""

from __future__ import annotations

from itertools import combinations, permutations
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lms.content.compiling.compiler import compile_catalog
from lms.content.reading.model import Bank
from lms.interchange import exporting
from lms.interchange.bankfile import bank_text
from lms.interchange.draft import Draft, kind_for
from lms.questions import marking
from lms.questions.quiz import Key, Quiz
from lms.questions.shapes import Arrange, Figure, Judge, Pair, PickOne, PickSeveral, Words
from lms.questions.version import version_of
from lms.sources.files import tree_of
from tests.interchange.importing import TODAY, brought_in

WORD = st.text(alphabet="abcdeé日 .,?&'\"-", min_size=1, max_size=12).map(lambda text: f"x{' '.join(text.split())}x")
TEXTS = st.lists(WORD, min_size=2, max_size=5, unique_by=str.casefold)
LETTERS = "abcde"


def lettered(texts: list[str], letters: str = LETTERS) -> dict[str, str]:
    return dict(zip(letters, texts, strict=False))


@st.composite
def asked(draw: st.DrawFn) -> dict[str, Any]:
    """The keys of one question of any shape with a key."""
    shape = draw(st.sampled_from([PickOne, PickSeveral, Judge, Arrange, Pair, Words, Figure]))
    texts = draw(TEXTS)
    letters = list(lettered(texts))
    fields: dict[str, Any] = {"type": kind_for(shape), "question": draw(WORD), "why": draw(WORD)}
    fields["points"] = draw(st.sampled_from(["", "2", "7"]))
    if shape in (PickOne, PickSeveral, Arrange):
        fields["options"] = lettered(texts)
        fields["why"] = draw(st.just(fields["why"]) | st.fixed_dictionaries(dict.fromkeys(letters, WORD)))
    if shape is PickOne:
        fields["answer"] = draw(st.sampled_from(letters))
        fields["keep_order"] = draw(st.sampled_from(["", "yes"]))
    elif shape is PickSeveral:
        fields["answer"] = draw(st.lists(st.sampled_from(letters), min_size=1, max_size=len(letters) - 1, unique=True))
        rules = ["all or nothing", "each choice", "each choice, wrong ones cost"]
        fields["credit"] = draw(st.sampled_from(rules))
    elif shape is Judge:
        fields["answer"] = draw(st.sampled_from(["true", "false"]))
    elif shape is Arrange:
        fields["answer"] = draw(st.permutations(letters))
        fields["credit"] = draw(st.sampled_from(["all or nothing", "each place"]))
    elif shape is Pair:
        fields["left"], fields["right"] = lettered(texts), lettered(texts, LETTERS.upper())
        fields["answer"] = {one: draw(st.sampled_from(letters)).upper() for one in letters}
        fields["credit"] = draw(st.sampled_from(["all or nothing", "each pair"]))
    elif shape is Words:
        fields["accept"] = texts[:1]
    else:
        fields["answer"] = draw(st.decimals("-999", "999", places=2).map(lambda number: f"{number.normalize():f}"))
        fields["within"] = draw(st.sampled_from(["", "0.5", "3", "10%"]))
    return fields


def compiled(questions: list[dict[str, Any]]) -> Bank:
    drafts = [Draft("", n, {"id": f"q-{n}", **fields}) for n, fields in enumerate(questions)]
    text = bank_text(drafts, {}, {"title": "All", "level": "apply"}, "")
    catalog, findings = compile_catalog(tree_of({"content/assessments/banks/all.md": text.encode()}), today=TODAY)
    assert catalog is not None, findings
    return catalog.banks["all"]


def plain_version(quiz: Quiz) -> str:
    """The version of a question whatever its credit: two rules may mark every answer alike."""
    key = quiz.solution.key
    return version_of(quiz.question, Key(key.type, {**key.rule, "credit": ""}))


def marks(quiz: Quiz) -> list[object]:
    """What the answers earn that a question can be given, where there are few; else the rule by which they do."""
    key = quiz.solution.key
    letters = sorted(choice.key for choice in getattr(quiz.question.body, "options", ()))
    if key.type == kind_for(PickSeveral):
        given_sets = [list(some) for n in range(1, len(letters) + 1) for some in combinations(letters, n)]
        return [marking.share(key, some) for some in given_sets]
    if key.type == kind_for(Arrange):
        return [marking.share(key, list(some)) for some in permutations(letters)]
    return [key.rule.get("credit")]


@pytest.mark.parametrize("form", ["qti", "csv"])
@settings(max_examples=25, deadline=None)
@given(questions=st.lists(asked(), min_size=1, max_size=4))
def test_what_goes_out_comes_back_equal(form: str, questions: list[dict[str, Any]]) -> None:
    bank = compiled(questions)
    made = exporting.as_qti(bank, {}) if form == "qti" else exporting.as_table(bank)
    outcome = brought_in(made.content, form)
    assert outcome.left_out == []
    assert set(outcome.quizzes) == set(bank.quizzes)
    for name, quiz in bank.quizzes.items():
        back = outcome.quizzes[name]
        assert plain_version(back) == plain_version(quiz)
        assert marks(back) == marks(quiz)
        assert (back.question.points, back.solution.why) == (quiz.question.points, quiz.solution.why)
        assert getattr(back.question.body, "keep_order", None) == getattr(quiz.question.body, "keep_order", None)
