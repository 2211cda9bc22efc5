"""`lms content import`: questions of another tool as a bank of ours."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Mapping
from datetime import date
from pathlib import Path

import click

from lms import settings as environment
from lms.cli.command.lazy import Declined
from lms.cli.content.written_files import write_all
from lms.content.reading.names import is_id, proposed_id
from lms.interchange import importing
from lms.interchange.decoding import refuse_large
from lms.interchange.importing import Bank, Imported
from lms.interchange.report import Note, Unreadable, changed, left_out
from lms.sources.files import SourceTree, file_of, read_tree

_MOST_PLACES = 20


@click.command("import")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--bank", "name", metavar="ID", required=True, help="What the new bank is called.")
@click.option(
    "--format", "form", type=click.Choice(importing.FORMATS), help="What FILE is; left out, it is found by looking."
)
@click.option("--objective", metavar="ID", default="", help="The objective of all its questions.")
@click.option("--by-category", is_flag=True, help="A bank for each category, in the place of tags.")
@click.option("--replace", is_flag=True, help="Write over a bank of this name.")
@click.option("--dry-run", is_flag=True, help="Say what would happen, and write nothing.")
@click.option("--json", "as_json", is_flag=True, help="The report for programs.")
def import_(
    file: Path,
    name: str,
    form: str | None,
    objective: str,
    by_category: bool,
    replace: bool,
    dry_run: bool,
    as_json: bool,
) -> None:
    """Write the questions of FILE (Moodle XML, GIFT, Aiken, QTI, CSV) as a bank, and say what could not be carried."""
    if not is_id(name):
        near = proposed_id(name)
        hint = f" Did you mean {near}?" if near else ""
        raise click.UsageError(f"{name} is not an id: a–z, 0–9 and single dashes, at most 64 characters.{hint}")
    settings = environment.load()
    site, _ = read_tree(settings.site, settings.banks)
    try:
        imported = _read(file, Bank(name, file.name, objective), form, by_category, site)
    except Unreadable as reason:
        raise Declined(str(reason)) from reason
    taken = sorted(path for path in imported.files if path in site.files)
    if taken and not replace:
        raise Declined(f"There is a file {taken[0]} already. Choose another --bank, or say --replace.")
    if imported.drafts and not dry_run:
        root = settings.site if settings.banks is None else settings.banks
        write_all({file_of(path, settings.site, settings.banks): data for path, data in _in_order(imported)}, root)
    click.echo(_as_json(imported, dry_run) if as_json else _in_words(imported, dry_run))
    sys.exit(0 if imported.drafts else 1)


def _read(file: Path, bank: Bank, form: str | None, by_category: bool, site: SourceTree) -> Imported:
    # Asked before anything is read, so that a huge file is refused at once.
    refuse_large(os.path.getsize(file))  # noqa: PTH202 - a link leads to the file that is meant.
    content = file.read_bytes()
    form = form or importing.likely_format(file.name, content)
    gathered = importing.gather(content, form, f"media/{bank.id}")
    today = date.today()  # noqa: DTZ011 - a day of review is a day where its author lives.
    return importing.make_banks(bank, gathered, site, today, by_category)


def _in_order(imported: Imported) -> list[tuple[str, bytes]]:
    """Pictures first: a bank that is there has all that it names."""
    return sorted(imported.files.items(), key=lambda one: (one[0].endswith(".md"), one[0]))


def _banks(files: Mapping[str, bytes]) -> list[str]:
    return [path for path in files if path.endswith(".md")]


def _in_words(imported: Imported, dry_run: bool) -> str:
    notes = list(imported.notes)
    lines = []
    for heading, some in (("Left out:", left_out(notes)), ("Changed:", changed(notes))):
        lines += [heading, *_told(some), ""] if some else []
    count = _counted(len(imported.drafts), "question")
    if not imported.drafts:
        lines.append("No question could be carried, so nothing was written.")
    else:
        wrote = "would be written" if dry_run else "written"
        lines.append(f"{count} {wrote} to {', '.join(_banks(imported.files))}.")
        pictures = len(imported.files) - len(_banks(imported.files))
        if pictures:
            lines.append(f"{_counted(pictures, 'picture')} {wrote} beside.")
    return "\n".join(lines)


def _told(notes: list[Note]) -> list[str]:
    """What happened, with the places where it did: what happened to many questions alike is said once."""
    together: dict[tuple[str, str], list[Note]] = {}
    for note in notes:
        together.setdefault((note.what, note.by_hand), []).append(note)
    lines = []
    for (what, by_hand), some in together.items():
        places = [place for note in some[:_MOST_PLACES] if (place := _place(note))]
        more = f" and {len(some) - _MOST_PLACES} more (--json names them)" if len(some) > _MOST_PLACES else ""
        lines.append(f"  {', '.join(places)}{more}: {what}" if places else f"  {what}")
        lines += [f"    {by_hand}"] if by_hand else []
    return lines


def _counted(number: int, thing: str) -> str:
    return f"{number} {thing}" if number == 1 else f"{number} {thing}s"


def _place(note: Note) -> str:
    where = note.file or "line"
    line = f"{where} {note.line}" if note.line else note.file
    name = f"{' ' * bool(line)}({note.question})" if note.question else ""
    return f"{line}{name}"


def _as_json(imported: Imported, dry_run: bool) -> str:
    notes = list(imported.notes)
    found = {
        "banks": _banks(imported.files),
        "files": sorted(imported.files),
        "written": bool(imported.drafts) and not dry_run,
        "carried": [
            {"id": draft.fields["id"], "type": draft.type, "question": draft.name, "line": draft.line}
            for draft in imported.drafts
        ],
        "changed": [note.to_json() for note in changed(notes)],
        "left_out": [note.to_json() for note in left_out(notes)],
    }
    return json.dumps(found, ensure_ascii=False, indent=2)
