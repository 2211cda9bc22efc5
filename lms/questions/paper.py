"""The paper of an attempt: drawn by blueprint and secret seed, once, with its questions, their order and their keys."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace

from lms.questions.blueprint import Candidate, Rules, Shortage, Wanted, read_rules
from lms.questions.drawing import Chosen, TooHard, choose
from lms.questions.marking import shuffled
from lms.questions.quiz import Question, Quiz, Solution
from lms.questions.shortage import shortages
from lms.questions.stream import Stream


@dataclass(frozen=True, slots=True)
class InLanguage:
    """A question of a paper in another language: the same options under the same names, and the same key."""

    question: Question
    solution: Solution


@dataclass(frozen=True, slots=True)
class Item:
    """One question of a paper. `n` counts from 1; `source` is "bank/id"; `question.id` says nothing of either.

    `translations` has the question in the other languages that it was written in when the paper was drawn.
    """

    n: int
    source: str
    version: str
    objective: str
    level: str
    question: Question
    solution: Solution
    points: int
    scored: bool
    translations: Mapping[str, InLanguage] = field(default_factory=dict)


class CannotBeDrawn(ValueError):
    """The questions that there are do not suffice for the blueprint."""


@dataclass(frozen=True, slots=True)
class Paper:
    """What one attempt asks. The same blueprint, pool and seed give the same paper, on every machine."""

    seed: str
    items: tuple[Item, ...]


def undrawable(wanted: Sequence[Wanted], pool: Mapping[str, Mapping[str, Quiz]]) -> tuple[Shortage, ...]:
    """Why a blueprint cannot be drawn. If there is nothing to say, every seed draws a paper, and it can be marked."""
    return shortages(read_rules(wanted, pool))


def draw_paper(
    wanted: Sequence[Wanted],
    pool: Mapping[str, Mapping[str, Quiz]],
    seed: str,
    *,
    seen: Collection[str] = (),
    shuffle: Collection[str] = ("questions", "options"),
    prefer_unseen: bool = True,
) -> Paper:
    """The paper of a seed. With `prefer_unseen` as few questions of `seen` (their sources) are in it as can be.

    Raises CannotBeDrawn for a blueprint that `undrawable` refuses.
    """
    rules = read_rules(wanted, pool)
    if rules.faults:
        raise CannotBeDrawn("this blueprint cannot be drawn: " + rules.faults[0].message)
    chosen = _choose(rules, Stream(seed, "draw"), frozenset(seen) if prefer_unseen else frozenset())
    lines = rules.in_lines(chosen)
    order = [candidate for line in lines for candidate in line]
    if "questions" in shuffle:
        order = Stream(seed, "order").shuffled(order)
    items = (_item(n, candidate, seed, "options" in shuffle) for n, candidate in enumerate(order, start=1))
    return Paper(seed, tuple(items))


def in_languages(
    paper: Paper, pools: Mapping[str, Mapping[str, Mapping[str, Quiz]]], shuffle: Collection[str]
) -> Paper:
    """The paper with its questions in other languages as well: `pools` has the banks by language.

    The seed gives the options of a translation the same names and the same order, since their letters are the same.
    """
    return replace(
        paper, items=tuple(_in_languages(item, paper.seed, pools, "options" in shuffle) for item in paper.items)
    )


def _in_languages(item: Item, seed: str, pools: Mapping[str, Mapping[str, Mapping[str, Quiz]]], options: bool) -> Item:
    bank, _, name = item.source.partition("/")
    found: dict[str, InLanguage] = {}
    for language, pool in pools.items():
        quiz = pool[bank][name]
        question, solution = shuffled(quiz.question, quiz.solution, Stream(seed, "item", item.source), options)
        question = replace(question, id=item.question.id, scored=item.question.scored)
        if (question, solution) != (item.question, item.solution):
            found[language] = InLanguage(question, solution)
    return replace(item, translations=found) if found else item


def _choose(rules: Rules, stream: Stream, seen: frozenset[str]) -> Chosen:
    count = len(rules.candidates)
    # A choice costs less than `large` by the order of chance alone, so that one question seen outweighs any order.
    large = count * count + 1
    by_chance = {position: place for place, position in enumerate(stream.shuffled(range(count)))}
    costs = [
        by_chance[position] + (large if candidate.source in seen else 0)
        for position, candidate in enumerate(rules.candidates)
    ]
    chosen = choose(rules.blueprint, costs, large)
    if isinstance(chosen, TooHard):
        # The order that the check went by is known to lead to a paper.
        chosen = choose(rules.blueprint, rules.steady_costs, large)
    if not isinstance(chosen, Chosen):
        raise CannotBeDrawn("this blueprint cannot be drawn: its questions do not suffice")
    by_line = (tuple(sorted(line, key=costs.__getitem__)) for line in chosen.lines)
    return Chosen(tuple(by_line))


def _item(n: int, candidate: Candidate, seed: str, options: bool) -> Item:
    quiz = candidate.quiz
    stream = Stream(seed, "item", candidate.source)
    question, solution = shuffled(quiz.question, quiz.solution, stream, options)
    return Item(
        n=n,
        source=candidate.source,
        version=quiz.version,
        objective=quiz.objective,
        level=quiz.level,
        # An author's id can say more than it should ("consent-ask-first"), so it stays behind.
        question=replace(question, id=f"q{n}", scored=candidate.scored),
        solution=solution,
        points=quiz.question.points,
        scored=candidate.scored,
    )
