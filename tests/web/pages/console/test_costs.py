"""What a page of the console costs in statements, however much stands behind it."""

from __future__ import annotations

from flask import Flask

from tests.services.appointing.people import admin, with_duty
from tests.services.certifying.test_certificates import issued
from tests.support.site import House
from tests.web.pages.console.test_duties import with_factor
from tests.web.test_statement_counts import Count, count

__all__ = ["count"]

MOST = 6


def test_each_page_costs_at_most_six_statements(app: Flask, house: House, count: Count) -> None:
    amal = house.person("Amal Haddad")
    serial = issued(house, amal)
    registrar = with_duty(house, "Reg", "registrar", "decider")
    for n in range(9):
        with_duty(house, f"Person {n}", "writer", declared=n % 2 == 0)
    office, ida = with_factor(app, house, registrar), with_factor(app, house, admin(house))
    pages = [
        *((office, path) for path in ("/staff", "/staff/people", f"/staff/people/{amal.id}", "/staff/interests")),
        *((office, path) for path in ("/staff/certificates", f"/staff/certificates/{serial}")),
        *((ida, f"/staff{name}") for name in ("", "/duties", "/interests", "/audit", "/mails", "/audit?act=appoint")),
    ]
    costs = {}
    for caller, path in pages:
        caller.get(path)
        count.statements.clear()
        assert caller.get(path).status_code == 200
        costs[path, "admin" if caller is ida else "registrar"] = list(count.statements)
    assert not [(page, len(seen), *seen) for page, seen in costs.items() if len(seen) > MOST]
