"""A question's way from a draft to a scored place on pages, and who is shown what on them."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from flask import Flask

from lms.practice.lives import Act, Kind, Review
from lms.practice.review_forms import CRITERIA
from lms.store import audit
from tests.services.appointing.people import with_duty
from tests.services.reviewing import lives
from tests.services.reviewing.test_drawing import SMALL, all_active, drawn, in_spanish, serve, texts
from tests.support.site import House, house_at
from tests.support.web import API, Caller, app_of, csrf_token
from tests.web.pages.console.test_costs import MOST
from tests.web.pages.console.test_duties import with_factor
from tests.web.test_statement_counts import Count, count

__all__ = ["count"]

QUESTION = "/staff/questions/listening/bank-0"
YES = {review: dict.fromkeys(names, "yes") for review, names in CRITERIA.items()}
CONTENT = {**YES[Review.CONTENT], "difficulty": "60"}
REASON = {"reason": "It is ready"}


@pytest.fixture
def house(tmp_path: Path) -> Iterator[House]:
    with house_at(f"sqlite:///{tmp_path / 'lms.sqlite'}", tmp_path, SMALL) as made:
        serve(made, in_spanish(SMALL))
        yield made


@pytest.fixture
def app(house: House) -> Flask:
    return app_of(house)


def who(app: Flask, house: House, name: str, *duties: str) -> Caller:
    return with_factor(app, house, with_duty(house, name, *duties))


def here(house: House, act: str) -> str:
    return f"{QUESTION}/{house.catalog.banks['listening'].quizzes['bank-0'].version}/{act}"


def opened(caller: Caller) -> str:
    assert "CANARY" not in caller.get(QUESTION).text
    assert caller.form("/staff/banks/listening/open", {"question": "bank-0"}).status_code == 303
    return caller.get(QUESTION).text


def test_five_people_take_a_question_from_a_draft_to_a_scored_place(app: Flask, house: House) -> None:
    writer, officer = who(app, house, "Wim", "writer"), who(app, house, "Ola", "measurement-officer")
    content, fairness = who(app, house, "Cleo", "content-reviewer"), who(app, house, "Fay", "fairness-reviewer")
    decider = who(app, house, "Dee", "decider")
    assert "questions were never proposed for review" in writer.get("/staff").text
    assert writer.form(here(house, "propose"), {}).status_code == 303
    assert "bank-0" in content.get("/review").text
    assert "One question waits for your reading" in content.get("/staff").text
    assert "Content review" in opened(content)
    (text,) = texts(house)
    assert content.form(here(house, "review/content"), {**CONTENT, "texts": text}).status_code == 303
    assert "bank-0" not in content.get("/review").text
    assert "waits for your reading" not in content.get("/staff").text
    opened(fairness)
    assert fairness.form(here(house, "review/fairness"), {**YES[Review.FAIRNESS], "texts": text}).status_code == 303
    for who_tries in (writer, officer):
        assert "One question is approved, and can be tried as a pilot" in who_tries.get("/staff").text
    assert writer.form(here(house, "pilot"), REASON).status_code == 303
    assert "approved, and can be tried" not in writer.get("/staff").text
    assert officer.form(here(house, "put-forward"), REASON).status_code == 303
    assert "as soon as a decider confirms it" in officer.get(QUESTION).text
    assert "Confirm that the question listening/bank-0 counts" in decider.get("/staff").text
    assert decider.form(here(house, "confirm"), REASON).status_code == 303
    assert drawn(house)["bank-0"] == "active"
    page = decider.get(QUESTION).text
    assert "confirmed by" in page
    assert "approved (fairness) by" in page
    assert "¿Qué hay" in opened(officer)


def test_what_came_back_from_its_review_is_a_task_of_its_writer(app: Flask, house: House) -> None:
    lives.do(house, "listening/bank-0", Act(Kind.PROPOSED, lives.WRITER))
    lives.do(house, "listening/bank-0", Act(Kind.RETURNED, lives.CONTENT, review=Review.CONTENT))
    page = who(app, house, "Wim", "writer").get("/staff").text
    assert "One question came back from its review" in page
    assert 'href="/staff/banks/listening"' in page


def test_a_form_that_lacks_an_answer_keeps_what_was_typed_and_says_where(app: Flask, house: House) -> None:
    lives.do(house, "listening/bank-0", Act(Kind.PROPOSED, lives.WRITER))
    content = who(app, house, "Cleo", "content-reviewer")
    opened(content)
    page = content.form(here(house, "review/content"), {**CONTENT, "level": "no", "note_no_trick": "Fine as it is"})
    assert page.status_code == 422 or page.status_code == 400
    assert "A no needs a note" in page.text
    assert "Fine as it is" in page.text
    assert "in review" in page.text


def test_a_refusal_names_its_bar_and_keeps_the_reason(app: Flask, house: House) -> None:
    lives.pilot(house, "listening/bank-0")
    both = who(app, house, "Bo", "measurement-officer", "decider")
    both.form(here(house, "put-forward"), REASON)
    page = both.form(here(house, "confirm"), {"reason": "I know it"})
    assert page.status_code == 403
    assert "(B8)" in page.text
    assert 'value="I know it"' in page.text
    assert drawn(house)["bank-0"] == "pilot"


def test_a_look_at_a_key_is_noted_lasts_an_hour_and_is_nobodys_without_the_duty(app: Flask, house: House) -> None:
    writer, decider = who(app, house, "Wim", "writer"), who(app, house, "Dee", "decider")
    assert "CANARY" in opened(writer)
    with house.context.database.reading() as session:
        (seen,) = audit.of_act(session, "seen")
    assert (seen.subject, seen.details["duty"]) == ("bank:listening", "writer")
    house.clock.turn(timedelta(hours=1))
    assert "CANARY" not in writer.get(QUESTION).text
    assert decider.form("/staff/banks/listening/open", {}).status_code == 404
    assert "CANARY" not in decider.get(QUESTION).text


def test_who_has_no_duty_here_finds_nothing(app: Flask, house: House) -> None:
    registrar = who(app, house, "Rae", "registrar")
    for path in ("/review", "/staff/banks", "/staff/banks/listening"):
        assert registrar.get(path).status_code == 404, path
    writer = who(app, house, "Wim", "writer")
    for path in ("/staff/banks/none", "/staff/questions/listening/none", f"{QUESTION}/{'f' * 64}", "/review"):
        assert writer.get(path).status_code == 404, path


def test_an_edit_is_shown_beside_what_is_asked_now(app: Flask, house: House) -> None:
    all_active(house)
    serve(house, {**SMALL, lives.BANK: SMALL[lives.BANK].replace("What about bank-0?", "What about this?")})
    page = opened(who(app, house, "Wim", "writer"))
    assert "<del>" in page
    assert "<ins>" in page
    assert "the one that stands for the question" in page


def test_the_banks_say_how_many_are_asked_and_a_decider_adopts_one(app: Flask, house: House) -> None:
    decider = who(app, house, "Dee", "decider")
    assert "does not ask it" in decider.get("/staff/banks/listening").text
    assert decider.form("/staff/banks/listening/adopt", {"reason": ""}).status_code == 400
    assert decider.form("/staff/banks/listening/adopt", {"reason": "In use since 2025"}).status_code == 303
    page = decider.get("/staff/banks/listening").text
    assert "asks and scores it" in page
    assert "approved by decision" in page
    assert "Listening" in decider.get("/staff/banks").text


def sent(caller: Caller, path: str, body: object, key: str = "") -> tuple[int, dict[str, object]]:
    headers = {"X_CSRFToken": csrf_token(caller.client)} | ({"Idempotency_Key": key} if key else {})
    answer = caller.post(f"{API}{path}", body, **headers)
    return answer.status_code, answer.get_json()


def test_the_interface_does_and_refuses_as_the_pages_do(app: Flask, house: House) -> None:
    writer, content = who(app, house, "Wim", "writer"), who(app, house, "Cleo", "content-reviewer")
    path = "/staff/questions/listening/bank-0"
    assert sent(writer, f"{path}/propose", {}, "a key")[1]["state"] == "in review"
    assert sent(writer, f"{path}/propose", {}, "a key")[0] == 200
    status, refused = sent(writer, f"{path}/pilot", {"reason": "Soon"})
    assert (status, refused["state"]) == (409, "in review")
    assert "approved" in str(refused["allowed"])
    assert sent(content, f"{path}/review", {"review": "content", **YES[Review.CONTENT]})[0] in (400, 422)
    assert sent(content, f"{path}/review", {"review": "content", **CONTENT})[1]["state"] == "in review"
    assert sent(writer, f"{path}/retire", {"reason": "x", "ground": "flawed"})[0] == 404
    shown = writer.get(f"{API}{path}").get_json()
    assert [act["act"] for act in shown["acts"]] == ["proposed", "approved (content)"]
    assert "CANARY" not in str(shown)
    (bank,) = writer.get(f"{API}/staff/banks").get_json()["banks"]
    assert bank["in_review"] == 1
    assert len(writer.get(f"{API}/staff/banks/listening").get_json()["questions"]) == 6
    assert content.get(f"{API}/staff/review").get_json() == {"waiting": []}


def test_the_lists_cost_few_statements(app: Flask, house: House, count: Count) -> None:
    all_active(house)
    reviewer = who(app, house, "Cleo", "content-reviewer", "writer")
    opened(reviewer)
    costs = {}
    for path in ("/staff", "/review", "/staff/banks", "/staff/banks/listening"):
        count.statements.clear()
        assert reviewer.get(path).status_code == 200
        costs[path] = list(count.statements)
    assert not [(page, len(seen), *seen) for page, seen in costs.items() if len(seen) > MOST]
