"""An award by decision: what the people who decided say of it, which stands where else the criteria would."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from html import escape
from typing import Literal

from lms.credentials.fonts import Fonts
from lms.credentials.names import hidden_at, unprintable

LONGEST = 300
_WORDS = "Awarded by decision"


@dataclass(frozen=True, slots=True)
class Ground:
    """The words of a decision as they will be printed."""

    text: str


@dataclass(frozen=True, slots=True)
class NotAGround:
    """Why this can't be printed as the ground of an award, and what to do."""

    reason: str

    def __bool__(self) -> Literal[False]:
        return False


def check_ground(text: str, fonts: Fonts) -> Ground | NotAGround:
    """The text in its normal form (NFC, single spaces), or the first thing against it."""
    if len(text) > 20 * LONGEST:
        return NotAGround(_too_long())
    ground = unicodedata.normalize("NFC", text.strip())
    if any(unicodedata.category(character) in ("Cc", "Zl", "Zp") for character in ground):
        return NotAGround("What it was awarded for holds a line break or another control character: write one line.")
    ground = " ".join(ground.split())
    reason = _length(ground) or _hidden(ground) or _unprinted(ground, fonts)
    return NotAGround(reason) if reason else Ground(ground)


def decision_in_words(ground: str) -> str:
    """The sentence that stands on paper, page and credential."""
    return f"{_WORDS}: {ground}"


def criteria_of(ground: str) -> str:
    """The sentence as the HTML of criteria. What somebody typed is text, never markup."""
    return f"<p>{escape(decision_in_words(ground), quote=False)}</p>"


def ground_in(criteria: str) -> str:
    """The ground that criteria without markup tell of; empty where they tell of none."""
    before = decision_in_words("")
    return criteria.removeprefix(before).partition("\n")[0] if criteria.startswith(before) else ""


def _length(ground: str) -> str:
    if not any(unicodedata.category(character)[0] in "LN" for character in ground):
        return "Say in words what it is awarded for."
    return _too_long() if len(ground) > LONGEST else ""


def _too_long() -> str:
    return f"What it was awarded for may have at most {LONGEST} characters. Please say it in fewer words."


def _hidden(ground: str) -> str:
    place = hidden_at(ground)
    if place is None:
        return ""
    return (
        f"What it was awarded for holds an invisible character (U+{ord(ground[place]):04X}). "
        "It often comes with pasting: please type the words instead."
    )


def _unprinted(ground: str, fonts: Fonts) -> str:
    missing = unprintable(ground, fonts)
    if not missing:
        return ""
    listed = ", ".join(f"{character} (U+{ord(character):04X})" for character in missing)
    return f"We cannot print this yet: {listed}. Nothing has been issued. Please say it in other characters."
