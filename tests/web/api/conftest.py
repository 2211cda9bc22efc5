"""People who call the API with a token of theirs."""

from __future__ import annotations

import pytest
from flask import Flask

from lms.services.ground.person import Person
from tests.support.site import House
from tests.support.web import Caller, by_token


@pytest.fixture
def caller(app: Flask, house: House, amal: Person) -> Caller:
    """Amal, with her bearer token."""
    return by_token(app, house, amal)


@pytest.fixture
def other(app: Flask, house: House) -> Caller:
    """Somebody else who is signed in."""
    return by_token(app, house, house.person("Rosa Lima"))
