"""Learners who never were, with a history that every service believes: for a preview, in a scratch database alone.

Nobody is made by writing rows. A pretended learner joins, learns, sits and claims by the services of pages and API,
whose clock is set back to the moment at which each thing is pretended to have happened.
"""

from lms.services.rehearsing.states import (
    STATES,
    Offer,
    Pretended,
    make_old_keys,
    offer_of,
    offers,
    pretend,
    sign_in,
)
from lms.services.rehearsing.targets import Target, find_target, targets
from lms.services.rehearsing.walks import DOMAIN

__all__ = [
    "DOMAIN",
    "STATES",
    "Offer",
    "Pretended",
    "Target",
    "find_target",
    "make_old_keys",
    "offer_of",
    "offers",
    "pretend",
    "sign_in",
    "targets",
]
