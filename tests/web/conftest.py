"""A house with an app over it, and the people who open its pages."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask

from lms.services.ground.person import Person
from tests.support.site import House, house_at
from tests.support.web import Caller, app_of, signed_in, stranger


@pytest.fixture
def house(tmp_path: Path) -> Iterator[House]:
    with house_at(f"sqlite:///{tmp_path / 'lms.sqlite'}", tmp_path) as made:
        yield made


@pytest.fixture
def app(house: House) -> Flask:
    return app_of(house)


@pytest.fixture
def amal(house: House) -> Person:
    return house.person("Amal Haddad")


@pytest.fixture
def browser(app: Flask, house: House, amal: Person) -> Caller:
    """Amal, signed in."""
    return signed_in(app, house, amal)


@pytest.fixture
def other(app: Flask, house: House) -> Caller:
    return signed_in(app, house, house.person("Rosa Lima"))


@pytest.fixture
def anyone(app: Flask) -> Caller:
    return stranger(app)
