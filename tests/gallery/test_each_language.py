"""Every page of learners and verifiers without a barrier, in the languages that are named: `LANGUAGES="ar fr"`.

It takes a quarter of an hour for each; `tests/browser/test_each_language.py` looks at a few pages every time.
"""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from tests.gallery.barriers import Barriers
from tests.gallery.site import staged

pytestmark = pytest.mark.browser


@pytest.mark.parametrize("language", os.environ.get("LANGUAGES", "").split())
def test_no_page_has_a_barrier(chromium: Browser, tmp_path: Path, language: str) -> None:
    with staged(tmp_path) as stage:
        found = list(Barriers(chromium, stage, language).found())
    assert not found, "\n".join(found)
