"""Whether an account can be written to: one that was made by an organisation's sign-in has no e-mail at first."""

from __future__ import annotations

NO_ADDRESS_YET = "@none.invalid"
"""How the e-mail ends of an account that has none yet (RFC 2606). Nobody can type it, and no mail goes there."""


def has_address(email: str) -> bool:
    """Whether an account's e-mail is one that can be written to."""
    return not email.endswith(NO_ADDRESS_YET)
