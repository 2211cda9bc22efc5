"""Markup and text are never joined by hand in a template: `~` and `+` escape one of the two, and its tags are read."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from jinja2 import Environment, nodes

from lms.web.app import TEMPLATES

MARKED = frozenset({"clock", "when", "safe"})
"""Filters that give markup, as `ours` is markup."""
PAGES = sorted(TEMPLATES.rglob("*.html"))


def joins(template: str) -> Iterator[str]:
    """Every place where a text with a tag in it, or a piece of markup, is joined to something, with its line."""
    for node in Environment().parse(template).find_all((nodes.Concat, nodes.Add, nodes.Mod)):
        if any(_is_marked(part) for part in node.find_all(nodes.Expr)):
            yield f"line {node.lineno}"


def _is_marked(node: nodes.Node) -> bool:
    if isinstance(node, nodes.Const):
        return isinstance(node.value, str) and ("<" in node.value or "&" in node.value)
    if isinstance(node, nodes.Name):
        return node.name == "ours"
    return isinstance(node, nodes.Filter) and node.name in MARKED


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(TEMPLATES)))
def test_no_template_joins_markup_to_text(page: Path) -> None:
    assert list(joins(page.read_text(encoding="utf-8"))) == []


@pytest.mark.parametrize(
    "template",
    [
        '{{ "<span" ~ ours ~ ">True</span>" }}',
        '{{ "Saved " ~ moment|clock }}',
        '{{ "<b>" + words }}',
        '{{ "<b>%s</b>" % words }}',
        '{{ status("done", "a" ~ html|safe) }}',
        '{{ "a &amp; b" ~ words }}',
    ],
)
def test_markup_that_is_joined_is_found(template: str) -> None:
    assert list(joins(template))


@pytest.mark.parametrize("template", ['{{ "Question " ~ n }}', "<b>{{ ours }}</b>", '{{ ids ~ "-result" }}'])
def test_text_joined_to_text_is_fine(template: str) -> None:
    assert list(joins(template)) == []
