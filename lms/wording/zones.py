"""Time zones by name, as the Common Locale Data Repository has them: the country, and the city where it has several."""

from __future__ import annotations

from collections import Counter
from functools import lru_cache
from importlib import import_module
from typing import Any
from unicodedata import normalize
from zoneinfo import available_timezones

from lms.wording.languages import SOURCE, Language
from lms.wording.pseudo import PSEUDO, Pseudo

UTC = "UTC"
_NOWHERE, _UNKNOWN = "001", "ZZ"
_MOST = 32


def zones(language: Language, chosen: str = UTC) -> tuple[tuple[str, str], ...]:
    """Each zone with its name, in the order of the names, UTC first. `chosen` is among them, if it is one."""
    named = _named(language.code)
    if chosen in dict(named) or chosen not in available_timezones():
        return named
    now_called = import_module("babel.core").get_global("zone_aliases").get(chosen, chosen)
    return (*named, (chosen, dict(named).get(now_called, chosen)))


@lru_cache(_MOST)
def _named(code: str) -> tuple[tuple[str, str], ...]:
    core = import_module("babel.core")
    locale = core.Locale.parse((SOURCE if code == PSEUDO else code).replace("-", "_"))
    countries, older = core.get_global("zone_territories"), core.get_global("zone_aliases")
    kept = {older.get(zone, zone) for zone in available_timezones()} & countries.keys() & available_timezones()
    placed = {zone: countries[zone] for zone in kept if "/" in zone and countries[zone] != _UNKNOWN}
    zones_of = Counter(placed.values())
    names = {zone: _name(locale, zone, country, zones_of[country]) for zone, country in placed.items()}
    if code == PSEUDO:
        names = {zone: Pseudo().gettext(name) for zone, name in names.items()}
    return ((UTC, UTC), *sorted(names.items(), key=lambda one: (_sorted_by(one[1]), one[0])))


def _name(locale: Any, zone: str, country: str, zones_there: int) -> str:
    city = locale.time_zones.get(zone, {}).get("city") or zone.rpartition("/")[2].replace("_", " ")
    land = locale.territories.get(country, country)
    if country == _NOWHERE:
        return str(city)
    return str(land) if zones_there == 1 else f"{land} ({city})"


def _sorted_by(name: str) -> str:
    """Letters with and without their marks, and the two ways to write an Arabic alif with a hamza, stand together."""
    plain = "".join(letter for letter in normalize("NFKD", name) if letter.isalnum() or letter in " (")
    return plain.casefold()
