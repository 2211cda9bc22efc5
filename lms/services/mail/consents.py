"""What a person said yes to: given in words that are kept, listed, and taken back at any time, also from a mail."""

from __future__ import annotations

import hmac
import re
from collections.abc import Sequence
from datetime import timedelta
from hashlib import sha256
from zoneinfo import available_timezones

from sqlalchemy.orm import Session

from lms.services.ground.context import Context
from lms.services.ground.person import Person
from lms.services.ground.refusals import Invalid, NotFound
from lms.services.keys import boxes
from lms.store import consents, mail_choices
from lms.store.consents import Consent
from lms.store.mail_choices import MailChoices
from lms.wording.languages import ENGLISH, Language
from lms.wording.phrases import Phrase, _

REMINDERS = "reminders"
OPENING = "opening:"
"""Before the path of what is to open."""

REMINDERS_TEXT = _(
    "Remind me of my course at the hour that I choose, by one mail a day at most, until there is nothing left to do. "
    "I can end this at any time, on my account or in each mail."
)
MOST_WEEKS = 12
_PURPOSE = "mails off"
_SIGN = 32
_TOKEN = re.compile(r"(\d{1,12})-([0-9a-f]{32})")
UNKNOWN_LINK = _("This link is not whole. Open it from the mail again, or sign in and look at “Mails and consents”.")


def listed(ctx: Context, person: Person) -> Sequence[Consent]:
    """All that the person ever said yes to, the newest first."""
    with ctx.database.reading() as session:
        return consents.of_account(session, person.id)


def take_back(ctx: Context, person: Person, id: int) -> None:
    """End one of the person's own; one that has ended stays as it is."""
    with ctx.database.writing() as session:
        if id not in {one.id for one in consents.of_account(session, person.id)}:
            raise NotFound(_("There is no such consent."))
        consents.withdraw(session, person.id, ctx.now(), id=id)


def choices(ctx: Context, person: Person) -> tuple[MailChoices, bool]:
    """How the person wants to be written to, and whether they want reminders."""
    with ctx.database.reading() as session:
        wanted = consents.standing(session, person.id, REMINDERS) is not None
        return mail_choices.of(session, person.id), wanted


def give(session: Session, ctx: Context, person: Person, what: str, text: Phrase, language: Language) -> None:
    """Keep that the person said yes to this, in the words of the language in which they read it."""
    consents.give(session, person.id, what, text.in_language(language), language.code, ctx.now())


def choose_reminders(
    ctx: Context, person: Person, wanted: bool, hour: str, zone: str, language: Language = ENGLISH
) -> None:
    """Remind this person at this hour of their own from now on; or no more. A break goes on under another hour."""
    now = ctx.now()
    if not wanted:
        with ctx.database.writing() as session:
            consents.withdraw(session, person.id, now, what=REMINDERS)
            mail_choices.choose(session, person.id, hour=None, paused_until=None)
        return
    if not (hour.isascii() and hour.isdigit() and len(hour) <= 2 and int(hour) < 24):
        raise Invalid(_("Choose an hour of the day."), field="hour")
    if zone not in available_timezones():
        raise Invalid(_("Choose where your clock is."), field="zone")
    with ctx.database.writing() as session:
        if consents.standing(session, person.id, REMINDERS) is None:
            mail_choices.choose(session, person.id, paused_until=None)
        give(session, ctx, person, REMINDERS, REMINDERS_TEXT, language)
        mail_choices.choose(session, person.id, hour=int(hour), zone=zone)


def take_a_break(ctx: Context, person: Person, weeks: str) -> None:
    """No reminder for some weeks; 0 ends the break."""
    if not (weeks.isascii() and weeks.isdigit() and len(weeks) <= 2 and int(weeks) <= MOST_WEEKS):
        raise Invalid(_("Choose from 1 to %(most)s weeks.", most=MOST_WEEKS), field="weeks")
    until = ctx.now() + timedelta(weeks=int(weeks)) if int(weeks) else None
    with ctx.database.writing() as session:
        mail_choices.choose(session, person.id, paused_until=until)


def link_off(ctx: Context, consent: Consent) -> str:
    """The address by which a mail that somebody asked for is ended, without signing in."""
    return f"{ctx.settings.base_url}/mails/off/{consent.id}-{_sign(ctx, consent)}"


def by_link(ctx: Context, token: str) -> Consent:
    """What the link in a mail ends. Whoever has it can end this, and learns nothing else."""
    parts = _TOKEN.fullmatch(token)
    with ctx.database.reading() as session:
        consent = consents.by_id(session, int(parts[1])) if parts else None
    if parts is None or consent is None or not _is_of(ctx, consent, parts[2]):
        raise NotFound(UNKNOWN_LINK)
    return consent


def end_by_link(ctx: Context, token: str) -> Consent:
    consent = by_link(ctx, token)
    with ctx.database.writing() as session:
        end(session, ctx, consent)
    return consent


def end(session: Session, ctx: Context, consent: Consent) -> bool:
    """Take it back in the transaction at hand; whether it stood until then."""
    return consents.withdraw(session, consent.account_id, ctx.now(), id=consent.id)


def _sign(ctx: Context, consent: Consent) -> str:
    return boxes.keyed(ctx.settings, _PURPOSE, _signed(consent)).hex()[:_SIGN]


def _older_sign(ctx: Context, consent: Consent) -> str:
    """How links were signed before there was a key for it: good as long as LMS_SECRET_KEY stays."""
    text = f"{_PURPOSE} {_signed(consent)}"
    return hmac.new(ctx.settings.secret_key.encode(), text.encode(), sha256).hexdigest()[:_SIGN]


def _is_of(ctx: Context, consent: Consent, sign: str) -> bool:
    return any(hmac.compare_digest(sign, signed(ctx, consent)) for signed in (_sign, _older_sign))


def _signed(consent: Consent) -> str:
    return f"{consent.id} {consent.account_id} {consent.given_at.isoformat()}"
