"""Invariant “Data” 1: backed up while 32 clients write, restored elsewhere; every answer from before it is there."""

from __future__ import annotations

import copy
import json
import os
import subprocess
from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path

import pytest

from lms.services.accounts import administering
from lms.services.certifying import verifying
from lms.services.ground import home
from lms.services.log import checking
from lms.services.operating import start
from lms.settings import load
from tests.faults.callers import API, Program
from tests.faults.clients import LONG, Ledger, begin, check, clients_at_work, wait_for_each
from tests.faults.premises import COMMAND, Premises, laid_out, serving
from tests.services.certifying.test_certificates import issued
from tests.support.databases import BOTH, POSTGRESQL, SQLITE, NewDatabase
from tests.support.site import Clock, House

CLIENTS = 32
PASSPHRASE = "a passphrase for keys"


@pytest.fixture(params=BOTH)
def kind(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
def premises(kind: str, new_database: NewDatabase, tmp_path: Path) -> Iterator[Premises]:
    given = {} if kind == SQLITE else {"LMS_DATABASE_URL": new_database(kind)}
    with laid_out(tmp_path, {"content/assessments/long.md": LONG}, given) as made:
        yield made


def run(environment: Mapping[str, str], *arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [COMMAND, *arguments],
        env={**os.environ, **environment},
        input=PASSPHRASE + "\n",
        capture_output=True,
        text=True,
        check=False,
    )


def lms(environment: Mapping[str, str], *arguments: str) -> str:
    """What a command says that ends well."""
    ran = run(environment, *arguments)
    assert ran.returncode == 0, ran.stderr
    return ran.stdout


def certificate_of(premises: Premises) -> str:
    """Somebody has earned one before."""
    house = House(premises.context, Clock(), premises.context.catalog())
    return issued(house, premises.person("Amal Haddad"))


def restored_at(premises: Premises, file: Path, url: str) -> Premises:
    """The same site in another home, from the backup."""
    environment = {**premises.environment, "LMS_HOME": str(premises.folder / "elsewhere"), "LMS_DATABASE_URL": url}
    said = lms(environment, "restore", str(file), "--passphrase-stdin")
    assert "Certificates looked at closely: 1; their seals: 1." in said
    settings = load(environment)
    home.make(settings)
    return replace(premises, environment=environment, context=start.make_context(settings))


def test_every_answer_from_before_the_backup_is_restored(
    premises: Premises, kind: str, new_database: NewDatabase, tmp_path: Path
) -> None:
    serial = certificate_of(premises)
    file = tmp_path / "backup.tar"
    with serving(premises) as server:
        people = [premises.person(f"Client {number}") for number in range(CLIENTS)]
        clients = [begin(Program(server.port, premises.token(person)), person.id) for person in people]
        ledgers = [ledger for _, ledger in clients]
        with clients_at_work(clients):
            wait_for_each(ledgers)
            wait_for_each(ledgers)
            before: list[Ledger] = [copy.deepcopy(ledger) for ledger in ledgers]
            lms(premises.environment, "backup", str(file), "--with-keys", "--passphrase-stdin")
            wait_for_each(ledgers)
        assert [ledger.lost + ledger.unexpected for ledger in ledgers] == [[]] * CLIENTS

    elsewhere = restored_at(premises, file, new_database(kind))
    for was, ledger in zip(before, ledgers, strict=True):
        check(elsewhere, replace(ledger, acknowledged=was.acknowledged, practised=was.practised))
    assert checking.verify(elsewhere.context).sound
    assert verifying.report(elsewhere.context, serial).status == "valid"
    with serving(elsewhere) as server:
        assert Program(server.port, "").get(f"/verify/{serial}").status == 200
        assert json.loads(Program(server.port, "").get(f"{API}/certificates/{serial}").body)["status"] == "valid"
        goes_on(elsewhere, server.port, people[0].email, ledgers[0])
    elsewhere.context.database.engine.dispose()


def goes_on(premises: Premises, port: int, email: str, ledger: Ledger) -> None:
    """The attempt is where it was left: it takes answers, and is handed in."""
    program = Program(port, administering.issue_token(premises.context, "operator:drill", email))
    found = program.get(f"{API}/attempts/{ledger.attempt}")
    assert (found.status, found.json["state"]) == (200, "running")
    seq = 1_000_000
    for n, keys in ledger.keys.items():
        assert (
            program.put(f"{API}/attempts/{ledger.attempt}/answers/{n}", {"answer": keys[0], "seq": seq}).status == 200
        )
    assert program.post(f"{API}/attempts/{ledger.attempt}/submission").status == 200


def test_a_site_moves_once_its_server_has_ended_and_nobody_signs_in_again(
    premises: Premises, kind: str, new_database: NewDatabase
) -> None:
    lms(premises.environment, "user", "add", "bo@example.org", "--name", "Bo")
    person = premises.person("Amal Haddad")
    token, url = premises.token(person), new_database(SQLITE if kind != SQLITE else POSTGRESQL)
    with serving(premises) as server:
        program, ledger = begin(Program(server.port, token), person.id)
        premises.context.database.engine.dispose()
        ran = run(premises.environment, "db", "move", url)
        assert (ran.returncode, "still connected" in ran.stderr) == (1, True)
        assert program.get(f"{API}/attempts/{ledger.attempt}").status == 200
    assert "each compared" in lms(premises.environment, "db", "move", url)
    moved = replace(premises, environment={**premises.environment, "LMS_DATABASE_URL": url})
    assert "up to date" in lms(moved.environment, "db", "check")
    ran = run(premises.environment, "serve", "--port", "1")
    assert (ran.returncode, "moved to another" in ran.stderr) == (1, True)
    with serving(moved) as server:
        program = Program(server.port, token)
        found = program.get(f"{API}/attempts/{ledger.attempt}")
        assert (found.status, found.json["state"]) == (200, "running")
        assert program.post(f"{API}/attempts/{ledger.attempt}/submission").status == 200
    assert "as they were written" in lms(moved.environment, "log", "verify")
