"""`lms content new`: a starting file for an author."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import click

from lms import settings as environment
from lms.cli.command.lazy import Declined
from lms.content.compiling.cache import Cache
from lms.content.compiling.compiler import compile_catalog, world_of
from lms.content.editing.starters import Files, NotPossible, starters
from lms.content.reading import placeholders
from lms.content.reading.kind import Starter
from lms.content.reading.names import is_id, proposed_id
from lms.content.reading.site import World
from lms.sources.files import SourceTree, file_of, read_tree, tree_of


class _Starters(click.Group):
    """A command for each kind of content that has a starter."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return sorted(starters())

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        starter = starters().get(cmd_name)
        return None if starter is None else _command(cmd_name, starter)


@click.group(cls=_Starters)
def new() -> None:
    """Write a starting file that checks clean, but for its own words, which wait to be replaced."""


def _command(kind: str, starter: Starter) -> click.Command:
    def start_it(name: str) -> None:
        named = _named(starter, name)
        _start(lambda world: starter.make(world, named))

    argument = click.Argument(["name"], metavar=starter.names)
    return click.Command(kind, callback=start_it, params=[argument], help=starter.says)


def _named(starter: Starter, name: str) -> str:
    """The name of what is to be started, with that of what it lies in where it lies in something."""
    before, slash, _ = starter.names.partition("/")
    if not slash:
        return _valid(name)
    first, there, own = name.partition("/")
    if not there and before.startswith("["):
        return _valid(name)
    if not there:
        raise click.UsageError(f"Name the {before.lower()} too, such as foundations/{name}.")
    return f"{_valid(first)}/{_valid(own)}"


def _valid(name: str) -> str:
    if is_id(name):
        return name
    near = proposed_id(name)
    hint = f" Did you mean {near}?" if near else ""
    raise click.UsageError(f"{name} is not an id: a–z, 0–9 and single dashes, at most 64 characters.{hint}")


def _start(start: Callable[[World], Files]) -> None:
    """Writes what `start` makes, if nothing of it is there and the site has no finding more with it."""
    settings = environment.load()
    tree, _ = read_tree(settings.site, settings.banks)
    cache = Cache()
    try:
        files = start(world_of(tree, cache))
    except NotPossible as reason:
        raise Declined(str(reason)) from reason
    _refuse_taken(files, tree)
    contents = {path: file.content for path, file in tree.files.items()}
    with_them = tree_of(contents | {path: text.encode() for path, text in files.items()})
    today = date.today()  # noqa: DTZ011 - a day of review is a day where its author lives.
    before = set(compile_catalog(tree, today=today, cache=cache, writing=True)[1])
    more = [one for one in compile_catalog(with_them, today=today, cache=cache, writing=True)[1] if one not in before]
    # What it says is still to be done is a warning until somebody does it, and is told for that.
    mine = [one for one in more if one.place.file in files and one.code not in placeholders.STILL_TO_DO]
    if mine:
        raise Declined(f"This would not check clean: {mine[0].message} ({mine[0].place.file}) {mine[0].help}")
    for path, text in files.items():
        file = file_of(path, settings.site, settings.banks)
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")
        click.echo(f"{'Changed' if path in tree.files else 'Wrote'} {file}")
    click.echo("Now write your own words in the place of these. What is left to replace: lms content check", err=True)


def _refuse_taken(files: Files, tree: SourceTree) -> None:
    """Nothing is written over but the file of a course that gets a lesson more, which is never the first here."""
    for n, path in enumerate(files):
        if path in tree.files and (n == 0 or not path.endswith("/course.md")):
            raise Declined(f"There is a file {path} already.")
