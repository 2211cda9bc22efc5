"""Joining, signing in and one's own account: each form, refused and not, and each page that says what came of it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from playwright.sync_api import Page

from lms.services.accounts import administering, changing_email
from lms.services.ground.person import Person
from lms.services.mail import consents
from lms.store import accounts as store
from tests.gallery.scene import Act, Scene
from tests.gallery.site import Stage
from tests.services.accounts.post import PASSWORD, mails_to, token_in

EMAIL = "joining@example.org"


def scenes(stage: Stage) -> Iterator[Scene]:
    yield Scene("join", "/register")
    yield Scene("join, on the way to a lesson", "/register?next=/courses/foundations/four-paths-one-person")
    yield Scene("join, nothing filled in", "/register", act=_send({}))
    short = {"name": "Amal Haddad", "email": "no address", "password": "short"}
    yield Scene("join, filled in wrongly", "/register", act=_send(short))
    joining = {"name": "Jo Ning", "email": EMAIL, "password": PASSWORD}
    yield Scene("joined", "/register", who="newcomer", act=_send(joining))
    confirm = token_in(mails_to(stage.house.context, EMAIL)[-1])
    yield Scene("confirm the address", f"/confirm/{confirm}", who="newcomer")
    yield Scene("confirmed", f"/confirm/{confirm}", who="newcomer", act=_send({}))
    yield Scene("confirm, a used link", f"/confirm/{confirm}", who="newcomer")
    yield Scene("confirm, a used link, pressed", f"/confirm/{confirm}", who="newcomer", act=_send({}))
    yield Scene("sign in", "/login")
    yield Scene("sign in, to go on", "/login?next=/account")
    yield Scene("sign in, nothing filled in", "/login", act=_send({}))
    yield Scene("sign in, refused", "/login", act=_send({"email": EMAIL, "password": "not that one at all"}))
    yield Scene("sign in, too often", "/login", act=_send_often({"email": EMAIL, "password": "not that one at all"}))
    yield Scene("forgotten", "/reset")
    yield Scene("forgotten, nothing filled in", "/reset", act=_send({}))
    yield Scene("forgotten, sent", "/reset", act=_send({"email": EMAIL}))
    reset = token_in(mails_to(stage.house.context, EMAIL)[-1])
    yield Scene("reset", f"/reset/{reset}")
    yield Scene("reset, too short", f"/reset/{reset}", act=_send({"password": "short"}))
    yield Scene("reset, done", f"/reset/{reset}", act=_send({"password": PASSWORD + " more"}))
    yield Scene("reset, a used link", f"/reset/{reset}")
    yield from _own(stage)
    yield from _moving(stage)


def _own(stage: Stage) -> Iterator[Scene]:
    stage.person("at home", "Ann Home")
    for _ in range(2):
        stage.caller("at home")
    yield Scene("account", "/account", who="at home")
    yield Scene("account, address not confirmed", "/account", who="not confirmed")
    yield Scene("account, a new name", "/account", who="at home", act=_change("own-name", {"name": "Ann Other"}))
    yield Scene("account, no name", "/account", who="at home", act=_change("own-name", {"name": ""}))
    yield Scene("account, no new password", "/account", who="at home", act=_change("new-password", {"new": "short"}))
    yield Scene("account, in Spanish", "/account", who="at home", language="es")
    yield Scene("mails and consents, nothing yet", "/account/consents", who="not confirmed")
    consents.choose_reminders(stage.house.context, stage.people["at home"], True, "18", "Europe/Berlin")
    (given,) = consents.listed(stage.house.context, stage.people["at home"])
    yield Scene("mails and consents", "/account/consents", who="at home")
    way = consents.link_off(stage.house.context, given).removeprefix(stage.house.context.settings.base_url)
    yield Scene("ending mails, asked", way)
    yield Scene("my record, nothing yet", "/account/record", who="at home")
    yield Scene("a second step, none yet", "/account/second-factor", who="at home")
    yield Scene("set up an app", "/account/second-factor/app", who="at home")
    yield Scene(
        "set up an app, a wrong code", "/account/second-factor/app", who="at home", act=_send({"code": "000000"})
    )
    yield Scene("add a passkey", "/account/passkeys/new", who="at home")
    yield Scene("is it you?", "/account/again", who="at home")
    yield Scene("the second step, too late", "/login/second")
    yield Scene("how it looks", "/reading")
    yield Scene("erase my account", "/account/erase", who="at home")
    yield Scene("erase my account, not sure", "/account/erase", who="at home", act=_send({}))
    yield Scene("signed out", "/account", who="at home", act=_sign_out)


def _moving(stage: Stage) -> Iterator[Scene]:
    """Another address: asked for, confirmed, taken back; and links that are used."""
    context = stage.house.context
    with context.database.reading() as session:
        account = store.by_email(session, EMAIL)
    if account is None:
        raise AssertionError("nobody has joined")
    stage.people["moving"] = Person(account.id, EMAIL, account.name)
    administering.issue_token(context, "operator:gallery", EMAIL)
    yield Scene(
        "account, no such address", "/account", who="moving", act=_change("address", {"new_email": "none"}, folded=True)
    )
    changing_email.request(context, stage.people["moving"], "moved@example.org", PASSWORD + " more")
    link = token_in(mails_to(context, "moved@example.org")[-1])
    yield Scene("account, another address asked for", "/account", who="moving")
    yield Scene("a new address, signed out", f"/email/{link}")
    yield Scene("a new address", f"/email/{link}", who="moving")
    yield Scene("a new address, confirmed", f"/email/{link}", who="moving", act=_send({}))
    yield Scene("a new address, a used link", f"/email/{link}", who="moving")
    back = token_in(mails_to(context, EMAIL)[-1])
    yield Scene("the old address back", f"/email/undo/{back}")
    yield Scene("the old address back, done", f"/email/undo/{back}", act=_send({}))
    yield Scene("the old address back, a used link", f"/email/undo/{back}")


def _fill(page: Page, scope: str, fields: Mapping[str, str]) -> None:
    for name, text in fields.items():
        page.locator(f'{scope} [name="{name}"]').fill(text)


def _send(fields: Mapping[str, str]) -> Act:
    """Fill in the one form of the page, and press its button; where the page has none any more, only look."""

    def act(page: Page) -> None:
        _fill(page, "main form", fields)
        button = page.locator("main form button[type=submit]").first
        if button.count():
            with page.expect_navigation():
                button.click()

    return act


def _send_often(fields: Mapping[str, str]) -> Act:
    def act(page: Page) -> None:
        for _ in range(11):
            if page.locator('main [name="email"]').count():
                _send(fields)(page)

    return act


def _change(section: str, fields: Mapping[str, str], folded: bool = False) -> Act:
    """Fill in the form of a section, the last one there, and send it."""

    def act(page: Page) -> None:
        if folded:
            page.locator(f"#{section} summary").click()
        _fill(page, f"#{section}", fields)
        with page.expect_navigation():
            page.locator(f"#{section} button[type=submit]").last.click()

    return act


def _sign_out(page: Page) -> None:
    with page.expect_navigation():
        page.get_by_role("button", name="Sign out", exact=True).click()
