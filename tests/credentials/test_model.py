"""The one record that everything about a certificate is drawn from."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, datetime

import pytest

from lms.content.reading.model import Catalog, Credential
from lms.credentials.badge import credential
from lms.credentials.canonical import canonical
from lms.credentials.dates import day_of_stamp, from_stamp
from lms.credentials.design import page
from lms.credentials.model import Claims, freeze, reissue
from lms.credentials.report import report
from tests.credentials.examples import AWARDED, LATER, PLAIN, claims, recorded, serial

PINNED = (
    '{"agreement":"aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa",'
    '"agreement_title":"Code of conduct","credential":"foundations",'
    '"criteria_html":"<p>Passed the <em>Foundations</em> examination.</p>",'
    '"evidence":[{"met":"2027-03-05T14:02:09Z","path":"assessments/exam","title":"Foundations examination"}],'
    '"expires":"2030-03-05T23:59:59Z","format":1,"holder":"Nguyễn Thị Minh Khai","host":"certificates.example",'
    '"issued":"2027-03-05T14:02:09Z","issuer":{"description":"Issues examples.","email":"certificates@example.org",'
    '"name":"Example Programme","url":"https://example.org"},"kind":"certification","language":"en","objectives":'
    '["Ask for, and honour, the consent of everyone in your story.",'
    '"Question a figure before passing it on, and pass it on fairly."],"reissued":null,"replaces":"","revision":"r42",'
    '"salt":"55555555555555555555555555555555","says_not":"It is not a clinical qualification.",'
    '"serial":"2TB9-D5MP-JTB9-D5MP-JTB9-D5MP-JTM","signed_by":[{"name":"The Chair","role":"Council"},'
    '{"name":"The Director","role":"Programme"}],"title":"Patient Leader, Foundations",'
    '"verify_url":"https://certificates.example/verify/2TB9-D5MP-JTB9-D5MP-JTB9-D5MP-JTM"}'
)
"""To change this is to change the hash of every certificate issued so far: it takes a new FORMAT."""


def test_the_bytes_of_claims_never_drift() -> None:
    assert claims("Nguyễn Thị Minh Khai").to_bytes().decode() == PINNED
    assert claims("Nguyễn Thị Minh Khai").hash == "cca339d6c44662796d8794b9d3dca140a3750fb02d0586f8b3dd7c6c86e6758c"


def test_claims_are_read_back_as_they_were_stored() -> None:
    for made in (claims(), claims(kind="course-certificate"), _corrected(), claims(zone="Asia/Tokyo")):
        assert Claims.from_json(json.loads(made.to_bytes())) == made


def test_every_single_fact_moves_the_hash() -> None:
    made = claims(zone="Europe/Madrid")
    stored = made.to_json()
    for key in stored:
        if key == "format":
            continue
        other = dict(stored)
        other[key] = "2031-01-01T00:00:00Z" if key in ("issued", "expires", "reissued") else _other(stored[key])
        assert Claims.from_json(other).hash != made.hash, key


def test_claims_of_an_unknown_format_are_never_half_read() -> None:
    with pytest.raises(ValueError, match="format 6"):
        Claims.from_json(claims().to_json() | {"format": 6})


def test_a_course_certificate_has_no_last_day() -> None:
    assert claims(kind="course-certificate").expires is None


def test_nobody_can_issue_without_an_issuer() -> None:
    credential = Credential("c", "C", "course-certificate", (), "", PLAIN)
    catalog = Catalog("r", {}, {}, {}, {"c": credential}, None, {}, {}, {})
    with pytest.raises(ValueError, match="nobody issues"):
        freeze(catalog, credential, holder="A", serial=serial(), salt="", issued=AWARDED, base_url="https://x.example")


def test_a_correction_keeps_the_days_of_the_award_and_names_what_it_replaces() -> None:
    former, corrected = claims(), _corrected()
    assert (corrected.issued, corrected.expires) == (former.issued, former.expires)
    assert corrected.replaces == former.serial
    assert corrected.serial == serial(1).text != former.serial
    assert corrected.verify_url == f"https://elsewhere.example/verify/{corrected.serial}"
    assert corrected.host == "elsewhere.example"
    assert (former.drawn_on, corrected.drawn_on) == (former.issued, LATER)


def test_the_salt_makes_a_guess_at_the_name_worthless() -> None:
    assert replace(claims(), salt="6" * 32).hash != claims().hash


def test_a_float_or_a_foreign_key_has_no_canonical_form() -> None:
    assert canonical({"b": [1, None, True], "a": "é"}) == '{"a":"é","b":[1,null,true]}'.encode()
    for value in (0.5, [0.5], {"a": {"b": 1.0}}, {"é": 1}, {1: 1}):
        with pytest.raises(TypeError):
            canonical(value)


def _corrected() -> Claims:
    return reissue(
        claims(), holder="Amal Nasser", serial=serial(1), salt="7" * 32, base_url="https://elsewhere.example/", at=LATER
    )


def _other(value: object) -> object:
    """The same shape with other content."""
    if isinstance(value, str) or value is None:
        return f"{value or ''}x"
    if isinstance(value, list):
        return value[1:]
    assert isinstance(value, dict)
    return value | {"name": "Another"}


def test_a_renewal_names_the_period_before_and_all_else_hashes_as_it_always_did() -> None:
    renewal = replace(claims(), renews=serial(1).text)
    assert Claims.from_json(renewal.to_json()) == renewal
    assert renewal.to_json()["format"] == 2
    assert "renews" not in claims().to_json()
    assert claims().to_json()["format"] == 1


def test_an_award_by_decision_says_so_in_the_place_of_criteria_and_objectives() -> None:
    awarded = claims(ground="Ten years of leading <the> circle & more")
    assert awarded.criteria_html == "<p>Awarded by decision: Ten years of leading &lt;the&gt; circle &amp; more</p>"
    assert (awarded.objectives, awarded.ground) == ((), "Ten years of leading <the> circle & more")
    stored = awarded.to_json()
    assert (stored["format"], stored["ground"], stored["renews"]) == (3, awarded.ground, "")
    assert Claims.from_json(json.loads(awarded.to_bytes())) == awarded
    assert replace(awarded, ground="Another").hash != awarded.hash


def test_a_correction_and_a_renewal_of_an_award_by_decision_keep_its_ground() -> None:
    awarded = claims(ground="Experience")
    corrected = reissue(awarded, holder="B", serial=serial(1), salt="7" * 32, base_url="https://x.example", at=LATER)
    renewed = claims(renews=awarded)
    for made in (corrected, renewed):
        assert (made.ground, made.objectives) == ("Experience", ())
        assert made.criteria_html == awarded.criteria_html
        assert made.to_json()["format"] == 3
        assert Claims.from_json(made.to_json()) == made
    assert renewed.renews == awarded.serial


LATE = datetime(2027, 3, 5, 20, 30, tzinfo=UTC)


def test_the_days_of_new_claims_count_where_the_issuer_is() -> None:
    made = claims(zone="Asia/Tokyo", issued=LATE)
    assert made.to_json()["zone"] == "Asia/Tokyo"
    assert made.expires is not None
    assert (made.day(made.issued), made.day(made.expires)) == ("6 March 2027", "6 March 2030")
    assert made.expires == datetime(2030, 3, 6, 14, 59, 59, tzinfo=UTC)


def test_a_last_day_lasts_until_midnight_where_the_issuer_is_in_summer_and_winter() -> None:
    for issued, last in ((LATE, "2030-03-06T04:59:59"), (LATE.replace(month=7), "2030-07-06T03:59:59")):
        made = claims(zone="America/New_York", issued=issued)
        assert made.expires == datetime.fromisoformat(last).replace(tzinfo=UTC)


def test_the_days_of_claims_of_before_stay_in_utc_and_so_do_those_of_their_corrections() -> None:
    former = claims(issued=LATE)
    fresh = reissue(former, holder="Other", serial=serial(1), salt="6" * 32, base_url="https://a.example", at=LATER)
    assert {made.day(made.issued) for made in (former, fresh)} == {"5 March 2027"}
    assert "zone" not in former.to_json()
    assert "zone" not in fresh.to_json()


@pytest.mark.parametrize("zone", ["UTC", "Asia/Tokyo", "America/New_York"])
def test_paper_page_and_credential_tell_the_same_days(zone: str) -> None:
    made = claims(zone=zone, issued=LATE)
    assert made.expires is not None
    days = {made.day(made.issued), made.day(made.expires)}
    facts = {fact.label: fact.values[0] for fact in report(recorded(made), LATER).facts}
    document = credential(made, 7)
    printed = page(made, replace(PLAIN, html="{{ issued }}|{{ expires }}"))
    assert {facts["Awarded"], facts["Valid until"]} == days
    assert set(printed.split("|")) == days
    assert {day_of_stamp(document["awardedDate"]), day_of_stamp(document["validUntil"])} == days
    assert from_stamp(document["validUntil"]) == made.expires
