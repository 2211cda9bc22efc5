"""What stands in a credential, and that nothing of it can be changed."""

from __future__ import annotations

import copy
import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from hashlib import sha256
from typing import Any

import pytest

from lms.credentials.badge import CONTEXTS, credential, hashed_email, sign_claims, verify
from lms.credentials.canonical import digest
from lms.credentials.model import reissue
from lms.questions.quiz import Json
from tests.credentials.badges import BASE, KEY, MAIL, PLACE, SIGNED, Key
from tests.credentials.examples import LATER, claims, serial
from tests.credentials.test_names import PEOPLE


def leaves(value: Json, path: tuple[str | int, ...] = ()) -> Iterator[tuple[str | int, ...]]:
    """The way to every value that is no list and no object."""
    if isinstance(value, dict | list):
        for step, inner in value.items() if isinstance(value, dict) else enumerate(value):
            yield from leaves(inner, (*path, step))
    else:
        yield path


def put(document: Json, path: tuple[str | int, ...], value: Json) -> Json:
    changed = copy.deepcopy(document)
    place: Any = changed
    for step in path[:-1]:
        place = place[step]
    place[path[-1]] = value
    return changed


def without(document: Json, path: tuple[str | int, ...]) -> Json:
    changed = copy.deepcopy(document)
    place: Any = changed
    for step in path[:-1]:
        place = place[step]
    del place[path[-1]]
    return changed


BADGE = KEY.badge(claims())
LEAVES = list(leaves(BADGE))


def test_it_says_what_the_certificate_says() -> None:
    made = claims()
    subject = BADGE["credentialSubject"]
    achievement = subject["achievement"]
    assert BADGE["@context"] == CONTEXTS
    assert BADGE["id"] == f"{BASE}/certificates/{made.serial}/credential.json"
    assert BADGE["issuer"]["id"] == "did:web:certificates.example"
    assert BADGE["issuer"]["type"] == ["Profile"]
    assert (BADGE["validFrom"], BADGE["awardedDate"]) == ("2027-03-05T14:02:09Z", "2027-03-05T14:02:09Z")
    assert BADGE["validUntil"] == "2030-03-05T23:59:59Z"
    assert "id" not in subject
    assert subject["licenseNumber"] == made.serial
    assert achievement["achievementType"] == "Certification"
    assert achievement["criteria"]["narrative"].startswith(
        "Passed the Foundations examination.\n\nWhat was shown:\n- Ask"
    )
    assert "It is not a clinical qualification." in achievement["description"]
    assert achievement["image"]["id"].startswith("data:image/png;base64,")


def test_a_course_certificate_is_a_certificate_of_completion_without_a_last_day() -> None:
    badge = KEY.badge(claims(kind="course-certificate", language="x"), None)
    assert badge["credentialSubject"]["achievement"]["achievementType"] == "CertificateOfCompletion"
    assert "validUntil" not in badge
    assert "inLanguage" not in badge["credentialSubject"]["achievement"]
    assert verify(badge, KEY.keys)


def test_the_name_stands_in_clear_and_the_mail_only_as_a_salted_hash() -> None:
    name, mail = BADGE["credentialSubject"]["identifier"]
    assert (name["identityType"], name["hashed"], name["identityHash"]) == ("name", False, "Amal Haddad")
    expected = sha256(("amal@example.org" + "f" * 32).encode()).hexdigest()
    assert (mail["hashed"], mail["identityHash"], mail["salt"]) == (True, f"sha256${expected}", "f" * 32)
    assert "amal@example.org" not in json.dumps(BADGE)
    assert hashed_email("Amal@Example.ORG", "f" * 32) == MAIL


def test_the_salt_of_the_claims_is_never_shown() -> None:
    assert claims().salt not in json.dumps(KEY.badge(claims()))


def test_a_corrected_certificate_keeps_its_day_of_award() -> None:
    corrected = reissue(claims(), holder="Amal H.", serial=serial(1), salt="6" * 32, base_url=BASE, at=LATER)
    badge = KEY.badge(corrected)
    assert (badge["awardedDate"], badge["validFrom"]) == ("2027-03-05T14:02:09Z", "2027-04-09T08:00:00Z")


def test_one_object_tells_of_the_status() -> None:
    assert BADGE["credentialStatus"] == {
        "id": f"{BASE}/status/ended-1#{PLACE}",
        "type": "BitstringStatusListEntry",
        "statusPurpose": "revocation",
        "statusListIndex": str(PLACE),
        "statusListCredential": f"{BASE}/status/ended-1",
    }


def test_a_credential_of_before_is_taken_for_ours_too() -> None:
    former = KEY.former_badge(claims())
    assert former["credentialStatus"]["statusPurpose"] == "suspension"
    assert verify(former, KEY.keys)
    assert not verify({**former, "credentialStatus": BADGE["credentialStatus"]}, KEY.keys)


def test_one_achievement_is_the_same_for_all_who_have_it() -> None:
    ids = {credential(claims(name), 1)["credentialSubject"]["achievement"]["id"] for name in ("Amal", "Rosa")}
    assert len(ids) == 1


def test_signing_the_same_again_gives_the_same() -> None:
    one, two = (sign_claims(claims(), PLACE, KEY.signer, SIGNED, MAIL) for _ in range(2))
    assert one == two
    assert one.hash == digest(json.loads(one.text))


@pytest.mark.parametrize("name", PEOPLE)
def test_what_we_sign_we_take_for_ours(name: str) -> None:
    assert verify(KEY.badge(claims(name)), KEY.keys)


def test_characters_that_could_be_written_in_two_ways_are_not_signed() -> None:
    badge = KEY.badge(claims(title="Tab\tand\x7fbell\x07", says_not="A\r\nB"))
    assert badge["name"] == "Tab and bell "
    assert verify(badge, KEY.keys)


@pytest.mark.parametrize("path", LEAVES, ids=lambda path: ".".join(map(str, path)))
def test_no_field_can_be_changed(path: tuple[str | int, ...]) -> None:
    place: Any = BADGE
    for step in path:
        place = place[step]
    others: list[Json] = [not place] if isinstance(place, bool) else [place + "x", place[:-1], place.swapcase(), ""]
    for other in [*others, None, 0, [place], {"@value": place}]:
        if other != place:
            assert not verify(put(BADGE, path, other), KEY.keys), other


@pytest.mark.parametrize("path", LEAVES, ids=lambda path: ".".join(map(str, path)))
def test_no_field_can_be_taken_out(path: tuple[str | int, ...]) -> None:
    assert not verify(without(BADGE, path), KEY.keys)


@pytest.mark.parametrize(
    "document",
    [
        {**BADGE, "colour": "teal"},
        {**BADGE, "https://schema.org/name": "Somebody else"},
        {**BADGE, "validUntil": "2099-01-01T00:00:00Z"},
        {**BADGE, "expirationDate": "2099-01-01T00:00:00Z"},
        {**BADGE, "@context": [*CONTEXTS, {"name": "https://schema.org/nothing"}]},
        {**BADGE, "@context": list(reversed(CONTEXTS))},
        {**BADGE, "@context": [*CONTEXTS, "https://example.org/context.json"]},
        {**BADGE, "@graph": []},
        {**BADGE, "@included": [BADGE["issuer"]]},
        {**BADGE, "proof": [BADGE["proof"]]},
        {**BADGE, "proof": {**BADGE["proof"], "nonce": "1"}},
        {**BADGE, "credentialStatus": [BADGE["credentialStatus"]]},
        {**BADGE, "issuer": "did:web:certificates.example"},
        {**BADGE, "evidence": BADGE["evidence"] * 2},
        {**BADGE, "evidence": []},
        put(BADGE, ("issuer", "type"), "Profile"),
        put(BADGE, ("issuer", "id"), "did:web:evil.example"),
        put(BADGE, ("credentialSubject", "identifier", 0, "hashed"), "false"),
        put(BADGE, ("credentialSubject", "id"), "did:key:z6Mk"),
        put(BADGE, ("evidence", 0, "name"), "_:b0"),
        None,
        [],
        "text",
        [BADGE],
        {},
        {"proof": BADGE["proof"]},
    ],
)
def test_what_has_another_form_is_none_of_ours(document: Json) -> None:
    assert not verify(document, KEY.keys)


def test_a_hostile_document_is_refused_before_it_is_spelt_out(monkeypatch: pytest.MonkeyPatch) -> None:
    def spell_out(*_: object) -> None:
        raise AssertionError("it was spelt out")

    monkeypatch.setattr("lms.credentials.integrity.check_all_signed", spell_out)
    poison = [{"type": ["Evidence"], "name": f"_:b{n}", "genre": "a", "description": "b"} for n in range(50)]
    assert not verify({**BADGE, "evidence": poison}, KEY.keys)
    assert not verify({**BADGE, "name": "x" * 1_000_000}, KEY.keys)
    deep: Json = "x"
    for _ in range(100_000):
        deep = [deep]
    assert not verify({**BADGE, "name": deep}, KEY.keys)


def test_a_foreign_key_is_refused() -> None:
    stranger = Key(2)
    assert not verify(BADGE, stranger.keys)
    assert not verify(BADGE, {KEY.signer.method: stranger.public})
    assert not verify(stranger.badge(claims()), KEY.keys)


def test_a_look_alike_issuer_is_refused_whoever_is_named() -> None:
    """Another's key under another's name, with our facts; and one who names us, and signs with what is theirs."""
    alike = Key(2, "https://certificates.example.evil.example")
    forged = alike.badge(claims())
    assert not verify(forged, KEY.keys | alike.keys)
    named = put(forged, ("issuer", "id"), "did:web:certificates.example.evil.example")
    assert not verify(named, KEY.keys | alike.keys)


def test_parts_of_two_credentials_make_no_third() -> None:
    other = KEY.badge(replace(claims("Rosa Lima"), issued=claims().issued + timedelta(days=1)))
    for name in BADGE:
        if BADGE[name] != other[name]:
            assert not verify({**BADGE, name: other[name]}, KEY.keys), name
