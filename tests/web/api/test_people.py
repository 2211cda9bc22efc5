"""Who is asking, and how far they are."""

from __future__ import annotations

from lms.services.ground.person import Person
from tests.services.walks import finish_course
from tests.support.site import House
from tests.support.web import API, Caller


def test_a_person_is_told_who_they_are(caller: Caller) -> None:
    assert caller.get(f"{API}/me").get_json() == {
        "email": "amal.haddad@example.org",
        "name": "Amal Haddad",
        "role": "learner",
        "confirmed": True,
        "extra_time": "1",
    }


def test_progress_tells_what_is_done_open_and_closed(caller: Caller, house: House, amal: Person) -> None:
    before = caller.get(f"{API}/me/progress").get_json()
    states = {one["id"]: one["state"] for one in before["assessments"]}
    assert states == {"exam": "closed", "open": "open"}
    way = [step["path"] for step in next(one for one in before["assessments"] if one["id"] == "exam")["way"]]
    assert way[0] == "courses/listening/quiet"
    finish_course(house, amal)
    after = caller.get(f"{API}/me/progress").get_json()
    assert after["courses"][0]["state"] == "done"
    assert {one["id"]: one["state"] for one in after["assessments"]} == {"exam": "open", "open": "open"}
    assert after["next"]["path"] == "assessments/exam"


def test_nobody_is_told_of_a_stranger(anyone: Caller) -> None:
    for path in ("/me", "/me/progress", "/me/certificates"):
        assert anyone.get(f"{API}{path}").status_code == 401
