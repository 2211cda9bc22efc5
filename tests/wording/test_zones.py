"""Time zones are chosen by the name of the country, in the reader's language."""

from __future__ import annotations

from zoneinfo import available_timezones

import pytest

from lms.wording.languages import Languages
from lms.wording.zones import zones

LANGUAGES = Languages()


@pytest.mark.parametrize(
    ("code", "berlin", "cairo"),
    [
        ("en-GB", "Germany (Berlin)", "Egypt"),
        ("es", "Alemania (Berlín)", "Egipto"),
        ("fr", "Allemagne (Berlin)", "Égypte"),
        ("ar", "ألمانيا (برلين)", "مصر"),
    ],
)
def test_a_zone_is_named_by_country_and_by_its_city_where_the_country_has_several(
    code: str, berlin: str, cairo: str
) -> None:
    named = dict(zones(LANGUAGES.of(code)))
    assert (named["Europe/Berlin"], named["Africa/Cairo"]) == (berlin, cairo)


@pytest.mark.parametrize("code", LANGUAGES.known)
def test_each_zone_stands_there_once_under_a_name_of_its_own(code: str) -> None:
    named = zones(LANGUAGES.of(code))
    assert named[0] == ("UTC", "UTC")
    assert {zone for zone, _ in named} <= available_timezones()
    assert len({name for _, name in named}) == len({zone for zone, _ in named}) == len(named) > 400
    assert not [name for zone, name in named[1:] if name == zone]


def test_names_are_in_order_whatever_marks_their_letters_have() -> None:
    names = [name for _, name in zones(LANGUAGES.of("fr"))]
    assert names.index("Égypte") < names.index("Émirats arabes unis") < names.index("Espagne (Madrid)")


def test_a_zone_that_was_chosen_by_an_older_name_is_among_them() -> None:
    assert zones(LANGUAGES.of("fr"), "Europe/Kiev")[-1] == ("Europe/Kiev", "Ukraine (Kiev)")
    assert zones(LANGUAGES.of("fr"), "Etc/GMT+5")[-1] == ("Etc/GMT+5", "Etc/GMT+5")
    assert zones(LANGUAGES.of("fr"), "Mars") == zones(LANGUAGES.of("fr"))
