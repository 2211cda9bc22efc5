"""The certificate on paper: which way each line is read, what stands beside what, and what leads back to its page."""

from __future__ import annotations

import re
import subprocess
import unicodedata
from dataclasses import dataclass, replace
from functools import cache
from io import BytesIO
from pathlib import Path
from xml.etree.ElementTree import fromstring

import pytest
import zxingcpp
from PIL import Image
from pypdf import PdfReader

from lms.content.reading.model import Signatory
from lms.credentials.fonts import installed
from lms.credentials.names import LONGEST, check_name
from lms.credentials.reading import direction_of, wrap
from lms.credentials.render import draw
from tests.credentials.examples import claims, shipped

MM = 72 / 25.4
WIDEST = "MWMW-MWMW-MWM8-0000-1111-2222-MWM"
"""Wider than all but one number in a thousand million."""

COURSE, CERTIFICATION = ("creator-course", "course-certificate"), ("leader", "certification")
WORDS = {
    "Latin": "Maria Concepción de los Ángeles Fernández-Villaverde",
    "Vietnamese": "Nguyễn Thị Minh Khai",
    "Greek": "Ελένη Παπαδοπούλου",
    "Cyrillic": "Оксана Шевченко",
    "Armenian": "Արամ Խաչատրյան",
    "Georgian": "ნინო ბერიძე",
    "Arabic": "أمل عبد الرحمن حداد",
    "Hebrew": "נועה בן־דוד",
    "Devanagari": "अमित कुमार शर्मा",
    "Bengali": "শেখ মুজিবুর রহমান",
    "Tamil": "தமிழ்ச்செல்வி",
    "Thai": "สมชาย ใจดี น้ำทิพย์",
    "Chinese": "王小明",
    "Japanese": "田中 さくら",
    "Korean": "김민수",
    "wide Latin": "MMMMMM WWWWWWWW",
}


@dataclass(frozen=True)
class Word:
    """A word on the page, and its box in points from the upper left corner."""

    text: str
    left: float
    top: float
    right: float
    bottom: float


def longest(words: str) -> str:
    """A name of these words, over and over, as long as a name may be."""
    return (f"{words} " * LONGEST)[:LONGEST].strip()


@cache
def drawn(name: str, folder: str, kind: str) -> bytes:
    assert check_name(name, installed()), name
    return draw(claims(name, kind=kind), shipped(folder))


def words_of(pdf: bytes, tmp_path: Path) -> list[Word]:
    file = tmp_path / "certificate.pdf"
    file.write_bytes(pdf)
    html = subprocess.run(["pdftotext", "-bbox", file, "-"], capture_output=True, check=True, text=True).stdout
    boxes = re.findall(r'<word xMin="(.+?)" yMin="(.+?)" xMax="(.+?)" yMax="(.+?)">(.*?)</word>', html)
    return [Word(text, *map(float, (left, top, right, bottom))) for left, top, right, bottom, text in boxes]


def text_of(pdf: bytes) -> str:
    """What is copied out of the file, without the marks of direction that Poppler puts around it."""
    done = subprocess.run(["pdftotext", "-", "-"], input=pdf, capture_output=True, check=True).stdout.decode()
    return " ".join("".join(letter for letter in done if unicodedata.category(letter) != "Cf").split())


@pytest.mark.parametrize("words", WORDS.values(), ids=WORDS)
def test_a_name_of_any_script_is_copied_as_it_was_written(words: str) -> None:
    assert words in text_of(drawn(words, *CERTIFICATION))


@pytest.mark.parametrize(("folder", "kind"), [COURSE, CERTIFICATION])
@pytest.mark.parametrize("words", WORDS.values(), ids=WORDS)
def test_the_longest_name_keeps_clear_of_the_ornament(words: str, folder: str, kind: str, tmp_path: Path) -> None:
    placed = words_of(drawn(longest(words), folder, kind), tmp_path)
    above = next(word for word in placed if word.text == "certifies")
    below = next(word for word in placed if word.text == ("holds" if kind == "certification" else "completed"))
    name = [word for word in placed if above.bottom <= (word.top + word.bottom) / 2 <= below.top]
    assert name
    assert max(word.right for word in name) <= (197 if kind == "certification" else 260) * MM
    assert min(word.left for word in name) >= 25 * MM - 1


@pytest.mark.parametrize("signatories", [1, 2, 3, 4])
@pytest.mark.parametrize("base_url", ["https://a.example", f"https://{'certificates.' * 4}example.org:8443"])
@pytest.mark.parametrize(("folder", "kind"), [COURSE, CERTIFICATION])
def test_a_signature_keeps_clear_of_the_number(
    folder: str, kind: str, base_url: str, signatories: int, tmp_path: Path
) -> None:
    signed_by = tuple(Signatory(f"Signatory{n} Longer-Name", "Programme of Credentials") for n in range(signatories))
    made = replace(claims(kind=kind, base_url=base_url), signed_by=signed_by, serial=WIDEST)
    placed = words_of(draw(made, shipped(folder)), tmp_path)
    number = next(word for word in placed if word.text == made.serial)
    line = next(word for word in placed if word.text == "Awarded").top
    others = [word for word in placed if word.top > line - 1 and word.right <= number.left]
    assert sum(word.text.startswith("Signatory") for word in others) == signatories
    for one in placed:
        for other in placed:
            assert one is other or not _touch(one, other), (one, other)


def _touch(one: Word, other: Word) -> bool:
    """Whether boxes overlap by more than the room that a font leaves above and below its letters."""
    across = min(one.right, other.right) - max(one.left, other.left)
    down = min(one.bottom, other.bottom) - max(one.top, other.top)
    return across > 1 and down > 0.5 * min(one.bottom - one.top, other.bottom - other.top)


@pytest.mark.parametrize(
    ("text", "direction"),
    [
        ("Amal حداد 3rd", "ltr"),
        ("حداد Amal 3", "rtl"),
        ("12 נועה Ben-David", "rtl"),
        ("“12” Amal", "ltr"),
        ("12 (34)", ""),
        ("", ""),
    ],
)
def test_a_line_is_read_from_its_first_letter(text: str, direction: str) -> None:
    assert direction_of(text) == direction


@pytest.mark.parametrize("first", ["Amal", "حداد"])
def test_a_name_of_two_directions_begins_where_its_first_letter_says(first: str, tmp_path: Path) -> None:
    second = {"Amal": "حداد", "حداد": "Amal"}[first]
    placed = words_of(drawn(f"{first} {second}", *COURSE), tmp_path)
    latin = next(word.left for word in placed if word.text == "Amal")
    arabic = next(word.left for word in placed if any(unicodedata.bidirectional(one) == "AL" for one in word.text))
    assert latin < arabic, "from the left Amal is first, from the right it is last"


@pytest.mark.parametrize(
    ("html", "readings"),
    [
        ("<p>Amal</p>", []),
        ("<p>حداد</p>", ["rtl"]),
        ("<p dir='rtl'>حداد</p>", []),
        ("<p dir='rtl'>Amal</p>", ["ltr"]),
        ("<p>Amal <b>حداد</b></p>", []),
        ("<p><b>حداد</b> Amal</p>", ["rtl"]),
        ("<div><p>حداد</p><p>Amal</p></div>", ["rtl"]),
        ("<p>अमित</p>", ["ltr"]),
    ],
)
def test_only_a_line_that_would_be_read_otherwise_is_wrapped(html: str, readings: list[str]) -> None:
    page = fromstring(f"<html><body>{html}</body></html>")
    before = "".join(page.itertext())
    wrap(page)
    assert [one.get("dir") for one in page.iter("article")] == readings
    assert "".join(page.itertext()) == before


def test_a_design_may_have_articles_of_its_own() -> None:
    design = shipped("leader")
    own = replace(design, html=design.html.replace("<main>", "<article><main>").replace("</main>", "</main></article>"))
    assert WORDS["Devanagari"] in text_of(draw(claims(WORDS["Devanagari"]), own))


@pytest.mark.parametrize(("folder", "kind"), [COURSE, CERTIFICATION])
def test_the_address_on_paper_is_a_link_to_the_page_of_the_certificate(folder: str, kind: str) -> None:
    page = PdfReader(BytesIO(drawn("Amal Haddad", folder, kind))).pages[0]
    (link,) = [one.get_object() for one in page["/Annots"]]  # type: ignore[attr-defined]
    assert link["/A"]["/URI"] == claims(kind=kind).verify_url


def test_the_paper_says_that_it_is_sealed_and_how_to_see_that() -> None:
    assert "This file is sealed digitally. Open it in a reader for PDFs to see its seal" in text_of(
        drawn("Amal Haddad", *COURSE)
    )


@pytest.mark.parametrize("dpi", [60, 72, 100, 150, 200, 300])
@pytest.mark.parametrize(("folder", "kind"), [COURSE, CERTIFICATION])
def test_the_code_is_read_by_two_readers_from_a_coarse_scan_to_a_fine_one(
    folder: str, kind: str, dpi: int, tmp_path: Path
) -> None:
    file, scan = tmp_path / "certificate.pdf", tmp_path / "scan"
    file.write_bytes(drawn("Amal Haddad", folder, kind))
    subprocess.run(["pdftoppm", "-r", str(dpi), "-png", "-singlefile", file, scan], check=True)
    picture = scan.with_suffix(".png")
    zbar = subprocess.run(["zbarimg", "-q", "--raw", picture], capture_output=True, check=True, text=True).stdout
    with Image.open(picture) as image:
        zxing = [code.text for code in zxingcpp.read_barcodes(image)]
    assert zbar.split() == zxing == [claims(kind=kind).verify_url]
