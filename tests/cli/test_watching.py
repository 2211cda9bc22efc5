"""The watcher publishes what it has not seen, and looks at the writing when nothing else is to be done."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from lms.cli.content.watching import Watch, publish_and_keep, watch
from lms.content.compiling import cache as compiled
from lms.content.compiling.cache import Cache
from lms.services.operating.start import COMPILED
from lms.services.publishing.publish import PublishReport
from tests.support.drafts import drafts_in
from tests.support.site import House, house_at


@pytest.fixture
def house(tmp_path: Path) -> Iterator[House]:
    with house_at(f"sqlite:///{tmp_path / 'lms.sqlite'}", tmp_path) as made:
        drafts_in(made)
        yield made


class _AfterSomeLooks(threading.Event):
    """Ends the watch after a number of looks, without waiting between them."""

    def __init__(self, looks: int) -> None:
        super().__init__()
        self.looks = looks

    def wait(self, timeout: float | None = None) -> bool:
        self.looks -= 1
        return self.looks < 0


def test_files_not_seen_yet_are_published_at_the_first_look(house: House) -> None:
    told: list[PublishReport] = []
    looked = threading.Event()
    watch(house.context, Cache(), Watch(0, told.append, None, looked=looked), _AfterSomeLooks(3))
    assert [report.checked.publishable for report in told] == [True]
    assert looked.is_set()


def test_the_writing_is_looked_at_and_kept_when_all_is_quiet(house: House) -> None:
    cache = Cache()
    watch(house.context, cache, Watch(0, lambda _: None, None, writing=True), _AfterSomeLooks(20))
    kept = compiled.load(house.context.settings.home / COMPILED)
    kept.complete()
    assert kept.writings.keys() == cache.writings.keys() > set()


def test_without_being_asked_it_leaves_the_writing_alone(house: House) -> None:
    cache = Cache()
    watch(house.context, cache, Watch(0, lambda _: None, None), _AfterSomeLooks(20))
    assert cache.writings == {}


def test_what_was_compiled_is_kept_where_nothing_was_though_nothing_new_is_published(house: House) -> None:
    publish_and_keep(house.context, Cache())
    kept = house.context.settings.home / COMPILED
    kept.unlink()
    report = publish_and_keep(house.context, Cache())
    assert not report.published
    assert compiled.load(kept).last is not None
