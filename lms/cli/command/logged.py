"""A line of the log for each command, where LMS_LOG_FORMAT=json asks for it: which one, how it ended, how long."""

from __future__ import annotations

import logging
import os
import sys
import time
from importlib import import_module
from typing import Any

import click

from lms.cli.command.lazy import LazyGroup

NAME = "lms.cli.logged"
JOURNAL = "lms.services.ground.journal"

log = logging.getLogger(__name__)


class LoggedGroup(LazyGroup):
    """What was typed after the command's name is left out: it holds names, addresses and reasons."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        if os.environ.get("LMS_LOG_FORMAT") == "json":
            ctx.meta[NAME] = self._named(ctx, args)
        return super().parse_args(ctx, args)

    def _named(self, ctx: click.Context, args: list[str]) -> str:
        names: list[str] = []
        command: click.Command | None = self
        for word in args:
            command = command.get_command(ctx, word) if isinstance(command, click.Group) else None
            if command is None:
                break
            names.append(word)
        return " ".join(names)

    def invoke(self, ctx: click.Context) -> Any:
        if NAME not in ctx.meta:
            return super().invoke(ctx)
        # Not imported before: a command that leaves no line need not wait for it.
        journal: Any = import_module(JOURNAL)
        journal.begin("json")
        began, status = time.perf_counter(), 0
        try:
            return super().invoke(ctx)
        except click.ClickException as declined:
            status = declined.exit_code
            raise
        except click.exceptions.Exit as ended:
            status = ended.exit_code
            raise
        except SystemExit as ended:
            status = ended.code if isinstance(ended.code, int) else int(ended.code is not None)
            raise
        except Exception:
            status = 1
            log.exception("A command broke off.")
            sys.exit(status)
        finally:
            ms = round((time.perf_counter() - began) * 1000, 1)
            journal.tell("command", command=ctx.meta[NAME], status=status, ms=ms)
