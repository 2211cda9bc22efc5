"""A tool as people use it: what they typed comes back, what it gives is theirs to take away, and nothing is kept."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from flask import Flask

from lms.store.tables import Base
from tests.support.site import House, house_at
from tests.support.web import app_of, signed_in, stranger

TIES = """---
title: Say what ties you
summary: In three sentences.
gives: |
  I was given {what} by {who}.

  {why}
  Much: {much}
---
Nothing is kept.

```ask
id: what
type: choose-one
question: What did you get?
needed: yes
options: {a: Money, b: "A <product> & more"}
```
```ask
id: much
type: number
question: How much?
show_if: {what: [a]}
```
```ask
id: who
type: short-answer
question: Who gave it?
needed: yes
```
```ask
id: why
type: reflect
question: Why?
```
```ask
id: when
type: day
question: When?
```
```ask
id: all
type: choose-many
question: Which?
options: {a: One, b: Two}
```
"""
TABLES = Base.metadata.tables
AT = "/tools/ties"
WHOLE = {"what.answer": "b", "who.answer": "<script>&", "why.answer": "لأنني سألت\nمرتين", "much.answer": "twelve"}
BROKEN = {
    "what.answer": "a",
    "much.answer": "twelve",
    "when.answer": "5 March",
    "why.answer": "CANARY",
    "all.answer": "b",
}


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    folder = tmp_path_factory.mktemp("ties")
    with house_at(f"sqlite:///{folder / 'lms.sqlite'}", folder, {"content/tools/ties.md": TIES}) as made:
        yield made


@pytest.fixture(scope="module")
def app(house: House) -> Flask:
    return app_of(house)


def posted(app: Flask, fields: dict[str, str], at: str = AT) -> str:
    return stranger(app).client.post(at, data=fields).text


def test_a_visitor_gets_its_page_without_a_cookie_and_without_a_token(app: Flask) -> None:
    page = stranger(app).get(AT)
    assert page.status_code == 200
    assert "Set-Cookie" not in page.headers
    assert "csrf_token" not in page.text
    assert 'name="what.answer" value="a"' in page.text
    assert "Only if your answer to “What did you get?” is “Money”." in page.text


def test_what_it_gives_is_on_the_page_escaped_and_in_the_direction_of_each_answer(app: Flask) -> None:
    page = posted(app, WHOLE)
    given = "I was given <bdi>A &lt;product&gt; &amp; more</bdi> by <bdi>&lt;script&gt;&amp;</bdi>."
    assert f'<p lang="en" dir="ltr">{given}</p>' in page
    assert '<p dir="auto">لأنني سألت\nمرتين</p>' in page
    assert "Much:" not in page.partition("<form")[0]
    assert 'id="given" tabindex="-1" autofocus' in page


def test_what_was_not_asked_is_not_kept_in_the_form(app: Flask) -> None:
    assert "twelve" not in posted(app, WHOLE)


def test_it_is_taken_away_as_a_file(app: Flask) -> None:
    answer = stranger(app).client.post(f"{AT}/text", data=WHOLE)
    assert answer.mimetype == "text/plain"
    assert answer.headers["Content-Disposition"] == 'attachment; filename="ties.txt"'
    assert answer.text == "I was given A <product> & more by <script>&.\n\nلأنني سألت\nمرتين\n"


@pytest.mark.parametrize("at", [AT, f"{AT}/text"])
def test_a_refused_form_says_where_and_gives_everything_back_that_was_typed(app: Flask, at: str) -> None:
    answer = stranger(app).client.post(at, data=BROKEN)
    page = answer.text
    assert answer.status_code == 422
    assert "<title>Error: Say what ties you" in page
    assert 'role="alert" tabindex="-1" id="complaints" autofocus' in page
    for id in ("much", "who", "when"):
        assert f'<a href="#ask_{id}">' in page
        assert f'id="ask_{id}-complaint"' in page
    for kept in (
        'value="a" checked',
        'value="twelve"',
        'type="text" name="when.answer"',
        'value="5 March"',
        ">\nCANARY<",
    ):
        assert kept in page
    assert 'name="all.answer" value="b" checked' in page


def test_an_answer_that_looks_like_a_field_of_the_form_stays_a_text(app: Flask) -> None:
    page = posted(app, {**WHOLE, "who.answer": '" name="answer" x="', "why.answer": ' name="answer"'})
    assert "&#34; name=&#34;answer&#34; x=&#34;" in page


def kept_in(house: House) -> dict[str, list[str]]:
    """All that the database holds, row by row."""
    with house.context.database.engine.connect() as connection:
        return {name: [str(row) for row in connection.execute(table.select())] for name, table in TABLES.items()}


def test_nothing_of_it_is_kept_unasked_neither_in_the_database_nor_in_the_log(
    app: Flask, house: House, capfd: pytest.CaptureFixture[str], caplog: pytest.LogCaptureFixture
) -> None:
    amal = signed_in(app, house, house.person("Amal Haddad"))
    assert amal.get(AT).status_code == 200
    before = kept_in(house)
    with caplog.at_level(0):
        for caller in (stranger(app), amal):
            for fields in (WHOLE, {**BROKEN, "who.answer": "CANARY"}):
                for at in (AT, f"{AT}/text"):
                    assert "CANARY" in caller.client.post(at, data={**fields, "why.answer": "CANARY"}).text
    assert kept_in(house) == before
    assert not any(b"CANARY" in one.read_bytes() for one in house.context.settings.home.rglob("*") if one.is_file())
    out, err = capfd.readouterr()
    assert "CANARY" not in out + err + caplog.text


def test_there_is_nothing_where_no_tool_is(app: Flask) -> None:
    client = stranger(app).client
    assert client.get("/tools/none").status_code == 404
    assert client.post("/tools/none", data={}).status_code == 404
    assert client.post("/tools/none/text", data={}).status_code == 404
