"""The command `lms`. Exit status 0: fine; 1: findings or a refusal; 2: wrong use."""

from __future__ import annotations

import click

from lms import __version__
from lms.cli.command.lazy import Listed
from lms.cli.command.logged import LoggedGroup

COMMANDS = {
    "accommodation": Listed("lms.cli.accommodations:accommodation", "What people need in examinations."),
    "attempt": Listed("lms.cli.attempts:attempt", "Give one more attempt or more time, take a hand-in back."),
    "backup": Listed("lms.cli.backup.backup:backup", "Write the whole site into one file, while it is used."),
    "certificate": Listed("lms.cli.certificates.commands:certificate", "List, issue, revoke and verify certificates."),
    "content": Listed("lms.cli.content:content", "Check, start and publish what authors write."),
    "db": Listed("lms.cli.database:db", "Upgrade, check or move the database."),
    "demo": Listed("lms.cli.demo:demo", "Walk from a course to a verified certificate, without a browser."),
    "doctor": Listed(
        "lms.cli.doctor.commands:doctor", "Say what works on this machine, and what to do where it does not."
    ),
    "duty": Listed("lms.cli.duties:duty", "Appoint people to duties in a scheme, and list who holds what."),
    "decision": Listed(
        "lms.cli.decisions:decision", "List applications that wait for a decision, and propose what others confirm."
    ),
    "interest": Listed("lms.cli.duties:interest", "List what people with a duty declared of their interests."),
    "keys": Listed("lms.cli.keys:keys", "Make, list and change the keys that sign."),
    "log": Listed("lms.cli.log:log", "Recompute the logs, and name the first altered entry."),
    "mail": Listed("lms.cli.mail:mail", "List the mails that did not go out."),
    "question": Listed("lms.cli.questions:question", "Look at questions of a scheme, and have them reviewed."),
    "restore": Listed("lms.cli.backup.restore:restore", "Bring a backup back into an empty home."),
    "serve": Listed("lms.cli.serving.serve:serve", "Serve the site."),
    "user": Listed("lms.cli.users:user", "Add and list accounts, and make tokens for the API."),
    "work": Listed("lms.cli.serving.serve:work", "Do the jobs that wait: mail, certificates, what a crash left."),
}


@click.group(cls=LoggedGroup, listed=COMMANDS, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, message="lms %(version)s")
def main() -> None:
    """Learning, examinations and verifiable certificates, from plain Markdown files."""


if __name__ == "__main__":
    main()
