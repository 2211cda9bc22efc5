"""Ways in which a file goes wrong under somebody's hands: each gives a changed text, or "" where it cannot."""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Mapping

Mutation = Callable[[str, random.Random], str]

_KEY = re.compile(r"^([ \t]*(?:- )?)([a-z_]{2,}):", re.MULTILINE)
_LETTER = re.compile(r"^(  )([a-j])(: )", re.MULTILINE)
_ANSWER = re.compile(r"^(answer: )([a-j])$", re.MULTILINE)
_ID = re.compile(r"^(id: )(.+)$", re.MULTILINE)
_OBJECTIVE = re.compile(r"^(objective: )(.+)$", re.MULTILINE)
_FENCE = re.compile(r"^```.*\n", re.MULTILINE)


def _one(pattern: re.Pattern[str], text: str, chance: random.Random) -> re.Match[str] | None:
    found = list(pattern.finditer(text))
    return chance.choice(found) if found else None


def delete_a_line(text: str, chance: random.Random) -> str:
    lines = text.split("\n")
    del lines[chance.randrange(len(lines))]
    return "\n".join(lines)


def double_a_line(text: str, chance: random.Random) -> str:
    lines = text.split("\n")
    n = chance.randrange(len(lines))
    return "\n".join([*lines[: n + 1], *lines[n:]])


def swap_two_lines(text: str, chance: random.Random) -> str:
    lines = text.split("\n")
    n = chance.randrange(len(lines) - 1)
    lines[n], lines[n + 1] = lines[n + 1], lines[n]
    return "\n".join(lines)


def change_a_letter_of_a_key(text: str, chance: random.Random) -> str:
    found = _one(_KEY, text, chance)
    if found is None:
        return ""
    at = chance.randrange(found.start(2), found.end(2))
    return text[:at] + chance.choice("aeioxz") + text[at + 1 :]


def put_a_key_in_capitals(text: str, chance: random.Random) -> str:
    found = _one(_KEY, text, chance)
    return "" if found is None else text[: found.start(2)] + found[2].capitalize() + text[found.end(2) :]


def change_the_letter_of_an_option(text: str, chance: random.Random) -> str:
    found = _one(_LETTER, text, chance)
    return "" if found is None else text[: found.start(2)] + chance.choice("abcxy1") + text[found.end(2) :]


def swap_the_letters_of_two_options(text: str, chance: random.Random) -> str:
    found = list(_LETTER.finditer(text))
    if len(found) < 2:
        return ""
    n = chance.randrange(len(found) - 1)
    one, other = found[n], found[n + 1]
    return text[: one.start(2)] + other[2] + text[one.end(2) : other.start(2)] + one[2] + text[other.end(2) :]


def name_another_answer(text: str, chance: random.Random) -> str:
    found = _one(_ANSWER, text, chance)
    return "" if found is None else text[: found.start(2)] + chance.choice("abcxB") + text[found.end(2) :]


def leave_a_quotation_open(text: str, chance: random.Random) -> str:
    found = _one(_KEY, text, chance)
    return "" if found is None else f"{text[: found.end()]} {chance.choice(chr(34) + chr(39))}{text[found.end() :]}"


def leave_a_bracket_open(text: str, chance: random.Random) -> str:
    found = _one(re.compile(r"[\]})]"), text, chance)
    return "" if found is None else text[: found.start()] + text[found.end() :]


def drop_a_fence(text: str, chance: random.Random) -> str:
    found = _one(_FENCE, text, chance)
    return "" if found is None else text[: found.start()] + text[found.end() :]


def shorten_a_fence(text: str, chance: random.Random) -> str:
    found = _one(_FENCE, text, chance)
    return "" if found is None else text[: found.start()] + text[found.start() + 1 :]


def drop_three_dashes(text: str, chance: random.Random) -> str:
    found = _one(re.compile(r"^---\n", re.MULTILINE), text, chance)
    return "" if found is None else text[: found.start()] + text[found.end() :]


def double_an_id(text: str, chance: random.Random) -> str:
    found = list(_ID.finditer(text))
    if len(found) < 2:
        return ""
    one, other = chance.sample(found, 2)
    return text[: one.start(2)] + other[2] + text[one.end(2) :]


def change_an_objective(text: str, chance: random.Random) -> str:
    found = _one(_OBJECTIVE, text, chance)
    return "" if found is None else text[: found.end(2)] + "s" + text[found.end(2) :]


def cut_the_file(text: str, chance: random.Random) -> str:
    return text[: chance.randrange(len(text))]


def put_a_control_character_in(text: str, chance: random.Random) -> str:
    at = chance.randrange(len(text))
    return text[:at] + chance.choice("\x00\x08\x1b\x7f\u2028\u0085") + text[at:]


def put_a_tab_in(text: str, chance: random.Random) -> str:
    found = _one(re.compile(r"^ +", re.MULTILINE), text, chance)
    return "" if found is None else text[: found.start()] + "\t" + text[found.end() :]


def indent_a_line(text: str, chance: random.Random) -> str:
    lines = text.split("\n")
    n = chance.randrange(len(lines))
    lines[n] = " " * chance.randint(1, 4) + lines[n]
    return "\n".join(lines)


def take_an_indent_away(text: str, chance: random.Random) -> str:
    found = _one(re.compile(r"^ +", re.MULTILINE), text, chance)
    return "" if found is None else text[: found.start()] + text[found.end() :]


def forget_a_space(text: str, chance: random.Random) -> str:
    found = _one(re.compile(r": "), text, chance)
    return "" if found is None else text[: found.end() - 1] + text[found.end() :]


def put_a_colon_in(text: str, chance: random.Random) -> str:
    found = _one(re.compile(r"(?<=[a-z]) (?=[a-z])"), text, chance)
    return "" if found is None else text[: found.start()] + ":" + text[found.start() :]


def change_a_letter(text: str, chance: random.Random) -> str:
    at = chance.randrange(len(text))
    return text[:at] + chance.choice("abcxyzABC019 -_:#*`[]{}<>&!|'\"") + text[at + 1 :]


def break_a_link(text: str, chance: random.Random) -> str:
    found = _one(re.compile(r"\]\(([^)]+)\)"), text, chance)
    return "" if found is None else text[: found.start(1)] + "x" + text[found.start(1) :]


def put_html_in(text: str, chance: random.Random) -> str:
    found = _one(re.compile(r"(?<=[a-z]) (?=[a-z])"), text, chance)
    return "" if found is None else text[: found.start()] + " <script>alert(1)</script>" + text[found.start() :]


def save_with_another_end_of_line(text: str, chance: random.Random) -> str:
    return text.replace("\n", "\r\n")


MUTATIONS: Mapping[str, Mutation] = {
    name: one
    for name, one in list(globals().items())
    if callable(one) and getattr(one, "__module__", "") == __name__ and not name.startswith("_")
}
