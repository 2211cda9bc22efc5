"""The words of the starting files, which stand for what an author is going to write."""

from __future__ import annotations

import re

from lms.content.reading.names import title_of
from lms.questions.kinds import KINDS
from lms.sources.diagnostics import Findings, Place

SUMMARY = "What a learner can do after it, in one sentence."
ABOUT_COURSE = "What this course is about, and for whom."
IDEA = "One idea, one thing to do."
STEP = "Something that a learner can do today."
QUESTION = "question: What would you do first?"
OPTION = "c: Go on alone."
WHYS = (
    "Whoever asks first has the choice still before them.",
    "Waiting may be right later; first find out what is wanted.",
    "Alone you may go where nobody wants to follow.",
)
ABOUT_BANK = "What these questions are about, for colleagues; learners see the questions alone."
INSTRUCTIONS = "What to expect, and what is allowed: the first thing that a learner reads here."
PAGE_SUMMARY = "What a reader finds on it, in one sentence."
PAGE = "What this page is about, in plain words."
PATH_SUMMARY = "What somebody does who walks it, in one sentence."
PATH = "Who walks here, and what they come to do."
RESOURCE_SUMMARY = "What it is for, in one sentence."
RESOURCE = "What to do with it, step by step."
GIVES = "The words that people copy, with what they chose:"
CRITERIA = "What the holder did and showed, in plain words."
SCOPE = "What a holder does, and where, in one sentence."
HANDBOOK = "What a candidate should know that stands nowhere else, in plain words."
SIGNATORY = "name: Chair of the council"
ISSUER = "name: Your organisation"
ISSUER_PAGE = "url: https://your-organisation.example"
ISSUER_MAIL = "email: certificates@your-organisation.example"
ISSUER_SENTENCE = "description: Who you are, in one sentence."

CODE = "S014"
STILL_TO_DO = frozenset({CODE, "P203"})
"""What is told of a site that has just begun, and is no reason to fail: its words and pages are still to be written."""
_WITHIN = (
    SUMMARY,
    ABOUT_COURSE,
    IDEA,
    STEP,
    *WHYS,
    ABOUT_BANK,
    INSTRUCTIONS,
    PAGE_SUMMARY,
    PAGE,
    PATH_SUMMARY,
    PATH,
    RESOURCE_SUMMARY,
    RESOURCE,
    GIVES,
    CRITERIA,
    SCOPE,
    HANDBOOK,
)
_WHOLE = (QUESTION, OPTION, SIGNATORY, ISSUER, ISSUER_PAGE, ISSUER_MAIL, ISSUER_SENTENCE)
# One look for all of them, in a text behind a line feed, which tells where a line begins.
_ANY = re.compile("|".join((*map(re.escape, _WITHIN), rf"\n[ -]*(?:{'|'.join(map(re.escape, _WHOLE))})")))


def ask(name: str) -> str:
    """An ask to begin with."""
    return (
        f"```ask\nid: {name}\ntype: {KINDS.picking('one').name}\n{QUESTION}\nneeded: yes\n"
        f"options:\n  a: Ask.\n  b: Wait.\n```\n"
    )


def quiz(name: str) -> str:
    """A quiz to begin with."""
    return (
        f"```quiz\nid: {name}\ntype: {KINDS.picking('one').name}\n{QUESTION}\n"
        f"options:\n  a: Ask.\n  b: Wait.\n  {OPTION}\nanswer: a\n"
        f"why:\n  a: {WHYS[0]}\n  b: {WHYS[1]}\n  c: {WHYS[2]}\n```\n"
    )


def lesson(name: str) -> str:
    """A lesson to begin with."""
    return (
        f"---\ntitle: {title_of(name)}\nminutes: 8\n---\n\n{IDEA}\n\n{quiz(f'{name}-1')}\n## One small step\n\n{STEP}\n"
    )


def report_placeholders(text: str, file: str, findings: Findings) -> None:
    """A warning for each line that still says what a starting file says."""
    if _ANY.search(f"\n{text}") is None:
        return
    for n, line in enumerate(text.split("\n"), 1):
        bare = line.strip(" -")
        words = next((one for one in _WITHIN if one in line), bare if bare in _WHOLE else "")
        if words:
            column = line.find(words) + 1
            message = "These are the words of the starting file, which learners would read."
            help = "Write your own in their place."
            findings.warn(Place(file, n, column, n, column + len(words)), CODE, message, help)
