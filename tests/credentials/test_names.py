"""Which names are printed, and which are refused, in words that help."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lms.content.reading.model import Design
from lms.credentials.fonts import Fonts, fonts_of, installed, lacking, of_design
from lms.credentials.names import Name, NotAName, check_name, unprintable

EVERYTHING = fonts_of([(0x20, 0x10FFFF)])

PEOPLE = [
    "Li",
    "Amal Haddad",
    "أمل حداد",
    "نوعة بنت‌علی",
    "נועה בן־דוד",
    "Ελένη Παπαδοπούλου",
    "Оксана Шевченко",
    "अमित कुमार शर्मा",
    "क्ष्‍मा",
    "Nguyễn Thị Minh Khai",
    "王小明",
    "田中 さくら",
    "김민수",
    "O’Brien-Smith, Jr.",
    "Raj s/o Kumar",
    "Marta d'Àvila i Bel·la",
    "Louis 2nd",
    "Robert “Bob” Smith (retired)",
    "Wolfeschlegelsteinhausenbergerdorff-Featherstonehaugh Maria Concepción",
]


@pytest.mark.parametrize("name", PEOPLE)
def test_the_names_of_people_are_printed_as_they_are(name: str) -> None:
    assert check_name(name, installed()) == Name(name)


def test_spaces_are_folded_and_accents_composed() -> None:
    assert check_name("  Jose\u0301 \u00a0  Mari\u0301a\u3000Ruiz ", EVERYTHING) == Name("José María Ruiz")


@pytest.mark.parametrize(
    ("text", "part_of_the_reason"),
    [
        ("", "Please give the name"),
        ("   ", "Please give the name"),
        ("a" * 101, "at most 100 characters"),
        ("a" * 1_000_000, "at most 100 characters"),
        ("Amal\nHaddad", "line break"),
        ("Amal\u2028Haddad", "line break"),
        ("Amal\x00Haddad", "control character"),
        ("Amal\tHaddad", "tab"),
        ("Amal \u202edaddaH", "invisible character after “Amal” (U+202E)"),
        ("\u200fAmal", "invisible character at its start (U+200F)"),
        ("Am\u200dal", "U+200D"),
        ("أمل\u200d", "U+200D"),
        ("Am\u00adal", "U+00AD"),
        ("Amal\ufeff", "U+FEFF"),
        ("Amal\u3164", "U+3164"),
        ("A\ufe0fmal", "U+FE0F"),
        ("Amal \U0001f600", "not with: \U0001f600"),
        ("Amal ♥ Haddad ♥", "not with: ♥"),
        ("<b>Amal</b>", "not with: < >"),
        ("=Amal", "not with: ="),
        ("{{ 7 }} a", "not with: { }"),
        ("\ue000mal", "not with: \ue000"),
        ("007", "at least one letter"),
        ("- . -", "at least one letter"),
        ("\u0301Amal", "accent that has no letter"),
        ("A\u0316\u0317\u0318\u0319\u031cmal", "too many accents"),
    ],
)
def test_what_is_no_name_is_refused_with_its_reason(text: str, part_of_the_reason: str) -> None:
    verdict = check_name(text, EVERYTHING)
    assert isinstance(verdict, NotAName)
    assert part_of_the_reason in verdict.reason
    assert not verdict


def test_what_no_font_has_is_refused_before_anything_is_issued() -> None:
    latin = fonts_of([(0x20, 0x17F)])
    verdict = check_name("Amal 王小王", latin)
    assert isinstance(verdict, NotAName)
    assert "王 (U+738B), 小 (U+5C0F)" in verdict.reason
    assert unprintable("Amal 王小王", latin) == ("王", "小")


@pytest.mark.parametrize(
    ("name", "scripts"),
    [
        ("Аmal Haddad", "Cyrillic and Latin"),
        ("Amal Ηaddad", "Greek and Latin"),
        ("王小明 Wang", "Chinese characters and Latin"),
    ],
)
def test_letters_of_two_scripts_are_shown_to_staff_and_stop_nothing(name: str, scripts: str) -> None:
    verdict = check_name(name, EVERYTHING)
    assert isinstance(verdict, Name)
    assert scripts in verdict.notes[0]


@given(st.text(max_size=150))
def test_a_name_that_is_accepted_is_one_line_and_stays_as_it_is(text: str) -> None:
    verdict = check_name(text, EVERYTHING)
    if isinstance(verdict, Name):
        assert 1 <= len(verdict.text) <= 100
        assert verdict.text == unicodedata.normalize("NFC", verdict.text).strip()
        assert check_name(verdict.text, EVERYTHING) == verdict
        assert all(
            unicodedata.category(character)[0] not in "CZ" or character in " \u200c\u200d" for character in verdict.text
        )


def test_this_machine_can_print_the_scripts_that_names_need() -> None:
    assert lacking(installed()) == ()


def test_a_machine_without_fonts_says_what_is_missing() -> None:
    assert "Korean" in lacking(Fonts())
    assert not check_name("Amal", Fonts())


def test_ranges_that_touch_or_overlap_are_one() -> None:
    fonts = fonts_of([(70, 80), (65, 66), (67, 69), (75, 78), (90, 90)])
    assert fonts == Fonts((65, 90), (80, 90))
    assert [fonts.covers(chr(point)) for point in (64, 65, 80, 81, 90, 91)] == [False, True, True, False, True, False]


def test_a_font_beside_the_design_adds_its_letters(one_letter_font: bytes) -> None:
    design = Design("", "", {"own.ttf": one_letter_font, "broken.otf": b"no font", "picture.svg": b"<svg/>"})
    assert not installed().covers("\U000f1234")
    assert of_design(design).covers("\U000f1234")
    assert of_design(design).covers("A")


@pytest.fixture
def one_letter_font() -> bytes:
    """A font of a single letter, far from all others."""
    from io import BytesIO

    from fontTools.fontBuilder import FontBuilder
    from fontTools.pens.ttGlyphPen import TTGlyphPen

    builder = FontBuilder(1000, isTTF=True)
    builder.setupGlyphOrder([".notdef", "own"])
    builder.setupCharacterMap({0xF1234: "own"})
    builder.setupGlyf(dict.fromkeys((".notdef", "own"), TTGlyphPen(None).glyph()))
    builder.setupHorizontalMetrics(dict.fromkeys((".notdef", "own"), (500, 0)))
    builder.setupHorizontalHeader(ascent=800, descent=-200)
    builder.setupNameTable({"familyName": "Own", "styleName": "Regular"})
    builder.setupOS2()
    builder.setupPost()
    written = BytesIO()
    builder.save(written)
    return written.getvalue()
