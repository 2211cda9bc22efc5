"""Pages lead somewhere: to files that exist, to headings that exist, and from the index to all of them."""

from pathlib import Path

import pytest

from tests.docs.pages import DOCS, ROOT, Link, all_pages, anchors, destination, destinations, headings, links

SCREENSHOT = ROOT / "docs" / "images" / "lesson.png"
# The browser tests draw it, and a checkout in which they never ran does not have it.
MADE_BY_TESTS = {SCREENSHOT}


def relative_links() -> list[Link]:
    return [link for page in all_pages() for link in links(page) if "://" not in link.target]


@pytest.mark.parametrize("link", relative_links(), ids=str)
def test_a_relative_link_leads_to_a_file_and_to_its_heading(link: Link) -> None:
    found = destination(link)
    assert found.exists() or found in MADE_BY_TESTS, "there is no such file"
    assert found.is_relative_to(ROOT), "it leads out of the checkout"
    if link.anchor:
        assert link.anchor in anchors(found)


@pytest.mark.parametrize("page", sorted(DOCS.rglob("*.md")), ids=lambda page: str(page.relative_to(DOCS)))
def test_every_page_is_reached_from_the_index(page: Path) -> None:
    reached, waiting = set[Path](), [DOCS / "README.md"]
    while waiting:
        here = waiting.pop()
        if here in reached or here.suffix != ".md" or not here.is_file():
            continue
        reached.add(here)
        waiting += destinations(here)
    assert page in reached


def test_the_readme_shows_the_screenshot_of_the_browser_tests() -> None:
    assert SCREENSHOT in destinations(ROOT / "README.md")


@pytest.mark.parametrize("page", all_pages(), ids=lambda page: str(page.relative_to(ROOT)))
def test_a_page_has_one_title(page: Path) -> None:
    text = page.read_text(encoding="utf-8")
    assert text.startswith("# ")
    assert headings(page)
