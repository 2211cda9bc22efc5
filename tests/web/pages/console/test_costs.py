"""What a page of the console costs in statements, however much stands behind it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from sqlalchemy import event

from lms.services.appointing import declaring
from lms.services.appointing.declaring import Declared
from lms.services.deciding import certificate_acts
from lms.services.deciding.certificate_acts import Sent
from lms.services.reviewing import acting, looking
from lms.services.reviewing.entering import Wish
from tests.services.deciding.candidates import applied
from tests.web.pages.console.programme import Programme, programme
from tests.web.pages.console.test_existence import ADDRESSES
from tests.web.test_statement_counts import Count

MOST = 6
HEAVIEST = 60_000


@pytest.fixture(scope="module")
def busy(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Programme]:
    """Several rows in each list, with all that may be looked up for it."""
    with programme(tmp_path_factory.mktemp("busy")) as made:
        house = made.house
        for n in range(3):
            applied(house, house.person(f"Candidate {n}"), f"Candidate {n}")
        for duty in ("registrar", "decider"):
            mine = Declared(["candidate.0@example.org"], ["hospital.example"], [("A company", "Talk", "2026", "none")])
            declaring.declare(house.context, made.people[duty], mine)
        certificate_acts.propose_revocation(
            house.context, made.people["registrar"], made.things["certificate"], Sent("A reason", "", "honesty")
        )
        looking.open_keys(house.context, made.people["content-reviewer"], "listening")
        acting.suspend(house.context, made.people["measurement-officer"], Wish("listening/bank-0", reason="Look twice"))
        yield made


@contextmanager
def counted(made: Programme) -> Iterator[Count]:
    """Hears every statement of the site meanwhile."""
    heard, engine = Count(), made.house.context.database.engine

    def listen(connection: Any, *_: object) -> None:
        connection.set_trace_callback(heard.heard)

    engine.dispose()
    event.listen(engine, "connect", listen)
    yield heard
    event.remove(engine, "connect", listen)
    engine.dispose()


def test_each_page_costs_at_most_six_statements_and_sixty_kilobytes(busy: Programme) -> None:
    costs = {}
    with counted(busy) as count:
        for address in ADDRESSES:
            path = address.path.format(**busy.things)
            for who in address.opens_to:
                busy.callers[who].get(path)
                count.statements.clear()
                answer = busy.callers[who].get(path)
                assert answer.status_code == 200, (path, who)
                costs[path, who] = (len(count.statements), len(answer.data), list(count.statements))
    too_much = [
        "\n".join([f"{page}: {n} statements, {size} bytes", *seen])
        for page, (n, size, seen) in costs.items()
        if n > MOST or size > HEAVIEST
    ]
    assert not too_much, "\n\n".join(too_much)
