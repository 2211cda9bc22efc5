"""A group of commands that are imported only when they are called, so that the command starts at once."""

from __future__ import annotations

import gc
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from importlib import import_module
from typing import Any

import click


@dataclass(frozen=True, slots=True)
class Listed:
    """Where a command is (`module:attribute`), and its line in the list of commands."""

    target: str
    help: str


@contextmanager
def uncollected() -> Iterator[None]:
    """Nothing that is imported or read is garbage in circles, and to look for such takes a tenth of the time."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        # Old at once: else the next thing that is made would have all of it looked through.
        gc.freeze()
        gc.unfreeze()
        if was_on:
            gc.enable()


class Declined(click.ClickException):
    """What was asked for is understood and refused: its words go to the person, without a word like "Error" before."""

    def __init__(self, message: str, exit_code: int = 1) -> None:
        super().__init__(message)
        self.exit_code = exit_code  # type: ignore[misc]

    def show(self, file: Any = None) -> None:
        click.echo(self.message, file=file or sys.stderr)


class LazyGroup(click.Group):
    """Lists its commands without importing them. Refusals of services end any of them with their own words."""

    def __init__(self, *args: Any, listed: Mapping[str, Listed] | None = None, **settings: Any) -> None:
        super().__init__(*args, **settings)
        self.listed = dict(listed or {})

    def list_commands(self, ctx: click.Context) -> list[str]:
        return sorted({*self.listed, *self.commands})

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in self.listed:
            return super().get_command(ctx, cmd_name)
        module, _, attribute = self.listed[cmd_name].target.partition(":")
        with uncollected():
            command: click.Command = getattr(import_module(module), attribute)
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        rows = [
            (name, self.listed[name].help if name in self.listed else self.commands[name].get_short_help_str(80))
            for name in self.list_commands(ctx)
        ]
        with formatter.section("Commands"):
            formatter.write_dl(rows)

    def invoke(self, ctx: click.Context) -> Any:
        try:
            return super().invoke(ctx)
        except click.ClickException:
            raise
        except Exception as fault:
            declined = _declined(fault)
            if declined is None:
                raise
            raise declined from fault


# These errors are told from bugs by their classes, in modules that are imported already if one of them was raised.
_STATUS = {
    ("lms.services.ground.refusals", "Refusal"): 1,
    ("lms.questions.register", "UnknownKind"): 1,
    ("lms.settings", "SettingsFault"): 2,
}


def _declined(fault: Exception) -> Declined | None:
    for (module, name), status in _STATUS.items():
        loaded = sys.modules.get(module)
        if loaded is not None and isinstance(fault, getattr(loaded, name)):
            return Declined(str(fault), status)
    return None
