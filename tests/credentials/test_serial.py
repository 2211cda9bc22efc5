"""The number of a certificate: how it is made, read, and kept safe from slips."""

from __future__ import annotations

import secrets

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lms.credentials.serial import ALPHABET, Malformed, Mistyped, Serial, new_serial, parse

NUMBER = "0000-0000-0000-0000-0000-0000-011"


def _of(bits: int) -> Serial:
    return new_serial(lambda count: bits.to_bytes(count, "big"))


good_bits = st.integers(0, 2**128 - 1).filter(lambda bits: bits % 37 < 32)


@given(good_bits)
def test_every_number_is_read_back_as_it_was_written(bits: int) -> None:
    number = _of(bits)
    assert parse(number.text) == number
    assert set(number.text) <= {*ALPHABET, "-"}


def test_the_smallest_and_the_largest_number_are_what_crockford_writes() -> None:
    assert _of(1).text == NUMBER
    assert _of(2**128 - 3).text.replace("-", "")[:26] == "7" + "Z" * 24 + "X"


def test_bits_whose_check_character_would_read_badly_are_drawn_again() -> None:
    draws = iter([32, 33, 34, 35, 36, 1])
    assert new_serial(lambda count: next(draws).to_bytes(count, "big")).text == NUMBER


def test_chance_gives_another_number_each_time() -> None:
    assert len({new_serial(secrets.token_bytes) for _ in range(200)}) == 200


@given(good_bits, st.integers(0, 26), st.sampled_from(ALPHABET))
def test_one_wrong_character_is_always_noticed(bits: int, place: int, other: str) -> None:
    right = _of(bits).text.replace("-", "")
    wrong = right[:place] + other + right[place + 1 :]
    assert isinstance(parse(wrong), Serial if wrong == right else Mistyped)


@given(good_bits, st.integers(0, 25))
def test_two_neighbours_in_the_wrong_order_are_always_noticed(bits: int, place: int) -> None:
    right = _of(bits).text.replace("-", "")
    wrong = right[:place] + right[place + 1] + right[place] + right[place + 2 :]
    assert isinstance(parse(wrong), Serial if wrong == right else Mistyped)


@pytest.mark.parametrize(
    "typed",
    [
        "0000000000000000000000000" + "11",
        "oooo-OOOO-0000-0000-0000-0000-0Il",
        "0000 0000 0000 0000 0000 0000 011",
        " 0000–0000—0000‑0000−0000_0000-011\n",
        "００００-0000-0000-0000-0000-0000-0１１",
        "https://certificates.example/verify/0000-0000-0000-0000-0000-0000-011",
        "https://certificates.example/verify/0000-0000-0000-0000-0000-0000-011/?from=qr#top",
        "certificates.example/certificates/0000-0000-0000-0000-0000-0000-011.pdf",
        "http://127.0.0.1:8000/certificates/0000-0000-0000-0000-0000-0000-011/credential.json",
        "https://certificates.example/verify/0000%200000%200000%200000%200000%200000%20011",
    ],
)
def test_a_number_is_read_however_it_is_typed(typed: str) -> None:
    assert parse(typed) == Serial(NUMBER)


@pytest.mark.parametrize(
    "typed",
    [
        "",
        "-",
        "0000",
        NUMBER + "0",
        NUMBER[:-1],
        NUMBER.replace("1", "U"),
        NUMBER[:-1] + "*",
        "x" * 100_000,
        "/",
        "é" * 27,
    ],
)
def test_what_is_no_number_is_told_apart_from_a_slip(typed: str) -> None:
    assert isinstance(parse(typed), Malformed)


def test_a_number_beyond_128_bits_is_a_slip_too() -> None:
    beyond = 2**128 + (1 - 2**128) % 37
    digits = "".join(ALPHABET[beyond >> 5 * place & 31] for place in reversed(range(26)))
    assert isinstance(parse(digits + ALPHABET[beyond % 37]), Mistyped)


@given(st.text(max_size=700))
def test_no_text_at_all_is_an_error(text: str) -> None:
    assert isinstance(parse(text), Serial | Mistyped | Malformed)
