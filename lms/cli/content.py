"""`lms content`: what authors type."""

from __future__ import annotations

import click

from lms.cli.lazy import LazyGroup, Listed

COMMANDS = {
    "check": Listed("lms.cli.check:check", "Compile, and print every finding with its place and its cure."),
    "explain": Listed("lms.cli.explain:explain", "Say what a code means, with an example and the cure."),
    "new": Listed("lms.cli.new:new", "Write a starting file that checks clean."),
    "publish": Listed("lms.cli.publish:publish", "Make the authors' files the content that is served."),
}


@click.group(cls=LazyGroup, listed=COMMANDS)
def content() -> None:
    """Check, start and publish what authors write."""
