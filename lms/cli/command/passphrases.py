"""Where a passphrase comes from: a file, the standard input or a question at the terminal; never the command line."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import click

from lms.cli.command.terminal import WRONG_USE, end

_LONGEST = 1000


def options(command: Callable[..., Any]) -> Callable[..., Any]:
    """The two options by which a passphrase is given without typing it."""
    command = click.option(
        "--passphrase-stdin", is_flag=True, help="Read the passphrase from standard input, one line."
    )(command)
    return click.option(
        "--passphrase-file",
        type=click.Path(exists=True, dir_okay=False, path_type=Path),
        help="Read the passphrase from the first line of a file.",
    )(command)


def given(file: Path | None, from_stdin: bool) -> str | None:
    """The passphrase that one of the options gives, if any."""
    if file is not None and from_stdin:
        end("Give either --passphrase-file or --passphrase-stdin, not both.", WRONG_USE)
    if file is not None:
        with file.open(encoding="utf-8") as lines:
            return lines.readline(_LONGEST).rstrip("\r\n")
    return sys.stdin.readline(_LONGEST).rstrip("\r\n") if from_stdin else None


def asked(question: str, *, new: bool = False) -> str:
    """The passphrase as it is typed, twice if it is a new one."""
    if not sys.stdin.isatty():
        end("A passphrase is needed: give --passphrase-file or --passphrase-stdin.", WRONG_USE)
    typed: str = click.prompt(question, hide_input=True, confirmation_prompt=new, err=True)
    return typed
