"""A profile on its own page, the page that others see, and following a path: by forms alone."""

from __future__ import annotations

from dataclasses import replace

import pytest

from lms.services.certifying import stewarding
from lms.services.ground.person import Person
from lms.services.mail import consents
from lms.services.members import own
from lms.store.profiles import Shown, Told
from tests.services.certifying.test_certificates import issued
from tests.services.members.test_own import FULL
from tests.support.site import FILES, House
from tests.support.web import Caller

FORM = {
    "name": "Amal H.",
    "about": "I speak\nfor others. <b>",
    "languages": "العربية، English",
    "asked_for": "Talks",
    "links": "https://social.example/@amal\nhttps://amal.example/",
    "shown": ["about", "links", "languages"],
    "roles": ["patient"],
    "handle": "amal-h",
    "zone": "Europe/Berlin",
}


def test_what_was_written_is_kept_and_stands_there_again(browser: Caller, house: House, amal: Person) -> None:
    kept = browser.form("/account/profile", FORM)
    assert (kept.status_code, kept.location) == (303, "/account/profile")
    page = browser.get("/account/profile").text
    assert 'value="patient" id="role-patient" checked' in page
    assert 'id="role-caregiver">' in page
    assert 'value="العربية, English"' in page
    assert "I speak\nfor others. &lt;b&gt;</textarea>" in page
    assert '<option value="Europe/Berlin" selected>' in page
    assert own.own(house.context, amal).profile.told.languages == ("العربية", "English")


@pytest.mark.parametrize(
    ("field", "typed"), [("handle", "Staff"), ("links", "javascript:alert(1)"), ("zone", "Mars"), ("about", "x" * 601)]
)
def test_a_refused_form_comes_back_as_it_was_typed_with_the_error_beside_the_field(
    browser: Caller, field: str, typed: str
) -> None:
    refused = browser.form("/account/profile", FORM | {"open": "yes", "indexed": "yes", field: typed})
    assert refused.status_code == 422
    assert "<title>Error: My profile" in refused.text
    assert f'href="#{field}"' in refused.text
    assert f'{field}-complaint" aria-invalid="true"' in refused.text
    for kept in ('value="Amal H."', ">Talks</textarea>", 'id="role-patient" checked', 'id="open" checked'):
        assert kept in refused.text
    if field != "zone":
        assert typed in refused.text
    assert 'value="Amal H."' not in browser.get("/account/profile").text


def test_a_page_is_switched_on_by_words_that_are_kept_and_off_under_consents(
    browser: Caller, anyone: Caller, house: House, amal: Person
) -> None:
    assert anyone.get("/members/amal-h").status_code == 404
    browser.form("/account/profile", FORM | {"open": "yes"})
    page = anyone.get("/members/amal-h")
    assert (page.status_code, page.headers["Cache-Control"]) == (200, "no-store")
    assert (page.headers["X-Robots-Tag"], "Set-Cookie" in page.headers) == ("noindex", False)
    assert '<meta name="robots" content="noindex">' in page.text
    assert "<h1><bdi>Amal H.</bdi></h1>" in page.text
    assert 'href="https://social.example/@amal" rel="me nofollow noopener noreferrer"' in page.text
    assert "Talks" not in page.text
    assert "nobody has checked it" in page.text
    (given,) = consents.listed(house.context, amal)
    assert own.PAGE_TEXT in browser.get("/account/consents").text
    browser.form(f"/account/consents/{given.id}")
    gone, never = anyone.get("/members/amal-h"), anyone.get("/members/nobody")
    assert gone.status_code == never.status_code == 404
    assert 'id="open">' in browser.get("/account/profile").text


def test_search_engines_may_know_a_page_whose_member_asked_for_it(anyone: Caller, house: House, amal: Person) -> None:
    own.keep(house.context, amal, FULL, None, open=True)
    page = anyone.get("/members/amal-h")
    assert page.headers["X-Robots-Tag"] == "all"
    assert 'name="robots"' not in page.text


def test_certificates_on_a_page_say_what_they_are_worth_now_and_lead_to_their_check(
    browser: Caller, anyone: Caller, house: House, amal: Person
) -> None:
    serial = issued(house, amal)
    assert f'value="{serial}" id="certificate-1">' in browser.get("/account/profile").text
    own.keep(house.context, amal, replace(FULL, shown=Shown((), (serial,))), None, open=True)
    page = anyone.get("/members/amal-h").text
    assert f'href="/verify/{serial}"' in page
    assert "Good Listener" in page
    assert "Valid" in page
    assert "not even whether the name is the one on the certificates" in page
    stewarding.revoke(house.context, "operator:test", serial, "A reason", public="It was issued twice.")
    page = anyone.get("/members/amal-h").text
    assert "Revoked" in page
    assert "Valid" not in page


def test_a_path_is_followed_by_a_button_and_leads_on_ones_own_page(browser: Caller) -> None:
    assert "Paths that I follow" not in browser.get("/learn").text
    followed = browser.form("/paths/creator/following", {"from": "profile"})
    assert (followed.status_code, followed.location) == (303, "/account/profile#paths")
    assert browser.form("/paths/creator/following").location == "/paths/creator"
    page = browser.get("/learn").text
    assert page.index("Paths that I follow") < page.index("What to do next")
    assert "Digital creator" in page
    browser.form("/paths/creator/following/end", {"from": "profile"})
    assert "Paths that I follow" not in browser.get("/learn").text
    assert browser.form("/paths/nowhere/following").status_code == 404


def test_a_path_that_the_site_describes_leads_to_its_page_wherever_it_is_named(
    browser: Caller, anyone: Caller, house: House, amal: Person
) -> None:
    house.serve({**FILES, "content/paths/keepers.md": "---\ntitle: Keepers\n---\nWho walks here.\n"})
    browser.form("/paths/keepers/following")
    own.keep(house.context, amal, replace(FULL, shown=Shown(("paths",))), None, open=True)
    for caller, address in ((browser, "/learn"), (browser, "/account/profile"), (anyone, "/members/amal-h")):
        assert '<a href="/paths/keepers" lang="en" dir="ltr">Keepers</a>' in caller.get(address).text, address


def test_ones_own_account_leads_to_the_profile_and_to_what_one_said_yes_to(browser: Caller) -> None:
    page = browser.get("/account").text
    for address in ("/account/profile", "/account/consents", "/account/record"):
        assert f'href="{address}"' in page


def test_a_name_is_text_on_every_page(anyone: Caller, house: House, amal: Person) -> None:
    told = Told("Ünsal “O'Neil” & sons", "<script>alert(1)</script>", (), (), "")
    own.keep(house.context, amal, replace(FULL, told=told), None, open=True)
    page = anyone.get("/members/amal-h").text
    assert "&amp; sons" in page
    assert "<script>alert" not in page
