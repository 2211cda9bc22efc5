"""Markdown as HTML. Raw HTML is shown as text, links are looked at, and headings stand below the page's own."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from html import unescape
from typing import Any, Protocol

from markdown_it import MarkdownIt
from markdown_it.common.normalize_url import normalizeLink
from markdown_it.token import Token

from lms.sources import tablelabels
from lms.sources.characters import shorten
from lms.sources.diagnostics import Findings, Place
from lms.sources.dialect import report_dialect
from lms.sources.files import MOST_BYTES
from lms.sources.links import Link, fault_of_web_address, has_scheme, relative_link
from lms.sources.quickline import escape, quick_line, quick_paragraph

_TAG = re.compile(r"</?[A-Za-z][A-Za-z0-9-]*(?:\s[^<>]*)?/?>|<!--.*?(?:-->|$)|<![A-Za-z][^<>]*>", re.DOTALL)
_BARE = re.compile(r"https://[A-Za-z0-9][^\s<>\"'`|\\^{}]*[^\s<>\"'`|\\^{}.,;:!?)\]]")
_WORDLESS = re.compile(r"[^\w\s-]|_")
_HTML = re.compile(r"<[^>]*>")
_LOWEST_HEADING = 6
_BEFORE_ADDRESS = ("](", "](<", "]: ", "]:", "<", "")
_ALIGNED = {"text-align:left": "text-start", "text-align:center": "text-center", "text-align:right": "text-end"}


class Written(Protocol):
    """A text of an author that knows where it stands: a scalar of YAML, or the body of a file."""

    @property
    def text(self) -> str: ...

    @property
    def place(self) -> Place: ...

    def find(self, words: str, after: int = -1) -> tuple[Place, int] | None: ...


@dataclass(slots=True)
class Page:
    """One text being drawn, and what was met on the way: its headings' ids and the links to other files.

    `top` is the level of its highest headings; a text that begins lower or higher is shifted as a whole. Without
    `anchors` its headings get no ids, as where several texts share a page.
    """

    written: Written
    findings: Findings
    links: list[Link] = field(default_factory=list)
    anchors: dict[str, int] | None = field(default_factory=dict)
    top: int = 2
    shift: int = 0
    level: int = 0
    closing: list[str] = field(default_factory=list)
    met: dict[str, int] = field(default_factory=dict)

    def place(self, words: str, before: tuple[str, ...] = ("",)) -> Place:
        """The place of these words, the next time that they are met, after one of the signs that stand before them."""
        for sign in before:
            found = self.written.find(sign + words, self.met.get(sign + words, -1))
            if found is not None:
                place, self.met[sign + words] = found
                return replace(place, column=place.column + len(sign))
            # It will not be found the next time either: there is nothing more to look through.
            self.met[sign + words] = len(self.written.text) + MOST_BYTES
        return self.written.place

    def link_place(self, written: str) -> Place:
        return self.place(written, _BEFORE_ADDRESS) if written else self.place("]()")

    def address(self, written: str, picture: bool) -> str | None:
        """What goes into `href` or `src`, None where the link is refused."""
        if picture and has_scheme(written):
            message = f"A picture must be a file of this site: {shorten(written)}"
            help = "Put it into the course's folder `media`, and name it: media/name.jpg"
            self.findings.add(self.link_place(written), "M104", message, help)
            return None
        if not written.strip():
            help = "Write an address between the round brackets."
            self.findings.add(self.link_place(written), "M102", "This link leads nowhere.", help)
            return None
        if has_scheme(written):
            help = fault_of_web_address(written)
            if not help:
                return normalizeLink(written)
            message = f"This link cannot be followed: {shorten(written)}"
            self.findings.add(self.link_place(written), "M102", message, help)
            return None
        place = self.link_place(written)
        link = relative_link(written, self.written.place.file, place, picture, self.findings)
        if link is None:
            return None
        self.links.append(link)
        return link.open_address

    def anchor(self, html: str) -> str:
        """The id of a heading as an attribute: its words, with a number from the second time on."""
        if self.anchors is None:
            return ""
        words = _WORDLESS.sub("", unescape(_HTML.sub("", html)).lower())
        plain = "-".join(words.replace("-", " ").split())[:80].rstrip("-") or "section"
        name, n = plain, self.anchors.get(plain, 0) + 1
        while n > 1 and (name := f"{plain}-{n}") in self.anchors:
            n += 1
        self.anchors[plain] = n
        self.anchors.setdefault(name, 1)
        return f' id="{escape(name)}"'


def tokens_of(text: str) -> list[Token]:
    """The blocks of a Markdown text; the lines of a token's `map` count from 0."""
    return _MARKDOWN.parse(text, {})


def draw(tokens: Sequence[Token], page: Page) -> str:
    """Tokens of one text as HTML, whole or a stretch between two blocks of the highest level."""
    html: str = _MARKDOWN.renderer.render(tokens, _MARKDOWN.options, {"page": page})
    return html


def begin(tokens: Sequence[Token], page: Page) -> None:
    """Looks at the headings of a whole text before any stretch of it is drawn, and for what is not read in it."""
    report_dialect(page.written.text, page)
    levels = [int(token.tag[1]) for token in tokens if token.type == "heading_open"]
    page.shift = page.top - min(levels) if levels else 0
    page.level = page.top - 1


def render(page: Page, inline: bool = False) -> str:
    """A whole text as HTML. `inline`: one paragraph comes without `<p>`; where there is more, blocks are kept."""
    text = page.written.text
    quick = quick_paragraph(text)
    if quick is not None:
        report_dialect(text, page)
        return quick if inline else f"<p>{quick}</p>\n"
    tokens = tokens_of(text)
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
        quick = quick_line(token.content)
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
        words = self.own.renderInline(tokens[index + 1].children or [], options, {"page": plain})
        if level > page.level + 1:
            message = f"This heading is {level - page.level} levels below the one before it."
            help = "Take one level at a time, so that a reader can follow the outline."
            page.findings.warn(page.place(_source_line(page, tokens[index])), "M106", message, help)
        page.level = level
        return f"<h{level}{page.anchor(words)}>"

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


_MARKDOWN = _make()
