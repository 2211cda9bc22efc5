"""Weighed answers, as Moodle and GIFT have them, as the keys of our kinds. What has no words of ours is not carried."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from fractions import Fraction
from typing import Any

from lms.interchange.draft import explained, kind_for, lettered, pairs
from lms.interchange.foreigntext import plain_words, said
from lms.interchange.report import CannotCarry
from lms.questions.credit import WRONG_ONES_COST
from lms.questions.figures import key_readings, plain
from lms.questions.shapes import Figure, Judge, PickOne, PickSeveral, Words
from lms.questions.typed import compared
from lms.questions.wording import USUAL

Fields = dict[str, Any]
_POWER = re.compile(r"(.*[0-9.,])[eE]([-+]?[0-9]{1,2})")
_ROUNDED = Fraction(2, 100_000)


@dataclass(frozen=True, slots=True)
class Answer:
    """One answer: its text, the share of the points that it earns, which may be below 0, and what is said of it."""

    text: str
    share: Fraction
    why: str = ""
    is_wild: bool = False


def share_of(percent: str) -> Fraction:
    try:
        return Fraction(Decimal(percent.strip() or "0")) / 100 if len(percent) < 20 else _no_share(percent)
    except InvalidOperation:
        return _no_share(percent)


def _no_share(percent: str) -> Fraction:
    raise CannotCarry(f"`{percent[:20]}` is no percentage")


def has_wildcard(text: str) -> bool:
    """Whether an answer stands for many: `*` takes the place of any words in Moodle, unless a backslash precedes."""
    return re.search(r"(?<!\\)\*", text) is not None


def whole_of(why: Any) -> str:
    """What is said by part, as one text."""
    return "\n\n".join(why.values()) if isinstance(why, Mapping) else why


def joined(*texts: str) -> str:
    """Some texts as one, without those that say nothing, and each once."""
    return "\n\n".join(dict.fromkeys(text for text in texts if text))


def said_of_each(answers: Sequence[Answer]) -> str:
    """What is said of typed or chosen answers, as one text: first of right ones, then of others, with their words."""
    right = [answer.why for answer in answers if answer.share == 1]
    others = [(answer.text, answer.why) for answer in answers if answer.share < 1 and answer.why]
    return joined(*right, *(f"“{said(text, 'plain', [])}”: {why}" if text else why for text, why in others))


def judge(question: str, right: bool, said_of: Mapping[bool, str], whole: str) -> Fields:
    by_part = {"true": said_of[True], "false": said_of[False]}
    why = explained(by_part, whole, ["true" if right else "false"])
    return {"type": kind_for(Judge), "question": question, "answer": "true" if right else "false", "why": why}


def pick_one(question: str, options: Sequence[Answer], whole: str, changes: list[str]) -> Fields:
    letters = lettered([option.text for option in options])
    by_letter = dict(zip(letters, options, strict=True))
    right = [letter for letter, option in by_letter.items() if option.share == 1]
    if not right:
        raise CannotCarry(
            "no option of it earns all of the points", "Choose the right one, and write others under `credit`."
        )
    if len(right) == len(options):
        raise CannotCarry(
            "every option of it is right",
            "Ask for a thought that is not scored, or for a choice of which all are right.",
        )
    if any(option.share < 0 for option in options):
        changes.append("a wrong option cost points there, and earns nothing here")
    credit = {letter: percent(option.share) for letter, option in by_letter.items() if 0 < option.share < 1}
    why = explained({letter: option.why for letter, option in by_letter.items()}, whole, right)
    answer: Any = right[0] if len(right) == 1 else right
    return {
        "type": kind_for(PickOne),
        "question": question,
        "options": letters,
        "answer": answer,
        "credit": credit,
        "why": why,
    }


def pick_several(question: str, options: Sequence[Answer], whole: str, changes: list[str]) -> Fields:
    """Several right options. Each must count the same; what a wrong one costs becomes our rule, which is reported."""
    letters = lettered([option.text for option in options])
    by_letter = dict(zip(letters, options, strict=True))
    right = [letter for letter, option in by_letter.items() if option.share > 0]
    if not right:
        raise CannotCarry("no option of it earns points")
    each = Fraction(1, len(right))
    if any(abs(by_letter[letter].share - each) > _ROUNDED for letter in right):
        how = "Write a choice of several, in which right options count the same."
        raise CannotCarry("its right options count differently, or not to a hundred percent together", how)
    wrong = [option.share for letter, option in by_letter.items() if letter not in right]
    if any(abs(share + each) > _ROUNDED for share in wrong):
        was = ", ".join(sorted({percent(share) for share in wrong}))
        changes.append(f"a wrong choice counted {was} there; here each costs what a right one earns ({percent(each)})")
    why = explained({letter: option.why for letter, option in by_letter.items()}, whole, right)
    return {
        "type": kind_for(PickSeveral),
        "question": question,
        "options": letters,
        "answer": right,
        "credit": WRONG_ONES_COST,
        "why": why,
    }


def words(question: str, answers: Sequence[Answer], whole: str, case: bool, changes: list[str]) -> Fields:
    """Accepted words. `case`: capital letters matter. A wildcard, or words worth a part, has no like here."""
    ignoring = ["spaces"] if case else list(USUAL)
    right = [answer for answer in answers if answer.share == 1]
    if any(answer.is_wild for answer in answers if answer.share > 0):
        raise CannotCarry("it accepts whatever fits a pattern with *", "Write the answers that fit it under `accept`.")
    if any(0 < answer.share < 1 for answer in answers):
        how = "Write under `accept` what earns all, or a choice of one with `credit`."
        raise CannotCarry("some of its answers earn a part of the points", how)
    if not right:
        raise CannotCarry("none of its answers earns all of the points")
    accepted: dict[str, str] = {}
    for answer in right:
        text = plain_words(answer.text.replace("\\*", "*"))
        if not text:
            raise CannotCarry("one of its answers is empty")
        accepted.setdefault(compared(text, ignoring), text)
    why = joined(said_of_each(answers), whole)
    fields = {"type": kind_for(Words), "question": question, "accept": list(accepted.values()), "why": why}
    return fields if not case else {**fields, "ignore_differences": ignoring}


def pair(question: str, left: Sequence[str], right_of: Sequence[str], more: Sequence[str], whole: str) -> Fields:
    return {**pairs(left, right_of, more), "question": question, "why": whole}


Bounds = Callable[[str], "tuple[Decimal, Decimal]"]
"""From an answer as written to the number and how far off an answer may be."""


def figure(question: str, answers: Sequence[Answer], whole: str, changes: list[str], bounds: Bounds) -> Fields:
    right = [answer for answer in answers if answer.share == 1]
    if any(0 < answer.share < 1 for answer in answers):
        raise CannotCarry("some of its numbers earn a part of the points", "Write one `answer`, with `within`.")
    if len(right) != 1:
        what = "it accepts several numbers" if right else "none of its numbers earns all of the points"
        raise CannotCarry(what, "Write one `answer`, and say in `within` how far off it may be.")
    if right[0].text.strip() == "*":
        raise CannotCarry("it accepts any number")
    middle, within = bounds(right[0].text)
    why = joined(said_of_each(answers), whole)
    fields = {"type": kind_for(Figure), "question": question, "answer": plain(middle), "why": why}
    return {**fields, "within": plain(within)} if within else fields


def decimal(text: str) -> Decimal:
    """A number of bounded length, exactly. Raises CannotCarry, also for one that has two readings."""
    text = text.strip()
    power = _POWER.fullmatch(text)
    found = key_readings(power[1] if power else text)
    if len(found) > 1:
        raise CannotCarry(two_readings(text, [_raised(one, power) for one in found]))
    if not found:
        raise CannotCarry(f"`{text[:30]}` is not a number")
    return _raised(found[0], power)


def two_readings(text: str, readings: Sequence[Decimal]) -> str:
    """What is said of a number that can be read in two ways, and how to write it."""
    whole, broken = map(plain, readings)
    return f"`{text.strip()[:30]}` can be read as {whole} or as {broken}: write {whole} or {broken} there"


def _raised(number: Decimal, power: re.Match[str] | None) -> Decimal:
    """A number with the power of ten that was written behind it."""
    return number if power is None else Decimal(f"{number:f}e{power[2]}")


def gift_bounds(text: str) -> tuple[Decimal, Decimal]:
    """`3`, `3:0.5` for a number with its tolerance, or `1..5` for all from one to the other."""
    low, dots, high = text.partition("..")
    if dots:
        least, most = decimal(low), decimal(high)
        if most < least:
            raise CannotCarry("its range ends before it begins")
        return (least + most) / 2, (most - least) / 2
    middle, _, within = text.partition(":")
    return decimal(middle), abs(decimal(within)) if within.strip() else Decimal(0)


def percent(share: Fraction) -> str:
    """A share as a percentage with at most five decimals: so many do other tools write."""
    text = f"{float(share * 100):.5f}"
    return f"{text.rstrip('0').rstrip('.')}%"
