"""Mails go out once, survive a server that is away, and can't be made to carry a second header."""

import email
import logging
import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from email.policy import default
from pathlib import Path
from typing import Any, cast
from unittest.mock import patch

import pytest
from sqlalchemy import select

from lms.services.ground.context import Context
from lms.services.mail import outbox, transport
from lms.services.mail.transport import CannotPost
from lms.services.operating import tidying
from lms.store import figures, mails
from lms.store.tables import MailRow
from lms.wording.languages import ENGLISH, Languages
from lms.wording.pseudo import PSEUDO
from tests.services.accounts.post import at_once
from tests.services.mailserver import Taken, mail_server, silent_server
from tests.support.site import House

TO = "rosa@example.org"
KINDS = sorted(path.stem for path in outbox.TEMPLATES.glob("*.txt"))
FOR_STAFF = {"on_hold"}
"""Mails in English, as all words for those who run the site."""

FACTS = {
    "name": "Zoë",
    "link": "LINK",
    "site": "SITE",
    "title": "TITLE",
    "page": "PAGE",
    "verify_url": "VERIFY",
    "last_day": "5 March 2027",
    "renewable": True,
    "because": "BECAUSE",
    "outcome": "OUTCOME",
    "certificates": "CERTIFICATES",
    "contact": "CONTACT",
    "ground": "",
    "number": "NUMBER",
    "day": "5 March 2027",
    "reason": "REASON",
    "ended": False,
    "anew": True,
    "holder": "HOLDER",
    "new_number": "NEW NUMBER",
    "new_page": "NEW PAGE",
    "minutes": "1 hour 30 minutes",
    "handed_in": "5 March 2027 at 14:02 UTC",
    "left": "12 minutes",
    "count": 2,
    "cases": "Number NUMBER: WORDS",
    "more": "10 minutes",
    "until": "5 March 2027 at 14:12 UTC",
    "passkey": True,
    "another": True,
    "state": "granted",
    "last": "4 March 2027",
    "by": "6 March 2027",
    "lines": "- LINE",
    "organisation": "ORGANISATION",
    "choices": "CHOICES",
    "off": "OFF",
    "duty": "DUTY",
    "since": "5 March 2027",
    "examination": "EXAMINATION",
    "effective": "10 March 2027",
}


@pytest.fixture
def server() -> Iterator[Taken]:
    with mail_server() as taken:
        yield taken


def by_server(ctx: Context, server: Taken, query: str = "") -> Context:
    return replace(ctx, settings=replace(ctx.settings, mail_url=f"smtp://127.0.0.1:{server.port}{query}"))


def write(ctx: Context, recipient: str = TO, name: str = "Zoë") -> int:
    with ctx.database.writing() as session:
        return outbox.write(session, ctx, "reset", recipient, name=name, link="https://example.org/reset/SECRET")


def files(ctx: Context) -> list[Path]:
    return sorted((ctx.settings.home / "mail").glob("*"))


def row(ctx: Context, mail_id: int) -> MailRow:
    with ctx.database.reading() as session:
        return session.scalars(select(MailRow).where(MailRow.id == mail_id)).one()


@pytest.mark.parametrize("kind", KINDS)
def test_every_mail_has_a_subject_and_a_text(kind: str) -> None:
    subject, body = outbox.compose(kind, ENGLISH, **cast(dict[str, Any], FACTS))
    assert 10 < len(subject) < 100
    assert "\n" not in subject
    assert len(body.splitlines()) > 3


@pytest.mark.parametrize("kind", [kind for kind in KINDS if kind not in FOR_STAFF])
@pytest.mark.parametrize("alone", [True, False])
def test_a_mail_to_a_person_says_all_in_their_language(kind: str, alone: bool) -> None:
    bare = {
        "name": "",
        "contact": "",
        "passkey": False,
        "another": False,
        "ground": "GROUND",
        "renewable": False,
        "minutes": "",
        "left": "",
        "until": "",
        "last": "",
        "state": "refused",
    }
    facts = {**FACTS, **bare, "count": 1} if alone else FACTS
    mail = "\n".join(outbox.compose(kind, Languages().of(PSEUDO), **cast(dict[str, Any], facts)))
    for fact in sorted(map(str, FACTS.values()), key=len, reverse=True):
        mail = re.sub(rf"{re.escape(fact)}[/\w#-]*" if fact == "SITE" else re.escape(fact), "", mail) if fact else mail
    assert not re.findall(r"[A-Za-z]{2,}", mail.replace("GROUND", ""))


@pytest.mark.parametrize("kind", KINDS)
def test_no_mail_says_twice_where_to_write(house: House, kind: str) -> None:
    address = "hello@programme.example"
    facts = {name: fact for name, fact in FACTS.items() if name != "site"} | {"contact": address}
    with house.context.database.writing() as session:
        outbox.write(session, house.context, kind, TO, **cast(dict[str, Any], facts))
        body = session.scalars(select(MailRow.body)).one()
    asks = body.count("rite to us") + body.count("answer this mail")
    assert body.count(address) == body.count("rite to us") <= asks <= 1


def test_without_a_server_a_mail_becomes_a_private_file_that_can_be_read(house: House) -> None:
    mail_id = write(house.context)
    assert outbox.send(house.context, mail_id)
    (file,) = files(house.context)
    assert file.suffix == ".eml"
    assert file.stat().st_mode & 0o777 == 0o600
    assert "Hello Zoë," in file.read_text(encoding="utf-8")
    assert "https://example.org/reset/SECRET" in file.read_text(encoding="utf-8").splitlines()
    message = email.message_from_bytes(file.read_bytes(), policy=default)
    assert message["To"] == TO
    assert message["Date"].datetime == house.clock()


def test_a_mail_is_sent_once(house: House, server: Taken) -> None:
    ctx = by_server(house.context, server)
    mail_id = write(ctx)
    assert outbox.unsent(ctx) == [mail_id]
    assert outbox.send(ctx, mail_id)
    assert not outbox.send(ctx, mail_id)
    assert outbox.unsent(ctx) == []
    ((sender, recipients, content),) = server.mails
    message = email.message_from_bytes(content, policy=default)
    assert TO in recipients[0]
    assert message["Subject"] == "Choose a new password"
    assert "https://example.org/reset/SECRET" in message.get_content()
    assert house.catalog.issuer is not None
    assert house.catalog.issuer.email in sender


@pytest.mark.postgres
def test_many_who_send_the_same_mail_send_it_once(any_house: House) -> None:
    mail_id = write(any_house.context)
    sent = at_once(8, lambda _: outbox.send(any_house.context, mail_id))
    assert sorted(map(str, sent)) == ["False"] * 7 + ["True"]


def test_once_sent_the_text_with_its_link_is_gone(house: House) -> None:
    mail_id = write(house.context)
    outbox.send(house.context, mail_id)
    assert row(house.context, mail_id).body == ""


def test_a_mail_that_cannot_go_waits_longer_each_time_and_is_given_up(
    house: House, server: Taken, caplog: pytest.LogCaptureFixture
) -> None:
    ctx = by_server(house.context, server)
    server.refuses = True
    mail_id = write(ctx)
    waits = []
    with caplog.at_level(logging.WARNING):
        while (due := row(ctx, mail_id).due_at) is not None:
            waits.append(due - house.clock())
            house.clock.at = due
            assert not outbox.send(ctx, mail_id)
    assert waits[1:] == list(outbox.WAITS)
    assert waits == sorted(waits)
    assert row(ctx, mail_id).body == ""
    assert TO not in caplog.text
    assert "SECRET" not in caplog.text


def test_a_server_that_is_back_gets_the_mail(house: House, server: Taken) -> None:
    ctx = by_server(house.context, server)
    server.refuses = True
    mail_id = write(ctx)
    outbox.send(ctx, mail_id)
    server.refuses = False
    assert not outbox.send(ctx, mail_id), "not before its time"
    house.clock.turn(outbox.WAITS[0])
    assert outbox.send(ctx, mail_id)
    assert len(server.mails) == 1


def test_a_mail_whose_sender_was_killed_is_taken_on_again_later(house: House) -> None:
    mail_id = write(house.context)
    with pytest.raises(KeyboardInterrupt), patch.object(transport, "open_way", side_effect=KeyboardInterrupt):
        outbox.send(house.context, mail_id)
    assert outbox.unsent(house.context) == []
    house.clock.turn(outbox.TAKEN_ON_FOR)
    assert outbox.unsent(house.context) == [mail_id]
    assert outbox.send(house.context, mail_id)


def test_the_sender_can_be_set(house: House, server: Taken) -> None:
    ctx = by_server(house.context, server, "?from=office%40example.net")
    outbox.send(ctx, write(ctx))
    assert b"office@example.net" in server.mails[0][2]


@pytest.mark.parametrize("recipient", ["a@b.org\nBcc: c@d.org", "a@b.org\r\nSubject: x", "a@b.org, c@d.org"])
def test_a_header_cannot_be_split(house: House, server: Taken, recipient: str) -> None:
    """No such address gets through registering; this is the second lock on the same door."""
    ctx = by_server(house.context, server)
    assert not outbox.send(ctx, write(ctx, recipient))
    assert server.mails == []


def test_a_name_in_a_text_stays_in_the_text(house: House, server: Taken) -> None:
    ctx = by_server(house.context, server)
    outbox.send(ctx, write(ctx, name="{{ link }} <b>Rosa</b>\n.\nSubject: x"))
    message = email.message_from_bytes(server.mails[0][2], policy=default)
    assert "{{ link }} <b>Rosa</b>" in message.get_content()
    assert message["Subject"] == "Choose a new password"


def test_nothing_listening_is_no_more_than_a_delay(house: House) -> None:
    settings = replace(house.context.settings, mail_url="smtp://127.0.0.1:1")
    envelope = transport.Envelope(1, "", "", TO, "s", "b", house.clock())
    with pytest.raises(CannotPost), transport.open_way(settings) as way:
        way(envelope)


def test_what_was_sent_long_ago_is_forgotten(house: House) -> None:
    sent, waiting = write(house.context), write(house.context)
    outbox.send(house.context, sent)
    house.clock.turn(outbox.KEPT + timedelta(seconds=1))
    tidying.tidy(house.context)
    with house.context.database.reading() as session:
        assert mails.due(session, house.clock(), 10) == [waiting]
        assert [one.id for one in session.scalars(select(MailRow))] == [waiting]


def test_what_is_due_goes_over_one_connection(house: House, server: Taken) -> None:
    ctx = by_server(house.context, server)
    for number in range(outbox.BATCH + 2):
        write(ctx, f"person{number}@example.org")
    assert (outbox.send_due(ctx), server.connections) == (outbox.BATCH, 1)
    assert (outbox.send_due(ctx), server.connections) == (2, 2)
    assert outbox.send_due(ctx) == 0
    assert [recipients for _, recipients, _ in server.mails] == [
        [f"rcpt TO:<person{number}@example.org>"] for number in range(outbox.BATCH + 2)
    ]


def test_one_that_is_refused_for_good_is_given_up_at_once_and_the_others_go(
    house: House, server: Taken, caplog: pytest.LogCaptureFixture
) -> None:
    ctx = by_server(house.context, server)
    server.answers = {"nobody@": "550 5.1.1 nobody@example.org is unknown", "full@": "452 4.2.2 full"}
    nobody, full, fine = (write(ctx, f"{name}@example.org") for name in ("nobody", "full", "fine"))
    with caplog.at_level(logging.WARNING):
        assert outbox.send_due(ctx) == 1
    assert (row(ctx, nobody).due_at, row(ctx, nobody).body, row(ctx, nobody).fault) == (None, "", "550 5.1.1")
    assert (row(ctx, full).due_at, row(ctx, full).fault) == (house.clock() + outbox.WAITS[0], "452 4.2.2")
    assert row(ctx, fine).sent_at is not None
    assert "nobody@" not in caplog.text
    assert [one.id for one in outbox.not_sent(ctx)] == [full, nobody]
    with ctx.database.reading() as session:
        told = figures.mails(session)
    assert (told.waiting, told.given_up, told.refused) == (1, 1, 1)


def test_a_server_that_hangs_up_on_one_mail_keeps_only_that_one_waiting(house: House, server: Taken) -> None:
    ctx = by_server(house.context, server)
    server.answers = {"odd@": ""}
    odd, fine = write(ctx, "odd@example.org"), write(ctx, "fine@example.org")
    assert outbox.send_due(ctx) == 0
    assert (row(ctx, odd).due_at, row(ctx, odd).tries) == (house.clock() + outbox.WAITS[0], 1)
    assert (row(ctx, fine).due_at, row(ctx, fine).tries) == (house.clock(), 0)
    assert outbox.send_due(ctx) == 1


def test_a_server_that_says_nothing_is_asked_once_for_all(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(transport, "SECONDS", 0.1)
    with silent_server() as port:
        ctx = by_server(house.context, Taken(port=port))
        numbers = [write(ctx) for _ in range(6)]
        with patch.object(transport, "_connection", wraps=transport._connection) as connecting:
            assert outbox.send_due(ctx) == 0
    assert connecting.call_count == 1
    assert {row(ctx, number).due_at for number in numbers} == {house.clock() + outbox.WAITS[0]}
    assert {row(ctx, number).fault for number in numbers} == {"SMTPServerDisconnected"}


def test_what_a_batch_has_no_time_for_is_due_as_before(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    numbers = [write(house.context) for _ in range(3)]
    monkeypatch.setattr(outbox, "LONGEST_BATCH", 0.0)
    assert outbox.send_due(house.context) == 0
    assert outbox.unsent(house.context) == numbers
    assert {row(house.context, number).tries for number in numbers} == {0}
