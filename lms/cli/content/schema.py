"""`lms content schema`: the content format for editors and other programs."""

from __future__ import annotations

import json
from pathlib import Path

import click

from lms.cli.command.lazy import Declined
from lms.content.editing import schema as schemas
from lms.content.editing import vscode as desk
from lms.sources.suggest import did_you_mean


@click.command()
@click.argument("kind", required=False, default="")
@click.option("--list", "listing", is_flag=True, help="Name the kinds, one on a line.")
@click.option(
    "--vscode",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    metavar="FOLDER",
    help="Set up Visual Studio Code in the FOLDER that holds content/: schemas, a check, snippets.",
)
def schema(kind: str, listing: bool, vscode: Path | None) -> None:
    """Print the JSON Schema of a KIND of front matter or block; of all of them without one."""
    if vscode is not None:
        _set_up(vscode)
    elif listing:
        click.echo("\n".join(schemas.kinds()))
    elif not kind:
        click.echo(json.dumps(schemas.whole(), ensure_ascii=False, indent=2))
    elif kind in schemas.kinds():
        click.echo(json.dumps(schemas.schema(kind), ensure_ascii=False, indent=2))
    else:
        help = did_you_mean(kind, schemas.kinds()) or f"It can be {', '.join(schemas.kinds())}."
        raise click.UsageError(f"There is no kind {kind}. {help}")


def _set_up(folder: Path) -> None:
    """Writes what is not there yet. What somebody else wrote is left as it is, and shown what it lacks."""
    kept = []
    own = folder / ".venv" / "bin" / "lms"
    for path, text in desk.files("${workspaceFolder}/.venv/bin/lms" if own.exists() else "lms").items():
        file = folder / path
        ours = path.endswith((".schema.json", ".code-snippets"))
        if file.exists() and not ours and file.read_text(encoding="utf-8") != text:
            kept.append(path)
            continue
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")
        click.echo(f"Wrote {path}")
    if kept:
        raise Declined(
            f"Left as they are, because they are there already: {', '.join(kept)}. "
            "To have ours, move them away, run this again, and copy your own lines back."
        )
