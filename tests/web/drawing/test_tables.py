"""Whatever a narrow screen makes of a table, it stays one for whoever listens."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from lms.web.drawing.filters import shown
from lms.web.drawing.tables import with_roles
from tests.sources.test_markdown import draw

TEMPLATES = Path(__file__).parents[3] / "templates"


def test_every_part_of_an_authors_table_names_its_role() -> None:
    html, _ = draw("| a | b |\n| --- | --: |\n| 1 | `<td>` |\n")
    page = str(shown(html))
    assert re.findall("<(t[a-z]+) role=\"([a-z]+)\"", page) == [
        ("table", "table"), ("thead", "rowgroup"), ("tr", "row"), ("th", "columnheader"), ("th", "columnheader"),
        ("tbody", "rowgroup"), ("tr", "row"), ("td", "cell"), ("td", "cell"),
    ]  # fmt: skip
    assert '<td role="cell" data-label="a">1</td>' in page
    assert "&lt;td&gt;" in page, "what is shown as code is left alone"


def test_the_head_of_a_row_is_told_from_that_of_a_column() -> None:
    assert with_roles('<table><tr><th scope="row">a</th>') == (
        '<table role="table"><tr role="row"><th role="rowheader" scope="row">a</th>'
    )
    assert with_roles("<table><caption>a</caption>") == '<table role="table"><caption>a</caption>'
    assert with_roles("<track><title>no table") == "<track><title>no table"


@pytest.mark.parametrize(
    "file", [one for one in sorted(TEMPLATES.rglob("*.html")) if "<table" in one.read_text("utf-8")], ids=str
)
def test_every_table_of_ours_is_drawn_with_its_roles(file: Path) -> None:
    text = file.read_text("utf-8")
    assert text.count("<table") == text.count("{% filter tables %}<table>") == text.count("</table>{% endfilter %}")
