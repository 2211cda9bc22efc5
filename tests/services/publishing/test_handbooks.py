"""The candidate handbook is always that of what is published; what candidates read before can be read again."""

from __future__ import annotations

from dataclasses import replace

import pytest

from lms.services.ground.context import Context
from lms.services.ground.refusals import NotFound
from lms.services.publishing import handbooks, publish
from lms.services.publishing.served import Served
from tests.services.publishing.test_publish import save
from tests.support.schemed import SCHEME, SCHEME_FILE, SCHEMED
from tests.support.site import FILES, House

SECOND = SCHEME.replace("version: 1", "version: 2").replace("Rest well", "Sleep well")


@pytest.fixture
def ctx(house: House) -> Context:
    for path, text in {**FILES, **SCHEMED}.items():
        save(house.context, path, text)
    return house.context


def published(ctx: Context) -> Context:
    assert publish.publish(ctx).published
    return served_now(ctx)


def served_now(ctx: Context) -> Context:
    return replace(ctx, catalog=Served(ctx.database))


def test_an_earlier_version_is_found_by_its_number_and_by_its_hash(ctx: Context) -> None:
    first = handbooks.shown(published(ctx), "guide").handbook
    save(ctx, SCHEME_FILE, SECOND)
    now = handbooks.shown(published(ctx), "guide")
    assert (now.handbook.version, now.former) == (2, None)
    assert "Sleep well" in now.handbook.html
    assert sorted(one.version for one in now.editions) == [1, 2]
    for version in ("1", first.hash, first.hash[:12]):
        earlier = handbooks.shown(served_now(ctx), "guide", version)
        assert earlier.handbook == first
        assert earlier.former is not None


def test_one_that_is_published_again_is_kept_once(ctx: Context) -> None:
    published(ctx)
    save(
        ctx,
        "content/courses/listening/02-asking.md",
        "---\ntitle: Asking more\nminutes: 6\ncomplete_when: read\n---\nx\n",
    )
    assert len(handbooks.shown(published(ctx), "guide").editions) == 1


@pytest.mark.parametrize("version", ["3", "abc", "0" * 64])
def test_a_version_that_never_was_is_not_there(ctx: Context, version: str) -> None:
    with pytest.raises(NotFound):
        handbooks.shown(published(ctx), "guide", version)


def test_a_credential_without_a_scheme_has_none(ctx: Context) -> None:
    with pytest.raises(NotFound):
        handbooks.shown(published(ctx), "listener")
