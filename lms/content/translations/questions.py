"""A quiz in another language: the same ids, letters and key, other texts. What is not translated stays, marked so."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from lms.content.reading.languages import direction
from lms.content.reading.parts import Address, TranslationPart
from lms.content.translations.texts import ASKING, FRONT, QUIZ, SCENARIO, UNTRANSLATED
from lms.questions.ask import Ask
from lms.questions.kinds import KINDS
from lms.questions.quiz import Question, Rule, Solution


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


@dataclass(frozen=True, slots=True)
class _OfQuiz:
    """The texts of one quiz or ask, as its kind asks for them."""

    words: Words
    quiz: str
    block: str = QUIZ

    @property
    def group(self) -> str:
        return f"{self.block} {self.quiz}"

    def line(self, part: str, original: str) -> str:
        return self.words.line(self.group, part, original)

    def plain(self, part: str, original: str) -> str:
        found = self.words.get(self.group, part)
        return original if found is None else found

    def cut(self) -> tuple[tuple[str, ...], tuple[str, ...]] | None:
        own = self.words.part.gaps.get(self.quiz)
        return None if own is None or self.words.get(self.group, "text") is None else (own.names, own.pieces)

    def marked(self, html: str) -> str:
        return in_block(html, self.words.fallback)


def translated_question(question: Question, words: Words, scenario: str = "") -> Question:
    """`scenario` is the id of the scenario that is shown with the question."""
    texts = _OfQuiz(words, question.id)
    return replace(
        question,
        html=words.block(texts.group, "question", question.html),
        scenario=words.block(f"{SCENARIO} {scenario}", "text", question.scenario),
        body=KINDS.of(question).translated(question.body, texts),
    )


def translated_ask(ask: Ask, words: Words) -> Ask:
    texts = _OfQuiz(words, ask.id, ASKING[1])
    question = replace(
        ask.question,
        html=words.block(texts.group, "question", ask.question.html),
        body=ask.kind.translated(ask.question.body, texts),
    )
    return replace(ask, question=question)


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
    key = solution.key

    def accepting(gap: str, rule: Rule) -> Rule:
        return _accepting(rule, quiz, gap, language, translations)

    return replace(solution, key=replace(key, rule=KINDS[key.type].with_words(key.rule, accepting)))


def _accepting(rule: Rule, quiz: str, gap: str, language: str, translations: Mapping[str, TranslationPart]) -> Rule:
    original = list(rule["accept"])
    by_language = {tag: list(part.accepted.get((quiz, gap), ())) for tag, part in translations.items()}
    named = by_language.get(language) or original
    others = [word for words in (original, *by_language.values()) for word in words if word not in named]
    also = list(dict.fromkeys(others))
    return {**rule, "accept": named} | ({"also": also} if also else {})
