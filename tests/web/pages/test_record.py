"""My record: what was done and when, results as the rules show them; its owner alone sees it."""

from __future__ import annotations

import io

from pypdf import PdfReader

from lms.services.assessing import results
from lms.services.ground.person import Person
from tests.services.assessing.test_mails_asked_for import fail_the_exam
from tests.services.certifying.test_certificates import issued
from tests.services.walks import answer, begin, right_answers
from tests.support.site import FILES, House
from tests.support.web import Caller

EXAM = "content/assessments/exam.md"


def test_it_tells_what_was_done_and_when(browser: Caller, house: House, amal: Person) -> None:
    empty = browser.get("/account/record").text
    assert "No course is begun yet." in empty
    serial = issued(house, amal)
    page = browser.get("/account/record").text
    assert "This is the record of Amal Haddad on 22 November 2026." in page
    assert "Completed on 22 November 2026." in page
    assert '<bdi lang="en">Being quiet</bdi>: 22 November 2026' in page
    assert "passed, with 100% of the points" in page
    assert f"number {serial}, issued on 22 November 2026." in page


def test_a_result_that_the_rules_keep_is_not_in_it(browser: Caller, house: House, amal: Person) -> None:
    house.serve({EXAM: FILES[EXAM].replace("[result, objectives]", "[objectives]")})
    fail_the_exam(house, amal)
    page = browser.get("/account/record").text
    assert "handed in" in page
    assert "of the points" not in page


def test_a_try_under_way_is_not_in_it(browser: Caller, house: House, amal: Person) -> None:
    attempt = begin(house, amal)
    assert "No examination is handed in yet." in browser.get("/account/record").text
    answer(house, amal, attempt, right_answers(house, attempt))
    results.submit(house.context, amal, attempt)
    assert "A check for everyone" in browser.get("/account/record").text


def test_it_can_be_had_as_a_pdf_that_can_be_read_aloud(browser: Caller, house: House, amal: Person) -> None:
    fail_the_exam(house, amal)
    sent = browser.form("/account/record.pdf")
    assert sent.headers["Content-Type"] == "application/pdf"
    pdf = PdfReader(io.BytesIO(sent.data))
    assert str(pdf.root_object["/Lang"]) == "en-GB"
    assert "/StructTreeRoot" in pdf.root_object
    assert pdf.metadata is not None
    assert pdf.metadata.title == "My record"
    assert "The listening examination" in pdf.pages[0].extract_text()


def test_nobody_else_sees_it(other: Caller, anyone: Caller, house: House, amal: Person) -> None:
    fail_the_exam(house, amal)
    assert "Amal" not in other.get("/account/record").text
    assert anyone.get("/account/record").status_code == 303
