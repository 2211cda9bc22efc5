"""People with duties, as the tests make them: a second factor given just now, interests declared."""

from __future__ import annotations

from dataclasses import replace

from lms.services.appointing import appoint, declaring
from lms.services.appointing.appoint import Wanted
from lms.services.appointing.declaring import Declared
from lms.services.ground.person import Person
from lms.store import accounts
from tests.support.site import House

SCHEME = "listener"
NAME = "Ida Admin"


def proved(house: House, person: Person) -> Person:
    """The same, who gave a second factor a moment ago."""
    return replace(person, factor_at=house.clock())


def admin(house: House) -> Person:
    """The one admin of the site."""
    with house.context.database.reading() as session:
        known = accounts.id_of(session, "ida.admin@example.org")
    ida = Person(known, "ida.admin@example.org", "Ida Admin", "admin") if known else house.person(NAME, role="admin")
    return proved(house, ida)


def with_duty(house: House, name: str, *duties: str, declared: bool = True, scheme: str = SCHEME) -> Person:
    """Somebody who was appointed, and declared that there is nothing."""
    person = proved(house, house.person(name))
    for duty in duties:
        appoint.appoint(house.context, admin(house), Wanted(person.email, duty, scheme, "A reason"))
    if declared:
        declaring.declare(house.context, person, Declared())
    return person
