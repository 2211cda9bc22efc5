"""A question is tried as in practice, whatever its status, and nothing of it is kept."""

from __future__ import annotations

from flask import Flask
from sqlalchemy import func, select

from lms.store.tables import EventRow, StandingRow
from tests.support.drafts import BANK, LESSON, Drafts
from tests.support.site import FILES, question
from tests.support.web import Caller, stranger

TRY = "/workshop/courses/listening/quiet/try/quiet-one"


def send(app: Flask, path: str, **fields: str) -> str:
    client = app.test_client()
    page = client.get(path).text
    token = page.partition('name="csrf_token" value="')[2].partition('"')[0]
    return client.post(path, data={"csrf_token": token, **fields}).text


def test_before_an_answer_neither_key_nor_why_is_there(app: Flask) -> None:
    page = app.test_client().get(TRY).text
    assert "The first of quiet-one" in page
    assert "CANARY-why" not in page
    assert "solved-right" not in page


def test_an_answer_is_marked_as_in_practice(app: Flask) -> None:
    right = send(app, TRY, answer="a")
    assert "Right" in right
    assert "CANARY-why-a-quiet-one" in right
    wrong = send(app, TRY, answer="b")
    assert "Not yet" in wrong
    assert "CANARY-why-b-quiet-one" in wrong
    assert "CANARY-why-a-quiet-one" not in wrong


def test_no_answer_and_no_possible_answer_are_told_apart_from_a_wrong_one(app: Flask) -> None:
    assert "Choose or write an answer first" in send(app, TRY)
    assert "Choose one of the options" in send(app, TRY, answer="zzz")


def test_a_draft_can_be_tried_and_so_can_a_question_of_a_bank(drafts: Drafts, app: Flask) -> None:
    draft = question("new-one", more="status: draft\n")
    drafts.save({LESSON: FILES[LESSON] + draft, BANK: FILES[BANK] + draft})
    for path in ("/workshop/courses/listening/quiet/try/new-one", "/workshop/banks/listening/try/new-one"):
        assert "CANARY-why-a-new-one" in send(app, path, answer="a")


def test_nothing_is_kept_of_a_try(drafts: Drafts, app: Flask) -> None:
    send(app, TRY, answer="a")
    with drafts.house.context.database.reading() as session:
        for table in (EventRow, StandingRow):
            assert session.scalar(select(func.count()).select_from(table)) == 0


def test_a_try_without_the_pages_token_is_refused(app: Flask) -> None:
    caller: Caller = stranger(app)
    assert caller.client.post(TRY, data={"answer": "a"}).status_code == 400
