"""The PDF: the same bytes each time, the facts as text in it, one page, and nothing from outside."""

from __future__ import annotations

import subprocess
import sys
from dataclasses import replace
from hashlib import sha256
from io import BytesIO
from pathlib import Path

import pytest
from pypdf import PdfReader
from pypdf.generic import DictionaryObject

from lms.content.reading.model import Design
from lms.credentials.fonts import installed
from lms.credentials.names import check_name
from lms.credentials.render import OwnFiles, draw
from tests.credentials.examples import OBJECTIVES, PLAIN, claims, shipped

FOLDERS = ("foundations", "foundations-course")
ROOT = Path(__file__).resolve().parents[2]
LONG_NAME = "Maria Concepción de los Ángeles Fernández-Villaverde y Gutiérrez de la Concha Ybarrola-Montenegro Sá"
NAMES = {
    "two letters": "Li",
    "Latin": "Amal Haddad",
    "Arabic": "أمل حداد",
    "Hebrew": "נועה בן־דוד",
    "Greek": "Ελένη Παπαδοπούλου",
    "Cyrillic": "Оксана Шевченко",
    "Devanagari": "अमित कुमार शर्मा",
    "Vietnamese": "Nguyễn Thị Minh Khai",
    "Chinese": "王小明",
    "Japanese": "田中 さくら",
    "Korean": "김민수",
    "70 characters": "Wolfeschlegelsteinhausenbergerdorff-Featherstonehaugh Maria Concepción",
    "100 characters": LONG_NAME,
    "100 characters without a space": "W" * 100,
    "100 wide characters": "王" * 100,
    "heaped accents": "Ế" * 40 + " " + "Q\u0323\u0302\u0301" * 14,
}


def _read(pdf: bytes) -> PdfReader:
    return PdfReader(BytesIO(pdf))


def _objects(pdf: bytes) -> list[DictionaryObject]:
    reader = _read(pdf)
    size = int(str(reader.trailer["/Size"]))
    objects = (reader.get_object(number) for number in range(1, size))
    return [one for one in objects if isinstance(one, DictionaryObject)]


def _text(pdf: bytes) -> str:
    return " ".join(_read(pdf).pages[0].extract_text().split())


@pytest.mark.parametrize("folder", FOLDERS)
@pytest.mark.parametrize("name", NAMES.values(), ids=NAMES)
def test_a_certificate_is_one_page_for_every_name(folder: str, name: str) -> None:
    assert check_name(name, installed()), name
    pdf = _read(draw(claims(name), shipped(folder)))
    assert len(pdf.pages) == 1
    assert round(float(pdf.pages[0].mediabox.width)) == 842
    assert round(float(pdf.pages[0].mediabox.height)) == 595


@pytest.mark.parametrize("folder", FOLDERS)
def test_long_titles_and_many_objectives_stay_on_one_page(folder: str) -> None:
    made = claims(
        LONG_NAME,
        title="Certified Patient Leader for Legislative Advocacy, Community Education and Participatory Medicine",
        objectives=OBJECTIVES * 9,
        criteria="<p>The holder did what was asked, and more than that.</p>" * 6,
    )
    pdf = _read(draw(made, shipped(folder)))
    assert len(pdf.pages) == 1
    assert round(float(pdf.pages[0].mediabox.width)) == 842
    assert "Valid until" in pdf.pages[0].extract_text()


def test_a_design_works_on_letter_paper() -> None:
    design = shipped("foundations")
    letter = replace(design, css=design.css.replace("A4 landscape;", "letter landscape;", 1))
    page = _read(draw(claims(), letter)).pages[0]
    assert (float(page.mediabox.width), float(page.mediabox.height)) == (792, 612)


@pytest.mark.parametrize("folder", FOLDERS)
def test_every_fact_of_the_claims_can_be_read_in_the_pdf(folder: str) -> None:
    made = claims("Nguyễn Thị Minh Khai")
    text = _text(draw(made, shipped(folder)))
    for fact in (made.holder, made.title, "5 March 2027", "5 March 2030", made.serial, f"{made.host}/verify"):
        assert fact in text
    for fact in (made.issuer.name, made.says_not, "The Chair", "The Director", *made.objectives):
        assert fact in text


@pytest.mark.parametrize("name", ["王小明", "김민수", "अमित", "Ελένη", "Оксана"])
def test_a_name_can_be_copied_out_of_the_pdf(name: str) -> None:
    assert name in _text(draw(claims(name), shipped("foundations")))


def test_a_name_from_right_to_left_is_drawn_with_letters_of_its_script() -> None:
    objects = _objects(draw(claims("أمل حداد"), shipped("foundations")))
    assert any("Naskh-Arabic" in str(one.get("/BaseFont")) for one in objects)


def test_title_author_language_dates_and_tags_come_from_the_claims() -> None:
    made = claims("Amal Haddad", language="de")
    pdf = _read(draw(made, replace(PLAIN, html=f"<html lang=xx><title>Other</title>{PLAIN.html}")))
    about, catalog = pdf.metadata, pdf.root_object
    assert about is not None
    assert (about.title, about.author) == ("Patient Leader, Foundations: Amal Haddad", "Example Programme")
    assert {str(about["/CreationDate"]), str(about["/ModDate"])} == {"D:20270305140209Z"}
    assert (str(catalog["/Lang"]), str(catalog["/MarkInfo"])) == ("de", "{'/Marked': True}")
    assert pdf.trailer["/ID"][0].original_bytes == bytes.fromhex(made.hash)[:16]  # type: ignore[index]
    assert b'pdfuaid:part="1"' in catalog["/Metadata"].get_data()  # type: ignore[attr-defined]


@pytest.mark.parametrize("folder", FOLDERS)
def test_the_qr_picture_is_read_aloud_and_the_ornament_is_not(folder: str, caplog: pytest.LogCaptureFixture) -> None:
    made = claims()
    objects = _objects(draw(made, shipped(folder)))
    assert [str(one["/Alt"]) for one in objects if one.get("/S") == "/Figure"] == [f"QR code: {made.verify_url}"]
    assert caplog.text == ""


def test_the_same_claims_and_design_give_the_same_bytes_in_every_process() -> None:
    made, design = claims("Nguyễn 王小明"), shipped("foundations")
    here = draw(made, design)
    draw(claims("Someone Else"), design)
    assert draw(made, design) == here
    program = (
        "from hashlib import sha256; from lms.credentials.render import draw;"
        "from tests.credentials.examples import claims, shipped;"
        "print(sha256(draw(claims('Nguyễn 王小明'), shipped('foundations'))).hexdigest())"
    )
    there = subprocess.run([sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=True)
    assert there.stdout.strip() == sha256(here).hexdigest()


def test_sixty_certificates_leave_no_memory_behind() -> None:
    program = (
        "from pathlib import Path; from lms.credentials.render import draw;"
        "from tests.credentials.examples import PLAIN, claims;"
        "held = lambda: int(Path('/proc/self/statm').read_text().split()[1]);"
        "many = lambda count: [len(draw(claims(f'Amal {n}'), PLAIN)) for n in range(count)];"
        "many(15); before = held(); many(60); print((held() - before) * 4096 // 2**20)"
    )
    grown = subprocess.run([sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=True)
    assert int(grown.stdout) < 10


def test_another_name_or_number_gives_other_bytes() -> None:
    design = shipped("foundations")
    assert draw(claims("Amal Haddad"), design) != draw(claims("Amal Haddat"), design)


def test_markup_in_a_name_is_printed_as_it_is_written() -> None:
    name = "<img src=x>{{ serial }}"
    assert name in _text(draw(claims(name), PLAIN))


@pytest.mark.parametrize(
    "address",
    [
        "file:///etc/passwd",
        "https://example.com/picture.png",
        "http://127.0.0.1:9/x.svg",
        "data:image/svg+xml,<svg/>",
        "ftp://example.com/x",
        "//example.com/x.svg",
        "/etc/passwd",
        "../secret.svg",
        "%2e%2e/secret.svg",
        "qr/other.svg",
    ],
)
def test_nothing_but_the_design_s_own_files_is_ever_read(address: str, caplog: pytest.LogCaptureFixture) -> None:
    html = f"<link rel=stylesheet href='{address}'><img src='{address}' alt=''><p>{{{{ holder }}}}</p>"
    css = f"body {{ background: url({address}) }} @font-face {{ font-family: x; src: url({address}) }}"
    assert "Amal" in _text(draw(claims(), Design(html, css)))
    assert "PermissionError" in caplog.text


def test_the_design_s_own_files_are_read(caplog: pytest.LogCaptureFixture) -> None:
    square = b"<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 9 9'><path d='M0 0h9v9z'/></svg>"
    html = "<link rel=stylesheet href=certificate.css><img src='a%20b.svg' alt='A square'>{{ holder }}"
    with_picture = draw(claims(), Design(html, "", {"a b.svg": square}))
    assert caplog.text == ""
    assert with_picture != draw(claims(), Design(html, "", {"a b.svg": square.replace(b"9v9", b"5v5")}))


def test_the_picture_of_one_certificate_is_not_kept_for_the_next() -> None:
    files = OwnFiles(PLAIN)
    with pytest.raises(PermissionError):
        files.fetch("https://certificate.invalid/qr/anything.svg")


def test_importing_the_other_modules_does_not_import_weasyprint() -> None:
    modules = ("audit", "design", "fonts", "life", "model", "names", "report", "serial", "upload")
    imports = "; ".join(f"import lms.credentials.{name}" for name in modules)
    program = f"import sys; {imports}; sys.exit('weasyprint' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", program], cwd=ROOT, check=False).returncode == 0
