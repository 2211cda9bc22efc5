"""Contact sheets: the pictures of a walk side by side, each with its name under it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from io import BytesIO
from pathlib import Path

from PIL import Image, ImageDraw, ImageFont

from tests.gallery.scene import Seen, Sheet

GAP, LABEL = 8, 18
GROUND, INK = "#8a8f8d", "#ffffff"
WIDTH, HEIGHT = 2400, 4200
TALLEST = 1400
"""A longer page is cut into strips that stand side by side, so that no sheet is longer than can be looked at."""

SHAPES = ("320 light", "320 dark", "320 right to left", "1280 light", "1280 dark", "paper")


def lay(seen: Seen, folder: Path) -> list[Path]:
    """Write the contact sheets of each shape, and all words, into a folder that is emptied of earlier ones."""
    folder.mkdir(parents=True, exist_ok=True)
    for old in folder.glob("*.jpg"):
        old.unlink()
    written = []
    for shape in SHAPES:
        tiles = (tile for one in seen.sheets if one.shape == shape for tile in _tiles(one))
        for number, laid in enumerate(_laid(tiles), start=1):
            path = folder / f"{shape.replace(' ', '-')}-{number}.jpg"
            laid.save(path, quality=80)
            written.append(path)
    words = "\n\n".join(f"=== {one.name}\n{one.text}" for one in seen.words)
    (folder / "words.txt").write_text(words + "\n", encoding="utf-8")
    return written


def _tiles(sheet: Sheet) -> Iterator[Image.Image]:
    """The picture in strips that are not too long, each with its name."""
    picture = Image.open(BytesIO(sheet.picture))
    for top in range(0, picture.height, TALLEST):
        strip = picture.crop((0, top, picture.width, min(picture.height, top + TALLEST)))
        tile = Image.new("RGB", (picture.width, strip.height + LABEL), GROUND)
        tile.paste(strip)
        name = sheet.name if top == 0 else f"{sheet.name} (further down)"
        ImageDraw.Draw(tile).text((2, strip.height + 2), name, INK, ImageFont.load_default(12))
        yield tile


def _laid(tiles: Iterable[Image.Image]) -> Iterator[Image.Image]:
    """In their order, each in the column that is shortest so far; a new sheet where all are full."""
    sheet, depths, step = None, [GAP], 0
    for tile in tiles:
        if sheet is None or min(depths) + tile.height > HEIGHT:
            if sheet is not None:
                yield _cut(sheet, depths)
            sheet = Image.new("RGB", (WIDTH, HEIGHT), GROUND)
            step = tile.width + GAP
            depths = [GAP] * max(1, (WIDTH - GAP) // step)
        column = depths.index(min(depths))
        sheet.paste(tile, (GAP + column * step, depths[column]))
        depths[column] += tile.height + GAP
    if sheet is not None:
        yield _cut(sheet, depths)


def _cut(sheet: Image.Image, depths: Sequence[int]) -> Image.Image:
    return sheet.crop((0, 0, WIDTH, max(depths)))
