"""PDFs in the log: named with the act that stores them, or late, and judged by their seal until then."""

from __future__ import annotations

import json
from datetime import timedelta
from hashlib import sha256

import pytest
from sqlalchemy import text

from lms.credentials.life import Status
from lms.services.certifying import claiming, filing, on_hold, verifying
from lms.services.certifying.uploads import Looker
from lms.services.ground.person import Person
from lms.services.log import checking
from lms.store import leaves, mails
from tests.services.log.test_logbook import issue, kinds
from tests.support.site import House


def of_before(house: House, person: Person, monkeypatch: pytest.MonkeyPatch) -> str:
    """A certificate as it was issued before the log told of files."""
    with monkeypatch.context() as before:
        before.setattr(filing, "enter", lambda *_: None)
        serial = issue(house, person)
    assert kinds(house) == ["issue"]
    return serial


def name_late(house: House, serial: str) -> bool | None:
    looker = Looker()
    try:
        return filing.enter_late(house.context, serial, looker)
    finally:
        looker.close()


def bodies(house: House) -> list[dict[str, object]]:
    with house.context.database.reading() as session:
        return [json.loads(one.body) for one in leaves.leaves(session)]


def test_the_leaf_of_a_file_names_it_and_the_credential_in_it(house: House) -> None:
    amal = house.person()
    serial = issue(house, amal)
    first, second = bodies(house)
    pdf = sha256(claiming.pdf(house.context, amal, serial)).hexdigest()
    assert (second["kind"], second["pdf"], second["credential"]) == ("file", pdf, first["credential"])
    assert "late" not in second


def test_a_file_of_before_is_named_late_and_once_and_everything_fits(
    any_house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    house, amal = any_house, any_house.person()
    serial = of_before(house, amal, monkeypatch)
    pdf = claiming.pdf(house.context, amal, serial)
    assert verifying.report(house.context, serial).status is Status.VALID
    assert list(filing.unfiled(house.context)) == [serial]
    assert name_late(house, serial)
    assert not name_late(house, serial)
    assert list(filing.unfiled(house.context)) == []
    assert bodies(house)[1]["late"] is True
    assert checking.verify(house.context).altered == ()
    assert verifying.report(house.context, serial).acts[-1].words.endswith("entered late")
    assert verifying.report_on_file(house.context, pdf).genuine


def test_until_it_is_named_a_file_is_judged_by_its_seal_once(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    amal = house.person()
    serial = of_before(house, amal, monkeypatch)
    pdf = claiming.pdf(house.context, amal, serial)
    asked: list[int] = []
    assert verifying.report_on_file(house.context, pdf, lambda: asked.append(1)).genuine
    assert verifying.report_on_file(house.context, pdf, lambda: asked.append(2)).genuine
    assert asked == [1], "its seal is looked at once, and then remembered by the hash of the file"
    forged = pdf + b"\n% forged"
    hash = sha256(forged).hexdigest()
    with house.context.database.writing() as session:
        session.execute(text("UPDATE certificates SET pdf_hash = :hash"), {"hash": hash})
        given = {"old": sha256(pdf).hexdigest(), "new": hash}
        session.execute(text("UPDATE audit SET details = replace(details, :old, :new)"), given)
        session.execute(text("UPDATE pdfs SET content = :content"), {"content": forged})
    assert not verifying.report_on_file(house.context, forged).genuine
    assert not name_late(house, serial)


def test_a_clock_behind_and_too_little_time_cast_no_doubt_on_a_file(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    serial = of_before(house, house.person(), monkeypatch)
    house.clock.turn(-timedelta(days=1))
    filing.enter_all_late(house.context, [serial])
    house.clock.turn(timedelta(days=1))
    with monkeypatch.context() as slow:
        slow.setattr(filing, "SECONDS_EACH", 0.0)
        filing.enter_all_late(house.context, [serial])
    assert on_hold.cases(house.context) == ()
    assert kinds(house) == ["issue"]
    filing.enter_all_late(house.context, [serial])
    assert kinds(house) == ["issue", "file"]


def test_staff_are_told_once_of_what_does_not_fit_and_anew_when_it_comes_back(house: House) -> None:
    serial = issue(house, house.person())
    house.person("Some Staff", role="staff")
    edits = ("UPDATE certificates SET revoked_at = created_at", "UPDATE certificates SET revoked_at = NULL")
    for times in (1, 2):
        _do(house, edits[0])
        verifying.report(house.context, serial)
        assert on_hold.tell_staff(house.context) == 1
        assert on_hold.tell_staff(house.context) == 0
        assert [one.serial for one in on_hold.cases(house.context)] == [serial]
        assert _written_to_staff(house) == times
        _do(house, edits[1])
        assert on_hold.cases(house.context) == ()
        assert on_hold.tell_staff(house.context) == 0


def test_what_is_in_order_again_before_staff_are_told_is_not_told(house: House) -> None:
    serial = issue(house, house.person())
    on_hold.note_words(house.context, serial, "words")
    assert on_hold.tell_staff(house.context) == 0
    assert on_hold.cases(house.context) == ()


def _do(house: House, statement: str) -> None:
    with house.context.database.writing() as session:
        session.execute(text(statement))


def _written_to_staff(house: House) -> int:
    with house.context.database.reading() as session:
        waiting = mails.not_sent(session, 100)
    return sum(one.subject.startswith("On hold") for one in waiting if one.recipient == "some.staff@example.org")
