"""A learner's certificates, without a script."""

from __future__ import annotations

import pytest
from flask import Flask

from lms.content.translations.texts import stamp_of
from lms.services.assessing import results
from lms.services.certifying import claiming, issuing, stewarding
from lms.services.ground.person import Person
from lms.web.pages.certificates.file_names import file_name
from tests.services.walks import answer, begin, finish_course, right_answers
from tests.support import spanish
from tests.support.site import House
from tests.support.web import Caller, signed_in
from tests.web.pages.test_assessments import words

CLAIM = {"name": "Amal Haddad", "agree": "yes"}


def earn(house: House, person: Person) -> None:
    finish_course(house, person)
    attempt = begin(house, person, "exam")
    answer(house, person, attempt, right_answers(house, attempt))
    results.submit(house.context, person, attempt)


def claimed(browser: Caller, house: House, person: Person, *, drawn: bool = True) -> str:
    """The address of a certificate that was earned and claimed."""
    earn(house, person)
    place = browser.form("/certificates/claim/listener", CLAIM).headers["Location"]
    if drawn:
        issuing.carry_on(house.context, place.rpartition("/")[2])
    return str(place)


def test_what_is_closed_says_what_opens_it_and_leads_there(browser: Caller) -> None:
    page = browser.get("/certificates")
    assert "First finish the course “Listening”." in words(page)
    assert 'href="/courses/listening"' in page.get_data(as_text=True)
    door = browser.get("/certificates/claim/listener")
    assert (door.status_code, "First finish the course" in words(door)) == (403, True)


def test_the_claim_shows_the_name_as_printed_and_the_code_of_conduct(
    browser: Caller, house: House, amal: Person
) -> None:
    earn(house, amal)
    assert "Ready for you" in words(browser.get("/certificates"))
    page = browser.get("/certificates/claim/listener")
    assert 'value="Amal Haddad"' in page.get_data(as_text=True)
    assert "I will listen." in words(page)


def test_a_code_of_conduct_in_translation_stands_beside_the_original_that_is_signed(
    browser: Caller, house: House, amal: Person
) -> None:
    stamp = stamp_of("# Code of conduct\n\nI will listen.")
    conduct = f"---\ntranslates:\n  prose: body={stamp}\n---\n# Código de conducta\n\nEscucharé.\n"
    house.serve({**spanish.under("de"), "certificates/listener/conduct.de.md": conduct})
    earn(house, amal)
    page = browser.get("/certificates/claim/listener?language=de").text
    assert 'class="sheet agreement" lang="de" dir="ltr"' in page
    assert page.index("Escucharé.") < page.index("I will listen.")
    assert "This is a translation." in page
    assert "This is a translation." not in browser.get("/certificates/claim/listener?language=en").text
    browser.form("/certificates/claim/listener?language=de", CLAIM)
    (record,) = claiming.mine(house.context, amal)
    assert record.serial


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"name": "", "agree": "yes"}, "name"),
        ({"name": "Amal\u202eHaddad", "agree": "yes"}, "name"),
        ({"name": "Amal Haddad"}, "agree"),
    ],
)
def test_a_refused_claim_is_given_back_with_what_was_typed(
    browser: Caller, house: House, amal: Person, fields: dict[str, str], said: str
) -> None:
    earn(house, amal)
    page = browser.form("/certificates/claim/listener", fields)
    assert page.status_code == 422
    assert "Nothing is issued yet." in words(page)
    assert f'id="{said}-complaint"' in page.get_data(as_text=True)
    assert "Ready for you" in words(browser.get("/certificates"))


def test_a_claimed_certificate_is_prepared_and_the_page_looks_again_by_itself(
    browser: Caller, house: House, amal: Person
) -> None:
    place = claimed(browser, house, amal, drawn=False)
    waiting = browser.get(place)
    assert "being prepared" in words(waiting)
    assert int(waiting.headers["Refresh"]) > 0
    assert browser.get(f"{place}.pdf").status_code == 404
    issuing.carry_on(house.context, place.rpartition("/")[2])
    assert "Download the PDF" in words(browser.get(place))


def test_who_was_reinstated_reads_that_the_new_file_is_being_prepared(
    browser: Caller, house: House, amal: Person
) -> None:
    place = claimed(browser, house, amal)
    serial = place.rpartition("/")[2]
    former = browser.get(f"{place}.pdf").data
    stewarding.suspend(house.context, "staff", serial, "a reason")
    stewarding.reinstate(house.context, "staff", serial, "a reason")
    page = words(browser.get(place))
    assert "Valid" in page
    assert "Its new PDF is being prepared" in page
    assert "Download the PDF" not in page
    assert browser.get(f"{place}.pdf").status_code == 404
    issuing.carry_on(house.context, serial)
    page = words(browser.get(place))
    assert "being prepared" not in page
    assert "Download the PDF" in page
    assert browser.get(f"{place}.pdf").data != former


def test_claiming_twice_leads_to_the_one_certificate(browser: Caller, house: House, amal: Person) -> None:
    place = claimed(browser, house, amal)
    assert browser.form("/certificates/claim/listener", CLAIM).headers["Location"] == place
    assert browser.get("/certificates/claim/listener").headers["Location"] == place


def test_the_holder_downloads_the_pdf_under_a_sensible_name(browser: Caller, house: House, amal: Person) -> None:
    place = claimed(browser, house, amal)
    pdf = browser.get(f"{place}.pdf")
    assert (pdf.status_code, pdf.content_type, pdf.data[:5]) == (200, "application/pdf", b"%PDF-")
    first = place.rpartition("/")[2].partition("-")[0]
    assert pdf.headers["Content-Disposition"] == f"attachment; filename=Good-Listener-{first}.pdf"
    assert pdf.headers["Cache-Control"] == "no-store"


@pytest.mark.parametrize(
    ("title", "name"),
    [
        ("Certified Patient Leader", "Certified-Patient-Leader-7K3M.pdf"),
        ('A "title"; with\r\nlines/../', "A-title-with-lines-7K3M.pdf"),
        ("قائد المرضى", "Certificate-7K3M.pdf"),
        ("Référent·e", "Referente-7K3M.pdf"),
    ],
)
def test_a_file_name_is_plain_on_every_system(title: str, name: str) -> None:
    assert file_name(title, "7k3m-d2qx", "pdf") == name


def test_the_holder_page_has_the_address_to_give_away(browser: Caller, house: House, amal: Person) -> None:
    place = claimed(browser, house, amal)
    serial = place.rpartition("/")[2]
    page = browser.get(place).get_data(as_text=True)
    assert f'value="http://127.0.0.1:8000/verify/{serial}"' in page
    assert browser.get(place.lower()).headers["Location"] == place


def test_a_revoked_certificate_says_so_to_its_holder(browser: Caller, house: House, amal: Person) -> None:
    place = claimed(browser, house, amal)
    stewarding.revoke(house.context, "staff", place.rpartition("/")[2], "a secret reason", "It was given by mistake.")
    said = words(browser.get(place))
    assert "Revoked" in said
    assert "It was given by mistake." in said
    assert "secret" not in said


def test_a_certificate_of_somebody_else_is_as_unknown_as_any(
    app: Flask, browser: Caller, other: Caller, anyone: Caller, house: House, amal: Person
) -> None:
    place = claimed(browser, house, amal)
    for path in (place, f"{place}.pdf"):
        assert other.get(path).status_code == 404
        assert anyone.get(path).status_code == 303
    assert other.get("/certificates/7K3M-D2QX").status_code == 404
    assert signed_in(app, house, amal).get(place).status_code == 200


def test_a_holder_sees_the_certificate_itself_and_nobody_else_does(
    browser: Caller, app: Flask, house: House, amal: Person
) -> None:
    place = claimed(browser, house, amal)
    assert f'src="{place}/picture.png"' in browser.get(place).text
    picture = browser.get(f"{place}/picture.png")
    assert (picture.content_type, picture.data[:4]) == ("image/png", b"\x89PNG")
    assert signed_in(app, house, house.person("Bo")).get(f"{place}/picture.png").status_code == 404
