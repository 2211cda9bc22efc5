"""What a text of an author can mean: a number, a day, a share, a time. Exact, and bounded before it is used."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction

_WHOLE = re.compile(r"-?[0-9]{1,9}")
_DECIMAL = re.compile(r"[-+]?[0-9]{1,30}(?:[.,][0-9]{1,30})?")
_NOT_A_NUMBER = re.compile(r"[-+]?\.?(nan|inf|infinity)", re.IGNORECASE)
_SHARE = re.compile(r"([0-9]{1,3})(?:[.,]([0-9]{1,12}))?\s*%")
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_DURATION = re.compile(r"([0-9]{1,6})\s+(second|minute|hour|day|week)s?")
_YES_NO = {"yes": True, "true": True, "no": False, "false": False}
_LONGEST = timedelta(days=3660)


@dataclass(frozen=True, slots=True)
class Fault:
    """Why a text cannot be read: `words` goes on after "`key` is `text`,"."""

    code: str
    words: str
    help: str


def whole(text: str, least: int, most: int) -> int | Fault:
    text = text.strip()
    if _NOT_A_NUMBER.fullmatch(text):
        return _not_a_number()
    if not _WHOLE.fullmatch(text):
        return Fault("S204", "which is not a whole number.", f"Write a number such as {least}.")
    number = int(text)
    if number < least:
        return Fault("S204", f"which is less than {least}.", f"Write {least} or more.")
    if number > most:
        return Fault("S204", f"which is more than {most}.", f"Write {most} or less.")
    return number


def decimal(text: str) -> Decimal | Fault:
    text = text.strip()
    if _NOT_A_NUMBER.fullmatch(text):
        return _not_a_number()
    if not _DECIMAL.fullmatch(text):
        return Fault("S210", "which is not a number.", "Write digits, with a point before decimals, such as 2.5.")
    return Decimal(text.replace(",", "."))


def share(text: str) -> Fraction | Fault:
    found = _SHARE.fullmatch(text.strip())
    if found is None:
        return Fault("S208", "which is not a percentage.", "Write a number and a percent sign, such as 75%.")
    value = Fraction(Decimal(f"{found[1]}.{found[2] or 0}")) / 100
    if value > 1:
        return Fault("S208", "which is more than 100%.", "Write a percentage from 0% to 100%.")
    return value


def day(text: str) -> date | Fault:
    text = text.strip()
    if _DAY.fullmatch(text):
        try:
            return date.fromisoformat(text)
        except ValueError:
            return Fault("S207", "which is no day of the calendar.", "Check the month and the day.")
    return Fault("S207", "which is not a date.", "Write the year, month and day, such as 2027-09-01.")


def duration(text: str) -> timedelta | Fault:
    found = _DURATION.fullmatch(text.strip().casefold())
    if found is None:
        return Fault("S209", "which is not a length of time.", "Write it such as 60 minutes, 24 hours or 7 days.")
    if len(found[1]) > 5 or (length := timedelta(**{f"{found[2]}s": int(found[1])})) > _LONGEST:
        return Fault("S209", "which is longer than ten years.", "Write a shorter time.")
    if not length:
        return Fault("S209", "which is no time at all.", "Write at least 1, or take the key out.")
    return length


def yes_no(text: str) -> bool | Fault:
    value = _YES_NO.get(text.strip().casefold())
    return Fault("S206", "which is neither yes nor no.", "Write yes or no.") if value is None else value


def _not_a_number() -> Fault:
    return Fault("S111", "which is no number that can be counted with.", "Write digits, such as 2.5.")
