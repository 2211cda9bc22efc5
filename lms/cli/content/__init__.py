"""`lms content`: what authors type."""

from __future__ import annotations

import click

from lms.cli.command.lazy import LazyGroup, Listed

COMMANDS = {
    "check": Listed("lms.cli.content.check:check", "Compile, and print every finding with its place and its cure."),
    "correct": Listed(
        "lms.cli.content.correct:correct", "Give those who met a wrong key the result of the corrected one."
    ),
    "diff": Listed("lms.cli.content.diff:diff", "Say what an edit means, and whom it touches."),
    "explain": Listed("lms.cli.content.explain:explain", "Say what a code means, with an example and the cure."),
    "export": Listed(
        "lms.cli.content.export:export", "Write a bank or a course as a file for other tools and readers."
    ),
    "import": Listed("lms.cli.content.import_:import_", "Write the questions of another tool as a bank."),
    "new": Listed("lms.cli.content.new:new", "Write a starting file that checks clean."),
    "preview": Listed(
        "lms.cli.serving.preview:preview", "Serve a scratch site of the files, or of a revision, to look at."
    ),
    "publish": Listed("lms.cli.content.publish:publish", "Make the authors' files the content that is served."),
    "revisions": Listed("lms.cli.content.revisions:revisions", "List what was served, when, and by whom."),
    "rollback": Listed("lms.cli.content.revisions:rollback", "Serve what was published before again."),
    "report": Listed("lms.cli.content.report:report", "Tell how it reads, what covers what, and what papers repeat."),
    "schema": Listed("lms.cli.content.schema:schema", "Print the format as JSON Schema, or set up Visual Studio Code."),
    "summary": Listed("lms.cli.content.summary:summary", "Count whom an edit could touch, without anybody's data."),
    "translate": Listed("lms.cli.content.translations:translate", "Write a translation, or bring it up to date."),
    "translations": Listed("lms.cli.content.translations:translations", "List every translation, and how far it is."),
}


@click.group(cls=LazyGroup, listed=COMMANDS)
def content() -> None:
    """Check, start and publish what authors write."""
