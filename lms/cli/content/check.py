"""`lms content check`: every finding, in one run."""

from __future__ import annotations

import atexit
import gc
import os
import sys
from collections.abc import Sequence
from pathlib import Path

import click

from lms.cli.command.lazy import Declined, uncollected
from lms.cli.content.site_checks import Checked, is_in, site_of
from lms.cli.shown.frames import Style, in_human_words
from lms.sources.diagnostics import Diagnostic

_FORMATS = ("human", "json", "github", "gitlab", "sarif", "line")


@click.command()
@click.argument("paths", nargs=-1, type=click.Path(exists=True, path_type=Path), metavar="[PATH]...")
@click.option("--format", "form", type=click.Choice(_FORMATS), default="human", show_default=True, help="For whom.")
@click.option("--fix", is_flag=True, help="First mend what is certain; what does not help is taken back.")
@click.option("--diff", "--dry-run", "diff", is_flag=True, help="Print what --fix would change, and change nothing.")
def check(paths: tuple[Path, ...], form: str, fix: bool, diff: bool) -> None:
    """Compile the site's content, and print every finding.

    With PATHs, only the findings in those files and folders; a PATH that holds a site of its own is checked instead.
    """
    # It all goes with the process. To look through it for garbage first would take longer than many a check.
    atexit.register(gc.freeze)
    with uncollected():
        _check(paths, form, fix, diff)


def _check(paths: tuple[Path, ...], form: str, fix: bool, diff: bool) -> None:
    site, only = site_of(paths)
    checked = Checked(site)
    if fix or diff:
        mended = _mend(checked, only, diff)
        if diff:
            sys.exit(1 if mended or any(is_in(one.place.file, only) for one in checked.findings) else 0)
    shown = [finding for finding in checked.findings if is_in(finding.place.file, only)]
    if form == "human":
        files = sum(is_in(path, only) for path in checked.tree.files)
        silenced = sum(is_in(one.place.file, only) for one in checked.silenced)
        text = in_human_words(shown, checked.tree, files, silenced, _style(), mended=fix and not diff)
    else:
        # Rules and JSON are imported only where they are asked for: a person at a terminal should not wait for them.
        from lms.cli.shown import formats  # noqa: PLC0415

        text = formats.AS[form](shown)
    if text:
        click.echo(text)
    sys.exit(1 if shown and _is_fault(shown) else 0)


def _is_fault(shown: Sequence[Diagnostic]) -> bool:
    """The words of a starting file are told, and no reason to fail: there it is as it was meant to be."""
    # Where nothing is found, nobody waits for what knows every kind of question.
    from lms.content.reading import placeholders  # noqa: PLC0415

    return any(one.code not in placeholders.STILL_TO_DO for one in shown)


def _style() -> Style:
    """Colours, for a terminal whose owner did not ask for none."""
    if sys.stdout.isatty() and not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb":
        return lambda words, colour: click.style(words, fg=colour, bold=colour == "red")
    return lambda words, colour: words


def _mend(checked: Checked, only: tuple[str, ...], diff: bool) -> int:
    """Mends the files, or prints what would change in them; gives the number of findings that are mended."""
    # Mending is imported only where it is asked for.
    from lms.content.editing.fixes import mend  # noqa: PLC0415
    from lms.content.editing.unified_diff import unified  # noqa: PLC0415

    mended = mend(checked.tree, checked.findings, checked.check, lambda file: is_in(file, only))
    files = f"{len(mended.contents)} {'file' if len(mended.contents) == 1 else 'files'}"
    number = f"{len(mended.fixed)} {'finding' if len(mended.fixed) == 1 else 'findings'}"
    if diff:
        before = checked.tree.files
        for path, content in mended.contents.items():
            click.echo(unified(path, before[path].content, content, _style()), nl=False)
        click.echo(
            f"{number} would be mended in {files}." if mended.contents else "Nothing to mend by --fix.", err=True
        )
        return len(mended.fixed)
    for path, content in mended.contents.items():
        try:
            checked.site.replace(path, checked.tree.files[path].content, content)
        except OSError as fault:
            raise Declined(f"{path} could not be written: {fault.strerror or fault}.") from fault
        click.echo(f"Mended {path}.", err=True)
    if mended.contents:
        click.echo(f"{number} mended in {files}.", err=True)
        checked.read()
    return len(mended.fixed)
