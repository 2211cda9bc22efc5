"""Numbers as learners and authors write them, each with all that it can mean."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lms.questions.figures import figures, key_figure, plain, readings
from lms.sources.values import Fault


def meant(text: str) -> list[str]:
    return [plain(one) for one in readings(text)]


@pytest.mark.parametrize(
    ("typed", "numbers"),
    [
        ("2,371", ["2371", "2.371"]),
        ("2.371", ["2371", "2.371"]),
        ("-2,371", ["-2371", "-2.371"]),
        ("10,500", ["10500", "10.5"]),
        ("1,000", ["1000", "1"]),
        ("٢,٣٧١", ["2371", "2.371"]),
        ("２，３７１", ["2371", "2.371"]),
        ("2\u200b,371\ufeff", ["2371", "2.371"]),
    ],
)
def test_a_point_or_a_comma_before_three_last_digits_has_two_readings(typed: str, numbers: list[str]) -> None:
    assert meant(typed) == numbers


@pytest.mark.parametrize(
    ("typed", "number"),
    [
        *(("0,125", "0.125"), ("0.125", "0.125"), ("00,125", "0.125"), (",125", "0.125"), ("2,3710", "2.371")),
        *(("1,234,567", "1234567"), ("1.234.567", "1234567"), ("12,34,567", "1234567")),
        *(("1,234.5", "1234.5"), ("1.234,5", "1234.5"), ("1 234,567", "1234.567"), ("1’234.567", "1234.567")),
        *(("2 371", "2371"), ("2\u202f371", "2371"), ("2'371", "2371"), ("٢٬٣٧١", "2371"), ("٢٫٣٧١", "2.371")),
        *(("−1,5", "-1.5"), ("– 1.5", "-1.5"), ("＋５", "5"), ("१२", "12"), ("5.", "5"), (".5", "0.5")),
    ],
)
def test_what_can_mean_one_number_alone_is_that_number(typed: str, number: str) -> None:
    assert meant(typed) == [number]


@pytest.mark.parametrize(
    "typed",
    [
        *("", ".", "-", "--5", "five", "1/2", "½", "5²", "1e5", "0x10", "1_000", "NaN", "Infinity", "1\n2", "9" * 61),
        *("1,23,4", "1.2.3", "1,23.5", "1.234,567.8", "5,.", "1 234,5,6"),
    ],
)
def test_what_is_no_number_in_figures_means_none(typed: str) -> None:
    assert meant(typed) == []


@pytest.mark.parametrize("written", ["1e5", "0x10", "NaN", "-.inf", "1_000", "1.000.000", "1.234,5", "12 5", "½", ""])
def test_only_digits_with_a_decimal_point_are_a_key(written: str) -> None:
    assert isinstance(key_figure(written), Fault)


@pytest.mark.parametrize(
    ("written", "number"),
    [
        *(("0.125", "0.125"), ("3.142", "3.142"), ("12.500", "12.5"), ("2,5", "2.5"), ("0,1", "0.1"), ("−3", "-3")),
        *(("12 500", "12500"), ("12'500,5", "12500.5"), ("1,234,567", "1234567"), ("1,234.5", "1234.5")),
    ],
)
def test_a_point_in_a_key_is_always_decimal(written: str, number: str) -> None:
    assert key_figure(written) == Decimal(number)


@pytest.mark.parametrize(("written", "two"), [("12,500", "12500 or 12.5"), ("-1,000", "-1000 or -1")])
def test_a_key_with_two_readings_is_a_fault_that_shows_both(written: str, two: str) -> None:
    fault = key_figure(written)
    assert isinstance(fault, Fault)
    assert fault.code == "Q313"
    assert two in fault.help


@given(st.text(alphabet="0123456789., '-+٣５−\u200b\u00a0", max_size=70))
def test_all_that_is_typed_is_read_or_not_and_never_breaks(typed: str) -> None:
    found = figures(typed)
    assert len(found) == len(set(found)) <= 2
    key = key_figure(typed)
    assert isinstance(key, Fault) or key in found


@given(st.decimals(allow_nan=False, allow_infinity=False, places=4), st.sampled_from(".,"))
def test_a_number_is_read_whatever_its_decimal_sign(number: Decimal, sign: str) -> None:
    assert [Decimal(one) for one in meant(f"{number:f}".replace(".", sign))] == [number]
