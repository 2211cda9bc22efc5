"""Markup and text are never joined by hand in a template: `~` and `+` escape one of the two, and its tags are read."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from jinja2 import Environment, nodes

from lms.content.kinds import KINDS as CONTENT
from lms.progress.requirements import REQUIREMENTS
from lms.web.app import TEMPLATES
from lms.wording.templates import EXTENSION, install

MARKED = frozenset({"clock", "when", "safe", "shown"})
"""Filters that give markup, as `ours` is markup."""
PAGES = sorted(TEMPLATES.rglob("*.html"))
IN_ENGLISH = ("console", "staff", "workshop")
FOR_LEARNERS = [one for one in sorted(TEMPLATES.rglob("*.*")) if one.parent.name not in IN_ENGLISH]


def parsed(template: str) -> nodes.Template:
    """A template as pages are made of it, with the words for people in it."""
    environment = Environment(extensions=[EXTENSION])
    install(environment)
    return environment.parse(template)


def joins(template: str) -> Iterator[str]:
    """Every place where a text with a tag in it, or a piece of markup, is joined to something, with its line."""
    for node in parsed(template).find_all((nodes.Concat, nodes.Add, nodes.Mod)):
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


def words_of(template: str) -> str:
    """What a template says in words, without its tags and the names of its values."""
    tree = parsed(template)
    texts = [one.data for one in tree.find_all(nodes.TemplateData)]
    said = [one.value for one in tree.find_all(nodes.Const) if isinstance(one.value, str) and " " in one.value]
    return re.sub(r"<[^>]*>", " ", "".join(texts)) + "\n".join(said)


@pytest.mark.parametrize("file", FOR_LEARNERS, ids=lambda file: str(file.relative_to(TEMPLATES)))
def test_people_try_and_attempts_are_for_programs_and_commands(file: Path) -> None:
    assert re.findall(r".*\battempts?\b.*", words_of(file.read_text(encoding="utf-8")), re.IGNORECASE) == []


def test_a_word_in_a_text_and_in_a_value_is_found_and_a_name_is_not() -> None:
    assert "attempt" in words_of("<p>One more attempt</p>")
    assert "attempt" in words_of('{{ "one attempt" if attempt }}')
    assert "attempt" not in words_of('<p data-attempt="{{ attempt.id }}">{{ attempt.title }}</p>')


def kinds_named(template: str) -> Iterator[str]:
    """The kinds of content and of requirement that a value is held against, or that a table of words has."""
    known = {*CONTENT, *REQUIREMENTS}
    for node in parsed(template).find_all((nodes.Compare, nodes.Dict)):
        entries = [one.key for one in node.items] if isinstance(node, nodes.Dict) else list(node.find_all(nodes.Const))
        named = {one.value for one in entries if isinstance(one, nodes.Const) and one.value in known}
        yield from named if isinstance(node, nodes.Compare) or len(named) > 1 else ()


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(TEMPLATES)))
def test_no_template_asks_which_kind_something_is(page: Path) -> None:
    assert list(kinds_named(page.read_text(encoding="utf-8"))) == []


def test_a_kind_is_found_where_a_template_asks_for_it() -> None:
    assert list(kinds_named('{{ 1 if next.kind == "lesson" }}')) == ["lesson"]
    assert sorted(kinds_named('{% set verbs = {"assessment": "Take", "certificate": "Claim"} %}'))
    assert list(kinds_named('{{ url_for("a", assessment=1) }}{{ "x" if state == "done" }}{{ {"course": 1} }}')) == []
