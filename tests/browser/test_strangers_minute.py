"""What a stranger with one minute sees first, on a small phone."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from lms.services.certifying import stewarding
from tests.browser.looking import assert_no_barrier
from tests.services.certifying.test_certificates import issued
from tests.support.site import FILES, House, house_at

pytestmark = pytest.mark.browser

PHONE = {"width": 320, "height": 640}
LONG = "Maria Concepción de los Ángeles Fernández-Villaverde y Gutiérrez de la Concha Ybarrola-Montenegros"


@pytest.fixture
def house(tmp_path: Path) -> Iterator[House]:
    with house_at(f"sqlite:///{tmp_path / 'lms.sqlite'}", tmp_path, FILES) as made:
        yield made


@pytest.mark.parametrize("revoked", [False, True])
@pytest.mark.parametrize("scripts", [True, False])
def test_the_first_screen_says_all_that_a_stranger_must_compare(
    chromium: Browser, base: str, house: House, scripts: bool, revoked: bool
) -> None:
    assert len(LONG) == 98
    serial = issued(house, house.person("Maria"), LONG)
    if revoked:
        stewarding.revoke(house.context, "operator:test", serial, "A reason", public="It was issued twice.")
    with chromium.new_context(base_url=base, viewport=PHONE, java_script_enabled=scripts, locale="en-GB") as context:  # type: ignore[arg-type]
        page = context.new_page()
        page.goto(f"/verify/{serial}")
        assert_no_barrier(page) if scripts else None
        first = page.evaluate("""() => [...document.querySelectorAll('h1, dl.minute dt, dl.minute dd')]
            .filter(one => one.getBoundingClientRect().bottom <= innerHeight).map(one => one.textContent.trim())""")
        assert first[0] == ("Revoked" if revoked else "Valid")
        told = dict(zip(first[1::2], first[2::2], strict=True))
        assert told["Holder"] == LONG
        assert set(told) >= {"Holder", "Awarded", "Valid until", "As of"}
        assert len(told) == (6 if revoked else 5)
        assert "Valid" not in page.title()
        assert "Revoked" not in page.title()
