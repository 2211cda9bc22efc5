"""`lms restore`: a backup brought back into an empty home."""

from __future__ import annotations

from pathlib import Path

import click
from sqlalchemy.exc import DBAPIError

from lms.cli.command import passphrases
from lms.cli.command.opening import actor, end, load_settings, open_context, refusals_told, say, unanswered
from lms.cli.shown import progress
from lms.credentials.dates import in_words
from lms.services.backup import archive, restoring
from lms.services.backup.archive import Archive, NotABackup
from lms.services.backup.restoring import ALTERED_LOG, OLDER_LOG, WRONG_TIME, Restored, Wishes
from lms.services.log import going_on

LARGEST_CHECKPOINT = 100_000
GOES_ON = "The log goes on as {name}, and its first leaf under that name tells what is missing."
NOT_YET = (
    "The log's key is not here, so that could not be signed. Put the key in its place, and type: lms restore --accept "
    f"{OLDER_LOG}. Until then certificates are set aside."
)


@click.command()
@click.argument("file", required=False, type=click.Path(path_type=Path))
@click.option("--without-keys", is_flag=True, help="Leave the private keys in the backup.")
@passphrases.options
@click.option(
    "--checkpoint",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="The newest checkpoint of the log that is known from outside.",
)
@click.option(
    "--accept",
    type=click.Choice([OLDER_LOG, ALTERED_LOG, WRONG_TIME]),
    multiple=True,
    help="Go on in spite of this. It stands in the log.",
)
@click.option("--keep-sessions", is_flag=True, help="End no session and no token: for a planned move.")
@refusals_told
def restore(
    file: Path | None,
    without_keys: bool,
    passphrase_file: Path | None,
    passphrase_stdin: bool,
    checkpoint: Path | None,
    accept: tuple[str, ...],
    keep_sessions: bool,
) -> None:
    """Bring the backup in FILE back into an empty LMS_HOME and an empty database, and look through all of it.

    Without FILE, --accept older-log goes on with the database that is here, where its log is older than the newest head
    that is known.
    """
    if file is None:
        _go_on(checkpoint, accept)
        return
    settings = load_settings()
    try:
        with archive.opened(file) as backup, progress.shown() as tell:
            wishes = Wishes(
                passphrase=_passphrase(backup, without_keys, passphrase_file, passphrase_stdin),
                checkpoint=None if checkpoint is None else _text(checkpoint),
                accept=frozenset(accept),
                keep_access=keep_sessions,
            )
            restored = restoring.restore(settings, backup, wishes, actor(), tell=tell)
    except NotABackup as fault:
        end(str(fault))
    except DBAPIError as error:
        unanswered(error)
    click.echo("\n".join(_words_of(restored)))
    for one in _warnings(restored, checkpoint is not None):
        say(one)


def _go_on(checkpoint: Path | None, accept: tuple[str, ...]) -> None:
    if accept != (OLDER_LOG,):
        raise click.UsageError(
            f"Name the backup, or give --accept {OLDER_LOG} to go on with the database that is here."
        )
    name = going_on.accept(open_context(), actor(), "" if checkpoint is None else _text(checkpoint))
    say(GOES_ON.format(name=name))


def _passphrase(backup: Archive, without_keys: bool, file: Path | None, from_stdin: bool) -> str | None:
    if without_keys or not restoring.read_manifest(backup).with_keys:
        return None
    typed = passphrases.given(file, from_stdin)
    return passphrases.asked("The passphrase of the keys in this backup") if typed is None else typed


def _text(file: Path) -> str:
    return file.read_bytes()[:LARGEST_CHECKPOINT].decode("utf-8", "replace")


def _words_of(restored: Restored) -> list[str]:
    made = restored.manifest
    if restored.again:
        return ["All of it was restored before; the last step is done now."]
    rows = sum(one.rows for one in made.tables.values())
    said = [
        f"Restored: the backup of {in_words(made.made)}, {made.made:%H:%M:%S} UTC, by lms {made.version}.",
        f"All {rows:,} rows arrived as they are in the backup.",
        f"Certificates looked at closely: {restored.certificates}; their seals: {restored.seals}.",
    ]
    if not restored.altered:
        said.insert(2, f"Both logs are as they were written: {made.entries} entries, {made.leaves} leaves.")
    return said


def _warnings(restored: Restored, compared: bool) -> list[str]:
    said = [f"Not as it was written: {one}" for one in restored.altered]
    if restored.access_ended:
        said.append(
            f"{restored.access_ended} sessions and tokens are ended: people sign in again, programs need new tokens."
        )
    if restored.keys_missing:
        kinds = ", ".join(restored.keys_missing)
        said.append(f"Private keys are missing ({kinds}): put them back, or let new ones sign: lms keys rotate KIND")
    if restored.behind:
        said.append(f"The log lacks {restored.behind} leaves that the public has seen. Say so in public.")
        said.append(GOES_ON.format(name=restored.name) if restored.name else NOT_YET)
    elif not compared and not restored.again and restored.manifest.leaves:
        said.append(
            f"The log has {restored.manifest.leaves} leaves. If a checkpoint that somebody keeps covers more, do not "
            "serve this: the log would fork. docs/how-to/back-up-and-restore.md says how to compare."
        )
    return said
