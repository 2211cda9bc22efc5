"""No template for people says anything that is in no catalogue."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from jinja2 import Environment, nodes

from lms.wording.templates import EXTENSION, install

TEMPLATES = Path(__file__).parents[2] / "templates"
IN_ENGLISH = ("console/", "staff/", "workshop/", "mails/on_hold.txt")
"""Pages and a mail for those who work on the site."""

FILES = [
    file for file in sorted(TEMPLATES.rglob("*.*")) if not file.relative_to(TEMPLATES).as_posix().startswith(IN_ENGLISH)
]

FUNCTIONS = frozenset({"_", "gettext", "ngettext", "pgettext", "npgettext"})
COMPARING = frozenset({"selectattr", "rejectattr"})
HOLE = "\0"
SAID = re.compile(r'\b(?:aria-(?:label|description|valuetext)|title|alt|placeholder|data-label)="([^"]*)"')
ENGLISH = re.compile(r'<(\w+)[^>]* lang="en-GB"[^>]*>.*?</\1>', re.DOTALL)
NO_WORDS = re.compile(r'<(script|svg|style)\b.*?</\1>|<[^>]*>|&\w+;|https?://\S*|[\w-]+="[^"]*"', re.DOTALL)
WORD = re.compile(r"[^\W\d_]{2,}|\b[IAa]\b")


def outside(template: str) -> Iterator[str]:
    """Each text of a template that is said in one language alone."""
    environment = Environment(extensions=[EXTENSION])
    install(environment)
    tree = environment.parse(template)
    text = "".join(_pieces(tree))
    yield from (one for one in SAID.findall(text) if WORD.search(one))
    for piece in NO_WORDS.sub("\n", ENGLISH.sub("\n", text)).split("\n"):
        words = piece.replace(HOLE, " ").strip()
        if WORD.search(words):
            yield words
    yield from _constants(tree)


def _pieces(node: nodes.Node) -> Iterator[str]:
    """The texts of a template in their order, with a hole for what is put in."""
    if isinstance(node, nodes.TemplateData):
        yield node.data
    elif isinstance(node, nodes.Expr):
        yield HOLE
    else:
        for child in node.iter_child_nodes():
            yield from _pieces(child)


def _constants(node: nodes.Node) -> Iterator[str]:
    """The texts within expressions that look like words for people: two words, or one with a capital letter."""
    if isinstance(node, nodes.Call) and isinstance(node.node, nodes.Name) and node.node.name in FUNCTIONS:
        for given in node.kwargs:
            yield from _constants(given)
    elif isinstance(node, nodes.Compare) or (isinstance(node, nodes.Filter) and node.name in COMPARING):
        return
    elif isinstance(node, nodes.Pair):
        yield from _constants(node.value)
    elif isinstance(node, nodes.Const):
        text = NO_WORDS.sub(" ", node.value) if isinstance(node.value, str) else ""
        if re.search(r"[a-z]{2,} [a-z]{2,}|^[A-Z][a-z]+\b", text):
            yield text
    else:
        for child in node.iter_child_nodes():
            yield from _constants(child)


@pytest.mark.parametrize("file", FILES, ids=lambda file: str(file.relative_to(TEMPLATES)))
def test_whatever_a_template_says_is_in_the_catalogue(file: Path) -> None:
    assert list(outside(file.read_text(encoding="utf-8"))) == []


@pytest.mark.parametrize(
    "template",
    [
        "<p>Hello</p>",
        "<p>{{ name }}, hello</p>",
        '<nav aria-label="Main">',
        '{{ "Done on " ~ day }}',
        '{% set words = {"a": "Partly right"} %}',
        '{{ status("open", "Open") }}',
        '{{ _("About %(time)s", time="an hour or so") }}',
        "{% trans %}Yes{% endtrans %} and no",
        '<p lang="en-GB">Staff</p><p>Learner</p>',
    ],
)
def test_what_is_said_in_one_language_alone_is_found(template: str) -> None:
    assert list(outside(template))


@pytest.mark.parametrize(
    "template",
    [
        '<p class="small soft">{{ _("Hello") }}</p>',
        "{% trans name=name %}Hello, {{ name }}{% endtrans %} · {{ n }} &amp; 3",
        '{{ ngettext("%(num)s lesson", "%(num)s lessons", n) }}{{ status("not-yet", _("Not yet")) }}',
        '<a lang="en-GB" href="/staff">Programme staff</a>',
        '{% if label in ("Number", "Replaces") %}{{ {"not compared": _("Not compared")}[fits] }}{% endif %}',
        '{% if one.kind == "attempt" %}{{ page.field(form.name, autocomplete="current-password") }}{% endif %}',
    ],
)
def test_what_is_said_in_every_language_is_left_alone(template: str) -> None:
    assert list(outside(template)) == []
