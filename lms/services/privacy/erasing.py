"""A certificate is erased at its holder's wish. Its page says that, and nothing else, from then on."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Session

from lms.credentials import leaf as leaves
from lms.credentials import life as lives
from lms.credentials.life import Declined
from lms.credentials.serial import Serial, parse
from lms.services.ground.context import Context
from lms.services.ground.person import Person
from lms.services.ground.refusals import Conflict, NotFound
from lms.services.log import logbook
from lms.services.mail import act_mail
from lms.store import certificates
from lms.store.locks import hold_account
from lms.store.personal import label
from lms.wording.phrases import _


def erase(context: Context, person: Person, serial_text: str) -> None:
    """Erase one certificate of the person's own, for good: claims, credential and PDF are deleted at once."""
    serial = parse(serial_text)
    with context.database.writing() as session:
        hold_account(session, person.id)
        record = certificates.find(session, serial.text) if isinstance(serial, Serial) else None
        if record is None or record.account_id != person.id:
            raise NotFound(_("There is no such certificate here."))
        if record.life.making is not lives.Making.ISSUED:
            raise Conflict(_("It is still being made. Wait until it is issued."))
        now = context.now()
        mails = act_mail.of_certificate(session, context, "certificate_erased", record, now)
        erase_in(session, context, label(person.id), record.serial, now)
    act_mail.send(context, mails)


def erase_in(session: Session, context: Context, actor: str, serial: str, now: datetime) -> None:
    """Erase a certificate in the transaction at hand, also one that is still being made."""
    record = certificates.find(session, serial, hold=True)
    if record is None:
        raise NotFound(_("There is no certificate with this number."))
    change = lives.erased(record.life, now)
    if isinstance(change, Declined):
        raise Conflict(change.reason)
    certificates.keep_life(session, serial, change.life)
    certificates.forget(session, serial)
    leaf = leaves.erased(serial, now)
    logbook.enter(session, context, leaf, at=now, actor=actor, act="erase", subject=serial, details={})
