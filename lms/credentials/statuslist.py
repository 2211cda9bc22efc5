"""Status lists: for each certificate a bit at a random place. Machines can ask, and we don't learn about whom.

A credential has one `credentialStatus`, as Open Badges allows, and so one purpose: suspension, the one that can be
undone. Its bit says "not to be relied on": set while a certificate is suspended, and for good once it is revoked,
replaced or erased. So no verifier ever takes what we don't stand behind. Were the purpose revocation, a suspended
certificate would either pass, or be called revoked, which by its definition is final. At the same place of the
revocation list stands whether it is final.
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
MOST_IN_USE = 100_000
"""A list takes no more certificates than this: places stay quick to find, and say nothing about how many there are."""

LASTS = timedelta(days=2)
TIME_TO_LIVE = 1000
"""In thousandths of a second: a list may be kept no longer than that before it is asked for again."""

NONE = b"\0" * (SIZE // 8)


class Purpose(StrEnum):
    REVOCATION = "revocation"
    SUSPENSION = "suspension"


PURPOSE_OF_ENTRIES = Purpose.SUSPENSION


def purposes_of(life: Life) -> frozenset[Purpose]:
    """In which lists the bit of a certificate is set."""
    if life.revoked is not None or life.replaced is not None or life.erased is not None:
        return frozenset(Purpose)
    return frozenset({Purpose.SUSPENSION}) if life.suspended is not None else frozenset()


def place_of(status_index: int) -> tuple[int, int]:
    """The number of the list, from 1 on, and the place in it."""
    number, place = divmod(status_index, SIZE)
    return number + 1, place


def first_index(in_use: int) -> int:
    """The first index of the list that the next certificate goes into, when so many have one."""
    return in_use // MOST_IN_USE * SIZE


def address(base_url: str, purpose: str, number: int) -> str:
    return f"{base_url}/status/{purpose}-{number}"


def entry(base_url: str, status_index: int) -> dict[str, Json]:
    """The `credentialStatus` of a certificate."""
    number, place = place_of(status_index)
    lies = address(base_url, PURPOSE_OF_ENTRIES, number)
    return {
        "id": f"{lies}#{place}",
        "type": "BitstringStatusListEntry",
        "statusPurpose": PURPOSE_OF_ENTRIES.value,
        "statusListIndex": str(place),
        "statusListCredential": lies,
    }


def list_document(base_url: str, purpose: Purpose, number: int, places: Collection[int], now: datetime) -> Json:
    """A list with the bits at these places set, before it is signed.

    It counts from the full hour, so that every process makes the same list, and one older than an hour is made anew.
    """
    since = now.astimezone(UTC).replace(minute=0, second=0, microsecond=0)
    lies = address(base_url, purpose, number)
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
            "statusPurpose": purpose.value,
            "encodedList": encoded(frozenset(places)),
            "ttl": TIME_TO_LIVE,
        },
    }


@lru_cache(maxsize=32)
def encoded(places: frozenset[int]) -> str:
    """The bits, the first one leftmost, packed, in base 64 for addresses behind a `u`."""
    bits = bytearray(NONE)
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
        bits = file.read(SIZE // 8 + 1)
    if len(bits) != SIZE // 8 or not 0 <= place < SIZE:
        raise ValueError("the list has another length than ours")
    return bool(bits[place // 8] & 0x80 >> place % 8)
