"""The site's files as git keeps them at a revision, without a checkout. Nothing that a repository says is ever run."""

from __future__ import annotations

import os
import re
import subprocess
import tempfile
import threading
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from lms.sources.diagnostics import Diagnostic, Findings, Place, in_order
from lms.sources.files import BANKS, MOST_BYTES, MOST_MEDIA_BYTES, ROOTS, TOO_LARGE, WRITTEN, SourceTree, tree_of

SECONDS = 60
MOST_LISTED = 32 * 1024 * 1024
MOST_TOGETHER = 512 * 1024 * 1024
_SMALL = 4096
_MOST_NAME = 300

# A fixed search path and settings of our own: neither the machine's configuration nor the repository's can name a
# program to run, a helper, or another place to fetch from. Whose repository it is then does not matter.
_ENVIRONMENT = {
    "PATH": "/usr/local/bin:/opt/homebrew/bin:/usr/bin:/bin",
    "LC_ALL": "C",
    "GIT_CONFIG_NOSYSTEM": "1",
    "GIT_CONFIG_GLOBAL": os.devnull,
    "GIT_OPTIONAL_LOCKS": "0",
    "GIT_TERMINAL_PROMPT": "0",
    "GIT_NO_REPLACE_OBJECTS": "1",
    "GIT_NO_LAZY_FETCH": "1",
    "GIT_ALLOW_PROTOCOL": "none",
}
_GIT = (
    "git",
    "--no-pager",
    "--no-optional-locks",
    "--no-replace-objects",
    "--literal-pathspecs",
    *("-c", "safe.directory=*"),
    *("-c", "core.fsmonitor=false"),
    *("-c", f"core.hooksPath={os.devnull}"),
    *("-c", f"core.attributesFile={os.devnull}"),
)
_HASH = re.compile("[0-9a-f]{40}(?:[0-9a-f]{24})?")
_LINE = re.compile(rb"([0-7]{6}) (blob|commit|tree) ([0-9a-f]{40,64}) +(-|BAD|[0-9]+)\t(.+)", re.DOTALL)


class NoSuchRevision(Exception):
    """There is no such state of the files to read; the message says why, in a sentence for the author."""


@dataclass(frozen=True, slots=True)
class _Entry:
    """A file of a revision that may be read: its path in the site, git's hash of it, and its size."""

    path: str
    hash: str
    size: int

    @property
    def too_large(self) -> bool:
        return self.size > (MOST_BYTES if self.path.endswith(WRITTEN) else MOST_MEDIA_BYTES)


@dataclass(frozen=True, slots=True)
class _Repository:
    """A folder of a repository: where it is, the repository's own top, and the way from there, with "/" at its end."""

    folder: Path
    top: str
    prefix: str


def tree_at(site: Path, banks: Path | None, rev: str) -> tuple[SourceTree, list[Diagnostic]]:
    """The files of a site at a revision of git, and what could not be read, as `read_tree` tells of it.

    Banks in a repository of their own are taken from the branch or tag of the same name there, or else as they were
    when the site's revision was made. Raises NoSuchRevision.
    """
    findings = Findings()
    own = _repository(site)
    commit = _commit(own, rev)
    apart = banks is not None and os.path.realpath(banks) != os.path.realpath(site / BANKS)
    contents: dict[str, bytes] = {}
    for root in ROOTS:
        contents.update(_files(own, commit, root, root, BANKS if apart else "", findings))
    if apart and banks is not None:
        contents.update(_banks(banks, own, commit, rev, findings))
    return tree_of(contents), list(in_order(findings.items))


def _banks(banks: Path, site: _Repository, commit: str, rev: str, findings: Findings) -> Mapping[str, bytes]:
    try:
        repository = _repository(banks)
    except NoSuchRevision:
        raise NoSuchRevision(
            f"The banks lie in a folder of their own, {banks}, which no git repository holds, so what they were "
            "cannot be known."
        ) from None
    if repository.top != site.top:
        commit = _commit_beside(repository, site, commit, rev)
    return dict(_files(repository, commit, "", BANKS, "", findings))


def _commit_beside(banks: _Repository, site: _Repository, commit: str, rev: str) -> str:
    """The banks' commit that belongs to the site's: of the same branch or tag, or the last one made until then."""
    name = _line(site, "rev-parse", "--symbolic-full-name", "--verify", "--quiet", "--end-of-options", rev)
    if name and name.startswith("refs/"):
        found = _line(banks, "rev-parse", "--verify", "--quiet", "--end-of-options", f"{name}^{{commit}}")
        if found and _HASH.fullmatch(found):
            return found
    moment = _line(site, "show", "--no-patch", "--no-show-signature", "--format=%ct", "--end-of-options", commit)
    found = None
    if moment and moment.isdigit():
        found = _line(banks, "rev-list", "-1", f"--before={moment}", "HEAD", "--")
    if not found or not _HASH.fullmatch(found):
        raise NoSuchRevision(
            f"The repository of the banks, {banks.folder}, has nothing from the time of {_shown(rev)}."
        )
    return found


def _repository(folder: Path) -> _Repository:
    found = _git(folder, ("rev-parse", "--show-prefix", "--absolute-git-dir"), _SMALL)
    lines = (found or b"").split(b"\n")
    if found is None or len(lines) < 2 or not lines[1]:
        raise NoSuchRevision(f"There is no git repository around {folder}.")
    return _Repository(folder, os.fsdecode(lines[1]), os.fsdecode(lines[0]))


def _commit(repository: _Repository, rev: str) -> str:
    if rev and len(rev) <= _MOST_NAME and rev.isprintable() and not rev.startswith("-"):
        asked = ("rev-parse", "--verify", "--quiet", "--end-of-options", f"{rev}^{{commit}}")
        found = _line(repository, *asked)
        if found and _HASH.fullmatch(found):
            return found
    raise NoSuchRevision(f"The git repository around {repository.folder} has no revision {_shown(rev)}.")


def _shown(rev: str) -> str:
    return "“" + "".join(one if one.isprintable() else "?" for one in rev[:80]) + "”"


def _files(
    repository: _Repository, commit: str, folder: str, name: str, without: str, findings: Findings
) -> Iterator[tuple[str, bytes]]:
    """The files below a folder of the repository's part of a commit, by their path in the site."""
    entries = list(_entries(repository, commit, folder, name, without, findings))
    readable = [entry for entry in entries if not entry.too_large]
    if sum(entry.size for entry in readable) > MOST_TOGETHER:
        raise NoSuchRevision("The files of this revision are more than 512 MiB together, which is not read.")
    contents = _contents(repository, [entry.hash for entry in readable])
    for entry in entries:
        content = _stand_in(entry, findings) if entry.too_large else contents.get(entry.hash)
        if content is None:
            message = "This file is not in the repository here."
            findings.add(_place(entry.path), "S005", message, "Fetch the whole history: git fetch --unshallow")
        else:
            yield entry.path, content


def _stand_in(entry: _Entry, findings: Findings) -> bytes:
    """What is given for a file that is too large, as `read_tree` does: a text that its reader finds too large."""
    if entry.path.endswith(WRITTEN):
        return b" " * (MOST_BYTES + 1)
    findings.add(_place(entry.path), "S003", "This file is larger than 16 MiB.", "Make it smaller.")
    return TOO_LARGE


def _entries(
    repository: _Repository, commit: str, folder: str, name: str, without: str, findings: Findings
) -> Iterator[_Entry]:
    within = f"{repository.prefix}{folder}".rstrip("/")
    asked = ["ls-tree", "-r", "-z", "-l", "--full-tree", "--end-of-options", commit]
    listing = _git(repository.folder, [*asked, *([f"{within}/"] if within else [])], MOST_LISTED)
    if listing is None:
        raise NoSuchRevision("git could not list the files of this revision, or they are too many.")
    start = f"{within}/" if within else ""
    for line in listing.split(b"\0"):
        found = _LINE.fullmatch(line)
        if found is None:
            continue
        inside = os.fsdecode(found[5])
        if not inside.startswith(start):
            continue
        path = f"{name}/{inside.removeprefix(start)}"
        if any(not part or part.startswith(".") for part in path.split("/")):
            continue
        if without and path.startswith(f"{without}/"):
            continue
        size = int(found[4]) if found[4].isdigit() else 0
        if _is_a_file(path, found[1], findings):
            yield _Entry(path, found[3].decode(), size)


def _is_a_file(path: str, mode: bytes, findings: Findings) -> bool:
    """Whether it is an ordinary file; a finding says what it is instead."""
    if any("\udc80" <= character <= "\udcff" for character in path):
        findings.add(_place(path), "S001", "The name of this file is not text in UTF-8.", "Give it another name.")
    elif mode == b"120000":
        message = "This is a link to another place, which is not followed."
        findings.add(_place(path), "S004", message, "Put the file itself here.")
    elif not mode.startswith(b"100"):
        findings.add(_place(path), "S004", "This is another repository, which is not read.", "Put its files here.")
    else:
        return True
    return False


def _contents(repository: _Repository, hashes: Sequence[str]) -> dict[str, bytes]:
    wanted = list(dict.fromkeys(hashes))
    if not wanted:
        return {}
    asked = "".join(f"{one}\n" for one in wanted).encode()
    answer = _git(repository.folder, ("cat-file", "--batch", "--buffer"), MOST_TOGETHER + len(wanted) * 100, asked)
    if answer is None:
        raise NoSuchRevision("git could not read the files of this revision.")
    found: dict[str, bytes] = {}
    at = 0
    while at < len(answer):
        end = answer.index(b"\n", at)
        fields = answer[at:end].split(b" ")
        at = end + 1
        if len(fields) == 3:
            size = int(fields[2])
            found[fields[0].decode()] = answer[at : at + size]
            at += size + 1
    return found


def _line(repository: _Repository, *arguments: str) -> str | None:
    answer = _git(repository.folder, arguments, _SMALL)
    return None if answer is None else os.fsdecode(answer).strip()


def _git(folder: Path, arguments: Sequence[str], most: int, asked: bytes = b"") -> bytes | None:
    """What git prints, or None where it fails, takes more than a minute, or prints more than `most` bytes.

    What it has to complain about is not shown: that can be told by the repository, and tell of files outside.
    """
    with tempfile.TemporaryFile() as stdin:
        stdin.write(asked)
        stdin.seek(0)
        try:
            process = subprocess.Popen(  # noqa: S603 - a fixed program with arguments that cannot be options.
                [*_GIT, "-C", os.fspath(folder), *arguments],
                stdin=stdin,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                env=_ENVIRONMENT,
            )
        except FileNotFoundError:
            raise NoSuchRevision("git is not installed here, so only published revisions can be named.") from None
        with process:
            ending = threading.Timer(SECONDS, process.kill)
            ending.start()
            try:
                assert process.stdout is not None  # noqa: S101 - it was asked for.
                answer = process.stdout.read(most + 1)
                if len(answer) > most:
                    process.kill()
                status = process.wait()
            finally:
                ending.cancel()
    return answer if status == 0 and len(answer) <= most else None


def _place(path: str) -> Place:
    return Place(path.encode("utf-8", "replace").decode())
