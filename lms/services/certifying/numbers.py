"""The number of a certificate, as somebody who acts on it gives it."""

from __future__ import annotations

from lms.credentials.serial import Serial, parse
from lms.services.ground.refusals import NotFound


def number_of(text: str) -> str:
    """The number as it is kept; NotFound for what is none."""
    serial = parse(text)
    if not isinstance(serial, Serial):
        raise NotFound("That is not the number of a certificate. Look at it again: one character may be wrong.")
    return serial.text
