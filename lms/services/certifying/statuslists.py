"""The status lists: made of what the certificates are this instant, and signed. Nothing of them is stored.

Signatures of Ed25519 are the same each time, and a list counts from the full hour: so every process gives the same
bytes, a change shows at once, and a list is never older than an hour.
"""

from __future__ import annotations

import json
import re
from datetime import datetime
from functools import lru_cache

from lms.credentials.integrity import Signer, signed
from lms.credentials.statuslist import SIZE, StatusList, is_set_by, list_document, place_of
from lms.services.certifying import badging
from lms.services.certifying.ended import by_the_log
from lms.services.ground.context import Context
from lms.services.ground.refusals import NotFound
from lms.services.log import kept_head
from lms.store import badges
from lms.wording.phrases import _

_NAME = re.compile(r"([a-z]{1,20})-([1-9][0-9]{0,4})")


def status_list(context: Context, name: str) -> str:
    """The list with this name, such as `ended-1`, as it is right now."""
    found = _NAME.fullmatch(name)
    if found is None or found[1] not in list(StatusList):
        raise NotFound(_("There is no such status list."))
    which, number = StatusList(found[1]), int(found[2])
    first = (number - 1) * SIZE
    kept_head.require(context)
    by = badging.signer(context)
    with context.database.reading() as session:
        if number > place_of(badges.highest_index(session, which.kept))[0]:
            raise NotFound(_("There is no such status list."))
        rows = badges.withdrawn(session, which.kept, first, first + SIZE)
        superseded = badges.superseded(session, which.kept, first, first + SIZE)
    told = [(one.index, one.life) for one in by_the_log(context) if one.status_list == which.kept]
    here = [(index, life) for index, life in told if first <= index < first + SIZE]
    ended = [*superseded, *(index for index, life in (*rows, *here) if is_set_by(life, which))]
    hour = context.now().replace(minute=0, second=0, microsecond=0)
    return _text(context.settings.base_url, which, number, frozenset(index - first for index in ended), hour, by)


@lru_cache(maxsize=32)
def _text(base_url: str, which: StatusList, number: int, places: frozenset[int], hour: datetime, by: Signer) -> str:
    document = list_document(base_url, which, number, places, hour)
    return json.dumps(signed(document, by, hour), indent=1)
