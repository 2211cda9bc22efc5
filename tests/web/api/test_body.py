"""What is sent is read strictly, and refused with the reason."""

from __future__ import annotations

from typing import Any

import pytest
from werkzeug.exceptions import HTTPException

from lms.services.ground.refusals import Invalid
from lms.web.api.body import DEEPEST, Body, OddNumber, read_json


def refusal(sent: bytes, app: Any) -> str:
    with app.test_request_context("/api/v1/attempts/x"), pytest.raises(HTTPException) as caught:
        read_json(sent)
    response = caught.value.get_response()
    assert response.status_code == 400
    assert response.content_type == "application/problem+json"
    detail = response.get_json()["detail"]
    assert isinstance(detail, str)
    return detail


@pytest.mark.parametrize(
    ("sent", "reason"),
    [
        (b"", "not JSON"),
        (b"{", "not JSON"),
        (b"{'a': 1}", "not JSON"),
        (b'{"a": 1,}', "not JSON"),
        (b'{"a": 1} {}', "not JSON"),
        (b"\xff\xfe", "not UTF-8"),
        (b"\xef\xbb\xbf{}", "not JSON"),
        (b'{"a": 1, "a": 2}', "given twice"),
        (b'{"x": {"a": 1, "a": 2}}', "given twice"),
        (b'{"\xc3\xa9\x00": 1}', "not JSON"),
        (b'{"a": NaN}', "NaN"),
        (b'{"a": -Infinity}', "Infinity"),
        (b'{"a": "\\ud800"}', "surrogate"),
        (b'{"\\udfff": "a"}', "surrogate"),
        (b'{"a": "\\u0000"}', "NUL"),
        (b"[" * 21 + b"]" * 21, "levels"),
        (b'{"a":' * 21 + b"1" + b"}" * 21, "levels"),
        (b"[" * 100_000 + b"]" * 100_000, "levels"),
        (b"[" * 100_000, "levels"),
    ],
)
def test_what_is_not_plain_json_is_refused_with_the_reason(sent: bytes, reason: str, app: Any) -> None:
    assert reason in refusal(sent, app)


def test_as_many_levels_as_are_allowed_are_read() -> None:
    value = read_json(b"[" * DEEPEST + b"]" * DEEPEST)
    assert value is not None


def test_a_number_that_could_be_read_inexactly_is_kept_as_it_was_written() -> None:
    read = read_json(b'{"a": 1.5, "b": 1e10000000, "c": 123456789012345678901234567890, "d": 12, "e": -3}')
    assert isinstance(read["a"], OddNumber)
    assert isinstance(read["b"], OddNumber)
    assert isinstance(read["c"], OddNumber)
    assert (read["d"], read["e"]) == (12, -3)


def test_a_number_of_two_hundred_thousand_digits_is_never_turned_into_one() -> None:
    # Turned into an integer, as `json` does by itself, it would be refused or take long.
    assert isinstance(read_json(b'{"a": ' + b"9" * 200_000 + b"}")["a"], OddNumber)


def test_an_odd_number_is_refused_only_where_it_is_asked_for() -> None:
    body = Body({"answer": ["a", OddNumber("1.5")], "score": OddNumber("1.0"), "seq": OddNumber("7.0")})
    with pytest.raises(Invalid, match="as text"):
        body.answer()
    with pytest.raises(Invalid, match="whole number"):
        body.whole("seq")
    assert Body({"answer": {"a": "b"}, "score": OddNumber("1")}).answer() == {"a": "b"}


@pytest.mark.parametrize("wrong", [True, "7", 7.0, [], {}])
def test_only_a_whole_number_is_a_whole_number(wrong: object) -> None:
    with pytest.raises(Invalid) as caught:
        Body({"seq": wrong}).whole("seq")
    assert caught.value.field == "seq"


@pytest.mark.parametrize("wrong", [1, "true", None, []])
def test_only_true_and_false_are_yes_and_no(wrong: object) -> None:
    with pytest.raises(Invalid):
        Body({"agree": wrong}).yes("agree")
    assert Body({}).yes("agree") is False
    with pytest.raises(Invalid):
        Body({}).yes("marked", needed=True)


def test_an_answer_may_be_null_and_must_be_there() -> None:
    assert Body({"answer": None}).answer() is None
    with pytest.raises(Invalid, match="missing"):
        Body({}).answer()
