"""What of a thing is not there in a language, so that nobody begins an examination whose questions lack it."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from lms.content.reading.model import Assessment, Bank, Draw
from lms.content.translations.matching import Fit, Fits, state_of
from lms.content.translations.texts import FRONT
from lms.questions.quiz import Quiz

ALL_QUESTIONS, SOME_QUESTIONS, TEXTS = "questions", "some questions", "texts"
"""What may be missing of an assessment: all its questions, some of them, or words of its cover."""


def in_part(fits: Mapping[str, Fit], also: Collection[str] = ()) -> tuple[str, ...]:
    """The languages in which something of a file is missing; of those in `also`, it may be the whole file."""
    asked = sorted({*fits, *also})
    return tuple(language for language in asked if language not in fits or state_of(fits[language]).missing)


def missing_of(
    assessment: Assessment, file: str, banks: Mapping[str, tuple[str, Bank]], fits: Fits, language: str
) -> tuple[str, ...]:
    """What of an assessment is missing in a language. `banks` has what may be drawn from, each with its file."""
    if language in ("", assessment.language):
        return ()
    drawn = [(draw, *banks[draw.bank]) for draw in assessment.draw if draw.bank in banks]
    lacking = [_lacking(draw, bank, fits.get(own, {}).get(language)) for draw, own, bank in drawn]
    some = SOME_QUESTIONS if any(lacking) else ""
    questions = ALL_QUESTIONS if some and set(lacking) == {ALL_QUESTIONS} else some
    own = fits.get(file, {}).get(language)
    cover = TEXTS if own is None or state_of(own).missing else ""
    return tuple(one for one in (questions, cover) if one)


def _lacking(draw: Draw, bank: Bank, fit: Fit | None) -> str:
    """How much of what a line may draw is missing in a translation of its bank."""
    if fit is None:
        return ALL_QUESTIONS
    drawable = {draw.use} if draw.use else {id for id, quiz in bank.quizzes.items() if _fits(draw, quiz)}
    missing = {address.quiz for address in state_of(fit).missing if address.group != FRONT} & drawable
    there = drawable & set(fit.translation.quizzes)
    return "" if not missing else SOME_QUESTIONS if there else ALL_QUESTIONS


def _fits(draw: Draw, quiz: Quiz) -> bool:
    wanted = ((draw.objective, quiz.objective), (draw.level, quiz.level))
    return quiz.status == draw.status and all(asked in ("", there) for asked, there in wanted)
