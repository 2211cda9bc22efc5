"""The picture of a badge: drawn from a few shapes, the same as SVG and as PNG. It names nobody."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from io import BytesIO
from xml.sax.saxutils import escape, quoteattr

SIDE = 100
PIXELS = 256
_FINER = 4
_COLOURS = 64

TEAL, DEEP, CREAM, GOLD, RUST = "#0b5c5e", "#0b2b2c", "#f7f2e6", "#d9a441", "#a8452b"

Point = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Polygon:
    points: tuple[Point, ...]
    colour: str


@dataclass(frozen=True, slots=True)
class Disc:
    middle: Point
    radius: float
    colour: str


Shape = Polygon | Disc


@cache
def svg(kind: str, title: str) -> bytes:
    """The badge of a kind of credential, its title told to whoever can't see it."""
    drawn = "".join(map(_as_svg, _shapes(kind)))
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {SIDE} {SIDE}" width="{PIXELS}" height="{PIXELS}" '
        f'role="img" aria-label={quoteattr(title)}><title>{escape(title)}</title>{drawn}</svg>\n'
    ).encode()


@cache
def png(kind: str) -> bytes:
    """The badge of a kind of credential, 256 pixels wide, on nothing."""
    # Only a process that signs credentials or bakes badges draws, so only that one imports what it takes.
    from PIL import Image, ImageDraw  # noqa: PLC0415

    scale = PIXELS * _FINER / SIDE
    drawing = Image.new("RGBA", (PIXELS * _FINER, PIXELS * _FINER))
    pencil = ImageDraw.Draw(drawing)
    for shape in _shapes(kind):
        if isinstance(shape, Polygon):
            pencil.polygon([(x * scale, y * scale) for x, y in shape.points], fill=shape.colour)
        else:
            (x, y), radius = shape.middle, shape.radius
            box = [(x - radius) * scale, (y - radius) * scale, (x + radius) * scale, (y + radius) * scale]
            pencil.ellipse(box, fill=shape.colour)
    small = drawing.resize((PIXELS, PIXELS), Image.Resampling.LANCZOS)
    content = BytesIO()
    small.quantize(_COLOURS, Image.Quantize.FASTOCTREE).save(content, "PNG", optimize=True)
    return content.getvalue()


def _shapes(kind: str) -> Iterator[Shape]:
    """From the back to the front: a rosette with ribbons for a certification, a plain disc with a book for a course."""
    if kind == "certification":
        yield Polygon(((36, 58), (24, 97), (35, 92), (42, 100), (50, 66)), RUST)
        yield Polygon(((64, 58), (76, 97), (65, 92), (58, 100), (50, 66)), RUST)
        yield Polygon(tuple(_star((50, 42), 24, 41, 36)), TEAL)
        yield Disc((50, 42), 31, GOLD)
        yield Disc((50, 42), 28.5, CREAM)
        yield Polygon(((35, 42), (40, 37), (47, 44), (61, 29), (66, 34), (47, 54)), TEAL)
        return
    yield Disc((50, 50), 46, TEAL)
    yield Disc((50, 50), 40, GOLD)
    yield Disc((50, 50), 37.5, CREAM)
    yield Polygon(((24, 36), (48, 41), (48, 69), (24, 64)), DEEP)
    yield Polygon(((76, 36), (52, 41), (52, 69), (76, 64)), TEAL)


def _star(middle: Point, tips: int, outer: float, inner: float) -> Iterator[Point]:
    for step in range(2 * tips):
        radius, turn = (inner if step % 2 else outer), math.pi * step / tips
        yield round(middle[0] + radius * math.sin(turn), 2), round(middle[1] - radius * math.cos(turn), 2)


def _as_svg(shape: Shape) -> str:
    if isinstance(shape, Disc):
        return f'<circle cx="{shape.middle[0]}" cy="{shape.middle[1]}" r="{shape.radius}" fill="{shape.colour}"/>'
    points = " ".join(f"{x},{y}" for x, y in shape.points)
    return f'<polygon points="{points}" fill="{shape.colour}"/>'
