"""`lms content translate` and `lms content translations`: writing translations, and how far they are."""

from __future__ import annotations

import json
import os
from dataclasses import dataclass
from pathlib import Path

import click

from lms import settings as environment
from lms.cli.command.lazy import Declined
from lms.content.checking.blueprint import bank_id
from lms.content.compiling.cache import Cache
from lms.content.compiling.compiler import read_file, world_of
from lms.content.reading.languages import is_language, meant_by, name_of
from lms.content.reading.parts import TranslationPart
from lms.content.reading.site import World
from lms.content.translations.matching import Fit, Fits, Known, State, match, originals_of, state_of
from lms.content.translations.texts import texts_of
from lms.content.translations.writing import NOTHING, brought_up_to_date, counts_of, written_in
from lms.settings import Settings
from lms.sources.diagnostics import Findings, Severity
from lms.sources.files import BANKS, SourceTree, decode, file_of, read_tree, tree_of


@dataclass(frozen=True, slots=True)
class _Site:
    settings: Settings
    tree: SourceTree
    world: World
    originals: dict[str, Known]
    fits: Fits


def _look() -> _Site:
    settings = environment.load()
    tree, _ = read_tree(settings.site, settings.banks)
    world = world_of(tree, Cache())
    originals = {known.part.head.file: known for known in originals_of(world).values()}
    return _Site(settings, tree, world, dict(sorted(originals.items())), match(world, {}, Findings()))


@click.command()
@click.argument("path")
@click.argument("language")
def translate(path: str, language: str) -> None:
    """Write the translation of PATH into LANGUAGE, or bring it up to date.

    PATH is a file, a folder such as that of a course, or a name such as courses/foundations. What is missing is added
    in the words of the original and marked as untranslated; what changed in the original since is marked as changed.
    Take a mark away when the text is done.
    """
    if not is_language(language):
        near = meant_by(language)
        raise click.UsageError(f"{language} is not the code of a language.{f' Did you mean {near}?' if near else ''}")
    site = _look()
    files = _files(site, path)
    wanted = [file for file in files if site.originals[file].language != language]
    if not wanted:
        raise Declined(f"{path} is written in {name_of(language)} already.")
    for file in wanted:
        _translate(site, file, language)


def _files(site: _Site, path: str) -> list[str]:
    """The originals that a path names: a file or folder of the disk, or a thing by its name."""
    by_name = {name: file for file, name in site.world.pages.items() if file in site.originals}
    by_name |= {f"certificates/{name}": one.head.file for name, one in site.world.credentials.items()}
    by_name |= {f"banks/{name}": one.head.file for name, one in site.world.banks.items()}
    inside = by_name[path] if path in by_name else _in_site(path, site.settings)
    if path.startswith("courses/") and path in by_name:
        # A course by its name is the course with its lessons.
        inside = inside.removesuffix("/course.md")
    for by_language in site.fits.values():
        for fit in by_language.values():
            if inside == fit.translation.head.file:
                inside = fit.original.part.head.file
    found = [file for file in site.originals if inside in ("", file) or file.startswith(f"{inside}/")]
    if not found:
        raise click.UsageError(f"There is nothing to translate at {path}: name a course, a lesson, an assessment …")
    return found


def _in_site(path: str, settings: Settings) -> str:
    whole = Path(os.path.abspath(path))  # noqa: PTH100 - a link is named by its own path, not by what it leads to.
    for root, name in ((settings.banks, BANKS), (settings.site, "")):
        if root is not None and whole.is_relative_to(root):
            return "/".join(part for part in (name, whole.relative_to(root).as_posix()) if part not in ("", "."))
    raise click.UsageError(f"{path} is not in the site {settings.site}.")


def _translate(site: _Site, file: str, language: str) -> None:
    known = site.originals[file]
    texts = texts_of(site.tree.files[file], known.kind)
    fit = site.fits.get(file, {}).get(language)
    folder, _, name = file.rpartition("/")
    target, before, old = f"{folder}/{_stem(name)}.{language}.md", NOTHING, None
    if fit is not None:
        target = fit.translation.head.file
        source = site.tree.files[target]
        faults = [one for one in read_file(source).findings if one.severity is Severity.ERROR]
        if faults:
            place, message = faults[0].place, faults[0].message
            raise Declined(f"Mend this file first, so that nothing is lost: {place.file}, line {place.line}. {message}")
        old = decode(source, Findings()) or ""
        before = written_in(old, known.kind, fit.translation.stamps, texts)
    elif target in site.tree.files:
        raise Declined(f"{target} cannot be read. Mend it first: lms content check {target}")
    new = brought_up_to_date(texts, known.kind, before)
    if not texts.texts:
        return
    if new != old:
        path = file_of(target, site.settings.site, site.settings.banks)
        path.write_text(new, encoding="utf-8")
    part = read_file(tree_of({target: new.encode()}).files[target]).part
    if isinstance(part, TranslationPart):
        verb = "Wrote" if old is None else "Changed" if new != old else "Nothing to change in"
        click.echo(f"{verb} {target}: {_in_words(state_of(Fit(part, known, texts)))}.")


def _stem(name: str) -> str:
    """The name of a translation without its ending: a number before it may change, so it is left out."""
    number, dash, rest = name.removesuffix(".md").partition("-")
    return rest if dash and number.isdigit() and rest else name.removesuffix(".md")


def _in_words(state: State) -> str:
    counts = counts_of(state)
    words = {"complete": "translated", "changed": "changed in the original since", "missing": "to translate"}
    said = [f"{count} {words[name]}" for name, count in counts.items() if count]
    return ", ".join(said) or "nothing to translate"


@click.command()
@click.argument("path", default="")
@click.option("--format", "form", type=click.Choice(["human", "json"]), default="human", help="For people or programs.")
def translations(path: str, form: str) -> None:
    """List every translation, and how far it is.

    With PATH, a file, a folder or a name such as courses/foundations, only of those files.
    """
    site = _look()
    wanted = _files(site, path) if path else list(site.originals)
    rows = [
        _row(site, file, language)
        for language in sorted({language for by_language in site.fits.values() for language in by_language})
        for file, known in site.originals.items()
        if file in wanted and known.language != language and texts_of(site.tree.files[file], known.kind).texts
    ]
    if form == "json":
        click.echo(json.dumps(rows, ensure_ascii=False, indent=1))
        return
    if not rows:
        click.echo("Nothing is translated yet. Begin with: lms content translate PATH LANGUAGE")
    for row in rows:
        numbers = f"{row['complete']} of {row['texts']} texts"
        more = [f"{row[name]} {name}" for name in ("changed", "missing") if row[name]]
        if row["state"] == "missing" and _is_not_drawn(site, str(row["file"]), str(row["language"])):
            more.append("and no assessment in this language draws from it")
        click.echo(f"{row['language']}  {row['state']:<9} {row['file']}: {', '.join([numbers, *more])}")


def _is_not_drawn(site: _Site, file: str, language: str) -> bool:
    """Whether a file is a bank from which no assessment that is translated draws, so that nobody misses it."""
    bank = next((id for id, bank in site.world.banks.items() if bank.head.file == file), None)
    translated = (one for one in site.world.assessments.values() if language in site.fits.get(one.head.file, {}))
    drawn = {bank_id(line.bank.text) for one in translated for line in one.draw if line.bank is not None}
    return bank is not None and bank not in drawn


def _row(site: _Site, file: str, language: str) -> dict[str, str | int]:
    """One original in one language. `file` is the translation, or the original where there is none."""
    fit = site.fits.get(file, {}).get(language)
    texts = len(list(texts_of(site.tree.files[file], site.originals[file].kind).shown()))
    if fit is None:
        return {
            "language": language, "file": file, "state": "missing", "texts": texts,
            "complete": 0, "changed": 0, "missing": texts,
        }  # fmt: skip
    counts = counts_of(state_of(fit))
    state = "stale" if counts["changed"] else "partly" if counts["missing"] else "complete"
    return {"language": language, "file": fit.translation.head.file, "state": state, "texts": texts, **counts}
