"""Chance that can be repeated: a stream of numbers from a secret seed, the same on every version of Python."""

from __future__ import annotations

from collections.abc import Iterable
from hashlib import sha256
from typing import TypeVar

_Item = TypeVar("_Item")

# Neither vowels nor look-alikes, so that no token spells a word or can be misread when somebody quotes it.
_SIGNS = "bcdfghjkmnpqrstvwxz2345679"
_TOKEN_LENGTH = 6


class Stream:
    """SHA-256 over the seed, some names and a counter. Streams of other names tell nothing of one another."""

    def __init__(self, seed: str, *names: str) -> None:
        self._start = sha256("\0".join((seed, *names)).encode()).digest()
        self._count = 0

    def below(self, bound: int) -> int:
        """A whole number from 0 to bound − 1, each as likely. `bound` is at most 2⁶⁴."""
        if bound < 1:
            raise ValueError("nothing lies below a bound less than 1")
        # Numbers past the last full round would favour the small ones: they are drawn again.
        fair = 2**64 - 2**64 % bound
        while (number := self._next()) >= fair:
            pass
        return number % bound

    def shuffled(self, items: Iterable[_Item]) -> list[_Item]:
        """The same items in an order of chance (Fisher and Yates)."""
        order = list(items)
        for last in range(len(order) - 1, 0, -1):
            other = self.below(last + 1)
            order[last], order[other] = order[other], order[last]
        return order

    def tokens(self, count: int) -> list[str]:
        """So many different short words of one length that mean nothing."""
        found: dict[str, None] = {}
        while len(found) < count:
            found["".join(_SIGNS[self.below(len(_SIGNS))] for _ in range(_TOKEN_LENGTH))] = None
        return list(found)

    def _next(self) -> int:
        self._count += 1
        return int.from_bytes(sha256(self._start + self._count.to_bytes(8, "big")).digest()[:8], "big")
