"""An endorsement is valid only while the certification of its holder is, by every answer."""

from __future__ import annotations

import json
from datetime import timedelta
from io import BytesIO
from pathlib import Path

import pytest
from pypdf import PdfReader
from sqlalchemy import update

from lms.credentials import badge
from lms.credentials.life import Status
from lms.credentials.report import Report
from lms.services import rehearsing
from lms.services.certifying import (
    certificate_list,
    claiming,
    issuing,
    promising,
    sharing,
    specimens,
    stewarding,
    verifying,
)
from lms.services.ground.person import Person
from lms.services.ground.refusals import ClosedDoor, Conflict
from lms.services.log import checking
from lms.store import certificates
from lms.store.tables import CertificateRow
from tests.services.certifying.test_certificates import NAME, earn, issued
from tests.support.site import FILES, House, house_at

ENDORSEMENT = {
    "certificates/quietness/credential.md": (
        "---\ntitle: Quiet Listener\nkind: endorsement\nendorses: certificates/listener\n"
        "requires: [courses/listening]\nsigned_by:\n  - name: The Chair\n    role: Chair\n---\nThe holder is quiet.\n"
    )
}
SITE = {**FILES, **ENDORSEMENT}


@pytest.fixture
def endorsing(house: House) -> House:
    house.serve(SITE)
    return house


def endorsed(house: House, person: Person) -> str:
    serial = claiming.claim(house.context, person, "quietness", NAME, agree=False).holding.serial
    assert serial is not None
    assert issuing.carry_on(house.context, serial)
    return serial


def told(house: House, serial: str) -> Report:
    return verifying.report(house.context, serial)


def lapsed(house: House, serial: str) -> str:
    """Why it is not valid, the same at every door; empty where it is."""
    found = told(house, serial)
    answer = found.to_json()
    (step,) = [one for one in found.steps if one.name == "endorsed"]
    assert answer["status"] == found.status.value == verifying.reports(house.context, [serial])[0].status.value
    assert (step.outcome == "ok") is (found.status is Status.VALID) is (answer["endorses"]["status"] == "valid")
    return "" if found.status is Status.VALID else str(step.words)


def test_an_endorsement_asks_for_a_valid_certification(endorsing: House) -> None:
    amal = endorsing.person()
    earn(endorsing, amal)
    with pytest.raises(ClosedDoor) as refused:
        claiming.claim(endorsing.context, amal, "quietness", NAME, agree=False)
    assert [(one.what, one.message) for one in refused.value.reasons] == [
        ("certificates/listener", "First hold the certification “Good Listener”, and it must be valid.")
    ]
    serial = claiming.claim(endorsing.context, amal, "listener", NAME, agree=True).holding.serial
    assert serial
    with pytest.raises(ClosedDoor):
        claiming.claim(endorsing.context, amal, "quietness", NAME, agree=False)
    issuing.carry_on(endorsing.context, serial)
    stewarding.suspend(endorsing.context, "operator:test", serial, "Looked into.")
    with pytest.raises(ClosedDoor):
        claiming.claim(endorsing.context, amal, "quietness", NAME, agree=False)
    states = {one.credential_id: one.state for one in claiming.mine(endorsing.context, amal)}
    assert states == {"listener": "issued", "quietness": "closed"}
    stewarding.reinstate(endorsing.context, "operator:test", serial, "Nothing found.")
    issuing.carry_on(endorsing.context, serial)
    assert told(endorsing, endorsed(endorsing, amal)).status is Status.VALID


def test_what_it_rests_on_decides_at_once_and_gives_back_what_it_took(endorsing: House) -> None:
    amal = endorsing.person()
    base = issued(endorsing, amal)
    serial = endorsed(endorsing, amal)
    assert lapsed(endorsing, serial) == ""
    stewarding.suspend(endorsing.context, "operator:test", base, "Looked into.")
    assert "has been suspended since 22 November 2026" in lapsed(endorsing, serial)
    stewarding.reinstate(endorsing.context, "operator:test", base, "Nothing found.")
    issuing.carry_on(endorsing.context, base)
    assert lapsed(endorsing, serial) == ""
    stewarding.revoke(endorsing.context, "operator:test", base, "A mistake.")
    assert "was revoked on 22 November 2026" in lapsed(endorsing, serial)
    assert told(endorsing, serial).word == "Not valid"
    mine = {one.credential_id: one.status for one in claiming.mine(endorsing.context, amal)}
    assert mine == {"listener": Status.REVOKED, "quietness": Status.LAPSED}
    lines = {one.record.credential: one.status for one in certificate_list.page(endorsing.context).lines}
    assert lines == {"listener": "revoked", "quietness": "lapsed"}
    assert checking.verify(endorsing.context).sound


def test_it_ends_with_the_term_and_a_correction_carries_it_on(endorsing: House) -> None:
    amal = endorsing.person()
    base = issued(endorsing, amal)
    serial = endorsed(endorsing, amal)
    corrected = stewarding.reissue(endorsing.context, "operator:test", base, "Amal Al-Haddad", "The name.")
    issuing.carry_on(endorsing.context, corrected)
    assert told(endorsing, base).status is Status.REPLACED
    assert lapsed(endorsing, serial) == ""
    answer = told(endorsing, serial).to_json()["endorses"]
    assert (answer["serial"], answer["credential"]) == (corrected, "listener")
    endorsing.clock.turn(timedelta(days=3 * 366))
    assert "ended on" in lapsed(endorsing, serial)


def test_its_own_end_comes_first(endorsing: House) -> None:
    amal = endorsing.person()
    base = issued(endorsing, amal)
    serial = endorsed(endorsing, amal)
    for one in (serial, base):
        stewarding.revoke(endorsing.context, "operator:test", one, "A mistake.")
    assert told(endorsing, serial).status is Status.REVOKED


def test_another_persons_certification_carries_nothing(endorsing: House) -> None:
    amal, rosa = endorsing.person(), endorsing.person("Rosa Lima")
    base = issued(endorsing, amal)
    issued(endorsing, rosa, "Rosa Lima")
    serial = endorsed(endorsing, amal)
    stewarding.revoke(endorsing.context, "operator:test", base, "A mistake.")
    with endorsing.context.database.writing() as session:
        session.execute(update(CertificateRow).where(CertificateRow.serial == serial).values(account_id=rosa.id))
    assert told(endorsing, serial).status is not Status.VALID


def test_paper_page_and_credential_say_so(endorsing: House) -> None:
    amal = endorsing.person()
    base = issued(endorsing, amal)
    serial = endorsed(endorsing, amal)
    words = "Valid only while “Good Listener” of the same holder is valid"
    with endorsing.context.database.reading() as session:
        content = certificates.pdf(session, serial)
        kept = certificates.find(session, serial)
    assert content is not None
    assert kept is not None
    assert kept.claims is not None
    assert words in " ".join(PdfReader(BytesIO(content)).pages[0].extract_text().split())
    assert kept.claims["endorses"] == {"credential": "listener", "title": "Good Listener", "serial": base}
    assert words in told(endorsing, serial).claims.criteria_html  # type: ignore[union-attr]
    attached = PdfReader(BytesIO(content)).attachments["openbadgecredential.json"]
    document = json.loads(attached[0])
    assert badge.condition_in(document).startswith(words)
    assert base in badge.condition_in(document)
    assert [one["genre"] for one in document["evidence"]] == ["courses/listening", "certificates/listener"]


def test_previews_walk_to_what_it_rests_on_first(tmp_path: Path) -> None:
    with house_at(f"sqlite:///{tmp_path / 'x.sqlite'}", tmp_path, ENDORSEMENT, scratch=True) as house:
        context = house.context
        target = rehearsing.find_target(context.catalog(), "certificates.quietness")
        for state, count in (("half-way", 0), ("ready", 1), ("valid", 2), ("revoked", 2)):
            person = rehearsing.pretend(context, target, state).person
            assert [one.state for one in claiming.mine(context, person)].count("issued") == count
        assert (
            "“Good Listener”"
            in specimens.claims_of(
                context.catalog(), context.catalog().credentials["quietness"], NAME, "https://x.example", house.clock()
            ).criteria_html
        )


def test_the_registry_leaves_out_what_rests_on_nothing(endorsing: House) -> None:
    amal = endorsing.person()
    base = issued(endorsing, amal)
    serial = endorsed(endorsing, amal)
    sharing.choose(endorsing.context, amal, serial, listed=True, name_shown="full")
    assert [line.serial for line in sharing.registry(endorsing.context).lines] == [serial]
    stewarding.suspend(endorsing.context, "operator:test", base, "Looked into.")
    assert sharing.registry(endorsing.context).lines == ()


def test_staff_issue_none_that_rests_on_nothing(endorsing: House) -> None:
    amal = endorsing.person()
    with pytest.raises(Conflict, match="no valid certificate"):
        promising.issue(
            endorsing.context, "operator:test", amal.email, "quietness", NAME, "Asked.", awarded_for="Long practice"
        )


def test_a_certificate_that_is_none_is_told_as_before(endorsing: House) -> None:
    answer = told(endorsing, issued(endorsing, endorsing.person())).to_json()
    assert answer["endorses"] is None
    with endorsing.context.database.reading() as session:
        kept = certificates.find(session, answer["serial"])
    assert kept is not None
    assert kept.claims is not None
    assert "endorses" not in kept.claims
