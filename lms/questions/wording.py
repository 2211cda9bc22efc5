"""Answers in a person's own words: bounding them, and comparing them with what a key accepts."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable

from lms.questions.kind import NotAnAnswer, Reading
from lms.questions.quiz import Json, Rule
from lms.questions.shapes import Words
from lms.questions.typed import NEWEST, compared, is_blank
from lms.sources.characters import shorten
from lms.sources.diagnostics import Edit
from lms.sources.fields import Fields
from lms.sources.suggest import did_you_mean, surely_meant
from lms.sources.tables import Entry, ListOf, Table, Text, Word
from lms.wording.phrases import _

MOST_CHARACTERS = 10_000
DIFFERENCES = ("case", "accents", "spaces", "punctuation")
USUAL = ("case", "spaces")
ACCEPT = Entry("accept", ListOf(Text(like="consent"), least=1), "every answer that is right", needed=True)
IGNORE_DIFFERENCES = Entry(
    "ignore_differences",
    ListOf(Word(DIFFERENCES)),
    "differences that do not count; with an empty list, every sign counts",
    default=", ".join(USUAL),
)
TRANSLATED = Table(
    "gap",
    Entry(
        "accept",
        ListOf(Text(like="consentimiento")),
        "the words that people type in this language; those of every language count",
        otherwise="the other languages' alone",
    ),
)
"""What a translation says of words that are typed."""
_MOST_ACCEPTED = 500
# PostgreSQL can keep neither NUL nor half a surrogate pair, and the other controls cannot be shown.
_UNKEEPABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")
_PASTED = re.compile("[\x01-\x08\x0b\x0c\x0e-\x1f\x7f\ufffe\uffff]")


def accept_text(value: Json, most: int = MOST_CHARACTERS) -> str | NotAnAnswer:
    """A text as it was typed, but for its line ends, which are newlines."""
    if not isinstance(value, str):
        return NotAnAnswer(_("Send the answer as text."))
    # A browser sends two characters for a line end that it counted, and the writer sees, as one.
    text = value.replace("\r\n", "\n").replace("\r", "\n")
    if len(text) > most:
        return NotAnAnswer(_("This is longer than %(most)s characters. Please shorten it.", most=most))
    if _UNKEEPABLE.search(text):
        return NotAnAnswer(_("This has a hidden character in it that cannot be kept. Please type it again."))
    if is_blank(text):
        return NotAnAnswer(_("Write something first."))
    return text


def keepable(text: str) -> str:
    """A text without the hidden characters that come along when somebody pastes; what no hand can send stays in it."""
    return _PASTED.sub("", text)


def accepted_words(rule: Rule) -> list[str]:
    """All words that a rule accepts: `also` has those of other languages, which are not named as the right answer."""
    return [*rule["accept"], *rule.get("also", ())]


def is_accepted(given: str, accepted: Iterable[str], ignoring: Collection[str], reading: int = NEWEST) -> bool:
    said = compared(given, ignoring, reading)
    return any(said == compared(one, ignoring, reading) for one in accepted)


def read_ignored(fields: Fields, usual: Collection[str] = USUAL) -> tuple[str, ...]:
    """Which differences do not count, in one order whatever the author's; an empty list means that all do."""
    if not fields.has("ignore_differences"):
        return tuple(usual)
    found = set()
    for scalar in fields.texts("ignore_differences"):
        word = scalar.text.strip()
        if word in DIFFERENCES:
            found.add(word)
        else:
            near = surely_meant(word, DIFFERENCES)
            message = f"`{shorten(word)}` is not a difference that can be ignored."
            edits = (Edit(scalar.place, near),) if near else ()
            fields.findings.add(scalar.place, "Q303", message, did_you_mean(word, DIFFERENCES), edits=edits)
    return tuple(word for word in DIFFERENCES if word in found)


def read_accepted(reading: Reading, fields: Fields, ignoring: Collection[str]) -> tuple[str, ...]:
    """The texts under `accept`: each can be typed, and no two are the same answer."""
    found: dict[str, str] = {}
    findings = reading.fields.findings
    for scalar in fields.texts("accept"):
        text = scalar.text.strip()
        said = compared(text, ignoring)
        if not said:
            message = "Nothing is left of this answer when the differences are ignored."
            findings.add(scalar.place, "Q301", message, "Write at least one letter or figure.")
        elif len(text) > _MOST_ACCEPTED:
            message = f"This answer is longer than {_MOST_ACCEPTED} characters."
            findings.add(scalar.place, "Q301", message, "Nobody types that: ask for less.")
        elif said in found:
            message = f"This is the same answer as `{shorten(found[said])}`."
            findings.warn(scalar.place, "Q302", message, "Take one of the two out.")
        else:
            found[said] = text
    return tuple(found.values())


def without_translations(rule: Rule) -> Rule:
    """What a rule says without the words that a translation also accepts: those come and go with its file."""
    return {name: one for name, one in rule.items() if name != "also"}


def words_of(rule: Rule) -> Words:
    return Words(tuple(rule.get("accept", ())), tuple(rule.get("ignore_differences", ())))


def written_words(rule: Rule) -> dict[str, Json]:
    """What is accepted as an author wrote it."""
    ignoring = list(rule["ignore_differences"])
    said = {"accept": list(rule["accept"])}
    return said if set(ignoring) == set(USUAL) else {**said, "ignore_differences": ignoring}
