"""Which characters can be printed. The one module here that looks at the machine: the fonts installed on it.

WeasyPrint prints through Pango, and Pango takes a letter that the design's own fonts lack from any installed font. So
what fontconfig lists is exactly what can be printed. Debian's fonts-noto-core and fonts-noto-cjk cover the names of
most people.
"""

from __future__ import annotations

import logging
import subprocess
from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from io import BytesIO

from lms.content.reading.model import Design

_FONT_FILES = (".ttf", ".otf", ".ttc", ".woff", ".woff2")
_SAMPLES = {
    "Latin": "AaÉéßŁłŞş",
    "Vietnamese": "ễẩỷọĐđơư",
    "Greek": "ΑαΆάΩω",
    "Cyrillic": "АаЯяЇїЂђ",
    "Arabic": "أحمدپچگ",
    "Hebrew": "אבגד",
    "Devanagari": "अमितक्ष",
    "Chinese": "王小明劉",
    "Japanese": "田中さくらケン",
    "Korean": "김민수",
}
"""A few letters for each script in which names must print."""


@dataclass(frozen=True, slots=True)
class Fonts:
    """The characters that can be printed: ranges of code points, sorted, not touching, their ends included."""

    starts: tuple[int, ...] = ()
    ends: tuple[int, ...] = ()

    def covers(self, character: str) -> bool:
        place = bisect_right(self.starts, ord(character)) - 1
        return place >= 0 and ord(character) <= self.ends[place]

    def with_more(self, points: Iterable[int]) -> Fonts:
        return fonts_of([*zip(self.starts, self.ends, strict=True), *((point, point) for point in points)])


def fonts_of(ranges: Iterable[tuple[int, int]]) -> Fonts:
    """Fonts that cover these ranges of code points, in whatever order they come."""
    starts: list[int] = []
    ends: list[int] = []
    for start, end in sorted(ranges):
        if ends and start <= ends[-1] + 1:
            ends[-1] = max(ends[-1], end)
        else:
            starts.append(start)
            ends.append(end)
    return Fonts(tuple(starts), tuple(ends))


@lru_cache(maxsize=1)
def installed() -> Fonts:
    """The fonts of this machine, asked once per process. Without fontconfig there are none, and no name is accepted."""
    command = ["fc-list", "--format", "%{charset}\n", ":outline=true"]
    try:
        asked = subprocess.run(command, capture_output=True, text=True, check=True, timeout=60)  # noqa: S603
    except (OSError, subprocess.SubprocessError) as problem:
        logging.getLogger(__name__).error("fontconfig does not list the fonts of this machine: %s", problem)
        return Fonts()
    return fonts_of(_range(part) for part in set(asked.stdout.split()))


def of_design(design: Design) -> Fonts:
    """The installed fonts and those that lie beside a design."""
    own = tuple(content for name, content in sorted(design.files.items()) if name.lower().endswith(_FONT_FILES))
    return _with_own(own) if own else installed()


def lacking(fonts: Fonts) -> tuple[str, ...]:
    """The scripts of which some letter can't be printed: what to install is fonts-noto-core and fonts-noto-cjk."""
    return tuple(script for script, letters in _SAMPLES.items() if not all(map(fonts.covers, letters)))


def _range(part: str) -> tuple[int, int]:
    first, _, last = part.partition("-")
    return int(first, 16), int(last or first, 16)


@lru_cache(maxsize=16)
def _with_own(files: tuple[bytes, ...]) -> Fonts:
    # Reading font files takes fontTools, which is slow to import and needed by few designs.
    from fontTools.ttLib import TTCollection, TTFont, TTLibError  # noqa: PLC0415

    points: set[int] = set()
    for content in files:
        try:
            collection = content[:4] == b"ttcf"
            fonts = TTCollection(BytesIO(content)).fonts if collection else [TTFont(BytesIO(content), lazy=True)]
            points.update(point for font in fonts for point in font.getBestCmap() or ())
        except TTLibError as problem:
            logging.getLogger(__name__).error("a font beside a design can't be read: %s", problem)
    return installed().with_more(points)
