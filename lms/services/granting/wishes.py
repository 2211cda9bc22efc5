"""What somebody asks for, as it is typed: in a form, by a program, at a command."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from fractions import Fraction

from lms.practice.accommodations import HELPERS, LONGEST_NAME, NO_LIMIT, USUAL, Needs
from lms.services.ground.refusals import Invalid
from lms.wording.phrases import _

MOST_TIME = Fraction(10)
SWITCHES = ("sittings", "breaks", "whole")


@dataclass(frozen=True, slots=True)
class Wish:
    """`time` is a factor or “none” for no limit; `switches` are of SWITCHES; `helper` with the name of who it is."""

    time: str = ""
    switches: Collection[str] = ()
    helper: str = ""
    name: str = ""


def needs_of(wish: Wish) -> Needs:
    """The settings; Invalid where nothing is wished for, or something that is none."""
    unknown = set(wish.switches) - set(SWITCHES)
    if unknown:
        raise Invalid(_("Choose from what the page offers."), "settings")
    name = " ".join(wish.name.split())
    if wish.helper and wish.helper not in HELPERS:
        raise Invalid(_("Choose a reader or a scribe."), "helper")
    if wish.helper and (not name or len(name) > LONGEST_NAME or not name.isprintable()):
        raise Invalid(_("Say who reads or writes for you."), "name")
    wanted = {one: one in wish.switches for one in SWITCHES}
    needs = Needs(time_of(wish.time), **wanted, helper=wish.helper, name=name if wish.helper else "")
    if needs.nothing:
        raise Invalid(_("Choose at least one thing that you need."), "settings")
    return needs


def time_of(text: str) -> Fraction | None:
    """A factor, or None for no limit. It is bounded before it is read: a long exponent would take seconds."""
    plain = text.strip()
    if not plain:
        return USUAL
    if plain == NO_LIMIT:
        return None
    try:
        factor = Fraction(plain) if len(plain) <= 10 and "e" not in plain.casefold() else None
    except (ValueError, ZeroDivisionError):
        factor = None
    if factor is None or not 1 <= factor <= MOST_TIME:
        raise Invalid(f"The factor must be a number from 1 to {MOST_TIME}, such as 1.5 or 5/4.", "factor")
    return factor


def end_of(text: str, now: datetime) -> datetime | None:
    """The moment after the last day, which counts in UTC; None where none is given."""
    plain = text.strip()
    if not plain:
        return None
    try:
        last = date.fromisoformat(plain)
    except ValueError:
        raise Invalid(f"“{plain[:20]}” is no day. Write it such as 2027-03-05.", "until") from None
    if not now.astimezone(UTC).date() <= last < date(2200, 1, 1):
        raise Invalid("The last day is today or later.", "until")
    return datetime.combine(last + timedelta(days=1), time(), UTC)
