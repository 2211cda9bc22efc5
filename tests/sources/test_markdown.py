"""Markdown as pages show it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lms.content.reading.documents import Body
from lms.sources.diagnostics import Findings
from lms.sources.links import OPEN_ADDRESS, OPEN_SIZE
from lms.sources.markdown import Page, render

FILE = "content/courses/bees/01-first.md"


def draw(text: str, inline: bool = False, top: int = 2) -> tuple[str, Page]:
    page = Page(Body(text, FILE, 1), Findings(), top=top)
    return render(page, inline), page


def codes(text: str) -> list[str]:
    return [one.code for one in draw(text)[1].findings.items]


def test_html_is_shown_as_it_is_written() -> None:
    html, page = draw("<script>alert(1)</script> & <b onclick='x'>\n\n<div>\n*a*\n</div>\n")
    assert "<script" not in html
    assert "<b " not in html
    assert "<div" not in html
    assert "&lt;script&gt;" in html
    assert [(one.code, one.place.line, one.place.column) for one in page.findings.items] == [
        ("M101", 1, 1),
        ("M101", 1, 29),
        ("M101", 3, 1),
    ]


def test_a_smaller_sign_in_a_sentence_or_in_code_is_no_html() -> None:
    assert codes("If a < b and b<c, then `<b>` and a <- b.\n\n    <b>indented</b>\n") == []


@pytest.mark.parametrize(
    "address",
    [
        "javascript:alert(1)",
        "JaVaScript:alert(1)",
        "data:text/html,x",
        "vbscript:x",
        "file:///etc/passwd",
        "http://a.org",
        "ftp://a.org",
        "//a.org",
        "https://",
        "https://[",
        "mailto:nobody",
        "\\\\a.org",
    ],
)
def test_an_unsafe_link_is_shown_as_text_and_told(address: str) -> None:
    html, page = draw(f"See [this](<{address}>).")
    assert "<a" not in html
    assert ">this<" in html
    assert [one.code for one in page.findings.items] == ["M102"]


@pytest.mark.parametrize(
    "address", ["https://example.org/a?b=c#d", "mailto:bees@example.org", "https://example.org:8443/"]
)
def test_a_safe_link_is_a_link(address: str) -> None:
    html, page = draw(f"See [this]({address}).")
    assert f'<a href="{address}">this</a>' in html
    assert page.findings.items == []


def test_an_address_in_a_sentence_becomes_a_link() -> None:
    html, _ = draw("See https://example.org/a_b_c, and (https://example.org).")
    assert html.count("<a ") == 2
    assert 'href="https://example.org/a_b_c"' in html
    assert 'href="https://example.org"' in html


def test_links_to_files_are_kept_open_with_their_places() -> None:
    html, page = draw("Text x.md\nsee [x.md](x.md#top) and ![a hive](../bees/media/a%20b.png).")
    assert [(link.target, link.anchor, link.picture) for link in page.links] == [
        ("content/courses/bees/x.md", "top", False),
        ("content/courses/bees/media/a b.png", "", True),
    ]
    assert (page.links[0].place.line, page.links[0].place.column) == (2, 12)
    sizes = [mark for mark in OPEN_ADDRESS.findall(html) if mark.startswith(OPEN_SIZE.removeprefix("\x02"))]
    assert len(OPEN_ADDRESS.findall(html)) - len(sizes) == 2
    assert len(sizes) == 1


def test_the_same_link_twice_has_two_places() -> None:
    _, page = draw("[a](b.md) and [c](b.md)\n\n[d](b.md)")
    assert [(link.place.line, link.place.column) for link in page.links] == [(1, 5), (1, 19), (3, 5)]


def test_a_link_by_reference_is_told_where_its_address_stands() -> None:
    _, page = draw("See [this][it].\n\n[it]: http://example.org\n")
    assert [(one.code, one.place.line, one.place.column) for one in page.findings.items] == [("M102", 3, 7)]


def test_headings_stand_below_the_page_s_own_and_have_ids() -> None:
    html, page = draw("# Ask *first*\n\n## Then\n\n# Ask first\n\n# !!!\n")
    assert '<h2 id="ask-first">Ask <em>first</em></h2>' in html
    assert '<h3 id="then">' in html
    assert page.anchors is not None
    assert list(page.anchors) == ["ask-first", "then", "ask-first-2", "section"]


def test_headings_that_begin_at_the_second_level_stay_there() -> None:
    assert draw("## A\n\n### B\n")[0] == '<h2 id="a">A</h2>\n<h3 id="b">B</h3>\n'
    assert draw("# A\n", top=3)[0] == '<h3 id="a">A</h3>\n'


def test_tables_keep_their_sides_without_a_style() -> None:
    html, _ = draw("| a | b |\n|:-:|--:|\n| 1 | 2 |\n")
    assert "style=" not in html
    assert '<th class="text-center">a</th>' in html
    assert '<td class="text-end" data-label="b">2</td>' in html


def test_one_paragraph_inside_a_line_has_no_tag_of_its_own() -> None:
    assert draw("Ask **her**.", inline=True)[0] == "Ask <strong>her</strong>."
    assert draw("One.\n\nTwo.", inline=True)[0] == "<p>One.</p>\n<p>Two.</p>\n"
    assert draw("- a\n- b", inline=True)[0].startswith("<ul>")


def test_a_title_or_alternative_text_cannot_leave_its_attribute() -> None:
    html, _ = draw("![a\" onerror=\"x](media/a.png 'b\" c') [d](https://example.org 'e\" f')")
    assert 'alt="a&quot; onerror=&quot;x"' in html
    assert 'title="b&quot; c"' in html
    assert 'title="e&quot; f"' in html


@given(st.text(alphabet=st.sampled_from("ab<>&\"'[]()!*_`#-|:\\/ \n.https"), max_size=80))
def test_whatever_is_written_only_known_tags_come_out(text: str) -> None:
    import re

    html, _ = draw(text)
    known = "p|em|strong|code|pre|a|img|h[1-6]|ul|ol|li|blockquote|hr|br|div|table|thead|tbody|tr|th|td|s|span"
    assert re.sub(rf"</?(?:{known})(?:\s[^<>]*)?>", "", html).count("<") == 0
