"""The quick way gives what the parser gives, or nothing."""

from __future__ import annotations

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from lms.sources.quickline import quick_line, quick_paragraph

PARSER = MarkdownIt("commonmark", {"html": False, "xhtmlOut": False}).enable(["table", "strikethrough"])
PIECES = st.sampled_from(
    [
        "a",
        "word",
        " ",
        "\n",
        "*",
        "**",
        "*it*",
        "**it**",
        "`",
        "`x y`",
        "_",
        "[",
        "]",
        "(",
        ")",
        "[a](https://b.org/c)",
        "!",
        ".",
        ",",
        "&",
        "&amp;",
        "<",
        ">",
        '"',
        "'",
        "\\",
        "~~",
        "#",
        "- ",
        "1. ",
        "2",
        "|",
        "=",
        "+ ",
        "é",
        "“",
        "—",
    ]
)


@given(st.lists(PIECES, max_size=14).map("".join))
@settings(max_examples=600)
@example("**a** b *c*.")
@example("*a **b***")
@example("![a](https://b.org/c)")
@example("`a`` b`")
@example("a*b*c")
@example("**a**b")
def test_a_quick_line_is_what_the_parser_makes_of_it(text: str) -> None:
    quick = quick_line(text)
    if quick is not None and text == text.strip() and text:
        assert quick == PARSER.renderInline(text)


@given(st.lists(PIECES, max_size=14).map("".join))
@settings(max_examples=600)
@example("2. b")
@example("a\n=")
@example("a|b\n-|-")
@example("a\n\nb")
@example("a\n- b")
@example("***")
def test_a_quick_paragraph_is_one_paragraph_for_the_parser(text: str) -> None:
    quick = quick_paragraph(text)
    if quick is not None:
        assert f"<p>{quick}</p>\n" == PARSER.render(text)


@pytest.mark.parametrize(
    "text", ["Ask **first**.", "It is *his* story.", "Plain.", "See [this](https://example.org/a).", "`x`"]
)
def test_what_authors_write_most_goes_the_quick_way(text: str) -> None:
    assert quick_line(text) is not None
