"""What I am to whom: told on one page, where each field says who sees it, and shown to others as one chooses."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from flask import flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from lms.credentials.model import Claims
from lms.services.ground.refusals import Invalid
from lms.services.learning import following
from lms.services.members import own, typed
from lms.store.profiles import Profile, Shown, Told
from lms.web.edge import current, policies
from lms.web.pages.accounts.consents import pages
from lms.web.pages.accounts.signing_in import UNCHECKED
from lms.wording.phrases import _
from lms.wording.zones import zones

__all__ = ["pages"]

_BETWEEN = re.compile(r"[,;،\n]")
"""What people write between two languages."""


@dataclass(frozen=True, slots=True)
class Filled:
    """The form as it is shown: what is kept, or what was typed and refused."""

    profile: Profile
    languages: str
    links: str
    zone: str
    open: bool


@pages.get("/account/profile")
@policies.signed_in()
def profile() -> str:
    return _page()


@pages.post("/account/profile")
@policies.signed_in()
def keep_profile() -> AnyResponse | tuple[str, int]:
    filled = _filled()
    try:
        own.keep(
            current.context(),
            current.learner(),
            filled.profile,
            filled.zone,
            open=filled.open,
            language=current.read_in(),
        )
    except Invalid as refused:
        return _page(filled, refused), UNCHECKED
    flash(current.said(_("Your profile is kept as you wrote it.")))
    return redirect(url_for(".profile"), 303)


def _page(filled: Filled | None = None, refused: Invalid | None = None) -> str:
    context, person = current.context(), current.learner()
    mine = own.own(context, person)
    filled = filled or _as_kept(mine)
    catalog = current.reading().catalog()
    return render_template(
        "accounts/profile.html",
        filled=filled,
        refused=refused,
        typed=typed,
        page_text=own.PAGE_TEXT,
        address=url_for("members.member", handle=mine.profile.handle, _external=False) if mine.open else "",
        begins=f"{context.settings.base_url}{url_for('members.member', handle='')}",
        zones=zones(current.language(), filled.zone),
        certificates=[Claims.from_json(one.claims) for one in own.can_be_shown(context, person) if one.claims],
        followed=following.followed(context.database.engine, catalog, person.id),
        paths=following.known(catalog),
    )


def _as_kept(mine: own.OwnProfile) -> Filled:
    told = mine.profile.told
    return Filled(mine.profile, ", ".join(told.languages), "\n".join(told.links), mine.zone, mine.open)


def _filled() -> Filled:
    form = request.form
    languages, links = form.get("languages", ""), form.get("links", "")
    told = Told(
        form.get("name", ""),
        form.get("about", ""),
        tuple(links.splitlines()),
        _apart(_BETWEEN.split(languages)),
        form.get("asked_for", ""),
    )
    shown = Shown(tuple(form.getlist("shown")), tuple(form.getlist("certificates")), "indexed" in form)
    filled = Profile(told, tuple(form.getlist("roles")), form.get("handle", ""), shown)
    return Filled(filled, languages, links, form.get("zone", ""), "open" in form)


def _apart(words: Iterable[str]) -> tuple[str, ...]:
    return tuple(word for one in words if (word := one.strip()))
