"""A device in software, SoftHSM, that holds the key of the tests' authority, by PKCS#11."""

from __future__ import annotations

from pathlib import Path

import pytest

SOFTHSM = Path("/usr/lib/softhsm/libsofthsm2.so")
PIN = "1234"
LABEL = "seals"


@pytest.fixture(scope="session")
def token(tmp_path_factory: pytest.TempPathFactory) -> str:
    """The label of the token. It is made once for a process, since a device knows one login for a whole process."""
    # This imports pyHanko, and most tests do without.
    from tests.support.softhsm_token import make_token

    return make_token(tmp_path_factory.mktemp("softhsm"))
