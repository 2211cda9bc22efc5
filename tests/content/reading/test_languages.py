"""Codes of languages, and which of some a reader gets."""

from __future__ import annotations

import pytest

from lms.content.reading.languages import chosen, direction, is_language, meant_by, name_of


@pytest.mark.parametrize("code", ["es", "pt-BR", "zh-Hant-TW", "ckb"])
def test_a_code_as_the_web_writes_it_is_a_language(code: str) -> None:
    assert is_language(code)


@pytest.mark.parametrize("code", ["sp", "english", "ES", "es_MX", "", "e", "../es", "es-"])
def test_what_no_language_has_as_its_code_is_none(code: str) -> None:
    assert not is_language(code)


@pytest.mark.parametrize(("written", "meant"), [("sp", "es"), ("Spanish", "es"), ("es_MX", "es-MX"), ("qq", "")])
def test_the_code_that_was_probably_meant_is_known(written: str, meant: str) -> None:
    assert meant_by(written) == meant


def test_a_language_is_called_by_its_own_name() -> None:
    assert [name_of(code) for code in ("es", "ar", "pt-BR", "ckb")] == ["Español", "العربية", "Português (BR)", "ckb"]


def test_arabic_is_written_from_right_to_left() -> None:
    assert [direction(code) for code in ("ar", "ar-EG", "es")] == ["rtl", "rtl", "ltr"]


def test_a_reader_gets_the_dearest_language_that_is_there() -> None:
    assert chosen(["fr", "es", "en"], ["en", "es"]) == "es"


def test_another_form_of_a_language_will_do() -> None:
    assert chosen(["es-MX"], ["en", "es"]) == "es"
    assert chosen(["pt"], ["en", "pt-BR"]) == "pt-BR"
    assert chosen(["pt-PT"], ["pt-BR", "pt-PT"]) == "pt-PT"


def test_without_any_wanted_language_there_is_none() -> None:
    assert chosen(["fr"], ["en", "es"]) == ""
    assert chosen([], ["en"]) == ""
