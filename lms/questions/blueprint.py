"""The lines of a blueprint against the banks they draw from: which questions fit which line, which must be there."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from lms.questions.drawing import Blueprint, Chosen
from lms.questions.quiz import Quiz

DRAWN = ("active", "pilot")
MOST_QUESTIONS = 500


class Wanted(Protocol):
    """One line of a blueprint: a single question (`use`), or `take` of a bank, by objective, level and status."""

    @property
    def bank(self) -> str: ...
    @property
    def use(self) -> str: ...
    @property
    def take(self) -> int: ...
    @property
    def objective(self) -> str: ...
    @property
    def level(self) -> str: ...
    @property
    def status(self) -> str: ...


@dataclass(frozen=True, slots=True)
class Shortage:
    """Why a blueprint cannot be drawn: its lines (positions in it), what they want, and in words what is there."""

    lines: tuple[int, ...]
    wanted: int
    there: int
    message: str
    help: str = ""


@dataclass(frozen=True, slots=True)
class Candidate:
    """A question that may be drawn, under its source: "bank/id"."""

    source: str
    quiz: Quiz

    @property
    def scored(self) -> bool:
        return self.quiz.question.scored and self.quiz.status != "pilot"


@dataclass(frozen=True, slots=True)
class Rules:
    """A blueprint made ready for drawing.

    `used` are the questions for everybody, by line; `groups` the other lines, those that ask for the same together;
    `candidates` the questions that fit any of them, in one order whatever the order of the files.
    """

    count: int
    used: Mapping[int, Candidate]
    groups: tuple[tuple[tuple[int, int], ...], ...]
    candidates: tuple[Candidate, ...]
    blueprint: Blueprint
    faults: tuple[Shortage, ...]

    @property
    def steady_costs(self) -> Sequence[int]:
        """The costs that the check goes by."""
        return range(len(self.candidates))

    def in_lines(self, chosen: Chosen) -> tuple[tuple[Candidate, ...], ...]:
        """The questions of each line of the blueprint, as its author wrote them."""
        found: list[tuple[Candidate, ...]] = [()] * self.count
        for line, candidate in self.used.items():
            found[line] = (candidate,)
        for group, positions in zip(self.groups, chosen.lines, strict=True):
            begin = 0
            for line, take in group:
                found[line] = tuple(self.candidates[position] for position in positions[begin : begin + take])
                begin += take
        return tuple(found)


def read_rules(wanted: Sequence[Wanted], pool: Mapping[str, Mapping[str, Quiz]]) -> Rules:
    used, faults = _read_used(wanted, pool)
    # Only the lines that want something: a question for everybody, and its enemies, are in no draw any more.
    barred = {candidate.source for candidate in used.values()}
    for candidate in used.values():
        barred |= _enemies_of(candidate, pool)
    groups: dict[tuple[str, str, str, str], list[tuple[int, int]]] = {}
    for line, one in enumerate(wanted):
        if not one.use:
            groups.setdefault((one.bank, one.objective, one.level, one.status), []).append((line, one.take))
    candidates: dict[str, Candidate] = {}
    fits: dict[str, list[int]] = {}
    for group, rule in enumerate(groups):
        for candidate in _fitting(rule, pool):
            if candidate.source not in barred:
                candidates.setdefault(candidate.source, candidate)
                fits.setdefault(candidate.source, []).append(group)
    order = sorted(candidates)
    position = {source: place for place, source in enumerate(order)}
    enemies = _enmity([candidates[source] for source in order], position, pool)
    blueprint = Blueprint(
        tuple(sum(take for _, take in lines) for lines in groups.values()),
        tuple(tuple(fits[source]) for source in order),
        enemies,
    )
    faults += _too_many(wanted)
    in_order = tuple(candidates[source] for source in order)
    return Rules(len(wanted), used, tuple(tuple(lines) for lines in groups.values()), in_order, blueprint, faults)


def _too_many(wanted: Sequence[Wanted]) -> tuple[Shortage, ...]:
    count = sum(1 if one.use else one.take for one in wanted)
    if count <= MOST_QUESTIONS:
        return ()
    message = f"This paper would have {count} questions."
    return (Shortage(tuple(range(len(wanted))), count, MOST_QUESTIONS, message, f"Ask for {MOST_QUESTIONS} or fewer."),)


def _fitting(rule: tuple[str, str, str, str], pool: Mapping[str, Mapping[str, Quiz]]) -> list[Candidate]:
    bank, objective, level, status = rule
    if status not in DRAWN:
        return []
    return [
        Candidate(f"{bank}/{name}", quiz)
        for name, quiz in pool.get(bank, {}).items()
        if quiz.status == status and objective in ("", quiz.objective) and level in ("", quiz.level)
    ]


def _enemies_of(candidate: Candidate, pool: Mapping[str, Mapping[str, Quiz]]) -> set[str]:
    """The sources of all that may not meet it: enmity is mutual, whoever names it, and inside one bank."""
    bank = candidate.source.rpartition("/")[0]
    named = {f"{bank}/{enemy}" for enemy in candidate.quiz.enemies}
    naming = {f"{bank}/{name}" for name, quiz in pool.get(bank, {}).items() if candidate.quiz.id in quiz.enemies}
    return named | naming


def _enmity(
    candidates: Sequence[Candidate], position: Mapping[str, int], pool: Mapping[str, Mapping[str, Quiz]]
) -> tuple[frozenset[int], ...]:
    found: list[set[int]] = [set() for _ in candidates]
    for place, candidate in enumerate(candidates):
        bank = candidate.source.rpartition("/")[0]
        for enemy in candidate.quiz.enemies:
            other = position.get(f"{bank}/{enemy}")
            if other is not None and other != place:
                found[place].add(other)
                found[other].add(place)
    return tuple(frozenset(one) for one in found)


def _read_used(
    wanted: Sequence[Wanted], pool: Mapping[str, Mapping[str, Quiz]]
) -> tuple[dict[int, Candidate], tuple[Shortage, ...]]:
    """The questions for everybody, by line, and what stands against them."""
    used: dict[int, Candidate] = {}
    by_source: dict[str, int] = {}
    faults: list[Shortage] = []
    for line, one in enumerate(wanted):
        if not one.use:
            continue
        quiz = pool.get(one.bank, {}).get(one.use)
        if quiz is None:
            faults.append(_refused((line,), f"The bank has no question `{one.use}`.", "Check the id, and `from`."))
            continue
        candidate = Candidate(f"{one.bank}/{one.use}", quiz)
        before = by_source.setdefault(candidate.source, line)
        if before != line:
            message = f"`{one.use}` is in this paper already."
            faults.append(_refused((line, before), message, "A paper asks a question only once: take one line out."))
        elif quiz.status != one.status or quiz.status not in DRAWN:
            faults.append(_refused((line,), f"`{one.use}` is {quiz.status}, and is not drawn here.", _cure(quiz)))
        else:
            enemies = _enemies_of(candidate, pool)
            met = next((other for other in used if used[other].source in enemies), None)
            if met is not None:
                message = f"`{one.use}` and `{used[met].quiz.id}` are enemies, and are never drawn together."
                faults.append(_refused((line, met), message, "Use only one of the two."))
            used[line] = candidate
    return used, tuple(faults)


def _cure(quiz: Quiz) -> str:
    if quiz.status == "pilot":
        return "Add `status: pilot` to this line: it is then shown, and never scored."
    return "Make it active, or use another."


def _refused(lines: tuple[int, ...], message: str, help: str) -> Shortage:
    return Shortage(lines, 1, 0, message, help)
