"""An examination over two web servers, a worker, PostgreSQL, Redis and nginx, each of which is killed in turn."""

from __future__ import annotations

import threading
from collections.abc import Iterator

import pytest

from lms.credentials.life import Status
from lms.services.certifying import verifying
from lms.services.log import checking
from tests.faults import short_way
from tests.faults.callers import API, Program
from tests.faults.clients import LONG, Ledger, begin, check, clients_at_work, wait_for_each
from tests.faults.estate import Estate, Part, estate
from tests.faults.premises import until

CLIENTS = 8
SECONDS_LEFT_ALONE = 3
CHANGES = {"content/assessments/long.md": LONG, **short_way.CHANGES}


@pytest.fixture(scope="module")
def machines(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Estate]:
    with estate(tmp_path_factory.mktemp("estate"), CHANGES) as made:
        yield made


def started(machines: Estate, name: str) -> list[tuple[Program, Ledger]]:
    """Clients who sit the examination by the address that the public knows."""
    people = [machines.premises.person(f"{name} {number}") for number in range(CLIENTS)]
    return [begin(machines.program(machines.premises.token(person)), person.id) for person in people]


def acknowledged_is_there(machines: Estate, clients: list[tuple[Program, Ledger]]) -> None:
    for _, ledger in clients:
        check(machines.premises, ledger)


def test_each_part_is_killed_in_an_examination_and_nothing_is_lost(machines: Estate) -> None:
    clients = started(machines, "Client")
    ledgers = [ledger for _, ledger in clients]
    parts: tuple[Part, ...] = (
        *machines.webs,
        machines.worker,
        machines.redis,
        machines.postgres,
        machines.nginx,
    )
    with clients_at_work(clients):
        for part in parts:
            wait_for_each(ledgers)
            part.kill()
            threading.Event().wait(0.5)
            part.start()
            wait_for_each(ledgers)
            acknowledged_is_there(machines, clients)
    acknowledged_is_there(machines, clients)
    for program, ledger in clients:
        first = program.post(f"{API}/attempts/{ledger.attempt}/submission", idempotency_key=f"end-{ledger.account}")
        again = program.post(f"{API}/attempts/{ledger.attempt}/submission", idempotency_key=f"end-{ledger.account}")
        assert (first.status, again.status) == (200, 200)
        assert first.json == again.json


def test_one_of_two_machines_is_enough(machines: Estate) -> None:
    clients = started(machines, "Visitor")
    ledgers = [ledger for _, ledger in clients]
    machines.webs[0].kill()
    try:
        with clients_at_work(clients):
            for _ in range(5):
                wait_for_each(ledgers)
    finally:
        machines.webs[0].start()
    acknowledged_is_there(machines, clients)


def test_machines_are_restarted_one_after_the_other_under_load_without_one_error(machines: Estate) -> None:
    clients = started(machines, "Guest")
    ledgers = [ledger for _, ledger in clients]
    with clients_at_work(clients):
        for web in (*machines.webs, *machines.webs):
            wait_for_each(ledgers)
            web.end()
            wait_for_each(ledgers)
            web.start()
            # As the runbook says: the proxy leaves a machine alone for two seconds after it did not answer.
            threading.Event().wait(SECONDS_LEFT_ALONE)
            wait_for_each(ledgers)
    assert [ledger.lost for ledger in ledgers if ledger.lost] == []
    acknowledged_is_there(machines, clients)


def test_a_worker_elsewhere_issues_what_was_claimed_here_after_redis_and_it_were_killed(machines: Estate) -> None:
    machines.worker.kill()
    serials = []
    for n in range(4):
        person = machines.premises.person(f"Holder {'abcd'[n]}")
        program = machines.program(machines.premises.token(person))
        assert program.post(f"{API}/courses/short/lessons/one/completion").status == 200
        if n == 2:
            machines.redis.kill()
        claimed = program.post(
            f"{API}/me/certificates",
            {"credential": "listener", "name": person.name, "agree": True},
            idempotency_key=f"claim-{n}",
        )
        assert claimed.status in (201, 202), claimed.text
        serials.append(claimed.json["serial"])
    machines.redis.start()
    machines.worker.start()
    context = machines.premises.context
    until(
        lambda: all(verifying.report(context, serial).status is Status.VALID for serial in serials),
        "the worker has issued every certificate",
    )
    assert checking.verify(context).sound
    stranger = machines.program("")
    for serial in serials:
        shown = stranger.get(f"/verify/{serial}")
        assert (shown.status, "Valid" in shown.text) == (200, True)
