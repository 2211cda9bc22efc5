"""An older copy of the database, or another log, is seen at once, and nothing is said of certificates meanwhile."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import text

from lms.credentials import leaf as leaf_of
from lms.credentials.checkpoint import generation_of
from lms.credentials.keys import KeyKind
from lms.credentials.life import Status
from lms.credentials.receipt import verify
from lms.services.certifying import (
    badging,
    certificate_list,
    changing_keys,
    claiming,
    evidence,
    issuing,
    promising,
    sharing,
    statuslists,
    stewarding,
    verifying,
)
from lms.services.ground.context import Context
from lms.services.ground.person import Person
from lms.services.ground.refusals import Conflict, SetAside
from lms.services.keys import ring
from lms.services.log import auditing, checking, going_on, head_file, kept_head, logbook
from lms.services.mail import act_mail
from lms.services.privacy import erasing
from lms.store.engine import open_database
from tests.services.log.test_logbook import STAFF, issue, kinds, log_keys
from tests.services.log.test_time import certified
from tests.services.test_races import at_once
from tests.services.walks import begin, finish_course
from tests.support.older import Rows, copy_of, put_in_place, rows_of, set_back
from tests.support.site import House


def afresh(house: House) -> House:
    """The same site in a process that has seen nothing yet."""
    url = house.context.database.engine.url.render_as_string(hide_password=False)
    context = replace(house.context, database=open_database(url))
    return House(context, house.clock, house.catalog)


def kept(house: House) -> head_file.Head:
    head = head_file.kept(house.context)
    assert head is not None
    return head


@pytest.mark.postgres
def test_the_newest_head_is_kept_beside_the_database_with_every_act(any_house: House) -> None:
    house = any_house
    serial = issue(house, house.person())
    assert kept(house).size == 2
    stewarding.revoke(house.context, STAFF, serial, "a reason")
    assert kept(house).size == 3
    assert head_file.note(house.context.settings) == logbook.checkpoint(house.context)


def test_an_act_that_is_taken_back_leaves_no_head(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    serial = issue(house, house.person())
    with monkeypatch.context() as crash:
        crash.setattr(act_mail, "of_certificate", lambda *_, **__: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            stewarding.revoke(house.context, STAFF, serial, "a reason")
    assert kinds(house) == ["issue", "file"]
    assert kept(house).size == 2
    assert verifying.report(house.context, serial).trusted


def test_a_disk_that_takes_no_head_undoes_no_act(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    serial = issue(house, house.person())
    with monkeypatch.context() as crash:
        crash.setattr(head_file, "remember", full)
        stewarding.revoke(house.context, STAFF, serial, "a reason")
    assert kinds(house) == ["issue", "file", "revoke"]
    assert kept(house).size == 2
    kept_head.remember_newest(house.context)
    assert kept(house).size == 3


@dataclass(frozen=True, slots=True)
class Aged:
    """A site whose database is an older copy, with these rows: the certificate with this number was suspended since."""

    house: House
    holder: Person
    serial: str
    ready: Person
    rows: Rows

    @property
    def context(self) -> Context:
        return self.house.context


@pytest.fixture
def aged(house: House) -> Aged:
    holder = house.person()
    serial, ready = issue(house, holder), certified(house)
    made = Aged(house, holder, serial, ready, rows_of(house))
    house.clock.turn(timedelta(hours=1))
    stewarding.suspend(house.context, STAFF, made.serial, "a complaint")
    stewarding.reinstate(house.context, STAFF, made.serial, "unfounded")
    set_back(house, made.rows)
    return made


NUMBER = "3D8M-7KVW-KSFF-SQAJ-1GKG-2CJE-80K"
DOORS: dict[str, Callable[[Aged], object]] = {
    "report": lambda site: verifying.report(site.context, site.serial),
    "several": lambda site: verifying.reports(site.context, [site.serial]),
    "unknown": lambda site: verifying.report(site.context, NUMBER),
    "file": lambda site: verifying.report_on_file(site.context, b"%PDF-1.7"),
    "status list": lambda site: statuslists.status_list(site.context, "suspension-1"),
    "credential": lambda site: badging.credential(site.context, site.serial),
    "registry": lambda site: sharing.registry(site.context),
    "PDF": lambda site: claiming.pdf(site.context, site.holder, site.serial),
    "badge": lambda site: badging.baked(site.context, site.holder, site.serial, "svg"),
    "page": lambda site: claiming.holder_page(site.context, site.holder, site.serial),
    "all of one's own": lambda site: claiming.mine(site.context, site.holder),
    "staff's list": lambda site: certificate_list.page(site.context),
    "the command's list": lambda site: list(certificate_list.every(site.context)),
    "checkpoint": lambda site: logbook.checkpoint(site.context),
    "revoke": lambda site: stewarding.revoke(site.context, STAFF, site.serial, "a reason"),
    "suspend": lambda site: stewarding.suspend(site.context, STAFF, site.serial, "a reason"),
    "reissue": lambda site: stewarding.reissue(site.context, STAFF, site.serial, "Amal H", "a reason"),
    "erase": lambda site: erasing.erase(site.context, site.holder, site.serial),
    "rotate": lambda site: changing_keys.rotate(site.context, STAFF, KeyKind.LOG),
    "claim": lambda site: claiming.claim(site.context, site.ready, "listener", "Cy", agree=True),
    "issue": lambda site: promising.issue(
        site.context, STAFF, site.ready.email, "listener", "Cy", "why", "Experience."
    ),
}


def test_an_older_copy_of_the_database_closes_every_door_to_certificates(aged: Aged) -> None:
    before = (kinds(aged.house), ring.ring(aged.context.settings))
    for name, ask in DOORS.items():
        with pytest.raises(SetAside, match=r"has 2 entries in it, and the newest head .* covers 4") as refused:
            ask(aged)
        assert refused.value.retry_after, name
    assert (kinds(aged.house), ring.ring(aged.context.settings)) == before
    assert list(issuing.unfinished(aged.context)) == []


def test_learning_goes_on_whatever_the_log_is(aged: Aged) -> None:
    person = aged.house.person("Di")
    finish_course(aged.house, person)
    assert begin(aged.house, person, "exam")


@pytest.mark.postgres
def test_another_log_in_the_place_of_ours_is_seen(any_house: House) -> None:
    serial = issue(any_house, any_house.person())
    with any_house.context.database.writing() as session:
        session.execute(text(f"UPDATE checkpoints SET root = '{'0' * 64}' WHERE size = 2"))
    with pytest.raises(SetAside, match="is not the one that we have signed"):
        verifying.report(any_house.context, serial)


def test_leaves_that_no_longer_lead_to_the_kept_head_take_no_further_one(house: House) -> None:
    serial = issue(house, house.person())
    with house.context.database.writing() as session:
        session.execute(text(f"UPDATE leaves SET hash = '{'0' * 64}', nodes = '{'0' * 64}' WHERE n = 1"))
    with pytest.raises(SetAside, match="not as we have signed it"):
        stewarding.revoke(house.context, STAFF, serial, "a reason")
    assert kinds(house) == ["issue", "file"]


@pytest.mark.postgres
def test_fifty_who_claim_at_once_are_all_told_and_none_waits_for_a_connection(any_house: House) -> None:
    house = any_house
    amal = certified(house)
    serial = issue(house, house.person())
    rows = rows_of(house)
    stewarding.suspend(house.context, STAFF, serial, "a complaint")
    set_back(house, rows)
    told = at_once(lambda _: claiming.claim(house.context, amal, "listener", "Amal Haddad", agree=True))
    assert {type(one) for one in told} == {SetAside}


def test_it_is_seen_within_one_process_where_the_whole_home_was_set_back(house: House) -> None:
    serial = issue(house, house.person())
    file = house.context.settings.home / head_file.FILE
    older, rows = file.read_text(), rows_of(house)
    stewarding.suspend(house.context, STAFF, serial, "a complaint")
    assert verifying.report(house.context, serial).status is Status.SUSPENDED
    set_back(house, rows)
    file.write_text(older)
    with pytest.raises(SetAside):
        verifying.report(house.context, serial)
    # A new process knows only what it finds: for that there are backups, and others who watch the log.
    assert verifying.report(afresh(house).context, serial).trusted


def test_a_file_that_was_moved_into_the_place_of_the_newer_one_is_seen_at_once(house: House, tmp_path: Path) -> None:
    serial = issue(house, house.person())
    file = Path(str(house.context.database.engine.url.database))
    older = copy_of(file, tmp_path / "older")
    stewarding.suspend(house.context, STAFF, serial, "a complaint")
    assert verifying.report(house.context, serial).status is Status.SUSPENDED
    put_in_place(older, file)
    for ask in (verifying.report, badging.credential, verifying.report):
        with pytest.raises(SetAside):
            ask(house.context, serial)


@pytest.mark.parametrize("kept_text", ["", "cut", "all but its end"])
def test_a_head_that_was_cut_short_is_no_head(house: House, kept_text: str) -> None:
    serial = issue(house, house.person())
    file = house.context.settings.home / head_file.FILE
    whole = file.read_text()
    file.write_text(whole[:-20] if kept_text == "all but its end" else kept_text)
    with pytest.raises(SetAside, match="cannot be read"):
        verifying.report(house.context, serial)
    with pytest.raises(SetAside):
        stewarding.suspend(house.context, STAFF, serial, "a complaint")
    words = [one.words for one in checking.verify(house.context).altered]
    assert len(words) == 1
    assert "cut short" in words[0]
    assert "delete it" in words[0]
    file.unlink()
    kept_head.remember_newest(house.context)
    assert file.read_text() == whole
    assert verifying.report(house.context, serial).trusted


def test_operators_are_told_of_an_older_copy(aged: Aged) -> None:
    verified = checking.verify(aged.context)
    assert [one.which for one in verified.altered] == ["kept"]
    assert "covers 4" in checking.ends_fault(aged.context)


@pytest.mark.postgres
def test_going_on_is_said_in_a_leaf_and_gives_the_log_a_new_name(any_house: House) -> None:
    house = any_house
    serial = issue(house, house.person())
    first, rows = verifying.report(house.context, serial), rows_of(house)
    stewarding.suspend(house.context, STAFF, serial, "a complaint")
    auditing.remember_head(house.context)
    lost = kept(house)
    set_back(house, rows)
    name = going_on.accept(house.context, STAFF)
    assert name == f"{house.context.settings.host}/log/2"
    assert logbook.checkpoint(house.context).splitlines()[:2] == [name, "3"]
    assert kinds(house) == ["issue", "file", "restore"]
    told = leaf_of.read(logbook.bodies(house.context, 2, 2)[0]) or {}
    assert (told["origin"], told["size"], told["root"]) == (f"{house.context.settings.host}/log", 3, lost.root)
    assert verifying.report(house.context, serial) == first
    stewarding.revoke(house.context, STAFF, serial, "a reason")
    assert logbook.checkpoint(house.context).splitlines()[:2] == [name, "4"]
    verified = checking.verify(house.context)
    assert verified.sound, verified.altered
    assert ["without the head over 3 leaves" in one.words for one in verified.told] == [True]


def test_the_receipts_of_before_hold_under_the_name_of_before(aged: Aged) -> None:
    going_on.accept(aged.context, STAFF)
    with aged.context.database.reading() as session:
        receipt = logbook.receipt(session, 0)
    names = {line.split("+")[0] for line in logbook.verifier_keys(aged.context)}
    assert receipt.checkpoint.partition("\n")[0] in names
    assert len(names) == 2
    assert verify(receipt, receipt.checkpoint.partition("\n")[0], log_keys(aged.house))
    assert evidence.prove(aged.context).faults == ()


def test_where_nothing_is_missing_there_is_nothing_to_accept(house: House) -> None:
    issue(house, house.person())
    with pytest.raises(Conflict, match="nothing to accept"):
        going_on.accept(house.context, STAFF)
    with pytest.raises(Conflict, match="not signed"):
        going_on.accept(house.context, STAFF, "a\nb\n")
    assert kinds(house) == ["issue", "file"]


def test_a_log_goes_on_a_second_time_under_a_third_name(aged: Aged) -> None:
    going_on.accept(aged.context, STAFF)
    set_back(aged.house, aged.rows)
    with pytest.raises(SetAside):
        verifying.report(aged.context, aged.serial)
    assert generation_of(going_on.accept(aged.context, STAFF)) == 3
    assert verifying.report(aged.context, aged.serial).trusted


@pytest.mark.parametrize("lost", [1, 2, 4])
def test_a_process_that_has_seen_what_was_lost_believes_the_log_that_goes_on(house: House, lost: int) -> None:
    serial = issue(house, house.person())
    first, rows = verifying.report(house.context, serial), rows_of(house)
    for n in range(lost):
        step = stewarding.reinstate if n % 2 else stewarding.suspend
        step(house.context, STAFF, serial, "a complaint")
        assert verifying.report(house.context, serial).trusted
    set_back(house, rows)
    going_on.accept(house.context, STAFF)
    assert verifying.report(house.context, serial) == first
    stewarding.suspend(house.context, STAFF, serial, "a complaint")
    seen = verifying.report(house.context, serial)
    assert (seen.trusted, seen.status) == (True, Status.SUSPENDED)
    other = issue(house, house.person("Ed"))
    assert all(one.trusted for one in verifying.reports(house.context, [serial, other]))


def test_a_certificate_whose_file_was_lost_with_its_leaf_is_drawn_and_filed_again(house: House) -> None:
    person = house.person()
    serial = promising.issue(house.context, STAFF, person.email, "listener", person.name, "why", "Experience.")
    with pytest.MonkeyPatch.context() as crash:
        crash.setattr(issuing, "_draw", lambda *_: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            issuing.carry_on(house.context, serial)
    rows = rows_of(house)
    assert issuing.carry_on(house.context, serial)
    assert verifying.report(house.context, serial).trusted
    set_back(house, rows)
    going_on.accept(house.context, STAFF)
    assert verifying.report(house.context, serial).trusted
    assert issuing.carry_on(house.context, serial)
    assert kinds(house) == ["issue", "restore", "file"]
    assert verifying.report(house.context, serial).trusted
    assert verifying.report_on_file(house.context, claiming.pdf(house.context, person, serial)).genuine
    assert checking.verify(house.context).sound


def test_another_machine_learns_from_the_log_that_it_went_on(aged: Aged, tmp_path: Path) -> None:
    other = tmp_path / "another machine"
    shutil.copytree(aged.context.settings.home, other)
    context = replace(afresh(aged.house).context, settings=replace(aged.context.settings, home=other))
    with pytest.raises(SetAside):
        verifying.report(context, aged.serial)
    going_on.accept(aged.context, STAFF)
    assert verifying.report(context, aged.serial).trusted
    assert head_file.note(context.settings) == head_file.note(aged.context.settings)


def test_a_head_of_before_is_never_kept_in_the_place_of_a_newer(house: House) -> None:
    serial = issue(house, house.person())
    older = head_file.note(house.context.settings)
    stewarding.suspend(house.context, STAFF, serial, "a complaint")
    head_file.remember(house.context, older)
    assert kept(house).size == 3
    head_file.remember(house.context, older.replace("\n2\n", "\n9\n"))
    assert kept(house).size == 3
