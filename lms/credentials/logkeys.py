"""The log's keys as everybody may keep them: the file behind `/log/key`, one verifier's key in a line.

A key that was lost to somebody stays in the file as a comment: no program takes it for a key, and whoever holds a
receipt of before can see why it proves nothing by itself any more.
"""

from __future__ import annotations

import base64
import binascii
from collections.abc import Iterable
from dataclasses import dataclass

from lms.credentials import checkpoint as checkpoints
from lms.credentials.checkpoint import Checkpoint
from lms.credentials.dates import stamp
from lms.credentials.keys import SigningKey

_LOST = "# lost "
_ED25519 = b"\x01"


@dataclass(frozen=True, slots=True)
class LogKeys:
    """Whose checkpoints count, and whose no more. A log that went on from an older copy has several names."""

    origins: tuple[str, ...]
    good: tuple[bytes, ...]
    lost: tuple[bytes, ...] = ()

    def open(self, note: str) -> Checkpoint | None:
        """The checkpoint, if a good key of this log signed it."""
        return self._open(note, self.good)

    def is_of_lost(self, note: str) -> bool:
        """Whether a key signed it that was good once."""
        return self._open(note, self.lost) is not None

    def _open(self, note: str, keys: tuple[bytes, ...]) -> Checkpoint | None:
        opened = (checkpoints.open_note(note, origin, keys) for origin in self.origins)
        return next((one for one in opened if one is not None), None)


def lines(origin: str, keys: Iterable[SigningKey]) -> tuple[str, ...]:
    """The file, line by line: the key in use is the last."""
    return tuple(_line(checkpoints.verifier_key(origin, key.public), key) for key in keys)


def _line(text: str, key: SigningKey) -> str:
    return text if key.compromised is None else f"{_LOST}{stamp(key.compromised)} {text}"


def read(text: str) -> LogKeys:
    """The keys of such a file; a ValueError for anything else."""
    good: list[bytes] = []
    lost: list[bytes] = []
    origins: dict[str, None] = {}
    for line in text.splitlines():
        words = line.strip()
        if not words:
            continue
        origin, public = _key(words.removeprefix(_LOST).split(" ")[-1])
        origins[origin] = None
        (lost if words.startswith(_LOST) else good).append(public)
    if not good:
        raise ValueError("this is no file of the keys of one log")
    return LogKeys(tuple(origins), tuple(dict.fromkeys(good)), tuple(dict.fromkeys(lost)))


def _key(text: str) -> tuple[str, bytes]:
    name, _, rest = text.partition("+")
    try:
        content = base64.b64decode(rest.partition("+")[2], validate=True)
    except binascii.Error:
        raise ValueError("this is no verifier's key") from None
    if len(content) != 33 or content[:1] != _ED25519 or checkpoints.verifier_key(name, content[1:]) != text:
        raise ValueError("this is no verifier's key")
    return name, content[1:]
