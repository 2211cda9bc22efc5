"""Every `lms …` that any page shows is a command that exists, with options that exist."""

import re
import shlex
from collections.abc import Iterator
from pathlib import Path

import click
import pytest

from lms.cli.main import main
from tests.docs.pages import ROOT, all_pages

_FENCED = re.compile(r"^ *```(?:console|sh)\n(.*?)^ *```$", re.MULTILINE | re.DOTALL)
_INLINE = re.compile(r"(?<!`)`(lms [^`]+)`(?!`)")
_COMMAND = re.compile(r"(?:^|[|;&] *|\bLMS_\w+=\S+ )(?:\$ )?(lms [^|;&<>#\n]*)", re.MULTILINE)


def shown(page: Path) -> Iterator[str]:
    """The commands of a page, as one would type them."""
    text = page.read_text(encoding="utf-8")
    for block in _FENCED.findall(text):
        yield from (command.strip() for command in _COMMAND.findall(re.sub(r"^ +", "", block, flags=re.MULTILINE)))
    for span in _INLINE.findall(text):
        yield " ".join(span.split())


def named(words: list[str]) -> tuple[click.Command, list[str]]:
    """The command that the words name, and the words after it. What is no word of a command ends its name."""
    here: click.Command = main
    for place, word in enumerate(words):
        if not isinstance(here, click.Group):
            return here, words[place:]
        below = here.get_command(click.Context(here), word)
        if below is None:
            assert not re.fullmatch(r"[a-z][a-z-]*", word), f"there is no `{word}` here"
            return here, words[place:]
        here = below
    return here, []


def all_shown() -> list[tuple[str, str]]:
    return sorted({(str(page.relative_to(ROOT)), command) for page in all_pages() for command in shown(page)})


@pytest.mark.parametrize(("page", "command"), all_shown())
def test_a_command_that_is_shown_can_be_typed(page: str, command: str) -> None:
    found, rest = named(shlex.split(command.replace("[", " ").replace("]", " "))[1:])
    known = {option for parameter in found.params for option in parameter.opts} | {"--help"}
    for word in rest:
        if word.startswith("--"):
            assert word.partition("=")[0] in known, f"{command}: `{found.name}` has no {word}"


def test_commands_are_found_in_the_pages() -> None:
    commands = {command for _, command in all_shown()}
    assert {"lms demo", "lms content check", "lms serve --reload"} <= commands
