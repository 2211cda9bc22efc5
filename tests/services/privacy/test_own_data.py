"""What people may do with what is kept about them."""

import base64
import json
from dataclasses import asdict
from datetime import datetime, timedelta

import pytest
from sqlalchemy import select

from lms.services import accounts
from lms.services.accounts import administering
from lms.services.assessing import covers, results
from lms.services.assessing.overview import overview
from lms.services.ground.person import Person
from lms.services.ground.refusals import Invalid
from lms.services.learning import lessons
from lms.services.privacy import own_data
from lms.store import audit
from lms.store.personal import NOT_TOLD, label
from lms.store.profiles import Shown
from lms.store.tables import (
    AccommodationRow,
    AccountRow,
    ApplicationRow,
    AppointmentRow,
    AttemptRow,
    AuditRow,
    Base,
    CertificateRow,
    ConsentRow,
    CorrectionRow,
    DailyReminderRow,
    DecidedRow,
    DecisionRow,
    DesignRow,
    EventRow,
    FollowingRow,
    FormerFileRow,
    FormerHandleRow,
    GrantRow,
    HandInRow,
    IdentityRow,
    InterestRow,
    ItemRow,
    MailChoicesRow,
    MailRow,
    NotebookRow,
    PasskeyRow,
    PdfRow,
    PenNameRow,
    ProfileRow,
    ProposalRow,
    RecoveryCodeRow,
    ReminderRow,
    ScoreRow,
    SeenKeyRow,
    ShareLinkRow,
    SignatureRow,
    StoppedClockRow,
    TakenBackRow,
    TotpRow,
)
from tests.services.accounts.post import HERE, OTHER_PASSWORD, PASSWORD
from tests.services.walks import answer, begin, right_answers
from tests.support.site import House

EMAIL = "amal@example.org"
ABOUT_PEOPLE = ("accounts", "applications", "attempts", "certificates")
SERIAL = "7K3MD-FAKE0-SER1A-L0000"


@pytest.fixture
def amal(house: House) -> Person:
    """Somebody of whom there is a row in every table that can hold one."""
    return populated(house)


def populated(house: House) -> Person:
    ctx, now = house.context, house.clock()
    id = administering.add(ctx, "operator:test", EMAIL, "Amal Haddad", "learner", PASSWORD)
    person = Person(id, EMAIL, "Amal Haddad")
    accounts.sign_in(ctx, EMAIL, PASSWORD, HERE, "Firefox")
    administering.issue_token(ctx, "operator:test", EMAIL)
    accounts.request_reset(ctx, EMAIL, HERE)
    course = next(iter(house.catalog.courses.values()))
    lesson = next(iter(course.lessons.values()))
    lessons.answer_quiz(ctx, person, course.id, lesson.id, lesson.questions[0].id, "a")
    with ctx.database.writing() as session:
        session.add(
            AttemptRow(
                id="attempt-one",
                account_id=id,
                assessment="exam",
                number=1,
                state="submitted",
                started_at=now,
                put_aside=0,
                seed="SECRET-seed",
                revision="r",
                title="Exam",
                policy={},
                result={"marks": "SECRET-marks"},
                share="3/4",
                passed=True,
            )
        )
        session.add_all(_own_day(id, now))
        session.add_all(_duties(id, now))
        session.add_all(_applied(id, now))
        session.add(DesignRow(hash="d", content=b"design"))
        correction = CorrectionRow(
            source="banks/one", version="v", revision="r", actor="operator:test", reason="Wrong key", started_at=now
        )
        session.add(correction)
        session.flush()
        session.add(
            ScoreRow(
                attempt_id="attempt-one",
                n=1,
                correction_id=correction.id,
                at=now,
                share="1",
                passed=True,
                result={"solutions": "SECRET-corrected"},
            )
        )
        session.add(
            ItemRow(
                attempt_id="attempt-one",
                n=1,
                source="banks/one",
                version="v",
                points=1,
                scored=True,
                question={"html": "SECRET-question"},
                solution={"key": "SECRET-solution"},
                answer="b",
                seq=1,
                marked=False,
            )
        )
        session.add(GrantRow(account_id=id, assessment="exam", n=1, at=now))
        session.add(HandInRow(attempt_id="attempt-one", key="a key"))
        session.add(StoppedClockRow(attempt_id="attempt-one", seconds_left=60))
        session.add(
            TakenBackRow(
                attempt_id="attempt-one",
                n=1,
                at=now,
                handed_in_at=now,
                seconds_left=60,
                share="SECRET-share",
                passed=False,
                result={"marks": "SECRET-taken-back"},
            )
        )
        for serial, state in ((SERIAL, "issued"), ("UNFINISHED", "intended")):
            session.add(
                CertificateRow(
                    serial=serial,
                    account_id=id,
                    credential="one",
                    number=1 if state == "issued" else 2,
                    state=state,
                    claims={"holder": "Amal Haddad", "salt": "SECRET-salt"},
                    claims_hash="c",
                    design="d",
                    created_at=now,
                    issued_at=now,
                    revoked_public="shown to all",
                    pdf_hash=None,
                )
            )
        session.flush()
        session.add(DecidedRow(serial=SERIAL, application_id="a1", n=1))
        session.add(PdfRow(serial=SERIAL, content=b"%PDF-1.7"))
        session.add(FormerFileRow(serial=SERIAL, n=1, until=house.clock(), badge="{}", pdf=b"%PDF-1.6"))
        session.add(ReminderRow(serial=SERIAL, days=90, sent_at=house.clock()))
        session.add(ShareLinkRow(id="s" * 64, serial=SERIAL, created_at=house.clock(), ends_at=house.clock()))
        audit.append(session, now, "system", "issue", SERIAL, {"claims": "c"})
    return person


def _own_day(id: int, now: datetime) -> list[Base]:
    """What belongs to a learner's own day, and what proves who signs in."""
    key, code = b"public key", "SECRET-recovery".ljust(64, "x")
    return [
        MailChoicesRow(account_id=id, language="es"),
        ConsentRow(account_id=id, what="reminders", text="Yes.", text_hash="t" * 64, given_at=now),
        DailyReminderRow(account_id=id, sent_at=now),
        TotpRow(account_id=id, secret="SECRET-totp", created_at=now, last_step=0),
        PasskeyRow(
            id="p" * 64, account_id=id, name="Phone", credential="c", public_key=key, sign_count=0, created_at=now
        ),
        RecoveryCodeRow(id=code, account_id=id, created_at=now),
        IdentityRow(id="i" * 64, account_id=id, issuer="https://hive.example", subject="amal", created_at=now),
    ]


def _duties(id: int, now: datetime) -> list[Base]:
    """What belongs to somebody's duties."""
    body = {"people": [], "organisations": ["A company"], "payments": []}
    proposal = {"act": "activate", "thing": "version:one", "scheme": "one", "duty": "writer", "reason": "Ready"}
    return [
        AccommodationRow(
            account_id=id, settings={"time": "3/2"}, had_before=True, state="asked", asked_at=now, ground=""
        ),
        AppointmentRow(account_id=id, scheme="one", duty="writer", since=now, by_id=None, reason="The first"),
        InterestRow(account_id=id, year=now.year, n=1, body=body, declared_at=now),
        PenNameRow(account_id=id, name="amal-h"),
        *_told(id, now),
        SeenKeyRow(account_id=id, bank="one", at=now),
        ProposalRow(**proposal, by_id=id, body={}, at=now),
    ]


def _told(id: int, now: datetime) -> list[Base]:
    """What they tell of themselves, and what they follow."""
    lists = {"links": [], "languages": ["Arabic"], "roles": ["patient"], "shown": asdict(Shown())}
    return [
        ProfileRow(account_id=id, name="Amal", about="", asked_for="", handle="amal-h", **lists),
        FormerHandleRow(id="h" * 64, account_id=id, free_at=now + timedelta(days=730)),
        FollowingRow(account_id=id, path="paths/creator", since=now),
        NotebookRow(
            account_id=id,
            tool="tools/ties",
            n=1,
            title="Ties",
            language="en",
            answers={"a": "b"},
            gave="x",
            seq=1,
            at=now,
        ),
    ]


def _applied(id: int, now: datetime) -> list[Base]:
    """An application, what was decided about it, and what was signed."""
    told = {"credential": "one", "route": "courses", "scheme": "f" * 64, "version": 1, "state": "certified"}
    decided = {"n": 1, "by_id": None, "duty": "decider", "outcome": "certified", "ground": "", "reason": "", "at": now}
    return [
        ApplicationRow(id="a1", account_id=id, claims={"name": "Amal Haddad"}, opened_at=now, **told),
        DecisionRow(application_id="a1", **decided),
        SignatureRow(account_id=id, document="one/code", hash="f" * 64, typed_name="Amal Haddad", at=now),
    ]


def test_an_export_holds_a_row_of_every_table_that_is_about_people(house: House, amal: Person) -> None:
    exported = own_data.export(house.context, amal)
    empty = [name for name, rows in exported["tables"].items() if not rows]
    assert empty == []
    about_people = {
        table.name
        for table in Base.metadata.sorted_tables
        if any(
            key.column.table.name in ("accounts", "applications", "attempts", "certificates")
            for key in table.foreign_keys
        )
    }
    assert set(exported["tables"]) == about_people | {"accounts", "mails", "audit"}


def test_an_export_gives_away_no_secret_and_nothing_of_a_key(house: House, amal: Person) -> None:
    text = json.dumps(own_data.export(house.context, amal))
    assert "SECRET" not in text
    assert "argon2" not in text
    assert "/reset/" not in text
    assert "CANARY" not in text


def test_an_export_is_plain_json_with_the_answers_and_the_paper(house: House, amal: Person) -> None:
    tables = json.loads(json.dumps(own_data.export(house.context, amal)))["tables"]
    assert tables["accounts"][0]["email"] == EMAIL
    assert tables["items"][0]["answer"] == "b"
    assert tables["attempts"][0]["share"] == "3/4"
    assert base64.b64decode(tables["pdfs"][0]["content"]) == b"%PDF-1.7"
    assert {row["subject"] for row in tables["audit"]} == {label(amal.id), SERIAL}


def test_an_export_holds_nothing_of_anyone_else(house: House, amal: Person) -> None:
    rosa = house.person("Rosa Lind")
    tables = own_data.export(house.context, rosa)["tables"]
    assert [name for name, rows in tables.items() if rows] == ["accounts", "mailboxes"]
    assert amal.email not in json.dumps(tables)


def test_what_is_not_told_are_columns_that_exist() -> None:
    columns = {(table.name, column.name) for table in Base.metadata.sorted_tables for column in table.columns}
    assert columns >= NOT_TOLD


@pytest.mark.postgres
def test_erasing_leaves_a_number_a_date_and_the_log(any_house: House) -> None:
    house, amal = any_house, populated(any_house)
    house.clock.turn(timedelta(days=1))
    own_data.erase(house.context, amal, PASSWORD)
    with house.context.database.reading() as session:
        for row in (
            AccountRow,
            EventRow,
            AttemptRow,
            ItemRow,
            PdfRow,
            MailRow,
            AppointmentRow,
            InterestRow,
            SeenKeyRow,
        ):
            assert session.execute(select(row)).all() == []
        (certificate,) = session.scalars(select(CertificateRow))
        assert (certificate.serial, certificate.account_id, certificate.claims) == (SERIAL, None, None)
        assert certificate.erased_at == house.clock()
        assert certificate.revoked_public == ""
        log = [(row.act, row.subject) for row in session.scalars(select(AuditRow).order_by(AuditRow.n))]
        everything = str([list(map(dict, session.execute(select(t)).mappings())) for t in Base.metadata.sorted_tables])
    assert log[-2:] == [("erase", SERIAL), ("erase account", label(amal.id))]
    assert "Amal" not in everything
    assert EMAIL not in everything


def test_erasing_asks_for_the_password(house: House, amal: Person) -> None:
    with pytest.raises(Invalid):
        own_data.erase(house.context, amal, OTHER_PASSWORD)
    assert own_data.export(house.context, amal)


def test_the_number_of_an_erased_account_is_never_given_again(house: House, amal: Person) -> None:
    own_data.erase(house.context, amal, PASSWORD)
    assert house.person("Somebody Else").id > amal.id


def test_a_name_can_be_corrected_within_its_bounds(house: House, amal: Person) -> None:
    accounts.rename(house.context, amal, "  Amal  H. Haddad ")
    assert own_data.export(house.context, amal)["tables"]["accounts"][0]["name"] == "Amal H. Haddad"
    with pytest.raises(Invalid):
        accounts.rename(house.context, amal, "")


def sat(house: House, shown: bool) -> tuple[Person, str]:
    """Somebody who has passed, and the number of the attempt."""
    person = house.person()
    attempt = begin(house, person)
    answer(house, person, attempt, right_answers(house, attempt))
    if not shown:
        with house.context.database.writing() as session:
            row = session.get_one(AttemptRow, attempt)
            row.policy = row.policy | {"policy": row.policy["policy"] | {"show_learner": []}}
    results.submit(house.context, person, attempt)
    return person, attempt


def test_an_export_during_an_attempt_names_no_pilot_and_says_what_is_withheld(house: House) -> None:
    rosa = house.person("Rosa Lind")
    attempt = begin(house, rosa)
    exported = own_data.export(house.context, rosa)
    told = {"attempt_id", "n", "points", "answer", "seq", "saved_at", "marked"}
    assert {frozenset(row) for row in exported["tables"]["items"]} == {frozenset(told)}
    (withheld,) = exported["withheld"]
    assert (withheld["attempt"], withheld["what"]) == (attempt, ("share", "passed"))
    assert withheld["until"] == (house.clock() + timedelta(minutes=30)).isoformat()


def test_an_export_tells_a_result_that_is_shown(house: House) -> None:
    person, _ = sat(house, shown=True)
    exported = own_data.export(house.context, person)
    assert exported["withheld"] == []
    assert exported["tables"]["attempts"][0]["passed"] is True
    assert [row["kind"] for row in exported["tables"]["events"]] == ["passed"]


def test_no_door_tells_a_result_that_the_policy_does_not_show(house: House) -> None:
    person, attempt = sat(house, shown=False)
    exported = own_data.export(house.context, person)
    (row,) = exported["tables"]["attempts"]
    assert (row["share"], row["passed"]) == (None, None)
    assert exported["tables"]["events"] == exported["tables"]["standings"] == []
    (withheld,) = exported["withheld"]
    assert (withheld["attempt"], withheld["until"]) == (attempt, None)
    assert "do not show" in withheld["why"]
    assert covers.cover(house.context, person, "open").passed is None
    lines = overview(house.context, person).assessments
    assert {line.passed for line in lines} == {None}
