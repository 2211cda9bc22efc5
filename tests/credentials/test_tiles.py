"""Where tiles lie: the examples of C2SP's tlog-tiles, and one way alone to write each place."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lms.credentials.tiles import Place, bundle, height_of, path_of, place_of


@given(st.integers(0, 10**18 - 1), st.integers(1, 256))
def test_every_place_is_found_under_its_own_address(index: int, width: int) -> None:
    address = path_of(index) + ("" if width == 256 else f".p/{width}")
    assert place_of(address) == Place(index, width)


def test_the_example_of_the_specification() -> None:
    assert path_of(1234067) == "x001/x234/067"
    assert place_of("x001/x234/067") == Place(1234067, 256)
    assert place_of("273.p/112") == Place(273, 112)
    assert (Place(273, 112).first, Place(273, 112).last) == (69_888, 69_999)


@pytest.mark.parametrize(
    "address",
    [
        *("", "0", "67", "0067", "x067", "067/", "x000/067", "x001/067/", "001/067", "x01/067", "x001/x067"),
        *("067.p/0", "067.p/256", "067.p/09", "067.p/", "067.p", "067.p/1/", "067.p/-1", "067\n", "٠٦٧", "entries"),
        "/".join(["x999"] * 6 + ["999"]),
    ],
)
def test_no_second_spelling_is_read(address: str) -> None:
    assert place_of(address) is None


def test_levels_are_from_0_to_63_without_further_zeros() -> None:
    assert [height_of(level) for level in ("0", "1", "63")] == [0, 8, 504]
    assert [height_of(level) for level in ("64", "00", "-1", "", "entries", "١")] == [None] * 6


def test_a_bundle_has_each_entry_after_its_length() -> None:
    assert bundle(["", "ab", "é"]) == b"\x00\x00\x00\x02ab\x00\x02\xc3\xa9"
    assert bundle(["x" * 258])[:2] == b"\x01\x02"
