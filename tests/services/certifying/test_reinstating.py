"""Reinstated: the same number and claims, another credential, place and file; and the older file is known again."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import timedelta
from hashlib import sha256
from types import ModuleType

import pytest
from sqlalchemy import select, text

from lms.credentials import leaf as leaf_of
from lms.credentials.attached import CREDENTIAL, RECEIPT
from lms.credentials.badge import verify
from lms.credentials.canonical import digest
from lms.credentials.checkpoint import origin_of
from lms.credentials.did import keys_of
from lms.credentials.life import Status
from lms.credentials.pdfcheck import take_out
from lms.credentials.receipt import Receipt, is_of
from lms.credentials.receipt import verify as holds
from lms.credentials.upload import FileCheck
from lms.questions.quiz import Json
from lms.services.certifying import badging, claiming, evidence, filing, issuing, stewarding, verifying
from lms.services.ground.person import Person
from lms.services.ground.refusals import Conflict, NotFound
from lms.services.log import checking, logbook
from lms.services.privacy import erasing, own_data
from lms.store import certificates, figures, former_files
from lms.store.tables import MailRow
from tests.services.certifying.test_badging import of_before
from tests.services.certifying.test_certificates import issued
from tests.services.log.test_logbook import log_keys, undone
from tests.support.site import House

STAFF = "staff:test"


@dataclass(frozen=True, slots=True)
class Held:
    """What a holder has of a certificate."""

    pdf: bytes
    credential: str

    @property
    def document(self) -> Json:
        return json.loads(self.credential)


def held(house: House, person: Person, serial: str) -> Held:
    given = badging.credential(house.context, serial)
    assert isinstance(given, badging.Given)
    return Held(claiming.pdf(house.context, person, serial), given.text)


def suspend(house: House, serial: str) -> None:
    house.clock.turn(timedelta(days=2))
    stewarding.suspend(house.context, STAFF, serial, "a complaint")


def reinstate(house: House, serial: str) -> None:
    """Suspended and reinstated, its file not drawn yet."""
    suspend(house, serial)
    house.clock.turn(timedelta(days=3))
    assert stewarding.reinstate(house.context, STAFF, serial, "unfounded") == serial


def check(house: House, content: bytes | str) -> FileCheck:
    given = content.encode() if isinstance(content, str) else content
    return verifying.report_on_file(house.context, given)


@pytest.fixture
def amal(house: House) -> Person:
    return house.person("Amal Haddad")


@pytest.fixture
def serial(house: House, amal: Person) -> str:
    return issued(house, amal)


def test_number_and_claims_stay_and_credential_place_and_file_are_new(house: House, amal: Person, serial: str) -> None:
    before, report = held(house, amal, serial), verifying.report(house.context, serial)
    reinstate(house, serial)
    assert not issuing.carry_on(house.context, serial)
    after = held(house, amal, serial)
    assert verifying.report(house.context, serial).claims == report.claims
    changed = {name for name in before.document if before.document[name] != after.document[name]}
    # The salt of the hashed e-mail is another one, as in each credential.
    assert changed == {"credentialStatus", "credentialSubject", "proof"}
    names = [one["credentialSubject"]["identifier"][0] for one in (before.document, after.document)]
    assert names[0] == names[1]
    assert verify(after.document, keys_of(badging.did_document(house.context)))
    assert before.pdf != after.pdf
    assert take_out(after.pdf, CREDENTIAL) == after.credential.encode()


def test_the_receipt_in_the_new_file_is_of_the_leaf_that_names_the_new_credential(
    house: House, amal: Person, serial: str
) -> None:
    reinstate(house, serial)
    issuing.carry_on(house.context, serial)
    after = held(house, amal, serial)
    receipt = Receipt.from_bytes(take_out(after.pdf, RECEIPT) or b"")
    assert receipt is not None
    facts = leaf_of.read(receipt.leaf) or {}
    assert (facts["kind"], facts["credential"]) == ("reinstate", digest(after.document))
    assert holds(receipt, origin_of(house.context.settings.host), log_keys(house))
    claims = verifying.report(house.context, serial).claims
    assert claims is not None
    assert is_of(receipt, serial, claims.hash, digest(after.document))
    for other in (is_of(receipt, serial, claims.hash), is_of(receipt, serial, claims.hash, "0" * 64)):
        assert not other


def test_it_is_valid_from_the_act_on_while_its_file_is_drawn(house: House, amal: Person, serial: str) -> None:
    reinstate(house, serial)
    report = verifying.report(house.context, serial)
    assert report.status is Status.VALID
    assert [step.words for step in report.steps if step.name == "file"] == [
        "It was reinstated, and its new file is just being prepared."
    ]
    page = claiming.holder_page(house.context, amal, serial).holding
    assert (page.state, page.new_file) == ("issued", True)
    with pytest.raises(NotFound, match="still being prepared"):
        claiming.pdf(house.context, amal, serial)
    assert isinstance(badging.credential(house.context, serial), badging.Given)
    assert list(issuing.unfinished(house.context)) == [serial]
    with house.context.database.reading() as session:
        assert figures.oldest_unfinished(session) == house.clock()
        assert figures.new_files(session) == 1
    issuing.carry_on(house.context, serial)
    assert not claiming.holder_page(house.context, amal, serial).holding.new_file
    assert list(issuing.unfinished(house.context)) == []
    assert evidence.prove(house.context).faults == ()


@pytest.mark.parametrize(("module", "step"), [(issuing, "_draw"), (issuing, "_store"), (filing, "enter")])
def test_whatever_breaks_off_any_worker_goes_on(
    house: House, amal: Person, serial: str, monkeypatch: pytest.MonkeyPatch, module: ModuleType, step: str
) -> None:
    reinstate(house, serial)
    with monkeypatch.context() as crash:
        crash.setattr(module, step, lambda *_, **__: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            issuing.carry_on(house.context, serial)
    assert checking.verify(house.context).sound
    assert evidence.prove(house.context).faults == ()
    for unfinished in issuing.unfinished(house.context):
        issuing.carry_on(house.context, unfinished)
    assert issuing.unfinished(house.context) == []
    assert check(house, held(house, amal, serial).pdf).genuine
    assert checking.verify(house.context).sound


def test_a_reinstatement_that_breaks_off_leaves_the_suspension(
    house: House, serial: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    suspend(house, serial)
    for module, name in ((logbook, "_sign"), (former_files, "take_over"), (certificates, "keep_life")):
        with monkeypatch.context() as crash:
            crash.setattr(module, name, lambda *_, **__: 1 / 0)
            with pytest.raises(ZeroDivisionError):
                stewarding.reinstate(house.context, STAFF, serial, "unfounded")
    assert verifying.report(house.context, serial).status is Status.SUSPENDED
    assert checking.verify(house.context).sound


def test_a_file_that_was_drawn_of_a_credential_that_counts_no_more_is_not_stored(
    house: House, amal: Person, serial: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """While it was drawn, it was suspended and reinstated once more."""
    reinstate(house, serial)
    storing = issuing._store

    def late(*given: object, **named: object) -> None:
        monkeypatch.undo()
        reinstate(house, serial)
        storing(*given, **named)  # type: ignore[arg-type]

    monkeypatch.setattr(issuing, "_store", late)
    issuing.carry_on(house.context, serial)
    assert list(issuing.unfinished(house.context)) == [serial]
    issuing.carry_on(house.context, serial)
    after = held(house, amal, serial)
    assert take_out(after.pdf, CREDENTIAL) == after.credential.encode()
    assert checking.verify(house.context).sound


def test_an_older_file_is_genuine_and_says_that_there_is_a_newer_one(house: House, amal: Person, serial: str) -> None:
    before = held(house, amal, serial)
    assert check(house, before.pdf).headline == "Genuine: this is, byte for byte, the file that we issued."
    reinstate(house, serial)
    issuing.carry_on(house.context, serial)
    after = held(house, amal, serial)
    for older in (before.pdf, before.credential):
        found = check(house, older)
        assert found.genuine
        assert found.headline == "Genuine, and reinstated since: take the newer file."
        assert "27 November 2026" in found.words
        assert found.superseded == house.clock()
        assert found.report is not None
        assert found.report.status is Status.VALID
    for newer in (after.pdf, after.credential):
        assert check(house, newer).superseded is None
        assert check(house, newer).genuine
    stewarding.revoke(house.context, STAFF, serial, "a reason")
    assert check(house, before.pdf).headline == "Genuine, but revoked, and an older file."


def test_an_older_file_is_known_while_the_newer_one_is_drawn_and_after_all_is_erased(
    house: House, amal: Person, serial: str
) -> None:
    before = held(house, amal, serial)
    reinstate(house, serial)
    assert check(house, before.pdf).superseded
    issuing.carry_on(house.context, serial)
    erasing.erase(house.context, amal, serial)
    for older in (before.pdf, before.credential):
        found = check(house, older)
        assert found.headline.startswith("Genuine, but erased")
        assert found.superseded is None
        assert "Amal" not in str(found)
    with house.context.database.reading() as session:
        (kept,) = former_files.as_kept(session)
        assert (kept.badge, kept.pdf) == (None, None)
        assert kept.status_index == int(before.document["credentialStatus"]["statusListIndex"])
    assert checking.verify(house.context).sound


def test_what_is_erased_while_its_file_is_drawn_gets_none(house: House, amal: Person, serial: str) -> None:
    reinstate(house, serial)
    erasing.erase(house.context, amal, serial)
    assert list(issuing.unfinished(house.context)) == []
    assert not issuing.carry_on(house.context, serial)
    assert checking.verify(house.context).sound


def test_a_holder_s_own_data_have_the_older_files(house: House, amal: Person, serial: str) -> None:
    reinstate(house, serial)
    issuing.carry_on(house.context, serial)
    (row,) = own_data.export(house.context, amal)["tables"]["former_files"]
    assert row["serial"] == serial
    assert "Amal Haddad" in row["badge"]


@pytest.mark.postgres
def test_reinstated_again_and_again_each_file_is_kept_and_everything_fits(any_house: House) -> None:
    """Also where one was never drawn between two suspensions."""
    house, amal = any_house, any_house.person("Amal Haddad")
    serial = issued(house, amal)
    files = [held(house, amal, serial)]
    reinstate(house, serial)
    reinstate(house, serial)
    assert checking.verify(house.context).altered == ()
    issuing.carry_on(house.context, serial)
    files.append(held(house, amal, serial))
    reinstate(house, serial)
    issuing.carry_on(house.context, serial)
    files.append(held(house, amal, serial))
    places = {one.document["credentialStatus"]["id"] for one in files}
    assert len(places) == 3
    assert [check(house, one.pdf).superseded is None for one in files] == [False, False, True]
    assert [check(house, one.credential).superseded is None for one in files] == [False, False, True]
    with house.context.database.reading() as session:
        kept = list(former_files.as_kept(session))
    assert [one.pdf_hash for one in kept] == [
        sha256(files[0].pdf).hexdigest(),
        None,
        sha256(files[1].pdf).hexdigest(),
    ]
    assert checking.verify(house.context).altered == ()
    assert evidence.prove(house.context).faults == ()


def test_a_certificate_of_before_is_reinstated_as_it_was(
    house: House, amal: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as patched:
        of_before(patched)
        serial = issued(house, amal)
    before = held(house, amal, serial)
    suspend(house, serial)
    assert stewarding.reinstate(house.context, STAFF, serial, "unfounded") == ""
    assert held(house, amal, serial) == before
    assert check(house, before.pdf).headline.startswith("Genuine: ")
    with house.context.database.reading() as session:
        assert list(former_files.as_kept(session)) == []
    assert checking.verify(house.context).sound


def test_claims_that_were_altered_are_not_signed_again(house: House, serial: str) -> None:
    suspend(house, serial)
    with house.context.database.writing() as session:
        session.execute(text("UPDATE certificates SET claims = replace(claims, 'Haddad', 'Hadad')"))
    with pytest.raises(Conflict, match="lms log verify"):
        stewarding.reinstate(house.context, STAFF, serial, "unfounded")


FORGED = b"%PDF-1.7 forged"
OF_FORGED = sha256(FORGED).hexdigest()
EDITS = {
    "another PDF is called a former one": f"UPDATE former_files SET pdf_hash = '{OF_FORGED}'",
    "its bytes too": f"UPDATE former_files SET pdf_hash = '{OF_FORGED}', pdf = x'{FORGED.hex()}'",
    "another credential": "UPDATE former_files SET badge = replace(badge, 'Amal', 'Rosa')",
    "another hash of it": (
        "UPDATE former_files SET badge_hash ="
        " CASE substr(badge_hash, 1, 1) WHEN 'f' THEN 'e' ELSE 'f' END || substr(badge_hash, 2)"
    ),
    "another place": "UPDATE former_files SET status_index = status_index + 1",
    "another list": "UPDATE former_files SET status_list = NULL",
    "another day": "UPDATE former_files SET until = '2020-01-01 00:00:00.000000'",
    "no day at all": "UPDATE former_files SET until = 'never'",
    "another leaf": "UPDATE former_files SET leaf = leaf + 1",
    "gone": "DELETE FROM former_files",
    "once more": (
        "INSERT INTO former_files SELECT serial, 2, until, leaf, file_leaf, badge, badge_hash, pdf, pdf_hash,"
        " signed_with, sealed_with, status_list, status_index FROM former_files"
    ),
    "another list of the newest": "UPDATE certificates SET status_list = NULL",
    "another place of the newest": "UPDATE certificates SET status_index = status_index + 1",
    "no file of the newest": "UPDATE certificates SET pdf_hash = NULL",
}


def test_whatever_is_edited_of_it_shows(house: House, serial: str) -> None:
    reinstate(house, serial)
    issuing.carry_on(house.context, serial)
    signers = log_keys(house)
    with house.context.database.writing() as session:
        for edit in EDITS.values():
            with undone(session):
                session.execute(text(edit))
                assert [one.which for one in checking.altered(session, signers)] == [serial], edit
        assert checking.altered(session, signers) == ()


def test_no_forged_file_is_genuine_by_an_edit_of_the_former_files(house: House, amal: Person, serial: str) -> None:
    forged = json.loads(held(house, amal, serial).credential)
    forged["name"] = "Another title"
    for _ in range(2):
        reinstate(house, serial)
        issuing.carry_on(house.context, serial)
    with house.context.database.writing() as session:
        session.execute(text(f"UPDATE former_files SET pdf_hash = '{OF_FORGED}', badge_hash = '{digest(forged)}'"))
    assert not check(house, FORGED).genuine
    assert not check(house, json.dumps(forged)).genuine


def test_the_holder_is_told_that_there_is_a_new_file_where_there_is_one(
    house: House, amal: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as patched:
        of_before(patched)
        former = issued(house, amal)
    rosa = house.person("Rosa Lind")
    serial = issued(house, rosa, rosa.name)
    for one in (former, serial):
        suspend(house, one)
        stewarding.reinstate(house.context, STAFF, one, "unfounded")
    with house.context.database.reading() as session:
        newest = {row.recipient: row.body for row in session.scalars(select(MailRow).order_by(MailRow.id))}
    told = {email: "there is a new PDF" in body for email, body in newest.items()}
    assert told == {amal.email: False, rosa.email: True}
