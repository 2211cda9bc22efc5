"""A person's own profile: all of it for them, to be changed at any time, and the public page switched on and off."""

from __future__ import annotations

from dataclasses import dataclass, replace
from zoneinfo import available_timezones

from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from lms.credentials.life import Making
from lms.services.accounts import handles
from lms.services.ground.context import Context
from lms.services.ground.person import Person
from lms.services.ground.refusals import Invalid
from lms.services.mail import consents as choosing
from lms.services.members import typed
from lms.store import certificates, consents, mail_choices, profiles
from lms.store.certificates import CertificateRecord
from lms.store.locks import hold_account
from lms.store.profiles import Profile
from lms.wording.languages import ENGLISH, Language
from lms.wording.phrases import _

PAGE = "member page"
PAGE_TEXT = _(
    "Show my page to everybody who opens its address, also without signing in: my name as I chose it, and what I"
    " ticked. I can take this back at any time. The page is gone then, at once."
)


@dataclass(frozen=True, slots=True)
class OwnProfile:
    """For its owner's eyes. `zone` is where their clock is; `open`: everybody can see the page now."""

    profile: Profile
    zone: str
    open: bool


def own(ctx: Context, person: Person) -> OwnProfile:
    with ctx.database.reading() as session:
        return _own(session, person)


def _own(session: Session, person: Person) -> OwnProfile:
    wanted = consents.standing(session, person.id, PAGE) is not None
    profile, there = profiles.of_account(session, person.id), _serials(session, person.id)
    shown = replace(profile.shown, certificates=tuple(one for one in profile.shown.certificates if one in there))
    return OwnProfile(replace(profile, shown=shown), mail_choices.of(session, person.id).zone or "", wanted)


def can_be_shown(ctx: Context, person: Person) -> tuple[CertificateRecord, ...]:
    """The person's certificates that were issued, whatever became of them since, but those that were erased."""
    with ctx.database.reading() as session:
        return _can_be_shown(session, person.id)


def _can_be_shown(session: Session, account_id: int) -> tuple[CertificateRecord, ...]:
    mine = certificates.of_account(session, account_id)
    return tuple(one for one in mine if one.life.making is Making.ISSUED and one.life.erased is None)


def _serials(session: Session, account_id: int) -> set[str]:
    return {one.serial for one in _can_be_shown(session, account_id)}


def keep(
    ctx: Context,
    person: Person,
    given: Profile,
    zone: str | None,
    *,
    open: bool | None = None,
    language: Language = ENGLISH,
) -> None:
    """Keep all of it, or refuse all of it. `open` switches the public page on or off.

    Where `zone` or `open` is None, that stays as it is.
    """
    profile = typed.profile_of(given)
    if zone and zone not in available_timezones():
        raise Invalid(_("Choose where your clock is."), field="zone")
    try:
        with ctx.database.writing() as session:
            hold_account(session, person.id)
            _keep(session, ctx, person, profile, zone)
            _open(session, ctx, person, profile.handle, open, language)
    except IntegrityError:
        raise Invalid(handles.TAKEN, "handle") from None


def _keep(session: Session, ctx: Context, person: Person, profile: Profile, zone: str | None) -> None:
    if not _serials(session, person.id).issuperset(profile.shown.certificates):
        raise Invalid(_("There is no such certificate here."), "certificates")
    before = profiles.of_account(session, person.id).handle
    if profile.handle not in ("", before) and not person.confirmed:
        raise Invalid(_("Confirm your e-mail address first. Then you can choose an address for a page."), "handle")
    profiles.keep(session, person.id, profile)
    if profile.handle != before:
        handles.change(session, ctx, person.id, before, profile.handle)
    if zone is not None:
        _keep_zone(session, person, zone)


def _keep_zone(session: Session, person: Person, zone: str) -> None:
    """It stands where reminders look for it."""
    chosen = mail_choices.of(session, person.id)
    if not zone and chosen.hour is not None:
        raise Invalid(_("Your reminders come by this clock. Choose where it is."), field="zone")
    if zone != (chosen.zone or ""):
        mail_choices.choose(session, person.id, zone=zone or None)


def _open(session: Session, ctx: Context, person: Person, handle: str, open: bool | None, language: Language) -> None:
    if open and not handle:
        raise Invalid(_("A page needs an address: choose its last part."), "handle")
    if open and not person.confirmed:
        raise Invalid(_("Confirm your e-mail address first. Then your page can be shown."), "open")
    if open:
        choosing.give(session, ctx, person, PAGE, PAGE_TEXT, language)
    elif open is False or not handle:
        consents.withdraw(session, person.id, ctx.now(), what=PAGE)
