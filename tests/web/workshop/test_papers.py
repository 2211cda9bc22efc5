"""The paper of a seed in the workshop is the one that the engine draws."""

from __future__ import annotations

import re

import pytest
from flask import Flask

from lms.services.assessing import beginning
from lms.store import attempts
from tests.services.walks import finish_course
from tests.support.drafts import BANK, EXAM, Drafts
from tests.support.site import FILES

PAPER = "/workshop/assessments/exam"
SOURCE = re.compile(r'href="/workshop/banks/listening#line-\d+">(listening/[\w-]+)</a>')


def page(app: Flask, **asked: str) -> str:
    return app.test_client().get(PAPER, query_string=asked).text


@pytest.mark.parametrize("seed", ["1", "5f3c9a", "any words at all"])
def test_a_seed_draws_what_it_draws_for_a_learner(
    drafts: Drafts, app: Flask, seed: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    house = drafts.house
    learner = house.person()
    finish_course(house, learner)
    monkeypatch.setattr("lms.services.assessing.beginning.secrets.token_hex", lambda _length: seed)
    started = beginning.start(house.context, learner, "exam", True, None).attempt
    with house.context.database.reading() as session:
        sources = [one.source for one in attempts.solved_items(session, started.id)]
    shown = page(app, seed=seed)
    assert SOURCE.findall(shown) == sources
    plain = page(app, seed=seed, keys="no")
    options = re.findall(r'name="answer" value="([^"]+)"', plain)
    assert options == [choice.key for item in started.items for choice in item.question.body.options]


def test_another_seed_draws_another_paper_and_a_button_leads_to_one(app: Flask) -> None:
    first = page(app, seed="1")
    other = re.search(r'href="(/workshop/assessments/exam\?seed=[^"]+)">Draw another', first)
    assert other is not None
    assert SOURCE.findall(app.test_client().get(other[1]).text) != SOURCE.findall(first)
    assert SOURCE.findall(page(app, seed="1")) == SOURCE.findall(first)


def test_with_keys_each_question_has_its_place_and_its_whys(app: Flask) -> None:
    shown = page(app)
    assert shown.count("solved-right") == 5
    bank = app.test_client().get("/workshop/banks/listening").text
    for source in SOURCE.findall(shown):
        quiz = source.partition("/")[2]
        line = FILES[BANK][: FILES[BANK].index(f"```quiz\nid: {quiz}\n")].count("\n") + 1
        assert f"{BANK}:{line}</code>" in shown
        assert f'href="/workshop/banks/listening#line-{line}">{source}</a>' in shown
        assert f'id="line-{line}"' in bank
        assert f"CANARY-why-a-{quiz}" in shown


def test_as_a_learner_sees_it_there_is_no_key_in_it(app: Flask) -> None:
    shown = page(app, keys="no")
    assert "Question 5" in shown
    assert "CANARY" not in shown
    assert "solved-right" not in shown


def test_what_keeps_a_paper_from_being_drawn_is_said(drafts: Drafts, app: Flask) -> None:
    drafts.save({EXAM: FILES[EXAM].replace("take: 4", "take: 40")})
    assert "No paper can be drawn yet" in page(app)
    drafts.save({EXAM: FILES[EXAM].replace("from: banks/listening", "from: banks/nowhere")})
    assert "No paper can be drawn yet" in page(app)
    drafts.save({EXAM: "---\ntitle: Empty\n---\n"})
    assert "No paper can be drawn yet" in page(app)


def test_a_very_long_seed_is_cut_and_hostile_ones_are_text(app: Flask) -> None:
    shown = page(app, seed='"><script>alert(1)</script>' + "x" * 10_000)
    assert "<script>alert" not in shown
    assert len(shown) < 100_000
