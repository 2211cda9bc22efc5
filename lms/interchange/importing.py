"""From the bytes of a foreign file to the files of a bank, proven by compiling them, with a report of what changed."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from lms.content.compiling.cache import Cache
from lms.content.compiling.compiler import compile_catalog
from lms.content.reading.filing import BANKS
from lms.content.reading.names import proposed_id, title_of
from lms.interchange import decoding
from lms.interchange.bankfile import bank_text, with_ids, with_scenarios
from lms.interchange.draft import BY_HAND, Draft, Gathered
from lms.interchange.importers import IMPORTERS
from lms.interchange.report import Fate, Note, Unreadable
from lms.questions.quiz import Json
from lms.sources.diagnostics import Diagnostic, Severity
from lms.sources.files import SourceTree, tree_of

FORMATS = tuple(IMPORTERS)
_MOST_OF_A_BANK = 200 * 1024
_ROUNDS = 4


@dataclass(frozen=True, slots=True)
class Imported:
    """What there is to write: texts and pictures by path in the site, the questions in them, and the report."""

    files: Mapping[str, bytes]
    drafts: tuple[Draft, ...]
    notes: tuple[Note, ...]


def likely_format(name: str, content: bytes) -> str:
    """The format that a file most likely has, by its name and its beginning. Raises Unreadable where none is."""
    return IMPORTERS.likely(name, content).name


def gather(content: bytes, form: str, folder: str) -> Gathered:
    """All questions of a file. `folder` is where its pictures will lie, as seen from the bank."""
    decoding.refuse_large(len(content))
    gathered = Gathered(folder=folder)
    IMPORTERS[form].read(content, gathered)
    for draft in gathered.drafts:
        gathered.notes += [Note(Fate.CHANGED, draft.name, draft.line, one, draft.file) for one in draft.changes]
    return gathered


@dataclass(frozen=True, slots=True)
class Bank:
    """A bank to be made: its id, the file that it comes from, and what holds for all of its questions."""

    id: str
    source: str
    objective: str = ""
    title: str = ""

    @property
    def path(self) -> str:
        return f"{BANKS}{self.id}.md"


def make_banks(bank: Bank, gathered: Gathered, site: SourceTree, today: date, by_category: bool = False) -> Imported:
    """The files of one bank, or of one for each category. What does not compile stays behind, with the reason.

    Raises Unreadable where a fault is not that of a single question, such as an objective that is not there.
    """
    banks = [(bank, list(gathered.drafts))] if not by_category else _by_category(bank, gathered.drafts)
    files: dict[str, bytes] = {}
    kept: list[Draft] = []
    notes = list(gathered.notes)
    pictures = {f"{BANKS}{path}": content for path, content in gathered.pictures.items()}
    cache = Cache()
    for one, drafts in banks:
        for part, some in _in_pieces(one, with_ids(drafts, set())):
            text, good, more = _proven(part, some, site, pictures, today, cache)
            notes += more
            if good:
                files[part.path] = text.encode()
                kept += good
    used = b"\n".join(files.values())
    files |= {path: content for path, content in pictures.items() if path.removeprefix(BANKS).encode() in used}
    return Imported(files, tuple(kept), tuple(sorted(notes, key=lambda note: (note.file, note.line))))


def _by_category(bank: Bank, drafts: Sequence[Draft]) -> list[tuple[Bank, list[Draft]]]:
    groups: dict[str, list[Draft]] = defaultdict(list)
    for draft in drafts:
        groups[draft.category].append(draft)
    found: dict[str, tuple[Bank, list[Draft]]] = {}
    for category, some in groups.items():
        own = proposed_id(category.rpartition("/")[2])
        name = f"{bank.id}-{own}"[:60].rstrip("-") if own else bank.id
        title = category.rpartition("/")[2]
        found.setdefault(name, (replace(bank, id=name, title=title), []))[1].extend(some)
    return list(found.values())


def _in_pieces(bank: Bank, drafts: Sequence[Draft]) -> list[tuple[Bank, list[Draft]]]:
    """As many banks as it takes for each to stay well below the largest file that is read."""
    pieces: list[list[Draft]] = [[]]
    size = 0
    for draft in drafts:
        own = len(bank_text([draft], {"about": draft.scenario}, {}, "").encode())
        if size + own > _MOST_OF_A_BANK and pieces[-1]:
            pieces.append([])
            size = 0
        pieces[-1].append(draft)
        size += own
    return [(bank if n == 1 else replace(bank, id=f"{bank.id[:60]}-{n}"), some) for n, some in enumerate(pieces, 1)]


def _proven(
    bank: Bank, drafts: list[Draft], site: SourceTree, pictures: Mapping[str, bytes], today: date, cache: Cache
) -> tuple[str, list[Draft], list[Note]]:
    """The text of a bank that checks clean, the questions in it, and what had to stay behind for that."""
    notes: list[Note] = []
    front: dict[str, Json] = {"title": bank.title or title_of(bank.id), "objective": bank.objective}
    contents = {path: file.content for path, file in site.files.items()} | dict(pictures)
    for _ in range(_ROUNDS):
        if not drafts:
            return "", [], notes
        text = _text(bank, drafts, front)
        tree = tree_of({**contents, bank.path: text.encode()})
        found = compile_catalog(tree, today=today, cache=cache, writing=True)[1]
        findings = [one for one in found if one.place.file == bank.path]
        if not findings:
            return text, drafts, notes
        drafts = _mended(text, drafts, findings, notes, bank, front)
    raise Unreadable(f"This bank would not check clean: {findings[0].message}")


def _text(bank: Bank, drafts: Sequence[Draft], front: Mapping[str, Json]) -> str:
    scenarios, named = with_scenarios(drafts)
    tagged = [
        draft.with_fields(tags=list(dict.fromkeys([*(draft.fields.get("tags") or []), *_tags(draft.category)])))
        for draft in named
    ]
    return bank_text(tagged, scenarios, front, f"Imported from {_one_line(bank.source)}.")


def _one_line(name: str) -> str:
    return "".join(sign if sign.isalnum() or sign in ".-_ " else "_" for sign in name)[:80].strip() or "a file"


def _tags(category: str) -> list[str]:
    """Each step of the way to a category, such as Biology/Bees, but for those that every way has."""
    steps = (step for step in re.split(r"(?<!/)/(?!/)", category) if not step.strip().startswith("$"))
    return [own for step in steps if (own := proposed_id(step)) and own != "top"]


def _mended(
    text: str,
    drafts: Sequence[Draft],
    findings: Sequence[Diagnostic],
    notes: list[Note],
    bank: Bank,
    front: dict[str, Json],
) -> list[Draft]:
    """The questions without those that have errors, and with a reason beside each warning that is left."""
    starts = [n for n, line in enumerate(text.split("\n"), 1) if re.fullmatch("`{3,}quiz", line)]
    reason = f"Imported as it was from {_one_line(bank.source)}."
    by_draft: dict[int, list[Diagnostic]] = defaultdict(list)
    for finding in findings:
        own = sum(1 for start in starts if start <= finding.place.line) - 1
        if own >= 0:
            by_draft[own].append(finding)
        elif finding.severity is Severity.ERROR:
            raise Unreadable(f"{finding.message} {finding.help}".strip())
        else:
            front["silence"] = {**front.get("silence", {}), finding.code: reason}
    kept: list[Draft] = []
    for n, draft in enumerate(drafts):
        faults = [one for one in by_draft[n] if one.severity is Severity.ERROR]
        if faults:
            name = draft.name or str(draft.fields["id"])
            why = f"it cannot stand in a bank: {faults[0].message}"
            notes.append(Note(Fate.LEFT_OUT, name, draft.line, why, draft.file, faults[0].help or BY_HAND))
            continue
        silence = dict.fromkeys((one.code for one in by_draft[n]), reason)
        before = draft.fields.get("silence") or {}
        kept.append(draft.with_fields(silence={**before, **silence}) if silence else draft)
    return kept
