"""What the compiler makes of good files, and that it never raises for bad ones."""

from __future__ import annotations

import json
import random
from dataclasses import asdict
from datetime import date, timedelta
from fractions import Fraction

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from lms.content.compiling.compiler import compile_catalog
from lms.content.reading.model import Passage, Term
from lms.questions.quiz import Key, Question
from lms.questions.version import version_of
from lms.sources.files import tree_of
from tests.content.sites import (
    BANK,
    COURSE,
    CREDENTIAL,
    EXAM,
    LESSON,
    SECOND,
    TODAY,
    clean,
    compiled,
    good_files,
    lesson,
    quiz,
    site_with,
)


def test_ids_are_names_without_their_numbers_unless_the_front_matter_has_one() -> None:
    other = "content/courses/bees/03-third.md"
    catalog = clean({SECOND: lesson("Read.\n"), other: lesson("Read.\n", "title: Third\nid: last-day")})
    assert list(catalog.courses["bees"].lessons) == ["first", "second", "last-day"]


def test_lessons_without_modules_follow_their_numbers_not_their_letters() -> None:
    changes = {f"content/courses/bees/{name}.md": lesson("Read.\n") for name in ("2-b", "10-a", "c")}
    assert list(
        clean({LESSON: None, **changes, COURSE: "---\ntitle: x\nobjectives: {calm-hands: x}\n---\n"})
        .courses["bees"]
        .lessons
    ) == ["b", "a", "c"]


def test_a_lesson_and_its_keys_are_separate_values() -> None:
    catalog = clean({})
    assert "What moves fast" not in json.dumps(asdict(catalog.courses["bees"]), default=str)
    assert catalog.solutions["bees"]["first-quiz"].key.rule["right"] == ["a"]


def test_drafts_and_retired_quizzes_of_a_lesson_are_not_shown_and_pilots_are_not_scored() -> None:
    body = quiz("q-draft", "status: draft\n") + "\n" + quiz("q-old", "status: retired\n") + "\n"
    body += quiz("q-pilot", "status: pilot\n") + "\n" + quiz("q-on")
    second = clean({SECOND: lesson(body)}).courses["bees"].lessons["second"]
    assert [one.id for one in second.questions] == ["q-pilot", "q-on"]
    assert [one.quiz for one in second.passages] == ["q-pilot", "q-on"]
    assert second.scored == ("q-on",)


@pytest.mark.parametrize(
    ("body", "front", "expected"),
    [
        ("Read.\n", "", "read"),
        (quiz("q-one"), "", "answered"),
        (quiz("q-one", "status: pilot\n"), "", "read"),
        (quiz("q-one"), "\ncomplete_when: read", "read"),
        (quiz("q-one"), "\ncomplete_when: correct", "correct"),
    ],
)
def test_a_lesson_is_done_when_its_scored_quizzes_are_answered_or_else_when_read(
    body: str, front: str, expected: str
) -> None:
    second = clean({SECOND: lesson(body, f"title: The second day{front}")}).courses["bees"].lessons["second"]
    assert second.complete_when == expected


def test_prose_and_quizzes_keep_their_order_and_a_quiz_in_a_list_comes_after_it() -> None:
    nested = quiz("q-in").replace("\n", "\n  ").rstrip()
    catalog = clean({SECOND: lesson(f"One.\n\n{quiz('q-one')}\nTwo.\n\n- item\n\n  {nested}\n\nThree.\n")})
    passages = catalog.courses["bees"].lessons["second"].passages
    assert [one.quiz or one.html.count("<p>") for one in passages] == [1, "q-one", 2, "q-in", 1]
    assert passages[2] == Passage(html="<p>Two.</p>\n<ul>\n<li>\n<p>item</p>\n</li>\n</ul>\n")


def test_a_scenario_is_shown_above_its_questions_wherever_it_stands() -> None:
    body = quiz("q-one", "scenario: garden\n") + "\n```scenario\nid: garden\ntext: A *garden*.\n```\n"
    second = clean({SECOND: lesson(body)}).courses["bees"].lessons["second"]
    assert second.questions[0].scenario == "<p>A <em>garden</em>.</p>\n"
    assert all("garden" not in one.html for one in second.passages)


def test_links_become_addresses_of_the_site() -> None:
    second = lesson(
        "[a](01-first.md#stand-still) [b](first) [c](course.md) [d](../../assessments/exam.md) [e](media/hive.png)\n"
        "[f](#here) [g](/verify) ![h](media/hive.png)\n\n## Here\n"
    )
    html = clean({SECOND: second}).courses["bees"].lessons["second"].passages[0].html
    for address in (
        "/courses/bees/first#stand-still",
        "/courses/bees/first",
        "/courses/bees",
        "/assessments/exam",
        "/courses/bees/media/hive.png",
        "#here",
        "/verify",
    ):
        assert f'href="{address}"' in html
    assert 'src="/courses/bees/media/hive.png"' in html


def test_links_in_quizzes_become_addresses_too_in_both_halves() -> None:
    body = quiz("q-one").replace("Is it so?", "See [it](01-first.md).").replace("It is.", "See [it](01-first.md).")
    catalog = clean({SECOND: lesson(body)})
    link = '<a href="/courses/bees/first">it</a>'
    assert link in catalog.courses["bees"].lessons["second"].questions[0].html
    assert link in catalog.solutions["bees"]["q-one"].why[""]


def test_a_picture_is_kept_under_the_address_that_pages_give_it() -> None:
    files = {path.replace("courses/bees", "courses/04-bees"): content for path, content in good_files().items()}
    catalog, findings = compile_catalog(tree_of(files), today=TODAY)
    assert catalog is not None
    assert findings == ()
    assert list(catalog.media) == ["courses/bees/media/hive.png"]
    assert 'src="/courses/bees/media/hive.png"' in catalog.courses["bees"].lessons["first"].passages[0].html


def test_a_picture_says_how_large_it_is_so_that_no_page_jumps() -> None:
    drawing = "content/courses/bees/media/smoke.svg"
    text = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 360 400"><path d="M0 0"/></svg>'
    asked = quiz("q-one").replace("Is it so?", "Is it ![A smoker](media/smoke.svg)?")
    files = {SECOND: lesson(f"![A smoker](media/smoke.svg)\n\n{asked}"), drawing: text}
    taught = clean(files).courses["bees"].lessons["second"]
    shown = '<img src="/courses/bees/media/smoke.svg" width="720" height="800" alt="A smoker" loading="lazy">'
    assert shown in taught.passages[0].html
    assert shown in taught.questions[0].html
    unsized = clean(files | {drawing: text.replace("viewBox", "data-box")}).courses["bees"].lessons["second"]
    assert shown.replace(' width="720" height="800"', "") in unsized.passages[0].html


def test_the_size_of_a_picture_is_no_part_of_a_question_s_version() -> None:
    question = Question("q", "true-or-false", '<p><img src="\x02a.svg#\x03"\x02\x05a.svg\x03 alt="A">?</p>')
    before = Question("q", "true-or-false", '<p><img src="\x02a.svg#\x03" alt="A">?</p>')
    key = Key("true-or-false", {"right": True})
    assert version_of(question, key) == version_of(before, key)


def test_an_assessment_keeps_exact_rules() -> None:
    front = "title: E\npass_mark: 66.6%\nattempts: 2\nwait_between: [24 hours, 7 days]\ntime_limit: 60 minutes\n"
    front += "shuffle: []\non_retake: any\nshow_learner:\n  after_hand_in: [why, result]\nagree_to: I agree.\n"
    catalog = clean({EXAM: f"---\n{front}draw:\n  - take: 1\n    from: banks/bees\n---\nGo.\n"})
    policy = catalog.assessments["exam"].policy
    assert policy.pass_mark == Fraction(666, 1000)
    assert policy.wait_between == (timedelta(days=1), timedelta(days=7))
    assert policy.time_limit == timedelta(hours=1)
    assert (policy.shuffle, policy.on_retake, policy.show_learner) == ((), "any", ("result", "why"))


def test_a_time_limit_of_none_is_none() -> None:
    front = "title: E\npass_mark: 75%\ntime_limit: none\nsittings: 3\ndraw:\n  - take: 1\n    from: banks/bees"
    policy = clean({EXAM: f"---\n{front}\n---\n"}).assessments["exam"].policy
    assert (policy.time_limit, policy.sittings, policy.attempts) == (None, 3, None)


def test_a_bank_gives_its_questions_what_they_do_not_say_themselves() -> None:
    bank = clean({}).banks["bees"]
    assert {(one.objective, one.level) for one in bank.quizzes.values()} == {("calm-hands", "apply")}


def test_a_credential_knows_its_agreement_by_version_and_what_its_holder_showed() -> None:
    keeper = clean({}).credentials["keeper"]
    assert keeper.agreement_title == "The oath"
    assert len(keeper.agreement) == 64
    assert keeper.objectives == ("calm-hands",)
    assert keeper.valid_for == Term(years=3)
    assert keeper.design.css == "h1 { font-family: serif }\n"
    other = clean({"certificates/keeper/oath.md": "# The oath\n\nI will be very kind to bees.\n"})
    assert other.credentials["keeper"].agreement != keeper.agreement


@pytest.mark.parametrize(
    ("line", "claimed"),
    [
        ("take: 1", ["calm-hands"]),
        ("take: 2", ["calm-hands", "feeding"]),
        ("take: 3", ["calm-hands", "feeding", "swarms"]),
        ("take: 1\n    objective: feeding", ["calm-hands", "feeding"]),
        ("use: feeding-two", ["calm-hands", "feeding"]),
        ("take: 1\n    level: judge", ["calm-hands", "swarms"]),
        ("take: 1\n    status: pilot", ["calm-hands"]),
    ],
)
def test_a_credential_claims_of_an_examination_only_what_every_paper_asks(line: str, claimed: list[str]) -> None:
    blocks = [
        quiz("feeding-one", "objective: feeding\nlevel: apply\n"),
        quiz("feeding-two", "objective: feeding\nlevel: apply\n"),
        quiz("swarm", "objective: swarms\nlevel: judge\n"),
        quiz("pilot", "objective: swarms\nstatus: pilot\n"),
    ]
    course = "---\ntitle: Wasps\nobjectives: {feeding: Feed them., swarms: Catch a swarm.}\n---\n"
    exam = good_files()[EXAM].decode().replace("take: 1\n    from: banks/bees", f"from: banks/wasps\n    {line}")
    catalog, _ = compiled(
        {
            EXAM: exam,
            "content/assessments/banks/wasps.md": "---\ntitle: Wasps\n---\n" + "\n".join(blocks),
            "content/courses/wasps/course.md": course,
        }
    )
    assert list(catalog.credentials["keeper"].objectives) == claimed


def test_a_faulty_lesson_does_not_hide_the_rest() -> None:
    catalog, findings = compiled({SECOND: "---\ntitle: a: b\n---\n", LESSON: lesson("[x](02-second.md)", "title: One")})
    assert [one.code for one in findings] == ["S101"]
    assert "first" in catalog.courses["bees"].lessons


def test_nothing_at_all_makes_no_catalog() -> None:
    assert compile_catalog(tree_of({}), today=TODAY) == (None, ())


def test_a_day_of_review_counts_until_its_end() -> None:
    tree = site_with({COURSE: good_files()[COURSE].replace(b"title", b"review_by: 2027-09-01\ntitle", 1)})
    assert compile_catalog(tree, today=date(2027, 9, 1))[1] == ()
    assert [one.code for one in compile_catalog(tree, today=date(2027, 9, 2))[1]] == ["C108"]


def test_the_same_input_gives_the_same_findings_whatever_the_order_of_its_files() -> None:
    files = good_files() | {SECOND: b"---\ntitel: x\nopens_after: [thrid]\n---\n<b>\n", BANK: b"```quiz\nid: x\n```\n"}
    first = compile_catalog(tree_of(files), today=TODAY)[1]
    for seed in range(5):
        names = list(files)
        random.Random(seed).shuffle(names)
        assert compile_catalog(tree_of({name: files[name] for name in names}), today=TODAY)[1] == first
    assert list(first) == sorted(first, key=lambda one: one.sort_key)


PIECES = st.sampled_from(
    [
        b"\xff",
        b"\x00",
        b"\t",
        b"- ",
        b"[",
        b"]",
        b"{",
        b"*a",
        b"&a",
        b": ",
        b"| ",
        b"\n\n",
        b"> ",
        b"{{ x }}",
        b"---\n",
        b"```quiz\n",
        b"```\n",
        b"```scenario\n",
        b"<b>",
        b"![](x)",
        b"[a](b.md)",
        b"id: a\n",
        b"id: 1st\n",
        b"title: x\n",
        b"type: number\n",
        b"answer: 1\n",
        b"take: 3\n",
        b"use: bee-one\n",
        b"opens_after: [first, '#m', courses/bees]\n",
        b"modules: [{id: a, lessons: [first]}]\n",
    ]
)


@given(st.dictionaries(st.sampled_from(sorted(good_files())), st.lists(PIECES, max_size=25).map(b"".join), max_size=4))
@settings(max_examples=250, suppress_health_check=[HealthCheck.too_slow])
def test_files_of_any_content_never_raise(changes: dict[str, bytes]) -> None:
    compile_catalog(site_with(dict(changes)), today=TODAY)


@given(st.sampled_from(sorted(good_files())), st.data())
@settings(max_examples=400, suppress_health_check=[HealthCheck.too_slow])
def test_a_good_site_with_a_wound_anywhere_never_raises(path: str, data: st.DataObject) -> None:
    content = good_files()[path]
    begin = data.draw(st.integers(0, len(content)))
    end = data.draw(st.integers(begin, min(begin + 40, len(content))))
    wound = data.draw(st.one_of(PIECES, st.binary(max_size=6)))
    _, findings = compile_catalog(site_with({path: content[:begin] + wound + content[end:]}), today=TODAY)
    for finding in findings:
        assert finding.place.line >= 1
        assert finding.place.column >= 1
        assert finding.place.file


def test_a_credential_without_its_folder_s_design_gets_a_plain_one() -> None:
    catalog, findings = compiled({"certificates/keeper/certificate.html": None})
    assert [one.code for one in findings] == ["K105"]
    assert "{{ holder }}" in catalog.credentials["keeper"].design.html


def test_all_kinds_of_questions_are_read_from_one_lesson() -> None:
    kinds = {
        "choose-many": "options: {a: A, b: B, c: C}\nanswer: [a, b]\n",
        "put-in-order": "options: {a: A, b: B}\nanswer: [b, a]\n",
        "match": "left: {a: A, b: B}\nright: {x: X, y: Y}\nanswer: {a: x, b: y}\n",
        "short-answer": "accept: [Rosa]\n",
        "number": "answer: 1.10\nwithin: 5%\nunit: kg\n",
        "fill-in": "text: A [[1]] b.\nblanks: {1: {accept: [x]}}\n",
        "scale": "from: 1\nto: 5\nlabels: {1: never, 5: always}\n",
        "reflect": "words: 50\n",
    }
    body = "\n".join(
        f"```quiz\nid: q-{name}\ntype: {name}\nquestion: What?\nwhy: So.\n{keys}```\n" for name, keys in kinds.items()
    )
    second = clean({SECOND: lesson(body)}).courses["bees"].lessons["second"]
    assert [one.type for one in second.questions] == list(kinds)
    assert CREDENTIAL in good_files()
