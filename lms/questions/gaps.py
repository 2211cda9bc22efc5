"""The gaps of a text, such as `[[1]]`: found where an input may stand, with what stands around them."""

from __future__ import annotations

import re
from collections import Counter

from lms.questions.kind import Reading
from lms.sources.yamltext import Scalar

_GAP = re.compile(r"\[\[([0-9A-Za-z-]{1,20})\]\]")
MOST = 20


def gaps_in(html: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The gaps of a drawn text and what stands around them, wherever an input may stand."""
    standing = [found for found in _GAP.finditer(html) if _in_plain_text(html, found.start())]
    pieces, end = [], 0
    for found in standing:
        pieces.append(html[end : found.start()])
        end = found.end()
    return tuple(found[1] for found in standing), (*pieces, html[end:])


def _in_plain_text(html: str, index: int) -> bool:
    """Whether an input may stand at this place of drawn Markdown: in no tag and no link. Text has no bare `<`."""
    in_tag = html.rfind("<", 0, index) > html.rfind(">", 0, index)
    in_link = html.rfind("<a ", 0, index) > html.rfind("</a>", 0, index)
    return not in_tag and not in_link


def read_gaps(reading: Reading, text: Scalar) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The names of the gaps in reading order, and the HTML around them: one piece more than there are gaps."""
    findings = reading.fields.findings
    written = _GAP.findall(text.text)
    if not 1 <= len(written) <= MOST:
        message = f"There are {len(written)} gaps in this text." if written else "There is no gap in this text."
        help = f"Write from 1 to {MOST} gaps, such as `[[1]]`."
        findings.add(text.place, "Q308", message, help)
    for name, times in Counter(written).items():
        if times > 1:
            message = f"The gap `[[{name}]]` is here {times} times."
            help = "Give each gap a name of its own, such as the next number."
            findings.add(text.place_of(f"[[{name}]]", 1), "Q309", message, help)
    names, pieces = gaps_in(reading.block(text))
    for name in Counter(written) - Counter(names):
        message = f"The gap `[[{name}]]` is part of a link or a picture."
        findings.add(text.place_of(f"[[{name}]]"), "Q310", message, "Move it into the sentence.")
    return names, pieces
