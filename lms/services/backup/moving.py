"""All rows of one database taken over by another, empty one: all of them, each compared, or none."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import Connection
from sqlalchemy.exc import DBAPIError, OperationalError

from lms.services.backup.backing_up import Tell, tell_nobody
from lms.services.ground.refusals import Conflict, Invalid
from lms.store import copying, migrating, moving
from lms.store.copying import Layout, Unfit
from lms.store.counters import counters, set_counters
from lms.store.engine import Database, open_database
from lms.store.moving import InUse
from lms.store.schema import Schema, schema_of
from lms.store.snapshots import Damaged, check_whole


@dataclass(frozen=True, slots=True)
class Moved:
    """How many rows each table has, in the old database and, after a comparison of each, in the new one."""

    rows: dict[str, int]


def move(source: Database, url: str, tell: Tell = tell_nobody) -> Moved:
    """Take everything over, and mark the old database, so that it is not served by mistake.

    Nobody may be connected to the old one. The new one is filled in one transaction: broken off, it is empty.
    """
    target = _target(source, url)
    try:
        with moving.held(source) as old:
            check_whole(old)
            rows = _take_over(old, target, tell)
            moving.mark_as_moved(old)
        return Moved(rows)
    except InUse as fault:
        raise Conflict(
            "Somebody is still connected to the database. Stop lms serve and lms work on every machine, "
            "and whatever else has it open, then try again."
        ) from fault
    except (Unfit, Damaged) as fault:
        raise Conflict(f"Nothing was moved. {fault}") from fault
    except DBAPIError as fault:
        why = next(iter(str(fault.orig).strip().splitlines()), "")
        raise Conflict(f"Nothing was moved ({why}).") from fault
    finally:
        target.engine.dispose()


def _target(source: Database, url: str) -> Database:
    if not url.startswith(("sqlite:///", "postgresql+psycopg://")):
        raise Invalid("The address must begin with sqlite:/// or postgresql+psycopg://.", "url")
    if schema_of(source.engine) is not Schema.CURRENT:
        raise Conflict("The database is not up to date, or not there. Look with: lms db check")
    target = open_database(url)
    try:
        schema = schema_of(target.engine)
    except OperationalError as fault:
        raise Conflict(f"The new database does not answer: {str(fault.orig).strip()}") from fault
    if schema is not Schema.EMPTY:
        raise Conflict("The new database is not empty. Give the address of an empty one.")
    return target


def _take_over(old: Connection, target: Database, tell: Tell) -> dict[str, int]:
    tables = copying.layouts(old)
    rows: dict[str, int] = {}
    with migrating.one_transaction(target) as new:
        migrating.upgrade_within(new)
        there = {one.name: one for one in copying.layouts(new)}
        if there.keys() != {one.name for one in tables}:
            raise Unfit("The two databases have other tables.")
        pairs = [(one, copying.in_order_of(there[one.name], one.columns)) for one in tables]
        for done, (from_table, to_table) in enumerate(pairs):
            tell(from_table.name, done, len(pairs))
            rows[from_table.name] = copying.write(new, to_table, copying.lines(old, from_table))
        set_counters(new, (to_table for _, to_table in pairs), counters(old, tables))
        for done, (from_table, to_table) in enumerate(pairs):
            tell("comparing", done, len(pairs))
            _compare(old, from_table, new, to_table)
        check_whole(new)
    return rows


def _compare(old: Connection, from_table: Layout, new: Connection, to_table: Layout) -> None:
    differs = copying.first_difference(copying.lines(old, from_table), copying.lines(new, to_table))
    if differs is not None:
        raise Unfit(f"Row {differs} of the table {from_table.name} did not arrive as it was.")
