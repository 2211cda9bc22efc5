"""Signing keys for the houses of tests: made once in a process, since RSA keys take their time, and then copied."""

from __future__ import annotations

import atexit
import shutil
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from tempfile import mkdtemp
from unittest.mock import patch

from cryptography.hazmat.primitives.serialization import load_pem_private_key

from lms.credentials.keys import KeyKind
from lms.services.keys import keyfiles
from lms.services.keys.keyfiles import FOLDER
from lms.services.keys.keymaking import make_missing
from lms.settings import load

MADE = datetime(2026, 1, 1, tzinfo=UTC)


@cache
def _made() -> Path:
    home = Path(mkdtemp(prefix="lms-test-keys-"))
    atexit.register(shutil.rmtree, home, ignore_errors=True)
    settings = load({"LMS_HOME": str(home), "LMS_SITE": str(home)})
    # That a private key is one is proved at each reading, for an eighth of a second: here once for all homes.
    patch.object(keyfiles, "load_pem_private_key", cache(load_pem_private_key)).start()
    make_missing(settings, (KeyKind.CREDENTIAL, KeyKind.LOG, KeyKind.PDF), MADE)
    return home / FOLDER


def give_keys(home: Path) -> None:
    """Put keys of this machine's own into a home that has none."""
    if not _made().exists():
        _made.cache_clear()
    if not (home / FOLDER).exists():
        shutil.copytree(_made(), home / FOLDER)
