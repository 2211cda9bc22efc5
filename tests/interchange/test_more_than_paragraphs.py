"""What a lesson has beside paragraphs, in books and in the files of question tools."""

from __future__ import annotations

import re
import zipfile
from io import BytesIO

from lms.interchange.book import Shape, make_book
from lms.interchange.epub import as_epub
from lms.interchange.exporting import as_qti
from lms.interchange.foreigntext import said
from lms.interchange.xhtml import written
from tests.support.site import catalog_of

LESSON = """---
title: Bees
---
Bees fly.[^1] They hum $\\frac{1}{2}$.

> [!more] Why
> They like it.

![Bees hum](media/bees.mp3)

[^1]: They have wings.
"""
FILES = {
    "content/courses/bees/course.md": "---\ntitle: Bees\n---\n",
    "content/courses/bees/01-one.md": LESSON,
    "content/courses/bees/media/bees.mp3": "ID3 sound",
    "content/courses/bees/media/bees.transcript.md": "A humming.\n",
}


def chapter(shape: Shape) -> tuple[str, list[str]]:
    book = make_book(catalog_of(FILES), "bees", shape)
    return written(book.chapters[0].content), [one.question for one in book.notes]


def test_on_paper_all_is_open_a_formula_is_said_in_a_line_and_nothing_plays() -> None:
    html, notes = chapter(Shape(one_page=True))
    assert '<span class="formula">1/2</span>' in html
    assert "They like it." in html
    assert "A humming." in html
    assert not re.search("<(math|details|audio|source)", html)
    assert 'href="#01-one--note_1"' in html
    assert 'id="01-one--note_1"' in html
    assert "\u21a9" not in html
    assert notes == ["Bees hum"]


def test_an_epub_keeps_its_formulas_and_says_so() -> None:
    content = as_epub(catalog_of(FILES), "bees").content
    with zipfile.ZipFile(BytesIO(content)) as epub:
        page = epub.read("EPUB/01-one.xhtml").decode()
        assert '<math xmlns="http://www.w3.org/1998/Math/MathML"' in page
        assert 'href="#note_1"' in page
        assert 'properties="mathml"' in epub.read("EPUB/package.opf").decode()
        assert not [name for name in epub.namelist() if name.endswith("mp3")]


def test_the_first_page_of_an_epub_says_so_too_where_the_course_has_a_formula() -> None:
    files = FILES | {"content/courses/bees/course.md": "---\ntitle: Bees\n---\nThey hum $x^2$.\n"}
    with zipfile.ZipFile(BytesIO(as_epub(catalog_of(files), "bees").content)) as epub:
        assert 'href="index.xhtml" media-type="application/xhtml+xml" properties="mathml"' in (
            epub.read("EPUB/package.opf").decode()
        )


def test_a_formula_in_a_question_is_one_by_its_namespace() -> None:
    quiz = "```quiz\nid: hum\ntype: true-or-false\nquestion: Is $\\mathrm{x}$ a hum?\nanswer: yes\nwhy: It is.\n```\n"
    bank = catalog_of(FILES | {"content/assessments/banks/hums.md": f"---\ntitle: Hums\n---\n{quiz}"}).banks["hums"]
    with zipfile.ZipFile(BytesIO(as_qti(bank, {}).content)) as package:
        item = package.read("items/hum.xml").decode()
    assert '<math xmlns="http://www.w3.org/1998/Math/MathML" display="inline" alttext="x">' in item


def test_what_comes_from_elsewhere_never_becomes_a_formula_or_a_note_by_chance() -> None:
    changes: list[str] = []
    text = said("<p>It is $x^2$ and [^1] of $5.</p>", "html", changes)
    assert "\\$x^2\\$" in text
