"""A directory as source files and one revision. Links are not followed, and what is no ordinary file is not opened."""

from __future__ import annotations

import os
import re
import stat
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from types import MappingProxyType

from lms.sources.characters import hidden_characters
from lms.sources.conflicts import report_conflicts
from lms.sources.diagnostics import Diagnostic, Edit, Findings, Place, in_order
from lms.sources.magic import kind_of, named

ROOTS = ("content", "certificates")
BANKS = "content/assessments/banks"
MOST_BYTES = 256 * 1024
MOST_MEDIA_BYTES = 16 * 1024 * 1024
TOO_LARGE = b"\0too large\0"
"""Stands for the content of a file that is not read, since it is too large."""
WRITTEN = (".md", ".html", ".css")
_SAVE = "Save it again with the encoding UTF-8: most editors ask for it under “Save as”."
# What stands for a letter that is lost, and two or three letters that were one in UTF-8; not »MAÇû, which is sound.
_OF_MANGLED = ("\ufffd", "â€", "Ã")
_MANGLED = re.compile("\ufffd|â€[\u0080-\u00bf™œ˜¦“”]|Ã[\u0080-\u009f¡-ª¬¯-º¼-¿]")


@dataclass(frozen=True, slots=True)
class SourceFile:
    """One file: its path relative to the site, with "/", its bytes, and their SHA-256 in hexadecimal."""

    path: str
    content: bytes
    hash: str


@dataclass(frozen=True, slots=True)
class SourceTree:
    """All files of one revision, by path, in order. The revision changes when any path or byte does."""

    files: Mapping[str, SourceFile]
    revision: str
    banks_apart: bool = False
    """Whether the banks come from a root of their own, which fewer people can read."""


def tree_of(files: Mapping[str, bytes], *, banks_apart: bool = False) -> SourceTree:
    """A tree from contents by path."""
    found = {path: SourceFile(path, content, sha256(content).hexdigest()) for path, content in sorted(files.items())}
    revision = sha256()
    for path, file in found.items():
        revision.update(f"{len(path)} {path} {file.hash}\n".encode("utf-8", "surrogateescape"))
    return SourceTree(MappingProxyType(found), revision.hexdigest(), banks_apart)


def read_tree(site: Path, banks: Path | None = None) -> tuple[SourceTree, list[Diagnostic]]:
    """The files under `content` and `certificates` of a site, and what could not be read.

    A second root for `banks` takes the place of the site's own `content/assessments/banks`.
    """
    findings = Findings()
    contents: dict[str, bytes] = {}
    if banks is not None and _is_same(banks, site / BANKS):
        banks = None
    for root in ROOTS:
        contents.update(_walk(os.fspath(site / root), root, findings, "" if banks is None else BANKS))
    if banks is not None:
        if banks.is_dir():
            contents.update(_walk(os.fspath(banks), BANKS, findings, ""))
        else:
            findings.add(Place(BANKS), "S006", f"The folder of the banks is not there: {banks}", "See LMS_BANKS.")
    return tree_of(contents, banks_apart=banks is not None), list(in_order(findings.items))


def file_of(path: str, site: Path, banks: Path | None) -> Path:
    """Where a path of the tree lies on the disk."""
    if banks is not None and path.startswith(f"{BANKS}/"):
        return banks / path.removeprefix(f"{BANKS}/")
    return site / path


def decode(file: SourceFile, findings: Findings) -> str | None:
    """The text of a file with line feeds alone as line ends, or None where it is too large or not text."""
    if len(file.content) > MOST_BYTES:
        findings.add(Place(file.path), "S003", "This file is larger than 256 KiB.", "Split it into several files.")
        return None
    try:
        text = file.content.decode("utf-8-sig")
    except UnicodeDecodeError as fault:
        before = file.content[: fault.start].decode("utf-8-sig", "replace")
        findings.add(_place_after(file.path, before), "S001", *_no_text(file.content))
        return None
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    for index, name in hidden_characters(text)[:20]:
        place = _place_after(file.path, text[:index])
        edit = Edit(place, " " if text[index] in "\u2028\u2029\x85\x0b\x0c" else "")
        message = f"Here is {name}, which cannot be shown."
        findings.add(place, "S002", message, "Take it out.", edits=(edit,))
    if any(sign in text for sign in _OF_MANGLED) and (mangled := _MANGLED.search(text)) is not None:
        place = _place_after(file.path, text[: mangled.start()])
        message = "A letter was lost here, when a program took this text for one in another encoding."
        findings.add(place, "S002", message, "Look for others like it, write them again, and save the file as UTF-8.")
    return None if "\0" in text or report_conflicts(text, file.path, findings) else text


def _no_text(content: bytes) -> tuple[str, str]:
    """What a file is that is no text in UTF-8, and what to do."""
    kind = kind_of(content)
    if kind in ("zip", "office", "rtf", "pdf"):
        return (
            f"This is {named(kind)} under the name of a text.",
            "Open it, copy what is written there, and save that as plain text, with the encoding UTF-8.",
        )
    if kind not in ("", "mp3"):
        return f"This is {named(kind)} under the name of a text.", "Give the file the ending that it had."
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        return "This file is saved in UTF-16, which some editors call “Unicode”.", _SAVE
    return "This file is not text in UTF-8. It may be saved in an older encoding, such as Windows-1252.", _SAVE


def _place_after(path: str, before: str) -> Place:
    line = before.count("\n") + 1
    column = len(before) - (before.rfind("\n") + 1) + 1
    return Place(path, line, column, line, column + 1)


def _is_same(one: Path, other: Path) -> bool:
    return os.path.realpath(one) == os.path.realpath(other)


def _walk(folder: str, name: str, findings: Findings, without: str) -> Iterator[tuple[str, bytes]]:
    """The files below a folder, by their path in the site. Hidden files (`.git`, `.DS_Store`) are left alone."""
    waiting = [(folder, name)]
    while waiting:
        folder, name = waiting.pop()
        if name == without:
            continue
        try:
            with os.scandir(folder) as entries:
                found = [entry for entry in entries if not entry.name.startswith(".")]
        except (FileNotFoundError, NotADirectoryError):
            continue
        except OSError as fault:
            findings.add(
                _file_place(name), "S005", f"This folder cannot be read: {fault.strerror}.", "Check its rights."
            )
            continue
        for entry in found:
            path = f"{name}/{entry.name}"
            if entry.is_symlink():
                message = "This is a link to another place, which is not followed."
                findings.add(_file_place(path), "S004", message, "Put the file itself here.")
            elif entry.is_dir(follow_symlinks=False):
                waiting.append((entry.path, path))
            elif (content := _read(entry, path, findings)) is not None:
                yield path, content


def _read(entry: os.DirEntry[str], path: str, findings: Findings) -> bytes | None:
    if any("\udc80" <= character <= "\udcff" for character in path):
        findings.add(_file_place(path), "S001", "The name of this file is not text in UTF-8.", "Give it another name.")
        return None
    written = path.endswith(WRITTEN)
    try:
        # Opened without following a link or waiting for a pipe: the entry may have changed since it was listed.
        descriptor = os.open(entry.path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC)
        try:
            state = os.fstat(descriptor)
            if not stat.S_ISREG(state.st_mode):
                findings.add(_file_place(path), "S004", "This is not an ordinary file.", "Put a file here.")
                return None
            if not written and state.st_size > MOST_MEDIA_BYTES:
                findings.add(_file_place(path), "S003", "This file is larger than 16 MiB.", "Make it smaller.")
                return TOO_LARGE
            # One byte more than may be there shows that a text is too large, whatever its size.
            return _read_all(descriptor, MOST_BYTES + 1 if written else state.st_size + 1)
        finally:
            os.close(descriptor)
    except OSError as fault:
        findings.add(_file_place(path), "S005", f"This file cannot be read: {fault.strerror}.", "Check its rights.")
        return None


def _read_all(descriptor: int, most: int) -> bytes:
    content = os.read(descriptor, most)
    if len(content) == most or not content:
        return content
    pieces = [content]
    left = most - len(content)
    while left > 0 and (piece := os.read(descriptor, left)):
        pieces.append(piece)
        left -= len(piece)
    return b"".join(pieces) if len(pieces) > 1 else content


def _file_place(path: str) -> Place:
    return Place(path.encode("utf-8", "replace").decode())
