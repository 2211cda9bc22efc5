"""A cell of an author's table says under which head it stands, for screens on which heads find no room."""

from __future__ import annotations

import pytest

from tests.sources.test_markdown import draw


def test_each_cell_bears_the_head_of_its_column() -> None:
    html, _ = draw("| Year | Who *asked* |\n| --- | --- |\n| 2021 | The council |\n| 2024 | A paper |\n")
    assert html.count('data-label="Year"') == html.count('data-label="Who asked"') == 2
    assert "<th data-label" not in html


@pytest.mark.parametrize(
    ("head", "label"),
    [
        ('a "b" <i>', "a &quot;b&quot; &lt;i&gt;"),
        ("`code` & more", "code &amp; more"),
        ("[a link](https://example.org)", "a link"),
    ],
)
def test_a_head_is_told_as_plain_words(head: str, label: str) -> None:
    assert f'<td data-label="{label}">' in draw(f"| {head} |\n| --- |\n| 1 |\n")[0]


def test_a_column_without_a_head_has_no_label_and_each_table_its_own() -> None:
    html, _ = draw("|  | b |\n| --- | --- |\n| 1 | 2 |\n\nText.\n\n| c |\n| --- |\n| 3 |\n")
    assert "<td>1</td>" in html
    assert '<td data-label="b">2</td>' in html
    assert '<td data-label="c">3</td>' in html
