"""Courses, lessons and practice over HTTP."""

from __future__ import annotations

from tests.support.web import API, Caller

QUIZ = f"{API}/courses/listening/lessons/quiet/quizzes/quiet-one/answers"


def test_the_catalogue_needs_no_account(anyone: Caller) -> None:
    answer = anyone.get(f"{API}/courses")
    assert answer.status_code == 200
    (card,) = answer.get_json()
    assert (card["id"], card["state"], card["lessons"], card["joined"]) == ("listening", "open", 3, False)


def test_a_course_tells_the_state_of_each_lesson_and_why_it_is_closed(caller: Caller) -> None:
    course = caller.get(f"{API}/courses/listening").get_json()
    first, second = course["modules"]
    assert [lesson["state"] for lesson in first["lessons"]] == ["open", "open"]
    assert (second["state"], second["lessons"][0]["state"]) == ("closed", "closed")
    assert second["reasons"] == second["lessons"][0]["reasons"]
    assert second["reasons"][0]["what"] == "courses/listening#begin"
    assert course["objectives"] == [{"id": "listening", "text": "Listen to somebody to the end."}]


def test_a_lesson_has_its_quizzes_and_none_of_their_keys(caller: Caller) -> None:
    answer = caller.get(f"{API}/courses/listening/lessons/quiet")
    lesson = answer.get_json()
    assert [quiz["id"] for quiz in lesson["quizzes"]] == ["quiet-one", "quiet-two", "quiet-think"]
    assert lesson["quizzes"][0]["options"][0].keys() == {"key", "html"}
    assert "Be quiet first" in lesson["html"]
    assert "CANARY" not in answer.get_data(as_text=True)


def test_a_closed_lesson_answers_with_its_reasons_and_nothing_of_its_content(caller: Caller) -> None:
    lesson = caller.get(f"{API}/courses/listening/lessons/silence").get_json()
    assert (lesson["state"], lesson["html"], lesson["quizzes"], lesson["passages"]) == ("closed", "", [], [])
    assert [reason["kind"] for reason in lesson["reasons"]] == ["module"]


def test_a_right_answer_earns_its_share_and_its_explanation(caller: Caller) -> None:
    answer = caller.post(QUIZ, {"answer": "a"})
    assert answer.status_code == 200
    told = answer.get_json()
    assert (told["share"], told["correct"], told["tries"]) == ("1", True, 1)
    assert "CANARY-why-a-quiet-one" in told["why"]["a"]


def test_a_wrong_answer_earns_nothing_and_may_be_tried_again(caller: Caller) -> None:
    assert caller.post(QUIZ, {"answer": "b"}).get_json()["share"] == "0"
    assert caller.post(QUIZ, {"answer": "a"}).get_json()["tries"] == 2


def test_reflecting_is_never_scored(caller: Caller) -> None:
    path = f"{API}/courses/listening/lessons/quiet/quizzes/quiet-think/answers"
    told = caller.post(path, {"answer": "I would say nothing."}).get_json()
    assert (told["share"], told["correct"]) == (None, None)


def test_a_closed_lesson_takes_no_answers_and_no_completion(caller: Caller) -> None:
    quiz = f"{API}/courses/listening/lessons/silence/quizzes/silence-one/answers"
    completion = f"{API}/courses/listening/lessons/silence/completion"
    for answer in (caller.post(quiz, {"answer": "a"}), caller.post(completion)):
        assert answer.status_code == 409
        assert answer.content_type == "application/problem+json"
        assert [reason["kind"] for reason in answer.get_json()["reasons"]] == ["module"]


def test_a_lesson_to_be_read_is_marked_done_and_another_is_not(caller: Caller) -> None:
    done = caller.post(f"{API}/courses/listening/lessons/asking/completion")
    assert (done.status_code, done.get_json()["state"]) == (200, "done")
    again = caller.post(f"{API}/courses/listening/lessons/asking/completion")
    assert again.get_json()["done"] == done.get_json()["done"]
    assert caller.post(f"{API}/courses/listening/lessons/quiet/completion").status_code == 409


def test_what_is_not_there_is_not_found(caller: Caller) -> None:
    for path in (
        "courses/nowhere",
        "courses/listening/lessons/nowhere",
        "courses/nowhere/lessons/quiet",
        "nothing",
        "courses/%00",
        "courses/" + "x" * 2000,
    ):
        answer = caller.get(f"{API}/{path}")
        assert (answer.status_code, answer.content_type) == (404, "application/problem+json"), path


def test_answering_needs_a_person(anyone: Caller) -> None:
    answer = anyone.post(QUIZ, {"answer": "a"})
    assert answer.status_code == 401
    assert "Bearer" in answer.headers["WWW-Authenticate"]


def test_a_wrong_answer_type_is_refused_with_the_field(caller: Caller) -> None:
    for wrong in (1, True, ["a"], {"a": "b"}, None, "no-such-key", "a" * 100_000):
        answer = caller.post(QUIZ, {"answer": wrong})
        assert answer.status_code == 422, wrong
        assert answer.get_json()["field"] == "answer"
