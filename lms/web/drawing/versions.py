"""Two versions of a question beside each other: which words went, and which came."""

from __future__ import annotations

from lms.content.comparing.wording import Piece, difference, text_of
from lms.questions.quiz import Quiz
from lms.web.drawing.solved import of_quiz


def apart(before: Quiz, after: Quiz) -> tuple[Piece, ...]:
    """How two versions differ, word by word, their keys with them."""
    return difference(_words(before), _words(after))


def _words(quiz: Quiz) -> str:
    card = of_quiz(quiz)
    lines = [text_of(quiz.question.scenario), text_of(quiz.question.html)]
    lines += [f"{option.letter}: {text_of(option.html)}{' (right)' if option.right else ''}" for option in card.options]
    return "\n".join(line for line in [*lines, text_of(card.answer)] if line)
