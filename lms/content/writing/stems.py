"""Rules for what a question asks, and for what its words give away."""

from __future__ import annotations

import re

from lms.content.writing.placed_text import Written
from lms.content.writing.reading import Asked
from lms.content.writing.sentences import sentences, words
from lms.content.writing.wordlists import OPENING, TOO_COMMON
from lms.sources.diagnostics import Findings
from lms.sources.suggest import listed

_ASKING = re.compile(
    r"\?|…|\.\.\.|__|:\s*$|\b(?:choose|pick|select|match|put|order|sort|name|complete|decide|find|write|fill|mark|tick|"
    r"say|tell|give|state|identify|which|what|who|whom|whose|when|where|why|how|true or false)\b",
    re.IGNORECASE,
)
_STAND_IN = re.compile(r"\d|\b(?:question|stem|test|example|todo)\b|^\W*\w{0,3}\W*$", re.IGNORECASE)
"""What stands there until somebody writes the question: Question 7, Q, x."""
_FEWEST_WORDS = 4
"""A stem of fewer words that is no question can only be a topic."""
_WH = re.compile(r"\b(?:which|what|who|whom)\b", re.IGNORECASE)
_CLAUSE = re.compile(
    r"\b(?:if|when|while|because|so|that|although|though|since|until|unless|whether|but|who|whom|where|after|before|"
    r"as|and|or|does\s+not\s+know)\b|[,;:]",
    re.IGNORECASE,
)
_NEGATIVE = re.compile(r"\bnot\b|n['’]t\b", re.IGNORECASE)
_EXCEPT = re.compile(r"\b(?:except|excepting|apart from|other than)\b", re.IGNORECASE)
_OF_ALL = re.compile(r"\b(?:all|each|every|which|true|following|any)\b", re.IGNORECASE)
_EMPHASIS = re.compile(
    r"[*_]{1,3}[^*_\n]{0,100}(?:\bnot|n['’]t|\bexcept|\bapart from|\bother than)\b[^*_\n]{0,100}[*_]", re.IGNORECASE
)
_CAPITALS = re.compile(r"\b(?:NOT|EXCEPT)\b|N['’]T\b")
_ARTICLE = re.compile(r"\b(an?)\W*$", re.IGNORECASE)
_VOWEL_SOUND = re.compile(r"(?!uni[^nm]|use|usu|eu|one\b|once)(?:[aeiou]|hour|honest|heir|honour)", re.IGNORECASE)
_MISFITS = (
    (re.compile(r"\b(?:are|were)\W*$", re.IGNORECASE), re.compile(r"(?:an?|one|this|that)\b", re.IGNORECASE)),
    (
        re.compile(r"\b(?:is|was)\W*$", re.IGNORECASE),
        re.compile(r"(?:two|three|four|these|those|several|many)\b", re.IGNORECASE),
    ),
)
"""What ends a stem, and how options begin that do not fit it."""
_ENDING = re.compile(r"(?:ies|es|s|ed|ing|ly|e|y)$")
_SHORTEST_KEY_WORD = 6
_MOST_ASKING_WORDS = 25


def check_stem(asked: Asked, language: str, findings: Findings) -> None:
    if asked.question is None or not asked.picks or language != "en":
        return
    stem = asked.question
    _check_asks(asked, stem, findings)
    _check_negative(stem, findings)
    if len(asked.options) > 1 and asked.right and asked.wrong:
        _check_grammar(asked, stem, findings)
        _check_repeated(asked, stem, findings)


def _check_asks(asked: Asked, stem: Written, findings: Findings) -> None:
    text = stem.blanked.strip()
    if _ASKING.search(text) or _STAND_IN.search(text):
        return
    told = words(text)
    goes_on = len(told) >= _FEWEST_WORDS or (told and told[-1].casefold() in OPENING)
    if text.endswith((".", "!")) or not goes_on:
        message = "This question asks nothing."
        findings.warn(stem.whole, "W112", message, "End it with a question that can be answered without the options.")


def _check_negative(stem: Written, findings: Findings) -> None:
    """A negative in the sentence that asks. What is merely told, or stands in a clause of its own, may be negative."""
    text = stem.blanked
    told = list(sentences(text))
    asking = [one for one in told if text[slice(*one)].rstrip("\"'”’)").endswith("?")]
    for begin, end in asking or told[-1:]:
        found = _negative_in(stem.blanked, begin, end)
        if found is not None and not _emphasised(stem.text, begin, end):
            message = "What is asked for here is the one that does not fit, and the word for it is easy to miss."
            help = "Ask for what is so. Where it must be negative, write it in bold: **not**, **except**."
            findings.warn(stem.place(*found), "W104", message, help)


def _negative_in(text: str, begin: int, end: int) -> tuple[int, int] | None:
    except_ = _EXCEPT.search(text, begin, end)
    if except_ is not None and _OF_ALL.search(text, begin, end) is not None:
        return except_.span()
    asks = _WH.search(text, begin, end)
    if asks is None or text[begin:end].lstrip().casefold().startswith(("why", "how", "if", "when")):
        return None
    clause = _CLAUSE.search(text, asks.end(), end)
    found = _NEGATIVE.search(text, asks.end(), end if clause is None else clause.start())
    return None if found is None else found.span()


def _emphasised(raw: str, begin: int, end: int) -> bool:
    asked = raw[max(begin - 3, 0) : end + 3]
    return _EMPHASIS.search(asked) is not None or (_CAPITALS.search(asked) is not None and not asked.isupper())


def _check_grammar(asked: Asked, stem: Written, findings: Findings) -> None:
    """What stands just before the options fits some of them only."""
    text = stem.blanked.rstrip()
    article = _ARTICLE.search(text)
    if article is not None:
        wants_vowel = article[1].casefold() == "an"
        fits = {option.letter: bool(_VOWEL_SOUND.match(option.words)) is wants_vowel for option in asked.options}
        if all(fits[option.letter] for option in asked.right) and not all(fits.values()):
            out = listed([option.letter for option in asked.wrong if not fits[option.letter]], "and")
            message = f"“{article[1]}” before the options rules out {out}."
            findings.warn(stem.place(*article.span(1)), "W108", message, "Put “a” or “an” into each option.")
        return
    for end, misfit in _MISFITS:
        verb = end.search(text)
        out_ = [option for option in asked.wrong if misfit.match(option.words)]
        if verb is not None and out_ and not any(misfit.match(option.words) for option in asked.right):
            out = listed([option.letter for option in out_], "and")
            message = f"“{verb[0].strip()}” before the options rules out {out}, by grammar alone."
            findings.warn(stem.place(*verb.span()), "W108", message, "Let the stem fit every option.")


def _check_repeated(asked: Asked, stem: Written, findings: Findings) -> None:
    """Words of the sentence that asks which come again in the right option, and in no wrong one."""
    if asked.picks != "one" or len(asked.options) < 3:
        return
    asking = [stem.blanked[begin:end] for begin, end in sentences(stem.blanked)][-1:]
    if not asking or len(words(asking[0])) > _MOST_ASKING_WORDS:
        return
    keys = _key_words(asking[0])
    right = {key for option in asked.right for key in _key_words(option.words)}
    wrong = {key for option in asked.wrong for key in _key_words(option.words)}
    again = [word for key, word in keys.items() if key in right and key not in wrong]
    if again and len(again) * 2 >= len(keys):
        named = listed(again, "and")
        comes = "comes" if len(again) == 1 else "come"
        message = f"From the question, {named} {comes} again in the right option alone."
        help = "Say it in other words, or use it in a wrong option too."
        findings.warn(asked.right[0].text.whole, "W109", message, help)


def _key_words(text: str) -> dict[str, str]:
    """Long words that carry a meaning, without their endings, so that consent and consents are one. No names."""
    found = {}
    for word in words(text):
        plain = word.casefold()
        if len(plain) >= _SHORTEST_KEY_WORD and plain not in TOO_COMMON and not word[0].isupper():
            found[_ENDING.sub("", plain)] = word
    return found
