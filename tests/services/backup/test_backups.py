"""A backup brings a whole site back on either database, and whatever is wrong with it leaves nothing behind."""

from __future__ import annotations

import base64
import gzip
import json
import shutil
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import timedelta
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Connection, text

from lms.credentials.life import Status
from lms.services.accounts import administering, recognising
from lms.services.assessing import sitting
from lms.services.backup import archive, backing_up, empty_home, locked_keys, manifest, restoring
from lms.services.backup.archive import NotABackup
from lms.services.backup.restoring import ALTERED_LOG, OLDER_LOG, WRONG_TIME, Restored, Wishes
from lms.services.certifying import claiming, evidence, issuing, stewarding, verifying
from lms.services.ground import half_restored
from lms.services.ground.context import Context
from lms.services.ground.home import KEY_FILE
from lms.services.ground.refusals import Conflict, Invalid, Refusal, SetAside
from lms.services.keys.keyfiles import FOLDER
from lms.services.log import checking, going_on, kept_checkpoint, logbook
from lms.services.log.auditing import HEAD_FILE
from lms.services.operating.start import make_context
from lms.settings import Settings, SettingsFault, load
from lms.store import audit, copying, migrating
from lms.store.engine import Database, open_database
from lms.store.schema import HEAD, Schema, following, schema_of
from tests.services.backup.test_archive import resealed
from tests.support.databases import BOTH, POSTGRESQL, SQLITE, NewDatabase
from tests.support.populated import OPERATOR, Populated
from tests.support.site import House

PASSPHRASE = "a passphrase for keys"
SECRET_KEY = "Zm9ydHktZWlnaHQgcmFuZG9tIGJ5dGVzLCBhbGwgb2YgdGhlbQ"


@pytest.fixture
def small(small: Populated) -> Populated:
    """Its home has a secret key as well."""
    (small.home / KEY_FILE).write_text(SECRET_KEY, encoding="ascii")
    return small


def backed_up(site: Populated, name: str = "backup.tar", passphrase: str | None = None) -> Path:
    file = site.home.parent / name
    assert backing_up.back_up(site.house.context, file, passphrase=passphrase).file == file
    return file


def elsewhere(site: Populated, url: str = "", name: str = "elsewhere") -> Settings:
    """The settings of a site in another, empty home."""
    home = site.home.parent / name
    settings = load({"LMS_HOME": str(home), "LMS_SITE": str(site.home.parent / "site"), "LMS_DATABASE_URL": url})
    return replace(settings, base_url=site.house.context.settings.base_url)


def restored(site: Populated, file: Path, settings: Settings, wishes: Wishes | None = None) -> Restored:
    with archive.opened(file) as backup:
        return restoring.restore(settings, backup, wishes or Wishes(), OPERATOR, now=site.house.clock)


def refused(site: Populated, file: Path, wishes: Wishes | None = None) -> str:
    """In what words a backup is refused; nothing of it is left anywhere."""
    settings = elsewhere(site, name="refused")
    with pytest.raises((NotABackup, Refusal)) as refusal:
        restored(site, file, settings, wishes)
    assert not settings.home.exists()
    words = str(refusal.value)
    assert words.endswith(".")
    assert "\n" not in words
    return words


def house_of(site: Populated, settings: Settings) -> House:
    """The restored site, with the same content and clock."""
    database = open_database(settings.database_url)
    context = Context(settings, database, catalog=lambda: site.house.catalog, now=site.house.clock)
    return House(context, site.house.clock, site.house.catalog)


def rows_of(database: Database, without: tuple[str, ...] = ()) -> dict[str, list[bytes]]:
    with database.engine.connect() as connection:
        found = [one for one in copying.layouts(connection) if one.name not in without]
        return {
            one.name: list(copying.lines(connection, copying.in_order_of(one, sorted(one.columns)))) for one in found
        }


def rebuilt(file: Path, change: Callable[[dict[str, bytes]], None], **hashes: str) -> Path:
    """The backup as somebody makes it who knows the form: changed, with every hash as it should be, but for these."""
    with archive.opened(file) as backup:
        parts = {name: backup.read(name, 1 << 30) for name in backup.members}
    described = json.loads(parts.pop(manifest.FILE))
    parts["described"] = json.dumps(described).encode()
    change(parts)
    described = json.loads(parts.pop("described"))
    described["members"] = {name: sha256(content).hexdigest() for name, content in parts.items()} | hashes
    parts[manifest.FILE] = json.dumps(described).encode()
    written = b"".join(
        archive._header(name, len(content)) + content + bytes(-len(content) % 512) for name, content in parts.items()
    )
    changed = file.with_name(f"changed-{file.name}")
    changed.write_bytes(resealed(written))
    return changed


def described(**more: Any) -> Callable[[dict[str, bytes]], None]:
    def change(parts: dict[str, bytes]) -> None:
        parts["described"] = json.dumps(json.loads(parts["described"]) | more).encode()

    return change


def with_row(table: str, change: Callable[[list[Any]], None]) -> Callable[[dict[str, bytes]], None]:
    """The first row of a table changed."""

    def changing(parts: dict[str, bytes]) -> None:
        first, *rest = gzip.decompress(parts[f"tables/{table}.jsonl.gz"]).splitlines(keepends=True)
        row = json.loads(first)
        change(row)
        first = json.dumps(row, ensure_ascii=False, separators=(",", ":")).encode() + b"\n"
        parts[f"tables/{table}.jsonl.gz"] = gzip.compress(b"".join([first, *rest]))

    return changing


ACCESS = ("sessions", "tokens", "mail_links", "audit")


@pytest.mark.parametrize("kind", BOTH)
def test_every_row_is_back_on_either_database(site: Populated, new_database: NewDatabase, kind: str) -> None:
    before = rows_of(site.database, without=ACCESS)
    settings = elsewhere(site, new_database(kind))
    told = restored(site, backed_up(site), settings)
    there = open_database(settings.database_url)
    assert rows_of(there, without=ACCESS) == before
    assert schema_of(there.engine) is Schema.CURRENT
    assert (told.certificates, told.seals, told.altered, told.access_ended) == (2, 2, (), 3)
    there.engine.dispose()


@pytest.mark.parametrize("kind", BOTH)
def test_the_restored_site_goes_on_where_it_was(site: Populated, new_database: NewDatabase, kind: str) -> None:
    settings = elsewhere(site, new_database(kind))
    restored(site, backed_up(site, passphrase=PASSPHRASE), settings, Wishes(PASSPHRASE))
    house = house_of(site, settings)
    assert verifying.report(house.context, site.serial).status is Status.VALID
    assert verifying.report(house.context, site.revoked).status is Status.REVOKED
    assert checking.verify(house.context).sound
    with house.context.database.reading() as session:
        account = session.scalar(text("SELECT account_id FROM attempts WHERE id = :id"), {"id": site.attempt})
    learner = replace(site.holder, id=account)
    page = sitting.attempt(house.context, learner, site.attempt)
    assert sum(item.answer is not None for item in page.items) == 2
    sitting.save(house.context, learner, site.attempt, page.items[-1].n, None, None)
    newcomer = house.person("New Comer")
    stewarding.suspend(house.context, OPERATOR, site.serial, "To see that the log goes on")
    assert checking.verify(house.context).sound
    assert newcomer.id > max(site.holder.id, learner.id)
    house.context.database.engine.dispose()


def test_an_erased_accounts_number_is_not_given_again(site: Populated, new_database: NewDatabase) -> None:
    with site.database.writing() as session:
        last = session.scalar(text("SELECT max(id) FROM accounts"))
        session.execute(
            text(
                "INSERT INTO accounts (email, name, password_hash, role, extra_time, created_at)"
                " SELECT 'gone@example.org', name, password_hash, role, extra_time, created_at"
                " FROM accounts WHERE id = :id"
            ),
            {"id": last},
        )
        session.execute(text("DELETE FROM accounts WHERE email = 'gone@example.org'"))
    for kind in (SQLITE, POSTGRESQL):
        settings = elsewhere(site, new_database(kind), name=f"with-{kind}")
        restored(site, backed_up(site, f"{kind}.tar"), settings)
        house = house_of(site, settings)
        assert house.person("New Comer").id == last + 2
        house.context.database.engine.dispose()


def test_people_write_while_a_backup_is_read_and_it_holds_one_state(
    site: Populated, new_database: NewDatabase, monkeypatch: pytest.MonkeyPatch
) -> None:
    """After each table that was read somebody registers: none waits, and nothing of any is in the backup."""
    before, whole = rows_of(site.database, without=ACCESS), copying.lines
    newcomers: list[int] = []

    def meanwhile(connection: Connection, layout: copying.Layout) -> Iterator[bytes]:
        yield from whole(connection, layout)
        newcomers.append(site.house.person(f"Newcomer {len(newcomers)}").id)

    with monkeypatch.context() as patched:
        patched.setattr(copying, "lines", meanwhile)
        file = backed_up(site)
    assert len(newcomers) == len(before) + len(ACCESS)
    settings = elsewhere(site, new_database(SQLITE))
    restored(site, file, settings)
    assert rows_of(open_database(settings.database_url), without=ACCESS) == before


def test_a_backup_is_private_and_whole_and_never_written_over(small: Populated) -> None:
    file = backed_up(small)
    assert file.stat().st_mode & 0o777 == 0o600
    assert {one.name for one in file.parent.iterdir() if one.name.startswith(".")} == set()
    before = file.read_bytes()
    with pytest.raises(Conflict, match="never written over"):
        backed_up(small)
    assert file.read_bytes() == before


def test_what_a_killed_backup_has_left_is_gone_after_the_next(small: Populated) -> None:
    left = small.home.parent / ".backup.tar.unfinished"
    left.mkdir()
    (left / "copy.sqlite").write_text("half", encoding="ascii")
    backed_up(small)
    assert not left.exists()


def test_a_damaged_database_is_not_backed_up_in_silence(small: Populated) -> None:
    with small.database.engine.connect() as connection:
        connection.exec_driver_sql("ROLLBACK")
        connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
    small.database.engine.dispose()
    file = Path(str(small.database.engine.url.database))
    content = bytearray(file.read_bytes())
    middle = len(content) // 8192 * 4096
    content[middle : middle + 40960] = b"\xff" * 40960
    file.write_bytes(content)
    with pytest.raises(Conflict, match="No backup was made"):
        backed_up(small)
    assert not (small.home.parent / "backup.tar").exists()


def test_no_private_key_is_in_a_backup_that_was_not_asked_for_them(small: Populated) -> None:
    content = backed_up(small).read_bytes()
    with_keys = backed_up(small, "with-keys.tar", PASSPHRASE).read_bytes()
    secrets = [one.read_bytes().splitlines()[1] for one in (small.home / FOLDER).glob("*.pem")]
    for secret in [*secrets, SECRET_KEY.encode()]:
        for place in (content, with_keys):
            assert secret not in place
            assert base64.b64encode(secret)[:-4] not in place


def test_keys_come_back_with_their_passphrase_and_can_sign(small: Populated) -> None:
    file = backed_up(small, passphrase=PASSPHRASE)
    settings = elsewhere(small)
    told = restored(small, file, settings, Wishes(PASSPHRASE))
    assert told.keys_missing == ()
    assert (settings.home / KEY_FILE).read_text(encoding="ascii") == SECRET_KEY
    for one in [settings.home / KEY_FILE, *(settings.home / FOLDER).glob("*.pem")]:
        assert one.stat().st_mode & 0o777 == 0o600
    before = {one.name: one.read_bytes() for one in (small.home / FOLDER).glob("*.pem")}
    assert {one.name: one.read_bytes() for one in (settings.home / FOLDER).glob("*.pem")} == before
    make_context(settings)


def test_without_keys_the_site_says_which_are_missing_and_makes_no_new_ones(small: Populated) -> None:
    settings = elsewhere(small)
    told = restored(small, backed_up(small, passphrase=PASSPHRASE), settings)
    assert told.keys_missing == ("credential", "log", "pdf")
    assert not list((settings.home / FOLDER).glob("*.pem"))
    with pytest.raises(SettingsFault, match="private part"):
        make_context(replace(settings, secret_key=SECRET_KEY))


def test_the_list_of_lost_keys_is_public_and_comes_back(small: Populated) -> None:
    settings = elsewhere(small)
    restored(small, backed_up(small), settings)
    assert (settings.home / FOLDER / "crl.der").read_bytes() == (small.home / FOLDER / "crl.der").read_bytes()
    (small.home / FOLDER / "crl.der").unlink()
    again = elsewhere(small, name="again")
    restored(small, backed_up(small, "without.tar"), again)
    assert not (again.home / FOLDER / "crl.der").exists()


def test_another_passphrase_opens_nothing(small: Populated) -> None:
    file = backed_up(small, passphrase=PASSPHRASE)
    assert "not the passphrase" in refused(small, file, Wishes("another passphrase"))


def test_a_short_passphrase_is_declined_before_anything_is_written(small: Populated) -> None:
    with pytest.raises(Invalid, match="at least 12"):
        backed_up(small, passphrase="short")
    assert not (small.home.parent / "backup.tar").exists()


def test_sessions_and_tokens_of_before_open_nothing(small: Populated) -> None:
    settings = elsewhere(small)
    restored(small, backed_up(small), settings)
    house = house_of(small, settings)
    assert recognising.person_of_session(small.house.context, small.session) is not None
    assert recognising.person_of_session(house.context, small.session) is None
    assert recognising.person_of_bearer(house.context, small.token) is None
    assert recognising.person_of_bearer(
        house.context, administering.issue_token(house.context, OPERATOR, small.holder.email)
    )
    house.context.database.engine.dispose()


def test_for_a_planned_move_they_stay(small: Populated) -> None:
    settings = elsewhere(small)
    told = restored(small, backed_up(small), settings, Wishes(keep_access=True))
    house = house_of(small, settings)
    assert told.access_ended == 0
    assert recognising.person_of_session(house.context, small.session) is not None
    assert recognising.person_of_bearer(house.context, small.token) is not None
    house.context.database.engine.dispose()


def test_the_restore_stands_in_the_audit_log_and_its_head_is_remembered(small: Populated) -> None:
    settings = elsewhere(small)
    restored(small, backed_up(small), settings)
    with open_database(settings.database_url).reading() as session:
        newest = audit.last(session)
    assert newest is not None
    assert (newest.act, newest.actor) == ("restore", OPERATOR)
    assert json.loads((settings.home / HEAD_FILE).read_text(encoding="ascii"))["n"] == newest.n


@pytest.mark.parametrize("kept", ["lms.sqlite", "secret-key", "keys", "mail", ".anything"])
def test_a_home_that_is_not_empty_is_left_as_it_is(small: Populated, kept: str) -> None:
    settings = elsewhere(small)
    (settings.home / kept).mkdir(parents=True)
    with pytest.raises(Conflict, match=r"not empty|cannot|database"):
        restored(small, backed_up(small), settings)
    assert [one.name for one in settings.home.iterdir()] == [kept]


def test_an_empty_home_is_as_good_as_none(small: Populated) -> None:
    settings = elsewhere(small)
    settings.home.mkdir(mode=0o700)
    restored(small, backed_up(small), settings)
    assert not (settings.home / half_restored.MARK).exists()


@pytest.mark.parametrize("kind", BOTH)
def test_a_database_that_is_not_empty_is_left_as_it_is(small: Populated, new_database: NewDatabase, kind: str) -> None:
    settings = elsewhere(small, new_database(kind))
    there = open_database(settings.database_url)
    migrating.upgrade(there)
    with pytest.raises(Conflict, match="database is not empty"):
        restored(small, backed_up(small), settings)
    assert schema_of(there.engine) is Schema.CURRENT
    assert not settings.home.exists()
    there.engine.dispose()


def test_a_backup_of_an_older_schema_is_brought_up_to_date(site: Populated, new_database: NewDatabase) -> None:
    """Backed up from the older schema by this software, as one does before an upgrade."""
    with site.database.writing() as session:
        for table in ("pdfs", "share_links", "reminders", "certificates", "checkpoints", "leaves", "audit"):
            session.execute(text(f"DELETE FROM {table}"))
    older = f"{int(HEAD) - 1:04}"
    migrating.downgrade(site.database, older)
    file = backed_up(site)
    migrating.upgrade(site.database)
    before = rows_of(site.database, without=ACCESS)
    for kind in (SQLITE, POSTGRESQL):
        settings = elsewhere(site, new_database(kind), name=f"on-{kind}")
        told = restored(site, file, settings)
        there = open_database(settings.database_url)
        assert told.manifest.schema == older
        assert rows_of(there, without=ACCESS) == before
        assert schema_of(there.engine) is Schema.CURRENT
        there.engine.dispose()


def test_a_backup_of_a_newer_schema_is_refused(small: Populated) -> None:
    newer = rebuilt(backed_up(small), described(schema=following(HEAD)))
    assert "newer version" in refused(small, newer)
    assert "newer version" in refused(small, rebuilt(backed_up(small, "two.tar"), described(format=2)))


def without(name: str) -> Callable[[dict[str, bytes]], None]:
    def change(parts: dict[str, bytes]) -> None:
        del parts[name]

    return change


def named_otherwise(parts: dict[str, bytes]) -> None:
    value = json.loads(parts["described"])
    value["tables"]["accounts"]["columns"][0] = "id); DROP TABLE accounts; --"
    parts["described"] = json.dumps(value).encode()


def with_another_table(parts: dict[str, bytes]) -> None:
    value = json.loads(parts["described"])
    value["tables"]["sqlite_master"] = {"columns": ["a"], "rows": 0}
    parts["described"] = json.dumps(value).encode()
    parts["tables/sqlite_master.jsonl.gz"] = gzip.compress(b"")


def a_ring_that_names_a_path(parts: dict[str, bytes]) -> None:
    ring = json.loads(parts[manifest.RING])
    ring["keys"][0]["id"] = "../../../tmp/x"
    parts[manifest.RING] = json.dumps(ring).encode()


def a_list_that_no_root_signed(parts: dict[str, bytes]) -> None:
    parts[manifest.LOST] = parts[manifest.LOST][:-1] + bytes([parts[manifest.LOST][-1] ^ 1])


def locked_files(files: dict[str, bytes]) -> Callable[[dict[str, bytes]], None]:
    def change(parts: dict[str, bytes]) -> None:
        parts[manifest.LOCKED] = locked_keys.lock(files, PASSPHRASE)

    return change


def costly(parts: dict[str, bytes]) -> None:
    parts[manifest.LOCKED] = json.dumps(json.loads(parts[manifest.LOCKED]) | {"memory_kib": 2**40}).encode()


HOSTILE: dict[str, Callable[[dict[str, bytes]], None]] = {
    "no table": without("tables/accounts.jsonl.gz"),
    "a table more": with_another_table,
    "a column that is SQL": named_otherwise,
    "no README": without("README"),
    "an unknown schema": described(schema="0000"),
    "a schema that is a path": described(schema="../x"),
    "counts that are no counts": described(counters={"accounts": -1}),
    "a time that is none": described(made="yesterday"),
    "not our application": described(application={"name": "other", "version": "1"}),
    "a text where a number belongs": with_row("accounts", lambda row: row.__setitem__(0, "1; DROP TABLE accounts")),
    "a list where a text belongs": with_row("accounts", lambda row: row.__setitem__(1, ["a"])),
    "a number beyond all": with_row("accounts", lambda row: row.__setitem__(0, 2**70)),
    "a row that is short": with_row("accounts", lambda row: row.pop()),
    "a time that is none in a row": with_row("sessions", lambda row: row.__setitem__(2, "2026-13-45 00:00:00.000000")),
    "JSON that is none": with_row("standings", lambda row: row.__setitem__(2, "{")),
    "bytes that are none": with_row("pdfs", lambda row: row.__setitem__(1, "§§")),
    "a row that points nowhere": with_row("sessions", lambda row: row.__setitem__(1, 4711)),
    "a ring that names a path": a_ring_that_names_a_path,
    "a list of lost keys that no root signed": a_list_that_no_root_signed,
    "a key that names a path": locked_files({"../../authorized_keys": b"x"}),
    "a key that is none": locked_files({f"log-{'0' * 16}.pem/../x": b"x"}),
    "a passphrase that costs a terabyte": costly,
}


OTHERWISE_WORDED = {
    one for one in HOSTILE if one == "a table more" or " row" in one or one.startswith(("a text", "a list"))
}
OTHERWISE_WORDED |= {
    "a list of lost keys that no root signed",
    "a number beyond all",
    "JSON that is none",
    "bytes that are none",
}


@pytest.mark.parametrize("hostile", HOSTILE)
def test_a_hostile_backup_leaves_nothing_behind(small: Populated, hostile: str) -> None:
    file = rebuilt(backed_up(small, passphrase=PASSPHRASE), HOSTILE[hostile])
    words = refused(small, file, Wishes(PASSPHRASE))
    assert (words == archive.FOREIGN) is (hostile not in OTHERWISE_WORDED)


def test_a_member_that_is_not_the_one_that_the_manifest_names_is_refused(small: Populated) -> None:
    assert refused(small, rebuilt(backed_up(small), lambda _parts: None, README="0" * 64)) == archive.FOREIGN


@pytest.mark.postgres
@pytest.mark.parametrize("hostile", ["a row that points nowhere", "a text where a number belongs"])
def test_a_hostile_backup_leaves_an_empty_postgresql_too(
    small: Populated, new_database: NewDatabase, hostile: str
) -> None:
    settings = elsewhere(small, new_database(POSTGRESQL))
    with pytest.raises(Conflict):
        restored(small, rebuilt(backed_up(small), HOSTILE[hostile]), settings)
    there = open_database(settings.database_url)
    assert schema_of(there.engine) is Schema.EMPTY
    assert not settings.home.exists()
    there.engine.dispose()


def test_a_backup_whose_log_was_altered_is_refused_unless_that_is_accepted(small: Populated) -> None:
    altered = rebuilt(backed_up(small), with_row("audit", lambda row: row.__setitem__(2, "somebody else")))
    assert "Entry 1 " in refused(small, altered)
    told = restored(small, altered, elsewhere(small), Wishes(accept=frozenset([ALTERED_LOG])))
    assert any("Entry 1 " in one for one in told.altered)


def test_a_certificate_whose_pdf_was_changed_is_refused(small: Populated) -> None:
    def change(row: list[Any]) -> None:
        row[1] = base64.b64encode(base64.b64decode(row[1]) + b"\n").decode()

    assert "PDF" in refused(small, rebuilt(backed_up(small), with_row("pdfs", change)))


def test_certificates_are_looked_at_one_by_one(small: Populated) -> None:
    """What each look is for: file, seal, proof and leaf, of which the logs alone would tell less."""
    context = small.house.context
    assert evidence.prove(context) == evidence.Proven(2, 2, ())
    with small.database.writing() as session:
        badge = json.loads(
            session.scalar(text("SELECT badge FROM certificates WHERE serial = :s"), {"s": small.serial})
        )
        badge["awardedDate"] = "2020-01-01T00:00:00Z"
        session.execute(
            text("UPDATE certificates SET badge = :badge WHERE serial = :s"),
            {"badge": json.dumps(badge), "s": small.serial},
        )
        pdf = session.scalar(text("SELECT content FROM pdfs WHERE serial = :s"), {"s": small.serial})
        session.execute(
            text("UPDATE pdfs SET content = :pdf WHERE serial = :s"),
            {"pdf": pdf.replace(b"%PDF-1.7", b"%PDF-1.6", 1), "s": small.serial},
        )
        leaf = session.scalar(text("SELECT leaf FROM certificates WHERE serial = :s"), {"s": small.serial})
        other = session.scalar(text("SELECT leaf FROM certificates WHERE serial = :s"), {"s": small.revoked})
        session.execute(text("UPDATE certificates SET leaf = NULL WHERE serial = :s"), {"s": small.revoked})
        session.execute(text("UPDATE certificates SET leaf = :n WHERE serial = :s"), {"n": other, "s": small.serial})
    assert leaf != other
    faults = " ".join(evidence.prove(context).faults)
    for words in (
        "PDF is not the one",
        "proof of its credential",
        "seal on its PDF",
        "no leaf that tells of its issue",
    ):
        assert words in faults


def test_a_checkpoint_that_fits_is_all_one_wants(small: Populated) -> None:
    known = logbook.checkpoint(small.house.context)
    assert restored(small, backed_up(small), elsewhere(small), Wishes(checkpoint=known)).behind == 0


def test_a_log_that_is_older_than_what_the_public_has_seen_is_not_taken_up_in_silence(small: Populated) -> None:
    file = backed_up(small)
    stewarding.suspend(small.house.context, OPERATOR, small.serial, "After the backup")
    known = logbook.checkpoint(small.house.context)
    assert "lacks 1 leaves" in refused(small, file, Wishes(checkpoint=known))
    told = restored(small, file, elsewhere(small), Wishes(checkpoint=known, accept=frozenset([OLDER_LOG])))
    assert told.behind == 1


def test_a_restored_log_that_lacks_leaves_says_so_in_a_leaf_and_goes_on_under_a_new_name(small: Populated) -> None:
    file = backed_up(small, passphrase=PASSPHRASE)
    stewarding.suspend(small.house.context, OPERATOR, small.serial, "A complaint")
    known, settings = logbook.checkpoint(small.house.context), elsewhere(small)
    wishes = Wishes(passphrase=PASSPHRASE, checkpoint=known, accept=frozenset([OLDER_LOG]))
    told = restored(small, file, settings, wishes)
    house = house_of(small, settings)
    assert told.name == f"{settings.host}/log/2"
    assert logbook.checkpoint(house.context).partition("\n")[0] == told.name
    verified = checking.verify(house.context)
    assert verified.sound, verified.altered
    assert any("goes on from an older copy" in one.words for one in verified.told)
    assert verifying.report(house.context, small.serial).status is Status.VALID
    stewarding.suspend(house.context, OPERATOR, small.serial, "The same complaint")
    assert kept_checkpoint.leaves_behind(house.context, known) == 0
    house.context.database.engine.dispose()


def test_without_the_logs_key_certificates_wait_until_it_is_signed_that_leaves_are_missing(small: Populated) -> None:
    file = backed_up(small)
    stewarding.suspend(small.house.context, OPERATOR, small.serial, "A complaint")
    known, settings = logbook.checkpoint(small.house.context), elsewhere(small)
    assert restored(small, file, settings, Wishes(checkpoint=known, accept=frozenset([OLDER_LOG]))).name == ""
    house = house_of(small, settings)
    with pytest.raises(SetAside):
        verifying.report(house.context, small.serial)
    shutil.copytree(small.home / FOLDER, settings.home / FOLDER, dirs_exist_ok=True)
    assert going_on.accept(house.context, OPERATOR) == f"{settings.host}/log/2"
    assert verifying.report(house.context, small.serial).status is Status.VALID
    house.context.database.engine.dispose()


def test_a_backup_whose_newest_time_is_still_to_come_is_restored_once_that_is_accepted(small: Populated) -> None:
    now = small.house.clock.at
    small.house.clock.turn(timedelta(days=100))
    stewarding.suspend(small.house.context, OPERATOR, small.serial, "A complaint")
    file = backed_up(small, passphrase=PASSPHRASE)
    small.house.clock.at = now
    assert f"--accept {WRONG_TIME}" in refused(small, file, Wishes(passphrase=PASSPHRASE))
    assert "with its keys" in refused(small, file, Wishes(accept=frozenset([WRONG_TIME])))
    settings = elsewhere(small)
    restored(small, file, settings, Wishes(passphrase=PASSPHRASE, accept=frozenset([WRONG_TIME])))
    house = house_of(small, settings)
    stewarding.reinstate(house.context, OPERATOR, small.serial, "Unfounded")
    verified = checking.verify(house.context)
    assert verified.sound, verified.altered
    assert any("was wrong: 2027-03-02" in one.words for one in verified.told)
    house.context.database.engine.dispose()


def test_under_a_clock_that_is_behind_no_seal_is_called_changed(small: Populated) -> None:
    small.house.clock.turn(-timedelta(days=400))
    faults = evidence.prove(small.house.context).faults
    assert len(faults) == 2
    for fault in faults:
        assert "is of a time that is still to come by this clock, which says 18 October 2025, 12:00 UTC" in fault
        assert "set that right first" in fault


def test_a_backup_of_an_older_copy_of_the_database_does_not_count(small: Populated) -> None:
    with small.database.writing() as session:
        session.execute(text("DELETE FROM checkpoints WHERE size = (SELECT max(size) FROM checkpoints)"))
        session.execute(text("DELETE FROM leaves WHERE n = (SELECT max(n) FROM leaves)"))
    made = backing_up.back_up(small.house.context, small.home.parent / "older.tar")
    assert made.faults
    assert any("older copy" in one for one in made.faults)


def test_a_checkpoint_of_another_log_or_of_nobody_is_refused(small: Populated) -> None:
    file = backed_up(small)
    known = logbook.checkpoint(small.house.context)
    size = known.splitlines()[1]
    other = known.replace(f"\n{size}\n", f"\n{int(size) - 1}\n")
    assert "not signed" in refused(small, file, Wishes(checkpoint=other))
    assert "not signed" in refused(small, file, Wishes(checkpoint="nothing"))


def test_a_log_with_another_past_is_refused(small: Populated) -> None:
    """Two sites that went on from one backup: their logs fork, and a checkpoint of one shows it on the other."""
    first = elsewhere(small, name="first")
    file = backed_up(small, passphrase=PASSPHRASE)
    restored(small, file, first, Wishes(PASSPHRASE))
    forked = house_of(small, first)
    stewarding.suspend(forked.context, OPERATOR, small.serial, "On the one")
    known = logbook.checkpoint(forked.context)
    forked.context.database.engine.dispose()
    stewarding.revoke(small.house.context, OPERATOR, small.serial, "On the other")
    assert "another past" in refused(small, backed_up(small, "later.tar"), Wishes(checkpoint=known))


@pytest.mark.parametrize("kind", BOTH)
def test_a_restore_that_was_killed_before_its_last_step_is_finished_by_the_next(
    small: Populated, new_database: NewDatabase, kind: str
) -> None:
    settings = elsewhere(small, new_database(kind))
    file = backed_up(small)
    restored(small, file, settings)
    (settings.home / half_restored.MARK).touch()
    with pytest.raises(SettingsFault, match="broken off"):
        make_context(settings)
    assert restored(small, file, settings).again
    assert not half_restored.is_being_filled(settings)


def test_what_a_killed_restore_has_left_is_gone_after_the_next(small: Populated) -> None:
    file, settings = backed_up(small), elsewhere(small)
    settings.home.mkdir()
    (settings.home / half_restored.MARK).touch()
    shutil.copytree(small.home / FOLDER, settings.home / FOLDER)
    (settings.home / KEY_FILE).write_text("half", encoding="ascii")
    restored(small, file, settings)
    assert not (settings.home / KEY_FILE).exists()
    assert not list((settings.home / FOLDER).glob("*.pem"))


def test_of_two_restores_at_once_one_is_told_so_and_the_other_is_whole(
    small: Populated, monkeypatch: pytest.MonkeyPatch
) -> None:
    file, settings = backed_up(small), elsewhere(small)
    told: list[str] = []

    def meanwhile(*_: object) -> None:
        with pytest.raises(Conflict) as refusal:
            restored(small, file, settings)
        told.append(str(refusal.value))

    monkeypatch.setattr(restoring, "check_whole", meanwhile)
    restored(small, file, settings)
    assert told == [f"Another restore is at work in {settings.home}."]
    assert schema_of(open_database(settings.database_url).engine) is Schema.CURRENT


def test_a_restore_that_ends_while_another_looks_is_not_wiped_by_it(
    small: Populated, monkeypatch: pytest.MonkeyPatch
) -> None:
    file, settings = backed_up(small, passphrase=PASSPHRASE), elsewhere(small)
    looked: list[Path] = []
    make = empty_home._make

    def first_ends(home: Path) -> None:
        make(home)
        if not looked:
            looked.append(home)
            restored(small, file, settings, Wishes(PASSPHRASE))

    monkeypatch.setattr(empty_home, "_make", first_ends)
    with pytest.raises(Conflict, match="not empty"):
        restored(small, file, settings, Wishes(PASSPHRASE))
    assert not half_restored.is_being_filled(settings)
    make_context(settings)
    assert schema_of(open_database(settings.database_url).engine) is Schema.CURRENT


def test_certificates_under_way_are_carried_on_after_a_restore(small: Populated) -> None:
    house = small.house
    serial = stewarding.reissue(house.context, OPERATOR, small.serial, "Amal H. Haddad", "A corrected name")
    settings = elsewhere(small)
    restored(small, backed_up(small, passphrase=PASSPHRASE), settings, Wishes(PASSPHRASE))
    there = house_of(small, settings)
    assert issuing.carry_on(there.context, serial)
    assert verifying.report(there.context, serial).status is Status.VALID
    assert serial in [one.serial for one in claiming.mine(there.context, small.holder)]
    there.context.database.engine.dispose()
