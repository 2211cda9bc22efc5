"""The result of a corrected examination: what was corrected, what it was before, and what holds now."""

from __future__ import annotations

from collections.abc import Iterator
from unittest.mock import patch

import pytest

from lms.services.correcting import correct as correcting
from lms.services.publishing import served
from tests.services.correcting.test_correcting import BANK, SMALL, bank, exam, publish, published, sit
from tests.support.site import FILES, House
from tests.support.web import app_of, by_token, signed_in
from tests.web.pages.test_assessments import words


@pytest.fixture(autouse=True)
def _no_time_between_looks() -> Iterator[None]:
    with patch.object(served, "SECONDS_BETWEEN_LOOKS", 0.0):
        yield


@pytest.fixture
def site(house: House) -> House:
    return published(house, {**FILES, **SMALL, "content/assessments/exam.md": exam()})


def correct(site: House) -> None:
    publish(site, {BANK: bank()})
    correcting.correct(site.context, "operator:test", "listening/bank-0", "The second option is right.")


def test_a_gained_pass_is_told_warmly_with_what_was_before(site: House) -> None:
    amal = site.person()
    attempt = sit(site, amal, wrong=("bank-0", "bank-1"))
    browser = signed_in(app_of(site), site, amal)
    address = f"/attempts/{attempt}/result"
    assert "What was corrected" not in words(browser.get(address))
    correct(site)
    said = words(browser.get(address))
    assert "Passed You reached 75%" in said
    assert "We have put it right and marked your answers again. You have passed." in said
    assert "(before the correction: 50%)" in said


def test_a_pass_that_stands_without_the_points_is_told_to_stand(site: House) -> None:
    amal = site.person()
    attempt = sit(site, amal, wrong=("bank-1",))
    correct(site)
    said = words(signed_in(app_of(site), site, amal).get(f"/attempts/{attempt}/result"))
    assert "Your pass stands" in said
    assert "Not yet You reached" not in said


def test_programs_read_both_results(site: House) -> None:
    amal = site.person()
    attempt = sit(site, amal, wrong=("bank-0", "bank-1"))
    caller = by_token(app_of(site), site, amal)
    address = f"/api/v1/attempts/{attempt}/result"
    assert caller.get(address).json["corrections"] == []  # type: ignore[index]
    correct(site)
    found = caller.get(address).json
    assert found is not None
    assert (found["share"], found["passed"]) == ("0.75", True)
    [told] = found["corrections"]
    assert (told["share_before"], told["share"]) == ("0.5", "0.75")
    assert (told["passed_before"], told["passed"], told["pass_kept"]) == (False, True, False)
