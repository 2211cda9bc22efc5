"""What a text of an author can mean: a number, a day, a share, a time. Exact, and bounded before it is used."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction

_WHOLE = re.compile(r"-?[0-9]{1,9}")
_NOT_A_NUMBER = re.compile(r"[-+]?\.?(nan|inf|infinity)", re.IGNORECASE)
_SHARE = re.compile(r"([0-9]{1,3})(?:[.,]([0-9]{1,12}))?\s*%")
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_DURATION = re.compile(r"([0-9]{1,6})\s+(second|minute|hour|day|week)s?")
_YES_NO = {"yes": True, "true": True, "no": False, "false": False}
_YES_NO_MEANT = {
    **dict.fromkeys(("y", "on", "1", "t", "✓", "right", "correct"), "yes"),
    **dict.fromkeys(("n", "off", "0", "f", "wrong", "incorrect"), "no"),
}
_NUMBERS = {
    word: n
    for n, word in enumerate(
        ["one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"], 1
    )
}
_MONTHS = [
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
]
# Not `m`: it may be minutes or months.
_UNITS = {
    **dict.fromkeys(("s", "sec", "secs", "second", "seconds"), "second"),
    **dict.fromkeys(("min", "mins", "minute", "minutes"), "minute"),
    **dict.fromkeys(("h", "hr", "hrs", "hour", "hours"), "hour"),
    **dict.fromkeys(("d", "day", "days"), "day"),
    **dict.fromkeys(("w", "wk", "wks", "week", "weeks"), "week"),
}
_LONGEST = timedelta(days=3660)


@dataclass(frozen=True, slots=True)
class Fault:
    """Why a text cannot be read: `words` goes on after "`key` is `text`,". `meant` is how to write it, where that is
    certain."""

    code: str
    words: str
    help: str
    meant: str = ""


def whole(text: str, least: int, most: int) -> int | Fault:
    text = text.strip()
    if _NOT_A_NUMBER.fullmatch(text):
        return _not_a_number()
    if not _WHOLE.fullmatch(text):
        meant = _number_in(text)
        fits = meant.isdigit() and least <= int(meant) <= most
        help = f"Write it in figures alone: {meant}." if fits else f"Write a number such as {least}."
        return Fault("S204", "which is not a whole number.", help, meant if fits else "")
    number = int(text)
    if number < least:
        return Fault("S204", f"which is less than {least}.", f"Write {least} or more.")
    if number > most:
        return Fault("S204", f"which is more than {most}.", f"Write {most} or less.")
    return number


def uncountable(text: str) -> Fault | None:
    """The fault of what YAML calls a number and nobody can count with."""
    return _not_a_number() if _NOT_A_NUMBER.fullmatch(text.strip()) else None


def share(text: str) -> Fraction | Fault:
    found = _SHARE.fullmatch(text.strip())
    if found is None:
        meant = _percentage_in(text)
        help = f"Did you mean `{meant}`?" if meant else "Write a number and a percent sign, such as 75%."
        return Fault("S208", "which is not a percentage.", help, "" if text.strip().startswith("0.") else meant)
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
    meant = _day_in(text)
    help = f"Did you mean `{meant}`?" if meant else "Write the year, month and day, such as 2027-09-01."
    return Fault("S207", "which is not a date.", help, meant)


def duration(text: str) -> timedelta | Fault:
    found = _DURATION.fullmatch(text.strip().casefold())
    if found is None:
        meant = _duration_in(text)
        help = f"Did you mean `{meant}`?" if meant else "Write it such as 60 minutes, 24 hours or 7 days."
        return Fault("S209", "which is not a length of time.", help, meant)
    if len(found[1]) > 5 or (length := timedelta(**{f"{found[2]}s": int(found[1])})) > _LONGEST:
        return Fault("S209", "which is longer than ten years.", "Write a shorter time.")
    if not length:
        return Fault("S209", "which is no time at all.", "Write at least 1, or take the key out.")
    return length


def yes_no(text: str) -> bool | Fault:
    word = text.strip().casefold()
    value = _YES_NO.get(word)
    if value is not None:
        return value
    meant = _YES_NO_MEANT.get(word, "")
    help = f"Write {meant}." if meant else "Write yes or no."
    return Fault("S206", "which is neither yes nor no.", help, meant)


def _number_in(text: str) -> str:
    """The whole number that a text can only mean: with a word behind it, or written as a word."""
    found = re.fullmatch(r"([0-9]{1,6})(?:\.0+)?(?:\s*[^\W\d_]+\.?)?", text)
    return found[1] if found else str(_NUMBERS.get(text.casefold(), ""))


def _percentage_in(text: str) -> str:
    found = re.fullmatch(
        r"([0-9]{1,3})(?:[.,]([0-9]{1,6}))?\s*(?:per ?cent|pct|％|% ?percent)?", text.strip().casefold()
    )
    if found is None:
        return ""
    number = Decimal(f"{found[1]}.{found[2] or 0}")
    if number < 1 and found[2]:
        number *= 100
    return f"{number.normalize():f}%" if 0 < number <= 100 else ""


def _day_in(text: str) -> str:
    """The day that a text can only mean: year first, or with the month as a word."""
    written = " ".join(text.replace(",", " ").replace("/", " ").replace(".", " ").replace("-", " ").split()).casefold()
    in_order = re.fullmatch(r"([0-9]{4}) ([0-9]{1,2}) ([0-9]{1,2})", written)
    by_name = re.fullmatch(r"([0-9]{1,2})(?:st|nd|rd|th)? ([a-z]{3,9}) ([0-9]{4})", written)
    american = re.fullmatch(r"([a-z]{3,9}) ([0-9]{1,2})(?:st|nd|rd|th)? ([0-9]{4})", written)
    if in_order:
        year, month, of_month = (int(part) for part in in_order.groups())
    elif by_name or american:
        number, name, in_year = by_name.groups() if by_name else (american[2], american[1], american[3])  # type: ignore[index]
        months = [n for n, one in enumerate(_MONTHS, 1) if one == name or one[:3] == name]
        if not months:
            return ""
        year, month, of_month = int(in_year), months[0], int(number)
    else:
        return ""
    try:
        return date(year, month, of_month).isoformat()
    except ValueError:
        return ""


def _duration_in(text: str) -> str:
    found = re.fullmatch(r"([0-9]{1,5})\s*-?\s*([a-z]+)\.?", text.strip().casefold())
    unit = _UNITS.get(found[2], "") if found else ""
    if found is None or not unit or not int(found[1]):
        return ""
    return f"{int(found[1])} {unit}{'' if int(found[1]) == 1 else 's'}"


def _not_a_number() -> Fault:
    return Fault("S111", "which is no number that can be counted with.", "Write digits, such as 2.5.")
