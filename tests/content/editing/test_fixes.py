"""What is certain is mended: nothing else is touched, nothing is made worse, and a second time changes nothing."""

from __future__ import annotations

import random
from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path

import pytest

from lms.content.compiling.cache import Cache
from lms.content.compiling.compiler import check_tree, compile_catalog
from lms.content.editing.fixes import Mended, mend
from lms.sources.diagnostics import Diagnostic, Edit, Findings, Place, Severity
from lms.sources.files import SourceTree, read_tree, tree_of
from tests.content.casefiles import CASES, read_case
from tests.content.sites import (
    BANK,
    COURSE,
    CREDENTIAL,
    EXAM,
    LESSON,
    SECOND,
    TODAY,
    good_files,
    lesson,
    quiz,
    site_with,
)

OPEN = "id: one\ntype: true-or-false\nquestion: Is it so?\nanswer: yes\n\nwhy: It is.\n"
FENCED = "Look.\n\n```quiz\n{}```\n\nThen go.\n"

HIDING = (
    *("S002", "S007", "S008", "S101", "S103", "S104", "S105", "S112", "S113", "Q101", "Q102"),
    *("M201", "M205", "M206", "M207"),
)
ROOT = Path(__file__).parents[3]


def mended(tree: SourceTree) -> Mended:
    cache = Cache()

    def check(other: SourceTree) -> Sequence[Diagnostic]:
        return check_tree(other, today=TODAY, cache=cache)

    return mend(tree, check(tree), check)


def after(changes: Mapping[str, str | bytes | None], path: str = SECOND) -> str:
    return mended(site_with(changes)).tree.files[path].content.decode()


def choose(more: str, options: str = "options:\n  a: Ask.\n  b: Wait.\n  c: Go.\n") -> str:
    return lesson(f"```quiz\nid: q\ntype: choose-one\nquestion: What first?\n{options}{more}why: {{a: It is.}}\n```\n")


MENDED: list[tuple[str, str]] = [
    ("title: Bees: a start", 'title: "Bees: a start"'),
    ("title: [Draft] Bees", 'title: "[Draft] Bees"'),
    ("title: @home with bees", 'title: "@home with bees"'),
    ("title: *same", 'title: "*same"'),
    ("title: !important", 'title: "!important"'),
    ('title: Bees "and: wasps"', "title: 'Bees \"and: wasps\"'"),
    ("title:Bees", "title: Bees"),
    ("title: x\nminutes:12", "title: x\nminutes: 12"),
    ("title:\tBees", "title: Bees"),
    ("title: Lesson #2", 'title: "Lesson #2"'),
    ("title: 'Tis spring", 'title: "\'Tis spring"'),
    ("Name: x\nMinutes: 8", "title: x\nminutes: 8"),
    ("title\uff1ax", "title: x"),
    ("title: x\nminuts: 8", "title: x\nminutes: 8"),
    ("Title: x", "title: x"),
    ("titel: x", "title: x"),
    ("title: x\nComplete When: read", "title: x\ncomplete_when: read"),
    ("title: x\ncomplete_when: Read", "title: x\ncomplete_when: read"),
    ("title: x\ncomplete_when: [read]", "title: x\ncomplete_when: read"),
    ("title: x\nminutes: 12 min", "title: x\nminutes: 12"),
    ("title: x\nminutes: twelve", "title: x\nminutes: 12"),
    ("title: x\nobjectives: Calm_Hands", "title: x\nobjectives: calm-hands"),
    ("title: x\nopens_after: 01-first.md", "title: x\nopens_after: first"),
    ("title: x\nobjectives: calm-hands, other-thing", "title: x\nobjectives: [calm-hands, other-thing]"),
    ("title: x\nid: The second day", "title: x\nid: the-second-day"),
]


@pytest.mark.parametrize(("written", "expected"), MENDED, ids=lambda text: str(text)[:30])
def test_the_front_matter_of_a_lesson_is_mended(written: str, expected: str) -> None:
    course = good_files()[COURSE].replace(b"objectives:\n", b"objectives:\n  other-thing: Do it.\n")
    assert b"other-thing" in course
    assert after({SECOND: lesson("x\n", written), COURSE: course}) == lesson("x\n", expected)


IN_A_QUIZ = [
    ("type: Choose One\n", "type: choose-one\n"),
    ("type: choose_one\n", "type: choose-one\n"),
    ("type: chooose-one\n", "type: choose-one\n"),
    ("answer: A\n", "answer: a\n"),
    ("answer: b)\n", "answer: b\n"),
    ("answer: Wait.\n", "answer: b\n"),
    ("answer: a, b\n", "answer: [a, b]\n"),
    ("answer: a and b\n", "answer: [a, b]\n"),
    ("anwser: a\n", "answer: a\n"),
    ("Answer: a\n", "answer: a\n"),
    ("answer: ab\n", "answer: [a, b]\n"),
    ("answer: \u0430\n", "answer: a\n"),
    ("answer\u00a0: a\n", "answer: a\n"),
    ("answer: a\nhints:\n  -Wait\n  -“So”\n", "answer: a\nhints:\n  - Wait\n  - “So”\n"),
    ("answer: a\nnote: |\nOne.\n\nTwo.\nlevel: apply\n", "answer: a\nnote: |\n  One.\n\n  Two.\nlevel: apply\n"),
    ("answer: a\nkeep_order: on\n", "answer: a\nkeep_order: yes\n"),
    ("answer: a\npoints: two\n", "answer: a\npoints: 2\n"),
    ("answer: a\nlevel: Apply\n", "answer: a\nlevel: apply\n"),
    ("answer: a\nreview_by: 5 March 2027\n", "answer: a\nreview_by: 2027-03-05\n"),
    ("answer: a\nreview_by: 2027/3/5\n", "answer: a\nreview_by: 2027-03-05\n"),
    ("answer: a\nenemies: Q-Two\n", "answer: a\nenemies: q-two\n"),
]


@pytest.mark.parametrize(("written", "expected"), IN_A_QUIZ, ids=lambda text: text[:30])
def test_a_quiz_is_mended(written: str, expected: str) -> None:
    more = quiz("q-two")
    before = choose(written) + more
    if written.startswith("type"):
        before = choose("answer: a\n").replace("type: choose-one\n", written) + more
        expected = choose("answer: a\n") + more
    else:
        expected = choose(expected) + more
    assert after({SECOND: before}) == expected


def test_a_quiz_that_lost_its_first_line_gets_it_back_and_its_end_too() -> None:
    body = quiz("q").removeprefix("```quiz\n")
    assert after({SECOND: lesson(f"Prose.\n\n{body}\nMore.\n")}) == lesson(f"Prose.\n\n{quiz('q')}\nMore.\n")
    assert after({SECOND: lesson(f"``quiz\n{body}")}) == lesson(quiz("q"))
    open_ended = lesson(body.removesuffix("```\n") + "\nMore.\n")
    assert after({SECOND: open_ended}) == lesson(f"{quiz('q')}\nMore.\n")


def test_a_front_matter_that_lost_its_first_line_gets_it_back() -> None:
    assert after({SECOND: lesson("x\n").removeprefix("---\n")}) == lesson("x\n")
    assert after({BANK: good_files()[BANK].decode().removeprefix("---\n")}, BANK) == good_files()[BANK].decode()


def test_options_after_dashes_get_letters() -> None:
    written = choose("answer: a\n", "options:\n  - Ask.\n  - Wait.\n  - Go.\n")
    assert after({SECOND: written}) == choose("answer: a\n")


def test_letters_with_brackets_lose_them() -> None:
    written = choose("answer: a\n", "options:\n  a): Ask.\n  b): Wait.\n  c): Go.\n")
    assert after({SECOND: written}) == choose("answer: a\n")


def test_an_assessment_is_mended() -> None:
    good = good_files()[EXAM].decode()
    faulty = good.replace("pass_mark: 75%", "pass_mark: 75\ntime_limit: 1h\nwait_between: 24h, 7 days")
    assert faulty != good
    expected = good.replace("pass_mark: 75%", "pass_mark: 75%\ntime_limit: 1 hour\nwait_between: [24 hours, 7 days]")
    if "24h" in after({EXAM: faulty}, EXAM):
        expected = expected.replace("[24 hours, 7 days]", "24h, 7 days")
    assert after({EXAM: faulty}, EXAM) == expected


def test_a_bank_is_named_by_its_folder() -> None:
    good = good_files()[EXAM].decode()
    assert after({EXAM: good.replace("banks/bees", "bees.md")}, EXAM) == good


def test_a_time_of_validity_is_mended() -> None:
    good = good_files()[CREDENTIAL].decode()
    assert "valid_for: 3 years" in good
    assert after({CREDENTIAL: good.replace("3 years", "3yrs")}, CREDENTIAL) == good


def test_a_misspelt_block_is_mended_and_what_it_hid_is_then_found() -> None:
    body = quiz("q").replace("```quiz", "```quizz").replace("answer: yes", "answer: Y")
    assert after({SECOND: lesson(body)}) == lesson(quiz("q"))


def test_a_hidden_character_is_taken_out() -> None:
    assert after({SECOND: lesson("One\x00 two.\u2028Three.\n")}) == lesson("One two. Three.\n")


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("mark", ["", "\ufeff"])
def test_line_ends_a_mark_and_everything_beside_stay_as_they_are(end: str, mark: str) -> None:
    body = quiz("q").replace("id: q\n", "") + "Trailing spaces  \nand\ttabs in prose.\n\n\n"
    text = mark + lesson(body, "titel:   The second day   # a note").replace("\n", end)
    expected = text.replace("titel", "title").replace(f"```quiz{end}", f"```quiz{end}id: second-1{end}")
    assert after({SECOND: text}) == expected


@pytest.mark.parametrize("before", ["", "> ", "  "])
def test_a_quiz_in_a_quotation_or_a_list_gets_its_id_in_its_column(before: str) -> None:
    body = quiz("q").replace("id: q\n", "").rstrip("\n").replace("\n", f"\n{before}")
    found = after({SECOND: lesson(("- x\n\n" if before == "  " else "") + before + body + "\n")})
    assert f"\n{before}id: second-1\n" in found


def test_new_ids_are_free_in_the_whole_folder() -> None:
    taken = quiz("second-1") + quiz("second-3")
    nameless = quiz("q").replace("id: q\n", "")
    found = after({LESSON: lesson(taken, "title: First\nobjectives: [calm-hands]"), SECOND: lesson(nameless * 2)})
    assert "id: second-2\n" in found
    assert "id: second-4\n" in found


WORSE = [
    # Which of two spellings counts, nobody knows.
    lesson("x\n", "titel: x\ntitle: y"),
    lesson("x\n", "title: x\nminuts: 3\nminutess: 4"),
    # Nothing is near, or several words are.
    lesson("x\n", "title: x\nweather: fine"),
    lesson("x\n", "title: x\ncomplete_when: sometimes"),
    lesson("x\n", "title: x\nopens_after: firsts"),
    # The spelling is clear, and what is written behind it is not.
    choose("anwser: z\n"),
    lesson("x\n", "title: x\nminutes: 1000 minutes"),
    lesson("x\n", "title: x\nreview: 1/9/2027"),
    lesson("```quiz\nid: q\n"),
]


@pytest.mark.parametrize("text", WORSE, ids=range(len(WORSE)))
def test_what_is_not_certain_is_left_to_the_author(text: str) -> None:
    assert after({SECOND: text}) == text


def test_a_fix_that_does_not_help_is_taken_back() -> None:
    """An edit that breaks what was whole, one that changes nothing, and a good one beside them."""
    good = tree_of({"a.md": b"one two three\n"})

    def check(tree: SourceTree) -> Sequence[Diagnostic]:
        text = tree.files["a.md"].content.decode()
        found = Findings()
        for word, better in (("one", "ONE"), ("two", "broken"), ("three", "three ")):
            at = text.find(word)
            if at >= 0:
                place = Place("a.md", 1, at + 1, 1, at + 1 + len(word))
                found.add(place, "S201", f"{word}!", edits=(Edit(place, better),))
        if "broken" in text:
            found.add(Place("a.md"), "S205", "Worse.")
        return found.items

    done = mend(good, check(good), check)
    assert done.contents == {"a.md": b"ONE two three\n"}
    assert [one.message for one in done.fixed] == ["one!"]


def test_only_the_files_that_are_wanted_are_mended() -> None:
    tree = site_with({SECOND: lesson("x\n", "titel: x"), COURSE: good_files()[COURSE].replace(b"title:", b"titel:", 1)})
    cache = Cache()
    findings = check_tree(tree, today=TODAY, cache=cache)
    done = mend(tree, findings, lambda other: check_tree(other, today=TODAY, cache=cache), lambda file: file == COURSE)
    assert list(done.contents) == [COURSE]


@pytest.mark.parametrize("path", CASES, ids=lambda path: path.stem)
def test_every_case_is_no_worse_after_mending_and_a_second_time_changes_nothing(path: Path, tmp_path: Path) -> None:
    case = read_case(path)
    banks = case.lay_over(tmp_path / "site")
    tree, _ = read_tree(tmp_path / "site", banks)
    first = mended(tree)
    before, then = compile_catalog(tree, today=TODAY)[1], first.findings
    if not any(one.code in HIDING for one in before):
        new = {(one.place.file, one.code) for one in then if one.severity is Severity.ERROR}
        assert new <= {(one.place.file, one.code) for one in before}
    again = mended(first.tree)
    assert again.contents == {}


def test_nothing_that_compiles_clean_is_changed() -> None:
    for site in (site_with({}), read_tree(ROOT)[0]):
        findings = compile_catalog(site, today=date(2026, 11, 22))[1]
        assert [one for one in findings if one.edits] == []
        assert mended(site).contents == {}


def test_random_slips_are_never_made_worse() -> None:
    """A letter changed, left out, doubled or in the other case, anywhere in the good site."""
    chance = random.Random(4)
    files = {path: content.decode() for path, content in good_files().items() if path.endswith(".md")}
    for _ in range(60):
        path = chance.choice(sorted(files))
        text = files[path]
        at = chance.randrange(len(text))
        change = chance.choice(["", text[at] * 2, text[at].swapcase(), chance.choice("aez:'-[ ")])
        tree = site_with({path: text[:at] + change + text[at + 1 :]})
        before = compile_catalog(tree, today=TODAY)[1]
        done = mended(tree)
        assert len(done.findings) <= len(before) or any(
            one.code.startswith(("S1", "S0", "M2", "Q10")) for one in before
        )
        assert mended(done.tree).contents == {}


@pytest.mark.parametrize(
    ("before", "behind"),
    [
        ("", ""),
        ("'''quiz\n", "'''\n"),
        ("‘‘‘quiz\n", "’’’\n"),
        ("´´´quiz\n", "´´´\n"),
        ("``quiz\n", "``\n"),
        ("quiz\n", ""),
        ("quiz\n", "```\n"),
        ("\u00a0```quiz\n", "```\n"),
        ("\t```quiz\n", "```\n"),
    ],
)
def test_a_quiz_gets_the_fences_that_it_lacks_and_no_others(before: str, behind: str) -> None:
    written = lesson(f"Look.\n\n{before}{OPEN}{behind}\nThen go.\n")
    assert after({SECOND: written}) == lesson(FENCED.format(OPEN))
