"""What became of every question of a bank: the lives of its versions, and which of them stands for it."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

from sqlalchemy.orm import Session

from lms.content.reading.model import Bank
from lms.practice import lives
from lms.practice.lives import Life, State
from lms.questions.quiz import Quiz
from lms.store import question_lives
from lms.store.question_lives import Recorded


@dataclass(frozen=True, slots=True)
class Told:
    """One version with its life, the acts on it, and the name that the question had when it was stored."""

    source: str
    version: str
    life: Life
    acts: tuple[Recorded, ...]


@dataclass(frozen=True, slots=True)
class Standing:
    """A question by the record: its versions, the oldest first, and the one that stands for it."""

    versions: Mapping[str, Told]
    in_force: Told | None

    def drawn_as(self, ceiling: str) -> State:
        """As what it is drawn, where its author allows so much."""
        return lives.drawn_as(ceiling, self.in_force.life.state if self.in_force else State.DRAFT)


NOTHING = Standing({}, None)


def standings(session: Session, banks: Iterable[Bank]) -> dict[str, Standing]:
    """The questions of some banks that anything was done with, by source. One with a new id keeps its record."""
    known = {bank.id: bank for bank in banks}
    now = {
        f"{bank.id}/{quiz.former}": f"{bank.id}/{id}"
        for bank in known.values()
        for id, quiz in bank.quizzes.items()
        if quiz.former and quiz.former not in bank.quizzes
    }
    return standings_of(question_lives.acts_of_banks(session, list(known)), now)


def standings_of(acts: Collection[Recorded], now: Mapping[str, str]) -> dict[str, Standing]:
    """The same of acts at hand; `now` leads from former names on."""
    found: dict[str, dict[str, list[Recorded]]] = {}
    for one in acts:
        source = now.get(one.source, one.source)
        found.setdefault(source, {}).setdefault(one.version, []).append(one)
    return {source: _standing(versions) for source, versions in found.items()}


def _standing(versions: Mapping[str, list[Recorded]]) -> Standing:
    told = {
        version: Told(acts[0].source, version, lives.fold(one.act for one in acts), tuple(acts))
        for version, acts in versions.items()
    }
    chosen = lives.in_force({version: one.life for version, one in told.items()})
    return Standing(told, None if chosen is None else told[chosen])


def sources_of(bank: Bank) -> dict[str, Quiz]:
    """The questions of a bank by source."""
    return {f"{bank.id}/{id}": quiz for id, quiz in bank.quizzes.items()}
