"""What must never stand in a text that people see: markup, values as programs write them, words run together.

Pure: text in, faults out. Each check has good and bad examples of its own in `test_reading.py`.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass

from lms.wording.pseudo import PSEUDO

MONTHS = "January|February|March|April|May|June|July|August|September|October|November|December"
_SHORT = "Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec"
_UNITS = "minutes?|hours?|days?|weeks?|lessons?|questions?|points?|courses?|certificates?|people|of|at"

PATTERNS = {
    "markup": r"</?[A-Za-z][\w-]*(?:\s+[\w-]+(?:=[^<>]*)?)*\s*/?>|<!--|-->|\b(?:lang|class|href|dir)=[\"“]",
    "an entity": r"&(?:[A-Za-z][A-Za-z0-9]+|#\d+|#x[0-9A-Fa-f]+);",
    "a word of a template": r"\{\{|\}\}|\{%|%\}|\{#|#\}|%\([a-z_]+\)[sdf]|\$\{|\{[a-z_]+(?:[.!:][a-z_]+)*\}|%[sd]\b",
    "an object's representation": (
        r"<[\w.]+(?: object)? at 0x|<[A-Za-z_][\w.]*[: ]['\"(]|<(?:function|class|bound method|Row|Undefined)\b"
        r"|\b[A-Z]\w+\((?:[a-z_]+=|['\"])|\b(?:datetime|Fraction|frozenset|mappingproxy|timedelta|Decimal|Path)\."
        r"?\w*\(|\bUndefined\b|\bdict_(?:keys|values|items)\b|\b[A-Z][a-z]+\.[A-Z][A-Z_]{2,}\b"
        r"|\bb'[^']*'|\[(?:'[^']*'(?:, )?)+\]|\{'[^']*':|\('[^']*',|\blms\.[a-z]+\.[a-z]"
    ),
    "a value as a program writes it": r"\b(?:NaN|undefined|null|nan)\b|\[object ",
    "a time as a program writes it": r"\b\d{4}-\d\d-\d\d(?:[T ]\d\d:\d\d)|\b\d\d:\d\d:\d\d\b|\+00:00",
    "a date in another way": (
        r"\b\d{4}-\d\d-\d\d\b|\b\d{1,2}/\d{1,2}/\d{2,4}\b"
        rf"|\b(?:{MONTHS}) \d{{1,2}}(?:st|nd|rd|th)?\b(?![ .:]?\d)|\b0\d (?:{MONTHS})\b"
        rf"|\b\d{{1,2}}(?:st|nd|rd|th) (?:of )?(?:{MONTHS})\b|\b\d{{1,2}} (?:{_SHORT})\b\.?(?: \d{{4}})"
    ),
    "a time in another way": r"\b\d{1,2}(?::\d\d)?\s?(?:[ap]\.?m\.?)\b|\b\d{1,2}\.\d\d (?:UTC|o’clock)|\b\d:\d\d\b",
    "a span of time in another way": (
        r"\b(?:about|after|for|half|in|of|to|within) an hour\b|\bhours? and \d+ minutes?\b"
        r"|\b\d+\s?(?:mins?|hrs?|secs?)\b|\b\d+[hms]\b"
        r"|\b(?:[7-9]\d|6[1-9]|\d{3,}) minutes\b|\b0 (?:minutes|hours)\b"
    ),
    "a share in another way": r"\d+[.,]\d+\s?%|\d\s?per ?cent\b|\d\s?percent\b|\b0\.\d+ of (?:it|the points)",
    "two spaces": r"(?<=\S)[ \u00a0\u2009\u202f]{2,}(?=\S)",
    "a missing space": (
        rf"[A-Za-zÀ-ž](?:\d{{1,2}} (?:{MONTHS}))|\b(?:on|at|until|since|of|and|to|is|in|by|after)\d"
        rf"|\d(?:{MONTHS})\b|(?<![\w#])\d+(?:{_UNITS})\b"
        r"|[a-zà-ž][.!?][A-Z][a-z]|[A-Za-zà-ž],[A-Za-z]|[a-zà-ž][;:!?][A-Za-z]|\)[A-Za-z]|[a-zà-ž]\((?!s\))"
        r"|[”»][A-Za-z0-9]|[A-Za-z]{2}[“«]"
    ),
    "words run together": (
        r"\b(?!(?:LinkedIn|McMurdo|PostgreSQL|JavaScript|OpenID|WeasyPrint|GitHub|YouTube|LaTeX)\b)"
        r"[A-Za-zà-ž]*[a-zà-ž][A-Z][a-zà-ž]{2,}"
    ),
    "a space before a sign": r"(?<=[A-Za-z0-9”)]) [,.;:!?](?=\s|$)",
    "signs doubled": r"(?<!\.)\.\.(?!\.)|[,;:?!]\.|\.[,;](?!\w)|,,|;;|\(\)|“”|“\s|\s”|: ?\.",
    "a word doubled": r"\b([A-Za-zà-ž]{2,})[ \u00a0]\1\b",
    "a plural in brackets": r"\w\(e?s\)",
    "one of many": r"\b1 (?:lessons|questions|points|courses|minutes|hours|days|people|tries|errors|warnings|words)\b",
}
_CHECKS = {name: re.compile(pattern) for name, pattern in PATTERNS.items()}
_OF_ENGLISH = {"two ways of a share": re.compile(r"\d[ \u00a0\u202f]%")}
_ALLOWED_DOUBLES = frozenset({"that that", "had had", "bla bla"})
_PYTHON = re.compile(r"\bNone\b|\b(?:True|False)\b")
_AS_PEOPLE_SAY = re.compile(
    r"^(?:True|False)\. (?=[A-Z])|(?:^|[.!?:·] )None (?:of|is|are|was|has|can|yet)\b|\bTrue or false\b"
)
_WHOLE_LINE = re.compile(r"(?:True|False)\.?$")
_ENGLISH = """
the and you your of to with this that have not for are was were it can what which who will is question answer choose
save next join sign right wrong yet done about minutes hour open closed lesson or from true false gap hint
"""
_SPANISH = """
el los las una uno que para del por está qué cómo con se su sus esta este cuando pero tu más lo al
"""
ENGLISH, SPANISH = frozenset(_ENGLISH.split()), frozenset(_SPANISH.split())
_ZONE = re.compile(r"\b[A-Z][A-Za-z]+(?:/[\w+-]+)+")
"""The name of a time zone, as the world writes it."""

_ADDRESS = re.compile(r"\bhttps?://[\w.:/?=&%#~-]*[\w/]")
"""May hold letters drawn by lot, which are no words."""

_WORD = re.compile(r"[^\W\d_]+(?:[’'][^\W\d_]+)?")
_ARABIC = re.compile(r"[\u0600-\u06ff]{2,}")
_TYPED = re.compile("⟨[^⟩]*⟩")
_MAIL = re.compile(r"\S+@\S+")
_ISOLATED = re.compile(r"[\u2066-\u2068][^\u2069]*\u2069")


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of text with the language that the page says it is in; `own` is a name or word isolated by itself."""

    language: str
    words: str
    own: bool = False


def faults(text: str, language: str = "en") -> list[str]:
    """What is wrong with the words of a page, each with the place where it stands."""
    return [fault for line in text.splitlines() for fault in _of_line(line.strip(), language)]


def _of_line(line: str, language: str) -> Iterator[str]:
    line = _ZONE.sub("⟨zone⟩", _ADDRESS.sub("⟨address⟩", line))
    checks = _CHECKS | (_OF_ENGLISH if language.startswith("en") else {})
    for name, check in checks.items():
        for found in check.finditer(line):
            if name == "a word doubled" and found[0].replace("\u00a0", " ").lower() in _ALLOWED_DOUBLES:
                continue
            yield f"{name}: {_around(line, found.start(), found.end())}"
    rest = _AS_PEOPLE_SAY.sub("", line)
    if not _WHOLE_LINE.match(line) and (word := _PYTHON.search(rest)):
        yield f"a value as a program writes it: {_around(rest, word.start(), word.end())}"


def _around(line: str, start: int, end: int) -> str:
    return f"…{line[max(0, start - 25) : start]}⟦{line[start:end]}⟧{line[end : end + 25]}…"


def strangers(pieces: Iterable[Piece]) -> list[str]:
    """Words that are in another language than the page says: a reader aloud would get them wrong."""
    return [
        f"not marked as its own language: {one.words[:80]} ({one.language})"
        for one in pieces
        if not (one.own and one.language != "en") and _is_strange(one)
    ]


def vocabulary(texts: Iterable[str]) -> frozenset[str]:
    """All words that stand in these texts."""
    return frozenset(word.casefold() for text in texts for word in _WORD.findall(text))


def unwritten(pieces: Iterable[Piece], language: str, written: Collection[str]) -> list[str]:
    """What a page says is in a language, and holds words that nobody wrote in it. `⟨…⟩` is typed."""
    return [
        f"marked as {language}, and nobody wrote it: {', '.join(words)} in: {piece.words[:80]}"
        for piece in pieces
        if piece.language.partition("-")[0] == language
        and not piece.own
        and (
            words := [
                one
                for one in _WORD.findall(_TYPED.sub("", _MAIL.sub("", piece.words)))
                if one.casefold() not in written
            ]
        )
    ]


def _is_strange(piece: Piece) -> bool:
    words = [word.casefold() for word in _WORD.findall(_MAIL.sub("", piece.words))]
    base = piece.language.partition("-")[0]
    if base == "en":
        foreign = _ARABIC.search(_ISOLATED.sub("", piece.words)) is not None
        spanish = sum(word in SPANISH for word in words) >= 2 or bool(set("¿¡") & set(piece.words))
        return spanish or (foreign and not piece.own)
    if base == "es":
        return any(word in ENGLISH for word in words)
    if base == "ar":
        words = _WORD.findall(_ISOLATED.sub("", _MAIL.sub("", piece.words)).replace("PDF", ""))
        return any(word.isascii() and len(word) > 2 for word in words)
    return False


# Names of languages and of months come from CLDR, which has no words for the language that nobody speaks.
_NO_WORDS = re.compile(
    rf"^(?:Spanish|French|Arabic)$|\b(?:{MONTHS}) \d{{4}}|\b\d{{1,2}} (?:{MONTHS})(?: \d{{4}})?|\bUTC\b|https?://\S+|\S+@\S+|⟨[^⟩]*⟩"
)


def forgotten(pieces: Iterable[Piece], texts: Collection[str]) -> Iterator[str]:
    """What a page in the language that nobody speaks says in English. `texts` are short ones of authors."""
    for piece in pieces:
        letters = "".join(filter(str.isalpha, _NO_WORDS.sub("", piece.words)))
        ours = piece.language == PSEUDO and not piece.own and piece.words.removeprefix(": ") not in texts
        if ours and len(letters) > 1 and letters.isascii():
            yield piece.words


def short_texts(files: Iterable[str]) -> frozenset[str]:
    """What stands alone in files of authors: the values of keys, the entries of lists, headings."""
    found = re.findall(r"^[ #-]*(?:[\w-]+: )?[\"“']?(.*?)[\"”']?$", "\n".join(files), re.MULTILINE)
    in_one_line = (part for one in found if one[:1] == "[" for part in one.strip("[]").split(","))
    return frozenset(one.strip() for one in (*found, *in_one_line))
