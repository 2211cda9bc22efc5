"""What is found goes with what is served: made as it is published, and made anew where it is of something else."""

from __future__ import annotations

from collections.abc import Iterator
from unittest.mock import patch

import pytest
from sqlalchemy import select, text

from lms.services.ground.context import Context
from lms.services.learning import searching
from lms.services.publishing import indexing, publish, served
from lms.store import searching as index
from lms.store.tables import SearchIndexRow, SearchTextRow
from tests.services.publishing.test_publish import retitle, save, written
from tests.support.site import House

ABOUT = "content/pages/about.md"


@pytest.fixture(autouse=True)
def _no_time_between_looks() -> Iterator[None]:
    with patch.object(served, "SECONDS_BETWEEN_LOOKS", 0.0):
        yield


@pytest.fixture
def ctx(house: House) -> Context:
    made = written(house)
    publish.publish(made)
    return made


def found(ctx: Context, asked: str) -> list[str]:
    return [one.address for one in searching.search(ctx, None, asked, "en").hits]


def rows(ctx: Context) -> dict[str, int]:
    with ctx.database.reading() as session:
        return {row.hash: row.id for row in session.execute(select(SearchTextRow.hash, SearchTextRow.id))}


def test_what_is_published_is_found_at_once_and_what_was_taken_out_no_more(ctx: Context) -> None:
    assert found(ctx, "listening") == ["/courses/listening"]
    retitle(ctx, "Hearkening")
    publish.publish(ctx)
    assert found(ctx, "hearkening") == ["/courses/listening"]
    save(ctx, ABOUT, "---\ntitle: Weather\nsummary: Rain.\n---\n")
    publish.publish(ctx)
    assert found(ctx, "weather") == ["/about"]
    save(ctx, ABOUT, "---\ntitle: Weather\nsummary: Rain.\ndraft: yes\n---\n")
    publish.publish(ctx)
    assert found(ctx, "weather") == found(ctx, "rain") == []


def test_going_back_finds_what_was_there_before(ctx: Context) -> None:
    retitle(ctx, "Hearkening")
    publish.publish(ctx)
    publish.roll_back(ctx, "operator:test")
    assert found(ctx, "hearkening") == []
    assert found(ctx, "listening") == ["/courses/listening"]


def test_only_what_changed_is_written_anew(ctx: Context) -> None:
    before = rows(ctx)
    retitle(ctx, "Hearkening")
    publish.publish(ctx)
    after = rows(ctx)
    assert len(before.items() - after.items()) == len(after.items() - before.items()) == 1


def test_what_fails_to_be_published_is_not_found(ctx: Context) -> None:
    save(ctx, ABOUT, "---\ntitle: Weather\nsummary: Rain.\nmodulse: []\n---\n")
    assert not publish.publish(ctx).published
    assert found(ctx, "weather") == []


@pytest.mark.parametrize("lost", ["DELETE FROM search_index", "UPDATE search_index SET made_of = '0 ' || made_of"])
def test_an_index_that_is_missing_or_of_other_rules_is_made_anew(ctx: Context, lost: str) -> None:
    before = rows(ctx)
    with ctx.database.writing() as session:
        session.execute(text(lost))
    assert found(ctx, "listening") == ["/courses/listening"], "the last one answers meanwhile"
    assert indexing.make_anew(ctx) is True
    assert rows(ctx).keys() == before.keys()
    assert found(ctx, "listening") == ["/courses/listening"]
    assert indexing.make_anew(ctx) is False


def test_an_index_of_another_revision_is_made_anew(ctx: Context) -> None:
    with ctx.database.writing() as session:
        index.keep(session, "another", [])
    assert found(ctx, "listening") == []
    assert indexing.make_anew(ctx) is True
    assert found(ctx, "listening") == ["/courses/listening"]
    with ctx.database.reading() as session:
        assert session.scalars(select(SearchIndexRow.id)).all() == [index.THE_ROW]


def test_before_anything_is_published_there_is_nothing_to_do(house: House) -> None:
    assert indexing.make_anew(written(house)) is False
