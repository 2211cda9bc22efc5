"""`lms keys`: the keys that sign certificates and the log."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import click
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey

from lms.cli.command.opening import (
    WRONG_USE,
    actor,
    end,
    format_option,
    load_settings,
    refusals_told,
    require_whole_home,
)
from lms.credentials.dates import in_words, stamp
from lms.credentials.keys import KeyKind, SigningKey
from lms.jobs.queue import Queue
from lms.services.certifying import changing_keys
from lms.services.ground import home
from lms.services.ground.context import Context
from lms.services.keys import ring as keeping
from lms.services.keys import rootkey
from lms.services.publishing.served import Served
from lms.settings import SettingsFault
from lms.store.engine import open_database
from lms.store.migrating import upgrade
from lms.store.schema import SERVED, Schema, schema_of

KINDS = (KeyKind.CREDENTIAL.value, KeyKind.PDF.value, KeyKind.LOG.value)

root_option = click.option(
    "--root",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="The file of the root's private key, where it was taken away.",
)
stdin_option = click.option(
    "--passphrase-stdin", is_flag=True, help="Read the passphrase from standard input, one line."
)


@click.group()
def keys() -> None:
    """Make, list, change and take away the keys that sign."""


@keys.command()
@click.option("--issuer", default="", help="The name in the certificates of the PDF key; else the host.")
@refusals_told
def init(issuer: str) -> None:
    """Make the keys that are needed and missing. What is there is not touched."""
    context = _open()
    made = changing_keys.initialise(context, issuer)
    for key in made:
        click.echo(f"made  {_line(key)}")
    click.echo("" if made else "Every key that is needed is there.", nl=not made)
    if keeping.root_is_here(context.settings):
        click.echo("Now take the root's private key away: lms keys export-root FILE", err=True)


@keys.command("list")
@format_option
def list_keys(form: str) -> None:
    """Every key there ever was, oldest first."""
    known = keeping.ring(load_settings()).keys
    if form == "json":
        click.echo(json.dumps([_row(one) for one in known], indent=2))
        return
    for one in known:
        click.echo(_line(one))
    if not known:
        click.echo("There is no key yet. Make them with: lms keys init")


@keys.command()
@click.argument("kind", type=click.Choice(KINDS))
@root_option
@stdin_option
@refusals_told
def rotate(kind: str, root: Path | None, passphrase_stdin: bool) -> None:
    """Let a new key of this KIND sign from now on. What the old one signed stays good."""
    context = _open()
    made = changing_keys.rotate(context, actor(), KeyKind(kind), _root_key(root, passphrase_stdin))
    click.echo(_line(made))


@keys.command("export-root")
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
@stdin_option
@refusals_told
def export_root(file: Path, passphrase_stdin: bool) -> None:
    """Put the root's private key into FILE, under a passphrase, and delete it here."""
    context = _open()
    exported = rootkey.export_root(context, file, _passphrase(passphrase_stdin, new=True))
    click.echo(f"The private key of root {exported.id} is in {file}, and no longer here. Keep the file offline.")


@keys.command()
@click.argument("key_id")
@click.option("--reason", required=True, help="Why, for the record. Never shown to the public.")
@root_option
@stdin_option
@refusals_told
def compromise(key_id: str, reason: str, root: Path | None, passphrase_stdin: bool) -> None:
    """Say that KEY_ID was lost to somebody: a new key takes over, and what it signed is signed again."""
    context = _open()
    done = changing_keys.compromise(context, actor(), key_id, reason, _root_key(root, passphrase_stdin))
    click.echo(f"{done.key.id} ({done.key.kind}) is trusted no more.")
    for key in done.made:
        click.echo(f"made  {_line(key)}")
    for old, new in done.again:
        click.echo(f"{old} is replaced by {new}")
    for serial, reason_left in done.left:
        click.echo(f"{serial} is left as it is: {reason_left}", err=True)
    if done.unlisted and done.key.kind in (KeyKind.PDF, KeyKind.ROOT):
        click.echo(f"Now do this as well: {done.unlisted}", err=True)


@keys.command()
@root_option
@stdin_option
@refusals_told
def crl(root: Path | None, passphrase_stdin: bool) -> None:
    """Sign the public list of lost PDF keys, which is at /crl.der."""
    context = _open()
    listed = rootkey.sign_list(context, _root_key(root, passphrase_stdin))
    click.echo(f"The list is signed. Lost keys on it: {len(listed)}.")
    for key in listed:
        click.echo(_line(key))


def _open() -> Context:
    """A context on a site that may lack a key: these commands are what mends it, so they ask for none."""
    settings = load_settings()
    require_whole_home(settings)
    try:
        home.make(settings)
    except SettingsFault as fault:
        end("\n".join(fault.faults), WRONG_USE)
    database = open_database(settings.database_url)
    if settings.on_sqlite and schema_of(database.engine) is Schema.EMPTY:
        upgrade(database)
    if schema_of(database.engine) not in SERVED:
        end("The database is not up to date. Type: lms db upgrade")
    return Context(settings, database, Served(database), enqueue=Queue(settings).enqueue)


def _root_key(root: Path | None, passphrase_stdin: bool) -> RSAPrivateKey | None:
    return None if root is None else rootkey.read_root(root, _passphrase(passphrase_stdin))


def _passphrase(from_stdin: bool, new: bool = False) -> str:
    if from_stdin:
        return sys.stdin.readline().rstrip("\n")
    typed: str = click.prompt("Passphrase of the root's key", hide_input=True, confirmation_prompt=new, err=True)
    return typed


def _line(key: SigningKey) -> str:
    state = "active"
    if key.compromised is not None:
        state = f"compromised since {in_words(key.compromised)}"
    elif key.retired is not None:
        state = f"retired on {in_words(key.retired)}"
    development = ", for development" if key.development else ""
    return f"{key.id}  {key.kind.value:<10}  made on {in_words(key.made)}, {state}{development}"


def _row(key: SigningKey) -> dict[str, object]:
    return {
        "id": key.id,
        "kind": key.kind.value,
        "public": key.public_text,
        "made": stamp(key.made),
        "retired": None if key.retired is None else stamp(key.retired),
        "compromised": None if key.compromised is None else stamp(key.compromised),
        "development": key.development,
        "certificate": key.certificate or None,
    }
