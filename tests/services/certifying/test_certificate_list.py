"""The list of certificates for staff: every one on exactly one page, found by what staff know, at a cost that stays."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from datetime import timedelta
from hashlib import sha256
from typing import Any

import pytest
from sqlalchemy import event, insert, text

from lms.credentials.life import Making, Status, status
from lms.credentials.serial import new_serial
from lms.services.certifying import certificate_list, sharing, stewarding
from lms.store import certificates
from lms.store.listing import sought
from lms.store.sharing import listed
from lms.store.tables import AccountRow, CertificateRow, DesignRow
from tests.credentials.examples import claims
from tests.services.log.test_logbook import STAFF, issue
from tests.support.site import TODAY, House

NAMES = ("Amal Haddad", "Élodie Ångström", "Nguyễn Thị Minh", "100% Sure_Person", "محمد علي")
FIRST = 1000
FACTS: tuple[dict[str, Any], ...] = (
    {},
    {"expires_at": TODAY - timedelta(days=1)},
    {"revoked_at": TODAY, "suspended_at": TODAY},
    {"suspended_at": TODAY},
    {"replaced_at": TODAY, "replaced_by": "X"},
    {"erased_at": TODAY, "revoked_at": TODAY},
    {"state": Making.LOGGED.value},
    {"expires_at": TODAY},
)


def fill(house: House, number: int) -> list[str]:
    """So many certificates of many people and all kinds of fate, two of each moment; their numbers, newest first."""
    serials = [_number(one) for one in range(number)]
    with house.context.database.writing() as session:
        if not number:
            return []
        session.execute(insert(DesignRow).values(hash="d", content=b""))
        accounts = [_account(one) for one in range(number)]
        session.execute(insert(AccountRow), accounts)
        rows = [_certificate(one, serial) for one, serial in enumerate(serials)]
        session.execute(insert(CertificateRow), rows)
    moments = {row["serial"]: row["created_at"] for row in rows}
    return sorted(serials, key=lambda serial: (moments[serial], serial), reverse=True)


def _number(seed: int) -> str:
    """The same in each run: random bits are drawn again where they make no number, so these go on from a seed."""
    drawn = iter(range(seed * 1000, seed * 1000 + 1000))
    return new_serial(lambda count: sha256(str(next(drawn)).encode()).digest()[:count]).text


def _account(number: int) -> dict[str, Any]:
    unusual = "3/2" if number % 10 == 0 else "1"
    return {
        "id": FIRST + number,
        "email": f"person{number}@example.org",
        "name": "P",
        "password_hash": "",
        "created_at": TODAY,
        "extra_time": unusual,
    }


def _certificate(number: int, serial: str) -> dict[str, Any]:
    name, facts = NAMES[number % len(NAMES)], FACTS[number % len(FACTS)]
    erased = "erased_at" in facts
    values: dict[str, Any] = {
        "serial": serial,
        "account_id": FIRST + number,
        "credential": ("listener", "speaker")[number % 3 == 0],
        "number": 1,
        "state": Making.ISSUED.value,
        "claims": None if erased else {"holder": name, "issued": "x", "expires": None},
        "claims_hash": "c",
        "design": "d",
        "created_at": TODAY - timedelta(minutes=number // 2),
        "sought": None if erased else sought(name),
    }
    empty = dict.fromkeys(("expires_at", "revoked_at", "suspended_at", "replaced_at", "replaced_by", "erased_at"))
    return values | empty | facts


def pages(house: House, **asked: str) -> Iterator[list[str]]:
    after = ""
    while True:
        page = certificate_list.page(house.context, after=after, **asked)
        assert len(page.lines) <= certificate_list.ON_A_PAGE
        yield [line.record.serial for line in page.lines]
        after = page.after
        if not after:
            return


def found(house: House, **asked: str) -> list[str]:
    return [serial for page in pages(house, **asked) for serial in page]


@pytest.mark.parametrize("number", [0, 1, 49, 50, 51, 100, 137])
def test_each_certificate_stands_on_one_page_newest_first(house: House, number: int) -> None:
    serials = fill(house, number)
    assert found(house) == serials


def test_on_each_database_pages_search_and_filters_agree(any_house: House) -> None:
    serials = fill(any_house, 137)
    assert found(any_house) == serials
    assert [line.record.serial for line in certificate_list.every(any_house.context)] == serials
    narrowed = [found(any_house, status=one) for one in certificate_list.STATUSES]
    assert sorted(serial for some in narrowed for serial in some) == sorted(serials)
    assert all(narrowed)
    assert len(found(any_house, words="elodie ang")) == len(found(any_house, words="ÉLODIE Å")) > 5


@pytest.mark.parametrize("wanted", [one for one in certificate_list.STATUSES if one != certificate_list.PREPARING])
def test_a_status_finds_what_the_rule_of_a_certificates_life_calls_so(house: House, wanted: str) -> None:
    serials = fill(house, 60)
    with house.context.database.reading() as session:
        records = [certificates.find(session, serial) for serial in serials]
    now = house.clock()
    expected = [
        one.serial for one in records if one is not None and status(one.life, one.expires_at, now) is Status(wanted)
    ]
    assert found(house, status=wanted) == expected
    lines = certificate_list.page(house.context, status=wanted).lines
    assert {status(one.record.life, one.record.expires_at, now).value for one in lines} == {wanted}
    assert all(one.on_hold and one.status == "suspended" for one in lines), "no leaf tells of these rows"


def test_a_row_is_listed_with_its_status_where_the_log_bears_it_out(house: House) -> None:
    revoked, valid = issue(house, house.person()), issue(house, house.person("Bo"))
    stewarding.revoke(house.context, STAFF, revoked, "a reason")
    for lines in (certificate_list.page(house.context).lines, certificate_list.every(house.context)):
        assert {one.record.serial: (one.status, one.on_hold) for one in lines} == {
            revoked: ("revoked", False),
            valid: ("valid", False),
        }


@pytest.mark.parametrize(
    ("words", "holder"),
    [
        ("amal", "Amal Haddad"),
        ("HADDAD", "Amal Haddad"),
        ("elodie angstrom", "Élodie Ångström"),
        ("nguyen", "Nguyễn Thị Minh"),
        ("100%", "100% Sure_Person"),
        ("e_p", "100% Sure_Person"),
        ("علي", "محمد علي"),
    ],
)
def test_a_name_is_found_by_any_part_of_it_as_people_type_it(house: House, words: str, holder: str) -> None:
    fill(house, 60)
    lines = certificate_list.page(house.context, words=words).lines
    assert {line.record.claims["holder"] for line in lines} == {holder}


def test_a_number_is_found_by_its_beginning_or_in_an_address(house: House) -> None:
    serials = fill(house, 60)
    wanted = serials[7]
    for typed in (wanted, wanted.lower(), wanted.replace("-", " "), wanted[:12], f"https://x.example/verify/{wanted}"):
        assert found(house, words=typed) == [wanted], typed


def test_an_address_is_found_by_its_beginning(house: House) -> None:
    fill(house, 60)
    (line,) = certificate_list.page(house.context, words="Person17@Example.org").lines
    assert line.email == "person17@example.org"


@pytest.mark.parametrize(
    "words", ["nobody at all", "%", "_", "\\", "'", '"; DROP TABLE certificates', "x" * 10_000, "\u0301"]
)
def test_odd_words_find_nothing_and_break_nothing(house: House, words: str) -> None:
    fill(house, 16)
    assert {line.record.claims["holder"] for line in certificate_list.page(house.context, words=words).lines} <= {
        NAMES[3]
    }


def test_filters_join_and_an_unknown_one_narrows_nothing(house: House) -> None:
    serials = fill(house, 60)
    both = found(house, words="haddad", credential="speaker")
    assert both
    assert set(both) == set(found(house, words="haddad")) & set(found(house, credential="speaker"))
    assert found(house, status="nonsense") == serials
    assert found(house, credential="nonsense") == []


def test_behind_an_unknown_number_the_list_begins_anew(house: House) -> None:
    serials = fill(house, 3)
    assert [one.record.serial for one in certificate_list.page(house.context, after="NOT-THERE").lines] == serials


def test_what_a_page_costs_does_not_hang_on_how_many_there_are(house: House) -> None:
    fill(house, 120)
    with house.context.database.reading() as session:
        for asked in ({}, {"status": "revoked"}, {"words": "haddad"}, {"credential": "speaker"}):
            plan = " ".join(_plan(house, session, **asked))
            assert "COVERING INDEX ix_certificates_listing" in plan, (asked, plan)
            assert "USE TEMP B-TREE" not in plan, (asked, plan)


def _plan(house: House, session: Any, **asked: str) -> list[str]:
    return _plan_of(house, session, lambda: certificate_list.page(house.context, **asked))


def _plan_of(house: House, session: Any, ask: Callable[[], object]) -> list[str]:
    """How SQLite finds the rows of a page."""
    heard: list[tuple[str, Any]] = []
    engine = house.context.database.engine
    listen = lambda connection, cursor, statement, parameters, *_: heard.append((statement, parameters))  # noqa: E731
    event.listen(engine, "before_cursor_execute", listen)
    ask()
    event.remove(engine, "before_cursor_execute", listen)
    statement, parameters = next(one for one in heard if "ORDER BY" in one[0])
    rows = session.connection().exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", parameters)
    return [row[3] for row in rows]


def test_erasing_a_certificate_takes_the_sought_name_with_it(house: House) -> None:
    (serial,) = fill(house, 1)
    with house.context.database.writing() as session:
        certificates.forget(session, serial)
    assert found(house, words="haddad") == []


def test_the_registry_comes_in_pages_that_are_found_by_an_index(house: House) -> None:
    serials = fill(house, 120)
    held = json.dumps(claims().to_json())
    with house.context.database.writing() as session:
        session.execute(
            text("UPDATE certificates SET listed = 1, issued_at = created_at, claims = :held WHERE claims IS NOT NULL"),
            {"held": held},
        )
    good = set(found(house, status="valid"))
    page = sharing.registry(house.context)
    pages = [page.after]
    while page.after:
        assert page.lines == (), "no leaf tells of these rows, so none of them is vouched for"
        page = sharing.registry(house.context, page.after)
        pages.append(page.after)
    with house.context.database.reading() as session:
        seen = listed(session, TODAY, most=len(serials), after="")
        assert seen == [serial for serial in serials if serial in good]
        at_ends = range(sharing.ON_A_PAGE - 1, len(seen) - 1, sharing.ON_A_PAGE)
        assert pages == [*(seen[place] for place in at_ends), ""]
        plan = " ".join(_plan_of(house, session, lambda: listed(session, TODAY, most=50, after="")))
    assert "INDEX ix_certificates_registry" in plan
    assert "TEMP B-TREE" not in plan
