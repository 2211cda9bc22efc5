"""Certificates for their holders, and for strangers who verify one: each status, each form, each refusal."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from urllib.parse import urlsplit

from playwright.sync_api import FilePayload, Page

from lms.services.certifying import claiming, issuing, sharing, stewarding
from lms.services.deciding import applying
from lms.services.deciding.applying import Filled
from lms.services.ground.person import Person
from tests.gallery.scene import Act, Scene
from tests.gallery.site import STARTER, Stage
from tests.web.pages.test_verify import MISTYPED

UNKNOWN = "7K3M-D2QX-9V4T-0HBN-R6WE-8ZYF-1CJ"
HELD = ("valid", "ends-soon", "expired", "suspended", "revoked")
ACTOR = "operator:gallery"


def scenes(stage: Stage) -> Iterator[Scene]:
    for state in ("new", "half-way", "ready", "may-sit-again"):
        yield Scene(f"certificates, {state}", "/certificates", who=state)
    yield Scene("certificates in Spanish, half-way", "/certificates", who="half-way", language="es")
    yield from _claiming(stage)
    yield from _applying(stage)
    for state in ("ends-soon", "expired", "suspended"):
        stage.pretend("certificates.foundations", state, state)
    for state in HELD:
        serial = number_of(stage, stage.people[state])
        yield Scene(f"certificates, {state}", "/certificates", who=state)
        yield Scene(f"certificate of mine, {state}", f"/certificates/{serial}", who=state)
        yield Scene(f"verified: {state}", f"/verify/{serial}")
    serial = number_of(stage, stage.people["valid"])
    yield Scene("verified in Spanish", f"/verify/{serial}", language="es")
    yield Scene("certificate, erase it", f"/certificates/{serial}/erase", who="valid")
    yield Scene("certificate, erase it, not sure", f"/certificates/{serial}/erase", who="valid", act=_erase_unsure)
    yield Scene("certificate, a link made", f"/certificates/{serial}", who="valid", act=_share("2026-12-22"))
    yield Scene("certificate, no such last day", f"/certificates/{serial}", who="valid", act=_share("2020-01-01"))
    yield from _changed(stage)
    yield from _endorsed(stage)
    yield from _reinstated(stage)
    yield from _shown(stage, serial)
    yield from _forms(stage, serial)


def number_of(stage: Stage, person: Person) -> str:
    """The number of a certification, or else of whatever is held."""
    held = claiming.mine(stage.house.context, person)
    return next(one.serial for one in held if one.serial)


def _claiming(stage: Stage) -> Iterator[Scene]:
    address = "/certificates/claim/listener"
    stage.pretend("certificates.listener", "ready", "may claim")
    yield Scene("claim", address, who="may claim")
    yield Scene("claim, not agreed", address, who="may claim", act=_claim("Amal Haddad", agree=False))
    yield Scene("claim, no such name", address, who="may claim", act=_claim("12345", agree=True), quoted=("12345",))
    stage.pretend("certificates.listener", "ready", "preparing")
    claiming.claim(stage.house.context, stage.people["preparing"], "listener", "Amal Haddad", agree=True)
    serial = number_of(stage, stage.people["preparing"])
    yield Scene("certificates, preparing", "/certificates", who="preparing")
    yield Scene("certificate of mine, preparing", f"/certificates/{serial}", who="preparing")


def _applying(stage: Stage) -> Iterator[Scene]:
    """A certification that a person decides about: by what was finished here, and by a statement."""
    context, filled = stage.house.context, Filled(name="Amal Haddad", truth=True, agree=True, signature="Amal Haddad")
    yield Scene("apply", "/apply/foundations", who="ready")
    yield Scene("apply, nothing filled in", "/apply/foundations", who="ready", act=_apply)
    yield Scene("apply, several ways and none open", "/apply/leader", who="half-way")
    yield Scene("apply in Spanish", "/apply/leader", who="half-way", language="es")
    applying.apply(context, stage.people["new"], "leader", Filled("experience", signature="Amal Haddad"))
    yield Scene("apply, a statement signed", "/apply/leader", who="new")
    applying.apply(context, stage.pretend("certificates.foundations", "ready", "applied"), "foundations", filled)
    yield Scene("applied", "/apply/foundations", who="applied")
    yield Scene("certificates, applied", "/certificates", who="applied")


def _apply(page: Page) -> None:
    page.locator("form.claim").evaluate("form => form.noValidate = true")
    with page.expect_navigation():
        page.get_by_role("button", name="Send my application").click()


def _changed(stage: Stage) -> Iterator[Scene]:
    """One that was replaced, and one whose holder had it erased."""
    context = stage.house.context
    for name in ("replaced", "erased"):
        stage.pretend("certificates.listener", "valid", name)
    old = number_of(stage, stage.people["replaced"])
    new = stewarding.reissue(context, ACTOR, old, "أمل الحدّاد", "A new name", public="The name was corrected.")
    issuing.carry_on(context, new)
    yield Scene("verified: replaced", f"/verify/{old}")
    yield Scene("verified: the new one, an Arabic name", f"/verify/{new}")
    yield Scene("certificates, replaced", "/certificates", who="replaced")
    gone = number_of(stage, stage.people["erased"])
    stage.caller("erased").form(f"/certificates/{gone}/erase", {"sure": "yes"})
    yield Scene("verified: erased", f"/verify/{gone}")
    yield Scene("certificates, erased", "/certificates", who="erased")


def _reinstated(stage: Stage) -> Iterator[Scene]:
    """One that was set aside and counts again: while its new file is prepared, and the older file given to us."""
    context, holder = stage.house.context, stage.pretend("certificates.listener", "valid", "reinstated")
    serial = number_of(stage, holder)
    former = claiming.pdf(context, holder, serial)
    stewarding.suspend(context, ACTOR, serial, "A complaint")
    stewarding.reinstate(context, ACTOR, serial, "Not upheld")
    yield Scene("certificate of mine, reinstated", f"/certificates/{serial}", who="reinstated")
    yield Scene("verified: reinstated", f"/verify/{serial}")
    yield Scene("file: an older one", "/verify", act=drop(former))


def _endorsed(stage: Stage) -> Iterator[Scene]:
    """An endorsement: while what it rests on is missing, valid, and revoked."""
    context, holder = stage.house.context, stage.pretend("certificates.quiet-listener", "valid", "endorsed")
    held = {one.credential_id: one.serial or "" for one in claiming.mine(context, holder)}
    yield Scene("certificate of mine, an endorsement", f"/certificates/{held['quiet-listener']}", who="endorsed")
    yield Scene("verified: an endorsement", f"/verify/{held['quiet-listener']}")
    stewarding.revoke(context, ACTOR, held["listener"], "Found out")
    yield Scene("verified: an endorsement whose certification was revoked", f"/verify/{held['quiet-listener']}")
    yield Scene("certificates, an endorsement lapsed", "/certificates", who="endorsed")
    yield Scene("Arabic: an endorsement lapsed", f"/verify/{held['quiet-listener']}", language="ar")


def _shown(stage: Stage, serial: str) -> Iterator[Scene]:
    """What the holder lets others see."""
    context, holder = stage.house.context, stage.people["valid"]
    link = sharing.share(context, holder, serial, (stage.house.clock() + timedelta(days=30)).date())
    yield Scene("shared by a link", urlsplit(link).path)
    yield Scene("a link that has ended", "/shared/none")
    for who, credential in (("valid", "foundations"), ("listed", "listener"), ("listed too", STARTER)):
        person = stage.people[who] if who == "valid" else stage.pretend(f"certificates.{credential}", "valid", who)
        sharing.choose(context, person, number_of(stage, person), listed=True, name_shown="full")
    yield Scene("registry", "/registry")
    sharing.choose(context, holder, serial, listed=True, name_shown="initials")
    yield Scene("registry, with initials", "/registry")
    yield Scene("verified: initials", f"/verify/{serial}")
    yield Scene("verified: another name", f"/verify/{serial}", act=_name("Somebody Else"))
    yield Scene("verified: that name", f"/verify/{serial}", act=_name("Pretended Learner"))
    yield Scene("certificate of mine, with initials", f"/certificates/{serial}", who="valid")


def _forms(stage: Stage, serial: str) -> Iterator[Scene]:
    holder = stage.people["valid"]
    genuine = claiming.pdf(stage.house.context, holder, serial)
    yield Scene("verify", "/verify")
    yield Scene("verified: unknown", f"/verify/{UNKNOWN}", quoted=(UNKNOWN,))
    yield Scene("verified: mistyped", f"/verify/{MISTYPED}", quoted=(MISTYPED,))
    yield Scene("verify, nothing typed", "/verify?number=")
    changed = genuine.replace(b"/Rotate", b"/Rotata", 1)[:-200]
    files = {"genuine": genuine, "changed": changed, "not a certificate": b"%PDF-1.4\n%%EOF\n", "no file": b""}
    for name, content in files.items():
        yield Scene(f"file: {name}", "/verify", act=drop(content))
    yield Scene("verify several", "/verify/several")
    yield Scene("verify several, nothing typed", "/verify/several", act=_ask_several(""))
    numbers = [serial, *(number_of(stage, stage.people[state]) for state in HELD[1:]), UNKNOWN, MISTYPED, "nonsense"]
    quoted = (UNKNOWN, MISTYPED)
    yield Scene("several, verified", "/verify/several", act=_ask_several("\n".join(numbers)), quoted=quoted)


def _claim(name: str, *, agree: bool) -> Act:
    def act(page: Page) -> None:
        page.locator("#name").fill(name)
        if agree:
            page.locator("#agree").check()
        page.locator("form.claim").evaluate("form => form.noValidate = true")
        with page.expect_navigation():
            page.get_by_role("button", name="Issue my certificate").click()

    return act


def _erase_unsure(page: Page) -> None:
    with page.expect_navigation():
        page.get_by_role("button", name="Erase this certificate").click()


def _share(day: str) -> Act:
    def act(page: Page) -> None:
        page.locator("#last-day").fill(day)
        with page.expect_navigation():
            page.get_by_role("button", name="Make a link").click()

    return act


def _name(name: str) -> Act:
    def act(page: Page) -> None:
        page.locator("#name").fill(name)
        with page.expect_navigation():
            page.get_by_role("button", name="Compare the name").click()

    return act


def drop(content: bytes) -> Act:
    def act(page: Page) -> None:
        page.locator("form.drop").evaluate("form => form.noValidate = true")
        if content:
            file = FilePayload(name="certificate.pdf", mimeType="application/pdf", buffer=content)
            page.locator("#file").set_input_files(file)
        else:
            page.locator("#file").evaluate("field => field.required = false")
        if "/verify" in page.url and page.get_by_role("button", name="Check the file").is_visible():
            with page.expect_navigation():
                page.get_by_role("button", name="Check the file").click()

    return act


def _ask_several(numbers: str) -> Act:
    def act(page: Page) -> None:
        page.locator("#numbers").fill(numbers)
        with page.expect_navigation():
            page.get_by_role("button", name="Check them", exact=True).click()

    return act
