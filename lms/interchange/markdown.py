"""Marked-up text as our Markdown. It is drawn again and compared: no word is lost on the way."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from html import unescape

from lms.interchange.htmlreading import read_html
from lms.interchange.report import CannotCarry
from lms.interchange.tree import Node
from lms.sources.diagnostics import Findings, Place
from lms.sources.links import fault_of_web_address, has_scheme
from lms.sources.markdown import Page, render

Picture = Callable[[str], str]
"""The path, for our Markdown, of the picture that a text names. Raises CannotCarry where there is none."""

_BOLD, _SLANTED, _STRUCK = ("b", "strong"), ("em", "i", "cite", "dfn", "var"), ("del", "s", "strike")
_CODE = ("code", "kbd", "samp", "tt")
_NAMES_OF_GONE = "script style template head title meta link noscript"
_GONE = frozenset(_NAMES_OF_GONE.split())
_NEEDED = {
    "math": "a formula in MathML",
    "audio": "a sound recording",
    "video": "a film",
    "object": "an embedded object",
    "embed": "an embedded object",
    "iframe": "an embedded page",
    "canvas": "a drawing",
    "svg": "a drawing in its text",
}
_NAMES_OF_BLOCKS = """address article aside blockquote body caption center dd details div dl dt fieldset figcaption
    figure footer form h1 h2 h3 h4 h5 h6 header hr main ol p pre section summary table ul"""
_BLOCKS = frozenset(_NAMES_OF_BLOCKS.split())
_TAG = re.compile(r"</?[A-Za-z][A-Za-z0-9-]*(?:\s[^<>]*)?/?>|<!--.*?(?:-->|$)|<![A-Za-z][^<>]*>", re.DOTALL)
_SPACE = re.compile(r"[ \t\n\r\f]+")
_LINE_START = re.compile(r"^(?=(?:#{1,6}(?:\s|$)|>|[-+](?:\s|$)|[-=]{3,}|[-=]+[ \t]*$|\|))", re.MULTILINE)
_NUMBERED = re.compile(r"^(\d{1,9})([.)])(?=\s|$)", re.MULTILINE)
_LAST_BREAKS = re.compile(r"(?<!\\)(?:\\\n)+\s*\Z")
_ENTITY = re.compile(r"&(?=[A-Za-z#][A-Za-z0-9]*;)")
_FEW = re.compile(r"[\\`*~]|(?<!\w)_|_(?!\w)|\[(?=\[)|\](?=[(\[:])|!(?=\[)|<(?=[A-Za-z/!?])")
_ALL = re.compile(r"[\\`*_~\[\]<$]|!(?=\[)")
_BELOW = str.maketrans("0123456789+-=()aehijklmnoprstuvx", "₀₁₂₃₄₅₆₇₈₉₊₋₌₍₎ₐₑₕᵢⱼₖₗₘₙₒₚᵣₛₜᵤᵥₓ")
_ABOVE = str.maketrans("0123456789+-=()ni", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁼⁽⁾ⁿⁱ")


@dataclass(slots=True)
class Writing:
    """How one text is written: how carefully signs are escaped, whether emphasis is kept, and what was changed."""

    picture: Picture
    signs: re.Pattern[str] = _FEW
    emphasis: bool = True
    keeps_own_links: bool = False
    changes: list[str] = field(default_factory=list)

    def escaped(self, text: str) -> str:
        pieces, end = [], 0
        for tag in _TAG.finditer(text):
            # Written out it would look like HTML that somebody forgot; as code it is plainly meant to be read.
            pieces += [self._plain(text[end : tag.start()]), _code(tag[0])]
            end = tag.end()
        return "".join((*pieces, self._plain(text[end:])))

    def _plain(self, text: str) -> str:
        return _ENTITY.sub(r"\\&", self.signs.sub(lambda sign: f"\\{sign[0]}", text))


def to_markdown(
    content: Sequence[Node | str], picture: Picture, changes: list[str] | None = None, keeps_own_links: bool = False
) -> str:
    """The Markdown of some content; `changes` gets what reads a little differently. Raises CannotCarry.

    Links to pages of the same site mean nothing elsewhere; where the text stays on it, `keeps_own_links`.
    """
    wanted = _shown(content)
    for signs, emphasis in ((_FEW, True), (_ALL, True), (_ALL, False)):
        writing = Writing(picture, signs, emphasis, keeps_own_links)
        text = "\n\n".join(_blocks(content, writing))
        if _drawn_words(text) == wanted:
            if not emphasis:
                writing.changes.append("bold or slanted words are plain here")
            if changes is not None:
                changes += [one for one in writing.changes if one not in changes]
            return text
    raise CannotCarry("its text cannot be said in Markdown")


def html_to_markdown(html: str, picture: Picture, changes: list[str] | None = None) -> str:
    return to_markdown(read_html(html).children, picture, changes)


def no_pictures(_address: str) -> str:
    """For formats that bring no files."""
    how = "Save the picture in `media/` beside the bank, and name it in the text."
    raise CannotCarry("it shows a picture that is not in this file", how)


def _shown(content: Sequence[Node | str]) -> str:
    return "".join(_words(content).split())


def _words(content: Sequence[Node | str]) -> str:
    """The words that must be there afterwards, without any space between them."""
    pieces = []
    for node in content:
        if isinstance(node, str):
            pieces.append(node)
        elif node.tag in ("sub", "sup"):
            pieces.append(_shifted(node.text, node.tag))
        elif node.tag == "q":
            pieces.append(f"“{_words(node.children)}”")
        elif node.tag == "a" and _address_to_show(node):
            pieces.append(f"{_words(node.children)}({_address_to_show(node)})")
        elif node.tag not in _GONE:
            pieces.append(_words(node.children))
    return "".join(pieces)


def _drawn_words(markdown: str) -> str:
    html = render(Page(_Sample(markdown), Findings(), anchors=None))
    return "".join(unescape(re.sub(r"<[^>]*>", "", html)).split())


class _Sample:
    """A text that stands nowhere: it is only drawn to be compared."""

    place = Place("")

    def __init__(self, text: str) -> None:
        self.text = text

    def find(self, words: str, after: int = -1) -> None:
        return None


def _blocks(content: Sequence[Node | str], writing: Writing) -> list[str]:
    """The blocks of some content. What stands between blocks becomes a paragraph."""
    found: list[str] = []
    run: list[Node | str] = []

    def end_of_run() -> None:
        paragraph = _paragraph(run, writing)
        if paragraph:
            found.append(paragraph)
        run.clear()

    for node in content:
        if isinstance(node, Node) and node.tag in _BLOCKS:
            end_of_run()
            found += _block(node, writing)
        elif isinstance(node, Node) and any(one.tag in _BLOCKS for one in node.walk()):
            # A span or a link around paragraphs: what is inside counts.
            end_of_run()
            found += _blocks(node.children, writing)
        else:
            run.append(node)
    end_of_run()
    return found


def _block(node: Node, writing: Writing) -> list[str]:
    if node.tag in ("ul", "ol"):
        return _list(node, writing)
    if node.tag == "blockquote":
        return [_before_lines("> ", "> ", "\n\n".join(_blocks(node.children, writing)))]
    if node.tag == "pre":
        fence = "~~~" if "~~~" not in node.text else "~~~~~~"
        return [f"{fence}\n{node.text.strip(chr(10))}\n{fence}"]
    if node.tag == "hr":
        return ["***"]
    if node.tag == "table":
        return _table(node, writing)
    if node.tag[0] == "h" and node.tag[1:].isdigit():
        words = _one_line(_inline(node.children, writing))
        return [f"{'#' * int(node.tag[1])} {words}"] if words else []
    return _blocks(node.children, writing)


def _paragraph(run: Sequence[Node | str], writing: Writing) -> str:
    text = _inline(run, writing)
    text = _LAST_BREAKS.sub("", "\n".join(line.strip(" ") for line in text.split("\n"))).strip("\n ")
    text = re.sub(r"\n{2,}", "\n", text)
    return _NUMBERED.sub(r"\1\\\2", _LINE_START.sub(r"\\", text))


def _list(node: Node, writing: Writing) -> list[str]:
    items: list[str] = []
    numbered = node.tag == "ol"
    start = node.get("start")
    number = int(start) if start.isdigit() and len(start) < 9 else 1
    loose = False
    for item in node.elements:
        if item.tag in _GONE:
            continue
        content = item.children if item.tag == "li" else [item]
        loose = loose or any(isinstance(one, Node) and one.tag == "p" for one in content)
        mark = f"{number}. " if numbered else "- "
        number += 1
        blocks = _blocks(content, writing)
        between = "\n\n" if loose else "\n"
        items.append(_before_lines(mark, " " * len(mark), between.join(blocks)) if blocks else mark.strip())
    return [("\n\n" if loose else "\n").join(items)] if items else []


def _before_lines(first: str, others: str, text: str) -> str:
    lines = text.split("\n")
    rest = [(others + line).rstrip() if others.strip() or line else line for line in lines[1:]]
    return "\n".join([(first + lines[0]).rstrip(), *rest])


def _table(node: Node, writing: Writing) -> list[str]:
    rows = [
        [_one_line(_inline(cell.children, writing)).replace("|", "\\|") for cell in row.named("td", "th")]
        for row in node.all("tr")
    ]
    rows = [row for row in rows if row]
    if not rows:
        return _blocks(node.children, writing) if node.text.strip() else []
    if any(cell.tag in _BLOCKS - {"p", "div"} for row in node.all("tr") for cell in row.all(*_BLOCKS)):
        raise CannotCarry("a table in it holds lists or further tables")
    spans = [
        cell for cell in node.all("td", "th") if cell.get("rowspan", "1") != "1" or cell.get("colspan", "1") != "1"
    ]
    if spans:
        raise CannotCarry("a table in it has cells that are joined", "Write each cell on its own.")
    width = max(len(row) for row in rows)
    rows = [row + [""] * (width - len(row)) for row in rows]
    aligned = [_alignment(cell) for cell in node.all("tr")[0].named("td", "th")] + ["---"] * width
    lines = [rows[0], aligned[:width], *rows[1:]]
    caption = node.first("caption")
    return [*(_blocks([caption], writing) if caption else []), "\n".join(f"| {' | '.join(line)} |" for line in lines)]


def _alignment(cell: Node) -> str:
    if "text-center" in cell.classes:
        return ":---:"
    return "---:" if "text-end" in cell.classes else ":---" if "text-start" in cell.classes else "---"


def _inline(content: Sequence[Node | str], writing: Writing) -> str:
    return "".join(
        writing.escaped(_SPACE.sub(_line_or_space, node)) if isinstance(node, str) else _span(node, writing)
        for node in _joined(content)
    )


def _joined(content: Sequence[Node | str]) -> list[Node | str]:
    """Neighbouring texts as one, so that signs are seen beside what stands next to them."""
    found: list[Node | str] = []
    for node in content:
        if isinstance(node, str) and found and isinstance(found[-1], str):
            found[-1] += node
        else:
            found.append(node)
    return found


def _one_line(text: str) -> str:
    """Words for a place that holds one line: a break in it is a space."""
    return re.sub(r"(?<!\\)\\\n|\n", " ", text).strip()


def _line_or_space(found: re.Match[str]) -> str:
    return "\n" if "\n" in found[0] else " "


def _span(node: Node, writing: Writing) -> str:
    tag = node.tag
    if tag in _NEEDED:
        raise CannotCarry(
            f"it has {_NEEDED[tag]}", "Say it in words, or put it into the lesson, and ask about it there."
        )
    if tag in _GONE:
        return ""
    if tag == "br":
        return "\\\n"
    if tag == "img":
        return _image(node, writing)
    if tag in _CODE:
        return _code(node.text)
    inner = _inline(node.children, writing)
    if tag in _BOLD and writing.emphasis:
        return _around("**", inner)
    if tag in _SLANTED and writing.emphasis:
        return _around("*", inner)
    if tag in _STRUCK:
        return _around("~~", inner)
    if tag == "a":
        return _link(node, inner, writing)
    if tag in ("sub", "sup"):
        return _lowered(node, writing)
    return f"“{inner}”" if tag == "q" else inner


def _around(mark: str, inner: str) -> str:
    """Emphasised words, with space and breaks at their ends left outside, as Markdown wants it."""
    begin, end = 0, len(inner)
    while end and (inner[end - 1].isspace() or _is_break(inner, end - 1)):
        end -= 1
    while begin < end and (inner[begin].isspace() or _is_break(inner, begin)):
        begin += 1
    return f"{inner[:begin]}{mark}{inner[begin:end]}{mark}{inner[end:]}" if begin < end else inner


def _is_break(text: str, at: int) -> bool:
    """Whether a backslash stands here that makes a break of the end of its line, and is not itself written out."""
    return text[at] == "\\" and text[at + 1 : at + 2] == "\n" and text[at - 1 : at] != "\\"


def _code(text: str) -> str:
    text = _SPACE.sub(" ", text)
    if not text.strip():
        return text
    longest = max((len(run) for run in re.findall("`+", text)), default=0)
    fence = "`" * (longest + 1)
    space = " " if text.startswith("`") or text.endswith("`") or (text[0] == text[-1] == " ") else ""
    return f"{fence}{space}{text}{space}{fence}"


def _shifted(text: str, tag: str) -> str:
    table = _BELOW if tag == "sub" else _ABOVE
    return text.translate(table) if all(ord(sign) in table for sign in text) else text


def _lowered(node: Node, writing: Writing) -> str:
    """Raised and lowered figures have signs of their own; other words stand on the line, which is reported."""
    shifted = _shifted(node.text, node.tag)
    if shifted == node.text and node.text.strip():
        writing.changes.append(
            f"“{node.text.strip()[:30]}” is no longer {'lowered' if node.tag == 'sub' else 'raised'}"
        )
    return writing.escaped(shifted)


def _address_to_show(node: Node) -> str:
    """The address of a link that cannot be kept as one, and is worth showing."""
    address = node.get("href").strip()
    if address and has_scheme(address) and fault_of_web_address(address) and address.startswith("http://"):
        return address if node.text.strip() != address else ""
    return ""


def _link(node: Node, inner: str, writing: Writing) -> str:
    address = node.get("href").strip()
    if not address or not inner.strip():
        return inner
    if (writing.keeps_own_links and not has_scheme(address)) or (
        has_scheme(address) and not fault_of_web_address(address)
    ):
        if node.text == address and address.startswith("https://"):
            return f"<{address}>"
        safe = re.sub(r"[\s<>]", lambda sign: f"%{ord(sign[0]):02X}", address).replace("(", "%28").replace(")", "%29")
        title = node.get("title").replace('"', "'")
        words = _one_line(inner)
        return f'[{words}]({safe} "{title}")' if title else f"[{words}]({safe})"
    writing.changes.append("a link is plain words here: only https and mailto are followed")
    shown = _address_to_show(node)
    return f"{inner} ({writing.escaped(shown)})" if shown else inner


def _image(node: Node, writing: Writing) -> str:
    path = writing.picture(node.get("src").strip())
    words = writing.escaped(_SPACE.sub(" ", node.get("alt")).strip())
    if not words:
        writing.changes.append("a picture has no words for those who cannot see it")
    return f"![{words}]({path})"
