"""The rule for `why`: where some wrong options are explained, all are."""

from __future__ import annotations

from lms.content.writing.reading import Asked
from lms.sources.diagnostics import Findings
from lms.sources.suggest import listed

FEWEST_OPTIONS = 3


def check_whys(asked: Asked, findings: Findings) -> None:
    """That the right option is not explained is found by the compiler (Q107), whatever else is."""
    explained = set(asked.why)
    if len(asked.options) < FEWEST_OPTIONS or not explained.issuperset(option.letter for option in asked.right):
        return
    without = [option for option in asked.wrong if option.letter not in asked.why]
    if without and len(without) < len(asked.wrong):
        named = listed([option.letter for option in without], "and")
        message = f"`why` explains some wrong options, and not {named}."
        help = "Say in a sentence why somebody may think so, and why it is not."
        findings.warn(asked.why_place, "W110", message, help)
