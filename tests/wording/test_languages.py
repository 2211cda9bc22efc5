"""English needs nothing; any other language is read from its catalogue when somebody asks for it."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from lms.wording.languages import ENGLISH, Languages
from lms.wording.phrases import _
from tests.wording import catalogues


def test_the_languages_that_are_offered_are_those_with_a_catalogue(tmp_path: Path) -> None:
    assert Languages(tmp_path).offered == ("en-GB",)
    there = catalogues.in_folder(tmp_path)
    assert there.offered == ("en-GB", "ar")
    assert there.known == ("en-GB", "ar", "en-XA")


def test_a_language_says_how_it_is_written_and_is_read_once(tmp_path: Path) -> None:
    there = catalogues.in_folder(tmp_path)
    assert (there.of("ar").code, there.of("ar").direction) == ("ar", "rtl")
    assert there.of("ar") is there.of("ar")


def test_whoever_asks_for_another_gets_english(tmp_path: Path) -> None:
    for code in ("", "es", "../ar", "en-GB"):
        assert Languages(tmp_path).of(code) is ENGLISH


def test_numbers_are_written_as_the_language_does(tmp_path: Path) -> None:
    spanish = catalogues.in_folder(tmp_path, 'msgid ""\nmsgstr ""\n"Language: es\\n"\n', "es").of("es")
    assert (spanish.number(12345), ENGLISH.number(12345)) == ("12.345", "12,345")


def test_the_language_that_nobody_speaks_keeps_places_and_tags_and_is_a_third_longer() -> None:
    words = _("Look at <a href='x'>%(thing)s &amp; more</a>, 100%% of it.", thing="THIS").in_language(
        Languages().of("en-XA")
    )
    assert words == "[Ļööķ åţ <a href='x'>THIS &amp; ɱöŕé</a>, 100% öƒ îţ. ẋ ẋ ẋ]"


def test_english_needs_no_babel() -> None:
    code = "import sys, lms.cli.main, lms.services.mail.outbox; sys.exit('babel' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
