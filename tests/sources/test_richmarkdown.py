"""What a lesson has beside paragraphs, lists and tables: each is drawn so that everybody can follow it."""

from __future__ import annotations

import re

import pytest

from lms.content.reading.documents import Body
from lms.sources.diagnostics import Findings
from lms.sources.drawnpage import Page
from lms.sources.formulas import formula_at
from lms.sources.links import OPEN_ADDRESS
from lms.sources.markdown import begin, draw, is_rich, render, tokens_of
from lms.sources.mathml import Unreadable, mathml


def drawn(text: str, *, anchors: bool = True) -> str:
    page = Page(Body(text, "content/courses/bees/01-one.md", 1), Findings(), anchors={} if anchors else None)
    html = render(page)
    assert not page.findings.items
    return OPEN_ADDRESS.sub(lambda found: f"[{found[1].strip(chr(6) + chr(14)).partition('#')[0]}]", html)


def test_a_footnote_and_its_mark_lead_to_each_other() -> None:
    html = drawn("Bees fly.[^w] They hum.[^w]\n\n[^w]: They have wings.")
    assert re.findall(r'<sup><a href="#(\w+)" id="(\w+)"', html) == [("note_w", "note_w_0"), ("note_w", "note_w_1")]
    assert '<li id="note_w" value="1"><p>They have wings. <a href="#note_w_0"' in html
    assert 'href="#note_w_1"' in html


def test_footnotes_stand_below_the_stretch_that_asks_for_them_and_are_counted_through_the_lesson() -> None:
    body = Body("One.[^a]\n\nTwo.[^b] Again.[^a]\n\n[^a]: A.\n[^b]: B.[^c]\n[^c]: C.", "x.md", 1)
    page, tokens = Page(body, Findings()), tokens_of(body.text)
    begin(tokens, page)
    first, second = draw(tokens[:3], page), draw(tokens[3:], page)
    assert re.findall(r'<li id="(\w+)" value="(\d)"', first) == [("note_a", "1")]
    assert re.findall(r'<li id="(\w+)" value="(\d)"', second) == [("note_b", "2"), ("note_c", "3")]


def test_a_question_has_no_footnotes_since_several_share_a_page() -> None:
    page = Page(Body("Bees.[^1]\n\n[^1]: They fly.", "x.md", 1), Findings(), anchors=None)
    assert "[^1]" in render(page)
    assert [one.code for one in page.findings.items] == ["M114"]


@pytest.mark.parametrize(
    ("word", "kind"), [("note", "note"), ("NOTE", "note"), ("warning", "caution"), ("story", "story")]
)
def test_a_callout_says_what_it_is_and_then_its_title(word: str, kind: str) -> None:
    html = drawn(f"> [!{word}] Ask *first*\n> Before you write.\n>\n> - One")
    assert html == (
        f'<div class="callout callout-{kind}" role="note">\n'
        f'<p class="callout-title"><span class="callout-kind">[{kind}]</span> Ask <em>first</em></p>\n'
        "<p>Before you write.</p>\n<ul>\n<li>One</li>\n</ul>\n</div>\n"
    )


def test_more_is_folded_away_under_its_own_title() -> None:
    assert drawn("> [!more] The law\n> It says so.") == (
        '<details class="more">\n<summary>The law</summary>\n<p>It says so.</p>\n</details>\n'
    )
    assert "<summary>[more]</summary>" in drawn("> [!more]\n> It says so.")


def test_a_quotation_that_is_no_callout_stays_one() -> None:
    assert drawn("> Ask first.\n") == "<blockquote>\n<p>Ask first.</p>\n</blockquote>\n"


def test_boxes_are_to_be_read_and_are_said_for_those_who_do_not_see_them() -> None:
    html = drawn("- [ ] Ask\n- [x] Wait\n- Go")
    assert "<input" not in html
    assert '<span class="visually-hidden">[to-do] </span>Ask' in html
    assert '<span class="visually-hidden">[done] </span>Wait' in html
    assert "<li>Go</li>" in html


def test_a_list_of_definitions_is_one() -> None:
    assert drawn("Bee\n: An *insect*.").split() == ["<dl>", "<dt>Bee</dt>", "<dd>An", "<em>insect</em>.</dd>", "</dl>"]


def test_a_heading_has_the_name_that_was_given_to_it() -> None:
    assert drawn("## Before you *speak* {#before}") == '<h2 id="before">Before you <em>speak</em></h2>\n'
    # A name of its own changes nothing about the others.
    assert 'id="speak"' in drawn("## Ask {#before}\n\nx\n\n## Speak")


@pytest.mark.parametrize(
    "text", ["$x$", "$x^2$", "$2 + 3$", "$3 \\times 4$", "$a, b$", "$x < y$", "$\\text{all of them}$"]
)
def test_what_looks_like_a_formula_is_one(text: str) -> None:
    assert formula_at(text, 0)
    assert drawn(f"So {text}, then.").count("<math ") == 1


@pytest.mark.parametrize(
    "text",
    [
        "It costs $5 and $10.",
        "Between $20 and 30$ a month.",
        "US$5, or $6 (CA$8).",
        "You pay $20/month or $200/year.",
        "From $5 to $10, and $3 each.",
        "$5, you have 6$.",
        "cheap ($) or dear ($$$)",
        "$ 5 and 6 $",
    ],
)
def test_a_price_stays_a_price(text: str) -> None:
    assert "<math" not in drawn(text)
    assert text in drawn(text)


def test_a_formula_by_itself_can_be_reached_by_the_keyboard_where_it_is_too_wide() -> None:
    html = drawn("$$\n\\frac{a+b}{2}\n$$")
    assert html.startswith('<div class="formula" tabindex="0"><math ')
    assert 'display="block" alttext="(a + b)/2"' in html


@pytest.mark.parametrize(
    "written",
    [
        "\\href{javascript:alert(1)}{x}",
        "\\style{color:red}{x}",
        "\\class{x}{y}",
        "\\newcommand{\\x}{y}\\x",
        "\\wing",
        "{" * 21 + "}" * 21,
        "x" * 1001,
        "\\left( x",
        "\\frac{1}",
        "\\begin{foo}x\\end{foo}",
        "a & b",
        "a \\\\ b",
        "a$b",
        "\\unicode{x}",
        "\\hspace{9999em}x",
        "",
    ],
)
def test_what_a_formula_does_not_need_is_refused(written: str) -> None:
    with pytest.raises(Unreadable):
        mathml(written)


@pytest.mark.parametrize("written", ["\\text{<script>}", "a < b", '\\text{" onload=x}', "x & y", '\\color{red"}{x}'])
def test_a_formula_never_becomes_anything_but_a_formula(written: str) -> None:
    try:
        html = mathml(written)
    except Unreadable:
        return
    assert not re.search(r"<(?!/?m)", html)
    assert set(re.findall(r"<(\w+)", html)) <= {"math", "mrow", "mi", "mn", "mo", "mtext", "mspace", "mstyle"}
    assert not re.search(r"<[^>]* on\w+=", html)


def test_an_address_of_a_film_may_be_that_of_another_site() -> None:
    assert drawn("![Rosa walks](https://films.example.org/walk.mp4)") == "[https://films.example.org/walk.mp4]\n"


@pytest.mark.parametrize(
    "text",
    ["[^" * 3_000, "$" + "x" * 120_000, "# a" + " " * 120_000 + "b {#x}", "$x " * 40_000],
    ids=["notes", "formula", "heading", "dollars"],
)
def test_a_text_made_to_take_long_is_drawn_like_any_other(text: str) -> None:
    assert render(Page(Body(text, "x.md", 1), Findings()))


@pytest.mark.parametrize("name", ["aligned", "align*", "split", "cases", "pmatrix"])
def test_rows_that_belong_together_are_a_table_without_a_sign_of_tex(name: str) -> None:
    html = mathml(f"\\begin{{{name}}} a &= b \\\\ c &= d \\end{{{name}}}")
    assert html.count("<mtr>") == 2
    assert "&amp;" not in html


def test_a_sign_that_rows_use_can_stand_in_a_formula_and_so_can_small_spaces() -> None:
    assert "<mtext>&amp;</mtext>" in mathml("R \\& D")
    assert mathml("a\\,b\\;c\\!d\\quad e").count("<mspace") == 4


def test_a_film_may_be_named_by_a_reference() -> None:
    text = "![Rosa walks][film]\n\n[film]: https://films.example.org/walk.mp4"
    assert drawn(text) == "[https://films.example.org/walk.mp4]\n"


@pytest.mark.parametrize(
    ("written", "cure"),
    [
        ("[![Rosa](media/rosa.mp4)](https://example.org)", "Take the link from around it"),
        ("[![Rosa](media/rosa.mp4)][site]\n\n[site]: https://example.org", "Take the link from around it"),
        ("[Here ![Rosa](media/rosa.mp4) she is](https://example.org)", "Take the link from around it"),
        ("## ![Rosa](media/rosa.mp4)", "Write it below the heading"),
        ("| a |\n| --- |\n| ![Rosa](media/rosa.mp4) |", "A table cannot hold it"),
        ("![Rosa](media/rosa.mp4)\n: speaks", "Write it below what the word means"),
        ("Rosa: ![Rosa](media/rosa.mp4)", "Leave an empty line before it"),
        ("![Rosa ![speaks](media/rosa.mp3)](media/rosa.png)", "Write each of them for itself"),
        ("![Rosa ![again](media/again.png)](media/rosa.png)", "Write each of them for itself"),
    ],
)
def test_a_film_where_there_is_no_room_is_refused_with_the_way_to_write_it(written: str, cure: str) -> None:
    findings = Findings()
    render(Page(Body(written, "content/courses/bees/01-one.md", 1), findings))
    (finding,) = findings.items
    assert (finding.code, finding.place.line) == ("M110", written[: written.rfind("](media")].count("\n") + 1)
    assert finding.help.startswith(cure)


@pytest.mark.parametrize("written", ["**![Rosa](media/rosa.mp4)**", "[![Rosa](media/rosa.png)](https://example.org)"])
def test_a_film_in_bold_and_a_picture_that_is_a_link_are_drawn(written: str) -> None:
    assert "media/rosa" in drawn(written)


@pytest.mark.parametrize(
    "text",
    [
        "$x$",
        "A note.[^1]",
        "# Bees {#bees}",
        "Bee\n: An insect",
        "> Bee\n> ~ An insect",
        "> [!note]",
        "- [ ] wash",
        "Now:\n\n> 1. [X] wash",
        "![Bees](media/bees.MP4)",
        "![Bees][film]\n\n[film]: https://films.example.org/bees.mp4",
    ],
)
def test_what_takes_the_larger_parser_is_known_by_its_signs(text: str) -> None:
    assert is_rich(text)


@pytest.mark.parametrize(
    "text", ["", "A [link](a.md), a ![picture](a.png) and [ ] a box.", "Note: this ~ that", "[! a", ": first", "[x] no"]
)
def test_a_text_without_them_takes_the_smaller_one(text: str) -> None:
    assert not is_rich(text)
