"""Telling a learner by mail what was corrected, and how their result changed."""

from __future__ import annotations

from fractions import Fraction

from sqlalchemy.orm import Session

from lms.progress.corrected_results import words_for
from lms.progress.rescoring import Change
from lms.questions.corrections import TREATMENTS
from lms.questions.quiz import Json, Quiz
from lms.services.ground.context import Context
from lms.services.mail import outbox
from lms.store import accounts

TREATS = TREATMENTS


def said(was: Json) -> str:
    """A former answer as a person reads it."""
    if isinstance(was, list):
        return ", ".join(said(one) for one in was)
    if isinstance(was, dict):
        return ", ".join(f"{name}: {said(one)}" for name, one in was.items())
    return str(was)


def tell(session: Session, ctx: Context, change: Change, today: Quiz) -> int | None:
    """Write the mail in the transaction at hand; its number, or None where the account is gone."""
    met = change.met
    account = accounts.by_id(session, met.account_id)
    if account is None:
        return None
    policy = met.policy["policy"]
    shows = policy["show_learner"]
    # What an author wrote about the key may give it away, so it is told only where answers are shown anyway.
    because = " ".join(dict.fromkeys(one.because for one in today.corrections if one.treat in change.treat))
    return outbox.write(
        session,
        ctx,
        "result_corrected",
        account.email,
        name=account.name if account.confirmed_at else "",
        title=met.title,
        because=because if "answers" in shows else "",
        outcome=in_words(change, Fraction(policy["pass_mark"])) if "result" in shows else "",
        page=f"{ctx.settings.base_url}/attempts/{met.attempt_id}/result",
        certificates=f"{ctx.settings.base_url}/certificates" if change.gained and "result" in shows else "",
    )


def in_words(change: Change, pass_mark: Fraction) -> str:
    """What became of a result, in one or two sentences."""
    before, after = change.before, change.after
    return words_for(before.share, after.share, before.passed, after.passed, change.kept_pass, pass_mark)
