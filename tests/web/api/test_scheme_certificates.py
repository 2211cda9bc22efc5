"""The console for programs: lists, single things and acts, as its pages have them, and the same sent again."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.support.web import API, Caller, csrf_token
from tests.web.api.test_description import hold
from tests.web.pages.console.programme import Programme, programme

SUSPENDED = {"reason": "A complaint", "public": "We look into it."}


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Programme]:
    with programme(tmp_path_factory.mktemp("api")) as made:
        yield made


def sent(caller: Caller, path: str, body: object) -> tuple[int, dict[str, object]]:
    answer = caller.post(f"{API}{path}", body, X_CSRFToken=csrf_token(caller.client), Idempotency_Key="a key")
    return answer.status_code, answer.get_json()


@pytest.mark.parametrize(
    ("path", "described", "who"),
    [
        ("/staff/tasks", "/staff/tasks", "registrar"),
        ("/staff/certificates?words=omar", "/staff/certificates", "registrar"),
        ("/staff/certificates/{certificate}", "/staff/certificates/{serial}", "decider"),
        ("/staff/applications/{application}", "/staff/applications/{application}", "decider"),
    ],
)
def test_what_the_pages_show_is_told_as_described(world: Programme, path: str, described: str, who: str) -> None:
    hold(world.callers[who].get(f"{API}{path.format(**world.things)}"), described, "get")


def test_tasks_and_certificates_are_those_of_ones_duties(world: Programme) -> None:
    told = world.callers["registrar"].get(f"{API}/staff/tasks").get_json()
    assert told["duties"] == {"guide": ["registrar"]}
    assert [task["task"] for task in told["tasks"]] == ["One statement waits to be taken"]
    mine = world.callers["registrar"].get(f"{API}/staff/certificates").get_json()
    assert [one["serial"] for one in mine["certificates"]] == [world.things["certificate"]]
    assert world.callers["registrar elsewhere"].get(f"{API}/staff/certificates").get_json()["certificates"] == []


def test_each_act_on_a_certificate_sent_again_is_answered_alike_and_done_once(world: Programme) -> None:
    registrar, decider = world.callers["registrar"], world.callers["decider"]
    page = f"/staff/certificates/{world.things['certificate']}"
    grounds = {"reason": "Two people sat it", "grounds": "honesty"}
    for caller, act, body in (
        (registrar, "suspend", SUSPENDED),
        (decider, "reinstate", {"reason": "It was nothing"}),
        (registrar, "revoke", grounds),
        (decider, "decline", {"reason": "Not shown"}),
        (registrar, "revoke", grounds),
        (decider, "confirm", {}),
    ):
        first = sent(caller, f"{page}/{act}", body)
        assert (first[0], act) == (200, act), first
        assert sent(caller, f"{page}/{act}", body) == first
    assert sent(registrar, f"{page}/suspend", {"reason": ""})[0] == 400
    assert sent(registrar, f"{page}/suspend", {"reason": "x" * 501})[0] == 400
    assert sent(registrar, f"{page}/revoke", grounds)[0] == 409
    audited = world.callers["admin"].get(f"{API}/staff/audit?thing={world.things['certificate']}").get_json()
    assert [entry["act"] for entry in audited["entries"]][:6] == [
        *("announce revocation", "propose revocation", "decline revocation"),
        *("propose revocation", "reinstate", "suspend"),
    ]


def test_a_corrected_name_is_issued_once(world: Programme) -> None:
    page = f"/staff/certificates/{world.things['certificate']}/correct"
    wanted = {"reason": "Misspelt", "name": "Omar Saïd"}
    first = sent(world.callers["registrar"], page, wanted)
    assert first[0] == 200
    assert sent(world.callers["registrar"], page, wanted) == first
    assert sent(world.callers["registrar"], page, {**wanted, "name": "Omar Sahid"})[0] == 409


def test_an_award_is_proposed_shown_and_confirmed_as_described_and_sent_again_alike(world: Programme) -> None:
    registrar, decider = world.callers["registrar"], world.callers["decider"]
    nia, path = world.house.person("Nia New"), "/staff/certificates/award"
    wanted = {"email": nia.email, "credential": "guide", "name": nia.name, "awarded_for": "Her work", "reason": "Why"}
    first = sent(registrar, path, wanted)
    assert first[0] == 200
    assert sent(registrar, path, wanted) == first
    hold(registrar.get(f"{API}{path}"), "/staff/certificates/award", "get")
    one = f"{path}/{first[1]['id']}"
    assert sent(decider, f"{one}/perhaps", {})[0] == 404
    confirmed = sent(decider, f"{one}/confirm", {})
    assert (confirmed[0], sent(decider, f"{one}/confirm", {})) == (200, confirmed)
    told = decider.get(f"{API}{one}")
    hold(told, "/staff/certificates/award/{award}", "get")
    assert (told.get_json()["outcome"], told.get_json()["serial"]) == ("confirmed", confirmed[1]["serial"])
