"""Invariant “Examination” 4 on a full disk: what could not be stored is not acknowledged, and nothing else is lost."""

from __future__ import annotations

import resource
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import count

from lms.questions.quiz import Json
from lms.store import attempts
from tests.faults.callers import API, Program
from tests.faults.premises import Premises, Server, serving

FULL = 16 * 1024
"""No file may grow beyond this, so that soon no page of the database can be written. It stands for a full disk."""

MOST_SAVES = 400
REFUSALS = 10


@contextmanager
def full_disk(server: Server) -> Iterator[None]:
    """For the server's processes alone: the test itself goes on writing its own files."""
    family = server.family()
    before = {number: resource.prlimit(number, resource.RLIMIT_FSIZE) for number in family}
    for number in family:
        resource.prlimit(number, resource.RLIMIT_FSIZE, (FULL, before[number][1]))
    try:
        yield
    finally:
        for number, limits in before.items():
            resource.prlimit(number, resource.RLIMIT_FSIZE, limits)


def test_a_save_that_could_not_be_stored_is_not_acknowledged(premises: Premises) -> None:
    amal = premises.person("Amal Haddad")
    with serving(premises, workers=1) as server:
        program = Program(server.port, premises.token(amal))
        started = program.post(f"{API}/assessments/open/attempts").json
        numbers = count(1)
        sent: dict[int, dict[int, Json]] = {one["n"]: {} for one in started["questions"]}
        acknowledged: dict[int, int] = {}

        def save() -> int:
            seq = next(numbers)
            question = started["questions"][seq % len(sent)]
            n, answer = question["n"], question["options"][seq % 2]["key"]
            sent[n][seq] = answer
            kept = program.put(f"{API}/attempts/{started['id']}/answers/{n}", {"answer": answer, "seq": seq})
            if kept.status == 200:
                acknowledged[n] = kept.json["seq"]
            return kept.status

        assert [save() for _ in range(6)] == [200] * 6
        with full_disk(server):
            refused: list[int] = []
            for _ in range(MOST_SAVES):
                status = save()
                if status != 200:
                    refused.append(status)
                if len(refused) == REFUSALS:
                    break
            assert len(refused) == REFUSALS
            assert min(refused) >= 500
            reading = program.get(f"{API}/attempts/{started['id']}")
            assert reading.status == 200, "reading goes on"
        assert save() == 200, "with room again, saving goes on by itself"
        with premises.context.database.reading() as session:
            stored = {item.n: item for item in attempts.items(session, started["id"])}
        for n, seq in acknowledged.items():
            assert stored[n].seq == seq, "what is stored is what was acknowledged last, and nothing that was refused"
            assert stored[n].answer == sent[n][seq]
