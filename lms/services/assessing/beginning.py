"""The beginning of an attempt: its paper is drawn, and kept with all that it is marked by."""

from __future__ import annotations

import secrets
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from lms.content.reading.model import Assessment, Catalog
from lms.content.reading.policy import policy_to_json
from lms.practice.accommodations import Needs, fitted
from lms.progress.attempts import is_over
from lms.progress.gates import Closed
from lms.questions.paper import CannotBeDrawn, Paper, draw_paper, in_languages
from lms.questions.stored import item_to_json
from lms.services.assessing import renewing
from lms.services.assessing.covers import find_assessment
from lms.services.assessing.languages import languages_to_json
from lms.services.assessing.sitting import AttemptPage, attempt, close, go_on, own_attempt, page_of
from lms.services.granting import helpers
from lms.services.granting.requests import needs_now
from lms.services.ground import renamed
from lms.services.ground.context import Context
from lms.services.ground.person import Person
from lms.services.ground.refusals import ClosedDoor, Conflict, Invalid
from lms.services.reviewing import records
from lms.services.reviewing.drawing import Pool, pool_of
from lms.services.reviewing.schemes import schemes_of
from lms.store import attempts
from lms.store.attempts import AttemptRecord
from lms.store.locks import hold_account, hold_mailbox
from lms.store.mailboxes import mailbox_of
from lms.wording.phrases import _


@dataclass(frozen=True, slots=True)
class Started:
    attempt: AttemptPage
    created: bool


@dataclass(frozen=True, slots=True)
class Beginning:
    """Who begins what, whether they agreed to its statement, and the paper that was drawn for them.

    `helper` is what their reader or scribe typed under the same statement.
    """

    person: Person
    assessment: Assessment
    agree: bool
    helper: str
    key: str | None
    paper: Paper
    seed: str


def start(
    context: Context, person: Person, assessment_id: str, agree: bool, key: str | None, helper: str = ""
) -> Started:
    """Begin an attempt, or come back to the one that is open, or to the one that this key began."""
    catalog = context.catalog().original
    assessment = find_assessment(catalog, assessment_id)
    known = _known_attempt(context, person, assessment, key)
    if known is not None:
        return known
    paper, seed = _draw(context, catalog, person, assessment)
    try:
        with context.database.writing() as session:
            return _begin(session, context, catalog, Beginning(person, assessment, agree, helper, key, paper, seed))
    except IntegrityError:
        # Somebody else, most likely the same person's second tap, began it first: theirs is the one.
        again = _known_attempt(context, person, assessment, key)
        if again is None:
            raise Conflict(_("The examination was just begun from somewhere else. Please try again.")) from None
        return again


def _known_attempt(context: Context, person: Person, assessment: Assessment, key: str | None) -> Started | None:
    catalog = context.catalog()
    with context.database.reading() as session:
        known = _find_known(session, catalog, person, assessment.id, key)
    if known is None:
        return None
    if known.open and is_over(known.deadline, context.now()):
        close(context, person.id, known.id)
        return _known_attempt(context, person, assessment, key)
    if known.state == "paused":
        return Started(go_on(context, person, known.id), created=False)
    return Started(attempt(context, person, known.id), created=False)


def _find_known(
    session: Session, catalog: Catalog, person: Person, assessment_id: str, key: str | None
) -> AttemptRecord | None:
    if key:
        began = renamed.find_started(session, catalog, person.id, assessment_id, key)
        if began is not None:
            return began
    mine = renamed.attempts_of(session, catalog, person.id, assessment_id)
    return next((one for one in mine if one.open), None)


def _draw(context: Context, catalog: Catalog, person: Person, assessment: Assessment) -> tuple[Paper, str]:
    """A paper from a secret seed. Drawn before the writing transaction, since it needs no lock and takes a while."""
    records.enter_missing(context, catalog, assessment)
    with context.database.reading() as session:
        seen = renamed.drawn_before(session, catalog, person.id, assessment.id)
        pool = pool_of(session, catalog, assessment)
    seed = secrets.token_hex(32)
    try:
        return paper_of(pool, assessment, seed, seen), seed
    except CannotBeDrawn:
        if not schemes_of(catalog, assessment):
            raise
        raise Conflict(
            _("This examination cannot begin just now: some of its questions are being looked at again.")
        ) from None


def paper_of(pool: Pool, assessment: Assessment, seed: str, seen: Collection[str] = ()) -> Paper:
    """The paper that a seed draws, for somebody who has met the questions with these sources before."""
    policy = assessment.policy
    prefer_unseen = policy.on_retake == "prefer unseen"
    paper = draw_paper(
        assessment.draw, pool.banks, seed, seen=seen, shuffle=policy.shuffle, prefer_unseen=prefer_unseen
    )
    return in_languages(paper, pool.languages, policy.shuffle)


def _begin(session: Session, context: Context, catalog: Catalog, begun: Beginning) -> Started:
    person, assessment, now = begun.person, begun.assessment, context.now()
    hold_account(session, person.id)
    hold_mailbox(session, mailbox_of(person.email))
    known = _find_known(session, catalog, person, assessment.id, begun.key)
    if known is not None:
        return Started(page_of(session, known, now, context.wanted), created=False)
    mine = renamed.attempts_of(session, catalog, person.id, assessment.id)
    standing = renamed.standing_of(session, catalog, person.id)
    gate = renewing.gate_of(session, context, catalog, assessment, person, standing, mine, now)
    if isinstance(gate, Closed):
        raise ClosedDoor(_("This examination is not open to you now."), gate.reasons)
    if assessment.policy.agree_to and not begun.agree:
        raise Invalid(_("Please agree to the statement before you begin."), field="agree")
    needs = needs_now(session, context, person)
    if needs.helper:
        helpers.sign(session, person, assessment, needs, begun.helper, now)
    attempt_id = secrets.token_urlsafe(16)
    row = {"id": attempt_id, "number": len(mine) + 1, "started_at": now, **_as_drawn(catalog, begun, needs, now)}
    attempts.add(session, row, (item_to_json(item) for item in begun.paper.items))
    record = own_attempt(session, catalog, person, attempt_id)
    return Started(page_of(session, record, now, context.wanted), created=True)


def _as_drawn(catalog: Catalog, begun: Beginning, needs: Needs, now: datetime) -> dict[str, Any]:
    """What is kept with an attempt: the original, and the texts of other languages beside it.

    Its rules are those of whoever begins it: what was granted to them is in them, and stays so.
    """
    person, assessment = begun.person, begun.assessment
    policy = fitted(assessment.policy, needs)
    objectives = _objective_texts(catalog, begun.paper)
    kept = {"policy": policy_to_json(policy), "objectives": objectives}
    limit = policy.time_limit
    return {
        "account_id": person.id,
        "assessment": assessment.id,
        "state": "running",
        "deadline": None if limit is None else now + limit,
        "seed": begun.seed,
        "revision": catalog.revision,
        "title": assessment.title,
        "policy": kept | languages_to_json(catalog, assessment, begun.paper, objectives),
        "start_key": begun.key or None,
    }


def _objective_texts(catalog: Catalog, paper: Paper) -> Mapping[str, str]:
    ids = {item.objective for item in paper.items if item.objective}
    return {id: catalog.objectives[id].text for id in sorted(ids) if id in catalog.objectives}
