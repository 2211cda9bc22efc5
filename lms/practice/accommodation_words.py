"""Accommodations in words, for whoever has them and for whoever answers."""

from __future__ import annotations

from collections.abc import Mapping

from lms.practice.accommodations import USUAL, Needs
from lms.questions import amounts
from lms.wording.phrases import _

HOUR = 60

CHOICES: Mapping[str, str] = {
    "": _("The usual time"),
    "5/4": _("A quarter more time: 1 hour 15 minutes instead of 1 hour"),
    "3/2": _("Half as much again: 1 hour 30 minutes instead of 1 hour"),
    "2": _("Twice the time: 2 hours instead of 1 hour"),
    "none": _("No time limit"),
}
"""What may be asked for, by the value of its field."""

SWITCHES: Mapping[str, str] = {
    "sittings": _("As many sittings as I like, where an examination without a time limit counts them"),
    "breaks": _("Breaks that stop the clock"),
    "whole": _("All questions on one page, to read through before I answer"),
}

HELPERS: Mapping[str, str] = {
    "": _("Nobody"),
    "reader": _("A reader, who reads the questions to me"),
    "scribe": _("A scribe, who writes what I say"),
}


def sentences(needs: Needs) -> list[str]:
    """One for each setting."""
    told: list[str] = []
    if needs.time is None:
        told.append(_("No time limit."))
    elif needs.time != USUAL:
        told.append(_("%(time)s where everybody has 60 minutes.", time=amounts.minutes(int(HOUR * needs.time))))
    if needs.sittings:
        told.append(_("As many sittings as you like."))
    if needs.breaks:
        told.append(_("Breaks that stop the clock."))
    if needs.whole:
        told.append(_("All questions on one page, to read through."))
    if needs.helper == "reader":
        told.append(_("%(name)s reads the questions to you.", name=needs.name))
    elif needs.helper:
        told.append(_("%(name)s writes what you say.", name=needs.name))
    return told
