"""The issuance log: one leaf for each act, with the act or not at all; and whatever is edited in the database shows."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from lms.credentials import leaf as leaves_of
from lms.credentials.audit import first_altered
from lms.credentials.checkpoint import open_note, origin_of
from lms.credentials.keys import KeyKind
from lms.credentials.receipt import is_of, verify
from lms.services.certifying import claiming, issuing, promising, stewarding
from lms.services.ground.person import Person
from lms.services.ground.refusals import NotFound
from lms.services.keys import ring
from lms.services.log import checking, head_file, logbook
from lms.services.privacy import erasing
from lms.store import audit, certificates, leaves
from lms.store.engine import open_database
from tests.support.site import House

NAME = "Amal Haddad"
STAFF = "staff:test"


def issue(house: House, person: Person) -> str:
    serial = promising.issue(house.context, STAFF, person.email, "listener", person.name, "why", "Experience.")
    assert issuing.carry_on(house.context, serial)
    return serial


def kinds(house: House) -> list[str]:
    with house.context.database.reading() as session:
        return [str((leaves_of.read(one.body) or {})["kind"]) for one in leaves.leaves(session)]


def log_keys(house: House) -> tuple[bytes, ...]:
    return tuple(one.public for one in ring.ring(house.context.settings).of(KeyKind.LOG))


def busy(house: House) -> dict[str, str]:
    """A certificate in each state, by what was done to it last."""
    held = {}
    for n, act in enumerate(("issue", "revoke", "suspend", "reinstate", "replace", "erase")):
        house.clock.turn(timedelta(seconds=7))
        person = house.person(f"Person {'abcdef'[n]}")
        held[act] = issue(house, person)
        house.clock.turn(timedelta(seconds=5))
        if act == "revoke":
            stewarding.revoke(house.context, STAFF, held[act], "a reason", "public words")
        elif act in ("suspend", "reinstate"):
            stewarding.suspend(house.context, STAFF, held[act], "a complaint", "in question")
        elif act == "replace":
            fresh = stewarding.reissue(house.context, STAFF, held[act], "Person Dee", "a new name")
            issuing.carry_on(house.context, fresh)
        elif act == "erase":
            erasing.erase(house.context, person, held[act])
        if act == "reinstate":
            stewarding.reinstate(house.context, STAFF, held[act], "unfounded")
    return held


def test_every_act_is_one_leaf_and_everything_fits(house: House) -> None:
    busy(house)
    assert kinds(house) == [
        *("issue", "file", "issue", "file", "revoke", "issue", "file", "suspend"),
        *("issue", "file", "suspend", "reinstate", "issue", "file", "replace", "issue", "file"),
        *("issue", "file", "erase"),
    ]
    verified = checking.verify(house.context)
    assert verified.altered == ()
    assert verified.sound
    assert verified.leaves == 20


def test_a_refused_act_leaves_no_leaf(house: House) -> None:
    serial = issue(house, house.person())
    stewarding.revoke(house.context, STAFF, serial, "a reason")
    before = kinds(house)
    for again in (stewarding.revoke, stewarding.suspend, stewarding.reinstate):
        with pytest.raises(Exception, match="revoked"):
            again(house.context, STAFF, serial, "a reason")
    assert kinds(house) == before


def test_a_leaf_that_breaks_off_takes_its_act_with_it(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    serial = issue(house, house.person())
    with monkeypatch.context() as crash:
        crash.setattr(logbook, "_sign", lambda *_: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            stewarding.revoke(house.context, STAFF, serial, "a reason")
    with house.context.database.reading() as session:
        record = certificates.find(session, serial)
    assert record is not None
    assert record.life.revoked is None
    assert checking.verify(house.context).sound


def test_going_on_after_each_crash_makes_one_leaf(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    person = house.person()
    serial = promising.issue(house.context, STAFF, person.email, "listener", NAME, "why", "Experience.")
    for step in ("_draw", "_store", "_issue"):
        with monkeypatch.context() as crash:
            crash.setattr(issuing, step, lambda *_: 1 / 0)
            with pytest.raises(ZeroDivisionError):
                issuing.carry_on(house.context, serial)
        assert kinds(house) == ["issue"] if step != "_issue" else ["issue", "file"]
    assert issuing.carry_on(house.context, serial)
    assert not issuing.carry_on(house.context, serial)
    assert kinds(house) == ["issue", "file"]
    assert checking.verify(house.context).sound


def test_no_leaf_tells_of_a_person_or_of_a_number(house: House) -> None:
    held = busy(house)
    with house.context.database.reading() as session:
        everything = "\n".join(one.body for one in leaves.leaves(session))
    for word in ("Person", "example.org", "listener", "a reason", "public words", "account", *held.values()):
        assert word not in everything


def test_the_newest_checkpoint_is_signed_and_covers_everything(house: House) -> None:
    busy(house)
    note = logbook.checkpoint(house.context)
    origin = origin_of(house.context.settings.host)
    checkpoint = open_note(note, origin, log_keys(house))
    assert checkpoint is not None
    assert checkpoint.size == len(kinds(house))
    assert open_note(note.replace("\n20\n", "\n21\n"), origin, log_keys(house)) is None


def test_the_receipt_of_a_certificate_is_of_it_and_of_no_other(house: House) -> None:
    held = busy(house)
    serial = held["issue"]
    with house.context.database.reading() as session:
        record = certificates.find(session, serial)
        assert record is not None
        assert record.leaf is not None
        receipt = logbook.receipt(session, record.leaf)
    origin = origin_of(house.context.settings.host)
    assert verify(receipt, origin, log_keys(house))
    assert is_of(receipt, serial, record.claims_hash)
    assert not is_of(receipt, held["revoke"], record.claims_hash)
    assert not is_of(receipt, serial, "0" * 64)


def test_what_is_not_in_the_log_is_not_found(house: House) -> None:
    with pytest.raises(NotFound):
        logbook.checkpoint(house.context)
    issue(house, house.person())
    asked: list[Callable[[], object]] = [
        lambda: logbook.bodies(house.context, 0, 2),
        lambda: logbook.bodies(house.context, 1, 0),
        lambda: logbook.bodies(house.context, 0, 10**6),
        lambda: logbook.inclusion(house.context, 2, 2),
        lambda: logbook.inclusion(house.context, 0, 3),
        lambda: logbook.consistency(house.context, 0, 1),
        lambda: logbook.consistency(house.context, 1, 3),
    ]
    for ask in asked:
        with pytest.raises(NotFound):
            ask()


@pytest.mark.postgres
def test_the_log_fits_on_every_database(any_house: House) -> None:
    busy(any_house)
    assert checking.verify(any_house.context).altered == ()


@contextmanager
def undone(session: Session) -> Iterator[None]:
    """What is done inside is taken back."""
    session.execute(text("SAVEPOINT edit"))
    yield
    session.execute(text("ROLLBACK TO edit"))
    session.execute(text("RELEASE edit"))
    session.expire_all()


CERTIFICATE_TEXTS = ("claims_hash", "pdf_hash", "badge", "design", "credential", "state")
CERTIFICATE_DAYS = ("issued_at", "expires_at", "revoked_at", "suspended_at", "replaced_at", "erased_at", "created_at")


def edits(session: Session, chance: random.Random) -> Iterator[str]:
    """Statements that edit, delete or back-date a row, as somebody with the database might."""
    serials = list(session.scalars(text("SELECT serial FROM certificates ORDER BY serial")))
    entries = session.scalar(text("SELECT max(n) FROM audit")) or 0
    count = leaves.size(session)
    earlier = "2020-01-01 00:00:00.000000"
    while True:
        serial = chance.choice(serials)
        n, leaf = chance.randint(1, entries), chance.randrange(count)
        digit = chance.choice("0123456789abcdef")
        place = chance.randint(1, 64)
        hexed = f"substr({{0}}, 1, {place - 1}) || '{digit}' || substr({{0}}, {place + 1})"
        where = f"WHERE serial = '{serial}'"
        day = chance.choice(CERTIFICATE_DAYS)
        column = chance.choice(CERTIFICATE_TEXTS)
        yield chance.choice(
            [
                f"DELETE FROM certificates {where}",
                f"DELETE FROM pdfs {where}",
                f"UPDATE pdfs SET content = content || x'0a' {where}",
                f"UPDATE certificates SET {day} = '{earlier}' {where}",
                f"UPDATE certificates SET {day} = NULL {where} AND '{day}' <> 'created_at'",
                f"UPDATE certificates SET {column} = {hexed.format(column)} {where}",
                f"UPDATE certificates SET claims = replace(claims, 'Person', 'Somebody') {where}",
                f"UPDATE certificates SET number = number + 1 {where}",
                f"UPDATE certificates SET revoked_public = revoked_public || '.' {where}",
                f"UPDATE certificates SET account_id = (SELECT min(id) FROM accounts) {where}",
                f"DELETE FROM audit WHERE n = {n}",
                f"UPDATE audit SET at = '2020-01-01T00:00:00+00:00' WHERE n = {n}",
                f"UPDATE audit SET {chance.choice(['hash', 'previous'])} = 'f' || substr(hash, 1, 63) WHERE n = {n}",
                f"UPDATE audit SET details = replace(details, 'claims', 'claimz') WHERE n = {n}",
                f"UPDATE audit SET subject = 'x' WHERE n = {n}",
                f"DELETE FROM leaves WHERE n = {leaf}",
                f"UPDATE leaves SET body = replace(body, '2026', '2020') WHERE n = {leaf}",
                f"UPDATE leaves SET body = replace(body, 'issue', 'erase') WHERE n = {leaf}",
                f"UPDATE leaves SET hash = {hexed.format('hash')} WHERE n = {leaf}",
                f"UPDATE leaves SET nodes = nodes || '0' WHERE n = {leaf}",
                f"DELETE FROM checkpoints WHERE size = {leaf + 1}",
                f"UPDATE checkpoints SET at = '{earlier}' WHERE size = {leaf + 1}",
                f"UPDATE checkpoints SET root = {hexed.format('root')} WHERE size = {leaf + 1}",
                f"UPDATE checkpoints SET note = replace(note, 'log', 'gol') WHERE size = {leaf + 1}",
            ]
        )


WATCHED = {
    "certificates": (
        *("serial", "account_id", "credential", "number", "state", "claims", "claims_hash", "design", "created_at"),
        *("issued_at", "expires_at", "suspended_at", "suspended_public", "revoked_at", "revoked_public", "grounds"),
        *("replaced_at", "replaced_by", "replaced_public", "erased_at", "pdf_hash", "leaf", "badge", "status_index"),
    ),
    "pdfs": ("serial", "length(content)"),
    "audit": ("n", "at", "actor", "act", "subject", "details", "previous", "hash"),
    "leaves": ("n", "body", "hash", "nodes"),
    "checkpoints": ("size", "root", "note", "at"),
}
STATE = tuple(
    f"SELECT group_concat({' || '.join(f'quote({column})' for column in columns)}) FROM {table}"
    for table, columns in WATCHED.items()
)


def state(session: Session) -> tuple[str, ...]:
    return tuple(session.scalar(text(one)) or "" for one in STATE)


def found(session: Session, signers: tuple[bytes, ...]) -> bool:
    if first_altered(audit.entries(session)) is not None:
        return True
    return bool(checking.altered(session, signers))


EDITS = 1000


def test_a_thousand_edits_deletions_and_back_datings_are_all_found(house: House) -> None:
    busy(house)
    signers = log_keys(house)
    chance = random.Random(20261122)
    tried = 0
    with house.context.database.writing() as session:
        session.execute(text("PRAGMA defer_foreign_keys = ON"))
        before = state(session)
        for statement in edits(session, chance):
            with undone(session):
                with suppress(IntegrityError):
                    session.execute(text(statement))
                if state(session) == before:
                    continue
                assert found(session, signers), statement
                tried += 1
            if tried == EDITS:
                break
        assert state(session) == before
        assert not found(session, signers)


def test_a_certificate_of_nobodys_making_is_found(house: House) -> None:
    serial = issue(house, house.person())
    with house.context.database.writing() as session:
        names = list(session.execute(text("SELECT * FROM certificates LIMIT 1")).keys())
        others = [one for one in names if one != "serial"]
        made_up = {"leaf": "NULL", "file_leaf": "NULL", "status_index": "NULL", "number": "77"}
        columns, fresh = ", ".join(others), ", ".join(made_up.get(one, one) for one in others)
        forged = serial[:-1] + ("0" if serial[-1] != "0" else "1")
        session.execute(
            text(
                f"INSERT INTO certificates (serial, {columns}) SELECT '{forged}', {fresh} FROM certificates"
                f" WHERE serial = '{serial}'"
            )
        )
    altered = checking.verify(house.context).altered
    assert [(one.where, one.which) for one in altered] == [("certificate", forged)]


def test_the_holder_sees_that_nothing_is_left_of_an_erased_certificate(house: House) -> None:
    person = house.person()
    serial = issue(house, person)
    erasing.erase(house.context, person, serial)
    with house.context.database.reading() as session:
        record = certificates.find(session, serial)
        assert record is not None
        assert (record.claims, certificates.badge(session, serial), certificates.pdf(session, serial)) == (None,) * 3
    with pytest.raises(NotFound):
        claiming.pdf(house.context, person, serial)
    assert checking.verify(house.context).sound


def test_what_was_issued_before_there_was_a_log_is_entered_late_and_once(house: House) -> None:
    serial = issue(house, house.person())
    with house.context.database.writing() as session:
        for statement in (
            "UPDATE certificates SET leaf = NULL, badge = NULL, badge_hash = NULL",
            "UPDATE certificates SET status_index = NULL, file_leaf = NULL",
            "DELETE FROM leaves",
            "DELETE FROM checkpoints",
            "DELETE FROM audit WHERE act IN ('enter', 'file')",
        ):
            session.execute(text(statement))
    (house.context.settings.home / head_file.FILE).unlink()
    url = house.context.database.engine.url.render_as_string(hide_password=False)
    house.context = replace(house.context, database=open_database(url))
    assert list(issuing.unentered(house.context)) == [serial]
    assert issuing.enter_late(house.context, serial)
    assert not issuing.enter_late(house.context, serial)
    assert list(issuing.unentered(house.context)) == []
    assert kinds(house) == ["issue"]
    assert checking.verify(house.context).altered == ()
