"""Figures about people and money: each needs its source, and a survey the number asked and who paid."""

from __future__ import annotations

import re
from collections.abc import Iterator

from lms.content.writing.placed_text import Stretch
from lms.content.writing.reading import Page
from lms.content.writing.wordlists import PEOPLE
from lms.sources.characters import shorten
from lms.sources.diagnostics import Findings

_NUMBER = r"\d{1,3}(?:[.,]\d{1,3}){0,3}"
_COUNT = r"(?:one|two|three|four|five|six|seven|eight|nine|ten|\d{1,3})"
_WHOM = rf"(?:[a-z-]{{2,14}} ){{0,3}}(?:(?:{PEOPLE})\b|those (?:who|with|asked)\b)"
_IN_WORDS = re.compile(rf"\b{_COUNT} (?:in|out of) (?:every )?{_COUNT} {_WHOM}", re.IGNORECASE)
_IN_FIGURES = re.compile(
    rf"\b{_NUMBER}\s?(?:%|percent\b|per cent\b) of {_WHOM}"
    rf"|\b{_NUMBER} (?:million|billion) {_WHOM}"
    r"|[$£€]\s?\d[\d.,]{0,12}\s?(?:million|billion|bn|m)\b"
    r"|\b\d[\d.,]{0,12} (?:million|billion) (?:dollars|pounds|euros)\b",
    re.IGNORECASE,
)
_YEAR = re.compile(r"\b(?:19|20)\d\d\b")
_SOURCE = re.compile(
    r"\b(?:survey|study|studies|poll|census|reports?|reported|according to|sources?|trial|review|register|registry|"
    r"statistics|data|research|researchers|found|published|journal|university|office|ministry|department|"
    r"organi[sz]ation|institute|asked|estimates?|estimated)\b|\]\(|https?://|\[\d+\]|\[\^",
    re.IGNORECASE,
)
_SURVEY = re.compile(r"\b(?:survey|poll|questionnaire)\b", re.IGNORECASE)
_ASKED = re.compile(
    rf"\b\d{{1,3}}(?:[., ]\d{{3}})+\b|\b\d{{2,6}}\s+(?:[a-z-]+\s+){{0,5}}(?:{PEOPLE})\b|\basked \d|n\s?=\s?\d",
    re.IGNORECASE,
)
_PAID = re.compile(
    r"\b(?:paid|pays|fund(?:ed|s|ing)|sponsor\w*|commissioned|financed|on behalf of|own survey|own poll|money|grant|"
    r"run by|carried out by|conducted by|survey by|poll by|survey from)\b"
    r"|[A-Z][\w&]*(?:['’]s|s['’]) (?:own )?(?:\d{4} )?(?:survey|poll)",
)
_DIGIT = re.compile("[0-9]")
_RATIO = re.compile(r" (?:in|out of) (?:every )?(?:one|two|three|four|five|six|seven|eight|nine|ten|[0-9])")
_QUOTED = re.compile(r"[\"“«][^\"”»\n]{0,400}[\"”»]|\*[^*\n]{1,300}\*")
_NEAR = 2
"""How many paragraphs before and after a figure may hold its source."""
_MOST_FINDINGS = 5


def check_figures(page: Page, findings: Findings) -> None:
    """English only. What is quoted or emphasised is somebody's claim to be looked at, and is left alone."""
    written = [one for one in page.stretches if one.kind != "heading"]
    whole = "\n".join(one.text for one in written)
    found = 0
    for n, stretch in enumerate(written):
        if stretch.kind != "prose" or found >= _MOST_FINDINGS:
            continue
        for claim in _claims(stretch.text):
            near = "\n".join(one.text for one in written[max(n - _NEAR, 0) : n + _NEAR + 1])
            found += _check_claim(stretch, claim, near, whole, findings)


def _claims(text: str) -> Iterator[re.Match[str]]:
    in_figures, in_words = _DIGIT.search(text) is not None, _RATIO.search(text) is not None
    if in_figures or in_words:
        text = _QUOTED.sub(lambda quoted: " " * len(quoted[0]), text)
    if in_figures:
        yield from _IN_FIGURES.finditer(text)
    if in_words:
        yield from _IN_WORDS.finditer(text)


def _check_claim(stretch: Stretch, claim: re.Match[str], near: str, whole: str, findings: Findings) -> bool:
    place = stretch.place(*claim.span())
    lacking = [what for what, cue in (("source", _SOURCE), ("year", _YEAR)) if cue.search(near) is None]
    if lacking:
        message = f"There is no {' and no '.join(lacking)} near this figure: {shorten(claim[0])}"
        help = "Say who asked, when, how many people, whom, and who paid; or leave the figure out."
        findings.warn(place, "W207", message, help)
        return True
    if _SURVEY.search(near) is None or "%" not in claim[0]:
        return False
    cues = (("how many were asked", _ASKED), ("who paid", _PAID))
    missing = [what for what, cue in cues if cue.search(whole) is None]
    if missing:
        message = f"This survey does not say {' or '.join(missing)}: {shorten(claim[0])}"
        findings.warn(place, "W208", message, "Add it in a few words: readers judge a figure by it.")
    return bool(missing)
