"""Silences: warnings that an author has read and decided to live with, each with the reason.

They stand under `silence` in the front matter of a file, for all of it, or in a quiz, for that quiz. An error cannot be
silenced, and a silence that silences nothing is a warning itself, so that none outlives its reason.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from lms.content.codes.register import BY_CODE
from lms.sources.diagnostics import Diagnostic, Findings, Place, Severity
from lms.sources.fields import Fields
from lms.sources.suggest import did_you_mean
from lms.sources.tables import SILENCE, Table
from lms.sources.yamltext import Mapping_, Node, Scalar, shorten

KEY = SILENCE.key
_ALONE = Table("block", SILENCE)
_ABOUT_SILENCES = "W0"
_OF_WRITING = ("W1", "W2", "W3")


class Silence(NamedTuple):
    """A code that is silenced from one line of a file to another, both included."""

    code: str
    place: Place
    first_line: int
    last_line: int

    def covers(self, finding: Diagnostic) -> bool:
        return (
            finding.severity is Severity.WARNING
            and finding.code == self.code
            and self.first_line <= finding.place.line <= self.last_line
        )


LAST_LINE = 10**9
"""Past the end of any file."""


def silences_in(node: Node, findings: Findings, first_line: int, last_line: int) -> tuple[Silence, ...]:
    """The silences of one quiz; nothing is done for the many that have none."""
    if not isinstance(node, Mapping_) or KEY not in node.entries:
        return ()
    quiet = Mapping_(node.origin, node._start)
    quiet._end, quiet.opening = node._end, node.opening
    quiet.entries[KEY], quiet.keys[KEY] = node.entries[KEY], node.keys[KEY]
    return read_silences(Fields(quiet, findings, _ALONE), findings, first_line, last_line)


def read_silences(
    fields: Fields, findings: Findings, first_line: int = 1, last_line: int = LAST_LINE
) -> tuple[Silence, ...]:
    found = []
    for code, reason in (fields.mapping(KEY) if fields.has(KEY) else None) or ():
        if _may_be_silenced(code, findings) and _has_reason(code, reason, findings):
            found.append(Silence(code.text.strip(), code.place, first_line, last_line))
    return tuple(found)


def _may_be_silenced(code: Scalar, findings: Findings) -> bool:
    name = code.text.strip()
    known = BY_CODE.get(name)
    if known is None:
        help = did_you_mean(name, BY_CODE) if name else ""
        message = f"`{shorten(name)}` is not the code of a finding."
        findings.add(code.place, "W003", message, help or "Copy it from the finding, such as W104.")
        return False
    if known.severity is Severity.ERROR or name.startswith(_ABOUT_SILENCES):
        what = "an error" if known.severity is Severity.ERROR else "about silences themselves"
        message = f"{name} is {what}, and cannot be silenced."
        findings.add(code.place, "W002", message, f"Mend it: lms content explain {name}")
        return False
    return True


def _has_reason(code: Scalar, reason: Node, findings: Findings) -> bool:
    if isinstance(reason, Scalar) and reason.text.strip():
        return True
    message = f"There is no reason why {code.text.strip()} is silenced."
    findings.add(code.place, "W001", message, "Write it after the colon, for whoever comes after you.")
    return False


def apply(
    diagnostics: Sequence[Diagnostic], silences: Iterable[Silence], writing: bool
) -> tuple[list[Diagnostic], tuple[Diagnostic, ...]]:
    """What remains of the findings, those about silences included; and what is silenced.

    Without `writing` the findings about the writing were not looked for, so their silences are not blamed; nor are any
    in a file with errors, which may hide what they silence.
    """
    by_file: dict[str, list[Silence]] = defaultdict(list)
    for silence in silences:
        by_file[silence.place.file].append(silence)
    if not by_file:
        return list(diagnostics), ()
    kept = Findings()
    silenced: list[Diagnostic] = []
    used: set[Silence] = set()
    faulty = {one.place.file for one in diagnostics if one.severity is Severity.ERROR}
    for finding in diagnostics:
        over = [silence for silence in by_file.get(finding.place.file, ()) if silence.covers(finding)]
        # The innermost one is meant: that of the quiz, and not that of its whole file.
        used.update(sorted(over, key=lambda one: one.last_line - one.first_line)[:1])
        (silenced if over else kept.items).append(finding)
    for file, ones in by_file.items():
        for silence in ones:
            looked_for = writing or not silence.code.startswith(_OF_WRITING)
            if silence not in used and looked_for and file not in faulty:
                message = f"There is no {silence.code} here that could be silenced."
                kept.warn(silence.place, "W004", message, "Take this line out: what it was for is mended.")
    return kept.items, tuple(silenced)
