"""Rows as lines: the same from either database, and nothing but what a column can hold goes in."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from sqlalchemy import Connection

from lms.store import copying, migrating
from lms.store.copying import Layout, Unfit
from lms.store.engine import open_database
from tests.support.databases import BOTH, NewDatabase

ACCOUNT = (
    '[7,"a@example.org","Åsa \\\\N \\t \\"quoted\\"\\nin two lines","!","learner","1",'
    '"2027-03-05 12:00:00.000001",null,null]\n'
)
REVISION = '["r","2027-03-05 12:00:00.000000","{\\"b\\": 1,  \\"a\\": [2.50, null]}"]\n'
PDF = '["c","AP8K"]\n'


@pytest.fixture(params=BOTH)
def connection(request: pytest.FixtureRequest, new_database: NewDatabase) -> Iterator[Connection]:
    database = open_database(new_database(request.param))
    migrating.upgrade(database)
    with migrating.one_transaction(database) as opened:
        yield opened
    database.engine.dispose()


def table(connection: Connection, name: str) -> Layout:
    return next(one for one in copying.layouts(connection) if one.name == name)


@pytest.mark.parametrize(("name", "line"), [("accounts", ACCOUNT), ("revisions", REVISION), ("content_files", PDF)])
def test_a_line_comes_back_as_it_was_written(connection: Connection, name: str, line: str) -> None:
    """Text with all that may need care, a time to the microsecond, JSON with its own spaces, bytes."""
    layout = table(connection, name)
    assert copying.write(connection, layout, [line.encode()]) == 1
    assert list(copying.lines(connection, layout)) == [line.encode()]


def test_rows_come_in_the_order_of_bytes_on_every_database(connection: Connection) -> None:
    layout = table(connection, "content_files")
    names = ["a", "B", "Z", "b", "é", "-", "10", "9"]
    copying.write(connection, layout, (f'["{name}",""]\n'.encode() for name in names))
    found = [line.decode().split('"')[1] for line in copying.lines(connection, layout)]
    assert found == sorted(names, key=str.encode)


@pytest.mark.parametrize(
    ("name", "line"),
    [
        ("accounts", ACCOUNT.replace("[7,", '["7",')),
        ("accounts", ACCOUNT.replace("[7,", "[true,")),
        ("accounts", ACCOUNT.replace("[7,", "[7.0,")),
        ("accounts", ACCOUNT.replace("[7,", f"[{2**63},")),
        ("accounts", ACCOUNT.replace('"!"', "1")),
        ("accounts", ACCOUNT.replace('"!"', '["!"]')),
        ("accounts", ACCOUNT.replace("2027-03-05 12", "2027-13-05 12")),
        ("accounts", ACCOUNT.replace(".000001", "")),
        ("accounts", ACCOUNT.replace('"2027-03-05 12:00:00.000001"', "1")),
        ("accounts", ACCOUNT.replace(",null]", "]")),
        ("accounts", ACCOUNT.replace(",null]", ",null,null]")),
        ("accounts", '{"id": 7}\n'),
        ("accounts", "not JSON\n"),
        ("accounts", "[" * 100_000 + "\n"),
        ("revisions", REVISION.replace('"{', '"')),
        ("content_files", PDF.replace("AP8K", "AP8§")),
        ("content_files", PDF.replace('"AP8K"', "1")),
    ],
)
def test_what_is_no_row_of_a_table_is_refused_before_the_database_sees_it(
    connection: Connection, name: str, line: str
) -> None:
    with pytest.raises(Unfit, match=f"^A line for the table {name} is not a row of it"):
        copying.write(connection, table(connection, name), [line.encode()])


def test_a_row_that_breaks_a_rule_of_the_database_is_refused_without_its_content(connection: Connection) -> None:
    line = ACCOUNT.replace("!", "SECRET").encode()
    with pytest.raises(Unfit, match="table accounts cannot take") as refused:
        copying.write(connection, table(connection, "accounts"), [line, line])
    assert "SECRET" not in str(refused.value)


def test_the_first_row_that_differs_is_named_and_a_missing_one_is_a_difference() -> None:
    assert copying.first_difference([b"a", b"b"], [b"a", b"b"]) is None
    assert copying.first_difference([b"a", b"b"], [b"a", b"c"]) == 2
    assert copying.first_difference([b"a", b"b"], [b"a"]) == 2
    assert copying.first_difference([], [b"a"]) == 1
