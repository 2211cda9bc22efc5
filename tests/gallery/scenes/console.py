"""The console: what duties open, with nobody in it, and at work."""

from __future__ import annotations

from collections.abc import Iterator

from playwright.sync_api import Page

from lms.services.appointing import declaring
from lms.services.appointing.declaring import Declared
from lms.services.deciding import applying, awards, certificate_acts
from lms.services.deciding.awards import Sent as Sought
from lms.services.deciding.certificate_acts import Sent
from lms.services.granting import requests
from lms.services.granting.wishes import Wish
from lms.services.ground import renamed
from lms.services.ground.person import Person
from tests.gallery.scene import Act, Scene
from tests.gallery.scenes.certificates import number_of
from tests.gallery.site import Stage

SCHEME = "foundations"
PAID = ("A company", "A talk", "2026", "under 1,000")


def scenes(stage: Stage) -> Iterator[Scene]:
    stage.person("admin", "Ada Admin", role="admin")
    stage.proved.add("admin")
    yield Scene("staff: no duties yet", "/staff/duties", who="admin")
    yield Scene("staff: no interests yet", "/staff/interests", who="admin")
    registrar, decider = _with_duty(stage, "registrar", "Rosa Registrar"), _with_duty(stage, "decider", "Dee Decider")
    yield Scene("staff, with a duty", "/staff", who="registrar")
    yield Scene("interests not declared", "/staff/interests", who="registrar")
    declaring.declare(stage.house.context, registrar, Declared())
    interests = Declared([stage.people["valid"].email], ["hospital.example"], [PAID])
    declaring.declare(stage.house.context, decider, interests)
    (made,) = applying.mine(stage.house.context, stage.people["applied"])
    yield Scene("staff: applications", "/staff/applications", who="registrar")
    yield Scene("staff: an application", f"/staff/applications/{made.id}", who="decider")
    yield Scene("staff: decisions", "/staff/decisions", who="decider")
    yield Scene("staff: people", "/staff/people", who="registrar")
    yield Scene("staff: nobody found", "/staff/people?words=zzzz", who="registrar")
    yield Scene("staff: a person", f"/staff/people/{stage.people['valid'].id}", who="registrar")
    asked, _new = requests.ask(stage.house.context, stage.people["valid"], Wish("3/2", ["breaks"]), had_before=True)
    yield Scene("staff: an accommodation", f"/staff/accommodations/{asked.id}", who="registrar")
    yield Scene("account: what one asked for", "/accommodations", who="valid")
    with stage.house.context.database.reading() as session:
        sat = renamed.attempts_of(session, stage.house.context.catalog(), stage.people["valid"].id)
    yield Scene("staff: an attempt", f"/staff/attempts/{sat[0].id}", who="registrar")
    serial = number_of(stage, stage.people["valid"])
    page = f"/staff/certificates/{serial}"
    yield Scene("staff: a certificate", page, who="registrar")
    yield Scene("staff: a certificate, no reason given", page, who="registrar", act=_press("#act-suspend"))
    sent = Sent("A reason", "It was not their own work.", "honesty")
    award = "/staff/certificates/award"
    yield Scene("staff: awards, none waits", award, who="registrar")
    yield Scene("staff: awards, refused", award, who="registrar", act=_press("#propose"))
    candidate = stage.person("awarded", "Nia Newcomer")
    wanted = Sought(candidate.email, SCHEME, "Nia Newcomer", "Ten years of leading groups", "The council")
    proposal = awards.propose(stage.house.context, registrar, wanted)
    yield Scene("staff: awards", award, who="registrar")
    yield Scene("staff: an award", f"{award}/{proposal.id}", who="decider")
    certificate_acts.propose_revocation(stage.house.context, registrar, serial, sent)
    yield Scene("staff: a certificate, proposed and barred", page, who="decider")
    yield Scene("account, with what was decided", "/account", who="registrar")
    yield Scene("staff: duties", "/staff/duties", who="admin")
    yield Scene("staff: duties, refused", "/staff/duties", who="admin", act=_press("#appoint"))
    yield Scene("staff: interests", "/staff/interests", who="admin")
    yield Scene("staff: mails", "/staff/mails", who="admin")
    yield Scene("staff: audit", "/staff/audit", who="admin")
    yield Scene("staff: nothing in the audit", "/staff/audit?act=none", who="admin")


def _with_duty(stage: Stage, duty: str, name: str) -> Person:
    stage.proved.add(duty)
    return stage.appoint(stage.person(duty, name), duty, SCHEME)


def _press(heading: str) -> Act:
    """Send the form below a heading as it is."""

    def press(page: Page) -> None:
        with page.expect_navigation():
            page.locator(f"section:has({heading}) button[type=submit]").click()

    return press
