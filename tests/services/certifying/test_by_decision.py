"""Certificates issued by hand: what was met is said as met, and what was decided is said as a decision, everywhere."""

from __future__ import annotations

import json
from datetime import timedelta
from io import BytesIO

import pytest
from pypdf import PdfReader
from sqlalchemy import delete

from lms.credentials import baking
from lms.credentials.life import Grounds, Status
from lms.credentials.report import Report
from lms.services.assessing import results
from lms.services.certifying import badging, claiming, issuing, promising, stewarding, verifying
from lms.services.ground.person import Person
from lms.services.ground.refusals import Conflict, Invalid
from lms.services.log import checking
from lms.store import audit
from lms.store.tables import SignatureRow
from tests.services.certifying.test_certificates import NAME, earn, issued
from tests.services.walks import answer, begin, right_answers
from tests.support.site import FILES, House

STAFF = "staff:test"
GROUND = "Ten years of <listening> & more"
PAGE = FILES["certificates/listener/certificate.html"].replace("</body>", "<div>{{ criteria }}</div></body>")
OPEN = {"certificates/listener/certificate.html": PAGE}


def awarded(house: House, person: Person, ground: str = GROUND) -> str:
    serial = promising.issue(house.context, STAFF, person.email, "listener", NAME, "the council", ground)
    assert issuing.carry_on(house.context, serial)
    return serial


def shown(house: House, serial: str) -> Report:
    return verifying.report(house.context, serial)


def credential(house: House, serial: str) -> str:
    given = badging.credential(house.context, serial)
    assert isinstance(given, badging.Given)
    return given.text


def test_paper_page_and_credential_say_that_it_was_a_decision(house: House) -> None:
    house.serve(OPEN)
    amal = house.person()
    serial = awarded(house, amal)
    said = f"Awarded by decision: {GROUND}"
    pages = PdfReader(BytesIO(claiming.pdf(house.context, amal, serial))).pages
    printed = " ".join(" ".join(page.extract_text() for page in pages).split())
    assert said in printed
    report = shown(house, serial)
    assert report.status is Status.VALID
    assert report.claims is not None
    assert (report.claims.ground, report.claims.objectives, report.claims.agreement) == (GROUND, (), "")
    document = credential(house, serial)
    assert json.loads(document)["credentialSubject"]["achievement"]["criteria"]["narrative"] == said
    assert "The holder listens." not in printed + document
    assert checking.verify(house.context).sound


def test_what_was_not_met_is_named_and_nothing_is_issued(house: House) -> None:
    amal = house.person()
    with pytest.raises(Conflict) as refused:
        promising.issue(house.context, STAFF, amal.email, "listener", NAME, "the council")
    for missing in ("“Listening”", "“The listening examination”", "“Code of conduct”", "--ground"):
        assert missing in refused.value.message
    assert claiming.mine(house.context, amal)[0].state == "closed"


def test_who_has_met_everything_gets_an_ordinary_one(house: House) -> None:
    text = FILES["certificates/listener/credential.md"].replace("agree_to: conduct.md\n", "")
    house.serve({"certificates/listener/credential.md": text, "certificates/listener/conduct.md": ""})
    amal = house.person()
    earn(house, amal)
    serial = awarded(house, amal, "")
    claims = shown(house, serial).claims
    assert claims is not None
    assert (claims.ground, claims.to_json()["format"]) == ("", 4)
    assert [one.path for one in claims.evidence] == ["courses/listening", "assessments/exam"]
    assert "The holder listens." in claims.criteria_html


def test_a_code_that_only_the_holder_can_sign_is_a_requirement_too(house: House) -> None:
    amal = house.person()
    earn(house, amal)
    with pytest.raises(Conflict, match="only the holder can sign"):
        promising.issue(house.context, STAFF, amal.email, "listener", NAME, "the council")


def test_what_the_holder_signed_before_is_on_record_and_counts(house: House) -> None:
    amal = house.person()
    first = issued(house, amal)
    stewarding.revoke(house.context, STAFF, first, "by mistake", grounds=Grounds.MISTAKE)
    claims = shown(house, awarded(house, amal, "")).claims
    assert claims is not None
    assert claims.agreement_title == "Code of conduct"
    assert claims.ground == ""


def test_what_was_met_stands_beside_a_decision_all_the_same(house: House) -> None:
    amal = house.person()
    earn(house, amal)
    claims = shown(house, awarded(house, amal)).claims
    assert claims is not None
    assert [one.path for one in claims.evidence] == ["courses/listening", "assessments/exam"]
    assert claims.ground == GROUND


@pytest.mark.parametrize("text", ["  ", "one\ntwo", "gnp\u202e.exe", "x" * 301, "\U000f0000"])
def test_words_that_cannot_be_printed_are_refused_before_anything_is_issued(house: House, text: str) -> None:
    amal = house.person()
    with pytest.raises(Invalid) as refused:
        promising.issue(house.context, STAFF, amal.email, "listener", NAME, "the council", text)
    assert refused.value.field == "awarded_for"
    assert claiming.mine(house.context, amal)[0].state == "closed"


def test_the_audit_log_says_that_it_was_a_decision_and_nothing_of_a_name(house: House) -> None:
    serial = awarded(house, house.person())
    with house.context.database.reading() as session:
        (promised,) = [one for one in audit.entries(session) if one.act == "promise" and one.subject == serial]
    assert promised.details["by"] == "decision"
    assert "listening" not in str(promised.details)


def test_nobody_loses_an_award_by_decision_for_a_code_that_they_never_signed(house: House) -> None:
    serial = awarded(house, house.person())
    with pytest.raises(Conflict, match="signed no code"):
        stewarding.revoke(house.context, STAFF, serial, "a reason", grounds=Grounds.CONDUCT)
    assert shown(house, serial).status is Status.VALID
    stewarding.revoke(house.context, STAFF, serial, "a reason", grounds=Grounds.MISTAKE)
    assert shown(house, serial).status is Status.REVOKED


def test_who_signed_the_code_may_lose_it_for_conduct(house: House) -> None:
    serial = issued(house, house.person())
    stewarding.revoke(house.context, STAFF, serial, "a reason", grounds=Grounds.CONDUCT)
    assert shown(house, serial).status is Status.REVOKED


@pytest.mark.parametrize("again", ["reissue", "sign_again"])
def test_a_new_number_keeps_the_ground(house: House, again: str) -> None:
    serial = awarded(house, house.person())
    if again == "reissue":
        fresh = stewarding.reissue(house.context, STAFF, serial, "Amal Nasser", "a new name")
    else:
        fresh = stewarding.sign_again(house.context, STAFF, serial, "a lost key", "")
    issuing.carry_on(house.context, fresh)
    claims = shown(house, fresh).claims
    assert claims is not None
    assert (claims.ground, claims.replaces) == (GROUND, serial)
    achievement = json.loads(credential(house, fresh))["credentialSubject"]["achievement"]
    assert achievement["criteria"]["narrative"] == f"Awarded by decision: {GROUND}"


def test_a_suspension_can_be_ended_and_the_ground_stays(house: House) -> None:
    serial = awarded(house, house.person())
    stewarding.suspend(house.context, STAFF, serial, "a complaint")
    stewarding.reinstate(house.context, STAFF, serial, "unfounded")
    report = shown(house, serial)
    assert report.status is Status.VALID
    assert report.to_json()["ground"] == GROUND


def test_a_renewal_by_examination_keeps_the_ground_and_bears_the_code_signed_for_it(house: House) -> None:
    text = FILES["certificates/listener/credential.md"].replace(
        "agree_to:", "renew_with: [assessments/exam]\nagree_to:"
    )
    exam = FILES["content/assessments/exam.md"].replace("opens_after: [courses/listening]\n", "")
    house.serve({"certificates/listener/credential.md": text, "content/assessments/exam.md": exam})
    amal = house.person()
    awarded(house, amal)
    house.clock.turn(timedelta(days=3 * 365 - 30))
    attempt = begin(house, amal, "exam")
    answer(house, amal, attempt, right_answers(house, attempt))
    results.submit(house.context, amal, attempt)
    serial = claiming.claim(house.context, amal, "listener", NAME, agree=True).holding.serial
    assert serial is not None
    issuing.carry_on(house.context, serial)
    claims = shown(house, serial).claims
    assert claims is not None
    assert (claims.ground, claims.objectives) == (GROUND, ())
    assert (claims.agreement_title, [one.path for one in claims.evidence]) == ("Code of conduct", ["assessments/exam"])


def test_a_badge_of_an_award_by_decision_is_known_again(house: House) -> None:
    amal = house.person()
    serial = awarded(house, amal)
    for form in ("png", "svg"):
        assert baking.unbake(badging.baked(house.context, amal, serial, form)) == credential(house, serial)
    assert verifying.report_on_file(house.context, credential(house, serial).encode()).genuine


def test_claims_alone_are_no_signature_of_the_code(house: House) -> None:
    amal = house.person()
    serial = issued(house, amal)
    with house.context.database.writing() as session:
        session.execute(delete(SignatureRow).where(SignatureRow.account_id == amal.id))
    with pytest.raises(Conflict, match="signed no code"):
        stewarding.revoke(house.context, STAFF, serial, "a reason", grounds=Grounds.CONDUCT)
