"""What a check looks at, and what it found: the site of the PATHs, read once, with what is known from before."""

from __future__ import annotations

import os
import stat
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from hashlib import sha256
from pathlib import Path

import click

from lms import settings as environment
from lms.cli.content import published_faults
from lms.content.compiling import cache as caching
from lms.content.compiling.cache import Cache
from lms.content.compiling.cache_journal import Journal
from lms.sources.diagnostics import Diagnostic, in_order
from lms.sources.files import BANKS, ROOTS, SourceTree, file_of, read_tree


@dataclass(frozen=True, slots=True)
class Site:
    """A folder that holds content/ or certificates/, its second root for banks, and where its cache is kept."""

    folder: Path
    banks: Path | None
    cache: Path | None

    def replace(self, path: str, before: bytes, after: bytes) -> None:
        """Gives a file its new content, whole or not at all. OSError where somebody else has changed it meanwhile."""
        file = file_of(path, self.folder, self.banks)
        state = file.lstat()
        if not stat.S_ISREG(state.st_mode) or file.read_bytes() != before:
            raise OSError(None, "it has changed in the meantime")
        descriptor, name = tempfile.mkstemp(prefix=f".{file.name}.", dir=file.parent)
        try:
            with os.fdopen(descriptor, "wb") as stream:
                stream.write(after)
                stream.flush()
                os.fsync(stream.fileno())
            Path(name).chmod(stat.S_IMODE(state.st_mode))
            Path(name).replace(file)
        except BaseException:
            Path(name).unlink(missing_ok=True)
            raise


class Checked:
    """A site as it was read, with all its findings."""

    def __init__(self, site: Site) -> None:
        self.site = site
        self._journal = None if site.cache is None else Journal(site.cache)
        self.cache = Cache() if self._journal is None else self._journal.cache
        self.today = date.today()  # noqa: DTZ011 - a day of review is a day where its author lives.
        self.tree: SourceTree
        self.findings: Sequence[Diagnostic]
        self.read()

    def read(self) -> None:
        """Reads the files again, and keeps what is found for the next time."""
        self.tree, self._unreadable = read_tree(self.site.folder, self.site.banks)
        known = self.cache.findings_of(self.tree.revision, self.today, writing=True)
        if known is None:
            self.findings = self.check(self.tree)
            if self._journal is not None:
                self._journal.save()
        else:
            self.findings = in_order([*self._unreadable, *known])
        self.findings = in_order([*self.findings, *published_faults.faults(self.site.folder, self.tree, self.cache)])

    def check(self, tree: SourceTree) -> Sequence[Diagnostic]:
        """What is found in this tree or in one that could take its place."""
        # Where nothing changed the findings are known, and nobody waits for the compiler to be imported.
        from lms.content.compiling.compiler import check_tree  # noqa: PLC0415

        self.complete()
        processes = os.cpu_count() or 1
        found = check_tree(tree, today=self.today, cache=self.cache, processes=processes, writing=True)
        return in_order([*self._unreadable, *found])

    def complete(self) -> None:
        """Has the whole of what is known at hand, also what only the journal has, and not the findings alone."""
        if self._journal is not None:
            self._journal.complete()

    @property
    def silenced(self) -> Sequence[Diagnostic]:
        """What authors decided to live with, of the tree that was checked last."""
        return () if self.cache.last is None else self.cache.last.silenced


def site_of(paths: Sequence[Path]) -> tuple[Site, tuple[str, ...]]:
    """The site to check, and the paths in it that are asked for; none are all of it."""
    settings = environment.load()
    if len(paths) == 1 and _holds_a_site(paths[0]):
        own = paths[0].resolve() == settings.site
        return _site(settings, None if own else paths[0].resolve()), ()
    folder = None
    if paths and not all(_is_of(path, settings) for path in paths):
        folder = _site_around(paths[0])
    site = _site(settings, folder)
    return site, tuple(_in_site(path, site) for path in paths)


def is_in(file: str, only: Sequence[str]) -> bool:
    """Whether a file of the site is one of those asked for."""
    return not only or any(path in ("", file) or file.startswith(f"{path}/") for path in only)


def _holds_a_site(path: Path) -> bool:
    return path.is_dir() and any((path / root).is_dir() for root in ROOTS)


def _is_of(path: Path, settings: environment.Settings) -> bool:
    whole = _whole(path)
    return whole.is_relative_to(settings.site) or (settings.banks is not None and whole.is_relative_to(settings.banks))


def _site_around(path: Path) -> Path | None:
    """The nearest folder above a path that holds it in its content/ or certificates/."""
    whole = _whole(path)
    return next(
        (folder for folder in whole.parents if any(whole.is_relative_to(folder / root) for root in ROOTS)), None
    )


def _site(settings: environment.Settings, other: Path | None) -> Site:
    if other is not None:
        return Site(other, None, _cache_of_somewhere(other))
    at_home = settings.home.is_dir() and os.access(settings.home, os.W_OK)
    cache = settings.home / caching.FILE_NAME if at_home else _cache_of_somewhere(settings.site, settings.banks)
    return Site(settings.site, settings.banks, cache)


def _cache_of_somewhere(site: Path, banks: Path | None = None) -> Path | None:
    """Where findings are kept for a site without a home here: in a folder of the person's own, and of nobody else."""
    base = os.environ.get("XDG_CACHE_HOME") or os.path.expanduser("~/.cache")  # noqa: PTH111 - it may be unknown.
    if not os.path.isabs(base):  # noqa: PTH117
        return None
    folder = Path(base) / "lms"
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        state = folder.stat()
    except OSError:
        return None
    # Reading a cache can run code: it must be nobody else's.
    if state.st_uid != os.getuid() or state.st_mode & 0o022:
        return None
    name = "\0".join((str(site), str(banks))).encode("utf-8", "surrogateescape")
    return folder / f"checked-{sha256(name).hexdigest()[:16]}"


def _in_site(path: Path, site: Site) -> str:
    whole = _whole(path)
    for root, name in ((site.banks, BANKS), (site.folder, "")):
        if root is not None and whole.is_relative_to(root):
            return "/".join(part for part in (name, whole.relative_to(root).as_posix()) if part not in ("", "."))
    raise click.UsageError(
        f"{path} is not in the site {site.folder}. Set LMS_SITE, or name the folder that holds content/."
    )


def _whole(path: Path) -> Path:
    return Path(os.path.abspath(path))  # noqa: PTH100 - a link is named by its own path, not by what it leads to.
