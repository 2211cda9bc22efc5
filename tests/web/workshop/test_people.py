"""In a preview, one press signs the author in as a pretended learner, with a bar that says so and leads back."""

from __future__ import annotations

import re

import pytest

from tests.support.web import Caller

LISTENER = "/workshop/learners/certificates.listener"


def press(caller: Caller, path: str, **fields: str) -> str:
    """Press a button of the list of learners, and land where it leads."""
    page = caller.client.get("/workshop/learners").text
    token = page.partition('name="csrf_token" value="')[2].partition('"')[0]
    return caller.client.post(path, data={"csrf_token": token, **fields}, follow_redirects=True).text


def test_every_state_of_every_target_has_its_button_or_its_reason(preview: Caller) -> None:
    page = preview.get("/workshop/learners").text
    assert f'action="{LISTENER}/waiting"' in page
    assert f'action="{LISTENER}/revoked"' in page
    check = page[page.index("A check for everyone") :]
    assert "No certificate is awarded for it." in check
    assert "There is no wait between one try and the next." in check


def test_one_press_signs_in_as_somebody_in_that_state(preview: Caller) -> None:
    page = press(preview, f"{LISTENER}/half-way")
    assert "You look as a learner who is half-way through" in page
    assert "Good Listener" in page
    assert "Leave this learner" in preview.get("/courses/listening").text


def test_the_bar_leads_back_and_nobody_is_signed_in_then(preview: Caller) -> None:
    press(preview, f"{LISTENER}/new")
    assert "Look at the site as a learner" in press(preview, "/workshop/learners/leave")
    assert "You look as" not in preview.get("/courses").text
    assert preview.get("/learn").status_code == 303


def test_somebody_who_waits_may_sit_again_when_time_has_passed(preview: Caller) -> None:
    press(preview, f"{LISTENER}/waiting")
    assert "Take a rest first" in preview.get("/assessments/exam").text
    page = press(preview, "/workshop/learners/later", by="hour")
    assert "which is still to come" in page
    assert "Take a rest first" not in preview.get("/assessments/exam").text
    press(preview, "/workshop/learners/later", by="")
    assert "Take a rest first" in preview.get("/assessments/exam").text


def test_who_looks_months_ahead_stays_signed_in(preview: Caller) -> None:
    press(preview, f"{LISTENER}/new")
    for _ in range(9):
        page = press(preview, "/workshop/learners/later", by="week")
    assert "You look as a learner who is new here" in page


def test_time_passes_for_nobody_else(preview: Caller) -> None:
    """One process serves them all, one request after the other."""
    other = Caller(preview.client.application.test_client(), {})
    for caller in (preview, other):
        press(caller, f"{LISTENER}/waiting")
    press(preview, "/workshop/learners/later", by="hour")
    for _ in range(2):
        assert "Take a rest first" in other.get("/assessments/exam").text
        assert "Take a rest first" not in preview.get("/assessments/exam").text


def test_each_press_makes_somebody_else(preview: Caller) -> None:
    emails = set()
    for _ in range(2):
        press(preview, f"{LISTENER}/new")
        emails |= set(re.findall(r"learner-\w+@pretended\.test", preview.get("/account").text))
    assert len(emails) == 2


def test_what_cannot_be_pretended_is_refused_with_its_reason(preview: Caller) -> None:
    assert "No certificate is awarded" in press(preview, "/workshop/learners/assessments.open/expired")


@pytest.mark.parametrize("path", ["certificates.none/new", "certificates.listener/none"])
def test_an_unknown_state_or_target_is_not_there(preview: Caller, path: str) -> None:
    assert preview.get(f"/workshop/learners/{path}").status_code == 404


def test_the_address_that_the_command_prints_has_one_button(preview: Caller) -> None:
    page = preview.get(f"{LISTENER}/ends-soon").text
    assert page.count(f'action="{LISTENER}/ends-soon"') == 1
