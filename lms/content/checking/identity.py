"""Whether every id stands for one thing only, and every question that is named is there."""

from __future__ import annotations

from lms.content.checking.references import check_objective
from lms.content.kinds import KINDS
from lms.content.reading.kind import Quizzes
from lms.content.reading.parts import Ref
from lms.content.reading.site import World
from lms.questions.block import Block
from lms.sources.diagnostics import Edit, Findings
from lms.sources.suggest import same_word
from lms.sources.yamltext import shorten


def check_identity(world: World, findings: Findings) -> None:
    for part, first in world.twins:
        what = KINDS[KINDS.of_file(part.head.file)].called
        message = f"The id `{part.head.id}` is taken by {first}."
        help = f"Give this {what} another name, or an `id` of its own."
        findings.add(part.head.id_place, "I002", message, help)
    _check_objectives(world, findings)
    for kind in KINDS.values():
        for asked in kind.quizzes(world):
            _check_blocks(world, asked, kind.name, findings)


def _check_objectives(world: World, findings: Findings) -> None:
    first: dict[str, Ref] = {}
    for _, part in world.course_parts():
        for key, _text in part.objectives:
            before = first.setdefault(key.text, key)
            if before is not key:
                message = f"The objective `{key.text}` is one of {before.place.file}."
                findings.add(key.place, "I004", message, "Give it another id: objectives are unique in the site.")


def _check_blocks(world: World, asked: Quizzes, scope: str, findings: Findings) -> None:
    """The quizzes of one course, bank …: ids, former ids, enemies and objectives."""
    first: dict[str, Block] = {}
    for block in asked.blocks:
        before = first.setdefault(block.quiz.id, block)
        if before is not block:
            place = before.places["id"]
            message = f"The id `{block.quiz.id}` is taken by the quiz on line {place.line} of {place.file}."
            help = f"Give this quiz another id: it is unique in its {scope}."
            findings.add(block.places["id"], "I003", message, help)
    for block in asked.blocks:
        quiz, places = block.quiz, block.places
        if quiz.former in first and quiz.former != quiz.id:
            message = f"`{quiz.former}` is the id of another quiz now."
            findings.add(places["was"], "I006", message, "An id is never used again: give the other quiz a new one.")
        for enemy in quiz.enemies:
            if enemy not in first and asked.whole:
                message = f"This {scope} has no quiz `{shorten(enemy)}`."
                place, meant = places[f"enemies.{enemy}"], same_word(enemy, first)
                edits = (Edit(place, meant),) if meant else ()
                findings.add(place, "R106", message, world.did_you_mean(enemy, first), edits=edits)
        if "objective" in places and quiz.objective and quiz.objective != asked.default:
            check_objective(world, Ref(quiz.objective, places["objective"]), findings)
