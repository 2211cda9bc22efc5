"""Who works beside the web server: one worker, and one that only draws for each further core."""

from __future__ import annotations

import os
from dataclasses import replace

import pytest

from lms.cli.process.household import DRAW
from lms.cli.serving.serve import MOST_WHO_DRAW, Serving, workers_of

SERVING = Serving("127.0.0.1", 8000, 2, reload=False)


@pytest.mark.parametrize(("cores", "drawing"), [(1, 0), (2, 1), (64, MOST_WHO_DRAW)])
def test_one_draws_on_each_further_core(monkeypatch: pytest.MonkeyPatch, cores: int, drawing: int) -> None:
    monkeypatch.setattr(os, "sched_getaffinity", lambda _pid: set(range(cores)))
    assert [tuple(one.arguments) for one in workers_of(SERVING)] == [(), *[(DRAW,)] * drawing]


def test_an_author_has_one_worker(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "sched_getaffinity", lambda _pid: {0, 1})
    assert len(workers_of(replace(SERVING, reload=True))) == 1
