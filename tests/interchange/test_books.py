"""A course as EPUB, PDF and pages: right by others' checkers, whole, and the same each time."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from typing import Literal
from xml.etree import ElementTree

import pytest
from playwright.sync_api import Browser
from pypdf import PdfReader

from lms.content.compiling.compiler import compile_catalog
from lms.content.reading.model import Catalog
from lms.interchange.epub import as_epub
from lms.interchange.exporting import Exported
from lms.interchange.offline import as_pages
from lms.interchange.printed import as_pdf
from lms.interchange.report import Fate
from lms.sources.files import read_tree, tree_of
from tests.interchange.importing import PNG, TODAY
from tests.interchange.others import complaints_of_epubcheck
from tests.support.verapdf import complaints

COURSE = """---
title: قصتك ملكك
summary: جملة واحدة.
language: ar
modules:
  - {id: one, title: الأول, lessons: [one]}
  - {id: two, title: الثاني, lessons: [two]}
---
مقدمة. 日本語 हिन्दी Ελληνικά
"""
LESSON = """---
title: الدرس الأول
minutes: 8
---
نص **مهم**. [التالي](02-two.md#part) [خارج](https://example.org/) [الموقع](/learn)

[**مهم**](https://example.org/a) [*b* c](https://example.org/b)

![نحلة](media/bee.png)

| أ | ب |
|---|---|
| ١ | ٢ |

```quiz
id: one
type: choose-one
question: ماذا تفعل أولا؟
options: {a: أسأل, b: أنتظر}
answer: a
why: {a: لأن السؤال أولا., b: ليس بعد.}
hints: [فكر.]
```

```quiz
id: gaps
type: fill-in
text: أولا [[1]] ثم [[2]].
blanks: {1: {accept: [أسأل]}, 2: {accept: [أكتب]}}
why: هكذا.
```

```quiz
id: pairs
type: match
question: صل.
left: {a: قطة, b: كلب}
right: {x: مواء, y: نباح}
answer: {a: x, b: y}
why: هكذا.
```

```quiz
id: sure
type: scale
question: كم؟
from: 1
to: 3
labels: {1: قليل}
```

```quiz
id: think
type: reflect
question: فكر.
words: 80
```
"""
SECOND = "---\ntitle: الثاني\nminutes: 8\n---\n## Part\n\nنص.\n\n### أ\n\nنص.\n"
QUIZ = "```quiz\nid: hidden\ntype: true-or-false\nquestion: CANARY\nanswer: true\nwhy: CANARY\n```\n"
BANK = f"---\ntitle: Secret\n---\n{QUIZ}"
FILES = {
    "content/courses/story/course.md": COURSE.encode(),
    "content/courses/story/01-one.md": LESSON.encode(),
    "content/courses/story/02-two.md": SECOND.encode(),
    "content/courses/story/media/bee.png": PNG,
    "content/assessments/banks/secret.md": BANK.encode(),
}
MAKERS: dict[str, Callable[[Catalog, str], Exported]] = {"epub": as_epub, "pdf": as_pdf, "html": as_pages}
SHIPPED = Path(__file__).parents[2]


def story() -> Catalog:
    catalog, findings = compile_catalog(tree_of(FILES), today=TODAY)
    assert catalog is not None
    assert [one for one in findings if one.severity == "error"] == []
    return catalog


def shipped() -> Catalog:
    catalog, _ = compile_catalog(read_tree(SHIPPED)[0], today=TODAY)
    assert catalog is not None
    return catalog


def texts(content: bytes, ending: str) -> dict[str, str]:
    package = zipfile.ZipFile(BytesIO(content))
    return {name: package.read(name).decode() for name in package.namelist() if name.endswith(ending)}


@pytest.mark.parametrize("course", ["story", "foundations"])
def test_epubcheck_finds_nothing_in_the_book(course: str, tmp_path: Path) -> None:
    file = tmp_path / "book.epub"
    file.write_bytes(as_epub(story() if course == "story" else shipped(), course).content)
    assert complaints_of_epubcheck(file) == ""


def test_epubcheck_finds_nothing_in_a_book_in_another_language(tmp_path: Path) -> None:
    file = tmp_path / "book.epub"
    file.write_bytes(as_epub(shipped().edition(["es"]), "foundations").content)
    assert complaints_of_epubcheck(file) == ""
    assert "<dc:language>es</dc:language>" in texts(file.read_bytes(), ".opf")["EPUB/package.opf"]


def test_the_pdf_names_the_letters_that_no_font_has() -> None:
    told = as_pdf(story(), "story", prints=lambda letter: letter != "ث").notes
    assert [one.question for one in told if one.fate is Fate.CHANGED] == ["ث, arabic letter theh"]


def test_epubcheck_finds_a_book_that_is_broken(tmp_path: Path) -> None:
    made = BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        archive.writestr("mimetype", "application/epub+zip")
    file = tmp_path / "book.epub"
    file.write_bytes(made.getvalue())
    assert complaints_of_epubcheck(file) != ""


def test_verapdf_finds_nothing_in_the_pdf() -> None:
    files = {"story": as_pdf(story(), "story").content, "foundations": as_pdf(shipped(), "foundations").content}
    found = {name: [one for one in said if one.startswith("PDFUA")] for name, said in complaints(files).items()}
    assert found == {"story": [], "foundations": []}


def test_the_pdf_has_bookmarks_a_table_of_contents_with_pages_and_its_language() -> None:
    pdf = PdfReader(BytesIO(as_pdf(shipped(), "foundations").content))
    titles = [one.title for one in pdf.outline if not isinstance(one, list)]
    assert titles[0] == "Foundations of health leadership"
    assert "Where you stand" in titles
    contents = pdf.pages[1].extract_text()
    found = re.search(r"Who can speak about what[ .]*(\d+)", contents)
    assert found is not None
    assert "Who can speak about what" in pdf.pages[int(found[1]) - 1].extract_text()
    assert str(pdf.root_object["/Lang"]) == "en"


@pytest.mark.parametrize("form", MAKERS)
def test_the_same_content_is_the_same_file_and_other_content_another(form: str) -> None:
    make = MAKERS[form]
    first = make(story(), "story").content
    assert make(story(), "story").content == first
    changed = {**FILES, "content/courses/story/02-two.md": SECOND.replace("نص.", "آخر.").encode()}
    other, _ = compile_catalog(tree_of(changed), today=TODAY)
    assert other is not None
    assert make(other, "story").content != first


@pytest.mark.parametrize("form", ["epub", "html"])
def test_no_examination_question_is_in_a_book(form: str) -> None:
    package = zipfile.ZipFile(BytesIO(MAKERS[form](story(), "story").content))
    assert not any(b"CANARY" in package.read(name) for name in package.namelist())


def test_the_book_tells_readers_its_language_direction_order_and_what_they_need() -> None:
    files = texts(as_epub(story(), "story").content, "f")
    package = ElementTree.fromstring(files["EPUB/package.opf"])
    space = {"o": "http://www.idpf.org/2007/opf", "dc": "http://purl.org/dc/elements/1.1/"}
    assert package.findtext(".//dc:language", namespaces=space) == "ar"
    assert package.find("o:spine[@page-progression-direction='rtl']", space) is not None
    order = [one.get("idref") for one in package.findall("o:spine/o:itemref", space)]
    assert order == ["index", "nav", "page-01-one", "page-02-two"]
    told = {one.get("property") for one in package.findall(".//o:meta", space)}
    assert {f"schema:{name}" for name in ("accessMode", "accessModeSufficient", "accessibilityFeature")} <= told
    assert {"schema:accessibilityHazard", "schema:accessibilitySummary"} <= told


def test_answers_follow_the_lesson_in_the_book_and_open_on_a_page() -> None:
    lesson = texts(as_epub(story(), "story").content, ".xhtml")["EPUB/01-one.xhtml"]
    asked, _, known = lesson.partition('id="answers"')
    assert "لأن السؤال أولا." in known
    assert "لأن السؤال أولا." not in asked
    page = texts(as_pages(story(), "story").content, ".html")["story/01-one.html"]
    assert page.index("<details>") < page.index("لأن السؤال أولا.") < page.index("</details>")
    assert page.count("<details>") == 3, "a scale and a place to write have no answer"
    assert page.count('class="line"') >= 3


def test_links_lead_inside_the_book_to_the_web_or_nowhere() -> None:
    page = texts(as_pages(story(), "story").content, ".html")["story/01-one.html"]
    assert 'href="02-two.html#part"' in page
    assert 'href="https://example.org/"' in page
    assert "/learn" not in page
    lesson = texts(as_epub(story(), "story").content, ".xhtml")["EPUB/01-one.xhtml"]
    assert 'href="02-two.xhtml#part"' in lesson


def test_a_picture_that_does_more_than_be_seen_stays_out_and_its_words_stay() -> None:
    svg = b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>"
    files = {path.replace("bee.png", "bee.svg"): content for path, content in FILES.items()}
    files["content/courses/story/media/bee.svg"] = svg
    files["content/courses/story/01-one.md"] = LESSON.replace("bee.png", "bee.svg").encode()
    catalog, _ = compile_catalog(tree_of(files), today=TODAY)
    assert catalog is not None
    for make in (as_epub, as_pages):
        exported = make(catalog, "story")
        package = zipfile.ZipFile(BytesIO(exported.content))
        assert not any(b"alert(1)" in package.read(name) for name in package.namelist())
        assert any("[نحلة]" in text for text in texts(exported.content, "html").values())
        assert [note.what for note in exported.notes] == ["a picture that is none, or that does more than be seen"]


@pytest.mark.browser
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_pages_work_from_a_disk_on_a_phone_without_script_or_request(
    scheme: Literal["light", "dark"], tmp_path: Path, chromium: Browser
) -> None:
    zipfile.ZipFile(BytesIO(as_pages(story(), "story").content)).extractall(tmp_path)
    context = chromium.new_context(
        viewport={"width": 320, "height": 700}, color_scheme=scheme, java_script_enabled=False
    )
    page = context.new_page()
    requests: list[str] = []
    complaints_of_browser: list[str] = []
    page.on("request", lambda request: requests.append(request.url))
    page.on("console", lambda message: complaints_of_browser.append(message.text))
    try:
        page.goto((tmp_path / "story" / "index.html").as_uri())
        page.get_by_role("link", name="الدرس الأول").click()
        assert page.locator("html").get_attribute("dir") == "rtl"
        assert page.locator("h1").inner_text() == "الدرس الأول"
        page.locator("summary").first.click()
        assert page.get_by_text("لأن السؤال أولا.").is_visible()
        assert page.locator("img").bounding_box() is not None
        assert all(
            box["x"] >= 0 and box["x"] + box["width"] <= 320
            for box in (one.bounding_box() for one in page.locator("main > *").all())
            if box is not None
        )
    finally:
        context.close()
    assert all(address.startswith(tmp_path.as_uri()) for address in requests)
    assert complaints_of_browser == []
