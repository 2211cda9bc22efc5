"""What can be mended without asking: tabs where YAML wants spaces, and quizzes that have no id yet."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence

from lms.content.names import id_of_name, is_id, proposed_id
from lms.sources.diagnostics import Diagnostic
from lms.sources.files import SourceTree

_LINE = re.compile(r"[^\r\n]*(?:\r\n|\r|\n|\Z)")
_ID = re.compile(r"^\s*id:\s*['\"]?([a-z0-9-]+)", re.MULTILINE)
_QUIZ = re.compile(r"^(?P<before>[\s>]*)(?:`{3,}|~{3,})\s*quiz\b")
_NO_ID = "This quiz has no `id`."


def mended(tree: SourceTree, findings: Sequence[Diagnostic]) -> dict[str, bytes]:
    """The new contents of the files in which something certain can be mended."""
    by_file: dict[str, list[Diagnostic]] = defaultdict(list)
    for finding in findings:
        if finding.place.file in tree.files and (finding.code == "S103" or finding.message == _NO_ID):
            by_file[finding.place.file].append(finding)
    contents = {path: file.content for path, file in tree.files.items()}
    found: dict[str, bytes] = {}
    for path, faults in sorted(by_file.items()):
        after = _mend(path, contents, faults)
        if after != contents[path]:
            found[path] = contents[path] = after
    return found


def _mend(path: str, contents: dict[str, bytes], faults: Sequence[Diagnostic]) -> bytes:
    lines = _LINE.findall(contents[path].decode("utf-8"))
    for line in {fault.place.line for fault in faults if fault.code == "S103"}:
        lines[line - 1] = _without_tabs(lines[line - 1])
    taken = _ids_around(path, contents)
    for line in sorted({fault.place.line for fault in faults if fault.message == _NO_ID}):
        opening = _QUIZ.match(lines[line - 1])
        if opening is not None:
            end = lines[line - 1][len(lines[line - 1].rstrip("\r\n")) :]
            lines[line - 1] += f"{opening['before']}id: {_free_id(path, taken)}{end}"
    return "".join(lines).encode()


def _without_tabs(line: str) -> str:
    """Two spaces for each tab before the text of a line, one for each tab inside it."""
    text = line.lstrip(" \t")
    return line[: len(line) - len(text)].replace("\t", "  ") + text.replace("\t", " ")


def _ids_around(path: str, contents: dict[str, bytes]) -> set[str]:
    """Every id that is written in the same folder, whatever it is the id of."""
    folder = path.rpartition("/")[0]
    texts = (content for other, content in contents.items() if other.rpartition("/")[0] == folder)
    return {name for text in texts for name in _ID.findall(text.decode("utf-8", "replace"))}


def _free_id(path: str, taken: set[str]) -> str:
    name = id_of_name(path.rpartition("/")[2])
    name = (name if is_id(name) else proposed_id(name))[:60].rstrip("-") or "quiz"
    n = 1
    while f"{name}-{n}" in taken:
        n += 1
    taken.add(f"{name}-{n}")
    return f"{name}-{n}"
