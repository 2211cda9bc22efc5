"""A quiz in another language: the same ids, letters and key, other texts. What is not translated stays, marked so."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from lms.content.reading.languages import direction
from lms.content.reading.parts import Address, TranslationPart
from lms.content.translations.texts import FRONT, QUIZ, SCENARIO, UNTRANSLATED
from lms.questions.quiz import Choice, Question, Solution


def in_block(html: str, language: str) -> str:
    """A stretch of HTML marked as being in a language."""
    return f'<div lang="{language}" dir="{direction(language)}">{html}</div>' if html else ""


def in_line(html: str, language: str) -> str:
    """The same inside of a line."""
    return f'<span lang="{language}" dir="{direction(language)}">{html}</span>' if html else ""


@dataclass(frozen=True, slots=True)
class Words:
    """The texts of one translation; `fallback` is the language of the original."""

    part: TranslationPart
    fallback: str

    def get(self, group: str, part: str) -> str | None:
        """The translated text, None where it is missing."""
        text = self.part.texts.get(Address(group, part))
        return None if text is None or text.mark == UNTRANSLATED else text.shown

    def front(self, part: str) -> str | None:
        return self.get(FRONT, part)

    def block(self, group: str, part: str, original: str) -> str:
        """The translated text, or the original's, marked."""
        found = self.get(group, part)
        return in_block(original, self.fallback) if found is None else found

    def line(self, group: str, part: str, original: str) -> str:
        found = self.get(group, part)
        return in_line(original, self.fallback) if found is None else found


def translated_question(question: Question, words: Words, scenario: str = "") -> Question:
    """`scenario` is the id of the scenario that is shown with the question."""
    group = f"{QUIZ} {question.id}"

    def choices(key: str, there: Iterable[Choice]) -> tuple[Choice, ...]:
        return tuple(Choice(one.key, words.line(group, f"{key}.{one.key}", one.html)) for one in there)

    blanks, gaps = question.blanks, question.gaps
    own = words.part.gaps.get(question.id)
    if own is not None and words.get(group, "text") is not None and set(own.names) == set(question.blanks):
        blanks, gaps = own.names, own.pieces
    elif gaps:
        first, *rest = gaps
        opening = in_block("\0", words.fallback).partition("\0")[0]
        gaps = (opening + first, *rest[:-1], rest[-1] + "</div>") if rest else (in_block(first, words.fallback),)
    unit = words.get(group, "unit") if question.unit else None
    return replace(
        question,
        html=words.block(group, "question", question.html),
        scenario=words.block(f"{SCENARIO} {scenario}", "text", question.scenario),
        options=choices("options", question.options),
        left=choices("left", question.left),
        right=choices("right", question.right),
        labels=choices("labels", question.labels),
        blanks=blanks,
        gaps=gaps,
        unit=question.unit if unit is None else unit,
    )


def translated_solution(quiz: str, solution: Solution, words: Words) -> Solution:
    """Explanations and hints in the language; the key is the same."""
    group = f"{QUIZ} {quiz}"
    why = {part: words.block(group, f"why.{part}" if part else "why", html) for part, html in solution.why.items()}
    hints = tuple(words.block(group, f"hints.{n}", html) for n, html in enumerate(solution.hints, 1))
    return replace(solution, why=why, hints=hints)


def with_accepted(
    solution: Solution, quiz: str, language: str, translations: Mapping[str, TranslationPart]
) -> Solution:
    """The solution with the words of every language. Those of `language` are named as the right answer.

    `translations` are all that there are, by language; a language that is none of them is the original's.
    """
    if not any(one.accepted for one in translations.values()):
        return solution
    rule = dict(solution.key.rule)
    if "accept" in rule:
        rule = _accepting(rule, quiz, "", language, translations)
    elif isinstance(rule.get("blanks"), dict):
        rule["blanks"] = {
            gap: _accepting(own, quiz, gap, language, translations) for gap, own in rule["blanks"].items()
        }
    else:
        return solution
    return replace(solution, key=replace(solution.key, rule=rule))


def _accepting(
    rule: Mapping[str, Any], quiz: str, gap: str, language: str, translations: Mapping[str, TranslationPart]
) -> dict[str, Any]:
    original = list(rule["accept"])
    by_language = {tag: list(part.accepted.get((quiz, gap), ())) for tag, part in translations.items()}
    named = by_language.get(language) or original
    others = [word for words in (original, *by_language.values()) for word in words if word not in named]
    also = list(dict.fromkeys(others))
    return {**rule, "accept": named} | ({"also": also} if also else {})
