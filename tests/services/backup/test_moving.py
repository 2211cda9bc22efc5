"""A site moved to another database: every row arrives and is compared, or nothing has happened."""

from __future__ import annotations

import signal
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace

import pytest
from sqlalchemy import text

from lms.credentials.life import Status
from lms.services.accounts import recognising
from lms.services.assessing import beginning
from lms.services.backup import moving
from lms.services.certifying import stewarding, verifying
from lms.services.ground.context import Context
from lms.services.ground.refusals import Conflict, Invalid
from lms.services.log import checking
from lms.store import copying, migrating
from lms.store.engine import open_database
from lms.store.schema import Schema, schema_of
from tests.services.backup.test_backups import rows_of
from tests.support.databases import BOTH, POSTGRESQL, SQLITE, NewDatabase
from tests.support.populated import OPERATOR, Populated, counted
from tests.support.site import House


def closed(site: Populated) -> Populated:
    """The site with nobody connected any more: what the process that made it holds is let go."""
    from lms.store import prepared

    for readers in prepared._readers.values():
        while readers._idle:
            readers._idle.pop().close()
    site.database.engine.dispose()
    return site


def house_at(site: Populated, url: str) -> House:
    context = Context(
        replace(site.house.context.settings, database_url=url),
        open_database(url),
        catalog=lambda: site.house.catalog,
        now=site.house.clock,
    )
    return House(context, site.house.clock, site.house.catalog)


@pytest.mark.parametrize("kind", BOTH)
def test_every_row_arrives_and_the_site_goes_on(site: Populated, new_database: NewDatabase, kind: str) -> None:
    before, rows = rows_of(site.database), counted(site.database)
    url = new_database(kind)
    # What is searched does not move: it is made anew of what is published.
    moved = {name: number for name, number in rows.items() if not name.startswith("search_")}
    assert moving.move(closed(site).database, url).rows == moved
    house = house_at(site, url)
    assert rows_of(house.context.database) == before
    assert schema_of(house.context.database.engine) is Schema.CURRENT
    assert recognising.person_of_session(house.context, site.session) is not None
    assert recognising.person_of_bearer(house.context, site.token) is not None
    assert verifying.report(house.context, site.serial).status is Status.VALID
    assert checking.verify(house.context).sound
    stewarding.suspend(house.context, OPERATOR, site.serial, "To see that the log goes on")
    assert checking.verify(house.context).sound
    newcomer = house.person("New Comer")
    assert newcomer.id > site.holder.id
    beginning.start(house.context, newcomer, "open", agree=True, key=None)
    house.context.database.engine.dispose()


@pytest.mark.postgres
def test_there_and_back_again_is_where_it_was(small: Populated, new_database: NewDatabase) -> None:
    before = rows_of(small.database)
    there, back = new_database(POSTGRESQL), new_database(SQLITE)
    moving.move(closed(small).database, there)
    moving.move(open_database(there), back)
    assert rows_of(open_database(back)) == before


def test_the_old_database_is_not_served_any_more(site: Populated, new_database: NewDatabase) -> None:
    moving.move(closed(site).database, new_database(SQLITE))
    assert schema_of(site.database.engine) is Schema.MOVED
    with pytest.raises(Conflict, match="not up to date"):
        moving.move(site.database, new_database(SQLITE))


def test_nothing_moves_while_somebody_is_connected(site: Populated, new_database: NewDatabase) -> None:
    """A server that waits for its next request holds a connection as well: an idle one counts."""
    url = new_database(SQLITE)
    other = open_database(str(closed(site).database.engine.url.render_as_string(hide_password=False)))
    with other.reading() as session:
        session.execute(text("SELECT 1")).all()
    with pytest.raises(Conflict, match="still connected"):
        moving.move(site.database, url)
    assert schema_of(open_database(url).engine) is Schema.EMPTY
    assert schema_of(site.database.engine) is Schema.CURRENT
    other.engine.dispose()
    moving.move(site.database, url)


@pytest.mark.parametrize("kind", BOTH)
def test_only_an_empty_database_is_moved_into(small: Populated, new_database: NewDatabase, kind: str) -> None:
    url = new_database(kind)
    migrating.upgrade(open_database(url))
    with pytest.raises(Conflict, match="not empty"):
        moving.move(closed(small).database, url)
    with pytest.raises(Conflict, match="not empty"):
        moving.move(small.database, small.database.engine.url.render_as_string(hide_password=False))
    assert schema_of(small.database.engine) is Schema.CURRENT


@pytest.mark.parametrize("url", ["mysql://here/lms", "/a/file", "postgresql://here/lms", ""])
def test_another_kind_of_address_is_declined(small: Populated, url: str) -> None:
    with pytest.raises(Invalid):
        moving.move(small.database, url)


@pytest.mark.parametrize("kind", BOTH)
def test_a_row_that_arrives_otherwise_stops_the_move(
    small: Populated, new_database: NewDatabase, kind: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    url, whole = new_database(kind), copying.write

    def wrongly(connection: object, layout: copying.Layout, rows: Iterator[bytes]) -> int:
        changed = (row.replace(b"Someone New", b"Someone Now") for row in rows)
        return whole(connection, layout, changed)  # type: ignore[arg-type]

    monkeypatch.setattr(copying, "write", wrongly)
    with pytest.raises(Conflict, match="Row 1 of the table accounts"):
        moving.move(closed(small).database, url)
    assert schema_of(open_database(url).engine) is Schema.EMPTY
    assert schema_of(small.database.engine) is Schema.CURRENT


@pytest.mark.postgres
def test_a_row_that_the_new_database_cannot_take_stops_the_move(small: Populated, new_database: NewDatabase) -> None:
    """SQLite takes a text of any length, and one with a NUL in it; PostgreSQL takes neither."""
    url = new_database(POSTGRESQL)
    with small.database.writing() as session:
        session.execute(text("UPDATE accounts SET name = :name"), {"name": "SECRET" * 100})
    with pytest.raises(Conflict, match="accounts cannot take") as refused:
        moving.move(closed(small).database, url)
    assert "SECRET" not in str(refused.value)
    assert schema_of(open_database(url).engine) is Schema.EMPTY


KILLED = """
import os, signal, sys
from lms.services.backup import moving
from lms.store import copying
from lms.store.engine import open_database

living = copying.write
def dying(connection, layout, rows):
    count = living(connection, layout, rows)
    if layout.name == sys.argv[3]:
        os.kill(os.getpid(), signal.SIGKILL)
    return count
copying.write = dying
moving.move(open_database(sys.argv[1]), sys.argv[2])
"""


@pytest.mark.parametrize("kind", BOTH)
def test_a_move_that_is_killed_has_moved_nothing_and_can_be_begun_again(
    small: Populated, new_database: NewDatabase, kind: str
) -> None:
    before, url = rows_of(small.database), new_database(kind)
    closed(small)
    source = small.database.engine.url.render_as_string(hide_password=False)
    for table in ("accounts", "pdfs"):
        ran = subprocess.run([sys.executable, "-c", KILLED, source, url, table], check=False, timeout=60)
        assert ran.returncode == -signal.SIGKILL
    assert schema_of(open_database(url).engine) is Schema.EMPTY
    assert rows_of(small.database) == before
    moving.move(closed(small).database, url)
    assert rows_of(open_database(url)) == before
