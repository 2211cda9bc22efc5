"""Status lists: one bit for each certificate, which says nothing else about it."""

from __future__ import annotations

import base64
import gzip
from datetime import datetime, timedelta

import pytest

from lms.credentials.integrity import prove
from lms.credentials.life import Life
from lms.credentials.statuslist import (
    CURRENT,
    LENGTH_OF_ENDED,
    MOST_IN_USE,
    SIZE,
    StatusList,
    encoded,
    entry,
    first_index,
    is_set,
    is_set_by,
    list_document,
    place_of,
)
from tests.credentials.badges import BASE, CHECKED, KEY

SUSPENSION, REVOCATION, ENDED = StatusList


def bits(text: str) -> str:
    packed = base64.urlsafe_b64decode(text[1:] + "=" * (-len(text[1:]) % 4))
    return "".join(f"{byte:08b}" for byte in gzip.decompress(packed))


def test_the_first_bit_is_the_leftmost() -> None:
    written = bits(encoded(frozenset({0, 9, SIZE - 1}), SIZE))
    assert len(written) == 131_072
    assert [place for place, bit in enumerate(written) if bit == "1"] == [0, 9, SIZE - 1]


def test_the_list_that_new_credentials_name_has_a_byte_for_each_place_that_is_given_out() -> None:
    written = bits(KEY.status(CURRENT, [SIZE - 1])["credentialSubject"]["encodedList"])
    assert (len(written), len(written) // 8) == (2**20, SIZE)
    assert written.index("1") == SIZE - 1


@pytest.mark.parametrize("which", StatusList)
def test_a_list_is_signed_and_lasts_no_longer_than_seven_days(which: StatusList) -> None:
    made = KEY.status(which, [3])
    assert prove(made, KEY.keys)
    lasts = datetime.fromisoformat(made["validUntil"]) - datetime.fromisoformat(made["validFrom"])
    assert timedelta(0) < lasts <= timedelta(days=7)
    assert made["credentialSubject"]["statusPurpose"] == ("suspension" if which is SUSPENSION else "revocation")
    assert made["id"] == f"{BASE}/status/{which.value}-1"
    assert (is_set(made, 3), is_set(made, 4)) == (True, False)


def test_a_changed_list_is_refused() -> None:
    made = KEY.status(CURRENT, [3])
    emptied = KEY.status(CURRENT)["credentialSubject"]
    assert not prove({**made, "credentialSubject": emptied}, KEY.keys)
    assert not prove({**made, "termOfNoContext": "and so of no signature"}, KEY.keys)
    assert not prove({name: value for name, value in made.items() if name != "proof"}, KEY.keys)


def test_within_the_hour_a_list_is_the_same_and_after_it_another() -> None:
    hour = CHECKED.replace(minute=0, second=0)
    lists = [list_document(BASE, CURRENT, 1, [], hour + timedelta(minutes=minutes)) for minutes in (0, 59, 60)]
    assert lists[0] == lists[1] != lists[2]


@pytest.mark.parametrize("which", StatusList)
@pytest.mark.parametrize("place", [-1, SIZE, 10**9])
def test_a_place_that_is_never_given_out_is_an_error(place: int, which: StatusList) -> None:
    with pytest.raises(ValueError, match="length"):
        is_set(KEY.status(which), place)


@pytest.mark.parametrize("length", [0, SIZE - 8, 2 * SIZE, LENGTH_OF_ENDED + 8])
def test_a_list_of_another_length_is_an_error(length: int) -> None:
    with pytest.raises(ValueError, match="length"):
        is_set({"credentialSubject": {"encodedList": encoded(frozenset(), length)}}, 1)


def test_a_list_that_unpacks_into_too_much_is_an_error() -> None:
    bomb = "u" + base64.urlsafe_b64encode(gzip.compress(b"\0" * 10_000_000)).decode().rstrip("=")
    with pytest.raises(ValueError, match="length"):
        is_set({"credentialSubject": {"encodedList": bomb}}, 1)


def test_whatever_is_not_to_be_relied_on_has_its_bit_in_the_list_that_credentials_name() -> None:
    def lists(life: Life) -> set[StatusList]:
        return {which for which in StatusList if is_set_by(life, which)}

    assert lists(Life()) == set()
    assert lists(Life(suspended=CHECKED)) == {SUSPENSION, ENDED}
    for ended in (Life(revoked=CHECKED), Life(replaced=CHECKED), Life(erased=CHECKED)):
        assert lists(ended) == {SUSPENSION, REVOCATION, ENDED}
    assert [entry(BASE, which, 5)["statusPurpose"] for which in (SUSPENSION, CURRENT)] == ["suspension", "revocation"]


def test_a_list_that_fills_up_is_followed_by_the_next() -> None:
    assert place_of(0) == (1, 0)
    assert place_of(SIZE + 7) == (2, 7)
    assert (first_index(MOST_IN_USE - 1), first_index(MOST_IN_USE)) == (0, SIZE)
    assert entry(BASE, CURRENT, SIZE + 7)["statusListCredential"].endswith("/status/ended-2")
    assert entry(BASE, CURRENT, SIZE + 7)["statusListIndex"] == "7"
