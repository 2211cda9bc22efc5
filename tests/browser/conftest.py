"""A site over HTTP, browsers of several kinds in front of it, and two kinds of hands."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask
from playwright.sync_api import Browser

from lms.services.ground.person import Person
from tests.browser.readers import Reader, reader
from tests.support.live import serving
from tests.support.site import House, house_at
from tests.support.web import app_of, signed_in
from tests.web.site import FILES


@pytest.fixture
def house(tmp_path: Path) -> Iterator[House]:
    with house_at(f"sqlite:///{tmp_path / 'lms.sqlite'}", tmp_path, FILES) as made:
        yield made


@pytest.fixture
def app(house: House) -> Flask:
    return app_of(house)


@pytest.fixture
def base(app: Flask) -> Iterator[str]:
    """The address of the site."""
    with serving(app) as address:
        yield address


@pytest.fixture
def amal(house: House) -> Person:
    return house.person("Amal Haddad")


@pytest.fixture
def cookie(app: Flask, house: House, amal: Person) -> str:
    """The cookie of a browser in which Amal is signed in."""
    found = signed_in(app, house, amal).client.get_cookie("session")
    assert found is not None
    return found.value


@pytest.fixture
def amals(chromium: Browser, base: str, cookie: str) -> Iterator[Reader]:
    made = reader(chromium, base, cookie)
    yield made
    made.context.close()
