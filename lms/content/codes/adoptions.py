"""The codes of findings about adoption records."""

from __future__ import annotations

from lms.sources.codes import Code
from lms.sources.diagnostics import Severity

ADOPTIONS = (
    Code(
        "P116",
        "An adoption record that cannot be read",
        "A record beside the banks names a bank that is there, and each question with the hash of its version.",
        "versions:\n  ask-first: current",
        f"versions:\n  ask-first: {'0' * 64}",
        "Let the program write it: `lms question record BANK`.",
    ),
    Code(
        "P117",
        "A question that is another than the one adopted",
        "A record covers the versions that it names. A question that was changed since counts once two people have "
        "reviewed it.",
        f"versions:\n  ask-first: {'0' * 64}   (and the question was changed)",
        "versions:   (without a line for ask-first)",
        "Have the question reviewed, or take its line out.",
        Severity.WARNING,
    ),
)
