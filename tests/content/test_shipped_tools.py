"""The shipped tools: what each one gives can be used as it stands, however much of it was answered."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import date
from itertools import product
from pathlib import Path

import pytest

from lms.content.kinds import KINDS
from lms.content.kinds.tool import Tool
from lms.questions import form, giving
from lms.questions.ask import Ask
from lms.questions.asking import Told
from lms.questions.quiz import Json
from lms.sources.diagnostics import Findings
from lms.sources.files import tree_of

ROOT = Path(__file__).parents[2]
TOOLS = sorted(path.stem for path in (ROOT / "content/tools").glob("*.md") if "." not in path.stem)
TYPED: Mapping[str, Json] = {"agree": True, "day": "2027-03-05", "link": "https://example.org/page", "number": "3"}
LEFT_OPEN = re.compile(r"[{}]|  |:$|[:,] ?\.|\.\.|\s[.,;:]|…$", re.MULTILINE)


def shipped(name: str) -> Tool:
    path = f"content/tools/{name}.md"
    tool = KINDS["tool"].read(tree_of({path: (ROOT / path).read_bytes()}).files[path], Findings())
    assert isinstance(tool, Tool)
    return tool


def ways(tool: Tool) -> Iterator[dict[str, str]]:
    """Each way through the tool: an answer to every ask on which another one depends."""
    asked = {other for ask in tool.asks for other, _ in ask.show_if}
    forks = [ask for ask in tool.asks if ask.id in asked]
    for chosen in product(*(ask.kind.choosable(ask.question.body) for ask in forks)):
        yield {ask.id: answer for ask, answer in zip(forks, chosen, strict=True)}


def answer(ask: Ask) -> Json:
    if ask.question.type in TYPED:
        return TYPED[ask.question.type]
    choices = ask.kind.choosable(ask.question.body)
    if ask.question.type == "choose-many":
        return list(choices)
    return choices[-1] if choices else f"some words for {ask.id}"


def answered(tool: Tool, way: Mapping[str, str], all_of_it: bool) -> tuple[form.Filled, str]:
    filled = form.fill(tool.asks, lambda ask: way.get(ask.id, answer(ask) if all_of_it or ask.needed else None))
    return filled, giving.as_text(giving.give(tool.gives, tool.asks, filled.answers, said))


def said(told: Told) -> str:
    return f"{told:%d %B %Y}" if isinstance(told, date) else str(told)


@pytest.mark.parametrize("name", TOOLS)
def test_what_a_shipped_tool_gives_has_no_gap_after_all_answers_or_the_needed_ones(name: str) -> None:
    tool = shipped(name)
    for way in ways(tool):
        for all_of_it in (True, False):
            filled, text = answered(tool, way, all_of_it)
            assert not filled.faults
            assert LEFT_OPEN.search(text) is None, (way, text)


@pytest.mark.parametrize("name", TOOLS)
def test_a_shipped_tool_asks_nothing_in_vain(name: str) -> None:
    tool = shipped(name)
    for way in ways(tool):
        filled, text = answered(tool, way, True)
        typed = [
            value for value in filled.answers.values() if isinstance(value, str) and value.startswith("some words")
        ]
        assert [value for value in typed if value not in text] == []


def test_six_tools_are_shipped() -> None:
    assert {"before-you-post", "disclosure", "source-card", "story-worksheet", "one-page-ask", "when-trolls-come"} <= {
        *TOOLS
    }
