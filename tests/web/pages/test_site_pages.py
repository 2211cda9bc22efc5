"""The site's own pages: where they are, who is led to them, and what the page for a hard day does not do."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from flask import Flask

from lms.web.edge.policies import EXTENSION
from tests.support.site import House
from tests.support.web import API, Caller, signed_in, stranger
from tests.web.site import FILES

SHIPPED = Path(__file__).parents[3] / "content" / "pages"
HELP = "".join(f"### Question {n}\n\nAnswer {n} about wörd{n}.\n\n" for n in range(9))
PAGES = {
    **FILES,
    "content/pages/about.md": "---\ntitle: About\nfooter: yes\norder: 2\n---\nWe are {issuer.name}.\n",
    "content/pages/terms.md": "---\ntitle: Rules\nfooter: yes\norder: 1\nwas: conditions\n---\nBe kind.\n",
    "content/pages/hard-day.md": "---\ntitle: A hard day\nfooter: yes\n---\nBreathe.\n",
    "content/pages/partners.md": "---\ntitle: Partners\nlanguage: es\n---\nAmigos.\n",
    "content/pages/help.md": f"---\ntitle: Help\n---\n{HELP}### Lost password\n\nAsk for a new passwörd.\n",
    "content/pages/privacy.md": "---\ntitle: Privacy\nsummary: What is kept.\ntopics: [data]\n---\nNothing.\n",
}


@pytest.fixture
def reader(house: House, anyone: Caller) -> Caller:
    house.serve(PAGES)
    return anyone


def test_each_is_at_its_address_and_the_long_address_leads_there(reader: Caller) -> None:
    assert "<p>We are The Test Programme.</p>" in reader.get("/about").text
    moved = reader.get("/pages/about")
    assert (moved.status_code, moved.location) == (301, "/about")
    other = reader.get("/pages/partners")
    assert '<h1 lang="es" dir="ltr">Partners</h1>' in other.text
    assert reader.get("/partners").status_code == 404


def test_what_is_not_there_says_so(reader: Caller) -> None:
    for address in ("/contact", "/pages/nothing"):
        answer = reader.get(address)
        assert answer.status_code == 404
        assert "There is no such page." in answer.text


def test_a_former_name_leads_on(reader: Caller) -> None:
    moved = reader.get("/pages/conditions")
    assert (moved.status_code, moved.location) == (301, "/pages/terms")


def test_every_page_leads_to_those_for_the_foot_in_their_order(reader: Caller, house: House, app: Flask) -> None:
    for address in ("/courses", "/verify", "/hard-day", "/login"):
        foot = reader.get(address).text.partition("<footer")[2]
        assert re.findall(r'href="(/terms|/about|/hard-day|/pages/partners)"', foot) == [
            "/terms",
            "/about",
            "/hard-day",
        ]


def test_a_visitors_copy_is_known_again(reader: Caller) -> None:
    first = reader.get("/about")
    assert first.headers["Cache-Control"] == "no-cache"
    assert reader.get("/about", if_none_match=first.headers["ETag"]).status_code == 304


def test_the_page_for_a_hard_day_knows_nobody(house: House, app: Flask, reader: Caller, amal: object) -> None:
    known = signed_in(app, house, amal)  # type: ignore[arg-type]
    mine, theirs = known.get("/hard-day?language=es"), stranger(app).get("/hard-day?language=es")
    assert mine.text == theirs.text
    assert "Breathe." in mine.text
    for answer in (mine, theirs):
        assert "Set-Cookie" not in answer.headers
        assert "Cookie" not in answer.headers.get("Vary", "")
        assert "<script" not in answer.text
    policy = app.extensions[EXTENSION]["things.page:hard-day"]
    assert (policy.reads_session, policy.counted) == (False, False)


def test_whoever_joins_is_led_to_what_is_kept_of_them(reader: Caller, house: House) -> None:
    assert 'What we keep of you, and for how long: <a href="/privacy">' in reader.get("/register").text
    house.serve(FILES)
    assert "/privacy" not in reader.get("/register").text


def test_help_finds_the_answer_whatever_the_case_and_accents(reader: Caller) -> None:
    assert 'role="search"' in reader.get("/help").text
    found = reader.get("/help?q=LOST+password").text
    assert '<h2 class="h3">1 answer fits your words.</h2>' in found, "no step of the headings is left out"
    assert "Ask for a new passwörd." in found
    assert "Question 3" not in found
    assert "Answer 3" in reader.get("/help?q=word3").text


def test_help_says_when_it_has_no_answer_and_whom_to_ask(reader: Caller) -> None:
    nothing = reader.get("/help?q=%3Cb%3Ezebra").text
    assert "No answer here has these words." in nothing
    assert 'value="&lt;b&gt;zebra"' in nothing
    assert "mailto:hello@programme.example" in nothing
    assert "Answer 3" in reader.get("/help?q=+").text


def test_a_short_page_is_not_searched(reader: Caller) -> None:
    assert 'role="search"' not in reader.get("/about").text.partition("<main")[2]


def test_programs_are_given_them_by_id(reader: Caller) -> None:
    cards = reader.get(f"{API}/pages").get_json()
    assert [one["id"] for one in cards] == ["about", "hard-day", "help", "partners", "privacy", "terms"]
    assert [one["id"] for one in reader.get(f"{API}/pages?after=partners").get_json()] == ["privacy", "terms"]
    assert reader.get(f"{API}/pages/privacy").get_json() == {
        "id": "privacy",
        "path": "pages/privacy",
        "title": "Privacy",
        "summary": "What is kept.",
        "language": "en",
        "level": "new",
        "paths": ["awareness", "legislation", "creator", "collaborator"],
        "topics": ["data"],
        "date": None,
        "html": "<p>Nothing.</p>\n",
    }
    assert reader.get(f"{API}/pages/none").status_code == 404
    assert reader.get(f"{API}/pages/conditions").location == f"{API}/pages/terms"


def test_help_as_it_is_shipped_answers_twenty_questions_of_learners_verifiers_and_authors() -> None:
    text = (SHIPPED / "help.md").read_text(encoding="utf-8")
    assert re.findall(r"^## (.+)$", text, re.MULTILINE) == [
        "For learners",
        "For people who check a certificate",
        "For authors",
    ]
    assert len(re.findall(r"^### .+\?$", text, re.MULTILINE)) >= 20
