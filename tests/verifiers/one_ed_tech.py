"""The rule by which 1EdTech's public validator of Open Badges judges a status, written anew: it is on no index.

Of its RevocationListProbe and BitstringStatusListProbe, with what they do otherwise than the standard: an entry of
another purpose than revocation is not looked at, and the length of the list in bytes is taken for its length in bits.
Newer releases mended the second.
"""

from __future__ import annotations

import base64
import gzip
from collections.abc import Mapping
from enum import StrEnum

from lms.questions.quiz import Json

FEWEST_PLACES = 131_072


class Verdict(StrEnum):
    """What it says of a status. An error makes the credential invalid too, for a reason that is nobody's fault."""

    GOOD = "good"
    REVOKED = "revoked"
    ERROR = "error"


def verdict(credential: Json, documents: Mapping[str, Json]) -> Verdict:
    """Of the one status of a credential; `documents` is all that can be fetched, by address."""
    entry = credential["credentialStatus"]
    if (entry["type"], entry["statusPurpose"]) != ("BitstringStatusListEntry", "revocation"):
        return Verdict.GOOD
    subject = documents[entry["statusListCredential"]]["credentialSubject"]
    bits = _expanded(subject["encodedList"])
    place = int(entry["statusListIndex"])
    short = len(bits) * 8 < FEWEST_PLACES or place >= len(bits)
    if short or subject["statusPurpose"] != entry["statusPurpose"]:
        return Verdict.ERROR
    return Verdict.REVOKED if bits[place // 8] & 0x80 >> place % 8 else Verdict.GOOD


def _expanded(text: str) -> bytes:
    return gzip.decompress(base64.urlsafe_b64decode(text[1:] + "=" * (-len(text[1:]) % 4)))
