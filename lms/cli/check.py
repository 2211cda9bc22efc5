"""`lms content check`: every finding, in one run."""

from __future__ import annotations

import os
import sys
from datetime import date
from pathlib import Path

import click

from lms import settings as environment
from lms.cli.frames import in_human_words
from lms.content import cache as caching
from lms.content.fixes import mended
from lms.sources.diagnostics import Diagnostic, in_order
from lms.sources.files import BANKS, ROOTS, SourceTree, file_of, read_tree

_FORMATS = ("human", "json", "github", "sarif")


@click.command()
@click.argument("paths", nargs=-1, type=click.Path(exists=True, path_type=Path), metavar="[PATH]...")
@click.option("--format", "form", type=click.Choice(_FORMATS), default="human", show_default=True, help="For whom.")
@click.option("--fix", is_flag=True, help="First mend what is certain: tabs in YAML, and quizzes without an id.")
def check(paths: tuple[Path, ...], form: str, fix: bool) -> None:
    """Compile the site's content, and print every finding.

    With PATHs, only the findings in those files and folders; a PATH that holds a site of its own is checked instead.
    """
    site, banks, only = _what_to_check(paths)
    tree, findings = _findings(site, banks)
    if fix and (mends := mended(tree, [one for one in findings if _is_in(one.place.file, only)])):
        for path, content in mends.items():
            file_of(path, site, banks).write_bytes(content)
            click.echo(f"Mended {path}.", err=True)
        tree, findings = _findings(site, banks)
    shown = [finding for finding in findings if _is_in(finding.place.file, only)]
    if form == "human":
        colours = sys.stdout.isatty() and "NO_COLOR" not in os.environ
        text = in_human_words(shown, tree, lambda words, colour: click.style(words, fg=colour) if colours else words)
    else:
        # Rules and JSON are imported only where they are asked for: a person at a terminal should not wait for them.
        from lms.cli import formats  # noqa: PLC0415

        text = {"json": formats.as_json, "github": formats.as_github, "sarif": formats.as_sarif}[form](shown)
    if text:
        click.echo(text)
    sys.exit(1 if shown else 0)


def _findings(site: Path, banks: Path | None) -> tuple[SourceTree, tuple[Diagnostic, ...]]:
    tree, found = read_tree(site, banks)
    home = environment.load().home
    file = home / caching.FILE_NAME
    cache = caching.load(file)
    today = date.today()  # noqa: DTZ011 - a day of review is a day where its author lives.
    known = cache.findings_of(tree.revision, today)
    if known is None:
        # Where nothing changed the findings are known, and nobody waits for the compiler to be imported.
        from lms.content.compiler import check_tree  # noqa: PLC0415

        known = check_tree(tree, today=today, cache=cache, processes=os.cpu_count() or 1)
        if home.is_dir() and os.access(home, os.W_OK):
            cache.save(file)
    return tree, in_order([*found, *known])


def _what_to_check(paths: tuple[Path, ...]) -> tuple[Path, Path | None, tuple[str, ...]]:
    """The site, its second root for banks, and the paths in it that are asked for; none are all of it."""
    settings = environment.load()
    if len(paths) == 1 and paths[0].is_dir() and any((paths[0] / root).is_dir() for root in ROOTS):
        other = paths[0].resolve()
        if other != settings.site:
            return other, None, ()
        return settings.site, settings.banks, ()
    return settings.site, settings.banks, tuple(_in_site(path, settings.site, settings.banks) for path in paths)


def _in_site(path: Path, site: Path, banks: Path | None) -> str:
    whole = Path(os.path.abspath(path))  # noqa: PTH100 - a link is named by its own path, not by what it leads to.
    for root, name in ((banks, BANKS), (site, "")):
        if root is not None and whole.is_relative_to(root):
            return "/".join(part for part in (name, whole.relative_to(root).as_posix()) if part not in ("", "."))
    raise click.UsageError(f"{path} is not in the site {site}. Set LMS_SITE, or name the folder that holds content/.")


def _is_in(file: str, only: tuple[str, ...]) -> bool:
    return not only or any(path in ("", file) or file.startswith(f"{path}/") for path in only)
