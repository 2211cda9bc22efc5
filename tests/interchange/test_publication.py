"""A publication in a book: all of it that is read on its page."""

from __future__ import annotations

from lms.interchange.publication import as_course
from tests.content.kinds.test_tool import HONEY, TEXT, tool
from tests.content.sites import clean


def test_a_form_has_what_it_asks_in_its_book_with_what_there_is_to_choose_from() -> None:
    catalog = clean({HONEY: TEXT})
    (passage,) = as_course(catalog, tool(catalog)).courses["honey"].lessons["honey"].passages
    assert (
        "<p>Which honey?</p>\n<ul><li>Lime</li><li>Heather</li></ul><p>Then more.</p>\n<p>How much?</p>" in passage.html
    )
