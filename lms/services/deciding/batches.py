"""Several applications to be certified at once: nothing is unusual about any, or stands against who decides."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from sqlalchemy.orm import Session

from lms.practice import acts
from lms.practice.applications import State
from lms.practice.bars import may
from lms.practice.duties import Bar, Barred, Thing
from lms.services.appointing.asking import BarredAct, NoDuty, facts_of, organisations_of
from lms.services.deciding.hands import seen_by
from lms.services.deciding.lists import exceptions
from lms.services.ground.context import Context
from lms.services.ground.person import Person
from lms.services.ground.refusals import Conflict
from lms.store import applicants


def refuse_what_is_not_plain(session: Session, context: Context, person: Person, ids: Sequence[str]) -> None:
    """NoDuty where one of them is not there for this person, BarredAct with every bar by name, or Conflict."""
    catalog = context.catalog().original
    found = applicants.some(session, ids)
    if len(found) < len(ids):
        raise NoDuty
    seen = seen_by(session, catalog, [one.application for one in found], person.id)
    facts = facts_of(context, session, person.id, acts.CERTIFY, Thing("applications", ""))
    bars, unusual = list[Bar](), list[str]()
    for one in found:
        known = seen[one.application.id]
        thing = replace(known.thing, organisations=organisations_of(one.email, one.issuers))
        answer = may(person.id, acts.CERTIFY, thing, facts)
        if isinstance(answer, Barred):
            if answer.hidden:
                raise NoDuty(answer.bars)
            bars += [Bar(bar.kind, f"{one.name}: {bar.message}") for bar in answer.bars]
        if one.application.state is State.COMPLETE:
            unusual += [f"{one.name}: {words}" for words in exceptions(catalog, one.application, known)]
    if bars:
        raise BarredAct(tuple(bars))
    if unusual:
        raise Conflict("Nobody was certified. Look at these by themselves: " + " ".join(unusual))
