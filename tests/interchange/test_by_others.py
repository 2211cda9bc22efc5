"""What other people's programs write is read, and what we write is understood by theirs."""

from __future__ import annotations

import zipfile
from collections.abc import Iterator
from fractions import Fraction
from io import BytesIO
from itertools import combinations
from pathlib import Path
from typing import Any

import pytest
from moodle_tools.make_questions import generate_moodle_questions
from playwright.sync_api import Browser
from qti_package_maker.package_interface import QTIPackageInterface
from qti_sdk import Choice, ChoiceConfig, ItemPackaging, QtiBuilder, QuestionItem, SummativeBehavior

from lms.interchange import exporting
from lms.questions import marking
from lms.questions.quiz import Quiz
from tests.interchange import allkinds
from tests.interchange.importing import brought_in
from tests.interchange.others import Player, a_player, parsed_gift
from tests.questions.making import group

_GIFT = """// a comment
::one:: Who is *buried* there? {=Grant#Yes ~No one#No ~%50%Napoleon}

::several:: Which? {~%50%a ~%50%b ~%-50%c ~%-50%d}

::truth:: So it is. {FALSE#wrong#right}

::word:: Say it. {=cat =kitten}

::number:: How many? {#3.5:0.25}

::range:: How many? {#1..5}

::pairs:: Match. {=cat -> meow =dog -> woof}

::signs:: Is 2 \\= 2\\: \\{so\\}? {=yes\\~ ~no\\#}
"""


def test_gift_means_to_us_what_it_means_to_another_parser() -> None:
    theirs = {one["title"]: one for one in parsed_gift(_GIFT)}
    ours = brought_in(_GIFT, "gift").quizzes
    assert set(theirs) == set(ours)
    for name in ("one", "several", "signs"):
        texts = [choice["text"]["text"] for choice in theirs[name]["choices"]]
        assert [choice.html for choice in ours[name].question.body.options] == texts
    right = [n for n, choice in enumerate(theirs["one"]["choices"]) if choice["isCorrect"]]
    assert [["a", "b", "c"][n] for n in right] == ours["one"].solution.key.rule["right"]
    weights = [choice["weight"] for choice in theirs["several"]["choices"]]
    assert [n for n, weight in enumerate(weights) if weight > 0] == [0, 1]
    assert ours["several"].solution.key.rule["right"] == ["a", "b"]
    assert theirs["truth"]["isTrue"] is ours["truth"].solution.key.rule["right"] is False
    assert [one["text"]["text"] for one in theirs["word"]["choices"]] == ours["word"].solution.key.rule["accept"]
    number, span = theirs["number"]["choices"], theirs["range"]["choices"]
    key = ours["number"].solution.key.rule
    assert (number["number"], number["range"]) == (float(key["right"]), float(key["within"]))
    key = ours["range"].solution.key.rule
    assert (span["numberLow"], span["numberHigh"]) == (1, 5)
    assert (float(key["right"]) - float(key["within"]), float(key["right"]) + float(key["within"])) == (1, 5)
    pairs = [(one["subquestion"]["text"], one["subanswer"]) for one in theirs["pairs"]["matchPairs"]]
    sides = ours["pairs"].question.body
    words = {choice.key: choice.html for choice in (*sides.left, *sides.right)}
    assert [(words[a], words[b]) for a, b in ours["pairs"].solution.key.rule["right"].items()] == pairs


_YAML = """
type: multiple_choice
title: one
question: Which **city**?
general_feedback: All of it.
answers:
  - {answer: Paris, points: 100, feedback: Yes.}
  - {answer: Rome, points: 0, feedback: No.}
  - {answer: Bonn, points: 50, feedback: Nearly.}
---
type: true_false
title: truth
question: So it is.
correct_answer: false
general_feedback: All.
feedback: {true: You said true., false: You said false.}
---
type: numerical
title: number
question: How long?
general_feedback: All.
answers:
  - {answer: 2.5, tolerance: 0.1, points: 100, feedback: Yes.}
---
type: shortanswer
title: word
question: Say it.
general_feedback: All.
answers:
  - {answer: cat, points: 100, feedback: Yes.}
---
type: matching
title: pairs
question: Match.
general_feedback: All.
options:
  - {question: cat, answer: meow}
  - {question: dog, answer: woof}
---
type: ordering
title: order
question: Put in order.
general_feedback: All.
answers: [first, second, third]
---
type: essay
title: essay
question: Write.
general_feedback: All.
response_format: editor
"""


def test_moodle_xml_written_by_moodle_tools_is_read(tmp_path: Path) -> None:
    file = tmp_path / "questions.yml"
    file.write_text(_YAML)
    xml = generate_moodle_questions(paths=iter([file]), skip_validation=True)
    outcome = brought_in(xml, "moodle")
    keys = {name: quiz.solution.key for name, quiz in outcome.quizzes.items()}
    assert keys["one"].rule == {"right": ["a"], "credit": {"c": "1/2"}}
    assert outcome.quizzes["one"].question.html == "<p>Which <strong>city</strong>?</p>\n"
    assert keys["truth"].rule == {"right": False}
    assert keys["number"].rule == {"right": "2.5", "within": "0.1"}
    assert keys["word"].rule["accept"] == ["cat"]
    assert keys["pairs"].rule["right"] == {"a": "A", "b": "B"}
    assert keys["order"].rule["right"] == ["a", "b", "c"]
    assert outcome.left_out == ["it asks for an essay, which is marked by a person"]


def test_a_qti_2_1_package_written_by_qti_package_maker_is_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    maker = QTIPackageInterface("sample", verbose=False, allow_mixed=True)
    maker.add_item("MC", ("What is <b>2</b> + 2?", ["3", "4", "5"], "4"))
    maker.add_item("MA", ("Which are even?", ["2", "3", "4"], ["2", "4"]))
    maker.add_item("MATCH", ("Match them.", ["one", "two"], ["1", "2"]))
    maker.add_item("NUM", ("Pi?", 3.14, 0.01))
    maker.add_item("FIB", ("A name?", ["Bob", "Robert"]))
    maker.add_item("ORDER", ("Put in order.", ["first", "second", "third"]))
    written = maker.save_package("blackboard_qti_v2_1")
    outcome = brought_in((tmp_path / str(written)).read_bytes(), "qti")
    keys = {quiz.question.type: quiz.solution.key.rule for quiz in outcome.quizzes.values()}
    assert outcome.left_out == []
    assert keys["choose-one"]["right"] == ["b"]
    assert keys["choose-many"]["right"] == ["a", "c"]
    assert keys["match"]["right"] == {"a": "A", "b": "B"}
    assert keys["number"] == {"right": "3.14", "within": "0.01"}
    assert keys["short-answer"]["accept"] == ["Bob", "Robert"]
    assert keys["put-in-order"]["right"] == ["a", "b", "c"]


_MADE = [
    ("MC", ("What is <b>2</b> + 2?", ["3", "4", "5"], "4")),
    ("MA", ("Which are even?", ["2", "3", "4"], ["2", "4"])),
    ("MATCH", ("Match them.", ["one", "two"], ["1", "2"])),
    ("NUM", ("Pi?", 3.14, 0.01)),
    ("FIB", ("A name?", ["Bob", "Robert"])),
    ("MULTI_FIB", ("[a] and [b]?", {"a": ["Bob", "Robert"], "b": ["Eve"]})),
]


def _written_by_another(engine: str, items: list[tuple[str, Any]]) -> bytes:
    maker = QTIPackageInterface("sample", verbose=False, allow_mixed=True)
    for kind, parts in items:
        maker.add_item(kind, parts)
    return Path(maker.save_package(engine)).read_bytes()


def test_packages_of_qti_1_2_written_by_qti_package_maker_for_canvas_and_blackboard_are_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    for engine, gaps in (("canvas_qti_v1_2", 1), ("blackboard_export_zip", 0)):
        outcome = brought_in(_written_by_another(engine, _MADE), "qti")
        keys = {quiz.question.type: quiz.solution.key.rule for quiz in outcome.quizzes.values()}
        assert keys["choose-one"]["right"] == ["b"]
        assert keys["choose-many"]["right"] == ["a", "c"]
        assert keys["match"]["right"] == {"a": "A", "b": "B"}
        assert keys["number"] == {"right": "3.14", "within": "0.01"}
        assert keys["short-answer"]["accept"] == ["Bob", "Robert"]
        assert ("fill-in" in keys) == bool(gaps)
        # Blackboard gives points for all gaps together alone, which has no like here.
        assert outcome.left_out == ([] if gaps else ["its gaps are not marked one by one, with equal shares"])


def test_aiken_written_by_qti_package_maker_is_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    found = brought_in(_written_by_another("moodle_aiken", [("MC", ("What is 2 + 2?", ["3", "4"], "4"))]), "aiken")
    assert found.only.question.html == "<p>What is 2 + 2?</p>\n"
    assert found.only.solution.key.rule["right"] == ["b"]


def _built(interaction: Any) -> Quiz:
    item = QuestionItem(
        question="What is **this**?",
        behavior=SummativeBehavior(),
        packaging=ItemPackaging(difficulty=0.3),
        interactions=[interaction],
    )
    return brought_in(QtiBuilder().build(item).item_xml, "qti").only


def test_qti_3_items_written_by_the_incept_sdk_are_read() -> None:
    one = _built(ChoiceConfig(choices=[Choice(id="A", content="no"), Choice(id="B", content="yes", correct=True)]))
    assert (one.question.html, one.solution.key.rule["right"]) == ("<p>What is <strong>this</strong>?</p>\n", ["b"])


def _answers(quiz: Quiz) -> list[tuple[Any, dict[str, Any]]]:
    """Answers in our form, each beside the same in the player's."""
    question, rule = quiz.question, quiz.solution.key.rule
    letters = [choice.key for choice in group(question, "options")]
    if question.type == "choose-one":
        return [(letter, {"RESPONSE": letter}) for letter in letters]
    if question.type == "choose-many":
        sets = [list(some) for n in range(1, len(letters) + 1) for some in combinations(sorted(letters), n)]
        return [(some, {"RESPONSE": some}) for some in sets]
    if question.type == "true-or-false":
        return [(True, {"RESPONSE": "true"}), (False, {"RESPONSE": "false"})]
    if question.type == "put-in-order":
        right = rule["right"]
        orders = [right, right[::-1], [*right[1:], right[0]], [right[1], right[0], *right[2:]]]
        return [(some, {"RESPONSE": some}) for some in orders]
    if question.type == "match":
        sides = [choice.key for choice in question.body.right]
        maps = [dict(rule["right"]), *(dict.fromkeys(rule["right"], there) for there in sides)]
        return [(some, {"RESPONSE": [f"L_{a} R_{b}" for a, b in some.items()]}) for some in maps]
    if question.type == "short-answer":
        texts = [*rule["accept"], "something else"]
        return [(text, {"RESPONSE": text}) for text in texts]
    if question.type == "number":
        right = Fraction(rule["right"])
        off = abs(right) / 20 if rule["within"].endswith("%") else Fraction(rule["within"])
        numbers = [right, right + off, right - off, right + off + 1, right - off - 1]
        return [(f"{float(number)}", {"RESPONSE": float(number)}) for number in numbers]
    right_words = {name: blank["accept"][0] for name, blank in rule["blanks"].items()}
    some = [right_words, *({**right_words, name: "something else"} for name in right_words)]
    return [(words, {f"GAP_{name}": text for name, text in words.items()}) for words in some]


# QTI 3 Player 1.1.20 finds nothing at any place that `qti-index` names: what earns a share for each place is left to
# our own reading of the rules, in test_round_trips.
SCORED = [
    name
    for name, quiz in allkinds.bank().quizzes.items()
    if marking.is_scored(quiz.question.type) and quiz.solution.key.rule.get("credit") != "each place"
]


@pytest.fixture(scope="module")
def items() -> dict[str, str]:
    own = allkinds.catalog()
    package = zipfile.ZipFile(BytesIO(exporting.as_qti(own.banks["kinds"], own.media).content))
    return {Path(name).stem: package.read(name).decode() for name in package.namelist() if name.startswith("items/")}


@pytest.fixture(scope="module")
def player(chromium: Browser) -> Iterator[Player]:
    with a_player(chromium) as loaded:
        yield loaded


@pytest.mark.browser
@pytest.mark.parametrize("name", SCORED)
def test_another_player_gives_our_items_the_points_that_we_give(
    name: str, items: dict[str, str], player: Player
) -> None:
    quiz = allkinds.bank().quizzes[name]
    tried = _answers(quiz)
    ours = [float((marking.share(quiz.solution.key, given) or 0) * quiz.question.points) for given, _ in tried]
    assert player.scores(items[name], [theirs for _, theirs in tried]) == pytest.approx(ours)
    assert max(ours) == quiz.question.points


@pytest.mark.browser
@pytest.mark.parametrize("name", ["sure", "thoughts"])
def test_another_player_shows_what_is_never_scored(name: str, items: dict[str, str], player: Player) -> None:
    assert player.scores(items[name], [{}]) == [0]
