"""A certificate from the promise to its end: claimed, issued exactly once, verified, revoked, corrected."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from io import BytesIO

import pytest
from pypdf import PdfReader

from lms.credentials.life import Status
from lms.services.assessing import results
from lms.services.certifying import claiming, issuing, promising, stewarding, verifying
from lms.services.ground.person import Person
from lms.services.ground.refusals import ClosedDoor, Conflict, Invalid, NotFound
from lms.services.log import auditing
from lms.store import certificates
from tests.services.walks import answer, begin, finish_course, right_answers
from tests.support.site import FILES, House

NAME = "Amal Haddad"


def earn(house: House, person: Person) -> None:
    finish_course(house, person)
    attempt = begin(house, person, "exam")
    answer(house, person, attempt, right_answers(house, attempt))
    results.submit(house.context, person, attempt)


def issued(house: House, person: Person, name: str = NAME) -> str:
    earn(house, person)
    serial = claiming.claim(house.context, person, "listener", name, agree=True).holding.serial
    assert serial is not None
    assert issuing.carry_on(house.context, serial)
    return serial


def test_a_certificate_is_closed_then_ready_then_preparing_then_issued(house: House) -> None:
    amal = house.person()
    states = [claiming.mine(house.context, amal)[0]]
    earn(house, amal)
    states.append(claiming.mine(house.context, amal)[0])
    serial = claiming.claim(house.context, amal, "listener", NAME, agree=True).holding.serial
    assert serial is not None
    states.append(claiming.mine(house.context, amal)[0])
    issuing.carry_on(house.context, serial)
    states.append(claiming.mine(house.context, amal)[0])
    assert [one.state for one in states] == ["closed", "ready", "preparing", "issued"]
    assert [reason.what for reason in states[0].reasons] == ["courses/listening", "assessments/exam"]
    assert states[3].status is Status.VALID


def test_what_was_not_earned_is_not_claimed(house: House) -> None:
    amal = house.person()
    finish_course(house, amal)
    with pytest.raises(ClosedDoor) as refused:
        claiming.claim(house.context, amal, "listener", NAME, agree=True)
    assert [reason.what for reason in refused.value.reasons] == ["assessments/exam"]


def test_an_unconfirmed_address_may_learn_and_not_claim(house: House) -> None:
    amal = house.person()
    earn(house, amal)
    with pytest.raises(ClosedDoor) as refused:
        claiming.claim(house.context, replace(amal, confirmed=False), "listener", NAME, agree=True)
    assert [reason.kind for reason in refused.value.reasons] == ["email"]


def test_the_agreement_must_be_signed(house: House) -> None:
    amal = house.person()
    earn(house, amal)
    with pytest.raises(Invalid) as refused:
        claiming.claim(house.context, amal, "listener", NAME, agree=False)
    assert refused.value.field == "agree"


@pytest.mark.parametrize("name", ["", "  ", "Amal\u202eHaddad", "x" * 300, "Amal \U000e0041", "Amal\nHaddad\x00"])
def test_a_name_that_cannot_be_printed_is_refused_before_anything_is_issued(house: House, name: str) -> None:
    amal = house.person()
    earn(house, amal)
    with pytest.raises(Invalid) as refused:
        claiming.claim(house.context, amal, "listener", name, agree=True)
    assert refused.value.field == "name"
    assert claiming.mine(house.context, amal)[0].state == "ready"


def test_claiming_again_under_another_name_gives_the_first_certificate(house: House) -> None:
    amal = house.person()
    serial = issued(house, amal)
    again = claiming.claim(house.context, amal, "listener", "Somebody Else", agree=True)
    assert (again.created, again.holding.serial, again.holding.holder) == (False, serial, NAME)


def test_issuing_goes_on_from_every_state_that_a_crash_can_leave(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    amal = house.person()
    earn(house, amal)
    serial = claiming.claim(house.context, amal, "listener", NAME, agree=True).holding.serial
    assert serial is not None
    assert list(issuing.unfinished(house.context)) == [serial]
    with monkeypatch.context() as crash:
        crash.setattr(issuing, "_issue", lambda *_: False)
        issuing.carry_on(house.context, serial)
    assert verifying.report(house.context, serial).status is Status.UNKNOWN
    assert list(issuing.unfinished(house.context)) == [serial]
    assert issuing.carry_on(house.context, serial)
    assert not issuing.carry_on(house.context, serial)
    assert list(issuing.unfinished(house.context)) == []
    assert verifying.report(house.context, serial).status is Status.VALID


def test_a_stranger_reads_every_printed_fact(house: House) -> None:
    serial = issued(house, house.person())
    report = verifying.report(house.context, serial.lower().replace("-", " "))
    assert report.status is Status.VALID
    shown = report.to_json()
    assert (shown["holder"], shown["serial"]) == (NAME, serial)
    assert {step.outcome.value for step in report.steps} <= {"ok", "not-checked"}


def test_the_file_itself_is_known_and_one_changed_byte_is_not(house: House) -> None:
    amal = house.person()
    serial = issued(house, amal)
    content = claiming.pdf(house.context, amal, serial)
    assert verifying.report_on_file(house.context, content).genuine
    assert not verifying.report_on_file(house.context, content + b"\n").genuine
    assert not verifying.report_on_file(house.context, b"").genuine


def test_an_edit_of_the_design_between_promise_and_drawing_changes_nothing(house: House) -> None:
    amal, rosa = house.person(), house.person("Rosa Lind")
    for person in (amal, rosa):
        earn(house, person)
    first = claiming.claim(house.context, amal, "listener", NAME, agree=True).holding.serial
    page = FILES["certificates/listener/certificate.html"].replace("<h1>", "<h1>Edited ")
    house.serve({"certificates/listener/certificate.html": page})
    assert first is not None
    issuing.carry_on(house.context, first)
    again = house.context
    with again.database.reading() as session:
        record = certificates.find(session, first)
        assert record is not None
        design = claiming.unpack_design(certificates.design(session, record.design))
    assert "Edited" not in design.html
    printed = PdfReader(BytesIO(claiming.pdf(house.context, amal, first))).pages[0].extract_text()
    assert NAME in printed
    assert "Edited" not in printed


def test_what_staff_issue_says_nothing_of_an_agreement_that_nobody_signed(house: House) -> None:
    amal = house.person()
    serial = promising.issue(house.context, "staff:test", amal.email, "listener", NAME, "why", "Experience.")
    issuing.carry_on(house.context, serial)
    claims = verifying.report(house.context, serial).claims
    assert claims is not None
    assert (claims.agreement, claims.agreement_title) == ("", "")


def test_somebody_elses_certificate_is_not_found(house: House) -> None:
    serial = issued(house, house.person())
    rosa = house.person("Rosa Lind")
    for act in (claiming.pdf, claiming.holder_page):
        with pytest.raises(NotFound):
            act(house.context, rosa, serial)


def test_a_revoked_certificate_is_an_answer_and_stays_one(house: House) -> None:
    serial = issued(house, house.person())
    stewarding.revoke(house.context, "staff:test", serial, "private reason", "public words")
    report = verifying.report(house.context, serial)
    assert report.status is Status.REVOKED
    shown = str(report.to_json())
    assert "public words" in shown
    assert "private reason" not in shown
    with pytest.raises(Conflict):
        stewarding.reinstate(house.context, "staff:test", serial, "again")


def test_a_suspension_can_be_ended(house: House) -> None:
    serial = issued(house, house.person())
    stewarding.suspend(house.context, "staff:test", serial, "a complaint")
    assert verifying.report(house.context, serial).status is Status.SUSPENDED
    stewarding.reinstate(house.context, "staff:test", serial, "unfounded")
    assert verifying.report(house.context, serial).status is Status.VALID


def test_an_act_without_a_reason_is_refused(house: House) -> None:
    serial = issued(house, house.person())
    with pytest.raises(Invalid):
        stewarding.revoke(house.context, "staff:test", serial, "  ")
    assert verifying.report(house.context, serial).status is Status.VALID


def test_a_corrected_name_is_a_new_certificate_and_the_old_one_says_replaced(house: House) -> None:
    amal = house.person()
    serial = issued(house, amal)
    house.clock.turn(timedelta(days=3))
    fresh = stewarding.reissue(house.context, "staff:test", serial, "Amal Haddad-Nasser", "married", "A new name.")
    issuing.carry_on(house.context, fresh)
    old, new = verifying.report(house.context, serial), verifying.report(house.context, fresh)
    assert (old.status, new.status) == (Status.REPLACED, Status.VALID)
    assert "A new name." in str(old.to_json())
    assert "married" not in str(old.to_json())
    assert new.claims is not None
    assert new.claims.holder == "Amal Haddad-Nasser"
    assert new.claims.issued == house.clock() - timedelta(days=3)
    assert claiming.mine(house.context, amal)[0].serial == fresh


def test_a_certificate_expires_by_itself(house: House) -> None:
    serial = issued(house, house.person())
    house.clock.turn(timedelta(days=3 * 366))
    assert verifying.report(house.context, serial).status is Status.EXPIRED


def test_what_is_no_number_answers_alike_and_a_slip_says_so(house: House) -> None:
    answers = {repr(verifying.report(house.context, text).to_json()) for text in ("x", "", "../../etc")}
    assert len(answers) == 1
    assert verifying.report(house.context, "7" * 26).status is Status.MISTYPED


def test_every_act_is_in_an_audit_log_that_adds_up(house: House) -> None:
    serial = issued(house, house.person())
    stewarding.suspend(house.context, "staff:test", serial, "a complaint")
    assert auditing.verify(house.context).first_altered is None
