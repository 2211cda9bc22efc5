"""A workshop over a small site, and somebody in front of it."""

from __future__ import annotations

import pytest
from flask import Flask

from lms.services.publishing import workbench
from lms.web import workshop
from lms.web.workshop import Workshop
from tests.support.drafts import Drafts, drafts_in
from tests.support.site import House
from tests.support.web import Caller, stranger


@pytest.fixture
def drafts(house: House, monkeypatch: pytest.MonkeyPatch) -> Drafts:
    """Whatever is saved shows at once: the tests do not wait."""
    monkeypatch.setattr(workbench, "SECONDS_BETWEEN_LOOKS", 0)
    monkeypatch.setattr(workshop, "SECONDS_BETWEEN_LOOKS", 0)
    for waiting in (workbench, workshop):
        monkeypatch.setattr(waiting, "PATIENCE", 60)
    return drafts_in(house)


@pytest.fixture
def app(drafts: Drafts) -> Flask:
    """As `lms serve --reload` makes it."""
    return drafts.app(Workshop())


@pytest.fixture
def preview(drafts: Drafts) -> Caller:
    """Somebody in front of a preview."""
    return stranger(drafts.app(Workshop(preview=True)))
