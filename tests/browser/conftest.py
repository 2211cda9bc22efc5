"""A site over HTTP, browsers of several kinds in front of it, and two kinds of hands."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask

from tests.support.live import serving
from tests.support.site import House, house_at
from tests.support.web import app_of
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
