"""The log as anybody may read it, and an erasure from the holder's page."""

from __future__ import annotations

import hashlib
import json

import pytest

from lms.credentials.checkpoint import open_note, origin_of
from lms.credentials.keys import KeyKind
from lms.credentials.life import Status
from lms.credentials.merkle import verify_consistency, verify_inclusion
from lms.services.certifying import issuing, promising, stewarding, verifying
from lms.services.ground.person import Person
from lms.services.keys import ring
from tests.support.site import House
from tests.support.web import Caller


@pytest.fixture
def serials(house: House, amal: Person) -> list[str]:
    """Two certificates, one of Amal's, and their files; and a suspension: five leaves."""
    made = []
    for person in (amal, house.person("Rosa Lind")):
        serial = promising.issue(
            house.context, "staff:test", person.email, "listener", person.name, "why", "Experience."
        )
        issuing.carry_on(house.context, serial)
        made.append(serial)
    stewarding.suspend(house.context, "staff:test", made[1], "a complaint")
    return made


def test_an_empty_log_has_no_checkpoint(anyone: Caller) -> None:
    answer = anyone.client.get("/log/checkpoint")
    assert answer.status_code == 404
    assert answer.headers["Cache-Control"] == "no-store"


def test_the_checkpoint_is_fresh_signed_and_open_to_every_site(
    anyone: Caller, house: House, serials: list[str]
) -> None:
    answer = anyone.client.get("/log/checkpoint")
    assert answer.headers["Access-Control-Allow-Origin"] == "*"
    assert answer.headers["Cache-Control"] == "no-store"
    assert "Set-Cookie" not in answer.headers
    signers = [one.public for one in ring.ring(house.context.settings).of(KeyKind.LOG)]
    checkpoint = open_note(answer.get_data(as_text=True), origin_of(house.context.settings.host), signers)
    assert checkpoint is not None
    assert checkpoint.size == 5


def test_leaves_are_what_is_hashed_and_may_be_kept_for_ever(anyone: Caller, serials: list[str]) -> None:
    answer = anyone.client.get("/log/leaves/0-4")
    assert "immutable" in answer.headers["Cache-Control"]
    assert answer.headers["Access-Control-Allow-Origin"] == "*"
    lines = answer.get_data(as_text=True).splitlines()
    assert [json.loads(line)["kind"] for line in lines] == ["issue", "file", "issue", "file", "suspend"]
    assert json.loads(lines[0])["certificate"] == hashlib.sha256(serials[0].encode()).hexdigest()
    for address in ("/log/leaves/0-5", "/log/leaves/2-1", "/log/leaves/0-9999999", "/log/leaves/0", "/log/leaves/a-b"):
        assert anyone.client.get(address).status_code == 404, address


def test_proofs_lead_from_a_leaf_to_the_root_and_from_root_to_root(anyone: Caller, serials: list[str]) -> None:
    lines = anyone.client.get("/log/leaves/0-4").get_data().splitlines()
    roots = {}
    for size in (1, 2, 3, 4, 5):
        for index in range(size):
            proof = anyone.client.get(f"/log/proof/inclusion/{index}/{size}").get_json()
            leaf, roots[size] = bytes.fromhex(proof["leaf"]), bytes.fromhex(proof["root"])
            assert leaf == hashlib.sha256(b"\0" + lines[index]).digest()
            hashes = [bytes.fromhex(one) for one in proof["hashes"]]
            assert verify_inclusion(leaf, index, size, hashes, roots[size])
    for first, second in ((1, 2), (1, 5), (2, 3), (3, 4), (5, 5)):
        proof = anyone.client.get(f"/log/proof/consistency/{first}/{second}").get_json()
        hashes = [bytes.fromhex(one) for one in proof["hashes"]]
        assert verify_consistency(first, second, roots[first], roots[second], hashes)
    for address in ("inclusion/5/5", "inclusion/0/6", "consistency/0/3", "consistency/3/2", "consistency/1/99"):
        assert anyone.client.get(f"/log/proof/{address}").status_code == 404, address


def test_the_proof_of_a_leaf_is_found_without_knowing_how_long_the_log_is(anyone: Caller, serials: list[str]) -> None:
    answer = anyone.client.get("/log/proof/inclusion/2")
    assert answer.status_code == 302
    assert answer.headers["Location"] == "/log/proof/inclusion/2/5"
    assert answer.headers["Cache-Control"] == "no-store"
    gone = anyone.client.get("/log/proof/inclusion/5")
    assert anyone.client.get(gone.headers["Location"]).status_code == 404


def test_a_holder_erases_a_certificate_after_saying_so_twice(
    browser: Caller, anyone: Caller, house: House, serials: list[str]
) -> None:
    address = f"/certificates/{serials[0]}/erase"
    assert "cannot be undone" in browser.client.get(address).get_data(as_text=True)
    assert browser.form(address, {}).status_code == 422
    assert verifying.report(house.context, serials[0]).status is Status.VALID
    assert browser.form(address, {"sure": "yes"}).status_code == 303
    shown = anyone.client.get(f"/verify/{serials[0]}")
    assert shown.status_code == 200
    assert "Erased" in shown.get_data(as_text=True)
    assert "Amal" not in shown.get_data(as_text=True)
    assert browser.client.get(f"/certificates/{serials[0]}").status_code == 200
    assert browser.client.get(f"/certificates/{serials[0]}.pdf").status_code == 404


def test_nobody_erases_what_is_not_theirs(browser: Caller, house: House, serials: list[str]) -> None:
    address = f"/certificates/{serials[1]}/erase"
    assert browser.client.get(address).status_code == 404
    assert browser.form(address, {"sure": "yes"}).status_code == 404
    assert verifying.report(house.context, serials[1]).status is Status.SUSPENDED
