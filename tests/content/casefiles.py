"""The example cases of findings: Markdown that is laid over a small good site. `cases/README.md` has their rules."""

from __future__ import annotations

import re
import shutil
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from lms.sources.diagnostics import Diagnostic

HERE = Path(__file__).parent
CASES = sorted(path for path in (HERE / "cases").glob("*.md") if path.name != "README.md")
GOOD_SITE = HERE / "good_site"
MANY = 50
_BLOCK = re.compile(r"^~~~~ (.+?)\n(.*?)^~~~~$", re.MULTILINE | re.DOTALL)


@dataclass(frozen=True)
class Case:
    """A case as written. `expected` are the lines of its findings, each `file:line:column code severity`."""

    title: str
    blocks: tuple[tuple[str, str, str], ...]
    expected: tuple[str, ...]

    @property
    def unreadable(self) -> tuple[str, ...]:
        return tuple(path for kind, path, _ in self.blocks if kind == "unreadable")

    def lay_over(self, site: Path) -> Path | None:
        """Makes the site with this case in it, and gives the second root for banks where there is one."""
        shutil.copytree(GOOD_SITE, site, dirs_exist_ok=True)
        banks = None
        for kind, path, text in self.blocks:
            file = site / path
            if kind == "banks":
                banks = file
                continue
            if kind == "published":
                continue
            file.parent.mkdir(parents=True, exist_ok=True)
            if kind == "without":
                file.unlink()
            elif kind == "link":
                file.symlink_to(text.strip())
            else:
                file.write_bytes(_content(kind, text))
        return banks

    def lay_published(self, site: Path) -> bool:
        """Makes the site as it was published before, and tells whether the case has anything of it."""
        shutil.copytree(GOOD_SITE, site, dirs_exist_ok=True)
        published = [(path, text) for kind, path, text in self.blocks if kind == "published"]
        for path, text in published:
            (site / path).parent.mkdir(parents=True, exist_ok=True)
            (site / path).write_text(text, encoding="utf-8")
        return bool(published)


def read_case(path: Path) -> Case:
    text = path.read_text(encoding="utf-8")
    blocks = list(_blocks(text))
    expected = next(content for kind, _, content in blocks if kind == "expected")
    return Case(
        title=text.partition("\n")[0].removeprefix("# "),
        blocks=tuple(block for block in blocks if block[0] != "expected"),
        expected=tuple(expected.splitlines()),
    )


def in_lines(findings: Iterable[Diagnostic]) -> tuple[str, ...]:
    """Findings as a case expects them. Very many of one code in one file are counted instead."""
    found = list(findings)
    times = Counter((one.place.file, one.code, one.severity) for one in found)
    lines: dict[str, None] = {}
    for one in found:
        many = times[one.place.file, one.code, one.severity]
        place = one.place
        if many > MANY:
            lines[f"{many} × {place.file} {one.code} {one.severity}"] = None
        else:
            lines[f"{place.file}:{place.line}:{place.column} {one.code} {one.severity}"] = None
    return tuple(lines)


def _blocks(text: str) -> Iterator[tuple[str, str, str]]:
    for found in _BLOCK.finditer(text):
        what, content = found[1], found[2]
        if what == "expected":
            yield what, "", content
            continue
        kind, _, path = re.sub(r"^(repeated|sized) (\d+) ", r"\1:\2 ", what).partition(" ")
        yield kind, path, content


def _content(kind: str, text: str) -> bytes:
    name, _, number = kind.partition(":")
    if name == "escaped":
        return text.rstrip("\n").encode().decode("unicode_escape").encode("latin-1")
    if name == "repeated":
        return ("---\ntitle: Long\n---\n" + text * int(number)).encode()
    if name == "sized":
        return ("---\ntitle: Long\n---\n```quiz\nid: long\nnote: " + "x" * int(number) + "\n```\n").encode()
    return text.encode()
