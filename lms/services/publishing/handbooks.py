"""The candidate handbook of a scheme: by what is published now, or as an earlier version stood."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from lms.content.reading.model import Catalog
from lms.practice.handbook import Handbook, Said, from_json, handbook
from lms.progress.names import language_of, title_of
from lms.services.ground.context import Context
from lms.services.ground.refusals import NotFound
from lms.store import handbooks
from lms.store.handbooks import Edition
from lms.wording.phrases import _

LEAST_OF_A_HASH = 8


@dataclass(frozen=True, slots=True)
class Shown:
    """A handbook with all its editions, the newest first. `former`: since when this one stood that counts no more."""

    handbook: Handbook
    editions: Sequence[Edition]
    former: datetime | None = None


def handbook_of(catalog: Catalog, credential_id: str) -> Handbook | None:
    """The handbook by the content at hand; None without a scheme."""
    credential, scheme = catalog.credentials.get(credential_id), catalog.schemes.get(credential_id)
    if credential is None or scheme is None:
        return None
    return handbook(catalog, credential, scheme, lambda path: Said(title_of(catalog, path), language_of(catalog, path)))


def keep_handbooks(session: Session, catalog: Catalog, now: datetime) -> None:
    """Keep what candidates read from now on, so that it can be quoted when it is another."""
    for id in sorted(catalog.schemes):
        made = handbook_of(catalog, id)
        if made is not None:
            handbooks.keep(session, id, made.hash, made.version, catalog.revision, now, made.to_json())


def shown(context: Context, credential_id: str, version: str = "") -> Shown:
    """The handbook of today, or the version with this number, or whose hash begins so."""
    current = handbook_of(context.catalog(), credential_id)
    with context.database.reading() as session:
        editions = handbooks.editions(session, credential_id)
        if current is not None and _is_meant(version, current.hash, current.version):
            return Shown(current, editions)
        meant = next((one for one in editions if version and _is_meant(version, one.hash, one.version)), None)
        body = None if meant is None else handbooks.body(session, credential_id, meant.hash)
    if meant is None or body is None:
        raise NotFound(_("There is no such handbook here."))
    return Shown(from_json(body), editions, meant.at)


def _is_meant(version: str, hash: str, number: int) -> bool:
    return not version or version == str(number) or (len(version) >= LEAST_OF_A_HASH and hash.startswith(version))
