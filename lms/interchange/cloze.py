"""Moodle's gaps in the middle of a text, such as `{1:SHORTANSWER:=Paris#Yes~%0%Rome}`."""

from __future__ import annotations

import re
from dataclasses import dataclass
from html import unescape

from lms.interchange.answers import Answer, has_wildcard, share_of
from lms.interchange.report import CannotCarry

MARK = "\ue000{}\ue001"
"""What stands for a gap while the words around it are read: signs of private use, which no text has."""

_GAP = re.compile(r"\{([0-9]{0,3}):([A-Z_]{1,30}):((?:[^}\\]|\\.)*)\}", re.DOTALL)
_WORDS = {"SHORTANSWER": False, "SA": False, "MW": False, "SHORTANSWER_C": True, "SAC": True, "MWC": True}
_FORMS = {
    "NUMERICAL": "number",
    "NM": "number",
    "MULTICHOICE": "list",
    "MC": "list",
    "MULTIRESPONSE": "several",
    "MR": "several",
}
_SAID = re.compile(r"(?<!\\)#")
_ONE = re.compile(r"(?<!\\)~")
_PERCENT = re.compile(r"\s*(?:=|%(-?[0-9]{1,3}(?:\.[0-9]{1,7})?)%)")


@dataclass(frozen=True, slots=True)
class Gap:
    """A gap: what it counts, what it accepts, whether capital letters matter, and what it takes.

    `form` is one of words, number, list, and several for a list of which several are chosen.
    """

    weight: int
    answers: tuple[Answer, ...]
    case: bool
    form: str


def taken_out(text: str) -> tuple[str, list[Gap]]:
    """The text with a mark for each gap, and the gaps in order. Raises CannotCarry for a gap that is not typed into."""
    text = text.replace("\ue000", "").replace("\ue001", "")
    gaps: list[Gap] = []

    def take(found: re.Match[str]) -> str:
        gaps.append(_gap(found))
        return MARK.format(len(gaps))

    return _GAP.sub(take, text), gaps


def _gap(found: re.Match[str]) -> Gap:
    weight, kind, inner = found.groups()
    form = "words" if kind in _WORDS else _FORMS.get(re.sub("_?(?:[HV]|[HV]?S)$", "", kind), "")
    if not form:
        raise CannotCarry(f"a gap in it is of a kind that is not known here, `{kind}`")
    answers = []
    for one in filter(str.strip, _ONE.split(inner)):
        percent = _PERCENT.match(one)
        share = share_of("0") if percent is None else share_of(percent[1] or "100")
        words, *why = _SAID.split(one[percent.end() :] if percent else one, maxsplit=1)
        text = unescape(_unescaped(words)) if form in ("words", "number") else _unescaped(words)
        answers.append(Answer(text.strip(), share, _unescaped("".join(why)).strip(), has_wildcard(text)))
    return Gap(int(weight or "1"), tuple(answers), _WORDS.get(kind, False), form)


def _unescaped(text: str) -> str:
    return re.sub(r"\\([}~#/\"\\])", r"\1", text)
