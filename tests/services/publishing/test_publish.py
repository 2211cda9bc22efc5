"""The authors' files become what is served all at once, and only without errors; every process follows."""

import logging
import threading
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any
from unittest.mock import patch

import pytest
from sqlalchemy import select

from lms.content.compiling.cache import Cache
from lms.content.compiling.compiler import compile_catalog
from lms.services.ground.context import Context
from lms.services.publishing import publish, served
from lms.services.publishing.served import Served
from lms.sources.files import tree_of
from lms.store import revisions
from lms.store.tables import ContentFileRow, RevisionRow
from tests.services.accounts.post import at_once
from tests.support.site import FILES, House

FAULT = "---\ntitle: Faulty\nmodulse: []\n---\n"


@pytest.fixture
def ctx(house: House) -> Context:
    return written(house)


@pytest.fixture(autouse=True)
def _no_time_between_looks() -> Iterator[None]:
    with patch.object(served, "SECONDS_BETWEEN_LOOKS", 0.0):
        yield


def written(house: House) -> Context:
    """The context of a house whose site is written down as files."""
    for path, text in FILES.items():
        save(house.context, path, text)
    return replace(house.context, catalog=Served(house.context.database))


def save(ctx: Context, path: str, text: str) -> None:
    file = ctx.settings.site / path
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text, encoding="utf-8")


def course_file() -> str:
    return next(path for path in FILES if path.endswith("/course.md"))


def retitle(ctx: Context, title: str) -> None:
    lines = [f"title: {title}" if line.startswith("title:") else line for line in FILES[course_file()].splitlines()]
    save(ctx, course_file(), "\n".join(lines) + "\n")


def titles(ctx: Context) -> set[str]:
    return {course.title for course in ctx.catalog().courses.values()}


@pytest.mark.postgres
def test_what_is_published_is_served_by_every_process(any_house: House) -> None:
    ctx = written(any_house)
    others = Served(ctx.database)
    assert others().courses == {}
    report = publish.publish(ctx)
    assert report.published
    assert ctx.catalog().revision == others().revision == report.serving
    assert ctx.catalog().courses.keys() == others().courses.keys() != set()
    retitle(ctx, "Another title")
    publish.publish(ctx)
    assert "Another title" in titles(ctx)
    assert "Another title" in {course.title for course in others().courses.values()}


def test_before_anything_is_published_the_site_is_empty_and_says_so(ctx: Context) -> None:
    assert ctx.catalog().revision == ""
    assert publish.site(ctx).revision is None


def test_faulty_content_leaves_the_last_good_one_and_is_told(ctx: Context) -> None:
    good = publish.publish(ctx).serving
    save(ctx, course_file(), FAULT)
    report = publish.publish(ctx)
    assert (report.published, report.serving) == (False, good)
    site = publish.site(ctx)
    assert site.revision == good == ctx.catalog().revision
    assert site.checked_revision == report.checked.tree.revision != good
    assert {finding["file"] for finding in site.findings if finding["severity"] == "error"} >= {course_file()}
    for path, text in FILES.items():
        save(ctx, path, text)
    assert publish.publish(ctx).serving == good
    assert [one for one in publish.site(ctx).findings if one["severity"] == "error"] == []


def test_a_dry_run_changes_nothing(ctx: Context) -> None:
    report = publish.publish(ctx, dry_run=True)
    assert report.checked.publishable
    assert not report.published
    assert publish.site(ctx) == revisions.Site(None, None, "", None, [])


def test_a_site_without_files_is_nothing_to_publish(house: House) -> None:
    report = publish.publish(house.context)
    assert not report.checked.publishable
    assert not report.published


def test_a_file_is_stored_once_for_all_revisions(ctx: Context) -> None:
    publish.publish(ctx)
    retitle(ctx, "Another title")
    publish.publish(ctx)
    publish.publish(ctx)
    with ctx.database.reading() as session:
        assert len(session.scalars(select(RevisionRow)).all()) == 2
        assert len(session.scalars(select(ContentFileRow)).all()) == len(FILES) + 1


@pytest.mark.postgres
def test_of_several_who_publish_at_once_one_does(any_house: House) -> None:
    ctx = written(any_house)
    reports = at_once(6, lambda _: publish.publish(ctx))
    assert all(isinstance(report, publish.PublishReport) for report in reports), reports
    published = [report for report in reports if isinstance(report, publish.PublishReport) and report.published]
    assert len(published) == 1
    assert ctx.catalog().revision == published[0].serving


def test_an_older_state_of_the_files_never_takes_the_place_of_a_newer_one(ctx: Context) -> None:
    """Somebody reads the files, somebody else saves and publishes a newer state, and only then the first one writes."""
    check = publish.check
    overtaken: list[bool] = []

    def check_slowly(*arguments: object, **named: object) -> publish.Checked:
        checked = check(*arguments, **named)  # type: ignore[arg-type]
        if not overtaken:
            overtaken.append(True)
            retitle(ctx, "The newer title")
            publish.publish(ctx)
        return checked

    with patch.object(publish, "check", check_slowly):
        publish.publish(ctx)
    assert "The newer title" in titles(ctx)


def test_half_a_publication_is_none(ctx: Context) -> None:
    with (
        patch.object(revisions, "serve", side_effect=OSError("disk full")),
        pytest.raises(OSError, match="disk"),
    ):
        publish.publish(ctx)
    assert publish.site(ctx).revision is None
    with ctx.database.reading() as session:
        assert session.scalars(select(ContentFileRow)).all() == []


def test_banks_from_elsewhere_are_published_with_the_site(ctx: Context) -> None:
    elsewhere = ctx.settings.home / "elsewhere"
    elsewhere.mkdir()
    banks = [path for path in FILES if path.startswith("content/assessments/banks/")]
    assert banks
    for path in banks:
        (elsewhere / Path(path).name).write_text(FILES[path], encoding="utf-8")
        (ctx.settings.site / path).unlink()
    apart = replace(ctx, settings=replace(ctx.settings, banks=elsewhere))
    assert publish.publish(apart).published
    assert apart.catalog().banks


def test_the_catalog_is_the_same_object_until_another_is_published(ctx: Context) -> None:
    publish.publish(ctx)
    assert ctx.catalog() is ctx.catalog()


def test_a_database_that_is_away_does_not_stop_what_is_served(ctx: Context, caplog: pytest.LogCaptureFixture) -> None:
    publish.publish(ctx)
    before = ctx.catalog()
    with ctx.database.engine.begin() as connection:
        connection.exec_driver_sql("ALTER TABLE site RENAME TO away")
    with caplog.at_level(logging.ERROR):
        assert ctx.catalog() is before
    assert "goes on" in caplog.text
    with ctx.database.engine.begin() as connection:
        connection.exec_driver_sql("ALTER TABLE away RENAME TO site")
    retitle(ctx, "Back again")
    publish.publish(ctx)
    assert "Back again" in titles(ctx)


def test_with_patience_nobody_waits_until_a_large_change_is_compiled(ctx: Context) -> None:
    publish.publish(ctx)
    catalog = Served(ctx.database)
    before = catalog()
    catalog.look_every(0, patience=0)
    may_compile = threading.Event()

    def slow(*arguments: Any, **settings: Any) -> Any:
        assert may_compile.wait(60)
        return compile_catalog(*arguments, **settings)

    retitle(ctx, "Published since")
    publish.publish(ctx)
    with patch.object(served, "compile_catalog", slow):
        assert catalog() is before
        assert catalog() is before
        may_compile.set()
        for aside in [one for one in threading.enumerate() if one.name == "catalog"]:
            aside.join(60)
    assert "Published since" in {course.title for course in catalog().courses.values()}


def test_content_that_stricter_software_refuses_is_not_served(ctx: Context, caplog: pytest.LogCaptureFixture) -> None:
    publish.publish(ctx)
    faulty = compile_catalog(tree_of({course_file(): FAULT.encode()}), today=ctx.now().date())
    with patch.object(served, "compile_catalog", return_value=faulty), caplog.at_level(logging.ERROR):
        assert Served(ctx.database)().courses == {}
    assert "is not served" in caplog.text


def test_what_was_compiled_is_kept_for_the_next_process(ctx: Context, tmp_path: Path) -> None:
    file = tmp_path / "compiled"
    cache = Cache()
    publish.publish(ctx, cache=cache)
    cache.save(file)
    with patch("lms.content.compiling.compiler.read_file", side_effect=AssertionError("compiled again")):
        assert Served(ctx.database, file)().courses


def test_any_change_of_a_file_shows_without_reading_it(ctx: Context) -> None:
    traces = [publish.trace_of(ctx.settings)]
    assert publish.trace_of(ctx.settings) == traces[0]
    retitle(ctx, "Another title")
    traces.append(publish.trace_of(ctx.settings))
    save(ctx, "content/courses/new/course.md", FAULT)
    traces.append(publish.trace_of(ctx.settings))
    (ctx.settings.site / "content/courses/new/course.md").unlink()
    traces.append(publish.trace_of(ctx.settings))
    assert len(set(traces)) == 4
