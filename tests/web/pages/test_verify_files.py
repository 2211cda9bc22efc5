"""Files, lists, names, links and the registry, on the pages for strangers."""

from __future__ import annotations

import csv
import json
from io import BytesIO, StringIO

import pytest
from flask import Flask
from PIL import Image

from lms.credentials import baking
from lms.credentials.certificates import from_pem
from lms.credentials.dates import stamp
from lms.credentials.seal import held_key, seal
from lms.services.assessing import results
from lms.services.certifying import changing_keys, claiming, issuing, sharing, stewarding
from lms.services.ground.person import Person
from lms.services.keys.ring import pdf_identity
from lms.store import certificates
from tests.credentials.forgeries import FORGERIES, unsealed
from tests.services.walks import answer, begin, finish_course, right_answers
from tests.support.site import TODAY, House
from tests.support.web import Caller, signed_in
from tests.web.pages.test_assessments import words
from tests.web.pages.test_verify import MISTYPED, is_private, upload


def _png() -> bytes:
    written = BytesIO()
    Image.new("RGB", (2, 2)).save(written, "PNG")
    return written.getvalue()


PNG = _png()
SVG = b'<svg xmlns="http://www.w3.org/2000/svg"></svg>'


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


@pytest.fixture
def credential(house: House, serial: str) -> str:
    with house.context.database.reading() as session:
        text = certificates.badge(session, serial)
    assert text is not None
    return text


def test_the_credential_is_genuine_as_json_and_in_both_pictures(anyone: Caller, credential: str) -> None:
    spaced = json.dumps(dict(reversed(json.loads(credential).items())), indent=8)
    for content in (
        credential.encode(),
        spaced.encode("utf-8-sig"),
        baking.bake_png(PNG, credential),
        baking.bake_svg(SVG, credential),
    ):
        page = upload(anyone, content)
        assert page.status_code == 200, words(page)
        assert "Genuine" in words(page)
        assert "Amal Haddad" in words(page)
        assert is_private(page)


def test_programs_are_told_of_a_file_by_both_doors(
    anyone: Caller, house: House, amal: Person, serial: str, credential: str
) -> None:
    pdf = claiming.pdf(house.context, amal, serial)
    for content, word, status in (
        (pdf, "genuine", 200),
        (credential.encode(), "genuine", 200),
        (pdf + b"\n", "changed", 404),
        (b"%PDF-1.7 nothing", "unreadable", 404),
        (credential.replace("Amal", "Emal").encode(), "not-ours", 404),
    ):
        for address, asked in (("/api/v1/certificates/files", "*/*"), ("/verify", "application/json")):
            sent = {"file": (BytesIO(content), "a file")}
            answer = anyone.client.post(address, data=sent, headers={"Accept": asked})
            told = answer.get_json()
            assert (answer.status_code, told["file"]) == (status, word)
            assert (told["holder"], told["serial"]) == (("Amal Haddad", serial) if status == 200 else (None, None))
            assert told["status"] == ("valid" if status == 200 else "unknown")
            assert answer.headers["Access-Control-Allow-Origin"] == "*"


def test_programs_are_told_where_they_sent_no_file(anyone: Caller) -> None:
    answer = anyone.client.post("/api/v1/certificates/files", data={"other": "x"})
    assert (answer.status_code, answer.content_type) == (422, "application/problem+json")


def test_a_list_keeps_its_columns_and_its_names_are_compared(anyone: Caller, serial: str) -> None:
    asked = f"Name,Number,Team\nAmal Haddad,{serial},North\nBo Berg,{serial},South\nCy,{MISTYPED},\n"
    page = anyone.client.post("/verify/several", data={"file": (BytesIO(asked.encode()), "list.csv")})
    assert "No: another name" in words(page)
    answer = anyone.client.post("/verify/several", data={"list": asked, "as": "csv"})
    rows = list(csv.reader(StringIO(answer.get_data().decode("utf-8-sig"), newline="")))
    assert rows[0][:5] == ["Name", "Number", "Team", "Number", "Status"]
    assert [(*row[:3], row[4], row[-1]) for row in rows[1:]] == [
        ("Amal Haddad", serial, "North", "valid", "yes"),
        ("Bo Berg", serial, "South", "valid", "no"),
        ("Cy", MISTYPED, "", "mistyped", "not compared"),
    ]


def test_a_list_of_names_finds_out_none_where_only_initials_show(
    anyone: Caller, house: House, amal: Person, serial: str
) -> None:
    sharing.choose(house.context, amal, serial, listed=False, name_shown="initials")
    for name in ("Amal Haddad", "Bo Berg"):
        asked = f"Name,Number\n{name},{serial}\n"
        answer = anyone.client.post("/verify/several", data={"list": asked, "as": "csv"})
        assert answer.get_data(as_text=True).strip().endswith("not compared")


def test_an_older_file_leads_to_the_newer_one(anyone: Caller, house: House, serial: str, credential: str) -> None:
    with house.context.database.reading() as session:
        pdf = certificates.pdf(session, serial) or b""
    stewarding.suspend(house.context, "staff", serial, "a reason")
    stewarding.reinstate(house.context, "staff", serial, "a reason")
    for content in (pdf, credential.encode(), baking.bake_png(PNG, credential)):
        page = upload(anyone, content)
        assert page.status_code == 200
        assert "Genuine, and reinstated since: take the newer file." in words(page)
        for address in (f"/certificates/{serial}", f"/verify/{serial}"):
            assert f'href="{address}"' in page.get_data(as_text=True)
        sent = {"file": (BytesIO(content), "a file")}
        told = anyone.client.post("/api/v1/certificates/files", data=sent).get_json()
        assert (told["file"], told["status"], told["superseded"]) == ("genuine", "valid", stamp(TODAY))


def test_a_credential_in_which_anything_was_changed_is_not(anyone: Caller, credential: str) -> None:
    other = credential.replace("Amal Haddad", "Emal Haddad")
    twice = credential.replace("{", '{"name":"Another",', 1)
    for content in (
        other.encode(),
        twice.encode(),
        baking.bake_png(PNG, other),
        baking.bake_svg(SVG, other),
        b"{}",
        SVG,
        PNG,
    ):
        page = upload(anyone, content)
        assert page.status_code == 404
        assert "Not one of ours" in words(page)
        assert "Genuine" not in words(page)


def test_a_changed_pdf_is_told_from_a_foreign_and_an_unsealed_one(
    anyone: Caller, house: House, amal: Person, serial: str
) -> None:
    pdf = claiming.pdf(house.context, amal, serial)
    assert "Genuine" in words(upload(anyone, pdf))
    said = {
        name: words(upload(anyone, FORGERIES[name](pdf)))
        for name in ("a line after the end", "sealed again by a look alike", "the seal taken off", "cut short")
    }
    assert "it was changed after it was sealed" in said["a line after the end"]
    assert "signed, but not by us" in said["sealed again by a look alike"]
    assert "it bears no seal" in said["the seal taken off"]
    assert "could not read this file" in said["cut short"]
    assert not [one for one in said.values() if "Genuine" in one]


def test_what_a_thief_seals_with_a_lost_key_is_nowhere_called_sealed_or_valid(
    anyone: Caller, house: House, amal: Person, serial: str
) -> None:
    settings, now = house.context.settings, house.clock()
    thief = pdf_identity(settings, now)
    page = unsealed(claiming.pdf(house.context, amal, serial))
    forged = seal(page, held_key(thief.private, thief.certificate, thief.chain), now).content
    changing_keys.compromise(house.context, "operator:test", thief.id, "stolen")
    said = words(upload(anyone, forged))
    assert "Not one of ours: the key of its seal was lost to somebody" in said
    assert not [word for word in ("Genuine", "bears our seal", "Valid") if word in said]


def test_fifty_megabytes_are_refused_at_once(anyone: Caller) -> None:
    told = {"CONTENT_LENGTH": str(50 * 1024 * 1024), "CONTENT_TYPE": "multipart/form-data; boundary=x"}
    page = anyone.client.post("/verify", environ_overrides=told)
    assert page.status_code == 413


def test_several_numbers_are_answered_as_a_page_and_as_a_file(anyone: Caller, serial: str) -> None:
    asked = f"Number,Name\n{serial},Amal\n{MISTYPED},Bo\n=cmd,Mallory\n"
    page = anyone.client.post("/verify/several", data={"file": (BytesIO(asked.encode()), "list.csv")})
    assert page.status_code == 200
    assert "1 of 3 are valid" in words(page)
    assert is_private(page)
    answer = anyone.client.post("/verify/several", data={"numbers": asked, "as": "csv"})
    assert answer.headers["Content-Type"] == "text/csv; charset=utf-8"
    rows = list(csv.reader(StringIO(answer.get_data().decode("utf-8-sig"), newline="")))
    assert [row[:2] for row in rows[1:]] == [[serial, "valid"], [MISTYPED, "mistyped"], ["'=cmd", "unknown"]]
    assert rows[1][3] == "Amal Haddad"


@pytest.mark.parametrize("numbers", ["", "\n", "\n".join(["a"] * 502)])
def test_no_number_and_too_many_are_told(anyone: Caller, numbers: str) -> None:
    page = anyone.client.post("/verify/several", data={"numbers": numbers})
    assert page.status_code == 422
    assert 'role="alert"' in page.get_data(as_text=True)


def test_programs_ask_about_several_at_once(anyone: Caller, serial: str) -> None:
    asked = [serial, MISTYPED, "nonsense", serial.lower()]
    answer = anyone.client.post("/api/v1/certificates/reports", json={"serials": asked})
    assert answer.status_code == 200
    assert answer.headers["Access-Control-Allow-Origin"] == "*"
    lines = answer.get_json()["reports"]
    assert [line["asked"] for line in lines] == asked
    assert [line["status"] for line in lines] == ["valid", "mistyped", "unknown", "valid"]
    for wrong in ({}, {"serials": "a"}, {"serials": [1]}, {"serials": ["a"] * 501}, {"serials": ["a" * 4001]}):
        assert anyone.client.post("/api/v1/certificates/reports", json=wrong).status_code == 422


def test_a_name_that_is_typed_is_compared_and_shown_only_where_it_fits(
    anyone: Caller, house: House, amal: Person, serial: str
) -> None:
    sharing.choose(house.context, amal, serial, listed=True, name_shown="initials")
    address = f"/verify/{serial}"
    page = anyone.get(address)
    assert "A. H. holds" in words(page)
    assert "Haddad" not in words(page)
    wrong = anyone.client.post(address, data={"name": "Bo Diddley"})
    assert "That is not the name" in words(wrong)
    assert "Haddad" not in words(wrong)
    right = anyone.client.post(address, data={"name": "amal haddad"})
    assert "Amal Haddad holds" in words(right)
    assert is_private(right)
    assert "A. H." in words(anyone.get("/registry"))
    for _ in range(8):
        anyone.client.post(address, data={"name": "Bo Diddley"})
    assert anyone.client.post(address, data={"name": "Bo Diddley"}).status_code == 429


def test_a_shared_link_shows_the_report_and_then_ends(anyone: Caller, house: House, amal: Person, serial: str) -> None:
    link = sharing.share(house.context, amal, serial, TODAY.date())
    path = "/shared/" + link.rpartition("/")[2]
    page = anyone.get(path)
    assert (page.status_code, is_private(page)) == (200, True)
    assert "Amal Haddad holds" in words(page)
    (one,) = sharing.choices(house.context, amal, serial).links
    sharing.end_link(house.context, amal, serial, one.id)
    assert anyone.get(path).status_code == 404


def test_the_root_of_our_seals_is_given_out(anyone: Caller, serial: str) -> None:
    answer = anyone.get("/.well-known/issuer.pem")
    assert answer.status_code == 200
    (root,) = from_pem(answer.get_data())
    root.verify_directly_issued_by(root)
    assert b"PRIVATE" not in answer.get_data()


def test_the_holder_chooses_on_the_certificate_s_own_page(house: House, amal: Person, serial: str, app: Flask) -> None:
    caller = signed_in(app, house, amal)
    address = f"/certificates/{serial}"
    assert caller.form(f"{address}/showing", {"name_shown": "initials", "listed": "on"}).status_code == 303
    assert sharing.choices(house.context, amal, serial).name_shown == "initials"
    made = caller.form(f"{address}/links", {"last_day": TODAY.date().isoformat()})
    assert "/shared/" in made.get_data(as_text=True)
    assert caller.form(f"{address}/links", {"last_day": "soon"}).status_code == 422
    (one,) = sharing.choices(house.context, amal, serial).links
    assert caller.form(f"{address}/links/{one.id}/end", {}).status_code == 303
    assert sharing.choices(house.context, amal, serial).links == []
