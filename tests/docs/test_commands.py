"""Every command and option has its entry in the reference, and every entry is of a command that exists."""

import re
from collections.abc import Iterator

import click
import pytest

from lms.cli.main import main
from tests.docs.pages import REFERENCE, headings

PAGE = REFERENCE / "commands.md"


def tree(command: click.Command, name: str) -> Iterator[tuple[str, click.Command]]:
    """A command and all below it, by what one types."""
    yield name, command
    if isinstance(command, click.Group):
        context = click.Context(command)
        for word in command.list_commands(context):
            below = command.get_command(context, word)
            assert below is not None, f"{name} {word} is listed, and is not there"
            yield from tree(below, f"{name} {word}")


def commands() -> dict[str, click.Command]:
    """All commands but the one that holds them, without hidden ones."""
    return {name: one for name, one in tree(main, "lms") if name != "lms" and not one.hidden}


def sections() -> dict[str, str]:
    """The text under each command's heading, up to the next heading."""
    text = PAGE.read_text(encoding="utf-8")
    found = re.findall(r"^#{2,3} `(lms [^`]+)`\n(.*?)(?=^#{1,3} |\Z)", text, re.MULTILINE | re.DOTALL)
    return dict(found)


def test_each_command_has_its_heading_and_each_heading_its_command() -> None:
    assert {heading.strip("`") for heading in headings(PAGE) if heading.startswith("`lms ")} == set(commands())


@pytest.mark.parametrize("name", sorted(commands()))
def test_an_entry_tells_every_option_and_no_other(name: str) -> None:
    real = {
        option
        for parameter in commands()[name].params
        if isinstance(parameter, click.Option)
        for option in parameter.opts
        if option.startswith("--")
    }
    told = set(re.findall(r"(?<![\w-])--[a-z][a-z-]*", sections()[name])) - {"--help"}
    assert told == real - {"--help"}


@pytest.mark.parametrize("name", sorted(commands()))
def test_a_command_has_help_that_says_what_it_does(name: str) -> None:
    assert commands()[name].help
