"""A few pages without a barrier in each language that we speak, each in another shape.

All pages in all shapes: `tests/gallery/test_each_language.py`.
"""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser

from lms.wording.pseudo import PSEUDO
from tests.browser.looking import SHAPES, WIDER, assert_no_barrier

pytestmark = pytest.mark.browser

PAGES = ("/", "/courses/welcome/every-kind", "/assessments/every-kind", "/account", "/certificates", "/verify")


@pytest.mark.parametrize(("language", "shape"), list(zip(("es", "fr", "ar", PSEUDO), SHAPES, strict=True)))
def test_no_page_has_a_barrier(chromium: Browser, base: str, cookie: str, language: str, shape: str) -> None:
    with chromium.new_context(base_url=base, **SHAPES[shape]) as context:
        cookies = {"session": cookie, "language": language}
        context.add_cookies([{"name": name, "value": value, "url": base} for name, value in cookies.items()])
        page = context.new_page()
        for address in PAGES:
            page.goto(address)
            assert page.locator("html").get_attribute("lang") == language, address
            assert_no_barrier(page, f"{language}, {shape}")


def test_larger_letters_stay_on_a_phone(chromium: Browser, base: str, cookie: str) -> None:
    for language in ("es", "fr", "ar"):
        with chromium.new_context(base_url=base, **SHAPES["narrow and light"], locale=language) as context:
            context.add_cookies([{"name": "session", "value": cookie, "url": base}])
            page = context.new_page()
            page.goto("/learn")
            for size in ("large", "largest"):
                page.evaluate("size => document.documentElement.dataset.text = size", size)
                assert page.evaluate(WIDER) == [], (language, size)
