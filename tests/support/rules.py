"""Addresses whose writing is compiled once in a process, for the many apps that tests make of the same rules."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import cache
from unittest.mock import patch

from flask import Flask
from werkzeug.routing import Rule


class _WrittenOnce(Rule):
    """Compiling what writes an address takes nine tenths of making an app, and hangs on nothing but the rule."""

    def _compile_builder(self, append_unknown: bool = True) -> Callable[..., tuple[str, str]]:
        known = _of_this_process()
        which = (type(self), self.rule, repr(self.defaults), self.host, self.subdomain, append_unknown)
        if which not in known:
            known[which] = super()._compile_builder(append_unknown)
        return known[which]


@cache
def _of_this_process() -> dict[tuple[object, ...], Callable[..., tuple[str, str]]]:
    return {}


@contextmanager
def rules_written_once() -> Iterator[None]:
    """For apps that are made in this block. Where werkzeug compiles in another way some day, they only take longer."""
    with patch.object(Flask, "url_rule_class", _WrittenOnce):
        yield
