"""Everything here is marked `faults`: real processes are started and killed, which takes its time."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.faults.premises import Premises, laid_out

HERE = Path(__file__).parent


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if HERE in item.path.parents:
            item.add_marker("faults")


@pytest.fixture
def premises(tmp_path: Path) -> Iterator[Premises]:
    with laid_out(tmp_path) as made:
        yield made
