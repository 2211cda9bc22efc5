"""Files as such: what nothing reads, what nobody wrote on purpose, and what is not what its name says."""

from __future__ import annotations

from collections.abc import Mapping

from lms.content.checking.drawings import check_drawing
from lms.content.kinds import KINDS
from lms.content.reading.filing import CERTIFICATES
from lms.content.reading.leftovers import DOCUMENTS, TEXTS, as_markdown, is_left_behind, original_name
from lms.content.reading.register import COPY, STRAY
from lms.content.reading.site import World
from lms.sources.characters import shorten
from lms.sources.conflicts import report_conflicts
from lms.sources.diagnostics import Diagnostic, Findings, Place
from lms.sources.files import TOO_LARGE, WRITTEN, SourceFile
from lms.sources.magic import looked_at, named

_MAY_LIE_THERE = ("readme", "licen", "ofl", "copying", "authors", "fontlog")
_COPY_TO_TEXT = "Learners are shown Markdown: save what it says as {name}. What they may download lies in `media`."


KnownFiles = dict[str, tuple[str, tuple[Diagnostic, ...]]]
"""What was found in a picture, font or other file beside the texts, by its path, with its hash."""


def check_files(world: World, findings: Findings, known: KnownFiles) -> None:
    folders: dict[str, set[str]] = {}
    for path in known.keys() - world.tree.files.keys():
        del known[path]
    for path in world.tree.files:
        folder, _, name = path.rpartition("/")
        folders.setdefault(folder, set()).add(name)
    for path, source in world.tree.files.items():
        folder, _, name = path.rpartition("/")
        if is_left_behind(name):
            message = "A program left this file behind: a backup, a lock, or small pictures of others."
            findings.warn(Place(path), "S013", message, "Take it away.")
        elif KINDS.of_file(path) == COPY:
            _report_copy(source, name, folders[folder], world.tree.files, findings)
        elif KINDS.is_media(path) or (path.startswith(CERTIFICATES) and not name.lower().endswith((*WRITTEN, *TEXTS))):
            findings.items.extend(_found_in(source, known))
        else:
            _check_unread(path, name, folders[folder], findings)


def _report_copy(
    source: SourceFile, name: str, beside: set[str], files: Mapping[str, SourceFile], findings: Findings
) -> None:
    original = original_name(name)
    place = Place(source.path)
    if original not in beside:
        message = "This is called as a copy of a file is, so it is not read."
        findings.add(place, "S012", message, f"Call it {shorten(original)}, or give it another name of its own.")
        return
    same = files[f"{source.path.rpartition('/')[0]}/{original}"].hash == source.hash
    message = f"This is called as a copy of {shorten(original)} is, and {'says the same' if same else 'is not read'}."
    help = "Take it away." if same else "Keep one of the two; or give this one another name, and its quizzes other ids."
    findings.add(place, "S012", message, help)


def _check_unread(path: str, name: str, beside: set[str], findings: Findings) -> None:
    """A text that lies where no lesson, assessment, bank or credential is looked for, or under no such name."""
    kind, lower = KINDS.of_file(path), name.lower()
    if kind == STRAY:
        help = "Move it to where lessons, assessments, banks or credentials lie, or take it away."
    elif kind or lower.startswith(_MAY_LIE_THERE):
        return
    elif lower.endswith(TEXTS):
        wanted = as_markdown(name)
        help = f"Call it {wanted} if it is Markdown."
        if wanted in beside and wanted != name:
            help = f"There is a {wanted} beside it: keep one of the two."
    elif lower.endswith(DOCUMENTS):
        help = _COPY_TO_TEXT.format(name=as_markdown(name.rpartition(".")[0]))
    else:
        return
    findings.warn(Place(path), "S009", "Nothing reads this file here.", help)


def _found_in(source: SourceFile, known: KnownFiles) -> tuple[Diagnostic, ...]:
    """What is wrong with a file beside the texts. It is looked into once for as long as it stays as it is."""
    before = known.get(source.path)
    if before is None or before[0] != source.hash:
        findings = Findings()
        _look_into(source, findings)
        before = known[source.path] = (source.hash, tuple(findings.items))
    return before[1]


def _look_into(source: SourceFile, findings: Findings) -> None:
    """A picture, font or other file beside the texts: it must be what its name says."""
    place = Place(source.path)
    if source.content == TOO_LARGE:
        return
    if not source.content:
        findings.add(place, "S015", "This file is empty.", "Put the file itself here, or take it away.")
        return
    looked = looked_at(source.path, source.content)
    if looked is None:
        return
    if looked.promised in ("svg", "vtt") and report_conflicts(
        source.content.decode("utf-8", "replace").replace("\r\n", "\n"), source.path, findings
    ):
        return
    if not looked.is_so:
        message = f"By its name this is {named(looked.promised)}; what is in it is {named(looked.real)}."
        findings.add(place, "S015", message, _cure(looked.promised, looked.real))
    elif looked.broken:
        help = "Save it again from the program that it was made with, and look at it before you put it here."
        findings.add(place, "S015", f"This is {named(looked.real)}, but {looked.broken}.", help)
    elif looked.real == "svg":
        check_drawing(source, findings)


def _cure(promised: str, real: str) -> str:
    if real == "html":
        return "It is most likely the page that the file was to be downloaded from: download the file itself."
    if real == "pointer":
        return "Fetch the file itself: git lfs pull"
    if real == "srt":
        return "Save it as WebVTT: its first line is WEBVTT, and times have a point before the thousandths."
    if real in ("", "text"):
        return "Put the file itself here: open it first, and see whether it is what you want."
    return f"Save it as {named(promised)}, or give it the ending that fits; then mend the links to it."
