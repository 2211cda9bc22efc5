"""Invariants “Examination” 2 and 3 over HTTP: fifty at once, through two servers on one database."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from itertools import cycle
from threading import Barrier

import pytest

from tests.faults.callers import API, Answer, Program
from tests.faults.premises import Premises, Server, laid_out, serving

MANY = 50
ALLOWED = 2


@pytest.fixture(scope="module")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Premises]:
    with laid_out(tmp_path_factory.mktemp("premises")) as made:
        yield made


@pytest.fixture(scope="module")
def servers(shared: Premises) -> Iterator[tuple[Server, Server]]:
    with serving(shared, workers=1) as first, serving(shared, workers=1) as second:
        yield first, second


def at_once(servers: tuple[Server, Server], token: str, act: Callable[[Program, int], Answer]) -> list[Answer]:
    """The answers to fifty requests that set out together, half of them to each server."""
    together = Barrier(MANY)
    programs = [Program(server.port, token) for server, _ in zip(cycle(servers), range(MANY), strict=False)]

    def one(number: int) -> Answer:
        together.wait()
        return act(programs[number], number)

    with ThreadPoolExecutor(MANY) as pool:
        return list(pool.map(one, range(MANY)))


def test_fifty_starts_and_fifty_hand_ins_give_one_attempt_and_one_result(
    shared: Premises, servers: tuple[Server, Server]
) -> None:
    amal = shared.person("Amal Haddad")
    token = shared.token(amal)

    def start(program: Program, number: int) -> Answer:
        return program.post(f"{API}/assessments/open/attempts", idempotency_key=f"key-{number}")

    started = at_once(servers, token, start)
    assert sorted(one.status for one in started) == [200] * (MANY - 1) + [201]
    attempts = {one.json["id"] for one in started}
    assert len(attempts) == 1
    attempt = attempts.pop()

    def save(program: Program, number: int) -> Answer:
        questions = started[0].json["questions"]
        question = questions[number % len(questions)]
        body = {"answer": question["options"][number % 2]["key"], "seq": number + 1}
        return program.put(f"{API}/attempts/{attempt}/answers/{question['n']}", body)

    assert {one.status for one in at_once(servers, token, save)} == {200}
    kept = Program(servers[0].port, token).get(f"{API}/attempts/{attempt}").json["questions"]
    assert sorted(one["seq"] for one in kept) == [MANY - 2, MANY - 1, MANY]

    results = at_once(servers, token, lambda program, _: program.post(f"{API}/attempts/{attempt}/submission"))
    assert {one.status for one in results} == {200}
    assert len({one.text for one in results}) == 1
    late = at_once(servers, token, save)
    assert {one.status for one in late} == {409}


def test_fifty_who_start_and_hand_in_get_exactly_the_allowed_attempts(
    shared: Premises, servers: tuple[Server, Server]
) -> None:
    token = shared.token(shared.person("Rosa Lima"))

    sat: set[str] = set()

    def sit_until_refused(program: Program, number: int) -> Answer:
        for time in range(ALLOWED + 1):
            answer = program.post(f"{API}/assessments/open/attempts", idempotency_key=f"key-{number}-{time}")
            if answer.status not in (200, 201):
                break
            sat.add(answer.json["id"])
            answer = program.post(f"{API}/attempts/{answer.json['id']}/submission")
            assert answer.status == 200, answer.text
        return answer

    answers = at_once(servers, token, sit_until_refused)
    assert {one.status for one in answers} == {409}
    assert len(sat) == ALLOWED
    assert len(Program(servers[1].port, token).get(f"{API}/assessments/open").json["attempts"]) == ALLOWED
