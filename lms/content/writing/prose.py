"""Rules for sentences: how long they are, and how hard a whole text is to read."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from heapq import nsmallest
from typing import NamedTuple

from lms.content.writing.placed_text import Stretch, Written
from lms.content.writing.reading import Page
from lms.content.writing.sentences import Amount, amount, sentences, total, words
from lms.content.writing.wordlists import SMALL_WORDS
from lms.sources.characters import shorten
from lms.sources.diagnostics import Findings, Place

HARDEST_GRADE = 9
"""Nine years at school: what WCAG 2.2 calls the lower secondary education level (success criterion 3.1.5)."""
FEWEST_WORDS, FEWEST_SENTENCES = 150, 8
"""A shorter text has no reading grade: one long word would decide it."""
LONGEST_SENTENCE = {"en": 35}
LONGEST_ELSEWHERE = 45
"""GOV.UK looks twice at 25 words, and calls 29 very hard; a warning waits until there is no doubt."""
FEWEST_SMALL_WORDS = 6
"""One word in so many is a small one in any English; in plain prose it is nearly every second."""
WORST = 3
_MOST_FINDINGS = 5
_A_FEW = 5


class Sentence(NamedTuple):
    """A sentence with its place. `text` is shortened to a line."""

    place: Place
    amount: Amount
    text: str


class Reading(NamedTuple):
    """How a text reads. There is no grade where it is too short, or not English; `worst` are its hardest sentences."""

    amount: Amount
    grade: Fraction | None
    worst: tuple[Sentence, ...]


def check_prose(page: Page, language: str, findings: Findings) -> Reading:
    """Finds fault with long sentences and hard texts. Quotations are somebody else's words, and are left alone."""
    found = [sentence for stretch in page.stretches if stretch.kind == "prose" for sentence in _sentences(stretch)]
    _check_length(found, language, findings)
    return _check_grade(page, found, language, findings)


def _sentences(stretch: Stretch) -> list[Sentence]:
    found = []
    for begin, end in sentences(stretch.blanked):
        counted = amount(stretch.blanked[begin:end])
        if counted.words:
            found.append(Sentence(stretch.place(begin, end), counted, shorten(stretch.blanked[begin:end])))
    return found


def longest_allowed(language: str) -> int:
    return LONGEST_SENTENCE.get(language.split("-")[0], LONGEST_ELSEWHERE)


def _check_length(found: Sequence[Sentence], language: str, findings: Findings) -> None:
    most = longest_allowed(language)
    long = sorted((one for one in found if one.amount.words > most), key=lambda one: -one.amount.words)
    for one in long[:_MOST_FINDINGS]:
        _report_long(one.place, one.amount, findings)


def _check_grade(page: Page, found: Sequence[Sentence], language: str, findings: Findings) -> Reading:
    whole = total(one.amount for one in found)
    english = language.split("-")[0] == "en"
    worst = tuple(nsmallest(WORST, found, key=_by_grade if english else _by_length))
    if whole.words < FEWEST_WORDS or whole.sentences < FEWEST_SENTENCES or not (english and _is_english(page)):
        return Reading(whole, None, worst)
    grade = whole.grade
    if grade > HARDEST_GRADE:
        others = [str(one.place.line) for one in worst[1:]]
        message = f"This text asks for {in_words(grade)} years at school; its hardest sentence is this one."
        help = f"Aim at 6 to 8: shorter sentences, shorter words. Next come lines {' and '.join(others)}."
        findings.warn(worst[0].place, "W201", message, help)
    return Reading(whole, grade, worst)


def _is_english(page: Page) -> bool:
    """Whether a text uses the small words of English: the formula means nothing for any other text."""
    told = words(" ".join(stretch.blanked for stretch in page.stretches if stretch.kind == "prose"))
    return sum(word.casefold() in SMALL_WORDS for word in told) * FEWEST_SMALL_WORDS >= len(told)


def _by_grade(one: Sentence) -> tuple[float, int]:
    # In a sentence of a few words one long word decides alone, which says nothing of the sentence.
    return (-one.amount.hardness if one.amount.words > _A_FEW else 0.0), one.place.line


def _by_length(one: Sentence) -> tuple[int, int]:
    return -one.amount.words, one.place.line


def in_words(grade: Fraction) -> str:
    """A grade as people write it, with one decimal."""
    tenths = round(grade * 10)
    return f"{tenths // 10}.{abs(tenths) % 10}" if tenths >= 0 else "0.0"


def check_question(question: Written, language: str, findings: Findings) -> None:
    """The sentences of a question, which are read under some strain, are not longer than those of a lesson."""
    most = longest_allowed(language)
    for begin, end in sentences(question.blanked):
        counted = amount(question.blanked[begin:end])
        if counted.words > most:
            _report_long(question.place(begin, end), counted, findings)


def _report_long(place: Place, counted: Amount, findings: Findings) -> None:
    message = f"This sentence has {counted.words} words."
    help = "Make two or three of it: one thought each. Most people lose the thread after 25 words."
    findings.warn(place, "W202", message, help)
