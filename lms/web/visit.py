"""One request, from the edge of the application and back: its number, who asks, and the policy that it falls under."""

from __future__ import annotations

import secrets
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from lms.services.person import Person

if TYPE_CHECKING:
    from lms.web.policies import Policy

VISIT = "lms.visit"
"""Where the WSGI environment of a request holds its visit."""


@dataclass(slots=True)
class Visit:
    """`policy` is None until the address led to a view; `path` is the pattern of that view's address.

    `person` is who asks, None for a visitor, and on pages whose policy reads no session. `began` is a reading of the
    process's clock in seconds, 0 where requests are not logged.
    """

    number: str = field(default_factory=lambda: secrets.token_hex(6))
    policy: Policy | None = None
    person: Person | None = None
    path: str = ""
    began: float = 0.0
