"""A declared rate holds for a person or an address, and refuses with the time to wait."""

from __future__ import annotations

import re
from dataclasses import replace

from flask import Flask

from tests.support.site import House
from tests.support.web import Caller, app_of, signed_in

RATE = 10


def test_the_rate_of_a_view_is_kept_and_says_when_to_come_back(browser: Caller) -> None:
    answers = [browser.form("/account/export") for _ in range(RATE + 1)]
    assert [answer.status_code for answer in answers] == [200] * RATE + [429]
    refused = answers[-1]
    assert 0 < int(refused.headers["Retry-After"]) <= 3601
    assert re.search(r"Please try again in (?:1 hour|\d+ minutes?)\.", refused.text)


def test_one_persons_rate_is_not_anothers(app: Flask, house: House, browser: Caller, other: Caller) -> None:
    for _ in range(RATE):
        browser.form("/account/export")
    assert other.form("/account/export").status_code == 200


def test_other_pages_are_not_counted(browser: Caller) -> None:
    for _ in range(RATE * 2):
        assert browser.get("/account").status_code == 200


def test_where_nothing_can_be_counted_nothing_is_let_through(house: House) -> None:
    settings = replace(house.context.settings, redis_url="redis://127.0.0.1:1/0")
    house.context = replace(house.context, settings=settings)
    app = app_of(house)
    amal = signed_in(app, house, house.person("Amal Haddad"))
    assert amal.get("/account").status_code == 200
    assert amal.form("/account/export").status_code == 503
