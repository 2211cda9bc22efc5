"""HTML as Markdown: every word stays, what can be said is said, and what cannot is told."""

from __future__ import annotations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from lms.interchange.markdown import html_to_markdown, no_pictures
from lms.interchange.report import CannotCarry
from lms.sources.diagnostics import Findings, Place
from lms.sources.markdown import Page, render


class Sample:
    place = Place("")

    def __init__(self, text: str) -> None:
        self.text = text

    def find(self, words: str, after: int = -1) -> None:
        return None


def drawn(markdown: str) -> tuple[str, list[str]]:
    findings = Findings()
    return render(Page(Sample(markdown), findings, anchors=None)), [one.code for one in findings.items]


def markdown_of(html: str) -> str:
    return html_to_markdown(html, no_pictures)


@pytest.mark.parametrize(
    ("html", "markdown"),
    [
        ("<p>One</p><p>Two</p>", "One\n\nTwo"),
        ("One<br>Two", "One\\\nTwo"),
        ("a<b> bold </b>word", "a **bold** word"),
        ("<ul><li>a<li>b<ul><li>c</ul></ul>", "- a\n- b\n  - c"),
        ('<ol start="3"><li>a</li><li>b</li></ol>', "3. a\n4. b"),
        ("<blockquote><p>a</p><p>b</p></blockquote>", "> a\n>\n> b"),
        ("<pre>x  y\n z</pre>", "~~~\nx  y\n z\n~~~"),
        ("<code>a `b`</code>", "`` a `b` ``"),
        ('<a href="https://x.org/a(b)">link</a>', "[link](https://x.org/a%28b%29)"),
        ('<a href="http://x.org">link</a>', "link (http://x.org)"),
        ('<a href="javascript:alert(1)">link</a>', "link"),
        ("H<sub>2</sub>O, m<sup>2</sup>", "H₂O, m²"),
        ("<h3>Title</h3>text", "### Title\n\ntext"),
        ("<table><tr><th>a</th><th>b|c</th></tr><tr><td>1</td></tr></table>", "| a | b\\|c |\n| --- | --- |\n| 1 |  |"),
        ("# no heading", "\\# no heading"),
        ("1. no list", "1\\. no list"),
        ("- no list", "\\- no list"),
        ("2 * 3 * 4, a_b_c, _x_", "2 \\* 3 \\* 4, a_b_c, \\_x\\_"),
        ("&lt;b&gt; is a tag", "`<b>` is a tag"),
        ("&amp;copy; stays", "\\&copy; stays"),
        ("<script>alert(1)</script><style>p{}</style>words<!-- not this -->", "words"),
        ("a<b>b</b>c", "a**b**c"),
        ("<p>open <i>and never closed", "open *and never closed*"),
    ],
)
def test_html_becomes_the_markdown_that_a_person_would_write(html: str, markdown: str) -> None:
    assert markdown_of(html) == markdown
    assert drawn(markdown)[1] == []


@pytest.mark.parametrize(
    "html", ["<video src=x></video>", "<object data=x></object>", "<svg></svg>", "<td rowspan=2>", "<math>x</math>"]
)
def test_what_has_no_like_in_markdown_is_refused(html: str) -> None:
    if html.startswith("<td"):
        html = f"<table><tr>{html}a</td></tr></table>"
    with pytest.raises(CannotCarry):
        markdown_of(html)


def test_what_reads_differently_is_told() -> None:
    changes: list[str] = []
    html_to_markdown("x<sub>max</sub>y <sub>Q</sub> <a href='ftp://x'>z</a>", no_pictures, changes)
    assert changes == [
        "“Q” is no longer lowered",
        "a link is plain words here: only https and mailto are followed",
    ]


@example("1\n=")
@example("1\n-- ")
@given(st.text(alphabet="ab1 *_`[]()<>#-+.!&;\\|~=:'\"\n{}$@^/", max_size=40))
def test_any_text_is_drawn_as_it_was_typed(text: str) -> None:
    escaped = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    try:
        markdown = markdown_of(f"<p>{escaped}</p>")
    except CannotCarry:
        pytest.fail("a plain text could not be said")
    html, codes = drawn(markdown)
    assert "M101" not in codes
    assert "<em>" not in html
    assert "<strong>" not in html


def test_emphasis_that_markdown_cannot_say_is_dropped_and_told() -> None:
    changes: list[str] = []
    markdown = html_to_markdown('a<b>"b"</b>c', no_pictures, changes)
    assert drawn(markdown)[0] == "<p>a&quot;b&quot;c</p>\n"
    assert changes == ["bold or slanted words are plain here"]


@pytest.mark.parametrize(
    ("html", "drawn_as"),
    [
        ("<h2>One<br>two</h2>", "<h2>One two</h2>\n"),
        ("<p><b>One<br></b>two</p>", "<p><strong>One</strong><br>\ntwo</p>\n"),
        ("<p><i><br>One</i></p>", "<p><br>\n<em>One</em></p>\n"),
        ("<p>One<br>two</p>", "<p>One<br>\ntwo</p>\n"),
        ("<p>One<br><br></p>", "<p>One</p>\n"),
        ("<p>C:\\<br>two</p>", "<p>C:\\<br>\ntwo</p>\n"),
        ("<ul><li>One<br>two</li></ul>", "<ul>\n<li>One<br>\ntwo</li>\n</ul>\n"),
    ],
)
def test_a_break_is_a_break_or_a_space_and_never_a_backslash(html: str, drawn_as: str) -> None:
    assert drawn(markdown_of(html))[0] == drawn_as


def test_a_break_in_a_table_or_a_link_is_a_space() -> None:
    table = markdown_of("<table><tr><th>a<br>b</th></tr><tr><td>c<br>d</td></tr></table>")
    assert "\\" not in table
    assert markdown_of('<a href="https://example.org">a<br>b</a>') == "[a b](https://example.org)"
