"""What a control sends is written in the page, and never read from what is shown: a browser may translate that."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

TEMPLATES = Path(__file__).parents[2] / "templates"
PAGES = sorted(TEMPLATES.rglob("*.html"))
# An expression may hold a bare `>`, so it is taken out before the tags are read.
EXPRESSION = re.compile(r"\{\{.*?\}\}|\{%.*?%\}|\{#.*?#\}", re.DOTALL)


def tags(page: Path, name: str) -> list[str]:
    drawn = EXPRESSION.sub("…", page.read_text(encoding="utf-8"))
    return re.findall(rf"<{name}\b[^>]*>", drawn)


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(TEMPLATES)))
def test_every_choice_of_every_form_says_its_value(page: Path) -> None:
    for tag in tags(page, "option"):
        assert " value=" in tag, tag
    for tag in tags(page, "input"):
        # A box on its own says "on" whatever stands beside it; one of several must say which it is.
        if re.search(r'type="(radio|…)"', tag):
            assert " value=" in tag, tag
    for tag in tags(page, "button"):
        if " name=" in tag:
            assert " value=" in tag, tag


def test_figures_that_stand_for_a_choice_are_left_alone_by_a_translator() -> None:
    for name in ("put-in-order", "scale"):
        assert 'translate="no"' in (TEMPLATES / "questions" / f"{name}.html").read_text(encoding="utf-8")
