"""Mending what is certain: the edits that findings bring with them, and ids for quizzes that have none yet.

Nothing is believed: the mended tree is checked again, and an edit that does not take its finding away, or brings
another, is taken back.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from lms.content.editing.edits import Text, overlap
from lms.content.reading.names import id_of_name, is_id, proposed_id
from lms.sources.diagnostics import Diagnostic, Edit, Place, Severity
from lms.sources.files import SourceTree, tree_of

Check = Callable[[SourceTree], Sequence[Diagnostic]]
"""Everything that is found in a tree."""

# What makes a whole block unreadable hides all that is wrong in it: mending it may uncover more.
_HIDING = frozenset(
    {"S002", "S007", "S008", "S101", "S103", "S104", "S105", "S112", "S113", "Q101", "Q102"}
    | {"M201", "M202", "M205", "M206", "M207"}
)
_NO_ID = "This quiz has no `id`."
_ID = re.compile(r"^[\s>]*id:\s*['\"]?([a-z0-9-]+)", re.MULTILINE)
_QUIZ = re.compile(r"^(?P<before>[\s>]*)(?:`{3,}|~{3,})\s*quiz\b")
_MOST_ROUNDS = 12
_MOST_CHECKS = 400

_Kind = tuple[str, str, str]


@dataclass(slots=True)
class Mended:
    """A tree after mending: its findings, the new contents of the files that changed, and what was mended in them."""

    tree: SourceTree
    findings: Sequence[Diagnostic]
    contents: dict[str, bytes] = field(default_factory=dict)
    fixed: list[Diagnostic] = field(default_factory=list)


def can_be_mended(finding: Diagnostic) -> bool:
    """Whether `mend` will try to mend this finding."""
    return bool(finding.edits) or finding.message == _NO_ID


def mend(
    tree: SourceTree, findings: Sequence[Diagnostic], check: Check, wanted: Callable[[str], bool] = lambda file: True
) -> Mended:
    """The tree with everything mended that is certain, in the files that are wanted."""
    return _Mender(tree, findings, check, wanted).run()


class _Mender:
    def __init__(
        self, tree: SourceTree, findings: Sequence[Diagnostic], check: Check, wanted: Callable[[str], bool]
    ) -> None:
        self.before = tree
        self.done = Mended(tree, findings)
        self.check = check
        self.wanted = wanted
        self.refused: set[tuple[_Kind, Place]] = set()
        self.checks_left = _MOST_CHECKS

    def run(self) -> Mended:
        for _ in range(_MOST_ROUNDS):
            # First what hides other findings, so that the rest is judged by all that there is.
            waiting = self._waiting()
            hiding = [one for one in waiting if _hides(one)]
            if not waiting or self.checks_left <= 0:
                break
            self._try_together(hiding or waiting)
        old = self.before.files
        self.done.contents = {
            path: file.content for path, file in self.done.tree.files.items() if file.content != old[path].content
        }
        return self.done

    def _waiting(self) -> list[Diagnostic]:
        """Findings that can be mended and were not tried in vain; of two for the same characters, the first."""
        found: dict[str, list[Diagnostic]] = defaultdict(list)
        for one in self.done.findings:
            file = one.place.file
            if not can_be_mended(one) or file not in self.done.tree.files or not self.wanted(file):
                continue
            if (_kind(one), one.place) in self.refused:
                continue
            if not any(overlap(one.edits, other.edits) for other in found[file]):
                found[file].append(one)
        return [one for of_file in found.values() for one in of_file]

    def _try_together(self, findings: Sequence[Diagnostic]) -> None:
        """All at once; if that is no better, the files one by one; and in a file, one finding after the other."""
        if self._accept(findings):
            return
        if len(findings) == 1:
            self.refused.add((_kind(findings[0]), findings[0].place))
            return
        files = list(dict.fromkeys(one.place.file for one in findings))
        if len(files) > 1:
            for file in files:
                self._try_together([one for one in findings if one.place.file == file])
            return
        # Behind the last finding first: the places before it stay what they are.
        for one in reversed(findings):
            self._try_together([one])

    def _accept(self, findings: Sequence[Diagnostic]) -> bool:
        if self.checks_left <= 0:
            return False
        contents = _edited(self.done.tree, findings)
        if not contents:
            return False
        old = {path: file.content for path, file in self.done.tree.files.items()}
        tree = tree_of(old | contents)
        self.checks_left -= 1
        after = self.check(tree)
        if not _is_better(self.done.findings, after, findings):
            return False
        self.done.tree, self.done.findings = tree, after
        self.done.fixed += findings
        return True


def _is_better(before: Sequence[Diagnostic], after: Sequence[Diagnostic], fixed: Sequence[Diagnostic]) -> bool:
    """Whether what was fixed is gone and nothing came in its place but what had been hidden by it."""
    old, new = Counter(map(_kind, before)), Counter(map(_kind, after))
    gone = Counter(map(_kind, fixed))
    if any(new[kind] > old[kind] - number for kind, number in gone.items() if not _may_come_back(kind)):
        return False
    if all(_hides(one) for one in fixed):
        # A block that is opened must not run on to the end of the file.
        return _hiding(new) < _hiding(old) and not any(code == "M202" for _, code, _ in new - old)
    # An answer that names no option hides that nothing explains it: an error that gives way to a warning is mended.
    errors = all(one.severity is Severity.ERROR for one in fixed)
    more = new - old
    if errors:
        more -= Counter(_kind(one) for one in after if one.severity is not Severity.ERROR)
    # Of a file with very many findings not all are shown, and others come forward when some are mended.
    crowded = {file for file, code, _ in old if code == "S010"}
    return all(file in crowded for file, _, _ in more)


def _may_come_back(kind: _Kind) -> bool:
    """A block with several faults of YAML shows them one after the other, in the same words."""
    return kind[1] in _HIDING


def _hiding(found: Counter[_Kind]) -> int:
    return sum(number for (_, code, message), number in found.items() if code in _HIDING or message == _NO_ID)


def _hides(finding: Diagnostic) -> bool:
    return finding.code in _HIDING or finding.message == _NO_ID


def _kind(finding: Diagnostic) -> _Kind:
    """A finding without its place and without numbers of lines, which move when lines are added."""
    return finding.place.file, finding.code, re.sub(r"\blines? \d+|\d+ more", "", finding.message)


def _edited(tree: SourceTree, findings: Sequence[Diagnostic]) -> dict[str, bytes]:
    """The new contents of the files with these findings."""
    by_file: dict[str, list[Diagnostic]] = defaultdict(list)
    for one in findings:
        by_file[one.place.file].append(one)
    contents: dict[str, bytes] = {}
    ids: dict[str, set[str]] = {}
    for path, of_file in sorted(by_file.items()):
        try:
            text = Text(tree.files[path].content)
        except UnicodeDecodeError:
            continue
        edits = [edit for one in of_file for edit in one.edits]
        for one in of_file:
            if one.message == _NO_ID:
                folder = path.rpartition("/")[0]
                taken = ids[folder] if folder in ids else ids.setdefault(folder, _ids_around(folder, tree))
                edits += _with_id(text, path, one.place, taken)
        after = text.edited(edits)
        if after != tree.files[path].content:
            contents[path] = after
    return contents


def _with_id(text: Text, path: str, place: Place, taken: set[str]) -> list[Edit]:
    """A line with a new id after the first line of a quiz."""
    opening = _QUIZ.match(text.line(place.line).lstrip("\ufeff"))
    if opening is None:
        return []
    line = f"{opening['before']}id: {_free_id(path, taken)}\n"
    return [Edit(Place(path, place.line + 1, 1, place.line + 1, 1), line)]


def _ids_around(folder: str, tree: SourceTree) -> set[str]:
    """Every id that is written in a folder, whatever it is the id of."""
    texts = (file.content for path, file in tree.files.items() if path.rpartition("/")[0] == folder)
    return {name for text in texts for name in _ID.findall(text.decode("utf-8", "replace"))}


def _free_id(path: str, taken: set[str]) -> str:
    """An id after the name of the file that nothing around has; it is taken from now on."""
    name = id_of_name(path.rpartition("/")[2])
    name = (name if is_id(name) else proposed_id(name))[:60].rstrip("-") or "quiz"
    n = 1
    while f"{name}-{n}" in taken:
        n += 1
    taken.add(f"{name}-{n}")
    return f"{name}-{n}"
