"""`lms certificate`: what staff do to certificates, and the report that anyone gets."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import click

from lms.cli.command.opening import actor, format_option, open_context, refusals_told
from lms.cli.shown.json_lists import write_json
from lms.content.reading.targets import CERTIFICATES, own_id
from lms.credentials.dates import stamp
from lms.credentials.life import Grounds, Making, Status
from lms.credentials.report import Fact, Report
from lms.credentials.upload import LARGEST_FILE, FileCheck
from lms.questions.quiz import Json
from lms.services.certifying import certificate_list, issuing, promising, rights, stewarding, verifying
from lms.services.certifying.certificate_list import Line

GROUNDS = {
    "mistake": Grounds.MISTAKE,
    "honesty": Grounds.HONESTY,
    "conduct": Grounds.CONDUCT,
    "request": Grounds.REQUEST,
}
NEW_FILE = " It was signed anew, and there is a new file: its holder was told. Other programs call the old one revoked."
_EXISTING = click.Path(exists=True, dir_okay=False, path_type=Path)
_FOLDER = click.Path(exists=True, file_okay=False, path_type=Path)

reason_option = click.option("--reason", required=True, help="Why, for the record. Never shown to the public.")
public_option = click.option("--public", default="", help="What the verification page may say about it.")


@click.group()
def certificate() -> None:
    """Issue, revoke, suspend, reinstate, reissue, list and verify certificates."""


@certificate.command("list")
@format_option
@refusals_told
def list_certificates(form: str) -> None:
    """Every certificate, newest first. One whose record does not match the log is on hold, whatever the record says."""
    rows = map(_row, certificate_list.every(open_context()))
    if form == "json":
        write_json(rows)
        return
    empty = True
    for row in rows:
        empty = False
        word = "on hold" if row["on_hold"] else row["status"] or row["state"]
        click.echo(f"{row['serial']}  {word:<9}  {row['credential']}  {row['holder'] or '(erased)'}")
    if empty:
        click.echo("No certificate has been issued yet.")


def _row(line: Line) -> dict[str, Json]:
    record, claims = line.record, line.record.claims or {}
    has_status = line.on_hold or record.life.making is Making.ISSUED
    return {
        "serial": record.serial,
        "credential": record.credential,
        "holder": claims.get("holder"),
        "email": line.email,
        "state": record.life.making.value,
        "status": line.status if has_status else None,
        "on_hold": line.on_hold,
        "issued": claims.get("issued"),
        "expires": claims.get("expires"),
        "awarded_for": claims.get("ground"),
    }


@certificate.command()
@click.argument("email")
@click.argument("credential")
@click.option("--name", required=True, help="The holder's name as it will be printed.")
@click.option(
    "--ground", "--awarded-for", "ground", help="What it is awarded for, printed in the place of the criteria."
)
@click.option("--confirmed-by", metavar="EMAIL", default="", help="Who confirmed it, for the record.")
@click.option("--reason", default="Issued by staff.", help="Why, for the record. Never shown to the public.")
@refusals_told
def issue(email: str, credential: str, name: str, ground: str | None, confirmed_by: str, reason: str) -> None:
    """Issue a certificate by hand, and print its number.

    Unless the person has met every requirement, it is awarded by decision, and says on which ground: --ground. What has
    a scheme is decided in a browser alone.
    """
    if ground is not None and not ground.strip():
        raise click.UsageError("Say what it is awarded for, with --ground TEXT.")
    context = open_context()
    id = own_id(credential, CERTIFICATES)
    serial = promising.issue(context, actor(), email, id, name, reason, ground or "", confirmed_by)
    issuing.carry_on(context, serial)
    click.echo(serial)


@certificate.command()
@click.argument("serial")
@reason_option
@public_option
@click.option("--grounds", type=click.Choice(sorted(GROUNDS)), help="The class of reason, which is public.")
@refusals_told
def revoke(serial: str, reason: str, public: str, grounds: str | None) -> None:
    """End a certificate for good."""
    chosen = GROUNDS[grounds] if grounds else Grounds.UNSTATED
    context = open_context()
    stewarding.revoke(context, actor(), serial, reason, public, chosen, rights.by_operator(context))
    click.echo("Revoked. Its verification page says so from now on.")


@certificate.command()
@click.argument("serial")
@reason_option
@public_option
@refusals_told
def suspend(serial: str, reason: str, public: str) -> None:
    """Set a certificate aside until it is reinstated or revoked."""
    context = open_context()
    stewarding.suspend(context, actor(), serial, reason, public, rights.by_operator(context))
    click.echo("Suspended. Its verification page says so from now on.")


@certificate.command()
@click.argument("serial")
@reason_option
@public_option
@refusals_told
def reinstate(serial: str, reason: str, public: str) -> None:
    """End a suspension. The certificate is signed anew, with a new file, unless it names the status list of before."""
    context = open_context()
    anew = stewarding.reinstate(context, actor(), serial, reason, public, rights.by_operator(context))
    if anew:
        issuing.carry_on(context, anew)
    click.echo("Reinstated. It is as valid as before." + (NEW_FILE if anew else ""))


@certificate.command()
@click.argument("serial")
@click.option("--name", required=True, help="The corrected name, as it will be printed.")
@reason_option
@public_option
@refusals_told
def reissue(serial: str, name: str, reason: str, public: str) -> None:
    """Issue the same award under a corrected name, and print the new number."""
    context = open_context()
    fresh = stewarding.reissue(context, actor(), serial, name, reason, public, rights.by_operator(context))
    issuing.carry_on(context, fresh)
    click.echo(fresh)


@certificate.command()
@click.argument("what")
@click.option("--offline", is_flag=True, help="Check a FILE by the issuer's keys alone: no network, no database.")
@click.option("--keys", type=_EXISTING, help="With --offline: the issuer's did.json.")
@click.option("--root", type=_EXISTING, help="With --offline: the issuer's issuer.pem, for PDFs.")
@click.option("--crl", type=_EXISTING, help="With --offline: the issuer's crl.der, the list of lost PDF keys.")
@click.option("--log-key", type=_EXISTING, help="With --offline: the log's keys, from /log/key.")
@click.option("--status-list", type=_EXISTING, multiple=True, help="With --offline: its status list, as JSON.")
@click.option("--log", type=_FOLDER, help="With --offline and --log-key: the folder where check_log.py keeps the log.")
@format_option
@click.pass_context
@refusals_told
def verify(command: click.Context, /, what: str, offline: bool, form: str, **given: Any) -> None:
    """Verify a certificate by its FILE, its number or its address. Exit status 0 only for a valid one."""
    if offline:
        _verify_offline(command, Path(what), given, form)
        return
    context = open_context()
    path = Path(what)
    if _is_file(path):
        if path.stat().st_size > LARGEST_FILE:
            raise click.UsageError("The file is larger than 10 MiB, so it is no certificate of ours.")
        check = verifying.report_on_file(context, path.read_bytes())
        body, words = _file_json(check), [check.headline, check.words]
        found = check.report
    else:
        found = verifying.report(context, what)
        body, words = found.to_json(), []
    click.echo(json.dumps(body, ensure_ascii=False, indent=2) if form == "json" else "\n".join(words + _lines(found)))
    if found is None or found.status is not Status.VALID:
        command.exit(1)


def _is_file(path: Path) -> bool:
    """Whether this names a file. A pasted sentence may be longer than a name can be."""
    try:
        return path.is_file()
    except OSError:
        return False


def _verify_offline(command: click.Context, file: Path, given: dict[str, Any], form: str) -> None:
    """Without settings, network and database: this must work on a machine that has nothing but the files."""
    # It reads with pyHanko and PyLD, which take a second to import; no other command needs them.
    from lms.cli.certificates import offline  # noqa: PLC0415

    if not file.is_file() or file.stat().st_size > LARGEST_FILE:
        raise click.UsageError("With --offline, give a file of at most 10 MiB.")
    if given["keys"] is None or (given["root"] is None and file.suffix.lower() == ".pdf"):
        raise click.UsageError("With --offline, give --keys did.json, and for a PDF --root issuer.pem as well.")
    if given["log"] is not None and given["log_key"] is None:
        raise click.UsageError("With --log, give --log-key as well: the log is believed by its key.")
    files = offline.GivenFiles(
        given["keys"], given["root"], given["crl"], given["log_key"], given["status_list"], given["log"]
    )
    found = offline.check(file.read_bytes(), files)
    click.echo(json.dumps(found.to_json(), ensure_ascii=False, indent=2) if form == "json" else offline.in_lines(found))
    if not found.holds:
        command.exit(1)


def _file_json(check: FileCheck) -> dict[str, Any]:
    report = check.report.to_json() if check.report else None
    look = check.look.value if check.look else None
    return {
        "verdict": check.verdict,
        "headline": check.headline,
        "words": check.words,
        "look": look,
        "superseded": None if check.superseded is None else stamp(check.superseded),
        "report": report,
    }


def _lines(report: Report | None) -> list[str]:
    if report is None:
        return []
    facts = [line for fact in report.facts for line in _of_fact(fact)]
    steps = [f"  [{step.outcome.value}] {step.words}" for step in report.steps]
    return [report.headline, *facts, *report.meaning, *steps]


def _of_fact(fact: Fact) -> list[str]:
    """On one line, or several values each on its own."""
    if len(fact.values) == 1:
        return [f"  {fact.label}: {fact.values[0]}"]
    return [f"  {fact.label}:", *(f"    {value}" for value in fact.values)]
