"""Somebody's page as everybody sees it: what they chose to show, and their certificates with the status of this moment.

Nobody is counted, and nothing of it is kept: once it is switched off, it is gone at the next request.
"""

from __future__ import annotations

from dataclasses import dataclass

from lms.credentials.report import Report
from lms.services.certifying import verifying
from lms.services.ground.context import Context
from lms.services.ground.refusals import NotFound
from lms.services.learning import following
from lms.services.members.own import PAGE
from lms.store import certificates, profiles
from lms.store.profiles import Member, Told
from lms.wording.phrases import _


@dataclass(frozen=True, slots=True)
class ShownCertificate:
    """A certificate with what is known of it now. One that its holder erased has no title any more, and is left out."""

    serial: str
    report: Report


@dataclass(frozen=True, slots=True)
class MemberPage:
    """What everybody may see. Fields that are not shown are empty."""

    handle: str
    told: Told
    paths: tuple[str, ...]
    certificates: tuple[ShownCertificate, ...]
    indexed: bool

    @property
    def name(self) -> str:
        """As they chose it; the handle of whoever chose none."""
        return self.told.name or self.handle


def page(ctx: Context, handle: str) -> MemberPage:
    """NotFound for what never was, for a page that is switched off, and for an account that is disabled or gone."""
    with ctx.database.reading() as session:
        found = profiles.member(session, handle, PAGE)
    if found is None:
        raise NotFound(_("There is no such page."))
    paths = following.followed(ctx.database.engine, ctx.catalog(), found.account_id) if _has(found, "paths") else ()
    return MemberPage(found.handle, _told(found), paths, _certificates(ctx, found), found.shown.indexed)


def _has(found: Member, field: str) -> bool:
    return field in found.shown.fields


def _told(found: Member) -> Told:
    told = found.told
    return Told(
        told.name,
        told.about if _has(found, "about") else "",
        told.links if _has(found, "links") else (),
        told.languages if _has(found, "languages") else (),
        told.asked_for if _has(found, "asked_for") else "",
    )


def _certificates(ctx: Context, found: Member) -> tuple[ShownCertificate, ...]:
    """All of them with their live status, by about two statements however many there are."""
    if not found.shown.certificates:
        return ()
    mine = {one.serial for one in certificates.of_account(ctx.database.engine, found.account_id)}
    serials = [one for one in found.shown.certificates if one in mine]
    reports = verifying.reports_on(ctx, serials)
    pairs = zip(serials, reports, strict=True)
    return tuple(ShownCertificate(serial, report) for serial, report in pairs if report.claims or not report.trusted)
