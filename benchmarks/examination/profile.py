"""What locust does: learners who sit an examination, and strangers who verify certificates meanwhile.

All start within half a minute; each has thirty questions and ten minutes, and saves every fifteen seconds, as the page
does by itself; half hand in within the last ten seconds, the others earlier. `HALL` names the file that says who there
is, `LEDGER` the file into which everything that was acknowledged is written at the end. Locust makes `time.sleep` wait
for one learner alone.
"""

from __future__ import annotations

import json
import os
import random
import time
from itertools import count
from pathlib import Path
from typing import Any

from locust import HttpUser, between, constant_throughput, events, task
from locust.exception import StopUser

HALL: dict[str, Any] = json.loads(Path(os.environ["HALL"]).read_text("ascii"))
API = "/api/v1"
SECONDS_TO_START = 30.0 * HALL["pace"]
SECONDS_TO_SIT = 600.0 * HALL["pace"]
SECONDS_BETWEEN_SAVES = 15.0 * HALL["pace"]
SECONDS_OF_THE_LAST = 10.0 * HALL["pace"]
VERIFICATIONS_A_SECOND = 5

acknowledged: dict[str, dict[int, tuple[int, str]]] = {}
handed_in: dict[str, str] = {}
_next = count()


class Learner(HttpUser):
    """One who sits the examination, once."""

    weight = 1
    wait_time = between(0, 0)

    @task
    def sit(self) -> None:
        number = next(_next)
        self.client.headers["Authorization"] = f"Bearer {HALL['tokens'][number]}"
        time.sleep(random.uniform(0, SECONDS_TO_START))
        begun = time.monotonic()
        started = self.client.post(f"{API}/assessments/exam/attempts", name="start").json()
        kept = acknowledged[started["id"]] = {}
        last = number % 2 == 0
        through = SECONDS_TO_SIT - random.uniform(0, SECONDS_OF_THE_LAST) if last else SECONDS_TO_SIT * 0.8
        seq = 0
        time.sleep(random.uniform(0, SECONDS_BETWEEN_SAVES))
        while time.monotonic() - begun < through:
            question = started["questions"][seq % len(started["questions"])]
            seq += 1
            key = random.choice(question["options"])["key"]
            path = f"{API}/attempts/{started['id']}/answers/{question['n']}"
            with self.client.put(path, json={"answer": key, "seq": seq}, name="save", catch_response=True) as saved:
                if saved.status_code == 200 and saved.json()["seq"] == seq:
                    kept[question["n"]] = (seq, key)
                else:
                    saved.failure(f"{saved.status_code}")
            time.sleep(SECONDS_BETWEEN_SAVES)
        result = self.client.post(
            f"{API}/attempts/{started['id']}/submission", headers={"Idempotency-Key": "once"}, name="hand in"
        )
        if result.status_code == 200:
            handed_in[started["id"]] = result.json()["state"]
        raise StopUser


class Verifier(HttpUser):
    """Strangers who look at certificates, five a second in all."""

    fixed_count = 1
    wait_time = constant_throughput(VERIFICATIONS_A_SECOND)

    @task
    def verify(self) -> None:
        self.client.get(f"/verify/{random.choice(HALL['serials'])}", name="verify")


@events.test_stop.add_listener  # type: ignore[untyped-decorator]
def _write_ledger(**_: object) -> None:
    ledger = {"acknowledged": acknowledged, "handed_in": handed_in}
    Path(os.environ["LEDGER"]).write_text(json.dumps(ledger), "ascii")
