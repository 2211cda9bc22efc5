"""What people tell of themselves, for programs: their own profile whole, and somebody's page as everybody sees it."""

from __future__ import annotations

from dataclasses import replace

import pytest

from lms.services.ground.person import Person
from lms.services.members import own
from lms.store.profiles import Profile
from tests.services.certifying.test_certificates import issued
from tests.services.members.test_own import FULL
from tests.support.site import House
from tests.support.web import API, Caller
from tests.web.api.test_description import hold

TOLD = {
    "name": "Amal H.",
    "about": "I speak for others.",
    "links": ["https://social.example/@amal"],
    "languages": ["العربية", "English"],
    "asked_for": "Talks",
}


def test_a_profile_is_kept_whole_and_told_to_its_owner_alone(caller: Caller) -> None:
    empty = caller.get(f"{API}/me/profile")
    hold(empty, "/me/profile", "get")
    assert (empty.get_json()["roles"], empty.get_json()["page"]) == ([], None)
    mine = TOLD | {"roles": ["patient"], "zone": "Europe/Berlin", "handle": "amal-h", "shown": ["about"]}
    kept = caller.put(f"{API}/me/profile", mine)
    hold(kept, "/me/profile", "put")
    assert kept.get_json() == mine | {"certificates": [], "indexed": False, "page": None, "paths": []}
    assert caller.get(f"{API}/me/profile").get_json() == kept.get_json()
    emptied = caller.put(f"{API}/me/profile", {}).get_json()
    assert (emptied["roles"], emptied["handle"], emptied["zone"]) == ([], None, "Europe/Berlin")


@pytest.mark.parametrize("wrong", [{"roles": ["diabetic"]}, {"roles": "patient"}, {"links": ["javascript:a()"]}])
def test_a_profile_that_cannot_be_kept_is_refused_whole(caller: Caller, wrong: dict[str, object]) -> None:
    refused = caller.put(f"{API}/me/profile", TOLD | wrong)
    hold(refused, "/me/profile", "put")
    assert (refused.status_code, refused.get_json()["field"]) == (422, next(iter(wrong)))
    assert caller.get(f"{API}/me/profile").get_json()["name"] == ""


def test_paths_are_followed_and_followed_no_more(caller: Caller) -> None:
    for path in ("creator", "awareness", "creator"):
        followed = caller.put(f"{API}/me/paths/{path}")
    hold(followed, "/me/paths/{path}", "put")
    assert followed.get_json() == {"paths": ["creator", "awareness"]}
    ended = caller.send("DELETE", f"{API}/me/paths/creator")
    hold(ended, "/me/paths/{path}", "delete")
    assert ended.get_json() == {"paths": ["awareness"]}
    unknown = caller.put(f"{API}/me/paths/creater")
    hold(unknown, "/me/paths/{path}", "put")
    assert (unknown.status_code, "creator" in unknown.get_json()["detail"]) == (404, True)


def test_a_page_is_told_as_its_member_shows_it_and_is_gone_at_once(anyone: Caller, house: House, amal: Person) -> None:
    serial = issued(house, amal)
    own.keep(house.context, amal, _showing(serial), None, open=True)
    told = anyone.get(f"{API}/members/amal-h")
    hold(told, "/members/{handle}", "get")
    certificate = {"serial": serial, "title": "Good Listener", "status": "valid", "check": f"/verify/{serial}"}
    assert told.get_json() == {
        **TOLD,
        "languages": [],
        "asked_for": "",
        "handle": "amal-h",
        "paths": [],
        "certificates": [certificate],
    }
    assert told.headers["Cache-Control"] == "no-store"
    assert told.headers["X-Robots-Tag"] == "noindex"
    own.keep(house.context, amal, _showing(serial), None, open=False)
    gone, never = anyone.get(f"{API}/members/amal-h"), anyone.get(f"{API}/members/nobody")
    hold(gone, "/members/{handle}", "get")
    assert gone.status_code == never.status_code == 404
    assert gone.get_json()["detail"] == never.get_json()["detail"]


def _showing(serial: str) -> Profile:
    return replace(FULL, shown=replace(FULL.shown, certificates=(serial,)))
