"""Markdown as HTML. Raw HTML is shown as text, links are looked at, and headings stand below the page's own."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache
from typing import Any

from markdown_it import MarkdownIt
from markdown_it.common.normalize_url import normalizeLink
from markdown_it.token import Token

from lms.sources import mediums, tablelabels
from lms.sources.characters import shorten
from lms.sources.diagnostics import Findings
from lms.sources.dialect import report_dialect
from lms.sources.drawnpage import Page as Page
from lms.sources.drawnpage import Written as Written
from lms.sources.links import fault_of_web_address
from lms.sources.mediums import ending_of
from lms.sources.quickline import escape, quick_line, quick_paragraph
from lms.sources.toodeep import report_too_deep

_TAG = re.compile(r"</?[A-Za-z][A-Za-z0-9-]*(?:\s[^<>]*)?/?>|<!--.*?(?:-->|$)|<![A-Za-z][^<>]*>", re.DOTALL)
_BARE = re.compile(r"https://[A-Za-z0-9][^\s<>\"'`|\\^{}]*[^\s<>\"'`|\\^{}.,;:!?)\]]")
_LOWEST_HEADING = 6
_LONE = re.compile(r"(?<!\$)\$\$(?!\$)\S*")
# Signs of what few texts have, and what takes a parser of its own: footnotes, formulas, names of headings; definitions,
# callouts, boxes, films and sounds. One pattern for all would be tried at each letter; these look for their first sign.
_RICH_SIGNS = ("$", "[^", "{#")
_DEFINITION = re.compile(r"\n[ >]*[:~][ \t]")
_CALLOUT = re.compile(r"\[!\w")
_BOX_SIGNS = ("[ ] ", "[x] ", "[X] ")
_BOX = re.compile(r"(?:^|\n)[ >]*(?:[-*+]|\d+[.)]) +\[[ xX]\] ")
_ENDS_AS_FILM = r"[^\n)]{0,500}\.(?:mp4|webm|mp3|m4a|opus|ogg)"
_FILM = re.compile(r"!\[[^\n\]]{0,300}\]\(" + _ENDS_AS_FILM, re.IGNORECASE)
_FILM_BY_REFERENCE = re.compile(r"\]:[ \t]" + _ENDS_AS_FILM, re.IGNORECASE)
_ALIGNED = {"text-align:left": "text-start", "text-align:center": "text-center", "text-align:right": "text-end"}


def tokens_of(text: str, *, notes: bool = True) -> list[Token]:
    """The blocks of a Markdown text, without footnotes if so wished; the lines of a token's `map` count from 0."""
    return parser_of(text, notes=notes).parse(text, {})


def parser_of(text: str, *, notes: bool = True) -> MarkdownIt:
    """What parses this text: most have nothing that takes the larger one."""
    return _rich(notes) if is_rich(text) else _MARKDOWN


def is_rich(text: str) -> bool:
    """Whether a text may have more than paragraphs, lists, tables and pictures."""
    if any(sign in text for sign in _RICH_SIGNS) or _DEFINITION.search(text):
        return True
    if "[" not in text:
        return False
    has_box = any(sign in text for sign in _BOX_SIGNS) and _BOX.search(text)
    return bool(has_box or _CALLOUT.search(text) or _FILM.search(text) or _FILM_BY_REFERENCE.search(text))


def draw(tokens: Sequence[Token], page: Page) -> str:
    """Tokens of one text as HTML, whole or a stretch between two blocks of the highest level, with its notes below."""
    if not is_rich(page.written.text):
        return _drawn(_MARKDOWN, tokens, page)
    from lms.sources import footnotes  # noqa: PLC0415 - see `_rich`.

    parser = _rich(page.keeps_notes)
    html = _drawn(parser, footnotes.without_notes(tokens), page)
    return html + footnotes.draw_waiting(page, lambda note: _drawn(parser, note, page))


def _drawn(parser: MarkdownIt, tokens: Sequence[Token], page: Page) -> str:
    html: str = parser.renderer.render(tokens, parser.options, {"page": page})
    return html


def begin(tokens: Sequence[Token], page: Page) -> None:
    """Looks at the headings of a whole text before any stretch of it is drawn, and for what is not read in it."""
    report_dialect(page.written.text, page)
    report_too_deep(tokens, page.written.text, int(_MARKDOWN.options.get("maxNesting", 20)), page)
    levels = [int(token.tag[1]) for token in tokens if token.type == "heading_open"]
    page.shift = page.top - min(levels) if levels else 0
    page.level = page.top - 1


def render(page: Page, inline: bool = False) -> str:
    """A whole text as HTML. `inline`: one paragraph comes without `<p>`; where there is more, blocks are kept."""
    text = page.written.text
    quick = None if "$" in text else quick_paragraph(text)
    if quick is not None:
        report_dialect(text, page)
        return quick if inline else f"<p>{quick}</p>\n"
    tokens = tokens_of(text, notes=page.keeps_notes)
    begin(tokens, page)
    if inline and len(tokens) == 3 and tokens[0].type == "paragraph_open":
        tokens = tokens[1:2]
    return draw(tokens, page)


def _inline(state: Any) -> None:
    """Takes the quick way for each plain paragraph, and the parser's for the others."""
    parse = state.md.inline.parse
    for token in state.tokens:
        if token.type != "inline":
            continue
        quick = None if "$" in token.content else quick_line(token.content)
        if quick is None:
            parse(token.content, state.md, state.env, token.children)
        elif quick:
            token.children = [Token("drawn", "", 0, content=quick)]
    if "|" in state.src:
        tablelabels.label(state.tokens)


class _Draw:
    """The rules that differ from the renderer's own. Each gets the tokens, the index, the options and the page."""

    def __init__(self, markdown: MarkdownIt) -> None:
        self.own: Any = markdown.renderer
        rules = markdown.renderer.rules  # type: ignore[attr-defined]
        for name in ("drawn", "text", "link_open", "link_close", "image", "heading_open", "heading_close"):
            rules[name] = getattr(self, name)
        rules["table_open"] = lambda *_: '<div class="table-responsive" tabindex="0"><table class="table">\n'
        rules["table_close"] = lambda *_: "</table></div>\n"
        rules["th_open"] = rules["td_open"] = self.cell

    @staticmethod
    def drawn(tokens: Sequence[Token], index: int, options: Any, env: Any) -> str:
        return tokens[index].content

    @staticmethod
    def text(tokens: Sequence[Token], index: int, options: Any, env: Any) -> str:
        content = tokens[index].content
        page: Page = env["page"]
        if "<" in content:
            for tag in _TAG.findall(content):
                if not tag.startswith("</"):
                    message = f"HTML is shown as it is written: {shorten(tag)}"
                    page.findings.warn(page.place(tag), "M101", message, "Use Markdown, or put it between backticks.")
        if "$$" in content and (found := _LONE.search(content)):
            message = f"A formula is shown as it is written: {shorten(found[0])}"
            help = "Write $$ on a line of its own before it, and another one after it; or one $ on each side."
            page.findings.warn(page.place(content[found.start() :].strip()), "M111", message, help)
        if "https://" in content and not page.closing:
            return _with_bare_links(content)
        return escape(content)

    @staticmethod
    def link_open(tokens: Sequence[Token], index: int, options: Any, env: Any) -> str:
        page: Page = env["page"]
        token = tokens[index]
        address = page.address(str(token.attrGet("href") or ""), False)
        page.closing.append("</span>" if address is None else "</a>")
        if address is None:
            return "<span>"
        title = token.attrGet("title")
        return f'<a href="{escape(address)}"' + (f' title="{escape(str(title))}">' if title else ">")

    @staticmethod
    def link_close(tokens: Sequence[Token], index: int, options: Any, env: Any) -> str:
        closing: list[str] = env["page"].closing
        return closing.pop()

    def image(self, tokens: Sequence[Token], index: int, options: Any, env: Any) -> str:
        page: Page = env["page"]
        token = tokens[index]
        written = str(token.attrGet("src") or "")
        if ending_of(written):
            return mediums.draw(token, self.own.renderInlineAsText(token.children, options, env).strip(), page)
        mediums.report_nested(token, page)
        alt = self.own.renderInlineAsText(token.children, options, env).strip()
        if not alt:
            message = f"The picture {shorten(written)} has no words for those who cannot see it."
            page.findings.warn(
                page.place("![](" + written),
                "M105",
                message,
                "Say what it shows between the square brackets: ![…](…)",
            )
        address = page.address(written, True)
        if address is None:
            return escape(alt)
        title = token.attrGet("title")
        shown = f' title="{escape(str(title))}"' if title else ""
        size = escape(page.links[-1].open_size)
        return f'<img src="{escape(address)}"{size} alt="{escape(alt)}"{shown} loading="lazy">'

    def heading_open(self, tokens: Sequence[Token], index: int, options: Any, env: Any) -> str:
        page: Page = env["page"]
        level = min(int(tokens[index].tag[1]) + page.shift, _LOWEST_HEADING)
        plain = Page(page.written, Findings())
        children = [one for one in tokens[index + 1].children or () if one.type != "footnote_ref"]
        words = self.own.renderInline(children, options, {"page": plain})
        if level > page.level + 1:
            message = f"This heading is {level - page.level} levels below the one before it."
            help = "Take one level at a time, so that a reader can follow the outline."
            page.findings.warn(page.place(_source_line(page, tokens[index])), "M106", message, help)
        page.level = level
        return f"<h{level}{page.anchor(words, tokens[index].meta.get('name', ''))}>"

    @staticmethod
    def heading_close(tokens: Sequence[Token], index: int, options: Any, env: Any) -> str:
        level = min(int(tokens[index].tag[1]) + env["page"].shift, _LOWEST_HEADING)
        return f"</h{level}>\n"

    @staticmethod
    def cell(tokens: Sequence[Token], index: int, options: Any, env: Any) -> str:
        token = tokens[index]
        # The policy of the pages allows no style in an attribute.
        aligned = _ALIGNED.get(str(token.attrGet("style") or ""))
        label = token.attrGet(tablelabels.LABEL)
        named = f' {tablelabels.LABEL}="{escape(str(label))}"' if label else ""
        return f'<{token.tag} class="{aligned}"{named}>' if aligned else f"<{token.tag}{named}>"


def _source_line(page: Page, token: Token) -> str:
    """The line of a heading as written, without what stands before it in a list or a quotation."""
    lines = page.written.text.split("\n")
    line = lines[token.map[0]] if token.map and token.map[0] < len(lines) else ""
    return line[max(line.find("#"), 0) :].strip()


def _with_bare_links(text: str) -> str:
    pieces: list[str] = []
    end = 0
    for found in _BARE.finditer(text):
        if not fault_of_web_address(found[0]):
            shown = f'<a href="{escape(normalizeLink(found[0]))}">{escape(found[0])}</a>'
            pieces += [escape(text[end : found.start()]), shown]
            end = found.end()
    return "".join(pieces) + escape(text[end:])


def _make() -> MarkdownIt:
    markdown = MarkdownIt("commonmark", {"html": False, "xhtmlOut": False}).enable(["table", "strikethrough"])
    # Raw HTML is never read, so that nothing need be asked whether it is some.
    markdown.disable(["html_block", "html_inline"])
    markdown.core.ruler.at("inline", _inline)
    # Every link is parsed and kept as written: refusing it, with its place, is done when it is drawn.
    markdown.validateLink = lambda url: True  # type: ignore[method-assign]
    markdown.normalizeLink = lambda url: url  # type: ignore[method-assign]
    _Draw(markdown)
    return markdown


@cache
def _rich(notes: bool) -> MarkdownIt:
    """The parser of texts with more than most have. What it takes is imported where such a text is first met."""
    from lms.sources import richmarkdown  # noqa: PLC0415

    return richmarkdown.extended(_make(), notes=notes)


_MARKDOWN = _make()
