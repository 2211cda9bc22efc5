"""The map of the house is drawn from the contracts, and every road on it exists."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
MAP = (ROOT / "docs" / "explanation" / "the-house.md").read_text(encoding="utf-8")
PLACES = sorted(set(re.findall(r"`((?:lms|templates)/[\w/.]*)`", MAP)))
STEPS = re.findall(r"`(\w+)` in\s+`(lms/[\w/]+\.py)`", MAP)


def test_the_picture_is_that_of_the_contracts() -> None:
    drawn = subprocess.run(
        [sys.executable, "scripts/draw_house.py"], cwd=ROOT, capture_output=True, text=True, check=True
    ).stdout
    assert (ROOT / "docs" / "images" / "house.svg").read_text(encoding="utf-8") == drawn


@pytest.mark.parametrize("place", PLACES)
def test_every_place_on_the_map_is_there(place: str) -> None:
    assert (ROOT / place).exists()


@pytest.mark.parametrize(("function", "file"), STEPS)
def test_every_step_of_a_road_is_a_function_of_its_file(function: str, file: str) -> None:
    tree = ast.parse((ROOT / file).read_text(encoding="utf-8"))
    assert function in {node.name for node in tree.body if isinstance(node, ast.FunctionDef)}


def test_the_roads_have_steps() -> None:
    assert len(STEPS) >= 10
