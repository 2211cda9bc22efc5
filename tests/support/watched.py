"""A house whose log others look at: witnesses and a time-stamp service, by its own clock."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

from lms.credentials.certificates import pem
from lms.credentials.checkpoint import origin_of
from lms.credentials.cosignature import witness_of
from lms.credentials.keys import KeyKind
from lms.credentials.leaf import revoked
from lms.services.keys import ring
from lms.services.log import logbook
from lms.store import leaves
from tests.support.site import House
from tests.support.timestamps import roots
from tests.support.witnesses import Signing, Witness


def honest(house: House, name: str = "witness.example/w1") -> Witness:
    """A witness that knows the log of this house, and goes by its clock."""
    origin = origin_of(house.context.settings.host)
    signer = ring.active(house.context.settings, KeyKind.LOG, house.clock())
    return Witness(Signing(name), house.clock, {origin: signer.public})


def enter(house: House, times: int = 1) -> None:
    """So many acts, a second apart, each of which is a leaf; nothing is drawn for them."""
    for _ in range(times):
        house.clock.turn(timedelta(seconds=1))
        at = house.clock()
        with house.context.database.writing() as session:
            subject = f"number {leaves.size(session)}"
            leaf = revoked(subject, at)
            logbook.enter(session, house.context, leaf, at=at, actor="test", act="revoke", subject=subject, details={})


def shown_to(house: House, *witnesses: tuple[str, str]) -> House:
    """The house with these witnesses set, each by its verifier key and address."""
    found = [witness_of(key, address) for key, address in witnesses]
    settings = replace(house.context.settings, witnesses=tuple(one for one in found if one is not None))
    assert len(settings.witnesses) == len(witnesses)
    return replace(house, context=replace(house.context, settings=settings))


def stamped_by(house: House, address: str, number: int | None = None) -> House:
    """The house with a time-stamp service set, and the root that it trusts for it."""
    file = Path(house.context.settings.home) / "tsa-roots.pem"
    file.write_bytes(pem(*(roots() if number is None else roots(number))))
    settings = replace(house.context.settings, tsa_url=address, tsa_roots=file)
    return replace(house, context=replace(house.context, settings=settings))
