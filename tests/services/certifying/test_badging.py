"""A certificate's credential and its bit in the status lists, through its whole life."""

from __future__ import annotations

import json
from collections import Counter
from datetime import timedelta

import pytest

from lms.credentials import badge
from lms.credentials.badge import verify
from lms.credentials.did import keys_of
from lms.credentials.integrity import prove
from lms.credentials.statuslist import SIZE, StatusList, is_set
from lms.questions.quiz import Json
from lms.services.assessing import results
from lms.services.certifying import badging, claiming, issuing, stewarding
from lms.services.certifying import statuslists as lists
from lms.services.ground.person import Person
from lms.services.ground.refusals import NotFound
from lms.services.privacy import erasing
from lms.store import certificates
from tests.services.walks import answer, begin, finish_course, right_answers
from tests.support.site import House


def claimed(house: House, person: Person) -> str:
    """A promised certificate."""
    finish_course(house, person)
    attempt = begin(house, person, "exam")
    answer(house, person, attempt, right_answers(house, attempt))
    results.submit(house.context, person, attempt)
    serial = claiming.claim(house.context, person, "listener", person.name, True).holding.serial
    assert serial is not None
    return serial


def issued(house: House, serial: str) -> Json:
    """The credential of a certificate that is issued now."""
    assert issuing.carry_on(house.context, serial)
    given = badging.credential(house.context, serial)
    assert isinstance(given, badging.Given)
    return json.loads(given.text)


def erase(house: House, serial: str) -> None:
    with house.context.database.writing() as session:
        erasing.erase_in(session, house.context, "account:1", serial, house.clock())


GOOD = {"suspension": False, "revocation": False, "ended": False}
ENDED = GOOD | {"ended": True}


def bits(house: House, place: int) -> dict[str, bool]:
    """The bit at this place in each list, read from lists whose proofs are good."""
    keys = keys_of(badging.did_document(house.context))
    found = {}
    for name in StatusList:
        document = json.loads(lists.status_list(house.context, f"{name}-1"))
        assert prove(document, keys)
        found[name.value] = is_set(document, place)
    return found


def of_before(monkeypatch: pytest.MonkeyPatch) -> None:
    """Sign, from here on, as it was done while credentials named the list of suspension."""
    for module in (badge, badging):
        monkeypatch.setattr(module, "CURRENT", StatusList.SUSPENSION)


@pytest.fixture
def amal(house: House) -> Person:
    return house.person("Amal Haddad")


def test_the_credential_is_ours_and_says_who(house: House, amal: Person) -> None:
    serial = claimed(house, amal)
    given = issued(house, serial)
    assert verify(given, keys_of(badging.did_document(house.context)))
    assert given["issuer"]["id"] == "did:web:127.0.0.1%3A8000"
    assert [one["identityType"] for one in given["credentialSubject"]["identifier"]] == ["name", "emailAddress"]
    assert amal.email not in json.dumps(given)


def test_nothing_is_given_out_before_it_is_issued_or_after_it_is_erased(
    house: House, amal: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    serial = claimed(house, amal)
    with pytest.raises(NotFound):
        badging.credential(house.context, serial)
    with monkeypatch.context() as patched:
        patched.setattr(issuing, "_draw", lambda *_: None)
        issuing.carry_on(house.context, serial)
    with pytest.raises(NotFound):
        badging.credential(house.context, serial)
    issued(house, serial)
    erase(house, serial)
    with pytest.raises(NotFound):
        badging.credential(house.context, serial)
    with pytest.raises(NotFound):
        badging.baked(house.context, amal, serial, "png")


def place_of(house: House, serial: str) -> int:
    """The place of the newest credential."""
    given = badging.credential(house.context, serial)
    assert isinstance(given, badging.Given)
    status = json.loads(given.text)["credentialStatus"]
    assert status["statusPurpose"] == "revocation"
    assert status["statusListCredential"].endswith("/status/ended-1")
    return int(status["statusListIndex"])


def test_each_act_shows_in_the_list_at_once_and_a_set_bit_stays(house: House, amal: Person) -> None:
    serial = claimed(house, amal)
    issued(house, serial)
    first = place_of(house, serial)
    assert bits(house, first) == GOOD
    stewarding.suspend(house.context, "staff", serial, "a reason")
    assert bits(house, first) == ENDED
    stewarding.reinstate(house.context, "staff", serial, "a reason")
    second = place_of(house, serial)
    assert (bits(house, first), bits(house, second)) == (ENDED, GOOD)
    stewarding.revoke(house.context, "staff", serial, "a reason")
    assert (bits(house, first), bits(house, second)) == (ENDED, ENDED)
    erase(house, serial)
    assert (bits(house, first), bits(house, second)) == (ENDED, ENDED)


def test_a_credential_of_before_goes_on_in_the_lists_that_it_names(
    house: House, amal: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    serial = claimed(house, amal)
    with monkeypatch.context() as patched:
        of_before(patched)
        status = issued(house, serial)["credentialStatus"]
    assert (status["statusPurpose"], status["statusListCredential"][-13:]) == ("suspension", "/suspension-1")
    place = int(status["statusListIndex"])
    before = badging.credential(house.context, serial)
    assert bits(house, place) == GOOD
    stewarding.suspend(house.context, "staff", serial, "a reason")
    assert bits(house, place) == GOOD | {"suspension": True}
    assert stewarding.reinstate(house.context, "staff", serial, "a reason") == ""
    assert bits(house, place) == GOOD
    assert badging.credential(house.context, serial) == before
    stewarding.revoke(house.context, "staff", serial, "a reason")
    assert bits(house, place) == {"suspension": True, "revocation": True, "ended": False}


def test_a_replaced_certificate_is_not_to_be_relied_on_and_the_new_one_is(house: House, amal: Person) -> None:
    serial = claimed(house, amal)
    old = int(issued(house, serial)["credentialStatus"]["statusListIndex"])
    fresh = stewarding.reissue(house.context, "staff", serial, "Amal Al-Haddad", "a slip")
    new = int(issued(house, fresh)["credentialStatus"]["statusListIndex"])
    assert (bits(house, old), bits(house, new)) == (ENDED, GOOD)


def test_the_bit_of_an_erased_certificate_stays_set(house: House, amal: Person) -> None:
    serial = claimed(house, amal)
    place = int(issued(house, serial)["credentialStatus"]["statusListIndex"])
    erase(house, serial)
    assert bits(house, place) == ENDED


def test_a_list_is_signed_anew_each_hour_and_never_runs_out(house: House, amal: Person) -> None:
    issued(house, claimed(house, amal))
    before = lists.status_list(house.context, "ended-1")
    assert lists.status_list(house.context, "ended-1") == before
    house.clock.turn(timedelta(hours=1))
    after = json.loads(lists.status_list(house.context, "ended-1"))
    assert after["proof"]["created"] > json.loads(before)["proof"]["created"]
    house.clock.turn(timedelta(days=400))
    late = json.loads(lists.status_list(house.context, "ended-1"))
    now = house.clock().isoformat()
    assert late["validFrom"][:19] <= now[:19] < late["validUntil"][:19]


@pytest.mark.parametrize("name", ["", "ended", "ended-0", "ended-2", "suspension-2", "ended-01", "message-1", "x"])
def test_there_is_no_other_list(house: House, name: str) -> None:
    with pytest.raises(NotFound):
        lists.status_list(house.context, name)


def test_places_are_drawn_from_the_whole_list_and_never_twice(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    drawn: Counter[int] = Counter()
    taken = {7, 8}
    monkeypatch.setattr(certificates, "has_index", lambda _session, index: index in taken)
    wanted = iter([7, 8, 7, 9])
    monkeypatch.setattr(f"{badging.__name__}.secrets.randbelow", lambda most: next(wanted) if most == SIZE else 0)
    with house.context.database.reading() as session:
        drawn[badging.free_status_index(session)] += 1
    assert drawn == {9: 1}


def test_a_place_that_a_former_credential_had_is_never_given_out_again(house: House, amal: Person) -> None:
    serial = claimed(house, amal)
    issued(house, serial)
    first = place_of(house, serial)
    stewarding.suspend(house.context, "staff", serial, "a reason")
    stewarding.reinstate(house.context, "staff", serial, "a reason")
    with house.context.database.reading() as session:
        assert certificates.has_index(session, first)
        assert certificates.has_index(session, place_of(house, serial))
        assert certificates.count_of_indexes(session) == 2


def test_the_badge_is_for_its_holder_alone(house: House, amal: Person) -> None:
    serial = claimed(house, amal)
    issued(house, serial)
    other = house.person("Rosa Lima")
    assert badging.baked(house.context, amal, serial, "png")
    for person, number in ((other, serial), (amal, "nonsense")):
        with pytest.raises(NotFound):
            badging.baked(house.context, person, number, "svg")
