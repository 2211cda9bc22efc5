"""The colours keep WCAG: AAA for what is read, AA for signs, in light and in dark."""

from __future__ import annotations

import re

import pytest

from lms.web.drawing.static_files import FOLDER

READ = 7.0
SIGNS = 4.5
EDGES = 3.0
GROUNDS = ("ground", "surface")

PAIRS = [
    *((text, ground, READ) for text in ("ink", "ink-soft", "action") for ground in GROUNDS),
    ("ink", "sunken", READ),
    ("ink", "action-wash", READ),
    ("ink", "attention-wash", READ),
    ("ink", "right-wash", READ),
    ("ink", "partly-wash", READ),
    ("ink-soft", "sunken", READ),
    ("on-action", "action", READ),
    ("on-action", "action-deep", READ),
    *(("attention", ground, SIGNS) for ground in (*GROUNDS, "attention-wash", "sunken")),
    *(("right", ground, SIGNS) for ground in (*GROUNDS, "right-wash", "sunken")),
    *(("partly", ground, SIGNS) for ground in (*GROUNDS, "partly-wash", "sunken")),
    *(("line-strong", ground, EDGES) for ground in GROUNDS),
    *(("focus", ground, EDGES) for ground in (*GROUNDS, "sunken", "action-wash")),
]


def _colours() -> dict[str, dict[str, str]]:
    light, dark = (FOLDER / "tokens.css").read_text(encoding="utf-8").split("prefers-color-scheme: dark", 1)
    found = [dict(re.findall(r"--([a-z-]+): (#[0-9a-f]{6});", part)) for part in (light, dark.split("}\n}")[0])]
    return {"light": found[0], "dark": found[1]}


COLOURS = _colours()


def _luminance(colour: str) -> float:
    def linear(part: float) -> float:
        return part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4

    red, green, blue = (linear(int(colour[at : at + 2], 16) / 255) for at in (1, 3, 5))
    return float(0.2126 * red + 0.7152 * green + 0.0722 * blue)


def _contrast(one: str, other: str) -> float:
    lower, higher = sorted((_luminance(one), _luminance(other)))
    return (higher + 0.05) / (lower + 0.05)


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize(("front", "back", "least"), PAIRS)
def test_what_is_written_can_be_read(scheme: str, front: str, back: str, least: float) -> None:
    colours = COLOURS[scheme]
    assert _contrast(colours[front], colours[back]) >= least


def test_both_schemes_name_the_same_colours() -> None:
    assert set(COLOURS["light"]) == set(COLOURS["dark"])


def _blocks(file: str, head: str) -> list[dict[str, str]]:
    """The colours of each rule whose selector ends like this."""
    text = (FOLDER / file).read_text(encoding="utf-8")
    rules = [part.split("}", 1)[0] for part in text.split(f"{head} {{")[1:]]
    return [dict(re.findall(r"--([a-z-]+): (#[0-9a-f]{6});", rule)) for rule in rules]


def test_dark_is_the_same_whether_it_is_chosen_or_the_systems_wish() -> None:
    assert _blocks("tokens.css", '[data-scheme="dark"]') == [COLOURS["dark"]]
    by_choice = _blocks("look.css", '[data-contrast="more"][data-scheme="dark"]')
    assert by_choice == _blocks("look.css", '[data-contrast="more"]:not([data-scheme="light"])')


def test_the_dark_changes_colours_alone_and_nothing_is_laid_out_otherwise() -> None:
    """Therefore the gallery looks for what stands beside the screen in the light alone, where it takes no pictures."""
    colour, wish = re.compile(r"--[a-z-]+: #[0-9a-f]{6}|color-scheme: dark"), "prefers-color-scheme: dark"
    seen = 0
    for file in FOLDER.rglob("*.css"):
        text = re.sub(r"/\*.*?\*/", "", file.read_text(encoding="utf-8"), flags=re.DOTALL)
        wished = re.findall(rf"@media[^{{]*{wish}[^{{]*{{((?:[^{{}}]*{{[^{{}}]*}})*)\s*}}", text)
        assert len(wished) == text.count("prefers-color-scheme"), file
        chosen = re.findall(r'\[data-scheme="dark"\][^{]*({[^{}]*})', text)
        for rule in re.findall(r"{([^{}]*)}", "".join([*wished, *chosen])):
            seen += 1
            others = [one for one in map(str.strip, rule.split(";")) if one and not colour.fullmatch(one)]
            assert others == [], file
    assert seen == 4
    assert [file for file in FOLDER.rglob("*.js") if "color-scheme" in file.read_text(encoding="utf-8")] == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_more_contrast_is_more_for_every_pair(scheme: str) -> None:
    head = ':root[data-contrast="more"]' if scheme == "light" else '[data-contrast="more"][data-scheme="dark"]'
    more = COLOURS[scheme] | _blocks("look.css", head)[0]
    for front, back, least in PAIRS:
        assert _contrast(more[front], more[back]) >= max(least, READ if least != EDGES else SIGNS), (front, back)
