"""What is marked as a draft is seen by its author in the workshop and in a preview, and by nobody else."""

from __future__ import annotations

import pytest

from lms.web.workshop import Workshop
from tests.support.drafts import BY_NAME, LESSON, Drafts, drafts_in
from tests.support.site import FILES, House
from tests.support.web import stranger

PAGE = "/courses/listening/quiet"


@pytest.fixture
def drafts(house: House) -> Drafts:
    drafts = drafts_in(house)
    drafts.save({LESSON: FILES[LESSON].replace("---\n", "---\ndraft: yes\n", 1)})
    drafts.publish()
    return drafts


def test_a_draft_is_on_the_pages_of_a_preview(drafts: Drafts) -> None:
    author = stranger(drafts.app(Workshop(preview=True)))
    assert "Being quiet" in author.client.get(PAGE, headers=BY_NAME).text


def test_a_draft_is_in_the_workshop_and_not_on_the_pages(drafts: Drafts) -> None:
    author = stranger(drafts.app(Workshop()))
    assert author.client.get(PAGE, headers=BY_NAME).status_code == 404
    assert "Being quiet" in author.client.get(f"/workshop{PAGE}", headers=BY_NAME).text


def test_nobody_else_sees_a_draft(drafts: Drafts) -> None:
    anyone = stranger(drafts.app(None))
    assert anyone.get(PAGE).status_code == 404
    assert "Being quiet" not in anyone.get("/courses/listening").text


VISIT = {"content/resources/2027-03-visit.md": "---\ntitle: A visit to come\ndraft: yes\n---\nAsk.\n"}
ADDRESSES = ("/resources/visit", "/resources", "/resources/2027-03", "/programme", "/resources.atom")


@pytest.mark.parametrize("preview", [True, False])
def test_a_draft_of_a_publication_is_on_the_pages_of_a_preview_alone(house: House, preview: bool) -> None:
    drafts = drafts_in(house)
    drafts.save(VISIT)
    drafts.publish()
    client = stranger(drafts.app(Workshop(preview=True) if preview else None)).client
    told = [client.get(address, headers=BY_NAME).text for address in ADDRESSES]
    assert ["A visit to come" in page for page in told] == [preview] * len(ADDRESSES)
