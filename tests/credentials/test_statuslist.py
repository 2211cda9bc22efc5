"""Status lists: one bit for each certificate, which says nothing else about it."""

from __future__ import annotations

import base64
import gzip
from datetime import datetime, timedelta

import pytest

from lms.credentials.integrity import prove
from lms.credentials.life import Life
from lms.credentials.statuslist import (
    MOST_IN_USE,
    SIZE,
    Purpose,
    encoded,
    entry,
    first_index,
    is_set,
    list_document,
    place_of,
    purposes_of,
)
from tests.credentials.badges import BASE, CHECKED, KEY


def bits(text: str) -> str:
    packed = base64.urlsafe_b64decode(text[1:] + "=" * (-len(text[1:]) % 4))
    return "".join(f"{byte:08b}" for byte in gzip.decompress(packed))


def test_the_first_bit_is_the_leftmost() -> None:
    written = bits(encoded(frozenset({0, 9, SIZE - 1})))
    assert len(written) == 131_072
    assert [place for place, bit in enumerate(written) if bit == "1"] == [0, 9, SIZE - 1]


def test_a_list_is_signed_and_lasts_no_longer_than_seven_days() -> None:
    made = KEY.status(Purpose.REVOCATION, [3])
    assert prove(made, KEY.keys)
    lasts = datetime.fromisoformat(made["validUntil"]) - datetime.fromisoformat(made["validFrom"])
    assert timedelta(0) < lasts <= timedelta(days=7)
    assert made["credentialSubject"]["statusPurpose"] == "revocation"
    assert (is_set(made, 3), is_set(made, 4)) == (True, False)


def test_a_changed_list_is_refused() -> None:
    made = KEY.status(Purpose.SUSPENSION, [3])
    emptied = KEY.status(Purpose.SUSPENSION)["credentialSubject"]
    assert not prove({**made, "credentialSubject": emptied}, KEY.keys)
    assert not prove({**made, "termOfNoContext": "and so of no signature"}, KEY.keys)
    assert not prove({name: value for name, value in made.items() if name != "proof"}, KEY.keys)


def test_within_the_hour_a_list_is_the_same_and_after_it_another() -> None:
    hour = CHECKED.replace(minute=0, second=0)
    lists = [
        list_document(BASE, Purpose.SUSPENSION, 1, [], hour + timedelta(minutes=minutes)) for minutes in (0, 59, 60)
    ]
    assert lists[0] == lists[1] != lists[2]


@pytest.mark.parametrize("place", [-1, SIZE, 10**9])
def test_a_place_outside_the_list_is_an_error(place: int) -> None:
    with pytest.raises(ValueError, match="length"):
        is_set(KEY.status(Purpose.SUSPENSION), place)


def test_a_list_that_unpacks_into_too_much_is_an_error() -> None:
    bomb = "u" + base64.urlsafe_b64encode(gzip.compress(b"\0" * 10_000_000)).decode().rstrip("=")
    with pytest.raises(ValueError, match="length"):
        is_set({"credentialSubject": {"encodedList": bomb}}, 1)


def test_whatever_is_not_to_be_relied_on_has_its_bit_in_the_list_that_credentials_name() -> None:
    both = frozenset(Purpose)
    assert purposes_of(Life()) == frozenset()
    assert purposes_of(Life(suspended=CHECKED)) == {Purpose.SUSPENSION}
    for ended in (Life(revoked=CHECKED), Life(replaced=CHECKED), Life(erased=CHECKED)):
        assert purposes_of(ended) == both
    assert entry(BASE, 5)["statusPurpose"] == "suspension"


def test_a_list_that_fills_up_is_followed_by_the_next() -> None:
    assert place_of(0) == (1, 0)
    assert place_of(SIZE + 7) == (2, 7)
    assert (first_index(MOST_IN_USE - 1), first_index(MOST_IN_USE)) == (0, SIZE)
    assert entry(BASE, SIZE + 7)["statusListCredential"].endswith("/status/suspension-2")
