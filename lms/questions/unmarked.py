"""What kinds share that mark nothing, and ask in forms alone."""

from __future__ import annotations

from typing import TypeVar

from lms.questions.kind import Kind, Reading
from lms.questions.quiz import Json, Key

B = TypeVar("B")


class Unmarked(Kind[B]):
    scored = False
    asks = True

    def read_key(self, reading: Reading, body: B) -> dict[str, Json]:
        return {}

    def share(self, key: Key, given: Json) -> None:
        return None

    def answer_text(self, body: B, key: Key) -> str:
        return ""
