from __future__ import annotations

from collections.abc import Mapping
from datetime import date

import pytest

from lms.questions.block import BlockDefaults, read_scenario
from lms.sources.diagnostics import Findings, Severity
from lms.sources.yamltext import compose
from tests.questions.making import CHOOSE_ONE, EVERY_KIND, FILE, NUMBER, quiz, read, renderer

FULL = (
    CHOOSE_ONE
    + """
    hints: [Whose story is it?, Who may say no?]
    points: 3
    objective: story-consent
    level: judge
    status: pilot
    enemies: [rosa-later, rosa-before]
    scenario: rosa
    reference: A book
    author: A colleague
    reviewed_by: Another
    review_by: 2027-09-01
    tags: [consent, family]
    note: Was hard in spring
    was: rosa-old
    corrections:
      - date: 2026-11-02
        was: [a, b]
        treat: accept both
        because: The wording allowed both.
"""
)
SCENARIOS = {"rosa": "<p>Rosa is invited.</p>"}


@pytest.mark.parametrize("name", EVERY_KIND)
def test_every_kind_reads_without_a_finding(name: str) -> None:
    found = read(EVERY_KIND[name])
    assert found.told == []
    assert found.quiz.question.type == name


def test_every_common_key_is_read() -> None:
    found = read(FULL, SCENARIOS)
    assert found.told == []
    one = found.quiz
    assert one.solution.hints == ("<p>Whose story is it?</p>", "<p>Who may say no?</p>")
    assert (one.question.points, one.objective, one.level, one.status) == (3, "story-consent", "judge", "pilot")
    assert one.enemies == ("rosa-later", "rosa-before")
    assert one.question.scenario == SCENARIOS["rosa"]
    assert one.tags == ("consent", "family")
    assert (one.former, one.review_by) == ("rosa-old", date(2027, 9, 1))
    assert one.notes["note"] == "Was hard in spring"
    (correction,) = one.corrections
    assert (correction.was, correction.treat) == (["a", "b"], "accept both")


def test_places_lead_to_what_the_whole_site_must_judge() -> None:
    block = read(FULL, SCENARIOS).block
    assert block is not None
    lines = {name: place.line for name, place in block.places.items()}
    assert lines["objective"] == 14
    assert (lines["enemies.rosa-later"], lines["enemies.rosa-before"]) == (17, 17)
    assert block.places["enemies.rosa-before"].column == 23


def test_a_bank_says_what_a_block_leaves_open() -> None:
    defaults = BlockDefaults("story-consent", "apply", "Someone", "Someone else", date(2027, 1, 1))
    plain, full = read(CHOOSE_ONE, defaults=defaults).quiz, read(FULL, SCENARIOS, defaults).quiz
    assert (plain.objective, plain.level, plain.review_by) == ("story-consent", "apply", date(2027, 1, 1))
    assert plain.notes == {"author": "Someone", "reviewed_by": "Someone else"}
    assert (full.level, full.notes["author"]) == ("judge", "A colleague")


def test_a_pilot_is_not_scored_and_an_active_one_is() -> None:
    assert not quiz(FULL, SCENARIOS).question.scored
    assert quiz(CHOOSE_ONE).question.scored


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ("hint: One", "12:1 S201"),
        ("points: 0", "12:9 S204"),
        ("points: one", "12:9 S204"),
        ("level: recal", "12:8 S205"),
        ("status: life", "12:9 S205"),
        ("scenario: rose", "12:11 Q103"),
        ("enemies: [rosa-consent]", "12:11 Q104"),
        ("was: rosa-consent", "12:6 Q105"),
        ("was: Rosa", "12:6 Q101"),
        ("review_by: soon", "12:12 S207"),
        ("corrections: [{date: 2026-11-02, was: b, treat: rescore, because: }]", "12:58 S202"),
        ("corrections: [{date: 2026-11-02, was: b, treat: forget, because: It was wrong.}]", "12:49 S205"),
        ("corrections: [{date: 2026-11-02, treat: rescore, because: It was wrong.}]", "12:15 S202"),
        ("unit: mg", "12:1 S201"),
    ],
)
def test_a_fault_is_told_where_it_stands(line: str, told: str) -> None:
    assert read(CHOOSE_ONE + f"\n    {line}\n", SCENARIOS).told == [told]


@pytest.mark.parametrize(
    ("line", "help"),
    [
        ("hint: One", "Did you mean `hints`?"),
        ("level: recal", "Did you mean `recall`?"),
        ("scenario: rose", "Did you mean `rosa`?"),
        ("unit: mg", "`unit` belongs to `number`; this is a `choose-one`."),
    ],
)
def test_what_was_likely_meant_is_said(line: str, help: str) -> None:
    assert read(CHOOSE_ONE + f"\n    {line}\n", SCENARIOS).help == help


def test_an_unknown_type_is_told_once_and_guessed() -> None:
    found = read(CHOOSE_ONE.replace("choose-one", "chose-one"))
    assert found.told == ["2:7 Q102"]
    assert found.help == "Did you mean `choose-one`?"
    assert found.block is None


@pytest.mark.parametrize(
    ("written", "help"),
    [("Rosa's consent", "Did you mean `rosa-s-consent`?"), ("rosa_consent", "Did you mean `rosa-consent`?")],
)
def test_an_id_that_cannot_be_one_is_told_with_one_that_can(written: str, help: str) -> None:
    found = read(CHOOSE_ONE.replace("id: rosa-consent", f"id: {written}"))
    assert found.told == ["1:5 Q101"]
    assert found.help == help


@pytest.mark.parametrize("written", ["-rosa", "rosa-", "rosa--consent", "a" * 65, "rosé", "rosa/consent", "Rosa"])
def test_ids_are_small_letters_figures_and_single_dashes(written: str) -> None:
    assert read(CHOOSE_ONE.replace("id: rosa-consent", f"id: {written}")).told == ["1:5 Q101"]


@pytest.mark.parametrize("key", ["id", "type", "question"])
def test_what_is_needed_and_missing_is_told_at_the_block(key: str) -> None:
    lines = [line for line in CHOOSE_ONE.splitlines() if not line.strip().startswith(f"{key}:")]
    assert read("\n".join(lines)).told == ["1:1 S202"]


def test_a_missing_explanation_is_a_warning() -> None:
    found = read(NUMBER.replace("why: It was 95 percent.", ""))
    assert found.told == ["1:1 Q107"]
    assert found.findings[0].severity is Severity.WARNING


def test_an_explanation_that_leaves_the_right_option_out_is_a_warning() -> None:
    found = read(CHOOSE_ONE.replace(", b: It is his story.", ""))
    assert found.told == ["10:1 Q107"]
    assert "`b`" in found.findings[0].message


def test_an_explanation_of_a_letter_that_is_not_there_is_told_at_the_letter() -> None:
    assert read(CHOOSE_ONE.replace("c: That may", "d: That may")).told == ["10:51 Q106"]
    assert read(NUMBER.replace("why: It was 95 percent.", "why: {a: It was.}")).told == ["7:7 Q106"]


def test_a_scenario_has_an_id_and_a_text() -> None:
    findings = Findings()
    node = compose("id: rosa\ntext: |\n  Rosa is invited.\n", FILE, 5, 0, findings)
    assert node is not None
    scenario = read_scenario(node, findings, renderer(findings))
    assert scenario is not None
    assert (scenario.id, scenario.html, scenario.place.line) == ("rosa", "<p>Rosa is invited.</p>", 5)
    empty = compose("id: rosa\ntext:\nname: x\n", FILE, 5, 0, findings)
    assert empty is not None
    assert read_scenario(empty, findings, renderer(findings)) is None
    assert [(one.place.line, one.code) for one in findings.items] == [(7, "S201"), (6, "S202")]


VERSION = quiz(CHOOSE_ONE).version


@pytest.mark.parametrize(
    ("was", "now"),
    [
        ("question: What should", "question: What might"),
        ("b: Ask her brother.", "b: Ask the brother."),
        ("answer: b", "answer: a"),
        ("credit: {c: 50%}", "credit: {c: 40%}"),
        ("type: choose-one", "type: choose-many"),
    ],
)
def test_what_matters_changes_the_version(was: str, now: str) -> None:
    changed = CHOOSE_ONE.replace(was, now)
    changed = changed.replace("credit: {c: 50%}", "") if "choose-many" in now else changed
    assert quiz(changed).version != VERSION


@pytest.mark.parametrize(
    ("was", "now"),
    [
        ("b: It is his story.", "b: It is his story too."),
        ("credit: {c: 50%}", "credit: {c: 50.0 %}"),
        ("answer: b", "answer: [b]"),
        (
            "      a: Change her brother's name.\n      b: Ask her brother.",
            "      b: Ask her brother.\n      a: Change her brother's name.",
        ),
        ("id: rosa-consent", "id: rosa-consent\n    note: Seen\n    points: 2\n    hints: [Think]"),
    ],
)
def test_what_does_not_matter_leaves_the_version(was: str, now: str) -> None:
    assert was in CHOOSE_ONE
    assert quiz(CHOOSE_ONE.replace(was, now)).version == VERSION


def test_the_version_is_the_same_for_ever() -> None:
    assert VERSION == "734a2a9fd0fe3e5a080c7d1c0bd1218281aef63f332e5e273969e97b40b3535e"


def test_a_machine_that_helped_to_write_it_is_named_for_its_reviewers() -> None:
    def notes(more: str) -> Mapping[str, str]:
        return quiz(CHOOSE_ONE.replace("id:", f"{more}id:", 1)).notes

    assert notes("") == notes("written_with: none\n    ") == {}
    assert notes("written_with: ai\n    ") == {"written_with": "ai"}
