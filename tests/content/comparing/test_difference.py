"""What an edit means is told in an author's words: each difference once, with what it does, and nothing else."""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from lms.content.comparing.change import Change, Means, State
from lms.content.comparing.difference import differences
from lms.content.comparing.wording import Piece, difference, likeness, lines_of
from lms.content.compiling.cache import Cache
from lms.content.compiling.compiler import compile_catalog, world_of
from tests.content.sites import BANK, COURSE, CREDENTIAL, EXAM, SECOND, TODAY, good_files, site_with


def state(changes: Mapping[str, str | bytes | None]) -> State:
    tree, cache = site_with(changes), Cache()
    catalog, _ = compile_catalog(tree, today=TODAY, cache=cache)
    assert catalog is not None
    return State(world_of(tree, cache), catalog)


def edit(file: str, old: str, new: str) -> tuple[Change, ...]:
    """The differences that an edit of the good site makes."""
    text = good_files()[file].decode()
    assert old in text
    return differences(state({}), state({file: text.replace(old, new)}))


def test_nothing_changed_is_no_difference() -> None:
    assert differences(state({}), state({})) == ()


@pytest.mark.parametrize(
    ("file", "old", "new", "thing", "kind", "says", "means"),
    [
        (
            BANK,
            "moves.\nanswer: true",
            "moves.\nanswer: false",
            "banks/bees/bee-one",
            "key",
            "answer: true → false",
            Means.KEY,
        ),
        (BANK, "They do.", "They truly do.", "banks/bees/bee-one", "explanation", "why", Means.SHOWN),
        (BANK, "Bees see what", "Bees notice what", "banks/bees/bee-one", "wording", "question", Means.WORDING),
        (BANK, "id: bee-two", "id: bee-two\npoints: 3", "banks/bees/bee-two", "points", "points: 1 → 3", Means.DRAWN),
        (
            BANK,
            "status: draft",
            "status: pilot",
            "banks/bees/bee-draft",
            "status",
            "status: draft → pilot",
            Means.DRAWN,
        ),
        (
            COURSE,
            "Keeping bees",
            "Holding bees",
            "courses/bees",
            "wording",
            "title: Keeping bees → Holding bees",
            Means.SHOWN,
        ),
        (COURSE, "Move slowly", "Move calmly", "courses/bees", "objective", "objective calm-hands", Means.SHOWN),
        (COURSE, "objectives:", "in_order: yes\nobjectives:", "courses/bees", "gate", "in order: no → yes", Means.GATE),
    ],
)
def test_each_edit_is_told_with_what_it_means(
    file: str, old: str, new: str, thing: str, kind: str, says: str, means: Means
) -> None:
    [change] = edit(file, old, new)
    assert (change.thing, change.kind, change.says, change.means) == (thing, kind, says, means)


def test_a_policy_is_told_as_one_says_it() -> None:
    text = good_files()[EXAM].decode()
    line = next(line for line in text.splitlines() if line.startswith("pass_mark:"))
    [change] = edit(EXAM, line, ["pass_mark: 66.5%", "wait_between: [24 hours, 90 minutes]"][0])
    assert change.kind == "policy"
    assert change.says.endswith("→ 66.5%")
    assert change.means is Means.RULES
    [wait] = edit(EXAM, line, f"{line}\nwait_between: [24 hours, 90 minutes]")
    assert wait.says == "wait between attempts: none → 1 day, 90 minutes"


def test_a_blueprint_is_told_line_by_line() -> None:
    changes = edit(EXAM, "draw:", "draw:\n  - use: bee-one\n    from: banks/bees")
    assert ("blueprint", "draws now: bee-one from bees, for everybody") in [(one.kind, one.says) for one in changes]


def test_texts_differ_word_by_word() -> None:
    [change] = edit(BANK, "Bees like perfume.", "Bees like strong perfume.")
    assert change.pieces == (Piece("kept", "Bees like"), Piece("new", "strong"), Piece("kept", "perfume."))


def test_a_lesson_that_comes_goes_or_moves_is_told() -> None:
    second = "---\ntitle: The second day\nminutes: 8\n---\nFeed them.\n"
    third = second.replace("second", "third").replace("Feed them", "Wash every frame with soda")
    with_two = state({SECOND: second, "content/courses/bees/03-third.md": third})
    told = {(one.thing, one.says) for one in differences(state({SECOND: second}), with_two)}
    assert told == {("courses/bees/third", "a new lesson, about 8 minutes")}
    told = {(one.thing, one.says) for one in differences(with_two, state({SECOND: second}))}
    assert told == {("courses/bees/third", "the lesson is gone")}
    moved = state({SECOND: second, "content/courses/bees/00-third.md": third})
    told = {(one.thing, one.says) for one in differences(with_two, moved)}
    assert told == {("courses/bees/third", "moved to another place in its course")}


def test_a_renamed_lesson_is_one_lesson() -> None:
    second = "---\ntitle: The second day\nminutes: 8\n---\nFeed them with sugar when the autumn was poor.\n"
    [change] = differences(state({SECOND: second}), state({"content/courses/bees/02-feeding.md": second}))
    assert (change.thing, change.says) == ("courses/bees/feeding", "the lesson was called second")


def test_a_question_of_a_new_lesson_is_not_told_beside_it() -> None:
    second = (
        "---\ntitle: Day two\n---\nFeed.\n\n```quiz\nid: fed\ntype: true-or-false\nquestion: Fed?\nanswer: true\n```\n"
    )
    assert [one.kind for one in differences(state({}), state({SECOND: second}))] == ["lesson"]


def test_a_credential_is_told_with_what_new_certificates_follow() -> None:
    text = good_files()[CREDENTIAL].decode()
    title = next(line for line in text.splitlines() if line.startswith("title:"))
    [change] = edit(CREDENTIAL, title, "title: Keeper of hives")
    assert (change.thing, change.means) == ("certificates/keeper", Means.AWARD)


def test_a_picture_is_told_as_another_one() -> None:
    [change] = differences(state({}), state({"content/courses/bees/media/hive.png": b"\x89PNG other"}))
    assert (change.kind, change.says) == ("media", "another picture")


def test_the_text_of_a_page_keeps_what_links_and_pictures_lead_to() -> None:
    assert lines_of('<p>See <a href="/x">this</a> &amp; that.</p><ul><li>One</li></ul>') == [
        "See [/x] this & that.",
        "One",
    ]


def test_what_is_alike_is_shortened_and_very_long_texts_are_not_compared() -> None:
    words = " ".join(f"w{n}" for n in range(60))
    assert [one.how for one in difference(words + " old", words + " new")] == ["left out", "kept", "gone", "new"]
    long = "word " * 5000
    assert [one.how for one in difference(long + "old", long + "new")] == ["gone", "new"]


def test_likeness_counts_longer_words_whatever_their_order() -> None:
    assert likeness("bees carry pollen", "Pollen: bees carry it") == 1
    assert likeness("bees carry pollen", "wolves hunt sheep") == 0


def said(before: State, after: State) -> list[tuple[str, str]]:
    return [(one.thing, one.says) for one in differences(before, after)]


def fronted(text: str, line: str) -> str:
    return text.replace("---\n", f"---\n{line}\n", 1)


def test_a_rename_is_told_as_one_and_as_nothing_else() -> None:
    text = "---\ntitle: The second day\n---\nCalm them first.\n"
    before = state({SECOND: text})
    lesson = {"content/courses/bees/02-day-two.md": fronted(text, "was: second")}
    assert said(before, state(lesson)) == [("courses/bees/day-two", "the lesson was called second")]
    files = {path: good_files()[path].decode() for path in (COURSE, EXAM, CREDENTIAL)}
    course = {
        SECOND: text,
        COURSE: fronted(files[COURSE], "id: hives\nwas: bees"),
        EXAM: files[EXAM].replace("courses/bees", "courses/hives"),
        CREDENTIAL: files[CREDENTIAL].replace("courses/bees", "courses/hives"),
    }
    assert ("courses/hives", "the course was called bees") in said(before, state(course))
    assert not [says for thing, says in said(before, state(course)) if thing.startswith("courses/") and "new" in says]
    exam = {
        SECOND: text,
        EXAM: None,
        "content/assessments/final.md": fronted(files[EXAM], "was: exam"),
        CREDENTIAL: files[CREDENTIAL].replace("assessments/exam", "assessments/final"),
    }
    assert ("assessments/final", "the assessment was called exam") in said(before, state(exam))
    assert not [says for _, says in said(before, state(exam)) if "gone" in says]


def test_a_lesson_that_moved_to_another_course_is_told_with_where_it_was() -> None:
    text = "---\ntitle: The second day\n---\nCalm them first.\n"
    wasps = {"content/courses/wasps/course.md": "---\ntitle: Wasps\n---\n"}
    nest = {"content/courses/wasps/01-nest.md": "---\ntitle: The nest\n---\nLook.\n"}
    moved = {"content/courses/wasps/02-calm.md": fronted(text, "was: courses/bees/second")}
    found = said(state({SECOND: text, **wasps, **nest}), state({**wasps, **nest, **moved}))
    assert found == [("courses/wasps/calm", "the lesson was called courses/bees/second")]


def test_drafts_are_told_when_they_come_out_and_when_they_go_back() -> None:
    text = "---\ntitle: The second day\n---\nCalm them first.\n"
    draft, out = state({SECOND: fronted(text, "draft: yes")}), state({SECOND: text})
    assert said(draft, out) == [("courses/bees/second", "the lesson is no draft any more")]
    assert said(out, draft) == [("courses/bees/second", "the lesson is a draft now, so nobody sees it")]
