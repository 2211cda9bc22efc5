"""The adoption record beside a bank: entered once, where nothing was decided about the bank yet."""

from __future__ import annotations

from collections.abc import Iterator

from sqlalchemy.orm import Session

from lms.content.reading.adoptions import Adoption
from lms.content.reading.model import Assessment, Bank, Catalog
from lms.practice.lives import Act, Kind, State
from lms.questions.quiz import Quiz
from lms.services.ground.context import Context
from lms.services.reviewing.keeping import keep
from lms.services.reviewing.schemes import banks_of, schemes_of
from lms.services.reviewing.versions import texts_in_files
from lms.store import audit, question_lives
from lms.store.locks import hold_question

SYSTEM = "system"
BY_RECORD = "adoption record"
IN_USE = (State.ACTIVE, State.PILOT)


def enter_missing(ctx: Context, catalog: Catalog, assessment: Assessment) -> None:
    """Enter the records of the banks of an examination under a scheme, of which nothing is in the database yet."""
    if not schemes_of(catalog, assessment):
        return
    for id in sorted(banks_of(assessment)):
        bank, record = catalog.banks.get(id), record_of(catalog, id)
        if bank is not None and record is not None and _is_new(ctx, id):
            with ctx.database.writing() as session:
                enter(session, ctx, catalog, bank, record)


def record_of(catalog: Catalog, bank: str) -> Adoption | None:
    """The adoption record of a bank, where there is one."""
    return catalog.original.adoptions.get(bank)


def _is_new(ctx: Context, bank: str) -> bool:
    with ctx.database.reading() as session:
        return not question_lives.knows_bank(session, bank)


def enter(session: Session, ctx: Context, catalog: Catalog, bank: Bank, record: Adoption) -> None:
    """Adopt what the record names and the files still hold. What was changed since has to be reviewed."""
    hold_question(session, bank.id)
    if question_lives.knows_bank(session, bank.id):
        return
    adopted = [id for id, versions in record.versions.items() if _still_is(bank.quizzes.get(id), versions[0])]
    for id in adopted:
        texts = frozenset(record.versions[id][1:])
        adopt(session, ctx, catalog, bank, bank.quizzes[id], Act(Kind.ADOPTED, texts=texts), BY_RECORD, record.reason)
    details = {"by": record.by, "day": str(record.day), "reason": record.reason, "questions": len(adopted)}
    audit.append(session, ctx.now(), SYSTEM, "adopt bank", f"bank:{bank.id}", {"duty": BY_RECORD, **details})


def _still_is(quiz: Quiz | None, version: str) -> bool:
    return quiz is not None and quiz.version == version and quiz.status in IN_USE


def adopt(
    session: Session, ctx: Context, catalog: Catalog, bank: Bank, quiz: Quiz, act: Act, duty: str, reason: str
) -> None:
    """Approve one version by decision, with those of its translations that the act names and the files hold."""
    source = f"{bank.id}/{quiz.id}"
    there = keep(session, ctx, catalog, source, None)
    own = Act(
        act.kind, act.actor, texts=act.texts & there, as_pilot=quiz.status == State.PILOT, confirmed_by=act.confirmed_by
    )
    question_lives.add_act(
        session, source, quiz.version, own, duty=duty, form={}, reason=reason, request="", at=ctx.now()
    )


def written(catalog: Catalog, bank: Bank, by: str, day: str, reason: str) -> str:
    """An adoption record of a bank as its file says it: the active questions and the pilots, as they are now."""
    lines = [f"bank: banks/{bank.id}", f"by: {_quoted(by)}", f"day: {day}", f"reason: {_quoted(reason)}", "versions:"]
    lines += [f"  {id}: [{', '.join(hashes)}]" for id, hashes in _in_use(catalog, bank)]
    return "---\n" + "\n".join(lines) + "\n---\n"


def _in_use(catalog: Catalog, bank: Bank) -> Iterator[tuple[str, list[str]]]:
    for id, quiz in bank.quizzes.items():
        if quiz.status in IN_USE:
            yield id, [quiz.version, *sorted(text.name for text in texts_in_files(catalog, bank.id, id))]


def _quoted(text: str) -> str:
    return "'" + " ".join(text.split()).replace("'", "''") + "'"
