"""“Tell me when it opens”: one mail to whoever asked for it, when they may try an examination again."""

from __future__ import annotations

from datetime import datetime

from lms.content.reading.targets import ASSESSMENTS, Target
from lms.progress.gates import Closed, Gate
from lms.services.accounts.people import person_of
from lms.services.assessing import covers
from lms.services.ground.context import Context
from lms.services.ground.person import Person
from lms.services.ground.refusals import Conflict, NotFound
from lms.services.mail import consents as choosing
from lms.services.mail import outbox
from lms.services.mail.consents import OPENING
from lms.store import consents
from lms.store.consents import Consent
from lms.wording.languages import ENGLISH, Language
from lms.wording.phrases import Phrase, _

NOTHING_TO_WAIT_FOR = _("There is no day to wait for: this examination is not waiting to open again.")


def opens_at(gate: Gate | None) -> datetime | None:
    """When a door opens by itself: where a wait is all that keeps it closed."""
    if not isinstance(gate, Closed) or any(reason.until is None for reason in gate.reasons):
        return None
    return max(reason.until for reason in gate.reasons if reason.until is not None)


def opening_of(ctx: Context, person: Person, assessment: str) -> tuple[str, datetime]:
    """The title of an examination, and when the person may try it again."""
    cover = covers.cover(ctx, person, assessment)
    at = opens_at(cover.gate)
    if at is None:
        raise NotFound(NOTHING_TO_WAIT_FOR)
    return cover.assessment.title, at


def consent_to(title: str) -> Phrase:
    """What whoever wants to be told of an examination says yes to."""
    return _("Send me one mail when I may try “%(title)s” again, and nothing else.", title=title)


def tell_me(ctx: Context, person: Person, assessment: str, language: Language = ENGLISH) -> None:
    """Keep that the person wants one mail when it opens."""
    try:
        title, _at = opening_of(ctx, person, assessment)
    except NotFound as nothing:
        raise Conflict(nothing.message) from nothing
    with ctx.database.writing() as session:
        what = OPENING + Target(ASSESSMENTS, assessment).path
        choosing.give(session, ctx, person, what, consent_to(title), language)


def is_asked(ctx: Context, person: Person, assessment: str) -> bool:
    with ctx.database.reading() as session:
        return consents.standing(session, person.id, OPENING + Target(ASSESSMENTS, assessment).path) is not None


def tell_all(ctx: Context) -> int:
    """Write to everybody for whom it has opened; how many mails that made."""
    with ctx.database.reading() as session:
        waiting = consents.all_standing(session, OPENING)
    return sum(_tell(ctx, consent) for consent in waiting)


def _tell(ctx: Context, consent: Consent) -> bool:
    assessment = consent.what.removeprefix(OPENING).removeprefix(f"{ASSESSMENTS}/")
    with ctx.database.reading() as session:
        person = person_of(session, consent.account_id)
    if person is None:
        return False
    try:
        cover = covers.cover(ctx, person, ctx.catalog().former.assessment_now(assessment))
    except NotFound:
        cover = None
    if cover is not None and opens_at(cover.gate) is not None:
        return False
    mail_id = None
    with ctx.database.writing() as session:
        # Used up, whether there is still something to tell or not: it opened, or it never will by waiting.
        if not choosing.end(session, ctx, consent):
            return False
        if cover is not None and not isinstance(cover.gate, Closed):
            mail_id = outbox.write(
                session,
                ctx,
                "opened",
                person.email,
                name=person.name if person.confirmed else "",
                title=cover.assessment.title,
                page=f"{ctx.settings.base_url}/assessments/{cover.assessment.id}",
            )
    outbox.send_soon(ctx, mail_id)
    return mail_id is not None
