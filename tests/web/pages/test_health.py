"""What machines ask: does the process live, and what is missing?"""

from __future__ import annotations

import shutil
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace

import pytest

from lms.services.publishing.served import EMPTY
from lms.store import schema
from lms.store.engine import Database, open_database
from tests.support.site import House
from tests.support.web import Caller, app_of, stranger


def note_schema(house: House) -> None:
    """Have the database say which schema it has, as a migrated one does."""
    with house.context.database.writing() as session:
        run = session.connection().exec_driver_sql
        run(f"CREATE TABLE {schema.VERSION_TABLE} (version_num VARCHAR(32) NOT NULL)")
        run(f"INSERT INTO {schema.VERSION_TABLE} VALUES ('{schema.HEAD}')")


@pytest.fixture
def whole(house: House) -> House:
    note_schema(house)
    return house


def asked(house: House) -> tuple[int, str]:
    answer = stranger(app_of(house)).get("/readyz")
    return answer.status_code, answer.text


def test_a_process_that_lives_says_so_and_touches_nothing(
    house: House, anyone: Caller, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(_: object) -> None:
        raise AssertionError("it was touched")

    monkeypatch.setattr(Database, "reading", broken)
    house.context.database.engine.dispose()
    shutil.rmtree(house.context.settings.home)
    answer = anyone.get("/healthz")
    assert (answer.status_code, answer.text) == (200, "fine\n")


def test_a_site_is_ready_when_all_parts_are_there(whole: House) -> None:
    assert asked(whole) == (200, "ready\n")


def test_programs_are_told_in_json(whole: House) -> None:
    caller = stranger(app_of(whole))
    assert caller.get("/readyz", accept="application/json").json == {"ready": True, "missing": []}
    whole.context = replace(whole.context, catalog=lambda: EMPTY)
    answer = stranger(app_of(whole)).get("/readyz", accept="application/json")
    assert (answer.status_code, answer.json) == (503, {"ready": False, "missing": ["content"]})


def test_a_site_without_content_is_not_ready(whole: House) -> None:
    whole.context = replace(whole.context, catalog=lambda: EMPTY)
    assert asked(whole) == (503, "not ready: content\n")


def test_a_site_without_its_tables_is_not_ready(whole: House, tmp_path: Path) -> None:
    whole.context = replace(whole.context, database=open_database(f"sqlite:///{tmp_path / 'empty.sqlite'}"))
    assert asked(whole) == (503, "not ready: schema\n")


def test_a_site_with_a_schema_of_other_software_is_not_ready(whole: House) -> None:
    with whole.context.database.writing() as session:
        session.connection().exec_driver_sql(f"UPDATE {schema.VERSION_TABLE} SET version_num = 'ffff'")
    assert asked(whole) == (503, "not ready: schema\n")


def test_where_the_database_is_away_only_that_is_named_of_what_hangs_on_it(whole: House) -> None:
    away = open_database("postgresql+psycopg://nobody:CANARY@127.0.0.1:1/none")
    whole.context = replace(whole.context, database=away)
    assert asked(whole) == (503, "not ready: database\n")


def test_a_site_without_its_redis_is_not_ready(whole: House) -> None:
    caller = stranger(app_of(whole))
    assert caller.get("/readyz").status_code == 200
    settings = replace(whole.context.settings, redis_url="redis://:CANARY@127.0.0.1:1")
    caller.client.application.extensions["lms"] = replace(whole.context, settings=settings)
    answer = caller.get("/readyz")
    assert (answer.status_code, answer.text) == (503, "not ready: redis\n")


def test_a_site_whose_disk_is_full_is_not_ready(whole: House, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shutil, "disk_usage", lambda _: SimpleNamespace(free=1024))
    assert asked(whole) == (503, "not ready: disk\n")


def test_a_site_whose_secret_key_is_open_to_others_is_not_ready(whole: House) -> None:
    caller = stranger(app_of(whole))
    settings = replace(whole.context.settings, secret_key="")
    caller.client.application.extensions["lms"] = replace(whole.context, settings=settings)
    file = settings.home / "secret-key"
    file.write_text("kX9mQ2vL7pR4tY8wZ1nB6cD3fG5hJ0sA\n", encoding="ascii")
    file.chmod(0o644)
    assert caller.get("/readyz").text == "not ready: keys\n"
