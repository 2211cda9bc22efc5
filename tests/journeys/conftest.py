"""A house with an app over it, as the tests of the web have, and the people who walk through it."""

from tests.web.conftest import amal, app, browser, house

__all__ = ["amal", "app", "browser", "house"]
