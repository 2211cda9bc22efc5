"""The documentation as the tests see it: its pages, their headings, and where their links lead."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import unquote

ROOT = Path(__file__).resolve().parents[2]
DOCS = ROOT / "docs"
REFERENCE = DOCS / "reference"

_FENCE = re.compile(r"^( *)(`{3,}|~{3,})")
_HEADING = re.compile(r"^#{1,6} +(.+?) *#*$")
_LINK = re.compile(r"!?\[[^\]]*\]\(<?([^)\s>]+)>?(?: \"[^\"]*\")?\)", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Link:
    """Where a page points: `target` as written, without what follows a `#`, and `anchor`, which is that."""

    page: Path
    line: int
    target: str
    anchor: str

    def __str__(self) -> str:
        anchor = f"#{self.anchor}" if self.anchor else ""
        return f"{self.page.relative_to(ROOT)}:{self.line} {self.target}{anchor}"


def all_pages() -> list[Path]:
    """Every page that people read: those of docs/, and those at the root of the checkout."""
    return sorted([*ROOT.glob("*.md"), *DOCS.rglob("*.md")])


def headings(page: Path) -> list[str]:
    """The texts of a page's headings, in order."""
    return [found[1] for _, line in prose(page) if (found := _HEADING.match(line))]


def anchors(page: Path) -> set[str]:
    """What a link to a heading of this page may name, as code hosts make it of the heading."""
    made: dict[str, int] = {}
    for heading in headings(page):
        words = re.sub(r"[^\w\- ]", "", heading.replace("`", "").lower()).replace(" ", "-")
        made[words] = made.get(words, 0) + 1
    return {f"{words}-{n}" if n else words for words, count in made.items() for n in range(count)}


def links(page: Path) -> Iterator[Link]:
    """The links and pictures of a page; a link may go over the end of a line."""
    lines = list(prose(page))
    text = "\n".join(line for _, line in lines)
    for found in _LINK.finditer(re.sub(r"`[^`\n]+`", lambda code: "x" * len(code[0]), text)):
        line = lines[text.count("\n", 0, found.start())][0]
        target, _, anchor = found[1].partition("#")
        yield Link(page, line, target, anchor)


def destination(link: Link) -> Path:
    """The file that a relative link names, whether or not it is there."""
    return (link.page.parent / unquote(link.target)).resolve() if link.target else link.page


def destinations(page: Path) -> set[Path]:
    """The files that the relative links of a page name."""
    return {destination(link) for link in links(page) if "://" not in link.target}


def prose(page: Path) -> Iterator[tuple[int, str]]:
    """The lines of a page outside of code, fenced or indented, with their numbers."""
    closing = ""
    for number, line in enumerate(page.read_text(encoding="utf-8").splitlines(), start=1):
        fence = _FENCE.match(line)
        if closing:
            closing = "" if fence and fence[2].startswith(closing) else closing
        elif fence:
            closing = fence[2]
        elif not line.startswith("    "):
            yield number, line
