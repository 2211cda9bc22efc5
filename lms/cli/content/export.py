"""`lms content export`: a bank for other tools, a course or a publication for readers."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from functools import partial
from pathlib import Path

import click

from lms import settings as environment
from lms.cli.command.lazy import Declined
from lms.cli.content.written_files import write_one
from lms.content.compiling.cache import Cache
from lms.content.compiling.compiler import compile_catalog
from lms.content.kinds import KINDS as CONTENT
from lms.content.reading.model import Catalog
from lms.interchange.exporting import Exported, as_qti, as_table
from lms.interchange.publication import as_course
from lms.interchange.report import Note
from lms.sources.diagnostics import Severity
from lms.sources.files import read_tree
from lms.sources.suggest import did_you_mean

_BANKS = ("qti3", "csv")
_COURSES = ("epub", "pdf", "html")
_ENDINGS = {"qti3": "zip", "csv": "csv", "epub": "epub", "pdf": "pdf", "html": "zip"}


@click.command()
@click.argument("what", metavar="banks/ID|courses/ID|FAMILY/ID")
@click.option("--format", "form", type=click.Choice([*_BANKS, *_COURSES]), required=True, help="What to make.")
@click.option("--out", type=click.Path(dir_okay=False, path_type=Path), help="Where; left out, ID and its ending here.")
@click.option("--language", metavar="CODE", help="In a language that it is translated into, as es.")
@click.option("--replace", is_flag=True, help="Write over a file of this name.")
def export(what: str, form: str, out: Path | None, language: str | None, replace: bool) -> None:
    """Write a bank as QTI 3 or CSV, or a course as EPUB, PDF or pages for reading offline.

    A publication, such as resources/ID, can be made into the same as a course.

    A bank's file has the answers in it: keep it as you keep the bank.
    """
    kind, _, name = what.partition("/")
    if kind not in ("banks", "courses", *_publications()) or not name:
        families = ", ".join(f"{family}/ID" for family in _publications())
        raise click.UsageError(f"{what} can't be exported: write banks/ID or courses/ID, or one of {families}.")
    allowed = _BANKS if kind == "banks" else _COURSES
    if form not in allowed:
        raise click.UsageError(f"{what} can be made into {' or '.join(allowed)}, not {form}.")
    if language and kind == "banks":
        raise click.UsageError("A bank's file has its original language alone: leave --language out.")
    target = out or Path(f"{name}.{f'{language}.' if language else ''}{_ENDINGS[form]}")
    if target.exists() and not replace:
        raise Declined(f"There is a file {target} already. Choose another --out, or say --replace.")
    catalog = _catalog()
    exported = _make(_edition(catalog, name, language) if language else catalog, kind, name, form)
    write_one(target, exported.content)
    for note in exported.notes:
        click.echo(_in_words(note), err=True)
    click.echo(f"Wrote {target}")


def _publications() -> dict[str, str]:
    """The kinds of publications by their families."""
    return {kind.family: kind.name for kind in CONTENT.values() if kind.publication}


def _catalog() -> Catalog:
    settings = environment.load()
    tree, found = read_tree(settings.site, settings.banks)
    today = date.today()  # noqa: DTZ011 - a day of review is a day where its author lives.
    catalog, findings = compile_catalog(tree, today=today, cache=Cache())
    errors = sum(one.severity is Severity.ERROR for one in (*found, *findings))
    if catalog is None or errors:
        raise Declined("There are errors in the content, so parts of it would be missing. See: lms content check")
    return catalog


def _edition(catalog: Catalog, name: str, language: str) -> Catalog:
    course = catalog.courses.get(name)
    if course and language != course.language and language not in course.languages:
        there = ", ".join(course.languages) or course.language
        raise Declined(f"courses/{name} is not written in {language}. It is in: {there}.")
    return catalog.edition([language])


def _make(catalog: Catalog, kind: str, name: str, form: str) -> Exported:
    published = _publications().get(kind, "")
    known: Mapping[str, object] = catalog.banks if kind == "banks" else catalog.courses
    known = catalog.others.get(published, {}) if published else known
    if name not in known:
        raise Declined(f"There is no {kind.removesuffix('s')} {name}. {did_you_mean(name, known)}".strip())
    if published:
        return _book_maker(form)(as_course(catalog, known[name]), name)
    if form == "qti3":
        return as_qti(catalog.banks[name], catalog.media)
    if form == "csv":
        return as_table(catalog.banks[name])
    return _book_maker(form)(catalog, name)


def _book_maker(form: str) -> Callable[[Catalog, str], Exported]:
    if form == "pdf":
        # WeasyPrint takes half a second to import, and nothing else here needs it.
        from lms.credentials.fonts import installed  # noqa: PLC0415
        from lms.interchange.printed import as_pdf  # noqa: PLC0415

        return partial(as_pdf, prints=installed().covers)
    from lms.interchange.epub import as_epub  # noqa: PLC0415 - only what is asked for is imported.
    from lms.interchange.offline import as_pages  # noqa: PLC0415

    return as_epub if form == "epub" else as_pages


def _in_words(note: Note) -> str:
    return f"{note.fate.value.capitalize()} ({note.question}): {note.what}"
