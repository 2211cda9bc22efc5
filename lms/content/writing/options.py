"""Rules for the options of one question: none of them may tell, or rule out, the answer by the way it is written."""

from __future__ import annotations

import re
from collections.abc import Sequence
from fractions import Fraction

from lms.content.writing.ranges import overlapping
from lms.content.writing.reading import Asked, Option
from lms.questions.kinds import KINDS
from lms.questions.typed import fold
from lms.sources.diagnostics import Findings
from lms.sources.suggest import listed

LONGER = Fraction(3, 2)
LONGER_BY = 25
"""The right option is clearly the longest from half as much again on, and by so many characters at least."""
MOST_OPTIONS = 4
FEWEST_FOR_FORM = 3
"""With two options one always differs from the other: a form of its own tells nothing."""

_ABOVE = {
    "en": r"(?:all|none|any|both|neither) of (?:the )?(?:above|below|these|those|other (?:answers|options|choices)|"
    r"(?:answers|options|choices)(?: above)?|preceding|previous)|(?:all|none)(?: of them)? (?:is|are) (?:right|correct)"
    r"|(?:both )?[a-e](?:, [a-e])*,? (?:and|or) [a-e](?: (?:is|are) (?:right|correct|true))?",
    "es": r"tod[oa]s l[oa]s (?:anteriores|respuestas anteriores)|ningun[oa] de (?:l[oa]s anteriores|ell[oa]s)",
    "de": r"all[es]{0,2} (?:der )?(?:oben )?genannten?|keine[rs]? (?:der )?(?:oben )?genannten?",
    "fr": r"tou(?:te)?s les (?:réponses )?(?:ci-dessus|précédentes)"
    r"|aucune (?:de ces réponses|des réponses (?:ci-dessus|précédentes))",
    "pt": r"tod[oa]s [oa]s (?:anteriores|alternativas)|nenhum[a]? d[oa]s anteriores",
}
_ALL_OR_NONE = {language: re.compile(pattern) for language, pattern in _ABOVE.items()}
_ABSOLUTE = re.compile(
    r"\b(?:always|never|absolutely|completely|entirely|totally|all|none|every|nobody|everybody|everyone|nothing|"
    r"everything|without exception|under no circumstances)\b"
)
_STRONG = frozenset(("always", "never", "absolutely", "without exception", "under no circumstances"))
_QUOTES = ('"', "“", "‘", "«", "„")
_SIGNS = re.compile(r"[^\w\s%<>=+/.,-]|(?<!\d)[.,]|[.,](?!\d)|_")
_ENDS = (".", "!", "?")


def check_options(asked: Asked, language: str, findings: Findings) -> None:
    for lines in asked.lines:
        _check_same(lines, findings)
    if len(asked.options) < 2 or not asked.right:
        return
    if asked.picks == "one":
        _check_longest(asked, findings)
        _check_number(asked, findings)
    _check_all_or_none(asked, language, findings)
    _check_ranges(asked, findings)
    if language == "en":
        _check_absolutes(asked, findings)
    _check_form(asked, findings)


def normal(words: str) -> str:
    """The words of an option without what makes no difference: case, signs, and spaces."""
    return fold(_SIGNS.sub(" ", fold(words).casefold()))


def _check_longest(asked: Asked, findings: Findings) -> None:
    right, wrong = asked.right, asked.wrong
    if not wrong or len(right) != 1:
        return
    own, longest = len(right[0].words), max(len(option.words) for option in wrong)
    if own >= longest * LONGER and own >= longest + LONGER_BY:
        message = f"The right option has {own} characters, and the longest wrong one {longest}."
        help = "Who knows nothing picks the longest: shorten it, or let the wrong ones say as much."
        findings.warn(right[0].text.whole, "W101", message, help)


def _check_number(asked: Asked, findings: Findings) -> None:
    number = len(asked.options)
    if number > MOST_OPTIONS:
        message = f"This question has {number} options."
        help = "Three good ones are enough: take out those that hardly anybody would choose."
        findings.warn(asked.options[MOST_OPTIONS].text.whole, "W111", message, help)


def _check_all_or_none(asked: Asked, language: str, findings: Findings) -> None:
    pattern = _ALL_OR_NONE.get(language)
    for option in asked.options:
        if pattern is not None and pattern.fullmatch(normal(option.words).replace(" , ", ", ")):
            message = f"“{option.words.rstrip('.')}” is no answer of its own, and options change their order."
            several = KINDS.picking("several").name
            help = f"Write an answer that can be right or wrong by itself, or make it a {several}."
            findings.warn(option.text.whole, "W103", message, help)


def _check_same(lines: Sequence[Option], findings: Findings) -> None:
    first: dict[str, Option] = {}
    for option in lines:
        words = normal(option.words)
        before = first.setdefault(words, option)
        if words and before is not option and before.text.text.split() != option.text.text.split():
            message = f"`{option.letter}` says the same as `{before.letter}`, but for signs and capitals."
            findings.warn(option.text.whole, "W107", message, "Change one of the two, or take it out.")


def _check_ranges(asked: Asked, findings: Findings) -> None:
    pair = overlapping([option.words for option in asked.options])
    if pair is not None and asked.picks == "one":
        one, other = asked.options[pair[0]], asked.options[pair[1]]
        message = f"“{one.words}” and “{other.words}” overlap, so that one answer fits both."
        findings.warn(other.text.whole, "W106", message, "Let each range begin after the one before it ends.")


def absolutes(words: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(_ABSOLUTE.findall(words.casefold())))


def _check_absolutes(asked: Asked, findings: Findings) -> None:
    """Wrong options alone are absolute: two of them, or one that says always or never and is nobody's speech."""
    if any(absolutes(option.words) for option in asked.right):
        return
    found = {option: absolutes(option.words) for option in asked.wrong if absolutes(option.words)}
    certain = [o for o, words in found.items() if _STRONG.intersection(words) and not o.words.startswith(_QUOTES)]
    if certain or len(found) > 1:
        named = listed(dict.fromkeys(word for words in found.values() for word in words), "and")
        message = f"Only wrong options are absolute here: {named}."
        help = "Such words give wrong options away: say what somebody might truly do, or use them in the right one too."
        findings.warn(certain[0].text.whole if certain else next(iter(found)).text.whole, "W105", message, help)


def _check_form(asked: Asked, findings: Findings) -> None:
    """The right option alone ends as a sentence, or alone does not."""
    if len(asked.options) < FEWEST_FOR_FORM or len(asked.right) != 1 or asked.picks != "one":
        return
    ends = {option.letter: option.words.rstrip("\"'”’»)").endswith(_ENDS) for option in asked.options}
    right = asked.right[0]
    if all(ends[option.letter] is not ends[right.letter] for option in asked.wrong):
        message = f"Only the right option {'ends' if ends[right.letter] else 'does not end'} with a full stop."
        findings.warn(right.text.whole, "W108", message, "Write all options in one form.")
