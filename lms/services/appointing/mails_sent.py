"""What was written to whom, and whether it went out. For admins; never what a mail says, which may open an account."""

from __future__ import annotations

from collections.abc import Sequence

from lms.practice import acts
from lms.practice.duties import Thing
from lms.services.appointing.asking import require
from lms.services.appointing.recording import record
from lms.services.ground.context import Context
from lms.services.ground.person import Person
from lms.services.ground.refusals import Conflict, NotFound
from lms.services.mail import outbox
from lms.store import mails
from lms.store.mails import Written

ON_A_PAGE = 50


def listed(ctx: Context, person: Person, recipient: str, before: int) -> tuple[Sequence[Written], int]:
    """Some mails of the last 30 days, the newest first; and below which number the list goes on, 0 at its end."""
    with ctx.database.reading() as session:
        require(ctx, session, person, acts.SEE_MAILS, Thing("mails", ""))
        found = mails.written(session, recipient.strip().casefold(), before, ON_A_PAGE + 1)
    return found[:ON_A_PAGE], found[ON_A_PAGE - 1].id if len(found) > ON_A_PAGE else 0


def again(ctx: Context, person: Person, mail_id: int) -> None:
    """Try a mail now that waits for its next try. The text of one that went out, or was given up, is gone."""
    with ctx.database.writing() as session:
        allowed = require(ctx, session, person, acts.SEND_AGAIN, Thing("mail", str(mail_id)))
        mail = mails.one(session, mail_id)
        if mail is None:
            raise NotFound("There is no mail with this number.")
        if mail.sent_at is not None or mail.due_at is None:
            raise Conflict("Its text is gone, so it cannot be sent once more. Do again what it told of.")
        mails.due_now(session, mail_id, ctx.now())
        record(session, ctx, person, allowed, acts.SEND_AGAIN.name, f"mail:{mail_id}")
    outbox.send_soon(ctx, mail_id)
