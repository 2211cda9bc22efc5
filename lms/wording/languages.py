"""The languages that the interface speaks: English, those with a catalogue here, and one to find what was forgotten.

A catalogue is read when it is first asked for, and Babel with it: whoever reads English needs neither.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from gettext import GNUTranslations, NullTranslations
from importlib import import_module
from io import BytesIO
from pathlib import Path
from typing import Any

from lms.wording.pseudo import PSEUDO, Pseudo

SOURCE = "en-GB"
CATALOGUES = Path(__file__).parent / "catalogues"
CATALOGUE = Path("LC_MESSAGES", "lms.po")


@dataclass(frozen=True, slots=True, eq=False)
class Language:
    """One of them. `direction` is the way it is written: rtl or ltr."""

    code: str
    direction: str
    catalogue: NullTranslations

    @property
    def is_source(self) -> bool:
        return self.code == SOURCE

    def message(self, one: str, many: str, number: int, context: str) -> str:
        """What the catalogue has for a message, in the form for this number where it has `many`."""
        if not many:
            return self.catalogue.pgettext(context, one) if context else self.catalogue.gettext(one)
        if context:
            return self.catalogue.npgettext(context, one, many, number)
        return self.catalogue.ngettext(one, many, number)

    def number(self, number: int | Decimal) -> str:
        """A number as it is written: 2,371."""
        if self.code in (SOURCE, PSEUDO):
            return f"{number:,}"
        locale = self.code.replace("-", "_")
        told: str = _babel("numbers").format_decimal(number, locale=locale, decimal_quantization=False)
        return told


ENGLISH = Language(SOURCE, "ltr", NullTranslations())


class Languages:
    """All that are there. One is asked for by its code; whoever asks for another gets English."""

    def __init__(self, folder: Path = CATALOGUES) -> None:
        self._folder = folder
        self._read = {SOURCE: ENGLISH, PSEUDO: Language(PSEUDO, "ltr", Pseudo())}

    @cached_property
    def offered(self) -> tuple[str, ...]:
        """The codes of those that a reader may choose, English first."""
        return (SOURCE, *sorted(one.parents[1].name for one in self._folder.glob(f"*/{CATALOGUE}")))

    @cached_property
    def known(self) -> tuple[str, ...]:
        """The same, and the one that is not offered."""
        return (*self.offered, PSEUDO)

    def of(self, code: str) -> Language:
        language = self._read.get(code)
        if language is None:
            language = self._read[code] = _read(code, self._folder) if code in self.offered else ENGLISH
        return language


def _read(code: str, folder: Path) -> Language:
    with (folder / code / CATALOGUE).open("rb") as file:
        catalogue = _babel("messages.pofile").read_po(file, locale=code.replace("-", "_"))
    packed = BytesIO()
    _babel("messages.mofile").write_mo(packed, catalogue)
    packed.seek(0)
    return Language(code, catalogue.locale.text_direction, GNUTranslations(packed))


def _babel(module: str) -> Any:
    return import_module(f"babel.{module}")
