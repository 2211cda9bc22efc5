"""A house whose examination stands under the scheme of guides, and the people who decide there."""

from __future__ import annotations

from lms.services.deciding import applying, awards
from lms.services.deciding.applying import Applied, Filled
from lms.services.deciding.awards import Sent
from lms.services.ground.person import Person
from lms.services.reviewing import adopting
from lms.store.proposals import Proposal
from tests.services.appointing.people import with_duty
from tests.services.certifying.test_certificates import earn
from tests.support.site import House

GUIDE = "guide"
GROUND = "Ten years of work on the ward"
FILLED = Filled("", "Amal Haddad", truth=True, agree=True, signature="Amal Haddad")


def decider(house: House, name: str = "Dee Decider") -> Person:
    return with_duty(house, name, "decider", scheme=GUIDE)


def registrar(house: House) -> Person:
    return with_duty(house, "Rex Registrar", "registrar", scheme=GUIDE)


def in_use(house: House) -> House:
    """The questions of the bank are in use, so that papers can be drawn under the scheme."""
    adopting.adopt_bank(house.context, decider(house, "Ada Adopter"), "listening", "In use since 2025")
    return house


def awarded_to(house: House, proposing: Person, person: Person) -> Proposal:
    """An award that a registrar proposed."""
    return awards.propose(house.context, proposing, Sent(person.email, GUIDE, person.name, GROUND, "The council"))


def applied(house: House, person: Person, name: str = "Amal Haddad") -> Applied:
    """Somebody who passed, and applied."""
    earn(house, person)
    return applying.apply(house.context, person, GUIDE, Filled("", name, truth=True, agree=True, signature=name))
