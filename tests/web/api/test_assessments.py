"""Examinations over HTTP: cover, start, save, put aside, hand in, result."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from flask import Flask

from lms.services.ground.person import Person
from tests.services.walks import finish_course, right_answers, wrong_answers
from tests.support.site import House
from tests.support.web import API, Caller, signed_in

OPEN = f"{API}/assessments/open"
EXAM = f"{API}/assessments/exam"


def begin(caller: Caller, of: str = OPEN, **headers: str) -> dict[str, object]:
    answer = caller.post(f"{of}/attempts", {"agree": True}, **headers)
    assert answer.status_code in (200, 201), answer.get_data(as_text=True)
    told = answer.get_json()
    assert isinstance(told, dict)
    return told


def save_all(caller: Caller, attempt: str, answers: dict[int, object]) -> None:
    for n, given in answers.items():
        saved = caller.put(f"{API}/attempts/{attempt}/answers/{n}", {"answer": given, "seq": 1})
        assert saved.status_code == 200


def test_the_cover_tells_policy_and_gate(anyone: Caller) -> None:
    cover = anyone.get(EXAM).get_json()
    assert cover["gate"] == "closed"
    assert [reason["what"] for reason in cover["reasons"]] == ["courses/listening"]
    policy = cover["policy"]
    assert (policy["pass_mark"], policy["attempts"], policy["wait_between"]) == ("0.75", 3, [3600, 86400])
    assert policy["agree_to"] == "I answer on my own."
    assert anyone.get(OPEN).get_json()["policy"]["time_limit"] == 1800


def test_a_closed_examination_cannot_be_begun_and_names_every_reason(caller: Caller) -> None:
    answer = caller.post(f"{EXAM}/attempts", {"agree": True})
    assert answer.status_code == 409
    assert [reason["what"] for reason in answer.get_json()["reasons"]] == ["courses/listening"]


def test_beginning_needs_the_agreement_that_is_asked_for(caller: Caller, house: House, amal: Person) -> None:
    finish_course(house, amal)
    for body in (None, {}, {"agree": False}):
        answer = caller.post(f"{EXAM}/attempts", body)
        assert (answer.status_code, answer.get_json()["field"]) == (422, "agree")
    assert caller.post(f"{EXAM}/attempts", {"agree": True}).status_code == 201


def test_beginning_makes_an_attempt_and_says_where_it_is(caller: Caller) -> None:
    answer = caller.post(f"{OPEN}/attempts")
    assert answer.status_code == 201
    attempt = answer.get_json()
    assert answer.headers["Location"] == f"{API}/attempts/{attempt['id']}"
    assert (attempt["state"], attempt["number"], len(attempt["questions"])) == ("running", 1, 3)
    assert attempt["deadline"] == "2026-11-22T12:30:00Z"
    assert attempt["server_time"] == "2026-11-22T12:00:00Z"
    question = attempt["questions"][0]
    assert (question["n"], question["type"], question["answer"]) == (1, "choose-one", None)


def test_beginning_again_comes_back_to_the_one_that_is_open(caller: Caller) -> None:
    first = caller.post(f"{OPEN}/attempts")
    again = caller.post(f"{OPEN}/attempts")
    assert (first.status_code, again.status_code) == (201, 200)
    assert first.get_json()["id"] == again.get_json()["id"]
    assert again.headers["Location"] == first.headers["Location"]


def test_the_same_key_gives_the_same_attempt_also_after_its_end(caller: Caller) -> None:
    first = begin(caller, idempotency_key="k1")
    assert begin(caller, idempotency_key="k1")["id"] == first["id"]
    caller.post(f"{API}/attempts/{first['id']}/submission")
    after = caller.post(f"{OPEN}/attempts", idempotency_key="k1")
    assert (after.status_code, after.get_json()["id"], after.get_json()["state"]) == (200, first["id"], "submitted")
    assert begin(caller, idempotency_key="k2")["id"] != first["id"]


@pytest.mark.parametrize("key", ["x" * 201, " ", "a\tb"])
def test_a_key_that_cannot_be_kept_is_refused(caller: Caller, key: str) -> None:
    assert caller.post(f"{OPEN}/attempts", idempotency_key=key).status_code == 400


def test_an_answer_is_kept_and_told(caller: Caller) -> None:
    attempt = begin(caller)
    key = attempt["questions"][1]["options"][1]["key"]  # type: ignore[index]
    saved = caller.put(f"{API}/attempts/{attempt['id']}/answers/2", {"answer": key, "seq": 7})
    assert saved.status_code == 200
    assert saved.get_json() == {"n": 2, "answer": key, "seq": 7, "saved_at": "2026-11-22T12:00:00Z"}
    again = caller.get(f"{API}/attempts/{attempt['id']}").get_json()
    assert (again["questions"][1]["answer"], again["questions"][1]["seq"]) == (key, 7)


def test_an_older_save_never_overwrites_a_newer(caller: Caller) -> None:
    attempt = begin(caller)
    first, second = (option["key"] for option in attempt["questions"][0]["options"])  # type: ignore[index]
    address = f"{API}/attempts/{attempt['id']}/answers/1"
    caller.put(address, {"answer": first, "seq": 7})
    for late in (6, 7, 1):
        kept = caller.put(address, {"answer": second, "seq": late})
        assert (kept.status_code, kept.get_json()["answer"], kept.get_json()["seq"]) == (200, first, 7)
    assert caller.put(address, {"answer": second, "seq": 8}).get_json()["answer"] == second


def test_without_a_number_the_server_counts(caller: Caller) -> None:
    attempt = begin(caller)
    first, second = (option["key"] for option in attempt["questions"][0]["options"])  # type: ignore[index]
    address = f"{API}/attempts/{attempt['id']}/answers/1"
    assert caller.put(address, {"answer": first}).get_json()["seq"] == 1
    assert caller.put(address, {"answer": second}).get_json() | {"saved_at": ""} == {
        "n": 1,
        "answer": second,
        "seq": 2,
        "saved_at": "",
    }


def test_an_answer_can_be_taken_back(caller: Caller) -> None:
    attempt = begin(caller)
    key = attempt["questions"][0]["options"][0]["key"]  # type: ignore[index]
    address = f"{API}/attempts/{attempt['id']}/answers/1"
    caller.put(address, {"answer": key, "seq": 1})
    assert caller.put(address, {"answer": None, "seq": 2}).get_json()["answer"] is None
    assert caller.get(f"{API}/attempts/{attempt['id']}").get_json()["questions"][0]["answer"] is None


def test_the_form_of_the_page_is_taken_as_it_is(caller: Caller) -> None:
    attempt = begin(caller)
    key = attempt["questions"][0]["options"][0]["key"]  # type: ignore[index]
    address = f"{API}/attempts/{attempt['id']}/answers/1"
    saved = caller.client.put(address, data={"answer": key, "seq": "3"}, headers=caller.headers)
    assert (saved.status_code, saved.get_json()["answer"], saved.get_json()["seq"]) == (200, key, 3)
    for seq in ("", "-1", "1.5", "9" * 30, "٣"):
        assert caller.client.put(address, data={"answer": key, "seq": seq}, headers=caller.headers).status_code == 422
    cleared = caller.client.put(address, data={"seq": "4"}, headers=caller.headers)
    assert cleared.get_json()["answer"] is None


@pytest.mark.parametrize("seq", [0, -1, True, "7", 1.5, 2**53 + 1, 10**40, [], {}])
def test_a_number_that_counts_nothing_is_refused(caller: Caller, seq: object) -> None:
    attempt = begin(caller)
    key = attempt["questions"][0]["options"][0]["key"]  # type: ignore[index]
    answer = caller.put(f"{API}/attempts/{attempt['id']}/answers/1", {"answer": key, "seq": seq})
    assert (answer.status_code, answer.get_json()["field"]) == (422, "seq")


@pytest.mark.parametrize("n", ["0", "4", "99999", "1e3", "-1", "1.0", "x", "9" * 5000, "١", "%20 1"])
def test_a_question_that_was_not_drawn_takes_no_answer(caller: Caller, n: str) -> None:
    attempt = begin(caller)
    answer = caller.put(f"{API}/attempts/{attempt['id']}/answers/{n}", {"answer": "a", "seq": 1})
    assert answer.status_code == 404
    assert caller.put(f"{API}/attempts/{attempt['id']}/marks/{n}", {"marked": True}).status_code == 404


def test_extra_fields_change_nothing(caller: Caller, house: House) -> None:
    attempt = begin(caller)
    id = str(attempt["id"])
    more = {"score": 1.0, "share": "1", "passed": True, "user_id": 1, "account_id": 999, "n": 3, "state": "submitted"}
    for n, wrong in wrong_answers(house, id).items():
        saved = caller.put(f"{API}/attempts/{id}/answers/{n}", {"answer": wrong, "seq": 1, **more})
        assert saved.status_code == 200
        assert saved.get_json().keys() == {"n", "answer", "seq", "saved_at"}
    result = caller.post(f"{API}/attempts/{id}/submission", more).get_json()
    assert (result["share"], result["passed"]) == ("0", False)


def test_right_and_wrong_saves_look_and_weigh_the_same(caller: Caller, house: House) -> None:
    attempt = str(begin(caller)["id"])
    right, wrong = right_answers(house, attempt), wrong_answers(house, attempt)
    sent = [
        caller.put(f"{API}/attempts/{attempt}/answers/1", {"answer": given[1], "seq": seq})
        for seq, given in enumerate((right, wrong), start=1)
    ]
    lengths = {len(answer.data) - len(answer.get_json()["answer"]) for answer in sent}
    assert len(lengths) == 1
    assert list(sent[0].headers.keys()) == list(sent[1].headers.keys())


def test_a_question_is_marked_to_be_looked_at_again(caller: Caller) -> None:
    attempt = begin(caller)
    marked = caller.put(f"{API}/attempts/{attempt['id']}/marks/2", {"marked": True})
    assert marked.get_json() == {"n": 2, "marked": True}
    questions = caller.get(f"{API}/attempts/{attempt['id']}").get_json()["questions"]
    assert [one["marked"] for one in questions] == [False, True, False]


def test_what_is_put_aside_shows_no_question_and_takes_no_answer(caller: Caller, house: House, amal: Person) -> None:
    finish_course(house, amal)
    attempt = begin(caller, EXAM)
    key = attempt["questions"][0]["options"][0]["key"]  # type: ignore[index]
    address = f"{API}/attempts/{attempt['id']}"
    caller.put(f"{address}/answers/1", {"answer": key, "seq": 1})
    aside = caller.post(f"{address}/pause").get_json()
    assert (aside["state"], aside["questions"]) == ("paused", [])
    assert caller.put(f"{address}/answers/1", {"answer": None, "seq": 2}).status_code == 409
    back = caller.post(f"{address}/resume").get_json()
    assert (back["state"], back["questions"][0]["answer"]) == ("running", key)


def test_a_timed_examination_cannot_be_put_aside(caller: Caller) -> None:
    attempt = begin(caller)
    assert attempt["may_put_aside"] is False
    assert caller.post(f"{API}/attempts/{attempt['id']}/pause").status_code == 409


def test_handing_in_twice_gives_the_same_result(caller: Caller, house: House) -> None:
    attempt = str(begin(caller)["id"])
    save_all(caller, attempt, right_answers(house, attempt))
    first = caller.post(f"{API}/attempts/{attempt}/submission", idempotency_key="s1")
    again = caller.post(f"{API}/attempts/{attempt}/submission")
    shown = caller.get(f"{API}/attempts/{attempt}/result")
    assert first.status_code == 200
    assert first.data == again.data == shown.data
    result = first.get_json()
    assert (result["share"], result["passed"], result["state"]) == ("1", True, "submitted")
    assert result["objectives"] == [{"id": "listening", "objective": "Listen to somebody to the end.", "share": "1"}]


def test_after_the_end_nothing_changes(caller: Caller, house: House) -> None:
    attempt = str(begin(caller)["id"])
    wrong = wrong_answers(house, attempt)
    before = caller.post(f"{API}/attempts/{attempt}/submission").data
    for n, given in wrong.items():
        assert caller.put(f"{API}/attempts/{attempt}/answers/{n}", {"answer": given, "seq": 99}).status_code == 409
    assert caller.put(f"{API}/attempts/{attempt}/marks/1", {"marked": True}).status_code == 409
    assert caller.post(f"{API}/attempts/{attempt}/pause").status_code == 409
    assert caller.post(f"{API}/attempts/{attempt}/resume").status_code == 409
    assert caller.get(f"{API}/attempts/{attempt}/result").data == before


def test_there_is_no_result_before_the_end(caller: Caller) -> None:
    attempt = begin(caller)
    assert caller.get(f"{API}/attempts/{attempt['id']}/result").status_code == 409


def test_time_that_is_over_ends_the_attempt(caller: Caller, house: House) -> None:
    attempt = begin(caller)
    key = attempt["questions"][0]["options"][0]["key"]  # type: ignore[index]
    house.clock.turn(timedelta(minutes=30, seconds=3))
    late = caller.put(f"{API}/attempts/{attempt['id']}/answers/1", {"answer": key, "seq": 1})
    assert late.status_code == 409
    assert caller.get(f"{API}/attempts/{attempt['id']}").get_json()["state"] == "expired"


def test_an_attempt_of_somebody_else_is_as_unknown_as_any(caller: Caller, other: Caller) -> None:
    attempt = begin(caller)["id"]
    key = "a"
    calls = [
        ("GET", "", None),
        ("PUT", "/answers/1", {"answer": key, "seq": 1}),
        ("PUT", "/answers/77", {"answer": key, "seq": 1}),
        ("PUT", "/marks/1", {"marked": True}),
        ("POST", "/pause", None),
        ("POST", "/resume", None),
        ("POST", "/submission", None),
        ("GET", "/result", None),
    ]
    for method, path, body in calls:
        foreign = other.send(method, f"{API}/attempts/{attempt}{path}", body)
        unknown = other.send(method, f"{API}/attempts/AAAAAAAAAAAAAAAAAAAAAA{path}", body)
        assert foreign.status_code == unknown.status_code == 404, path
        assert foreign.get_json() | {"request": ""} == unknown.get_json() | {"request": ""}


def test_nothing_that_only_the_server_knows_is_in_an_attempt(caller: Caller, house: House, amal: Person) -> None:
    finish_course(house, amal)
    answers = [caller.get(EXAM)]
    attempt = begin(caller, EXAM)
    address = f"{API}/attempts/{attempt['id']}"
    answers += [caller.get(address), caller.post(f"{EXAM}/attempts"), caller.post(f"{address}/pause")]
    answers += [caller.post(f"{address}/resume"), caller.put(f"{address}/marks/1", {"marked": True})]
    for n in range(1, 6):
        key = attempt["questions"][n - 1]["options"][0]["key"]  # type: ignore[index]
        answers.append(caller.put(f"{address}/answers/{n}", {"answer": key, "seq": 1}))
    answers += [caller.put(f"{address}/answers/1", {"answer": "wrong", "seq": 2}), caller.post(f"{address}/submission")]
    drawn = {one["html"] for one in attempt["questions"]}  # type: ignore[attr-defined]
    for answer in answers:
        text = answer.get_data(as_text=True)
        assert "CANARY" not in text
        assert {f"<p>{asked}</p>\\n" for asked in re.findall(r"What about [\w-]+\?", text)} <= {
            one.replace("\n", "\\n") for one in drawn
        }


def test_a_session_needs_the_token_of_its_page_for_every_act(app: Flask, house: House, amal: Person) -> None:
    browser = signed_in(app, house, amal)
    assert browser.get(f"{API}/me").status_code == 200
    for method, path in (
        ("POST", f"{OPEN}/attempts"),
        ("PUT", f"{API}/attempts/x/answers/1"),
        ("POST", f"{API}/me/certificates"),
    ):
        answer = browser.send(method, path, {})
        assert (answer.status_code, answer.content_type) == (400, "application/problem+json")
    assert house.context.database is not None


def test_a_wrong_or_dead_bearer_token_is_refused_rather_than_overlooked(app: Flask, house: House, amal: Person) -> None:
    browser = signed_in(app, house, amal)
    for header in ("Bearer nonsense", "Bearer", "Basic YTpi", "bearer " + "x" * 5000):
        answer = browser.client.get(f"{API}/me", headers={"Authorization": header})
        assert answer.status_code == 401, header


def test_an_answer_kept_since_by_another_page_stays_and_is_told(caller: Caller, house: House) -> None:
    id = str(begin(caller)["id"])
    n, right, wrong = 1, right_answers(house, id)[1], wrong_answers(house, id)[1]
    address = f"{API}/attempts/{id}/answers/{n}"
    assert caller.put(address, {"answer": right, "seq": 5, "seen": 0}).get_json()["kept"] is True
    late = caller.put(address, {"answer": wrong, "seq": 6, "seen": 0}).get_json()
    assert (late["kept"], late["answer"], late["seq"]) == (False, right, 5)
    told = caller.get(address).get_json()
    assert (told["answer"], told["seq"], told["state"]) == (right, 5, "running")
    assert told["server_time"] < told["deadline"]
    assert caller.put(address, {"answer": wrong, "seen": "0"}).status_code == 422


CHOOSE = "Choose one of the options that are shown."


@pytest.mark.parametrize(
    ("headers", "language", "detail"),
    [
        ({"X-Page-Language": "ar"}, "ar", "اختر أحد الخيارات المعروضة."),
        ({"X-Page-Language": "en-GB", "Accept-Language": "ar"}, "en-GB", CHOOSE),
        ({"X-Page-Language": "tlh"}, "en-GB", CHOOSE),
        ({"Accept-Language": "ar"}, "en-GB", CHOOSE),
    ],
)
def test_a_refusal_that_a_script_shows_is_in_the_language_of_its_page_and_in_english_for_programs(
    headers: dict[str, str], language: str, detail: str, caller: Caller
) -> None:
    attempt = begin(caller)["id"]
    caller.headers.update(headers)
    refused = caller.put(f"{API}/attempts/{attempt}/answers/1", {"answer": "none of them"})
    assert (refused.status_code, refused.headers["Content-Language"]) == (422, language)
    assert refused.get_json()["detail"] == detail


def test_a_title_and_the_reasons_of_a_door_are_in_that_language_too(caller: Caller) -> None:
    caller.headers["X-Page-Language"] = "fr"
    told = caller.post(f"{EXAM}/attempts", {"agree": True}).get_json()
    assert told["title"] == "Pas encore ouvert"
    assert told["reasons"][0]["message"].startswith("Terminez d’abord")
