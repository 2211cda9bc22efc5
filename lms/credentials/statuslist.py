"""Status lists: for each certificate a bit at a random place. Machines can ask, and we don't learn about whom.

A credential has one `credentialStatus`, as Open Badges allows, and so one purpose. It is revocation, the one purpose
that every verifier looks at: the bit in the list `ended` says "not to be relied on". It is set by revocation,
replacement, erasure and suspension, and stays set, since a revocation is final by its definition. A certificate whose
suspension ends is signed anew, with another place.

Credentials of before name the list `suspension`, where the bit of a suspended certificate is taken back; at the same
place of the list `revocation` stands whether it is final. Both go on for them.
"""

from __future__ import annotations

import base64
import gzip
from collections.abc import Collection
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from functools import lru_cache
from io import BytesIO

from lms.credentials.contexts import CREDENTIALS
from lms.credentials.dates import stamp
from lms.credentials.did import did_of
from lms.credentials.life import Life
from lms.questions.quiz import Json

SIZE = 131_072
"""So many places of a list are given out, drawn at random: the shortest list that the standard allows.

The list `ended` is eight times as long, and no longer in use: releases of the validator by 1EdTech take its length in
bytes for its length in bits, and call a place beyond that an error.
"""
LENGTH_OF_ENDED = 8 * SIZE
MOST_IN_USE = 100_000
"""A list takes no more certificates than this: places stay quick to find, and say nothing about how many there are."""

LASTS = timedelta(days=2)
TIME_TO_LIVE = 1000
"""In thousandths of a second: a list may be kept no longer than that before it is asked for again."""


class Purpose(StrEnum):
    REVOCATION = "revocation"
    SUSPENSION = "suspension"


class StatusList(StrEnum):
    """The lists, by the word in their addresses."""

    SUSPENSION = "suspension"
    REVOCATION = "revocation"
    ENDED = "ended"

    @property
    def purpose(self) -> Purpose:
        return Purpose.SUSPENSION if self is StatusList.SUSPENSION else Purpose.REVOCATION

    @property
    def length(self) -> int:
        return LENGTH_OF_ENDED if self is StatusList.ENDED else SIZE

    @property
    def kept(self) -> str | None:
        """What is kept of a certificate with a place in this list; nothing for the lists of before."""
        return self.value if self is StatusList.ENDED else None


CURRENT = StatusList.ENDED
"""The list that new credentials name."""


def is_set_by(life: Life, which: StatusList) -> bool:
    """Whether the bit of a certificate is set in this list, if its newest credential has a place there."""
    final = life.revoked is not None or life.replaced is not None or life.erased is not None
    return final or (life.suspended is not None and which is not StatusList.REVOCATION)


def place_of(status_index: int) -> tuple[int, int]:
    """The number of the list, from 1 on, and the place in it."""
    number, place = divmod(status_index, SIZE)
    return number + 1, place


def first_index(in_use: int) -> int:
    """The first index of the list that the next certificate goes into, when so many have one."""
    return in_use // MOST_IN_USE * SIZE


def address(base_url: str, which: StatusList, number: int) -> str:
    return f"{base_url}/status/{which}-{number}"


def entry(base_url: str, which: StatusList, status_index: int) -> dict[str, Json]:
    """The `credentialStatus` of a credential with a place in this list."""
    number, place = place_of(status_index)
    lies = address(base_url, which, number)
    return {
        "id": f"{lies}#{place}",
        "type": "BitstringStatusListEntry",
        "statusPurpose": which.purpose.value,
        "statusListIndex": str(place),
        "statusListCredential": lies,
    }


def list_document(base_url: str, which: StatusList, number: int, places: Collection[int], now: datetime) -> Json:
    """A list with the bits at these places set, before it is signed.

    It counts from the full hour, so that every process makes the same list, and one older than an hour is made anew.
    """
    since = now.astimezone(UTC).replace(minute=0, second=0, microsecond=0)
    lies = address(base_url, which, number)
    return {
        "@context": [CREDENTIALS],
        "id": lies,
        "type": ["VerifiableCredential", "BitstringStatusListCredential"],
        "issuer": did_of(base_url),
        "validFrom": stamp(since),
        "validUntil": stamp(since + LASTS),
        "credentialSubject": {
            "id": f"{lies}#list",
            "type": "BitstringStatusList",
            "statusPurpose": which.purpose.value,
            "encodedList": encoded(frozenset(places), which.length),
            "ttl": TIME_TO_LIVE,
        },
    }


@lru_cache(maxsize=32)
def encoded(places: frozenset[int], length: int) -> str:
    """So many bits, the first one leftmost, packed, in base 64 for addresses behind a `u`."""
    bits = bytearray(length // 8)
    for place in places:
        bits[place // 8] |= 0x80 >> place % 8
    return "u" + base64.urlsafe_b64encode(gzip.compress(bytes(bits), mtime=0)).decode().rstrip("=")


def is_set(document: Json, place: int) -> bool:
    """The bit at a place of a list whose proof was looked at before; a ValueError where there is none."""
    text = document["credentialSubject"]["encodedList"]
    if not text.startswith("u"):
        raise ValueError("the list is not in base 64")
    packed = base64.urlsafe_b64decode(text[1:] + "=" * (-len(text[1:]) % 4))
    with gzip.GzipFile(fileobj=BytesIO(packed)) as file:
        bits = file.read(LENGTH_OF_ENDED // 8 + 1)
    if len(bits) * 8 not in {one.length for one in StatusList} or not 0 <= place < SIZE:
        raise ValueError("the list has another length than ours")
    return bool(bits[place // 8] & 0x80 >> place % 8)
