"""Against what was published: what is another question, what only another wording, what a correction explains."""

from __future__ import annotations

import pytest

from lms.content.comparing import history
from lms.content.comparing.history import NothingKnown, is_another
from lms.content.compiling.cache import Cache
from lms.content.compiling.compiler import compile_catalog, world_of
from lms.content.reading.site import World
from lms.questions.quiz import Question
from lms.sources.diagnostics import Diagnostic
from lms.sources.files import read_tree
from tests.content.casefiles import GOOD_SITE
from tests.content.sites import BANK, COURSE, CREDENTIAL, EXAM, LESSON, SECOND, TODAY, good_files, site_with

HERE = GOOD_SITE.parents[2]

QUESTION = """---
title: Bees
---
```quiz
id: bee-one
type: {type}
question: {question}
{rest}
```

```quiz
id: bee-two
type: true-or-false
question: Bees like perfume.
answer: false
why: They take it for an alarm.
```
"""


def bank(
    question: str = "Where should a visitor stand when the hive is opened?", type: str = "choose-one", **keys: str
) -> str:
    usual = {"options": "{a: Beside the hive., b: Before the entrance., c: Behind the beekeeper.}", "answer": "a"}
    rest = "\n".join(f"{key}: {value}" for key, value in {**usual, **keys}.items() if value)
    return QUESTION.format(type=type, question=question, rest=rest)


def world(changes: dict[str, str | bytes | None]) -> World:
    return world_of(site_with(changes), Cache())


def faults(before: str, after: str, file: str = BANK) -> list[str]:
    return [one.code for one in history.faults(world({file: before}), world({file: after}))]


def entry(was: str, treat: str = "rescore") -> str:
    return f"\n  - {{date: 2026-11-20, was: {was}, treat: {treat}, because: It was wrong.}}"


def test_an_unchanged_bank_has_no_faults() -> None:
    assert faults(bank(), bank()) == []


@pytest.mark.parametrize(
    "question",
    [
        "Where should a guest stand when the hive is opened?",
        "A hive is opened, and a visitor comes along. Where should that visitor stand?",
        "Where does a visitor stand?",
    ],
)
def test_another_wording_is_no_fault(question: str) -> None:
    assert faults(bank(), bank(question)) == []


def test_another_question_under_the_same_id_is_a_fault() -> None:
    other = bank("Which flower gives nectar early in spring?", options="{a: The willow., b: Garden roses., c: Clover.}")
    assert faults(bank(), other) == ["H101"]


def test_no_two_questions_of_the_shipped_banks_would_pass_for_each_other_s_rewording() -> None:
    """What the threshold stands on: unrelated questions of one subject are told apart, all but a few."""
    catalog, _ = compile_catalog(read_tree(HERE)[0], today=TODAY)
    assert catalog is not None
    for held in catalog.banks.values():
        questions = [quiz.question for quiz in held.quizzes.values()]
        pairs = [(one, other) for one in questions for other in questions if one.id < other.id]
        missed = sum(not is_another(one, other) for one, other in pairs)
        assert missed <= len(pairs) * 0.2


def test_a_question_of_two_words_is_never_called_another() -> None:
    assert not is_another(Question("a", "number", "<p>Six hives?</p>"), Question("a", "number", "<p>Two feeders?</p>"))


@pytest.mark.parametrize(
    ("type", "before", "after", "was"),
    [
        ("choose-one", "a", "b", "a"),
        ("choose-one", "[a, c]", "a", "[c, a]"),
        ("choose-many", "[a, b]", "[a, c]", "[b, a]"),
        ("put-in-order", "[a, b, c]", "[b, a, c]", "[a, b, c]"),
    ],
)
def test_another_key_needs_a_correction_that_names_the_former_one(type: str, before: str, after: str, was: str) -> None:
    published = bank(type=type, answer=before)
    assert faults(published, bank(type=type, answer=after)) == ["H103"]
    assert faults(published, bank(type=type, answer=after, corrections=entry(was))) == []
    assert faults(published, bank(type=type, answer=after, corrections=entry(after))) == ["H103"]


@pytest.mark.parametrize(
    ("type", "before", "after", "was"),
    [
        ("number", {"answer": "12"}, {"answer": "13"}, "12.0"),
        ("true-or-false", {"answer": "true"}, {"answer": "false"}, "yes"),
        ("short-answer", {"accept": "[smoke]"}, {"accept": "[smoke, vapour]"}, "smoke"),
        (
            "fill-in",
            {"text": "'A hive is opened with [[1]].'", "blanks": "{1: {accept: [smoke]}}"},
            {"text": "'A hive is opened with [[1]].'", "blanks": "{1: {accept: [smoke, fume]}}"},
            "{1: [smoke]}",
        ),
        (
            "match",
            {"left": "{a: Queen, b: Drone}", "right": "{x: lays, y: mates}", "answer": "{a: x, b: y}"},
            {"left": "{a: Queen, b: Drone}", "right": "{x: lays, y: mates}", "answer": "{a: y, b: x}"},
            "{b: y, a: x}",
        ),
    ],
)
def test_the_former_answer_of_every_type_is_understood(
    type: str, before: dict[str, str], after: dict[str, str], was: str
) -> None:
    without = {"options": "", "answer": ""}
    published = bank(type=type, **{**without, **before})
    assert faults(published, bank(type=type, **{**without, **after})) == ["H103"]
    assert faults(published, bank(type=type, **{**without, **after}, corrections=entry(was))) == []


def test_a_correction_that_was_there_already_explains_nothing_new() -> None:
    before = bank(answer="b", corrections=entry("a") + entry("b"))
    assert faults(before, bank(answer="c", corrections=entry("a") + entry("b"))) == ["H103"]


def test_another_credit_is_another_key() -> None:
    assert faults(bank(), bank(credit="{c: 50%}")) == ["H103"]
    assert faults(bank(), bank(credit="{c: 50%}", corrections=entry("a"))) == []


def test_an_option_that_comes_or_goes_is_no_fault() -> None:
    more = "{a: Beside the hive., b: Before the entrance., c: Behind the beekeeper., d: On the roof.}"
    for type, answer in (("choose-one", "a"), ("choose-many", "[a, b]")):
        published, longer = bank(type=type, answer=answer), bank(type=type, answer=answer, options=more)
        assert faults(published, longer) == faults(longer, published) == []


def test_the_same_texts_under_other_letters_are_a_fault_and_another_order_is_none() -> None:
    swapped = "{a: Before the entrance., b: Beside the hive., c: Behind the beekeeper.}"
    assert faults(bank(), bank(options=swapped, answer="b")) == ["H102"]
    ordered = "{c: Behind the beekeeper., a: Beside the hive., b: Before the entrance.}"
    assert faults(bank(), bank(options=ordered)) == []


def test_another_type_is_a_fault() -> None:
    assert faults(bank(), bank(type="choose-many", answer="[a]")) == ["H104"]


def test_a_question_may_have_a_new_id_that_says_what_it_was() -> None:
    renamed = bank(was="bee-one", answer="b").replace("id: bee-one\n", "id: bee-visitor\n")
    assert faults(bank(), renamed) == ["H103"], "it is the same question, whose key may not change unsaid"
    assert faults(bank(), renamed.replace("answer: b", "answer: a")) == []


def test_a_draft_is_nobody_s_history() -> None:
    assert faults(bank(status="draft"), bank(answer="b", status="draft")) == []


def test_an_id_of_long_ago_is_not_used_again_for_another_question() -> None:
    gone = world(
        {BANK: bank("Which flower gives nectar early in spring?", options="{a: Willow., b: Roses., c: Clover.}")}
    )
    retired = {"banks/bees": {"bee-one": history.quizzes_of(gone)["banks/bees"]["bee-one"].quiz}}
    before = world({BANK: bank().replace("id: bee-one\n", "id: bee-other\n")})
    found = history.faults(before, world({BANK: bank()}), retired=retired)
    assert [one.code for one in found] == ["H101"]


class Answered(NothingKnown):
    def __init__(self, count: int) -> None:
        self.count = count

    def answered(self, course: str, quiz: str) -> int:
        return self.count


def practice(type: str, answer: str) -> str:
    options = "options: {a: Smoke., b: Water.}\n" if type != "true-or-false" else ""
    block = (
        f"```quiz\nid: calm\ntype: {type}\nquestion: What calms the bees of a hive?\n{options}answer: {answer}\n```\n"
    )
    return f"---\ntitle: The second day\n---\nCalm them first.\n\n{block}"


def found_with(known: NothingKnown, before: str, after: str) -> list[Diagnostic]:
    return list(history.faults(world({SECOND: before}), world({SECOND: after}), known))


def test_in_practice_another_key_asks_for_a_correction_once_somebody_has_answered() -> None:
    before, after = practice("choose-one", "a"), practice("choose-one", "b")
    assert [one.code for one in found_with(Answered(1), before, after)] == ["H103"]
    assert found_with(Answered(0), before, after) == []
    said = "answer: b\ncorrections:\n  - {date: 2026-11-22, was: a, treat: from now on, because: It was wrong.}\n"
    assert found_with(Answered(1), before, after.replace("answer: b\n", said)) == []


def test_in_practice_a_type_is_held_to_once_somebody_has_answered() -> None:
    before, after = practice("choose-one", "a"), practice("choose-many", "[a]")
    assert [one.code for one in found_with(Answered(1), before, after)] == ["H104"]
    assert found_with(Answered(0), before, after) == []
    assert [one.code for one in found_with(NothingKnown(), before, after)] == ["H104"]


def test_a_lesson_that_was_moved_or_reworded_is_no_fault() -> None:
    text = good_files()[LESSON].decode()
    after = world({LESSON: None, "content/courses/bees/07-first.md": text + "\nOne more line.\n"})
    assert history.faults(world({}), after, Answered(3)) == ()


def test_a_lesson_with_its_former_id_in_the_front_matter_is_no_fault() -> None:
    text = good_files()[LESSON].decode().replace("---\n", "---\nid: first\n", 1)
    assert history.faults(world({}), world({LESSON: None, "content/courses/bees/01-day-one.md": text})) == ()


class Held(NothingKnown):
    """Everybody has done everything."""

    def done(self, lesson: str) -> int:
        return 3

    def answered(self, course: str, quiz: str) -> int:
        return 3

    def holding(self, path: str) -> int:
        return 3


WASPS = "content/courses/wasps"


def renamed(file: str, line: str) -> str:
    return good_files()[file].decode().replace("---\n", f"---\n{line}\n", 1)


def test_a_rename_that_is_written_down_is_no_fault() -> None:
    text = practice("choose-one", "a")
    before = world({SECOND: text})
    after = world(
        {
            "content/courses/bees/02-day-two.md": text.replace("---\n", "---\nwas: second\n", 1),
            EXAM: None,
            "content/assessments/final.md": renamed(EXAM, "was: exam"),
            CREDENTIAL: good_files()[CREDENTIAL].decode().replace("assessments/exam", "assessments/final"),
        }
    )
    assert history.faults(before, after, Held()) == ()


@pytest.mark.parametrize("owner", ["bees", "wasps"])
def test_a_question_is_held_to_what_it_was_in_a_renamed_course_and_in_another_one(owner: str) -> None:
    before, text = world({SECOND: practice("choose-one", "a")}), practice("choose-one", "b")
    course = {f"{WASPS}/course.md": "---\ntitle: Wasps\n---\n"}
    renaming = text.replace("---\n", "---\nwas: courses/bees/second\n", 1)
    moved: dict[str, str | bytes | None] = {f"{WASPS}/02-calm.md": renaming, **course}
    whole: dict[str, str | bytes | None] = {
        COURSE: renamed(COURSE, "id: bumblebees\nwas: bees"),
        SECOND: text,
        EXAM: good_files()[EXAM].decode().replace("courses/bees", "courses/bumblebees"),
        CREDENTIAL: good_files()[CREDENTIAL].decode().replace("courses/bees", "courses/bumblebees"),
    }
    after = world(moved if owner == "wasps" else whole)
    assert [one.code for one in history.faults(before, after, Held())] == ["H103"]


def test_what_becomes_a_draft_is_gone_for_those_who_have_it() -> None:
    after = world({LESSON: renamed(LESSON, "draft: yes"), EXAM: renamed(EXAM, "draft: yes")})
    found = history.faults(world({}), after, Held())
    assert sorted((one.code, "is a draft now" in one.message) for one in found) == [("H105", True), ("H107", True)]


def test_a_draft_is_nobodys_history() -> None:
    before = world({SECOND: practice("choose-one", "a").replace("---\n", "---\ndraft: yes\n", 1)})
    assert history.faults(before, world({SECOND: practice("choose-one", "b")}), Held()) == ()
    assert history.faults(before, world({}), Held()) == ()
