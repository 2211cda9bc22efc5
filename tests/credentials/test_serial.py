"""The number of a certificate: how it is made, read, and kept safe from slips."""

from __future__ import annotations

import secrets
from collections.abc import Callable
from functools import partial

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lms.credentials.serial import (
    ALPHABET,
    Malformed,
    Mistyped,
    Serial,
    is_much_of_a_number,
    new_serial,
    numbers_in,
    parse,
)

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


AROUND = [
    *(
        "{}.",
        "{},",
        "({})",
        "[{}]",
        "<{}>",
        "“{}”",
        "«{}»",
        "'{}'",
        "{};",
        "{}!",
        "{}…",
        "*{}*",
        "#{}",
        "\ufeff{}\u200f",
    ),
    *("No. {}", "No{}", "Nº {}", "№ {}", "n.º {}", "Certificate number: {}", "Certificate number {}", "code {} valid"),
    *("{}\n", "Number\t{}\tvalid", "(https://x.example/verify/{}).", "see x.example/certificates/{}.pdf, please"),
    "The certificate {} was issued to Rosa Lima on 5 March 2027.",
    "Dear Madam, with this letter comes the number {} which you have asked for in your mail of 12 May 2026.",
]


def _with_dash(dash: str, number: str) -> str:
    return number.replace("-", dash)


WRITTEN: dict[str, Callable[[str], str]] = {
    "as printed": str,
    "small": str.lower,
    "in one": lambda number: number.replace("-", ""),
    "spaces": lambda number: number.replace("-", " "),
    "wide spaces": lambda number: number.replace("-", "\u2003"),
    "encoded dashes": lambda number: number.replace("-", "%2D"),
    "encoded spaces": lambda number: number.replace("-", "%20"),
    "encoded as a form": lambda number: number.replace("-", "+"),
    "dots": lambda number: number.replace("-", "."),
    **{f"U+{ord(dash):04X}": partial(_with_dash, dash) for dash in "‐‑‒–—―−﹣－_~·⸺"},
    "dashes between spaces": lambda number: number.replace("-", " – "),
    "soft hyphens": lambda number: number.replace("-", "\u00ad"),
    "full width": lambda number: "".join(chr(ord(sign) + 0xFEE0) for sign in number),
    "broken at a dash": lambda number: f"{number[:15]}\n{number[15:]}",
    "broken in a group": lambda number: f"{number[:13]}\r\n{number[13:]}",
    "look-alikes": lambda number: number.replace("0", "O").replace("1", "l").replace("A", "\u0410"),
    "groups of five": lambda number: " ".join(number.replace("-", "")[n : n + 5] for n in range(0, 27, 5)),
}


@pytest.mark.parametrize("around", AROUND)
@pytest.mark.parametrize("written", WRITTEN)
@pytest.mark.parametrize("bits", [3**80, 7**44, 11**36])
def test_a_number_is_found_in_whatever_it_is_pasted_with(bits: int, written: str, around: str) -> None:
    number = _of(bits + (-bits) % 37 + 5)
    assert parse(around.format(WRITTEN[written](number.text))) == number


def test_several_numbers_in_one_text_are_all_found_and_are_not_one() -> None:
    one, other = _of(37 * 1234567), _of(37 * 7654321)
    for text in ("{} {}", "{}, {}", "{}{}", "{} and {}", "{}\n{}", "Nr. {}; Nr. {}.", "{0} {1} {0}"):
        for written in (str, lambda number: number.replace("-", "")):
            pasted = text.format(written(one.text), written(other.text))
            assert numbers_in(pasted) == (one, other), pasted
            assert isinstance(parse(pasted), Malformed)
    assert parse(f"{one} {one}") == one


@given(good_bits, st.integers(0, 33), st.sampled_from(ALPHABET))
def test_one_wrong_character_is_noticed_in_a_sentence_too(bits: int, place: int, other: str) -> None:
    right = _of(bits).text
    wrong = right[:place] + other + right[place + 1 :]
    expected = right == wrong or right[place : place + 1] == "-"
    assert expected or not numbers_in(f"The number is {wrong}, I think.")


@pytest.mark.parametrize(
    "typed", [NUMBER + "0", "1" + NUMBER, NUMBER[:-1], NUMBER[1:], "No " + NUMBER[5:], "x" + NUMBER]
)
def test_a_character_too_many_or_too_few_is_a_slip_and_never_another_number(typed: str) -> None:
    assert numbers_in(typed) == ()
    assert is_much_of_a_number(typed)


@pytest.mark.parametrize("half", ["7RQ8-D0NX-7JMS-HJ", "7RQ8D0NX7JMSHJ", "No. 7RQ8-D0NX-7JMS-HJYS"])
def test_half_of_a_number_is_a_slip(half: str) -> None:
    assert isinstance(parse(half), Malformed)
    assert is_much_of_a_number(half)


def test_a_number_is_found_at_the_end_of_a_long_mail() -> None:
    mail = "Dear all, here is what you asked for. " * 90
    assert len(mail) > 3000
    assert parse(f"{mail}\nRosa\n{NUMBER}\n") == parse(NUMBER)


@given(
    st.lists(
        st.sampled_from(["the", "holder", "has", "earned", "this", "certificate", "on", "a", "day", "in", "March"]),
        max_size=60,
    )
)
def test_words_are_never_a_number(words: list[str]) -> None:
    assert numbers_in(" ".join(words)) == ()
    assert not is_much_of_a_number(" ".join(words))


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
