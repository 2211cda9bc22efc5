"""Verification, for a stranger with a number, an address or a file."""

from __future__ import annotations

import re
import secrets
from io import BytesIO
from typing import Any
from urllib.parse import quote

import pytest
from flask import Flask, render_template
from sqlalchemy import event
from werkzeug.test import TestResponse

from lms.credentials.report import report
from lms.credentials.serial import new_serial
from lms.services.assessing import results
from lms.services.certifying import claiming, issuing, stewarding
from lms.services.ground.person import Person
from tests.credentials.examples import claims, recorded
from tests.services.walks import answer, begin, finish_course, right_answers
from tests.support.site import House
from tests.support.web import Caller, signed_in
from tests.web.pages.test_assessments import words

MISTYPED = "7K3MD2QX9V4T0HBNR6WE8ZYF1CJ"
EMPTY_FILE = b"Content-Disposition: form-data; name=file; filename=a\r\n\r\n"


@pytest.fixture
def serial(house: House, amal: Person, app: Flask) -> str:
    """An issued certificate of Amal's."""
    finish_course(house, amal)
    attempt = begin(house, amal, "exam")
    answer(house, amal, attempt, right_answers(house, attempt))
    results.submit(house.context, amal, attempt)
    claimed = claiming.claim(house.context, amal, "listener", "Amal Haddad", True).holding.serial
    assert claimed is not None
    issuing.carry_on(house.context, claimed)
    return claimed


def upload(caller: Caller, content: bytes, **fields: Any) -> TestResponse:
    return caller.client.post("/verify", data={"file": (BytesIO(content), "certificate.pdf"), **fields})


@pytest.mark.parametrize(("many", "folded"), [(5, False), (6, True), (22, True)])
def test_a_long_list_of_facts_is_folded_with_its_count_and_the_verdict_stands_first(
    app: Flask, many: int, folded: bool
) -> None:
    objectives = tuple(f"Do thing {n}." for n in range(many))
    amal = claims(objectives=objectives)
    told = report(recorded(amal), amal.issued)
    with app.test_request_context("/verify"):
        page = render_template(
            "verify/report.html", report=told, reason="", as_of="now", typed="", name="", shared=False, elsewhere=""
        )
    main = page[page.index("<main") :]
    assert all(f'<bdi lang="en" dir="ltr">{one}</bdi>' in main for one in objectives)
    assert (f"<details><summary>{many} objectives</summary>" in main) is folded
    assert main.index("<h1") < main.index("Valid: Amal Haddad") < main.index(objectives[0])


def is_private(response: TestResponse) -> bool:
    """No cookie, never stored, never indexed, no referrer."""
    headers = response.headers
    return (
        "Set-Cookie" not in headers
        and headers["Cache-Control"] == "no-store"
        and headers["X-Robots-Tag"] == "noindex"
        and headers["Referrer-Policy"] == "no-referrer"
    )


def test_a_valid_certificate_says_so_first_and_shows_every_printed_fact(anyone: Caller, serial: str) -> None:
    page = anyone.get(f"/verify/{serial}")
    said = words(page)
    assert page.status_code == 200
    assert "Valid: Amal Haddad holds" in said
    for fact in ("Good Listener", "22 November 2026", "22 November 2029", "The Test Programme", "The Chair", serial):
        assert fact in said
    assert "It is not a clinical qualification." in said
    assert is_private(page)
    assert '<meta name="robots" content="noindex">' in page.get_data(as_text=True)


def test_a_title_that_runs_the_other_way_does_not_turn_the_day_beside_it_around(anyone: Caller, serial: str) -> None:
    lines = re.findall(r"<bdi([^>]*)>[^<]*، 2\d نوفمبر 2026</bdi>", anyone.get(f"/verify/{serial}?language=ar").text)
    assert set(lines) == {' dir="rtl"'}


def test_what_is_too_long_to_look_through_is_never_called_unknown(anyone: Caller, serial: str) -> None:
    page = anyone.client.get("/verify", query_string={"number": "A long mail. " * 400 + serial})
    assert page.status_code == 400
    assert "Please paste the number alone, or the sentence that it stands in." in words(page)


def test_the_number_may_be_written_in_any_case_and_without_dashes(anyone: Caller, serial: str) -> None:
    for written in (serial.lower(), serial.replace("-", ""), serial.replace("-", " ")):
        assert anyone.get(f"/verify/{written}").status_code == 200


@pytest.mark.parametrize(
    "written", ["{}", " {} ", "http://127.0.0.1:8000/verify/{}", "http://127.0.0.1:8000/verify/{}?a=b", "127.0.0.1/{}"]
)
def test_a_typed_number_or_a_pasted_address_leads_to_the_report(anyone: Caller, serial: str, written: str) -> None:
    found = anyone.client.get("/verify", query_string={"number": written.format(serial.lower())})
    assert (found.status_code, found.headers["Location"]) == (303, f"/verify/{serial}")


@pytest.mark.parametrize(
    ("written", "site"),
    [
        ("https://example.org/verify/{}?a=b", "example.org"),
        ("evil.example/verify/{}", "evil.example"),
        ("https://127.0.0.1@evil.example:8000/verify/{}", "evil.example"),
        ("Look: HTTPS://Evil.Example/x?y={}", "evil.example"),
        ("https://certifіcates.example/verify/{}", "xn--certifcates-4vj.example"),
    ],
)
def test_an_address_of_another_site_leads_to_our_record_and_says_so(
    anyone: Caller, serial: str, written: str, site: str
) -> None:
    found = anyone.client.get("/verify", query_string={"number": written.format(serial)})
    assert (found.status_code, found.headers["Location"]) == (303, f"/verify/{serial}?site={site}")
    page = words(anyone.get(found.headers["Location"]))
    assert f"The address that you gave is one of {site}" in page
    assert "Amal Haddad" in page


@pytest.mark.parametrize("site", ["127.0.0.1:8000", "", "Your bank: call 0123", "<b>x</b>", "a b.example"])
def test_nothing_but_the_name_of_another_site_is_said_of_one(anyone: Caller, serial: str, site: str) -> None:
    page = anyone.client.get(f"/verify/{serial}", query_string={"site": site})
    assert "The address that you gave" not in words(page)


def test_the_page_says_as_of_when_and_its_title_no_status(anyone: Caller, serial: str) -> None:
    for _ in range(2):
        page = anyone.get(f"/verify/{serial}")
        assert re.search(r"As of \d+ \w+ \d{4} at \d\d:\d\d UTC", words(page))
        title = page.get_data(as_text=True).partition("<title>")[2].partition("</title>")[0]
        assert title.startswith(f"Certificate {serial}")


@pytest.mark.parametrize(
    "written", ["{}.", "({})", "“{}”", "No. {}", "Certificate number: {}", "It says {}, and no more."]
)
def test_a_number_is_found_in_what_was_pasted_around_it(anyone: Caller, serial: str, written: str) -> None:
    found = anyone.client.get("/verify", query_string={"number": written.format(serial)})
    assert (found.status_code, found.headers["Location"]) == (303, f"/verify/{serial}")
    assert anyone.get(f"/verify/{quote(written.format(serial))}").status_code == 200


def test_several_numbers_in_one_paste_lead_to_the_page_for_several(anyone: Caller, serial: str) -> None:
    other = new_serial(secrets.token_bytes).text
    page = anyone.client.get("/verify", query_string={"number": f"{serial} and {other}."})
    assert page.status_code == 200
    assert "There are 2 numbers in what you pasted." in words(page)
    assert f">{serial}\n{other}</textarea>" in page.text


@pytest.mark.parametrize("cut", [slice(0, -1), slice(1, None), slice(0, 20)])
def test_a_number_that_is_not_whole_is_called_mistyped_and_the_reason_said(
    anyone: Caller, serial: str, cut: slice
) -> None:
    page = anyone.get(f"/verify/{serial[cut]}")
    assert page.status_code == 400
    assert "Mistyped" in words(page)
    assert "27 letters and figures" in words(page)


def test_unknown_and_malformed_numbers_answer_alike(anyone: Caller) -> None:
    said = set()
    for text in ("0000-nonsense", "x", "a/b/c", "%00", "<script>", "é"):
        page = anyone.get(f"/verify/{text}")
        assert page.status_code == 404, text
        assert is_private(page)
        said.add(words(page).partition("You asked for")[0])
    assert len(said) == 1
    assert anyone.client.get("/verify", query_string={"number": "nonsense"}).status_code == 404


def test_a_mistyped_number_is_told_from_an_unknown_one(anyone: Caller) -> None:
    page = anyone.get(f"/verify/{MISTYPED}")
    assert page.status_code == 400
    assert "Mistyped" in words(page)
    assert f'value="{MISTYPED}"' in page.get_data(as_text=True)
    assert anyone.client.get("/verify", query_string={"number": MISTYPED}).status_code == 400


def test_a_revoked_certificate_still_answers_and_gives_the_public_reason(
    anyone: Caller, house: House, serial: str
) -> None:
    stewarding.revoke(house.context, "staff", serial, "a secret reason", "It was given by mistake.")
    page = anyone.get(f"/verify/{serial}")
    assert page.status_code == 200
    assert words(page).count("Revoked: Amal Haddad") == 1
    assert "It was given by mistake." in words(page)
    assert "secret" not in page.get_data(as_text=True)


def test_programs_get_json_from_the_same_address(anyone: Caller, serial: str) -> None:
    for accept, kind in (
        ("application/json", "application/json"),
        ("text/html,application/xhtml+xml,*/*;q=0.8", "text/html; charset=utf-8"),
        ("*/*", "text/html; charset=utf-8"),
        ("nonsense", "text/html; charset=utf-8"),
    ):
        answer = anyone.get(f"/verify/{serial}", Accept=accept)
        assert (answer.status_code, answer.content_type, answer.headers["Vary"]) == (200, kind, "Accept"), accept
    report = anyone.get(f"/verify/{serial}", Accept="application/json")
    assert report.get_json()["status"] == "valid"
    assert report.headers["Access-Control-Allow-Origin"] == "*"
    assert is_private(report)
    for address in (f"/verify/{MISTYPED}", f"/verify?number={MISTYPED}"):
        mistyped = anyone.get(address, Accept="application/json")
        assert (mistyped.status_code, mistyped.get_json()["status"]) == (400, "mistyped"), address


def test_the_page_costs_two_statements_at_most_and_reads_no_session(
    app: Flask, house: House, amal: Person, serial: str
) -> None:
    browser = signed_in(app, house, amal)
    statements: list[str] = []
    event.listen(house.context.database.engine, "before_cursor_execute", lambda *a: statements.append(a[2]))
    page = browser.get(f"/verify/{serial}")
    asked = [one for one in statements if one.startswith("SELECT")]
    assert page.status_code == 200
    assert len(asked) <= 2, asked
    assert not any("sessions" in one for one in asked)
    assert "Sign out" not in words(page)


def test_the_file_that_was_issued_is_genuine(anyone: Caller, house: House, amal: Person, serial: str) -> None:
    pdf = claiming.pdf(house.context, amal, serial)
    page = upload(anyone, pdf)
    assert page.status_code == 200
    assert "Genuine" in words(page)
    assert "Valid: Amal Haddad holds" in words(page)
    assert is_private(page)


def test_a_file_with_one_byte_changed_is_not(anyone: Caller, house: House, amal: Person, serial: str) -> None:
    pdf = claiming.pdf(house.context, amal, serial)
    for changed in (pdf + b" ", pdf[:-1], bytes([pdf[0] ^ 1]) + pdf[1:], b"%PDF-1.7 forged"):
        page = upload(anyone, changed)
        assert page.status_code == 404
        assert "Genuine" not in words(page)
        assert "Amal" not in words(page)


def test_a_revoked_file_is_genuine_and_revoked(anyone: Caller, house: House, amal: Person, serial: str) -> None:
    pdf = claiming.pdf(house.context, amal, serial)
    stewarding.revoke(house.context, "staff", serial, "a reason", "")
    assert "Revoked: Amal Haddad" in words(upload(anyone, pdf))


def test_a_file_of_ten_mebibytes_is_taken_and_a_larger_one_is_not(anyone: Caller) -> None:
    size = 10 * 1024 * 1024
    assert upload(anyone, b"x" * size).status_code == 404
    assert upload(anyone, b"x" * (size + 1)).status_code == 413
    assert upload(anyone, b"x" * (size + 100_000)).status_code == 413


@pytest.mark.parametrize(
    ("data", "kind"),
    [
        (b"", ""),
        (b"", "multipart/form-data"),
        (b"--x\r\nnonsense", "multipart/form-data; boundary=x"),
        (b"--x\r\n\r\n--x--", "multipart/form-data; boundary=x"),
        (b"number=", "application/x-www-form-urlencoded"),
        (b"{}", "application/json"),
        (b"--x\r\n" + EMPTY_FILE + b"\r\n--x--", "multipart/form-data; boundary=x"),
    ],
)
def test_an_upload_without_a_file_asks_for_one(anyone: Caller, data: bytes, kind: str) -> None:
    page = anyone.client.post("/verify", data=data, content_type=kind)
    assert page.status_code == 422
    assert "Choose the file first" in words(page)


def test_a_form_of_many_parts_is_refused(anyone: Caller) -> None:
    fields = {f"part{n}": "x" for n in range(50)}
    assert upload(anyone, b"x", **fields).status_code == 413


def test_many_unknown_numbers_and_files_are_asked_to_wait(anyone: Caller, serial: str) -> None:
    for _ in range(59):
        assert anyone.get("/verify/nonsense").status_code == 404
    assert upload(anyone, b"x").status_code == 404
    refused = anyone.get("/verify/nonsense")
    assert refused.status_code == 429
    assert int(refused.headers["Retry-After"]) > 0
    assert "Set-Cookie" not in refused.headers
    # Whoever has a real number is not held up by it.
    assert anyone.get(f"/verify/{serial}").status_code == 200


def test_the_pages_hold_what_people_typed_as_text(anyone: Caller) -> None:
    page = anyone.client.get("/verify", query_string={"number": '"><script>alert(1)</script>'})
    assert "<script>alert" not in page.get_data(as_text=True)
