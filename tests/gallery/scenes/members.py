"""What people tell of themselves: their profile, empty, filled in and refused, and their page as everybody sees it."""

from __future__ import annotations

from collections.abc import Iterator

from playwright.sync_api import Page

from lms.services.learning import following
from lms.services.members import own
from lms.store.profiles import Profile, Shown, Told
from tests.gallery.scene import Scene
from tests.gallery.site import Stage

ABOUT = "I speak for people who live with long illness.\nI listen first."
ASKED_FOR = "A talk for a patients' day, or reading a leaflet before it is printed."
LINKS = ("https://social.example/@amal", "https://amal.example/a-rather-long-address/that-goes-on-for-quite-a-while")
TOLD = Told("Amal Haddad-Ünsal", ABOUT, LINKS, ("العربية", "English"), ASKED_FOR)
TYPED = (ABOUT, *ABOUT.splitlines(), ASKED_FOR, "Amal Haddad-Ünsal", *(one.removeprefix("https://") for one in LINKS))


def scenes(stage: Stage) -> Iterator[Scene]:
    context = stage.house.context
    member = stage.pretend("certificates.foundations", "valid", "member")
    yield Scene("my profile, nothing yet", "/account/profile", who="member")
    certificates = tuple(one.serial for one in own.can_be_shown(context, member))
    shown = Shown(("about", "paths", "languages", "asked_for", "links"), certificates)
    own.keep(context, member, Profile(TOLD, ("patient",), "amal-h", shown), "Europe/Berlin", open=True)
    for path in ("creator", "awareness"):
        following.follow(context, member, path)
    yield Scene("my profile", "/account/profile", who="member", quoted=TYPED)
    yield Scene("my profile, refused", "/account/profile", who="member", act=_refused, quoted=TYPED)
    yield Scene("my learning, following paths", "/learn", who="member")
    yield Scene("a member's page", "/members/amal-h", quoted=TYPED)
    yield Scene("a member's page, in Arabic", "/members/amal-h", language="ar", quoted=TYPED)
    plain = stage.person("plain member", "Bo Plain")
    own.keep(context, plain, Profile(handle="bo-plain"), None, open=True)
    yield Scene("a member's page with nothing on it", "/members/bo-plain", quoted=("bo-plain",))


def _refused(page: Page) -> None:
    page.locator("#handle").fill("a b")
    with page.expect_navigation():
        page.get_by_role("button", name="Keep my profile").click()
