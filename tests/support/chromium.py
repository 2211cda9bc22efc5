"""The system's Chromium, started when first asked for, and shared by all browser tests of a process."""

import shutil
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, expect, sync_playwright

# As root, as in a container, the sandbox does not start and /dev/shm is small; the rest keeps it from calling home.
ARGUMENTS = [
    "--no-sandbox",
    "--disable-dev-shm-usage",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]

PATIENCE = 30_000
"""Milliseconds until something that is expected on a page has failed to come. A busy machine takes its time."""


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """A browser in which a test opens contexts of its own: `chromium.new_context(viewport=…)`."""
    # Without windows and what belongs to them it starts and opens a page in a quarter of the time.
    program = shutil.which("chromium-headless-shell") or shutil.which("chromium")
    if not program:
        pytest.fail("Chromium is missing: `make test` installs it.", pytrace=False)
    expect.set_options(timeout=PATIENCE)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=ARGUMENTS)
        yield browser
        browser.close()
