"""The manual of all findings, from the codes themselves: `python -m lms.content.editing.diagnostics_manual`."""

from __future__ import annotations

import sys

from lms.content.codes.register import CODES, GROUPS
from lms.sources.codes import Code

_BEGINNING = """# Findings

Every finding of `lms content check` has a code. `lms content explain CODE` says the same as this page. Errors stop a
publication; warnings do not. This page is written by `python -m lms.content.editing.diagnostics_manual`.
"""


def section(code: Code) -> str:
    """What a code means, with an example and the cure, as Markdown."""
    return (
        f"{code.code}: {code.title} ({code.severity})\n\n{code.meaning}\n\n"
        f"Not so:\n\n{_example(code.wrong)}\n\nBut so:\n\n{_example(code.right)}\n\n{code.cure}"
    )


def page() -> str:
    """The whole reference."""
    pieces = [_BEGINNING]
    for letter, title in GROUPS.items():
        pieces.append(f"## {title}\n")
        pieces += [f"### {section(code)}\n" for code in CODES if code.code.startswith(letter)]
    return "\n".join(pieces)


def _example(text: str) -> str:
    return "\n".join(f"    {line}" if line else "" for line in text.rstrip().split("\n"))


if __name__ == "__main__":
    sys.stdout.write(page())
