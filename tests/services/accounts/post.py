"""The mails that a test's acts have called for, and the few words that every test about accounts uses."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import TypeVar

from sqlalchemy import select

from lms.services.ground.context import Context
from lms.store.tables import MailRow

PASSWORD = "a few quiet words"
OTHER_PASSWORD = "quite different words"
HERE = "192.0.2.7"
BROWSER = "what the browser holds"

T = TypeVar("T")


def mails_to(ctx: Context, email: str) -> list[MailRow]:
    """The mails to this person that are not sent yet, oldest first."""
    with ctx.database.reading() as session:
        return list(session.scalars(select(MailRow).where(MailRow.recipient == email).order_by(MailRow.id)))


def token_in(mail: MailRow) -> str:
    """The token in the one link of a mail."""
    found = re.search(r"^http://127\.0\.0\.1:8000/(?:confirm|reset|email/undo|email)/(\S+)$", mail.body, re.MULTILINE)
    assert found is not None, mail.body
    return found.group(1)


def at_once(times: int, act: Callable[[int], T]) -> Sequence[T | Exception]:
    """What came of an act that so many threads did at the same moment; an error counts as what came of it."""
    start = Barrier(times)

    def one(n: int) -> T | Exception:
        start.wait()
        try:
            return act(n)
        except Exception as error:
            return error

    with ThreadPoolExecutor(times) as pool:
        return list(pool.map(one, range(times)))
