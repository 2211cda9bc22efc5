"""The paper of any assessment by its seed: what the engine would draw, with the key and where each question stands."""

from __future__ import annotations

import secrets
from dataclasses import dataclass

from flask import Blueprint, render_template, request

from lms.content.reading.model import Assessment
from lms.questions.paper import Item, undrawable
from lms.services.assessing import beginning
from lms.services.ground.refusals import NotFound
from lms.services.publishing.workbench import Draft
from lms.services.reviewing.drawing import pool_as_written
from lms.web.drawing import solved as cards
from lms.web.drawing.solved import Solved
from lms.web.edge import current, policies
from lms.web.workshop import bench

pages = Blueprint("papers", __name__, url_prefix="/workshop/assessments")

LONGEST_SEED = 80
FIRST_SEED = "1"


@dataclass(frozen=True, slots=True)
class Drawn:
    """A question of the paper, with the place of its block."""

    item: Item
    solved: Solved
    bank: str
    quiz: str
    file: str
    line: int


@pages.get("/<assessment>")
@policies.workshop()
def paper(assessment: str) -> str:
    """`?seed=` names the paper; `?keys=no` shows it as its learner would see it, all questions on one page."""
    now = bench.draft()
    part = now.world.assessments.get(assessment)
    if part is None:
        raise NotFound("There is no such assessment in the files, or it cannot be read yet.")
    seed = request.args.get("seed", FIRST_SEED)[:LONGEST_SEED]
    known = now.catalog.assessments.get(assessment)
    missing = _missing(now, known)
    return render_template(
        "workshop/paper.html",
        part=part,
        known=known,
        seed=seed,
        another=secrets.token_hex(4),
        keys=request.args.get("keys") != "no",
        notes=bench.notes(now, now.of_file(part.head.file)),
        missing=missing,
        items=[] if missing or known is None else _drawn(now, known, seed),
        served=current.context().catalog().assessments.get(assessment),
        longest=LONGEST_SEED,
    )


def _missing(now: Draft, assessment: Assessment | None) -> tuple[str, ...]:
    """Why no paper can be drawn; nothing where every seed draws one."""
    if assessment is None:
        return ("Its policy cannot be read yet. What is wrong stands above.",)
    if not assessment.draw:
        return ("Its blueprint cannot be read yet. What is wrong stands above.",)
    pool = {bank.id: bank.quizzes for bank in now.catalog.banks.values()}
    return tuple(f"{one.message} {one.help}".strip() for one in undrawable(assessment.draw, pool))


def _drawn(now: Draft, assessment: Assessment, seed: str) -> list[Drawn]:
    found = []
    for item in beginning.paper_of(pool_as_written(now.catalog), assessment, seed).items:
        bank, _, quiz = item.source.partition("/")
        part = now.world.banks[bank]
        line = now.catalog.banks[bank].quizzes[quiz].line
        found.append(Drawn(item, cards.solved(item.question, item.solution), bank, quiz, part.head.file, line))
    return found
