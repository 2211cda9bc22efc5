"""What people tell of themselves, for programs: one's own profile whole, somebody's page as everybody sees it."""

from __future__ import annotations

from flask import Response, url_for

from lms.questions.quiz import Json
from lms.services.ground.person import Person
from lms.services.learning import following
from lms.services.members import own, public, typed
from lms.services.members.own import OwnProfile
from lms.services.members.public import MemberPage
from lms.store.profiles import Profile, Shown, Told
from lms.web.api.blueprint import api
from lms.web.api.body import Body, read_body
from lms.web.api.values import answer
from lms.web.edge import current, policies


@api.get("/me/profile")
@policies.signed_in()
def my_profile() -> Response:
    return _own(current.learner())


@api.put("/me/profile")
@policies.signed_in()
def keep_profile() -> Response:
    """The whole of it anew, but for a zone that is not sent. A page is switched on where its words are read."""
    body = read_body()
    profile, zone = profile_of(body), body.text("zone") if body.has("zone") else None
    own.keep(current.context(), current.learner(), profile, zone)
    return _own(current.learner())


@api.put("/me/paths/<path>")
@policies.signed_in()
def follow(path: str) -> Response:
    following.follow(current.context(), current.learner(), path)
    return answer({"paths": _paths(current.learner())})


@api.delete("/me/paths/<path>")
@policies.signed_in()
def stop_following(path: str) -> Response:
    following.stop(current.context(), current.learner(), path)
    return answer({"paths": _paths(current.learner())})


@api.get("/members/<handle>")
@policies.public(index=False, referrer="no-referrer")
def member(handle: str) -> Response:
    return answer(page_json(public.page(current.context(), handle)))


def profile_of(body: Body) -> Profile:
    certificates = body.texts("certificates", longest=typed.LONGEST_LANGUAGE, needed=False)
    return Profile(
        told_of(body),
        _words(body, "roles"),
        body.text_or("handle"),
        Shown(_words(body, "shown"), tuple(certificates), body.yes("indexed")),
    )


def _words(body: Body, name: str) -> tuple[str, ...]:
    return tuple(body.texts(name, longest=typed.LONGEST_LANGUAGE, needed=False))


def told_of(body: Body) -> Told:
    return Told(
        body.text_or("name"),
        body.text_or("about"),
        tuple(body.texts("links", longest=typed.LONGEST_LINK, needed=False)),
        _words(body, "languages"),
        body.text_or("asked_for"),
    )


def _own(person: Person) -> Response:
    context = current.context()
    mine = own.own(context, person)
    return answer(profile_json(mine) | {"paths": _paths(person)})


def _paths(person: Person) -> list[Json]:
    context = current.context()
    return list(following.followed(context.database.engine, context.catalog(), person.id))


def profile_json(mine: OwnProfile) -> dict[str, Json]:
    """For its owner alone: the only JSON that has `roles`, beside the export of the owner's data."""
    profile = mine.profile
    return told_json(profile.told) | {
        "roles": list(profile.roles),
        "zone": mine.zone or None,
        "handle": profile.handle or None,
        "shown": list(profile.shown.fields),
        "certificates": list(profile.shown.certificates),
        "indexed": profile.shown.indexed,
        "page": url_for("members.member", handle=profile.handle) if mine.open else None,
    }


def told_json(told: Told) -> dict[str, Json]:
    return {
        "name": told.name,
        "about": told.about,
        "links": list(told.links),
        "languages": list(told.languages),
        "asked_for": told.asked_for,
    }


def page_json(page: MemberPage) -> dict[str, Json]:
    certificates: list[Json] = [
        {
            "serial": one.serial,
            "title": None if one.report.claims is None else one.report.claims.title,
            "status": one.report.status.value,
            "check": url_for("verify.report", serial=one.serial),
        }
        for one in page.certificates
    ]
    shown = {"handle": page.handle, "paths": list(page.paths), "certificates": certificates}
    return told_json(page.told) | {"name": page.name} | shown
