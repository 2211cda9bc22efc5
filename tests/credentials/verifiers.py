"""What others' verifiers say: two from npm, asked in one run of Node, and one from PyPI. None of them has a network."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from lms.credentials.dates import stamp
from lms.questions.quiz import Json

ROOT = Path(__file__).resolve().parents[2]
INSTALLED = ROOT / ".venv" / "verifiers"
PROGRAM = ROOT / "tests" / "verifiers" / "verify.mjs"


@dataclass(frozen=True, slots=True)
class Opinion:
    """What the two from npm say of one credential. `refused` is the bit of its status, where it got as far as that."""

    digitalbazaar: bool
    digitalbazaar_refused: bool | None
    digitalbazaar_fault: str
    digitalcredentials: Mapping[str, Json]
    digitalcredentials_faults: Sequence[str]

    @property
    def accepted(self) -> bool:
        """Both find the signature right, the dates fitting and the status good."""
        core = self.digitalcredentials
        standings = [said for step, said in core.items() if step.endswith("_status")]
        return (
            self.digitalbazaar
            and self.digitalbazaar_refused is False
            and core.get("valid_signature") is True
            and core.get("expiration") is True
            and standings == [True]
            and not self.digitalcredentials_faults
        )

    @property
    def signature_refused(self) -> bool:
        """Neither takes the signature."""
        return not self.digitalbazaar and "valid_signature" not in self.digitalcredentials


def ask(credentials: Sequence[Json], documents: Sequence[tuple[str, Json]], now: datetime) -> list[Opinion]:
    """Their opinions, in order. `documents` is all that they can fetch, by address."""
    question = {"now": stamp(now), "documents": dict(documents), "credentials": list(credentials)}
    answer = subprocess.run(
        ["node", "--input-type=module", "--eval", PROGRAM.read_text(encoding="utf-8")],
        input=json.dumps(question).encode(),
        capture_output=True,
        cwd=INSTALLED,
        check=False,
        timeout=300,
    )
    assert answer.returncode == 0, answer.stderr.decode()[-2000:]
    return [_opinion(one) for one in json.loads(answer.stdout)]


def _opinion(said: Json) -> Opinion:
    bazaar, core = said["digitalbazaar"], said["digitalcredentials"]
    bits = bazaar["status"]
    return Opinion(
        bazaar["verified"],
        any(bits) if bits else None,
        bazaar["fault"],
        core["log"],
        core["faults"],
    )
