"""How a corrected result is put in words for its learner: the same on the result page, in the mail and as JSON."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from fractions import Fraction

from lms.progress.rescoring import Score
from lms.questions.amounts import percent
from lms.wording.phrases import _


@dataclass(frozen=True, slots=True)
class CorrectionInWords:
    """One correction of a result, for its learner. Shares and passes are None where the policy shows no result."""

    at: datetime
    text: str
    share_before: Fraction | None
    share: Fraction | None
    passed_before: bool | None
    passed: bool | None
    pass_kept: bool


def words_for(
    before: Fraction, after: Fraction, passed_before: bool, passed: bool, pass_kept: bool, pass_mark: Fraction
) -> str:
    now, then, needed = (percent(share, pass_mark) for share in (after, before, pass_mark))
    points = _("You reached %(now)s of the points (before the correction: %(then)s).", now=now, then=then)
    if before == after:
        points = _("You reached %(now)s of the points, as before.", now=now)
    if passed and not passed_before:
        return _("You have passed. %(points)s", points=points)
    if passed_before and not passed:
        return _(
            "%(points)s %(needed)s are needed, so this examination is not passed yet.", points=points, needed=needed
        )
    if pass_kept:
        return _("%(points)s You had passed, and your pass stands: the mistake was ours.", points=points)
    if passed:
        return _("%(points)s You had passed, and that stands.", points=points)
    return _("%(points)s %(needed)s are needed, so it is not passed yet.", points=points, needed=needed)


def in_words(
    first: tuple[str | None, bool | None], later: Sequence[Score], pass_mark: Fraction, *, shown: bool
) -> Iterator[CorrectionInWords]:
    """Every correction of a result in order, each with what it changed. `shown`: the policy shows the result."""
    share_before, passed_before = Fraction(first[0] or 0), bool(first[1])
    for one in later:
        share = Fraction(one.share)
        words = words_for(share_before, share, passed_before, one.passed, one.kept_pass, pass_mark)
        text = _("A question was marked with a wrong answer key. We have put it right and marked your answers again.")
        yield CorrectionInWords(
            at=one.at,
            text=_("%(before)s %(after)s", before=text, after=words) if shown else text,
            share_before=share_before if shown else None,
            share=share if shown else None,
            passed_before=passed_before if shown else None,
            passed=one.passed if shown else None,
            pass_kept=one.kept_pass if shown else False,
        )
        share_before, passed_before = share, one.passed
