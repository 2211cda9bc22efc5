"""The signs of GIFT: where they stand, unless a backslash takes their meaning from them."""

from __future__ import annotations

import re

from lms.interchange.report import CannotCarry


def unescaped(text: str) -> str:
    return re.sub(r"\\([~=#{}:\\n\[\]])", lambda sign: "\n" if sign[1] == "n" else sign[1], text)


def braces(text: str) -> tuple[int, int]:
    opening = find(text, "{")
    if opening < 0:
        return -1, -1
    closing = find(text, "}", opening + 1)
    if closing < 0:
        raise CannotCarry("its answers begin with { and do not end")
    if find(text, "{", closing + 1) >= 0:
        raise CannotCarry("it has two groups of answers")
    return opening, closing


def find(text: str, sign: str, start: int = 0) -> int:
    """Where a sign stands that no backslash takes its meaning from; -1 where there is none."""
    at = start
    while at < len(text):
        if text[at] == "\\":
            at += 2
            continue
        if text.startswith(sign, at):
            return at
        at += 1
    return -1


def parted(text: str, sign: str) -> tuple[str, bool, str]:
    at = find(text, sign)
    return (text, False, "") if at < 0 else (text[:at], True, text[at + len(sign) :])


def pieces(text: str, signs: str) -> list[tuple[str, str]]:
    """The answers with the sign before each."""
    starts, at = [], 0
    while at < len(text):
        if text[at] in signs:
            starts.append(at)
        at += 2 if text[at] == "\\" else 1
    if text[: starts[0] if starts else len(text)].strip():
        raise CannotCarry("what stands between its braces cannot be told apart")
    ends = [*starts[1:], len(text)]
    return [(text[start], text[start + 1 : end]) for start, end in zip(starts, ends, strict=True)]


def split_feedback(text: str) -> list[str]:
    found = []
    while True:
        before, more, text = parted(text, "#")
        found.append(before)
        if not more:
            return found
