"""How far long work is, on one line of the terminal that is written over; elsewhere nothing is said."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import click

SECONDS_BETWEEN = 0.1

Tell = Callable[[str, int, int], None]
"""Told what is worked at, how much is done, and how much there is."""


@contextmanager
def shown() -> Iterator[Tell]:
    """A function to be told how far it is. The line is gone when the work has ended."""
    if not sys.stderr.isatty():
        yield lambda _what, _done, _of: None
        return
    last = 0.0

    def tell(what: str, done: int, of: int) -> None:
        nonlocal last
        if time.monotonic() - last < SECONDS_BETWEEN:
            return
        last = time.monotonic()
        click.echo(f"\r\033[K{what}: {done:,} of {of:,}", nl=False, err=True)

    try:
        yield tell
    finally:
        click.echo("\r\033[K", nl=False, err=True)
