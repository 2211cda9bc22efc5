"""A path: which steps it suggests, what others say of being for it, and that it changes nothing of what was done."""

from __future__ import annotations

import pickle
from datetime import UTC, date, datetime

import pytest

from lms.content.compiling.cache import Cache
from lms.content.compiling.compiler import compile_catalog, world_of
from lms.content.editing.starters import start
from lms.content.kinds.path import LeadershipPath
from lms.content.reading.for_whom import PATHS
from lms.content.reading.model import Catalog
from lms.progress.events import Event
from lms.progress.records import CourseStanding, fold
from lms.progress.renamed import led_on
from lms.progress.standing import Standing
from tests.content.sites import COURSE, TODAY, clean, compiled, good_files, site_with

KEEPERS = "content/paths/keepers.md"
TELLERS = "content/paths/tellers.md"
TEXT = """---
title: Bee keepers
summary: Keep bees, and keep them well.
order: 2
steps: [courses/bees, assessments/exam, courses/bees/first]
endorsement: certificates/swarm
---
Who walks here.
"""
SWARM = """---
title: Keeper of swarms
kind: endorsement
endorses: certificates/keeper
requires: [courses/bees]
signed_by:
  - name: Chair of the beekeepers
    role: Chair
---
The holder has caught a swarm.
"""
OTHER = "---\ntitle: Story tellers\norder: 1\nwas: talkers\n---\nWho tells.\n"
BOTH: dict[str, str | bytes | None] = {
    KEEPERS: TEXT,
    TELLERS: OTHER,
    "certificates/swarm/credential.md": SWARM,
    "certificates/swarm/certificate.html": good_files()["certificates/keeper/certificate.html"],
    "certificates/swarm/certificate.css": good_files()["certificates/keeper/certificate.css"],
}


def course_for(paths: str) -> str:
    return good_files()[COURSE].decode().replace("---\n", f"---\npaths: {paths}\n", 1)


def paths(catalog: Catalog) -> dict[str, LeadershipPath]:
    return dict(catalog.others["path"])


def test_it_says_what_its_front_matter_says() -> None:
    assert paths(clean(BOTH))["keepers"] == LeadershipPath(
        "keepers",
        "Bee keepers",
        "Keep bees, and keep them well.",
        "en",
        "<p>Who walks here.</p>\n",
        ("tellers", "keepers"),
        "new",
        order=2,
        steps=("courses/bees", "assessments/exam", "courses/bees/first"),
        endorsement="certificates/swarm",
    )


def test_a_site_that_describes_none_keeps_its_four() -> None:
    assert clean({}).courses["bees"].paths == PATHS
    assert clean({COURSE: course_for("[collaborator, creator]")}).courses["bees"].paths == ("creator", "collaborator")


def test_those_that_are_described_take_the_place_of_the_four_in_their_order() -> None:
    assert clean(BOTH).courses["bees"].paths == ("tellers", "keepers")
    assert clean({**BOTH, COURSE: course_for("[keepers]")}).courses["bees"].paths == ("keepers",)
    assert clean({**BOTH, COURSE: course_for("[]")}).courses["bees"].paths == ()


@pytest.mark.parametrize(
    ("word", "help"),
    [
        ("creator", "It can be `keepers` or `tellers`."),
        ("kepers", "Did you mean `keepers`?"),
        ("talkers", "It is `tellers` now."),
        ("paths/talkers", "It is `tellers` now."),
        ("paths/keepers", "It is `keepers` now."),
    ],
)
def test_a_path_that_is_not_there_is_a_fault_in_whatever_names_it(word: str, help: str) -> None:
    about = f"---\ntitle: About\npaths: [{word}]\n---\nWe keep bees.\n"
    findings = compiled({**BOTH, COURSE: course_for(f"[{word}]"), "content/pages/about.md": about})[1]
    assert [(one.code, one.place.file, one.place.line, one.help) for one in findings] == [
        ("S205", COURSE, 2, help),
        ("S205", "content/pages/about.md", 3, help),
    ]


def test_one_that_cannot_be_read_keeps_its_name() -> None:
    findings = compiled({**BOTH, KEEPERS: b"\xff\xfe\x00", COURSE: course_for("[keepers]")})[1]
    assert "S205" not in {one.code for one in findings}


def test_a_draft_of_it_is_nobodys_and_no_course_is_for_it() -> None:
    draft = TEXT.replace("order: 2", "draft: yes")
    catalog = clean({**BOTH, KEEPERS: draft})
    assert set(paths(catalog)) == {"tellers"}
    assert catalog.courses["bees"].paths == ("tellers",)
    assert clean({**BOTH, KEEPERS: draft, COURSE: course_for("[keepers]")}).courses["bees"].paths == ()
    previewed = compile_catalog(site_with({**BOTH, KEEPERS: draft}), today=TODAY, drafts=True)[0]
    assert previewed is not None
    assert previewed.courses["bees"].paths == ("tellers", "keepers")


@pytest.mark.parametrize(
    ("front", "code", "help"),
    [
        ("steps: [courses/beez]", "R101", "Did you mean `courses/bees`?"),
        ("steps: [cuorses/bees]", "R101", "Did you mean `courses/bees`?"),
        ("steps: [corses/none]", "R101", "Did you mean `courses/…`?"),
        ("steps: [certificates/keeper]", "R102", "Name a course, "),
        ("steps: [paths/keepers]", "P205", "Take this step out."),
        ("endorsement: courses/bees", "R102", "Name a credential."),
        ("endorsement: certificates/keeper", "P210", "Take it out, until there is an endorsement"),
        ("endorsement: certificates/keper", "R101", "Did you mean `certificates/keeper`?"),
        ("steps: [courses/bees, courses/bees]", "R107", "Name it once."),
        ("order: 0", "S204", ""),
    ],
)
def test_what_it_names_must_be_there(front: str, code: str, help: str) -> None:
    findings = compiled({KEEPERS: f"---\ntitle: Bee keepers\n{front}\n---\nWho walks here.\n"})[1]
    assert [(one.code, one.place.line) for one in findings] == [(code, 3)]
    assert help in findings[0].help


def test_a_family_that_nobody_has_is_refused_and_taken_for_no_course() -> None:
    (found,) = compiled({**BOTH, KEEPERS: TEXT.replace("courses/bees,", "gatherings/bees,")})[1]
    assert found.message == "`gatherings/bees` is of no family that there is: nothing is called `gatherings/…`."
    assert found.help.startswith("A path begins with `courses`, ")
    waiting = good_files()[COURSE].decode().replace("---\n", "---\nopens_after: [gatherings/bees]\n", 1)
    (found,) = compiled({COURSE: waiting})[1]
    assert (found.code, found.edits) == ("R101", ())
    assert "of no family" in found.message


def test_its_start_checks_without_errors_and_leads_to_the_courses_that_are_there() -> None:
    files = start("path", world_of(site_with({}), Cache()), "keepers")
    catalog, findings = compiled(files)
    assert {one.code for one in findings} == {"S014"}
    assert paths(catalog)["keepers"].steps == ("courses/bees",)


def test_what_was_done_stays_the_same_byte_for_byte_while_a_path_changes_fifty_times() -> None:
    at = datetime(2026, 11, 20, tzinfo=UTC)
    mine = fold(fold(CourseStanding(), Event("joined", at)), Event("lesson_done", at, "first"))
    standing = Standing(courses={"bees": mine})
    before = pickle.dumps(standing)
    steps = ["courses/bees", "assessments/exam", "courses/bees/first", "pages/contact"]
    names = ["keepers"]
    for n in range(50):
        mixed = steps[n % 4 :] + steps[: n % 3]
        was = f"was: [{', '.join(names[:-1])}]\n" if len(names) > 1 else ""
        text = (
            f"---\ntitle: Path {n}\n{was}order: {n + 1}\nsteps: [{', '.join(dict.fromkeys(mixed))}]\n---\nText {n}.\n"
        )
        catalog = compile_catalog(site_with({f"content/paths/{names[-1]}.md": text}), today=date(2026, 11, 22))[0]
        assert catalog is not None
        assert catalog.former.now("paths/keepers") == f"paths/{names[-1]}"
        assert pickle.dumps(led_on(standing, catalog.former)) == before
        if n % 5 == 0:
            names.append(f"keepers-{n}")
