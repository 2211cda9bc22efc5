"""The process that looks into uploads: little memory, no files to write, and killed by its parent when it takes long.

Run as `python -m lms.services.certifying.upload_process`. A request is one line of JSON and the bytes of the file; the
answer is one line. It holds no secret, opens no connection and knows no database.
"""

from __future__ import annotations

import json
import os
import resource
import sys
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import BinaryIO

from cryptography import x509

from lms.credentials import baking, pdfcheck
from lms.credentials.certificates import from_pem
from lms.credentials.upload import Kind, Look, credential_hash, kind_of
from lms.questions.quiz import Json

MEMORY = 512 * 1024 * 1024
SECONDS = 4
"""Of the processor, for one file: a busy machine takes longer for an honest one, and that is not the file's fault."""

READY = b"ready\n"


def main(requests: BinaryIO, answers: BinaryIO) -> None:
    """Say that everything is loaded, and answer one request after the other, until there are no more."""
    answers.write(READY)
    answers.flush()
    while line := requests.readline():
        asked: Json = json.loads(line)
        content = requests.read(asked["size"])
        if len(content) < asked["size"]:
            return
        now = datetime.fromtimestamp(asked["now"], UTC)
        _allow_seconds()
        roots, lost = (from_pem(asked[name].encode()) if asked[name] else () for name in ("roots", "lost"))
        found = look_into(content, roots, now, lost)
        answers.write(json.dumps(found).encode() + b"\n")
        answers.flush()


def look_into(
    content: bytes, roots: Sequence[x509.Certificate], now: datetime, lost: Sequence[x509.Certificate] = ()
) -> dict[str, Json]:
    """Its kind, what was found, and the hash of the credential in it, if there is one."""
    kind = kind_of(content)
    if kind is Kind.PDF:
        return {"kind": kind, "look": pdfcheck.look(content, roots, now, lost), "hash": ""}
    if kind is Kind.OTHER:
        return {"kind": kind, "look": Look.UNREADABLE, "hash": ""}
    hash = credential_hash(content) if kind is Kind.JSON else _of_badge(content)
    return {"kind": kind, "look": Look.NOT_ISSUED if hash else Look.UNREADABLE, "hash": hash or ""}


def _of_badge(content: bytes) -> str | None:
    try:
        return credential_hash(baking.unbake(content).encode())
    except Exception:
        return None


def _allow_seconds() -> None:
    """The system ends this process where a file takes more."""
    used = resource.getrusage(resource.RUSAGE_SELF)
    _, most = resource.getrlimit(resource.RLIMIT_CPU)
    resource.setrlimit(resource.RLIMIT_CPU, (int(used.ru_utime + used.ru_stime) + SECONDS + 1, most))


def _limit() -> None:
    """So much memory and no more; not one byte can be written into a file; and the site comes first."""
    os.nice(10)
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


if __name__ == "__main__":
    _limit()
    # What a library prints must not get between the answers.
    own_answers, sys.stdout = sys.stdout.buffer, sys.stderr
    main(sys.stdin.buffer, own_answers)
