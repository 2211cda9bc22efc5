"""A web server goes ahead with what was published last; what is missing or wrong is left to its parent."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import text

from lms.cli.serving.at_hand import may_go_ahead
from lms.content.compiling.cache import Cache
from lms.services.ground import half_restored, home
from lms.services.operating.start import COMPILED, make_context
from lms.services.publishing import publish
from lms.settings import Settings, load
from lms.store import migrating
from tests.cli.serving import write_site


@pytest.fixture
def settings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Settings:
    monkeypatch.setenv("LMS_HOME", str(tmp_path / "home"))
    monkeypatch.setenv("LMS_SITE", str(tmp_path))
    write_site(tmp_path)
    return load()


@pytest.fixture
def published(settings: Settings) -> Iterator[Settings]:
    home.make(settings)
    ctx = make_context(settings)
    migrating.upgrade(ctx.database)
    cache = Cache()
    publish.publish(ctx, cache=cache)
    cache.save(settings.home / COMPILED)
    yield settings
    ctx.database.engine.dispose()


def test_what_was_published_last_is_served_at_once(published: Settings) -> None:
    assert may_go_ahead()


def test_files_with_errors_do_not_hold_it_up(published: Settings) -> None:
    write_site(published.site, {"content/courses/listening/course.md": "---\ntitel: no\n---\n"})
    assert may_go_ahead()


def test_in_an_empty_home_it_waits_and_makes_nothing(settings: Settings) -> None:
    assert not may_go_ahead()
    assert not settings.home.exists()


def test_without_what_was_compiled_it_waits(published: Settings) -> None:
    (published.home / COMPILED).unlink()
    assert not may_go_ahead()


def test_where_nothing_is_published_yet_it_waits(settings: Settings) -> None:
    home.make(settings)
    ctx = make_context(settings)
    migrating.upgrade(ctx.database)
    publish.check(ctx, cache := Cache())
    cache.save(settings.home / COMPILED)
    assert not may_go_ahead()


def test_in_a_home_that_is_half_restored_it_waits(published: Settings) -> None:
    (published.home / half_restored.MARK).touch()
    assert not may_go_ahead()


def test_on_an_older_schema_it_waits_until_that_is_brought_up_to_date(published: Settings) -> None:
    with make_context(published).database.writing() as session:
        session.execute(text("UPDATE alembic_version SET version_num = '0001'"))
    assert not may_go_ahead()


def test_where_the_database_cannot_be_read_it_waits(published: Settings) -> None:
    for file in published.home.glob("lms.sqlite*"):
        file.unlink()
    (published.home / "lms.sqlite").write_bytes(b"no database" * 1000)
    assert not may_go_ahead()


def test_with_settings_that_are_wrong_it_waits(published: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LMS_PUBLISH", "perhaps")
    assert not may_go_ahead()
