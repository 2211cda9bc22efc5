"""The draft follows the files, with errors and without, and knows what belongs to which file."""

from __future__ import annotations

import threading
from pathlib import Path

import pytest

from lms.content.compiling.cache import Cache
from lms.content.compiling.writing_ahead import left, read_ahead
from lms.services.learning import lessons
from lms.services.operating.start import COMPILED
from lms.services.publishing import publish, workbench
from lms.services.publishing.workbench import Workbench
from lms.settings import load
from lms.sources.files import read_tree
from tests.support.drafts import COURSE, LESSON, Drafts, drafts_in
from tests.support.site import FILES, House


@pytest.fixture
def drafts(house: House, monkeypatch: pytest.MonkeyPatch) -> Drafts:
    monkeypatch.setattr(workbench, "SECONDS_BETWEEN_LOOKS", 0)
    return drafts_in(house)


@pytest.fixture
def bench(drafts: Drafts) -> Workbench:
    return Workbench(drafts.house.context.settings, drafts.house.context.database)


def test_what_is_saved_is_in_the_draft_at_the_next_look(drafts: Drafts, bench: Workbench) -> None:
    before = bench()
    assert bench() is before
    drafts.save({COURSE: FILES[COURSE].replace("title: Listening\n", "title: Hearing\n")})
    after = bench()
    assert after.catalog.courses["listening"].title == "Hearing"
    assert after.mark != before.mark


def test_files_with_errors_are_a_draft_too(drafts: Drafts, bench: Workbench) -> None:
    drafts.save({LESSON: FILES[LESSON].replace("answer: b", "answer: z")})
    draft = bench()
    assert {one.place.file for one in draft.errors} == {LESSON}
    assert draft.of_file(LESSON) == draft.findings
    assert draft.of_folder("content/courses/listening") == draft.findings
    assert draft.of_folder("content/courses/list") == ()
    part = draft.lesson("listening", "quiet")
    assert part is not None
    assert len(draft.stretches(part)) == 4


def test_without_files_there_is_an_empty_draft(tmp_path: Path) -> None:
    draft = Workbench(load({"LMS_HOME": str(tmp_path), "LMS_SITE": str(tmp_path)}))()
    assert draft.catalog.courses == {}
    assert draft.lesson("none", "none") is None


def test_what_an_edit_breaks_of_what_was_published_is_found(drafts: Drafts, bench: Workbench) -> None:
    assert bench().errors == ()
    lessons.answer_quiz(drafts.house.context, drafts.house.person(), "listening", "quiet", "quiet-think", "Yes.")
    drafts.save({LESSON: FILES[LESSON].replace("type: reflect\nquestion", "type: short-answer\naccept: [a]\nquestion")})
    codes = {one.code for one in bench().errors}
    assert codes
    assert all(code.startswith("H") for code in codes)


def test_the_writing_is_looked_at_too(drafts: Drafts, bench: Workbench) -> None:
    said = "all of the above"
    drafts.save({LESSON: FILES[LESSON].replace("b: The second of quiet-one", f"b: {said.capitalize()}")})
    assert any(one.code.startswith("W") for one in bench().of_file(LESSON))


def test_links_of_a_stretch_lead_where_those_of_the_page_lead(drafts: Drafts, bench: Workbench) -> None:
    drafts.save({LESSON: FILES[LESSON].replace("Be quiet first.", "Then [ask](02-asking.md).")})
    part = bench().lesson("listening", "quiet")
    assert part is not None
    assert '<a href="/courses/listening/asking">ask</a>' in bench().stretches(part)[0].html


def test_nobody_waits_for_the_writing_of_a_large_site(
    drafts: Drafts, bench: Workbench, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(workbench, "A_FEW", 0)
    context = drafts.house.context
    drafts.save({LESSON: FILES[LESSON].replace("b: The second of quiet-one", "b: All of the above")})
    assert not any(one.code.startswith("W") for one in bench().findings)
    # Whoever watches the files has looked at the writing, and kept it.
    cache = Cache()
    report = publish.publish(context, cache=cache)
    assert list(read_ahead(left(report.checked.tree, cache), cache))[-1] == 0
    cache.save(context.settings.home / COMPILED)
    assert any(one.code.startswith("W") for one in bench().of_file(LESSON))


def test_a_page_does_not_wait_for_files_that_are_slow_to_read(
    bench: Workbench, monkeypatch: pytest.MonkeyPatch
) -> None:
    may_read = threading.Event()

    def slow(site: Path, banks: Path | None = None) -> object:
        assert may_read.wait(60)
        return read_tree(site, banks)

    monkeypatch.setattr(workbench, "read_tree", slow)
    monkeypatch.setattr(workbench, "PATIENCE", 0)
    assert bench.at_hand() is None
    assert bench.at_hand() is None
    may_read.set()
    monkeypatch.setattr(workbench, "PATIENCE", 60)
    draft = bench.at_hand()
    assert draft is not None
    assert draft.catalog.courses["listening"].title == "Listening"


def test_what_keeps_the_files_from_being_looked_at_is_told_and_not_waited_for(
    bench: Workbench, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fails(_site: Path, _banks: Path | None = None) -> object:
        raise RuntimeError("no reading today")

    monkeypatch.setattr(workbench, "PATIENCE", 60)
    with monkeypatch.context() as broken:
        broken.setattr(workbench, "read_tree", fails)
        with pytest.raises(RuntimeError, match="no reading today"):
            bench.at_hand()
    assert bench.at_hand() is not None
