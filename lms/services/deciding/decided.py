"""What was decided about somebody, as they are told of it: what, when, by which duty, and what was said to all."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from lms.credentials.audit import Entry
from lms.practice.duties import Duty
from lms.services.ground.context import Context
from lms.services.ground.person import Person
from lms.store import audit_search
from lms.store.personal import label
from lms.wording.phrases import _

MOST = 20

WORDS: Mapping[str, str] = {
    "appoint": _("You were appointed to a duty"),
    "end appointment": _("A duty of yours was ended"),
    "grant attempt": _("You were given one more try at an examination"),
    "reopen attempt": _("An examination that you had handed in was opened again"),
    "extend attempt": _("You were given more time in an examination"),
    "grant accommodation": _("What you need in examinations was granted"),
    "end accommodation": _("What was granted to you for examinations was ended"),
    "confirm refused accommodation": _("What you asked for in examinations was not granted"),
    "set extra time": _("Your time in examinations was set"),
    "confirm award": _("A certificate was awarded to you by decision"),
    "suspend": _("Your certificate was suspended"),
    "reinstate": _("Your certificate was reinstated"),
    "announce revocation": _("It was decided to revoke your certificate"),
    "revoke": _("Your certificate was revoked"),
    "replace": _("Your certificate was replaced by another"),
}
"""The acts that somebody is told of here, in words for them. What is for the record alone is not shown."""


@dataclass(frozen=True, slots=True)
class Decided:
    """`by` is the duty by which it was done, or empty; `thing` is the certificate that it is about, if any."""

    words: str
    at: datetime
    by: str
    thing: str
    public: str


def about(ctx: Context, person: Person) -> Sequence[Decided]:
    """The newest of them first. What they did themselves is none."""
    with ctx.database.reading() as session:
        found = audit_search.about(session, person.id, list(WORDS), MOST)
    return [_told(entry, person.id) for entry in found]


def _told(entry: Entry, account_id: int) -> Decided:
    details = entry.details if isinstance(entry.details, dict) else {}
    words = {duty.value: duty.words for duty in Duty}
    by, thing = str(details.get("duty", "")), "" if entry.subject == label(account_id) else entry.subject
    return Decided(WORDS[entry.act], entry.at, words.get(by, ""), thing, str(details.get("public", "")))
