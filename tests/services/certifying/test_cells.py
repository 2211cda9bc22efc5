"""No cell is believed alone: each cell that a verification could read is edited, and what is said is watched.

The columns come from the schema, so that a new one is in nobody's list, and has to be put into one.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from datetime import timedelta
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest
from pysqlite3 import dbapi2 as sqlite
from sqlalchemy import event

from lms.credentials.life import Making, Status
from lms.credentials.report import Report
from lms.services.certifying import (
    badging,
    certificate_list,
    claiming,
    issuing,
    promising,
    reporting,
    sharing,
    statuslists,
    stewarding,
    verifying,
)
from lms.services.ground.context import Context
from lms.services.ground.person import Person
from lms.services.ground.refusals import Conflict, NotFound, SetAside
from lms.services.log import head_file, walked
from lms.services.privacy import erasing
from lms.store import verification
from lms.store.engine import open_database
from lms.store.tables import Base
from tests.services.log.test_logbook import STAFF, issue
from tests.support.older import rows_of as rows_of_house
from tests.support.older import set_back
from tests.support.site import TODAY, House, copied, house_at

TABLES = (
    *("certificates", "pdfs", "former_files", "designs", "audit"),
    *("leaves", "checkpoints", "cosignatures", "checkpoint_stamps", "share_links"),
)
"""What a verification reads, or could read. Of `audit`, the entry of the issue; of `checkpoints`, the newest."""

ROOT = Path(__file__).parents[3]

AT_ONCE = {
    "certificates": {
        *("serial", "credential", "state", "claims", "claims_hash", "expires_at"),
        *("suspended_at", "revoked_at", "replaced_at", "replaced_by", "erased_at"),
        *("pdf_hash", "leaf", "file_leaf", "badge", "badge_hash", "signed_with", "status_index", "status_list"),
    },
    "audit": {"act", "subject", "details"},
    "leaves": {"n", "body"},
    "checkpoints": {"note"},
    "pdfs": {"serial", "content"},
}
"""Seen at the next request."""

NEXT_WALK = {"leaves": {"hash", "nodes"}}
"""Seen by the next process, or the next walk."""

OF_THE_HOLDER = "the holder chooses it, and it is no claim"
OF_STAFF = "words of staff; lms log verify holds them against the audit log"
TOLD_BY_AUDIT = "nobody is shown it; lms log verify holds it against the audit log"
FORMER = "a former file is found by it; what is said of it comes of the leaves, and lms log verify looks at the rest"
OTHERS = "the signature of somebody else: one that does not hold counts for nothing"
SAYS_NOTHING: dict[str, dict[str, str]] = {
    "certificates": {
        "listed": OF_THE_HOLDER,
        "name_shown": OF_THE_HOLDER,
        **dict.fromkeys(("suspended_public", "revoked_public", "grounds", "replaced_public"), OF_STAFF),
        **dict.fromkeys(("number", "created_at", "issued_at", "design", "account_id"), TOLD_BY_AUDIT),
        "sealed_with": "it tells which certificates a lost key sealed; the seal in the file says it too",
        "sought": "what staff look for; lists show the claims",
    },
    "former_files": dict.fromkeys(Base.metadata.tables["former_files"].columns.keys(), FORMER),
    "designs": dict.fromkeys(("hash", "content"), "what was drawn with it is sealed in the file"),
    "audit": dict.fromkeys(("n", "at", "actor", "previous", "hash"), "its own chain; lms log verify recomputes it"),
    "checkpoints": dict.fromkeys(("size", "root", "at"), "the note says it, and is signed; lms log verify compares"),
    "cosignatures": dict.fromkeys(("size", "witness", "line", "at"), OTHERS),
    "checkpoint_stamps": dict.fromkeys(("size", "token", "at"), OTHERS),
    "share_links": dict.fromkeys(("id", "serial", "created_at", "ends_at"), OF_THE_HOLDER),
}


def test_every_column_that_a_verification_could_read_is_in_one_list_and_in_no_other() -> None:
    for table in TABLES:
        listed = [
            *AT_ONCE.get(table, ()),
            *NEXT_WALK.get(table, ()),
            *SAYS_NOTHING.get(table, ()),
        ]
        assert sorted(listed) == sorted(Base.metadata.tables[table].columns.keys()), table


def test_what_says_nothing_is_told_whole_and_nothing_else_is() -> None:
    """The columns of certificates by name; of what else says nothing, the tables."""
    text = (ROOT / "docs" / "explanation" / "what-a-certificate-proves.md").read_text(encoding="utf-8")
    table = text.partition("| cells |")[2].partition("\n\n")[0]
    told = {name for line in table.splitlines()[2:] for name in re.findall(r"`(\w+)`", line.split("|")[1])}
    assert told == {*SAYS_NOTHING["certificates"], *SAYS_NOTHING} - {"certificates"}


class Cells:
    """The database as somebody with a shell sees it: past this software, and past its rules."""

    def __init__(self, house: House) -> None:
        self.connection = sqlite.connect(str(house.context.database.engine.url.database), isolation_level=None)

    def one(self, statement: str, *given: Any) -> Any:
        return self.connection.execute(statement, given).fetchone()

    @contextmanager
    def edited(self, table: str, where: str, **values: Any) -> Iterator[None]:
        """With other values in a row while the block runs."""
        (row,) = self.one(f"SELECT rowid FROM {table} WHERE {where}")
        before = {name: self.one(f"SELECT {name} FROM {table} WHERE rowid = ?", row)[0] for name in values}
        self._set(table, row, values)
        try:
            yield
        finally:
            self._set(table, values.get("n", row) if table == "leaves" else row, before)

    def _set(self, table: str, row: int, values: dict[str, Any]) -> None:
        into = ", ".join(f"{name} = ?" for name in values)
        self.connection.execute(f"UPDATE {table} SET {into} WHERE rowid = ?", (*values.values(), row))


@dataclass(frozen=True, slots=True)
class Issued:
    """A home in which a certificate was issued and listed, which is copied for each test."""

    home: Path
    holder: Person
    serial: str


@pytest.fixture(scope="module")
def issued(tmp_path_factory: pytest.TempPathFactory) -> Issued:
    home = tmp_path_factory.mktemp("issued")
    with house_at(f"sqlite:///{home / 'lms.sqlite'}", home) as house:
        holder = house.person()
        serial = issue(house, holder)
        sharing.choose(house.context, holder, serial, listed=True, name_shown="full")
    return Issued(home, holder, serial)


@pytest.fixture
def house(issued: Issued, tmp_path: Path) -> Iterator[House]:
    with copied(issued.home, tmp_path) as made:
        yield made


@pytest.fixture
def cells(house: House) -> Iterator[Cells]:
    made = Cells(house)
    yield made
    made.connection.close()


@pytest.fixture
def amal(issued: Issued) -> Person:
    return issued.holder


@pytest.fixture
def serial(issued: Issued) -> str:
    return issued.serial


def rows_of(serial: str) -> dict[str, str]:
    """Which row of each table is edited."""
    return {
        "certificates": f"serial = '{serial}'",
        "audit": f"subject = '{serial}' AND act = 'issue'",
        "leaves": "n = 0",
        "pdfs": f"serial = '{serial}'",
        "checkpoints": "size = (SELECT max(size) FROM checkpoints)",
    }


def others(table: str, column: str, value: Any) -> list[Any]:
    """What an edit could make of a cell: nothing, and something that is possible there."""
    kind = Base.metadata.tables[table].columns[column]
    found: list[Any] = [None] if value is not None and kind.nullable else []
    if column == "content":
        return [b"", value[:-1] + b"x", value + b"\n", "text"]
    if column == "state":
        return [one.value for one in Making if one is not Making.ISSUED]
    if column == "claims":
        return [*found, json.dumps({**json.loads(value), "holder": "Somebody Else"}), "[]", '{"format": 99}']
    if column.endswith("_at"):
        return [*found, "2026-11-20 12:00:00.000000", "2031-01-01 00:00:00.000000"]
    if column == "note":
        return ["", value.replace("\n2\n", "\n3\n"), value.replace("— ", "— x"), value.encode()]
    if table == "leaves":
        return [-1, -7] if column == "n" else [value.replace("issue", "erase"), "", "{}", value.encode()]
    if isinstance(value, int) or "INT" in str(kind.type):
        return [*found, (value or 0) + 1]
    if column in ("pdf_hash", "badge_hash", "claims_hash"):
        return [*found, "0" * 64, b"0"]
    if column in ("act", "details"):
        return [*found, "{}", "x"]
    if column == "serial":
        return [*found, f"{value}x"]
    return [*found, f"{value or ''}x", f"{value or ''}".encode()]


def vouched_for(house: House, person: Person, serial: str, pdf: bytes) -> set[str]:
    """At which doors a certificate is taken for good, or its facts are shown."""
    context = house.context
    reports = {
        "number": verifying.report(context, serial),
        "several": verifying.reports(context, [serial, "nothing"])[0],
        "in full": verifying.report(context, serial, full=True),
    }
    good = {name for name, one in reports.items() if one.claims is not None or one.status is Status.VALID}
    by_file = verifying.report_on_file(context, pdf)
    good |= {"file"} if by_file.genuine or by_file.word == "genuine" else set()
    good |= {"registry"} if serial in {one.serial for one in sharing.registry(context).lines} else set()
    with suppress(Conflict, NotFound):
        good |= {"page"} if claiming.holder_page(context, person, serial).holding.status is Status.VALID else set()
    lists: dict[str, Iterable[tuple[str | None, str | None]]] = {
        "all of one's own": ((one.serial, one.status) for one in claiming.mine(context, person)),
        "staff's list": ((one.record.serial, one.status) for one in certificate_list.page(context).lines),
        "the command's list": ((one.record.serial, one.status) for one in certificate_list.every(context)),
    }
    good |= {name for name, lines in lists.items() if (serial, Status.VALID) in lines}
    doors: dict[str, Callable[[], object]] = {
        "pdf": lambda: claiming.pdf(context, person, serial),
        "badge": lambda: badging.baked(context, person, serial, "svg"),
    }
    for name, door in doors.items():
        try:
            door()
            good.add(name)
        except (Conflict, NotFound):
            pass
    return good


LISTS = ("all of one's own", "staff's list", "the command's list")
DOORS = {"page", "number", "several", "in full", "file", "registry", "pdf", "badge", *LISTS}


def is_on_hold(found: Report) -> bool:
    """Or unknown, where it is the number itself that was edited: of the number asked for there is nothing."""
    failed = [step.name for step in found.steps if step.outcome.value == "failed"]
    return found.status is Status.SUSPENDED and found.headline.startswith("On hold") and failed != []


def test_no_door_of_strangers_reads_a_table_that_is_in_no_list(house: House, amal: Person, serial: str) -> None:
    pdf, asked = claiming.pdf(house.context, amal, serial), []
    link = sharing.share(house.context, amal, serial, TODAY.date())
    badge = badging.credential(house.context, serial)
    assert isinstance(badge, badging.Given)
    event.listen(house.context.database.engine, "before_cursor_execute", lambda *given: asked.append(given[2]))
    verifying.reports(house.context, [serial])
    for file in (pdf, badge.text.encode(), b"%PDF-1.7"):
        verifying.report_on_file(house.context, file)
    badging.credential(house.context, serial)
    statuslists.status_list(house.context, "ended-1")
    sharing.registry(house.context)
    assert sharing.shared(house.context, link.rpartition("/")[2]) is not None
    words = {word for statement in asked for word in re.findall(r"\w+", statement)}
    assert words & set(Base.metadata.tables) <= set(TABLES)


@pytest.mark.parametrize(("table", "column"), [(table, one) for table in AT_ONCE for one in sorted(AT_ONCE[table])])
def test_an_edited_cell_that_the_leaves_speak_of_puts_the_certificate_on_hold_at_every_door(
    house: House, cells: Cells, amal: Person, serial: str, table: str, column: str
) -> None:
    pdf, where = claiming.pdf(house.context, amal, serial), rows_of(serial)[table]
    assert vouched_for(house, amal, serial, pdf) == DOORS
    (value,) = cells.one(f"SELECT {column} FROM {table} WHERE {where}")
    for other in others(table, column, value):
        with cells.edited(table, where, **{column: other}):
            assert is_on_hold(verifying.report(house.context, serial)), (column, other)
            assert vouched_for(house, amal, serial, pdf) == set(), (column, other)
            assert is_on_hold(verifying.report(elsewhere(house), serial)), (column, other)
    assert vouched_for(house, amal, serial, pdf) == DOORS


def elsewhere(house: House) -> Context:
    """Another process on the same database, that walks the log for itself."""
    return replace(house.context, database=open_database(str(house.context.database.engine.url)))


@pytest.mark.parametrize("column", sorted(NEXT_WALK["leaves"]))
def test_an_edited_cell_of_the_log_is_seen_at_the_next_walk(
    house: House, cells: Cells, serial: str, column: str
) -> None:
    with cells.edited("leaves", "n = 1", **{column: "0" * 64}):
        assert is_on_hold(verifying.report(elsewhere(house), serial))
    assert verifying.report(elsewhere(house), serial).status is Status.VALID


@pytest.mark.parametrize("column", sorted(SAYS_NOTHING["certificates"]))
def test_what_the_leaves_do_not_speak_of_changes_no_fact_and_no_status(
    house: House, cells: Cells, serial: str, column: str
) -> None:
    before = verifying.report(house.context, serial, full=True).to_json()
    where = rows_of(serial)["certificates"]
    (value,) = cells.one(f"SELECT {column} FROM certificates WHERE {where}")
    for other in others("certificates", column, value) if column != "grounds" else ["it was issued by mistake"]:
        with cells.edited("certificates", where, **{column: other}):
            assert verifying.report(house.context, serial, full=True).to_json() == before


ENDED: dict[str, tuple[str, Callable[[House, str], object]]] = {
    "revoke": ("revoked_at", lambda house, serial: stewarding.revoke(house.context, STAFF, serial, "why")),
    "suspend": ("suspended_at", lambda house, serial: stewarding.suspend(house.context, STAFF, serial, "why")),
    "replace": ("replaced_at", lambda house, serial: stewarding.reissue(house.context, STAFF, serial, "Bo", "why")),
}


@pytest.mark.parametrize("act", ENDED)
def test_what_was_ended_is_not_good_again_by_an_edit(
    house: House, cells: Cells, amal: Person, serial: str, act: str
) -> None:
    pdf, column = claiming.pdf(house.context, amal, serial), ENDED[act][0]
    house.clock.turn(timedelta(hours=1))
    ENDED[act][1](house, serial)
    assert verifying.report(house.context, serial).trusted
    where = rows_of(serial)["certificates"]
    for values in ({column: None}, {column: "2026-11-20 12:00:00.000000"}, {"replaced_by": "X"}, {"erased_at": TODAY}):
        with cells.edited("certificates", where, **{name: value and str(value) for name, value in values.items()}):
            assert is_on_hold(verifying.report(house.context, serial)), values
            assert not vouched_for(house, amal, serial, pdf).intersection({"number", *LISTS})


NOT_PLACED = (
    "UPDATE certificates SET revoked_at = NULL, badge = '{}'",
    "UPDATE certificates SET revoked_at = NULL, leaf = NULL",
    "UPDATE certificates SET revoked_at = NULL, status_index = status_index + 1",
    "UPDATE certificates SET revoked_at = NULL, status_list = NULL",
    "UPDATE former_files SET status_index = status_index + 1",
    "UPDATE former_files SET badge_hash = 'x'",
    "DELETE FROM former_files",
    "DELETE FROM certificates",
)


def test_no_status_list_is_given_out_that_lacks_one_that_has_ended(
    house: House, cells: Cells, amal: Person, serial: str
) -> None:
    """By the edit of cells that its bits are made of, after it was signed anew and revoked, and once it is erased."""
    house.clock.turn(timedelta(hours=1))
    stewarding.suspend(house.context, STAFF, serial, "why")
    stewarding.reinstate(house.context, STAFF, serial, "why")
    issuing.carry_on(house.context, serial)
    stewarding.revoke(house.context, STAFF, serial, "why")
    for end, edits in ((None, NOT_PLACED), (erasing.erase, NOT_PLACED[1:])):
        if end is not None:
            end(house.context, amal, serial)
        rows, whole = rows_of_house(house), statuslists.status_list(house.context, "ended-1")
        for edit in edits:
            cells.connection.execute(edit)
            for context in (house.context, elsewhere(house)):
                with pytest.raises(SetAside, match="no list of them is given out"):
                    statuslists.status_list(context, "ended-1")
            set_back(house, rows)
            assert statuslists.status_list(house.context, "ended-1") == whole


def test_an_erased_one_that_is_put_back_shows_nothing(house: House, cells: Cells, amal: Person, serial: str) -> None:
    names = ("claims", "badge", "erased_at")
    before = [cells.one(f"SELECT {name} FROM certificates WHERE serial = ?", serial)[0] for name in names]
    erasing.erase(house.context, amal, serial)
    assert verifying.report(house.context, serial).status is Status.ERASED
    where = rows_of(serial)["certificates"]
    for put_back in ({"claims": before[0]}, {"erased_at": None}, dict(zip(names, before, strict=True))):
        with cells.edited("certificates", where, **put_back):
            found = verifying.report(house.context, serial)
            assert is_on_hold(found)
            assert (found.claims, found.facts) == (None, ())


def test_after_erasure_only_what_the_leaves_tell_is_shown(house: House, amal: Person, serial: str) -> None:
    house.clock.turn(timedelta(days=2))
    erasing.erase(house.context, amal, serial)
    found = verifying.report(house.context, serial)
    assert [act.kind.value for act in found.acts] == ["issue", "file", "erase"]
    assert found.acts[2].at == house.clock()
    assert found.claims is None


def test_a_row_that_is_gone_is_on_hold_and_not_unknown(house: House, cells: Cells, amal: Person, serial: str) -> None:
    pdf = claiming.pdf(house.context, amal, serial)
    cells.connection.execute("PRAGMA foreign_keys = OFF")
    cells.connection.execute("DELETE FROM certificates WHERE serial = ?", (serial,))
    assert is_on_hold(verifying.report(house.context, serial))
    assert is_on_hold(verifying.report(elsewhere(house), serial))
    assert not verifying.report_on_file(house.context, pdf).genuine


def test_two_rows_that_were_exchanged_are_both_on_hold(house: House, cells: Cells, serial: str) -> None:
    other = issue(house, house.person("Rosa Lind"))
    for before, after in ((serial, "x"), (other, serial), ("x", other)):
        cells.connection.execute("UPDATE certificates SET serial = ? WHERE serial = ?", (after, before))
    for one in (serial, other):
        assert is_on_hold(verifying.report(house.context, one))


def test_a_forged_file_whose_hash_was_put_into_a_row_is_not_genuine(
    house: House, cells: Cells, amal: Person, serial: str
) -> None:
    pdf = claiming.pdf(house.context, amal, serial)
    forged = pdf + b"\n% forged"
    hash = sha256(forged).hexdigest()
    with cells.edited("certificates", f"serial = '{serial}'", pdf_hash=hash):
        assert not verifying.report_on_file(house.context, forged).genuine
        assert verifying.report_on_file(house.context, pdf).verdict == "on hold"
    cells.connection.execute(
        "INSERT INTO former_files (serial, n, until, pdf_hash) VALUES (?, 1, '2026-11-22 12:00:00.000000', ?)",
        (serial, hash),
    )
    assert not verifying.report_on_file(house.context, forged).genuine
    assert verifying.report_on_file(house.context, pdf).genuine


def test_a_stored_file_that_was_exchanged_is_not_given_out(
    house: House, cells: Cells, amal: Person, serial: str
) -> None:
    with cells.edited("pdfs", f"serial = '{serial}'", content=b"%PDF-1.7 forged"), pytest.raises(Conflict):
        claiming.pdf(house.context, amal, serial)
    with cells.edited("pdfs", f"serial = '{serial}'", serial="X"), pytest.raises(NotFound):
        claiming.pdf(house.context, amal, serial)


def test_a_hidden_act_at_the_end_of_the_log_is_seen_by_who_has_walked_it(
    house: House, cells: Cells, serial: str
) -> None:
    stewarding.revoke(house.context, STAFF, serial, "why")
    assert verifying.report(house.context, serial).status is Status.REVOKED
    for statement in (
        "DELETE FROM leaves WHERE n = 2",
        "DELETE FROM checkpoints WHERE size = 3",
        "UPDATE certificates SET revoked_at = NULL",
    ):
        cells.connection.execute(statement)
        for context in (house.context, elsewhere(house)):
            with pytest.raises(SetAside):
                verifying.report(context, serial)
    # Without the head that is kept apart, who has walked the log knows still.
    (house.context.settings.home / head_file.FILE).unlink()
    assert is_on_hold(reported_by(walked.of(house.context), house, serial))


def reported_by(walk: walked.Walked, house: House, serial: str) -> Report:
    """What is said of a number by what a process has walked, with the database as it is now."""
    looked = verification.look(house.context.database, [serial])
    told = walk.told(house.context, looked.note, [serial]) or [walked.Told(fault=walked.BEHIND)]
    found = reporting.Looked(serial, looked.contents.get(serial), told[0])
    return reporting.report_of(found, house.clock(), full=True)


def test_a_certificate_that_is_being_made_is_unknown_as_ever(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    rosa = house.person("Rosa Lind")
    made = promising.issue(house.context, STAFF, rosa.email, "listener", rosa.name, "why", "Experience.")
    for step in ("_log", "_draw", "_issue"):
        with monkeypatch.context() as crash:
            crash.setattr(issuing, step, lambda *_: 1 / 0)
            with pytest.raises(ZeroDivisionError):
                issuing.carry_on(house.context, made)
        assert verifying.report(house.context, made).status is Status.UNKNOWN
    issuing.carry_on(house.context, made)
    assert verifying.report(house.context, made).status is Status.VALID
