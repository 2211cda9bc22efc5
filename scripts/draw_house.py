"""The house as a picture, drawn from the contracts in pyproject.toml, for docs/images/house.svg.

A floor is a band, the lowest at the bottom; a room is a box, and imports only rooms that stand left of it on its floor.
"""

from __future__ import annotations

import sys
import tomllib
from collections.abc import Iterator
from html import escape
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
WIDTH, LEFT, RIGHT = 960, 200, 940
LINE, GAP, LETTER = 34, 10, 8.2

STYLE = (
    "text{font:15px sans-serif;fill:#14302f}.floor{font-weight:bold}.small{font-size:12px;fill:#465456}"
    ".band{fill:#f3efe6;stroke:#d9d2c4}.room{fill:#fff;stroke:#0f4f4f}"
)
FOR_WHOM = {
    "cli": "people at a terminal",
    "web": "people in a browser, and programs",
    "jobs": "what runs afterwards",
    "services": "one use, one transaction",
    "settings": "what a site is told",
    "store": "rows",
    "progress": "standing, gates",
    "credentials": "claims, seals, the log",
    "interchange": "other formats",
    "content": "what authors write",
    "questions": "asking and marking",
    "sources": "files, places, Markdown",
    "wording": "words for people",
}

Layers = list[list[str]]


def layers() -> tuple[Layers, dict[str, Layers]]:
    """The floors, and by floor its rooms, both lowest first; what shares a place stands in one list."""
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    floors: Layers = []
    rooms: dict[str, Layers] = {}
    for contract in settings["tool"]["importlinter"]["contracts"]:
        if contract["type"] != "layers":
            continue
        order = [[name.strip() for name in layer.split("|")] for layer in reversed(contract["layers"])]
        if contract["id"] == "floors":
            floors = order
        else:
            rooms[contract["containers"][0].removeprefix("lms.")] = order
    return floors, rooms


def picture() -> str:
    """The SVG, for eyes in light and in dark: it brings its own ground."""
    floors, rooms = layers()
    bands: list[str] = []
    top = GAP
    for place in reversed(floors):
        for floor in place:
            boxes, height = _band(floor, rooms.get(floor, []), top)
            bands += boxes
            top += height + GAP
    named = escape(
        "The floors of the house from the command at the top to the words for people at the bottom, with their rooms."
    )
    return "\n".join(
        (
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {top}" role="img" aria-label="{named}">',
            f"<style>{STYLE}</style>",
            f'<rect width="{WIDTH}" height="{top}" fill="#fbf8f2"/>',
            *bands,
            "</svg>\n",
        )
    )


def _band(floor: str, rooms: Layers, top: int) -> tuple[list[str], int]:
    """One floor: its name, what it is for, and its rooms from the lowest on."""
    boxes: list[str] = []
    x, y = LEFT, top + GAP
    for name in _names(rooms):
        wide = round(len(name) * LETTER) + 24
        if x + wide > RIGHT:
            x, y = LEFT, y + LINE + GAP
        boxes.append(f'<rect class="room" x="{x}" y="{y}" width="{wide}" height="{LINE}" rx="6"/>')
        boxes.append(f'<text x="{x + 12}" y="{y + 22}">{escape(name)}</text>')
        x += wide + GAP
    height = y - top + LINE + GAP
    words = [
        f'<rect class="band" x="{GAP}" y="{top}" width="{WIDTH - 2 * GAP}" height="{height}" rx="8"/>',
        f'<text class="floor" x="24" y="{top + 26}">{escape(floor)}</text>',
        f'<text class="small" x="24" y="{top + 44}">{escape(FOR_WHOM.get(floor, ""))}</text>',
    ]
    return [*words, *boxes], height


def _names(rooms: Layers) -> Iterator[str]:
    for place in rooms:
        yield from sorted(place)


if __name__ == "__main__":
    sys.stdout.write(picture())
