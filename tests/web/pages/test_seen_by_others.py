"""Strangers read on the page, and programs in JSON, who else saw our log with a certificate in it, and when."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import timedelta
from io import BytesIO

import pytest

from lms.credentials.cosignature import cosigned
from lms.credentials.timestamp import stamped_at
from lms.services.certifying import issuing, promising, stewarding
from lms.services.log import logbook, others, stamping, witnessing
from lms.services.log.witnessing import Patience
from lms.store import certificates
from tests.support.site import House
from tests.support.timestamps import Stamper, roots
from tests.support.timestamps import stamping as answering
from tests.support.watched import enter, honest, shown_to, stamped_by
from tests.support.web import Caller, app_of, stranger
from tests.support.witnesses import served
from tests.web.pages.test_assessments import words


@dataclass
class Seen:
    """A certificate in a log that others look at, and somebody who asks about it."""

    house: House
    serial: str
    anyone: Caller

    def page(self) -> str:
        self.house.clock.turn(others.FRESH)
        return words(self.anyone.get(f"/verify/{self.serial}"))

    def look(self) -> None:
        self.house.clock.turn(timedelta(days=1))
        witnessing.ask_all(self.house.context, Patience())
        stamping.stamp_due(self.house.context, Patience())


@pytest.fixture
def seen(house: House) -> Iterator[Seen]:
    first, second = honest(house, "partner.example"), honest(house, "university.example")
    enter(house)
    with ExitStack() as servers:
        addresses = [servers.enter_context(served(one.answer)) for one in (first, second)]
        service = servers.enter_context(answering(Stamper(house.clock)))
        keys = [one.signing.key for one in (first, second)]
        watched = stamped_by(shown_to(house, *zip(keys, addresses, strict=True)), service)
        stamping.stamp_due(watched.context, Patience())
        house.clock.turn(timedelta(days=1))
        serial = promising.issue(
            house.context, "staff:test", house.person().email, "listener", "Amal Haddad", "why", "Experience."
        )
        issuing.carry_on(house.context, serial)
        yield Seen(watched, serial, stranger(app_of(watched)))


def test_the_page_says_that_nobody_saw_it_yet_and_then_who_did_and_when(seen: Seen) -> None:
    before = seen.page()
    assert "Valid: Amal Haddad holds" in before
    assert "Nobody else has signed yet that our log has it." in before
    assert "It was entered after 22 November 2026, 12:00 UTC" in before
    seen.look()
    after = seen.page()
    assert (
        "Our log, with this certificate in it, was seen by 2 others on 24 November 2026: "
        "partner.example and university.example." in after
    )
    assert (
        "It was entered between 22 November 2026, 12:00 UTC and 24 November 2026, 12:00 UTC, "
        "by the stamps of a time service that is not ours." in after
    )


def test_programs_get_names_and_times(seen: Seen) -> None:
    seen.look()
    seen.house.clock.turn(others.FRESH)
    for address in (f"/verify/{seen.serial}", f"/api/v1/certificates/{seen.serial}"):
        told = seen.anyone.client.get(address, headers={"Accept": "application/json"}).get_json()
        assert told["status"] == "valid"
        assert told["seen"] == {
            "witnesses": ["partner.example", "university.example"],
            "since": "2026-11-24T12:00:01Z",
            "not_before": "2026-11-22T12:00:01Z",
            "not_after": "2026-11-24T12:00:01Z",
        }
        assert [step["name"] for step in told["steps"]][-2:] == ["witnesses", "stamps"]


def test_whoever_gives_the_file_is_told_the_same(seen: Seen) -> None:
    seen.look()
    seen.house.clock.turn(others.FRESH)
    with seen.house.context.database.reading() as session:
        content = certificates.pdf(session, seen.serial)
    assert content is not None
    sent = {"file": (BytesIO(content), "certificate.pdf")}
    assert "was seen by 2 others on 24 November 2026" in words(seen.anyone.client.post("/verify", data=sent))


def test_a_site_that_asks_nobody_says_nothing(house: House) -> None:
    serial = promising.issue(
        house.context, "staff:test", house.person().email, "listener", "Amal Haddad", "why", "Experience."
    )
    issuing.carry_on(house.context, serial)
    client = stranger(app_of(house)).client
    told = client.get(f"/verify/{serial}", headers={"Accept": "application/json"}).get_json()
    assert told["seen"] is None
    assert not {"witnesses", "stamps"} & {step["name"] for step in told["steps"]}


def test_a_revoked_certificate_tells_it_too_and_an_unknown_one_nothing(seen: Seen) -> None:
    seen.look()
    stewarding.revoke(seen.house.context, "staff:test", seen.serial, "a reason")
    assert "was seen by 2 others" in seen.page()
    for number in ("7K3MD2QX9V4T0HBNR6WE8ZYF1CJ", "nothing like it"):
        told = seen.anyone.client.get(f"/verify/{number}", headers={"Accept": "application/json"}).get_json()
        assert told["seen"] is None


def test_what_an_outsider_needs_is_under_the_log(seen: Seen) -> None:
    seen.look()
    client, context = seen.anyone.client, seen.house.context
    size = int(logbook.checkpoint(context).split("\n")[1])
    told = client.get("/log/seen/2")
    assert told.headers["Access-Control-Allow-Origin"] == "*"
    assert told.get_json() == {
        "size": 2,
        "signed": [{"size": size, "witnesses": ["partner.example", "university.example"]}],
        "stamped_before": 1,
        "stamped_after": size,
    }
    note = client.get(f"/log/checkpoint/{size}").get_data(as_text=True)
    assert note == client.get("/log/checkpoint").get_data(as_text=True)
    lines = note.rpartition("\n\n")[2].splitlines()
    assert [cosigned(note, lines, one) is not None for one in context.settings.witnesses] == [True, True]
    reply = client.get(f"/log/stamps/{size}")
    assert reply.content_type == "application/timestamp-reply"
    assert "immutable" in reply.headers["Cache-Control"]
    three = "".join(f"{line}\n" for line in note.split("\n")[:3]).encode()
    assert stamped_at(reply.get_data(), three, roots()) == seen.house.clock()
    for address in ("checkpoint/0", f"checkpoint/{size + 1}", f"checkpoint/{10**30}", "stamps/9", f"stamps/{10**30}"):
        assert client.get(f"/log/{address}").status_code == 404, address
    for address in ("seen/0", f"seen/{2**31}", f"seen/{10**30}"):
        assert client.get(f"/log/{address}").status_code == 404, address
