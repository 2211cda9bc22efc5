"""TeX as MathML, by latex2mathml, of which nothing is taken that a formula does not need; and a formula in one line."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from html import unescape
from xml.etree.ElementTree import Element

from latex2mathml.converter import Converter

from lms.sources.quickline import escape

MOST_CHARACTERS, MOST_LEVELS = 1000, 20
_ROW_NAMES = "math mrow mi mn mo mtext mspace ms mfrac msqrt mroot mstyle mpadded mphantom menclose none"
_OTHER_NAMES = "msub msup msubsup munder mover munderover mmultiscripts mprescripts mtable mtr mtd"
_TAGS = frozenset(f"{_ROW_NAMES} {_OTHER_NAMES}".split())
_NAMES = """accent accentunder columnalign columnlines columnspacing depth display displaystyle fence form height
    largeop linethickness lspace mathsize mathvariant maxsize minsize movablelimits notation rowlines rowspacing rspace
    scriptlevel separator stretchy symmetric width xmlns"""
_ATTRIBUTES = frozenset(_NAMES.split())
_DEFINES = re.compile(
    r"\\(?:(?:re|provide)?newcommand|renewcommand|def|let|href|style|class|id|require|unicode|rule)(?![A-Za-z])"
)
_ROWS = frozenset(["array", "cases", "split", "align", "align*", "smallmatrix", "equation", "equation*"])
_MATRICES = frozenset(f"{kind}matrix{star}" for kind in ("", *"pbBvV") for star in ("", "*"))
_ENVIRONMENT = re.compile(r"\\begin *\{([^{}]*)\}")
# What rows that stand together are called inside of others, where there is nothing around them to be inside of.
_SAME = {"aligned": "split", "gathered": "matrix", "gather": "matrix", "gather*": "matrix"}
_NAMED = re.compile(r"(\\(?:begin|end) *\{)(aligned|gathered|gather\*?)\}")
_WIDE = re.compile(r"-?\d{3,}")
_PARTS = {"mfrac": 2, "mroot": 2, "msup": 2, "msub": 2, "munder": 2, "mover": 2, "msubsup": 3, "munderover": 3}


class Unreadable(Exception):
    """A formula that cannot be drawn, with what to do about it."""

    def __init__(self, cure: str) -> None:
        super().__init__(cure)
        self.cure = cure


def mathml(written: str, *, block: bool = False) -> str:
    """A formula as MathML that runs nothing and leads nowhere. Raises Unreadable."""
    _refuse(written)
    written = _NAMED.sub(lambda found: f"{found[1]}{_SAME[found[2]]}}}", written)
    written = re.sub(r"(?<!\\)\\&", r"\\text{&}", written)
    _refuse_environments(written)
    try:
        whole = Converter(display="block" if block else "inline").convert_to_element(written)
    except Exception as error:
        # Whatever it stumbles on, the author's line is what has to change.
        raise Unreadable("See whether each brace and each command has its end, and what it needs behind it.") from error
    return _written(whole, ' alttext="' + escape(in_a_line(whole)) + '"')


def _refuse(written: str) -> None:
    if not written:
        raise Unreadable("Write a formula between the signs, or take them out.")
    if len(written) > MOST_CHARACTERS:
        raise Unreadable(f"A formula has at most {MOST_CHARACTERS:,} characters: write it in several.")
    if found := _DEFINES.search(written):
        raise Unreadable(f"Write it out: {found[0]} is not read here.")
    if re.search(r"(?<!\\)(?:\\\\)*\$", written):
        raise Unreadable("It has a dollar sign inside: write \\$ for money, or end the formula before it.")
    level = deepest = 0
    for sign in re.sub(r"\\.", "", written):
        level += (sign == "{") - (sign == "}")
        deepest = max(deepest, level)
        if level < 0:
            break
    if level:
        raise Unreadable("Each { needs its }.")
    if deepest > MOST_LEVELS:
        raise Unreadable(f"Its braces lie more than {MOST_LEVELS} deep: write it in several.")


def _refuse_environments(written: str) -> None:
    for found in _ENVIRONMENT.finditer(written):
        if found[1] not in _ROWS | _MATRICES:
            raise Unreadable(f"There is no {found[0]} here: write cases, split, array or a matrix, such as pmatrix.")


def _refuse_half(node: Element, text: str) -> None:
    """What would be drawn without one of its parts, as a sign of TeX, or wider than a page."""
    if text == "&" and node.tag == "mi":
        raise Unreadable("A sign & stands between the cells of rows, such as those of \\begin{split}; else write \\&.")
    if node.tag == "mspace" and node.get("linebreak") == "newline":
        raise Unreadable("For several lines write \\begin{split} before the first one and \\end{split} after the last.")
    if node.tag == "mspace" and _WIDE.match(node.get("width", "")):
        raise Unreadable("Leave less space: a formula is as wide as a phone at most.")
    if len(node) != _PARTS.get(node.tag, len(node)):
        raise Unreadable("See whether each command has all its parts: \\frac{1}{2} has two.")


def _written(node: Element, more: str = "") -> str:
    if node.tag not in _TAGS:
        raise Unreadable("Write it with simpler commands.")
    text = unescape(node.text or "")
    if text.startswith("\\") and len(text) > 1:
        raise Unreadable(f"There is no command {text} here: look at how it is spelt.")
    _refuse_half(node, text)
    attributes = "".join(f' {name}="{escape(value)}"' for name, value in node.attrib.items() if name in _ATTRIBUTES)
    inner = escape(text) + "".join(_written(child) + escape(unescape(child.tail or "")) for child in node)
    return f"<{node.tag}{attributes}{more}>{inner}</{node.tag}>"


def _grouped(text: str) -> str:
    return text if len(text) < 2 or re.fullmatch(r"[\d.,]+", text) else f"({text})"


_SHAPES: Mapping[str, Callable[..., str]] = {
    "mfrac": lambda over, under: f"{_grouped(over)}/{_grouped(under)}",
    "msqrt": lambda *inner: f"√{_grouped(''.join(inner))}",
    "mroot": lambda inner, degree: f"{degree}√{_grouped(inner)}",
    "msup": lambda base, up: f"{base}^{_grouped(up)}",
    "msub": lambda base, low: f"{base}_{_grouped(low)}",
    "msubsup": lambda base, low, up: f"{base}_{_grouped(low)}^{_grouped(up)}",
    "munder": lambda base, low: f"{base}_{_grouped(low)} ",
    "munderover": lambda base, low, up: f"{base}_{_grouped(low)}^{_grouped(up)} ",
    "mtr": lambda *cells: f"{', '.join(cells)}; ",
    "mtable": lambda *rows: f"[{''.join(rows).strip('; ')}]",
}


def in_a_line(node: Element) -> str:
    """A formula in one line of plain signs, for paper and for readers that know no MathML: (a+b)/2."""
    inner = [in_a_line(child) for child in node]
    shape = _SHAPES.get(node.tag)
    if shape is not None:
        try:
            return shape(*inner)
        except TypeError:
            # It has more or fewer parts than it should.
            return " ".join(inner)
    own = unescape(node.text or "")
    spaced = f" {own} " if node.tag == "mo" and own in _SPACED else own
    return spaced + "".join(inner)


_SPACED = frozenset("+−-=<>≤≥≠≈×÷·→∈±")
