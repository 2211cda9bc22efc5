from __future__ import annotations

import json
from collections.abc import Sequence
from hashlib import sha256

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lms.content.reading.model import Draw
from lms.questions.paper import Paper, draw_paper, undrawable
from lms.questions.quiz import Quiz
from lms.questions.stored import item_to_json
from lms.questions.typed import NEWEST
from lms.questions.version import canonical
from tests.questions.making import EVERY_KIND, item_from_json, quiz
from tests.questions.pools import Line, bank, small

TWENTY = bank(*(small(f"q-{n:02}", objective="even" if n % 2 == 0 else "odd") for n in range(20)))


def names(paper: Paper) -> list[str]:
    return [item.source.removeprefix("bank/") for item in paper.items]


def kept(paper: Paper) -> str:
    return canonical([item_to_json(item) for item in paper.items])


def test_a_seed_always_draws_the_same_paper_and_another_seed_another() -> None:
    rules = [Line(take=8)]
    papers = [kept(draw_paper(rules, TWENTY, seed)) for seed in ("one", "one", "two")]
    assert papers[0] == papers[1]
    assert papers[0] != papers[2]


def test_the_order_of_files_changes_no_paper() -> None:
    backwards = {"bank": dict(reversed(list(TWENTY["bank"].items())))}
    assert kept(draw_paper([Line(take=8)], TWENTY, "s")) == kept(draw_paper([Line(take=8)], backwards, "s"))


def test_the_bytes_of_a_paper_never_drift() -> None:
    pool = {"bank": {name: quiz(text) for name, text in EVERY_KIND.items()}}
    paper = draw_paper([Line(take=10)], pool, "a seed that stays")
    # The version of reading came later, and is all that is new.
    assert kept(paper).count(f'"reading":{NEWEST},') == 10
    before = kept(paper).replace(f'"reading":{NEWEST},', "")
    assert sha256(before.encode()).hexdigest() == "48adcf50606ed5cbd4eddcf4c4bfc5e120155da2be9d98aedf3a1f279e88a16a"


def test_what_is_kept_comes_back_bit_for_bit() -> None:
    pool = {"bank": {name: quiz(text) for name, text in EVERY_KIND.items()}}
    for item in draw_paper([Line(take=10)], pool, "seed").items:
        column = json.dumps(item_to_json(item))
        again = item_from_json(json.loads(column))
        assert again == item
        assert json.dumps(item_to_json(again)) == column


def test_the_blueprint_of_the_content_floor_fits_as_it_is() -> None:
    assert len(draw_paper([Draw("bank", take=3), Draw("bank", use="q-00")], TWENTY, "s").items) == 4


def test_a_paper_holds_what_its_lines_ask_for_and_no_question_twice() -> None:
    rules = [Line(use="q-03"), Line(take=5, objective="even"), Line(take=9), Line(take=2, objective="odd")]
    for seed in range(30):
        found = names(draw_paper(rules, TWENTY, str(seed), shuffle=()))
        assert len(set(found)) == 17
        assert found[0] == "q-03"
        assert all(int(name[2:]) % 2 == 0 for name in found[1:6])
        assert all(int(name[2:]) % 2 == 1 for name in found[15:])


def test_every_question_of_a_rule_is_drawn_about_as_often() -> None:
    counts: dict[str, int] = {}
    for seed in range(1000):
        for name in names(draw_paper([Line(take=5)], TWENTY, str(seed))):
            counts[name] = counts.get(name, 0) + 1
    assert len(counts) == 20
    assert all(180 < count < 320 for count in counts.values())


def test_questions_come_in_the_order_of_the_blueprint_unless_they_are_shuffled() -> None:
    rules = [Line(use=f"q-{n:02}") for n in range(8)]
    straight = [f"q-{n:02}" for n in range(8)]
    assert names(draw_paper(rules, TWENTY, "s", shuffle=["options"])) == straight
    shuffled = names(draw_paper(rules, TWENTY, "s", shuffle=["questions"]))
    assert shuffled != straight
    assert sorted(shuffled) == straight


def test_options_are_shuffled_only_where_that_is_asked_and_named_anew_in_any_case() -> None:
    def texts(shuffle: Sequence[str]) -> set[tuple[str, ...]]:
        papers = (draw_paper([Line(use="q-00")], TWENTY, str(seed), shuffle=shuffle) for seed in range(30))
        return {tuple(choice.html for choice in paper.items[0].question.body.options) for paper in papers}

    assert texts(["questions"]) == {("q-00 a", "q-00 b", "q-00 c")}
    assert len(texts(["options"])) == 6


def test_an_item_does_not_show_the_name_its_author_gave() -> None:
    for item in draw_paper([Line(take=6)], TWENTY, "s").items:
        shown = canonical(item_to_json(item)["question"])
        assert item.question.id == f"q{item.n}"
        assert item.source not in shown
        assert "SECRET" not in shown
        assert not set("abc") & {choice.key for choice in item.question.body.options}


@pytest.mark.parametrize("status", ["draft", "suspended", "retired"])
def test_questions_out_of_use_are_never_drawn(status: str) -> None:
    pool = bank(small("a"), small("b", status=status))
    assert {tuple(names(draw_paper([Line()], pool, str(seed)))) for seed in range(20)} == {("a",)}
    assert undrawable([Line(use="b")], pool)
    assert undrawable([Line(take=2)], pool)
    assert undrawable([Line(), Line(status=status)], pool)


def test_pilots_are_drawn_only_where_they_are_asked_for_and_never_scored() -> None:
    pool = bank(small("a"), small("b", status="pilot"))
    assert undrawable([Line(take=2)], pool)
    assert undrawable([Line(), Line(use="b")], pool)
    for line in (Line(status="pilot"), Line(use="b", status="pilot")):
        paper = draw_paper([Line(), line], pool, "s", shuffle=())
        assert [(item.source, item.scored) for item in paper.items] == [("bank/a", True), ("bank/b", False)]
        assert not paper.items[1].question.scored


def test_enemies_never_meet_whichever_of_them_says_so() -> None:
    pool = bank(small("a", enemies=["b"]), small("b"), small("c", enemies=["a"]), small("d"))
    found = {frozenset(names(draw_paper([Line(take=2)], pool, str(seed)))) for seed in range(60)}
    assert found == {frozenset(pair) for pair in ("ad", "bc", "bd", "cd")}


def test_enemies_of_a_question_for_everybody_are_out_of_the_draw() -> None:
    pool = bank(small("a", enemies=["b"]), small("b"), small("c"))
    rules = [Line(use="a"), Line(take=1)]
    assert {tuple(names(draw_paper(rules, pool, str(seed), shuffle=()))) for seed in range(20)} == {("a", "c")}


def test_enemies_of_another_bank_with_the_same_name_are_strangers() -> None:
    pool = {"one": {"a": small("a", enemies=["b"])}, "two": {"b": small("b")}}
    assert undrawable([Line("one"), Line("two")], pool) == ()


def test_a_retake_prefers_what_was_not_seen() -> None:
    seen = {f"bank/q-{n:02}" for n in range(14)}
    for seed in range(20):
        assert not seen.intersection(
            item.source for item in draw_paper([Line(take=6)], TWENTY, str(seed), seen=seen).items
        )
        eight = {item.source for item in draw_paper([Line(take=8)], TWENTY, str(seed), seen=seen).items}
        assert len(eight & seen) == 2


def test_a_retake_may_be_of_any_questions() -> None:
    seen = {f"bank/q-{n:02}" for n in range(14)}
    papers = (draw_paper([Line(take=6)], TWENTY, str(seed), seen=seen, prefer_unseen=False) for seed in range(20))
    assert any(seen.intersection(item.source for item in paper.items) for paper in papers)


def test_unseen_questions_are_preferred_across_rules_that_share_them() -> None:
    # The only unseen odd question must not be spent on the rule that takes any.
    pool = bank(small("a", objective="odd"), small("b"), small("c", objective="odd"))
    rules = [Line(take=1), Line(take=1, objective="odd")]
    for seed in range(20):
        paper = draw_paper(rules, pool, str(seed), seen={"bank/c"}, shuffle=())
        assert names(paper) == ["b", "a"]


LINES = st.builds(
    Line,
    take=st.integers(1, 4),
    objective=st.sampled_from(["", "", "even", "odd"]),
    level=st.sampled_from(["", "", "judge"]),
    status=st.sampled_from(["active", "active", "pilot"]),
)


@st.composite
def pools(draw: st.DrawFn) -> dict[str, Quiz]:
    found = {}
    for n in range(draw(st.integers(2, 10))):
        enemies = draw(st.sets(st.integers(0, 9), max_size=2))
        found[f"q-{n}"] = small(
            f"q-{n}",
            objective=draw(st.sampled_from(["even", "odd"])),
            level=draw(st.sampled_from(["recall", "judge"])),
            status=draw(st.sampled_from(["active", "active", "active", "pilot", "retired"])),
            enemies=[f"q-{enemy}" for enemy in enemies if enemy != n],
            scored=draw(st.sampled_from([True, True, False])),
        )
    return found


@settings(max_examples=300, deadline=None)
@given(lines=st.lists(LINES, min_size=1, max_size=4), pool=pools(), use=st.booleans(), data=st.data())
def test_what_the_proof_accepts_every_seed_draws(
    lines: list[Line], pool: dict[str, Quiz], use: bool, data: st.DataObject
) -> None:
    name = data.draw(st.sampled_from(sorted(pool)))
    rules = [Line(use=name, status=pool[name].status), *lines] if use else lines
    banks = {"bank": pool}
    if undrawable(rules, banks):
        return
    seen = data.draw(st.sets(st.sampled_from([f"bank/{one}" for one in pool])))
    for seed in data.draw(st.lists(st.text(), min_size=1, max_size=5)):
        paper = draw_paper(rules, banks, seed, seen=seen, shuffle=())
        drawn = names(paper)
        assert len(set(drawn)) == len(drawn)
        assert not any(enemy in drawn for one in drawn for enemy in pool[one].enemies)
        assert any(item.scored for item in paper.items)
        wanted = [line for line in rules for _ in range(1 if line.use else line.take)]
        for line, one in zip(wanted, drawn, strict=True):
            assert pool[one].status == line.status
            assert line.use in ("", one)
            assert line.objective in ("", pool[one].objective)
            assert line.level in ("", pool[one].level)


@pytest.mark.parametrize(
    ("rules", "lines", "message"),
    [
        ([Line(take=4, objective="odd")], (0,), "This rule asks for 4 questions, and only 3 fit."),
        ([Line(take=2, level="apply")], (0,), "This rule asks for 2 questions, and none fits."),
        (
            [Line(take=2, objective="odd"), Line(take=5)],
            (0, 1),
            "These 2 rules together ask for 7 questions, and only 6 fit.",
        ),
        ([Line("other")], (0,), "This rule asks for 1 question, and none fits."),
        ([Line(use="nobody")], (0,), "The bank has no question `nobody`."),
        ([Line(use="a"), Line(use="a")], (1, 0), "`a` is in this paper already."),
        ([Line(use="a"), Line(use="b")], (1, 0), "`b` and `a` are enemies, and are never drawn together."),
        (
            [Line(take=3, objective="even")],
            (0,),
            "This rule asks for 3 questions. 3 questions fit, but too many of them are enemies.",
        ),
        ([Line(take=600)], (0,), "This paper would have 600 questions."),
    ],
)
def test_a_blueprint_that_cannot_be_drawn_is_told_with_its_lines(
    rules: list[Line], lines: tuple[int, ...], message: str
) -> None:
    pool = bank(
        *(small(name, objective="even", enemies=["a"] if name == "b" else []) for name in "abc"),
        *(small(name, objective="odd") for name in "def"),
    )
    first = undrawable(rules, pool)[0]
    assert (first.lines, first.message) == (lines, message)
    with pytest.raises(ValueError, match="cannot be drawn"):
        draw_paper(rules, pool, "seed")


def test_two_shortages_that_have_nothing_to_do_with_each_other_are_both_told() -> None:
    found = undrawable([Line(take=11, objective="odd"), Line(take=2), Line(take=12, objective="even")], TWENTY)
    assert sorted(one.lines for one in found) == [(0,), (2,)]


def test_a_paper_that_could_hold_nothing_scored_is_refused() -> None:
    pool = bank(small("a"), small("b", scored=False), small("c", scored=False), small("d", status="pilot"))
    assert undrawable([Line(take=2)], pool)[0].message.startswith("A paper of this blueprint could hold no scored")
    assert undrawable([Line(status="pilot")], pool)
    assert undrawable([Line(take=3)], pool) == ()
    assert undrawable([Line(take=2), Line(use="a")], pool) == ()
