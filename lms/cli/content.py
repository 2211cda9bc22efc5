"""`lms content`: what authors type."""

from __future__ import annotations

import click

from lms.cli.lazy import LazyGroup, Listed

COMMANDS = {
    "check": Listed("lms.cli.check:check", "Compile, and print every finding with its place and its cure."),
    "correct": Listed("lms.cli.correct:correct", "Give those who met a wrong key the result of the corrected one."),
    "diff": Listed("lms.cli.diff:diff", "Say what an edit means, and whom it touches."),
    "explain": Listed("lms.cli.explain:explain", "Say what a code means, with an example and the cure."),
    "export": Listed("lms.cli.export:export", "Write a bank or a course as a file for other tools and readers."),
    "import": Listed("lms.cli.import_:import_", "Write the questions of another tool as a bank."),
    "new": Listed("lms.cli.new:new", "Write a starting file that checks clean."),
    "preview": Listed("lms.cli.preview:preview", "Serve a scratch site of the files, or of a revision, to look at."),
    "publish": Listed("lms.cli.publish:publish", "Make the authors' files the content that is served."),
    "revisions": Listed("lms.cli.rollback:revisions", "List what was served, when, and by whom."),
    "rollback": Listed("lms.cli.rollback:rollback", "Serve what was published before again."),
    "report": Listed("lms.cli.report:report", "Tell how it reads, what covers what, and what papers repeat."),
    "schema": Listed("lms.cli.schema:schema", "Print the format as JSON Schema, or set up Visual Studio Code."),
    "summary": Listed("lms.cli.summary:summary", "Count whom an edit could touch, without anybody's data."),
    "translate": Listed("lms.cli.translations:translate", "Write a translation, or bring it up to date."),
    "translations": Listed("lms.cli.translations:translations", "List every translation, and how far it is."),
}


@click.group(cls=LazyGroup, listed=COMMANDS)
def content() -> None:
    """Check, start and publish what authors write."""
