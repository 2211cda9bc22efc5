"""Certificates for machines: the credential, the keys and the lists at their addresses; the badge for its holder."""

from __future__ import annotations

import json
from urllib.parse import parse_qs, urlsplit

import pytest
from openbadgeslib.ob3.credential import OpenBadgeCredential
from openbadgeslib.ob3.status import check_credential_status
from openbadgeslib.ob3.verifier import OB3VerificationError
from sqlalchemy import update

from lms.credentials.badge import verify
from lms.credentials.baking import unbake
from lms.credentials.canonical import digest
from lms.credentials.did import keys_of
from lms.questions.quiz import Json
from lms.services.certifying import issuing, stewarding
from lms.services.ground.person import Person
from lms.store.tables import CertificateRow
from tests.credentials.test_verifiers import their_clock
from tests.credentials.verifiers import ask
from tests.services.certifying.test_badging import claimed, erase, issued
from tests.support.site import House
from tests.support.web import Caller
from tests.verifiers.one_ed_tech import Verdict, verdict

MISTYPED = "7K3MD2QX9V4T0HBNR6WE8ZYF1CJ"
VC = "application/vc+ld+json"


@pytest.fixture
def serial(house: House, amal: Person) -> str:
    number = claimed(house, amal)
    issued(house, number)
    return number


def test_the_credential_is_at_its_own_address(anyone: Caller, serial: str) -> None:
    answer = anyone.get(f"/certificates/{serial}/credential.json")
    headers = answer.headers
    assert (answer.status_code, answer.content_type) == (200, VC)
    assert headers["Access-Control-Allow-Origin"] == "*"
    assert headers["Cache-Control"] == "private, no-cache"
    assert headers["X-Robots-Tag"] == "noindex"
    assert "Set-Cookie" not in headers
    credential = json.loads(answer.data)
    assert credential["id"] == f"http://127.0.0.1:8000/certificates/{serial}/credential.json"
    assert verify(credential, keys_of(anyone.get("/.well-known/did.json").get_json(force=True)))


def test_what_was_fetched_before_costs_no_second_download(anyone: Caller, serial: str) -> None:
    for address in (f"/certificates/{serial}/credential.json", "/.well-known/did.json", "/status/ended-1"):
        first = anyone.get(address)
        again = anyone.get(address, If_None_Match=first.headers["ETag"])
        assert (again.status_code, again.data) == (304, b""), address
        assert again.headers["Access-Control-Allow-Origin"] == "*"


@pytest.mark.parametrize("kind", [VC, "application/vc", "application/ld+json"])
def test_the_verification_address_gives_the_credential_to_who_asks_for_it(
    anyone: Caller, serial: str, kind: str
) -> None:
    answer = anyone.get(f"/verify/{serial}", Accept=kind)
    assert (answer.status_code, answer.content_type, answer.headers["Vary"]) == (200, kind, "Accept")
    assert answer.headers["Cache-Control"] == "no-store"
    assert answer.data == anyone.get(f"/certificates/{serial}/credential.json").data


@pytest.mark.parametrize(("number", "status"), [("nonsense", 404), (MISTYPED, 400)])
def test_where_there_is_no_credential_the_report_says_why(anyone: Caller, number: str, status: int) -> None:
    for answer in (
        anyone.get(f"/certificates/{number}/credential.json"),
        anyone.get(f"/verify/{number}", Accept=VC),
    ):
        assert (answer.status_code, answer.content_type) == (status, "application/json")


def test_a_certificate_without_a_credential_yet_answers_404(anyone: Caller, house: House, amal: Person) -> None:
    number = claimed(house, amal)
    assert anyone.get(f"/certificates/{number}/credential.json").status_code == 404


def test_an_erased_certificate_has_no_credential_any_more(anyone: Caller, house: House, serial: str) -> None:
    erase(house, serial)
    for answer in (anyone.get(f"/certificates/{serial}/credential.json"), anyone.get(f"/verify/{serial}", Accept=VC)):
        assert answer.status_code == 410
        assert answer.get_json()["status"] == "erased"
        assert b"Amal" not in answer.data


def test_where_only_initials_show_the_credential_is_the_holders_to_give(
    anyone: Caller, house: House, serial: str
) -> None:
    with house.context.database.writing() as session:
        session.execute(update(CertificateRow).values(name_shown="initials"))
    answer = anyone.get(f"/certificates/{serial}/credential.json")
    assert answer.status_code == 403
    assert b"Amal" not in answer.data
    assert b"Amal" not in anyone.get(f"/verify/{serial}", Accept=VC).data


def judged(anyone: Caller, house: House, credential: Json) -> tuple[bool, bool]:
    """What others say of a credential, with nothing but what is served here: is it signed, and does it count?

    All of them say the same.
    """
    lies = credential["credentialStatus"]["statusListCredential"]
    did = json.loads(anyone.get("/.well-known/did.json").data)
    status = json.loads(anyone.get(urlsplit(lies).path).data)
    documents: list[tuple[str, Json]] = [("http://127.0.0.1:8000/.well-known/did.json", did), (lies, status)]
    npm = ask([credential], documents, house.clock())[0]
    by_1edtech = verdict(credential, dict(documents))
    by_openbadgeslib = True
    with their_clock(house.clock()):
        try:
            check_credential_status(
                OpenBadgeCredential.from_vc_document(credential), lambda _: json.dumps(status).encode()
            )
        except OB3VerificationError:
            by_openbadgeslib = False
    assert {by_openbadgeslib, by_1edtech is Verdict.GOOD} == {not npm.digitalbazaar_refused}
    return npm.digitalbazaar, by_openbadgeslib


def newest(anyone: Caller, serial: str) -> Json:
    return json.loads(anyone.get(f"/certificates/{serial}/credential.json").data)


def test_others_verify_what_is_at_our_addresses(anyone: Caller, house: House, serial: str) -> None:
    """Through the whole life of a certificate: suspended, reinstated, suspended again, replaced, revoked."""
    first = newest(anyone, serial)
    assert judged(anyone, house, first) == (True, True)
    stewarding.suspend(house.context, "staff", serial, "a reason")
    assert judged(anyone, house, first) == (True, False)
    stewarding.reinstate(house.context, "staff", serial, "a reason")
    second = newest(anyone, serial)
    assert second["id"] == first["id"]
    assert second["credentialStatus"] != first["credentialStatus"]
    assert (judged(anyone, house, first), judged(anyone, house, second)) == ((True, False), (True, True))
    issuing.carry_on(house.context, serial)
    fresh = stewarding.reissue(house.context, "staff", serial, "Amal Al-Haddad", "a slip")
    third = issued(house, fresh)
    assert (judged(anyone, house, second), judged(anyone, house, third)) == ((True, False), (True, True))
    stewarding.revoke(house.context, "staff", fresh, "a reason")
    assert judged(anyone, house, third) == (True, False)


def test_a_status_list_is_asked_for_again_each_time(anyone: Caller, serial: str) -> None:
    for name in ("ended", "suspension", "revocation"):
        answer = anyone.get(f"/status/{name}-1")
        assert (answer.status_code, answer.content_type) == (200, VC)
        assert answer.headers["Cache-Control"] == "no-cache"
        assert anyone.get(f"/status/{name}-2").status_code == 404
    assert anyone.get("/status/anything-1").status_code == 404


@pytest.mark.parametrize(("form", "kind"), [("png", "image/png"), ("svg", "image/svg+xml")])
def test_the_holder_downloads_the_badge_with_the_credential_in_it(
    browser: Caller, other: Caller, anyone: Caller, serial: str, form: str, kind: str
) -> None:
    badge = browser.get(f"/certificates/{serial}/badge.{form}")
    assert badge.content_type.partition(";")[0] == kind
    assert badge.headers["Content-Disposition"].endswith(f"-{serial.partition('-')[0]}.{form}")
    assert badge.headers["Cache-Control"] == "no-store"
    served = json.loads(anyone.get(f"/certificates/{serial}/credential.json").data)
    assert digest(json.loads(unbake(badge.data))) == digest(served)
    assert other.get(f"/certificates/{serial}/badge.{form}").status_code == 404


def test_the_way_to_linkedin_carries_number_and_dates(browser: Caller, serial: str) -> None:
    page = browser.get(f"/certificates/{serial}").get_data(as_text=True)
    address = page.partition('href="https://www.linkedin.com')[2].partition('"')[0].replace("&amp;", "&")
    asked = {name: values[0] for name, values in parse_qs(urlsplit(address).query).items()}
    assert asked == {
        "startTask": "CERTIFICATION_NAME",
        "name": "Good Listener",
        "organizationName": "The Test Programme",
        "issueYear": "2026",
        "issueMonth": "11",
        "expirationYear": "2029",
        "expirationMonth": "11",
        "certUrl": f"http://127.0.0.1:8000/verify/{serial}",
        "certId": serial,
    }


def test_a_revoked_certificate_is_not_offered_to_linkedin(browser: Caller, house: House, serial: str) -> None:
    stewarding.revoke(house.context, "staff", serial, "a reason")
    assert "linkedin" not in browser.get(f"/certificates/{serial}").get_data(as_text=True)
