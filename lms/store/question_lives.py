"""Versions of questions, whole and never changed, and the acts on them, only added to."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, insert, select, tuple_
from sqlalchemy.orm import Session, aliased

from lms.practice.lives import Act, Ground, Kind, Review
from lms.questions.quiz import Json
from lms.store.tables import AccountRow, QuestionActRow, QuestionTextRow, QuestionVersionRow
from lms.store.upserts import insert_into

MOST_ASKED_FOR = 300
HANDS = [kind.value for kind in (Kind.PROPOSED, Kind.APPROVED, Kind.RETURNED, Kind.TEXT_APPROVED, Kind.TEXT_RETURNED)]
"""The acts of who wrote or reviewed a version: they decide nothing about who was asked it."""


@dataclass(frozen=True, slots=True)
class Version:
    """What is known of a version without reading its content."""

    source: str
    version: str
    bank: str
    writer: int | None
    first_revision: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Content:
    """A version as it was stored, the question and its key apart; in one language, or in that of the original."""

    version: str
    language: str
    hash: str
    quiz: Json
    key: Json


@dataclass(frozen=True, slots=True)
class Recorded:
    """An act as it stands in the record, with what reviewers filled in, and names where they were read."""

    id: int
    source: str
    version: str
    act: Act
    duty: str
    form: Json
    reason: str
    at: datetime
    actor_name: str | None = None
    confirmer_name: str | None = None


def add_version(session: Session, version: Version, quiz: Json, key: Json) -> bool:
    """Store a version whole; False where it is stored already, which is then left as it is."""
    row = insert_into(session, QuestionVersionRow).values(
        source=version.source,
        version=version.version,
        bank=version.bank,
        quiz=quiz,
        key=key,
        writer=version.writer,
        first_revision=version.first_revision,
        at=version.at,
    )
    return session.scalar(row.on_conflict_do_nothing().returning(QuestionVersionRow.source)) is not None


def add_text(session: Session, source: str, content: Content, at: datetime) -> None:
    """Store a version in another language; one that is stored already is left as it is."""
    row = insert_into(session, QuestionTextRow).values(
        source=source,
        version=content.version,
        language=content.language,
        hash=content.hash,
        quiz=content.quiz,
        key=content.key,
        at=at,
    )
    session.execute(row.on_conflict_do_nothing())


def add_act(
    session: Session,
    source: str,
    version: str,
    act: Act,
    *,
    duty: str,
    form: Json,
    reason: str,
    request: str,
    at: datetime,
) -> int:
    """Append an act; its number. Raises IntegrityError for what can be done but once and was."""
    told = {
        "review": act.review,
        "ground": act.ground,
        "texts": sorted(act.texts),
        "as_pilot": act.as_pilot,
        "answers": form,
    }
    row = insert(QuestionActRow).values(
        source=source,
        version=version,
        act=act.kind.value,
        actor=act.actor,
        duty=duty,
        confirmed_by=act.confirmed_by,
        form={name: value for name, value in told.items() if value},
        reason=reason,
        request=request or None,
        at=at,
    )
    number: int = session.execute(row.returning(QuestionActRow.id)).scalar_one()
    return number


def versions_of_bank(session: Session, bank: str) -> list[Version]:
    """All versions of all questions of a bank, the oldest first."""
    return _versions(session, QuestionVersionRow.bank == bank)


def kept_of(session: Session, sources: Collection[str]) -> list[tuple[Version, Content]]:
    """All versions of one question under all its names, with their content in the original, the oldest first."""
    row = QuestionVersionRow
    columns = (row.source, row.version, row.bank, row.writer, row.first_revision, row.at, row.quiz, row.key)
    query = select(*columns).where(row.source.in_(list(sources))).order_by(row.at, row.version)
    return [(Version(*about), Content(about[1], "", "", quiz, key)) for *about, quiz, key in session.execute(query)]


def _versions(session: Session, which: ColumnElement[bool]) -> list[Version]:
    row = QuestionVersionRow
    columns = (row.source, row.version, row.bank, row.writer, row.first_revision, row.at)
    return [Version(*one) for one in session.execute(select(*columns).where(which).order_by(row.at, row.version))]


def knows_bank(session: Session, bank: str) -> bool:
    """Whether anything was ever done with a question of this bank."""
    row = QuestionVersionRow
    return session.scalar(select(row.source).where(row.bank == bank).limit(1)) is not None


def acts_of_banks(session: Session, banks: Collection[str]) -> list[Recorded]:
    """All acts on the questions of some banks, in their order."""
    row, version = QuestionActRow, QuestionVersionRow
    same = (version.source == row.source) & (version.version == row.version)
    query = select(*_ACT_COLUMNS).join(version, same).where(version.bank.in_(list(banks))).order_by(row.id)
    return [_recorded(one) for one in session.execute(query)]


def acts_of(session: Session, sources: Collection[str]) -> list[Recorded]:
    """All acts on the versions of one question under all its names, in their order, with who did them."""
    row, actor, confirmer = QuestionActRow, aliased(AccountRow), aliased(AccountRow)
    query = (
        select(*_ACT_COLUMNS, actor.name, confirmer.name)
        .outerjoin(actor, actor.id == row.actor)
        .outerjoin(confirmer, confirmer.id == row.confirmed_by)
        .where(row.source.in_(list(sources)))
        .order_by(row.id)
    )
    return [_recorded(one) for one in session.execute(query)]


def act_of_request(session: Session, request: str) -> Recorded | None:
    """What was done with this request before."""
    query = select(*_ACT_COLUMNS).where(QuestionActRow.request == request)
    one = session.execute(query).first() if request else None
    return None if one is None else _recorded(one)


def contents(session: Session, wanted: Iterable[tuple[str, str]]) -> dict[str, list[Content]]:
    """Some versions as they were stored, by source and version: the original first, then each text of a language."""
    pairs = list(wanted)
    found: dict[str, list[Content]] = {}
    for start in range(0, len(pairs), MOST_ASKED_FOR):
        some = pairs[start : start + MOST_ASKED_FOR]
        row, text = QuestionVersionRow, QuestionTextRow
        originals = select(row.source, row.version, row.quiz, row.key).where(tuple_(row.source, row.version).in_(some))
        for source, version, quiz, key in session.execute(originals):
            found.setdefault(named(source, version), []).append(Content(version, "", "", quiz, key))
        others = select(text.source, text.version, text.language, text.hash, text.quiz, text.key)
        order = text.source, text.at, text.language
        query = others.where(tuple_(text.source, text.version).in_(some)).order_by(*order)
        for source, version, language, hash, quiz, key in session.execute(query):
            found.setdefault(named(source, version), []).append(Content(version, language, hash, quiz, key))
    return found


def named(source: str, version: str) -> str:
    """What a version is called: the question, and the version of it."""
    return f"{source}@{version}"


_ACT_COLUMNS = (
    QuestionActRow.id,
    QuestionActRow.source,
    QuestionActRow.version,
    QuestionActRow.act,
    QuestionActRow.actor,
    QuestionActRow.duty,
    QuestionActRow.confirmed_by,
    QuestionActRow.form,
    QuestionActRow.reason,
    QuestionActRow.at,
)


def _recorded(row: Sequence[Any]) -> Recorded:
    number, source, version, kind, actor, duty, confirmed_by, form, reason, at, *names = row
    act = Act(
        Kind(kind),
        actor,
        number,
        review=Review(form["review"]) if "review" in form else None,
        confirmed_by=confirmed_by,
        ground=Ground(form["ground"]) if "ground" in form else None,
        texts=frozenset(form.get("texts", ())),
        as_pilot=form.get("as_pilot", False),
    )
    return Recorded(number, source, version, act, duty, form.get("answers", {}), reason, at, *names)
